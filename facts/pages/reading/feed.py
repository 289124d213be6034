"""What is new: claims, and differences between claims or between texts; of everything, of a person or outlet, of a work.

Each entry has the time of the load that added or last changed it. Rows are walked from the newest by their numbers, which are
never used again, and never more than a few thousand of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from itertools import chain

from .parts import Row, ids, row, rows

ENTRIES = 50  # of a feed
_WALKED = 2000  # rows of evidence behind the feed of a person or a work


def everything(connection: sqlite3.Connection, asked: Mapping[str, str]) -> Row:
    """New claims, and differences, of the whole file."""
    claims = {one["id"]: one["load_id"] for one in rows(connection, _NEWEST_CLAIMS, most=ENTRIES)}
    between = (rows(connection, _NEWEST_RELATIONS, relation=word, most=ENTRIES) for word in DIFFER)
    return _feed(connection, {"of": None, "kind": None, "slug": None}, claims, chain(*between), _wordings(connection))


def of_entity(connection: sqlite3.Connection, asked: Mapping[str, str]) -> Row | None:
    """What is new of the words of a person, of what is claimed about it, and of what it published."""
    entity = row(connection, "SELECT id, slug, name FROM entities WHERE slug = :slug", slug=asked["slug"])
    if entity is None:
        return None
    given = {"id": entity["id"], "most": _WALKED}
    said = rows(connection, _SAID, **given)
    about = rows(connection, _ABOUT, **given)
    published = rows(connection, _PUBLISHED, **given, works=ENTRIES)
    claims = _newest(chain(said, about, published))
    of = {"of": entity["name"], "kind": "entities", "slug": entity["slug"]}
    return _feed(connection, of, claims, _related(connection, claims), [])


def of_source(connection: sqlite3.Connection, asked: Mapping[str, str]) -> Row | None:
    """What is new of a work: claims that it bears on, what differs from them, and from the works it was made from."""
    source = row(connection, "SELECT id, slug, title FROM sources WHERE slug = :slug", slug=asked["slug"])
    if source is None:
        return None
    claims = _newest(rows(connection, _BORNE, id=source["id"], most=_WALKED))
    made = rows(connection, _MADE, id=source["id"], most=ENTRIES)
    of = {"of": source["title"], "kind": "sources", "slug": source["slug"]}
    return _feed(connection, of, claims, _related(connection, claims), made)


def _newest(found: Iterable[Row]) -> dict[int, int]:
    """By claim, the newest load that says anything of it; the newest claims of a feed."""
    loads: dict[int, int] = {}
    for one in found:
        loads[one["id"]] = max(one["load_id"], loads.get(one["id"], 0))
    newest = sorted(loads, key=lambda id_: (loads[id_], id_), reverse=True)
    return {id_: loads[id_] for id_ in newest[:ENTRIES]}


def _related(connection: sqlite3.Connection, claims: Mapping[int, int]) -> list[Row]:
    """Differences of these claims from others."""
    return rows(connection, _RELATED, ids=ids(claims), most=10 * ENTRIES)


def _wordings(connection: sqlite3.Connection) -> list[Row]:
    return rows(connection, _NEWEST_WORDINGS, most=ENTRIES)


def _feed(
    connection: sqlite3.Connection, of: Row, claims: Mapping[int, int], between: Iterable[Row], wordings: Iterable[Row]
) -> Row:
    """The entries, the newest first."""
    related = list(between)
    named = {one["id"]: one for one in rows(connection, _CLAIMS, ids=ids([*claims, *_claims_of(related)]))}
    changed = {one["row_id"]: one["load_id"] for one in rows(connection, _CHANGED, ids=ids(claims))}
    entries: list[tuple[int, int, Row]] = []
    for id_, load in claims.items():
        one = {**named[id_], "what": "claim"}
        entries.append((max(load, changed.get(id_, 0)), id_, one))
    for relation in related:
        pair = {"claim": named[relation["claim_id"]], "other": named[relation["related_id"]]}
        entries.append((relation["load_id"], relation["id"], {**relation, **pair, "what": "relation"}))
    for wording in wordings:
        entries.append((wording["load_id"], wording["id"], {**wording, "what": "wording"}))
    entries.sort(key=lambda entry: entry[:2], reverse=True)
    kept = entries[:ENTRIES]
    times = {one["id"]: one["started_at"] for one in rows(connection, _LOADS, ids=ids(load for load, _, _ in kept))}
    last = row(connection, "SELECT started_at FROM loads WHERE id = (SELECT max(id) FROM loads)") or {
        "started_at": None
    }
    return {
        **of,
        "entries": [{**one, "updated": times[load]} for load, _, one in kept],
        "updated": max((times[load] for load, _, _ in kept), default=last["started_at"]),
    }


def _claims_of(related: Iterable[Row]) -> Iterable[int]:
    return (id_ for one in related for id_ in (one["claim_id"], one["related_id"]))


DIFFER = ("alters", "contradicts", "differs")
_RELATION = "r.id, r.claim_id, r.related_id, r.relation, r.note, r.status, r.load_id"
_NEWEST_CLAIMS = """
SELECT id, load_id FROM claims WHERE id <= (SELECT max(id) FROM claims) AND withdrawn IS NULL ORDER BY id DESC LIMIT :most
"""
_NEWEST_RELATIONS = (
    f"SELECT {_RELATION} FROM claim_relations r WHERE r.relation = :relation ORDER BY r.id DESC LIMIT :most"
)
_RELATED = f"""
SELECT {_RELATION} FROM claim_relations r
WHERE r.claim_id IN (SELECT value FROM json_each(:ids)) AND r.relation IN ('alters', 'contradicts', 'differs')
UNION
SELECT {_RELATION} FROM claim_relations r
WHERE r.related_id IN (SELECT value FROM json_each(:ids)) AND r.relation IN ('alters', 'contradicts', 'differs')
ORDER BY 1 DESC LIMIT :most
"""
_WORDING = """
SELECT a.id, a.load_id, a.note, a.status, p.exact AS words_here, op.exact AS words_there, p.start_char, p.end_char,
  s.slug AS source, s.outlet, rs.slug AS origin, rs.outlet AS origin_outlet
FROM {0} a
JOIN passages p ON p.id = a.passage_id
JOIN captures c ON c.id = p.capture_id
JOIN sources s ON s.id = c.source_id
JOIN passages op ON op.id = a.origin_passage_id
JOIN captures oc ON oc.id = op.capture_id
JOIN sources rs ON rs.id = oc.source_id
ORDER BY a.id DESC LIMIT :most
"""
_NEWEST_WORDINGS = _WORDING.format(
    "(SELECT * FROM alignments WHERE change = 'meaning' AND status = 'confirmed' ORDER BY id DESC LIMIT :most)"
)
_MADE = _WORDING.format(
    "(SELECT a.* FROM derivations d JOIN alignments a ON a.derivation_id = d.id AND a.change = 'meaning' "
    "AND a.status = 'confirmed' WHERE (d.source_id = :id OR d.origin_id = :id) AND d.status <> 'rejected')"
)
_SAID = """
SELECT claim_id AS id, load_id FROM provenance WHERE speaker_id = :id ORDER BY id DESC LIMIT :most
"""
_ABOUT = """
SELECT claim_id AS id, load_id FROM claim_arguments WHERE entity_id = :id ORDER BY id DESC LIMIT :most
"""
_PUBLISHED = """
SELECT v.claim_id AS id, v.load_id FROM (SELECT id FROM sources WHERE publisher_id = :id ORDER BY id DESC LIMIT :works) s
JOIN provenance v ON v.source_id = s.id LIMIT :most
"""
_BORNE = "SELECT claim_id AS id, load_id FROM provenance WHERE source_id = :id ORDER BY id DESC LIMIT :most"
_CLAIMS = """
SELECT m.id, m.slug, m.text, m.withdrawn, u.reports, u.origins_min, u.origins_max, u.origins, u.outlets
FROM claims m LEFT JOIN claim_support u ON u.claim_id = m.id AND u.stance = 'supports'
WHERE m.id IN (SELECT value FROM json_each(:ids))
"""
_CHANGED = """
SELECT row_id, max(load_id) AS load_id FROM changes
WHERE table_name = 'claims' AND row_id IN (SELECT value FROM json_each(:ids)) AND load_id IS NOT NULL GROUP BY row_id
"""
_LOADS = "SELECT id, started_at FROM loads WHERE id IN (SELECT value FROM json_each(:ids))"
