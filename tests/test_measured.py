"""What was measured stays so: the finder on a small collection, retellings of made-up stories, changes of meaning."""

from __future__ import annotations

import json

import pytest

from facts.meaning import changes
from facts.reuse.articles import Article
from facts.reuse.finding import Index, find

from .benchmarks import meaning, reuse
from .benchmarks.collection import make
from .conftest import ROOT

DATA = ROOT / "tests" / "benchmarks" / "data"


@pytest.fixture(scope="module")
def scored() -> dict[str, float]:
    """The finder on 1,000 articles of a collection that it was not fitted to."""
    collection = make(1000, 3)
    return reuse.score(collection, reuse.ours(collection.documents))


@pytest.mark.parametrize(
    ("figure", "least"),
    [
        ("recall_of_two_or_more_sentences", 0.99),
        ("recall_of_one_sentence", 0.85),
        ("recall_of_reworked", 0.80),
        ("precision", 0.93),
        ("copied_words_found", 0.95),
        ("found_words_that_are_copied", 0.95),
        ("direction_right_where_decided", 0.90),
        ("undecided_where_nothing_decides", 0.95),
    ],
)
def test_the_finder_is_as_good_as_it_was(scored: dict[str, float], figure: str, least: float) -> None:
    assert scored[figure] >= least


def test_a_shared_event_or_quotation_is_hardly_ever_taken_for_a_copy(scored: dict[str, dict[str, int]]) -> None:
    wrong = scored["found_wrongly"]
    assert wrong.get("quotations", 0) + wrong.get("independent", 0) <= 3


def test_stories_that_were_told_anew_are_told_from_those_that_others_told() -> None:
    """The even-numbered stories, which were not used in fitting."""
    stories = [json.loads(line) for line in (DATA / "stories.jsonl").read_text(encoding="utf-8").splitlines()]
    told = [story for story in stories if int(story["id"][1:]) % 2 == 0]
    articles, wanted = [], set()
    for story in told:
        wanted.add((len(articles), len(articles) + 1))
        articles += [
            Article(len(articles) + at, story[key])
            for at, key in enumerate(("original", "reworked", "independent", "same_subject"))
        ]
    index = Index()
    index.add(articles)
    found = [one for one in find(index, lambda numbers: [articles[n] for n in numbers]) if one.kind != "quotations"]
    pairs = {(one.one, one.other) for one in found}
    assert pairs <= wanted
    assert len(wanted - pairs) <= 1


def test_changes_of_meaning_in_the_half_that_was_kept_back() -> None:
    pairs = [json.loads(line) for line in (DATA / "pairs-second-half.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(pairs) >= 100 and sum(pair["change"] == "style" for pair in pairs) * 2 == len(pairs)
    found = [changes(pair["first"], pair["second"]) for pair in pairs]
    labels = [one[0].kind if one else "style" for one in found]
    assert meaning.scores([pair["change"] for pair in pairs], labels)["macro_f1"] >= 0.70
