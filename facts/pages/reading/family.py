"""The works a work was made from, and those made from it: which were read, how each step is known, and who decided it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from .parts import MOST, Row, dated, ids, rows

COPIES = ("republication", "translation")
_MORE = 400  # rows of the lineage that are looked at for one work


def family(connection: sqlite3.Connection, source: int) -> Row:
    """`works`, what it was made from first and the farthest of these first of all, and the `steps` between them."""
    before = origins(connection, source)
    after = _lineage(connection, "source_id", "origin_id", source)
    after = {id_: steps for id_, steps in after.items() if id_ not in before}
    nearest = dict(sorted(before.items(), key=lambda one: one[1])[:MOST])
    following = dict(sorted(after.items(), key=lambda one: one[1])[:MOST])
    known = {one["id"]: one for one in works(connection, [*nearest, source, *following])}
    found = [
        {**known[id_], "place": place, "steps": steps}
        for place, some in (("before", nearest), ("this", {source: 0}), ("after", following))
        for id_, steps in sorted(some.items(), key=lambda one: one[1] if place == "after" else -one[1])
        if id_ in known
    ]
    more = len(before) + len(after) > len(nearest) + len(following) or _MORE in (len(before), len(after))
    return {"works": found, "steps": between(connection, list(known), list(known)), "more": more}


def origins(connection: sqlite3.Connection, source: int) -> dict[int, int]:
    """The works that a work was made from, and in how few steps each is reached."""
    return _lineage(connection, "origin_id", "source_id", source)


def _lineage(connection: sqlite3.Connection, wanted: str, by: str, source: int) -> dict[int, int]:
    """Works, and in how few steps each is reached."""
    sql = f"SELECT {wanted} AS id, steps FROM source_lineage WHERE {by} = :source LIMIT :most"
    found: dict[int, int] = {}
    for one in rows(connection, sql, source=source, most=_MORE):
        found[one["id"]] = min(one["steps"], found.get(one["id"], one["steps"]))
    found.pop(source, None)
    return found


def works(connection: sqlite3.Connection, wanted: Iterable[int]) -> list[Row]:
    """Works by number, each with its date in words and whether anybody captured it."""
    found = rows(connection, _WORKS, ids=ids(wanted))
    for one in found:
        one["published_words"] = dated(one["published"])
        one["read"] = bool(one["read"])
    return found


def between(connection: sqlite3.Connection, some: Iterable[int], others: Iterable[int]) -> list[Row]:
    """Each way in which one of `some` was made from one of `others`, but what was rejected.

    Where a person has decided on two works, what a program proposes of them is left out.
    """
    found = rows(connection, _STEPS, some=ids(some), others=ids(others), most=5 * MOST)
    decided = {frozenset((one["source_id"], one["origin_id"])) for one in found if one["status"] != "proposed"}
    return [
        one
        for one in found
        if one["status"] != "rejected"
        and (one["status"] != "proposed" or frozenset((one["source_id"], one["origin_id"])) not in decided)
    ]


def reprinted(connection: sqlite3.Connection, source: int) -> list[int]:
    """The work, and those that it gives again, as it is or translated, the nearest first."""
    found = [source]
    for id_ in found:
        for one in rows(connection, _ORIGINALS, source=id_, most=MOST):
            if one["id"] not in found and len(found) < MOST:
                found.append(one["id"])
    return found


def copies(connection: sqlite3.Connection, source: int) -> list[Row]:
    """The captured works that give the work again: it can be read there."""
    reached, queue = {source}, [source]
    for id_ in queue:
        for one in rows(connection, _COPIES, origin=id_, most=MOST):
            if one["id"] not in reached and len(queue) < MOST:
                reached.add(one["id"])
                queue.append(one["id"])
    return [one for one in works(connection, queue[1:]) if one["read"]]


def related(connection: sqlite3.Connection, source: int, found: Row) -> list[Row]:
    """Captured works that can be compared with this one: they were made from it, it from them, or both from a third."""
    near = [one["id"] for one in found["works"]]
    above = [one["id"] for one in found["works"] if one["place"] != "after"]
    beside = [one["id"] for one in rows(connection, _BESIDE, ids=ids(above), most=_MORE)]
    both = dict.fromkeys([*near, *beside])
    both.pop(source, None)
    return [one for one in works(connection, list(both)[:_MORE]) if one["read"]][:MOST]


_WORKS = """
SELECT s.id, s.slug, s.title, s.outlet, s.kind, s.published, EXISTS (SELECT 1 FROM captures c WHERE c.source_id = s.id) AS read
FROM sources s WHERE s.id IN (SELECT value FROM json_each(:ids))
ORDER BY s.published_earliest IS NULL, s.published_earliest, s.id
"""
_STEPS = """
SELECT d.id, d.source_id, d.origin_id, s.slug AS source, o.slug AS origin, s.outlet, o.outlet AS origin_outlet, d.kind, d.basis,
  d.status, d.decided_by, d.reason, d.score, d.passage_id IS NOT NULL AS worded, p.exact AS words,
  r.slug AS words_in
FROM derivations d JOIN sources s ON s.id = d.source_id JOIN sources o ON o.id = d.origin_id
LEFT JOIN passages p ON p.id = d.passage_id LEFT JOIN captures c ON c.id = p.capture_id
LEFT JOIN sources r ON r.id = c.source_id
WHERE d.source_id IN (SELECT value FROM json_each(:some)) AND +d.origin_id IN (SELECT value FROM json_each(:others))
ORDER BY d.status <> 'confirmed', d.id LIMIT :most
"""
_ORIGINALS = """
SELECT d.origin_id AS id FROM derivations d WHERE d.source_id = :source AND d.kind IN ('republication', 'translation')
AND d.status = 'confirmed' ORDER BY d.id LIMIT :most
"""
_COPIES = """
SELECT d.source_id AS id FROM derivations d WHERE d.origin_id = :origin AND d.kind IN ('republication', 'translation')
AND d.status = 'confirmed' ORDER BY d.id LIMIT :most
"""
_BESIDE = """
SELECT l.source_id AS id FROM source_lineage l WHERE l.origin_id IN (SELECT value FROM json_each(:ids)) LIMIT :most
"""
