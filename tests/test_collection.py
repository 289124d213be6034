"""The collection of made-up news: its truth is true, and it is what it says it is."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from .benchmarks.collection import Collection, Planted, make
from .benchmarks.collection.editing import has_weekday

COPIES = ("whole", "sentences", "sentence", "reworked")
KINDS = {*COPIES, "quotations", "independent", "common"}
CREDIT = r"according to {0}|{0} reported|\({0}\)|first (?:published|reported) by {0}|{0} first reported"


@cache
def collection() -> Collection:
    return make(400, 7)


def of_kind(*kinds: str) -> list[Planted]:
    return [planted for planted in collection().planted if planted.kind in kinds]


def text(number: int) -> str:
    return collection().documents[number].text


def runs(of: str, size: int) -> set[tuple[str, ...]]:
    """The runs of words outside quotation marks."""
    found: set[tuple[str, ...]] = set()
    for piece in re.split(r"“[^”]*”|\"[^\"]*\"", of):
        words = re.findall(r"[^\W_]+", piece.lower())
        found |= {tuple(words[at : at + size]) for at in range(len(words) - size + 1)}
    return found


def stretches(planted: Planted) -> list[tuple[str, str]]:
    one, other = text(planted.one), text(planted.other)
    return [(one[a:b], other[c:d]) for a, b, c, d in planted.spans]


def days(number: int) -> tuple[str | None, str | None]:
    return collection().documents[number].published


def test_documents_are_articles() -> None:
    documents = collection().documents
    assert [document.number for document in documents] == list(range(400))
    sizes = sorted(len(document.text.split()) for document in documents)
    assert sizes[25] >= 200 and sizes[-25] <= 700 and 280 <= sizes[200] <= 420
    for document in documents:
        assert "\r" not in document.text and "  " not in document.text and "\n\n\n" not in document.text
        assert document.text == document.text.strip() and document.text.count("\n\n") >= 4
        assert not re.search(r"[<>{}\[\]|]|,,|,\.| [,.;:]", document.text), document.text


def test_the_same_numbers_make_the_same_collection() -> None:
    assert make(40, 3) == make(40, 3)
    assert make(40, 3) != make(40, 4)


def test_spans_are_whole_sentences() -> None:
    for planted in of_kind("whole", "sentences", "sentence", "common"):
        assert planted.spans
        for one, other in stretches(planted):
            assert one == one.strip() and other == other.strip()
            assert all(part[0].isupper() or part[0].isdigit() or part[0] in '“"€$£' for part in (one, other))


def test_what_is_copied_unchanged_is_the_same() -> None:
    for planted in of_kind("whole", "sentences", "sentence"):
        if planted.changed == 0 and not set(planted.decided_by) - {"dates", "dateline"}:
            for one, other in stretches(planted):
                assert one.translate(QUOTES).split() == other.translate(QUOTES).split()


QUOTES = str.maketrans("“”‘’", "\"\"''")


def test_a_share_of_the_words_is_changed() -> None:
    for share in (0.05, 0.1, 0.2, 0.3):
        kept = total = 0
        for planted in of_kind("whole", "sentences"):
            if planted.changed == share:
                for one, other in stretches(planted):
                    there = Counter(other.translate(QUOTES).split())
                    total += there.total()
                    kept += (there & Counter(one.translate(QUOTES).split())).total()
        assert total and 0.35 * share < 1 - kept / total < 1.3 * share + 0.03, share


def test_reworked_pairs_have_no_seven_words_in_a_row_in_common() -> None:
    for planted in of_kind("reworked", "independent", "quotations"):
        assert not runs(text(planted.one), 7) & runs(text(planted.other), 7)


def test_quotations_are_the_quoted_words() -> None:
    pairs = of_kind("quotations")
    assert sum(bool(planted.spans) for planted in pairs) > 0.8 * len(pairs)
    for planted in pairs:
        for one, other in stretches(planted):
            first, second = (re.findall(r"[^\W_]+", words.lower()) for words in (one, other))
            assert first == second and len(first) >= 4


def test_shares_are_as_promised() -> None:
    made = collection()
    planted = {number for pair in made.planted for number in (pair.one, pair.other)}
    assert 0.35 < 1 - len(planted | {number for pair in made.kin for number in pair}) / 400 < 0.6
    assert {pair.kind for pair in made.planted} == KINDS
    assert not made.kin & {frozenset((pair.one, pair.other)) for pair in made.planted}
    origins = Counter(pair.origin for pair in of_kind("whole"))
    assert sum(times >= 5 for times in origins.values()) >= 10
    copies = of_kind(*COPIES)
    assert 0.45 < sum(bool(pair.decided_by) for pair in copies) / len(copies) < 0.82
    assert all((pair.origin == pair.other) == (pair.kind in COPIES) for pair in made.planted)


def test_pairs_that_nothing_decides_show_no_evidence() -> None:
    made = collection()
    for planted in of_kind(*COPIES):
        if planted.decided_by:
            continue
        one, other = text(planted.one), text(planted.other)
        outlet = re.escape(made.documents[planted.other].outlet)
        assert not re.search(CREDIT.format(outlet), one, re.IGNORECASE)
        assert not re.search(r"^[A-ZÀ-Ž ]+ \(.+\) - ", other.split("\n\n", 1)[1], re.MULTILINE)
        (earliest, latest), (first, last) = days(planted.one), days(planted.other)
        assert not (earliest and last and earliest > last) and not (latest and first and latest < first)
        for copied, original in stretches(planted) if planted.kind != "reworked" and not planted.changed else ():
            assert has_weekday(copied) == has_weekday(original)
        if planted.kind == "whole":
            for start, end, own in ((0, 1, one), (2, 3, other)):
                covered = sum(span[end] - span[start] for span in planted.spans)
                assert covered < len(own) - 60


def test_planted_evidence_is_there() -> None:
    made = collection()
    for planted in of_kind(*COPIES):
        if "dates" in planted.decided_by:
            later, earlier = days(planted.one)[0], days(planted.other)[1]
            assert later and earlier and later > earlier
        if "credit" in planted.decided_by:
            outlet = re.escape(made.documents[planted.other].outlet)
            assert re.search(CREDIT.format(outlet), text(planted.one), re.IGNORECASE)
        if "dateline" in planted.decided_by:
            assert f" ({made.documents[planted.other].outlet}) - " in text(planted.other)
            assert f" ({made.documents[planted.other].outlet}) - " not in text(planted.one)
