"""A person or thing, on its page: what it said and when, who relays it, what is claimed about it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from facts import publish
from facts.pages.reading import entity
from facts.pages.showing.entity import told

from .reading_room import get, said
from .test_pages_utterance import scans
from .world import World, build, insert

VUCIC = "/facts/entities/aleksandar-vucic"


def read(file: Path, slug: str) -> dict[str, Any]:
    with closing(sqlite3.connect(file)) as connection:
        found = entity.read(connection, {"slug": slug})
    assert found
    return found


# The seeds


def test_a_person_has_names_numbers_and_who_relays_them(desk: Path) -> None:
    answer = get(desk, VUCIC)
    assert answer.status_code == 200
    words = said(answer.text)
    assert "Person Aleksandar Vučić President of Serbia" in words
    assert "Александар Вучић name, sr-Cyrl" in words
    assert (
        "Words or views of Aleksandar Vučić stand in 21 places of 4 texts, from 4 outlets. "
        "That comes down to 8 things said, heard at first hand by 4 parties." in words
    )
    assert "WFXT 6 places Heard at first hand by [State TV interview with Aleksandar Vučić]" in words
    assert 'class="picture"' in answer.text


def test_what_they_said_stands_in_the_order_of_time(desk: Path) -> None:
    found = read(desk, "aleksandar-vucic")["said"]
    assert [one["slug"] for one in found[:3]] == ["vucic-purchasing", "vucic-arming", "vucic-not-weak"]
    assert {one["said"] for one in found[3:]} == {"2019/.."}  # any day from then on
    assert (found[0]["reports"], found[0]["origins_max"]) == (3, 2)
    assert [one["said"] for one in read(desk, "matthew-palmer")["said"]][-1] is None


def test_what_is_claimed_about_them_says_their_part_in_it_and_its_numbers(desk: Path) -> None:
    about = {one["slug"]: one for one in read(desk, "aleksandar-vucic")["about"]}
    avoid = about["vucic-wants-to-avoid-us-sanctions"]
    assert (avoid["roles"], avoid["reports"], avoid["origins_max"]) == (["agent"], 2, 1)
    assert about == dict(sorted(about.items(), key=lambda pair: (-(pair[1]["reports"] or 0), pair[1]["text"])))


def test_an_agency_shows_whose_words_it_passed_on_also_in_reprints(desk: Path) -> None:
    passed_on = {one["slug"]: one for one in read(desk, "associated-press")["passed_on"]}
    # WFXT reprints its report; American Military News names it.
    assert passed_on["aleksandar-vucic"]["sources"] == 2
    words = said(get(desk, "/facts/entities/associated-press").text)
    assert "Wikidata Q40469" in words and "Whose words Associated Press passed on" in words
    assert 'href="https://www.wikidata.org/wiki/Q40469"' in get(desk, "/facts/entities/associated-press").text


def test_what_may_be_another_entry_is_said_at_the_top_and_why(desk: Path) -> None:
    words = said(get(desk, "/facts/entities/matthew-palmer").text)
    assert "Possibly the same as" in words
    assert "both speak or act for the United States on the same matter" in words


@pytest.mark.parametrize("slug", ["aleksandar-vucic", "associated-press", "serbia"])
def test_each_query_of_the_page_finds_its_rows_by_an_index(desk: Path, slug: str) -> None:
    assert scans(desk, entity.read, slug) == []


@pytest.mark.parametrize("slug", ["us-government", "serbia", "matthew-palmer", "kosovo"])
def test_pages_are_there_in_both_editions(desk: Path, public: Path, slug: str) -> None:
    for file in (desk, public):
        assert get(file, f"/facts/entities/{slug}").status_code == 200
        assert get(file, f"/facts/entities/{slug}.json").json()["entity"]["slug"] == slug


def test_in_public_no_words_stand_on_the_page_that_the_file_does_not_hold(public: Path) -> None:
    loose = read(public, "aleksandar-vucic")["loose"]
    assert loose and all(one["exact"] is None for one in loose if one["shown"] == "withheld")
    assert "said" not in [one["prefix"] for one in loose]


# What the seeds do not show


def test_only_addresses_of_the_web_become_links(sqlite_store: Engine, tmp_path: Path) -> None:
    def make(world: World) -> None:
        id_ = world.entity("Ana Roe", kind="person")
        for scheme, value in IDENTIFIERS:
            insert(world.connection, "entity_identifiers", entity_id=id_, scheme=scheme, value=value)

    build(sqlite_store, make)
    text = get(publish.desk(sqlite_store, tmp_path / "desk"), "/facts/entities/ana-roe").text
    assert 'href="https://ana.example/"' in text and 'href="https://www.wikidata.org/wiki/Q1%2F..%2F%22"' in text
    assert "javascript:alert(1)" in said(text) and 'href="javascript' not in text


IDENTIFIERS = (("website", "https://ana.example/"), ("website", "javascript:alert(1)"), ("wikidata", 'Q1/../"'))


def test_entries_judged_to_be_one_are_counted_together(sqlite_store: Engine, tmp_path: Path) -> None:
    def make(world: World) -> None:
        first, second = world.entity("Ana Roe", kind="person"), world.entity("A Roe", kind="person")
        insert(world.connection, "entity_matches", left_id=first, right_id=second, judgement="same", decided_by="us")
        world.source("herald", publisher="Herald")
        world.capture("herald", "“It is safe,” said Ana Roe. “It is old,” said A. Roe.")
        world.quote("herald", "It is safe,", "Ana Roe")
        world.quote("herald", "It is old,", "A Roe")

    build(sqlite_store, make)
    file = publish.desk(sqlite_store, tmp_path / "desk")
    found = read(file, "a-roe")
    assert found["support"]["slug"] == "ana-roe" and found["support"]["quotations"] == 2
    assert [one["exact"] for one in found["loose"]] == ["It is safe,", "It is old,"]
    words = said(get(file, "/facts/entities/a-roe").text)
    assert "Counted together with Ana Roe : they are judged to be one." in words
    assert (
        'class="picture"' not in get(file, "/facts/entities/a-roe").text
    )  # one outlet, which heard it itself: no picture


def test_an_interrupted_quotation_of_nothing_recorded_is_shown_once(sqlite_store: Engine, tmp_path: Path) -> None:
    def make(world: World) -> None:
        world.capture("herald", "“It is safe,” said Ana Roe, “and old.”")
        begun = world.quote("herald", "It is safe,", "Ana Roe")
        world.quote("herald", "and old.", continues_id=begun)

    build(sqlite_store, make)
    [one] = read(publish.desk(sqlite_store, tmp_path / "desk"), "ana-roe")["loose"]
    assert (one["exact"], one["goes_on"], one["suffix"]) == ("It is safe,", ["and old."], "")


def test_of_very_many_things_said_the_latest_are_shown(sqlite_store: Engine, tmp_path: Path) -> None:
    def make(world: World) -> None:
        speaker = world.entity("Ana Roe", kind="person")
        for number in range(250):
            day = f"2024-{number // 28 + 1:02}-{number % 28 + 1:02}"
            days = {"said": day, "said_earliest": day, "said_latest": day}
            insert(world.connection, "utterances", slug=f"thing-{number:03}", speaker_id=speaker, **days)
        insert(world.connection, "utterances", slug="thing-undated", speaker_id=speaker)

    build(sqlite_store, make)
    file = publish.desk(sqlite_store, tmp_path / "desk")
    found = read(file, "ana-roe")
    assert [found["said"][at]["slug"] for at in (0, -2, -1)] == ["thing-200", "thing-249", "thing-undated"]
    assert found["more"]["said"]
    assert "The latest; all, in the table" in said(get(file, "/facts/entities/ana-roe").text)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (
            {},
            [
                "Words or views of Ana stand in 3 places of 2 texts, from 2 outlets.",
                "That comes down to one thing said, heard at first hand by one party.",
            ],
        ),
        (
            {"utterances_max": 3, "outlets": 1, "reports": 1},
            [
                "Words or views of Ana stand in 3 places of one text, from one outlet.",
                "That comes down to 1 to 3 things said, for some may be one, heard at first hand by one party.",
            ],
        ),
        (
            {"utterances_min": 0, "utterances_max": 0, "through_min": 0, "through_max": 0},
            [
                "Words or views of Ana stand in 3 places of 2 texts, from 2 outlets.",
                "All of these are views ascribed to them, or words judged to be the outlet's own.",
            ],
        ),
    ],
)
def test_numbers_explain_themselves(given: dict[str, int], says: list[str]) -> None:
    numbers = {"reports": 2, "quotations": 3, "outlets": 2, "utterances_min": 1, "utterances_max": 1}
    assert told({"person": "Ana", **numbers, "through_min": 1, "through_max": 1, **given}) == says
