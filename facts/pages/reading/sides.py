"""One of two compared texts: its sentences, or the excerpts that may be shown; its quotations; its claims."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ... import differences
from ...sentences import sentences
from .parts import MOST, Row, row, rows
from .stretches import LONGEST, stretches

_PARTS = ("headline", "body", "block_quote", "caption")  # what an outlet tells; the rest stands round it


@dataclass(frozen=True)
class Side:
    """A text as it is compared. `text` is None where its rights allow no more than excerpts."""

    capture: int
    text: str | None
    language: str | None
    segments: list[Row]
    stretches: list[Row]

    @cached_property
    def sentences(self) -> list[Row]:
        """Its sentences; where the text may not be shown, the excerpts."""
        if self.text is None:
            return [_told(one) for one in _outermost(self.stretches)]
        parts = [(one["start_char"], one["end_char"]) for one in self.segments if one["kind"] in _PARTS]
        found = []
        for low, high in parts or [(0, len(self.text))]:
            for span in sentences(self.text, low, min(high, len(self.text)), self.language):
                found.append(_told({"start_char": span.start, "end_char": span.end, "exact": span.exact}))
        return found

    @cached_property
    def quotes(self) -> list[Row]:
        """Its quotations, each with its `words` as they are compared, and `same`: what another with the same reports too."""
        found = []
        for stretch in self.stretches:
            for quote in stretch["quotes"]:
                words = differences.compared(stretch["exact"] or "")
                same: object = quote["utterance"] or words or quote["id"]
                found.append({**quote, **_told(stretch), "words": words, "same": same})
        return found


def side(connection: sqlite3.Connection, capture: Row) -> Side:
    """A capture, with what is recorded of it."""
    held = row(
        connection, "SELECT substr(text, 1, :most) AS text FROM captures WHERE id = :id", id=capture["id"], most=LONGEST
    )
    segments = rows(connection, _SEGMENTS, capture=capture["id"], most=10 * MOST)
    found = stretches(connection, capture["id"], False)
    return Side(capture["id"], held["text"] if held else None, capture["language"], segments, found)


def free(of: Side, counterparts: Iterable[Row | None]) -> list[Row]:
    """The sentences of a text of which nothing in the other is a counterpart, in the order of the text."""
    taken = Taken(one for one in counterparts if one)
    return [one for one in of.sentences if not taken.met_by(one, of.capture)]


def alone(of: Side, counterparts: Sequence[Row | None]) -> Row:
    """The same as a page shows it: no more than a list holds, and how many there are that may not be told."""
    found = free(of, counterparts)
    taken = Taken(one for one in counterparts if one)
    held_back = (one for one in of.stretches if of.text is None and one["exact"] is None)
    return {
        "sentences": found[:MOST],
        "more": max(len(found) - MOST, 0),
        "withheld": sum(not taken.met_by(one, of.capture) for one in held_back),
    }


def claims(here: Side, there: Side) -> Row:
    """The claims that both bear on, and those of one alone."""
    of = [_claims(here), _claims(there)]
    both = [
        {**one, "stances": one["stances"], "other_stances": of[1][id_]["stances"]}
        for id_, one in of[0].items()
        if id_ in of[1]
    ]
    only = [[one for id_, one in mine.items() if id_ not in other] for mine, other in (of, of[::-1])]
    return {"claims_both": both, "claims_first": only[0], "claims_second": only[1]}


def nothing() -> dict[str, Any]:
    """What a comparison holds where there are no two texts to compare."""
    none = {"sentences": [], "more": 0, "withheld": 0}
    lists: dict[str, Any] = {
        name: [] for name in ("pairs", "quotations", "claims_both", "claims_first", "claims_second", "claims_related")
    }
    return {**lists, "more_pairs": 0, "only_first": none, "only_second": none}


def _claims(of: Side) -> dict[int, Row]:
    found: dict[int, Row] = {}
    for stretch in of.stretches:
        for piece in stretch["evidence"]:
            claim = found.setdefault(
                piece["claim_id"],
                {"claim_id": piece["claim_id"], "slug": piece["claim"], "text": piece["text"], "stances": []},
            )
            if piece["stance"] not in claim["stances"]:
                claim["stances"].append(piece["stance"])
    return found


def _told(one: Row) -> Row:
    return {name: one[name] for name in ("start_char", "end_char", "exact")}


def _outermost(some: Iterable[Row]) -> list[Row]:
    """The excerpts that may be told, without those that lie within another."""
    found: list[Row] = []
    for one in some:  # in the order of the text, the longer first
        if one["exact"] is not None and not (found and found[-1]["end_char"] >= one["end_char"]):
            found.append(one)
    return found


class Taken:
    """Stretches of texts, to ask whether another meets one of them."""

    def __init__(self, some: Iterable[Row]) -> None:
        self.starts: dict[int, list[int]] = {}
        self.reach: dict[int, list[int]] = {}  # how far the farthest so far reaches
        for one in sorted(some, key=lambda one: (one["start_char"], one["end_char"])):
            reach = self.reach.setdefault(one["capture_id"], [])
            self.starts.setdefault(one["capture_id"], []).append(one["start_char"])
            reach.append(max(one["end_char"], reach[-1] if reach else 0))

    def met_by(self, one: Row, capture: int | None = None) -> bool:
        """Whether one of them shares a character with this one, in its capture or in the one named."""
        capture = one["capture_id"] if capture is None else capture
        before = bisect_left(self.starts.get(capture, []), one["end_char"])  # those that begin before its end
        return bool(before) and bool(self.reach[capture][before - 1] > one["start_char"])


_SEGMENTS = """
SELECT start_char, end_char, kind FROM segments WHERE capture_id = :capture AND kind <> 'comment'
ORDER BY start_char LIMIT :most
"""
