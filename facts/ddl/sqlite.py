"""Triggers of SQLite. The package decides which tables get which; this says how."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, text

from .shapes import Circle, Table

RUNNING = "(SELECT id FROM loads WHERE status = 'running')"
WITHIN = "e.capture_id = p.capture_id AND e.start_char >= p.start_char AND e.end_char <= p.end_char"


def statements(
    tables: Sequence[Table], circles: Iterable[Circle], immutable: Iterable[str], without_history: Iterable[str]
) -> Iterator[str]:
    """CREATE TRIGGER statements for these tables. Names begin with the table's and end in what they refuse or keep."""
    names = {table.name for table in tables}
    for table in tables:
        yield from _keys(table)
        yield from _dangling(table)
        if table.name in immutable:
            message = f"{table.name} are never changed or deleted"
            yield _refuse(table.name, "immutable_update", "UPDATE", None, message)
            yield _refuse(table.name, "immutable_delete", "DELETE", None, message)
            continue
        if table.referenced_by and table.name != "loads":
            yield _referenced(table)
        if table.name not in without_history:
            yield from _history(table)
    if "loads" in names:
        running = "NEW.status = 'running' AND EXISTS (SELECT 1 FROM loads WHERE status = 'running')"
        yield _refuse("loads", "running_insert", "INSERT", running, "another load is running")
        yield _refuse("loads", "closed_update", "UPDATE", "OLD.status <> 'running'", "a finished load is never changed")
        yield _refuse("loads", "closed_delete", "DELETE", None, "loads are never deleted")
    if "passages" in names:
        yield from _anchors()
    if "evidence" in names:
        yield from _evidence()
    for circle in circles:
        if circle.table in names:
            yield from _circle(circle)


def drops(connection: Connection) -> list[str]:
    return [f'DROP TRIGGER "{name}"' for name in present(connection)]


def present(connection: Connection) -> dict[str, str]:
    rows = connection.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%facts:%'")
    )
    return {str(name): str(sql) for name, sql in rows}


def names(statements: Iterable[str]) -> dict[str, str]:
    return {re.split(r"\s+", statement, maxsplit=3)[2]: statement for statement in statements}


def _refuse(table: str, name: str, event: str, when: str | None, message: str, moment: str = "BEFORE") -> str:
    condition = f"\nWHEN {when}" if when else ""
    return (
        f"CREATE TRIGGER {table}_{name} {moment} {event} ON {table} FOR EACH ROW{condition}\n"
        f"BEGIN SELECT RAISE(ABORT, 'facts: {message}'); END"
    )


def _keys(table: Table) -> Iterator[str]:
    """INSERT OR REPLACE would delete the row in its way without firing a trigger; so nothing may be in its way."""
    message = f"{table.name} has a row with this key; update that one"
    clashes = [" AND ".join(f"{column} IS NEW.{column}" for column in key) for key in table.keys]
    there = [f"EXISTS (SELECT 1 FROM {table.name} WHERE {clash})" for clash in ("id = NEW.id", *clashes)]
    yield _refuse(table.name, "key_insert", "INSERT", "\n  OR ".join(there), message)
    if clashes:
        columns = ", ".join(dict.fromkeys(column for key in table.keys for column in key))
        there = [f"EXISTS (SELECT 1 FROM {table.name} WHERE {clash} AND id <> OLD.id)" for clash in clashes]
        yield _refuse(table.name, "key_update", f"UPDATE OF {columns}", "\n  OR ".join(there), message)


def _dangling(table: Table) -> Iterator[str]:
    """References lead somewhere, also where a client has foreign keys off; and ids count from 1."""
    if table.references:
        message = f"{table.name}: the row it refers to is not there"
        lost = [
            f"(NEW.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {parent} WHERE {target} = NEW.{column}))"
            for column, parent, target in table.references
        ]
        columns = ", ".join(column for column, _, _ in table.references)
        yield _refuse(table.name, "dangling_insert", "INSERT", "\n  OR ".join(lost), message)
        yield _refuse(table.name, "dangling_update", f"UPDATE OF {columns}", "\n  OR ".join(lost), message)
    # Before an insert an id that is still to be given reads as -1; a row of that id would clash with every other.
    message = f"{table.name}: ids count from 1"
    yield _refuse(table.name, "id_insert", "INSERT", "NEW.id < 1", message, moment="AFTER")


def _referenced(table: Table) -> str:
    """A client may have foreign keys off; what others rest on stays all the same."""
    uses = [
        f"EXISTS (SELECT 1 FROM {child} WHERE {column} = OLD.{target})" for child, column, target in table.referenced_by
    ]
    children = ", ".join(dict.fromkeys(child for child, _, _ in table.referenced_by))
    message = f"{table.name}: rows of {children} rest on this one; it stays"
    return _refuse(table.name, "referenced_delete", "DELETE", "\n  OR ".join(uses), message)


def _history(table: Table) -> Iterator[str]:
    columns = [column for column in table.columns if column not in ("id", "load_id")]
    yield _refuse(
        table.name,
        "identity_update",
        "UPDATE",
        "OLD.id IS NOT NEW.id OR OLD.load_id IS NOT NEW.load_id",
        f"{table.name}: id and load_id of a row are never changed",
    )
    image = ", ".join(f"'{column}', OLD.{column}" for column in table.columns)
    differs = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)
    # A row that the running load made itself was never seen otherwise: no image is owed.
    seen = f"(OLD.load_id IS NULL OR OLD.load_id IS NOT {RUNNING})"
    for event, when in (("update", f"{seen} AND ({differs})"), ("delete", seen)):
        yield (
            f"CREATE TRIGGER {table.name}_history_{event} AFTER {event.upper()} ON {table.name} FOR EACH ROW\n"
            f"WHEN {when}\n"
            f"BEGIN\n"
            f"  INSERT INTO changes (load_id, table_name, row_id, operation, before) /* facts: history */\n"
            f"  VALUES ({RUNNING}, '{table.name}', OLD.id, '{event}', json_object({image}));\n"
            f"END"
        )


def _anchors() -> Iterator[str]:
    words = (
        "NEW.start_char < 0 OR NEW.end_char <= NEW.start_char\n"
        "  OR NEW.exact IS NOT (SELECT substr(text, NEW.start_char + 1, NEW.end_char - NEW.start_char) FROM captures\n"
        "  WHERE id = NEW.capture_id)"
    )
    message = "passages: the words do not stand at these offsets of the capture"
    yield _refuse("passages", "words_insert", "INSERT", words, message)
    yield _refuse("passages", "words_update", "UPDATE", words, message)
    nul = "instr(NEW.text, char(0)) > 0"
    yield _refuse("captures", "nul_insert", "INSERT", nul, "captures: a text with NUL can not be quoted from")
    beyond = "NEW.end_char > (SELECT length(text) FROM captures WHERE id = NEW.capture_id)"
    message = "segments: the segment ends beyond its text"
    yield _refuse("segments", "within_insert", "INSERT", beyond, message)
    yield _refuse("segments", "within_update", "UPDATE", beyond, message)


def _evidence() -> Iterator[str]:
    message = "evidence: its passage lies outside the quote it names"
    outside = (
        "NEW.quote_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM quotes q JOIN passages p ON p.id = q.passage_id\n"
        f"  JOIN passages e ON e.id = NEW.passage_id WHERE q.id = NEW.quote_id AND {WITHIN})"
    )
    yield _refuse("evidence", "outside_insert", "INSERT", outside, message)
    yield _refuse("evidence", "outside_update", "UPDATE OF passage_id, quote_id", outside, message)
    moved = (
        "EXISTS (SELECT 1 FROM evidence v JOIN passages e ON e.id = v.passage_id JOIN passages p ON p.id = NEW.passage_id\n"
        f"  WHERE v.quote_id = NEW.id AND NOT ({WITHIN}))"
    )
    yield _refuse("quotes", "outside_update", "UPDATE OF passage_id", moved, message)
    new = "SELECT NEW.capture_id AS capture_id, NEW.start_char AS start_char, NEW.end_char AS end_char"
    shifted = (
        "EXISTS (SELECT 1 FROM evidence v JOIN quotes q ON q.id = v.quote_id JOIN passages p ON p.id = q.passage_id\n"
        f"  JOIN ({new}) e WHERE v.passage_id = NEW.id AND q.passage_id <> NEW.id AND NOT ({WITHIN}))\n"
        "  OR EXISTS (SELECT 1 FROM quotes q JOIN evidence v ON v.quote_id = q.id JOIN passages e ON e.id = v.passage_id\n"
        f"  JOIN ({new}) p WHERE q.passage_id = NEW.id AND v.passage_id <> NEW.id AND NOT ({WITHIN}))"
    )
    yield _refuse("passages", "outside_update", "UPDATE OF capture_id, start_char, end_char", shifted, message)


def _circle(circle: Circle) -> Iterator[str]:
    reached = (
        f"{circle.counts.format('NEW')} AND EXISTS (WITH RECURSIVE onward(id) AS (SELECT NEW.{circle.end} UNION\n"
        f"  SELECT t.{circle.end} FROM {circle.table} t JOIN onward ON t.{circle.start} = onward.id\n"
        f"  WHERE {circle.counts.format('t')}{{own}}) SELECT 1 FROM onward WHERE id = NEW.{circle.start})"
    )
    message = f"{circle.table}: {circle.meaning}"
    yield _refuse(circle.table, "circle_insert", "INSERT", reached.format(own=""), message)
    event = f"UPDATE OF {', '.join(circle.watched)}"
    yield _refuse(circle.table, "circle_update", event, reached.format(own=" AND t.id <> OLD.id"), message)
