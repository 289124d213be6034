"""Trace claims to their evidence.

Revision 0005, after 0004.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

from facts import ddl

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NUMBER = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "claims",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column("slug", sa.Text(), nullable=False, comment="Name in addresses; outlives a rebuild."),
        sa.Column("text", sa.Text(), nullable=False, comment="The proposition."),
        sa.Column(
            "kind", sa.Text(), nullable=False, comment="What sort of claim: a code of the vocabulary claim_kind."
        ),
        sa.Column("occurred", sa.Text(), nullable=True, comment="When what it says happened, EDTF (null: not known)."),
        sa.Column("occurred_earliest", sa.Text(), nullable=True, comment="First day this can mean, to sort by."),
        sa.Column("occurred_latest", sa.Text(), nullable=True, comment="Last day this can mean."),
        sa.Column(
            "occurred_basis",
            sa.Text(),
            nullable=True,
            comment="How the date was resolved: stated, relative (to another date) or inferred.",
        ),
        sa.Column("withdrawn", sa.Text(), nullable=True, comment="Why it was withdrawn (null: it stands)."),
        sa.Column("load_id", ID, nullable=False, comment="The load that created this row; never changed."),
        sa.CheckConstraint(
            "(occurred_earliest IS NULL OR (length(occurred_earliest) = 10 AND ltrim(occurred_earliest, '0123456789-') = '')) AND (occurred_latest IS NULL OR (length(occurred_latest) = 10 AND ltrim(occurred_latest, '0123456789-') = ''))",
            name=op.f("ck_claims_occurred_bounds"),
        ),
        sa.CheckConstraint(
            "occurred_basis IN ('stated', 'relative', 'inferred')", name=op.f("ck_claims_occurred_basis")
        ),
        sa.CheckConstraint(
            "slug <> '' AND ltrim(slug, 'abcdefghijklmnopqrstuvwxyz0123456789-') = '' AND ltrim(slug, '0123456789') <> ''",
            name=op.f("ck_claims_slug"),
        ),
        sa.CheckConstraint(
            "occurred IS NOT NULL OR (occurred_earliest IS NULL AND occurred_latest IS NULL)",
            name=op.f("ck_claims_occurred_stated"),
        ),
        sa.CheckConstraint(
            "occurred_earliest IS NULL OR occurred_latest IS NULL OR occurred_earliest <= occurred_latest",
            name=op.f("ck_claims_occurred_order"),
        ),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=op.f("fk_claims_load_id_loads")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
        sa.UniqueConstraint("slug", name=op.f("uq_claims_slug")),
        comment="A row per proposition, in one sentence of our own.",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "claim_arguments",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column("claim_id", ID, nullable=False, comment="The claim it is part of."),
        sa.Column(
            "role", sa.Text(), nullable=False, comment="Its part in the claim: a code of the vocabulary argument_role."
        ),
        sa.Column("position", ID, server_default="1", nullable=False, comment="1, 2 … where several play one role."),
        sa.Column(
            "snak",
            sa.Text(),
            nullable=False,
            comment="value; somevalue: there is one, unknown; novalue: there is none.",
        ),
        sa.Column("entity_id", ID, nullable=True, comment="Who or what fills the role."),
        sa.Column("value", sa.Text(), nullable=True, comment="A value that is no entity: a number, a date, a text."),
        sa.Column("datatype", sa.Text(), nullable=True, comment="How to read the value: number, date, text …"),
        sa.Column("unit", sa.Text(), nullable=True, comment="What the number counts."),
        sa.Column("load_id", ID, nullable=False, comment="The load that created this row; never changed."),
        sa.CheckConstraint(
            "(snak = 'value' AND (entity_id IS NULL) <> (value IS NULL)) OR (snak <> 'value' AND entity_id IS NULL AND value IS NULL)",
            name=op.f("ck_claim_arguments_content"),
        ),
        sa.CheckConstraint("snak IN ('value', 'somevalue', 'novalue')", name=op.f("ck_claim_arguments_snak")),
        sa.CheckConstraint("position >= 1", name=op.f("ck_claim_arguments_position")),
        sa.CheckConstraint(
            "value IS NOT NULL OR (datatype IS NULL AND unit IS NULL)", name=op.f("ck_claim_arguments_datatype")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_claim_arguments_claim_id_claims")),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name=op.f("fk_claim_arguments_entity_id_entities")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=op.f("fk_claim_arguments_load_id_loads")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_arguments")),
        sa.UniqueConstraint("claim_id", "role", "position", name=op.f("uq_claim_arguments_claim_id_role_position")),
        comment="A row per part of a claim's structure: who, what, to whom, how many (Wikibase snak).",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_claim_arguments_entity_id"), "claim_arguments", ["entity_id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column("claim_id", ID, nullable=False, comment="The claim it bears on."),
        sa.Column("passage_id", ID, nullable=False, comment="The words."),
        sa.Column("quote_id", ID, nullable=True, comment="Whose words they are (null: the outlet's own voice)."),
        sa.Column("when_passage_id", ID, nullable=True, comment="The words that date what is claimed."),
        sa.Column("stance", sa.Text(), nullable=False, comment="supports, disputes or questions."),
        sa.Column("note", sa.Text(), nullable=True, comment="How it bears on the claim."),
        sa.Column("load_id", ID, nullable=False, comment="The load that created this row; never changed."),
        sa.CheckConstraint("stance IN ('supports', 'disputes', 'questions')", name=op.f("ck_evidence_stance")),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_evidence_claim_id_claims")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=op.f("fk_evidence_load_id_loads")),
        sa.ForeignKeyConstraint(["passage_id"], ["passages.id"], name=op.f("fk_evidence_passage_id_passages")),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.id"], name=op.f("fk_evidence_quote_id_quotes")),
        sa.ForeignKeyConstraint(
            ["when_passage_id"], ["passages.id"], name=op.f("fk_evidence_when_passage_id_passages")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("claim_id", "passage_id", name=op.f("uq_evidence_claim_id_passage_id")),
        comment="A row per passage, of at most one sentence, that bears on a claim.",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_evidence_passage_id"), "evidence", ["passage_id"], unique=False)
    op.create_index(op.f("ix_evidence_quote_id"), "evidence", ["quote_id"], unique=False)
    op.create_index(op.f("ix_evidence_when_passage_id"), "evidence", ["when_passage_id"], unique=False)
    op.create_table(
        "claim_relations",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column("claim_id", ID, nullable=False, comment="The claim that stands in the relation."),
        sa.Column("related_id", ID, nullable=False, comment="The claim it stands in relation to."),
        sa.Column(
            "relation",
            sa.Text(),
            nullable=False,
            comment="contradicts, differs, alters, strengthens, refines, supersedes or same_as.",
        ),
        sa.Column("note", sa.Text(), nullable=True, comment="In what they differ or agree."),
        sa.Column("status", sa.Text(), nullable=False, comment="proposed by a program, or confirmed by a person."),
        sa.Column("decided_by", sa.Text(), nullable=True, comment="Who confirmed it."),
        sa.Column("load_id", ID, nullable=False, comment="The load that created this row; never changed."),
        sa.CheckConstraint(
            "relation IN ('contradicts', 'differs', 'alters', 'strengthens', 'refines', 'supersedes', 'same_as')",
            name=op.f("ck_claim_relations_relation"),
        ),
        sa.CheckConstraint(
            "relation NOT IN ('contradicts', 'differs', 'same_as') OR claim_id < related_id",
            name=op.f("ck_claim_relations_order"),
        ),
        sa.CheckConstraint("status IN ('proposed', 'confirmed')", name=op.f("ck_claim_relations_status")),
        sa.CheckConstraint("claim_id <> related_id", name=op.f("ck_claim_relations_other")),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_claim_relations_claim_id_claims")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=op.f("fk_claim_relations_load_id_loads")),
        sa.ForeignKeyConstraint(["related_id"], ["claims.id"], name=op.f("fk_claim_relations_related_id_claims")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_relations")),
        sa.UniqueConstraint(
            "claim_id", "related_id", "relation", name=op.f("uq_claim_relations_claim_id_related_id_relation")
        ),
        comment="A row per relation between two claims; contradicts, differs and same_as have the lower id first.",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_claim_relations_related_id"), "claim_relations", ["related_id"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column("claim_id", ID, nullable=False, comment="The claim that was reviewed."),
        sa.Column("reviewer_id", ID, nullable=False, comment="Who reviewed it."),
        sa.Column("rating_value", NUMBER, nullable=True, comment="The rating as a number on the reviewer's scale."),
        sa.Column("best_rating", NUMBER, nullable=True, comment="The best number of that scale."),
        sa.Column("worst_rating", NUMBER, nullable=True, comment="The worst number of that scale."),
        sa.Column("rating_label", sa.Text(), nullable=True, comment="The verdict in the reviewer's words."),
        sa.Column("url", sa.Text(), nullable=False, comment="Where the review stands."),
        sa.Column("reviewed", sa.Text(), nullable=True, comment="When it was made, EDTF."),
        sa.Column("load_id", ID, nullable=False, comment="The load that created this row; never changed."),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_reviews_claim_id_claims")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=op.f("fk_reviews_load_id_loads")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["entities.id"], name=op.f("fk_reviews_reviewer_id_entities")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("claim_id", "reviewer_id", "url", name=op.f("uq_reviews_claim_id_reviewer_id_url")),
        comment="A row per verdict on a claim by a named reviewer (ClaimReview); several may disagree.",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_reviews_reviewer_id"), "reviews", ["reviewer_id"], unique=False)


def downgrade() -> None:
    rows_may_go = context.get_x_argument(as_dictionary=True).get("rows") == "drop"
    ddl.drop_tables(
        op.get_bind(), "reviews", "claim_relations", "evidence", "claim_arguments", "claims", rows_may_go=rows_may_go
    )
