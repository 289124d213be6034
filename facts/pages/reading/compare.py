"""Two sources side by side: how they hang together, what stands in both and in which words, and what in one alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from . import choosing, sides
from .claim import TURNED
from .family import between, origins, reprinted, works
from .pairs import aligned, by_way_of, same_words, with_words
from .parts import MOST, Row, compared, ids, rows


def read(connection: sqlite3.Connection, asked: Mapping[str, str]) -> Row | None:
    """The comparison of the works that `asked` names as `first` and `second`, or what there is to choose from."""
    given = [asked.get(name, "") for name in ("first", "second")]
    (first, may_be_first), (second, may_be_second) = (choosing.chosen(connection, one) for one in given)
    texts = [choosing.text_of(connection, one) if one else None for one in (first, second)]
    data: Row = {
        "asked": {"first": given[0], "second": given[1]},
        "first": first and {**first, "text": texts[0]},
        "second": second and {**second, "text": texts[1]},
        "may_be": {"first": may_be_first, "second": may_be_second},
        "few": [],
        "compared": None,
    }
    if first is None or second is None or first["id"] == second["id"]:
        data["few"] = choosing.few(connection)
        return data
    data["compared"] = _compared(connection, (first["id"], texts[0]), (second["id"], texts[1]))
    return data


def _compared(connection: sqlite3.Connection, first: tuple[int, Row | None], second: tuple[int, Row | None]) -> Row:
    """What is the same, what differs, and what only one of them has."""
    groups = reprinted(connection, first[0]), reprinted(connection, second[0])
    both = [*groups[0], *groups[1]]
    near = set(both)
    shared = set(origins(connection, first[0])) & set(origins(connection, second[0])) - near
    found: Row = {"steps": between(connection, both, both), "shared": works(connection, list(shared)[:MOST])}
    found["one_text"] = first[1] is not None and second[1] is not None and first[1]["id"] == second[1]["id"]
    if first[1] is None or second[1] is None or found["one_text"]:
        return {**found, **sides.nothing()}
    here, there = sides.side(connection, first[1]), sides.side(connection, second[1])
    captures = first[1]["id"], second[1]["id"]
    pairs = aligned(connection, groups, captures) or by_way_of(connection, groups, list(shared), captures)
    pairs += same_words(pairs, here, there)
    pairs.sort(
        key=lambda one: [(end is None, end["start_char"] if end else 0) for end in (one["first"], one["second"])]
    )
    claims = sides.claims(here, there)
    return {
        **found,
        "pairs": with_words(pairs[:MOST], here, there),
        "more_pairs": max(len(pairs) - MOST, 0),
        "only_first": sides.alone(here, [one["first"] for one in pairs]),
        "only_second": sides.alone(there, [one["second"] for one in pairs]),
        "quotations": _quotations(connection, here, there),
        **_related(connection, claims),
    }


def _quotations(connection: sqlite3.Connection, here: sides.Side, there: sides.Side) -> list[Row]:
    """What both give of what somebody said: reports of one thing said, or the same words."""
    first, second = here.quotes, there.quotes
    names: dict[int, object] = {one["id"]: one["same"] for one in (*first, *second)}
    known = {"first": ids(one["id"] for one in first), "second": ids(one["id"] for one in second)}
    for match in rows(connection, _MATCHES, **known, most=5 * MOST):
        old, new = names[match["other"]], names[match["one"]]
        names = {id_: new if name == old else name for id_, name in names.items()}
    found: dict[object, Row] = {}
    for where, some in (("first", first), ("second", second)):
        for one in some:
            group = found.setdefault(names[one["id"]], {"first": [], "second": []})
            group[where].append({name: value for name, value in one.items() if name not in ("same", "words")})
    return [group for group in found.values() if group["first"] and group["second"]][:MOST]


def _related(connection: sqlite3.Connection, found: Row) -> Row:
    """The claims, those apart that each of the two makes in its own way."""
    only = {where: {one["claim_id"]: one for one in found[f"claims_{where}"]} for where in ("first", "second")}
    related = []
    some = {"some": ids(only["first"]), "others": ids(only["second"])}
    for one in rows(connection, _RELATIONS, **some, most=MOST):
        mine, other = only["first"][one.pop("first_id")], only["second"][one.pop("second_id")]
        said = one["relation"].replace("_", " ")
        one["says"] = said if one["forward"] else TURNED.get(one["relation"], said)
        related.append({**one, "first": mine, "second": other, "parts": compared(mine["text"], other["text"])})
    for where in ("first", "second"):
        told = {one[where]["claim_id"] for one in related}
        found[f"claims_{where}"] = [one for one in found[f"claims_{where}"] if one["claim_id"] not in told][:MOST]
    return {**found, "claims_both": found["claims_both"][:MOST], "claims_related": related}


_MATCHES = """
SELECT left_id AS one, right_id AS other FROM quote_matches WHERE left_id IN (SELECT value FROM json_each(:first))
AND +right_id IN (SELECT value FROM json_each(:second)) AND judgement <> 'different'
UNION ALL
SELECT right_id, left_id FROM quote_matches WHERE left_id IN (SELECT value FROM json_each(:second))
AND +right_id IN (SELECT value FROM json_each(:first)) AND judgement <> 'different' LIMIT :most
"""
_RELATIONS = """
SELECT claim_id AS first_id, related_id AS second_id, 1 AS forward, relation, note, status, decided_by FROM claim_relations
WHERE claim_id IN (SELECT value FROM json_each(:some)) AND +related_id IN (SELECT value FROM json_each(:others))
UNION ALL
SELECT related_id, claim_id, 0, relation, note, status, decided_by FROM claim_relations
WHERE claim_id IN (SELECT value FROM json_each(:others)) AND +related_id IN (SELECT value FROM json_each(:some)) LIMIT :most
"""
