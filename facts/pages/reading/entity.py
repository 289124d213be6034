"""A person or thing: its names, what it said and when, what is claimed about it, who relays its words, what it published.

Of somebody with very many quotations the numbers come from the tables of counts, and each list holds so many rows at the most.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from .parts import Row, appeared, around, dated, history, ids, row, rows

MOST = 50  # rows of a list on the page; the table has the rest
MANY = 500  # rows of a table gone through, where they are counted here
SOME = 200  # of those that are found in several ways, by each
SAME = 20  # entries judged to be one and the same
_BESIDE = 140  # characters beside words, where the text may be shown
_PAGES = {"wikidata": "https://www.wikidata.org/wiki/{}", "isni": "https://isni.org/isni/{}", "website": "{}"}
_JUDGED = ("same", "possible", "different")


def read(connection: sqlite3.Connection, asked: Mapping[str, str]) -> Row | None:
    """All that is known of the person or thing that `asked["slug"]` names."""
    entity = row(connection, _ENTITY, slug=asked["slug"])
    if entity is None:
        return None
    id_ = entity["id"]
    one = [found["id"] for found in rows(connection, _ONE, entity=id_, most=SAME)]  # with those judged to be the same
    said, said_more = _ordered(connection, _UTTERANCES, one, "said_earliest")
    works, works_more = _ordered(connection, _WORKS, [id_], "published_earliest")
    loose, loose_more = _loose(connection, one)
    about, about_more = _about(connection, id_)
    passed_on, passed_on_more = _passed_on(connection, id_)
    claims, claims_more = _claims(connection, one)
    relays, relays_more = _relays(connection, one)
    for found in said:
        found["said_words"] = dated(found["said"])
    for found in works:
        found["published_words"] = dated(found["published"])
    return {
        "entity": entity,
        "names": rows(connection, _NAMES, entity=id_, most=MOST),
        "identifiers": _identifiers(connection, id_),
        "matches": _matches(connection, id_),
        "support": row(connection, _SUPPORT, ids=ids(one)),
        "said": said,
        "loose": loose,
        "about": about,
        "claims": claims,
        "relays": relays,
        "passed_on": passed_on,
        "works": works,
        "more": {
            "said": said_more,
            "loose": loose_more,
            "about": about_more,
            "claims": claims_more,
            "relays": relays_more,
            "passed_on": passed_on_more,
            "works": works_more,
        },
        "history": history(connection, "entities", id_, entity["load_id"]),
    }


def _ordered(connection: sqlite3.Connection, sql: str, entities: Iterable[int], date: str) -> tuple[list[Row], bool]:
    """Rows by date, the undated last; of more than MOST the latest. And whether there are more."""
    dates: list[Row] = []
    undated: list[Row] = []
    for id_ in entities:
        dates += rows(connection, sql.format(f"{date} IS NOT NULL", date), entity=id_, most=MOST + 1)
        undated += rows(connection, sql.format(f"{date} IS NULL", date), entity=id_, most=MOST + 1)
    latest = date.replace("earliest", "latest")
    dates = sorted(dates, key=lambda one: (one[date], one["id"]))[-MOST - 1 :]
    more = len(dates) > MOST or len(undated) > MOST
    # "2019 or later" may be any day: after those of which both ends are known.
    known = sorted(dates[-MOST:], key=lambda one: one[latest] is None)
    return [*known, *undated[:MOST]], more


# What it goes by


def _identifiers(connection: sqlite3.Connection, id_: int) -> list[Row]:
    found = rows(connection, _IDENTIFIERS, entity=id_, most=MOST)
    for one in found:
        page = _PAGES.get(one["scheme"])
        value = str(one["value"])
        one["url"] = page.format(value if page == "{}" else quote(value, safe="")) if page else None
    return found


def _matches(connection: sqlite3.Connection, id_: int) -> list[Row]:
    found = rows(connection, _MATCHES, entity=id_, most=MOST)
    return sorted(found, key=lambda one: (_JUDGED.index(one["judgement"]), one["slug"]))


# What it said, and what is said about it


def _loose(connection: sqlite3.Connection, entities: Iterable[int]) -> tuple[list[Row], bool]:
    """Its quotations that report nothing recorded as said once, the earliest published first."""
    found: list[Row] = []
    for id_ in entities:
        found += rows(connection, _LOOSE, entity=id_, most=MOST + 1, beside=_BESIDE)
    more = len(found) > MOST
    found = sorted(found[:MOST], key=appeared)
    on: dict[int, list[str | None]] = {}
    for one in rows(connection, _CONTINUED, ids=ids(one["id"] for one in found)):
        on.setdefault(one["continues_id"], []).append(one["exact"])
    for one in found:
        one["published_words"] = dated(one["published"])
        one["prefix"], one["suffix"] = around(one.pop("before") or one["prefix"], one.pop("after") or one["suffix"])
        one["goes_on"] = on.get(one["id"], [])
        if one["goes_on"]:
            one["suffix"] = ""
    return found, more


def _about(connection: sqlite3.Connection, id_: int) -> tuple[list[Row], bool]:
    """Claims that name it, each with the parts it plays, the most reported first."""
    named = rows(connection, _NAMED, entity=id_, most=2 * MOST + 1)
    roles: dict[int, list[str]] = {}
    for one in named:
        roles.setdefault(one["claim_id"], []).append(one["role"])
    chosen = list(roles)[:MOST]
    found = rows(connection, _COUNTED, ids=ids(chosen))
    for one in found:
        one["roles"] = sorted(set(roles[one["id"]]))
    found.sort(key=lambda one: (-(one["reports"] or 0), one["text"]))
    return found, len(named) > 2 * MOST or len(roles) > MOST


def _claims(connection: sqlite3.Connection, entities: Iterable[int]) -> tuple[list[Row], bool]:
    """Claims that come down to its own word, with what it says to them."""
    stances: dict[int, set[str]] = {}
    gone_through = 0
    for id_ in entities:
        ends = rows(connection, _OWN, entity=id_, most=MANY)
        gone_through = max(gone_through, len(ends))
        for one in ends:
            stances.setdefault(one["claim_id"], set()).add(one["stance"])
    found = rows(connection, _COUNTED, ids=ids(list(stances)[:MOST]))
    for one in found:
        one["stances"] = sorted(stances[one["id"]], reverse=True)
    found.sort(key=lambda one: (-(one["reports"] or 0), one["text"]))
    return found, gone_through == MANY or len(stances) > MOST


# Who passes its words on, and whose words it passes on


def _relays(connection: sqlite3.Connection, entities: Iterable[int]) -> tuple[list[Row], bool]:
    """The outlets that report it: in how many places and works, and through whom, where the words are its own."""
    outlets: dict[str, Row] = {}
    gone_through = 0
    one_party = set(entities)
    for id_ in one_party:
        ends = rows(connection, _RELAYED, entity=id_, most=MANY)
        gone_through = max(gone_through, len(ends))
        for end in ends:
            empty: Row = {"outlet": end["outlet"], "through": {}, "quotations": set(), "sources": {}}
            outlet = outlets.setdefault(end["outlet"], empty)
            outlet["publisher"] = end["publisher"]
            outlet["quotations"].add(end["quote_id"])
            outlet["sources"][end["source"]] = None
            if end["origin_entity_id"] in one_party:
                party = {"name": end["through"], "kind": end["through_kind"], "slug": end["through_slug"]}
                outlet["through"][end["through"]] = party
    found = [_relay(one) for one in outlets.values()]
    return sorted(found, key=lambda one: (-one["quotations"], one["outlet"]))[:MOST], gone_through == MANY


def _relay(one: Row) -> Row:
    alone = next(iter(one["sources"])) if len(one["sources"]) == 1 or not one["publisher"] else None
    return {
        "outlet": one["outlet"],
        "kind": "sources" if alone else "entities",
        "slug": alone or one["publisher"],
        "quotations": len(one["quotations"]),
        "reports": len(one["sources"]),
        "through": [one["through"][name] for name in sorted(one["through"])],
    }


def _passed_on(connection: sqlite3.Connection, id_: int) -> tuple[list[Row], bool]:
    """Whose words it passed on: named as who they come from, or in its works, and what was reprinted or translated of these."""
    found: dict[Any, Row] = {}
    seen: set[int] = set()
    named = rows(connection, _PASSED_ON, entity=id_, most=SOME)
    for one in named:
        party = found.setdefault(
            one["slug"], {"name": one["name"], "slug": one["slug"], "quotations": 0, "sources": set()}
        )
        party["quotations"] += one["quote_id"] not in seen
        party["sources"].add(one["source"])
        seen.add(one["quote_id"])
    parties = [{**one, "sources": len(one["sources"])} for one in found.values()]
    return sorted(parties, key=lambda one: (-one["quotations"], one["name"] or ""))[:MOST], len(named) >= SOME


_ENTITY = """
SELECT x.id, x.slug, x.name, x.kind, x.description, x.load_id, t.label AS kind_label, t.definition AS kind_meaning
FROM entities x LEFT JOIN terms t ON t.scheme = 'entity_kind' AND t.code = x.kind WHERE x.slug = :slug
"""
_ONE = """
WITH RECURSIVE one (id) AS (
  SELECT :entity
  UNION SELECT m.right_id FROM one JOIN entity_matches m ON m.left_id = one.id AND m.judgement = 'same'
  UNION SELECT m.left_id FROM one JOIN entity_matches m ON m.right_id = one.id AND m.judgement = 'same'
)
SELECT id FROM one LIMIT :most
"""
_NAMES = """
SELECT n.name, n.lang, n.kind, t.label AS kind_label FROM entity_names n
LEFT JOIN terms t ON t.scheme = 'name_kind' AND t.code = n.kind WHERE n.entity_id = :entity ORDER BY n.id LIMIT :most
"""
_IDENTIFIERS = """
SELECT i.scheme, i.value, t.label FROM entity_identifiers i
LEFT JOIN terms t ON t.scheme = 'identifier_scheme' AND t.code = i.scheme WHERE i.entity_id = :entity ORDER BY i.id LIMIT :most
"""
_MATCHES = """
SELECT x.slug, x.name, x.description, m.judgement, m.decided_by, m.note
FROM (SELECT right_id AS other_id, judgement, decided_by, note FROM entity_matches WHERE left_id = :entity
  UNION ALL SELECT left_id, judgement, decided_by, note FROM entity_matches WHERE right_id = :entity LIMIT :most) m
JOIN entities x ON x.id = m.other_id
"""
_SUPPORT = """
SELECT p.person, x.slug, p.reports, p.quotations, p.utterances_min, p.utterances_max, p.through_min, p.through_max, p.outlets,
  p.first_published
FROM person_support p JOIN entities x ON x.id = p.entity_id
WHERE p.entity_id IN (SELECT value FROM json_each(:ids)) ORDER BY p.entity_id LIMIT 1
"""
_UTTERANCES = """
SELECT u.id, u.slug, u.text, u.said, u.said_earliest, u.said_latest, s.reports, s.origins_min, s.origins_max, s.quotations
FROM (SELECT * FROM utterances WHERE speaker_id = :entity AND {0} ORDER BY {1} DESC LIMIT :most) u
LEFT JOIN utterance_support s ON s.utterance_id = u.id
"""
_WORKS = """
SELECT s.id, s.slug, s.title, s.kind, s.published, s.published_earliest, s.published_latest,
  EXISTS (SELECT 1 FROM captures c WHERE c.source_id = s.id) AS captured
FROM (SELECT * FROM sources WHERE publisher_id = :entity AND {0} ORDER BY {1} DESC LIMIT :most) s
"""
_LOOSE = """
SELECT q.id, q.form, q.fidelity, cue.exact AS cue, p.start_char, p.end_char, p.exact, p.prefix, p.suffix, p.shown,
  s.slug AS source, s.outlet, s.published, s.published_earliest, s.published_latest,
  substr(c.text, max(p.start_char - :beside, 0) + 1, min(p.start_char, :beside)) AS before,
  substr(c.text, p.end_char + 1, :beside) AS after
FROM (SELECT * FROM quotes WHERE whose_id = :entity AND of_utterance_id IS NULL AND continues_id IS NULL
  ORDER BY id LIMIT :most) q
JOIN passages p ON p.id = q.passage_id
JOIN captures c ON c.id = p.capture_id
JOIN sources s ON s.id = c.source_id
LEFT JOIN passages cue ON cue.id = q.cue_passage_id
"""
_CONTINUED = """
SELECT q.continues_id, p.exact FROM quotes q JOIN passages p ON p.id = q.passage_id
WHERE q.continues_id IN (SELECT value FROM json_each(:ids)) ORDER BY q.continues_id, p.start_char
"""
_NAMED = "SELECT claim_id, role FROM claim_arguments WHERE entity_id = :entity ORDER BY id LIMIT :most"
_COUNTED = """
SELECT m.id, m.slug, m.text, m.withdrawn, s.reports, s.origins_min, s.origins_max, s.origins
FROM claims m LEFT JOIN claim_support s ON s.claim_id = m.id AND s.stance = 'supports'
WHERE m.id IN (SELECT value FROM json_each(:ids))
"""
_OWN = """
SELECT claim_id, stance FROM evidence_origins WHERE origin_entity_id = :entity AND certain = 1 ORDER BY id LIMIT :most
"""
_RELAYED = """
SELECT o.quote_id, o.origin_entity_id, o.through, s.outlet, s.slug AS source, b.slug AS publisher,
  coalesce(x.slug, w.slug) AS through_slug, CASE WHEN x.id IS NOT NULL THEN 'entities' ELSE 'sources' END AS through_kind
FROM (SELECT * FROM quote_origins WHERE speaker_id = :entity AND certain = 1 ORDER BY id LIMIT :most) o
JOIN quotes q ON q.id = o.quote_id
JOIN passages p ON p.id = q.passage_id
JOIN captures c ON c.id = p.capture_id
JOIN sources s ON s.id = c.source_id
LEFT JOIN entities b ON b.id = s.publisher_id
LEFT JOIN entities x ON x.id = o.through_entity_id
LEFT JOIN sources w ON w.id = o.through_source_id
ORDER BY o.id
"""
_PASSED_ON = """
SELECT q.id AS quote_id, x.name, x.slug, s.slug AS source
FROM (SELECT * FROM (SELECT quote_id FROM attributions WHERE entity_id = :entity ORDER BY id LIMIT :most)
  UNION SELECT * FROM (SELECT a.quote_id
    FROM (SELECT id FROM sources WHERE publisher_id = :entity ORDER BY published_earliest LIMIT :most) w
    JOIN attributions a ON a.source_id = w.id LIMIT :most)
  UNION SELECT * FROM (SELECT q.id
    FROM (SELECT id FROM sources WHERE publisher_id = :entity ORDER BY published_earliest LIMIT :most) w
    CROSS JOIN source_lineage l ON l.origin_id = w.id AND l.steps = 1 AND l.status = 'confirmed'
      AND l.kind IN ('republication', 'translation')
    CROSS JOIN captures c ON c.source_id = l.source_id
    CROSS JOIN passages p ON p.capture_id = c.id
    CROSS JOIN quotes q ON q.passage_id = p.id AND q.continues_id IS NULL LIMIT :most)) a
JOIN quotes q ON q.id = a.quote_id
JOIN passages p ON p.id = q.passage_id
JOIN captures c ON c.id = p.capture_id
JOIN sources s ON s.id = c.source_id
LEFT JOIN entities x ON x.id = q.whose_id
"""
