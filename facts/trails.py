"""The way a passage came to its reader, in names: speaker, who heard it, who passed it on, who printed it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from .origins import called

MAX_STEPS = 12  # works from the source to its origin; more than anybody follows

# The works from a piece of evidence's own source to the end of its way, found along the edges that `origins` laid.
_PATHS = f"""
WITH RECURSIVE paths(e0, e, s, works, steps) AS (
  SELECT id, id, source_id, '|' || source_id || '|', 1 FROM o_ev
  UNION ALL
  SELECT p.e0, COALESCE(g.e2, p.e), g.s2, p.works || g.s2 || '|', p.steps + 1
  FROM paths p JOIN o_edges g ON g.s = p.s AND g.e IN (p.e, 0)
  WHERE p.steps < {MAX_STEPS} AND p.works NOT LIKE '%|' || g.s2 || '|%')
SELECT p.e0, p.e, p.works FROM paths p
WHERE EXISTS (SELECT 1 FROM o_leaves l WHERE l.e0 = p.e0 AND l.e = p.e AND l.s = p.s)
ORDER BY p.e0, p.steps, p.works
"""

_NAMED = "SELECT v.id, n.name FROM o_ev v JOIN entities n ON n.id = v.named"

_HOPS = """
SELECT v.id, a.entity_id, a.source_id, x.name FROM o_ev v
JOIN evidence e ON e.id = v.id JOIN quotes q ON q.id = e.quote_id
JOIN attributions a ON a.quote_id = COALESCE(q.continues_id, q.id)
LEFT JOIN entities x ON x.id = a.entity_id
WHERE v.hop_entity IS NOT NULL OR v.hop_source IS NOT NULL
ORDER BY v.id, a.position
"""


@dataclass(frozen=True, slots=True)
class Trail:
    """The names on the way of one row of evidence, from the speaker to the outlet the reader has before them."""

    evidence_id: int
    names: tuple[str, ...]

    def __str__(self) -> str:
        return " → ".join(self.names)


def trails(connection: Connection) -> Iterator[Trail]:
    """A trail for every row of evidence that `origins.build` followed, by evidence.

    Where evidence has several origins, its shortest way is shown.
    """
    works = {row[0]: (row[1], row[2]) for row in connection.execute(text(_WORKS))}
    named: dict[int, str] = {row[0]: row[1] for row in connection.execute(text(_NAMED))}
    hops: dict[int, list[tuple[int | None, int | None, str | None]]] = {}
    for evidence, entity, source, name in connection.execute(text(_HOPS)):
        hops.setdefault(evidence, []).append((entity, source, name))
    seen = None
    for evidence, end, path in connection.execute(text(_PATHS)):
        if evidence == seen:
            continue
        seen = evidence
        passed = [int(work) for work in path.strip("|").split("|")]
        names = [works[work][0] for work in passed]
        parties = {works[work][1] for work in passed} - {None}
        for entity, source, name in hops.get(end, ()):
            party = entity or (works[source][1] if source else None)
            if source in passed or (party is not None and party in parties):
                continue
            names.append(name or works[source or 0][0])
        speaker = named.get(evidence) or named.get(end)
        if speaker:
            names.append(speaker)
        yield Trail(evidence, tuple(dict.fromkeys(reversed(names))))


_WORKS = f"""
SELECT s.id, {called("s", "p")}, s.publisher_id FROM sources s LEFT JOIN entities p ON p.id = s.publisher_id
"""
