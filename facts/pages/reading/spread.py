"""How a story moved: works in the order of time, and what was taken from where."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from itertools import pairwise

from .parts import Row, dated, ids, row, rows

WORKS = 60  # of a story; of more it would be no picture
STORIES = 12
_LINKS = 2000  # looked at from one set of works
_SURE = ("declared", "stated", "inferred", "detected")


def read(connection: sqlite3.Connection, asked: Mapping[str, str]) -> Row | None:
    """The story of the work that `asked["source"]` names, or of the claim `asked["claim"]`; without either, the largest."""
    if slug := asked.get("source"):
        work = row(connection, "SELECT id, slug, title, outlet FROM sources WHERE slug = :slug", slug=slug)
        if work is None:
            return None
        links, more = _connected(connection, work["id"])
        return {"work": work, **_story(connection, {work["id"], *_ends(links)}, links, more)}
    if slug := asked.get("claim"):
        claim = row(connection, "SELECT id, slug, text FROM claims WHERE slug = :slug", slug=slug)
        return {"claim": claim, **_of_claim(connection, claim["id"])} if claim else None
    return {"stories": _largest(connection)}


def _connected(connection: sqlite3.Connection, start: int) -> tuple[list[Row], bool]:
    """What was taken from where among the works connected with one, and whether there are more of them."""
    known, ahead, found, more = {start}, {start}, {}, False
    while ahead:
        links = _links(connection, ahead)
        ahead = set()
        for link in links:
            new = {link["source_id"], link["origin_id"]} - known
            if len(known) + len(new) > WORKS:
                more = True
                continue
            known |= new
            ahead |= new
            found[link["id"]] = link
        more = more or len(links) == 2 * _LINKS
    return _best(found.values()), more


def _links(connection: sqlite3.Connection, works: Iterable[int]) -> list[Row]:
    return rows(connection, _LINKED, ids=ids(works), most=_LINKS)


def _best(links: Iterable[Row]) -> list[Row]:
    """Of several findings on two works the one to show: a person's before a program's, declared before inferred.

    A program's finding counts for nothing where a person has rejected that the one was made from the other, or has confirmed
    that it was the other way round.
    """
    of: dict[frozenset[int], list[Row]] = {}
    for link in links:
        of.setdefault(frozenset((link["source_id"], link["origin_id"])), []).append(link)
    found = []
    for pair in of.values():
        judged = any(link["status"] != "proposed" for link in pair)
        counting = [
            link
            for link in pair
            if link["status"] == "confirmed"
            or (link["status"] == "proposed" and not (judged and link["basis"] == "detected"))
        ]
        ranked = sorted(
            counting,
            key=lambda one: (one["status"] != "confirmed", one["kind"] == "overlap", _SURE.index(one["basis"])),
        )
        found += ranked[:1]
    return sorted(found, key=lambda link: int(link["id"]))


def _of_claim(connection: sqlite3.Connection, claim: int) -> Row:
    """The works that have a claim, and those on the ways that it came: who took it from whom, or names whom for it."""
    ways = rows(connection, _WAYS, claim=claim, most=_LINKS)
    named = {one["source_id"]: one for one in rows(connection, _NAMED, claim=claim, most=_LINKS)}
    works: list[int] = []
    hops: dict[tuple[int, int], Row] = {}
    for way in ways:
        keys = (way["trail_keys"] or "").split()
        works += [int(key[2:]) for key in reversed(keys) if key.startswith("s:")] or [way["source_id"]]
        for one, other in pairwise(keys):
            if one[0] == other[0] == "s" and (hop := named.get(int(one[2:]))):
                pair = (int(one[2:]), int(other[2:]))
                hops[pair] = {**hop, "origin_id": pair[0], "source_id": pair[1], "kind": "named", "status": "confirmed"}
    kept = set(list(dict.fromkeys(works))[:WORKS])
    links = _best(rows(connection, _WITHIN, ids=ids(kept), most=_LINKS))
    known = {frozenset((link["origin_id"], link["source_id"])) for link in links}
    links += [hop for pair, hop in hops.items() if frozenset(pair) not in known and kept.issuperset(pair)]
    return _story(connection, kept, links, len(set(works)) > len(kept) or len(ways) == _LINKS)


def _ends(links: Iterable[Row]) -> set[int]:
    return {end for link in links for end in (link["source_id"], link["origin_id"])}


def _story(connection: sqlite3.Connection, works: set[int], links: list[Row], more: bool) -> Row:
    """Works in the order of time, each with what it was taken from, by places in the list."""
    found = {one["id"]: one for one in rows(connection, _WORKS, ids=ids(works))}
    links = [link for link in links if link["source_id"] in found and link["origin_id"] in found]
    order = _in_time(found, links)
    places = {id_: place for place, id_ in enumerate(order)}
    taken: dict[int, list[Row]] = {}
    for link in links:
        told = {name: link[name] for name in ("kind", "basis", "status", "declared_in", "reason")}
        taken.setdefault(link["source_id"], []).append({"from": places[link["origin_id"]], **told})
    listed = []
    for id_ in order:
        one = found[id_]
        one["dated"] = dated(one["published"])
        one["taken"] = sorted(taken.get(id_, []), key=lambda link: int(link["from"]))
        listed.append({name: value for name, value in one.items() if name != "id"})
    return {"works": listed, "more": more}


def _in_time(works: Mapping[int, Row], links: Iterable[Row]) -> list[int]:
    """The works by the first day that each can be of; on one day, what was made stands after what it was made from.

    A work stands no earlier than what it was made from, but where its day is known; one without a date stands right after
    that, or before what was made from it.
    """
    origins: dict[int, set[int]] = {id_: set() for id_ in works}
    made: dict[int, set[int]] = {id_: set() for id_ in works}
    for link in links:
        if link["kind"] != "overlap":
            origins[link["source_id"]].add(link["origin_id"])
            made[link["origin_id"]].add(link["source_id"])
    first = {id_: one["published_earliest"] or one["published_latest"] for id_, one in works.items()}
    exact = {id_ for id_, one in works.items() if first[id_] and one["published_earliest"] == one["published_latest"]}
    for _ in works:  # days spread along the steps, at most from one end of the story to the other
        for id_ in works.keys() - exact:
            after = [day for other in origins[id_] if (day := first[other])]
            before = [day for other in made[id_] if (day := first[other])]
            if after:
                first[id_] = max(*after, first[id_] or "")
            elif first[id_] is None:
                first[id_] = min(before, default=None)
    depth = dict.fromkeys(works, 0)
    for _ in works:  # a circle ends here too
        for id_ in works:
            depth[id_] = min(max((depth[other] + 1 for other in origins[id_]), default=0), len(works))
    return sorted(works, key=lambda id_: (first[id_] is None, first[id_] or "", depth[id_], id_))


def _largest(connection: sqlite3.Connection) -> list[Row]:
    """Works from which most others were made, one of each story; of very many, the newest are looked at."""
    stories: list[Row] = []
    seen: set[int] = set()
    for one in rows(connection, _STORIES, most=3 * STORIES):
        if one["id"] in seen or len(stories) == STORIES:
            continue
        made = {made["source_id"] for made in rows(connection, _MADE, id=one["id"], most=_LINKS)}
        origins = rows(connection, _ORIGINS, ids=ids(made), most=_LINKS)
        seen |= {one["id"], *made, *(origin["origin_id"] for origin in origins)}
        stories.append({name: value for name, value in one.items() if name != "id"})
    return stories


_LINKED = """
SELECT d.id, d.source_id, d.origin_id, d.kind, d.basis, d.status, d.reason, p.exact AS declared_in
FROM (
  SELECT * FROM (SELECT * FROM derivations WHERE source_id IN (SELECT value FROM json_each(:ids)) LIMIT :most)
  UNION
  SELECT * FROM (SELECT * FROM derivations WHERE origin_id IN (SELECT value FROM json_each(:ids)) LIMIT :most)) d
LEFT JOIN passages p ON p.id = d.passage_id ORDER BY d.id
"""
_WITHIN = """
SELECT d.id, d.source_id, d.origin_id, d.kind, d.basis, d.status, d.reason, p.exact AS declared_in
FROM derivations d LEFT JOIN passages p ON p.id = d.passage_id
WHERE d.source_id IN (SELECT value FROM json_each(:ids)) AND d.origin_id IN (SELECT value FROM json_each(:ids))
ORDER BY d.id LIMIT :most
"""
_NAMED = """
SELECT a.source_id, a.basis, p.exact AS declared_in, NULL AS reason
FROM (SELECT quote_id FROM provenance WHERE claim_id = :claim AND quote_id IS NOT NULL ORDER BY id LIMIT :most) v
JOIN quotes q ON q.id = v.quote_id
JOIN attributions a ON a.quote_id = coalesce(q.continues_id, q.id) AND a.source_id IS NOT NULL
LEFT JOIN passages p ON p.id = a.passage_id
ORDER BY a.basis
"""
_WAYS = """
SELECT source_id, trail_keys, trail_basis FROM provenance WHERE claim_id = :claim ORDER BY id LIMIT :most
"""
_WORKS = """
SELECT s.id, s.slug, s.kind, s.title, s.outlet, s.published, s.published_earliest, s.published_latest,
  NOT EXISTS (SELECT 1 FROM captures c WHERE c.source_id = s.id) AS unread
FROM sources s WHERE s.id IN (SELECT value FROM json_each(:ids))
"""
_STORIES = """
SELECT s.id, s.slug, s.outlet, s.title, s.published, n.made FROM (
  SELECT origin_id, count(*) AS made FROM (
    SELECT origin_id FROM source_lineage WHERE origin_id > 0 ORDER BY origin_id DESC LIMIT 200000)
  GROUP BY origin_id ORDER BY made DESC, origin_id LIMIT :most) n
JOIN sources s ON s.id = n.origin_id ORDER BY n.made DESC, s.id
"""
_MADE = "SELECT source_id FROM source_lineage WHERE origin_id = :id LIMIT :most"
_ORIGINS = "SELECT origin_id FROM source_lineage WHERE source_id IN (SELECT value FROM json_each(:ids)) LIMIT :most"
