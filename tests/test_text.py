"""Folding for comparison, and the way back to the characters of the original."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from facts.text import bare, clip, fold, is_bound, paragraph, repair

# Plain letters among everything that folding treats in its own way.
MIXED = st.text(st.sampled_from("abé1 .-\"'…“”’\xa0\u2009\n—ßÃ©Ââ€œ™à«»\x9dﬁ\u00ad\u200b\u0301中ไ👍"), max_size=30)
LETTER = st.sampled_from([chr(code) for code in range(0x21, 0x7F) if chr(code) != "`"])  # TeX opens with that mark
PLAIN = st.lists(st.text(LETTER, min_size=1), min_size=1).map(" ".join)


def original(text: str, words: str) -> str | None:
    """What stands in `text` where `words` stand in the folded text."""
    folded = fold(text)
    at = folded.text.index(words)
    bounds = folded.original(at, at + len(words))
    return text[bounds[0] : bounds[1]] if bounds else None


@settings(deadline=None)
@given(st.text() | MIXED, st.data())
def test_any_folded_stretch_stands_for_a_stretch_of_the_original(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    found = folded.original(start, end) if start < end else None
    if found is not None:
        assert 0 <= found[0] < found[1] <= len(text)


@settings(deadline=None)
@given(st.text() | MIXED, st.data())
def test_the_original_of_a_folded_stretch_folds_to_it_again(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    found = folded.original(start, end) if start < end else None
    if found is not None:
        assert fold(text[found[0] : found[1]]).text == folded.text[start:end]


@settings(deadline=None)
@given(st.text() | MIXED)
def test_every_folded_character_has_its_bounds(text: str) -> None:
    folded = fold(text)
    assert len(folded.starts) == len(folded.ends) == len(folded.text)


@settings(deadline=None)
@given(PLAIN)
@example("It's 5 - or \"6\" - o'clock (p. 7) @ ~/x_y?")
def test_plain_ascii_folds_to_itself(text: str) -> None:
    folded = fold(text)
    assert folded.text == text
    assert list(folded.starts) == list(range(len(text)))
    assert list(folded.ends) == list(range(1, len(text) + 1))


def test_offsets_count_code_points_where_characters_lie_beyond_the_basic_plane() -> None:
    text = "👍🏽 𝒳 said “né” 👍"
    folded = fold(text)
    at = folded.text.index('"né"')
    assert folded.original(at, at + 4) == (10, 14)


@pytest.mark.parametrize("mark", '"“”„‟«»〝〞＂')
def test_a_double_quote_mark_of_any_kind_is_the_plain_one(mark: str) -> None:
    assert fold(f"say {mark}yes").text == 'say "yes'


@pytest.mark.parametrize("mark", "'‘’‚‛‹›′`´＇")
def test_a_single_quote_mark_of_any_kind_is_the_plain_one(mark: str) -> None:
    assert fold(f"Serbia{mark}s").text == "Serbia's"


@pytest.mark.parametrize("dash", "-‐‑‒–—―−﹘﹣－")
def test_a_dash_of_any_kind_is_the_plain_one(dash: str) -> None:
    assert fold(f"S{dash}400").text == "S-400"


@pytest.mark.parametrize("space", [" ", "\t", "\n", "\r\n", "\n\n\n", "\xa0", "\u2009", "\u202f", "\u3000", " \xa0\n "])
def test_a_run_of_spaces_of_any_kind_is_one_space(space: str) -> None:
    text = f"10{space}km"
    assert fold(text).text == "10 km"
    assert original(text, "0 k") == f"0{space}k"


@pytest.mark.parametrize(
    ("broken", "repaired"),
    [
        ("SerbiaÂ\xa0(AP)", "Serbia (AP)"),
        ("â€œfineâ€\x9d", '"fine"'),
        ("Serbiaâ€™s", "Serbia's"),
        ("2008â€“2019", "2008-2019"),
        ("waitâ€¦", "wait..."),
        ("cafÃ©", "café"),
        ("cittÃ\xa0", "città"),
        ("VuÄ\x8diÄ‡", "Vučić"),
        ("10â‚¬", "10€"),
    ],
)
def test_utf_8_that_was_read_as_windows_1252_is_repaired(broken: str, repaired: str) -> None:
    assert fold(broken).text == repaired


def test_the_original_of_a_repaired_character_is_the_whole_broken_sequence() -> None:
    assert original("SerbiaÂ\xa0(AP)", " ") == "Â\xa0"
    assert original("un cafÃ© noir", "é") == "Ã©"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("dit « oui » à « la paix »", 'dit " oui " à " la paix "'),
        ("dit à\xa0«\xa0la paix\xa0»", 'dit à " la paix "'),
        ("« la liberté\xa0» a", '" la liberté " a'),
        ("„Viel Spaß“ sagte", '"Viel Spaß" sagte'),
        ("Gruß\xa0an alle", "Gruß an alle"),
        ("“LE CAFÉ” reste", '"LE CAFÉ" reste'),
        ("AU CAFÉ… oui", "AU CAFÉ... oui"),
    ],
)
def test_a_letter_before_a_mark_or_space_is_not_taken_for_a_broken_character(text: str, folded: str) -> None:
    assert fold(text).text == folded


@pytest.mark.parametrize("sequence", ["à\xa0«", "Ã(", "ß“"])
def test_what_is_no_broken_character_comes_back_from_repair_as_it_is(sequence: str) -> None:
    assert repair(sequence) == sequence


def test_ligatures_are_their_letters() -> None:
    assert fold("eﬀort, oﬃcer, waﬄe, ﬁne, ﬂow").text == "effort, officer, waffle, fine, flow"


def test_a_stretch_that_would_cut_a_ligature_in_two_has_no_original() -> None:
    assert fold("ﬁne").original(0, 1) is None
    assert fold("ﬁne").original(1, 4) is None
    assert fold("ﬁne").original(0, 4) == (0, 3)


def test_a_stretch_that_would_cut_an_ellipsis_in_two_has_no_original() -> None:
    """Two in a row fold to six dots; three of them are a whole one, or parts of both."""
    folded = fold("…… so")
    assert folded.text == "...... so"
    assert [folded.original(at, at + 3) for at in range(4)] == [(0, 1), None, None, (1, 2)]


@pytest.mark.parametrize("invisible", ["\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"])
def test_a_soft_hyphen_or_character_of_no_width_is_left_out(invisible: str) -> None:
    text = f"Staats{invisible}bank"
    assert fold(text).text == "Staatsbank"
    assert original(text, "Staatsbank") == text


def test_combining_accents_are_composed_and_map_back_to_letter_and_accent() -> None:
    text = "Vuc\u030cic\u0301 said"
    assert fold(text).text == "Vučić said"
    assert original(text, "Vučić") == "Vuc\u030cic\u0301"


def test_letters_keep_their_case() -> None:
    assert fold("NATO İstanbul ǅ").text == "NATO İstanbul ǅ"


# bounds of words


@pytest.mark.parametrize(
    ("text", "at"),
    [("safe", 0), ("safe", 4), ("is safe", 2), ("is safe", 3), ("S-400", 2), ("(AP)", 1), ("mayor's", 5)],
)
def test_a_word_may_begin_or_end_where_letters_and_digits_do(text: str, at: int) -> None:
    assert is_bound(text, at)


@pytest.mark.parametrize(("text", "at"), [("unsafe", 2), ("2019", 2), ("S400", 1), ("Vučić", 2), ("безбедно", 3)])
def test_no_word_begins_or_ends_inside_a_run_of_letters_and_digits(text: str, at: int) -> None:
    assert not is_bound(text, at)


@pytest.mark.parametrize("text", ["北京大学", "กรุงเทพ", "ひらがな", "カタカナ", "𠮷野家"])
def test_a_word_may_begin_anywhere_in_a_script_without_spaces(text: str) -> None:
    assert all(is_bound(text, at) for at in range(len(text) + 1))


@pytest.mark.parametrize(("text", "at"), [("Vuc\u030cic\u0301", 3), ("Vuc\u030cic\u0301", 4), ("किताब", 1)])
def test_no_word_begins_or_ends_beside_a_mark_that_combines_with_a_letter_of_it(text: str, at: int) -> None:
    assert not is_bound(text, at)


def test_a_word_may_begin_where_a_script_without_spaces_meets_letters() -> None:
    assert is_bound("在NATO会议", 1)
    assert is_bound("在NATO会议", 5)


# paragraphs, bare words, clipped words


@pytest.mark.parametrize(
    ("words", "expected"),
    [("one", "One. one"), ("two", "two"), ("three", "three."), ("two\nthree", "two\nthree."), ("One. one", "One. one")],
)
def test_a_paragraph_is_the_line_or_lines_that_hold_a_stretch(words: str, expected: str) -> None:
    text = "One. one\ntwo\nthree."
    start = text.index(words)
    first, last = paragraph(text, start, start + len(words))
    assert text[first:last] == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“It is safe,”", "It is safe."),
        ("It is\xa0safe…", "It is safe"),
        ("It’s  safe!", "It's safe"),
        ("He said “no” twice", "He said no twice"),
        ("He said ‘no’ twice", "He said “no” twice"),
    ],
)
def test_bare_words_are_the_same_but_for_quote_marks_spaces_and_closing_punctuation(one: str, other: str) -> None:
    assert bare(one) == bare(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("It is safe", "It is unsafe"), ("Safe", "safe"), ("It is, safe", "It is safe"), ("we're", "were")],
)
def test_bare_words_differ_where_a_word_case_or_inner_mark_does(one: str, other: str) -> None:
    assert bare(one) != bare(other)


@settings(deadline=None)
@given(st.text(), st.integers(5, 200))
def test_clipped_words_are_one_line_of_at_most_the_length(words: str, length: int) -> None:
    clipped = clip(words, length)
    assert len(clipped) <= length
    assert len(clipped.splitlines()) <= 1


def test_short_words_are_not_clipped() -> None:
    assert clip("It is\n safe.", 12) == "It is safe."


def test_long_words_are_clipped_in_the_middle() -> None:
    assert clip("a" * 50 + "b" * 50, 11) == "aaaa … bbbb"
