"""Where sentences end, and that each is where it says."""

from __future__ import annotations

import pytest
import sentencex
from hypothesis import given
from hypothesis import strategies as st

from facts.sentences import sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("The U.S. warned Mr. Roe at 5 p.m. on Monday.", ["The U.S. warned Mr. Roe at 5 p.m. on Monday."]),
        ("“We hope so. We do,” he said. He left.", ["“We hope so.", "We do,” he said.", "He left."]),
        ('He said: "Go. Now!"', ['He said: "Go.', 'Now!"']),
        ("A line without an end\nAnother", ["A line without an end", "Another"]),
        ("One.\r\n\r\nTwo.", ["One.", "Two."]),
        ("  One.\u00a0 Two.  ", ["One.", "Two."]),
        ("A space before the full stop of Roe\u00a0. Two.", ["A space before the full stop of Roe\u00a0.", "Two."]),
        ("— * —\n…", []),
        ("", []),
    ],
)
def test_sentences_are_cut_where_a_reader_would(text: str, parts: list[str]) -> None:
    assert [sentence.exact for sentence in sentences(text)] == parts


def test_a_language_has_its_own_ends() -> None:
    assert [s.exact for s in sentences("第一句。第二句。", language="zh-Hans")] == ["第一句。", "第二句。"]
    assert len(list(sentences("Један. Два.", language="sr"))) == 2
    assert len(list(sentences("One. Two.", language="xx-unknown"))) == 2


def test_only_what_lies_within_the_bounds_is_cut() -> None:
    text = "PLACE (AP) - One. Two."
    assert [s.exact for s in sentences(text, 13)] == ["One.", "Two."]
    assert [s.exact for s in sentences(text, 13, 17)] == ["One."]


def test_a_line_longer_than_the_segmenter_gets_at_once_is_cut_alike() -> None:
    assert {s.exact for s in sentences("He said “so it is”. " * 3000)} == {"He said “so it is”."}
    assert len(list(sentences("“a " * 20_000))) == 1


@pytest.mark.parametrize(
    "words", ['He said: "We go." He said:"We stay." ', "He said we go there.” It is fine. ", "“a "]
)
def test_the_segmenter_gets_no_text_many_times(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once with the line, once inside marks, and a little again where the line is cut for it."""
    given = []

    def counting(code: str, piece: str) -> list[dict[str, object]]:
        given.append(len(piece))
        return segment(code, piece)  # type: ignore[no-any-return]

    segment = sentencex.get_sentence_boundaries
    monkeypatch.setattr(sentencex, "get_sentence_boundaries", counting)
    text = words * 3000
    assert list(sentences(text))
    assert sum(given) <= 3 * len(text)


def test_a_mark_that_is_missing_hides_no_end_of_a_sentence() -> None:
    """The segmenter takes the mark that closes the second quotation for that of the first."""
    text = "He said “yes. It rained. He said “no,” then. He went."
    assert [s.exact for s in sentences(text)] == ["He said “yes.", "It rained.", "He said “no,” then.", "He went."]


@given(st.text(alphabet="aB. !?\"“”'’\n\u00a0\u3000\x85é😀", max_size=60))
def test_every_word_is_in_one_sentence_at_its_place(text: str) -> None:
    held = set()
    for sentence in sentences(text):
        assert text[sentence.start : sentence.end] == sentence.exact
        places = set(range(sentence.start, sentence.end))
        assert not places & held
        held |= places
    assert all(place in held for place, char in enumerate(text) if char.isalnum())
