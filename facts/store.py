"""The store's only writer: a load, and rows put into it by natural key."""

from __future__ import annotations

import getpass
import hashlib
import os
import uuid
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select, text
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from . import db
from .errors import DatabaseError, FactsError
from .models import Base, Blob, Capture, Change, Load, Statement, Term

FINDER = "facts compare"  # the input of loads that keep what the program found; no file has this name


class StoreError(FactsError):
    """The database, or what another file states, speaks against a row. The message names the row and what to do."""


class NothingChanged(Exception):  # noqa: N818
    """Not an error: it undoes a load that has nothing to say."""


class Writer:
    """One load, open in one transaction. `added`, `changed` and `unchanged` count rows by table."""

    def __init__(self, session: Session, load: Load, folder: Path | None) -> None:
        self.session = session
        self.load = load
        self.folder = folder  # what `input` is relative to, where that is the same for everybody: the store's folder
        self.added: Counter[str] = Counter()
        self.changed: Counter[str] = Counter()
        self.unchanged: Counter[str] = Counter()
        stated = select(Statement.table_name, Statement.row_id).where(Statement.input == load.input)
        self._stated_before = {(table, row) for table, row in session.execute(stated)}
        self._stated: set[tuple[str, int]] = set()
        self._keeps = False

    def put(self, model: type[Base], key: Mapping[str, Any], values: Mapping[str, Any] | None = None) -> int:
        """Look a row up by its natural key; insert it, update it or leave it. Returns its id.

        Raises StoreError where another file states the row with other values, or the database refuses it.
        """
        row: Any = self.session.scalars(select(model).filter_by(**key)).one_or_none()
        table = model.__tablename__
        if row is None:
            row = model(**key, **(values or {}), load_id=self.load.id)
            self.session.add(row)
            self._flush()
            self.added[table] += 1
        else:
            differing = {name: value for name, value in (values or {}).items() if getattr(row, name) != value}
            if differing:
                self._may_change(model, row, key, differing)
                for name, value in differing.items():
                    setattr(row, name, value)
                self._flush()
                self.changed[table] += 1
            elif (table, row.id) not in self._stated:
                self.unchanged[table] += 1
        self._stated.add((table, row.id))
        return int(row.id)

    def keep_stated(self) -> None:
        """What was stated before stands, but for what is dropped: for a load that looks at a part of its input."""
        self._keeps = True

    def stated(self, model: type[Base]) -> set[int]:
        """The ids of rows of a table that this input states, or did before."""
        return {row for table, row in self._stated | self._stated_before if table == model.__tablename__}

    def stated_by_others(self, model: type[Base]) -> set[int]:
        """The ids of rows of a table that another input states."""
        others = select(Statement.row_id).where(Statement.table_name == model.__tablename__)
        return set(self.session.scalars(others.where(Statement.input != self.load.input)))

    def complete(self, model: type[Base], row_id: int, **values: Any) -> None:
        """Fill columns that are empty, whoever states the row: what it says otherwise stays."""
        row: Any = self.session.get_one(model, row_id)
        empty = {name: value for name, value in values.items() if getattr(row, name) is None and value is not None}
        if empty:
            for name, value in empty.items():
                setattr(row, name, value)
            self._flush()
            self.changed[model.__tablename__] += 1

    def set(self, model: type[Base], row_id: int, **values: Any) -> None:
        """Set columns that could not be known when the row was put: references to rows that came after it."""
        row: Any = self.session.get_one(model, row_id)
        differing = {name: value for name, value in values.items() if getattr(row, name) != value}
        if differing:
            fresh = row.load_id == self.load.id
            if not fresh:
                self._may_change(model, row, {"id": row_id}, differing, again=True)
                self.changed[model.__tablename__] += 1
            for name, value in differing.items():
                setattr(row, name, value)
            self._flush()

    def _may_change(
        self, model: type[Base], row: Any, key: Mapping[str, Any], differing: Mapping[str, Any], again: bool = False
    ) -> None:
        """A file changes what it alone states; two files that say different things of one row are a mistake.

        So are two places in one file, but for columns that are set in a second step (`again`). A file that is no longer
        there, since it was renamed or taken out, has no say.
        """
        shown = getattr(row, "slug", None) or ", ".join(str(value) for value in key.values())
        name, value = next(iter(differing.items()))
        there = f"{name} is {_shown(getattr(row, name))} there, {_shown(value)} here"
        if (model.__tablename__, row.id) in self._stated and not again:
            raise StoreError(f"“{shown}” ({model.__tablename__}) is stated twice in this file, and differs: {there}")
        if model is Term and row.load_id is None:
            raise StoreError(f"“{shown}” is a word of the schema and stays as it is: {there}. Add a word of your own")
        if model in (Blob, Capture):
            raise StoreError(f"{model.__tablename__} are never changed: {there}")
        others = (
            select(Statement.input)
            .where(Statement.table_name == model.__tablename__, Statement.row_id == row.id)
            .where(Statement.input != self.load.input)
            .order_by(Statement.id)
        )
        for other in self.session.scalars(others):
            if other == FINDER:  # what a program found never speaks against a person
                continue
            if self.folder is None or (self.folder / other).exists():
                raise StoreError(
                    f"“{shown}” ({model.__tablename__}) is stated by {other} too, and differs: {there}. If it is another, "
                    "give it another slug; if it is the same, take it out of one of the files and load that one first"
                )

    def drop(self, model: type[Base], row_id: int) -> None:
        """Delete a row that this load's input alone states, or what the program found too."""
        row = self.session.get_one(model, row_id)
        table = model.__tablename__
        self.session.delete(row)
        self._end_statements(table, row_id, self.load.input, FINDER)
        self._stated_before.discard((table, row_id))
        self._stated.discard((table, row_id))
        self._flush()
        self.changed[table] += 1

    def drop_beyond(self, model: type[Base], key: Mapping[str, Any], kept: Collection[int]) -> None:
        """Delete rows of `key` that are parts of a thing this file states and no longer among its parts (`kept` ids).

        What another file states stays. A way of three hops that is corrected to two has two.
        """
        table = model.__tablename__
        others = select(Statement.id).where(Statement.input != self.load.input, Statement.table_name == table)
        for row in self.session.scalars(select(model).filter_by(**key)).all():
            id_: int = row.id  # type: ignore[attr-defined]
            mine = (table, id_) in self._stated_before - self._stated
            if id_ not in kept and mine and not self.session.scalar(others.where(Statement.row_id == id_).limit(1)):
                self.drop(model, id_)

    def _flush(self) -> None:
        try:
            self.session.flush()
        except (IntegrityError, DataError) as error:
            said = str(error.orig).splitlines()[0]
            raise StoreError(f"the database refuses it: {said.removeprefix('facts: ')}") from error

    def _end_statements(self, table: str, row: int, *inputs: str) -> None:
        said = {"table_name": table, "row_id": row}
        self.session.execute(delete(Statement).filter_by(**said).where(Statement.input.in_(inputs)))

    def no_longer_stated(self) -> list[tuple[str, int]]:
        """Rows that this file stated before and does not state now, by table and id."""
        return [] if self._keeps else sorted(self._stated_before - self._stated)

    def _close(self) -> None:
        fresh, dropped = sorted(self._stated - self._stated_before), self.no_longer_stated()
        if not (self.added or self.changed or fresh or dropped):
            raise NothingChanged
        for table, row in dropped:
            self._end_statements(table, row, self.load.input)
        if fresh:
            rows = [
                {"input": self.load.input, "table_name": table, "row_id": row, "load_id": self.load.id}
                for table, row in fresh
            ]
            self.session.execute(insert(Statement), rows)
        self.load.finished_at = now()
        self.load.status = "done"
        self.load.note = f"{self.added.total()} rows added, {self.changed.total()} changed"
        self.session.flush()


@contextmanager
def load(connection: Connection, input_: str, content: bytes, loader: str, version: str) -> Iterator[Writer]:
    """Open a load in a transaction of its own; commit it at the end, or nothing of it. `input_` names what it reads.

    A load that changed nothing leaves no row. Inside a transaction of the caller's (a dry run) it is a savepoint.
    Raises DatabaseError where another load holds the database, or it can't be written.
    """
    engine = connection.engine
    with db.translated(engine), Session(connection, join_transaction_mode="create_savepoint") as session:
        try:
            with session.begin():
                opened = _open(session, input_, content, loader, version)
                writer = Writer(session, opened, _folder(engine) if db.sqlite_file(engine) else None)
                yield writer
                writer._close()
        except NothingChanged:
            pass


def _open(session: Session, input_: str, content: bytes, loader: str, version: str) -> Load:
    if session.connection().dialect.name == "postgresql":
        session.execute(text(f"SET LOCAL lock_timeout = '{db.LOCK_SECONDS}s'"))
        session.execute(select(func.pg_advisory_xact_lock(db.LOCK)))
    running = session.scalar(select(Load.uuid).where(Load.status == "running"))
    if running is not None:
        raise DatabaseError(
            f"load {running} is marked as running, and nobody runs it: another program wrote it. "
            f"Set it right: UPDATE loads SET status = 'done' WHERE uuid = '{running}'"
        )
    row = Load(
        uuid=str(uuid.uuid4()),
        loader=loader,
        version=version,
        run_by=_user(),
        started_at=now(),
        input=input_,
        input_sha256=hashlib.sha256(content).hexdigest(),
        status="running",
        changes_before=session.scalar(select(func.max(Change.id))) or 0,
    )
    session.add(row)
    session.flush()
    return row


def input_name(engine: Engine, path: Path) -> str:
    """A file's name in `loads` and `statements`: relative to the store's folder (PostgreSQL: to the working folder).

    So the same file has the same name, wherever the command is run from.
    """
    try:
        return Path(os.path.relpath(path.resolve(), _folder(engine).resolve())).as_posix()
    except ValueError:  # another drive, on Windows
        return path.resolve().as_posix()


def _folder(engine: Engine) -> Path:
    file = db.sqlite_file(engine)
    return file.parent if file else Path()


def now() -> str:
    """This moment as ISO 8601, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _user() -> str | None:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such user, as in some containers
        return None


def _shown(value: object) -> str:
    return "nothing" if value is None else f"“{value}”" if isinstance(value, str) else str(value)
