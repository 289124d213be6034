"""Rows as plain dictionaries, and the order in which dated things stand on every database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, text

NEVER = "9999-12-31"  # what has no date comes last


def rows(connection: Connection, sql: str, **values: Any) -> tuple[dict[str, Any], ...]:
    """The rows of a query, as dictionaries."""
    return tuple(dict(row) for row in connection.execute(text(sql), values).mappings())


def dated(found: tuple[dict[str, Any], ...], *names: str) -> tuple[dict[str, Any], ...]:
    """Rows by their date in `earliest`, which is taken out of them, then by the columns named.

    Sorted here, not in SQL: the two databases put nulls at different ends, and PostgreSQL sorts words by its locale.
    """
    ordered = sorted(found, key=lambda row: (row["earliest"] or NEVER, *(row[name] or "" for name in names)))
    return tuple({key: value for key, value in row.items() if key != "earliest"} for row in ordered)
