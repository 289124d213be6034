"""A text as a page shows it: its paragraphs in pieces, each of which knows what is recorded of its words.

Recorded stretches lie within and across each other. So the text is cut wherever one of them begins or ends; a piece lies
wholly inside or outside of each.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest

from ...differences import compared
from .parts import Row, around, ids, rows

STRETCHES = 2000  # of a text
LONGEST = 200_000  # characters of a text on a page
_OVER = 12  # stretches that a piece names, the shortest first
_WRAPPED = 100  # a line shorter than this goes on in the next, where no empty line lies between
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")


def stretches(connection: sqlite3.Connection, capture: int, all_of_them: bool) -> list[Row]:
    """The recorded stretches of a text in its order, with the quotations and the evidence that hang on each.

    Others, such as the words that attribute a quotation, only with `all_of_them`: where a text may not be shown they are
    what there is of it.
    """
    found = {one["id"]: one for one in rows(connection, _STRETCHES, capture=capture, most=STRETCHES)}
    for one in found.values():
        one.update(quotes=[], evidence=[])
        if all_of_them:
            one["prefix"], one["suffix"] = around(one["prefix"], one["suffix"])
    quotes = rows(connection, _QUOTES, capture=capture, most=2 * STRETCHES)
    ways = _heard(connection, (one["first"] for one in quotes))
    for quote in quotes:
        if quote["passage_id"] in found:
            quote["heard_from"] = ways.get(quote.pop("first"), [])
            found[quote["passage_id"]]["quotes"].append(quote)
    for piece in rows(connection, _EVIDENCE, capture=capture, most=5 * STRETCHES):
        if piece["passage_id"] in found:
            found[piece["passage_id"]]["evidence"].append(piece)
    bearing = [one for one in found.values() if one["quotes"] or one["evidence"]]
    if all_of_them:
        held = _Held(one for one in bearing if one["exact"] is not None)
        bearing += [
            one
            for one in found.values()
            if not (one["quotes"] or one["evidence"] or held.covers(one["start_char"], one["end_char"]))
            and (one["exact"] is None or len(compared(one["exact"])) > 2)  # “said” alone tells nothing
        ]
        bearing.sort(key=lambda one: (one["exact"] is None, one["start_char"], -one["end_char"]))
    for number, one in enumerate(bearing, 1):
        one["number"] = number
    return bearing


class _Held:
    """Stretches that are told, to ask whether another lies within one of them."""

    def __init__(self, some: Iterable[Row]) -> None:
        self.reach: list[tuple[int, int]] = []  # from where on, and how far the farthest so far reaches
        for one in sorted(some, key=lambda one: (one["start_char"], -one["end_char"])):
            farthest = max(one["end_char"], self.reach[-1][1] if self.reach else 0)
            self.reach.append((one["start_char"], farthest))

    def covers(self, start: int, end: int) -> bool:
        return any(low <= start and high >= end for low, high in self.reach)


def _heard(connection: sqlite3.Connection, firsts: Iterable[int]) -> dict[int, list[Row]]:
    """By quotation: whom the text names as having passed it on, nearest the reader first."""
    found: dict[int, list[Row]] = {}
    for hop in rows(connection, _HOPS, ids=ids(firsts)):
        found.setdefault(hop.pop("quote_id"), []).append(hop)
    return found


def blocks(text: str, segments: Sequence[Row], marked: Sequence[Row]) -> list[Row]:
    """The paragraphs of a text, each of a kind and in pieces: `words`, where they `start`, and the `marks` over them.

    Marks are numbers of stretches, the shortest first. Each stretch gets `at`: the place of its first piece.
    """
    bounds = sorted({0, *(one[end] for one in marked for end in ("start_char", "end_char"))})
    waiting = sorted(marked, key=lambda one: one["start_char"], reverse=True)
    active: list[Row] = []
    found: list[Row] = []
    place = next_bound = 0
    for low, high, kind in _paragraphs(text, segments):
        pieces = []
        at = low
        while at < high:
            while next_bound < len(bounds) and bounds[next_bound] <= at:
                next_bound += 1
            end = min(high, bounds[next_bound] if next_bound < len(bounds) else high)
            while waiting and waiting[-1]["start_char"] <= at:
                active.append(waiting.pop())
            active = [one for one in active if one["end_char"] > at]
            over = nsmallest(_OVER, active, key=lambda one: (one["end_char"] - one["start_char"], one["number"]))
            pieces.append({"words": text[at:end], "start": at, "at": place, "marks": [one["number"] for one in over]})
            for one in over:
                one.setdefault("at", place)
            place += 1
            at = end
        found.append({"kind": kind, "start": low, "pieces": pieces})
    return found


def _paragraphs(text: str, segments: Sequence[Row]) -> Iterator[tuple[int, int, str | None]]:
    """From where to where, and of which kind. Short lines that follow each other are one; empty ones are left out."""
    held: tuple[int, int, str | None] | None = None
    last, lines = 0, _lines(text, segments)
    for low, high, kind in lines:
        near = held is not None and text[held[1] : low].strip(" \t") in ("\n", "\r\n", "\r", "\u2028", "\u2029")
        if held and near and held[2] == kind and held[1] - last < _WRAPPED and kind != "headline":
            held = (held[0], high, kind)
        else:
            if held:
                yield held
            held = (low, high, kind)
        last = low
    if held:
        yield held


def _lines(text: str, segments: Sequence[Row]) -> Iterator[tuple[int, int, str | None]]:
    waiting = sorted(segments, key=lambda one: one["start_char"], reverse=True)
    active: list[Row] = []
    for line in _LINE.finditer(text):
        if not line[0].strip():
            continue
        low = line.start() + len(line[0]) - len(line[0].lstrip())
        high = line.start() + len(line[0].rstrip())
        while waiting and waiting[-1]["start_char"] < high:
            active.append(waiting.pop())
        active = [one for one in active if one["end_char"] > low]
        most, kind = 0, None
        for one in sorted(active, key=lambda one: one["end_char"] - one["start_char"]):
            shared = min(high, one["end_char"]) - max(low, one["start_char"])
            if shared > most:
                most, kind = shared, str(one["kind"])
        yield low, high, kind


_STRETCHES = """
SELECT p.id, p.start_char, p.end_char, p.exact, p.prefix, p.suffix, p.shown FROM passages p WHERE p.capture_id = :capture
ORDER BY p.start_char, p.end_char DESC, p.id LIMIT :most
"""
_QUOTES = """
SELECT q.id, q.passage_id, f.id AS first, q.form, q.fidelity, q.continues_id IS NOT NULL AS continues, x.name AS speaker,
  x.slug AS speaker_slug, cue.exact AS cue, w.exact AS said, u.slug AS utterance
FROM passages p CROSS JOIN quotes q ON q.passage_id = p.id
JOIN quotes f ON f.id = COALESCE(q.continues_id, q.id)
LEFT JOIN entities x ON x.id = q.whose_id
LEFT JOIN passages cue ON cue.id = f.cue_passage_id
LEFT JOIN passages w ON w.id = f.when_passage_id
LEFT JOIN utterances u ON u.id = q.of_utterance_id
WHERE p.capture_id = :capture ORDER BY p.start_char, q.part, q.id LIMIT :most
"""
_HOPS = """
SELECT a.quote_id, a.basis, COALESCE(x.name, s.outlet) AS name, COALESCE(x.slug, s.slug) AS slug,
  CASE WHEN x.id IS NOT NULL THEN 'entities' ELSE 'sources' END AS kind
FROM attributions a LEFT JOIN entities x ON x.id = a.entity_id LEFT JOIN sources s ON s.id = a.source_id
WHERE a.quote_id IN (SELECT value FROM json_each(:ids)) ORDER BY a.quote_id, a.position
"""
_EVIDENCE = """
SELECT e.id, e.passage_id, e.stance, e.note, m.id AS claim_id, m.slug AS claim, m.text, x.name AS speaker
FROM passages p CROSS JOIN evidence e ON e.passage_id = p.id JOIN claims m ON m.id = e.claim_id
LEFT JOIN quotes q ON q.id = e.quote_id LEFT JOIN entities x ON x.id = q.whose_id
WHERE p.capture_id = :capture ORDER BY p.start_char, e.id LIMIT :most
"""
