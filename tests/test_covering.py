"""Texts are counted by a second process where there are many, in the very state of the store that is published."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from facts import publish
from facts.errors import DatabaseError
from facts.publish import copying, covering, derived

from .test_publish import query
from .world import build

FIGURES = "SELECT * FROM coverage ORDER BY id"


def test_a_second_process_counts_what_this_one_would(
    seeds: Engine, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(covering, "MANY", 3)
    started: list[int] = []
    popen = covering.subprocess.Popen
    monkeypatch.setattr(covering.subprocess, "Popen", lambda *a, **k: started.append(1) or popen(*a, **k))
    file = publish.desk(seeds, tmp_path / "desk")
    assert started == [1]
    assert query(file, FIGURES) == query(desk, FIGURES)
    assert len(query(file, FIGURES)) == 4
    assert [path.name for path in file.parent.glob(".*")] == []


@pytest.mark.parametrize("many", [3, 1000], ids=["a process", "here"])
def test_what_is_loaded_before_the_copy_begins_is_in_both_or_in_neither(
    seeds: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    """A text more, loaded after the counting began: were the counting not begun again, its figures would be missing."""
    monkeypatch.setattr(covering, "MANY", many)
    meanwhile = _writing(monkeypatch, seeds, times=1)
    file = publish.desk(seeds, tmp_path / "desk")
    assert meanwhile == ["written", "read"]
    assert query(file, "SELECT source, sentences FROM coverage ORDER BY id DESC LIMIT 1") == [("text-1", 1)]
    assert query(file, "SELECT count(*) FROM captures") == query(file, "SELECT count(*) FROM coverage")


def test_a_store_that_is_written_all_the_time_is_said_to_be(
    seeds: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _writing(monkeypatch, seeds, times=1000)
    with pytest.raises(DatabaseError, match="being written all the time"):
        publish.desk(seeds, tmp_path / "desk")
    assert list((tmp_path / "desk").iterdir()) == []


FAILING = {
    "at once": "sys.exit('no such thing')",
    "after it began": "print('STATE', flush=True); sys.exit('no such thing')",
    "with much to say": "print('x' * 1_000_000, file=sys.stderr); sys.exit('no such thing')",
}


@pytest.mark.parametrize("how", FAILING)
def test_a_process_that_can_not_count_is_reported(
    seeds: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(covering, "MANY", 3)
    with seeds.connect() as connection:
        state = list(connection.exec_driver_sql(copying.newest()).one())
    broken = tmp_path / "broken"
    broken.write_text(f"#!{sys.executable}\nimport sys\n{FAILING[how].replace('STATE', json.dumps(state))}\n")
    broken.chmod(0o755)
    monkeypatch.setattr(covering.sys, "executable", str(broken))
    with pytest.raises(DatabaseError, match="of each text failed: no such thing"):
        publish.desk(seeds, tmp_path / "desk")
    assert list((tmp_path / "desk").iterdir()) == []


def test_it_ends_when_whoever_asked_has_gone(seeds_file: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", _WAITING, str(seeds_file), str(tmp_path / "texts")]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout and process.stdin
    assert process.stdout.readline().strip() == "begun"
    process.stdin.close()
    assert process.wait(timeout=20) == 1
    process.stdout.close()


# Texts that take for ever.
_WAITING = """
import sys, time
from pathlib import Path
from facts.publish import copying, covering, derived
covering.coverage = lambda connection: time.sleep(600)
covering.json.dumps = lambda state: "begun"
covering.main(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_errors_of_the_file_that_is_written_are_not_said_to_be_the_stores(
    seeds: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(derived, "_TRACED", ("SELECT no_such_thing",))
    with pytest.raises(DatabaseError, match="can't write the file for Datasette: no such column") as raised:
        publish.desk(seeds, tmp_path / "desk")
    assert str(tmp_path / "desk") in str(raised.value)


def _writing(monkeypatch: pytest.MonkeyPatch, engine: Engine, times: int) -> list[str]:
    """Have a text stored after the counting began and before the store is copied, so many times."""
    happened: list[str] = []
    real = covering.counting

    @contextmanager
    def counting(*given: Any) -> Iterator[Any]:
        with real(*given) as counted:
            happened.append("read" if len(happened) >= times else "written")
            if happened[-1] == "written":
                build(engine, lambda world: world.capture(f"text-{len(happened)}", f"Sentence {len(happened)} of it."))
            yield counted

    monkeypatch.setattr(covering, "counting", counting)
    return happened
