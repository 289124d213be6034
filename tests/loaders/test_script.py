"""Loader scripts: what they return, and their own line for whatever goes wrong in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from facts.document import Batch, Bundle, ClaimDraft
from facts.errors import Problem, RefusedError
from facts.loaders import script

HEAD = "from facts.document import Bundle, ClaimDraft\n"
ONE, TWO = Bundle(claims=(ClaimDraft("one", "One."),)), Bundle(claims=(ClaimDraft("two", "Two."),))
BUNDLE_ONE, BUNDLE_TWO = "Bundle(claims=(ClaimDraft('one', 'One.'),))", "Bundle(claims=(ClaimDraft('two', 'Two.'),))"


def read(folder: Path, source: str) -> Batch:
    path = folder / "mine.py"
    path.write_text(source, encoding="utf-8")
    return script.read(path)


def refusal(folder: Path, source: str) -> Problem:
    with pytest.raises(RefusedError) as caught:
        read(folder, source)
    [problem] = caught.value.problems
    assert problem.path == str(folder / "mine.py")
    return problem


@pytest.mark.parametrize(
    ("body", "bundles"),
    [
        (f"return {BUNDLE_ONE}", (ONE,)),
        (f"return [{BUNDLE_ONE}, {BUNDLE_TWO}]", (ONE, TWO)),
        (f"return ({BUNDLE_ONE} for _ in range(2))", (ONE, ONE)),
        (f"yield {BUNDLE_ONE}; yield {BUNDLE_TWO}", (ONE, TWO)),
    ],
    ids=["one", "list", "generator expression", "generator"],
)
def test_a_script_may_return_one_bundle_or_several(tmp_path: Path, body: str, bundles: tuple[Bundle, ...]) -> None:
    assert read(tmp_path, f"{HEAD}def load(folder):\n    {body}\n").bundles == bundles


def test_a_script_gets_the_folder_it_lies_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However it was named, and wherever the command was given."""
    (tmp_path / "facts.csv").write_text("one,One.\n")
    body = "slug, text = (folder / 'facts.csv').read_text().strip().split(',')\n    "
    (tmp_path / "mine.py").write_text(
        f"{HEAD}def load(folder):\n    {body}return Bundle(claims=(ClaimDraft(slug, text),))\n"
    )
    monkeypatch.chdir(tmp_path.parent)
    assert script.read(Path(tmp_path.name) / "mine.py").bundles == (ONE,)


def test_load_may_use_what_the_script_defines_and_imports(tmp_path: Path) -> None:
    source = f"{HEAD}import json\nTEXT = 'One.'\n\ndef text():\n    return json.loads(json.dumps(TEXT))\n\n"
    source += "def load(folder):\n    return Bundle(claims=(ClaimDraft('one', text()),))\n"
    assert read(tmp_path, source).bundles == (ONE,)


def test_a_batch_says_which_script_it_is_and_its_bytes(tmp_path: Path) -> None:
    batch = read(tmp_path, f"{HEAD}def load(folder):\n    return Bundle()\n")
    assert (batch.path, batch.loader) == (str(tmp_path / "mine.py"), "script")
    assert batch.content == (tmp_path / "mine.py").read_bytes()


def test_a_script_may_say_its_version(tmp_path: Path) -> None:
    assert read(tmp_path, f"{HEAD}VERSION = 7\ndef load(folder):\n    return Bundle()\n").version == "7"


def test_a_script_is_not_run_as_the_main_program(tmp_path: Path) -> None:
    source = (
        f"{HEAD}def load(folder):\n    return Bundle()\n\nif __name__ == '__main__':\n    raise ValueError('ran')\n"
    )
    assert read(tmp_path, source).bundles == (Bundle(),)


@pytest.mark.parametrize("source", ["", "load = 3\n", "def lod(folder): ...\n"])
def test_a_script_without_a_function_load_is_refused_with_how_to_define_one(tmp_path: Path, source: str) -> None:
    problem = refusal(tmp_path, source)
    assert problem.message == "the script has no function `load`"
    assert "def load(folder)" in problem.hint


@pytest.mark.parametrize(
    ("value", "found"), [("None", "NoneType"), ("3", "int"), ("'text'", "str"), ("b'bytes'", "bytes")]
)
def test_what_is_neither_a_bundle_nor_several_is_refused(tmp_path: Path, value: str, found: str) -> None:
    problem = refusal(tmp_path, f"def load(folder):\n    return {value}\n")
    assert problem.message == f"`load` must return a Bundle or several, not {found}"


@pytest.mark.parametrize("value", ["[Bundle(), 3]", "[[Bundle()]]", "{'a': Bundle()}", "(x for x in 'ab')"])
def test_bundles_with_something_else_among_them_are_refused(tmp_path: Path, value: str) -> None:
    problem = refusal(tmp_path, f"{HEAD}def load(folder):\n    return {value}\n")
    assert problem.message.endswith("not something else among them")


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("x = 1\nx / 0\n", 2, "ZeroDivisionError: division by zero"),
        ("def load(folder):\n    return {}['a']\n", 2, "KeyError: 'a'"),
        ("def load(folder):\n    yield from ()\n    raise ValueError('odd')\n", 3, "ValueError: odd"),
        ("def inner():\n    raise ValueError('odd')\n\ndef load(folder):\n    inner()\n", 2, "ValueError: odd"),
        ("import json\n\ndef load(folder):\n    json.loads('{')\n", 4, "JSONDecodeError"),
        ("\nimport nothing_of_this_name\n", 2, "ModuleNotFoundError"),
    ],
    ids=["module", "load", "generator", "function", "library", "import"],
)
def test_an_exception_is_refused_with_the_scripts_own_line(
    tmp_path: Path, source: str, line: int, message: str
) -> None:
    problem = refusal(tmp_path, source)
    assert problem.line == line
    assert message in problem.message


def test_a_script_that_exits_is_refused_with_its_line(tmp_path: Path) -> None:
    """It must not end the run that loads other files."""
    assert refusal(tmp_path, "import sys\n\ndef load(folder):\n    sys.exit('done')\n").line == 4


def test_a_syntax_error_is_refused_with_its_line(tmp_path: Path) -> None:
    problem = refusal(tmp_path, "x = 1\n\ndef load(folder)\n    pass\n")
    assert problem.line == 3
    assert problem.message.startswith("SyntaxError")


def test_a_syntax_error_in_what_the_script_reads_is_refused_with_the_scripts_line(tmp_path: Path) -> None:
    source = "import ast\n\ndef load(folder):\n    return ast.literal_eval('1 +')\n"
    assert refusal(tmp_path, source).line == 4


def test_a_load_that_takes_no_folder_is_refused(tmp_path: Path) -> None:
    assert "load() takes 0 positional arguments" in refusal(tmp_path, "def load():\n    return []\n").message


def test_a_file_that_the_script_misses_is_named(tmp_path: Path) -> None:
    problem = refusal(tmp_path, "def load(folder):\n    return (folder / 'facts.csv').open()\n")
    assert (problem.line, problem.message) == (2, "No such file or directory: facts.csv")


def test_a_refusal_of_the_scripts_own_is_passed_on(tmp_path: Path) -> None:
    source = "from facts.errors import Problem, RefusedError\n\ndef load(folder):\n"
    source += "    raise RefusedError([Problem('facts.csv', 12, 'no such entity')])\n"
    with pytest.raises(RefusedError, match=r"^facts\.csv:12: no such entity$"):
        read(tmp_path, source)


def test_a_missing_script_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="there is no such file"):
        script.read(tmp_path / "none.py")
