"""Sentences of two texts that stand for each other, from runs of words that are the same."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np

from .articles import Aligned, Stretch
from .passages import Block, Passage
from .words import Words

# A full stop, a mark or bracket that closes, a space, and what may begin a sentence; or the end of a line. What is recorded in
# the end may be brought to the bounds that sentences.py finds.
_END = re.compile(r"(?<![.!?…])[.!?…]+[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9À-ÞА-Я])|(?<!\s)\s*\n\s*")
_TITLES = (
    *("Mr", "Ms", "Mrs", "Dr", "St", "Mt", "Gov", "Sen", "Rep", "Gen", "Lt", "Col", "Sgt", "Rev", "Prof", "No", "vs"),
    *("Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec"),
)
_LEAST = 4  # words that are the same make a counterpart of a sentence, or all of it
_MOST = 0.5  # of a sentence's words: where so many are matched, the whole of it stands for the other


def sentences(text: str) -> list[Stretch]:
    """The sentences of a text, roughly and quickly, in code points."""
    found, at = [], 0
    for match in _END.finditer(text):
        if match[0][0] == "." and "\n" not in match[0] and _abbreviated(text, match.start()):
            continue
        end = match.start() + len(match[0].rstrip())
        if end > at:
            found.append((at, end))
        at = match.end()
    if at < len(text.rstrip()):
        found.append((at, len(text.rstrip())))
    return found or [(0, len(text))]


def _abbreviated(text: str, stop: int) -> bool:
    """Whether a full stop follows an initial, or an abbreviation that stands before a name."""
    word = re.split(r"\W", text[max(stop - 6, 0) : stop])[-1]
    return (len(word) == 1 and word.isupper()) or word in _TITLES


class Sentences:
    """The sentences of a text with the words in each. Words that stand in none (left out) are nobody's.

    Nothing reaches over what is left out: a sentence that does is two, and `part` says of each word how many such stretches
    stand before it.
    """

    def __init__(self, spans: Sequence[Stretch], words: Words, left_out: Sequence[Stretch] = ()) -> None:
        self.spans = spans = list(_outside(spans, left_out)) or list(spans)
        self.part: list[int] = np.searchsorted([start for start, _ in left_out], words.start).tolist()
        of = np.searchsorted([start for start, _ in spans], words.start, side="right") - 1
        numbers = np.arange(len(spans))
        self.of: list[int] = of.tolist()
        self.first: list[int] = np.searchsorted(of, numbers).tolist()
        self.last: list[int] = np.searchsorted(of, numbers, side="right").tolist()
        self.start: list[int] = words.start.tolist()
        self.end: list[int] = words.end.tolist()

    def bound(self, low: int, high: int) -> Stretch:
        """From word `low` up to `high`, out to the bounds of its first and last sentence where most of these is in it."""
        start, end = self.start[low], self.end[high - 1]
        first, last = self.of[low], self.of[high - 1]
        if min(self.last[first], high) - low >= _MOST * (self.last[first] - self.first[first]):
            # A sign or two may stand before the first word; parts that were left out may not.
            start = max(self.spans[first][0], self.start[self.first[first]] - 1)
        if high - max(self.first[last], low) >= _MOST * (self.last[last] - self.first[last]):
            end = max(self.spans[last][1], end)
        return start, end

    def count(self, start: int, end: int) -> int:
        """How many words begin in a stretch."""
        return bisect_left(self.start, end) - bisect_left(self.start, start)


def _outside(spans: Sequence[Stretch], left_out: Sequence[Stretch]) -> Iterator[Stretch]:
    """What of some stretches lies outside of others; both in order, and each apart."""
    for start, end in spans:
        for low, high in left_out[bisect_left(left_out, start, key=lambda stretch: stretch[1]) :]:
            if low >= end:
                break
            if start < low:
                yield start, low
            start = max(start, high)
        if start < end:
            yield start, end


def counterparts(one: Sentences, other: Sentences, passages: Sequence[Passage]) -> list[Aligned]:
    """Passages, sentence by sentence of `one`, with what stands for each in the other; neighbours that are the same as one."""
    found: list[tuple[Aligned, Parts]] = []
    for passage in passages:
        for blocks in _by_sentence(one, other, passage.blocks):
            (low, other_low, _), (last, other_last, size) = blocks[0], blocks[-1]
            matched = sum(count for _, _, count in blocks)
            sentence = one.of[low]
            if matched < min(_LEAST, one.last[sentence] - one.first[sentence]):
                continue
            start, end = one.bound(low, last + size)
            other_start, other_end = other.bound(other_low, other_last + size)
            longer = max(one.count(start, end), other.count(other_start, other_end), 1)
            aligned = Aligned(start, end, other_start, other_end, round(min(matched / longer, 1.0), 3))
            found.append((aligned, (one.part[low], other.part[other_low])))
    return _joined(found)


Parts = tuple[int, int]  # between which of the stretches that are left out, in the one and in the other


def _within_parts(one: Sentences, other: Sentences, blocks: Sequence[Block]) -> Iterator[Block]:
    """Runs of the same words, cut where something is left out between two words of either text."""
    for start, other_start, size in blocks:
        if (
            one.part[start] == one.part[start + size - 1]
            and other.part[other_start] == other.part[other_start + size - 1]
        ):
            yield start, other_start, size
            continue
        low = 0
        for at in range(1, size + 1):
            if (
                at == size
                or one.part[start + at] != one.part[start + low]
                or other.part[other_start + at] != other.part[other_start + low]
            ):
                yield start + low, other_start + low, at - low
                low = at


def _by_sentence(one: Sentences, other: Sentences, blocks: Sequence[Block]) -> list[list[Block]]:
    """Runs of the same words, cut where a sentence of `one` ends."""
    found: list[list[Block]] = []
    current = (-1, -1)
    for start, other_start, size in _within_parts(one, other, blocks):
        at = start
        while at < start + size:
            sentence = one.of[at]
            end = min(one.last[sentence], start + size)
            if (sentence, other.part[other_start]) != current:
                found.append([])
                current = (sentence, other.part[other_start])
                # Sentences that are the same from end to end are one piece.
                while at == one.first[sentence] and end < start + size and one.last[one.of[end]] <= start + size:
                    end = one.last[one.of[end]]
            found[-1].append((at, other_start + at - start, end - at))
            at = end
    return found


def _joined(found: Sequence[tuple[Aligned, Parts]]) -> list[Aligned]:
    """Neighbours that are the same as one passage."""
    kept: list[Aligned] = []
    last: Parts | None = None
    for one, parts in found:
        before, last = kept[-1] if kept and parts == last else None, parts
        if (
            before
            and before.similarity == one.similarity == 1.0
            and 0 <= one.start - before.end <= 3
            and 0 <= one.other_start - before.other_end <= 3
        ):
            kept[-1] = Aligned(before.start, one.end, before.other_start, one.other_end, 1.0)
        else:
            kept.append(one)
    return kept
