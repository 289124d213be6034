"""The side file: what the finder needs of each text, so that texts are read once. It can be deleted at any time.

It lies beside the store, is no part of it, and is made anew from it where it is missing, broken or of another version.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from ..errors import FactsError
from .articles import Article
from .finding import Index
from .frequency import Frequency
from .reading import Work
from .words import VERSION

_TABLES = (
    "CREATE TABLE texts (capture_id INTEGER PRIMARY KEY, digest TEXT NOT NULL, row_keys BLOB NOT NULL, "
    "row_kinds BLOB NOT NULL, facts BLOB NOT NULL)",
    "CREATE TABLE collection (version INTEGER NOT NULL, newest_load TEXT, total INTEGER NOT NULL, counts BLOB NOT NULL)",
)
_TURN = 200  # texts read and kept at a time
_WAIT = 60  # seconds for another comparison to end
_DAMAGED = (zlib.error, ValueError)


def known_frequency(path: Path) -> Frequency:
    """How common words are in the collection, as far as a side file says; nothing is known where there is none to be read."""
    frequency = Frequency()
    if path.is_file():
        try:
            with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
                version, total, counts = connection.execute("SELECT version, total, counts FROM collection").fetchone()
                if version == VERSION:
                    frequency.unpack(zlib.decompress(counts), total)
        except (sqlite3.Error, TypeError, *_DAMAGED):
            return Frequency()
    return frequency


class Grams:
    """An open side file. What was compared is `done`; the rest is new.

    `loads` are the uuids of the loads of the store: where the last one that the file knows of is not among them, it is of
    another store, or of what the store was before it was put back to a copy.
    """

    def __init__(self, path: Path, loads: Collection[str]) -> None:
        self.path = path
        try:
            self.connection = self._opened(loads)
        except (OSError, sqlite3.OperationalError) as error:
            raise FactsError(
                f"{path} can't be used ({error}): it holds what was compared, and can be deleted at any time. Is another "
                "comparison running, or may its folder not be written to?"
            ) from error

    def _opened(self, loads: Collection[str]) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None, timeout=_WAIT)
        if _sound(connection, loads):
            return connection
        connection.close()
        return self._anew()

    def _anew(self) -> sqlite3.Connection:
        self.path.unlink(missing_ok=True)
        connection = sqlite3.connect(self.path, isolation_level=None, timeout=_WAIT)
        for table in _TABLES:
            connection.execute(table)
        empty = zlib.compress(Index().frequency.pack())
        connection.execute("INSERT INTO collection VALUES (?, NULL, 0, ?)", (VERSION, empty))
        return connection

    def close(self) -> None:
        self.connection.close()

    def fresh(self, works: Sequence[Work]) -> tuple[list[int], bool]:
        """The numbers of texts that are not in the file as they are now; whether any was there, as it was before."""
        done = dict(self.connection.execute("SELECT capture_id, digest FROM texts"))
        fresh = [number for number, work in enumerate(works) if done.get(work.capture) != work.digest]
        return fresh, any(works[number].capture in done for number in fresh)

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
        counted = set()
        for capture, keys, kinds, names in self.connection.execute(
            "SELECT capture_id, row_keys, row_kinds, facts FROM texts"
        ):
            number = number_of.get(capture)
            if number in new:  # captured texts never change: only what is known of them does
                counted.add(number)
            elif number is not None:
                index.rows.append((number, np.frombuffer(keys, dtype=np.uint64), np.frombuffer(kinds, dtype=np.uint8)))
                index.facts.append((number, np.frombuffer(names, dtype=np.uint64)))
        for at in range(0, len(fresh), _TURN):
            index.add(fetch(fresh[at : at + _TURN]), counted)
            progress(min(at + _TURN, len(fresh)))
        return index

    def keep(self, works: Sequence[Work], fresh: Sequence[int], index: Index, newest_load: str | None) -> None:
        """Write down the fresh texts, and forget those that are gone: once what was found of them is in the store.

        `newest_load` is the uuid of the store's last load. Where the file was taken away meanwhile, nothing is written: the
        next comparison begins anew.
        """
        try:
            self._keep(works, fresh, index, newest_load)
        except sqlite3.OperationalError:
            self.path.unlink(missing_ok=True)

    def _keep(self, works: Sequence[Work], fresh: Sequence[int], index: Index, newest_load: str | None) -> None:
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
                "UPDATE collection SET newest_load = ?, total = ?, counts = ?",
                (newest_load, index.frequency.total, zlib.compress(index.frequency.pack())),
            )
            cursor.execute("COMMIT")


def _sound(connection: sqlite3.Connection, loads: Collection[str]) -> bool:
    """Whether a side file is whole, of this version and of this store. Raises OperationalError where it can't be read now."""
    try:
        found = connection.execute("SELECT version, newest_load, counts, total FROM collection").fetchone()
        connection.execute("SELECT max(digest), row_keys, row_kinds, facts FROM texts").fetchone()
        if found is None or found[0] != VERSION:
            return False
        Frequency().unpack(zlib.decompress(found[2]), found[3])
        odd = "SELECT 1 FROM texts WHERE length(row_keys) % 8 OR length(facts) % 8 OR length(row_keys) <> 8 * length(row_kinds)"
        empty = connection.execute("SELECT 1 FROM texts LIMIT 1").fetchone() is None
        return connection.execute(odd).fetchone() is None and (found[1] in loads or (found[1] is None and empty))
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", None) in (  # Python raises some of these itself, without
            sqlite3.SQLITE_BUSY,
            sqlite3.SQLITE_LOCKED,
            sqlite3.SQLITE_CANTOPEN,
            sqlite3.SQLITE_PERM,
        ):
            raise
        return False
    except (sqlite3.DatabaseError, *_DAMAGED):
        return False
