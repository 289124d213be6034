"""Where the words of two passages differ, word by word, and which stretch of them both have."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.differences import MOST, Part, compared, differences, marked, shared_stretch


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        ("The tide is high.", "The tide is high.", "The tide is high."),
        ("The tide is high.", "the TIDE — is high", "The tide is high."),
        ("The tide is high.", "The tide is low.", "The tide is [-high.-] {+low.+}"),
        ("The tide is high.", "The tide is very high.", "The tide is {+very+} high."),
        ("The tide is very high.", "The tide is high.", "The tide is [-very-] high."),
        ("high tide", "low water", "[-high tide-] {+low water+}"),
        ("At dawn the tide is high today.", "the tide is high", "[-At dawn-] the tide is high [-today.-]"),
        ("the tide is high", "At dawn the tide is high today.", "{+At dawn+} the tide is high {+today.+}"),
        ("3.5 tonnes", "35 tonnes", "[-3.5-] {+35+} tonnes"),
        ("a café in\n  Porto", "a cafe\u0301 in Porto", "a café in Porto"),
        ("the harbour wall", "the har\u00adbour wall", "the harbour wall"),
        ("", "tide", "{+tide+}"),
        ("tide", "", "[-tide-]"),
        ("", "", ""),
    ],
)
def test_what_differs_is_marked_between_what_is_the_same(first: str, second: str, shown: str) -> None:
    assert marked(differences(first, second)) == shown


def test_parts_say_where_they_stand() -> None:
    assert differences("It is not safe.", "It is safe now.") == [
        *(Part("both", "It is"), Part("first", "not"), Part("both", "safe."), Part("second", "now."))
    ]


TEXTS = st.lists(
    st.sampled_from(["tide", "Tide", "high", "low", "is,", "the", "5.6", "café", "„so“", "—", "it's"]), max_size=14
).map(" ".join)


@given(TEXTS, TEXTS)
def test_parts_give_all_words_of_both_in_order(first: str, second: str) -> None:
    parts = differences(first, second)
    for text, wheres in ((first, ("both", "first")), (second, ("both", "second"))):
        words = [word for part in parts if part.where in wheres for word in compared(part.words)]
        assert words == list(compared(text))


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert all(part.where == "both" for part in differences(text, text))


@pytest.mark.parametrize(
    ("first", "second", "beyond", "stretches"),
    [
        ("a b c d e", "a b c d e", 0, ("a b c d e", "a b c d e")),
        # Fewer words at an end than may be: a difference, and no cut.
        ("Today the tide is high", "the tide is high", 2, ("Today the tide is high", "the tide is high")),
        ("Early today at dawn the tide is high", "the tide is high", 2, ("the tide is high", "the tide is high")),
        (
            "the tide is high",
            "the tide is high, said the keeper of lights",
            2,
            ("the tide is high", "the tide is high"),
        ),
        ("the tide is high", "one two three the tide is low", 2, ("the tide is high", "the tide is low")),
        ("high tide", "low water", 0, ("high tide", "low water")),
        ("", "low water", 0, ("", "low water")),
    ],
)
def test_the_shared_stretch_leaves_out_what_was_cut_or_added_at_an_end(
    first: str, second: str, beyond: int, stretches: tuple[str, str]
) -> None:
    assert shared_stretch(first, second, beyond) == stretches
    assert shared_stretch(second, first, beyond) == stretches[::-1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It’s “Safe” — at 5.6%!", ("it's", "safe", "at", "5.6")),
        ("well-known U.S. law", ("well-known", "u.s", "law")),
        ("CAFÉ cafe\u0301", ("café", "café")),
        ("…", ()),
        ("", ()),
    ],
)
def test_words_are_compared_without_marks_and_capitals(text: str, words: tuple[str, ...]) -> None:
    assert compared(text) == words


def test_very_long_passages_are_compared_at_their_beginnings_in_bounded_time() -> None:
    first = " ".join(f"word{number % 977}" for number in range(200_000))
    second = " ".join(f"word{number % 983}" for number in range(200_000))
    started = time.perf_counter()
    parts = differences(first, second)
    assert time.perf_counter() - started < 10
    assert parts[0].where == "both" and sum(len(compared(p.words)) for p in parts if p.where == "both") <= MOST
