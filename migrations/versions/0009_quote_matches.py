"""Record which quotations report the same words.

Revision 0009, after 0008.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

from facts import ddl

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SCHEME = "quote_match_kind"
# code, label, definition
TERMS = [
    ("exact", "The same words", "The words are the same, character by character."),
    ("marks", "Other marks", "The words are the same; marks, spaces, capitals or encodings differ."),
    ("cut", "Cut", "One gives a part of the words that the other gives."),
    ("embedded", "Embedded", "One sets a part of the words that the other gives into a clause of the reporter's own."),
    ("altered", "Altered", "Most of the words are the same, and some are exchanged, added or left out."),
    ("translated", "Translated", "One is likely to be the other in another language."),
]

terms = sa.table("terms", *(sa.column(name, sa.Text) for name in ("scheme", "code", "label", "definition")))


def upgrade() -> None:
    op.create_table(
        "quote_matches",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column("left_id", ID, nullable=False, comment="One of the two, the one with the lower id."),
        sa.Column("right_id", ID, nullable=False, comment="The other."),
        sa.Column(
            "kind",
            sa.Text(),
            nullable=False,
            comment="How the words compare: exact, marks (they alone differ), cut, embedded in a clause, altered, translated.",
        ),
        sa.Column(
            "judgement",
            sa.Text(),
            nullable=False,
            comment="same, possible (found by a program, not judged yet) or different.",
        ),
        sa.Column("decided_by", sa.Text(), nullable=True, comment="Who judged so (null: nobody did)."),
        sa.Column("note", sa.Text(), nullable=True, comment="On what grounds."),
        sa.Column("load_id", ID, nullable=False, comment="The load that created this row; never changed."),
        sa.CheckConstraint("judgement IN ('same', 'possible', 'different')", name=op.f("ck_quote_matches_judgement")),
        sa.CheckConstraint(
            "kind IN ('exact', 'marks', 'cut', 'embedded', 'altered', 'translated')", name=op.f("ck_quote_matches_kind")
        ),
        sa.CheckConstraint("left_id < right_id", name=op.f("ck_quote_matches_order")),
        sa.ForeignKeyConstraint(["left_id"], ["quotes.id"], name=op.f("fk_quote_matches_left_id_quotes")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=op.f("fk_quote_matches_load_id_loads")),
        sa.ForeignKeyConstraint(["right_id"], ["quotes.id"], name=op.f("fk_quote_matches_right_id_quotes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_matches")),
        sa.UniqueConstraint("left_id", "right_id", name=op.f("uq_quote_matches_left_id_right_id")),
        comment="A row per finding or judgement that two quotations report the same words, or do not; the lower id stands left.",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_quote_matches_right_id"), "quote_matches", ["right_id"], unique=False)
    op.bulk_insert(
        terms,
        [{"scheme": SCHEME, "code": code, "label": label, "definition": what} for code, label, what in TERMS],
    )


def downgrade() -> None:
    # Words that a load added have a load_id and stay.
    op.execute(terms.delete().where(terms.c.scheme == SCHEME, sa.column("load_id").is_(None)))
    ddl.drop_tables(
        op.get_bind(), "quote_matches", rows_may_go=context.get_x_argument(as_dictionary=True).get("rows") == "drop"
    )
