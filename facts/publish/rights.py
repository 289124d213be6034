"""How much of a text may be shown where its rights allow excerpts alone. Pure: texts and stretches in, excerpts out.

Given are direct and partial quotations, 25 words of any other passage, and 32 characters on either side, as long as all of it
together stays within 30 % of the body of the work. What is shown of one copy counts in every other that has the same words,
since a reader can put copies together; a copy that may be shown whole counts as shown. Offsets are code points.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from .sharing import GRAM, WORD, Copies, Interval, Portion

SHARE = 0.30
WORDS = 25
LETTERS = 240  # 25 words are shorter; what has no words to count is not longer
COMPARED = 300  # words of a passage that are held against another's: the time grows with their square
CONTEXT = 32  # characters of prefix and suffix (W3C Web Annotation, TextQuoteSelector; the length is Hypothesis's)
BESIDE = 2  # words shown on either side of where wordings differ
MORE = "…"
_BLANKS = re.compile(r"\s\s+")


@dataclass(frozen=True, slots=True)
class Text:
    """A captured text, with a body of that extent, of which excerpts may be shown, or nothing, or (`whole`) all.

    `free` are stretches that don't count: its headline is known anyway.
    """

    words: str
    body: int
    free: tuple[Interval, ...] = ()
    shown: bool = True
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """A passage that might be shown: QUOTED ones whole and first of all, then ROUND and TELLING ones, then by rank.

    `focus` is where its words differ from another's: shown is what lies about it, not how the passage begins.
    """

    id: int
    text: int
    start: int
    end: int
    rank: int
    context: bool = True
    focus: Interval | None = None


@dataclass(frozen=True, slots=True)
class Echo:
    """A text of our own, such as a note, that may repeat words of documents; `key` is for who asks."""

    key: tuple[str, str, int]
    words: str


# Quotations; words round a quotation that differ from another's; other words that do. What is given first, by rank.
QUOTED, ROUND, TELLING = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of a passage: `exact` with “…” where words are left out, and what stands on either side of it."""

    id: int
    exact: str
    prefix: str
    suffix: str
    whole: bool


def excerpts(
    texts: Mapping[int, Text], stretches: Iterable[Stretch], echoes: Iterable[Echo] = (), comments: Iterable[str] = ()
) -> Iterator[Excerpt | Echo]:
    """What may be shown of texts that are copies of one work, or were made from it; a stretch that gets none is left out.

    `texts` are by number. Quotations come first, then where wordings differ, then our own notes on that, then what stands
    beside them, then the next rank. An echo that comes back must not be shown: it would show too much, or repeats a comment
    of a reader, which nothing shows.
    """
    unspoken = Copies(dict(enumerate(comments)))
    ledger = _Ledger(texts)
    shortest = sorted(stretches, key=lambda one: (one.rank, _room(one), one.text, one.start, one.end))
    ranks: dict[int, list[Stretch]] = {TELLING: []}
    for stretch in shortest:
        ranks.setdefault(max(stretch.rank, TELLING), []).append(stretch)
    for rank, group in ranks.items():
        given = []
        for stretch in group:
            start, end = _part(texts[stretch.text].words, stretch)
            if texts[stretch.text].shown and ledger.spend({stretch.text: [(start, end)]}):
                given.append((stretch, start, end))
        for echo in echoes if rank == TELLING else ():
            if unspoken.alone_say(echo.words, ledger.copies) or not ledger.spend(
                {}, ledger.copies.repeated(echo.words)
            ):
                yield echo
        for stretch, start, end in given:
            words, whole = texts[stretch.text].words, (start, end) == (stretch.start, stretch.end)
            before, after = (max(start - CONTEXT, 0), start), (end, min(end + CONTEXT, len(words)))
            beside = whole and stretch.context and ledger.spend({stretch.text: [before, after]})
            yield Excerpt(
                stretch.id,
                (MORE if start > stretch.start else "") + words[start:end] + (MORE if end < stretch.end else ""),
                words[slice(*before)] if beside else "",
                words[slice(*after)] if beside else "",
                whole,
            )


def _room(stretch: Stretch) -> int:
    """What is told before the rest of its rank: where wordings differ, the short ones, so that more find room."""
    start, end = stretch.focus or (stretch.start, stretch.end)
    return end - start if stretch.rank in (ROUND, TELLING) else 0


def differing(words: str, others: str) -> Interval | None:
    """Where in `words` most of it is not the same in `others`, with two words on either side; None where all is the same."""
    here, there = (list(islice(WORD.finditer(text), COMPARED)) for text in (words, others))
    compared = SequenceMatcher(None, [w[0].casefold() for w in here], [w[0].casefold() for w in there], autojunk=False)
    clusters: list[tuple[int, int, int]] = []  # from a word to another, and how many words differ between them
    for kind, low, high, low_there, high_there in compared.get_opcodes():
        changed = max(high - low, high_there - low_there)
        if kind != "equal" and clusters and low - clusters[-1][1] <= BESIDE:
            clusters[-1] = (clusters[-1][0], high, clusters[-1][2] + changed)
        elif kind != "equal":
            clusters.append((low, high, changed))
    if not clusters or not here:
        return None
    low, high, _ = max(clusters, key=lambda one: one[2])
    first = max(min(low - BESIDE, len(here) - 1), 0)
    last = max(min(high + BESIDE, first + WORDS, len(here)), first + 1)
    return here[first].start(), here[last - 1].end()


def _part(words: str, stretch: Stretch) -> Interval:
    """What of a stretch is shown: all of a quotation, else 25 words, from the first on or about what differs."""
    if stretch.rank == QUOTED:
        return stretch.start, stretch.end
    start, end = stretch.focus or (stretch.start, stretch.end)
    end = min(end, start + LETTERS)
    for number, word in enumerate(WORD.finditer(words, start, end), 1):
        if number == WORDS:
            return start, word.end() if WORD.search(words, word.end(), end) else end
    return start, end


class _Account:
    """What has been shown of one text, and how much more may be."""

    def __init__(self, words: str, left: int, seen: Iterable[Interval]) -> None:
        self.words = words
        self.left = left
        self.seen = merged(seen)

    def cost(self, intervals: Iterable[Interval]) -> int:
        """How much of these stretches, which lie apart, has not been shown."""
        return sum(self._new(intervals))

    def _new(self, intervals: Iterable[Interval]) -> Iterator[int]:
        for start, end in intervals:
            for low, high in self.seen[max(bisect_left(self.seen, (start, start)) - 1, 0) :]:
                if low >= end:
                    break
                if high > start:
                    yield extent(self.words[start:low])
                    start = high
            yield extent(self.words[start:end])

    def show(self, intervals: Iterable[Interval]) -> None:
        """Count these stretches as shown."""
        some = merged(intervals)
        self.left -= self.cost(some)
        self.seen = merged([*self.seen, *some])


class _Ledger:
    """What has been shown of each text, and what more may be.

    A text of which a copy is shown whole, or parts are, has a second account: there these count as shown before all else.
    """

    def __init__(self, texts: Mapping[int, Text]) -> None:
        self.whole = {number for number, text in texts.items() if text.whole}
        self.copies = Copies({number: text.words for number, text in texts.items()})
        self.spent: set[Portion] = set()  # shown in every text already
        self.refused: set[frozenset[Portion]] = (
            set()
        )  # what is too much once is too much for good: more is shown, never less
        self.accounts = {
            number: [_Account(text.words, int(text.body * SHARE) if text.shown else 0, text.free)]
            for number, text in texts.items()
        }
        portions = {one for number in self.whole for one in self.copies.portions(number, 0, len(texts[number].words))}
        for number, some in self._added({}, portions).items():
            first = self.accounts[number][0]
            second = _Account(first.words, first.left, first.seen)
            second.show(some)
            self.accounts[number].append(second)

    def spend(self, own: Mapping[int, Sequence[Interval]], portions: Iterable[Portion] = ()) -> bool:
        """Count these stretches as shown, in every copy that has their words; or, where one has too little left, none."""
        if not all(self._fits(text, merged(some)) for text, some in own.items()):
            return False
        asked = set(portions)
        for text, some in own.items():
            for start, end in some:
                asked.update(self.copies.portions(text, start, end))
        new = frozenset(one for one in asked - self.spent if (one[0], 0, GRAM) not in self.spent)
        if new in self.refused:
            return False
        added = self._added(own, new)
        if not all(self._fits(text, some) for text, some in added.items()):
            if new:
                self.refused.add(new)
            return False
        for text, some in added.items():
            for account in self.accounts[text]:
                account.show(some)
        self.spent |= new
        return True

    def _fits(self, text: int, some: Sequence[Interval]) -> bool:
        """Whether these stretches cost no more than is left; what costs nothing always does."""
        costs = ((account.cost(some), account.left) for account in self.accounts[text])
        return all(cost <= max(left, 0) for cost, left in costs)

    def _added(self, own: Mapping[int, Sequence[Interval]], portions: Iterable[Portion]) -> dict[int, list[Interval]]:
        """What is shown of each text that may not be shown whole, where these stretches and these words are."""
        added = {text: list(some) for text, some in own.items()}
        for portion in portions:
            for text, interval in self.copies.places(portion):
                if text not in self.whole:
                    added.setdefault(text, []).append(interval)
        return {text: merged(some) for text, some in added.items()}


def extent(words: str) -> int:
    """How many characters, where a run of blanks is one: space between columns makes no text longer."""
    return len(_BLANKS.sub(" ", words))


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The same characters in as few stretches as possible, in order."""
    made: list[Interval] = []
    for start, end in sorted(intervals):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], end))
        else:
            made.append((start, end))
    return made
