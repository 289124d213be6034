"""Finding reuse in a collection: an index of all texts, the pairs that share something, and what it comes to in each."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, islice
from math import exp

import numpy as np
from numpy.typing import NDArray

from ..marks import marked
from ..text import fold
from . import candidates, direction, retelling
from .articles import Aligned, Article, Reuse, Stretch
from .candidates import COMMON, Shared, rows
from .counterparts import Sentences, counterparts, sentences
from .frequency import Frequency
from .passages import ENOUGH, Passage, passages
from .words import FIGURE, LIGHT, NAME, QUOTED, Numbers, Words, words

Fetch = Callable[[Sequence[int]], Iterable[Article]]

_BATCH = 200_000  # characters whose words are counted at once: arrays that fit a processor's cache are twice as fast
_HELD = 8_000  # texts whose words are kept at hand
_TURN = 500  # pairs that are looked at in one turn
_ALSO = 1.5  # weight of a passage that counts beside one that is enough by itself
_QUOTATION = 4  # words in marks that two texts share: fewer may be by chance
_PHRASE = (
    8  # in so many texts, a passage that is all that two of them share is a phrase of the trade, or an outlet's footer
)
_WHOLE = 0.4  # of the shorter text, from which on it is no phrase however many have it
_FACTS = 6  # rare names and figures that two texts share, where one may tell what the other told
_KEPT = 0.25  # of the rare names and figures of the one that has fewer


@dataclass
class Index:
    """What is known of all texts without their words: rows, rare names and figures, how common words are."""

    frequency: Frequency = field(default_factory=Frequency)
    rows: list[tuple[int, Numbers, NDArray[np.bool_]]] = field(default_factory=list)
    facts: list[tuple[int, Numbers]] = field(default_factory=list)

    def add(self, articles: Iterable[Article]) -> None:
        """Take in articles, by turns."""
        for batch in _batches(articles):
            for article, found in zip(batch, words([article.text for article in batch]), strict=True):
                own = found.outside(article.left_out)
                self.frequency.add(own.key)
                self.rows.append((article.number, *rows(own)))
                self.facts.append((article.number, facts(own)))


def facts(words: Words) -> Numbers:
    """The names and figures of a text, each once."""
    return np.unique(words.key[((words.kind & (NAME | FIGURE)) > 0) & ((words.kind & LIGHT) == 0)])


def find(index: Index, fetch: Fetch, new: NDArray[np.bool_] | None = None) -> Iterator[Reuse]:
    """What pairs of the indexed texts share, by their numbers, the lower first.

    `fetch` gives articles by number; `new`, by number, which pairs are looked at: those of which one at least is new.
    """
    table = candidates.gather(index.rows)
    told = _retold(index.facts, new)
    texts = _Texts(index.frequency, fetch)
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


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    batch: list[Article] = []
    held = 0
    for article in articles:
        batch.append(article)
        held += len(article.text)
        if held >= _BATCH:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


Pair = tuple[int, int]


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
    pair, first, count = np.unique(left.astype(np.int64) << 32 | right, return_index=True, return_counts=True)
    del first
    rare = np.bincount(table.text[candidates.rare(table, COMMON)], minlength=int(table.text.max()) + 1)
    one, other = pair >> 32, pair & 0xFFFFFFFF
    enough = (count >= _FACTS) & (count >= _KEPT * np.minimum(rare[one], rare[other]))
    return [(int(a), int(b)) for a, b in zip(one[enough], other[enough], strict=True)]


@dataclass
class _Text:
    """An article with what is worked out of it, when it is first needed."""

    article: Article
    words: Words
    quotes: list[Stretch]
    frequency: Frequency
    weights: NDArray[np.float64] | None = None
    told: retelling.Told | None = None
    quoted: list[str] | None = None
    cut: Sentences | None = None

    def weight(self) -> NDArray[np.float64]:
        """What each word says of whose text it is."""
        if self.weights is None:
            self.weights = self.frequency.weights(self.words)
        return self.weights

    def facts(self) -> retelling.Told:
        """The text as facts."""
        if self.told is None:
            stems = words([self.article.text], retelling.LETTERS)[0].outside(self.article.left_out)
            says = (self.frequency.bits(self.words.key) / 16) ** 2
            self.told = retelling.told(self.sentences().spans, replace(stems, kind=self.words.kind), says)
        return self.told

    def sentences(self) -> Sentences:
        """The sentences, with the words in each."""
        if self.cut is None:
            self.cut = Sentences(sentences(self.article.text), self.words)
        return self.cut

    def said(self) -> list[str]:
        """The words in quotation marks, folded for comparison."""
        if self.quoted is None:
            folded = (fold(self.article.text[start:end]).text.casefold() for start, end in self.quotes)
            found = (" ".join(re.findall(r"\w+", words)) for words in folded)
            self.quoted = [words for words in found if words.count(" ") >= 2]
        return self.quoted


class _Texts:
    """Texts by number, as many as are needed at a time."""

    def __init__(self, frequency: Frequency, fetch: Fetch) -> None:
        self.frequency, self.fetch = frequency, fetch
        self.held: OrderedDict[int, _Text] = OrderedDict()

    def __getitem__(self, number: int) -> _Text:
        return self.held[number]

    def want(self, numbers: set[int]) -> None:
        """Have these at hand."""
        for number in numbers & self.held.keys():
            self.held.move_to_end(number)
        if missing := sorted(numbers - self.held.keys()):
            for batch in _batches(self.fetch(missing)):
                for article, found in zip(batch, words([article.text for article in batch]), strict=True):
                    self.held[article.number] = self._read(article, found)
        while len(self.held) > max(_HELD, len(numbers)):
            self.held.popitem(last=False)

    def _read(self, article: Article, found: Words) -> _Text:
        quotes = article.quoted
        if quotes is None:
            quotes = tuple((stretch.start, stretch.end) for stretch in marked(article.text))
        own = found.outside(article.left_out)
        kind = own.kind.copy()
        kind[own.within(quotes)] |= QUOTED
        return _Text(article, replace(own, kind=kind), list(quotes), self.frequency)


def _compare(one: _Text, other: _Text, places: Sequence[Shared], retold: bool) -> Reuse | None:
    """What two texts share: a copy, else a retelling, else quotations."""
    found = passages(one.words, other.words, places, one.weight()) if places else []
    shorter = min(len(one.words), len(other.words))
    share = sum(passage.end - passage.start for passage in found) / shorter if shorter else 0.0
    own = [passage for passage in found if passage.weight >= ENOUGH and not _phrase(passage, share)]
    copied = [passage for passage in found if passage.weight >= _ALSO and not _phrase(passage, share)] if own else []
    told = None
    if retold and share < 0.8:
        told = retelling.compare(one.facts(), other.facts(), one.said(), other.said())
        if told and told.score < retelling.ENOUGH:
            told = None
    if copied or told:
        return _reuse(one, other, copied, told)
    quoted = [passage for passage in found if passage.quoted >= _QUOTATION and passage.quoted * 2 > passage.matched]
    return _quotations(one, other, quoted) if quoted else None


def _phrase(passage: Passage, share: float) -> bool:
    return passage.texts >= _PHRASE and share < _WHOLE


def _reuse(one: _Text, other: _Text, copied: Sequence[Passage], told: retelling.Retelling | None) -> Reuse:
    aligned = counterparts(one.sentences(), other.sentences(), copied)
    if told:
        aligned += [
            Aligned(*here, *there, round(alike, 3))
            for here, there, alike in told.pairs
            if not any(_overlap(here, there, passage) for passage in aligned)
        ]
    aligned.sort(key=lambda passage: passage.start)
    verdict = direction.decide(one.article, other.article, aligned, one.quotes, other.quotes)
    weight = sum(passage.weight for passage in copied)
    score = max(1 - exp(-weight / ENOUGH), told.score if told else 0.0)
    source = one if verdict.origin == other.article.number else other
    shorter = source if verdict.origin is not None else min(one, other, key=lambda text: len(text.words))
    share = _covered(shorter.words, [_side(passage, shorter is one) for passage in aligned])
    return Reuse(
        one.article.number,
        other.article.number,
        "copy" if copied else "retelling",
        tuple(aligned),
        round(score, 3),
        _said(copied, told),
        round(share, 3),
        verdict.origin,
        verdict.reasons,
        verdict.common,
    )


def _quotations(one: _Text, other: _Text, quoted: Sequence[Passage]) -> Reuse:
    aligned = tuple(_aligned(one.words, other.words, passage) for passage in quoted)
    number = sum(passage.quoted for passage in quoted)
    said = f"{number} words in quotation marks are the same, and nothing round them"
    return Reuse(one.article.number, other.article.number, "quotations", aligned, 0.0, said, 0.0)


def _said(copied: Sequence[Passage], told: retelling.Retelling | None) -> str:
    """What was found, in words."""
    parts = []
    if copied:
        number = sum(passage.matched for passage in copied)
        parts.append(f"{number} words in {len(copied)} passage{'s' * (len(copied) != 1)} are the same")
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
