"""Sentences of two texts that stand for each other, from runs of words that are the same."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from .articles import Aligned, Stretch
from .passages import Block, Passage
from .words import Places, Words

# A full stop, a mark or bracket that closes, a space, and what may begin a sentence; or the end of a line. What is recorded in
# the end may be brought to the bounds that sentences.py finds.
_END = re.compile(r"[.!?…]+[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9À-ÞА-Я])|\s*\n\s*")
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
    """The sentences of a text with the words in each. Words that stand in none (left out) are nobody's."""

    def __init__(self, spans: Sequence[Stretch], words: Words) -> None:
        self.spans = spans
        begins = np.array([start for start, _ in spans])
        self.of: Places = np.searchsorted(begins, words.start, side="right") - 1
        self.first = np.searchsorted(self.of, np.arange(len(spans))).tolist()
        self.last = np.searchsorted(self.of, np.arange(len(spans)), side="right").tolist()
        self.words = words

    def bound(self, low: int, high: int) -> Stretch:
        """From word `low` up to `high`, out to the bounds of its first and last sentence where most of these is in it."""
        words = self.words
        start, end = int(words.start[low]), int(words.end[high - 1])
        first, last = int(self.of[low]), int(self.of[high - 1])
        if min(self.last[first], high) - low >= _MOST * (self.last[first] - self.first[first]):
            start = max(self.spans[first][0], self._after_left_out(first))
        if high - max(self.first[last], low) >= _MOST * (self.last[last] - self.first[last]):
            end = self.spans[last][1]
        return start, max(end, int(words.end[high - 1]))

    def _after_left_out(self, sentence: int) -> int:
        """Where a sentence begins, but for light signs before its first word."""
        return int(self.words.start[self.first[sentence]]) - 1 if self.first[sentence] < len(self.words) else 0


def counterparts(one: Sentences, other: Sentences, passages: Sequence[Passage]) -> list[Aligned]:
    """Passages, sentence by sentence of `one`, with what stands for each in the other; neighbours that are the same as one."""
    found: list[Aligned] = []
    for passage in passages:
        for blocks in _by_sentence(one, passage.blocks):
            (low, other_low, _), (last, other_last, size) = blocks[0], blocks[-1]
            matched = sum(count for _, _, count in blocks)
            sentence = int(one.of[low])
            if matched < min(_LEAST, one.last[sentence] - one.first[sentence]):
                continue
            start, end = one.bound(low, last + size)
            other_start, other_end = other.bound(other_low, other_last + size)
            here = int(np.searchsorted(one.words.start, end) - np.searchsorted(one.words.start, start))
            there = int(np.searchsorted(other.words.start, other_end) - np.searchsorted(other.words.start, other_start))
            found.append(Aligned(start, end, other_start, other_end, round(min(matched / max(here, there, 1), 1.0), 3)))
    return _joined(found)


def _by_sentence(one: Sentences, blocks: Sequence[Block]) -> list[list[Block]]:
    """Runs of the same words, cut where a sentence of `one` ends."""
    found: dict[int, list[Block]] = {}
    for start, other_start, size in blocks:
        at = start
        while at < start + size:
            sentence = int(one.of[at])
            end = min(one.last[sentence], start + size)
            found.setdefault(sentence, []).append((at, other_start + at - start, end - at))
            at = end
    return [part for _, part in sorted(found.items())]


def _joined(found: Sequence[Aligned]) -> list[Aligned]:
    """Neighbours that are the same as one passage."""
    kept: list[Aligned] = []
    for one in found:
        before = kept[-1] if kept else None
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
