"""Rules on the database itself: the file, the triggers that guard it, the references."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, inspect, text

from .. import ddl
from .findings import Computed


def missing_tables(connection: Connection) -> list[str]:
    """Our tables that the database ought to have and has not: without them no rule can be applied."""
    return sorted(set(ddl.TABLES) - set(inspect(connection).get_table_names()))


def _damage(connection: Connection) -> Iterator[tuple[str, str]]:
    if connection.dialect.name == "sqlite":
        for (line,) in connection.execute(text("PRAGMA quick_check")):
            if line != "ok":
                yield "the database file", str(line)


def _triggers(connection: Connection) -> Iterator[tuple[str, str]]:
    expected, present = ddl.expected(connection), ddl.present(connection)
    for name in sorted(name for name in expected if present.get(name) != expected[name]):
        yield name, "is missing or was changed; put it back: facts init"


def _references(connection: Connection) -> Iterator[tuple[str, str]]:
    """PostgreSQL keeps references itself; in SQLite a client may have left foreign keys off."""
    if connection.dialect.name == "sqlite":
        for row in connection.execute(text("PRAGMA foreign_key_check")):
            yield f"{row[0]} {row[1]}", f"refers to a row of {row[2]} that is not there"


STRUCTURE = (
    Computed(
        "file-damaged",
        "error",
        "The file is whole, as far as SQLite can tell.",
        "SQLite reads every page (PRAGMA quick_check).",
        _damage,
    ),
    Computed(
        "trigger-missing",
        "error",
        "Every trigger that guards the rows is there, unchanged.",
        "The triggers in the database are compared with those its tables need.",
        _triggers,
    ),
    Computed(
        "dangling",
        "error",
        "What a row refers to is there.",
        "SQLite follows every reference (PRAGMA foreign_key_check); PostgreSQL keeps them itself.",
        _references,
    ),
)
