"""Texts are counted by a second process where there are many, in the very state of the store that is published."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from facts import publish
from facts.errors import DatabaseError
from facts.publish import covering

from .test_publish import query

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
    monkeypatch.setattr(covering, "MANY", many)
    meanwhile = _writing(monkeypatch, seeds, times=1)
    file = publish.desk(seeds, tmp_path / "desk")
    assert meanwhile == ["written", "read"]
    slug = "reprint-putin-balkans-weapons-deal"
    assert query(file, "SELECT language FROM sources WHERE slug = ?", slug) == [("x-1",)]


def test_a_store_that_is_written_all_the_time_is_said_to_be(
    seeds: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _writing(monkeypatch, seeds, times=1000)
    with pytest.raises(DatabaseError, match="being written all the time"):
        publish.desk(seeds, tmp_path / "desk")
    assert list((tmp_path / "desk").iterdir()) == []


def test_a_process_that_can_not_count_is_reported(
    seeds: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(covering, "MANY", 3)
    broken = tmp_path / "broken"
    broken.write_text(f"#!{sys.executable}\nimport sys\nsys.exit('no such thing')\n")
    broken.chmod(0o755)
    monkeypatch.setattr(covering.sys, "executable", str(broken))
    with pytest.raises(DatabaseError, match="no such thing"):
        publish.desk(seeds, tmp_path / "desk")


def _writing(monkeypatch: pytest.MonkeyPatch, engine: Engine, times: int) -> list[str]:
    """Have the store written to after its texts began to be counted and before it is copied, so many times."""
    happened: list[str] = []
    real = covering.counting

    @contextmanager
    def counting(*given: Any) -> Iterator[Any]:
        with real(*given) as counted:
            happened.append("read" if len(happened) >= times else "written")
            if happened[-1] == "written":
                with engine.begin() as connection:
                    connection.execute(
                        text(f"UPDATE sources SET language = 'x-{len(happened)}' WHERE slug LIKE 'reprint-putin%'")
                    )
            yield counted

    monkeypatch.setattr(covering, "counting", counting)
    return happened
