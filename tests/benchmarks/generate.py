"""Writes a large store that is much like a real one: `python -m tests.benchmarks.generate --quotes 1000000 --seed 1 OUT.db`.

The same numbers give the same rows. The schema is that of `facts.db.upgrade`. For speed the rows are put in with triggers,
references and plain indexes off, in one transaction without a journal; all are put back as they were, and then everything
that they would have refused is looked for (`verify`). A second load changes some rows the slow way, so that `changes` has
rows that its triggers wrote. The modules of the generator import each other in one direction: `shape`, `words`, `rows`, `made`,
`setting`, `speech`, `sentences`, `layout`, `maker`, `verify`, and this one last.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import json
import multiprocessing
import os
import sqlite3
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from facts import db, ddl

from .maker import Maker
from .rows import COLUMNS, Batch, Rows
from .shape import Counts, Shape
from .verify import NotWholeError, guarded, verify

SIDE_BY_SIDE = 20_000  # from so many quotations on, rows are made in a process of their own
_LOAD = (
    "INSERT INTO loads (uuid, loader, version, run_by, started_at, input, input_sha256, status, changes_before) "
    "VALUES (?, 'script', 'benchmark 1', 'benchmark', ?, ?, ?, 'running', (SELECT COALESCE(max(id), 0) FROM changes))"
)
_DONE = "UPDATE loads SET status = 'done', finished_at = ?, note = ? WHERE status = 'running'"
# Corrections such as an editor makes; {0} is every so many rows.
_CORRECTIONS = (
    "UPDATE claims SET text = replace(text, '.', ', as far as is known.') WHERE id % {0} = 1",
    "UPDATE claims SET withdrawn = 'it was entered twice' WHERE id % (10 * {0}) = 2",
    "UPDATE quotes SET fidelity = 'paraphrase' WHERE id % (2 * {0}) = 3 AND fidelity IS NULL",
    "UPDATE evidence SET note = 'looked at again' WHERE id % {0} = 4",
    "UPDATE sources SET usage_terms = 'asked and allowed' WHERE id % {0} = 5",
    "UPDATE entities SET description = 'described anew' WHERE id % {0} = 6",
    "DELETE FROM attributions WHERE id % (4 * {0}) = 7 AND position = (SELECT max(x.position) FROM attributions x "
    "WHERE x.quote_id = attributions.quote_id)",
)


def generate(path: Path, quotes: int, seed: int = 1, shape: Shape | None = None) -> Counts:
    """Write a store of `quotes` quotations to `path`, which must not be there; returns its rows by table.

    Raises FileExistsError, or NotWholeError where what was written breaks a rule of the store.
    """
    if path.exists():
        raise FileExistsError(f"{path} is there already")
    shape = shape or Shape.of(quotes)
    building = path.with_name(f".{path.name}.{os.getpid()}")
    engine = db.engine_for(f"sqlite:///{building.resolve()}")
    rng = Random(seed)
    try:
        db.upgrade(engine)
        with engine.begin() as connection:
            ddl.drop(connection)
        engine.dispose()
        with closing(sqlite3.connect(building, isolation_level=None)) as driver:
            driver.execute("PRAGMA journal_mode = OFF")
            driver.execute("PRAGMA synchronous = OFF")
            driver.execute("PRAGMA locking_mode = EXCLUSIVE")
            driver.execute("PRAGMA cache_size = -120000")
            driver.execute("PRAGMA threads = 2")
            driver.execute("BEGIN")
            _fill(driver, shape, seed, rng)
            driver.execute("COMMIT")
        with engine.begin() as connection:
            ddl.sync(connection)
        engine.dispose()
        with closing(sqlite3.connect(building, isolation_level=None)) as driver:
            for pragma in ("foreign_keys = ON", "recursive_triggers = ON", "synchronous = OFF", "journal_mode = OFF"):
                driver.execute(f"PRAGMA {pragma}")
            driver.execute("BEGIN IMMEDIATE")
            _correct(driver, shape, rng)
            driver.execute("COMMIT")
            counts = _counts(driver)
            verify(driver, rng)
            driver.execute("PRAGMA optimize")
            driver.execute("PRAGMA journal_mode = WAL")
        guarded(engine)
        engine.dispose()
        building.rename(path)
    finally:
        engine.dispose()
        for left in path.parent.glob(f"{building.name}*"):
            left.unlink()
    return counts


def _fill(driver: sqlite3.Connection, shape: Shape, seed: int, rng: Random) -> None:
    """The first load: everything, in the order of ids; plain indexes are made when the rows are there."""
    indexes = driver.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX%'"
    ).fetchall()
    for name, _ in indexes:
        driver.execute(f'DROP INDEX "{name}"')
    _open(driver, "documents", shape, rng)
    load = driver.execute("SELECT id FROM loads WHERE status = 'running'").fetchone()[0]
    insert = {
        name: f"INSERT INTO {name} ({', '.join(columns.split())}) VALUES ({', '.join('?' * len(columns.split()))})"
        for name, columns in COLUMNS.items()
    }
    added = 0

    def write(batch: Batch) -> None:
        nonlocal added
        for name, rows in batch.items():
            driver.executemany(insert[name], rows)
            added += len(rows)

    if shape.quotes < SIDE_BY_SIDE:
        _make(write, load, shape, seed)
    else:
        for batch in _made_beside(load, shape, seed):
            write(batch)
    driver.execute(_DONE, ("2025-01-01T00:10:00Z", f"{added} rows added, 0 changed"))
    for _, sql in indexes:
        driver.execute(sql)


def _make(write: Callable[[Batch], None], load: int, shape: Shape, seed: int) -> None:
    """Make all rows and hand them to `write` in batches."""
    collecting = gc.isenabled()
    gc.disable()  # nothing here refers to itself in a circle, and looking for that takes a fifth of the time
    try:
        rows = Rows(write, load)
        maker = Maker(rows, shape, Random(seed))
        made = number = 0
        while made < shape.quotes:
            made += maker.document(shape.quotes - made)
            number += 1
            if number % 100 == 0:
                rows.write()
        rows.write()
    finally:
        if collecting:
            gc.enable()


def _made_beside(load: int, shape: Shape, seed: int) -> Iterator[Batch]:
    """The batches of `_make`, made by another process while this one writes those before."""
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=_send, args=(there, load, shape, seed))
    process.start()
    there.close()
    try:
        while batch := here.recv():
            yield batch
    except EOFError:
        raise NotWholeError("the process that makes the rows ended too early") from None
    finally:
        here.close()
        process.join()


def _send(pipe: Connection, load: int, shape: Shape, seed: int) -> None:
    _make(pipe.send, load, shape, seed)
    pipe.send({})


def _open(driver: sqlite3.Connection, name: str, shape: Shape, rng: Random) -> None:
    """Open a load as the store does, but with a number and times that are the same each time."""
    content = json.dumps([name, shape.quotes]).encode()
    number = str(uuid.UUID(int=rng.getrandbits(128), version=4))
    driver.execute(_LOAD, (number, "2025-01-01T00:00:00Z", f"{name}.jsonl", hashlib.sha256(content).hexdigest()))


def _correct(driver: sqlite3.Connection, shape: Shape, rng: Random) -> None:
    """The second load: rows are changed and deleted, with all triggers on."""
    _open(driver, "corrections", shape, rng)
    every = max(2, int(2.1 * shape.quotes / max(1, shape.changes)) - 1)
    for sql in _CORRECTIONS:
        driver.execute(sql.format(every))
    changed = driver.execute("SELECT count(*) FROM changes").fetchone()[0]
    driver.execute(_DONE, ("2025-01-02T00:00:00Z", f"0 rows added, {changed} changed"))


def _counts(driver: sqlite3.Connection) -> Counts:
    return Counts({name: driver.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ddl.TABLES})


def _megabytes() -> float:
    """The most memory this process and its helper had, where the system says so (not on Windows)."""
    try:
        import resource
    except ImportError:
        return float("nan")
    used = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used) / 1024


def _report(counts: Counts, path: Path, seconds: float) -> Iterator[str]:
    for name, count in counts.rows.items():
        yield f"{name:20}{count:>12,}"
    size = path.stat().st_size / 1e6
    yield f"{counts.total:,} rows, {size:,.0f} MB, written in {seconds:.1f} s, {_megabytes():.0f} MB of memory at most"


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a large store, for measuring.")
    parser.add_argument("path", type=Path, metavar="OUT.db")
    parser.add_argument("--quotes", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    began = time.perf_counter()
    counts = generate(given.path, given.quotes, given.seed)
    print("\n".join(_report(counts, given.path, time.perf_counter() - began)))


if __name__ == "__main__":
    main()
