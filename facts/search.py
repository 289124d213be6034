"""Full-text search in a published file, as its canned query `search` does it in Datasette."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from .describe import QUERIES

_TOKENS = re.compile(r'"[^"]*"|[^\s"]+')


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: `words` with what matches in square brackets; `kind` is claim, quotation, source, …"""

    kind: str
    words: str
    who: str | None
    where: str | None
    date: str | None
    url: str | None
    name: str | None
    order: str


def search(file: Path, words: str) -> list[Hit]:
    """What the published file holds that has all these words, the best of each kind first; accents and case don't matter.

    Words in double quotes are looked for in that order. `Hit.order` says where the newest stand first instead.
    """
    words = words.replace("\0", " ").encode("utf-8", "replace").decode()
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        connection.create_function("escape_fts", 1, escaped, deterministic=True)
        return [Hit(*row) for row in connection.execute(QUERIES["search"].sql, {"words": words})]


def escaped(words: str) -> str:
    """`words` as an FTS5 query without operators: each word or quoted phrase for itself, and all of them required."""
    return " ".join(f'"{token.strip(chr(34))}"' for token in _TOKENS.findall(words) if token.strip('"'))
