"""Loading when something comes between: a second load, a read-only database, Ctrl-C, another program's traces."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine

from facts import db
from facts.errors import DatabaseError

from .sheets import counts, load
from .world import build, insert


def test_a_read_only_database_is_named(sqlite_store: Engine, folder: Path) -> None:
    path = db.sqlite_file(sqlite_store)
    engine = db.engine_for(f"sqlite:///file:{path}?mode=ro&uri=true")
    with pytest.raises(DatabaseError, match="read-only"):
        load(engine, folder)
    engine.dispose()


def test_a_second_load_waits_and_then_says_why_it_gave_up(sqlite_store: Engine, folder: Path) -> None:
    path = db.sqlite_file(sqlite_store)
    holder = sqlite3.connect(str(path), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    engine = db.engine_for(f"sqlite:///{path}?timeout=0.2")
    with pytest.raises(DatabaseError, match="another load is writing"):
        load(engine, folder)
    holder.execute("ROLLBACK")
    holder.close()
    assert not load(engine, folder).problems
    engine.dispose()


def test_two_loads_at_once_store_everything_once(store: Engine, folder: Path) -> None:
    url = store.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "facts", "--database", url, "load", str(folder)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    assert sorted("nothing new" in out for out, _ in said) == [False, True]
    assert (counts(store)["claims"], counts(store)["loads"]) == (1, 1)


SLOW = """\
import time
from facts.document import Bundle, ClaimDraft, EntityDraft

def load(folder):
    (folder / "started").touch()
    time.sleep(30)
    return Bundle(claims=(ClaimDraft("late", "Late."),))
"""


def test_an_interruption_leaves_nothing_of_the_file(sqlite_store: Engine, folder: Path) -> None:
    script = folder / "slow.py"
    script.write_text(SLOW)
    command = [sys.executable, "-m", "facts", "--database", str(sqlite_store.url), "load", str(script)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 20
    while not (folder / "started").exists() and time.monotonic() < until:
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "interrupted; nothing of the file" in said and "Traceback" not in said
    assert counts(sqlite_store)["loads"] == 0


def test_an_interruption_between_rows_leaves_nothing_of_the_file(
    store: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from facts.store import Writer

    put = Writer.put

    def interrupted(self: Writer, model: type, *arguments: object) -> int:
        if model.__name__ == "Evidence":
            raise KeyboardInterrupt
        return put(self, model, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Writer, "put", interrupted)
    before = counts(store)
    with pytest.raises(KeyboardInterrupt):
        load(store, folder)
    assert counts(store) == before


def test_a_load_that_another_program_left_running_is_named(store: Engine, folder: Path) -> None:
    uuid = "00000000-0000-4000-8000-00000000000f"
    build(store, lambda world: insert(world.connection, "loads", uuid=uuid, status="running"))
    with pytest.raises(DatabaseError, match=f"load {uuid} is marked as running"):
        load(store, folder)
