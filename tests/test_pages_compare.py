"""Two sources side by side: what hangs together, what stands in both, in which words, and what in one alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from facts import publish

from .reading_room import get, said
from .world import World, build, insert

REPRINT, WFXT, AMN = (
    "reprint-putin-balkans-weapons-deal",
    "wfxt-2019-11-06-russian-missiles",
    "amn-2019-11-russian-missiles-serbia",
)


def page(first: str, second: str, json: str = "") -> str:
    return f"/facts/compare{json}?first={first}&second={second}"


def data(file: Path, first: str, second: str) -> Any:
    return get(file, page(first, second, ".json")).json()


def about(pairs: list[Any], words: str) -> Any:
    [found] = [pair for pair in pairs if words in (pair["second"]["exact"] or "")]
    return found


def test_avoid_became_evade_round_the_same_quoted_words(desk: Path) -> None:
    answer = get(desk, page(REPRINT, WFXT))
    assert answer.status_code == 200
    [pair] = re.findall(
        r'<article class="pair meaning">(?:(?!</article>).)*?evade(?:(?!</article>).)*', answer.text, re.DOTALL
    )
    assert '<mark class="differs">evade</mark>' in pair and '<mark class="differs">avoid</mark>' in pair
    words = said(f"<body>{pair}").lstrip("> ")
    assert words.startswith("Wording differs : “has purchased the weapons … to evade” here")
    assert "(confirmed by facts maintainers)" in words
    assert "Both have the same quoted words there: or confrontation with America" in words


def test_a_person_s_judgement_stands_alone_without_what_a_program_proposed(desk: Path) -> None:
    pairs = data(desk, REPRINT, WFXT)["compared"]["pairs"]
    assert len(pairs) == 10 and {pair["status"] for pair in pairs} == {"confirmed"}
    starts = [pair["first"]["start_char"] for pair in pairs]
    assert starts == sorted(starts)


def test_the_other_way_round_is_the_same_with_sides_changed(desk: Path) -> None:
    one, other = (data(desk, *ends)["compared"] for ends in ((REPRINT, WFXT), (WFXT, REPRINT)))
    assert {(pair["first"]["id"], pair["second"]["id"]) for pair in one["pairs"]} == {
        (pair["second"]["id"], pair["first"]["id"]) for pair in other["pairs"]
    }
    assert one["only_first"] == other["only_second"]


def test_each_column_has_its_words_as_they_stand_there(desk: Path) -> None:
    pair = about(data(desk, REPRINT, WFXT)["compared"]["pairs"], "wants to avoid")
    for end in ("first", "second"):
        shown = " ".join(part["words"] for part in pair["marked"][end])
        assert "".join(shown.split()) == "".join(pair[end]["exact"].split())


def test_what_stands_in_one_alone(desk: Path) -> None:
    found = data(desk, REPRINT, WFXT)["compared"]
    here, there = ([one["exact"] for one in found[name]["sentences"]] for name in ("only_first", "only_second"))
    assert any("Emmanuel Macron" in one for one in here) and not any("evade" in one for one in here)
    assert not any("READ MORE" in one for one in here)  # no part of what the outlet tells
    assert any(one.startswith("Kosovo declared independence") for one in there)


def test_whose_words_both_give_and_what_they_claim(desk: Path) -> None:
    found = data(desk, REPRINT, WFXT)["compared"]
    assert {group["first"][0]["utterance"] for group in found["quotations"]} >= {"vucic-purchasing"}
    [evade] = [
        one
        for one in found["claims_related"]
        if one["first"]["slug"] == "purchase-meant-to-evade-us-sanctions"
        or "evade any U.S. sanctions" in one["first"]["text"]
    ]
    assert evade["second"]["slug"] == "vucic-wants-to-avoid-us-sanctions" and evade["says"] == "alters"
    apart = {one["first"]["slug"] for one in found["claims_related"]}
    assert not apart & {one["slug"] for one in found["claims_first"]}
    assert "Matthew Palmer is the U.S. special envoy for the Western Balkans." in {
        one["text"] for one in found["claims_both"]
    }


def test_two_works_made_from_a_third_are_held_together_by_way_of_it(desk: Path) -> None:
    found = data(desk, AMN, REPRINT)["compared"]
    assert [one["slug"] for one in found["shared"]] == ["ap-2019-11-06-stojanovic"]
    pair = about(found["pairs"], "evade")
    assert pair["status"] == "worked out" and pair["by_way_of"]["read_in"] == WFXT
    assert "wants to avoid any U.S. sanctions" in pair["first"]["exact"]
    words = said(get(desk, page(AMN, REPRINT)).text)
    assert (
        "In other words (worked out for this page; nobody has judged it; both go back to the same words, read in WFXT"
        in words
    )


def test_a_work_that_nobody_captured_is_read_in_what_gives_it_again(desk: Path) -> None:
    found = data(desk, "express-putin-balkans-weapons-deal", "ap-2019-11-06-stojanovic")
    assert found["first"]["text"]["slug"] == REPRINT and found["second"]["text"]["slug"] == WFXT
    assert len(found["compared"]["pairs"]) == 10
    same = data(desk, WFXT, "ap-2019-11-06-stojanovic")["compared"]
    assert same["one_text"] and same["pairs"] == []
    none = said(get(desk, page(WFXT, "tass-2019-11-06-pantsir")).text)
    assert "TASS was never captured, nor any work that gives it again: there is no text to compare." in none


def test_in_public_there_is_what_may_be_shown(public: Path) -> None:
    answer, found = get(public, page(REPRINT, WFXT)), data(public, REPRINT, WFXT)["compared"]
    assert '<mark class="differs">evade</mark>' in answer.text and '<mark class="differs">avoid</mark>' in answer.text
    assert "The rights of this work allow no more than the place: characters 71 to 262." in said(answer.text)
    assert found["only_first"]["withheld"] > 0
    assert "crippling sanctions" not in "".join(pair["first"]["exact"] or "" for pair in found["pairs"])


def test_without_two_sources_there_is_a_form_to_choose_them(desk: Path) -> None:
    answer = get(desk, "/facts/compare")
    assert answer.status_code == 200
    assert (
        answer.text.count(f'<option value="{WFXT}">') == 2 and answer.text.count("<option") == 10
    )  # four read, and none
    assert get(desk, "/facts/compare.json").json()["compared"] is None
    half = get(desk, page(WFXT, ""))
    assert f'<option value="{WFXT}" selected>' in half.text
    assert "That is one source twice." in said(get(desk, page(WFXT, WFXT)).text)


def test_words_of_a_title_are_enough_where_they_name_one_source(desk: Path) -> None:
    found = data(desk, "putin takes on", "set to buy")
    assert (found["first"]["slug"], found["second"]["slug"]) == (REPRINT, WFXT) and found["compared"]
    several = get(desk, page(WFXT, "serbia"))
    assert "Several works have these words. Which one?" in said(several.text)
    assert f'href="/facts/compare?first={WFXT}&amp;second={AMN}"' in several.text
    assert "No source is called “ nowhere at all ”" in said(get(desk, page("nowhere at all", WFXT)).text)
    assert get(desk, page('"%20OR%20*', "NEAR(")).status_code == 200  # no syntax of the search


@pytest.fixture
def made(sqlite_store: Engine, tmp_path: Path) -> Path:
    def make(world: World) -> None:
        world.capture("a", "One stands in both. He may go. Only here.")
        world.capture("b", "Before. One stands in both! He must go.")
        found = world.made_from("b", "a", "rewrite", basis="detected", status="proposed", reason="alike")
        note = "wording differs: “may” in one, “must” in the other (modality)"
        world.aligned(found, ("b", "He must go."), ("a", "He may go."), change="meaning", status="proposed", note=note)
        world.aligned(found, ("b", "Before."), ("a", "Only here."), status="rejected")
        ids = [
            insert(world.connection, "quotes", passage_id=world.passage(name, words))
            for name, words in (("a", "He may go."), ("b", "He must go."))
        ]
        insert(world.connection, "quote_matches", left_id=ids[0], right_id=ids[1], kind="altered", judgement="possible")
        world.evidence("claim", "a", "He may go.")
        world.evidence("claim", "b", "He must go.", stance="disputes")

    build(sqlite_store, make)
    return publish.desk(sqlite_store, tmp_path / "desk")


def test_a_proposal_says_that_it_is_one_and_what_was_rejected_is_no_counterpart(made: Path) -> None:
    found = data(made, "a", "b")["compared"]
    assert [(pair["first"]["exact"], pair["second"]["exact"], pair["status"]) for pair in found["pairs"]] == [
        ("One stands in both.", "One stands in both!", "worked out"),
        ("He may go.", "He must go.", "proposed"),
    ]
    assert [one["exact"] for one in found["only_first"]["sentences"]] == ["Only here."]
    assert [one["exact"] for one in found["only_second"]["sentences"]] == ["Before."]
    words = said(get(made, page("a", "b")).text)
    assert (
        "Wording differs : “may” in one, “must” in the other (modality) (proposed by the program; nobody has confirmed it"
        in words
    )


def test_quotations_that_may_be_the_same_and_claims_that_one_denies(made: Path) -> None:
    found = data(made, "a", "b")["compared"]
    [group] = found["quotations"]
    assert [one["exact"] for one in group["first"] + group["second"]] == ["He may go.", "He must go."]
    [claim] = found["claims_both"]
    assert (claim["stances"], claim["other_stances"]) == (["supports"], ["disputes"])
    assert "supports here, disputes there" in said(get(made, page("a", "b")).text)
