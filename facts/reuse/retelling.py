"""Reports told anew: the same facts and quotations in the same order, in other words, so that hardly a row of words is shared.

What survives rewording are names, figures, rare words (by their first letters, since endings change) and quotations with
their cuts. Two reporters who were at one event share some of them, each in an order of their own; a report that was told
anew keeps most, sentence by sentence, in order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp

import numpy as np
from numpy.typing import NDArray

from .articles import Quoted, Stretch
from .words import FIGURE, LIGHT, QUOTED, Words

LETTERS = 6  # of a word that count: "sanction" and "sanctions", "deliver" and "delivery" are one
ENOUGH = 0.5  # from this score on, a report is held to be told anew
_ALIKE = 0.25  # of what the lighter of two sentences says, so much is in the other
_LIKE = 0.2  # and of the heavier, so much
_SAME = 0.6  # and with other figures, so much
_LEAST = 1.2  # weight of what two sentences share: two rare words
_LITTLE = 0.25  # of the facts of the shorter text; with less, no score reaches what is enough
_QUOTED = 0.5  # a quotation is shared by all who heard it
# Logistic regression on 350 reworked articles and 410 that share an event or quotations (tests/benchmarks/collection, seed 1)
# and on the odd-numbered stories of tests/benchmarks/data/stories.jsonl.
# What is copied word for word counts so that as much as makes a copy (judging.py) nearly decides by itself.
_COPIED = 0.9
# Sentences of the same kind with other figures in them tell of another event.
_EXCHANGED = 4.0
_SHARE, _ORDER, _CUTS, _PAIRS, _BASE = 10.3, 6.2, 0.66, 6.3, -9.5
_COVERED = 0.4  # of the sentences of the shorter text: more does not count


@dataclass(frozen=True, slots=True)
class Told:
    """A text as facts, its words that are not light by their stems.

    `first`: where each stands first, and what it says; `sentences`: what each says, by sentence of `spans`, and `masses` the
    sums of that; `figures`: those of each sentence; `total`: the sum of `first`.
    """

    first: dict[int, tuple[int, float]]
    sentences: dict[int, dict[int, float]]
    masses: dict[int, float]
    figures: dict[int, set[int]]
    spans: list[Stretch]
    total: float


@dataclass(frozen=True, slots=True)
class Retelling:
    """How two texts tell the same. `share` of the facts of the shorter one stand in the other; `order`: 1 the same, 0 any.

    `pairs` are sentences that tell the same, by stretches of the two texts, with how alike they are, and `covered` the sum of
    that over the sentences of the shorter text; `cuts` quotations that begin and end at the same words in both; `exchanged`
    such sentences that have figures, and none in common.
    """

    share: float
    order: float
    cuts: int
    covered: float
    exchanged: int
    pairs: tuple[tuple[Stretch, Stretch, float], ...]

    def score(self, copied: float) -> float:
        """How sure it is that one was made from the other, or both from a third: 0 to 1.

        `copied` is the weight of what they have word for word outside quotations, too little to be a copy by itself.
        """
        cuts, pairs = min(self.cuts, 4), min(self.covered, _COVERED)
        found = _BASE + _SHARE * self.share + _ORDER * self.order + _CUTS * cuts + _PAIRS * pairs + _COPIED * copied
        found -= _EXCHANGED * self.exchanged / max(self.exchanged + len(self.pairs), 1)
        return 1 / (1 + exp(-found))


def told(spans: Sequence[Stretch], stems: Words, weights: NDArray[np.float64]) -> Told:
    """A text as facts. `spans` are its sentences, `stems` its words by their first letters, `weights` what each says."""
    begins = [start for start, _ in spans]
    kept = np.flatnonzero((stems.kind & LIGHT) == 0)
    first: dict[int, tuple[int, float]] = {}
    by_sentence: dict[int, dict[int, float]] = {}
    keys, quoted = stems.key[kept].tolist(), ((stems.kind[kept] & QUOTED) > 0).tolist()
    figure = ((stems.kind[kept] & FIGURE) > 0).tolist()
    figures: dict[int, set[int]] = {}
    places = np.searchsorted(begins, stems.start[kept], side="right") - 1
    for at, (stem, weight, said, is_figure, sentence) in enumerate(
        zip(keys, weights[kept].tolist(), quoted, figure, places.tolist(), strict=True)
    ):
        if is_figure:
            figures.setdefault(sentence, set()).add(stem)
        first.setdefault(stem, (at, weight * _QUOTED if said else weight))
        by_sentence.setdefault(sentence, {})[stem] = weight
    masses = {sentence: sum(facts.values()) for sentence, facts in by_sentence.items()}
    return Told(first, by_sentence, masses, figures, list(spans), sum(weight for _, weight in first.values()))


def compare(
    one: Told, other: Told, quotes: Sequence[Quoted], other_quotes: Sequence[Quoted], copied: float
) -> Retelling | None:
    """How two texts tell the same, None where it is not sure enough, with `copied` (see Retelling), that one was made so.

    `quotes` are the quotations of each.
    """
    both = sorted(one.first.keys() & other.first.keys(), key=lambda stem: one.first[stem][0])
    least = min(one.total, other.total)
    share = sum(one.first[stem][1] for stem in both) / least if least else 0.0
    if share < _LITTLE:
        return None
    chance = 2 * len(both) ** 0.5  # of a random order so many stand in a row (Logan and Shepp, Vershik and Kerov, 1977)
    longest = _rising([other.first[stem][0] for stem in both])
    order = max((longest - chance) / (len(both) - chance), 0.0) if len(both) > chance else 0.0
    cuts = len({quote.keys for quote in quotes} & {quote.keys for quote in other_quotes})
    found = Retelling(share, order, cuts, _COVERED, 0, ())
    if found.score(copied) < ENOUGH:  # not even if all sentences told the same
        return None
    pairs, exchanged = _counterparts(one, other)
    covered = sum(alike for _, _, alike in pairs) / min(len(one.spans), len(other.spans))
    found = replace(found, covered=covered, exchanged=exchanged, pairs=tuple(pairs))
    return found if found.score(copied) >= ENOUGH else None


def _rising(numbers: Sequence[int]) -> int:
    """The length of the longest row of numbers, not next to each other, that rises (patience sorting)."""
    piles: list[int] = []
    for number in numbers:
        at = bisect_left(piles, number)
        piles[at : at + 1] = [number]
    return len(piles)


def _counterparts(one: Told, other: Told) -> tuple[list[tuple[Stretch, Stretch, float]], int]:
    """Sentences that tell the same, each with the one that is most like it, where that holds both ways.

    With them, how many were left out since they have figures and none in common: unless nearly all else is the same.
    """
    holders: dict[int, list[int]] = {}
    for sentence, facts in other.sentences.items():
        for stem in facts:
            holders.setdefault(stem, []).append(sentence)
    best: dict[int, tuple[float, int]] = {}
    back: dict[int, tuple[float, int]] = {}
    for sentence, facts in one.sentences.items():
        common: dict[int, float] = {}
        for stem, weight in facts.items():
            for holder in holders.get(stem, ()):
                common[holder] = common.get(holder, 0.0) + weight
        for holder, mass in common.items():
            least = min(one.masses[sentence], other.masses[holder])
            alike = mass / least if least else 0.0
            if mass >= _LEAST and alike >= _ALIKE:
                best[sentence] = max(best.get(sentence, (0.0, -1)), (mass, -holder))
                back[holder] = max(back.get(holder, (0.0, -1)), (mass, -sentence))
    found, exchanged = [], 0
    for sentence, (mass, negative) in sorted(best.items()):
        holder = -negative
        if back[holder][1] == -sentence:
            similarity = min(mass / max(one.masses[sentence], other.masses[holder]), 1.0)
            here, there = one.figures.get(sentence, set()), other.figures.get(holder, set())
            if similarity < _SAME and here and there and not here & there:
                exchanged += 1
            elif similarity >= _LIKE:
                found.append((one.spans[sentence], other.spans[holder], similarity))
    return found, exchanged
