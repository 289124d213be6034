"""Words that texts share: where a row of them stands in each, however it is written. Offsets are code points."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import groupby
from unicodedata import category, normalize

GRAM = 4  # so many words in a row, in two copies, are one text
SAME = 2 * GRAM - 1  # so many words in a row, in a text of our own, are the document's

# Scripts that set no spaces between words (Thai, Lao, Tibetan, Burmese, Khmer, Balinese, kana, Han, Yi, Javanese and their
# neighbours): there a letter counts as a word.
_UNSPACED = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1a20-\u1aaf\u1b00-\u1bff\u3040-\u312f\u3400-\u9fff\ua000-\ua4cf\ua980-\ua9ff"
    "\uaa00-\uaadf\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)


def _marks() -> str:
    """Marks that are set over or under a letter, soft hyphens and joiners, as a regular expression has them in brackets."""
    found = [code for code in (0xAD, *range(0x300, 0xFF00)) if category(chr(code)) in ("Mn", "Me", "Cf")]
    runs = [list(run) for _, run in groupby(enumerate(found), key=lambda pair: pair[1] - pair[0])]
    return "".join(f"{chr(run[0][1])}-{chr(run[-1][1])}" for run in runs)


_MARKS = _marks()
WORD = re.compile(rf"[{_UNSPACED}][{_MARKS}]*|(?:(?![{_UNSPACED}])[^\W_][{_MARKS}]*)+")
_ASCII = re.compile(r"[^\W_]+", re.ASCII)  # the same, where no other letters are

Interval = tuple[int, int]
Portion = tuple[int, int, int]  # a row of GRAM words, by its number, and from which to which of them


class Copies:
    """Where the words of each of some texts stand, in it and in the others. `texts` are by number."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        self.words: dict[int, list[Interval]] = {}
        self.keys: dict[int, list[int]] = {}
        self.first: dict[int, tuple[int, int]] = {}  # where each row of words stands first: a text, and a word in it
        self.again: dict[int, list[tuple[int, int]]] = {}  # all the places of those that stand in several
        for number, text in texts.items():
            self.words[number], self.keys[number] = _grams(text)
            for at, key in enumerate(self.keys[number]):
                if (first := self.first.setdefault(key, (number, at))) != (number, at):
                    self.again.setdefault(key, [first]).append((number, at))
        # Which rows of a text stand elsewhere too, in order.
        self.doubled = {
            number: [at for at, key in enumerate(keys) if key in self.again] for number, keys in self.keys.items()
        }

    def portions(self, text: int, start: int, end: int) -> Iterator[Portion]:
        """The words between `start` and `end` of `text` that stand elsewhere too, as parts of the rows they are in.

        A few words are found by those around them: what follows and precedes them is the same in a copy.
        """
        if not (doubled := self.doubled[text]):
            return
        words, keys = self.words[text], self.keys[text]
        first = bisect_left(words, (start, start))
        while first and words[first - 1][1] > start:
            first -= 1
        last = bisect_left(words, (end, end))
        for at in doubled[bisect_left(doubled, first - GRAM + 1) : bisect_left(doubled, last)]:
            yield keys[at], max(at, first) - at, min(at + GRAM, last) - at

    def places(self, portion: Portion) -> Iterator[tuple[int, Interval]]:
        """Every text and stretch in which these words stand."""
        key, low, high = portion
        for text, at in self.again.get(key) or [self.first[key]]:
            yield text, (self.words[text][at + low][0], self.words[text][at + high - 1][1])

    def repeated(self, words: str) -> Iterator[Portion]:
        """The rows of words in which `words` has SAME in a row that stand in the texts too."""
        for window in _windows(words, self.first):
            yield from ((key, 0, GRAM) for key in window)

    def alone_say(self, words: str, others: Copies) -> bool:
        """Whether SAME words in a row of `words` stand in these texts, and not in the others."""
        return any(not others.first.keys() >= set(window) for window in _windows(words, self.first))


def _windows(words: str, known: Mapping[int, object]) -> Iterator[list[int]]:
    """The rows that each SAME words in a row are made of, where all of them are known."""
    _, keys = _grams(words) if known else ([], [])
    for at in range(len(keys) - (SAME - GRAM)):
        window = keys[at : at + SAME - GRAM + 1]
        if all(key in known for key in window):
            yield window


def _grams(words: str) -> tuple[list[Interval], list[int]]:
    """Where each word stands, and a number for each GRAM of them in a row."""
    if words.isascii():
        found = list(_ASCII.finditer(words.lower()))
        folded = [word[0] for word in found]
    else:
        found = list(WORD.finditer(words))
        folded = [_folded(word[0]) for word in found]
    rows = zip(*(folded[at:] for at in range(GRAM)), strict=False)
    return [word.span() for word in found], [hash(row) for row in rows]


def _folded(word: str) -> str:
    """A word as it is compared: without case, accents, points, soft hyphens and joiners."""
    if word.isascii():
        return word.casefold()
    parts = normalize("NFKD", word.casefold())
    return "".join(part for part in parts if category(part) not in ("Mn", "Me", "Cf"))
