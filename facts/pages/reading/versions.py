"""The versions of a thing said: the sentence in which each report set the words, and where that differs from the fullest.

What an edition shows of a text are stretches of it, with their places: all round the words on the desk, some letters beside
them in public. What is not shown is never taken for left out: where a sentence is not whole, only the words given are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ... import differences, sentences
from ...text import paragraph

BESIDE = 600  # characters of a text looked at on either side of words, for the sentence they stand in
LONG = 1500  # characters of a sentence that are shown
MORE = "…"
QUOTED, TOLD, AROUND, GAP = "quoted", "told", "around", "gap"
IN_MARKS = ("direct", "partial", "block", "term")
_FEW = 2  # so few words say nothing of what they are part of
TRIED = 40  # passages, the fullest, that each is held against
_ALIKE = (
    2  # one in so many of the words of the shorter stands in the other too: they give the same part of what was said
)


@dataclass(frozen=True, slots=True)
class Run:
    """Words that are quoted, told in the reporter's words, or stand around these; or the sign that something is between."""

    kind: str
    words: str


@dataclass(slots=True)
class Place:
    """A stretch of a text that is shown: where it begins, its characters, whether it is the text's own beginning or end."""

    start: int
    text: str
    first: bool = False
    last: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(eq=False)
class Passage:
    """A sentence, or several, in which a report gives the thing said. `whole`: nothing of it is hidden."""

    quotes: list[int]
    runs: list[Run] = field(default_factory=list)
    whole: bool = True

    def compared(self, given_alone: bool) -> list[Run]:
        """What is held against another's: all of it, or the words given."""
        return [run for run in self.runs if run.kind in (QUOTED, TOLD) or (run.kind == AROUND and not given_alone)]

    @cached_property
    def given(self) -> tuple[str, ...]:
        """The words given, folded for comparison; to be asked for when the runs are there."""
        return differences.compared(" ".join(run.words for run in self.compared(given_alone=True)))


def passages(quotes: Sequence[dict[str, Any]]) -> list[Passage]:
    """The quotations of one text, in the sentences they stand in; those that touch, or go on, are in one passage."""
    shown = sorted((one for one in quotes if one["exact"] is not None), key=lambda one: (one["start_char"], one["id"]))
    places = _places(shown)
    groups: list[list[tuple[dict[str, Any], Bounds]]] = []
    for one in shown:
        bounds = _bounds(one, places)
        mine = [
            group
            for group in groups
            if any(
                other["first_id"] == one["first_id"] or (there.low < bounds.high and bounds.low < there.high)
                for other, there in group
            )
        ]
        groups = [group for group in groups if group not in mine]
        groups.append([*(pair for group in mine for pair in group), (one, bounds)])
    groups.sort(key=lambda group: min(bounds.low for _, bounds in group))
    return [_passage([one for one, _ in group], [bounds for _, bounds in group]) for group in groups]


def _places(quotes: Iterable[dict[str, Any]]) -> list[Place]:
    """The stretches of the text that are shown, each character once."""
    found: list[Place] = []
    for one in quotes:
        if one["window"] is not None:
            start = max(one["start_char"] - BESIDE, 0)
            found.append(Place(start, one["window"], start == 0, len(one["window"]) < one["end_char"] + BESIDE - start))
        elif one["exact"] is not None and one["shown"] == "whole":
            prefix = one["prefix"] or ""
            found.append(Place(one["start_char"] - len(prefix), prefix + one["exact"] + (one["suffix"] or "")))
    joined: list[Place] = []
    for place in sorted(found, key=lambda place: place.start):
        before = joined[-1] if joined else None
        if before and place.start <= before.end:
            before.text += place.text[before.end - place.start :]
            before.last = before.last or place.last
        else:
            joined.append(place)
    return joined


@dataclass(frozen=True, slots=True)
class Bounds:
    """From where to where the sentences reach that hold words; `whole`: all of them is shown; `place`: where that is known.

    Without a place the words are shown with something left out in them, as those of quotation `of`.
    """

    low: int
    high: int
    whole: bool
    place: Place | None
    of: int


def _bounds(one: dict[str, Any], places: Sequence[Place]) -> Bounds:
    start, end = one["start_char"], one["end_char"]
    place = next((place for place in places if place.start <= start and end <= place.end), None)
    if place is None:
        return Bounds(start, end, False, None, one["id"])
    low, high = start - place.start, min(end - place.start, start - place.start + LONG)
    line = paragraph(place.text, low, high)
    touched = [
        found
        for found in sentences.sentences(place.text, *line, one["language"])
        if found.start < high and found.end > low
    ]
    first, last = min((low, *(found.start for found in touched))), max((high, *(found.end for found in touched)))
    # At the edge of what is shown a sentence may go on.
    whole = (place.text[:first].strip() != "" or place.first) and (place.text[last:].strip() != "" or place.last)
    return Bounds(place.start + first, place.start + last, whole and end - start <= LONG, place, one["id"])


def _passage(quotes: Sequence[dict[str, Any]], bounds: Sequence[Bounds]) -> Passage:
    found = Passage([one["id"] for one in quotes], whole=all(one.whole for one in bounds))
    for number, one in enumerate(_united(bounds)):
        if number:
            found.runs.append(Run(GAP, f" {MORE} "))
        elif not one.whole and one.low > 0:
            found.runs.append(Run(GAP, MORE))
        if one.place is None:
            [quote] = [quote for quote in quotes if quote["id"] == one.of]
            found.runs.append(Run(_kind(quote), " ".join(quote["exact"].split())))
        else:
            found.runs += _runs(one.place, one.low, min(one.high, one.low + 2 * LONG), quotes)
    if not found.whole:
        found.runs.append(Run(GAP, MORE))
    return found


def _united(bounds: Iterable[Bounds]) -> list[Bounds]:
    """Those that overlap as one; what has no place lies within them, or stands alone."""
    found: list[Bounds] = []
    for one in sorted(bounds, key=lambda one: (one.low, one.place is None)):
        before = found[-1] if found else None
        if before and one.low <= before.high and one.place and one.place is before.place:
            whole = before.whole and one.whole
            found[-1] = Bounds(before.low, max(one.high, before.high), whole, one.place, before.of)
        elif not (before and before.place is None and one.place and one.high <= before.high):
            found.append(one)
    return found


def _kind(one: dict[str, Any]) -> str:
    return QUOTED if one["form"] in IN_MARKS else TOLD


def _runs(place: Place, low: int, high: int, quotes: Iterable[dict[str, Any]]) -> list[Run]:
    """The stretch in runs of one kind; what is quoted within what is told is quoted."""
    kinds = [AROUND] * (high - low)
    for kind in (TOLD, QUOTED):
        for one in quotes:
            if _kind(one) == kind:
                first, last = max(one["start_char"], low), min(one["end_char"], high)
                kinds[first - low : last - low] = [kind] * max(last - first, 0)
    runs: list[Run] = []
    at = 0
    for end in range(1, len(kinds) + 1):
        if end == len(kinds) or kinds[end] != kinds[at]:
            runs.append(
                Run(kinds[at], re.sub(r"\s+", " ", place.text[low + at - place.start : low + end - place.start]))
            )
            at = end
    return runs


# One version against another


def alike(one: Passage, other: Passage) -> bool:
    """Whether two passages give the same part of what was said; a word or two may stand anywhere."""
    here, there = one.given, other.given
    fewer = min(len(set(here)), len(set(there)))
    return here == there != () or _FEW < fewer <= _ALIKE * len(set(here) & set(there))


def measures(found: Sequence[Passage]) -> dict[int, Passage]:
    """For each passage (by its place in the row) the fullest that gives the same part; of those as full, the first."""
    ranked = sorted(found, key=lambda one: -len(one.given))[:TRIED]
    known: dict[tuple[str, ...], Passage | None] = {}
    measured: dict[int, Passage] = {}
    for place, one in enumerate(found):
        if one.given not in known:
            known[one.given] = next((other for other in ranked if alike(one, other)), None)
        if (other := known[one.given]) is not None:
            measured[place] = other
    return measured


def plain(passage: Passage) -> list[dict[str, str]]:
    """A passage that is held against none."""
    return [{"where": "both", "kind": run.kind, "words": run.words} for run in passage.runs]


def aligned(here: Passage, there: Passage) -> list[dict[str, str]]:
    """A passage in parts: what stands in both, only `here`, or only `there`; where they are not whole, of the words given."""
    given_alone = not (here.whole and there.whole)
    mine, other = (_text(one.compared(given_alone), given_alone) for one in (here, there))
    walk = _Walk(here, given_alone)
    parts: list[dict[str, str]] = []
    before = ""  # what stands only here, at the place that was reached
    for part in differences.differences(mine, other):
        if part.where == "second":  # what is left out stands before what is put in its place
            at = next((at for at in range(len(parts), 0, -1) if parts[at - 1]["where"] != "here"), 0)
            parts.insert(at, {"where": "there", "kind": AROUND, "words": part.words})
            if _undotted(part.words) == _undotted(before):  # U.S. and US
                parts[at:] = [{**one, "where": "both"} for one in parts[at + 1 :]]
            before = ""
        else:
            before = part.words if part.where == "first" else ""
            parts += walk.on("here" if before else "both", _letters(part.words))
    return parts + walk.on("both", None)


def same_in_marks(here: Passage, there: Passage) -> bool | None:
    """Whether the words in quotation marks are the same, but for marks; None where one of the two has none."""
    mine, other = (_text([run for run in one.runs if run.kind == QUOTED], apart=True) for one in (here, there))
    return _undotted(mine) == _undotted(other) if mine and other else None


class _Walk:
    """Goes over the runs of a passage as far as so many letters; what is not compared is passed by."""

    def __init__(self, passage: Passage, given_alone: bool) -> None:
        counted = passage.compared(given_alone)
        self.rest = [(run.kind, run.words, any(run is one for one in counted)) for run in passage.runs]

    def on(self, where: str, letters: int | None) -> list[dict[str, str]]:
        """The next so many letters, with the spaces after them; all that is left for None."""
        found: list[dict[str, str]] = []
        while self.rest and (letters is None or letters > 0):
            kind, words, counted = self.rest.pop(0)
            if counted and letters is not None:
                cut = _after(words, letters)
                letters -= _letters(words[:cut])
                if words[cut:]:
                    self.rest.insert(0, (kind, words[cut:], True))
                words = words[:cut]
            if words:
                found.append({"where": where if counted else "both", "kind": kind, "words": words})
        return found


def _text(runs: Sequence[Run], apart: bool = False) -> str:
    """Words in a row; `apart` where something may have stood between them."""
    return " ".join(run.words for run in runs) if apart else "".join(run.words for run in runs)


def _letters(words: str) -> int:
    return len("".join(words.split()))


def _after(words: str, letters: int) -> int:
    """Where words go on after so many letters and the spaces that follow them."""
    at = 0
    while at < len(words) and (letters or words[at].isspace()):
        letters -= not words[at].isspace()
        at += 1
    return at


def _undotted(text: str) -> list[str]:
    """Words in which U.S. is US; points in figures count."""
    words = differences.compared(text)
    return [word if any(map(str.isdigit, word)) else word.replace(".", "") for word in words]
