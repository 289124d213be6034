"""Whose word a claim is: each row of evidence followed to the party that it comes from in the end.

Works on any connection to a store or a published copy, in temporary tables, with SQL that SQLite and PostgreSQL share.
A party is named "e:ID" (an entity) or "s:ID" (a work whose publisher is not known). The rules are those of the README,
section Counting origins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from sqlalchemy import Connection, text

State = TypeVar("State")  # a node of a graph: here a source, or a source with the evidence it is followed for
CONFIRMED = "'confirmed'"
PROPOSED = "'confirmed', 'proposed'"


@dataclass(frozen=True, slots=True)
class Support:
    """How a claim stands in one stance: `reports` captured sources, `passages` rows of evidence, and origins.

    `origins_max` counts every party apart; `origins_min` joins those that may be one (overlaps, detections that nobody has
    confirmed, possible matches). `groups` are the parties, as sorted tuples of those that are held to be one for certain.
    """

    claim_id: int
    stance: str
    reports: int
    passages: int
    origins_min: int
    origins_max: int
    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """One end of one row of evidence: the party whose own word it is, and who heard it at first hand."""

    evidence_id: int
    claim_id: int
    stance: str
    party: str
    through: str


def build(connection: Connection, claim_id: int | None = None) -> None:
    """Follow all evidence (of one claim, where `claim_id` is given) into the temporary tables that the rest reads.

    o_origins holds what is certain, o_origins_more where findings that nobody has confirmed lead on from there.
    """
    ours = "temp" if connection.dialect.name == "sqlite" else "pg_temp"  # never somebody's table of that name
    for suffix in ("", "_more"):
        for name in ("copies", "edges", "walk", "leaves", "origins"):
            _run(connection, f"DROP TABLE IF EXISTS {ours}.o_{name}{suffix}")
    _run(connection, f"DROP TABLE IF EXISTS {ours}.o_ev")
    only = f" WHERE e.claim_id = {int(claim_id)}" if claim_id is not None else ""
    _run(connection, _EVIDENCE + only)
    for columns in ("id", "claim_id, stance, capture_id", "capture_id, middle", "source_id"):
        _index(connection, "o_ev", columns)
    _follow(connection, "", CONFIRMED, "SELECT id, source_id, id, id, source_id FROM o_ev")
    _follow(connection, "_more", PROPOSED, _ONWARD)


def origins(connection: Connection) -> list[Origin]:
    """The origins of every row of evidence that `build` followed, by evidence, then party."""
    rows = connection.execute(
        text("SELECT evidence_id, claim_id, stance, party, through FROM o_origins ORDER BY evidence_id, party, through")
    )
    return [Origin(*row) for row in rows]


def support(connection: Connection) -> Iterator[Support]:
    """Reports and origins of every claim whose evidence `build` followed, by claim and stance."""
    same, possible = _matched_entities(connection)
    joins = _joins(connection)
    for (claim, stance), group in groupby(connection.execute(text(_PARTIES)), key=lambda row: (row[0], row[1])):
        rows = list(group)
        here = joins.get((claim, stance), [])
        parties = sorted(row[4] for row in rows)
        certain = _components(parties, same, [(a, b) for a, b, sure in here if sure])
        perhaps = _components(parties, possible, [(a, b) for a, b, _ in here])
        yield Support(claim, stance, rows[0][2], rows[0][3], len(perhaps), len(certain), certain)


def called(work: str, publisher: str) -> str:
    """SQL for what a work is called as a party: its publisher.

    Else a text that we have goes by what it reprints, or by its slug, and a work known only by name by its title.
    """
    read = f"EXISTS (SELECT 1 FROM captures o_c WHERE o_c.source_id = {work}.id)"
    reprint = (
        f"(SELECT 'a reprint of ' || o_x.name || ' (' || {work}.slug || ')' FROM derivations o_d "
        "JOIN sources o_s ON o_s.id = o_d.origin_id JOIN entities o_x ON o_x.id = o_s.publisher_id "
        f"WHERE o_d.source_id = {work}.id AND o_d.kind = 'republication' AND o_d.status = 'confirmed' ORDER BY o_d.id LIMIT 1)"
    )
    unnamed = (
        f"CASE WHEN {read} THEN COALESCE({reprint}, 'outlet not named (' || {work}.slug || ')') ELSE {work}.title END"
    )
    return f"COALESCE({publisher}.name, {unnamed})"


def party_names(connection: Connection) -> dict[str, str]:
    """What the parties that `build` found are called; one whose row is gone goes by its key."""
    number = "CASE substr(party, 1, 2) WHEN '{0}:' THEN CAST(substr(party, 3) AS integer) END"  # found by its index
    rows = connection.execute(
        text(
            f"SELECT party, COALESCE({called('s', 'x')}, party) FROM (SELECT DISTINCT party FROM o_origins) o "
            f"LEFT JOIN entities x ON x.id = {number.format('e')} LEFT JOIN sources s ON s.id = {number.format('s')}"
        )
    )
    return {str(party): str(name) for party, name in rows}


# The way of the evidence

_EVIDENCE = """
CREATE TEMPORARY TABLE o_ev AS
SELECT e.id, e.claim_id, e.stance, p.capture_id, c.source_id, (p.start_char + p.end_char) / 2 AS middle,
  CASE WHEN COALESCE(q.fidelity, f.fidelity, '') NOT IN ('altered', 'unsupported')
    THEN COALESCE(q.utterance_id, f.utterance_id) END AS utterance_id,
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

# o_copies: t is s itself, or a work that s reprints or translates, at any distance.
_COPIES = """
CREATE TEMPORARY TABLE o_copies{0} AS
WITH RECURSIVE copies(s, t) AS (
  SELECT id, id FROM sources
  UNION
  SELECT copies.s, d.origin_id FROM copies
  JOIN derivations d ON d.source_id = copies.t AND d.kind IN ('republication', 'translation') AND d.status IN ({1}))
SELECT s, t FROM copies
"""

# o_edges: evidence e in source s leads on to evidence e2 in source s2; e = 0 is any evidence of that source.
# Rule 2, rewrite: an aligned passage holds the evidence's middle. The origin captured and silent on the claim: no edge.
_REWRITES = """
CREATE TEMPORARY TABLE o_edges{0} AS
SELECT DISTINCT d.source_id AS s, v.id AS e, d.origin_id AS s2, COALESCE(v2.id, v.id) AS e2
FROM alignments a
JOIN derivations d ON d.id = a.derivation_id AND d.kind = 'rewrite' AND d.status IN ({1})
JOIN passages p ON p.id = a.passage_id
JOIN o_ev v ON v.capture_id = p.capture_id AND v.middle >= p.start_char AND v.middle < p.end_char
JOIN o_copies{0} k ON k.s = v.source_id AND k.t = d.source_id
LEFT JOIN passages o ON o.id = a.origin_passage_id
LEFT JOIN o_ev v2 ON v2.claim_id = v.claim_id AND v2.stance = v.stance AND v2.capture_id = o.capture_id
WHERE a.status IN ({1}) AND (a.origin_passage_id IS NULL OR v2.id IS NOT NULL)
"""

# Rule 3, where rule 2 leads nowhere: the last hop of the way is a work, and it or a copy of it has such evidence.
_HOPS = """
INSERT INTO o_edges{0}
SELECT DISTINCT k2.t, v.id, v.hop_source, v2.id FROM o_ev v
JOIN o_copies{0} k2 ON k2.s = v.source_id
JOIN o_copies{0} k ON k.t = v.hop_source
JOIN o_ev v2 ON v2.claim_id = v.claim_id AND v2.stance = v.stance AND v2.source_id = k.s AND v2.id <> v.id
WHERE v.id NOT IN (SELECT e FROM o_edges{0})
"""

# Rule 1, republication or translation: the same evidence, in the origin work.
_REPUBLICATIONS = """
INSERT INTO o_edges{0}
SELECT source_id, 0, origin_id, NULL FROM derivations
WHERE kind IN ('republication', 'translation') AND status IN ({1})
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
SELECT DISTINCT l.e0 AS evidence_id, l.s0, l.f0, l.e, l.s, v0.claim_id, v0.stance,
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


def _follow(connection: Connection, suffix: str, statuses: str, start: str) -> None:
    _run(connection, _COPIES.format(suffix, statuses))
    _index(connection, f"o_copies{suffix}", "s, t")
    _index(connection, f"o_copies{suffix}", "t, s")
    _run(connection, _REWRITES.format(suffix, statuses))
    _index(connection, f"o_edges{suffix}", "e")
    _run(connection, _HOPS.format(suffix))
    _run(connection, _REPUBLICATIONS.format(suffix, statuses))
    _index(connection, f"o_edges{suffix}", "s, e")
    _run(connection, _WALK.format(suffix, start))
    _run(connection, _LEAVES.format(suffix))
    _index(connection, f"o_leaves{suffix}", "e0, s0")
    _close_loops(connection, suffix)
    _run(connection, _ORIGINS.format(suffix))
    _index(connection, f"o_origins{suffix}", "evidence_id")


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


# What may be one

_PARTIES = """
SELECT v.claim_id, v.stance, v.reports, v.passages, o.party
FROM (SELECT claim_id, stance, COUNT(DISTINCT source_id) AS reports, COUNT(*) AS passages FROM o_ev GROUP BY claim_id, stance) v
JOIN (SELECT DISTINCT claim_id, stance, party FROM o_origins) o ON o.claim_id = v.claim_id AND o.stance = v.stance
ORDER BY v.claim_id, v.stance
"""

_PAIRS = """
SELECT DISTINCT o1.claim_id, o1.stance, o1.party, o2.party, CASE WHEN m.judgement = 'same' THEN 1 ELSE 0 END
FROM utterance_matches m
JOIN o_ev v1 ON v1.utterance_id = m.left_id
JOIN o_ev v2 ON v2.utterance_id = m.right_id AND v2.claim_id = v1.claim_id AND v2.stance = v1.stance
JOIN o_origins o1 ON o1.evidence_id = v1.id
JOIN o_origins o2 ON o2.evidence_id = v2.id
WHERE m.judgement IN ('same', 'possible')
UNION
SELECT DISTINCT o1.claim_id, o1.stance, o1.party, o2.party, 0
FROM derivations d
JOIN o_copies k1 ON k1.t = d.source_id
JOIN o_copies k2 ON k2.t = d.origin_id
JOIN o_ev v1 ON v1.source_id = k1.s
JOIN o_ev v2 ON v2.source_id = k2.s AND v2.claim_id = v1.claim_id AND v2.stance = v1.stance
JOIN o_origins o1 ON o1.evidence_id = v1.id
JOIN o_origins o2 ON o2.evidence_id = v2.id
WHERE d.kind = 'overlap' AND d.status <> 'rejected' AND (v1.named IS NULL OR v2.named IS NULL)
UNION
SELECT DISTINCT o1.claim_id, o1.stance, o1.party, o2.party, 0
FROM o_origins o1
JOIN o_origins_more o2 ON o2.evidence_id = o1.evidence_id AND o2.s0 = o1.s AND o2.f0 = o1.e
"""


def _joins(connection: Connection) -> dict[tuple[int, str], list[tuple[str, str, bool]]]:
    """Pairs of parties that are one (True), or may be (False), by claim and stance."""
    joins: dict[tuple[int, str], list[tuple[str, str, bool]]] = {}
    for claim, stance, one, other, sure in connection.execute(text(_PAIRS)):
        if one != other:
            joins.setdefault((claim, stance), []).append((one, other, bool(sure)))
    return joins


def _matched_entities(connection: Connection) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Entities that are one, and those that are or may be."""
    found = connection.execute(
        text("SELECT left_id, right_id, judgement FROM entity_matches WHERE judgement IN ('same', 'possible')")
    )
    pairs = [(f"e:{left}", f"e:{right}", judgement) for left, right, judgement in found]
    return [(a, b) for a, b, judgement in pairs if judgement == "same"], [(a, b) for a, b, _ in pairs]


def _components(
    parties: list[str], matches: Iterable[tuple[str, str]], joins: Iterable[tuple[str, str]]
) -> tuple[tuple[str, ...], ...]:
    """The parties in groups that pairs connect, also through parties that are not among them."""
    if len(parties) == 1:
        return ((parties[0],),)
    root: dict[str, str] = {}

    def find(party: str) -> str:
        while (above := root.setdefault(party, party)) != party:
            party = above
        return party

    for one, other in (*matches, *joins):
        root[find(one)] = find(other)
    groups: dict[str, list[str]] = {}
    for party in parties:
        groups.setdefault(find(party), []).append(party)
    return tuple(sorted(tuple(group) for group in groups.values()))


def _run(connection: Connection, sql: str) -> None:
    connection.execute(text(sql))


def _index(connection: Connection, table: str, columns: str) -> None:
    name = f"ix_{table}_{columns.replace(', ', '_')}"
    _run(connection, f"CREATE INDEX {name} ON {table} ({columns})")
