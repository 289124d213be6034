"""The words of many texts at once, as arrays: where each stands, a number for it however it is written, and what it is.

Offsets are code points. A number is a hash of 64 bits that is the same in every process: case, accents, soft hyphens and
points over letters don't count. In scripts that set no spaces each letter is a word, numbered with the two that follow it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from unicodedata import category, normalize

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]
Places = NDArray[np.integer[Any]]
Flags = NDArray[np.uint8]

NAME, LIGHT, FIGURE, QUOTED = 1, 2, 4, 8
VERSION = 4  # of the numbers: what was counted with another is counted anew
SHORT = 3  # letters; shorter words are light in every language that writes in letters, but for figures
_SIZE = 0x110000
_BREAK, _LETTER, _ALONE, _NOTHING = 0, 1, 2, 3  # what a code point is: no word, part of one, one by itself, not there
_LONGEST = 64  # letters of a word that are told apart by place
_ODD = np.uint64(0x9E3779B97F4A7C15)  # 2**64 / golden ratio, odd: Knuth, The Art of Computer Programming 6.4
_MIX = np.uint64(0xBF58476D1CE4E5B9)  # Steele, Lea and Flood, Fast splittable pseudorandom number generators (2014)
_POWERS = np.cumprod(np.full(_LONGEST, _ODD, dtype=np.uint64))
# Scripts that set no spaces between words, by Unicode's blocks: Thai to Tibetan, Burmese, Khmer, Tai, kana, Han, Yi, Javanese.
_UNSPACED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\u1b00-\u1bff\u3040-\u312f\u3400-\u9fff\ua000-\ua4cf"
    "\ua980-\ua9ff\uaa00-\uaadf\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)


class _Letters:
    """What each code point is and is folded to; learnt when it is first met, since most texts use a few hundred."""

    def __init__(self) -> None:
        self.folded = np.zeros(_SIZE, dtype=np.uint32)
        self.kind = np.full(_SIZE, 255, dtype=np.uint8)
        self.large = np.zeros(_SIZE, dtype=bool)

    def learn(self, points: NDArray[np.uint32]) -> None:
        """Look up code points that are met for the first time."""
        for point in np.unique(points).tolist():
            char = chr(point)
            bases = [part for part in normalize("NFKD", char.casefold()) if category(part)[0] != "M"]
            # What falls into several letters (ß, a syllable of Hangul) stays itself: its first alone would be another.
            base = bases[0] if len(bases) == 1 else char.lower()[0]
            if category(char) in ("Mn", "Me", "Cf"):
                self.kind[point] = _NOTHING
            elif _UNSPACED.match(char):
                self.kind[point] = _ALONE
            else:
                # Vowel signs of Indian scripts (Mc) are no letters to Python.
                self.kind[point] = _LETTER if char.isalnum() or category(char) == "Mc" else _BREAK
            self.folded[point] = ord(base)
            self.large[point] = char.isupper() or char.istitle()


_letters: list[_Letters] = []
_light: list[Numbers] = []


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text, in order: from `start` to `end` (code points), with their numbers and what they are (NAME …)."""

    start: Places
    end: Places
    key: Numbers
    kind: Flags

    def __len__(self) -> int:
        return len(self.key)

    def only(self, kept: NDArray[np.bool_]) -> Words:
        """Some of the words."""
        return Words(self.start[kept], self.end[kept], self.key[kept], self.kind[kept])

    def outside(self, stretches: Sequence[tuple[int, int]]) -> Words:
        """The words that touch none of some stretches of the text, which lie apart and in order."""
        return self.only(~self.within(stretches)) if stretches else self

    def within(self, stretches: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
        """Which words begin inside one of some stretches, which lie apart and in order."""
        if not stretches:
            return np.zeros(len(self), dtype=bool)
        first, last = np.array(stretches, dtype=np.int64).T
        at = np.searchsorted(first, self.start, side="right") - 1
        found: NDArray[np.bool_] = (at >= 0) & (self.start < last[at])
        return found


def words(texts: Sequence[str], letters: int = _LONGEST) -> list[Words]:
    """The words of each text, told apart by their first `letters`. Many short texts at once are faster than one by one."""
    bounds = np.cumsum([0, *(len(text) + 1 for text in texts)])
    all_ = _words("\n".join(texts), letters, bounds[:-1])
    cuts = np.searchsorted(all_.start, bounds)
    return [
        Words(all_.start[low:high] - base, all_.end[low:high] - base, all_.key[low:high], all_.kind[low:high])
        for low, high, base in zip(cuts[:-1].tolist(), cuts[1:].tolist(), bounds[:-1].tolist(), strict=True)
    ]


def number(word: str) -> int:
    """The number of one word."""
    return int(_words(word).key[0])


def _words(text: str, letters: int = _LONGEST, bounds: Places | None = None) -> Words:
    """The words of a text, or of several in one, which begin at `bounds`."""
    if not _letters:
        _letters.append(_Letters())
    known = _letters[0]
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kind = known.kind[points]
    if (new := kind == 255).any():
        known.learn(points[new])
        kind = known.kind[points]
    _join_figures(points, kind)
    at = np.flatnonzero((kind == _LETTER) | (kind == _ALONE))
    if not len(at):
        nothing = np.zeros(0, dtype=np.int64)
        return Words(nothing, nothing, np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.uint8))
    alone = kind[at] == _ALONE
    apart = np.diff(at) > 1
    if (kind == _NOTHING).any():  # what is not there parts no word
        breaks = np.cumsum(kind == _BREAK)
        apart = np.diff(breaks[at]) > 0
    first = np.concatenate(([True], apart | alone[1:] | alone[:-1]))
    head = np.flatnonzero(first)
    length = np.diff(head, append=len(at))
    start, end = at[head], at[head + length - 1] + 1
    if (kind[np.minimum(end, len(kind) - 1)] == _NOTHING).any():  # marks over the last letter are part of the word
        there = np.append(np.flatnonzero(kind != _NOTHING), len(points))
        end = there[np.searchsorted(there, end)]
    place = np.arange(len(at), dtype=np.int32) - np.repeat(head.astype(np.int32), length)
    np.minimum(place, _LONGEST - 1, out=place)
    value = known.folded[points[at]].astype(np.uint64)
    value *= _POWERS[place]
    if letters < _LONGEST:
        value[place >= letters] = 0
    key = _mixed(np.add.reduceat(value, head))
    single = alone[head]
    if single.any():
        key = _with_the_next(key, single, np.searchsorted([0] if bounds is None else bounds, start, side="right"))
    initial = points[start]
    figure = (initial >= ord("0")) & (initial <= ord("9"))
    name = known.large[initial] & ~_begins(points, start)
    what = np.where(name, NAME, 0).astype(np.uint8)
    what |= np.where(figure, FIGURE, 0).astype(np.uint8)
    light = (length <= SHORT) & ~name | _among(key, _light_words())
    light &= ~figure & ~single
    what |= np.where(light, LIGHT, 0).astype(np.uint8)
    return Words(start, end, key, what)


def _join_figures(points: NDArray[np.uint32], kind: NDArray[np.uint8]) -> None:
    """A point between digits is part of a figure, and a comma, which parts thousands, is not there: 5.6, and 1,000 as 1000."""
    inner = points[1:-1]
    digit = (points >= ord("0")) & (points <= ord("9"))
    between = np.flatnonzero(((inner == ord(".")) | (inner == ord(","))) & digit[:-2] & digit[2:]) + 1
    kind[between] = np.where(points[between] == ord("."), _LETTER, _NOTHING)


def _begins(points: NDArray[np.uint32], start: Places) -> NDArray[np.bool_]:
    """Which words stand where a sentence or a quotation begins, and have a capital for that alone."""
    before, further = points[np.maximum(start - 1, 0)], points[np.maximum(start - 2, 0)]
    space = before == ord(" ")
    found: NDArray[np.bool_] = _among_points(np.where(space, further, before)) | (start == 0) | space & (start == 1)
    return found


_HEADS = np.array(sorted(map(ord, "\n.!?…:\"“”„«»‘’'*#•-–—")), dtype=np.uint32)


def _among_points(points: NDArray[np.uint32]) -> NDArray[np.bool_]:
    at = np.minimum(np.searchsorted(_HEADS, points), len(_HEADS) - 1)
    found: NDArray[np.bool_] = _HEADS[at] == points
    return found


def _mixed(value: Numbers) -> Numbers:
    value ^= value >> np.uint64(29)
    value *= _MIX
    value ^= value >> np.uint64(32)
    return value


def _with_the_next(key: Numbers, single: NDArray[np.bool_], of: Places) -> Numbers:
    """Letters that are words by themselves, numbered with the two that follow: one alone says too little.

    `of` says of each which text it stands in; what follows in another does not count.
    """
    joined = key.copy()
    for step, power in ((1, _POWERS[0]), (2, _POWERS[1])):
        near = of[step:] == of[:-step]
        joined[:-step][near] += (key[step:] * power)[near]
    return np.where(single, _mixed(joined), key)


def _among(key: Numbers, some: Numbers) -> NDArray[np.bool_]:
    """Which numbers are among some, which are sorted."""
    at = np.searchsorted(some, key)
    np.minimum(at, len(some) - 1, out=at)
    found: NDArray[np.bool_] = some[at] == key
    return found


def _light_words() -> Numbers:
    if not _light:
        _light.append(np.zeros(1, dtype=np.uint64))  # while the list itself is read
        listed = files(__package__).joinpath("data/light.txt").read_text(encoding="utf-8")
        lines = [line.partition("#")[0] for line in listed.splitlines()]
        _light[0] = np.unique(_words("\n".join(lines)).key)
    return _light[0]
