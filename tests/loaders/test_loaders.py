"""The list of loaders: one takes a file, or the file is refused with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from facts import loaders
from facts.errors import Problem, RefusedError
from facts.loaders import LOADERS, Loader, loader_for, sheet


def refusal(name: str) -> Problem:
    with pytest.raises(RefusedError) as caught:
        loader_for(Path(name))
    [problem] = caught.value.problems
    assert (problem.path, problem.line) == (name, None)
    return problem


@pytest.mark.parametrize(
    ("name", "loader"),
    [("a.yaml", "sheet"), ("a.yml", "sheet"), ("A.YAML", "sheet"), ("folder/a.py", "script"), ("a.txt.yaml", "sheet")],
)
def test_the_one_loader_that_fits_is_picked_by_name_alone(name: str, loader: str) -> None:
    """None of these files is there."""
    assert loader_for(Path(name)).name == loader


@pytest.mark.parametrize("name", ["a.csv", "a.pdf", "a", ".yaml", "yaml"])
def test_a_file_that_no_loader_takes_is_refused_with_those_that_some_do(name: str) -> None:
    problem = refusal(name)
    assert problem.message == "no loader takes this kind of file"
    assert ".yaml" in problem.hint
    assert ".py" in problem.hint


def test_a_document_without_a_sheet_is_refused_with_the_sheet_to_write() -> None:
    problem = refusal("seeds/a.txt")
    assert problem.message.startswith("a document without a sheet")
    assert "write a.yaml beside it that begins with `document: a.txt`" in problem.hint


def test_a_file_that_two_loaders_take_is_an_error_that_names_both(monkeypatch: pytest.MonkeyPatch) -> None:
    other = Loader("other", lambda path: path.suffix == ".yaml", sheet.read, in_folders=True)
    monkeypatch.setattr(loaders, "LOADERS", (*LOADERS, other))
    assert refusal("a.yaml").message == "two loaders take this file: sheet and other"


def test_every_loader_has_a_name_of_its_own() -> None:
    assert len({loader.name for loader in LOADERS}) == len(LOADERS)


def test_of_a_folders_files_only_sheets_are_loaded() -> None:
    """A script runs somebody's code: it is loaded where it is named itself."""
    assert [loader.name for loader in LOADERS if loader.in_folders] == ["sheet"]


def test_picking_the_loader_of_a_script_does_not_run_it(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(
        "from pathlib import Path\nfrom facts.document import Bundle\n"
        f"Path({str(tmp_path / 'ran')!r}).touch()\ndef load(folder):\n    return Bundle()\n"
    )
    loader = loader_for(path)
    assert not (tmp_path / "ran").exists()
    loader.read(path)
    assert (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("name", "content"), [("a.yaml", "claims: []"), ("a.py", "def load(folder):\n    return []\n")]
)
def test_a_batch_says_the_name_of_the_loader_that_read_it(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    loader = loader_for(tmp_path / name)
    assert loader.read(tmp_path / name).loader == loader.name
