"""Which work somebody means: by its name in addresses, or by words of its title."""

from __future__ import annotations

import re
import sqlite3

from .family import copies, works
from .parts import Row, row, rows

FEW = 200  # works that a list to choose from may hold
_FOUND = 20  # works that the same words may mean
_WORD = re.compile(r"\w+")


def chosen(connection: sqlite3.Connection, asked: str) -> tuple[Row | None, list[Row]]:
    """The work, where it is clear which; else those that the words may mean."""
    asked = asked.strip()
    if not asked:
        return None, []
    if found := row(connection, "SELECT id FROM sources WHERE slug = :slug", slug=asked):
        return works(connection, [found["id"]])[0], []
    words = _WORD.findall(asked)[:20]
    if not words:
        return None, []
    sought = " ".join(f'"{word}"' for word in words)
    may_be = works(connection, [one["id"] for one in rows(connection, _SOUGHT, words=sought, most=_FOUND)])
    read = [one for one in may_be if one["read"]]
    if len(may_be) == 1 or len(read) == 1:
        return (read or may_be)[0], []
    return None, may_be


def few(connection: sqlite3.Connection) -> list[Row]:
    """All captured works, where they are few; none where they are many."""
    found = rows(connection, _CAPTURED, most=FEW + 1)
    return works(connection, [one["id"] for one in found]) if len(found) <= FEW else []


def text_of(connection: sqlite3.Connection, work: Row) -> Row | None:
    """The capture in which a work is read: its own, or that of a work which gives it again. None where there is none."""
    for source in [work] if work["read"] else copies(connection, work["id"]):
        if found := row(connection, _CAPTURE, source=source["id"]):
            return {**found, "slug": source["slug"], "outlet": source["outlet"], "own": source["id"] == work["id"]}
    return None


_SOUGHT = "SELECT rowid AS id FROM sources_fts WHERE sources_fts MATCH :words LIMIT :most"
_CAPTURED = "SELECT DISTINCT c.source_id AS id FROM captures c WHERE c.source_id > 0 ORDER BY c.source_id LIMIT :most"
_CAPTURE = """
SELECT c.id, s.language FROM captures c JOIN sources s ON s.id = c.source_id WHERE c.source_id = :source
ORDER BY (SELECT count(*) FROM passages p WHERE p.capture_id = c.id) DESC, c.id DESC LIMIT 1
"""
