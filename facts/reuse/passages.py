"""Passages that stand in two texts, changed or not: from a place where they share rows of words to where the likeness ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .candidates import Shared, weighty
from .words import LIGHT, QUOTED, Words

_MARGIN = 40  # words looked at beyond the shared rows, on either side: a long sentence
_TORN = 16  # words on either side without a counterpart that end a passage
ENOUGH = 4.5  # weight of matched words outside quotations that makes a passage copied: some twelve words of a sentence
_DENSE = 0.45  # of the words of the shorter stretch, so many have a counterpart


Block = tuple[int, int, int]  # where in one, where in the other, how many words


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one text that stands in another, by words: from `start` up to `end`, and the same in the other.

    `blocks` are the runs of words that are the same, and weigh `weight`, leaving out what stands in quotation marks; `quoted`
    is how many of them do. `texts` is how many texts hold the rarest row of words of it.
    """

    start: int
    end: int
    other_start: int
    other_end: int
    blocks: tuple[Block, ...]
    weight: float
    quoted: int
    texts: int

    @property
    def matched(self) -> int:
        """How many words are the same."""
        return sum(size for _, _, size in self.blocks)


def passages(one: Words, other: Words, places: Iterable[Shared], weight: NDArray[np.float64]) -> list[Passage]:
    """The passages at some places, which lie apart in `one`, in its order. `weight` is what each word of `one` says."""
    here, there = weighty(one), weighty(other)
    found: list[Passage] = []
    quoted = (one.kind & QUOTED) > 0
    for place in places:
        low = max(int(here[place.first]) - _MARGIN, 0)
        high = min(int(here[place.last]) + _MARGIN + 1, len(one))
        other_low = max(int(there[place.other_first]) - _MARGIN, 0)
        other_high = min(int(there[place.other_last]) + _MARGIN + 1, len(other))
        blocks = _blocks(one, other, low, high, other_low, other_high)
        found += [_passage(part, weight, quoted, place.texts) for part in _parts(blocks, one.kind)]
    return _apart(found)


def _blocks(one: Words, other: Words, low: int, high: int, other_low: int, other_high: int) -> list[Block]:
    """The longest common row of words of two stretches, as runs that are the same."""
    from rapidfuzz.distance import LCSseq  # a compiled library: not before it is needed

    here, there = one.key[low:high].tolist(), other.key[other_low:other_high].tolist()
    return [
        (low + op.src_start, other_low + op.dest_start, op.src_end - op.src_start)
        for op in LCSseq.opcodes(here, there)
        if op.tag == "equal"
    ]


def _parts(blocks: Sequence[Block], kind: NDArray[np.uint8]) -> Iterator[list[Block]]:
    """Runs of the same words that belong together: what matches outweighs what does not, from either end."""
    light = ((kind & LIGHT) > 0).tolist()
    worth = [sum(0.5 if light[at] else 1.0 for at in range(start, start + size)) for start, _, size in blocks]
    at = 0
    while at < len(blocks):
        best = score = worth[at]
        end = best_end = at
        while end + 1 < len(blocks):
            gap = _gap(blocks[end], blocks[end + 1])
            score += worth[end + 1] - 0.8 * gap
            end += 1
            if score <= 0 or gap > _TORN:
                end -= 1
                break
            if score > best:
                best, best_end = score, end
        part = list(blocks[at : best_end + 1])
        part = _trimmed(part, worth[at : best_end + 1])
        if sum(size for _, _, size in part) >= 6:
            yield part
        at = best_end + 1


def _gap(before: Block, after: Block) -> int:
    return max(after[0] - before[0] - before[2], after[1] - before[1] - before[2])


def _trimmed(part: list[Block], worth: Sequence[float]) -> list[Block]:
    """Without the runs at the beginning that what follows would be better without."""
    score = best = 0.0
    first = 0
    for at in range(len(part) - 1, -1, -1):
        score += worth[at] - (0.8 * _gap(part[at], part[at + 1]) if at + 1 < len(part) else 0.0)
        if score > best:
            best, first = score, at
    return part[first:]


def _passage(part: Sequence[Block], weight: NDArray[np.float64], quoted: NDArray[np.bool_], texts: int) -> Passage:
    same = np.concatenate([np.arange(start, start + size) for start, _, size in part])
    (start, other_start, _), (last, other_last, size) = part[0], part[-1]
    return Passage(
        start,
        last + size,
        other_start,
        other_last + size,
        tuple(part),
        float(weight[same].sum()),
        int(quoted[same].sum()),
        texts,
    )


def _apart(found: list[Passage]) -> list[Passage]:
    """Passages that don't overlap in either text: the heaviest first, then in order."""
    kept: list[Passage] = []
    for passage in sorted(found, key=lambda one: (-one.matched, one.start)):
        if passage.matched < _DENSE * min(passage.end - passage.start, passage.other_end - passage.other_start):
            continue
        if all(
            (passage.end <= one.start or passage.start >= one.end)
            and (passage.other_end <= one.other_start or passage.other_start >= one.other_end)
            for one in kept
        ):
            kept.append(passage)
    return sorted(kept, key=lambda one: one.start)
