"""YAML as sheets use it: every scalar text with its line, and what a reader would not see refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facts.errors import Problem, RefusedError
from facts.loaders.tree import Map, Seq, Text, parse

SHEET = Path("sheet.yaml")
YAML = st.text(st.sampled_from("ab:-?[]{},&*!|>'\"%@`#~.\\xuU0é👍\n\n \u2028\x85\ufeff\x00\t1"), max_size=40)


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(RefusedError) as caught:
        parse(SHEET, text)
    return caught.value.problems


def test_mappings_lists_and_texts_are_read() -> None:
    assert parse(SHEET, "a: b\nc: [d, e]\nf:\n  - g: h\n") == {"a": "b", "c": ["d", "e"], "f": [{"g": "h"}]}


@pytest.mark.parametrize(
    "scalar",
    [
        "no",
        "yes",
        "on",
        "true",
        "12:30",
        "2019-13-45",
        "2019-11-06",
        "0o17",
        "0x1F",
        "017",
        "1_000",
        "1e3",
        ".5",
        ".nan",
    ],
)
def test_a_scalar_is_the_text_that_stands_there(scalar: str) -> None:
    assert parse(SHEET, f"a: {scalar}\nb: [{scalar}]\n{scalar}: c") == {"a": scalar, "b": [scalar], scalar: "c"}


def test_every_value_knows_its_line() -> None:
    root = parse(SHEET, "# comment\na: b\n\nc:\n  - d\n  - e: >\n      f\n")
    assert root.lines == {"a": 2, "c": 4}
    assert isinstance(root["a"], Text)
    assert root["a"].line == 2
    assert isinstance(root["c"], Seq)
    assert root["c"].lines == [5, 6]
    assert isinstance(root["c"][1], Map)
    assert root["c"][1].lines == {"e": 6}


@pytest.mark.parametrize("text", ["a: 1\r\nb: 2\r\n", "a: 1\nb: 2", "\ufeffa: 1\nb: 2\n"])
def test_line_ends_and_a_byte_order_mark_change_nothing(text: str) -> None:
    root = parse(SHEET, text)
    assert root == {"a": "1", "b": "2"}
    assert root.lines == {"a": 1, "b": 2}


@pytest.mark.parametrize("null", ["null", "~"])
def test_a_key_whose_value_is_null_is_left_out(null: str) -> None:
    assert parse(SHEET, f"a: {null}\nb: c") == {"b": "c"}


@pytest.mark.parametrize("text", ["a: 'null'", 'a: "~"', "a: ''"])
def test_a_value_between_quote_marks_is_text_even_where_it_looks_like_none(text: str) -> None:
    assert list(parse(SHEET, text)) == ["a"]


@pytest.mark.parametrize("item", ["null", "~", ""])
def test_a_list_item_that_is_null_or_empty_is_refused(item: str) -> None:
    """It would be the word “null”, or a text of no characters."""
    [problem] = problems(f"a:\n  - b\n  - {item}\n")
    assert problem.line == 3


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: b\nc: *x\n", 2, "an alias (*x)"),
        ("a: b\nc: &x d\n", 2, "an anchor (&x)"),
        ("a: b\n&x c: d\n", 2, "an anchor (&x)"),
        ("a: b\nc: !!int 1\n", 2, "a tag (tag:yaml.org,2002:int)"),
        ("a: b\nc: !mine [d]\n", 2, "a tag (!mine)"),
        ("a: b\n\na: c\n", 3, "the key `a` stands twice here"),
        ("a: null\na: c\n", 2, "the key `a` stands twice here"),
        ("a: b\n---\nc: d\n", 3, "a second YAML document in one file"),
        ("a: b\nc:\nd: e\n", 2, "`c` has no value"),
        ("a: b\nc: {d, e: f}\n", 2, "`d` has no value"),
        ("a: b\n? [c]\n: d\n", 2, "a key that is not text"),
        ("a: b\n? {c: d}\n: e\n", 2, "a key that is not text"),
    ],
)
def test_what_a_reader_would_not_see_is_refused_with_its_line(text: str, line: int, message: str) -> None:
    [problem] = problems(text)
    assert (problem.path, problem.line, problem.message) == ("sheet.yaml", line, message)


def test_a_merge_key_is_refused_for_its_anchor_and_its_alias() -> None:
    found = problems("a: &x {b: c}\nd:\n  <<: *x\n")
    assert [(problem.line, problem.message) for problem in found] == [(1, "an anchor (&x)"), (3, "an alias (*x)")]


def test_a_key_that_stands_twice_is_refused_with_the_line_of_the_first() -> None:
    [problem] = problems("a:\n  b: c\n  d: e\n  b: f\n")
    assert (problem.line, problem.hint) == (4, "the first is in line 2")


def test_the_same_key_in_two_mappings_is_no_duplicate() -> None:
    assert parse(SHEET, "- ".join(["a:\n  ", "b: 1\n  ", "b: 2\n"])) == {"a": [{"b": "1"}, {"b": "2"}]}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: b\nc:\n\td: e\n", 3),
        ("a: b\nc: 'd\n", 2),
        ('a: b\nc: "d\ne: f\ng: h\n', 2),
        ("a: b\nc: [d\n", 2),
        ("a: b\nc: d: e\n", 2),
        ("a: b\nc: @d\n", 2),
        ("a: b\nc\n", 2),
        ("a:\n  - b\n c: d\n", 3),
        ("a: b\nc: \x01\n", 2),
    ],
    ids=["tab", "single", "double", "bracket", "colon", "at", "key alone", "indentation", "control character"],
)
def test_what_is_no_yaml_is_refused_with_the_line_where_it_goes_wrong(text: str, line: int) -> None:
    """A quote mark or bracket that is never closed goes wrong where it is opened, not at the end of the file."""
    assert problems(text)[0].line == line


@pytest.mark.parametrize("text", ["a: b\nc: " + "[" * 40, "a: b\nc: " + "[" * 40 + "]" * 40])
def test_deep_nesting_is_refused_with_its_line(text: str) -> None:
    [problem] = problems(text)
    assert (problem.line, problem.message) == (2, "nested too deeply for a sheet")


def test_nesting_as_deep_as_a_recursion_limit_is_refused_too() -> None:
    [problem] = problems("".join(" " * depth + "a:\n" for depth in range(1000)))
    assert problem.message == "nested too deeply for a sheet"


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n"])
def test_an_empty_file_is_refused(text: str) -> None:
    [problem] = problems(text)
    assert (problem.line, problem.message) == (1, "the sheet is empty")


@pytest.mark.parametrize("text", ["- a\n- b\n", "just text\n", "[a, b]"])
def test_what_is_no_mapping_is_refused(text: str) -> None:
    [problem] = problems(text)
    assert (problem.line, problem.message) == (1, "not a mapping")


@pytest.mark.parametrize("escape", [r"\0", r"\ud800", r"\UFFFFFFFF"], ids=["NUL", "surrogate", "beyond Unicode"])
def test_an_escape_for_what_no_database_can_store_is_refused_with_its_line(escape: str) -> None:
    [problem] = problems(f'a: b\nc: "d{escape}"\n')
    assert problem.line == 2


def test_all_mistakes_of_form_are_reported_at_once() -> None:
    found = problems("a: &x b\nc:\na: d\ne: !t f\n")
    assert [problem.line for problem in found] == [1, 2, 3, 4]


@settings(deadline=1000, max_examples=300)
@given(YAML | st.text())
def test_any_text_is_a_mapping_or_refused(text: str) -> None:
    try:
        root = parse(SHEET, text)
    except RefusedError as error:
        assert error.problems
    else:
        assert isinstance(root, Map)
