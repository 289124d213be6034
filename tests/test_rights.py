"""What may be shown of a text: quotations first, 25 words of the rest, never more than 30 % of the body of any copy."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facts.publish import rights
from facts.publish.rights import (
    CONTEXT,
    QUOTED,
    ROUND,
    SHARE,
    TELLING,
    Echo,
    Excerpt,
    Stretch,
    Text,
    differing,
    excerpts,
    extent,
    merged,
)
from facts.publish.sharing import Copies, Portion

# Sixty different words of six characters with the space: 360 characters, of which 108 may be shown.
WORDS = " ".join(f"{chr(97 + n // 26)}{chr(97 + n % 26)}xyz" for n in range(60))


def given_of(texts: dict[int, Text], stretches: list[Stretch], echoes: tuple[Echo, ...] = ()) -> dict[int, Excerpt]:
    return {found.id: found for found in excerpts(texts, stretches, echoes) if isinstance(found, Excerpt)}


def plain(words: str) -> Text:
    return Text(words, len(words))


def test_a_quotation_is_given_whole_with_what_stands_beside_it() -> None:
    [found] = given_of({1: plain(WORDS)}, [Stretch(7, 1, 60, 89, QUOTED)]).values()
    assert (found.id, found.whole) == (7, True)
    assert (found.prefix, found.exact, found.suffix) == (WORDS[28:60], WORDS[60:89], WORDS[89:121])
    assert len(found.prefix) == CONTEXT


def test_what_stands_beside_it_is_left_out_where_it_does_not_fit() -> None:
    [found] = given_of({1: plain(WORDS)}, [Stretch(7, 1, 60, 120, QUOTED)]).values()
    assert (found.prefix, found.exact, found.suffix) == ("", WORDS[60:120], "")


def test_of_other_passages_25_words_are_given() -> None:
    many = Text(WORDS, 20 * len(WORDS))
    [found] = given_of({1: many}, [Stretch(7, 1, 0, 26 * 6 - 1, 4)]).values()
    assert found.exact == WORDS[: 25 * 6 - 1] + "…"
    assert (found.whole, found.suffix) == (False, "")
    [found] = given_of({1: many}, [Stretch(7, 1, 0, 25 * 6 - 1, 4)]).values()
    assert (found.exact, found.whole) == (WORDS[: 25 * 6 - 1], True)


def test_letters_count_as_words_where_words_are_not_set_apart() -> None:
    text = Text("塞尔维亚正在武装自己因为它是一个自由的国家周围都是北约成员国我们希望与它们成为朋友", 800)
    [found] = given_of({1: text}, [Stretch(7, 1, 0, 40, 2)]).values()
    assert found.exact == text.words[:25] + "…"


def test_quotations_come_before_all_else_and_the_rest_by_rank() -> None:
    a, b, c = Stretch(1, 1, 0, 59, 5), Stretch(2, 1, 120, 179, QUOTED), Stretch(3, 1, 240, 269, 4)
    assert list(given_of({1: plain(WORDS)}, [a, b, c])) == [2, 3]


def test_where_wordings_differ_comes_before_what_stands_beside_quotations() -> None:
    quote, telling = Stretch(1, 1, 0, 29, QUOTED), Stretch(2, 1, 120, 179, TELLING, focus=(120, 179))
    found = given_of({1: plain(WORDS)}, [telling, quote])
    assert found[2].exact == WORDS[120:179]
    assert found[1].suffix == ""


def test_words_round_a_quotation_come_before_shorter_ones_elsewhere() -> None:
    elsewhere, around = Stretch(1, 1, 0, 59, TELLING, focus=(0, 59)), Stretch(2, 1, 120, 209, ROUND, focus=(120, 209))
    assert list(given_of({1: plain(WORDS)}, [elsewhere, around])) == [2]


def test_a_copy_counts_what_is_shown_of_the_other() -> None:
    """Thirty words of each, another half of one text each time, would be all of it."""
    copies = {1: plain(WORDS), 2: plain("Reprint. " + WORDS)}
    shift = len("Reprint. ")
    stretches = [Stretch(1, 1, 0, 95, QUOTED), Stretch(2, 2, shift + 180, shift + 275, QUOTED)]
    assert list(given_of(copies, stretches)) == [1]
    assert list(given_of({2: copies[2]}, stretches[1:])) == [2]


@pytest.mark.parametrize("length", [1, 2, 3])
def test_even_a_few_words_count_in_a_copy(length: int) -> None:
    """Every other few words from one copy, and those in between from the other, would be all of it."""
    copies = {1: plain(WORDS), 2: plain(WORDS)}
    step = 6 * length
    stretches = [
        Stretch(at, 1 + at // step % 2, at, at + step - 1, QUOTED, False) for at in range(0, len(WORDS) - step, step)
    ]
    shown = sum(len(found.exact) for found in given_of(copies, stretches).values())
    assert 0 < shown <= SHARE * len(WORDS)


@pytest.mark.parametrize(
    "other", ["Nai\u0308ve cafe\u0301 life goes on", "Naïve ca\u00adfé life goes on", "NAÏVE CAFÉ LIFE GOES ON"]
)
def test_a_copy_may_be_written_otherwise(other: str) -> None:
    words = "Naïve café life goes on"
    copies = {1: Text(words, 100), 2: Text(other, 10)}
    assert given_of(copies, [Stretch(1, 1, 0, len(words), QUOTED)]) == {}
    assert len(given_of({1: copies[1]}, [Stretch(1, 1, 0, len(words), QUOTED)])) == 1


def test_what_has_no_words_to_count_is_cut_too() -> None:
    [found] = given_of({1: Text("x" * 1000, 5000)}, [Stretch(7, 1, 0, 1000, 4)]).values()
    assert found.exact == "x" * 240 + "…"


def test_headlines_that_overlap_make_no_credit() -> None:
    text = Text(WORDS, 100, free=((0, 119), (0, 119), (60, 119)))
    assert list(given_of({1: text}, [Stretch(1, 1, 0, 119, QUOTED), Stretch(2, 1, 180, 239, QUOTED)])) == [1]


def test_the_same_words_in_two_copies_are_paid_for_once() -> None:
    copies = {1: plain(WORDS), 2: plain(WORDS)}
    assert list(given_of(copies, [Stretch(1, 1, 0, 95, QUOTED), Stretch(2, 2, 0, 95, QUOTED)])) == [1, 2]


def test_a_headline_costs_nothing_and_a_text_that_may_not_be_shown_shows_nothing() -> None:
    text = Text(WORDS, 100, free=((0, 59),))
    assert list(given_of({1: text}, [Stretch(1, 1, 0, 59, 4), Stretch(2, 1, 120, 149, 4)])) == [1, 2]
    assert given_of({1: Text(WORDS, 100, shown=False)}, [Stretch(1, 1, 0, 9, QUOTED)]) == {}


def test_a_note_of_ours_that_repeats_too_much_comes_back() -> None:
    text = {1: plain(WORDS)}
    short, long = Echo(("a", "note", 1), f"It says “{WORDS[:41]}” here."), Echo(("a", "note", 2), WORDS[:239])
    own = Echo(("a", "note", 3), "Words that stand nowhere in it, however many of them there are in a row.")
    assert list(excerpts(text, [], (short, long, own))) == [long]
    spent = [Stretch(1, 1, 180, 287, QUOTED)]
    assert [found for found in excerpts(text, spent, (short, own)) if isinstance(found, Echo)] == [short]


def test_a_note_that_repeats_what_a_reader_wrote_comes_back() -> None:
    comment = "Nobody asked me whether I wanted another bridge."
    note = Echo(("a", "note", 1), f"One reader: “{comment}”")
    quoting = Echo(("a", "note", 2), f"It says “{WORDS[:41]}”.")
    assert list(excerpts({1: plain(WORDS)}, [], (note, quoting), [comment, f"They write {WORDS[:41]}!"])) == [note]


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם", "בראשית ברא אלהים את השמים"),
        ("the_bridge_is_open_again", "The bridge is open again"),
        ("the br\ufeffidge is op\u00aden again", "the bridge is open again"),
        ("ꀀꀁꀂꀃꀄꀅ", "ꀀꀁꀂꀃꀄꀅ"),
    ],
    ids=["points", "underscores", "joiners", "no spaces"],
)
def test_a_copy_is_known_however_its_letters_are_written(here: str, there: str) -> None:
    filler = " ".join(f"filler{number}" for number in range(10))
    texts = {1: plain(f"{here} {filler * 2}"), 2: plain(f"{there} {filler.upper()}x")}
    first = Stretch(1, 1, 0, len(here), QUOTED)
    second = Stretch(2, 2, len(there) + 1, len(there) + 24, QUOTED)
    room = int(len(texts[2].words) * SHARE)
    assert len(there) <= room < len(there) + 23
    assert list(given_of(texts, [first, second])) == [1]


def test_blanks_between_words_make_no_text_longer() -> None:
    words = "   ".join(f"word{number:02}" for number in range(30))
    text = {1: Text(words, extent(words))}
    given = given_of(text, [Stretch(n, 1, n * 9, n * 9 + 6, QUOTED, context=False) for n in range(30)])
    assert len(given) > 5 and sum(len(one.exact) for one in given.values()) <= 0.3 * len(" ".join(words.split()))


def test_a_thousand_copies_are_soon_judged() -> None:
    """What is shown of one is shown of all: the second to give it costs nothing, and what is too much is so for each."""
    count = 1000
    texts = {number: plain(WORDS) for number in range(count)}
    stretches = [Stretch(number, number, (number * 7) % 300, (number * 7) % 300 + 30, 4) for number in range(count)]
    ledger = rights._Ledger(texts)
    assert sum(ledger.spend({one.text: [(one.start, one.end)]}) for one in stretches) > 1
    places = Copies.places
    asked: list[Portion] = []
    try:
        Copies.places = lambda self, portion: asked.append(portion) or places(self, portion)  # type: ignore[assignment]
        list(excerpts(texts, stretches))
    finally:
        Copies.places = places  # type: ignore[method-assign]
    assert len(asked) < 10 * len(WORDS.split())  # so many rows of words, not so many for each copy


def test_what_differs_is_found_with_two_words_on_either_side() -> None:
    here = "He said on Tuesday that it has bought the weapons to evade any sanctions of that country, he said."
    there = "He said on Tuesday that it has bought the weapons to avoid any sanctions of that country, he said."
    low, high = differing(here, there) or (0, 0)
    assert here[low:high] == "weapons to evade any sanctions"
    assert differing(here, here.upper()) is None
    assert differing("", "something") is None
    low, high = differing("all of it stays", "all of it stays away") or (0, 0)
    assert "all of it stays"[low:high] == "it stays"


@pytest.mark.parametrize(("intervals", "expected"), [([(3, 5), (1, 3), (7, 9)], [(1, 5), (7, 9)]), ([], [])])
def test_stretches_are_merged(intervals: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    assert merged(intervals) == expected


texts = st.lists(
    st.sampled_from(["ash", "bee", "cat", "dog", "eel", "fox", "gnu", "hen"]), min_size=12, max_size=80
).map(" ".join)


@settings(max_examples=200)
@given(st.data(), texts, texts)
def test_what_is_shown_of_two_copies_never_comes_to_more_than_the_share(
    data: st.DataObject, one: str, two: str
) -> None:
    """Whatever the stretches: what can be put together of a body, from either text, stays within the share."""
    bodies = {1: one + " " + two, 2: two}
    places = st.tuples(
        st.sampled_from([1, 2]), st.integers(0, 200), st.integers(1, 90), st.integers(0, 5), st.booleans()
    )
    stretches = []
    for number, (text, start, length, rank, context) in enumerate(data.draw(st.lists(places, max_size=25))):
        start = min(start, len(bodies[text]) - 1)
        stretches.append(Stretch(number, text, start, min(start + length, len(bodies[text])), rank, context))
    by_id = {stretch.id: stretch for stretch in stretches}
    places_shown: dict[int, set[int]] = {1: set(), 2: set()}
    for found in excerpts({number: plain(words) for number, words in bodies.items()}, stretches):
        assert isinstance(found, Excerpt)
        stretch = by_id[found.id]
        words = bodies[stretch.text]
        exact = found.exact.removesuffix("…")
        assert words[stretch.start :].startswith(exact)
        low, high = stretch.start - len(found.prefix), stretch.start + len(exact) + len(found.suffix)
        assert words[low:high] == found.prefix + exact + found.suffix
        places_shown[stretch.text] |= set(range(low, high))
        for part in (found.prefix, exact, found.suffix):
            for text, body in bodies.items():
                for at in _runs(part, body):
                    places_shown[text] |= at
    for text, body in bodies.items():
        assert len(places_shown[text]) <= SHARE * len(body)


def _runs(part: str, body: str, length: int = 4) -> list[set[int]]:
    """Where four whole words of `part` in a row stand in `body`: an independent way of finding copies."""
    words = re.findall(r"\w+", part)
    starts = [at for at in range(len(words)) if part]
    found = []
    for at in starts:
        gram = words[at : at + length]
        if len(gram) == length and all(len(word) == 3 for word in gram):
            sought = re.compile(r"\b" + r"\s".join(gram) + r"\b")
            found += [set(range(*match.span())) for match in _overlapping(sought, body)]
    return found


def _overlapping(sought: re.Pattern[str], body: str) -> list[re.Match[str]]:
    return [match for at in range(len(body)) if (match := sought.match(body, at))]
