"""The store's database: connecting, its schema's state, and upgrading it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from . import ddl
from .errors import DatabaseError

if TYPE_CHECKING:
    from alembic.config import Config

DEFAULT_URL = "sqlite:///facts.db"
LOCK = 0x6661637473  # "facts": the advisory lock that loads and migrations on PostgreSQL hold to commit
LOCK_SECONDS = 10  # how long a second writer waits for the first
OURS = ("loads", "changes", "statements")  # the tables by which a database is known as ours: those of revision 0001
PUBLISHED = {"about", "claim_support", "provenance"}  # tables that only a published file has


def url_of(database: str) -> URL:
    """The address as SQLAlchemy reads it; PostgreSQL goes through psycopg 3.

    Raises DatabaseError for an address that can't be read, or a database that facts does not work with.
    """
    try:
        url = make_url(database)
    except (ArgumentError, ValueError):
        raise DatabaseError(
            f"{database!r} is not the address of a database. Write sqlite:///facts.db for a file of that name here, "
            "sqlite:////full/path/facts.db, or postgresql://user@host/name."
        ) from None
    backend = url.get_backend_name()
    if backend not in ("sqlite", "postgresql", "postgres"):
        raise DatabaseError(f"facts works with SQLite and PostgreSQL, not with {backend!r}.")
    if backend != "sqlite":
        return url.set(drivername="postgresql+psycopg")
    if url.database in (None, "", ":memory:"):
        raise DatabaseError("a database in memory keeps nothing; name a file, such as sqlite:///facts.db")
    try:
        float(str(url.query.get("timeout", 0)))
    except ValueError:
        raise DatabaseError(f"timeout={url.query['timeout']} in the address is no number of seconds") from None
    return url


def engine_for(database: str) -> Engine:
    """An engine on `database`; nothing is opened yet.

    On SQLite every transaction begins with BEGIN IMMEDIATE, so that what is read first is still true when it is written,
    and so that DDL is rolled back with the rest (https://docs.sqlalchemy.org/en/21/dialects/sqlite.html).
    """
    url = url_of(database)
    try:
        if url.get_backend_name() != "sqlite":
            return create_engine(url, connect_args={"connect_timeout": LOCK_SECONDS})
        arguments: dict[str, Any] = {} if "timeout" in url.query else {"timeout": LOCK_SECONDS}
        engine = create_engine(url, connect_args={"isolation_level": None, **arguments})
    except (ImportError, NoSuchModuleError) as error:
        raise DatabaseError(f"{error}. PostgreSQL needs its driver: pip install 'psycopg[binary]'") from None

    @event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA recursive_triggers = ON")
        connection.execute("PRAGMA synchronous = NORMAL")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("facts_reading")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def sqlite_file(engine: Engine) -> Path | None:
    """The file of a SQLite database; None for one in memory, or for PostgreSQL."""
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:":
        return None
    return Path(name.removeprefix("file:"))


def name_of(engine: Engine) -> str:
    """The database as messages name it, without a password."""
    file = sqlite_file(engine)
    return str(file) if file else engine.url.render_as_string(hide_password=True)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection in one transaction that only reads. Raises DatabaseError where the database can't be read."""
    with translated(engine), engine.connect().execution_options(facts_reading=True) as connection:
        if engine.dialect.name != "sqlite":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        transaction = connection.begin()
        try:
            yield connection
        finally:
            transaction.rollback()  # what was worked out in temporary tables goes with it


@contextmanager
def translated(engine: Engine) -> Iterator[None]:
    """Turn what a driver says about a database that is busy, read-only, absent or broken into a DatabaseError."""
    try:
        yield
    except DBAPIError as error:
        message = explain(engine, error)
        if message is None:
            raise
        raise DatabaseError(message) from None


def explain(engine: Engine, error: DBAPIError) -> str | None:
    """What a person should know of a driver's error; None where it is none of theirs."""
    said, name = str(error.orig), name_of(engine)
    if "database is locked" in said or "lock timeout" in said:
        return (
            f"{name}: another load is writing to it. Nothing of this one was stored; try again when that one is done."
        )
    if "readonly" in said or "read-only" in said:
        return f"{name} can't be written to: it, or its folder, is read-only. Nothing was stored."
    if "not a database" in said or "malformed" in said:
        return f"{name} is not a whole SQLite database ({said}). Restore a copy, or name another file with --database."
    if "unable to open" in said:
        return f"{name} can't be opened: is there such a folder, and may you read it?"
    if "full" in said and isinstance(error, OperationalError) and engine.dialect.name == "sqlite":
        return f"{name}: the disk is full. Nothing was stored."
    if isinstance(error, OperationalError) and engine.dialect.name != "sqlite":
        return f"{name}: {said.strip()}"
    return None


@dataclass(frozen=True, slots=True)
class State:
    """What a database is to this program.

    `kind`: missing (no file), empty, foreign (another program's), behind, current, ahead. `revision` is the schema it has;
    `published` says that the foreign one is a file that this program wrote for Datasette.
    """

    kind: Literal["missing", "empty", "foreign", "behind", "current", "ahead"]
    revision: str | None = None
    published: bool = False


def state(engine: Engine) -> State:
    """Look at a database without changing it (a file that is not there is not made)."""
    file = sqlite_file(engine)
    if file is not None and not file.exists():
        return State("missing")
    with reading(engine) as connection:
        return state_of(connection)


def state_of(connection: Connection, known: list[str] | None = None) -> State:
    """The state of the database behind a connection; `known` are the revisions there are, oldest first."""
    tables = set(inspect(connection).get_table_names())
    if not tables & {"alembic_version", *OURS}:
        return State("foreign" if tables and connection.dialect.name == "sqlite" else "empty")
    if "alembic_version" in tables and not tables & set(OURS):
        # What `downgrade base` leaves behind is ours to fill again; a version that stands alone is another program's.
        left = connection.execute(text("SELECT count(*) FROM alembic_version")).scalar_one()
        return State("foreign" if left or tables != {"alembic_version"} else "empty")
    if "alembic_version" not in tables or not set(OURS) <= tables:
        return State("foreign", published=tables >= PUBLISHED)
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if revision is None:
        return State("foreign")
    known = known or revisions()
    if revision not in known:
        return State("ahead", revision)
    return State("current" if revision == known[-1] else "behind", revision)


def require_current(engine: Engine) -> None:
    """Raise DatabaseError, with the command that helps, unless the database has this program's schema."""
    found = state(engine)
    name = name_of(engine)
    if found.kind in ("missing", "empty"):
        what = "is not there" if found.kind == "missing" else "is empty"
        raise DatabaseError(f"{name} {what}. Make it with: facts init   (or all in one: facts build FOLDER)")
    if found.kind == "behind":
        raise DatabaseError(
            f"{name} has schema {found.revision}, this program {revisions()[-1]}. Upgrade it: facts init"
        )
    if found.kind != "current":
        raise DatabaseError(unusable(name, found))


def unusable(name: str, found: State) -> str:
    """Why a database that is ahead or foreign is left alone, and what helps."""
    if found.kind == "ahead":
        return (
            f"{name} has schema {found.revision}, which a newer version of facts made. "
            "Upgrade the program: pip install --upgrade facts-db"
        )
    if found.published:
        return (
            f"{name} is a published file, written to be read in Datasette. Name the store that it was made from with "
            "--database."
        )
    return f"{name} holds another program's tables and is left alone. Name another file or database with --database."


def upgrade(engine: Engine) -> tuple[State, State]:
    """Create the schema or bring it up to date; returns the state before and after.

    Raises DatabaseError for a database that is ahead or foreign, or in an encoding other than UTF-8.
    """
    from alembic import command
    from alembic.util import CommandError

    file = sqlite_file(engine)
    if file is not None and not file.parent.exists():
        raise DatabaseError(f"{file}: there is no folder {file.parent}. Make it first.")
    before = state(engine)
    if before.kind in ("ahead", "foreign"):
        raise DatabaseError(unusable(name_of(engine), before))
    with translated(engine):
        if engine.dialect.name == "sqlite":
            _write_ahead(engine)
        elif (encoding := _encoding(engine)) != "UTF8":
            raise DatabaseError(f"{name_of(engine)} stores text as {encoding}; offsets need a database made with UTF8.")
        if before.kind != "current":
            try:
                command.upgrade(alembic_config(engine), "head")
            except CommandError as error:
                raise DatabaseError(f"{name_of(engine)}: {error}") from None
        with engine.begin() as connection:  # a trigger that somebody dropped comes back
            if ddl.present(connection) != ddl.expected(connection):
                ddl.sync(connection)
    return before, state(engine)


def alembic_config(engine: Engine | None = None) -> Config:
    """Alembic's settings as the checkout's alembic.ini would give them, for the installed package too."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    if engine is not None:
        config.attributes["connection"] = engine
    return config


def migrations_folder(package: Path | None = None) -> Path:
    """The migrations: inside the package where it is installed, else beside it as in a checkout."""
    package = package or Path(__file__).parent
    for folder in (package / "migrations", package.parent / "migrations"):
        if (folder / "env.py").is_file():
            return folder
    raise DatabaseError(f"the migrations are not in {package} nor beside it; install facts-db again")


def revisions() -> list[str]:
    """Every revision of the schema, oldest first. The numbers are sequential: names sort as they follow."""
    return sorted(file.name.split("_")[0] for file in (migrations_folder() / "versions").glob("[0-9]*_*.py"))


def default_database() -> str:
    return os.environ.get("FACTS_DATABASE") or DEFAULT_URL


def _write_ahead(engine: Engine) -> None:
    """Let readers go on while a load writes. The mode stays with the file; outside a transaction only."""
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA journal_mode = WAL")


def _encoding(engine: Engine) -> str:
    with reading(engine) as connection:
        return str(connection.execute(text("SHOW server_encoding")).scalar_one())
