"""The README's three questions, put as it puts them, by every client it names: the same answers from all of them."""

from __future__ import annotations

import ast
import asyncio
import csv
import json
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from facts import db, publish

from .test_docs import code, section

REPEATED = ("claim", "reports", "origins")
ARMING = ("speaker", "exact", "start_char", "end_char", "trail")
CHANGED = ("outlet", "words_here", "made_from", "words_there", "note")
QUESTIONS = (REPEATED, ARMING, CHANGED)
ASK = section("Ask in SQL")
PROGRAMS = {"sqlite3", "sqlite-utils", "curl", "datasette"}
SERVED = "http://127.0.0.1:8001"
Answer = set[tuple[Any, ...]]


@pytest.fixture(scope="module")
def published(seeds_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `desk/` in it, as after `facts build seeds`."""
    folder = tmp_path_factory.mktemp("clients")
    engine = db.engine_for(f"sqlite:///{seeds_file}")
    publish.desk(engine, folder / "desk")
    engine.dispose()
    return folder


@pytest.fixture(autouse=True)
def here(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(published)


def commands(program: str) -> list[list[str]]:
    """The README's commands that run this program, each with its arguments; `>` and a file stand at the end."""
    words = [word for block in code("sh", ASK) for word in shlex.split(block)]
    starts = [number for number, word in enumerate(words) if word in PROGRAMS] + [len(words)]
    listed = [words[first:last] for first, last in pairwise(starts)]
    return [command[1:] for command in listed if command[0] == program]


def answer(columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> Answer:
    """The rows, without their order; numbers as such, wherever a client gives them as text."""
    return {
        tuple(int(value) if isinstance(value, str) and value.isdigit() else value for value in values)
        for values in ([row[column] for column in columns] for row in rows)
    }


@pytest.fixture(scope="module")
def expected(published: Path) -> list[Answer]:
    """What SQLite itself answers to the SQL of the sqlite3 commands."""
    with closing(sqlite3.connect(published / "desk" / "facts.db")) as connection:
        connection.row_factory = sqlite3.Row
        answers = [connection.execute(sql).fetchall() for _, _, sql in commands("sqlite3")]
    assert [tuple(rows[0].keys()) for rows in answers] == [*QUESTIONS]
    return [answer(columns, rows) for columns, rows in zip(QUESTIONS, answers, strict=True)]


def test_the_answers_are_the_ones_to_expect(expected: list[Answer]) -> None:
    repeated, arming, changed = expected
    assert {row for row in repeated if row[0].startswith("Serbia is arming itself")} == {
        ("Serbia is arming itself.", 3, "Aleksandar Vučić"),
        (
            "Serbia is arming itself because it is a free country surrounded by NATO member states.",
            3,
            "Aleksandar Vučić",
        ),
    }
    assert {speaker for speaker, *_ in arming} == {"Aleksandar Vučić"}
    assert len({trail for *_, trail in arming}) == 3
    with closing(sqlite3.connect("desk/facts.db")) as connection:
        texts = [text for (text,) in connection.execute("select text from captures")]
    assert all(any(text[start:end] == exact for text in texts) for _, exact, start, end, _ in arming)
    assert [row for row in changed if "to evade any US sanctions" in row[1] and "wants to avoid any U.S." in row[3]]


def test_sqlite3(expected: list[Answer]) -> None:
    asked = commands("sqlite3")
    assert [file for _, file, _ in asked] == ["desk/facts.db"] * 3
    if program := shutil.which("sqlite3"):  # where it is missing, Python's own has answered: `expected`
        for command, rows in zip(asked, expected, strict=True):
            said = subprocess.run([program, *command], capture_output=True, encoding="utf-8", check=True).stdout
            assert all(str(value) in said for row in rows for value in row if value is not None)


def test_sqlite_utils(expected: list[Answer]) -> None:
    from sqlite_utils.cli import cli

    def said(command: list[str]) -> str:
        done = CliRunner().invoke(cli, command)
        assert done.exit_code == 0, done.output
        return done.output

    table, as_json, as_csv = commands("sqlite-utils")
    assert "Aleksandar Vučić" in said(table) and table[-1] == "--table"
    assert answer(REPEATED, json.loads(said(table[:-1]))) == expected[0]
    assert answer(ARMING, json.loads(said(as_json))) == expected[1]
    assert as_csv[-2:] == [">", "changed.csv"]
    assert answer(CHANGED, csv.DictReader(said(as_csv[:-2]).splitlines(keepends=True))) == expected[2]


def test_datasette(published: Path, expected: list[Answer]) -> None:
    from datasette.app import Datasette

    async def ask(paths: list[str]) -> list[Any]:
        site = Datasette(config_dir=published / "desk")
        await site.invoke_startup()
        return [(await site.client.get(path)).json() for path in paths]

    asked = [url for (url,) in commands("curl")]
    assert all(url.startswith(SERVED) for url in asked)
    repeated, arming, changed = asyncio.run(ask([url.removeprefix(SERVED) for url in asked]))
    assert answer(("claim", "reports", "whose_word"), repeated) == expected[0]
    assert answer(ARMING, arming) == expected[1]
    assert answer(CHANGED, changed) == expected[2]


def test_datasette_without_a_server(expected: list[Answer]) -> None:
    [command] = commands("datasette")
    program = [sys.executable, "-m", "datasette", *command]
    rows = json.loads(subprocess.run(program, capture_output=True, check=True).stdout)
    columns = ("speaker", "exact", "trail")
    assert {(row["origin"], row["words"], row["trail"]) for row in rows} == {
        tuple(row[ARMING.index(column)] for column in columns) for row in expected[1]
    }


def values(block: str, names: dict[str, Any]) -> list[Any]:
    """What the expressions of a block give, as at a prompt."""
    found = []
    for node in ast.parse(block).body:
        if isinstance(node, ast.Expr):
            found.append(eval(compile(ast.Expression(node.value), "README.md", "eval"), names))
        else:
            exec(compile(ast.Module([node], []), "README.md", "exec"), names)
    return found


def test_pandas_and_duckdb(expected: list[Answer]) -> None:
    pandas, duckdb = code("python", ASK)
    names: dict[str, Any] = {}
    try:
        frames = values(pandas, names)
        relations = values(duckdb, names)
        assert [answer(frame.columns, frame.to_dict("records")) for frame in frames] == expected
        assert [tuple(frame.columns) for frame in frames] == [*QUESTIONS]
        assert [set(relation.fetchall()) for relation in relations] == expected
        assert [tuple(relation.columns) for relation in relations] == [*QUESTIONS]
    finally:
        names["desk"].close()


def test_the_most_repeated_with_the_fewest_origins_come_first() -> None:
    """In every client's own order."""
    sqlite3_, *_ = commands("sqlite3")
    with closing(sqlite3.connect("desk/facts.db")) as connection:
        order = [reports for _, reports, _ in connection.execute(sqlite3_[-1])]
    names: dict[str, Any] = {}
    pandas, duckdb = code("python", ASK)
    try:
        frames, relations = values(pandas, names), values(duckdb, names)
        assert list(frames[0]["reports"]) == [row[1] for row in relations[0].fetchall()] == order
    finally:
        names["desk"].close()
