"""What an edition works out from its rows: whose word a claim is, by which way; who gives words how; what was made from what.

What is slow to count, or what people go on from by links, is a table; the rest are views.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, StaticPool, create_engine, text
from sqlalchemy.exc import DBAPIError

from .. import origins, trails
from . import supports, variants
from .copying import fill
from .covering import Figures


def trace(published: sqlite3.Connection) -> None:
    """Fill `sources.outlet`, `provenance`, `source_lineage`, `quote_cuts`, `quote_differences`, and what `supports` counts.

    Works on the copy, so that any store gives the same.
    """
    engine = create_engine("sqlite://", creator=lambda: published, poolclass=StaticPool)
    with _of_the_driver(), engine.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        connection.execute(text(_CALLED))
        for sql in _TABLES:
            connection.execute(text(sql))
        origins.build(connection)
        found = trails.trails(connection)
        fill(connection, "o_trails", ((one.evidence_id, str(one), one.basis, " ".join(one.keys)) for one in found))
        supports.claims(connection)
        fill(connection, "o_lineage", list(_lineage(connection)))
        for sql in _TRACED:
            connection.execute(text(sql))
        variants.build(connection)
        supports.quotations(connection)
        connection.commit()


@contextmanager
def _of_the_driver() -> Iterator[None]:
    """What SQLite says of the copy is said of the copy: whoever reads the store takes SQLAlchemy's errors for the store's."""
    try:
        yield
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            raise error.orig from None
        raise


def cover(published: sqlite3.Connection, counted: Iterable[Figures]) -> None:
    """Fill `coverage`: how much of each document is recorded, as `facts check` counts it."""
    published.execute(_COVERAGE)
    published.executemany(_COVERED, counted)
    published.execute("CREATE INDEX ix_coverage_open ON coverage (open)")


def look(published: sqlite3.Connection) -> None:
    """Make the views."""
    for sql in VIEWS.values():
        published.execute(sql)


_CALLED = f"""
UPDATE sources SET outlet = (
  SELECT {origins.called("s", "x")} FROM sources s LEFT JOIN entities x ON x.id = s.publisher_id WHERE s.id = sources.id)
"""

_TABLES = (
    "CREATE TEMPORARY TABLE o_trails (id INTEGER PRIMARY KEY, trail TEXT, basis TEXT, keys TEXT)",
    "CREATE TEMPORARY TABLE o_lineage (source_id INTEGER, origin_id INTEGER, derivation_id INTEGER, steps INTEGER, path TEXT)",
    "CREATE TABLE claim_support (id INTEGER PRIMARY KEY, claim_id INTEGER REFERENCES claims(id), claim TEXT, stance TEXT, "
    "reports INTEGER, origins_min INTEGER, origins_max INTEGER, origins TEXT, outlets TEXT, first_published TEXT, "
    "kind TEXT, occurred TEXT, passages INTEGER, url TEXT, through TEXT, through_min INTEGER, through_max INTEGER, "
    "UNIQUE (claim_id, stance))",
    "CREATE TABLE provenance (id INTEGER PRIMARY KEY REFERENCES evidence(id), claim_id INTEGER REFERENCES claims(id), "
    "claim TEXT, stance TEXT, outlet TEXT, origin TEXT, trail TEXT, trail_basis TEXT, prefix TEXT, exact TEXT, suffix TEXT, "
    "shown TEXT, speaker TEXT, cue TEXT, form TEXT, fidelity TEXT, published TEXT, url TEXT, start_char INTEGER, "
    "end_char INTEGER, source_id INTEGER REFERENCES sources(id), capture_id INTEGER REFERENCES captures(id), sha256 TEXT, "
    "speaker_id INTEGER REFERENCES entities(id), quote_id INTEGER REFERENCES quotes(id), note TEXT, "
    "load_id INTEGER REFERENCES loads(id), trail_keys TEXT)",
    "CREATE TABLE quote_cuts (id INTEGER PRIMARY KEY, quote_id INTEGER REFERENCES quotes(id), "
    "fuller_id INTEGER REFERENCES quotes(id), cut_before TEXT, words TEXT, cut_after TEXT)",
    "CREATE TABLE source_lineage (id INTEGER PRIMARY KEY, source_id INTEGER REFERENCES sources(id), source TEXT, "
    "outlet TEXT, published TEXT, kind TEXT, steps INTEGER, origin_id INTEGER REFERENCES sources(id), made_from TEXT, "
    "made_from_outlet TEXT, made_from_published TEXT, path TEXT, basis TEXT, status TEXT, declared_in TEXT, reason TEXT, "
    "passages INTEGER, meaning_differs INTEGER, url TEXT, made_from_url TEXT)",
)

_CUT_LENGTH = 8  # characters; less is punctuation

_LINK = "coalesce({0}.url, {0}.canonical_url, {0}.archived_url)"

_PROVENANCE = f"""
INSERT INTO provenance
SELECT e.id, e.claim_id, m.text, e.stance, s.outlet, n.origin, t.trail, t.basis, p.prefix, p.exact, p.suffix, p.shown, x.name,
  cue.exact, q.form, q.fidelity, s.published, {_LINK.format("s")}, p.start_char, p.end_char, c.source_id, p.capture_id,
  c.sha256, x.id, e.quote_id, e.note, e.load_id, t.keys
FROM evidence e
JOIN claims m ON m.id = e.claim_id
JOIN passages p ON p.id = e.passage_id
JOIN captures c ON c.id = p.capture_id
JOIN sources s ON s.id = c.source_id
LEFT JOIN quotes q ON q.id = e.quote_id
LEFT JOIN quotes f ON f.id = coalesce(q.continues_id, q.id)
LEFT JOIN entities x ON x.id = q.whose_id
LEFT JOIN passages cue ON cue.id = f.cue_passage_id
LEFT JOIN o_trails t ON t.id = e.id
LEFT JOIN o_names n ON n.id = e.id
ORDER BY e.id
"""

_NAMES = """
CREATE TEMPORARY TABLE o_names AS
SELECT evidence_id AS id, group_concat(name, '; ') AS origin FROM (
  SELECT DISTINCT evidence_id, origin AS name FROM evidence_origins WHERE certain = 1 ORDER BY 1, 2)
GROUP BY evidence_id
"""

_OUTLETS = """
INSERT INTO claim_support
SELECT NULL, m.id, m.text, o.stance, o.reports, o.origins_min, o.origins_max, o.origins,
  (SELECT group_concat(outlet, '; ') FROM (
    SELECT DISTINCT v.outlet FROM provenance v WHERE v.claim_id = m.id AND v.stance = o.stance ORDER BY 1)),
  (SELECT s.published FROM provenance v JOIN sources s ON s.id = v.source_id
    WHERE v.claim_id = m.id AND v.stance = o.stance AND s.published IS NOT NULL
    ORDER BY s.published_latest IS NULL, s.published_earliest, v.id LIMIT 1),
  m.kind, m.occurred, o.passages,
  (SELECT v.url FROM provenance v JOIN sources s ON s.id = v.source_id
    WHERE v.claim_id = m.id AND v.stance = o.stance AND v.url IS NOT NULL
    ORDER BY s.published_earliest IS NULL, s.published_latest IS NULL, s.published_earliest, v.id LIMIT 1),
  o.through, o.through_min, o.through_max
FROM o_support o JOIN claims m ON m.id = o.subject_id
ORDER BY m.id, o.stance
"""

# By the work that was made, or, of a step further on, by the texts of the copy itself. Empty where nothing was compared.
_ALIGNED = """(SELECT {0} FROM alignments a
    JOIN passages ap ON ap.id = a.passage_id JOIN captures ac ON ac.id = ap.capture_id
    WHERE a.derivation_id = d.id AND a.status <> 'rejected' AND (u.steps = 1 OR ac.source_id = u.source_id))"""

_LINEAGE = f"""
INSERT INTO source_lineage
SELECT NULL, u.source_id, s.title, s.outlet, s.published, d.kind, u.steps, u.origin_id, o.title, o.outlet, o.published, u.path,
  d.basis, d.status, p.exact, d.reason,
  {_ALIGNED.format("nullif(count(*), 0)")},
  {_ALIGNED.format("sum(a.change = 'meaning')")},
  {_LINK.format("s")}, {_LINK.format("o")}
FROM o_lineage u
JOIN derivations d ON d.id = u.derivation_id
JOIN sources s ON s.id = u.source_id
JOIN sources o ON o.id = u.origin_id
LEFT JOIN passages p ON p.id = d.passage_id
ORDER BY u.source_id, u.steps, u.origin_id
"""


def _lineage(connection: Connection) -> Iterator[tuple[Any, ...]]:
    """Each work with each that it was made from, by the shortest way; works that merely overlap lead no further.

    What a person decided comes before what is proposed, and what a person overruled (origins.following) is not there.
    """
    made = "SELECT source_id, origin_id, id, kind = 'overlap' FROM o_made ORDER BY 1, 2, status <> 'confirmed', 4, id"
    outlets: dict[int, str] = {}
    onward: dict[int, list[tuple[int, int, bool]]] = {}
    for (source, origin), (first, *_) in groupby(connection.execute(text(made)), key=lambda row: (row[0], row[1])):
        onward.setdefault(source, []).append((origin, first.id, bool(first[3])))
        outlets |= {source: "", origin: ""}
    for id_, outlet in connection.execute(text("SELECT id, outlet FROM sources")):
        if id_ in outlets:
            outlets[id_] = outlet
    for source in sorted(onward):
        seen, ahead = {source}, [(source, outlets[source])]
        for steps in range(1, trails.MAX_STEPS + 1):
            found = []
            for work, path in ahead:
                for origin, derivation, overlap in sorted(onward.get(work, ())):
                    if origin in seen or (overlap and steps > 1):
                        continue
                    seen.add(origin)
                    way = f"{outlets[origin]} → {path}"
                    yield source, origin, derivation, steps, way
                    if not overlap:
                        found.append((origin, way))
            ahead = found


# For each quotation the fullest report of the same thing that has more words round the same ones.
_BARE = "trim({0}.exact, ' .,;:!?“”\"''‘’')"
_CUTS = f"""
INSERT INTO quote_cuts
SELECT NULL, cut_id, fuller_id, rtrim(substr(more, 1, at - 1)), words, ltrim(substr(more, at + length(words))) FROM (
  SELECT c.id AS cut_id, f.id AS fuller_id, {_BARE.format("cp")} AS words, fp.exact AS more,
    instr(fp.exact, {_BARE.format("cp")}) AS at,
    row_number() OVER (PARTITION BY c.id ORDER BY length(fp.exact) DESC, f.id) AS fullest
  FROM quotes c
  JOIN passages cp ON cp.id = c.passage_id
  JOIN quotes f ON f.of_utterance_id = c.of_utterance_id AND f.form IN ('direct', 'partial', 'block') AND f.id <> c.id
  JOIN passages fp ON fp.id = f.passage_id AND fp.capture_id <> cp.capture_id
  WHERE c.form IN ('direct', 'partial') AND length(fp.exact) > length(cp.exact) + {_CUT_LENGTH}
    AND instr(fp.exact, {_BARE.format("cp")}) > 0)
WHERE fullest = 1 AND words <> '' AND substr(' ' || more, at, 1) NOT GLOB '[A-Za-z0-9]'
  AND substr(more || ' ', at + length(words), 1) NOT GLOB '[A-Za-z0-9]'
ORDER BY cut_id
"""

_TRACED = (
    _NAMES,
    "CREATE UNIQUE INDEX temp.ix_o_names ON o_names (id)",
    _PROVENANCE,
    *(
        f"CREATE INDEX ix_provenance_{column} ON provenance ({column})"
        for column in ("claim_id", "source_id", "speaker_id", "shown")
    ),
    _OUTLETS,
    "CREATE INDEX ix_claim_support_reports ON claim_support (stance, reports, origins_max)",
    "CREATE INDEX ix_claim_support_origins ON claim_support (stance, origins_max, reports)",
    "CREATE INDEX ix_claim_support_kind ON claim_support (kind)",
    _LINEAGE,
    _CUTS,
    "CREATE UNIQUE INDEX ix_quote_cuts_quote_id ON quote_cuts (quote_id)",
    *(f"CREATE INDEX ix_source_lineage_{column} ON source_lineage ({column})" for column in ("source_id", "origin_id")),
)

_COVERAGE = (
    "CREATE TABLE coverage (id INTEGER PRIMARY KEY REFERENCES sources(id), source TEXT, outlet TEXT, published TEXT, "
    "quotations INTEGER, quotations_recorded INTEGER, quotations_left_out INTEGER, sentences INTEGER, "
    "sentences_bearing INTEGER, sentences_left_out INTEGER, claims_per_sentence REAL, open INTEGER, url TEXT)"
)
_COVERED = f"""
INSERT OR IGNORE INTO coverage
SELECT s.id, s.title, s.outlet, s.published, :quotations, :quotations_recorded, :quotations_left_out, :sentences,
  :sentences_bearing, :sentences_left_out, :claims_per_sentence, :open, {_LINK.format("s")}
FROM sources s WHERE s.slug = :source
"""

VIEWS = {
    "quote_variants": f"""
CREATE VIEW quote_variants AS
SELECT q.id AS quote_id, u.slug AS utterance, x.name AS speaker, p.prefix, p.exact AS words, p.suffix, q.form, q.fidelity,
  cue.exact AS cue,
  (SELECT group_concat(hop, ' ← ') FROM (SELECT coalesce(h.name, w.outlet) AS hop FROM attributions a
    LEFT JOIN entities h ON h.id = a.entity_id LEFT JOIN sources w ON w.id = a.source_id
    WHERE a.quote_id = f.id ORDER BY a.position)) AS heard_from,
  u.said, s.outlet, s.title AS source, s.published, {_LINK.format("s")} AS url, p.shown,
  p.start_char, p.end_char, c.sha256, q.of_utterance_id AS utterance_id, q.whose_id AS speaker_id,
  s.id AS source_id, p.id AS passage_id, d.difference, d.compared, d.clause, d.against_id
FROM quotes q
JOIN passages p ON p.id = q.passage_id
JOIN captures c ON c.id = p.capture_id
JOIN sources s ON s.id = c.source_id
JOIN quotes f ON f.id = coalesce(q.continues_id, q.id)
LEFT JOIN utterances u ON u.id = q.of_utterance_id
LEFT JOIN entities x ON x.id = q.whose_id
LEFT JOIN passages cue ON cue.id = f.cue_passage_id
LEFT JOIN quote_differences d ON d.quote_id = q.id
""",
    "people": """
CREATE VIEW people AS
SELECT x.id, x.name, x.kind, x.description,
  (SELECT group_concat(name, '; ') FROM (SELECT DISTINCT n.name FROM entity_names n
    WHERE n.entity_id = x.id AND n.name <> x.name ORDER BY 1)) AS also_known_as,
  (SELECT count(*) FROM quotes q WHERE q.whose_id = x.id AND q.continues_id IS NULL) AS quotations,
  (SELECT count(*) FROM sources s WHERE s.publisher_id = x.id) AS works_published,
  (SELECT 'https://www.wikidata.org/wiki/' || i.value FROM entity_identifiers i
    WHERE i.entity_id = x.id AND i.scheme = 'wikidata' ORDER BY i.value LIMIT 1) AS url, x.slug
FROM entities x
""",
    "conflicts": """
CREATE VIEW conflicts AS
SELECT r.id AS relation_id, m.text AS claim, r.relation, o.text AS other_claim, r.note, ms.outlets AS outlets,
  os.outlets AS other_outlets, ms.origins AS whose_word, os.origins AS other_whose_word,
  ms.first_published AS published, os.first_published AS other_published, ms.url, os.url AS other_url,
  r.status, r.decided_by, r.claim_id, r.related_id AS other_id
FROM claim_relations r
JOIN claims m ON m.id = r.claim_id
JOIN claims o ON o.id = r.related_id
LEFT JOIN claim_support ms ON ms.claim_id = r.claim_id AND ms.stance = 'supports'
LEFT JOIN claim_support os ON os.claim_id = r.related_id AND os.stance = 'supports'
WHERE r.relation IN ('contradicts', 'alters', 'differs')
""",
    "wording_changes": f"""
CREATE VIEW wording_changes AS
SELECT a.id AS alignment_id, s.outlet, p.exact AS words_here, o.outlet AS made_from,
  op.exact AS words_there, rs.outlet AS read_in, a.note, a.change, a.similarity, s.published, d.basis,
  a.status, a.decided_by, {_LINK.format("s")} AS url, {_LINK.format("rs")} AS origin_url, p.start_char, p.end_char,
  s.id AS source_id, o.id AS origin_id, a.passage_id, a.origin_passage_id
FROM alignments a
JOIN derivations d ON d.id = a.derivation_id
JOIN sources o ON o.id = d.origin_id
JOIN passages p ON p.id = a.passage_id
JOIN captures c ON c.id = p.capture_id
JOIN sources s ON s.id = c.source_id
LEFT JOIN passages op ON op.id = a.origin_passage_id
LEFT JOIN captures oc ON oc.id = op.capture_id
LEFT JOIN sources rs ON rs.id = oc.source_id
WHERE a.status <> 'rejected' AND d.status <> 'rejected'
  -- What a person has judged stands alone: no finding of a program beside it.
  AND NOT (d.basis = 'detected' AND a.status = 'proposed' AND EXISTS (
    SELECT 1 FROM passages jp JOIN alignments j ON j.passage_id = jp.id JOIN derivations jd ON jd.id = j.derivation_id
    WHERE jp.capture_id = p.capture_id AND jp.start_char < p.end_char AND jp.end_char > p.start_char
      AND j.status = 'confirmed' AND jd.source_id = d.source_id AND jd.origin_id = d.origin_id))
""",
}
