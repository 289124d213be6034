"""Where the words of two passages differ, word by word. Marks, spaces, case and encodings are folded away for comparison."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from typing import Literal

from .text import fold

# Marks over letters, soft hyphens and joiners are part of a word, though no letters.
_LETTERS = r"\w[\w\u0300-\u036f\u00ad\u200c\u200d]*"
_WORD = re.compile(rf"{_LETTERS}(?:['’.,-]{_LETTERS})*")
MOST = 3000  # words of a passage; of longer ones the beginning is compared


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words: the same in both, or only in the `first`, or only in the `second`. `words` as they stand there."""

    where: Literal["both", "first", "second"]
    words: str


def differences(first: str, second: str) -> list[Part]:
    """The two passages as one row of parts; what stands in the first alone comes before what stands there in the second."""
    found: list[Part] = []
    here, there = _words(first), _words(second)
    for tag, low, high, other_low, other_high in _matched(here, there):
        if tag == "equal":
            found.append(Part("both", _text(first, here, low, high)))
            continue
        if high > low:
            found.append(Part("first", _text(first, here, low, high)))
        if other_high > other_low:
            found.append(Part("second", _text(second, there, other_low, other_high)))
    return found


def shared_stretch(first: str, second: str, beyond: int) -> tuple[str, str]:
    """Both passages without a beginning or an end of more than `beyond` words that has no counterpart in the other.

    A sentence that was cut in the copy, or to which something was added, is compared as far as both have it.
    """
    here, there = _words(first), _words(second)
    equal = [code for code in _matched(here, there) if code[0] == "equal"]
    if not equal:
        return first, second
    (_, low, _, other_low, _), (_, _, high, _, other_high) = equal[0], equal[-1]
    if abs(low - other_low) > beyond:
        low, other_low = max(low - other_low, 0), max(other_low - low, 0)
    else:
        low = other_low = 0
    rest, other_rest = len(here) - high, len(there) - other_high
    if abs(rest - other_rest) > beyond:
        high, other_high = high + min(rest, other_rest), other_high + min(rest, other_rest)
    else:
        high, other_high = len(here), len(there)
    return _stretch(first, here, low, high), _stretch(second, there, other_low, other_high)


def marked(parts: Sequence[Part]) -> str:
    """The parts in a line of plain text: [-first alone-] {+second alone+}, as wdiff writes them."""
    signs = {"both": "{}", "first": "[-{}-]", "second": "{{+{}+}}"}
    return " ".join(signs[part.where].format(part.words) for part in parts)


def compared(text: str) -> tuple[str, ...]:
    """The words of a passage as they are compared, however many they are."""
    return tuple(map(_folded, _WORD.findall(text)))


Token = tuple[str, int, int]  # folded for comparison, from, to


def _words(text: str) -> list[Token]:
    return [(_folded(match[0]), *match.span()) for match in islice(_WORD.finditer(text), MOST)]


def _folded(word: str) -> str:
    return word.casefold() if word.isascii() else fold(word).text.casefold()


def _matched(here: Sequence[Token], there: Sequence[Token]) -> Sequence[tuple[str, int, int, int, int]]:
    one, other = [w for w, _, _ in here], [w for w, _, _ in there]
    if (at := _within(other, one)) is not None:
        end = at + len(other)
        codes = [
            ("delete", 0, at, 0, 0),
            ("equal", at, end, 0, end - at),
            ("delete", end, len(one), end - at, end - at),
        ]
        return [code for code in codes if code[1] < code[2]]
    if (at := _within(one, other)) is not None:
        end = at + len(one)
        codes = [
            ("insert", 0, 0, 0, at),
            ("equal", 0, end - at, at, end),
            ("insert", end - at, end - at, end, len(other)),
        ]
        return [code for code in codes if code[3] < code[4]]
    return SequenceMatcher(None, one, other, False).get_opcodes()


def _within(some: Sequence[str], words: Sequence[str]) -> int | None:
    """Where one row of words stands in another as a whole: most quotations are cut, and difflib would take long to say so."""
    if not 0 < len(some) <= len(words):
        return None
    starts = (at for at in range(len(words) - len(some) + 1) if words[at] == some[0])
    return next((at for at in starts if words[at : at + len(some)] == some), None)


def _text(text: str, words: Sequence[Token], low: int, high: int) -> str:
    """Words as they stand, with the marks that follow them."""
    end = words[high][1] if high < len(words) else len(text)
    start = 0 if low == 0 else words[low][1]
    return " ".join(text[start:end].split())


def _stretch(text: str, words: Sequence[Token], low: int, high: int) -> str:
    start = 0 if low == 0 else words[low][1]
    end = len(text) if high >= len(words) else words[high - 1][2]
    return text[start:end].strip()
