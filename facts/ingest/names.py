"""Which names a bundle defines, and which it refers to: what decides the order of files, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from ..document import Bundle

Kind = Literal["entity", "source", "utterance", "claim", "text"]


class Name(NamedTuple):
    """A slug, the kind of thing it names ("text": a source whose text is loaded), and the line it stands on."""

    kind: Kind
    slug: str
    line: int | None

    @property
    def key(self) -> tuple[Kind, str]:
        return self.kind, self.slug


def defined(bundle: Bundle) -> Iterator[Name]:
    """The names a bundle gives things."""
    for entity in bundle.entities:
        if entity.name is not None:
            yield Name("entity", entity.slug, entity.line)
    for source in (*bundle.sources, *([bundle.source] if bundle.source else [])):
        yield Name("source", source.slug, source.line)
    if bundle.source and bundle.document:
        yield Name("text", bundle.source.slug, bundle.source.line)
    for utterance in bundle.utterances:
        yield Name("utterance", utterance.slug, utterance.line)
    for claim in bundle.claims:
        yield Name("claim", claim.slug, claim.line)


def referred(bundle: Bundle) -> Iterator[Name]:
    """The names a bundle uses, with the line of each use."""
    for kind, slug, line in _uses(bundle):
        if slug is not None:
            yield Name(kind, slug, line)


def _uses(bundle: Bundle) -> Iterator[tuple[Kind, str | None, int | None]]:
    for entity in bundle.entities:
        if entity.name is None:
            yield "entity", entity.slug, entity.line
    for match in bundle.entity_matches:
        yield "entity", match.left, match.line
        yield "entity", match.right, match.line
    for match in bundle.utterance_matches:
        yield "utterance", match.left, match.line
        yield "utterance", match.right, match.line
    for source in (*bundle.sources, *([bundle.source] if bundle.source else [])):
        yield "entity", source.publisher, source.line
    for utterance in bundle.utterances:
        yield "entity", utterance.speaker, utterance.line
        yield "source", utterance.venue, utterance.line
    for quote in bundle.quotes:
        yield "entity", quote.speaker, quote.line
        yield "utterance", quote.utterance, quote.line
        for hop in quote.way:
            yield "entity", hop.entity, hop.line
            yield "source", hop.source, hop.line
    for claim in bundle.claims:
        for argument in claim.arguments:
            yield "entity", argument.entity, argument.line
    for evidence in bundle.evidence:
        yield "claim", evidence.claim, evidence.line
    for relation in bundle.relations:
        yield "claim", relation.claim, relation.line
        yield "claim", relation.related, relation.line
    for review in bundle.reviews:
        yield "claim", review.claim, review.line
        yield "entity", review.reviewer, review.line
    for derivation in bundle.derivations:
        yield "source", derivation.source, derivation.line
        yield "source", derivation.origin, derivation.line
        for alignment in derivation.alignments:
            yield "text", alignment.origin_copy, alignment.line
