"""A thing said, on its page: its versions one under another, what differs in them, and whose word each is."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from facts import publish
from facts.pages.reading import utterance, versions
from facts.pages.showing.utterance import differing

from .reading_room import get, said
from .world import World, build, insert

PURCHASE = "/facts/utterances/vucic-purchasing"


class Explaining:
    """A connection that keeps what it would go through row by row."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.scans: list[str] = []

    def execute(self, sql: str, given: dict[str, Any]) -> sqlite3.Cursor:
        plan = [row[3] for row in self.connection.execute(f"EXPLAIN QUERY PLAN {sql}", given)]
        made = {line.split()[1] for line in plan if line.startswith(("CO-ROUTINE", "MATERIALIZE"))}
        for line in plan:
            found = re.match(r"SCAN (\S+)", line)
            if found and found[1] not in {*made, "json_each", "one", "CONSTANT"}:
                self.scans.append(f"{line}: {' '.join(sql.split())}")
        return self.connection.execute(sql, given)


def scans(file: Path, read: Callable[..., Any], slug: str) -> list[str]:
    """Tables that a page goes through row by row."""
    with closing(sqlite3.connect(file)) as connection:
        explaining = Explaining(connection)
        assert read(explaining, {"slug": slug})
    return explaining.scans


def marked(parts: list[dict[str, str]]) -> str:
    """Parts in a line: {+only here+} [-only there-] <quoted> (told)."""
    where = {"both": "{}", "here": "{{+{}+}}", "there": "[-{}-]"}
    kinds = {"quoted": "<{}>", "told": "({})"}
    return "".join(where[part["where"]].format(kinds.get(part["kind"], "{}").format(part["words"])) for part in parts)


def read(file: Path, slug: str) -> dict[str, Any]:
    with closing(sqlite3.connect(file)) as connection:
        found = utterance.read(connection, {"slug": slug})
    assert found
    return found


# The seeds


def test_the_same_quoted_words_in_another_clause_are_seen_at_once(desk: Path) -> None:
    answer = get(desk, PURCHASE)
    assert answer.status_code == 200
    [_, _, reprint] = answer.text.split('<li class="version"')[1:]
    assert "<del>avoid</del>" in reprint and ">evade</bdi></ins>" in reprint
    assert '<q class="theirs"><bdi>or confrontation with America</bdi></q>' in reprint
    words = said(f"<body><li{reprint}")
    assert (
        "Serbia is purchasing defensive has purchased the weapons from the Russians and that he wants Moscow to"
        in words
    )
    assert "The words in quotation marks are the same; those that the report sets them in are not." in words
    assert "Held against WFXT" in words
    assert (
        "Judged altered, and so the outlet's own words: Serbia has purchased the weapons from Moscow to evade" in words
    )


def test_it_says_who_when_where_and_whose_word_it_is(desk: Path) -> None:
    words = said(get(desk, PURCHASE).text)
    assert "Said once, reported in 3 texts" in words
    assert "Who said it Aleksandar Vučić When 5 November 2019 (worked out from another date)" in words
    assert "Where [State TV interview with Aleksandar Vučić] (known through the reports alone)" in words
    assert "3 reports come down to 2 origins." in words
    assert "Heard at first hand by [State TV interview with Aleksandar Vučić] ; express.co.uk ." in words
    assert "The reports give it in 6 places" in words
    assert (
        "said by Aleksandar Vučić reported by Associated Press (not read) reported by American Military News" in words
    )


def test_versions_stand_in_the_order_in_which_they_appeared(desk: Path) -> None:
    found = get(desk, f"{PURCHASE}.json").json()["versions"]
    assert [one["outlet"].partition(" (")[0] for one in found] == [
        "WFXT",
        "American Military News",
        "a reprint of express.co.uk",
    ]
    assert [one["passages"][0]["measure"] for one in found] == [True, False, False]
    assert [one["passages"][0]["same_in_marks"] for one in found] == [None, True, True]
    [second] = found[1]["passages"]
    assert marked(second["parts"]).endswith(
        "(he wants to avoid any U.S. sanctions “)<or confrontation with America,>(”){+ AP reported.+}"
    )


def test_what_rests_on_it_and_what_may_be_the_same_lead_on(desk: Path) -> None:
    text = get(desk, PURCHASE).text
    assert 'href="/facts/claims/purchase-meant-to-evade-us-sanctions"' in text
    assert "Not the same as He has a desire to purchase the S-400 but lacks the funding." in said(text)
    assert "Judged by facts maintainers." in said(text)
    assert "Possibly the same as" in said(get(desk, "/facts/utterances/palmer-risk").text)


def test_in_public_only_what_is_shown_is_compared(public: Path) -> None:
    found = read(public, "vucic-purchasing")
    parts = {one["outlet"].partition(" (")[0]: one["passages"][0]["parts"] for one in found["versions"]}
    assert "AP reported" not in marked(parts["American Military News"])
    assert "[-" not in marked(parts["American Military News"])  # “said in a state TV interview” is hidden, not left out
    assert "[-avoid-]{+(evade )+}" in marked(parts["a reprint of express.co.uk"])
    assert "this edition does not show all of the sentence" in said(get(public, PURCHASE).text)
    words = said(get(public, "/facts/utterances/us-sanctions-warnings").text)
    assert words.count("The rights of this work allow no more than the place.") == 3


@pytest.mark.parametrize("slug", ["vucic-purchasing", "us-sanctions-warnings"])
def test_each_query_of_the_page_finds_its_rows_by_an_index(desk: Path, slug: str) -> None:
    assert scans(desk, utterance.read, slug) == []


# What the seeds do not show


def spoken(engine: Engine, folder: Path, *reports: tuple[str, str | None, str, str]) -> Path:
    """A desk with one thing said, `ana-says`, in sources with a date, their words, and the words quoted; " … " joins two."""

    def make(world: World) -> None:
        speaker = world.entity("Ana Roe", kind="person")
        thing = insert(world.connection, "utterances", slug="ana-says", text="It is safe.", speaker_id=speaker)
        for name, date, words, quoted in reports:
            days = {"published": date, "published_earliest": date, "published_latest": date} if date else {}
            world.source(name, **days)
            world.capture(name, words)
            first, *more = quoted.split(" … ")
            begun = world.quote(name, first, "Ana Roe", utterance_id=thing)
            for stretch in more:
                world.quote(name, stretch, continues_id=begun)

    build(engine, make)
    return publish.desk(engine, folder)


def test_an_interrupted_quotation_is_one_passage_counted_once(sqlite_store: Engine, tmp_path: Path) -> None:
    words = "Rain. “We checked every bolt,” said Ana Roe, “and we found nothing.” Wind."
    file = spoken(
        sqlite_store, tmp_path / "desk", ("herald", None, words, "We checked every bolt, … and we found nothing.")
    )
    [version] = read(file, "ana-says")["versions"]
    [passage] = version["passages"]
    assert marked(passage["parts"]) == "“<We checked every bolt,>” said Ana Roe, “<and we found nothing.>”"
    assert passage["joined"] and passage["against"] is None
    page = said(get(file, "/facts/utterances/ana-says").text)
    assert "An interrupted quotation, counted once." in page and "in 1 place; an interrupted" in page


def test_reports_of_unknown_date_stand_last_and_are_said_to(sqlite_store: Engine, tmp_path: Path) -> None:
    quoted = "the bridge is quite safe to cross"
    reports = [(name, date, f"Ana Roe says “{quoted}”.", quoted) for name, date in DATED]
    file = spoken(sqlite_store, tmp_path / "desk", *reports)
    assert [one["source"] for one in read(file, "ana-says")["versions"]] == ["early", "late", "undated"]
    page = said(get(file, "/facts/utterances/ana-says").text)
    assert "those of unknown date stand last" in page and "outlet not named (undated) date not known" in page
    assert page.count("Word for word the same.") == 2  # beside the earliest of those as full


DATED = (("undated", None), ("late", "2024-02-02"), ("early", "2024-01-01"))


def test_words_that_share_nothing_are_not_held_against_each_other(sqlite_store: Engine, tmp_path: Path) -> None:
    file = spoken(
        sqlite_store,
        tmp_path / "desk",
        ("one", "2024-01-01", "Ana Roe says that nobody need fear the old bridge.", "nobody need fear the old bridge"),
        ("two", "2024-01-02", "“Cars may cross at once”, she says.", "Cars may cross at once"),
    )
    found = read(file, "ana-says")["versions"]
    assert [(one["passages"][0]["against"], one["passages"][0]["measure"]) for one in found] == [(None, False)] * 2
    page = said(get(file, "/facts/utterances/ana-says").text)
    assert page.count("No other report gives it in words that are near these.") == 2 and "left out here" not in page


def test_a_thing_said_that_nobody_reports_has_a_page(sqlite_store: Engine, tmp_path: Path) -> None:
    build(sqlite_store, lambda world: insert(world.connection, "utterances", slug="never-heard"))
    answer = get(publish.desk(sqlite_store, tmp_path / "desk"), "/facts/utterances/never-heard")
    assert answer.status_code == 200 and "No report of it is recorded." in said(answer.text)
    assert "Who said it not known When not known Where not known" in said(answer.text)


# Passages, by themselves


def quotation(text: str, exact: str, form: str = "partial", **more: Any) -> dict[str, Any]:
    """A quotation as the page reads it, in a text that is shown whole."""
    start = text.index(exact)
    given = {"id": start + 1, "first_id": start + 1, "window": text, "prefix": "", "suffix": "", "shown": "whole"}
    return {
        **given,
        "language": "en",
        "form": form,
        "exact": exact,
        "start_char": start,
        "end_char": start + len(exact),
        **more,
    }


def passage(text: str, *given: tuple[str, str]) -> versions.Passage:
    [found] = versions.passages([quotation(text, exact, form) for exact, form in given])
    return found


def test_what_is_quoted_within_what_is_told_is_quoted() -> None:
    text = "He said that it is “quite safe” now. Not so."
    found = passage(text, ("it is “quite safe” now", "indirect"), ("quite safe", "partial"))
    assert marked(versions.plain(found)) == "He said that (it is “)<quite safe>(” now)."


def test_left_out_words_stand_before_those_in_their_place() -> None:
    here = passage("She wants to evade any US ban.", ("evade any US ban", "indirect"))
    there = passage("She wants to avoid any U.S. ban.", ("avoid any U.S. ban", "indirect"))
    assert versions.alike(here, there)
    assert marked(versions.aligned(here, there)) == "She wants to [-avoid-]{+(evade )+}(any )(US )(ban)."


def test_points_in_figures_count() -> None:
    here = passage("It cost 3.5 million in all.", ("3.5 million in all", "direct"))
    there = passage("It cost 35 million in all.", ("35 million in all", "direct"))
    assert versions.same_in_marks(here, there) is False
    assert "[-35-]{+<3.5 >+}" in marked(versions.aligned(here, there))


def test_every_letter_of_a_version_is_there_once() -> None:
    """Whatever it is held against: parts of both and of here are the passage."""
    text = "“No, no,” he said — and no: “We won't, we won't.”"
    here = passage(text, ("No, no,", "direct"), ("We won't, we won't.", "direct"))
    for other in ("He said no.", "“No, no,” he said, “we won't”.", "…", "And no: no, no, no!"):
        there = versions.Passage([1], [versions.Run("quoted", other)])
        parts = versions.aligned(here, there)
        assert "".join(part["words"] for part in parts if part["where"] != "there") == text


def test_a_passage_shown_in_part_is_not_whole_and_keeps_its_words() -> None:
    hidden = quotation("He says it is safe.", "it is safe", window=None, prefix="says ", suffix=".", shown="whole")
    [found] = versions.passages([hidden])
    assert not found.whole and marked(versions.plain(found)) == "…says <it is safe>.…"
    cut = {**hidden, "exact": "it … safe", "shown": "part"}
    [found] = versions.passages([cut])
    assert not found.whole and marked(versions.plain(found)) == "…<it … safe>…"


def test_words_that_may_not_be_shown_make_no_passage() -> None:
    assert versions.passages([quotation("It is safe.", "safe", window=None) | {"exact": None}]) == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"against": None}, ""),
        ({"differs": False, "whole": True}, "Word for word the same."),
        ({"differs": False, "whole": False}, "The words given are the same."),
        ({"differs": True, "same_in_marks": False}, "The words in quotation marks are not the same."),
        ({"differs": True, "same_in_marks": None}, "The wording is not the same."),
    ],
)
def test_how_a_passage_compares_is_said_in_a_sentence(given: dict[str, Any], says: str) -> None:
    against = {"source": "herald", "outlet": "The Herald"}
    assert differing({"against": against, "whole": True, "same_in_marks": None, **given}) == says


@pytest.mark.parametrize("form", ["direct", "indirect"])
def test_what_strangers_wrote_is_text_and_nothing_else(sqlite_store: Engine, tmp_path: Path, form: str) -> None:
    words = "<script>alert(1)</script> \u202ereversed and\x0b more & more words here"

    def make(world: World) -> None:
        speaker = world.entity("Ana Roe", kind="person")
        given = {"text": "<b>It</b> is \u202esafe.", "speaker_id": speaker}
        thing = insert(world.connection, "utterances", slug="ana-says", **given)
        for number, before in enumerate(("She says ", "It says <i>")):
            world.source(f"s{number}", author="<u>", url="javascript:alert(2)")
            world.capture(f"s{number}", f"{before}{words}")
            world.quote(f"s{number}", words, "Ana Roe", form=form, utterance_id=thing)

    build(sqlite_store, make)
    answer = get(publish.desk(sqlite_store, tmp_path / "desk"), "/facts/utterances/ana-says")
    assert answer.status_code == 200
    for never in ("<script>", "<b>", "<i>", "<u>", "\u202e", 'href="javascript'):
        assert never not in answer.text
    assert "⟨U+202E⟩" in answer.text and "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text


def test_of_very_many_reports_those_recorded_first_are_shown(sqlite_store: Engine, tmp_path: Path) -> None:
    quoted = "the bridge is quite safe to cross"
    reports = [(f"s{number:02}", f"2024-01-{30 - number // 2:02}", f"“{quoted}”.", quoted) for number in range(52)]
    file = spoken(sqlite_store, tmp_path / "desk", *reports)
    found = read(file, "ana-says")
    assert found["more"] and found["support"]["reports"] == 52
    assert {one["source"] for one in found["versions"]} == {f"s{number:02}" for number in range(50)}
    assert found["versions"][0]["source"] == "s48"  # the earliest of these
    assert "These are the places recorded first. All, in the table" in said(
        get(file, "/facts/utterances/ana-says").text
    )
