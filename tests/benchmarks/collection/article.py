"""An article as sentences in paragraphs, its text with the place of each sentence, and what two articles have in common."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import count

from .events import Event
from .made import Stretch
from .world import Outlet

_serial = count()
_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r"“[^”]*”")
_MARKED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_CURLY = str.maketrans("“”‘’", "\"\"''")

Gram = tuple[str, ...]
RUN = 7  # words in a row that two articles in other words never share


@dataclass(slots=True, eq=False)
class Sentence:
    """`root` is the same for a sentence and its copies, `tells` for sentences on the same fact."""

    text: str
    role: str  # headline, lede, narration, quote, background, stock, caption
    tells: tuple[int, str] | None = None
    template: int = -1
    root: int = field(default_factory=_serial.__next__)

    def copy(self) -> Sentence:
        return Sentence(self.text, self.role, self.tells, self.template, self.root)


@dataclass(slots=True, eq=False)
class Article:
    outlet: Outlet
    event: Event
    headline: Sentence
    body: list[list[Sentence]]
    caption: Sentence | None = None
    footers: tuple[str, ...] = ()
    dateline: str = ""
    published: tuple[int | None, int | None] = (None, None)
    text: str = ""
    places: list[tuple[Sentence, int, int]] = field(default_factory=list)

    def sentences(self) -> list[Sentence]:
        return [sentence for paragraph in self.body for sentence in paragraph]

    def size(self) -> int:
        return sum(sentence.text.count(" ") + 1 for sentence in self.sentences())

    def set(self) -> None:
        """Set the text, and where each sentence stands in it."""
        parts: list[str] = []
        self.places = []
        at = 0

        def put(text: str, sentence: Sentence | None = None) -> None:
            nonlocal at
            if sentence is not None:
                self.places.append((sentence, at, at + len(text)))
            parts.append(text)
            at += len(text)

        put(self.headline.text, self.headline)
        if self.caption is not None:
            put("\n\n")
            put(self.caption.text, self.caption)
        first = True
        for paragraph in self.body:
            put("\n\n")
            if first:
                put(self.dateline)
                first = False
            for nth, sentence in enumerate(paragraph):
                if nth:
                    put(" ")
                put(sentence.text, sentence)
        for footer in self.footers:
            put("\n\n")
            put(footer)
        text = "".join(parts)
        self.text = text.translate(_CURLY) if self.outlet.straight else text


def words(text: str) -> list[str]:
    """The words, in lower case; each quotation is one word that is met nowhere else."""
    found: list[str] = []
    at = 0
    for quoted in _QUOTED.finditer(text):
        found += _WORD.findall(text[at : quoted.start()].lower())
        found.append(f"“{next(_serial)}")
        at = quoted.end()
    return found + _WORD.findall(text[at:].lower())


def grams(of: list[str], size: int = RUN) -> set[Gram]:
    return {tuple(of[at : at + size]) for at in range(len(of) - size + 1)}


def narrated(article: Article) -> set[Gram]:
    """Each run of words of the article, outside its quotations."""
    texts = [article.headline.text, article.caption.text if article.caption else "", article.dateline]
    texts += [sentence.text for sentence in article.sentences()]
    return grams(words(" ".join([*texts, *article.footers])))


def apart(one: Article, other: Article) -> bool:
    """Whether the texts share no run of words outside quotations."""
    shared: list[set[Gram]] = []
    for article in (one, other):
        pieces = _MARKED.split(article.text)
        shared.append({gram for piece in pieces for gram in grams(_WORD.findall(piece.lower()))})
    return not shared[0] & shared[1]


def stretches(one: Article, other: Article, *, facts: bool = False) -> tuple[Stretch, ...]:
    """What is copied from the one to the other, or, with `facts`, tells the same: sentences in a row as one stretch."""
    there: dict[object, int] = {}
    for nth, (sentence, _, _) in enumerate(other.places):
        key = sentence.tells if facts else sentence.root
        if key is not None:
            there.setdefault(key, nth)
    runs: list[list[int]] = []
    for nth, (sentence, _, _) in enumerate(one.places):
        key = sentence.tells if facts else sentence.root
        match = there.get(key) if key is not None else None
        if match is None:
            continue
        apart = sentence.role == "headline" or one.places[nth - 1][0].role in ("headline", "caption")
        if runs and not apart and runs[-1][1] == nth - 1 and runs[-1][3] == match - 1 and runs[-1][3] > 0:
            runs[-1][1], runs[-1][3] = nth, match
        else:
            runs.append([nth, nth, match, match])
    return tuple((one.places[a][1], one.places[b][2], other.places[c][1], other.places[d][2]) for a, b, c, d in runs)


def _quoted(article: Article) -> dict[tuple[int, str], list[tuple[str, int, int]]]:
    """By what was said: the quoted words with their places."""
    found: dict[tuple[int, str], list[tuple[str, int, int]]] = {}
    for sentence, start, _ in article.places:
        if sentence.role == "quote" and sentence.tells:
            said = found[sentence.tells] = []
            for quoted in _QUOTED.finditer(sentence.text):
                for word in _WORD.finditer(sentence.text, *quoted.span()):
                    said.append((word[0].lower(), start + word.start(), start + word.end()))
                said.append((f"”{next(_serial)}", 0, 0))
    return found


def quotations(one: Article, other: Article) -> tuple[Stretch, ...]:
    """The quoted words that both have, four or more in a row."""
    here, there = _quoted(one), _quoted(other)
    found: list[Stretch] = []
    for said, ours in here.items():
        theirs = there.get(said, [])
        blocks = SequenceMatcher(None, [w[0] for w in ours], [w[0] for w in theirs], autojunk=False)
        for a, b, size in blocks.get_matching_blocks():
            if size >= 4:
                found.append((ours[a][1], ours[a + size - 1][2], theirs[b][1], theirs[b + size - 1][2]))
    return tuple(found)
