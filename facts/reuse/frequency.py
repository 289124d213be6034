"""How common words are in the collection: what everybody writes says little of where a text comes from."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .words import FIGURE, LIGHT, NAME, QUOTED, Numbers, Words

_BUCKETS = 1 << 20  # words that fall into one are counted together: a collection of news has some 100,000
# Before anything is counted: so many words of running text, in which any one word is met this rarely.
_BEFORE, _RARELY = 10_000, 1e-5
_MOST = 16.0  # bits that a word says at the most
_FACTS = {LIGHT: 0.5, FIGURE: 0.5, NAME: 0.35}  # names and figures are facts, which anybody has who was there


@dataclass
class Frequency:
    """Words counted, by number, in `total` words of running text."""

    counts: NDArray[np.int64] = field(default_factory=lambda: np.zeros(_BUCKETS, dtype=np.int64))
    total: int = 0

    def add(self, key: Numbers) -> None:
        """Count the words of a text."""
        self.counts += np.bincount((key & np.uint64(_BUCKETS - 1)).astype(np.int64), minlength=_BUCKETS)
        self.total += len(key)

    def bits(self, key: Numbers) -> NDArray[np.float64]:
        """What each word says, in bits (its self-information), up to 16."""
        counted = self.counts[(key & np.uint64(_BUCKETS - 1)).astype(np.int64)]
        share = (counted + _BEFORE * _RARELY) / (self.total + _BEFORE)
        return np.minimum(-np.log2(share), _MOST)

    def says(self, key: Numbers) -> NDArray[np.float64]:
        """What each word says, 0 to 1."""
        return (self.bits(key) / _MOST) ** 2

    def weights(self, words: Words) -> NDArray[np.float64]:
        """What each word says of whose text it is, 0 to 1: nothing where it stands in quotation marks."""
        found = self.says(words.key)
        for kind, share in _FACTS.items():
            found[(words.kind & kind) > 0] *= share
        found[(words.kind & QUOTED) > 0] = 0.0
        return found

    def pack(self) -> bytes:
        """The counts as bytes, to keep them."""
        return self.counts.tobytes()

    def unpack(self, counts: bytes, total: int) -> None:
        """The counts as they were kept."""
        self.counts = np.frombuffer(counts, dtype=np.int64).copy()
        self.total = total
