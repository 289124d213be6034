"""Stretches in quotation marks, in the ways in which texts write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.marks import marked


def found(text: str) -> list[tuple[str, str | None]]:
    return [(text[one.start : one.end], one.missing) for one in marked(text)]


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("He said “yes” and “no.”", ["yes", "no."]),
        ('He said "yes" and "no."', ["yes", "no."]),
        ("„Ja“, sagte er. »Nein«, «non», 「はい」", ["Ja", "Nein", "non", "はい"]),
        ("Hon sade ”ja” och gick.", ["ja"]),
        ("It is “the best in the world“ and “so it is,” he said", ["the best in the world", "so it is,"]),
        ("What they call the ‘illegal’ war", ["illegal"]),
        ("The 'illegal' war isn't the drivers' war", ["illegal"]),
        ("He said ''yes, 'maybe' yes'' twice", ["yes, 'maybe' yes"]),
        ("“We said ‘no’ to them,” he said", ["We said ‘no’ to them,"]),
        ('A 7" screen, 5\'10" tall, said "so"', ["so"]),
        ("the '90s and rock 'n' roll, ‘em all", []),
        ("It’s the workers’ own, isn’t it?", []),
        ('"One." "Two."', ["One.", "Two."]),
        ("“One”\n“Two”", ["One", "Two"]),
        ('He said:"We are fine." Then "more".', ["We are fine.", "more"]),
        ('"Hello" he said."Bye" she said.', ["Hello", "Bye"]),
        ('word"quoted"word', ["quoted"]),
        ('""Double"" and ""double,"" again', ["Double", "double,"]),
        ("''''Two'''' words", ["Two"]),
        ("He wrote “?!” and “x”", ["x"]),
        ("“” and “x”", ["x"]),
        ('He wrote "" and "x"', ["x"]),
        ("He wrote '''' and ''x''", ["x"]),
        ('He wrote "?!" and "x"', ["x"]),
        ("nothing at all", []),
        ("", []),
    ],
)
def test_pairs_are_found(text: str, stretches: list[str]) -> None:
    assert found(text) == [(stretch, None) for stretch in stretches]


@pytest.mark.parametrize(
    ("text", "stretch", "missing"),
    [
        ("You know, it is so,” he said.", "You know, it is so,", "opening"),
        ('You know, it is so," he said.', "You know, it is so,", "opening"),
        ("He said: “It goes on\nand here it ends.”", "It goes on", "closing"),
        ('"It goes on, he said', "It goes on, he said", "closing"),
    ],
)
def test_a_mark_without_its_other_half_bounds_a_stretch(text: str, stretch: str, missing: str) -> None:
    assert found(text)[0] == (stretch, missing)


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("He said “yes and “no” then “maybe”.", [("yes and", "closing"), ("no", None), ("maybe", None)]),
        ("„Ja „nein“ und", [("Ja", "closing"), ("nein", None)]),
        ("«Да и «нет» и", [("Да и", "closing"), ("нет", None)]),
        ("“One “two\nthree”", [("One", "closing"), ("two", "closing"), ("three", "opening")]),
        ("“One,” he said. Two,” she said.", [("One,", None), ("he said. Two,", "opening")]),
        ("''One'' two,'' he said", [("One", None), ("two,", "opening")]),
    ],
)
def test_a_stretch_with_a_mark_missing_ends_and_begins_at_its_neighbours(
    text: str, stretches: list[tuple[str, str | None]]
) -> None:
    assert found(text) == stretches


@pytest.mark.parametrize(
    "words", ['He said: "We go." He said:"We stay." ', "He said we go there.” It is fine. ", "“a ", "a” ", '"', "‘a "]
)
def test_a_text_is_read_once_however_many_marks_are_missing(words: str) -> None:
    """Stretches that lie apart hold no more than the line; from its head, 3000 of them would hold 1500 times as much."""
    text = words * 3000
    assert sum(one.end - one.start for one in marked(text)) <= len(text)


def test_only_what_begins_within_the_bounds_is_found() -> None:
    text = "“one” “two” “three”"
    assert [text[m.start : m.end] for m in marked(text, 5, 12)] == ["two"]


@given(st.text(alphabet="ab '\"“”‘’«»„.\n", max_size=40))
def test_stretches_lie_in_the_text_in_order_and_apart(text: str) -> None:
    at = 0
    for one in marked(text):
        assert 0 <= one.start <= one.end <= len(text)
        assert one.start >= at
        assert "\n" not in text[one.start : one.end]
        at = one.end
