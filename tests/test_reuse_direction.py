"""Which of two texts was made from the other: each kind of evidence, and none, and evidence that contradicts itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facts.reuse.articles import Article, Reuse
from facts.reuse.finding import compare

NEWS = """The ferry Solveig ran onto a sandbank off Tarnholm shortly before dawn, with 212 passengers and a cargo of apples aboard.
Captain Nils Overgaard ordered the anchors down and waited for the tide, while volunteers rowed out with blankets and soup."""
ONE = f"Stuck\n\n{NEWS}\n\nNobody was hurt, and the apples drifted to every beach of the bay.\n"
OTHER = f"A year of storms\n\nIn Vesterby a schoolteacher rebuilt the windmill with her pupils.\n\n{NEWS}\n"
POST = ("Tarnholm Post",)


def between(one: Article | str, other: Article | str) -> Reuse:
    """What two texts share; the first is number 0."""
    first = one if isinstance(one, Article) else Article(0, one)
    second = other if isinstance(other, Article) else Article(1, other)
    found = compare(first, second)
    assert found is not None and found.kind == "copy"
    return found


def reasons(found: Reuse) -> list[tuple[str, int]]:
    return [(reason.kind, reason.origin) for reason in found.reasons]


def test_without_evidence_the_direction_is_undecided() -> None:
    found = between(ONE, OTHER)
    assert (found.origin, found.reasons, found.common) == (None, (), None)


@pytest.mark.parametrize(
    "words",
    [
        "It all took two hours, the Tarnholm Post reported.",
        "According to the Tarnholm Post, it took two hours.",
        "This article was first published in Tarnholm Post.",
        "Source: Tarnholm Post",
        "By Ida Holm, Tarnholm Post",
        "It took two hours (Tarnholm Post).",
        "Tarnholm Post",
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_credit_tells_the_copy(words: str, turned: bool) -> None:
    origin, copy = Article(0, ONE, names=POST), Article(1, f"{OTHER}\n{words}\n")
    if turned:
        origin, copy = replace(origin, number=1), replace(copy, number=0)
    found = compare(*sorted((origin, copy), key=lambda article: article.number))
    assert found is not None and reasons(found) == [("credit", origin.number)]
    assert found.origin == origin.number
    assert "Tarnholm Post" in found.reasons[0].words


@pytest.mark.parametrize(
    "words",
    [
        "The Tarnholm Post has moved into the old customs house.",
        "She has read the Tarnholm Postscript since 1990, it is reported.",
        "People queued where the Tarnholm Post is sold.",
    ],
)
def test_a_name_that_is_only_mentioned_is_no_credit(words: str) -> None:
    assert (
        between(Article(0, ONE, names=POST), f"{OTHER}\n{words} The windmill turns again on Sundays.\n").origin is None
    )


@pytest.mark.parametrize("name", ["the Tarnholm Post", "The Tarnholm Post"])
@pytest.mark.parametrize(
    "words", ["The Tarnholm Post first reported it.", "It took, the Tarnholm Post reported, two hours."]
)
def test_an_article_before_a_name_may_be_large_or_small(name: str, words: str) -> None:
    found = between(Article(0, ONE, names=(name,)), f"{OTHER}\n{words}\n")
    assert found.origin == 0 and reasons(found) == [("credit", 0)]


@pytest.mark.parametrize("name", ["the Tarnholm Post", "Tarnholm Post"])
def test_an_outlet_that_names_itself_is_no_third(name: str) -> None:
    one = Article(0, f"{ONE}\nIt took two hours, as the Tarnholm Post reported.\n", names=(name,))
    other = Article(1, f"{OTHER}\nThe Tarnholm Post reported that nobody was hurt.\n", names=(name,))
    assert between(one, other).common is None


def test_an_outlet_that_names_itself_credits_nobody() -> None:
    copy = Article(1, f"{OTHER}\nSource: Tarnholm Post\n", names=POST)
    assert between(Article(0, ONE, names=POST), copy).origin is None


def test_what_was_published_earlier_is_the_origin() -> None:
    found = between(
        Article(0, ONE, published=("2024-05-03", "2024-05-03")),
        Article(1, OTHER, published=("2024-05-01", "2024-05-02")),
    )
    assert found.origin == 1 and reasons(found) == [("dates", 1)]
    assert "2024-05-03" in found.reasons[0].words and "2024-05-02" in found.reasons[0].words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("2024-05-01", "2024-05-01"), ("2024-05-01", "2024-05-01")),
        (("2024-05-01", "2024-05-31"), ("2024-05-02", "2024-05-02")),
        (("2024-05-01", "2024-05-01"), (None, None)),
        ((None, "2024-05-01"), (None, "2024-06-01")),
    ],
)
def test_dates_that_may_be_the_same_decide_nothing(
    one: tuple[str | None, str | None], other: tuple[str | None, str | None]
) -> None:
    assert between(Article(0, ONE, published=one), Article(1, OTHER, published=other)).origin is None


def test_a_date_that_stands_for_a_weekday_tells_the_copy() -> None:
    origin = ONE.replace("shortly before dawn", "on Friday before dawn")
    copy = OTHER.replace("shortly before dawn", "on January 15 before dawn")
    found = between(copy, origin)
    assert found.origin == 1 and reasons(found) == [("weekday", 1)]
    assert "“on January 15” where {other} has “on Friday”" in found.reasons[0].words


def test_a_weekday_beside_a_date_tells_nothing() -> None:
    one = ONE.replace("shortly before dawn", "on Friday, January 15, before dawn")
    other = OTHER.replace("shortly before dawn", "on January 15 before dawn")
    assert between(one, other).origin is None


def test_a_quotation_that_is_cut_tells_the_copy() -> None:
    whole = "“We rowed because nobody else was awake, and a cold passenger does not care whose boat it is,” said Karen Lund."
    cut = "“We rowed because nobody else was awake,” said Karen Lund."
    found = between(f"{ONE}\n{cut}\n", f"{OTHER}\n{whole}\n")
    assert found.origin == 1 and reasons(found) == [("quotation cut", 1)]
    assert found.reasons[0].words.startswith("gives “We rowed because nobody else was awake,” of “We rowed")


def test_quotations_that_each_cuts_differently_decide_nothing() -> None:
    """Both heard all of it: each gives more of another quotation."""
    lund = "“We rowed because nobody else was awake, and a cold passenger does not care whose boat it is,” said Lund."
    holm = "“The tide comes when it comes, and until then there is nothing to be done but soup and songs,” said Holm."
    short_lund = "“We rowed because nobody else was awake,” said Lund."
    short_holm = "“The tide comes when it comes,” said Holm."
    assert between(f"{ONE}\n{lund} {short_holm}\n", f"{OTHER}\n{short_lund} {holm}\n").origin is None


def test_the_spelling_of_another_house_in_what_is_shared_tells_the_copy() -> None:
    news = f"{NEWS} Dockers of the harbour council honoured the neighbours with medals."
    origin = f"Stuck\n\n{news}\n\nThe theatre has a new colour, which was her favourite.\n"
    copy = f"Storms\n\nThe theater by the harbor had its favorite color back.\n\n{news}\n"
    found = between(origin, copy)
    assert found.origin == 0 and reasons(found) == [("house style", 0)]
    assert "“harbour”" in found.reasons[0].words and "“theater”" in found.reasons[0].words


def test_a_dateline_tells_the_origin() -> None:
    found = between(f"Stuck\n\nTARNHOLM, May 3 (Meridian) - {NEWS}\n", OTHER)
    assert found.origin == 0 and reasons(found) == [("dateline", 0)]
    assert "Meridian" in found.reasons[0].words


def test_datelines_of_both_decide_nothing() -> None:
    found = between(
        f"Stuck\n\nTARNHOLM (Meridian) - {NEWS}\n", f"Boats\n\nTARNHOLM (Meridian) - {NEWS}\n\nMore soon.\n"
    )
    assert found.origin is None and found.common == "Meridian"


def test_evidence_that_contradicts_itself_decides_nothing_and_is_shown() -> None:
    found = between(
        Article(0, ONE, names=POST, published=("2024-05-03", "2024-05-03")),
        Article(1, f"{OTHER}\nSource: Tarnholm Post\n", published=("2024-05-01", "2024-05-01")),
    )
    assert found.origin is None
    assert sorted(reasons(found)) == [("credit", 0), ("dates", 1)]


def test_the_heavier_evidence_decides_and_what_speaks_against_it_is_shown_last() -> None:
    found = between(
        Article(0, f"Stuck\n\nTARNHOLM (Meridian) - {NEWS}\n", names=POST, published=("2024-05-03", "2024-05-03")),
        Article(1, f"{OTHER}\nSource: Tarnholm Post\n", published=("2024-05-01", "2024-05-01")),
    )
    assert found.origin == 0
    assert reasons(found) == [("credit", 0), ("dateline", 0), ("dates", 1)]


def test_texts_that_credit_each_other_decide_nothing() -> None:
    found = between(
        Article(0, f"{ONE}\nSource: Island Gazette\n", names=POST),
        Article(1, f"{OTHER}\nSource: Tarnholm Post\n", names=("Island Gazette",)),
    )
    assert found.origin is None and found.reasons == ()


def test_texts_that_credit_a_third_may_both_go_back_to_it() -> None:
    found = between(
        f"{ONE}\nIt took two hours, Meridian reported.\n", f"{OTHER}\nMeridian reported that nobody was hurt.\n"
    )
    assert found.origin is None and found.common == "Meridian"


def test_names_and_figures_that_one_leaves_out_are_a_hint_and_no_decision() -> None:
    copy = (
        OTHER.replace(" off Tarnholm", " that night")
        .replace("212", "many")
        .replace("Captain Nils Overgaard", "The captain")
    )
    found = between(ONE, copy)
    assert found.origin is None
    assert reasons(found) == [("details", 0)]


EVERYTHING_AGAINST_IT = Article(
    0,
    "Stuck\n\nTARNHOLM (Meridian) - "
    + NEWS.replace("shortly before dawn", "on Friday before dawn").replace(
        "\n", " Dockers of the harbour honoured them. "
    )
    + "\n\n“We rowed because nobody else was awake, and a cold passenger does not care whose boat it is,” said Karen Lund.\n"
    + "\nThe theatre has a new colour.\n",
    names=POST,
    published=("2024-05-01", "2024-05-01"),
)
COPY_BY_ALL_SIGNS = Article(
    1,
    "Storms\n\nThe theater has its favorite color back, the Tarnholm Post reported.\n\n"
    + NEWS.replace("shortly before dawn", "on January 15 before dawn").replace(
        "\n", " Dockers of the harbour honoured them. "
    )
    + "\n\n“We rowed because nobody else was awake,” said Karen Lund.\n",
    published=("2024-05-03", "2024-05-03"),
)


def test_all_kinds_of_evidence_may_speak_for_one_direction() -> None:
    found = between(EVERYTHING_AGAINST_IT, COPY_BY_ALL_SIGNS)
    assert found.origin == 0
    assert {kind for kind, origin in reasons(found) if origin == 0} == {
        *("credit", "dates", "weekday", "quotation cut", "house style", "dateline")
    }


def test_what_a_person_declares_wins_against_all_evidence() -> None:
    found = between(replace(EVERYTHING_AGAINST_IT, made_from=frozenset({1})), COPY_BY_ALL_SIGNS)
    assert found.origin == 1
    assert reasons(found)[0] == ("recorded", 1)
    assert len(found.reasons) == 7


def test_signs_with_braces_in_them_are_said_as_they_are() -> None:
    found = between(Article(0, ONE, names=("Post {x}",)), f"{OTHER}\nSource: Post {{x}}\n")
    [reason] = found.reasons
    assert reason.words.format(other="the other") == "credits the other: “Source: Post {x}”"
