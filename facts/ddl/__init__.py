"""The one owner of trigger DDL: what a constraint can't say, the database refuses through these.

Triggers are built from the tables that are in the database, not from the models, so that every revision has its own,
and `sync` after a migration makes them what a fresh build of that revision has. SQLite needs more of them than PostgreSQL,
because a client there may leave foreign keys off or write INSERT OR REPLACE; the meaning is equal on both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from sqlalchemy import Connection, Inspector, inspect, text
from sqlalchemy import Table as SchemaTable

from . import postgresql, sqlite
from .shapes import Circle, Table

# Our tables, in the order of their first migration; others that share the database are left alone.
TABLES = (
    *("loads", "changes", "statements", "terms", "locks"),
    *("entities", "entity_names", "entity_identifiers", "entity_matches"),
    *("sources", "blobs", "captures", "segments", "passages"),
    *("utterances", "utterance_matches", "quotes", "attributions"),
    *("claims", "claim_arguments", "evidence", "claim_relations", "reviews"),
    *("derivations", "alignments"),
    *("omissions", "quote_matches"),
)
IMMUTABLE = ("captures", "blobs", "changes")
WITHOUT_HISTORY = (*IMMUTABLE, "loads", "locks")


CIRCLES = (
    Circle(
        "derivations",
        "source_id",
        "origin_id",
        "{0}.kind IN ('republication', 'translation') AND {0}.status <> 'rejected'",
        ("source_id", "origin_id", "kind", "status"),
        "a work would be made from itself, through republications or translations",
    ),
    Circle(
        "quotes",
        "id",
        "continues_id",
        "{0}.continues_id IS NOT NULL",
        ("continues_id",),
        "a quotation would continue itself",
    ),
    Circle(
        "claim_relations",
        "claim_id",
        "related_id",
        "{0}.relation = 'supersedes'",
        ("claim_id", "related_id", "relation"),
        "a claim would supersede itself",
    ),
)


class Dialect(Protocol):
    """What the modules sqlite and postgresql have in common."""

    def statements(
        self,
        tables: Sequence[Table],
        circles: Iterable[Circle],
        immutable: Iterable[str],
        without_history: Iterable[str],
    ) -> Iterator[str]: ...

    def drops(self, connection: Connection) -> list[str]: ...

    def present(self, connection: Connection) -> dict[str, str]: ...

    def names(self, statements: Iterable[str]) -> dict[str, str]: ...


def sync(connection: Connection) -> None:
    """Replace every trigger of ours by what the tables in this database need. Runs in the caller's transaction."""
    drop(connection)
    for statement in _statements(connection):
        connection.execute(text(statement))


def drop(connection: Connection) -> None:
    """Drop every trigger of ours; foreign ones stay."""
    for statement in _dialect(connection).drops(connection):
        connection.execute(text(statement))


def expected(connection: Connection) -> dict[str, str]:
    """The triggers this database ought to have: name to definition (SQLite) or to table (PostgreSQL)."""
    return _dialect(connection).names(_statements(connection))


def present(connection: Connection) -> dict[str, str]:
    """The triggers of ours this database has, in the form of `expected`."""
    return _dialect(connection).present(connection)


def _dialect(connection: Connection) -> Dialect:
    return sqlite if connection.dialect.name == "sqlite" else postgresql


def _statements(connection: Connection) -> list[str]:
    return list(_dialect(connection).statements(list(tables(connection)), CIRCLES, IMMUTABLE, WITHOUT_HISTORY))


def tables(connection: Connection) -> Iterator[Table]:
    """Our tables as they are in the database, in the order of `TABLES`."""
    inspector = inspect(connection)
    there = set(inspector.get_table_names())
    names = [name for name in TABLES if name in there]
    referrers: dict[str, list[tuple[str, str, str]]] = {name: [] for name in names}
    references: dict[str, list[tuple[str, str, str]]] = {name: [] for name in names}
    for name in names:
        for key in sorted(inspector.get_foreign_keys(name), key=lambda key: key["constrained_columns"]):
            column, target = key["constrained_columns"][0], key["referred_columns"][0]
            if key["referred_table"] in referrers:
                referrers[key["referred_table"]].append((name, column, target))
                references[name].append((column, key["referred_table"], target))
    for name in names:
        columns = tuple(column["name"] for column in inspector.get_columns(name))
        yield Table(name, columns, tuple(_keys(inspector, name)), tuple(references[name]), tuple(referrers[name]))


def _keys(inspector: Inspector, name: str) -> Iterator[tuple[str, ...]]:
    """Unique keys but the id; partial ones too, since a null there compares with IS."""
    keys = {tuple(key["column_names"]) for key in inspector.get_unique_constraints(name)}
    keys |= {tuple(str(c) for c in index["column_names"]) for index in inspector.get_indexes(name) if index["unique"]}
    # The shorter of two keys of a partial pair says nothing that the longer, compared with IS, does not.
    yield from sorted(k for k in keys if k != ("status",) and not any(k != o and o[: len(k)] == k for o in keys))


class RowsWouldGoError(Exception):
    """A downgrade would destroy rows that nobody said may go."""


def keep_strict(table: SchemaTable, connection: Connection, **_: object) -> None:
    """Listener for `before_create`: a rebuild in SQLite forgets AUTOINCREMENT and STRICT; ids would be used twice."""
    if connection.dialect.name == "sqlite" and table.name.removeprefix("_alembic_tmp_") in TABLES:
        table.dialect_options["sqlite"]["autoincrement"] = True
        table.dialect_options["sqlite"]["strict"] = True


def highest_numbers(connection: Connection) -> dict[str, int]:
    """The highest id each table ever had, where SQLite keeps count; what a rebuild of a table would forget."""
    if connection.dialect.name != "sqlite" or not inspect(connection).has_table("sqlite_sequence"):
        return {}
    rows = connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
    return {str(name): int(number) for name, number in rows}


def keep_numbers(connection: Connection, numbers: dict[str, int]) -> None:
    """After a migration on SQLite: no id may be used a second time, not even one whose row is gone."""
    there = highest_numbers(connection)
    for name in set(inspect(connection).get_table_names()) & set(numbers):
        if there.get(name, 0) < numbers[name]:
            here = {"name": name, "number": numbers[name]}
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), here)
            connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :number)"), here)


def drop_tables(connection: Connection, *names: str, rows_may_go: bool = False) -> None:
    """Drop tables on the way down, in the order given, but never rows that nobody said may go.

    Raises RowsWouldGoError that names the tables and their rows, and what to say to lose them.
    """
    held = {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in names}
    held = {name: count for name, count in held.items() if count}
    if held and not rows_may_go:
        listed = ", ".join(f"{count} of {name}" for name, count in held.items())
        raise RowsWouldGoError(
            f"this downgrade would destroy rows: {listed}. Make a copy of the database, then say that they may go: "
            "alembic -x rows=drop downgrade …"
        )
    for name in names:
        connection.exec_driver_sql(f"DROP TABLE {name}")
