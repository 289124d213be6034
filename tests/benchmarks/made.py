"""What a document is made of, before it is laid out and after; what is remembered of it; how a sentence is changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Generic, NamedTuple, TypeVar

Item = TypeVar("Item")
Pair = tuple[int, int]


class Hop(NamedTuple):
    """A station on the way from the speaker to the document, and the words that name it."""

    entity: int | None
    source: int | None
    words: Pair | None


class Said(NamedTuple):
    """A quotation in a sentence; offsets count from the sentence's beginning."""

    form: str
    start: int
    end: int
    speaker: int | None
    cue: Pair | None = None
    when: Pair | None = None
    utterance: int | None = None
    fidelity: str | None = None
    hops: tuple[Hop, ...] = ()
    continues: bool = False


@dataclass(slots=True)
class Claim:
    """A claim, and how much evidence it has."""

    id: int
    evidence: int = 0


class Bears(NamedTuple):
    """A stretch of a sentence that is evidence for a claim, or against it."""

    start: int
    end: int
    claim: Claim
    stance: str
    note: str | None
    when: Pair | None


class Sentence(NamedTuple):
    """A sentence, with the quotation and the evidence in it."""

    text: str
    said: Said | None = None
    bears: tuple[Bears, ...] = ()
    block: int | None = None  # where a block quotation begins


@dataclass(slots=True)
class Utterance:
    """Something said that documents report, with the claim it makes."""

    id: int
    speaker: int
    name: str
    words: list[str]
    claim: Claim | None = None
    reports: int = 0


@dataclass(slots=True)
class Document:
    """A document that was laid out, as far as others may be made from it."""

    source: int
    capture: int
    publisher: int
    day: date
    depth: int
    title: str
    sentences: list[Sentence]
    places: list[int]  # where each sentence begins
    spans: dict[Pair, int]  # passages by their bounds
    copies: int = 0


@dataclass(slots=True)
class Recent(Generic[Item]):
    """The newest things of a kind; what is older is forgotten, so that memory has an end."""

    size: int
    held: list[Item] = field(default_factory=list)
    at: int = 0

    def add(self, item: Item) -> None:
        if len(self.held) < self.size:
            self.held.append(item)
        else:
            self.held[self.at] = item
            self.at = (self.at + 1) % self.size


def splice(sentence: Sentence, low: int, high: int, words: str) -> Sentence:
    """The sentence with `words` for what stands between low and high; no bound may lie within."""
    more = len(words) - (high - low)

    def moved(at: int) -> int:
        return at if at <= low else at + more

    def pair(pair: Pair | None) -> Pair | None:
        return pair and (moved(pair[0]), moved(pair[1]))

    said = sentence.said
    if said is not None:
        hops = tuple(hop._replace(words=pair(hop.words)) for hop in said.hops)
        said = said._replace(
            start=moved(said.start), end=moved(said.end), cue=pair(said.cue), when=pair(said.when), hops=hops
        )
    bears = tuple(b._replace(start=moved(b.start), end=moved(b.end), when=pair(b.when)) for b in sentence.bears)
    return Sentence(sentence.text[:low] + words + sentence.text[high:], said, bears)
