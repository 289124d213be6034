"""Writes the file that Datasette shows, in two editions. Only reads the store; only this package uses sqlite-utils.

Desk edition, for the researcher's own machine: full text, with reader comments blanked at equal length.
Public edition, for the open web: what the rights of each work allow, at every way out.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

from sqlalchemy import Engine, text

from .. import __version__, db, describe
from ..errors import DatabaseError
from . import copying, covering, derived, finish
from .copying import DESK, PUBLIC, Edition

__all__ = ["DESK", "FILE", "FOLDERS", "PUBLIC", "STEPS", "about", "desk", "fingerprint", "is_current", "public"]

FOLDERS: dict[Edition, Path] = {DESK: Path("desk"), PUBLIC: Path("published")}
FILE = "facts.db"
DATABASES = {
    ".db",
    ".db3",
    ".sqlite",
    ".sqlite3",
    ".db-wal",
    ".sqlite-wal",
}  # what Datasette takes for one, and their logs
SQLITE = b"SQLite format 3\0"
OLD = 24 * 3600  # seconds after which what lies half-built belongs to nobody
LAYOUT = 8  # counted up when what is written changes, so that an older file is written anew
STEPS = ("rows", "indexes", "origins", "coverage", "search", "checks")
CACHE = 32 * 1024  # KiB of the new file, and as much of temporary tables, kept in memory
ATTEMPTS = 10  # at catching the store in one state from two processes
Progress = Callable[[int, int, str], None]


def fingerprint(engine: Engine, edition: Edition = DESK, contact: str | None = None) -> str:
    """What the store holds, in a line that any change to it changes: no id is used twice, and changes are counted."""
    with db.reading(engine) as connection:
        newest = list(connection.execute(text(copying.newest())).one())
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        loaded = connection.execute(text("SELECT uuid FROM loads ORDER BY id DESC LIMIT 1")).scalar()
    return json.dumps([LAYOUT, edition, contact, __version__, revision, db.name_of(engine), loaded, newest])


def is_current(engine: Engine, folder: Path) -> bool:
    """Whether the desk edition in `folder` shows what the store holds now. Raises DatabaseError where there is no store."""
    db.require_current(engine)
    return about(folder).get("fingerprint") == fingerprint(engine)


def about(folder: Path, name: str = FILE) -> dict[str, str]:
    """What the published file in a folder says of itself; nothing where there is none, or it is no published file."""
    file = folder / name
    if not file.is_file():
        return {}
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return dict(connection.execute("SELECT name, value FROM about").fetchall())
    except sqlite3.Error:
        return {}


def desk(engine: Engine, folder: Path = FOLDERS[DESK], progress: Progress = lambda done, total, step: None) -> Path:
    """Write the desk edition into `folder`, a configuration directory for Datasette, and return the database's path.

    It is built beside and put in place by one rename, so that whoever reads the old one goes on. Raises DatabaseError where
    the store, or the folder, can't be used.
    """
    return _edition(engine, DESK, folder, None, progress)


def public(
    engine: Engine, contact: str, folder: Path = FOLDERS[PUBLIC], progress: Progress = lambda done, total, step: None
) -> Path:
    """Write the public edition into `folder`, like `desk`; `contact` is where readers send corrections, on every page."""
    return _edition(engine, PUBLIC, folder, contact, progress)


def _edition(engine: Engine, edition: Edition, folder: Path, contact: str | None, progress: Progress) -> Path:
    db.require_current(engine)
    _is_ours(engine, edition, folder)
    print_ = fingerprint(engine, edition, contact)
    building = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        building = Path(tempfile.mkdtemp(prefix=f".{FILE}.", dir=folder)) / "whole"
        said = {"program": f"facts {__version__}", "edition": edition}
        # The line names the store, whose path is nobody's business.
        said |= {"fingerprint": print_} if edition == DESK else {"corrections": contact or ""}
        _write(engine, building, edition, said, progress)
        values = describe.examples(building)
        finish.remember(building, {describe.EXAMPLE.format(name): value for name, value in values.items()})
        counts = finish.counts(building)
        told = describe.metadata(
            edition,
            contact,
            counts,
            finish.columns(building),
            values,
            describe.findings(building),
            describe.unanswered(building),
        )
        _put(folder / "metadata.yaml", finish.yaml(told))
        _put_json(folder / "settings.json", describe.SETTINGS)
        _put_json(folder / "inspect-data.json", finish.inspected(building, FILE, counts))
        (folder / "metadata.json").unlink(missing_ok=True)  # an older version's, which Datasette would prefer
        (folder / "static").mkdir(exist_ok=True)
        _put(folder / "static" / "facts.css", describe.STYLE)
        building.chmod(0o444)
        building.replace(folder / FILE)
    except OSError as error:
        raise DatabaseError(f"{folder}: can't write the file for Datasette: {error.strerror}") from None
    except sqlite3.OperationalError as error:
        raise DatabaseError(f"{folder}: can't write the file for Datasette: {error}") from None
    finally:
        if building:
            shutil.rmtree(building.parent, ignore_errors=True)
    return folder / FILE


def _sweep(folder: Path) -> None:
    """Remove what lies half-built and belongs to nobody any more."""
    for left in (*folder.glob(f".{FILE}.*"), *folder.glob(".metadata.yaml.*"), *folder.glob(".*.json.*")):
        if time.time() - left.stat().st_mtime > OLD:
            shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)


def _is_ours(engine: Engine, edition: Edition, folder: Path) -> None:
    """Refuse a folder in which a file of somebody's own would be overwritten: the store itself, above all.

    The editions keep apart too: full texts must never come to lie where a public file is served or copied from.
    """
    store, file = db.sqlite_file(engine), folder / FILE
    if store is not None and file.exists() and store.exists() and file.samefile(store):
        raise DatabaseError(f"{file} is the store itself; name another folder with --output")
    there = about(folder).get("edition")
    ours = (folder / "inspect-data.json").exists() if not file.exists() else there is not None
    if not ours and any((folder / name).exists() for name in (FILE, "metadata.json", "metadata.yaml", "settings.json")):
        raise DatabaseError(f"{folder} holds files that facts did not write there; name another folder with --output")
    if there not in (None, edition):
        raise DatabaseError(f"{folder} holds the {there} edition; name another folder with --output")
    if edition == PUBLIC:
        for below in sorted(path for path in folder.rglob("*") if path != file and _is_database(path)):
            if below.parent == folder or about(below.parent, below.name).get("edition") != PUBLIC:
                raise DatabaseError(
                    f"{below} would be shown, or go wherever {folder} goes; move it (facts serve writes the desk edition "
                    "again, elsewhere), or name another folder with --output"
                )
    for above in folder.resolve().parents if edition == DESK else ():
        if about(above).get("edition") == PUBLIC:
            raise DatabaseError(f"{above} is a public edition: full texts don't belong below it; name another folder")


def _is_database(path: Path) -> bool:
    """Whether a file is a database or the log of one, by its name or by how it begins."""
    if path.name.startswith(f".{FILE}.") or f".{FILE}." in path.parent.name or not path.is_file():
        return False  # one that is being built here
    if path.suffix.lower() in DATABASES:
        return True
    try:
        with path.open("rb") as content:
            return content.read(len(SQLITE)) == SQLITE
    except OSError:  # nobody else can read it there either
        return False


def _write(engine: Engine, path: Path, edition: Edition, said: dict[str, str], progress: Progress) -> None:
    import sqlite_utils

    beside = path.with_name("rows")
    published = sqlite_utils.Database(sqlite3.connect(beside.resolve().as_uri(), uri=True, isolation_level=None))
    steps = iter(range(len(STEPS)))

    def step() -> None:
        number = next(steps)
        progress(number, len(STEPS), STEPS[number])

    try:
        # A file that is not finished is thrown away: it needs no journal.
        for setting in (
            "journal_mode = OFF",
            "synchronous = OFF",
            f"cache_size = -{CACHE}",
            f"temp.cache_size = -{CACHE}",
        ):
            published.conn.execute(f"PRAGMA {setting}")
        step()
        with copying.readable(engine) as store, ExitStack() as going_on:
            with copying.attached(store, published.conn):
                counted = _begin(store, published.conn, path.with_name("texts"), going_on)
                copying.copy(published.conn, edition)
                published.conn.execute("COMMIT")
            published.table("about").insert_all(
                ({"name": name, "value": value} for name, value in said.items()), pk="name"
            )
            step()
            finish.index(published.conn)
            finish.refuse(published.conn, "PRAGMA foreign_key_check", "{0} of its rows refer to what is not there")
            step()
            derived.trace(published.conn)
            step()
            published.conn.execute("BEGIN")
            derived.cover(published.conn, counted)
            derived.look(published.conn)
            published.conn.execute("COMMIT")
        step()
        finish.search(published)
        step()
        finish.pack(published.conn, path)
    finally:
        published.close()
    progress(len(STEPS), len(STEPS), "")


def _begin(store: Path, published: sqlite3.Connection, file: Path, going_on: ExitStack) -> Iterator[covering.Figures]:
    """Begin to read the attached store, in the state in which its texts are being counted as long as `going_on` is open.

    What a load writes meanwhile is there whole or not at all.
    """
    for _ in range(ATTEMPTS):
        with ExitStack() as tried:
            state, counted = tried.enter_context(covering.counting(store, file))
            published.execute("BEGIN")
            if list(published.execute(copying.newest("store.")).fetchone()) == state:
                going_on.push(tried.pop_all())
                return counted
            published.rollback()
    raise DatabaseError(f"{store} is being written all the time; publish it when the loads have ended")


def _put_json(path: Path, content: object) -> None:
    _put(path, json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def _put(path: Path, content: str) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(content, encoding="utf-8")
    beside.replace(path)
