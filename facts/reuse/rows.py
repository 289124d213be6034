"""Rows of words of many texts in one sorted table, from which those that several texts have are read off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from .words import FIGURE, LIGHT, NAME, QUOTED, Flags, Numbers, Places, Words

ROW = 3
STEP = np.uint64(0xD6E8FEB86659FD93)  # odd, so that no row is lost in multiplying
_PIECE = 1_000_000  # pairs of places that are looked at in one go: some 100 MB

FACT = NAME  # a row of names and figures alone

Flagged = NDArray[np.bool_]


def weighty(words: Words) -> Places:
    """Which words are not light."""
    return np.flatnonzero((words.kind & LIGHT) == 0)


def rows(words: Words) -> tuple[Numbers, Flags]:
    """The numbers of the rows of weighty words, in order, and which are names and figures alone (FACT), or quoted (QUOTED)."""
    kept = weighty(words)
    key, kind = words.key[kept], words.kind[kept]
    if len(key) < ROW:
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.uint8)
    of: Flags = np.where((kind & (NAME | FIGURE)) > 0, FACT, 0).astype(np.uint8)
    of |= kind & QUOTED
    number = np.zeros(len(key) - ROW + 1, dtype=np.uint64)
    common = np.full(len(number), FACT | QUOTED, dtype=np.uint8)
    for step in range(ROW):
        number *= STEP
        number += key[step : len(number) + step]
        common &= of[step : len(number) + step]
    return number, common


class Table:
    """The rows that stand in more than one place: the same ones next to each other, in the order of their texts.

    Of each place: the `text`, which of that text's rows it is (`at`), of what `kind`, how many places have the same row
    (`count`), and how many of these follow (`after`). `total` is how many rows each text has in all.
    """

    def __init__(self, found: Iterable[tuple[int, Numbers, Flags | None]]) -> None:
        """`found`: texts by number, with the numbers of their rows, and of what kind these are (None: no matter)."""
        kept = sorted((one for one in found if len(one[1])), key=lambda one: one[0])
        lengths = [len(keys) for _, keys, _ in kept]
        text = np.repeat(np.array([number for number, _, _ in kept], dtype=np.int32), lengths)
        key = np.concatenate([np.zeros(0, dtype=np.uint64), *(keys for _, keys, _ in kept)])
        self.total = np.bincount(text, minlength=1)
        order = np.argsort(key, kind="stable")
        key = key[order]
        first = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))[: len(key)])
        size = np.diff(first, append=len(key)).astype(np.int32)
        order = order[np.repeat(size > 1, size)]
        self.keys, self.sizes = key[first[size > 1]], size[size > 1]
        del key, first, size
        self.text = text[order]
        begins = np.cumsum([0, *lengths])[:-1] if lengths else np.zeros(1, dtype=np.int64)
        numbers = np.array([number for number, _, _ in kept], dtype=np.int32)
        self.at = (order - begins[np.searchsorted(numbers, self.text)]).astype(np.int32)
        kinds = (np.zeros(len(keys), dtype=np.uint8) if kind is None else kind for _, keys, kind in kept)
        self.kind = np.concatenate([np.zeros(0, dtype=np.uint8), *kinds])[order]
        self.count = np.repeat(self.sizes, self.sizes)
        self.after = np.repeat(np.cumsum(self.sizes), self.sizes) - np.arange(1, len(order) + 1)
        self._by_text = np.argsort(order)

    def places(self, rows: Numbers) -> Places:
        """In how many places each of some rows stands; 0 where it is not in the table."""
        if not len(self.keys):
            return np.zeros(len(rows), dtype=np.int32)
        at = np.minimum(np.searchsorted(self.keys, rows), len(self.keys) - 1)
        return np.where(self.keys[at] == rows, self.sizes[at], 0)

    def pieces(self, most: int) -> Iterator[Places]:
        """The places, text by text and no text in two pieces, so many at a time that few pairs are made of them."""
        load = np.cumsum(np.minimum(self.after[self._by_text], most))
        text = self.text[self._by_text]
        ends = np.append(np.flatnonzero(text[1:] != text[:-1]) + 1, len(text))
        low = 0
        while low < len(text):
            reach = np.searchsorted(load, (load[low - 1] if low else 0) + _PIECE)
            high = int(ends[np.searchsorted(ends, max(reach, low + 1))]) if reach < len(text) else len(text)
            yield self._by_text[low:high]
            low = high

    def pairs(self, piece: Places, least: int, most: int) -> Iterator[tuple[Places, Places]]:
        """Each of some places with every one that follows it in another text, of rows that `least` to `most` places have."""
        left = piece[(self.count[piece] >= least) & (self.count[piece] <= most)]
        step = 1
        while len(left := left[self.after[left] >= step]):
            apart = self.text[left] != self.text[left + step]
            yield left[apart], left[apart] + step
            step += 1

    def in_runs(self, some: Flagged, least: int) -> Flagged:
        """Which of some places stand in runs of at least `least` of them, one after the other in one text."""
        kept = self._by_text[some[self._by_text]]
        found = np.zeros(len(some), dtype=bool)
        if len(kept):
            text, at = self.text[kept], self.at[kept]
            run = np.cumsum(np.concatenate(([False], (text[1:] != text[:-1]) | (np.diff(at) > 2))))
            found[kept] = np.bincount(run)[run] >= least
        return found

    def rare(self, most: int) -> Places:
        """By text: how many of its rows stand elsewhere too, in no more than `most` places."""
        return np.bincount(self.text[self.count <= most], minlength=len(self.total))
