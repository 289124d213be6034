"""What a loader hands over: a document's text, and frozen drafts of what somebody found in it.

Drafts name each other by slug and give words as words; where the words stand is found when the drafts are stored.
Loader scripts build the same values as sheets do. Every draft may carry the `line` of the file it stands on, for messages.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Document:
    """A document's bytes and the text they say.

    `text` is what the bytes decode to, unaltered: offsets count its code points. `extractor` names what made the text,
    with its version. `retrieved_at` is ISO 8601, UTC; it is never taken for a publication date.
    """

    name: str
    content: bytes
    text: str
    media_type: str
    encoding: str
    extractor: str
    retrieved_at: str | None = None
    retrieved_from: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """Words to be found in the document; spaces, quote marks and dashes may differ from it.

    Where they stand in several places, `after` (other words that stand before them) or `occurrence` (counted from 1)
    decides. A cue, a time or a hop stands in the quote's own paragraph, or `after` says where else.
    """

    exact: str
    after: str | None = None
    occurrence: int | None = None
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class DateDraft:
    """An EDTF date; `basis` is stated, relative or inferred; `words` are those in the document that say it."""

    edtf: str
    basis: str = "stated"
    words: Words | None = None
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class TermDraft:
    """A word to add to an open vocabulary, such as entity_kind."""

    scheme: str
    code: str
    label: str
    definition: str
    iri: str | None = None
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class NameDraft:
    name: str
    lang: str = "und"
    kind: str = "name"
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class EntityDraft:
    """A person, organisation, place, thing or unnamed party.

    Without `name` and `kind` it must be defined elsewhere, and this one adds names and identifiers (scheme to value).
    """

    slug: str
    name: str | None = None
    kind: str | None = None
    description: str | None = None
    names: tuple[NameDraft, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class MatchDraft:
    """A judgement (same, possible, different) on two entities or two utterances, by slug; their order is no matter."""

    left: str
    right: str
    judgement: str
    decided_by: str | None = None
    note: str | None = None
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """A published work: the one the document is a copy of, or one that is known only through others."""

    slug: str
    title: str
    kind: str = "article"
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    canonical_url: str | None = None
    archived_url: str | None = None
    language: str | None = None
    published: DateDraft | None = None
    copyright_holder: str | None = None
    usage_terms: str | None = None
    licence: str | None = None
    publish: str = "excerpts"
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class SegmentDraft:
    """A part of the document, from its `first` words to its `last` (None: `first` is all of it)."""

    kind: str
    first: Words
    last: Words | None = None
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class OmissionDraft:
    """Words left out on purpose: of a quotation or a sentence that nothing is recorded of, with the reason."""

    words: Words
    reason: str
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class UtteranceDraft:
    """A thing said once, however often reported. `venue` is the source it was said in."""

    slug: str
    speaker: str | None = None
    venue: str | None = None
    said: DateDraft | None = None
    text: str | None = None
    lang: str | None = None
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class HopDraft:
    """A hop on a quote's way: who passed it on, the work in which, or both; `words` say so in the document."""

    entity: str | None = None
    source: str | None = None
    words: Words | None = None
    basis: str = "stated"
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class QuoteDraft:
    """A place where the document gives somebody's words or view.

    `words` has several stretches where the quotation is interrupted. `way` runs from nearest the reader to nearest the
    speaker, without the speaker and the document's own publisher. `id` is a name in this file, for evidence to refer to.
    """

    words: tuple[Words, ...]
    form: str
    speaker: str | None = None
    cue: Words | None = None
    when: Words | None = None
    utterance: str | None = None
    way: tuple[HopDraft, ...] = ()
    fidelity: str | None = None
    part: int = 1
    id: str | None = None
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ArgumentDraft:
    """A part of a claim's structure: an entity, or a value, or neither with snak somevalue or novalue."""

    role: str
    entity: str | None = None
    value: str | None = None
    datatype: str | None = None
    unit: str | None = None
    snak: str = "value"
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """A proposition, in one sentence of our own."""

    slug: str
    text: str
    kind: str = "fact"
    occurred: DateDraft | None = None
    arguments: tuple[ArgumentDraft, ...] = ()
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class EvidenceDraft:
    """A passage of the document, of at most one sentence, that bears on a claim.

    `quote` is the id of a quote in this file whose words it is; then `words` may be left out for all of the quote.
    """

    claim: str
    words: Words | None = None
    quote: str | None = None
    when: Words | None = None
    stance: str = "supports"
    note: str | None = None
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class RelationDraft:
    """A relation from one claim to another, as a person judged it."""

    claim: str
    relation: str
    related: str
    note: str | None = None
    decided_by: str | None = None
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """A verdict on a claim by a named reviewer (ClaimReview)."""

    claim: str
    reviewer: str
    url: str
    rating_label: str | None = None
    rating_value: float | None = None
    best_rating: float | None = None
    worst_rating: float | None = None
    reviewed: str | None = None
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class AlignmentDraft:
    """A passage of the document that stands, changed or not, in the origin.

    `origin_words` are found in `origin_copy`, the slug of a source that is loaded: the origin itself or a copy of it.
    Both are None where the origin was not captured. `change` is same, edited or meaning.
    """

    words: Words
    change: str
    origin_words: Words | None = None
    origin_copy: str | None = None
    note: str | None = None
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class DerivationDraft:
    """One work made from another. `source` None: the document's own. `words` declare it in the document.

    `status` None: confirmed, but proposed where a program detected it.
    """

    origin: str
    kind: str
    source: str | None = None
    basis: str = "declared"
    words: Words | None = None
    reason: str | None = None
    status: str | None = None
    decided_by: str | None = None
    alignments: tuple[AlignmentDraft, ...] = ()
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Bundle:
    """What one document, or one file that no document belongs to, adds to the database.

    `document` and `source` go together: the text, and the work it is a copy of. Without them, drafts that give words
    (segments, quotes, evidence, derivations with words) have nowhere to stand and are refused.
    """

    document: Document | None = None
    source: SourceDraft | None = None
    terms: tuple[TermDraft, ...] = ()
    entities: tuple[EntityDraft, ...] = ()
    entity_matches: tuple[MatchDraft, ...] = ()
    sources: tuple[SourceDraft, ...] = ()
    segments: tuple[SegmentDraft, ...] = ()
    utterances: tuple[UtteranceDraft, ...] = ()
    utterance_matches: tuple[MatchDraft, ...] = ()
    quotes: tuple[QuoteDraft, ...] = ()
    claims: tuple[ClaimDraft, ...] = ()
    evidence: tuple[EvidenceDraft, ...] = ()
    relations: tuple[RelationDraft, ...] = ()
    reviews: tuple[ReviewDraft, ...] = ()
    derivations: tuple[DerivationDraft, ...] = ()
    omissions: tuple[OmissionDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """All that one file states, stored whole or not at all: one load.

    `path` is the file as it was named, `content` its bytes, `loader` and `version` say what read it.
    """

    path: str
    content: bytes
    loader: str
    version: str
    bundles: tuple[Bundle, ...]
