"""What the documentation says is so: commands, tables, rules, queries and examples."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine

from facts import __version__, check, db, ingest, publish
from facts.cli import main
from facts.describe import dictionary, tables
from facts.models import Base
from facts.publish import copying

from .conftest import ROOT, rows

README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "docs" / "example"


def section(title: str) -> str:
    found = re.search(rf"^#+ {re.escape(title)}$(.*?)(?=^#+ |\Z)", README, re.DOTALL | re.MULTILINE)
    assert found, title
    return found[1]


def code(language: str, text: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


@pytest.fixture
def example(tmp_path: Path) -> Iterator[Path]:
    """The documents of the example alone, without anybody's sheets or scripts."""
    folder = tmp_path / "docs" / "example"
    folder.mkdir(parents=True)
    for document in EXAMPLE.glob("*.txt"):
        shutil.copy(document, folder)
    yield folder


def test_every_command_is_documented_and_every_documented_command_is_there() -> None:
    named = set(re.findall(r"^\| `facts (\w+)", README, re.MULTILINE))
    assert named == set(main.commands)


def test_every_table_is_documented_and_every_documented_table_is_there() -> None:
    listed = README.partition("| tables | what they hold |\n")[2].partition("\n\n")[0]
    named = set(re.findall(r"`(\w+)`", "".join(line.split("|")[1] for line in listed.splitlines())))
    assert named == set(Base.metadata.tables)


def test_everything_worked_out_is_documented_and_everything_documented_is_worked_out() -> None:
    listed = README.partition("| worked out | a row per |\n")[2].partition("\n\n")[0]
    named = re.findall(r"^\| `(\w+)`( \(view\))? \|", listed, re.MULTILINE)
    assert {name for name, _ in named} == set(tables.DERIVED) - {"about"}
    assert {name for name, view in named if view} == set(dictionary.VIEWS)


def test_the_dictionary_is_what_the_tables_say_of_themselves() -> None:
    written = (ROOT / "docs" / "dictionary.md").read_text(encoding="utf-8")
    assert written == dictionary.markdown(), "write it anew: python -m facts.describe.dictionary > docs/dictionary.md"


def test_the_dictionary_has_every_column_of_the_desk_edition(seeds: Engine, tmp_path: Path) -> None:
    with closing(sqlite3.connect(publish.desk(seeds, tmp_path / "desk"))) as connection:
        shown = {
            name: {row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')}
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') "
                "AND name NOT LIKE '%!_fts%' ESCAPE '!' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
            )
        }
        views = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    said = {
        entry.partition("\n")[0]: set(re.findall(r"^\| `(\w+)` \| \S", entry, re.MULTILINE))
        for entry in dictionary.markdown().split("\n### ")[1:]
    }
    for name, columns in dictionary.IN_NO_EDITION.items():
        said[name] -= set(columns)
    assert said == shown
    assert set(dictionary.VIEWS) == views


def test_the_dictionary_knows_what_stays_behind() -> None:
    assert set(dictionary.STORE_ONLY) == copying.LEFT_OUT
    assert {name: set(columns) for name, columns in dictionary.IN_NO_EDITION.items()} == copying.WITHHELD["desk"]
    hidden = dictionary.IN_NO_EDITION | dictionary.NOT_PUBLIC
    assert {name: set(columns) for name, columns in hidden.items()} == copying.WITHHELD["public"]


def test_every_rule_is_documented_and_every_documented_rule_is_there() -> None:
    named = set(re.findall(r"`([a-z-]+)`", "".join(re.findall(r"^\| (`[a-z-]+`.*?) \|", README, re.MULTILINE))))
    named -= {name for name in named if name in Base.metadata.tables or name in tables.DERIVED}
    rules = {rule.name for rule in check.RULES}
    assert named == rules


def test_the_two_lines_are_those_of_the_promise() -> None:
    lines = [line.strip() for line in section("Start").splitlines() if line.startswith("    python3")]
    assert lines == [
        "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/facts build seeds && .venv/bin/facts serve",
        "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' && .venv/bin/pytest -q",
    ]


def test_the_sheet_of_the_readme_adds_a_fact(sqlite_store: Engine, example: Path) -> None:
    sheet = code("yaml")[0]
    (example / "bridge.yaml").write_text(sheet, encoding="utf-8")
    report = ingest.load(sqlite_store, [example])
    assert report.problems == []
    assert rows(sqlite_store, "SELECT slug FROM claims") == [("mill-bridge-inspection-found-nothing",)]
    assert check.run(sqlite_store).errors == []


def test_the_mistake_of_the_readme_reads_as_it_says(sqlite_store: Engine, example: Path) -> None:
    sheet = code("yaml")[0].replace("words: We checked every bolt", "words: We checked each bolt")
    (example / "bridge.yaml").write_text(sheet, encoding="utf-8")
    [problem] = ingest.load(sqlite_store, [example]).problems
    shown = README.partition("    bridge.yaml:14: ")[2].partition("\n\n")[0]
    assert problem.line == 14
    assert problem.message.split() == shown.split()


def test_the_script_of_the_readme_adds_a_fact(sqlite_store: Engine, example: Path) -> None:
    [script] = code("python", section("With a script, in five minutes"))
    (example / "council.py").write_text(script, encoding="utf-8")
    assert ingest.load(sqlite_store, [example / "council.py"]).problems == []
    assert rows(sqlite_store, "SELECT slug FROM claims") == [("festival-budget-doubled",)]
    assert check.run(sqlite_store).errors == []


def test_the_worked_examples_load(store: Engine) -> None:
    report = ingest.load(store, [EXAMPLE, EXAMPLE / "council.py"])
    assert report.problems == [] and report.unrecorded == ()
    assert check.run(store).errors == []
    assert rows(store, "SELECT count(*) FROM captures") == [(3,)]
    assert rows(store, "SELECT version FROM loads WHERE loader = 'script'") == [("1",)]


@pytest.mark.parametrize("number", [1, 2])
def test_the_claims_on_the_first_screen_read_as_they_say(seeds: Engine, number: int) -> None:
    shown = README.partition("Three promises")[0].split("    $ facts show ")[number].splitlines()
    said = CliRunner().invoke(main, ["--database", str(seeds.url), "show", shown[0].strip()]).output
    there = " ".join(said.split())
    lines = [line for line in shown[1:] if line.startswith("    ")]
    assert len(lines) > 4
    for line in lines:
        words = " ".join(line.split()).strip("…")
        if words and "Free Europe" not in words:
            assert words in there, words


def test_links_of_the_readme_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("https://") or (ROOT / target).exists(), target


@pytest.mark.parametrize("command", sorted(main.commands))
def test_the_examples_of_a_commands_help_are_commands(command: str) -> None:
    said = CliRunner().invoke(main, [command, "--help"]).output
    for line in said.partition("Example")[2].partition("Options:")[0].splitlines()[1:]:
        if line.strip():
            words = line.split()
            assert (words[0] == "facts" and command in words) or line.strip() == "datasette published/", line


def test_the_changelog_knows_the_schema_and_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert db.revisions()[-1] in changelog
    assert "## Unreleased" in changelog or f"## {__version__}" in changelog
    assert f"{len(Base.metadata.tables)} tables" in changelog


def test_nothing_names_a_machine_of_ours() -> None:
    """No path of a machine that this was made on, in any file of the project."""
    names = (str(Path.home()), "/work" + "/main")
    for path in (*ROOT.glob("*.md"), *ROOT.glob("facts/**/*.py"), *ROOT.glob("seeds/*.yaml"), *ROOT.glob("docs/**/*")):
        if path.is_file() and len(names[0]) > 4:
            assert not [name for name in names if name in path.read_text(encoding="utf-8")], path
