"""Record which work was made from which.

Revision 0006, after 0005.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

from facts import ddl

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NUMBER = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "derivations",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column("source_id", ID, nullable=False, comment="The work that was made."),
        sa.Column("origin_id", ID, nullable=False, comment="The work it was made from."),
        sa.Column(
            "kind",
            sa.Text(),
            nullable=False,
            comment="republication, translation, rewrite, or overlap (shared text, direction undecided).",
        ),
        sa.Column(
            "basis",
            sa.Text(),
            nullable=False,
            comment="declared in the text, detected by a program, or inferred by a person.",
        ),
        sa.Column("score", NUMBER, nullable=True, comment="How sure the program was, 0 to 1."),
        sa.Column("reason", sa.Text(), nullable=True, comment="What speaks for it."),
        sa.Column("passage_id", ID, nullable=True, comment="The words that declare it."),
        sa.Column("status", sa.Text(), nullable=False, comment="proposed, confirmed or rejected."),
        sa.Column("decided_by", sa.Text(), nullable=True, comment="Who confirmed or rejected it."),
        sa.Column("load_id", ID, nullable=False, comment="The load that created this row; never changed."),
        sa.CheckConstraint("basis IN ('declared', 'detected', 'inferred')", name=op.f("ck_derivations_basis")),
        sa.CheckConstraint(
            "kind IN ('republication', 'translation', 'rewrite', 'overlap')", name=op.f("ck_derivations_kind")
        ),
        sa.CheckConstraint("status IN ('proposed', 'confirmed', 'rejected')", name=op.f("ck_derivations_status")),
        sa.CheckConstraint("score IS NULL OR (score >= 0 AND score <= 1)", name=op.f("ck_derivations_score")),
        sa.CheckConstraint("source_id <> origin_id", name=op.f("ck_derivations_other")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=op.f("fk_derivations_load_id_loads")),
        sa.ForeignKeyConstraint(["origin_id"], ["sources.id"], name=op.f("fk_derivations_origin_id_sources")),
        sa.ForeignKeyConstraint(["passage_id"], ["passages.id"], name=op.f("fk_derivations_passage_id_passages")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_derivations_source_id_sources")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_derivations")),
        sa.UniqueConstraint("source_id", "origin_id", "basis", name=op.f("uq_derivations_source_id_origin_id_basis")),
        comment="A row per source made from another (PROV wasDerivedFrom).",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_derivations_origin_id"), "derivations", ["origin_id"], unique=False)
    op.create_index(op.f("ix_derivations_passage_id"), "derivations", ["passage_id"], unique=False)
    op.create_table(
        "alignments",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column("derivation_id", ID, nullable=False, comment="Which work was made from which."),
        sa.Column(
            "passage_id", ID, nullable=False, comment="The passage, in the work that was made or in a copy of it."
        ),
        sa.Column(
            "origin_passage_id",
            ID,
            nullable=True,
            comment="What it was made from, in the origin or in a copy of it (null: the origin was not captured).",
        ),
        sa.Column("similarity", NUMBER, nullable=True, comment="How alike the words are, 0 to 1."),
        sa.Column("change", sa.Text(), nullable=False, comment="same, edited, or meaning: the meaning differs."),
        sa.Column("status", sa.Text(), nullable=False, comment="proposed, confirmed or rejected."),
        sa.Column("decided_by", sa.Text(), nullable=True, comment="Who confirmed or rejected it."),
        sa.Column("note", sa.Text(), nullable=True, comment="What changed."),
        sa.Column("load_id", ID, nullable=False, comment="The load that created this row; never changed."),
        sa.CheckConstraint("change IN ('same', 'edited', 'meaning')", name=op.f("ck_alignments_change")),
        sa.CheckConstraint("status IN ('proposed', 'confirmed', 'rejected')", name=op.f("ck_alignments_status")),
        sa.CheckConstraint(
            "similarity IS NULL OR (similarity >= 0 AND similarity <= 1)", name=op.f("ck_alignments_similarity")
        ),
        sa.ForeignKeyConstraint(
            ["derivation_id"], ["derivations.id"], name=op.f("fk_alignments_derivation_id_derivations")
        ),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=op.f("fk_alignments_load_id_loads")),
        sa.ForeignKeyConstraint(
            ["origin_passage_id"], ["passages.id"], name=op.f("fk_alignments_origin_passage_id_passages")
        ),
        sa.ForeignKeyConstraint(["passage_id"], ["passages.id"], name=op.f("fk_alignments_passage_id_passages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alignments")),
        comment="A row per passage that stands, changed or not, in the origin.",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_alignments_origin_passage_id"), "alignments", ["origin_passage_id"], unique=False)
    op.create_index(op.f("ix_alignments_passage_id"), "alignments", ["passage_id"], unique=False)
    op.create_index(
        "uq_alignments_derivation_id_passage_id",
        "alignments",
        ["derivation_id", "passage_id"],
        unique=True,
        sqlite_where=sa.text("origin_passage_id IS NULL"),
        postgresql_where=sa.text("origin_passage_id IS NULL"),
    )
    op.create_index(
        "uq_alignments_derivation_id_passage_id_origin_passage_id",
        "alignments",
        ["derivation_id", "passage_id", "origin_passage_id"],
        unique=True,
        sqlite_where=sa.text("origin_passage_id IS NOT NULL"),
        postgresql_where=sa.text("origin_passage_id IS NOT NULL"),
    )


def downgrade() -> None:
    rows_may_go = context.get_x_argument(as_dictionary=True).get("rows") == "drop"
    ddl.drop_tables(op.get_bind(), "alignments", "derivations", rows_may_go=rows_may_go)
