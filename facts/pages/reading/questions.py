"""Questions that can be asked without knowing SQL: each with what it asks for, what its answer says, and an example."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from .parts import Row


def read(connection: sqlite3.Connection, asked: Mapping[str, str]) -> Row | None:
    """The questions, under what one wants to know; in the last group those that stand in none."""
    from ...describe.queries import QUERIES
    from ...describe.start import EXAMPLE, GROUPS

    known = dict(connection.execute("SELECT name, value FROM about").fetchall())
    grouped = {name for names in GROUPS.values() for name in names}
    groups = {**GROUPS, "And also": tuple(name for name in QUERIES if name not in grouped)}
    return {
        "groups": [
            {
                "heading": heading,
                "questions": [
                    {
                        "name": name,
                        "title": query.title,
                        "description": query.description,
                        "parameters": [
                            {"name": one, "meaning": meaning, "example": known.get(EXAMPLE.format(one)) or None}
                            for one, meaning in query.parameters.items()
                        ],
                    }
                    for name, query in ((name, QUERIES[name]) for name in names)
                ],
            }
            for heading, names in groups.items()
            if names
        ]
    }
