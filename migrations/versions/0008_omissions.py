"""Record what was left out on purpose, and why.

Revision 0008, after 0007.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

from facts import ddl

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "omissions",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column("passage_id", ID, nullable=False, comment="The words left out."),
        sa.Column("reason", sa.Text(), nullable=False, comment="Why nothing is recorded of them."),
        sa.Column("load_id", ID, nullable=False, comment="The load that created this row; never changed."),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_omissions_reason")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=op.f("fk_omissions_load_id_loads")),
        sa.ForeignKeyConstraint(["passage_id"], ["passages.id"], name=op.f("fk_omissions_passage_id_passages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_omissions")),
        sa.UniqueConstraint("passage_id", name=op.f("uq_omissions_passage_id")),
        comment="A row per stretch of a text that was left out on purpose: quoted words or a sentence that no row records.",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )


def downgrade() -> None:
    ddl.drop_tables(
        op.get_bind(), "omissions", rows_may_go=context.get_x_argument(as_dictionary=True).get("rows") == "drop"
    )
