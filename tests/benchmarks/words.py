"""What texts and names are made of: lists of real words, a vocabulary of made-up ones, and drawing by how common they are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

from anyascii import anyascii

Item = TypeVar("Item")


def _list(words: str) -> list[str]:
    return words.split()


FUNCTION = _list(
    "the of to and a in that is was for it on with as he be at by had not are but from or have an they which one you were "
    "all her she there would their we him been has when who will no more if out so up said what its about than into them "
    "can only other time new some could these two may first then do any like my now over such our man me even most made "
    "after also did many before must through years where much your way down should because long each just state those "
    "people too good how own between under never same last while might against another during without again government"
)
_ONSETS = _list("b br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sc sh sl st str t th tr v w")
_VOWELS = _list("a a e e i i o o u ai ea io ou")
_CODAS = ["", "", "", "l", "n", "n", "r", "r", "s", "t", "nd", "st", "ck", "m"]
_ENDINGS = ["", "", "", "", "ed", "ing", "ion", "ly", "er", "al", "ity", "s"]
_ACCENTS = str.maketrans("aeiouc", "áéíöüč")
FIRST = _list(
    "Anna James Maria John Elena David Sofia Peter Amina Daniel Ivana Mark Laura Omar Julia Aleksandar José Zoë Łukasz Søren "
    "Anaïs Jürgen Ngọc Björn Chloé Petr Ana Viktor Mei Yusuf Sarah Thomas Fatima Carlos Ingrid Miloš Željka André Renée Kofi "
    "Priya Hassan Olga Luis Emma Noah Lina Marek Tomáš Eva Íñigo Mats Leïla Paul Grace Hugo Irina Samuel Dana Ruth"
)
FAMILY = ["ić", "son", "ová", "ez", "sen", "ński", "oğlu", "é", "man", "er", "ini", "ov", "ley", "", "", "", "", "ton"]
OUTLET = [
    "Times",
    "Herald",
    "News",
    "Post",
    "Agency",
    "Radio",
    "Tribune",
    "Online",
    "Journal",
    "Wire",
    "TV",
    "Observer",
]
VERBS = ["said", "said", "said", "said", "told reporters", "warned", "added", "insisted", "explained", "claimed"]
ATTITUDES = ["believes", "hopes", "fears", "expects", "wants it known"]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
OPENINGS = ["Meanwhile, ", "Earlier, ", "At the same time, ", "In a report, ", "As before, "]
OFFICIALS = ["official", "diplomat", "witness", "officer", "adviser", "spokesman", "source"]
NOTES = [None, None, None, "in other words", "gives a number", "says it of the past"]
REMARKS = ["Well said 👍", "I don’t believe a word of it", "Who wrote this?!", "Finally somebody says so 🙂"]


class Stream(Generic[Item]):
    """Items drawn by weight, many at a time: the nth is met as often as 1 / (n + shift) ** exponent."""

    def __init__(self, rng: Random, items: Sequence[Item], shift: float = 2.7, exponent: float = 1.0) -> None:
        self.rng, self.items = rng, items
        self.weights = list(accumulate(1 / (rank + shift) ** exponent for rank in range(len(items))))
        self.ahead: list[Item] = []
        self.at = 0

    def take(self, count: int) -> list[Item]:
        at = self.at
        if at + count > len(self.ahead):
            self.ahead = self.rng.choices(self.items, cum_weights=self.weights, k=max(8192, count))
            at = 0
        self.at = at + count
        return self.ahead[at : at + count]

    def one(self) -> Item:
        return self.take(1)[0]


def vocabulary(rng: Random, size: int) -> list[str]:
    """Real function words, then made-up words, longer as they get rarer; some have accents."""
    words = dict.fromkeys(FUNCTION)
    while len(words) < size:
        syllables = 1 + (rng.random() < 0.5) + (len(words) > 4000 and rng.random() < 0.3)
        parts = [rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(syllables)]
        word = "".join(parts) + rng.choice(_ENDINGS)
        words[word.translate(_ACCENTS) if rng.random() < 0.03 else word] = None
    return list(words)


def slug(name: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in anyascii(name).lower()).split())
