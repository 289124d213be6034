"""Claims, what bears on them, how they relate, and what reviewers say of them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, date_checks, id_column, load_column, one_of, reference, slug_check, table

SNAKS = ("value", "somevalue", "novalue")
STANCES = ("supports", "disputes", "questions")
RELATIONS = ("contradicts", "differs", "alters", "strengthens", "refines", "supersedes", "same_as")
SYMMETRIC_RELATIONS = ("contradicts", "differs", "same_as")
RELATION_STATUSES = ("proposed", "confirmed")


class Claim(Base):
    __tablename__ = "claims"
    __table_args__ = table(
        "A row per proposition, in one sentence of our own.",
        UniqueConstraint("slug"),
        slug_check(),
        *date_checks("occurred"),
    )

    id: Mapped[int] = id_column()
    slug: Mapped[str] = mapped_column(comment="Name in addresses; outlives a rebuild.")
    text: Mapped[str] = mapped_column(comment="The proposition.")
    kind: Mapped[str] = mapped_column(comment="What sort of claim: a code of the vocabulary claim_kind.")
    occurred: Mapped[str | None] = mapped_column(comment="When what it says happened, EDTF (null: not known).")
    occurred_earliest: Mapped[str | None] = mapped_column(comment="First day this can mean, to sort by.")
    occurred_latest: Mapped[str | None] = mapped_column(comment="Last day this can mean.")
    occurred_basis: Mapped[str | None] = mapped_column(
        comment="How the date was resolved: stated, relative (to another date) or inferred."
    )
    withdrawn: Mapped[str | None] = mapped_column(comment="Why it was withdrawn (null: it stands).")
    load_id: Mapped[int] = load_column()


class ClaimArgument(Base):
    __tablename__ = "claim_arguments"
    __table_args__ = table(
        "A row per part of a claim's structure: who, what, to whom, how many (Wikibase snak).",
        UniqueConstraint("claim_id", "role", "position"),
        CheckConstraint("position >= 1", name="position"),
        one_of("snak", SNAKS),
        CheckConstraint(
            "(snak = 'value' AND (entity_id IS NULL) <> (value IS NULL)) "
            "OR (snak <> 'value' AND entity_id IS NULL AND value IS NULL)",
            name="content",
        ),
        CheckConstraint("value IS NOT NULL OR (datatype IS NULL AND unit IS NULL)", name="datatype"),
    )

    id: Mapped[int] = id_column()
    claim_id: Mapped[int] = reference("claims.id", "The claim it is part of.", index=False)
    role: Mapped[str] = mapped_column(comment="Its part in the claim: a code of the vocabulary argument_role.")
    position: Mapped[int] = mapped_column(server_default="1", comment="1, 2 … where several play one role.")
    snak: Mapped[str] = mapped_column(comment="value; somevalue: there is one, unknown; novalue: there is none.")
    entity_id: Mapped[int | None] = reference("entities.id", "Who or what fills the role.")
    value: Mapped[str | None] = mapped_column(comment="A value that is no entity: a number, a date, a text.")
    datatype: Mapped[str | None] = mapped_column(comment="How to read the value: number, date, text …")
    unit: Mapped[str | None] = mapped_column(comment="What the number counts.")
    load_id: Mapped[int] = load_column()


class Evidence(Base):
    __tablename__ = "evidence"
    __table_args__ = table(
        "A row per passage, of at most one sentence, that bears on a claim.",
        UniqueConstraint("claim_id", "passage_id"),
        one_of("stance", STANCES),
    )

    id: Mapped[int] = id_column()
    claim_id: Mapped[int] = reference("claims.id", "The claim it bears on.", index=False)
    passage_id: Mapped[int] = reference("passages.id", "The words.")
    quote_id: Mapped[int | None] = reference("quotes.id", "Whose words they are (null: the outlet's own voice).")
    when_passage_id: Mapped[int | None] = reference("passages.id", "The words that date what is claimed.")
    stance: Mapped[str] = mapped_column(comment="supports, disputes or questions.")
    note: Mapped[str | None] = mapped_column(comment="How it bears on the claim.")
    load_id: Mapped[int] = load_column()


class ClaimRelation(Base):
    __tablename__ = "claim_relations"
    __table_args__ = table(
        "A row per relation between two claims; contradicts, differs and same_as have the lower id first.",
        UniqueConstraint("claim_id", "related_id", "relation"),
        CheckConstraint("claim_id <> related_id", name="other"),
        one_of("relation", RELATIONS),
        CheckConstraint(
            "relation NOT IN (" + ", ".join(f"'{word}'" for word in SYMMETRIC_RELATIONS) + ") OR claim_id < related_id",
            name="order",
        ),
        one_of("status", RELATION_STATUSES),
    )

    id: Mapped[int] = id_column()
    claim_id: Mapped[int] = reference("claims.id", "The claim that stands in the relation.", index=False)
    related_id: Mapped[int] = reference("claims.id", "The claim it stands in relation to.")
    relation: Mapped[str] = mapped_column(
        comment="contradicts, differs, alters, strengthens, refines, supersedes or same_as."
    )
    note: Mapped[str | None] = mapped_column(comment="In what they differ or agree.")
    status: Mapped[str] = mapped_column(comment="proposed by a program, or confirmed by a person.")
    decided_by: Mapped[str | None] = mapped_column(comment="Who confirmed it.")
    load_id: Mapped[int] = load_column()


class Review(Base):
    __tablename__ = "reviews"
    __table_args__ = table(
        "A row per verdict on a claim by a named reviewer (ClaimReview); several may disagree.",
        UniqueConstraint("claim_id", "reviewer_id", "url"),
    )

    id: Mapped[int] = id_column()
    claim_id: Mapped[int] = reference("claims.id", "The claim that was reviewed.", index=False)
    reviewer_id: Mapped[int] = reference("entities.id", "Who reviewed it.")
    rating_value: Mapped[float | None] = mapped_column(comment="The rating as a number on the reviewer's scale.")
    best_rating: Mapped[float | None] = mapped_column(comment="The best number of that scale.")
    worst_rating: Mapped[float | None] = mapped_column(comment="The worst number of that scale.")
    rating_label: Mapped[str | None] = mapped_column(comment="The verdict in the reviewer's words.")
    url: Mapped[str] = mapped_column(comment="Where the review stands.")
    reviewed: Mapped[str | None] = mapped_column(comment="When it was made, EDTF.")
    load_id: Mapped[int] = load_column()
