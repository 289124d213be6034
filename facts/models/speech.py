"""Things said, the places where sources report them, and the way they came."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, date_checks, id_column, load_column, one_of, reference, slug_check, table
from .entities import JUDGEMENTS

FORMS = ("direct", "partial", "block", "indirect", "attitude", "term")
FIDELITIES = ("verbatim", "truncated", "translated", "paraphrase", "altered", "unsupported")
HOP_BASES = ("stated", "inferred")
QUOTE_MATCH_KINDS = ("exact", "marks", "cut", "embedded", "altered", "translated")


class Utterance(Base):
    __tablename__ = "utterances"
    __table_args__ = table(
        "A row per thing said once, however often reported (speech event).",
        UniqueConstraint("slug"),
        slug_check(),
        *date_checks("said"),
    )

    id: Mapped[int] = id_column()
    slug: Mapped[str] = mapped_column(comment="Name in addresses; outlives a rebuild.")
    speaker_id: Mapped[int | None] = reference("entities.id", "Who said it (null: not known).")
    venue_id: Mapped[int | None] = reference("sources.id", "The work it was said in: an interview, a statement.")
    said: Mapped[str | None] = mapped_column(comment="When it was said, EDTF (null: not known).")
    said_earliest: Mapped[str | None] = mapped_column(comment="First day this can mean, to sort by.")
    said_latest: Mapped[str | None] = mapped_column(comment="Last day this can mean.")
    said_basis: Mapped[str | None] = mapped_column(
        comment="How the date was resolved: stated, relative (to another date) or inferred."
    )
    text: Mapped[str | None] = mapped_column(comment="What was said, in short, in our words or as best known.")
    lang: Mapped[str | None] = mapped_column(comment="Language it was said in, BCP 47.")
    load_id: Mapped[int] = load_column()


class UtteranceMatch(Base):
    __tablename__ = "utterance_matches"
    __table_args__ = table(
        "A row per judgement that two utterances are, may be, or are not the same event; the lower id stands left.",
        UniqueConstraint("left_id", "right_id"),
        CheckConstraint("left_id < right_id", name="order"),
        one_of("judgement", JUDGEMENTS),
    )

    id: Mapped[int] = id_column()
    left_id: Mapped[int] = reference("utterances.id", "One of the two, the one with the lower id.", index=False)
    right_id: Mapped[int] = reference("utterances.id", "The other.")
    judgement: Mapped[str] = mapped_column(comment="same, possible or different.")
    decided_by: Mapped[str | None] = mapped_column(comment="Who judged so.")
    note: Mapped[str | None] = mapped_column(comment="On what grounds.")
    load_id: Mapped[int] = load_column()


class Quote(Base):
    __tablename__ = "quotes"
    __table_args__ = table(
        "A row per place where a source gives somebody's words or view (PARC attribution).",
        UniqueConstraint("passage_id", "part"),
        CheckConstraint("part >= 1", name="part"),
        one_of("form", FORMS),
        one_of("fidelity", FIDELITIES),
    )

    id: Mapped[int] = id_column()
    passage_id: Mapped[int] = reference("passages.id", "The words given, without the marks around them.", index=False)
    part: Mapped[int] = mapped_column(server_default="1", comment="1; 2 for a second speaker of the same words.")
    speaker_id: Mapped[int | None] = reference("entities.id", "Whose words or view (null: nobody is named).")
    cue_passage_id: Mapped[int | None] = reference("passages.id", "The words that attribute it: said, warned …")
    when_passage_id: Mapped[int | None] = reference("passages.id", "The words that say when it was said.")
    utterance_id: Mapped[int | None] = reference("utterances.id", "The thing said that it reports.")
    continues_id: Mapped[int | None] = reference(
        "quotes.id", "First stretch of an interrupted quotation; cue and way live there (null: it is the first)."
    )
    form: Mapped[str] = mapped_column(comment="direct, partial, block, indirect, attitude or term.")
    fidelity: Mapped[str | None] = mapped_column(
        comment="How true the words are to what was said: verbatim, truncated, translated, paraphrase, altered or "
        "unsupported (null: not judged)."
    )
    load_id: Mapped[int] = load_column()


class QuoteMatch(Base):
    __tablename__ = "quote_matches"
    __table_args__ = table(
        "A row per finding or judgement that two quotations report the same words, or do not; the lower id stands left.",
        UniqueConstraint("left_id", "right_id"),
        CheckConstraint("left_id < right_id", name="order"),
        one_of("kind", QUOTE_MATCH_KINDS),
        one_of("judgement", JUDGEMENTS),
    )

    id: Mapped[int] = id_column()
    left_id: Mapped[int] = reference("quotes.id", "One of the two, the one with the lower id.", index=False)
    right_id: Mapped[int] = reference("quotes.id", "The other.")
    kind: Mapped[str] = mapped_column(
        comment="How the words compare: exact, marks (they alone differ), cut, embedded in a clause, altered, translated."
    )
    judgement: Mapped[str] = mapped_column(comment="same, possible (found by a program, not judged yet) or different.")
    decided_by: Mapped[str | None] = mapped_column(comment="Who judged so (null: nobody did).")
    note: Mapped[str | None] = mapped_column(comment="On what grounds.")
    load_id: Mapped[int] = load_column()


class Attribution(Base):
    __tablename__ = "attributions"
    __table_args__ = table(
        "A row per hop on the way of a quote, its speaker and the source's own publisher left out.",
        UniqueConstraint("quote_id", "position"),
        CheckConstraint("position >= 1", name="position"),
        CheckConstraint("entity_id IS NOT NULL OR source_id IS NOT NULL", name="party"),
        one_of("basis", HOP_BASES),
    )

    id: Mapped[int] = id_column()
    quote_id: Mapped[int] = reference("quotes.id", "The quote that came this way.", index=False)
    position: Mapped[int] = mapped_column(comment="1 is nearest the reader, the highest nearest the speaker.")
    entity_id: Mapped[int | None] = reference("entities.id", "Who passed it on.")
    source_id: Mapped[int | None] = reference("sources.id", "The work in which it was passed on.")
    passage_id: Mapped[int | None] = reference("passages.id", "The words that say so.")
    basis: Mapped[str] = mapped_column(comment="stated in the text, or inferred.")
    load_id: Mapped[int] = load_column()
