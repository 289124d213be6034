"""The way of each row of evidence, or of each quotation, followed until nothing leads on.

A row of o_ev is followed: a piece of evidence, or a quotation. `about` is what the next work must speak of, for the row to
lead on to it: the claim, or the thing said. What comes of it is o_origins (certain), and o_origins_more where findings that
nobody has confirmed lead on from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, TypeVar

from sqlalchemy import Connection, text

from .groups import roots

Of = Literal["claims", "utterances", "people"]
State = TypeVar("State")  # a node of a graph: here a source, or a source with the evidence it is followed for
CONFIRMED = "'confirmed'"
PROPOSED = "'confirmed', 'proposed'"


@dataclass(frozen=True, slots=True)
class Origin:
    """One end of one row that was followed: the party whose own word it is, and who heard it at first hand.

    `row_id` is a piece of evidence, or a quotation. `certain` is False where only a proposal leads there.
    """

    row_id: int
    party: str
    through: str
    certain: bool = True


def build(connection: Connection, claim_id: int | None = None, of: Of = "claims") -> None:
    """Follow all evidence (of one claim, where `claim_id` is given) into the temporary tables that the rest reads.

    With `of` "utterances" or "people" all quotations are followed instead, each once, by its first stretch: a quotation leads
    on where the next work reports the same thing said. Either serves for both: what is counted is for `support` to say.
    """
    ours = "temp" if connection.dialect.name == "sqlite" else "pg_temp"  # never somebody's table of that name
    for suffix in ("", "_more"):
        for name in ("copies", "edges", "walk", "leaves", "origins"):
            _run(connection, f"DROP TABLE IF EXISTS {ours}.o_{name}{suffix}")
    for name in ("ev", "made", "own"):
        _run(connection, f"DROP TABLE IF EXISTS {ours}.o_{name}")
    _run(connection, _MADE)
    _index(connection, "o_made", "source_id")
    if of == "claims":
        _run(connection, _EVIDENCE + (f" WHERE e.claim_id = {int(claim_id)}" if claim_id is not None else ""))
    else:
        _run(connection, _QUOTATIONS)
    _index(connection, "o_ev", "id")
    if of != "claims":
        _same_words(connection)
        _same_people(connection)
    for columns in ("about, stance, capture_id", "about, stance, source_id", "capture_id, middle", "source_id"):
        _index(connection, "o_ev", columns)
    _run(connection, _OWN)
    spoken = of != "claims"
    _follow(connection, "", CONFIRMED, "SELECT id, source_id, id, id, source_id FROM o_ev", spoken)
    _follow(connection, "_more", PROPOSED, _ONWARD, spoken)


def origins(connection: Connection, proposed: bool = False) -> list[Origin]:
    """The origins of every row that `build` followed, by row, then party.

    With `proposed` also those to which only a proposal leads, after the others.
    """
    certain = "SELECT DISTINCT evidence_id, party, through, 1 AS certain FROM o_origins"
    more = (
        " UNION ALL SELECT DISTINCT m.evidence_id, m.party, m.through, 0 FROM o_origins_more m WHERE NOT EXISTS (SELECT 1 "
        "FROM o_origins o WHERE o.evidence_id = m.evidence_id AND o.party = m.party AND o.through = m.through)"
    )
    rows = connection.execute(text(f"{certain}{more if proposed else ''} ORDER BY 1, 4 DESC, 2, 3"))
    return [Origin(row, party, through, bool(sure)) for row, party, through, sure in rows]


# The way of the evidence

# o_made: derivations that count. What a program proposes counts for nothing where a person has decided otherwise on the two
# works: rejected it, or confirmed, in whichever words, that it was the other way round (or, of an overlap, which way it was).
_MADE = """
CREATE TEMPORARY TABLE o_made AS
SELECT d.id, d.source_id, d.origin_id, d.kind, d.status FROM derivations d
WHERE d.status = 'confirmed' OR (d.status = 'proposed' AND NOT (d.basis = 'detected' AND (
  EXISTS (SELECT 1 FROM derivations x WHERE x.source_id = d.source_id AND x.origin_id = d.origin_id
    AND (x.status = 'rejected' OR (x.status = 'confirmed' AND x.kind <> 'overlap' AND d.kind = 'overlap')))
  OR EXISTS (SELECT 1 FROM derivations x WHERE x.source_id = d.origin_id AND x.origin_id = d.source_id
    AND (x.status = 'rejected' OR (x.status = 'confirmed' AND x.kind <> 'overlap'))))))
"""

_EVIDENCE = """
CREATE TEMPORARY TABLE o_ev AS
SELECT e.id, e.claim_id, e.claim_id AS about, e.stance, p.capture_id, c.source_id, (p.start_char + p.end_char) / 2 AS middle,
  CASE WHEN COALESCE(q.fidelity, f.fidelity, '') NOT IN ('altered', 'unsupported')
    THEN COALESCE(q.utterance_id, f.utterance_id) END AS utterance_id,
  CASE WHEN COALESCE(q.fidelity, f.fidelity, '') NOT IN ('altered', 'unsupported') THEN f.id END AS quote_id,
  CASE WHEN q.form <> 'attitude' AND COALESCE(q.fidelity, f.fidelity, '') NOT IN ('altered', 'unsupported')
    THEN COALESCE(q.speaker_id, f.speaker_id, u.speaker_id) END AS named,
  h.quote_id AS told_in, h.entity_id AS hop_entity, h.source_id AS hop_source
FROM evidence e
JOIN passages p ON p.id = e.passage_id
JOIN captures c ON c.id = p.capture_id
LEFT JOIN quotes q ON q.id = e.quote_id
LEFT JOIN quotes f ON f.id = COALESCE(q.continues_id, q.id)
LEFT JOIN utterances u ON u.id = COALESCE(q.utterance_id, f.utterance_id)
LEFT JOIN attributions h ON h.quote_id = f.id AND COALESCE(q.fidelity, f.fidelity, '') NOT IN ('altered', 'unsupported')
  AND h.position = (SELECT max(position) FROM attributions x WHERE x.quote_id = f.id)
"""

# A quotation once, by its first stretch. What it is about is the thing said; where that is not recorded, or its words are
# judged not to be true to it, it is itself alone, by a number below 0, which no other quotation has.
_QUOTATIONS = """
CREATE TEMPORARY TABLE o_ev AS
SELECT q.id, q.utterance_id AS said_id, COALESCE(q.speaker_id, u.speaker_id) AS speaker_id,
  COALESCE(q.speaker_id, u.speaker_id) AS person_id,
  CASE WHEN COALESCE(q.fidelity, '') NOT IN ('altered', 'unsupported') THEN COALESCE(q.utterance_id, -q.id) ELSE -q.id END
    AS about,
  'supports' AS stance, p.capture_id, c.source_id, (p.start_char + p.end_char) / 2 AS middle,
  CASE WHEN COALESCE(q.fidelity, '') NOT IN ('altered', 'unsupported') THEN q.utterance_id END AS utterance_id,
  CASE WHEN COALESCE(q.fidelity, '') NOT IN ('altered', 'unsupported') THEN q.id END AS quote_id,
  CASE WHEN q.form <> 'attitude' AND COALESCE(q.fidelity, '') NOT IN ('altered', 'unsupported')
    THEN COALESCE(q.speaker_id, u.speaker_id) END AS named,
  h.quote_id AS told_in, h.entity_id AS hop_entity, h.source_id AS hop_source
FROM quotes q
JOIN passages p ON p.id = q.passage_id
JOIN captures c ON c.id = p.capture_id
LEFT JOIN utterances u ON u.id = q.utterance_id
LEFT JOIN attributions h ON h.quote_id = q.id AND COALESCE(q.fidelity, '') NOT IN ('altered', 'unsupported')
  AND h.position = (SELECT max(position) FROM attributions x WHERE x.quote_id = q.id)
WHERE q.continues_id IS NULL
"""

# Quotations that somebody has judged to be of the same words, one of them at least of no thing said that is recorded.
_SAME_WORDS = """
SELECT a.about, b.about FROM quote_matches m
JOIN quotes l ON l.id = m.left_id
JOIN quotes r ON r.id = m.right_id
JOIN o_ev a ON a.id = COALESCE(l.continues_id, l.id)
JOIN o_ev b ON b.id = COALESCE(r.continues_id, r.id)
WHERE m.judgement = 'same' AND a.quote_id > 0 AND b.quote_id > 0 AND (a.about < 0 OR b.about < 0)
"""

# o_own: what a reprint or translation says only where a person has judged that its words say something else than its origin's.
_OWN = """
CREATE TEMPORARY TABLE o_own AS
WITH altered AS (
  SELECT a.derivation_id, p.capture_id, p.start_char, p.end_char, o.capture_id AS origin_capture_id
  FROM alignments a
  JOIN o_made d ON d.id = a.derivation_id AND d.kind IN ('republication', 'translation')
  JOIN passages p ON p.id = a.passage_id
  LEFT JOIN passages o ON o.id = a.origin_passage_id
  WHERE a.change = 'meaning' AND a.status = 'confirmed')
SELECT DISTINCT t.derivation_id, v.about, v.stance
FROM altered t
JOIN o_ev v ON v.capture_id = t.capture_id AND v.middle >= t.start_char AND v.middle < t.end_char
WHERE NOT EXISTS (SELECT 1 FROM o_ev w
  WHERE w.about = v.about AND w.stance = v.stance AND w.capture_id IN (t.capture_id, t.origin_capture_id)
    AND NOT EXISTS (SELECT 1 FROM altered x WHERE x.derivation_id = t.derivation_id AND x.capture_id = w.capture_id
      AND w.middle >= x.start_char AND w.middle < x.end_char))
"""

# o_copies: t is s itself, or a work that s reprints or translates, at any distance.
_COPIES = """
CREATE TEMPORARY TABLE o_copies{0} AS
WITH RECURSIVE copies(s, t) AS (
  SELECT id, id FROM sources
  UNION
  SELECT copies.s, d.origin_id FROM copies
  JOIN o_made d ON d.source_id = copies.t AND d.kind IN ('republication', 'translation') AND d.status IN ({1}))
SELECT s, t FROM copies
"""

# o_edges: evidence e in source s leads on to evidence e2 in source s2; e = 0 is any evidence of that source.
# Rule 2, rewrite: an aligned passage holds the evidence's middle. The origin captured and silent on the claim: no edge.
_REWRITES = """
CREATE TEMPORARY TABLE o_edges{0} AS
SELECT DISTINCT d.source_id AS s, v.id AS e, d.origin_id AS s2, COALESCE(v2.id, v.id) AS e2
FROM alignments a
JOIN o_made d ON d.id = a.derivation_id AND d.kind = 'rewrite' AND d.status IN ({1})
JOIN passages p ON p.id = a.passage_id
JOIN o_ev v ON v.capture_id = p.capture_id AND v.middle >= p.start_char AND v.middle < p.end_char
JOIN o_copies{0} k ON k.s = v.source_id AND k.t = d.source_id
LEFT JOIN passages o ON o.id = a.origin_passage_id
LEFT JOIN o_ev v2 ON v2.about = v.about AND v2.stance = v.stance AND v2.capture_id = o.capture_id
WHERE a.status IN ({1}) AND (a.origin_passage_id IS NULL OR v2.id IS NOT NULL)
"""

# The same for quotations of which it is not recorded what they report: that of the same speaker in the passage aligned.
_SPOKEN = """
INSERT INTO o_edges{0}
SELECT DISTINCT d.source_id, v.id, d.origin_id, v2.id
FROM alignments a
JOIN o_made d ON d.id = a.derivation_id AND d.kind = 'rewrite' AND d.status IN ({1})
JOIN passages p ON p.id = a.passage_id
JOIN passages o ON o.id = a.origin_passage_id
JOIN o_ev v ON v.capture_id = p.capture_id AND v.middle >= p.start_char AND v.middle < p.end_char
JOIN o_copies{0} k ON k.s = v.source_id AND k.t = d.source_id
JOIN o_ev v2 ON v2.capture_id = o.capture_id AND v2.middle >= o.start_char AND v2.middle < o.end_char
  AND v2.person_id = v.person_id
WHERE a.status IN ({1}) AND v.quote_id > 0 AND v2.quote_id > 0 AND v2.about <> v.about AND (v.about < 0 OR v2.about < 0)
"""

# Rule 3, where rule 2 leads nowhere: the last hop of the way is a work, and it or a copy of it has such evidence.
_HOPS = """
INSERT INTO o_edges{0}
SELECT DISTINCT k2.t, v.id, v.hop_source, v2.id FROM o_ev v
JOIN o_copies{0} k2 ON k2.s = v.source_id
JOIN o_copies{0} k ON k.t = v.hop_source
JOIN o_ev v2 ON v2.about = v.about AND v2.stance = v.stance AND v2.source_id = k.s AND v2.id <> v.id
WHERE v.id NOT IN (SELECT e FROM o_edges{0})
"""

# Rule 1, republication or translation: the same evidence, in the origin work.
_REPUBLICATIONS = """
INSERT INTO o_edges{0}
SELECT source_id, 0, origin_id, NULL FROM o_made
WHERE kind IN ('republication', 'translation') AND status IN ({1}) AND id NOT IN (SELECT derivation_id FROM o_own)
"""

# From a reprint that says something of its own, all evidence of anything else: what comes to it by its own copies, and what
# came to these, or to it, by another rule.
_PARTLY = """
INSERT INTO o_edges{0}
SELECT DISTINCT d.source_id, v.id, d.origin_id, v.id
FROM o_made d
JOIN o_copies{0} k ON k.t = d.source_id
JOIN o_ev v ON v.source_id = k.s OR v.id IN (SELECT e2 FROM o_edges{0} WHERE s2 = k.s)
WHERE d.id IN (SELECT derivation_id FROM o_own) AND d.status IN ({1})
  AND NOT EXISTS (SELECT 1 FROM o_own t WHERE t.derivation_id = d.id AND t.about = v.about AND t.stance = v.stance)
"""

# From where a walk starts (evidence e0; in source s0, as f0) to every state it reaches; UNION, not UNION ALL, ends on loops.
_WALK = """
CREATE TEMPORARY TABLE o_walk{0} AS
WITH RECURSIVE walk(e0, s0, f0, e, s) AS (
  {1}
  UNION
  SELECT walk.e0, walk.s0, walk.f0, COALESCE(g.e2, walk.e), g.s2
  FROM walk JOIN o_edges{0} g ON g.s = walk.s AND g.e IN (walk.e, 0))
SELECT e0, s0, f0, e, s FROM walk
"""

# Where what is certain ends and a finding leads on; elsewhere nothing is to be found.
_ONWARD = """
SELECT l.e0, l.s, l.e, l.e, l.s FROM o_leaves l WHERE EXISTS (SELECT 1 FROM o_edges_more g WHERE g.s = l.s AND g.e IN (l.e, 0))
"""

_LEAVES = """
CREATE TEMPORARY TABLE o_leaves{0} AS
SELECT e0, s0, f0, e, s FROM o_walk{0} w WHERE NOT EXISTS (SELECT 1 FROM o_edges{0} g WHERE g.s = w.s AND g.e IN (w.e, 0))
"""

# A work that is the last hop speaks for its publisher, as it does where evidence ends in it: one party, not two.
_ORIGINS = """
CREATE TEMPORARY TABLE o_origins{0} AS
SELECT DISTINCT l.e0 AS evidence_id, l.s0, l.f0, l.e, l.s,
  COALESCE('e:' || v0.named, 'e:' || v.named, 'e:' || v.hop_entity, 'e:' || h.publisher_id, 's:' || v.hop_source,
    'e:' || w.publisher_id, 's:' || w.id) AS party,
  COALESCE('e:' || v.hop_entity, 'e:' || h.publisher_id, 's:' || v.hop_source, 'e:' || w.publisher_id, 's:' || w.id)
    AS through
FROM o_leaves{0} l
JOIN o_ev v ON v.id = l.e
JOIN o_ev v0 ON v0.id = l.e0
JOIN sources w ON w.id = l.s
LEFT JOIN sources h ON h.id = v.hop_source
"""


def _follow(connection: Connection, suffix: str, statuses: str, start: str, spoken: bool) -> None:
    _run(connection, _COPIES.format(suffix, statuses))
    _index(connection, f"o_copies{suffix}", "s, t")
    _index(connection, f"o_copies{suffix}", "t, s")
    _run(connection, _REWRITES.format(suffix, statuses))
    if spoken:
        _run(connection, _SPOKEN.format(suffix, statuses))
    _index(connection, f"o_edges{suffix}", "e")
    _run(connection, _HOPS.format(suffix))
    _run(connection, _PARTLY.format(suffix, statuses))
    _run(connection, _REPUBLICATIONS.format(suffix, statuses))
    _index(connection, f"o_edges{suffix}", "s, e")
    _run(connection, _WALK.format(suffix, start))
    _run(connection, _LEAVES.format(suffix))
    _index(connection, f"o_leaves{suffix}", "e0, s0")
    _close_loops(connection, suffix)
    _run(connection, _ORIGINS.format(suffix))
    _index(connection, f"o_origins{suffix}", "evidence_id")


def _same_words(connection: Connection) -> None:
    """Quotations of the same words are about one thing, as far as a person has judged so. They are few: not done in SQL."""
    pairs = [(int(one), int(other)) for one, other in connection.execute(text(_SAME_WORDS))]
    found: dict[int, set[int]] = {}
    for about, root in roots(pairs).items():
        found.setdefault(root, set()).add(about)
    changed = []
    for group in found.values():
        one = min((about for about in group if about > 0), default=min(group))
        changed += [{"about": one, "id": -about} for about in group if about < 0 and about != one]
    if changed:
        connection.execute(text("UPDATE o_ev SET about = :about WHERE id = :id"), changed)


def _same_people(connection: Connection) -> None:
    """Of entities that a person has judged to be one, the one that was entered first stands for all."""
    pairs = connection.execute(text("SELECT left_id, right_id FROM entity_matches WHERE judgement = 'same'"))
    found: dict[int, list[int]] = {}
    for entity, root in roots((int(one), int(other)) for one, other in pairs).items():
        found.setdefault(root, []).append(entity)
    if found:
        _index(connection, "o_ev", "speaker_id")
        changed = [{"one": min(group), "entity": entity} for group in found.values() for entity in group]
        connection.execute(text("UPDATE o_ev SET person_id = :one WHERE speaker_id = :entity"), changed)


def _close_loops(connection: Connection, suffix: str) -> None:
    """A closed loop is one party: where a walk comes into a loop that nothing leads out of, it ends in its first work.

    Loops are rare (works declared to rewrite each other), so they are followed here, not in SQL.
    """
    ahead: dict[int, set[int]] = {}
    for source, other in connection.execute(text(f"SELECT DISTINCT s, s2 FROM o_edges{suffix}")):
        ahead.setdefault(source, set()).add(other)
    circling = sorted({source for loop in _last_loops(ahead, last=False) for source in loop})
    if not circling:
        return
    within = ", ".join(str(int(source)) for source in circling)
    steps = connection.execute(
        text(
            f"SELECT w.e0, w.s0, w.f0, w.e, w.s, COALESCE(g.e2, w.e), g.s2 FROM o_walk{suffix} w "
            f"JOIN o_edges{suffix} g ON g.s = w.s AND g.e IN (w.e, 0) "
            f"WHERE w.e0 IN (SELECT e0 FROM o_walk{suffix} WHERE s IN ({within})) ORDER BY w.e0, w.s0, w.f0"
        )
    )
    ends = []
    for (e0, s0, f0), group in groupby(steps, key=lambda row: (row[0], row[1], row[2])):
        onward: dict[tuple[int, int], set[tuple[int, int]]] = {}
        for _, _, _, e, s, e2, s2 in group:
            onward.setdefault((s, e), set()).add((s2, e2))
        for s, e in sorted({min(loop) for loop in _last_loops(onward)}):
            ends.append({"e0": e0, "s0": s0, "f0": f0, "e": e, "s": s})
    if ends:
        into = f"INSERT INTO o_leaves{suffix} (e0, s0, f0, e, s) VALUES (:e0, :s0, :f0, :e, :s)"
        connection.execute(text(into), ends)


def _last_loops(onward: Mapping[State, set[State]], last: bool = True) -> list[set[State]]:
    """The loops in a graph; with `last` those that nothing leads out of."""
    reached: dict[State, set[State]] = {}
    for state in onward:
        seen: set[State] = set()
        ahead = [state]
        while ahead:
            for following in onward.get(ahead.pop(), ()):
                if following not in seen:
                    seen.add(following)
                    ahead.append(following)
        reached[state] = seen
    loops = []
    for state, seen in reached.items():
        back = {other for other in seen if state in reached.get(other, ())}
        if back and (not last or back == seen):
            loops.append(back)
    return loops


def _run(connection: Connection, sql: str) -> None:
    connection.execute(text(sql))


def _index(connection: Connection, table: str, columns: str) -> None:
    name = f"ix_{table}_{columns.replace(', ', '_')}"
    _run(connection, f"CREATE INDEX {name} ON {table} ({columns})")
