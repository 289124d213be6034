"""The way a passage came to its reader, in names: speaker, who heard it, who passed it on, who printed it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, text

from .origins import called

MAX_STEPS = 12  # works from the source to its origin; more than anybody follows

# The works from a piece of evidence's own source to the end of its way, found along the edges that `origins` laid; a row for
# each of the hops that the evidence at the end names.
_PATHS = f"""
WITH RECURSIVE paths(e0, s0, e, s, works, steps) AS (
  SELECT id, source_id, id, source_id, '|' || source_id || '|', 1 FROM o_ev
  UNION ALL
  SELECT p.e0, p.s0, COALESCE(g.e2, p.e), g.s2, p.works || g.s2 || '|', p.steps + 1
  FROM paths p JOIN o_edges g ON g.s = p.s AND g.e IN (p.e, 0)
  WHERE p.steps < {MAX_STEPS} AND p.works NOT LIKE '%|' || g.s2 || '|%')
SELECT p.e0, p.works, p.e, COALESCE(n0.name, n.name), {called("w", "b")}, w.publisher_id, COALESCE(n0.id, n.id),
  a.entity_id, a.source_id, x.name
FROM paths p
JOIN o_ev v0 ON v0.id = p.e0
JOIN o_ev v ON v.id = p.e
JOIN sources w ON w.id = p.s0
LEFT JOIN entities b ON b.id = w.publisher_id
LEFT JOIN entities n0 ON n0.id = v0.named
LEFT JOIN entities n ON n.id = v.named
LEFT JOIN attributions a ON a.quote_id = v.told_in
LEFT JOIN entities x ON x.id = a.entity_id
WHERE EXISTS (SELECT 1 FROM o_leaves l WHERE l.e0 = p.e0 AND l.e = p.e AND l.s = p.s)
ORDER BY p.e0, p.steps, p.works, p.e, a.position
"""

# What no text declares: "declared" is the first of the three by the alphabet, "inferred" the last.
_BASES = """
SELECT source_id, origin_id, MIN(basis) FROM derivations WHERE status = 'confirmed'
GROUP BY source_id, origin_id HAVING MIN(basis) <> 'declared'
"""

# The works that others lead to.
_WORKS = f"""
SELECT s.id, {called("s", "p")}, s.publisher_id FROM sources s LEFT JOIN entities p ON p.id = s.publisher_id
WHERE s.id IN (SELECT s2 FROM o_edges UNION SELECT a.source_id FROM attributions a JOIN o_ev v ON v.told_in = a.quote_id)
"""


@dataclass(frozen=True, slots=True)
class Trail:
    """The names on the way of one row of evidence, from the speaker to the outlet the reader has before them.

    `basis` says how the steps from work to work are known: declared in the texts, or, where one of them is not, detected or
    inferred; None where there is none.
    """

    evidence_id: int
    names: tuple[str, ...]
    basis: str | None = None
    keys: tuple[str, ...] = ()  # of each name, what it names: "e:ID" (an entity) or "s:ID" (a work)

    def __str__(self) -> str:
        return " → ".join(self.names)


def _paths(connection: Connection) -> Iterator[Any]:
    for rows in connection.execute(text(_PATHS)).partitions(1000):
        yield from rows


def trails(connection: Connection) -> Iterator[Trail]:
    """A trail for every row of evidence that `origins.build` followed, by evidence.

    Where evidence has several origins, its shortest way is shown.
    """
    works = {row[0]: (row[1], row[2]) for row in connection.execute(text(_WORKS))}
    bases: dict[tuple[int, int], str] = {(row[0], row[1]): row[2] for row in connection.execute(text(_BASES))}
    for evidence, group in groupby(_paths(connection), key=itemgetter(0)):
        rows = list(group)
        _, path, end, speaker, outlet, publisher, said_by, *_ = rows[0]
        passed = [int(work) for work in path.strip("|").split("|")]
        named, parties = [(outlet, f"s:{passed[0]}")], {publisher}
        for work in passed[1:]:
            name, publisher = works[work]
            named.append((name, f"s:{work}"))
            parties.add(publisher)
        for row in rows:
            *_, entity, source, name = row
            if (row[1], row[2]) != (path, end) or not (entity or source) or source in passed:
                continue
            party = entity or works[source][1]
            if party is None or party not in parties:
                named.append((name or works[source][0], f"e:{entity}" if entity else f"s:{source}"))
        if speaker:
            named.append((speaker, f"e:{said_by}"))
        way: dict[str, str] = {}
        for name, key in reversed(named):
            way.setdefault(name, key)
        known = {bases.get(step, "declared") for step in pairwise(passed)}
        yield Trail(evidence, tuple(way), max(known, default=None), tuple(way.values()))
