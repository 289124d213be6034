"""A source: what it is, where it came from, what was made from it, and its text with all that is recorded of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from .family import copies, family, related
from .parts import MOST, Row, around, dated, history, ids, row, rows
from .stretches import LONGEST, STRETCHES, blocks, stretches

_SEGMENTS = 3000  # parts of a text


def read(connection: sqlite3.Connection, asked: Mapping[str, str]) -> Row | None:
    """All that is known of the work that `asked["slug"]` names; of several captures that of `asked["capture"]`."""
    source = row(connection, _SOURCE, slug=asked["slug"])
    if source is None:
        return None
    id_ = source["id"]
    source["published_words"] = dated(source["published"])
    captures = rows(connection, _CAPTURES, source=id_, most=MOST)
    found = family(connection, id_)
    return {
        "source": source,
        "captures": captures,
        "coverage": row(connection, _COVERAGE, source=id_),
        "family": found,
        "related": related(connection, id_, found),
        "copies": copies(connection, id_) if not captures else [],
        **_text(connection, captures, asked.get("capture", "")),
        "claims": claims(connection, id_),
        "told": _told(connection, id_),
        "history": history(connection, "sources", id_, source["load_id"]),
    }


def _text(connection: sqlite3.Connection, captures: list[Row], asked: str) -> Row:
    """The text in pieces, or the excerpts that may be shown, and the stretches of which something is recorded."""
    chosen = next((one for one in captures if str(one["id"]) == asked), None)
    # Of several captures the one that was read: most is recorded of it.
    chosen = chosen or max(captures, key=lambda one: (one["stretches"], one["id"]), default=None)
    if chosen is None:
        return {"capture": None, "text": None, "comments": 0, "stretches": [], "withheld": [], "more": False}
    held = row(connection, _TEXT, capture=chosen["id"], most=LONGEST)
    words = held["text"] if held else None
    found = stretches(connection, chosen["id"], words is None)
    text = None
    if words is not None:
        segments = rows(connection, _PARTS, capture=chosen["id"], most=_SEGMENTS)
        labels = {one["code"]: one["label"] for one in rows(connection, _LABELS)}
        text = blocks(words, segments, found)
        for block in text:
            block["label"] = labels.get(block["kind"], block["kind"])
    [[comments]] = connection.execute(_COMMENTS, {"capture": chosen["id"]}).fetchall()
    return {
        "capture": chosen["id"],
        "text": text,
        "comments": comments,
        "stretches": [one for one in found if one["exact"] is not None],
        "withheld": [one for one in found if one["exact"] is None],
        "more": chosen["stretches"] > STRETCHES or (chosen["characters"] or 0) > LONGEST,
    }


def claims(connection: sqlite3.Connection, source: int) -> list[Row]:
    """The claims that a work bears on, each with how many reports and origins it has."""
    found = rows(connection, _CLAIMS, source=source, most=5 * MOST)
    support: dict[tuple[int, str], Row] = {}
    for one in rows(connection, _SUPPORT, ids=ids(one["id"] for one in found)):
        support[one["claim_id"], one["stance"]] = one
    for one in found:
        of = support.get((one["id"], one["stance"]), {})
        one.update({name: of.get(name) for name in ("reports", "origins_min", "origins_max")})
    # What others report too comes first.
    return sorted(found, key=lambda one: (-(one["reports"] or 0), one["text"]))


def _told(connection: sqlite3.Connection, source: int) -> list[Row]:
    """What other works give as having come by way of this one, or as having been said in it."""
    hops = rows(connection, _THROUGH, source=source, most=MOST)
    seen = {one["utterance"] for one in hops if one["utterance"]}
    for utterance in rows(connection, _VENUE, source=source, most=MOST):
        if utterance["slug"] not in seen and len(hops) < MOST:
            hops += rows(connection, _REPORTS, utterance=utterance["id"], most=MOST)
    for one in hops:
        one["prefix"], one["suffix"] = around(one["prefix"], one["suffix"])
    return hops[:MOST]


_SOURCE = """
SELECT s.id, s.slug, s.title, s.kind, k.label AS kind_label, s.outlet, x.name AS publisher, x.slug AS publisher_slug, s.author,
  s.url, s.canonical_url, s.archived_url, s.language, s.published, s.published_basis, p.exact AS published_in,
  s.copyright_holder, s.usage_terms, s.licence, s.publish, s.load_id
FROM sources s LEFT JOIN entities x ON x.id = s.publisher_id LEFT JOIN passages p ON p.id = s.published_passage_id
LEFT JOIN terms k ON k.scheme = 'source_kind' AND k.code = s.kind WHERE s.slug = :slug
"""
_CAPTURES = """
SELECT c.id, c.sha256, c.media_type, c.encoding, c.retrieved_at, c.retrieved_from, c.extractor, length(c.text) AS characters,
  (SELECT count(*) FROM passages p WHERE p.capture_id = c.id) AS stretches
FROM captures c WHERE c.source_id = :source ORDER BY c.id LIMIT :most
"""
_COVERAGE = """
SELECT quotations, quotations_recorded, quotations_left_out, sentences, sentences_bearing, sentences_left_out, open
FROM coverage WHERE id = :source
"""
_TEXT = "SELECT substr(text, 1, :most) AS text FROM captures WHERE id = :capture"
# Comments of readers are blanked in the text, and give no part of it.
_PARTS = """
SELECT g.start_char, g.end_char, g.kind FROM segments g WHERE g.capture_id = :capture AND g.kind <> 'comment'
ORDER BY g.start_char LIMIT :most
"""
_COMMENTS = "SELECT count(*) FROM segments WHERE capture_id = :capture AND kind = 'comment'"
_LABELS = "SELECT code, label FROM terms WHERE scheme = 'segment_kind'"
_CLAIMS = """
SELECT DISTINCT m.id, m.slug, m.text, v.stance FROM provenance v JOIN claims m ON m.id = v.claim_id
WHERE v.source_id = :source ORDER BY m.text, v.stance LIMIT :most
"""
_SUPPORT = """
SELECT claim_id, stance, reports, origins_min, origins_max FROM claim_support
WHERE claim_id IN (SELECT value FROM json_each(:ids))
"""
_GIVEN = """
SELECT DISTINCT q.id, r.slug AS source, r.outlet, p.exact, p.start_char, p.end_char, p.prefix, p.suffix, q.form,
  x.name AS speaker, x.slug AS speaker_slug, u.slug AS utterance, w.exact AS words
FROM {} JOIN passages p ON p.id = q.passage_id JOIN captures c ON c.id = p.capture_id JOIN sources r ON r.id = c.source_id
LEFT JOIN entities x ON x.id = q.whose_id LEFT JOIN utterances u ON u.id = q.of_utterance_id
"""
_THROUGH = (
    _GIVEN.format("attributions a CROSS JOIN quotes q ON q.id = a.quote_id")
    + "LEFT JOIN passages w ON w.id = a.passage_id WHERE a.source_id = :source ORDER BY r.id, p.start_char LIMIT :most"
)
_VENUE = "SELECT id, slug FROM utterances WHERE venue_id = :source LIMIT :most"
_REPORTS = (
    _GIVEN.format("quotes q").replace("w.exact AS words", "NULL AS words")
    + "WHERE q.of_utterance_id = :utterance ORDER BY r.id, p.start_char LIMIT :most"
)
