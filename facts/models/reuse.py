"""Which work was made from which, and which passages stand in both."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, id_column, load_column, one_of, reference, table

DERIVATION_KINDS = ("republication", "translation", "rewrite", "overlap")
DERIVATION_BASES = ("declared", "detected", "inferred")
STATUSES = ("proposed", "confirmed", "rejected")
ALIGNMENT_CHANGES = ("same", "edited", "meaning")


class Derivation(Base):
    __tablename__ = "derivations"
    __table_args__ = table(
        "A row per source made from another (PROV wasDerivedFrom).",
        UniqueConstraint("source_id", "origin_id", "basis"),
        CheckConstraint("source_id <> origin_id", name="other"),
        one_of("kind", DERIVATION_KINDS),
        one_of("basis", DERIVATION_BASES),
        one_of("status", STATUSES),
        CheckConstraint("score IS NULL OR (score >= 0 AND score <= 1)", name="score"),
    )

    id: Mapped[int] = id_column()
    source_id: Mapped[int] = reference("sources.id", "The work that was made.", index=False)
    origin_id: Mapped[int] = reference("sources.id", "The work it was made from.")
    kind: Mapped[str] = mapped_column(
        comment="republication, translation, rewrite, or overlap (shared text, direction undecided)."
    )
    basis: Mapped[str] = mapped_column(comment="declared in the text, detected by a program, or inferred by a person.")
    score: Mapped[float | None] = mapped_column(comment="How sure the program was, 0 to 1.")
    reason: Mapped[str | None] = mapped_column(comment="What speaks for it.")
    passage_id: Mapped[int | None] = reference("passages.id", "The words that declare it.")
    status: Mapped[str] = mapped_column(comment="proposed, confirmed or rejected.")
    decided_by: Mapped[str | None] = mapped_column(comment="Who confirmed or rejected it.")
    load_id: Mapped[int] = load_column()


class Alignment(Base):
    __tablename__ = "alignments"
    __table_args__ = table(
        "A row per passage that stands, changed or not, in the origin.",
        # Two partial indexes: a plain unique constraint lets duplicates through where the origin passage is null.
        Index(
            "uq_alignments_derivation_id_passage_id",
            "derivation_id",
            "passage_id",
            unique=True,
            sqlite_where=text("origin_passage_id IS NULL"),
            postgresql_where=text("origin_passage_id IS NULL"),
        ),
        Index(
            "uq_alignments_derivation_id_passage_id_origin_passage_id",
            "derivation_id",
            "passage_id",
            "origin_passage_id",
            unique=True,
            sqlite_where=text("origin_passage_id IS NOT NULL"),
            postgresql_where=text("origin_passage_id IS NOT NULL"),
        ),
        CheckConstraint("similarity IS NULL OR (similarity >= 0 AND similarity <= 1)", name="similarity"),
        one_of("change", ALIGNMENT_CHANGES),
        one_of("status", STATUSES),
    )

    id: Mapped[int] = id_column()
    derivation_id: Mapped[int] = reference("derivations.id", "Which work was made from which.", index=False)
    passage_id: Mapped[int] = reference("passages.id", "The passage, in the work that was made or in a copy of it.")
    origin_passage_id: Mapped[int | None] = reference(
        "passages.id", "What it was made from, in the origin or in a copy of it (null: the origin was not captured)."
    )
    similarity: Mapped[float | None] = mapped_column(comment="How alike the words are, 0 to 1.")
    change: Mapped[str] = mapped_column(comment="same, edited, or meaning: the meaning differs.")
    status: Mapped[str] = mapped_column(comment="proposed, confirmed or rejected.")
    decided_by: Mapped[str | None] = mapped_column(comment="Who confirmed or rejected it.")
    note: Mapped[str | None] = mapped_column(comment="What changed.")
    load_id: Mapped[int] = load_column()
