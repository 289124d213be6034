"""A database that is missing, empty, behind, ahead, or not ours is named as such, with the command that helps."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from facts import db
from facts.errors import DatabaseError

from .conftest import ROOT


def at(path: Path) -> Engine:
    return db.engine_for(f"sqlite:///{path}")


def refusal(engine: Engine) -> str:
    with pytest.raises(DatabaseError) as caught:
        db.require_current(engine)
    return str(caught.value)


def test_a_missing_file_is_not_made_by_looking(tmp_path: Path) -> None:
    engine = at(tmp_path / "none.db")
    assert "is not there. Make it with: facts init" in refusal(engine)
    assert not (tmp_path / "none.db").exists()


def test_an_empty_database_is_made_ours_by_init(empty: Engine) -> None:
    if empty.dialect.name == "postgresql":
        assert "is empty. Make it with: facts init" in refusal(empty)
    before, after = db.upgrade(empty)
    assert (before.kind in ("missing", "empty"), after.kind) == (True, "current")
    db.require_current(empty)
    assert db.upgrade(empty)[0].kind == "current"


def test_a_database_that_is_behind_is_upgraded_by_init(store: Engine) -> None:
    from alembic import command

    *_, older, head = db.revisions()
    command.downgrade(db.alembic_config(store), older)
    assert f"has schema {older}, this program {head}. Upgrade it: facts init" in refusal(store)
    before, after = db.upgrade(store)
    assert (before, after) == (db.State("behind", older), db.State("current", head))


def test_a_database_that_is_ahead_is_left_alone(store: Engine) -> None:
    with store.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "schema 9999, which a newer version of facts made" in refusal(store)
    with pytest.raises(DatabaseError, match="pip install --upgrade facts-db"):
        db.upgrade(store)


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE TABLE invoices (id INTEGER)"],
        ["CREATE TABLE alembic_version (version_num TEXT)", "INSERT INTO alembic_version VALUES ('0003')"],
        ["CREATE TABLE claims (id INTEGER)"],
        ["CREATE TABLE loads (id INTEGER)", "CREATE TABLE changes (id INTEGER)"],
    ],
)
def test_another_programs_database_is_left_alone(sqlite_empty: Engine, statements: list[str]) -> None:
    with sqlite_empty.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    assert "another program's tables" in refusal(sqlite_empty)
    with pytest.raises(DatabaseError, match="Name another file"):
        db.upgrade(sqlite_empty)


def test_plain_alembic_leaves_another_programs_database_alone_too(tmp_path: Path) -> None:
    import subprocess
    import sys

    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE invoices (id INTEGER)")
    other.close()
    command = [sys.executable, "-m", "alembic", "-x", f"database=sqlite:///{tmp_path / 'other.db'}", "upgrade", "head"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode
    assert "another program's tables" in done.stderr and "Traceback" not in done.stderr


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("This is no database, but it is long enough to look like one. " * 20)
    assert "is not a whole SQLite database" in refusal(at(tmp_path / "text.db"))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="there is no folder"):
        db.upgrade(at(tmp_path / "none" / "facts.db"))


@pytest.mark.parametrize(
    ("address", "message"),
    [("facts.db", "is not the address of a database"), ("mysql://me@localhost/x", "not with 'mysql'")],
)
def test_an_address_that_leads_nowhere_says_how_to_write_one(address: str, message: str) -> None:
    with pytest.raises(DatabaseError, match=message):
        db.engine_for(address)


def test_a_server_that_does_not_answer_is_named_without_the_password() -> None:
    with pytest.raises(DatabaseError) as caught:
        db.state(db.engine_for("postgresql://me:secret@127.0.0.1:1/none"))
    assert "127.0.0.1" in str(caught.value) and "secret" not in str(caught.value)


def test_a_database_in_another_encoding_is_refused(postgresql_server: str) -> None:
    from .conftest import database_of, run_on

    run_on(postgresql_server, "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
    engine = db.engine_for(database_of(postgresql_server, "latin"))
    with pytest.raises(DatabaseError, match="LATIN1; offsets need a database made with UTF8"):
        db.upgrade(engine)
    engine.dispose()


def test_migrations_are_found_in_the_package_else_beside_it(tmp_path: Path) -> None:
    beside = tmp_path / "checkout" / "migrations"
    beside.mkdir(parents=True)
    (beside / "env.py").touch()
    package = tmp_path / "checkout" / "facts"
    package.mkdir()
    assert db.migrations_folder(package) == beside
    inside = package / "migrations"
    inside.mkdir()
    (inside / "env.py").touch()
    assert db.migrations_folder(package) == inside
    with pytest.raises(DatabaseError, match="install facts-db again"):
        db.migrations_folder(tmp_path / "elsewhere" / "facts")


def test_readers_go_on_while_a_load_writes(sqlite_store: Engine) -> None:
    with sqlite_store.begin() as writing:
        writing.execute(text("UPDATE terms SET label = label"))
        with db.reading(sqlite_store) as connection:
            assert connection.execute(text("SELECT count(*) FROM terms")).scalar()
