"""Which texts share rows of words, found by sorting: no pair of texts is looked at that shares none.

A row is three words in a row that are not light (words.py), so that a changed article or preposition breaks none: of the words
of a copy in which every third was exchanged, a third of these rows is left, and an eighth of the rows of seven plain words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .words import FIGURE, LIGHT, NAME, Numbers, Places, Words

ROW = 3
COMMON = 96  # texts that are paired with each other for one row of words, at the most
PHRASE = 10  # in so many texts a row of words is a phrase, but in reports that went round
STEP = np.uint64(0xD6E8FEB86659FD93)  # odd, so that no row is lost in multiplying
_ASIDE = 6  # words that may be put in or left out between two shared rows of one passage
_PIECE = 1024  # weighty words that are looked at in one go
_ALONG = 14  # words between two shared rows of one passage
# What rows say together, where one that two texts alone have says 1, and one that n have 2/n. A place is looked at that says
# as much as this, or that belongs to a pair of texts which says twice that.
_LEAST, _TOGETHER, _PART = 1.3, 3.0, 0.2
_NAMED = 0.5  # what a row of names and figures says: facts are everybody's


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of words of many texts: a row's number, whose it is, and which of that text's weighty words begins it.

    `fact` says whether it is made of names and figures alone.
    """

    key: Numbers
    text: Places
    at: Places
    fact: NDArray[np.bool_]


class Common:
    """How many texts hold each row of words, where several do."""

    def __init__(self, table: Rows) -> None:
        key, count = np.unique(table.key, return_counts=True)
        self.key, self.count = key[count > 1], count[count > 1].astype(np.int32)

    def texts(self, rows: Numbers) -> float:
        """How many texts hold such rows: the harmonic mean of those that several hold, so that one rare figure does no harm."""
        if not len(self.key) or not len(rows):
            return 2.0
        at = np.minimum(np.searchsorted(self.key, rows), len(self.key) - 1)
        count = self.count[at[self.key[at] == rows]]
        return float(len(count) / (1 / count).sum()) if len(count) else 2.0


@dataclass(frozen=True, slots=True)
class Shared:
    """A stretch in which two texts share rows of words: from the first to the last weighty word of each."""

    one: int
    other: int
    first: int
    last: int
    other_first: int
    other_last: int


def weighty(words: Words) -> Places:
    """Which words are not light."""
    return np.flatnonzero((words.kind & LIGHT) == 0)


def rows(words: Words) -> tuple[Numbers, NDArray[np.bool_]]:
    """The numbers of the rows of weighty words, in order, and which are made of names and figures alone."""
    kept = weighty(words)
    key, fact = words.key[kept], (words.kind[kept] & (NAME | FIGURE)) > 0
    if len(key) < ROW:
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=bool)
    number = np.zeros(len(key) - ROW + 1, dtype=np.uint64)
    facts = np.ones(len(number), dtype=bool)
    for step in range(ROW):
        number *= STEP
        number += key[step : len(number) + step]
        facts &= fact[step : len(number) + step]
    return number, facts


def gather(found: Iterable[tuple[int, Numbers, NDArray[np.bool_]]]) -> Rows:
    """Rows of texts, each with the text's number, in one table."""
    kept = [one for one in found if len(one[1])]
    if not kept:
        none = np.zeros(0, dtype=np.int32)
        return Rows(np.zeros(0, dtype=np.uint64), none, none, np.zeros(0, dtype=bool))
    lengths = [len(keys) for _, keys, _ in kept]
    text = np.repeat(np.array([text for text, _, _ in kept], dtype=np.int32), lengths)
    at = np.concatenate([np.arange(length, dtype=np.int32) for length in lengths])
    return Rows(np.concatenate([keys for _, keys, _ in kept]), text, at, np.concatenate([fact for _, _, fact in kept]))


def shared(table: Rows, new: NDArray[np.bool_] | None = None) -> Iterator[Shared]:
    """Stretches that two texts share, by the two texts. `new` says which texts are; of two old ones nothing is said."""
    one, other, at_one, at_other, says = _hits(table)
    if new is not None:
        kept = new[one] | new[other]
        one, other, at_one, at_other = (part[kept] for part in (one, other, at_one, at_other))
        says = says[kept]
    if not len(one):
        return
    pair = one.astype(np.int64) << 32 | other
    aside = at_other - at_one
    order = np.lexsort((aside, pair))
    lane = np.empty(len(pair), dtype=np.int32)
    lane[order] = np.cumsum(_starts(pair[order], aside[order], _ASIDE), dtype=np.int32)
    del order, aside
    order = np.lexsort((at_one, lane))
    pair, at_one, at_other, lane = pair[order], at_one[order], at_other[order], lane[order]
    # A very long passage is looked at in pieces, since the time that takes grows with the square of a piece.
    first = np.flatnonzero(_starts(lane, at_one, _ALONG) | _starts(at_one // _PIECE, at_one, _PIECE))
    last = np.append(first[1:], len(pair)) - 1
    low, high = np.minimum.reduceat(at_other, first), np.maximum.reduceat(at_other, first)
    own = np.add.reduceat(says[order], first)
    _, group = np.unique(pair[first], return_inverse=True)
    together = np.bincount(group, own)[group]
    enough = (own >= _LEAST) | ((together >= _TOGETHER) & (own >= _PART))
    for at in np.flatnonzero(enough).tolist():
        begin = first[at]
        yield Shared(
            int(pair[begin] >> 32),
            int(pair[begin] & 0xFFFFFFFF),
            int(at_one[begin]),
            int(at_one[last[at]]) + ROW - 1,
            int(low[at]),
            int(high[at]) + ROW - 1,
        )


def _starts(group: Places, value: Places, gap: int) -> NDArray[np.bool_]:
    """Where, in order, a group changes or a value leaps by more than `gap`."""
    return np.concatenate(([True], (np.diff(group) != 0) | (np.diff(value) > gap)))


def _hits(table: Rows) -> tuple[Places, Places, Places, Places, NDArray[np.float32]]:
    """All places of one row in two texts: the texts, lower first, which weighty word of each, what it says."""
    order = np.argsort(table.key, kind="stable")
    key, text = table.key[order], table.text[order]
    first = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))) if len(key) else np.zeros(0, dtype=np.int64)
    count = np.diff(first, append=len(key))
    found = list(_paired(first, count, PHRASE))
    found += list(_common(first[count > PHRASE], count[count > PHRASE], text))
    if not found:
        none = np.zeros(0, dtype=np.int32)
        return none, none, none, none, np.zeros(0, dtype=np.float32)
    left, right = (np.concatenate(side) for side in zip(*found, strict=True))
    apart = text[left] != text[right]
    left, right = left[apart], right[apart]
    texts = np.repeat(count, count)[left]
    says = (2 / np.minimum(texts, PHRASE)).astype(np.float32)  # of common rows only reports that went round are paired
    says[table.fact[order[left]]] *= _NAMED
    return text[left], text[right], table.at[order[left]], table.at[order[right]], says


def _paired(first: Places, count: Places, most: int) -> Iterator[tuple[Places, Places]]:
    """Every two places of what stands in up to `most` places, as places in the sorted table."""
    for size in np.unique(count[(count > 1) & (count <= most)]).tolist():
        members = first[count == size][:, None] + np.arange(size)
        left, right = np.triu_indices(size, 1)
        yield members[:, left].ravel(), members[:, right].ravel()


def _common(first: Places, count: Places, text: Places) -> Iterator[tuple[Places, Places]]:
    """Common rows: a text that consists of them is a report that went round, and is paired with all that have a row of it.

    Where very many have it, with the first alone. Elsewhere common rows are phrases.
    """
    if not len(first):
        return
    members = np.concatenate([np.arange(start, start + size) for start, size in zip(first, count, strict=True)])
    wide = _wide(text, members)
    for start, size in zip(first.tolist(), count.tolist(), strict=True):
        group = np.arange(start, start + size)
        went_round = wide[text[group]]
        if size <= COMMON:
            left, right = np.triu_indices(size, 1)
            kept = went_round[left] | went_round[right]
            yield group[left[kept]], group[right[kept]]
        elif (group := group[went_round]).size > 1:
            yield np.full(len(group) - 1, group[0]), group[1:]


def _wide(text: Places, members: Places) -> NDArray[np.bool_]:
    """Which texts have a third of their rows in common with many others."""
    total = np.bincount(text)
    common = np.bincount(text[members], minlength=len(total))
    found: NDArray[np.bool_] = common * 3 >= total
    return found


def rare(table: Rows, most: int) -> NDArray[np.bool_]:
    """Which entries stand in at least two texts, and in no more than `most`."""
    _, back, count = np.unique(table.key, return_inverse=True, return_counts=True)
    number = count[back]
    found: NDArray[np.bool_] = (number > 1) & (number <= most)
    return found


def together(table: Rows, most: int) -> tuple[Places, Places, Places]:
    """Every two texts that have an entry in common which no more than `most` have: the lower first, and how many have it."""
    order = np.argsort(table.key, kind="stable")
    key, text = table.key[order], table.text[order]
    first = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))) if len(key) else np.zeros(0, dtype=np.int64)
    count = np.diff(first, append=len(key))
    pairs = list(_paired(first, count, most))
    if not pairs:
        none = np.zeros(0, dtype=np.int32)
        return none, none, none
    left, right = (np.concatenate(side) for side in zip(*pairs, strict=True))
    return text[left], text[right], np.repeat(count, count)[left]
