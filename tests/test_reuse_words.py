"""Words as arrays: where each stands, one number however it is written, and what it is."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from facts.reuse.articles import Article
from facts.reuse.prepared import batches
from facts.reuse.words import FIGURE, LIGHT, NAME, Words, number, words


def read(text: str) -> Words:
    return words([text])[0]


def spelt(text: str) -> list[str]:
    """The words as they stand in the text, by their offsets."""
    found = read(text)
    return [text[start:end] for start, end in zip(found.start.tolist(), found.end.tolist(), strict=True)]


def those(text: str, kind: int) -> list[str]:
    """The words of a kind."""
    return [word for word, what in zip(spelt(text), read(text).kind.tolist(), strict=True) if what & kind]


def test_offsets_are_code_points() -> None:
    assert spelt("🚲 Čakovec, 𝒳: l’été — fin") == ["Čakovec", "𝒳", "l", "été", "fin"]


def test_words_part_at_hyphens_apostrophes_and_lines() -> None:
    assert spelt("well-known\r\nit's\tso") == ["well", "known", "it", "s", "so"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Čaša", "casa"),
        ("HARBOUR", "harbour"),
        ("Ωδή", "ωδη"),
        ("İzmir", "izmir"),
        ("coöperate", "cooperate"),
        ("co\u00adoperate", "cooperate"),
        ("cafe\u0301", "café"),
        ("S\u030cibenik", "Šibenik"),
        ("har\u200dbour", "harbour"),
        ("ＨＡＲＢＯＵＲ", "harbour"),
        ("STRAẞE", "straße"),
        ("1,250,000", "1250000"),
        ("كِتَاب", "كتاب"),
    ],
)
def test_a_word_has_one_number_however_it_is_written(one: str, other: str) -> None:
    assert len(read(one)) == len(read(other)) == 1
    assert number(one) == number(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("harbour", "harbours"), ("evil", "live"), ("5.6", "56"), ("1", "11"), ("한국", "호구"), ("각", "간")],
)
def test_other_words_have_other_numbers(one: str, other: str) -> None:
    assert number(one) != number(other)


def test_a_decomposed_letter_is_not_parted_from_its_accent() -> None:
    assert spelt("cafe\u0301 noir") == ["cafe\u0301", "noir"]


def test_a_soft_hyphen_parts_no_word() -> None:
    assert spelt("the har\u00adbour wall") == ["the", "har\u00adbour", "wall"]


def test_a_figure_is_one_word_with_its_point_and_its_commas() -> None:
    text = "It rose 5.6 percent to 1,000 in 2024, or 12. Then 7."
    assert those(text, FIGURE) == ["5.6", "1,000", "2024", "12", "7"]
    assert number("1,000") == number("1000")


def test_a_point_or_a_comma_that_is_not_between_digits_is_part_of_nothing() -> None:
    assert spelt("In 2024, a.b, 3.") == ["In", "2024", "a", "b", "3"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Yesterday Marta saw Porto.", ["Marta", "Porto"]),
        ("It rained. Marta left.\nPorto slept.", []),
        ("“Marta left,” said Ruiz.", ["Ruiz"]),
        ("We met in Çanakkale and Ýsafjörður", ["Çanakkale", "Ýsafjörður"]),
        ("the third floor", []),
    ],
)
def test_a_capital_makes_a_name_only_inside_a_sentence(text: str, names: list[str]) -> None:
    assert those(text, NAME) == names


def test_short_and_common_words_are_light_but_no_figures_and_no_names() -> None:
    assert those("The pilot told us that 12 of them saw Ana at 7 harbours", LIGHT) == [
        *("The", "told", "us", "that", "of", "them", "saw", "at")
    ]


def test_letters_of_scripts_without_spaces_are_words_numbered_with_the_two_that_follow() -> None:
    one, other = read("港口今天关闭"), read("昨天港口今天开放")
    assert spelt("港口今天") == list("港口今天")
    assert one.key[:2].tolist() == other.key[2:4].tolist()  # 港口今, 口今天
    assert one.key[2] != other.key[4]  # 今天关, 今天开
    assert not any(those("港口今天关闭", LIGHT))


def test_letters_of_different_scripts_stand_apart() -> None:
    assert spelt("他买了iPhone和5.6吨米") == ["他", "买", "了", "iPhone", "和", "5.6", "吨", "米"]


def test_words_that_are_written_with_vowel_signs_stay_whole() -> None:
    assert spelt("नदी के किनारे बाज़ार") == ["नदी", "के", "किनारे", "बाज़ार"]


@pytest.mark.parametrize("text", ["", " \n\t", "…—!?", "\u0301\u00ad\u200b", "\ufeff", "🚲🚲"])
def test_text_without_letters_has_no_words(text: str) -> None:
    assert spelt(text) == []


def test_no_texts_have_no_words() -> None:
    assert words([]) == [] and list(batches([])) == []


def test_words_outside_some_stretches_touch_none_of_them() -> None:
    text = "one two three four five"
    kept = read(text).outside([(4, 7), (14, 18)])
    assert [text[start:end] for start, end in zip(kept.start.tolist(), kept.end.tolist(), strict=True)] == [
        *("one", "three", "five")
    ]


def test_words_by_their_first_letters_are_one_with_their_endings() -> None:
    delivers, delivery, deliberate = (words([word], 6)[0].key[0] for word in ("delivers", "delivery", "deliberate"))
    assert delivers == delivery != deliberate


TEXTS = st.text(
    st.one_of(st.sampled_from("ab AB.,0159\n-\u0301\u00ad\u200b港口가दी“”ก"), st.characters(exclude_categories=["Cs"])),
    max_size=60,
)


@given(TEXTS)
@example("1,0,\u03010")
@settings(deadline=None)
def test_every_word_stands_inside_the_text_in_order(text: str) -> None:
    found = read(text)
    bounds = list(zip(found.start.tolist(), found.end.tolist(), strict=True))
    assert all(0 <= start < end <= len(text) for start, end in bounds)
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(bounds))
    assert len(found.key) == len(found.kind) == len(bounds)


@given(st.lists(TEXTS, max_size=5))
@example(["港", "口"])
@settings(deadline=None)
def test_words_read_with_others_have_the_numbers_that_they_have_alone(texts: list[str]) -> None:
    for text, found in zip(texts, words(texts), strict=True):
        alone = read(text)
        assert found.start.tolist() == alone.start.tolist()
        assert found.end.tolist() == alone.end.tolist()
        assert found.key.tolist() == alone.key.tolist()
        assert found.kind.tolist() == alone.kind.tolist()


@given(st.lists(TEXTS, max_size=8), st.integers(1, 50))
@settings(deadline=None)
def test_turns_give_every_text_once_and_in_order(texts: list[str], size: int) -> None:
    turns = list(batches((Article(at, text) for at, text in enumerate(texts)), size))
    assert [article.number for turn in turns for article in turn] == list(range(len(texts)))
    found = [one.key.tolist() for turn in turns for one in words([article.text for article in turn])]
    assert found == [read(text).key.tolist() for text in texts]


def test_numbers_are_the_same_in_another_process() -> None:
    text = "Čaša, 1,000 bikes; 港口今天 and Ωδή"
    code = f"from facts.reuse.words import words; print(words([{text!r}])[0].key.tolist())"
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONIOENCODING": "utf-8"}
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, env=environment)
    assert said.stdout.strip() == str(read(text).key.tolist())
