"""Times publishing against the least that any copy with search costs, in one run: `VACUUM INTO` and the bare FTS build.

    python -m tests.benchmarks.publishing STORE.db [--edition desk|public]

STORE.db is what `tests.benchmarks.generate` writes. The bare copy has the same rows as the edition: the finished file is
vacuumed into another, and its full-text indexes are built there again. Prints seconds by step, the ratio, peak memory,
and how long each question and each table's first page takes.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

from facts import db, describe, publish
from facts.publish import finish
from facts.search import escaped


def main() -> None:
    """Read the arguments, publish, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("store", type=Path)
    parser.add_argument("--edition", choices=["desk", "public"], default="desk")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file, took = published(given.store, Path(folder) / given.edition, given.edition)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        bare = bare_copy(file, Path(folder) / "bare.db")
        print(
            f"publishing {took:.1f} s, bare copy with search {bare:.1f} s: {took / bare:.1f} times; peak memory {memory} MB"
        )
        for name, seconds in questions(file).items():
            print(f"  {name:30s} {seconds * 1000:9.1f} ms")
        for name, (ours, stock) in pages(file, Path(folder) / "stock").items():
            print(f"  /facts/{name:23s} {ours * 1000:9.1f} ms, with default metadata {stock * 1000:9.1f} ms")


def published(store: Path, folder: Path, edition: str) -> tuple[Path, float]:
    """The published file, and the seconds it took; the steps are printed as they end."""
    engine = db.engine_for(f"sqlite:///{store.resolve()}")
    start = last = time.perf_counter()
    before = ""

    def progress(_: int, __: int, step: str) -> None:
        nonlocal last, before
        now = time.perf_counter()
        if before:
            print(f"  {before:10s} {now - last:7.1f} s", flush=True)
        last, before = now, step

    if edition == "desk":
        file = publish.desk(engine, folder, progress)
    else:
        file = publish.public(engine, "corrections@example.org", folder, progress)
    return file, time.perf_counter() - start


def bare_copy(file: Path, to: Path) -> float:
    """Seconds for `VACUUM INTO` and building the same full-text indexes in the copy."""
    start = time.perf_counter()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("VACUUM INTO ?", (str(to),))
    copied = time.perf_counter() - start
    with closing(sqlite3.connect(to, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        for name in [*finish.SEARCHED, *finish.SEARCHED_VIEWS]:
            connection.execute(f"DROP TABLE {name}_fts")
        start = time.perf_counter()
        for name, columns in finish.SEARCHED.items():
            _fts(connection, name, "rowid", columns)
        for name, (key, columns) in finish.SEARCHED_VIEWS.items():
            _fts(connection, name, key, columns)
        return copied + time.perf_counter() - start


def _fts(connection: sqlite3.Connection, name: str, key: str, columns: list[str]) -> None:
    listed = ", ".join(columns)
    connection.execute(
        f"CREATE VIRTUAL TABLE {name}_fts USING fts5({listed}, tokenize='{finish.TOKENIZE}', content='{name}', "
        f"content_rowid='{key}')"
    )
    connection.execute(f"INSERT INTO {name}_fts (rowid, {listed}) SELECT {key}, {listed} FROM {name}")


def questions(file: Path) -> dict[str, float]:
    """Seconds that each question takes, with a value that finds something."""
    values = describe.examples(file)
    took = {}
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        connection.create_function("escape_fts", 1, escaped, deterministic=True)
        for name, query in describe.QUERIES.items():
            start = time.perf_counter()
            connection.execute(query.sql, {one: values[one] for one in query.parameters}).fetchall()
            took[name] = time.perf_counter() - start
    return took


def pages(file: Path, stock: Path) -> dict[str, tuple[float, float]]:
    """Seconds for the first page of each large table: with our metadata and settings, and with Datasette's own."""
    stock.mkdir()
    (stock / "facts.db").symlink_to(file.resolve())
    names = ("claims", "claim_support", "provenance", "quotes", "passages", "sources", "entities", "evidence")

    async def ask(folder: Path) -> dict[str, float]:
        from datasette.app import Datasette

        plain = folder == stock
        site = Datasette([], immutables=[str(stock / "facts.db")]) if plain else Datasette(config_dir=folder)
        await site.invoke_startup()
        took = {}
        for name in names:
            times = []
            for _ in range(3):
                start = time.perf_counter()
                await site.client.get(f"/facts/{name}")
                times.append(time.perf_counter() - start)
            took[name] = sorted(times)[1]
        return took

    ours, theirs = asyncio.run(ask(file.parent)), asyncio.run(ask(stock))
    return {name: (ours[name], theirs[name]) for name in names}


if __name__ == "__main__":
    main()
