"""Which texts share rows of words, found by sorting: no pair of texts is looked at that shares none.

A row is three words in a row that are not light (words.py), so that a changed article or preposition breaks none: of the words
of a copy in which every third was exchanged, a third of these rows is left, and an eighth of the rows of seven plain words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .rows import FACT, ROW, Flagged, Table
from .words import QUOTED, Places

COMMON = 96  # texts that are paired with each other for one row of words, at the most
PHRASE = 10  # in so many texts a row of words is a phrase, but in reports that went round
_RUN = 20  # common rows one after the other that are no phrase: a paragraph
_ASIDE = 6  # words that may be put in or left out between two shared rows of one passage
_PIECE = 1024  # weighty words that are looked at in one go
_ALONG = 14  # words between two shared rows of one passage
# What rows say, where one that two texts alone have says 1, and one that n have 2/n: all that two texts share, and one stretch.
# Of the pairs that share less, of 59,000 among 40,000 articles, one in three thousand was a copy.
_TOGETHER, _PART = 2.0, 0.2
_QUOTED = 1.3  # a stretch in quotation marks: what several quote is often short
_NAMED = 0.5  # what a row of names and figures says: facts are everybody's


@dataclass(frozen=True, slots=True)
class Shared:
    """A stretch in which two texts share rows of words: from the first to the last weighty word of each."""

    first: int
    last: int
    other_first: int
    other_last: int


@dataclass(frozen=True, slots=True)
class Stretches:
    """Such stretches of many pairs of texts, by pair: `one` is the lower number. `says` is what all of a pair come to."""

    one: Places
    other: Places
    bounds: Places  # rows of four: a Shared
    says: NDArray[np.float32]


def shared(table: Table, new: Flagged | None = None) -> Iterator[Stretches]:
    """Stretches that two texts share, by turns. `new` says which texts are; of two old ones nothing is said."""
    common = _Common(table)
    for piece in table.pieces(PHRASE):
        hits = [*table.pairs(piece, 2, PHRASE), *common.pairs(piece)]
        left, right = (np.concatenate(side) for side in zip(*hits, strict=True)) if hits else (piece[:0], piece[:0])
        if new is not None:
            kept = new[table.text[left]] | new[table.text[right]]
            left, right = left[kept], right[kept]
        if len(left):
            yield _stretches(table, left, right)


def _stretches(table: Table, left: Places, right: Places) -> Stretches:
    """Places of the same rows in two texts as stretches."""
    pair = table.text[left].astype(np.int64) << 32 | table.text[right]
    says = (2 / np.minimum(table.count[left], PHRASE)).astype(
        np.float32
    )  # of common rows only reports that went round are paired
    says[(table.kind[left] & FACT) > 0] *= _NAMED
    quoted = (table.kind[left] & table.kind[right] & QUOTED) > 0
    at_one, at_other = table.at[left], table.at[right]
    aside = at_other - at_one
    order = np.lexsort((aside, pair))
    lane = np.empty(len(pair), dtype=np.int32)
    lane[order] = np.cumsum(_starts(pair[order], aside[order], _ASIDE), dtype=np.int32)
    order = np.lexsort((at_one, lane))
    pair, at_one, at_other, lane = pair[order], at_one[order], at_other[order], lane[order]
    # A very long passage is looked at in pieces, since the time that takes grows with the square of a piece.
    first = np.flatnonzero(_starts(lane, at_one, _ALONG) | _starts(at_one // _PIECE, at_one, _PIECE))
    last = np.append(first[1:], len(pair)) - 1
    low, high = np.minimum.reduceat(at_other, first), np.maximum.reduceat(at_other, first)
    own = np.add.reduceat(says[order], first)
    own_quoted = np.add.reduceat(np.where(quoted, says, 0)[order], first)
    _, group = np.unique(pair[first], return_inverse=True)
    together = np.bincount(group, own)[group]
    kept = np.flatnonzero((together >= _TOGETHER) & (own >= _PART) | (own_quoted >= _QUOTED))
    first, last = first[kept], last[kept]
    tail = ROW - 1
    bounds = np.stack((at_one[first], at_one[last] + tail, low[kept], high[kept] + tail), axis=1)
    return Stretches(
        (pair[first] >> 32).astype(np.int32),
        (pair[first] & 0xFFFFFFFF).astype(np.int32),
        bounds,
        together[kept].astype(np.float32),
    )


def _starts(group: Places, value: Places, gap: int) -> Flagged:
    """Where, in order, a group changes or a value leaps by more than `gap`."""
    return np.concatenate(([True], (np.diff(group) != 0) | (np.diff(value) > gap)))


class _Common:
    """Rows that many texts have: a text that consists of them, or a long part of one, is a report that went round.

    It is paired with all others that have it.
    Where very many have a row, with the first report of these alone. Elsewhere common rows are phrases.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        common = table.count > PHRASE
        number = np.bincount(table.text[common], minlength=len(table.total))
        self.round = (number * 3 >= table.total)[table.text] | table.in_runs(common, _RUN)
        many = np.flatnonzero((table.count > COMMON) & self.round)
        row = many + table.after[many]  # the last place of each row
        first = many[np.searchsorted(row, row)]
        first, many = first[first != many], many[first != many]
        order = np.argsort(table.text[first], kind="stable")
        self.first, self.many = first[order], many[order]
        self.texts = table.text[self.first]

    def pairs(self, piece: Places) -> Iterator[tuple[Places, Places]]:
        """Of some places, with those that follow."""
        for left, right in self.table.pairs(piece, PHRASE + 1, COMMON):
            kept = self.round[left] | self.round[right]
            yield left[kept], right[kept]
        if len(piece):
            low, high = (
                np.searchsorted(self.texts, self.table.text[piece[0]]),
                np.searchsorted(self.texts, self.table.text[piece[-1]], "right"),
            )
            apart = self.table.text[self.first[low:high]] != self.table.text[self.many[low:high]]
            yield self.first[low:high][apart], self.many[low:high][apart]
