"""The side file: what the finder needs of each text, so that texts are read once. It can be deleted at any time.

It lies beside the store, is no part of it, and is made anew from it where it is missing, broken or of another version.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from .articles import Article
from .finding import Index
from .frequency import Frequency
from .reading import Work
from .words import VERSION

_TABLES = (
    "CREATE TABLE texts (capture_id INTEGER PRIMARY KEY, digest TEXT NOT NULL, row_keys BLOB NOT NULL, "
    "row_kinds BLOB NOT NULL, facts BLOB NOT NULL)",
    "CREATE TABLE collection (version INTEGER NOT NULL, total INTEGER NOT NULL, counts BLOB NOT NULL)",
)
_TURN = 200  # texts read and kept at a time


def known_frequency(path: Path) -> Frequency:
    """How common words are in the collection, as far as a side file says; nothing is known where there is none."""
    frequency = Frequency()
    if path.exists():
        with closing(Grams(path)) as grams:
            grams.count(frequency)
    return frequency


class Grams:
    """An open side file. What was compared is `done`; the rest is new."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = self._opened()

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None)
        try:
            version = connection.execute("SELECT version FROM collection").fetchone()
            connection.execute("SELECT capture_id, digest, row_keys, row_kinds, facts FROM texts LIMIT 1").fetchone()
        except sqlite3.DatabaseError:
            version = None
        if version == (VERSION,):
            return connection
        connection.close()
        self.path.unlink(missing_ok=True)
        connection = sqlite3.connect(self.path, isolation_level=None)
        for table in _TABLES:
            connection.execute(table)
        connection.execute(
            "INSERT INTO collection VALUES (?, 0, ?)", (VERSION, zlib.compress(Index().frequency.pack()))
        )
        return connection

    def close(self) -> None:
        self.connection.close()

    def fresh(self, works: Sequence[Work]) -> list[int]:
        """The numbers of texts that are not in the file as they are now."""
        done = dict(self.connection.execute("SELECT capture_id, digest FROM texts"))
        return [number for number, work in enumerate(works) if done.get(work.capture) != work.digest]

    def count(self, frequency: Frequency) -> None:
        """Take over how common words are."""
        total, counts = self.connection.execute("SELECT total, counts FROM collection").fetchone()
        frequency.unpack(zlib.decompress(counts), total)

    def index(
        self,
        works: Sequence[Work],
        fresh: Sequence[int],
        fetch: Callable[[Sequence[int]], Iterable[Article]],
        progress: Callable[[int], None],
    ) -> Index:
        """All texts as the finder needs them: the fresh ones read, the others from the file."""
        index = Index()
        self.count(index.frequency)
        number_of = {work.capture: number for number, work in enumerate(works)}
        new = set(fresh)
        for capture, keys, kinds, names in self.connection.execute(
            "SELECT capture_id, row_keys, row_kinds, facts FROM texts"
        ):
            number = number_of.get(capture)
            if number is not None and number not in new:
                index.rows.append((number, np.frombuffer(keys, dtype=np.uint64), np.frombuffer(kinds, dtype=np.uint8)))
                index.facts.append((number, np.frombuffer(names, dtype=np.uint64)))
        for at in range(0, len(fresh), _TURN):
            index.add(fetch(fresh[at : at + _TURN]))
            progress(min(at + _TURN, len(fresh)))
        return index

    def keep(self, works: Sequence[Work], fresh: Sequence[int], index: Index) -> None:
        """Write down the fresh texts, and forget those that are gone: once what was found of them is in the store."""
        new = set(fresh)
        names = dict(index.facts)
        with closing(self.connection.cursor()) as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            held = {work.capture for work in works}
            gone = [(id_,) for (id_,) in cursor.execute("SELECT capture_id FROM texts").fetchall() if id_ not in held]
            cursor.executemany("DELETE FROM texts WHERE capture_id = ?", gone)
            cursor.executemany(
                "INSERT OR REPLACE INTO texts VALUES (?, ?, ?, ?, ?)",
                (
                    (
                        works[number].capture,
                        works[number].digest,
                        keys.tobytes(),
                        kinds.tobytes(),
                        names[number].tobytes(),
                    )
                    for number, keys, kinds in index.rows
                    if number in new
                ),
            )
            cursor.execute(
                "UPDATE collection SET total = ?, counts = ?",
                (index.frequency.total, zlib.compress(index.frequency.pack())),
            )
            cursor.execute("COMMIT")
