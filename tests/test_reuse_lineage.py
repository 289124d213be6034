"""Of all that texts share, what one has from another: the nearest origin, and what is not explained by it."""

from __future__ import annotations

from facts.reuse.articles import Article
from facts.reuse.lineage import nearest

from .test_reuse_finding import pairs, search

REPORT = """The ferry Solveig ran onto a sandbank off Tarnholm shortly before dawn, with 212 passengers and a cargo of apples aboard.

Captain Nils Overgaard ordered the anchors down and waited for the tide, while volunteers rowed out with blankets and soup.

The company, which has carried fruit between the islands since 1931, promised to repay every grower before Christmas."""
BEYOND = (
    "Divers of the Vesterby rescue club found a bronze bell beneath the hull, engraved with the name of a schooner that "
    "vanished in 1874."
)
AGENCY = Article(
    0, f"Stuck\n\nTARNHOLM (Meridian) - {REPORT}\n", published=("2024-05-01", "2024-05-01"), names=("Meridian",)
)


def copy(number: int, credited: str, words: str, *names: str) -> Article:
    """A copy with a title and an end of its own, published some days later."""
    day = f"2024-05-{number + 1:02}"
    titles = {1: "Apples on every beach", 2: "Soup for two hundred", 3: "A long night at sea"}
    ends = {
        1: "The lighthouse keeper slept through it.",
        2: "Schools stay open on Monday.",
        3: "Our weather page has the tides.",
    }
    text = f"{titles[number]}\n\n{words}\n\n{ends[number]} Source: {credited}\n"
    return Article(number, text, published=(day, day), names=names)


def left(*articles: Article) -> set[tuple[int, int]]:
    return pairs(nearest(search(articles)))


def test_siblings_are_explained_by_their_origin() -> None:
    """
    0 <- 1
      <- 2
      <- 3
    """
    articles = [AGENCY, *(copy(number, "Meridian", REPORT) for number in (1, 2, 3))]
    assert pairs(search(articles)) == {(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)}
    assert left(*articles) == {(0, 1), (0, 2), (0, 3)}


def test_a_chain_keeps_the_nearest() -> None:
    """0 <- 1 <- 2 <- 3"""
    articles = [
        AGENCY,
        copy(1, "Meridian", REPORT, "Island Gazette"),
        copy(2, "Island Gazette", REPORT, "Harbour Herald"),
        copy(3, "Harbour Herald", REPORT),
    ]
    assert left(*articles) == {(0, 1), (1, 2), (2, 3)}


def test_what_siblings_share_beyond_their_origin_stays() -> None:
    """
    0 <- 1 <- 2, which has words of the first copy's own
      <------ 2
    """
    articles = [AGENCY, copy(1, "Meridian", f"{REPORT}\n\n{BEYOND}"), copy(2, "Meridian", f"{REPORT}\n\n{BEYOND}")]
    assert (1, 2) in left(*articles)


def test_what_a_text_has_from_its_origins_origin_and_not_from_that_one_stays() -> None:
    """1 gives a part of 0; 2 has words of 0 that 1 leaves out."""
    parts = REPORT.split("\n\n")
    articles = [
        AGENCY,
        copy(1, "Meridian", f"{parts[0]}\n\n{BEYOND}", "Island Gazette"),
        copy(2, "Island Gazette", f"{parts[1]}\n\n{parts[2]}\n\n{BEYOND}"),
    ]
    assert left(*articles) == {(0, 1), (0, 2), (1, 2)}


def test_a_declaration_stays_however_much_another_text_explains() -> None:
    far = copy(3, "Harbour Herald", REPORT)
    articles = [
        AGENCY,
        copy(1, "Meridian", REPORT, "Harbour Herald"),
        copy(2, "Harbour Herald", REPORT),
        Article(3, far.text, published=far.published, made_from=frozenset({0})),
    ]
    assert (0, 3) in left(*articles)
    assert (0, 2) not in left(*articles)


def test_where_no_direction_is_known_everything_stays() -> None:
    articles = [Article(number, copy(number, "the sea", REPORT).text) for number in (1, 2, 3)]
    texts = [Article(number, article.text) for number, article in enumerate(articles)]
    found = search(texts)
    assert nearest(found) == found and len(found) == 3


def test_shared_quotations_stay_as_they_are() -> None:
    said = "“We rowed because nobody else was awake, and a cold passenger does not care whose boat it is,” said Karen Lund."
    articles = [AGENCY, copy(1, "Meridian", f"{REPORT}\n\n{said}"), Article(2, f"On rowing\n\nBoats are old. {said}\n")]
    found = search(articles)
    assert [(one.one, one.other) for one in nearest(found) if one.kind == "quotations"] == [(1, 2)]


def test_of_two_that_may_both_be_the_origin_the_nearer_stays_where_as_much_speaks_for_it() -> None:
    """Dates alone: each text may have been made from any before it."""
    texts = [AGENCY.text.replace("TARNHOLM (Meridian) - ", ""), *(copy(n, "the sea", REPORT).text for n in (1, 2, 3))]
    days = [f"2024-05-{number + 1:02}" for number in range(4)]
    articles = [Article(n, words, published=(day, day)) for n, (words, day) in enumerate(zip(texts, days, strict=True))]
    assert left(*articles) == {(0, 1), (1, 2), (2, 3)}


def test_every_copy_keeps_an_origin() -> None:
    """Copies by turns of the agency's report and of copies of it."""
    copies = [
        copy(1, "Meridian", f"{REPORT}\n\n{BEYOND}", "Island Gazette"),
        copy(2, "Meridian", REPORT, "Harbour Herald"),
        copy(3, "Island Gazette", REPORT),
    ]
    kept = left(AGENCY, *copies)
    assert {other for _, other in kept} == {1, 2, 3}
    assert (1, 3) in kept and (0, 3) not in kept
