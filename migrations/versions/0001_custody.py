"""Keep who loaded what and every change.

Revision 0001, the first.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

from facts import ddl

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "loads",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column(
            "uuid",
            sa.Text(),
            nullable=False,
            comment="Name of the load that stays the same in every copy of the database.",
        ),
        sa.Column("loader", sa.Text(), nullable=False, comment="The loader that ran: sheet, script …"),
        sa.Column("version", sa.Text(), nullable=False, comment="Version of the loader."),
        sa.Column("run_by", sa.Text(), nullable=True, comment="The user who ran it; in no public edition."),
        sa.Column("started_at", sa.Text(), nullable=False, comment="When it began, ISO 8601, UTC."),
        sa.Column("finished_at", sa.Text(), nullable=True, comment="When it ended, ISO 8601, UTC."),
        sa.Column(
            "input", sa.Text(), nullable=False, comment="The file it read, relative to the store; in no public edition."
        ),
        sa.Column("input_sha256", sa.Text(), nullable=False, comment="SHA-256 of that file's bytes, in hexadecimal."),
        sa.Column(
            "status",
            sa.Text(),
            nullable=False,
            comment="running inside the load's own transaction, done for everybody else.",
        ),
        sa.Column(
            "changes_before", ID, nullable=False, comment="The highest changes.id when it began: what lies before it."
        ),
        sa.Column("note", sa.Text(), nullable=True, comment="What it did, in a few words."),
        sa.CheckConstraint("status IN ('running', 'done')", name=op.f("ck_loads_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loads")),
        sa.UniqueConstraint("uuid", name=op.f("uq_loads_uuid")),
        comment="A row per run of a loader that changed something: a file, or a batch of a bulk archive (PROV Activity).",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        "uq_loads_running",
        "loads",
        ["status"],
        unique=True,
        sqlite_where=sa.text("status = 'running'"),
        postgresql_where=sa.text("status = 'running'"),
    )
    op.create_table(
        "changes",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column(
            "load_id",
            ID,
            nullable=True,
            comment="The load that made the change (null: made without a load, by another program).",
        ),
        sa.Column("table_name", sa.Text(), nullable=False, comment="Table of the row that changed."),
        sa.Column("row_id", ID, nullable=False, comment="Number of the row that changed."),
        sa.Column("operation", sa.Text(), nullable=False, comment="update or delete."),
        sa.Column("before", sa.Text(), nullable=False, comment="The whole row as it was before, as JSON."),
        sa.CheckConstraint("operation IN ('update', 'delete')", name=op.f("ck_changes_operation")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=op.f("fk_changes_load_id_loads")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
        comment="A row per update or deletion of a row, kept by triggers; nothing here is ever changed. What a load does to rows of its own making leaves none: nobody ever saw them otherwise.",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_changes_load_id"), "changes", ["load_id"], unique=False)
    op.create_index(op.f("ix_changes_table_name_row_id"), "changes", ["table_name", "row_id"], unique=False)
    op.create_table(
        "statements",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column("input", sa.Text(), nullable=False, comment="The file, relative to the store; in no public edition."),
        sa.Column("table_name", sa.Text(), nullable=False, comment="Table of the row that the file states."),
        sa.Column("row_id", ID, nullable=False, comment="Number of the row that the file states."),
        sa.Column("load_id", ID, nullable=False, comment="The load that created this row; never changed."),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=op.f("fk_statements_load_id_loads")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
        sa.UniqueConstraint("input", "table_name", "row_id", name=op.f("uq_statements_input_table_name_row_id")),
        comment="A row per row that a file states, so that a file which shrinks withdraws only what no other file states.",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_statements_table_name_row_id"), "statements", ["table_name", "row_id"], unique=False)
    op.create_table(
        "terms",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column("scheme", sa.Text(), nullable=False, comment="The vocabulary, such as quote_form or entity_kind."),
        sa.Column("code", sa.Text(), nullable=False, comment="The word as it stands in the tables."),
        sa.Column("label", sa.Text(), nullable=False, comment="The word as people read it."),
        sa.Column("definition", sa.Text(), nullable=False, comment="What it means."),
        sa.Column("iri", sa.Text(), nullable=True, comment="Its address in a standard, where one has the term."),
        sa.Column(
            "load_id",
            ID,
            nullable=True,
            comment="The load that added it (null: it came with the schema); never changed.",
        ),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=op.f("fk_terms_load_id_loads")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms")),
        sa.UniqueConstraint("scheme", "code", name=op.f("uq_terms_scheme_code")),
        comment="A row per word of a vocabulary.",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "locks",
        sa.Column("id", ID, nullable=False, comment="Number of the row; never used again, even after a deletion."),
        sa.Column("name", sa.Text(), nullable=False, comment="The table whose circles are refused."),
        sa.Column("taken", ID, server_default="0", nullable=False, comment="How often the lock was taken."),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locks")),
        sa.UniqueConstraint("name", name=op.f("uq_locks_name")),
        comment="A row per rule against circles; on PostgreSQL its trigger updates the row, so that two writers can't each close half of a circle.",
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.bulk_insert(
        sa.table("locks", sa.column("name", sa.Text)),
        [{"name": name} for name in ("claim_relations", "derivations", "quotes")],
    )


def downgrade() -> None:
    rows_may_go = context.get_x_argument(as_dictionary=True).get("rows") == "drop"
    ddl.drop_tables(op.get_bind(), "terms", "statements", "changes", "loads", rows_may_go=rows_may_go)
    op.drop_table("locks")
