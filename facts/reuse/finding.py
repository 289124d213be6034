"""Finding reuse in a collection: an index of all texts, the pairs that share something, and what it comes to in each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from math import exp
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from . import candidates, direction, retelling
from .articles import Aligned, Article, Reuse, Stretch
from .candidates import COMMON, Shared, rows
from .counterparts import counterparts
from .frequency import Frequency
from .judging import ENOUGH, copied
from .passages import Passage, passages
from .prepared import Fetch, Text, Texts, batches
from .words import FIGURE, NAME, Numbers, Words, words

_TURN = 500  # pairs that are looked at in one turn
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
    rows: list[tuple[int, Numbers, NDArray[np.bool_]]] = field(default_factory=list)
    facts: list[tuple[int, Numbers]] = field(default_factory=list)

    def add(self, articles: Iterable[Article]) -> None:
        """Take in articles, by turns."""
        for batch in batches(articles):
            keys = []
            for article, found in zip(batch, words([article.text for article in batch]), strict=True):
                own = found.outside(article.left_out)
                keys.append(own.key)
                self.rows.append((article.number, *rows(own)))
                self.facts.append((article.number, facts(own)))
            self.frequency.add(np.concatenate(keys))


def facts(words: Words) -> Numbers:
    """The names and figures of a text, each once: alone, and with the weighty word that follows, since a full name is rarer."""
    kept = candidates.weighty(words)
    key, fact = words.key[kept], (words.kind[kept] & (NAME | FIGURE)) > 0
    alone = key[fact]
    joined = key[:-1][fact[:-1]] * candidates.STEP + key[1:][fact[:-1]]
    return np.unique(np.concatenate((alone, joined)))


def find(index: Index, fetch: Fetch, new: NDArray[np.bool_] | None = None) -> Iterator[Reuse]:
    """What pairs of the indexed texts share, by their numbers, the lower first.

    `fetch` gives articles by number; `new`, by number, which pairs are looked at: those of which one at least is new.
    """
    table = candidates.gather(index.rows)
    told = _retold(index.facts, new)
    texts = Texts(index.frequency, candidates.Common(table), fetch)
    ahead = _merged(candidates.shared(table, new), told)
    while turn := list(islice(ahead, _TURN)):
        texts.want({number for pair, _, _ in turn for number in pair})
        for (one, other), places, retold in turn:
            if found := _compare(texts[one], texts[other], places, retold):
                yield found


def compare(one: Article, other: Article, frequency: Frequency | None = None) -> Reuse | None:
    """What two articles share; None where it is nothing. `frequency` is how common words are in a collection they stand in."""
    pair = {one.number: one, other.number: other}
    index = Index(frequency or Frequency())
    index.add(pair.values())
    return next(find(index, lambda numbers: [pair[number] for number in numbers]), None)


Pair = tuple[int, int]
Kind = Literal["copy", "retelling"]


@dataclass(frozen=True, slots=True)
class Sure:
    """A retelling, and how sure it is that it is one."""

    found: retelling.Retelling
    sure: float


def _merged(shared: Iterator[Shared], told: Sequence[Pair]) -> Iterator[tuple[Pair, list[Shared], bool]]:
    """Pairs that share words or facts, in order: the places, and whether one may be the other told anew."""
    waiting = iter(told)
    ahead = next(waiting, None)
    for pair, places in groupby(shared, key=lambda place: (place.one, place.other)):
        while ahead is not None and ahead < pair:
            yield ahead, [], True
            ahead = next(waiting, None)
        both = ahead == pair
        if both:
            ahead = next(waiting, None)
        yield pair, list(places), both
    while ahead is not None:
        yield ahead, [], True
        ahead = next(waiting, None)


def _retold(found: Sequence[tuple[int, Numbers]], new: NDArray[np.bool_] | None) -> list[Pair]:
    """Pairs of texts that share many rare names and figures."""
    held = [(number, keys) for number, keys in found if len(keys)]
    if not held:
        return []
    table = candidates.gather((number, keys, np.zeros(len(keys), dtype=bool)) for number, keys in held)
    left, right, texts = candidates.together(table, COMMON)
    if new is not None:
        kept = new[left] | new[right]
        left, right, texts = left[kept], right[kept], texts[kept]
    if not len(left):
        return []
    pair, group, count = np.unique(left.astype(np.int64) << 32 | right, return_inverse=True, return_counts=True)
    says = np.bincount(group, 2 / texts)
    rare = np.bincount(table.text[candidates.rare(table, COMMON)], minlength=int(table.text.max()) + 1)
    one, other = pair >> 32, pair & 0xFFFFFFFF
    enough = (count >= _FACTS) & (says >= _RARE) & (count >= _KEPT * np.minimum(rare[one], rare[other]))
    return [(int(a), int(b)) for a, b in zip(one[enough], other[enough], strict=True)]


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
    told = retelling.compare(one.told, other.told, one.said, other.said)
    sure = told.score(beside) if told else 0.0
    return Sure(told, sure) if told and sure >= retelling.ENOUGH else None


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
    said = f"{number} words in quotation marks are the same, and nothing round them"
    return Reuse(one.article.number, other.article.number, "quotations", aligned, 0.0, said, 0.0)


def _said(taken: Sequence[Passage], told: retelling.Retelling | None) -> str:
    """What was found, in words."""
    parts = []
    if taken:
        number = sum(passage.matched for passage in taken)
        parts.append(f"{number} words in {len(taken)} passage{'s' * (len(taken) != 1)} are the same")
    if told:
        parts.append(
            f"{len(told.pairs)} sentences tell the same, {told.share:.0%} of the facts stand in both"
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
