"""A sentence as the comparison reads it: its words, the cues in it, and its verbs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from .forms import listed
from .lexicon import Hit, lexicon
from .tokens import Token, tokens
from .verbs import Verb, verbs

EMPTY = listed(
    "a an the of to in on at by for with and or that which who its their his her it he she they as from is are was "
    "were be been has have had will would said 's this these those into"
)


@dataclass
class Sentence:
    """`text` as it was given; everything else is worked out from it when it is asked for."""

    text: str

    @cached_property
    def words(self) -> list[Token]:
        return tokens(self.text)

    @cached_property
    def _hits(self) -> dict[str, dict[str, list[Hit]]]:
        """By kind and scale."""
        found: dict[str, dict[str, list[Hit]]] = {}
        for hit in lexicon().hits(self.words):
            found.setdefault(hit.cue.kind, {}).setdefault(hit.cue.scale, []).append(hit)
        return found

    @cached_property
    def stems(self) -> frozenset[str]:
        """Stems of all words."""
        return frozenset(token.stem for token in self.words if token.is_word)

    @cached_property
    def concepts(self) -> list[str]:
        """For each token what it means: its stem, or the group of synonyms it heads."""
        found = [token.stem for token in self.words]
        for hit in self.hits("synonyms"):
            found[hit.start] = f"={hit.cue.scale}"
        return found

    @cached_property
    def content(self) -> frozenset[str]:
        """What is meant by all words that are not empty."""
        return frozenset(
            concept
            for concept, token in zip(self.concepts, self.words, strict=True)
            if token.is_word and token.word not in EMPTY
        )

    @cached_property
    def verbs(self) -> list[Verb]:
        return verbs(self.words, self.concepts)

    def hits(self, kind: str, *scales: str) -> list[Hit]:
        """The cues of a kind, or of some of its scales, in order."""
        by_scale = self._hits.get(kind, {})
        found = [hit for scale in scales or by_scale for hit in by_scale.get(scale, ())]
        return sorted(found, key=lambda hit: hit.start) if len(found) > 1 else found

    def shown(self, start: int, end: int) -> str:
        """The words of some tokens as they are written."""
        return self.text[self.words[start].start : self.words[end - 1].end] if start < end <= len(self.words) else ""

    def hit_words(self, hits: Iterable[Hit]) -> str:
        """The words of the first of some hits, or nothing."""
        first = min(hits, key=lambda hit: hit.start, default=None)
        return self.shown(first.start, first.end) if first else ""

    def new(self, hit: Hit, other: Sentence) -> bool:
        """Whether any word of a hit is missing from another sentence."""
        return any(token.stem not in other.stems for token in self.words[hit.start : hit.end])


def closeness(one: Sentence, other: Sentence) -> float:
    """How much of what is meant stands in both sentences, 0 to 1, of the shorter one."""
    least = min(len(one.content), len(other.content))
    return len(one.content & other.content) / least if least else 0.0
