"""Finding reuse in a collection: an index of all texts, the pairs that share something, and what it comes to in each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import exp
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from . import direction, retelling
from .articles import Aligned, Article, Reuse, Stretch
from .candidates import COMMON, Shared, Stretches, shared
from .counterparts import counterparts
from .frequency import Frequency
from .judging import ENOUGH, copied
from .passages import Passage, passages
from .prepared import Fetch, Text, Texts, batches, own_words
from .rows import STEP, Flagged, Table, rows, weighty
from .words import FIGURE, NAME, Flags, Numbers, Words, words

_TURN = 500  # pairs that are looked at in one turn
_NEAR = 8.0  # what shared rows of words say, from which on two texts are looked at with those that both are near to
_LOWER = 0xFFFFFFFF  # the bits of a pair that are its higher number
_SAME = 0.8  # of the shorter text stands in the other: then nothing is left to tell anew
_RUN, _PHRASE = 6, 8  # words in a row, in fewer texts than this, that speak for a retelling
_ALIKE = 0.45  # sentences that tell the same, where the texts as a whole hardly do
_LITTLE = (
    0.18  # of what the words of the shorter text say is in the other as it stands: with less, nothing is told anew
)
_BOOK = 2000  # sentences: longer texts are no reports, and who retells one of them does not keep its order
_QUOTATION = 4  # words in marks that two texts share: fewer may be by chance
_FACTS = 4  # rare names and figures that two texts share, where one may tell what the other told
_RARE = 1.2  # what they say together: one that no third text has says 1, one that n texts have 2/n
_KEPT = 0.25  # of the rare names and figures of the one that has fewer


@dataclass
class Index:
    """What is known of all texts without their words: rows, rare names and figures, how common words are."""

    frequency: Frequency = field(default_factory=Frequency)
    rows: list[tuple[int, Numbers, Flags]] = field(default_factory=list)
    facts: list[tuple[int, Numbers]] = field(default_factory=list)

    def add(self, articles: Iterable[Article], counted: Collection[int] = ()) -> None:
        """Take in articles, by turns; the words of some, by number, are counted already."""
        for batch in batches(articles):
            keys = []
            for article, found in zip(batch, words([article.text for article in batch]), strict=True):
                own, _ = own_words(article, found)
                if article.number not in counted:
                    keys.append(own.key)
                self.rows.append((article.number, *rows(own)))
                self.facts.append((article.number, facts(own)))
            if keys:
                self.frequency.add(np.concatenate(keys))


def facts(words: Words) -> Numbers:
    """The names and figures of a text, each once: alone, and with the weighty word that follows, since a full name is rarer."""
    kept = weighty(words)
    key, fact = words.key[kept], (words.kind[kept] & (NAME | FIGURE)) > 0
    alone = key[fact]
    joined = key[:-1][fact[:-1]] * STEP + key[1:][fact[:-1]]
    return np.unique(np.concatenate((alone, joined)))


def find(
    index: Index,
    fetch: Fetch,
    new: Flagged | None = None,
    progress: Callable[[int, int], None] = lambda done, pairs: None,
) -> Iterator[Reuse]:
    """What pairs of the indexed texts share, by their numbers, the lower first; in what order is not said.

    `fetch` gives articles by number; `new`, by number, which pairs are looked at: those of which one at least is new;
    `progress` is told how many pairs of how many were looked at.
    """
    table = Table(index.rows)
    pairs = _Pairs(list(shared(table, new)), _retold(index.facts, new))
    texts = Texts(index.frequency, table, fetch)
    done = 0
    for turn in pairs.turns():
        texts.want({number for one, other, _, _ in turn for number in (one, other)})
        for one, other, places, retold in turn:
            if found := _compare(texts[one], texts[other], places, retold):
                yield found
        done += len(turn)
        progress(done, len(pairs.pairs))


def compare(one: Article, other: Article, frequency: Frequency | None = None) -> Reuse | None:
    """What two articles share; None where it is nothing. `frequency` is how common words are in a collection they stand in."""
    pair = {one.number: one, other.number: other}
    index = Index(frequency or Frequency())
    index.add(pair.values())
    return next(find(index, lambda numbers: [pair[number] for number in numbers]), None)


Kind = Literal["copy", "retelling"]


@dataclass(frozen=True, slots=True)
class Sure:
    """A retelling, and how sure it is that it is one."""

    found: retelling.Retelling
    sure: float


class _Pairs:
    """Pairs of texts that share words or facts, those of texts that have much in common next to each other.

    So each text is at hand when it is needed, and need not be read, and its words counted, again and again.
    """

    def __init__(self, found: Sequence[Stretches], told: NDArray[np.int64]) -> None:
        one, other = (np.concatenate([told[:0], *(getattr(part, side) for part in found)]) for side in ("one", "other"))
        pair = one << 32 | other
        says = np.concatenate([np.zeros(0, dtype=np.float32), *(part.says for part in found)])
        self.bounds = np.concatenate([np.zeros((0, 4), dtype=np.int32), *(part.bounds for part in found)])
        near = _linked(np.concatenate((pair[says >= _NEAR], told)))
        every = np.union1d(pair, told)
        order = np.lexsort((every, near(every & _LOWER), near(every >> 32)))
        self.pairs, self.told = every[order], np.isin(every[order], told)
        place = np.searchsorted(every, pair)
        rank = np.empty(len(every), dtype=np.int64)
        rank[order] = np.arange(len(every))
        by_rank = np.argsort(rank[place], kind="stable")
        self.bounds = self.bounds[by_rank]
        self.ends = np.searchsorted(rank[place][by_rank], np.arange(len(every)), side="right")

    def turns(self) -> Iterator[list[tuple[int, int, list[Shared], bool]]]:
        """Some pairs at a time: the two texts, the stretches that they share, and whether one may be the other told anew."""
        low = 0
        for at in range(0, len(self.pairs), _TURN):
            turn = []
            ends = self.ends[at : at + _TURN].tolist()
            for pair, end, told in zip(
                self.pairs[at : at + _TURN].tolist(), ends, self.told[at : at + _TURN].tolist(), strict=True
            ):
                turn.append(
                    (pair >> 32, pair & _LOWER, [Shared(*bounds) for bounds in self.bounds[low:end].tolist()], told)
                )
                low = end
            yield turn


def _linked(pairs: NDArray[np.int64]) -> Callable[[NDArray[np.int64]], NDArray[np.int64]]:
    """What gives for each text the lowest number of those that it is linked to, over however many pairs."""
    numbers, both = np.unique(np.stack((pairs >> 32, pairs & _LOWER)), return_inverse=True)
    one, other = both.reshape(2, -1)
    lowest = np.arange(len(numbers))
    while True:
        before = lowest.copy()
        np.minimum.at(lowest, one, before[other])
        np.minimum.at(lowest, other, before[one])
        lowest = lowest[lowest]
        if (lowest == before).all():
            break

    def near(texts: NDArray[np.int64]) -> NDArray[np.int64]:
        at = np.minimum(np.searchsorted(numbers, texts), len(numbers) - 1)
        return np.where(numbers[at] == texts, numbers[lowest[at]], texts) if len(numbers) else texts

    return near


def _retold(found: Sequence[tuple[int, Numbers]], new: Flagged | None) -> NDArray[np.int64]:
    """Pairs of texts that share many rare names and figures: the lower number in the upper half of the bits."""
    table = Table((number, keys, None) for number, keys in found)
    rare = table.rare(COMMON)
    pairs = []
    for piece in table.pieces(COMMON):
        hits = list(table.pairs(piece, 2, COMMON))
        left, right = (np.concatenate(side) for side in zip(*hits, strict=True)) if hits else (piece[:0], piece[:0])
        one, other = table.text[left], table.text[right]
        if new is not None:
            kept = new[one] | new[other]
            one, other, left = one[kept], other[kept], left[kept]
        pair, group, count = np.unique(one.astype(np.int64) << 32 | other, return_inverse=True, return_counts=True)
        says = np.bincount(group, 2 / table.count[left], minlength=len(pair))
        least = _KEPT * np.minimum(rare[pair >> 32], rare[pair & _LOWER])
        pairs.append(pair[(count >= _FACTS) & (says >= _RARE) & (count >= least)])
    return np.concatenate([np.zeros(0, dtype=np.int64), *pairs])


def _compare(one: Text, other: Text, places: Sequence[Shared], retold: bool) -> Reuse | None:
    """What two texts share: a copy, else a retelling, else quotations."""
    found = passages(one, other, places) if places else []
    shorter = min(len(one.words), len(other.words))
    share = sum(passage.end - passage.start for passage in found) / shorter if shorter else 0.0
    taken = copies = copied(one, other, found, share)
    told = None
    if (retold or _quoted(found)) and share < _SAME:
        beside = _beside(one, other, found) if retold else []
        told = _retold_by(one, other, sum(passage.weight for passage in beside))
        taken = taken or (beside if told else [])
    if copies or told:
        return _reuse(one, other, "copy" if copies else "retelling", taken, told)
    quoted = _quoted(found)
    return _quotations(one, other, quoted) if quoted else None


def _quoted(found: Sequence[Passage]) -> list[Passage]:
    """The passages that are quotations, for the most part."""
    return [passage for passage in found if passage.quoted >= _QUOTATION and passage.quoted * 2 > passage.matched]


def _beside(one: Text, other: Text, found: Sequence[Passage]) -> list[Passage]:
    """Passages too small to be a copy by themselves that speak for a retelling.

    Not what many write word for word, nor short runs, nor the standing sentences of one outlet.
    """
    if set(one.article.names) & set(other.article.names):
        return []
    return [p for p in found if p.longest >= _RUN and p.texts < _PHRASE and p.exchanged <= p.facts]


def _retold_by(one: Text, other: Text, beside: float) -> Sure | None:
    """How the two tell the same, and how sure it is that one goes back to the other; None where it is not sure enough."""
    if max(len(one.sentences.spans), len(other.sentences.spans)) > _BOOK:
        return None
    common = sum(one.facts[key] for key in one.facts.keys() & other.facts.keys())
    if common < _LITTLE * min(one.total, other.total):
        return None
    told = retelling.compare(one.told, other.told, one.said, other.said, beside)
    return Sure(told, told.score(beside)) if told else None


def _reuse(one: Text, other: Text, kind: Kind, taken: Sequence[Passage], told: Sure | None) -> Reuse:
    aligned = counterparts(one.sentences, other.sentences, taken)
    if told:
        least = 0.0 if told.found.score(0.0) >= retelling.ENOUGH else _ALIKE
        aligned += [
            Aligned(*here, *there, round(alike, 3), told=True)
            for here, there, alike in told.found.pairs
            if alike >= least and not any(_overlap(here, there, passage) for passage in aligned)
        ]
    aligned.sort(key=lambda passage: passage.start)
    verdict = direction.decide(one.signs, other.signs, aligned)
    weight = sum(passage.weight for passage in taken)
    score = max(1 - exp(-weight / ENOUGH), told.sure if told else 0.0)
    source = one if verdict.origin == other.article.number else other
    shorter = source if verdict.origin is not None else min(one, other, key=lambda text: len(text.words))
    share = _covered(shorter.words, [_side(passage, shorter is one) for passage in aligned])
    return Reuse(
        one.article.number,
        other.article.number,
        kind,
        tuple(aligned),
        round(score, 3),
        _said(taken, told.found if told else None),
        round(share, 3),
        verdict.origin,
        verdict.reasons,
        verdict.common,
    )


def _quotations(one: Text, other: Text, quoted: Sequence[Passage]) -> Reuse:
    aligned = tuple(_aligned(one.words, other.words, passage) for passage in quoted)
    number = sum(passage.quoted for passage in quoted)
    said = f"{number} quoted words are the same, and nothing round them"
    return Reuse(one.article.number, other.article.number, "quotations", aligned, 0.0, said, 0.0)


def _said(taken: Sequence[Passage], told: retelling.Retelling | None) -> str:
    """What was found, in words."""
    parts = []
    if taken:
        number = sum(passage.matched for passage in taken)
        parts.append(f"{number} words in {len(taken)} passage{'s' * (len(taken) != 1)} are the same")
    if told:
        parts.append(
            f"{len(told.pairs)} sentence{' tells' if len(told.pairs) == 1 else 's tell'} the same, "
            f"{told.share:.0%} of the facts stand in both"
            + (", in like order" if told.order >= 0.3 else "")
            + (f", and {told.cuts} quotation{'s' * (told.cuts != 1)} begin and end alike" if told.cuts else "")
        )
    return "; ".join(parts)


def _aligned(one: Words, other: Words, passage: Passage) -> Aligned:
    return Aligned(
        int(one.start[passage.start]),
        int(one.end[passage.end - 1]),
        int(other.start[passage.other_start]),
        int(other.end[passage.other_end - 1]),
        round(passage.matched / max(passage.end - passage.start, passage.other_end - passage.other_start), 3),
    )


def _overlap(here: Stretch, there: Stretch, passage: Aligned) -> bool:
    return (here[0] < passage.end and passage.start < here[1]) or (
        there[0] < passage.other_end and passage.other_start < there[1]
    )


def _side(passage: Aligned, one: bool) -> Stretch:
    return (passage.start, passage.end) if one else (passage.other_start, passage.other_end)


def _covered(words: Words, stretches: Sequence[Stretch]) -> float:
    return float(words.within(sorted(stretches)).mean()) if len(words) else 0.0
