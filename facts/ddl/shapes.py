"""What triggers are made for: tables as they are in the database, and columns that must close no circle."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is in the database: columns, unique keys, and who refers to its id."""

    name: str
    columns: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    references: tuple[tuple[str, str, str], ...]  # (column here, table, column)
    referenced_by: tuple[tuple[str, str, str], ...]  # (table, column, column here)


@dataclass(frozen=True, slots=True)
class Circle:
    """A column whose rows, taken as arrows from `start` to `end`, must never close a circle."""

    table: str
    start: str
    end: str
    counts: str  # which rows count, as SQL on the alias {0}
    watched: tuple[str, ...]  # columns whose update can close one
    meaning: str
