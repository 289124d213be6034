"""How much of a text may be shown where its rights allow excerpts alone. Pure: texts and stretches in, excerpts out.

Given are direct and partial quotations, 25 words of any other passage, and 32 characters on either side, as long as all of it
together stays within 30 % of the body of the work. What is shown of one copy counts in every other that has the same words,
since a reader can put copies together. Offsets are code points.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from unicodedata import category, normalize

SHARE = 0.30
WORDS = 25
LETTERS = 240  # 25 words are shorter; what has no words to count is not longer
CONTEXT = 32  # characters of prefix and suffix (W3C Web Annotation, TextQuoteSelector; the length is Hypothesis's)
BESIDE = 2  # words shown on either side of where wordings differ
GRAM = 4  # so many words in a row, in two copies, are one text
SAME = 2 * GRAM - 1  # so many words in a row, in a text of our own, are the document's
MORE = "…"

# Scripts that set no spaces between words (Thai, Lao, Khmer, kana, Han): there a letter counts as a word.
_UNSPACED = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u312f\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
# Soft hyphens, joiners and marks that are set over a letter are part of the word they stand in.
_WORD = re.compile(rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])\w[\u0300-\u036f\u00ad\u200b-\u200d\u2060]*)+")
_ASCII = re.compile(r"\w+", re.ASCII)  # the same, where no other letters are

Interval = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Text:
    """A captured text of which excerpts may be shown. `free` are stretches that don't count: its headline is known anyway."""

    words: str
    body: int
    free: tuple[Interval, ...] = ()
    shown: bool = True


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
    unspoken = _Copies({number: Text(words, 0) for number, words in enumerate(comments)})
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
            if unspoken.alone_say(echo.words, ledger.copies) or not ledger.spend(ledger.copies.repeated(echo.words)):
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
    here, there = (list(_WORD.finditer(text)) for text in (words, others))
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
    for number, word in enumerate(_WORD.finditer(words, start, end), 1):
        if number == WORDS:
            return start, word.end() if _WORD.search(words, word.end(), end) else end
    return start, end


class _Ledger:
    """What has been shown of each text, and what more may be."""

    def __init__(self, texts: Mapping[int, Text]) -> None:
        self.left = {number: int(text.body * SHARE) if text.shown else 0 for number, text in texts.items()}
        self.shown: dict[int, list[Interval]] = {number: merged(text.free) for number, text in texts.items()}
        self.copies = _Copies(texts)

    def spend(self, wanted: Mapping[int, Sequence[Interval]]) -> bool:
        """Count these stretches as shown, in every copy that has their words; or, where one has too little left, none."""
        added: dict[int, list[Interval]] = {}
        for text, some in wanted.items():
            for start, end in merged(one for one in some if one[0] < one[1]):
                added.setdefault(text, []).append((start, end))
                for other, interval in self.copies.of(text, start, end):
                    added.setdefault(other, []).append(interval)
        costs = {}
        for text, some in added.items():
            added[text] = merged(some)
            costs[text] = sum(self._new(text, added[text]))
            if costs[text] > self.left[text]:
                return False
        for text, cost in costs.items():
            if cost:
                self.left[text] -= cost
                self.shown[text] = merged([*self.shown[text], *added[text]])
        return True

    def _new(self, text: int, intervals: Iterable[Interval]) -> Iterator[int]:
        """How many characters of each stretch have not been shown."""
        shown = self.shown[text]
        for start, end in intervals:
            known = 0
            for low, high in shown[max(bisect_left(shown, (start, start)) - 1, 0) :]:
                if low >= end:
                    break
                known += max(min(high, end) - max(low, start), 0)
            yield end - start - known


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The same characters in as few stretches as possible, in order."""
    made: list[Interval] = []
    for start, end in sorted(intervals):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], end))
        else:
            made.append((start, end))
    return made


class _Copies:
    """Where the words of a text stand in others."""

    def __init__(self, texts: Mapping[int, Text]) -> None:
        self.words: dict[int, list[Interval]] = {}
        self.keys: dict[int, list[int]] = {}
        self.first: dict[
            int, tuple[int, int]
        ] = {}  # where each row of GRAM words stands first: a text and a word in it
        self.again: dict[int, list[tuple[int, int]]] = {}  # all the places of those that stand in several
        for number, text in texts.items():
            self.words[number], self.keys[number] = _grams(text.words)
            for at, key in enumerate(self.keys[number]):
                if (first := self.first.setdefault(key, (number, at))) != (number, at):
                    self.again.setdefault(key, [first]).append((number, at))
        again = self.again
        self.doubled = {
            number: [at for at, key in enumerate(keys) if key in again] if again else []
            for number, keys in self.keys.items()
        }  # which rows of words of a text stand elsewhere too, in order

    def of(self, text: int, start: int, end: int) -> Iterator[tuple[int, Interval]]:
        """Where the words between `start` and `end` of `text` stand elsewhere: in others, or again in this one."""
        if not (doubled := self.doubled[text]):
            return
        words, keys, again = self.words[text], self.keys[text], self.again
        first = bisect_left(words, (start, start))
        while first and words[first - 1][1] > start:
            first -= 1
        last = bisect_left(words, (end, end))
        # A few words are found by those around them: what follows and precedes them is the same in a copy.
        for at in doubled[bisect_left(doubled, first - GRAM + 1) : bisect_left(doubled, last)]:
            low, high = max(at, first) - at, min(at + GRAM, last) - at
            for other, there in again[keys[at]]:
                if (other, there) != (text, at):
                    yield other, self._between(other, there + low, high - low)

    def repeated(self, words: str) -> dict[int, list[Interval]]:
        """Where the texts have SAME words in a row that stand in `words` too."""
        found: dict[int, list[Interval]] = {}
        _, keys = _grams(words)
        for first, last in zip(keys, keys[SAME - GRAM :], strict=False):
            if first in self.first and last in self.first:
                ends = {(text, at - (SAME - GRAM)) for text, at in self._places(last)}
                for text, at in self._places(first):
                    if (text, at) in ends:
                        found.setdefault(text, []).append(self._between(text, at, SAME))
        return found

    def alone_say(self, words: str, others: _Copies) -> bool:
        """Whether SAME words in a row of `words` stand in these texts, and not in the others."""
        _, keys = _grams(words) if self.first else ([], [])
        windows = [set(keys[at : at + SAME - GRAM + 1]) for at in range(len(keys) - (SAME - GRAM))]
        return any(window <= self.first.keys() and not window <= others.first.keys() for window in windows)

    def _places(self, key: int) -> list[tuple[int, int]]:
        return self.again.get(key) or [self.first[key]]

    def _between(self, text: int, at: int, length: int) -> Interval:
        return self.words[text][at][0], self.words[text][at + length - 1][1]


def _grams(words: str) -> tuple[list[Interval], list[int]]:
    """Where each word stands, and a number for each GRAM of them in a row."""
    if words.isascii():
        found = list(_ASCII.finditer(words.lower()))
        folded = [word[0] for word in found]
    else:
        found = list(_WORD.finditer(words))
        folded = [_folded(word[0]) for word in found]
    rows = zip(*(folded[at:] for at in range(GRAM)), strict=False)
    return [word.span() for word in found], [hash(row) for row in rows]


def _folded(word: str) -> str:
    """A word as it is compared: without case, accents, soft hyphens and joiners."""
    if word.isascii():
        return word.casefold()
    parts = normalize("NFKD", word.casefold())
    return "".join(part for part in parts if category(part) not in ("Mn", "Cf"))
