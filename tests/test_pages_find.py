"""Search and questions on the pages: what is asked is found, however it is typed, and nothing typed breaks a page."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from sqlalchemy import Engine

from facts import publish
from facts.describe import QUERIES
from facts.pages.reading import asking, find
from facts.pages.reading.kinds import KINDS

from .reading_room import answers, get, said
from .world import World, build, insert

# What no question may break: marks of every kind, FTS5's own words and signs, nothing, too much, what is no character.
HOSTILE = [
    "",
    " ",
    '"',
    '"""',
    "'",
    "“”",
    "„Vučić“ « »",
    "‘’‛′",
    "!!! ... ***",
    "*",
    "^serbia",
    "serb*",
    "AND",
    "serbia AND",
    "OR OR",
    "NOT serbia",
    "NEAR(serbia sanctions, 3)",
    "text:serbia",
    "{text speaker} : serbia",
    "-serbia",
    "(serbia",
    "serbia)",
    'serbia "sanctions',
    "\0",
    "serbia\0sanctions",
    "\x01\x02\x1b\x7f\x85",
    "\u202eserbia",
    "\ufdd0serbia\ufdd1",
    "\ufffe\uffff",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "%", "\\", "a" * 10_000, "serbia " * 1_500, '"' * 10_000, "\U0001f600", "भारत", "塞尔维亚",
]  # fmt: skip


@pytest.fixture
def file(desk: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{desk.as_uri()}?mode=ro", uri=True)) as connection:
        yield connection


def asked(connection: sqlite3.Connection, q: str, **filters: str) -> dict[str, object]:
    found = find.read(connection, {"q": q, **{name.rstrip("_"): value for name, value in filters.items()}})
    assert found is not None
    return found


def counts(connection: sqlite3.Connection, q: str, **filters: str) -> dict[str, int]:
    found = asked(connection, q, **filters)["kinds"]
    assert isinstance(found, list)
    return {one["kind"]: one["found"] for one in found}


def path(q: str, page: str = "find", **filters: str) -> str:
    return f"/facts/{page}?{urlencode({'q': q, **filters}, quote_via=quote)}"


def test_words_are_found_in_everything_and_marked_where_they_stand(desk: Path) -> None:
    answer = get(desk, path("avoid sanctions"))
    assert answer.status_code == 200
    words = said(answer.text)
    assert "Aleksandar Vučić wants to avoid any U.S. sanctions . 2 reports, 1 origin" in words
    assert "Claims 1" in words and "Texts 2" in words
    assert "<mark>avoid</mark> any U.S. <mark>sanctions</mark>" in answer.text
    assert 'href="/facts/claims/vucic-wants-to-avoid-us-sanctions"' in answer.text
    assert '<q class="theirs"><bdi>he wants to <mark>avoid</mark> any' in answer.text


def test_the_page_counts_what_the_index_holds(file: sqlite3.Connection) -> None:
    for kind in KINDS:
        [(there,)] = file.execute(f"SELECT count(*) FROM {kind.index} WHERE {kind.index} MATCH 'serbia'").fetchall()
        assert counts(file, "serbia")[kind.name] == there > 0


@pytest.mark.parametrize(
    "typed", ["Vučić", "vucic", "VUČIĆ", "“vucic”", "«Vučić»", "Vučić’s", "vucic's", "Vuc\u030cic\u0301"]
)
def test_accents_capitals_and_marks_make_no_difference(file: sqlite3.Connection, typed: str) -> None:
    expected = counts(file, "vucic")
    assert expected["people"] >= 1 and counts(file, typed)["people"] == expected["people"]


def test_words_in_quotation_marks_stand_in_this_order(file: sqlite3.Connection) -> None:
    assert sum(counts(file, "«avoid any»").values()) > 0
    assert sum(counts(file, "“any avoid”").values()) == 0
    assert counts(file, "any avoid") == counts(file, "avoid any")


@pytest.mark.parametrize(
    ("typed", "is_meant"),
    [
        ("sancsions", "sanctions"),  # mistaken
        ("santcions", "sanctions"),  # changed places
        ("sanctons", "sanctions"),  # left out
        ("sancctions", "sanctions"),  # put in
        ("anctions", "sanctions"),  # the first left out
        ("xanctions", "sanctions"),  # the first mistaken
        ("erbia", "serbia"),
        ("serbai armnig", "serbia arming"),
        ("Vučič's", "Vucic's"),
    ],
)
def test_a_word_typed_wrongly_leads_to_the_one_that_is_meant(desk: Path, typed: str, is_meant: str) -> None:
    data = get(desk, path(typed, "find.json")).json()
    if typed.startswith("Vu"):  # to the index both are one word, so that nothing need be proposed
        assert data["found"] > 0
        return
    assert data["found"] == 0 and data["meant"][0]["question"] == is_meant
    page = get(desk, path(typed)).text
    assert "Did you mean" in page and f'href="{path(is_meant)}"' in page
    assert said(get(desk, path(is_meant)).text).count("Nothing found") == 0


def test_what_is_proposed_is_found(file: sqlite3.Connection) -> None:
    for typed in ("sancsions", "serbai armnig", "serbia zebra", "weapns from rusia"):
        found = asked(file, typed)
        for one in [*found["meant"], *found["fewer"]]:  # type: ignore[misc]
            assert sum(counts(file, one["question"]).values()) == one["found"] > 0


def test_the_beginning_of_a_word_finds_it_where_nothing_has_it_whole(file: sqlite3.Connection) -> None:
    found = asked(file, "sanct")
    assert found["begins"] == "sanct" and found["found"] == asked(file, "sanctions")["found"]
    assert asked(file, "sanctions")["begins"] is None
    assert asked(file, "sa")["begins"] is None  # too little to say what is meant


def test_where_nothing_has_all_words_fewer_are_proposed(desk: Path) -> None:
    page = get(desk, path("serbia zebra")).text
    assert "Nothing found" in page and "With fewer words" in page and f'href="{path("serbia")}"' in page
    assert 'href="/facts/questions"' in page


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_one_kind_alone_is_shown_and_the_others_are_counted(file: sqlite3.Connection, kind: str) -> None:
    found = asked(file, "serbia", kind=kind)
    shown = {one["kind"]: len(one["hits"]) for one in found["kinds"]}  # type: ignore[attr-defined]
    everything = counts(file, "serbia")
    assert counts(file, "serbia", kind=kind) == everything
    assert {name for name, many in shown.items() if many} == {kind}
    assert shown[kind] == min(everything[kind], find.PAGE)


def test_pages_of_one_kind_follow_each_other_without_a_hit_twice(file: sqlite3.Connection) -> None:
    many = counts(file, "serbia")["claim"]
    assert many > 2 * find.PAGE
    seen: list[str] = []
    for page in range(1, -(-many // find.PAGE) + 1):
        [claims] = [one for one in asked(file, "serbia", kind="claim", page=str(page))["kinds"] if one["hits"]]  # type: ignore[attr-defined]
        seen += [hit["slug"] for hit in claims["hits"]]
    assert len(seen) == len(set(seen)) == many


def test_a_person_narrows_by_slug_or_by_any_name(file: sqlite3.Connection) -> None:
    [(all_, his)] = file.execute(
        "SELECT count(*), sum(speaker = 'Aleksandar Vučić') FROM quote_variants WHERE quote_id IN "
        "(SELECT rowid FROM quote_variants_fts WHERE quote_variants_fts MATCH 'weapons')"
    ).fetchall()
    assert 0 < his < all_
    for name in ("aleksandar-vucic", "vucic", "Aleksandar Vučić"):
        assert counts(file, "weapons", person=name)["quotation"] == his
    assert counts(file, "weapons", person="nobody-at-all") == dict.fromkeys((kind.name for kind in KINDS), 0)


def test_a_publisher_narrows_and_so_does_what_is_reprinted_from_it(file: sqlite3.Connection) -> None:
    for name, slug in (("WFXT", "wfxt-2019-11-06-russian-missiles"), ("express", "reprint-putin-balkans-weapons-deal")):
        [texts] = [one for one in asked(file, "weapons", publisher=name)["kinds"] if one["kind"] == "text"]  # type: ignore[attr-defined]
        assert [hit["slug"] for hit in texts["hits"]] == [slug]
    # Somebody who is known, and published nothing.
    assert "No publisher here goes by" in find_problem(file, "weapons", publisher="Aleksandar Vučić")


def find_problem(connection: sqlite3.Connection, q: str, **filters: str) -> str:
    from facts.pages.showing.find import _problem

    return " ".join(_problem(**one) for one in asked(connection, q, **filters)["problems"])  # type: ignore[attr-defined]


def test_dates_narrow_by_day_month_and_year(store: Engine, tmp_path: Path) -> None:
    """A work whose date is known in part is found where it may belong; one without a date, nowhere."""
    dates = {
        "exact": ("2020-02-29", "2020-02-29"),
        "month": ("2020-03-01", "2020-03-31"),
        "later": ("2020-05-01", None),
        "never": (None, None),
    }

    def make(world: World) -> None:
        for name, (first, last) in dates.items():
            insert(
                world.connection,
                "sources",
                slug=name,
                title=f"Bridge {name}",
                published=first and f"{first}/{last or '..'}",
                published_basis=first and "inferred",
                published_earliest=first,
                published_latest=last,
            )

    build(store, make)
    with closing(sqlite3.connect(publish.desk(store, tmp_path / "desk"))) as connection:

        def found(**filters: str) -> set[str]:
            [sources] = [one for one in asked(connection, "bridge", **filters)["kinds"] if one["kind"] == "source"]  # type: ignore[attr-defined]
            return {hit["slug"] for hit in sources["hits"]}

        assert found() == set(dates)
        assert found(from_="2020", to="2020") == {"exact", "month", "later"}
        assert found(to="2020-02") == {"exact"}  # the 29th is its last day
        assert found(from_="2020-03-15", to="2020-03-15") == {"month"}
        assert found(from_="2021-01-01") == {"later"}
        assert found(to="2019") == set()
        assert found(from_="yesterday") == set(dates)


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ("2019", "2019-01-01", "2019-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2019-11-06", "2019-11-06", "2019-11-06"),
        ("6.11.2019", "2019-11-06", "2019-11-06"),
        ("2019/11/6", "2019-11-06", "2019-11-06"),
        ("2019-02-30", None, None),
        ("2019-13", None, None),
        ("0000", None, None),
        ("٢٠١٩", None, None),
        ("November", None, None),
    ],
)
def test_a_day_a_month_or_a_year_is_understood(given: str, first: str | None, last: str | None) -> None:
    assert (asking.day(given), asking.day(given, last=True)) == (first, last)


def test_a_filter_that_leaves_nothing_says_what_there_is_without(desk: Path) -> None:
    page = get(desk, path("serbia", to="1990")).text
    assert "within what it was narrowed to" in said(page) and f'href="{path("serbia")}">something is found' in page


def test_nothing_that_is_typed_breaks_the_page(desk: Path) -> None:
    names = ("q", "person", "publisher", "from", "to", "kind", "page")
    paths = [f"/facts/{page}?{urlencode({'q': q})}" for q in HOSTILE for page in ("find", "find.json")]
    paths += [f"/facts/find?{urlencode({'q': 'serbia', name: q})}" for name in names[1:] for q in HOSTILE]
    paths += [
        "/facts/find", "/facts/find.json", "/facts/find?q=a&q=b", "/facts/find?q=%ff%fe", "/facts/find?q=%ed%a0%80",
        "/facts/find?page=-1&kind=claim&q=serbia", "/facts/find?page=9999&kind=claim&q=serbia",
    ]  # fmt: skip
    for address, answer in zip(paths, answers(desk, paths), strict=True):
        assert answer.status_code == 200, address[:200]
        assert "<script" not in answer.text or "json" in address, address[:200]
        assert " style=" not in answer.text


def test_markers_in_the_words_themselves_are_no_marks(store: Engine, tmp_path: Path) -> None:
    """Words are what stands there, whatever stands there; only what was looked for is marked."""
    words = f"<b>bridge</b> & {find.OFF}old{find.ON} <mark>bridge</mark>"
    build(store, lambda world: insert(world.connection, "sources", slug="odd", title=words))
    folder = publish.desk(store, tmp_path / "desk")
    page = get(folder, path("bridge")).text
    assert page.count("<mark>bridge</mark>") == 2 and "<b>" not in page
    assert "&lt;mark&gt;<mark>bridge</mark>&lt;/mark&gt;" in page


def test_in_public_nothing_is_found_in_what_is_not_shown(public: Path, desk: Path) -> None:
    with closing(sqlite3.connect(public)) as shown, closing(sqlite3.connect(desk)) as whole:
        assert counts(whole, "serbia")["text"] == 4 and counts(shown, "serbia")["text"] == 0
        ours = {word for (word,) in shown.execute("SELECT word FROM words")}
        theirs = {word for (word,) in whole.execute("SELECT word FROM words")}
        known = set()
        for name in publish.finish.WORDS_OF:
            shown.execute(f"CREATE VIRTUAL TABLE temp.v_{name} USING fts5vocab(main, {name}_fts, row)")
            known |= {word for (word,) in shown.execute(f"SELECT term FROM temp.v_{name}")}
        assert ours <= known and ours < theirs
    assert get(public, path("sanctions")).status_code == 200


def test_the_words_are_those_of_the_indexes(file: sqlite3.Connection) -> None:
    counted = dict(file.execute("SELECT word, rows FROM words").fetchall())
    for word in ("serbia", "vucic", "sanctions"):
        assert counted[word] == sum(counts(file, word).values())
    assert all(3 <= len(word) <= 40 and word.isalpha() for word in counted)


def test_no_question_reads_a_whole_table(file: sqlite3.Connection) -> None:
    """Of what may be large, rows are found by an index; an index of words, a list that is given, and nothing else is walked."""
    asked_: list[str] = []
    file.set_trace_callback(
        lambda sql: asked_.append(sql) if sql.lstrip().upper().startswith(("SELECT", "WITH")) else None
    )
    for q in ("serbia", "sanct", "sancsions", "serbia zebra armnig"):
        asked(file, q, person="vucic", publisher="WFXT", from_="2019", to="2020")
        asked(file, q)
        asked(file, q, kind="text", person="vucic", page="2")
    file.set_trace_callback(None)
    ours = {sql for sql in asked_ if "'main'." not in sql}  # what an index of words asks of its own tables says so
    assert len(ours) > 40
    for sql in ours:
        for *_, step in file.execute(f"EXPLAIN QUERY PLAN {sql}"):
            walked = step.startswith("SCAN") and not any(
                fine in step for fine in (" VIRTUAL TABLE", "CONSTANT", "letters", "SCAN h", "(subquery", "SCAN i ")
            )
            # The first word of all, and no more than that.
            assert not walked or (step == "SCAN words" and "LIMIT 1" in sql), f"{step}: {sql}"


def test_every_page_has_the_box(desk: Path) -> None:
    for address in (
        "/facts/claims/vucic-wants-to-avoid-us-sanctions",
        "/facts/questions",
        "/facts/claims/no-such",
        "/facts/find",
    ):
        page = get(desk, address).text
        assert page.count('role="search"') == 1 and 'action="/facts/find"' in page and 'name="q"' in page
        assert '<label for="q"' in page or '<label class="unseen" for="find"' in page


def test_the_form_keeps_what_was_typed(desk: Path) -> None:
    page = get(desk, path('“arms” & "deal"', kind="claim", person="<Vučić>", **{"from": "2019"})).text
    assert 'value="&#34;arms&#34; &amp; &#34;deal&#34;"' in page and 'value="&lt;Vučić&gt;"' in page
    assert '<option value="claim" selected>' in page and 'name="from" value="2019"' in page


def test_every_question_has_a_form_that_asks_it(desk: Path) -> None:
    page = get(desk, "/facts/questions").text
    data = get(desk, "/facts/questions.json").json()
    listed = {one["name"]: one for group in data["groups"] for one in group["questions"]}
    assert listed.keys() == QUERIES.keys()
    for name, query in QUERIES.items():
        assert listed[name]["title"] == query.title
        assert f'<form action="/facts/{name}"' in page if query.parameters else f'<a href="/facts/{name}">' in page
        for parameter in query.parameters:
            assert f'<label for="{name}-{parameter}">' in page and f'id="{name}-{parameter}" name="{parameter}"' in page


def test_the_examples_of_questions_find_something(desk: Path) -> None:
    data = get(desk, "/facts/questions.json").json()
    paths = [
        f"/facts/{one['name']}.json?{urlencode({field['name']: field['example'] for field in one['parameters']})}&_shape=array"
        for group in data["groups"]
        for one in group["questions"]
        if one["parameters"]
    ]
    assert len(paths) > 8
    for address, answer in zip(paths, answers(desk, paths), strict=True):
        assert answer.status_code == 200 and answer.json(), address
