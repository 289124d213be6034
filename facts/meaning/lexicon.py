"""Cues: words and phrases of data/*.toml that carry a kind of meaning, and where they stand in a sentence.

A phrase is written as a dictionary has it, begins with a word, and is met in all its forms. In it, "!word" is that form and no
other, "_" any word, "#" a number, "*ing" a participle or gerund, "*s" a plural, "^" a name; "|x" asks that x does not follow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from .forms import forms, read
from .tokens import Token, stem

NAMES = ("synonyms", "actors", "qualifier")  # kinds that also stand in names: Ministry of Transport
BY_SCALE = (
    "modality",
    "opposites",
    "purpose",
    "transaction",
    "actors",
    "synonyms",
)  # kinds whose scales do not hide each other
KINDS = (
    "negation",
    "opposites",
    "modality",
    "purpose",
    "qualifier",
    "attribution",
    "transaction",
    "phase",
    "synonyms",
    "actors",
)


@dataclass(frozen=True, slots=True)
class Cue:
    """An entry: `scale` is the group it belongs to, `step` its place in the group, where groups have an order (else 0)."""

    kind: str
    scale: str
    step: int
    pattern: tuple[str, ...]
    length: int  # in tokens
    plain: bool  # one word in any of its forms
    key: tuple[str, str]  # what a longer cue hides: the kind, or the kind and the scale


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue met at the tokens `start` up to `end`."""

    cue: Cue
    start: int
    end: int

    @property
    def group(self) -> tuple[str, int]:
        return self.cue.scale, self.cue.step


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Cues by the stem they begin with, longest first."""

    heads: dict[str, tuple[Cue, ...]]

    def hits(self, words: Sequence[Token]) -> list[Hit]:
        """Every cue in a sentence. A longer cue hides the shorter ones of its kind, or of its scale, that stand in it."""
        found: list[Hit] = []
        upto: dict[tuple[str, str], int] = {}  # by what hides each other: where the last cue ends
        for at, token in enumerate(words):
            longest: dict[tuple[str, str], int] = {}
            for cue in self.heads.get(token.stem, ()):
                if upto.get(cue.key, 0) > at or cue.length < longest.get(cue.key, 0):
                    continue
                if (cue.kind in NAMES or not token.name or len(token.word) < 3) and (
                    cue.plain or _meets(cue.pattern, words, at)
                ):
                    longest[cue.key] = cue.length
                    found.append(Hit(cue, at, at + cue.length))
            upto |= {key: at + length for key, length in longest.items()}
        return found


def _meets(pattern: tuple[str, ...], words: Sequence[Token], at: int) -> bool:
    for offset, part in enumerate(pattern):
        token = words[at + offset] if at + offset < len(words) else None
        if part[0] == "|":
            if token is not None and any(_fits(stop, token) for stop in part[1:].split("|")):
                return False
        elif token is None or not _fits(part, token):
            return False
    return True


def _fits(part: str, token: Token) -> bool:
    if part == "#":
        return token.word[0].isdecimal() or token.word in forms().counting or token.word in "$€£¥"
    if part == "_":
        return token.is_word
    if part == "*ing":
        return token.word.endswith("ing") and len(token.word) > 5
    if part == "*s":
        return token.word.endswith("s") and len(token.word) > 3
    if part == "^":
        return token.name
    return token.word == part[1:] if part[0] == "!" else token.stem == part


@cache
def lexicon() -> Lexicon:
    """All cues, read when they are first asked for."""
    heads: dict[str, list[Cue]] = {}
    for kind in KINDS:
        for cue in dict.fromkeys(_cues(kind)):
            head = cue.pattern[0]
            key = stem(head[1:]) if head[0] == "!" else head
            heads.setdefault(key, []).append(cue)
    return Lexicon({key: tuple(sorted(cues, key=lambda cue: -len(cue.pattern))) for key, cues in heads.items()})


def _cues(kind: str) -> Iterator[Cue]:
    """Tables hold `words` (one list) or `steps` (a list of lists, in their order); a list is text, entries by commas."""
    for scale, table in read(kind).items():
        for step, listed in enumerate(table.get("steps") or [table["words"]]):
            for phrase in listed.replace("\n", " ").split(","):
                if parts := phrase.split():
                    length = len(parts) - (parts[-1][0] == "|")
                    key = kind, scale if kind in BY_SCALE else ""
                    plain = len(parts) == 1 and parts[0][0] != "!"
                    yield Cue(kind, scale, step, tuple(_part(part) for part in parts), length, plain, key)


def _part(part: str) -> str:
    if part[0] == "|":
        return "|" + "|".join(_part(word) for word in part[1:].split("|"))
    return part if part[0] == "!" or part in ("#", "_", "*ing", "*s", "^") else stem(part)
