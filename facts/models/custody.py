"""Who loaded what, when and from which bytes; what changed; the words of the vocabularies."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, id_column, load_column, one_of, reference, table

LOAD_STATUSES = ("running", "done")
OPERATIONS = ("update", "delete")
# The circle rules that need a lock where two writers work at once (PostgreSQL): each has one row in `locks`.
LOCKS = ("claim_relations", "derivations", "quotes")


class Load(Base):
    __tablename__ = "loads"
    __table_args__ = table(
        "A row per run of a loader that changed something: a file, or a batch of a bulk archive (PROV Activity).",
        UniqueConstraint("uuid"),
        one_of("status", LOAD_STATUSES),
        Index(
            "uq_loads_running",
            "status",
            unique=True,
            sqlite_where=text("status = 'running'"),
            postgresql_where=text("status = 'running'"),
        ),
    )

    id: Mapped[int] = id_column()
    uuid: Mapped[str] = mapped_column(comment="Name of the load that stays the same in every copy of the database.")
    loader: Mapped[str] = mapped_column(comment="The loader that ran: sheet, script …")
    version: Mapped[str] = mapped_column(comment="Version of the loader.")
    run_by: Mapped[str | None] = mapped_column(comment="The user who ran it; in no public edition.")
    started_at: Mapped[str] = mapped_column(comment="When it began, ISO 8601, UTC.")
    finished_at: Mapped[str | None] = mapped_column(comment="When it ended, ISO 8601, UTC.")
    input: Mapped[str] = mapped_column(comment="The file it read, relative to the store; in no public edition.")
    input_sha256: Mapped[str] = mapped_column(comment="SHA-256 of that file's bytes, in hexadecimal.")
    status: Mapped[str] = mapped_column(comment="running inside the load's own transaction, done for everybody else.")
    changes_before: Mapped[int] = mapped_column(comment="The highest changes.id when it began: what lies before it.")
    note: Mapped[str | None] = mapped_column(comment="What it did, in a few words.")


class Statement(Base):
    __tablename__ = "statements"
    __table_args__ = table(
        "A row per row that a file states, so that a file which shrinks withdraws only what no other file states.",
        UniqueConstraint("input", "table_name", "row_id"),
        Index(None, "table_name", "row_id"),
    )

    id: Mapped[int] = id_column()
    input: Mapped[str] = mapped_column(comment="The file, relative to the store; in no public edition.")
    table_name: Mapped[str] = mapped_column(comment="Table of the row that the file states.")
    row_id: Mapped[int] = mapped_column(comment="Number of the row that the file states.")
    load_id: Mapped[int] = load_column()


class Term(Base):
    __tablename__ = "terms"
    __table_args__ = table("A row per word of a vocabulary.", UniqueConstraint("scheme", "code"))

    id: Mapped[int] = id_column()
    scheme: Mapped[str] = mapped_column(comment="The vocabulary, such as quote_form or entity_kind.")
    code: Mapped[str] = mapped_column(comment="The word as it stands in the tables.")
    label: Mapped[str] = mapped_column(comment="The word as people read it.")
    definition: Mapped[str] = mapped_column(comment="What it means.")
    iri: Mapped[str | None] = mapped_column(comment="Its address in a standard, where one has the term.")
    load_id: Mapped[int | None] = reference(
        "loads.id", "The load that added it (null: it came with the schema); never changed.", index=False
    )


class Change(Base):
    __tablename__ = "changes"
    __table_args__ = table(
        "A row per update or deletion of a row, kept by triggers; nothing here is ever changed. "
        "What a load does to rows of its own making leaves none: nobody ever saw them otherwise.",
        one_of("operation", OPERATIONS),
        Index(None, "table_name", "row_id"),
    )

    id: Mapped[int] = id_column()
    load_id: Mapped[int | None] = reference(
        "loads.id", "The load that made the change (null: made without a load, by another program)."
    )
    table_name: Mapped[str] = mapped_column(comment="Table of the row that changed.")
    row_id: Mapped[int] = mapped_column(comment="Number of the row that changed.")
    operation: Mapped[str] = mapped_column(comment="update or delete.")
    before: Mapped[str] = mapped_column(comment="The whole row as it was before, as JSON.")


class Lock(Base):
    __tablename__ = "locks"
    __table_args__ = table(
        "A row per rule against circles; on PostgreSQL its trigger updates the row, so that two writers can't each "
        "close half of a circle.",
        UniqueConstraint("name"),
    )

    id: Mapped[int] = id_column()
    name: Mapped[str] = mapped_column(comment="The table whose circles are refused.")
    taken: Mapped[int] = mapped_column(comment="How often the lock was taken.", server_default="0")
