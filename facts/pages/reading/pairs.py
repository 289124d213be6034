"""Which passage of one text is the counterpart of which in another: recorded, by way of a third work, or word for word."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice, takewhile

from ... import differences
from .parts import MOST, Row, compared, ids, rows
from .sides import Side, Taken, free

_MARKED = 12_000  # words of a page that are held against each other one by one
_LONG = 400  # words of a passage that is: the time grows with their square
_QUOTED = ("direct", "partial", "block")
Groups = tuple[Sequence[int], Sequence[int]]


def aligned(connection: sqlite3.Connection, groups: Groups, captures: tuple[int, int]) -> list[Row]:
    """Passages that are recorded as counterparts, for two works with those that they reprint.

    What a person has judged stands alone, no finding of a program beside it; and passages of the two texts themselves stand
    before those that were read in other copies.
    """
    found = []
    for one in _alignments(connection, *groups) + _alignments(connection, *groups[::-1]):
        forward = one.pop("source_id") in groups[0]
        if one["made"]["capture_id"] in captures and captures[0] != captures[1]:
            forward = one["made"]["capture_id"] == captures[0]
        ends = (one.pop("made"), one.pop("origin"))
        found.append({**one, "first": ends[not forward], "second": ends[forward], "by_way_of": None})
    found = list({one["id"]: one for one in found}.values())
    found = _judged(found, ("first", "second"))
    own = [
        one
        for one in found
        if all(one[end] is None or one[end]["capture_id"] in captures for end in ("first", "second"))
    ]
    return own or found


def by_way_of(
    connection: sqlite3.Connection, groups: Groups, shared: Sequence[int], captures: tuple[int, int]
) -> list[Row]:
    """Passages of two works that were both made from the same passage of a third."""
    ways = [
        [
            one
            for one in _judged(_alignments(connection, group, shared), ("made",))
            if one["made"]["capture_id"] == capture
        ]
        for group, capture in zip(groups, captures, strict=True)
    ]
    found: dict[tuple[int, int], Row] = {}
    for one in ways[0]:
        for other in ways[1]:
            if not (one["origin"] and other["origin"] and _overlap(one["origin"], other["origin"])):
                continue
            change = "same" if _same(one["made"], other["made"]) else "edited"
            ends = {"first": one["made"], "second": other["made"], "by_way_of": one["origin"]}
            found.setdefault((one["made"]["id"], other["made"]["id"]), {**_WORKED_OUT, **ends, "change": change})
    return list(found.values())[: 5 * MOST]


def same_words(pairs: Sequence[Row], here: Side, there: Side) -> list[Row]:
    """Sentences that stand in both texts word for word, where nothing of the kind is recorded."""
    other: dict[tuple[str, ...], Row] = {}
    for one in free(there, [pair["second"] for pair in pairs]):
        other.setdefault(differences.compared(one["exact"]), one)
    found = []
    for one in free(here, [pair["first"] for pair in pairs]):
        words = differences.compared(one["exact"])
        if len(words) > 1 and (match := other.pop(words, None)):
            ends = {"first": _end(one, here.capture), "second": _end(match, there.capture)}
            found.append({**_WORKED_OUT, **ends, "change": "same"})
    return found


def with_words(pairs: Sequence[Row], here: Side, there: Side) -> list[Row]:
    """The pairs with what only one of the two has: `parts` in one row, `marked` as it stands in each; the quoted words of both.

    Words beyond what can be held against each other in the time of a page are not marked.
    """
    quotes = [
        (side.capture, [one for one in side.quotes if one["form"] in _QUOTED and one["exact"]])
        for side in (here, there)
    ]
    left = _MARKED
    for pair in pairs:
        ends = pair["first"], pair["second"]
        words, other = (end["exact"] if end else None for end in ends)
        pair["parts"] = pair["marked"] = None
        if words is not None and other is not None:
            costs = [len(one.split()) for one in (words, other)]
            if _same(*ends):
                pair["parts"] = [{"where": "both", "words": words}]
                pair["marked"] = {"first": pair["parts"], "second": [{"where": "both", "words": other}]}
            elif max(costs) <= _LONG and sum(costs) <= left:
                left -= sum(costs)
                pair["parts"] = compared(words, other)
                pair["marked"] = {"first": _one_side(words, other), "second": _one_side(other, words)}
        given = [_inside(end, *some) for end, some in zip(ends, quotes, strict=True)]
        pair["quoted"] = [one["exact"] for same, one in given[0].items() if same in given[1]]
    return list(pairs)


def _one_side(first: str, second: str) -> list[Row]:
    """The first wording alone, and which of its words the second has not."""
    return [part for part in compared(first, second) or () if part["where"] != "second"]


def _inside(end: Row | None, capture: int, quotes: Sequence[Row]) -> dict[object, Row]:
    """By their words: the quotations within a passage."""
    if end is None or end["capture_id"] != capture:
        return {}
    first = bisect_left(quotes, end["start_char"], key=lambda one: one["start_char"])
    following = takewhile(lambda one: one["start_char"] < end["end_char"], islice(quotes, first, None))
    return {one["words"]: one for one in following if one["end_char"] <= end["end_char"]}


def _alignments(connection: sqlite3.Connection, made: Sequence[int], origins: Sequence[int]) -> list[Row]:
    found = rows(connection, _ALIGNED, made=ids(made), origins=ids(origins), most=5 * MOST)
    for one in found:
        for end in ("made", "origin"):
            told = {name: one.pop(f"{end}_{name}") for name in ("id", *_TOLD)}
            one[end] = told if told["id"] is not None else None
    return found


def _end(one: Row, capture: int) -> Row:
    told = {name: one[name] for name in ("start_char", "end_char", "exact")}
    return {"id": None, "capture_id": capture, "read_in": None, "outlet": None, **told}


def _same(one: Row, other: Row) -> bool:
    words = [differences.compared(end["exact"] or "") for end in (one, other)]
    return bool(words[0]) and words[0] == words[1]


def _judged(found: Sequence[Row], ends: Sequence[str]) -> list[Row]:
    """The alignments without what is only proposed of words on which a person has judged, at either of the `ends`."""
    sure = {end: Taken(one[end] for one in found if one["status"] == "confirmed" and one[end]) for end in ends}
    return [
        one
        for one in found
        if one["status"] == "confirmed" or not any(one[end] and sure[end].met_by(one[end]) for end in ends)
    ]


def _overlap(one: Row, other: Row) -> bool:
    same = one["capture_id"] == other["capture_id"]
    return bool(same and one["start_char"] < other["end_char"] and other["start_char"] < one["end_char"])


_TOLD = ("start_char", "end_char", "exact", "capture_id", "read_in", "outlet")
_WORKED_OUT: Row = {
    **dict.fromkeys(("id", "decided_by", "note", "similarity", "basis", "by_way_of")),
    "status": "worked out",
}
_ALIGNED = """
SELECT a.id, d.source_id, d.basis, a.change, a.status, a.decided_by, a.note, a.similarity,
  p.id AS made_id, p.start_char AS made_start_char, p.end_char AS made_end_char, p.exact AS made_exact,
  p.capture_id AS made_capture_id, s.slug AS made_read_in, s.outlet AS made_outlet,
  o.id AS origin_id, o.start_char AS origin_start_char, o.end_char AS origin_end_char, o.exact AS origin_exact,
  o.capture_id AS origin_capture_id, t.slug AS origin_read_in, t.outlet AS origin_outlet
FROM derivations d CROSS JOIN alignments a ON a.derivation_id = d.id JOIN passages p ON p.id = a.passage_id
JOIN captures c ON c.id = p.capture_id JOIN sources s ON s.id = c.source_id
LEFT JOIN passages o ON o.id = a.origin_passage_id LEFT JOIN captures oc ON oc.id = o.capture_id
LEFT JOIN sources t ON t.id = oc.source_id
WHERE d.source_id IN (SELECT value FROM json_each(:made)) AND +d.origin_id IN (SELECT value FROM json_each(:origins))
  AND d.status <> 'rejected' AND a.status <> 'rejected' ORDER BY a.id LIMIT :most
"""
