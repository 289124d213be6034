"""Words are found where they stand, or reported with the nearest passage; a lookalike is never taken for them."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from facts.anchor import AnchorError, Finder, Span, mark
from facts.document import Words
from facts.text import fold

MAYOR = "The bridge is safe, the mayor said. “It is safe.”\n\nCritics deny that it is safe. The mayor said no more."
MIXED = st.text(st.sampled_from("ab1 .-\"'…“’é\xa0\nßÃ©Ââ€œ™«»ﬁ\u00ad\u200b\u0301中ไ👍—"), max_size=25)


def find(text: str, exact: str, after: str | None = None, occurrence: int | None = None) -> Span:
    return Finder(text).find(Words(exact, after, occurrence))


def refusal(text: str, exact: str, after: str | None = None, occurrence: int | None = None) -> str:
    """The message of the error that `find` ends in."""
    with pytest.raises(AnchorError) as caught:
        find(text, exact, after, occurrence)
    return str(caught.value)


def test_words_are_found_at_their_code_points() -> None:
    assert find("👍 Bridge safe.", "Bridge") == Span(2, 8, "Bridge")


@pytest.mark.parametrize(
    ("text", "words", "exact"),
    [
        ("So “It is safe.” he said", '"It is safe."', "“It is safe.”"),
        ('So "It is safe." he said', "“It is safe.”", '"It is safe."'),
        ("Serbia’s army", "Serbia's army", "Serbia’s army"),
        ("about 10\xa0km off", "10 km", "10\xa0km"),
        ("about 10 km off", "10\xa0km", "10 km"),
        ("the S‑400 — again", "S-400 - again", "S‑400 — again"),
        ("one\r\n\r\ntwo", "one two", "one\r\n\r\ntwo"),
        ("SerbiaÂ\xa0(AP) said", "Serbia (AP)", "SerbiaÂ\xa0(AP)"),
        ("well… no", "well... no", "well… no"),
        ("Die Staats\u00adbank", "Staatsbank", "Staats\u00adbank"),
        ("Vuc\u030cic\u0301 said", "Vučić", "Vuc\u030cic\u0301"),
        ("« la liberté\xa0» oui", "la liberté »", "la liberté\xa0»"),
        ("„Viel Spaß“ sagte er", 'Viel Spaß" sagte', "Viel Spaß“ sagte"),
        ("“LE CAFÉ” reste", 'LE CAFÉ" reste', "LE CAFÉ” reste"),
    ],
)
def test_spaces_quote_marks_dashes_and_encoding_may_differ(text: str, words: str, exact: str) -> None:
    assert find(text, words).exact == exact


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It is unsafe.", "safe"),
        ("The safest way", "safe"),
        ("In 12019 or 20195", "2019"),
        ("An office", "off"),
        ("Die Staats\u00adbank", "Staats"),
        ("President Vuc\u030cic\u0301", "Vuc"),
        ("un cafe\u0301 noir", "cafe"),
        ("यह किताब है", "क"),
    ],
)
def test_words_are_never_found_inside_other_words(text: str, words: str) -> None:
    assert Finder(text).places(words) == []


def test_words_are_found_inside_a_run_of_a_script_without_spaces() -> None:
    assert find("他在北京大学工作", "北京大学") == Span(2, 6, "北京大学")
    assert find("ฉันอยู่กรุงเทพมาก", "กรุงเทพ").exact == "กรุงเทพ"


@settings(deadline=None)
@given(MIXED, MIXED)
@example("SerbiaÂ again", "SerbiaÂ\xa0")
@example("well… no", "..")
@example("ﬁne", "i")
def test_what_is_found_says_the_words_and_stands_there(text: str, words: str) -> None:
    try:
        span = find(text, words)
    except AnchorError:
        return
    assert span.exact == text[span.start : span.end]
    assert fold(span.exact).text.strip() == fold(words).text.strip()


@settings(deadline=None)
@given(MIXED, st.data())
def test_what_is_found_of_a_copied_stretch_says_its_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    words = text[start : data.draw(st.integers(start, len(text)))]
    for span in Finder(text).places(words):
        assert span.exact == text[span.start : span.end]
        assert fold(span.exact).text.strip() == fold(words).text.strip()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\ufeffSerbia buys missiles.", "\ufeffSerbia buys"),
        ("Die Staats\u00ad ist da", "Die Staats\u00ad"),
        ("SerbiaÂ\xa0(AP) said", "SerbiaÂ\xa0"),
        ("nella cittÃ\xa0 di Roma", "nella cittÃ\xa0"),
    ],
)
def test_words_that_stand_once_are_found_once(text: str, words: str) -> None:
    """Copied with what folding leaves out at their ends, they are not one place as they are and another as folded."""
    assert len(Finder(text).places(words)) == 1


def test_places_are_in_reading_order() -> None:
    spans = Finder("“no” \"no\" 'no'").places("no")
    assert [span.start for span in spans] == [1, 6, 11]


@pytest.mark.parametrize("words", ["", "  \n", "\u200b"])
def test_empty_words_are_refused(words: str) -> None:
    assert refusal("a\u200bb c", words) == "the words are empty"


# several places


def test_words_in_several_places_are_refused_with_their_number() -> None:
    assert "“is safe” stands in the document 3 times" in refusal(MAYOR, "is safe")


@pytest.mark.parametrize("number", [1, 2, 3])
def test_occurrence_counts_places_from_one(number: int) -> None:
    places = Finder(MAYOR).places("is safe")
    assert find(MAYOR, "is safe", occurrence=number) == places[number - 1]


def test_an_occurrence_that_is_not_there_is_refused() -> None:
    message = refusal(MAYOR, "is safe", occurrence=4)
    assert "stands in the document 3 times; there is no occurrence 4" in message


@pytest.mark.parametrize("number", [0, -1, -9])
def test_an_occurrence_below_one_is_refused(number: int) -> None:
    assert str(number) in refusal(MAYOR, "is safe", occurrence=number)


def test_after_takes_the_first_place_behind_other_words() -> None:
    assert find("x a x b x c x", "x", after="b") == Span(8, 9, "x")


def test_after_does_not_take_a_place_that_begins_before_the_other_words_end() -> None:
    assert find("the mayor said: said the mayor", "said", after="the mayor said") == Span(16, 20, "said")


def test_occurrence_counts_from_the_words_of_after() -> None:
    assert find("x a x b x c x", "x", after="a", occurrence=2) == Span(8, 9, "x")


def test_words_that_stand_only_before_after_are_refused() -> None:
    assert refusal("yes then no", "yes", after="no") == "“yes” does not come after “no” in the document"


def test_words_of_after_in_several_places_are_refused() -> None:
    assert "“a” stands in the document 2 times" in refusal("x a x a x", "x", after="a")


def test_words_of_after_that_are_not_there_are_refused() -> None:
    assert "“zebra” is not in the document" in refusal("x a x", "x", after="zebra")


def test_an_occurrence_missing_behind_after_is_not_said_to_be_missing_in_the_document() -> None:
    """The words stand three times in the document, and once behind “b”."""
    message = refusal("x a x b x", "x", after="b", occurrence=2)
    assert "stands in the document once" not in message


# within a stretch


def test_within_bounds_the_search() -> None:
    assert Finder("x a x b x").find(Words("x"), within=(2, 7)) == Span(4, 5, "x")


def test_words_that_reach_out_of_the_stretch_are_not_within_it() -> None:
    assert Finder("one two three").places("two three", within=(0, 9)) == []


def test_words_elsewhere_in_the_document_are_refused_with_that_hint() -> None:
    with pytest.raises(AnchorError, match="“three” is not in the quote, though it is elsewhere in the document"):
        Finder("one two three").find(Words("three"), within=(0, 7), where="the quote")


def test_the_nearest_passage_lies_within_the_stretch() -> None:
    text = "It is safe, she said. It is not safe, he said."
    nearest = Finder(text).nearest("It is quite safe", within=(22, 46))
    assert nearest is not None
    assert nearest.span == Span(22, 36, "It is not safe")


# the nearest passage


@pytest.mark.parametrize(
    ("words", "marked", "exact"),
    [
        ("The bridge was safe, the mayor", "The bridge [-was-]{+is+} safe, the mayor", "The bridge is safe, the mayor"),
        ("A bridge is safe", "[-A-]{+The+} bridge is safe", "The bridge is safe"),
        ("Critics deny that it was", "Critics deny that it [-was-]{+is+}", "Critics deny that it is"),
        ("bridge is safe; the mayor", "bridge is safe[-;-]{+,+} the mayor", "bridge is safe, the mayor"),
        ("Critics say that it", "Critics [-say-]{+deny+} that it", "Critics deny that it"),
        ("critics deny that", "[-critics-]{+Critics+} deny that", "Critics deny that"),
    ],
)
def test_another_word_mark_or_case_is_refused_with_the_difference(words: str, marked: str, exact: str) -> None:
    at = MAYOR.index(exact)
    message = refusal(MAYOR, words)
    assert message == f"“{words}” is not in the document; nearest, at {at}-{at + len(exact)}:\n      {marked}"


def test_a_dropped_not_is_shown() -> None:
    assert "It is{+ not+} safe, he said" in refusal("Then: It is not safe, he said.", "It is safe, he said")


def test_an_added_not_is_shown() -> None:
    assert "It is[- not-] safe, he said" in refusal("Then: It is safe, he said. So.", "It is not safe, he said")


@pytest.mark.parametrize("words", ["zebras gallop", "Zebras!"])
def test_words_of_which_the_text_has_none_have_no_nearest_passage(words: str) -> None:
    """A mark that both have is no word."""
    assert refusal("Hello world!", words).endswith("is not in the document, nor anything like it")


@settings(deadline=None)
@given(MIXED, MIXED)
def test_the_nearest_passage_stands_in_the_text(text: str, words: str) -> None:
    nearest = Finder(text).nearest(words)
    if nearest is not None:
        assert nearest.span.exact
        assert nearest.span.exact == text[nearest.span.start : nearest.span.end]


@settings(deadline=None)
@given(MIXED)
def test_no_difference_is_marked_in_words_that_are_the_same(words: str) -> None:
    marked = mark(words, words)
    assert "[-" not in marked
    assert "{+" not in marked


@pytest.mark.parametrize(
    "there",
    [
        "Serbia’s café… is small",
        "Serbia's\xa0café...\nis small",
        "Serbiaâ€™s café... is small",
        "Serbia's cafe\u0301... is small",
        "Serbia's ca\u00adfé... is small",
    ],
)
def test_only_what_folding_keeps_apart_is_marked(there: str) -> None:
    marked = mark("Serbia's café... is large", there)
    assert marked.endswith("is [-large-]{+small+}")
    assert marked.count("[-") == 1


# long texts


@pytest.fixture(scope="module")
def long() -> Iterator[tuple[Finder, list[str]]]:
    """A text of 200,000 words, as unevenly frequent as those of a language (Zipf)."""
    chance = random.Random(20191106)
    vocabulary = [f"w{number}" for number in range(20_000)]
    words = chance.choices(vocabulary, [1 / (rank + 1) for rank in range(20_000)], k=200_000)
    finder = Finder(" ".join(words))
    finder.nearest("w1")  # a text is folded and taken apart once, whatever is then looked for in it
    yield finder, words


@pytest.mark.parametrize("length", [12, 100])
def test_the_nearest_passage_of_a_long_text_takes_less_than_two_seconds(
    long: tuple[Finder, list[str]], length: int
) -> None:
    finder, words = long
    stretch = words[150_000 : 150_000 + length]
    given_words = [*stretch[: length // 2], "changed", *stretch[length // 2 + 1 :]]
    before = time.process_time()
    nearest = finder.nearest(" ".join(given_words))
    assert time.process_time() - before < 2
    assert nearest is not None
    assert nearest.span.exact == " ".join(stretch)


def test_what_can_be_said_is_not_found_in_what_can_not() -> None:
    assert Finder("We can't agree. Serbia's army").places("We can") == []
    assert [span.start for span in Finder("We can't, they can.").places("can")] == [15]
    assert [span.exact for span in Finder("Serbia's army").places("Serbia")] == ["Serbia"]
