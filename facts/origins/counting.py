"""How many parties the rows that were followed come down to, and how many of them may be one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, text

from .following import Of
from .groups import components, roots

Joins = dict[tuple[int, str], list[tuple[str, str, bool]]]


@dataclass(frozen=True, slots=True)
class Support:
    """How a claim stands in one stance: `reports` captured sources, `passages` rows of evidence, origins, and who heard them.

    `origins_max` counts every party apart; `origins_min` joins those that may be one (overlaps, detections that nobody has
    confirmed, possible matches). `groups` are the parties, as sorted tuples of those that are held to be one for certain.
    `through_min`, `through_max` and `through` are the same for who heard it at first hand.

    The subject may be a thing said instead, of which the rows are quotations. Or it is somebody: then origins, who would always
    be that one, are the distinct things said, "u:ID" (an utterance) or "q:ID" (a quotation of nothing that is recorded as said
    once). A view ascribed without a verb of saying, and words judged altered or unsupported, are reports and no thing said.
    """

    subject_id: int
    stance: str
    reports: int
    passages: int
    origins_min: int
    origins_max: int
    groups: tuple[tuple[str, ...], ...]
    through_min: int
    through_max: int
    through: tuple[tuple[str, ...], ...]

    @property
    def claim_id(self) -> int:
        """The subject, where that is a claim."""
        return self.subject_id


def support(connection: Connection, of: Of = "claims") -> Iterator[Support]:
    """Reports and origins of every claim (or thing said, or speaker) of which `build` followed rows, by subject and stance."""
    subject, party, named = _COUNTED_BY[of]
    ours = "temp" if connection.dialect.name == "sqlite" else "pg_temp"
    connection.execute(text(f"DROP TABLE IF EXISTS {ours}.o_counted"))
    connection.execute(text(_COUNTED.format(subject, party, named)))
    connection.execute(text("CREATE INDEX ix_o_counted ON o_counted (id)"))
    same, possible = _matched_entities(connection)
    joins, heard = _joins(connection)
    for key, group in groupby(connection.execute(text(_PARTIES.format(subject))), key=lambda row: (row[0], row[1])):
        rows = list(group)
        parties = [row[5] for row in rows if row[4] == 1]
        hearers = [row[5] for row in rows if row[4] == 2]
        certain = components(parties, same, [(a, b) for a, b, sure in joins.get(key, ()) if sure])
        through = components(hearers, same)
        yield Support(
            *key,
            reports=rows[0][2],
            passages=rows[0][3],
            origins_min=len(components(parties, possible, [(a, b) for a, b, _ in joins.get(key, ())])),
            origins_max=len(certain),
            groups=certain,
            through_min=len(components(hearers, possible, [(a, b) for a, b, _ in heard.get(key, ())])),
            through_max=len(through),
            through=through,
        )


# By what rows are counted, what is counted of them, and of which rows.
_COUNTED_BY: dict[Of, tuple[str, str, str]] = {
    "claims": ("claim_id", "o.party", ""),
    "utterances": ("said_id", "o.party", ""),
    "people": ("person_id", "COALESCE('u:' || v.utterance_id, 'q:' || v.id)", "AND v.named IS NOT NULL"),
}

_COUNTED = """
CREATE TEMPORARY TABLE o_counted AS
SELECT v.id, v.{0} AS subject_id, v.stance, v.source_id, v.utterance_id, v.quote_id, v.named, {1} AS party, o.through,
  o.s, o.e
FROM o_ev v JOIN o_origins o ON o.evidence_id = v.id
WHERE v.{0} IS NOT NULL {2}
"""

# Kind 1: whose word; kind 2: who heard it.
_PARTIES = """
SELECT v.subject_id, v.stance, v.reports, v.passages, o.kind, o.party
FROM (SELECT {0} AS subject_id, stance, COUNT(DISTINCT source_id) AS reports, COUNT(*) AS passages FROM o_ev
  WHERE {0} IS NOT NULL GROUP BY {0}, stance) v
LEFT JOIN (SELECT DISTINCT subject_id, stance, 1 AS kind, party FROM o_counted
  UNION ALL SELECT DISTINCT subject_id, stance, 2, through FROM o_counted) o
  ON o.subject_id = v.subject_id AND o.stance = v.stance
ORDER BY v.subject_id, v.stance, o.kind, o.party
"""

# What may be one. Each gives: subject, stance, two parties, whether they are one (2: for certain, 1: perhaps, 0: no), two who
# heard it, and whether these are one. None compares all rows of one subject with all: what is compared is taken once first.

# Two reports of one event: then those who said it are one. Those who heard it may still be several.
_UTTERANCES = """
WITH said AS (SELECT DISTINCT subject_id, stance, utterance_id, party FROM o_counted WHERE utterance_id IN (
  SELECT left_id FROM utterance_matches UNION SELECT right_id FROM utterance_matches))
SELECT a.subject_id, a.stance, a.party, b.party, CASE WHEN m.judgement = 'same' THEN 2 ELSE 1 END, '', '', 0
FROM utterance_matches m
JOIN said a ON a.utterance_id = m.left_id
JOIN said b ON b.utterance_id = m.right_id AND b.subject_id = a.subject_id AND b.stance = a.stance
WHERE m.judgement IN ('same', 'possible')
"""

# Quotations of the same words. Where two events are recorded, the same words may have been said twice, unless they are judged.
_QUOTES = """
WITH pairs AS (
  SELECT COALESCE(l.continues_id, l.id) AS left_id, COALESCE(r.continues_id, r.id) AS right_id, m.judgement
  FROM quote_matches m JOIN quotes l ON l.id = m.left_id JOIN quotes r ON r.id = m.right_id
  WHERE m.judgement IN ('same', 'possible')),
told AS (SELECT DISTINCT subject_id, stance, quote_id, utterance_id, party FROM o_counted WHERE quote_id IN (
  SELECT left_id FROM pairs UNION SELECT right_id FROM pairs))
SELECT a.subject_id, a.stance, a.party, b.party,
  CASE WHEN m.judgement = 'same' AND (a.utterance_id IS NULL OR b.utterance_id IS NULL) THEN 2 ELSE 1 END, '', '', 0
FROM pairs m
JOIN told a ON a.quote_id = m.left_id
JOIN told b ON b.quote_id = m.right_id AND b.subject_id = a.subject_id AND b.stance = a.stance
WHERE NOT EXISTS (SELECT 1 FROM utterance_matches d WHERE d.judgement = 'different'
  AND ((d.left_id = a.utterance_id AND d.right_id = b.utterance_id)
    OR (d.left_id = b.utterance_id AND d.right_id = a.utterance_id)))
"""

# Works that share text, and copies of them: what one says it may have from the other, unless they name two people.
_OVERLAPS = """
WITH shared AS (SELECT source_id, origin_id FROM o_made WHERE kind = 'overlap'),
told AS (
  SELECT DISTINCT k.t AS work, c.subject_id, c.stance, c.named, c.party, c.through
  FROM o_copies k JOIN o_counted c ON c.source_id = k.s
  WHERE k.t IN (SELECT source_id FROM shared UNION SELECT origin_id FROM shared))
SELECT DISTINCT a.subject_id, a.stance, a.party, b.party, CASE WHEN a.named IS NULL OR b.named IS NULL THEN 1 ELSE 0 END,
  a.through, b.through, 1
FROM shared d
JOIN told a ON a.work = d.source_id
JOIN told b ON b.work = d.origin_id AND b.subject_id = a.subject_id AND b.stance = a.stance
WHERE a.named IS NULL OR b.named IS NULL OR a.named = b.named
"""

# Where what is certain ends, and what nobody has confirmed leads on.
_PROPOSED = """
SELECT DISTINCT c.subject_id, c.stance, c.party, m.party, CASE WHEN c.named IS NULL THEN 1 ELSE 0 END, c.through, m.through, 1
FROM o_origins_more m
JOIN o_counted c ON c.id = m.evidence_id AND c.s = m.s0 AND c.e = m.f0
"""

# Somebody without a name, in a work that has it from another: perhaps whoever says so there.
_TOLD_BY_NOBODY = """
SELECT DISTINCT c.subject_id, c.stance, c.party, 'e:' || v.named, 1, '', '', 0
FROM o_counted c
JOIN entities x ON x.id = c.named AND x.kind = 'unnamed'
JOIN o_ev v ON v.id = c.e AND v.id <> c.id AND v.named <> c.named
WHERE c.party = 'e:' || c.named
"""

# Two without a name, in two copies of one work: each with the first of them.
_NOBODY_TWICE = """
WITH ends AS (
  SELECT c.subject_id, c.stance, c.s, c.source_id, c.party,
    ROW_NUMBER() OVER (PARTITION BY c.subject_id, c.stance, c.s ORDER BY c.source_id, c.party) AS number
  FROM o_counted c
  JOIN entities x ON x.id = c.named AND x.kind = 'unnamed'
  WHERE c.party = 'e:' || c.named)
SELECT DISTINCT a.subject_id, a.stance, a.party, b.party, 1, '', '', 0
FROM ends a
JOIN ends b ON b.subject_id = a.subject_id AND b.stance = a.stance AND b.s = a.s AND b.source_id <> a.source_id
WHERE a.number = 1
"""


def _joins(connection: Connection) -> tuple[Joins, Joins]:
    """Pairs of parties that are one (True), or may be (False), by subject and stance; and the same of who heard it."""
    parties: Joins = {}
    heard: Joins = {}
    two = connection.execute(text("SELECT left_id, right_id FROM entity_matches WHERE judgement = 'different'"))
    apart = {frozenset((f"e:{left}", f"e:{right}")) for left, right in two}
    for sql in (_UTTERANCES, _QUOTES, _OVERLAPS, _PROPOSED, _TOLD_BY_NOBODY, _NOBODY_TWICE):
        for subject, stance, one, other, sure, hearer, another, may in connection.execute(text(sql)):
            judged = sql in (_TOLD_BY_NOBODY, _NOBODY_TWICE) and frozenset((one, other)) in apart
            if sure and one != other and not judged:
                parties.setdefault((subject, stance), []).append((one, other, sure == 2))
            if may and hearer != another:
                heard.setdefault((subject, stance), []).append((hearer, another, False))
    return parties, heard


def _matched_entities(connection: Connection) -> tuple[dict[str, str], dict[str, str]]:
    """Entities that are one, and those that are or may be: for each one that stands for all."""
    found = connection.execute(
        text("SELECT left_id, right_id, judgement FROM entity_matches WHERE judgement IN ('same', 'possible')")
    )
    pairs = [(f"e:{left}", f"e:{right}", judgement) for left, right, judgement in found]
    return roots((a, b) for a, b, judgement in pairs if judgement == "same"), roots((a, b) for a, b, _ in pairs)
