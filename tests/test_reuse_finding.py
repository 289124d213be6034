"""What is found in a collection and what is not: copies, retellings, quotations of one speaker, what everybody writes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from facts.reuse import finding, rows
from facts.reuse.articles import Article, Reuse
from facts.reuse.finding import Index, compare, find

STORIES = Path(__file__).parent / "benchmarks/data/stories.jsonl"
KINDS = ("original", "reworked", "independent", "same_subject")
# Of the even-numbered stories; retellings of the odd-numbered ones were used to fit the weights.
RETOLD = [f"s{number:02}" for number in range(2, 33, 2)]

FIRST = "The ferry Solveig ran onto a sandbank off Tarnholm shortly before dawn, with 212 passengers and a cargo of apples aboard."
SECOND = (
    "Captain Nils Overgaard ordered the anchors down and waited for the tide, while volunteers from the island rowed "
    "out with blankets and soup."
)
FERRY = f"""Ferry stuck off Tarnholm

A mild night had kept the harbour quiet until the radio in the lighthouse began to crackle.

{FIRST} {SECOND}

Nobody was hurt. The company will pay for the apples, which the tide carried to every beach of the bay.
"""
SUMMER = f"""What our islands learnt this year

Our correspondent travelled by bicycle for six weeks and filled three notebooks with tales of storms.

{FIRST} {SECOND}

In Vesterby, meanwhile, a schoolteacher rebuilt the windmill with her pupils, and it turns again on Sundays.
"""
BEES = """Beekeepers move their hives uphill

Hotter springs drive the keepers of Monteverro up the slopes, where heather flowers later. Some carry forty hives by mule.

They sell the honey in a former chapel whose bell calls customers when a new barrel is opened.
"""


@cache
def stories() -> dict[str, dict[str, str]]:
    lines = STORIES.read_text(encoding="utf-8").splitlines()
    return {story["id"]: story for story in map(json.loads, lines)}


def ordinary(number: int) -> list[str]:
    """Articles that have nothing to do with each other."""
    return [story["independent"] for story in stories().values()][:number]


def numbered(texts: Iterable[str]) -> list[Article]:
    return [Article(number, text) for number, text in enumerate(texts)]


def search(articles: Sequence[Article], new: Iterable[int] | None = None) -> list[Reuse]:
    """What is found in a collection, which is indexed as a whole."""
    index = Index()
    index.add(articles)
    fresh = np.isin(np.arange(len(articles)), list(new)) if new is not None else None
    return list(find(index, lambda numbers: [articles[number] for number in numbers], fresh))


def pairs(found: Iterable[Reuse], *kinds: str) -> set[tuple[int, int]]:
    return {(one.one, one.other) for one in found if one.kind in (kinds or ("copy", "retelling"))}


def in_own_articles(one: str, other: str) -> list[str]:
    """A sentence each, in the middle of articles that have nothing else in common."""
    around = ordinary(2)
    return [text.replace("\n\n", f"\n\n{words} ", 1) for text, words in zip(around, (one, other), strict=True)]


def test_two_copied_sentences_are_found_in_articles_of_their_own() -> None:
    [found] = search(numbered([FERRY, SUMMER, BEES, *ordinary(20)]))
    assert (found.one, found.other, found.kind) == (0, 1, "copy")
    assert found.score > 0.8


def test_a_copied_passage_stands_at_its_characters_and_ends_where_sentences_end() -> None:
    [found] = search(numbered([FERRY, SUMMER]))
    [passage] = found.passages
    assert FERRY[passage.start : passage.end] == f"{FIRST} {SECOND}"
    assert SUMMER[passage.other_start : passage.other_end] == f"{FIRST} {SECOND}"
    assert passage.similarity == 1.0 and not passage.told


def test_offsets_count_code_points_before_the_passage() -> None:
    one, other = f"🚲 Čaša cafe\u0301 har\u00adbour 𝒳.\n\n{FERRY}", f"\ufeff{SUMMER}"
    [found] = search(numbered([one, other]))
    [passage] = found.passages
    assert one[passage.start : passage.end] == other[passage.other_start : passage.other_end] == f"{FIRST} {SECOND}"


CHANGED = (  # every fifth word
    "The old ferry Solveig ran on a sandbank near Tarnholm shortly before sunrise, with 212 passengers and a cargo of fruit aboard.",
    "The ferry Solveig ran on a sandbank off Tarnholm shortly before daybreak, with 212 people and a cargo of apples inside.",
)


@pytest.mark.parametrize("changed", CHANGED)
def test_one_sentence_with_a_fifth_of_its_words_changed_is_found(changed: str) -> None:
    texts = in_own_articles(FIRST, changed)
    [found] = [one for one in search(numbered([*texts, *ordinary(20)[2:]])) if one.kind != "quotations"]
    assert (found.one, found.other, found.kind) == (0, 1, "copy")
    [passage] = found.passages
    assert texts[0][passage.start : passage.end] == FIRST
    assert texts[1][passage.other_start : passage.other_end] == changed
    assert 0.6 <= passage.similarity < 1


def test_the_sentences_of_a_copy_are_found_where_their_order_was_changed() -> None:
    turned = SUMMER.replace(f"{FIRST} {SECOND}", f"{SECOND} In Sund, nothing of the kind happened to anybody. {FIRST}")
    [found] = search(numbered([FERRY, turned]))
    assert {turned[passage.other_start : passage.other_end] for passage in found.passages} == {FIRST, SECOND}


SAID = "“We rowed because nobody else was awake, and because a cold passenger does not care whose boat it is,”"


def test_a_quotation_that_two_share_is_no_copy() -> None:
    texts = in_own_articles(f"{SAID} said Karen Lund.", f"Lund, who is 71, likes to tell of that night: {SAID[:-2]}.”")
    [found] = search(numbered(texts))
    assert found.kind == "quotations" and found.origin is None and found.score == 0.0
    [passage] = found.passages
    assert texts[0][passage.start : passage.end] == SAID[1:-2]
    assert "19 quoted words" in found.evidence


def test_the_same_words_are_a_copy_outside_quotation_marks_alone() -> None:
    assert pairs(search(numbered(in_own_articles(SECOND, SECOND)))) == {(0, 1)}
    assert pairs(search(numbered(in_own_articles(f"“{SECOND}”", f"“{SECOND}”")))) == set()


def test_a_quotation_that_is_recorded_is_one_though_it_has_no_marks() -> None:
    texts = in_own_articles(FIRST, FIRST)
    quoted = [
        Article(number, text, quoted=((text.index(FIRST), text.index(FIRST) + len(FIRST)),))
        for number, text in enumerate(texts)
    ]
    assert pairs(search(quoted)) == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "The mayor asked Ingrid Halvorsen, director of the Centre for Coastal Research at the University of Bergen, to speak.",
            "Ingrid Halvorsen, director of the Centre for Coastal Research at the University of Bergen, had no umbrella with her.",
        ),
        (
            "A letter went to Pedro Almagro, the deputy minister of agriculture and fisheries of Paraguay, in June.",
            "Growers laughed when Pedro Almagro, the deputy minister of agriculture and fisheries of Paraguay, fell asleep.",
        ),
    ],
)
def test_people_with_their_titles_are_no_copy(one: str, other: str) -> None:
    assert pairs(search(numbered([*in_own_articles(one, other), *ordinary(30)[2:]]))) == set()


def test_a_footer_of_thirty_articles_is_no_copy() -> None:
    footer = "Sign up for the Tarnholm morning letter to get the most important stories of the islands delivered to your inbox."
    assert pairs(search(numbered(f"{text}\n\n{footer}\n" for text in ordinary(30)))) == set()


def test_a_stock_phrase_of_thirty_articles_is_no_copy() -> None:
    names = ["Kestrel Mining", "Orchard Foods", "Baltic Timber", "Lumen Optics", "Harrow Steel", "Delmar Shipping"]
    phrase = "{} did not immediately respond to an emailed request for comment sent outside regular business hours."
    texts = [
        text.replace("\n\n", f"\n\n{phrase.format(names[number % 6])} ", 1) for number, text in enumerate(ordinary(30))
    ]
    assert pairs(search(numbered(texts))) == set()


def test_a_poll_that_is_filled_in_with_other_figures_is_no_copy() -> None:
    form = (
        "Support for the {} Party stood at {} percent, ahead of the {} List at {} percent, according to a survey of "
        "{} adults that was carried out between {} and {}."
    )
    one = form.format("Harbour", "34", "Orchard", "21", "1,004", "March 3", "March 7")
    other = form.format("Mountain", "41", "Lantern", "17", "2,310", "June 11", "June 15")
    assert pairs(search(numbered(in_own_articles(one, other)))) == set()


def test_a_report_that_150_outlets_carry_is_linked_to_the_first_by_each() -> None:
    outlets = [
        f"Paper {number}\n\n{FIRST} {SECOND}\n\nOur reader {chr(65 + number % 26)}{number} sent a picture."
        for number in range(150)
    ]
    assert pairs(search(numbered(outlets)), "copy") >= {(0, number) for number in range(1, 150)}


def test_a_report_that_50_outlets_carry_is_found_in_each_of_them_and_in_nothing_else() -> None:
    outlets = [f"Paper {number}\n\n{FIRST} {SECOND}\n" for number in range(50)]
    found = pairs(search(numbered([*outlets, BEES, *ordinary(10)])))
    assert found >= {(0, number) for number in range(1, 50)}
    assert max(other for _, other in found) < 50


@cache
def retellings() -> tuple[frozenset[tuple[str, str, str, str]], frozenset[tuple[str, str]]]:
    """Of the even-numbered stories in one collection: the pairs that are found, and the origins of retellings."""
    named = [(story, kind) for story in RETOLD for kind in KINDS]
    found = search(numbered(stories()[story][kind] for story, kind in named))
    taken = [one for one in found if one.kind != "quotations"]
    origins = {named[one.origin] for one in taken if one.origin is not None}
    return frozenset((*named[one.one], *named[one.other]) for one in taken), frozenset(origins)


# The reworked text of s14 is not found: half the facts in somewhat like order, and two sentences that tell the same.
@pytest.mark.parametrize("story", [name for name in RETOLD if name != "s14"])
def test_a_report_told_anew_is_found(story: str) -> None:
    found, origins = retellings()
    assert (story, "original", story, "reworked") in found
    assert (story, "reworked") not in origins


def test_nobody_who_wrote_of_the_same_event_is_said_to_have_copied() -> None:
    found, _ = retellings()
    assert [pair for pair in found if {pair[1], pair[3]} != {"original", "reworked"} or pair[0] != pair[2]] == []


def test_the_sentences_of_a_retelling_are_set_beside_each_other() -> None:
    original, reworked = stories()["s02"]["original"], stories()["s02"]["reworked"]
    found = compare(Article(0, original), Article(1, reworked))
    assert found is not None and found.kind == "retelling"
    told = {(original[p.start : p.end], reworked[p.other_start : p.other_end]) for p in found.passages}
    assert any("stood two floors higher" in one or "37 witnesses" in one for one, _ in told)
    for one, other in told:
        assert original.count(one) == 1 and one[-1] in ".”" and other[-1] in '."'


def test_what_is_left_out_is_nobodys_words() -> None:
    article = Article(0, FERRY)
    start = FERRY.index(FIRST)
    blank = replace(article, left_out=((start, start + len(FIRST) + 1 + len(SECOND)),))
    other = Article(1, SUMMER)
    assert pairs(search([article, other])) == {(0, 1)}
    assert search([blank, other]) == []


def test_a_passage_does_not_reach_into_what_is_left_out() -> None:
    """The first sentence is a caption in one of the two texts; what is copied begins after it."""
    start = FERRY.index(FIRST)
    article = Article(0, FERRY, left_out=((start, start + len(FIRST)),))
    [found] = search([article, Article(1, SUMMER)])
    [passage] = found.passages
    assert FERRY[passage.start : passage.end] == SECOND
    assert SUMMER[passage.other_start : passage.other_end] == SECOND


def test_what_is_new_is_compared_with_all_and_what_is_old_only_with_that() -> None:
    articles = numbered([FERRY, BEES, SUMMER, *ordinary(10), f"Again\n\n{FIRST} {SECOND}"])
    last = len(articles) - 1
    assert pairs(search(articles)) == {(0, 2), (0, last), (2, last)}
    assert pairs(search(articles, new=[last])) == {(0, last), (2, last)}
    assert pairs(search(articles, new=[1])) == set()


def test_texts_that_come_by_turns_give_the_pairs_that_they_give_at_once() -> None:
    texts = [stories()[story][kind] for kind in ("original", "independent", "reworked") for story in RETOLD]
    articles = numbered([FERRY, *texts, SUMMER, *in_own_articles(FIRST, CHANGED[0])])
    by_turns: set[tuple[int, int]] = set()
    turns = [range(20), range(20, 40), range(40, len(articles))]
    for turn in turns:
        by_turns |= pairs(search(articles[: turn.stop], new=turn))
    assert by_turns == pairs(search(articles))
    assert len(by_turns) > 16


def test_what_is_found_does_not_hang_on_the_order_of_the_texts() -> None:
    texts = [FERRY, BEES, SUMMER, *ordinary(10), *in_own_articles(SECOND, SECOND)]
    last = len(texts) - 1
    turned = {(last - other, last - one) for one, other in pairs(search(numbered(texts[::-1])))}
    assert turned == pairs(search(numbered(texts)))


def test_two_articles_compared_alone_are_as_in_a_collection_of_two() -> None:
    assert compare(*numbered([FERRY, SUMMER])) == search(numbered([FERRY, SUMMER]))[0]
    assert compare(*numbered([FERRY, BEES])) is None


def test_however_few_places_are_looked_at_at_a_time_the_same_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [stories()[story][kind] for kind in ("original", "reworked") for story in RETOLD]
    articles = numbered([FERRY, *texts, SUMMER, *([SUMMER] * 12), *in_own_articles(FIRST, CHANGED[0])])
    whole = {(one.one, one.other): one for one in search(articles)}
    monkeypatch.setattr(rows, "_PIECE", 40)
    monkeypatch.setattr(finding, "_TURN", 3)
    assert {(one.one, one.other): one for one in search(articles)} == whole
    assert len(whole) > 16


def test_texts_may_be_indexed_in_any_order() -> None:
    articles = numbered([FERRY, BEES, SUMMER, *ordinary(10)])
    index = Index()
    index.add(articles[::-1])
    assert pairs(find(index, lambda numbers: [articles[number] for number in numbers])) == {(0, 2)}


def test_it_is_told_how_many_pairs_were_looked_at() -> None:
    articles = numbered([FERRY, BEES, SUMMER, *ordinary(10)])
    index, told = Index(), []
    index.add(articles)
    list(
        find(index, lambda numbers: [articles[number] for number in numbers], progress=lambda *said: told.append(said))
    )
    assert told and told[-1][0] == told[-1][1] >= 1


def test_a_paragraph_that_twenty_outlets_carry_is_found_in_each_and_a_footer_is_not() -> None:
    """What is repeated most is what people look for: a paragraph with names and figures is nobody's phrase."""
    paragraph = (
        "The Tarnholm ferry Alma Grieg ran aground on the Skerry bank on Monday with 212 people aboard, the coast guard of "
        "Vester said, and 14 of them were taken to the hospital in Larsholm, where Doctor Ingrid Moe treated 9 for broken bones."
    )
    footer = (
        "Thank you for reading this article to the end. If you have found a mistake, or know more of what is told here, write to "
        "our newsroom, which reads every letter and answers as soon as it can, or ring us up between nine and five."
    )
    around = ordinary(20)
    assert len(around) == 20
    found = search(numbered(text.replace("\n\n", f"\n\n{paragraph}\n\n", 1) for text in around))
    assert len(pairs(found)) == 190
    assert pairs(search(numbered(f"{text}\n\n{footer}\n" for text in around))) == set()
