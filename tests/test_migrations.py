"""Every migration goes up and down, on populated SQLite and PostgreSQL, and leaves what a fresh build has."""

from __future__ import annotations

import shutil
import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from pytest_alembic.tests import (  # noqa: F401  # these are tests: one head, upgrade, models match, down and up again
    test_model_definitions_match_ddl,
    test_single_head_revision,
    test_up_down_consistency,
    test_upgrade,
)
from sqlalchemy import Engine, inspect, text

from facts import db, ddl
from facts.models import Base

from .conftest import ROOT, rows
from .test_ddl import small
from .world import World, build, insert

BEFORE, HEAD = db.revisions()[-2:]
NEXT = f"{int(HEAD) + 1:04d}"


@pytest.fixture
def alembic_engine(empty: Engine) -> Engine:
    """Where pytest-alembic's tests run: each database in turn."""
    return empty


@pytest.fixture
def alembic_config() -> dict[str, str]:
    return {"script_location": str(db.migrations_folder())}


def config(engine: Engine, *x: str) -> Config:
    made = db.alembic_config(engine)
    made.cmd_opts = Namespace(x=list(x), cmd=(command.downgrade,))
    return made


def schema(engine: Engine) -> dict[str, Any]:
    """Everything the schema is made of: in SQLite the statements themselves, in PostgreSQL what the catalogue says."""
    if engine.dialect.name == "sqlite":
        found = rows(engine, "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")
        return {f"{row[0]} {row[1]}": row[2:] for row in found}
    with db.reading(engine) as connection:
        inspector = inspect(connection)
        described: dict[str, Any] = {}
        for name in sorted(inspector.get_table_names()):
            described[name] = (
                [
                    (c["name"], str(c["type"]), c["nullable"], c["default"], c["comment"])
                    for c in inspector.get_columns(name)
                ],
                inspector.get_table_comment(name),
                sorted((str(k["name"]), k["column_names"]) for k in inspector.get_unique_constraints(name)),
                sorted((str(k["name"]), k["sqltext"]) for k in inspector.get_check_constraints(name)),
                sorted((str(k["name"]), k["constrained_columns"]) for k in inspector.get_foreign_keys(name)),
                sorted((str(k["name"]), k["column_names"]) for k in inspector.get_indexes(name)),
            )
        described["triggers"] = ddl.present(connection)
        described["functions"] = sorted(
            connection.execute(text("SELECT proname || prosrc FROM pg_proc WHERE proname LIKE 'facts\\_%'")).scalars()
        )
        return described


def content(engine: Engine, *tables: str) -> dict[str, list[tuple[object, ...]]]:
    return {name: rows(engine, f"SELECT * FROM {name} ORDER BY id") for name in tables}


def test_after_each_step_down_and_up_the_schema_is_that_of_a_fresh_build(empty: Engine) -> None:
    fresh: dict[str, Any] = {}
    for revision in db.revisions():
        command.upgrade(config(empty), revision)
        fresh[revision] = schema(empty)
    for revision in reversed(db.revisions()[:-1]):
        command.downgrade(config(empty), revision)
        assert schema(empty) == fresh[revision]
    for revision in db.revisions():
        command.upgrade(config(empty), revision)
        assert schema(empty) == fresh[revision]
    command.downgrade(config(empty), "base")
    assert {name for name in schema(empty) if "alembic" not in name and "sqlite_" not in name} <= {
        "triggers",
        "functions",
    }


# Tables of later migrations than 0007.
AFTER_0007 = ("omissions", "quote_matches")


def test_numbers_are_sequential_and_titles_are_sentences() -> None:
    from alembic.script import ScriptDirectory

    scripts = list(ScriptDirectory.from_config(db.alembic_config()).walk_revisions())
    assert sorted(script.revision for script in scripts) == [f"{n:04d}" for n in range(1, len(scripts) + 1)]
    for script in scripts:
        assert script.doc and script.doc.endswith("."), script.revision


def test_a_populated_store_goes_down_and_up_with_nothing_lost(store: Engine) -> None:
    """Migration 0007 carries words; everything that loads made stays while they go and come back."""
    build(store, small)
    kept = [name for name in Base.metadata.tables if name not in ("terms", *AFTER_0007)]
    before = content(store, *kept)
    words = rows(store, "SELECT scheme, code, label, definition, iri FROM terms ORDER BY scheme, code")
    command.downgrade(config(store), "0006")
    assert content(store, *kept) == before
    command.upgrade(config(store), "head")
    assert content(store, *kept) == before
    assert rows(store, "SELECT scheme, code, label, definition, iri FROM terms ORDER BY scheme, code") == words


def test_what_was_left_out_does_not_go_unasked(store: Engine) -> None:
    def omission(world: World) -> None:
        small(world)
        insert(world.connection, "omissions", passage_id=world.passage("gazette", "The bridge"), reason="a title")

    build(store, omission)
    with pytest.raises(CommandError, match=r"1 of omissions.*rows=drop"):
        command.downgrade(config(store), "0007")
    assert rows(store, "SELECT reason FROM omissions") == [("a title",)]
    kept = [name for name in Base.metadata.tables if name not in ("terms", *AFTER_0007)]
    before = content(store, *kept)
    command.downgrade(config(store, "rows=drop"), "0007")
    assert content(store, *kept) == before
    command.upgrade(config(store), "head")
    assert content(store, *kept, "omissions") == {**before, "omissions": []}


def test_a_word_that_a_load_added_stays_when_ours_go(store: Engine) -> None:
    build(store, small)
    word = {"scheme": "entity_kind", "code": "river", "label": "River", "definition": "Water that flows.", "load_id": 1}
    build(store, lambda world: insert(world.connection, "terms", **word))
    command.downgrade(config(store), "0006")
    assert rows(store, "SELECT code FROM terms") == [("river",)]


def test_a_downgrade_destroys_no_rows_unless_told_that_they_may_go(store: Engine) -> None:
    build(store, small)
    before = content(store, *[name for name in Base.metadata.tables if name != "terms"])
    with pytest.raises(CommandError, match=r"2 of evidence.*rows=drop"):
        command.downgrade(config(store), "base")
    assert db.state(store).kind == "current"
    assert content(store, *[name for name in Base.metadata.tables if name != "terms"]) == before
    with db.reading(store) as connection:
        assert ddl.present(connection) == ddl.expected(connection)
    command.downgrade(config(store, "rows=drop"), "base")
    assert db.state(store).kind == "empty"


def test_a_migration_that_fails_half_way_leaves_the_schema_as_it_was(sqlite_store: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(db.migrations_folder(), folder)
    (folder / "versions" / f"{NEXT}_broken.py").write_text(
        '"""Break half-way."""\n'
        "from alembic import op\nimport sqlalchemy as sa\n"
        f"revision = '{NEXT}'\ndown_revision = '{HEAD}'\n\n\n"
        "def upgrade():\n    op.add_column('claims', sa.Column('extra', sa.Text()))\n"
        "    op.execute('SELECT no_such_thing()')\n\n\n"
        "def downgrade():\n    pass\n"
    )
    build(sqlite_store, small)
    before = schema(sqlite_store)
    broken = config(sqlite_store)
    broken.set_main_option("script_location", str(folder))
    with pytest.raises(Exception, match="no_such_thing"):
        command.upgrade(broken, "head")
    assert schema(sqlite_store) == before


REBUILD = f"""\"""Rebuild a table.\"""
import sqlalchemy as sa
from alembic import op

revision = "{NEXT}"
down_revision = "{HEAD}"


def upgrade():
    with op.batch_alter_table("passages", recreate="always") as batch:
        batch.add_column(sa.Column("extra", sa.Text()))


def downgrade():
    with op.batch_alter_table("passages", recreate="always") as batch:
        batch.drop_column("extra")
"""


def rebuilding(engine: Engine, folder: Path) -> Config:
    shutil.copytree(db.migrations_folder(), folder)
    (folder / "versions" / f"{NEXT}_rebuild.py").write_text(REBUILD)
    made = config(engine)
    made.set_main_option("script_location", str(folder))
    return made


def test_a_rebuild_keeps_children_triggers_constraints_and_numbers(sqlite_store: Engine, tmp_path: Path) -> None:
    """Batch rebuilds drop them without a word, unless foreign keys are off and triggers made anew."""
    build(sqlite_store, small)
    build(sqlite_store, lambda world: world.connection.execute(text("UPDATE sqlite_sequence SET seq = 99")))
    tables = list(Base.metadata.tables)
    before, triggers = content(sqlite_store, *tables), present(sqlite_store)
    there = rebuilding(sqlite_store, tmp_path / "migrations")
    command.upgrade(there, "head")
    assert set(present(sqlite_store)) == set(triggers)
    command.downgrade(there, HEAD)
    assert present(sqlite_store) == triggers
    assert content(sqlite_store, *tables) == before
    [(rebuilt,)] = rows(sqlite_store, "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'passages'")
    for kept in ("ck_passages_bounds", "uq_passages_capture_id_start_char_end_char", "STRICT", "AUTOINCREMENT"):
        assert kept in str(rebuilt)
    assert rows(sqlite_store, "SELECT seq FROM sqlite_sequence WHERE name = 'passages'") == [(99,)]


def present(engine: Engine) -> dict[str, str]:
    with db.reading(engine) as connection:
        return ddl.present(connection)


# from a checkout, as any Alembic user expects


def alembic(folder: Path, *arguments: str, ok: bool = True) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "alembic", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert (done.returncode == 0) is ok, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in ("migrations", "facts"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "alembic.ini", tmp_path)
    return tmp_path


def test_plain_alembic_works_from_a_checkout(checkout: Path) -> None:
    alembic(checkout, "upgrade", "head")
    assert (checkout / "facts.db").exists()
    assert f"Running upgrade {BEFORE} -> {HEAD}" in alembic(
        checkout, "-x", "database=sqlite:///third.db", "upgrade", "head"
    )
    assert f"{HEAD} (head)" in alembic(checkout, "current")
    assert "No new upgrade operations" in alembic(checkout, "check")
    assert "0001 -> 0002" in alembic(checkout, "history")
    alembic(checkout, "downgrade", "-1")
    assert BEFORE in alembic(checkout, "current")
    alembic(checkout, "-x", "database=sqlite:///other.db", "upgrade", "0003")
    assert (checkout / "other.db").exists()


def test_a_new_revision_gets_the_next_number(checkout: Path) -> None:
    alembic(checkout, "upgrade", "head")
    models = checkout / "facts" / "models" / "claims.py"
    models.write_text(
        models.read_text().replace(
            "    withdrawn: Mapped[str | None] =",
            '    language: Mapped[str | None] = mapped_column(comment="Its language.")\n    withdrawn: Mapped[str | None] =',
        )
    )
    alembic(checkout, "revision", "--autogenerate", "-m", "Keep the language of a claim")
    [made] = (checkout / "migrations" / "versions").glob(f"{NEXT}_*.py")
    assert made.name == f"{NEXT}_keep_the_language_of_a_claim.py"
    assert "'language'" in made.read_text() and "batch_alter_table" in made.read_text()
    alembic(checkout, "upgrade", "head")
    alembic(checkout, "check")
    alembic(checkout, "downgrade", "-1")


def test_migrations_import_no_model() -> None:
    for file in (ROOT / "migrations" / "versions").glob("*.py"):
        assert "facts.models" not in file.read_text() and "import models" not in file.read_text(), file.name
