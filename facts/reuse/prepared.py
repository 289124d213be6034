"""A text as it is compared with others: what is worked out of it once, when it is first needed, however many there are."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..marks import marked
from . import retelling
from .articles import Article, Quoted, Stretch
from .counterparts import Sentences, sentences
from .direction import Signs
from .frequency import Frequency
from .rows import ROW, Table, rows, weighty
from .words import FIGURE, LIGHT, NAME, QUOTED, Words, words

Fetch = Callable[[Sequence[int]], Iterable[Article]]

_BATCH = 200_000  # characters whose words are counted at once: arrays that fit a processor's cache are twice as fast
_HELD = 2_000  # texts that are kept at hand
_QUOTATION = 3  # words of a quotation that can be told from others


@dataclass(frozen=True, slots=True)
class Sums:
    """Of the words up to each place: what they are worth in matching, what they say, and how many are quoted, facts or free."""

    worth: list[float]
    weight: list[float]
    quoted: list[int]
    facts: list[int]


def own_words(article: Article, found: Words) -> tuple[Words, Sequence[Stretch]]:
    """The words of an article that are its own, those that it quotes marked so, and where it quotes."""
    quotes = article.quoted
    if quotes is None:
        quotes = tuple((stretch.start, stretch.end) for stretch in marked(article.text))
    own = found.outside(article.left_out)
    kind = own.kind.copy()
    kind[own.within(quotes)] |= QUOTED
    return replace(own, kind=kind), quotes


class Text:
    """An article with its words, of which those in quotation marks are marked, and what follows from them."""

    def __init__(self, article: Article, found: Words, frequency: Frequency, table: Table) -> None:
        self.article, (self.words, self.quotes) = article, own_words(article, found)
        self.frequency, self.table = frequency, table

    @cached_property
    def weighty(self) -> list[int]:
        """Which words are not light."""
        found: list[int] = weighty(self.words).tolist()
        return found

    @cached_property
    def held(self) -> tuple[list[int], list[float]]:
        """Of its rows of words up to each: how many stand in several places, and the sum of one over how many."""
        places = self.table.places(rows(self.words)[0])
        return _running(places > 0), _running(np.where(places > 0, 1 / np.maximum(places, 1), 0.0))

    def texts(self, start: int, end: int) -> float:
        """How many texts hold rows of words like those between two words.

        It is the harmonic mean of those that several texts hold, so that one rare figure does no harm.
        """
        low, high = bisect_left(self.weighty, start), bisect_left(self.weighty, end)
        high = max(high - ROW + 1, low)
        number, shares = (sums[min(high, len(sums) - 1)] - sums[min(low, len(sums) - 1)] for sums in self.held)
        return number / shares if number else 2.0

    @cached_property
    def sums(self) -> Sums:
        """What the words come to, from the first on."""
        kind = self.words.kind
        quoted = (kind & QUOTED) > 0
        facts = ((kind & (NAME | FIGURE)) > 0) & ((kind & (LIGHT | QUOTED)) == 0)
        worth = np.where((kind & LIGHT) > 0, 0.5, 1.0)
        return Sums(*(_running(part) for part in (worth, self.frequency.weights(self.words), quoted, facts)))

    @cached_property
    def says(self) -> NDArray[np.float64]:
        """What each word says, quoted or not."""
        return self.frequency.says(self.words.key)

    @cached_property
    def keys(self) -> list[int]:
        """The numbers of the words as a list."""
        found: list[int] = self.words.key.tolist()
        return found

    @cached_property
    def facts(self) -> dict[int, float]:
        """The weighty words, each with what it says."""
        kept = weighty(self.words)
        return dict(zip(self.words.key[kept].tolist(), self.says[kept].tolist(), strict=True))

    @cached_property
    def total(self) -> float:
        """What the weighty words say together."""
        return sum(self.facts.values())

    @cached_property
    def sentences(self) -> Sentences:
        """The sentences, with the words in each."""
        return Sentences(sentences(self.article.text), self.words, self.article.left_out)

    @cached_property
    def told(self) -> retelling.Told:
        """The text as facts."""
        stems = words([self.article.text], retelling.LETTERS)[0].outside(self.article.left_out)
        return retelling.told(self.sentences.spans, replace(stems, kind=self.words.kind), self.says)

    @cached_property
    def said(self) -> list[Quoted]:
        """Its quotations, with the numbers of their words, to be compared."""
        found = []
        for start, end in self.quotes:
            low, high = np.searchsorted(self.words.start, (start, end)).tolist()
            if high - low >= _QUOTATION:
                found.append(Quoted((start, end), self.words.key[low:high].tobytes()))
        return found

    @cached_property
    def signs(self) -> Signs:
        """What it shows of where it comes from."""
        return Signs(self.article, self.said)


def _running(values: np.ndarray) -> list:  # type: ignore[type-arg]
    return [0, *np.cumsum(values).tolist()]


class Texts:
    """Texts by number, as many as are needed at a time."""

    def __init__(self, frequency: Frequency, table: Table, fetch: Fetch) -> None:
        self.frequency, self.table, self.fetch = frequency, table, fetch
        self.held: OrderedDict[int, Text] = OrderedDict()

    def __getitem__(self, number: int) -> Text:
        return self.held[number]

    def want(self, numbers: set[int]) -> None:
        """Have these at hand."""
        for number in numbers & self.held.keys():
            self.held.move_to_end(number)
        if missing := sorted(numbers - self.held.keys()):
            for batch in batches(self.fetch(missing)):
                for article, found in zip(batch, words([article.text for article in batch]), strict=True):
                    self.held[article.number] = Text(article, found, self.frequency, self.table)
        while len(self.held) > max(_HELD, len(numbers)):
            self.held.popitem(last=False)


def batches(articles: Iterable[Article], size: int = _BATCH) -> Iterator[list[Article]]:
    """Articles, so many at a time that their words are best counted together."""
    batch: list[Article] = []
    held = 0
    for article in articles:
        batch.append(article)
        held += len(article.text)
        if held >= size:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch
