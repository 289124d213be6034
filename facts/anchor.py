"""Finding words in a document: exactly, or but for spaces, quote marks and dashes; never a lookalike.

What can't be found is reported with the nearest passage and the difference marked, and is never stored.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
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

    @cached_property
    def _tokens(self) -> list[tuple[str, int, int]]:
        """Every word and mark of the folded text, with its bounds in the text."""
        starts, ends = self._folded.starts, self._folded.ends
        found = _TOKEN.finditer(self._folded.text)
        return [(match[0], starts[match.start()], ends[match.end() - 1]) for match in found]

    def places(self, words: str, within: tuple[int, int] | None = None, outside: tuple[Span, ...] = ()) -> list[Span]:
        """Every place where the words stand, in reading order, at the bounds of words.

        `within` bounds the search; places that touch a span of `outside` are left out.
        """
        needle, folded = fold(words).text.strip(), self._folded
        low, high = within or (0, len(self.text))
        first, last = bisect_left(folded.starts, low), bisect_right(folded.ends, high)
        found = []
        at = folded.text.find(needle, first, last) if needle else -1
        while at >= 0:
            end = at + len(needle)
            whole = is_bound(folded.text, at) and is_bound(folded.text, end) and not _NEGATED.match(folded.text, end)
            span = folded.original(at, end) if whole else None
            clear = span and not any(span[0] < other.end and span[1] > other.start for other in outside)
            if span and clear and low <= span[0] and span[1] <= high:
                found.append(Span(*span, self.text[span[0] : span[1]]))
            at = folded.text.find(needle, at + 1, last)
        return found

    def find(
        self,
        words: Words,
        within: tuple[int, int] | None = None,
        where: str = "the document",
        outside: tuple[Span, ...] = (),
    ) -> Span:
        """The one place that `words` mean. `where` names `within` in messages; `outside` as in `places`.

        `after` takes the first place behind other words, which must stand in one place themselves; `occurrence` counts
        places from 1. Raises AnchorError where the words are not there, or in several places and neither decides.
        """
        if not fold(words.exact).text.strip():
            raise AnchorError("the words are empty")
        if words.occurrence is not None and words.occurrence < 1:
            raise AnchorError(f"occurrence {words.occurrence}: occurrences are counted from 1")
        places = self.places(words.exact, within, outside)
        if words.after is not None and places:
            behind = self.find(Words(words.after), within, where).end
            places = [place for place in places if place.start >= behind]
            if not places:
                raise AnchorError(f"“{clip(words.exact)}” does not come after “{clip(words.after)}” in {where}")
            where = f"{where}, after “{clip(words.after)}”,"
            if words.occurrence is None:
                return places[0]
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
        given = [match[0] for match in _TOKEN.finditer(fold(words).text)]
        there = [token for token in self._tokens if low <= token[1] and token[2] <= high] if within else self._tokens
        first, last = _window(given, [token for token, _, _ in there])
        window = [token for token, _, _ in there[first:last]]
        blocks = [block for block in SequenceMatcher(None, given, window, False).get_matching_blocks() if block.size]
        if not blocks:
            return None
        begin = max(0, blocks[0].b - blocks[0].a)
        end = min(len(window), blocks[-1].b + len(given) - blocks[-1].a)
        start_char, end_char = there[first + begin][1], there[first + end - 1][2]
        span = Span(start_char, end_char, self.text[start_char:end_char])
        return Nearest(span, mark(words, span.exact))

    def paragraph_of(self, span: Span) -> tuple[int, int]:
        return paragraph(self.text, span.start, span.end)


_NEGATED = re.compile(r"(?<=\bcan)'t\b|(?<=\bwon)'t\b")  # "we can" is not said by "we can't"
_TOKEN = re.compile(r"\w+|[^\w\s]")
_PIECE = re.compile(r"\w+|\s+|[^\w\s]")


def _window(given: list[str], there: list[str]) -> tuple[int, int]:
    """The stretch of `there` most like `given`, with some slack: each shared word votes for where it would begin.

    Rare words weigh more. Votes are counted in buckets as wide as the slack, each also in the bucket before.
    """
    slack = max(2, len(given) // 4)
    known = {token for token in given if token[0].isalnum()}
    places: dict[str, list[int]] = {}
    for index, token in enumerate(there):
        if token in known:
            places.setdefault(token, []).append(index)
    votes: dict[int, float] = {}
    for index, token in enumerate(given):
        found = places.get(token, ())
        for place in found[:2000]:
            bucket = (place - index) // slack
            for near in (bucket - 1, bucket):
                votes[near] = votes.get(near, 0) + 1 / len(found)
    if not votes:
        return 0, 0
    start = max(votes, key=lambda key: (votes[key], -key)) * slack
    return max(0, start - slack), max(0, start + 2 * slack + len(given) + slack)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def mark(given: str, there: str) -> str:
    """The difference between two passages, word by word: [-given-]{+there+}, what they share as it is there.

    What folding makes alike (spaces, kinds of marks and dashes, broken characters) is no difference.
    """
    wrong, right = fold(given.strip()), fold(there.strip())
    left, pieces = _PIECE.findall(wrong.text), list(_PIECE.finditer(right.text))
    stood = there.strip()

    def shown(first: int, last: int) -> str:
        start, end = right.starts[pieces[first].start()], right.ends[pieces[last - 1].end() - 1]
        return " ".join(stood[start:end].split("\n"))

    out = []
    matcher = SequenceMatcher(None, left, [piece[0] for piece in pieces], False)
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        if kind == "equal":
            out.append(shown(b1, b2))
            continue
        if a1 < a2:
            out.append("[-" + "".join(left[a1:a2]) + "-]")
        if b1 < b2:
            out.append("{+" + shown(b1, b2) + "+}")
    return "".join(out)
