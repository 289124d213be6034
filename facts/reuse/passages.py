"""Passages that stand in two texts, changed or not: from a place where they share rows of words to where the likeness ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .candidates import Shared

if TYPE_CHECKING:
    from .prepared import Text

_MARGIN = 40  # words looked at beyond the shared rows, on either side: a long sentence
_TORN = 16  # words on either side without a counterpart that end a passage
_TEAR = 0.8  # what a word without a counterpart takes from the worth of those that have one
_SHORTEST = 6  # words that are the same make a passage
_DENSE = 0.45  # of the words of the shorter stretch, so many have a counterpart


Block = tuple[int, int, int]  # where in one, where in the other, how many words


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one text that stands in another, by words: from `start` up to `end`, and the same in the other.

    `blocks` are the runs of words that are the same, and weigh `weight`, leaving out what stands in quotation marks; `quoted`
    is how many of them do. `facts` are names and figures that are the same, `exchanged` those that have others in their place:
    a form that is filled in anew is no copy. `longest` is the
    longest run of the same words outside quotation marks. `texts` is how many texts hold a row
    of words of it, on the whole.
    """

    start: int
    end: int
    other_start: int
    other_end: int
    blocks: tuple[Block, ...]
    weight: float
    quoted: int
    facts: int
    exchanged: int
    longest: int
    texts: float

    @property
    def matched(self) -> int:
        """How many words are the same."""
        return sum(size for _, _, size in self.blocks)


def passages(one: Text, other: Text, places: Iterable[Shared]) -> list[Passage]:
    """The passages at some places, which lie apart in both texts, in the order of `one`."""
    here, there = one.weighty, other.weighty
    found: list[list[Block]] = []
    for place in places:
        low, high = max(here[place.first] - _MARGIN, 0), min(here[place.last] + _MARGIN + 1, len(one.words))
        other_low = max(there[place.other_first] - _MARGIN, 0)
        other_high = min(there[place.other_last] + _MARGIN + 1, len(other.words))
        blocks = _blocks(one, other, (low, high), (other_low, other_high))
        found += filter(_dense, _parts(blocks, one.sums.worth))
    return [_passage(part, one, other) for part in _apart(found)]


def _blocks(one: Text, other: Text, here: tuple[int, int], there: tuple[int, int]) -> list[Block]:
    """The longest common row of words of two stretches, as runs that are the same."""
    from rapidfuzz.distance import LCSseq  # a compiled library: not before it is needed

    low, other_low = here[0], there[0]
    found = LCSseq.opcodes(one.keys[slice(*here)], other.keys[slice(*there)])
    blocks = [
        (low + op.src_start, other_low + op.dest_start, op.src_end - op.src_start) for op in found if op.tag == "equal"
    ]
    return _together(blocks, one.keys, other.keys)


def _together(blocks: Sequence[Block], keys: Sequence[int], other_keys: Sequence[int]) -> list[Block]:
    """The same words in longer runs: where a word could as well be the first of the next run, which is longer, it is.

    Of several common rows of words that are equally long any may be found: one that takes “the” from the sentence before.
    """
    found: list[Block] = []
    for start, other_start, size in blocks:
        while found and found[-1][2] <= size:
            low, other_low, count = found[-1]
            if not keys[low + count - 1] == keys[start - 1] == other_keys[other_start - 1]:
                break
            start, other_start, size = start - 1, other_start - 1, size + 1
            found[-1:] = [(low, other_low, count - 1)] if count > 1 else []
        while found and size and size < found[-1][2]:
            low, other_low, count = found[-1]
            if not keys[start] == keys[low + count] == other_keys[other_low + count]:
                break
            found[-1] = (low, other_low, count + 1)
            start, other_start, size = start + 1, other_start + 1, size - 1
        if size:
            found.append((start, other_start, size))
    return found


def _parts(blocks: Sequence[Block], worth: Sequence[float]) -> Iterator[list[Block]]:
    """Runs of the same words that belong together: what matches outweighs what does not, from either end.

    `worth` is what the words up to each place are worth.
    """
    at = 0
    while at < len(blocks):
        best = score = _worth(blocks[at], worth)
        end = best_end = at
        while end + 1 < len(blocks):
            gap = _gap(blocks[end], blocks[end + 1])
            score += _worth(blocks[end + 1], worth) - _TEAR * gap
            if score <= 0 or gap > _TORN:
                break
            end += 1
            if score > best:
                best, best_end = score, end
        part = _trimmed(blocks[at : best_end + 1], worth)
        if _matched(part) >= _SHORTEST:
            yield part
        at = best_end + 1


def _worth(block: Block, worth: Sequence[float]) -> float:
    return worth[block[0] + block[2]] - worth[block[0]]


def _gap(before: Block, after: Block) -> int:
    return max(after[0] - before[0] - before[2], after[1] - before[1] - before[2])


def _trimmed(part: Sequence[Block], worth: Sequence[float]) -> list[Block]:
    """Without the runs at the beginning that what follows would be better without."""
    score = best = 0.0
    first = 0
    for at in range(len(part) - 1, -1, -1):
        score += _worth(part[at], worth) - (_TEAR * _gap(part[at], part[at + 1]) if at + 1 < len(part) else 0.0)
        if score > best:
            best, first = score, at
    return list(part[first:])


def _passage(part: Sequence[Block], one: Text, other: Text) -> Passage:
    (start, other_start, _), (last, other_last, size) = part[0], part[-1]
    end, other_end, sums = last + size, other_last + size, one.sums
    weight = sum(sums.weight[at + count] - sums.weight[at] for at, _, count in part)
    quoted = [sums.quoted[at + count] - sums.quoted[at] for at, _, count in part]
    facts = sum(sums.facts[at + count] - sums.facts[at] for at, _, count in part)
    theirs = other.sums.facts[other_end] - other.sums.facts[other_start]
    exchanged = max(min(sums.facts[end] - sums.facts[start], theirs) - facts, 0)
    longest = max(count - within for (_, _, count), within in zip(part, quoted, strict=True))
    bounds = (start, end, other_start, other_end)
    return Passage(*bounds, tuple(part), weight, sum(quoted), facts, exchanged, longest, one.texts(start, end))


def _apart(found: Sequence[list[Block]]) -> list[list[Block]]:
    """Runs of the same words that overlap in neither text: the longest stay whole, the others give up what they have twice.

    What then goes on in both texts where another ends is one with it: a long passage is looked at in pieces.
    """
    kept: list[list[Block]] = []
    for part in sorted(found, key=lambda part: (-_matched(part), part[0])):
        rest = list(part)
        for other in kept:
            rest = [piece for block in rest for piece in _beside(block, other)]
        if _matched(rest) >= _SHORTEST:
            kept.append(rest)
    joined: list[list[Block]] = []
    for part in sorted(kept):
        (start, other_start, size), (low, other_low, count) = part[0], joined[-1][-1] if joined else (0, 0, -1)
        if (low + count, other_low + count) == (start, other_start) and count > 0:
            joined[-1][-1:] = [(low, other_low, count + size), *part[1:]]
        else:
            joined.append(part)
    return joined


def _matched(part: Sequence[Block]) -> int:
    return sum(size for _, _, size in part)


def _beside(block: Block, part: Sequence[Block]) -> list[Block]:
    """What of a run lies, in both texts, outside the stretch that others span."""
    (start, other_start, size), (low, other_low, _), (last, other_last, tail) = block, part[0], part[-1]
    spans = ((low - start, last + tail - start), (other_low - other_start, other_last + tail - other_start))
    taken = sorted((max(begin, 0), min(end, size)) for begin, end in spans if begin < size and end > 0)
    found, at = [], 0
    for begin, end in taken:
        if end > 0 and begin < size:
            if begin > at:
                found.append((start + at, other_start + at, begin - at))
            at = max(at, end)
    return [*found, (start + at, other_start + at, size - at)] if at < size else found


def _dense(part: Sequence[Block]) -> bool:
    (start, other_start, _), (last, other_last, size) = part[0], part[-1]
    return _matched(part) >= _DENSE * min(last + size - start, other_last + size - other_start)
