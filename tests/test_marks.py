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
        ("What they call the ‘illegal’ war", ["illegal"]),
        ("The 'illegal' war isn't the drivers' war", ["illegal"]),
        ("He said ''yes, 'maybe' yes'' twice", ["yes, 'maybe' yes"]),
        ("“We said ‘no’ to them,” he said", ["We said ‘no’ to them,"]),
        ('A 7" screen, 5\'10" tall, said "so"', ["so"]),
        ("the '90s and rock 'n' roll, ‘em all", []),
        ("It’s the workers’ own, isn’t it?", []),
        ('"One." "Two."', ["One.", "Two."]),
        ("“One”\n“Two”", ["One", "Two"]),
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


def test_only_what_begins_within_the_bounds_is_found() -> None:
    text = "“one” “two” “three”"
    assert [text[m.start : m.end] for m in marked(text, 5, 12)] == ["two"]


@given(st.text(alphabet="ab '\"“”‘’«»„.\n", max_size=40))
def test_stretches_lie_in_the_text_in_order_and_apart(text: str) -> None:
    at = 0
    for one in marked(text):
        assert 0 <= one.start <= one.end <= len(text)
        assert one.missing == "opening" or one.start >= at
        assert "\n" not in text[one.start : one.end]
        at = one.end
