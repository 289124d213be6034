"""Where a bundle's words stand in its document: every draft that gives words, with its spans, or the problem with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from ..anchor import AnchorError, Finder, Span
from ..document import (
    Bundle,
    DerivationDraft,
    EvidenceDraft,
    HopDraft,
    OmissionDraft,
    QuoteDraft,
    SegmentDraft,
    SourceDraft,
    Words,
)
from ..errors import Problem
from ..loaders.schema import near
from ..text import clip


@dataclass(slots=True)
class Anchored:
    """A bundle with its words found: spans of the document's text by the drafts they belong to."""

    bundle: Bundle
    published: dict[str, Span] = field(default_factory=dict)  # by source slug
    segments: list[tuple[SegmentDraft, Span]] = field(default_factory=list)
    quotes: list[AnchoredQuote] = field(default_factory=list)
    evidence: list[AnchoredEvidence] = field(default_factory=list)
    derivations: list[AnchoredDerivation] = field(default_factory=list)
    omissions: list[tuple[OmissionDraft, Span]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AnchoredQuote:
    """A quote with the spans of its stretches, cue, time and hops (None: no words were given)."""

    draft: QuoteDraft
    stretches: tuple[Span, ...]
    cue: Span | None
    when: Span | None
    way: tuple[tuple[HopDraft, Span | None], ...]


@dataclass(frozen=True, slots=True)
class AnchoredEvidence:
    """`quote` and `stretch` index the quote, and the stretch of it, that holds the words."""

    draft: EvidenceDraft
    span: Span
    when: Span | None
    quote: int | None
    stretch: int


@dataclass(frozen=True, slots=True)
class AnchoredDerivation:
    """`alignments` pair spans of the document with spans of the origin's copy (None: not captured)."""

    draft: DerivationDraft
    words: Span | None
    alignments: tuple[tuple[int, Span, Span | None], ...]


class Anchoring:
    """Finds the words of one bundle; `problems` are all that it could not find, `anchored` what it could.

    `texts` are the other documents, by the slug of their source, in which the words of an origin are found.
    """

    def __init__(self, path: str, bundle: Bundle, texts: Mapping[str, Finder]) -> None:
        self.path, self.bundle, self.texts = path, bundle, texts
        self.problems: list[Problem] = []
        self.anchored = Anchored(bundle)
        self.finder = Finder(bundle.document.text) if bundle.document else None
        self._sources()
        self._segments()
        self._quotes()
        self._evidence()
        self._derivations()
        self._omissions()

    def problem(self, line: int | None, message: str, hint: str = "") -> None:
        self.problems.append(Problem(self.path, line, message, hint))

    def find(
        self,
        words: Words,
        line: int | None,
        within: tuple[int, int] | None = None,
        where: str = "the document",
        finder: Finder | None = None,
    ) -> Span | None:
        finder = finder or self.finder
        if finder is None:
            self.problem(
                words.line or line, "words without a document to find them in", "name the document of this sheet"
            )
            return None
        try:
            return finder.find(words, within, where)
        except AnchorError as error:
            self.problem(words.line or line, str(error))
            return None

    def _beside(
        self, words: Words | None, spans: tuple[Span, ...], line: int | None, masked: bool = True
    ) -> Span | None:
        """Words in the paragraph of others, outside of them where `masked`.

        Words of another paragraph are taken only where `after` says where: a mistyped cue must not be found elsewhere.
        """
        if words is None or self.finder is None:
            return self.find(words, line) if words else None
        paragraph = (self.finder.paragraph_of(spans[0])[0], self.finder.paragraph_of(spans[-1])[1])
        outside = spans if masked else ()
        if words.after and not self.finder.places(words.exact, paragraph, outside):
            return self.find(words, line)
        try:
            return self.finder.find(words, paragraph, "the quote's paragraph" if masked else "its paragraph", outside)
        except AnchorError as error:
            self.problem(words.line or line, str(error))
            return None

    def _sources(self) -> None:
        for source in all_sources(self.bundle):
            if source.published and source.published.words:
                span = self.find(source.published.words, source.published.line)
                if span:
                    self.anchored.published[source.slug] = span

    def _segments(self) -> None:
        for segment in self.bundle.segments:
            first = self.find(segment.first, segment.line)
            if first is None or self.finder is None:
                continue
            end = first.end
            if segment.last is not None:
                within = (first.start, len(self.finder.text))
                last = self.find(segment.last, segment.line, within, "the document from the segment's first words on")
                if last is None:
                    continue
                end = last.end
            span = Span(first.start, end, self.finder.text[first.start : end])
            self.anchored.segments.append((segment, span))

    def _quotes(self) -> None:
        for quote in self.bundle.quotes:
            if not quote.words:
                self.problem(quote.line, "a quote without words", "give the words as they stand in the document")
                continue
            found = [self.find(words, quote.line) for words in quote.words]
            if any(span is None for span in found):
                continue
            stretches = tuple(span for span in found if span is not None)
            if any(a.end > b.start for a, b in pairwise(stretches)):
                self.problem(
                    quote.line, "the stretches of the quotation overlap or are out of order", "give them as they stand"
                )
                continue
            self._not_in_comment(stretches, quote.line)
            cue = self._beside(quote.cue, stretches, quote.line)
            when = self._beside(quote.when, stretches, quote.line)
            way = tuple((hop, self._beside(hop.words, stretches, hop.line)) for hop in quote.way)
            for hop in quote.way:
                if hop.entity is None and hop.source is None:
                    self.problem(hop.line, "a hop on the way names neither entity nor source", "name one, or both")
            self.anchored.quotes.append(AnchoredQuote(quote, stretches, cue, when, way))

    def _evidence(self) -> None:
        quotes = {quote.draft.id: index for index, quote in enumerate(self.anchored.quotes) if quote.draft.id}
        named = {quote.id for quote in self.bundle.quotes if quote.id}
        for evidence in self.bundle.evidence:
            index = quotes.get(evidence.quote) if evidence.quote else None
            if evidence.quote and index is None:
                if evidence.quote not in named:  # else the quote's own problem has been said
                    hint = near(evidence.quote, sorted(named)) if named else "no quote here has an id"
                    self.problem(evidence.line, f"no quote here has the id `{evidence.quote}`", hint)
                continue
            found = self._evidence_span(evidence, self.anchored.quotes[index] if index is not None else None)
            if found is None:
                continue
            span, stretch = found
            self._not_in_comment((span,), evidence.line)
            when = self._beside(evidence.when, (span,), evidence.line, masked=False)
            self.anchored.evidence.append(AnchoredEvidence(evidence, span, when, index, stretch))

    def _evidence_span(self, evidence: EvidenceDraft, quote: AnchoredQuote | None) -> tuple[Span, int] | None:
        if quote is None:
            if evidence.words is None:
                self.problem(evidence.line, "evidence without words or quote", "give one of them")
                return None
            span = self.find(evidence.words, evidence.line)
            return (span, 0) if span else None
        if evidence.words is None:
            if len(quote.stretches) > 1:
                hint = "say with `words:` which of its stretches bears on the claim"
                self.problem(evidence.line, f"the quote `{evidence.quote}` is interrupted", hint)
                return None
            return quote.stretches[0], 0
        for number, stretch in enumerate(quote.stretches):
            if self.finder and self.finder.places(evidence.words.exact, (stretch.start, stretch.end)):
                span = self.find(evidence.words, evidence.line, (stretch.start, stretch.end), "the quote")
                return (span, number) if span else None
        whole = (quote.stretches[0].start, quote.stretches[-1].end)
        if self.find(evidence.words, evidence.line, whole, f"the quote `{evidence.quote}`"):
            hint = "evidence lies within one of them; what stands between them is the outlet's own voice"
            self.problem(evidence.line, f"these words reach beyond the stretches of the quote `{evidence.quote}`", hint)
        return None

    def _not_in_comment(self, spans: tuple[Span, ...], line: int | None) -> None:
        for segment, place in self.anchored.segments:
            if segment.kind == "comment" and any(s.start < place.end and s.end > place.start for s in spans):
                hint = "reader comments give rise to nothing; take it out"
                self.problem(
                    line, f"these words stand in a reader comment (characters {place.start}-{place.end})", hint
                )

    def _derivations(self) -> None:
        for derivation in self.bundle.derivations:
            words = self.find(derivation.words, derivation.line) if derivation.words else None
            if derivation.source is None and self.bundle.source is None:
                self.problem(derivation.line, "which work was made is not said", "name it as `source`")
            if derivation.origin == (derivation.source or (self.bundle.source.slug if self.bundle.source else None)):
                self.problem(derivation.line, f"“{derivation.origin}” would be made from itself", "name another origin")
            aligned = []
            for index, alignment in enumerate(derivation.alignments):
                span = self.find(alignment.words, alignment.line)
                origin = None
                if (alignment.origin_words is None) != (alignment.origin_copy is None):
                    hint = "origin_words are found in origin_copy: a loaded source that holds the origin's text"
                    self.problem(alignment.line, "origin words and origin copy go together", hint)
                elif alignment.origin_words and alignment.origin_copy and alignment.origin_copy in self.texts:
                    finder = self.texts[alignment.origin_copy]
                    where = f"the document of {alignment.origin_copy}"
                    origin = self.find(alignment.origin_words, alignment.line, None, where, finder)
                if span:
                    aligned.append((index, span, origin))
            self.anchored.derivations.append(AnchoredDerivation(derivation, words, tuple(aligned)))

    def _omissions(self) -> None:
        said: dict[Span, OmissionDraft] = {}
        for omission in self.bundle.omissions:
            span = self.find(omission.words, omission.line)
            if span:
                first = said.setdefault(span, omission)
                if first.reason != omission.reason:
                    hint = f"the first is in line {first.line}" if first.line else "give one of the reasons"
                    message = f"“{clip(span.exact)}” is left out twice, for different reasons"
                    self.problem(omission.line, message, hint)
                self._not_in_comment((span,), omission.line)
                self.anchored.omissions.append((omission, span))


def all_sources(bundle: Bundle) -> tuple[SourceDraft, ...]:
    """The source of the bundle's document, and those known through it."""
    return (bundle.source, *bundle.sources) if bundle.source else bundle.sources
