"""The command that compares texts: sources, files, the whole store; wrong use; what it looks like at 80 columns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from facts.reuse import side_file

from .conftest import rows
from .test_cli import documents, in_an_empty_folder, run
from .test_reuse import AGENCY, COPY, DERIVATIONS, FOUND, OTHER, story
from .world import World, build

__all__ = ["in_an_empty_folder"]


@pytest.fixture
def named(sqlite_store: Engine) -> list[str]:
    """A store with an agency's report, a copy of it, and others; as the command is told of it."""
    build(sqlite_store, story)
    return ["--database", str(sqlite_store.url)]


def files() -> list[str]:
    for name, words in (("agency.txt", AGENCY), ("copy.txt", COPY), ("frost.txt", OTHER)):
        Path(name).write_text(words, encoding="utf-8")
    return ["copy.txt", "agency.txt"]


def test_two_sources_are_compared_and_nothing_is_kept(named: list[str], sqlite_store: Engine) -> None:
    result = run("compare", "gazette-sines", "meridian-sines", *named)
    assert result.exit_code == 0
    said = " ".join(result.output.split())
    assert "gazette-sines seems to be made from meridian-sines" in said
    assert "Credit: gazette-sines credits meridian-sines: “Meridian reported" in said
    assert rows(sqlite_store, "SELECT count(*) FROM derivations") == [(0,)]
    assert not side_file(sqlite_store).exists()


def test_what_a_person_says_both_were_made_from_comes_before_what_the_texts_show(sqlite_store: Engine) -> None:
    def make(world: World) -> None:
        story(world)
        world.source("wire-sines", "Wire")
        world.capture("wire-sines", AGENCY.replace("LISBON (Meridian)", "LISBON (Wire)"))
        world.made_from("meridian-sines", "wire-sines", kind="rewrite")
        world.made_from("gazette-sines", "wire-sines", kind="rewrite")

    build(sqlite_store, make)
    named = ["--database", str(sqlite_store.url)]
    said = " ".join(run("compare", "gazette-sines", "meridian-sines", *named).output.split())
    assert (
        "gazette-sines and meridian-sines share text, and both were made from wire-sines, as somebody recorded." in said
    )
    assert "By their texts alone: gazette-sines seems to be made from meridian-sines" in said
    assert json.loads(run("compare", "gazette-sines", "meridian-sines", "--json", *named).stdout)["origin"] is None


def test_two_files_are_compared_without_a_store() -> None:
    result = run("compare", *files())
    assert result.exit_code == 0
    assert "copy.txt seems to be made from agency.txt" in " ".join(result.output.split())
    assert sorted(path.name for path in Path().iterdir()) == ["agency.txt", "copy.txt", "frost.txt"]


def test_what_differs_is_marked_with_signs_within_80_columns() -> None:
    said = run("compare", *files()).output
    assert "\x1b" not in said
    assert all(len(line) <= 80 for line in said.splitlines())
    joined = " ".join(said.split())
    assert "Sines on [-January 15,-] {+Friday,+} years ahead of plan." in joined
    assert "stand in [-…-] and {+…+}." in joined
    turned = " ".join(run("compare", "agency.txt", "copy.txt").output.split())
    assert "Sines on [-Friday,-] {+January 15,+} years ahead of plan." in turned


def test_texts_that_share_nothing_are_said_to() -> None:
    files()
    said = run("compare", "agency.txt", "frost.txt")
    assert said.exit_code == 0 and "agency.txt and frost.txt share no passage." in said.output
    assert "[-" not in said.output


def test_a_comparison_of_two_is_json_where_that_is_asked_for(named: list[str]) -> None:
    found = json.loads(run("compare", "gazette-sines", "meridian-sines", "--json", *named).stdout)
    assert (found["kind"], found["origin"], found["one"]) == ("copy", "meridian-sines", "gazette-sines")
    first = found["passages"][0]
    assert COPY[first["start"] : first["end"]].startswith("Portugal will close")
    assert AGENCY[first["other_start"] : first["other_end"]].startswith("LISBON (Meridian)")
    assert {part["where"] for part in first["parts"]} == {"both", "first", "second"}


def test_all_texts_are_compared_and_the_findings_kept(named: list[str], sqlite_store: Engine) -> None:
    said = " ".join(run("compare", "--all", *named).output.split())
    assert "4 texts, 4 of them new to the comparison." in said
    assert "gazette-sines made from meridian-sines" in said
    assert "2 pairs of texts share quotations alone" in said
    assert rows(sqlite_store, DERIVATIONS) == [FOUND]


def test_what_was_compared_is_not_compared_again_unless_asked_for(named: list[str]) -> None:
    run("compare", "--all", *named)
    assert "All 4 texts were compared before; nothing is new." in run("compare", "--all", *named).output
    assert "4 of them new" in run("compare", "--all", "--anew", *named).output


def test_a_comparison_of_all_is_json_where_that_is_asked_for(named: list[str]) -> None:
    found = json.loads(run("compare", "--all", "--json", *named).stdout)
    assert (found["texts"], found["new"], found["quotations"]) == (4, 4, 2)
    assert [(kept["source"], kept["origin"]) for kept in found["kept"]] == [("gazette-sines", "meridian-sines")]


def test_a_quiet_comparison_says_nothing(named: list[str], sqlite_store: Engine) -> None:
    assert run("compare", "--all", "--quiet", *named).output == ""
    assert rows(sqlite_store, DERIVATIONS) == [FOUND]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name two texts, or say --all"),
        (["agency.txt"], "name two texts, or say --all"),
        (["agency.txt", "copy.txt", "frost.txt"], "name two texts, or say --all"),
        (["agency.txt", "copy.txt", "--all"], "name two texts, or say --all"),
        (["agency.txt", "copy.txt", "--anew"], "--anew goes with --all"),
        (
            ["agency.txt", "meridian-sines"],
            "there is no file meridian-sines, and agency.txt is one: name two files, or two",
        ),
        (
            ["meridian-sines", "agency.txt"],
            "there is no file meridian-sines, and agency.txt is one: name two files, or two",
        ),
        (["agency.txt", "missing.txt"], "there is no file missing.txt: name two text files, or two"),
        (["missing.txt", "gone.txt"], "there is no file missing.txt: name two text files, or two"),
    ],
)
def test_wrong_use_is_answered_with_what_is_right(named: list[str], arguments: list[str], message: str) -> None:
    files()
    result = run("compare", *arguments, *named)
    assert result.exit_code == 2 and message in " ".join(result.output.split())


@pytest.mark.parametrize("arguments", [["meridian-sines", "nobody"], ["nobody", "somebody"]])
def test_a_source_that_is_not_there_is_named(named: list[str], arguments: list[str]) -> None:
    result = run("compare", *arguments, *named)
    assert result.exit_code == 1
    assert "in the store; facts search finds works by words" in " ".join(result.output.split())


def test_a_source_is_not_compared_with_itself(named: list[str]) -> None:
    result = run("compare", "meridian-sines", "meridian-sines", *named)
    assert result.exit_code == 1 and "are one text" in result.output


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a NUL byte"),
        (b"Caf\xe9 in the harbour", "is not UTF-8"),
        (b"", "the document is empty"),
        (b" \n\xef\xbb\xbf\n", "the document is empty"),
    ],
)
@pytest.mark.parametrize("as_json", [False, True])
def test_a_file_that_is_no_text_is_refused(content: bytes, message: str, as_json: bool) -> None:
    files()
    Path("wrong.txt").write_bytes(content)
    result = run("compare", "agency.txt", "wrong.txt", *(["--json"] if as_json else []))
    assert result.exit_code == 1
    said = json.loads(result.stdout)["error"] if as_json else result.output
    assert "wrong.txt" in said and message in said


def test_without_a_store_there_is_nothing_to_compare() -> None:
    result = run("compare", "--all")
    assert result.exit_code == 1 and "facts init" in result.output
    assert not list(Path().iterdir())


def test_documents_do_not_command_the_terminal() -> None:
    for name, end in (("one.txt", "\x1b[2J evil \u202e"), ("two.txt", "\x1b]0;title\x07")):
        Path(name).write_text(AGENCY.replace("years ahead", f"years {end} ahead"), encoding="utf-8")
    said = run("compare", "one.txt", "two.txt").output
    assert "share text" in " ".join(said.split())
    assert not set(said) & set("\x1b\x07\u202e")


def sheets() -> str:
    """A folder with two documents of which one was made from the other."""
    folder = documents()
    for name, words in (("meridian", AGENCY), ("gazette", COPY)):
        (folder / f"{name}.txt").write_text(words, encoding="utf-8")
        sheet = f"document: {name}.txt\nsource: {{slug: {name}, title: Sines}}\n"
        (folder / f"{name}.yaml").write_text(sheet, encoding="utf-8")
    return str(folder)


def test_build_compares_what_it_loads() -> None:
    result = run("build", sheets())
    assert "Compared 3 new texts with all: 1 pair found to share text" in " ".join(result.output.split())
    assert "Compared" not in run("build", "documents").output
    assert json.loads(run("check", "--rule", "copy-not-declared", "--json").stdout)["findings"]


def test_loading_alone_never_compares() -> None:
    folder = sheets()
    run("init")
    result = run("load", folder)
    assert result.exit_code == 0 and "ompar" not in result.output
    assert not Path("facts.db.grams").exists()
    assert json.loads(run("check", "--rule", "copy-not-declared", "--json").stdout)["findings"] == []
