"""Finding words in a document: exactly, or but for spaces, quote marks and dashes; never a lookalike.

What can't be found is reported with the nearest passage and the difference marked, and is never stored.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from .document import Words
from .text import Folded, clip, fold, is_bound, paragraph


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text in code points: `text[start:end] == exact`."""

    start: int
    end: int
    exact: str

    def holds(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Nearest:
    """The passage most like words that were not found; `marked` shows [-what was given-] and {+what stands there+}."""

    span: Span
    marked: str


class AnchorError(Exception):
    """Words that are not there, or in more than one place. The message is for the person who wrote them."""


class Finder:
    """Finds words in one text; folds it once, when first needed."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _folded(self) -> Folded:
        return fold(self.text)

    def places(self, words: str, within: tuple[int, int] | None = None) -> list[Span]:
        """Every place where the words stand, in reading order, at the bounds of words; `within` bounds the search."""
        low, high = within or (0, len(self.text))
        found = set(self._scan(self.text, words.strip(), None)) if words.strip() else set()
        needle = fold(words).text.strip()
        if needle:
            found |= set(self._scan(self._folded.text, needle, self._folded))
        spans = (Span(start, end, self.text[start:end]) for start, end in found if low <= start and end <= high)
        return sorted(spans)

    def _scan(self, haystack: str, needle: str, folded: Folded | None) -> list[tuple[int, int]]:
        found = []
        at = haystack.find(needle)
        while at >= 0:
            end = at + len(needle)
            if is_bound(haystack, at) and is_bound(haystack, end):
                span = folded.original(at, end) if folded else (at, end)
                if span:
                    found.append(span)
            at = haystack.find(needle, at + 1)
        return found

    def find(self, words: Words, within: tuple[int, int] | None = None, where: str = "the document") -> Span:
        """The one place that `words` mean. `where` names `within` in messages.

        `after` takes the first place behind other words, which must stand in one place themselves; `occurrence` counts
        places from 1. Raises AnchorError where the words are not there, or in several places and neither decides.
        """
        if not words.exact.strip():
            raise AnchorError("the words are empty")
        places = self.places(words.exact, within)
        if words.after is not None and places:
            behind = self.find(Words(words.after), within, where).end
            places = [place for place in places if place.start >= behind][: words.occurrence or 1]
            if not places:
                raise AnchorError(f"“{clip(words.exact)}” does not come after “{clip(words.after)}” in {where}")
        if not places:
            raise AnchorError(self._absent(words.exact, within, where))
        if words.occurrence is not None:
            if words.occurrence > len(places):
                raise AnchorError(
                    f"“{clip(words.exact)}” stands in {where} {_times(len(places))}; there is no occurrence {words.occurrence}"
                )
            return places[words.occurrence - 1]
        if len(places) > 1:
            raise AnchorError(
                f"“{clip(words.exact)}” stands in {where} {_times(len(places))}; "
                "say which: give more words, or `after:` other words, or `occurrence:` a number from 1"
            )
        return places[0]

    def _absent(self, words: str, within: tuple[int, int] | None, where: str) -> str:
        message = f"“{clip(words)}” is not in {where}"
        elsewhere = self.places(words) if within else []
        if elsewhere:
            return f"{message}, though it is elsewhere in the document; give `after:` words that stand before it there"
        nearest = self.nearest(words, within)
        if nearest is None:
            return f"{message}, nor anything like it"
        span = nearest.span
        return f"{message}; nearest, at {span.start}-{span.end}:\n      {nearest.marked}"

    def nearest(self, words: str, within: tuple[int, int] | None = None) -> Nearest | None:
        """The passage that shares most rare words, in most the same order; None where no word is shared."""
        low, high = within or (0, len(self.text))
        given = _tokens(fold(words).text)
        there = [
            (fold(match[0]).text, low + match.start(), low + match.end())
            for match in _TOKEN.finditer(self.text[low:high])
        ]
        known = set(given)
        counts = Counter(token for token, _, _ in there if token in known)
        places: dict[str, list[int]] = {}
        for index, (token, _, _) in enumerate(there):
            if token in known:
                places.setdefault(token, []).append(index)
        votes: dict[int, float] = {}
        slack = max(2, len(given) // 4)
        for index, token in enumerate(given):
            for place in places.get(token, ())[:2000]:
                for shift in range(-slack, slack + 1):
                    worth = 1 / counts[token] / (1 + abs(shift) / slack)
                    diagonal = place - index + shift
                    votes[diagonal] = votes.get(diagonal, 0) + worth
        if not votes:
            return None
        diagonal = max(votes, key=lambda key: (votes[key], -abs(key)))
        first, last = max(0, diagonal - slack), min(len(there), diagonal + len(given) + slack)
        window = [token for token, _, _ in there[first:last]]
        blocks = [block for block in SequenceMatcher(None, given, window, False).get_matching_blocks() if block.size]
        if not blocks:
            return None
        begin = max(0, blocks[0].b - blocks[0].a)
        end = min(len(window), blocks[-1].b + blocks[-1].size + len(given) - blocks[-1].a - blocks[-1].size)
        start_char, end_char = there[first + begin][1], there[first + end - 1][2]
        span = Span(start_char, end_char, self.text[start_char:end_char])
        return Nearest(span, mark(words, span.exact))

    def paragraph_of(self, span: Span) -> tuple[int, int]:
        return paragraph(self.text, span.start, span.end)


_TOKEN = re.compile(r"\w+|[^\w\s]")


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def mark(given: str, there: str) -> str:
    """The difference between two passages, word by word: [-given-]{+there+}, what they share as it is there."""
    left, right = (
        re.findall(r"\w+|\s+|[^\w\s]", " ".join(given.split())),
        re.findall(r"\w+|\s+|[^\w\s]", " ".join(there.split())),
    )
    out = []
    matcher = SequenceMatcher(None, [fold(token).text for token in left], [fold(token).text for token in right], False)
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        if kind == "equal":
            out.append("".join(right[b1:b2]))
            continue
        if a1 < a2:
            out.append("[-" + "".join(left[a1:a2]) + "-]")
        if b1 < b2:
            out.append("{+" + "".join(right[b1:b2]) + "+}")
    return "".join(out)
