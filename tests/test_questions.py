"""What a fact-checker asks, answered on the seeds: by words, not by names of ours, with what differs side by side."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import yaml
from sqlalchemy import Engine

from facts import check, describe
from facts.search import escaped

from .conftest import SEEDS

AVOID = "Aleksandar Vučić wants to avoid any U.S. sanctions."
EXPRESS = "a reprint of express.co.uk (reprint-putin-balkans-weapons-deal)"
EVADE = "Serbia has purchased weapons from Russia in order to evade any U.S. sanctions."


def answer(file: Path, name: str, **given: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(file)) as connection:
        connection.row_factory = sqlite3.Row
        connection.create_function("escape_fts", 1, escaped, deterministic=True)
        query = describe.QUERIES[name]
        return [dict(row) for row in connection.execute(query.sql, dict.fromkeys(query.parameters, "") | given)]


def test_evade_stands_beside_avoid_in_one_row(public: Path) -> None:
    rows = answer(public, "what_differs_between", first="Putin balkans", second="WFXT")
    [evade] = [row for row in rows if row["claim_in_first"] == EVADE and row["claim_in_second"] == AVOID]
    assert "to evade any US sanctions" in evade["words_in_first"]
    assert "wants to avoid any U.S. sanctions" in evade["words_in_second"]
    assert evade["said_by"] == "each in its own way: the first alters the second"
    assert (evade["first"], evade["second"]) == (EXPRESS, "WFXT")
    assert evade["note"]


def test_which_alters_which_does_not_hang_on_the_order_in_which_one_asks(public: Path) -> None:
    rows = answer(public, "what_differs_between", first="WFXT", second="Putin balkans")
    [evade] = [row for row in rows if row["claim_in_second"] == EVADE and row["claim_in_first"] == AVOID]
    assert evade["said_by"] == "each in its own way: the second alters the first"


def test_words_that_one_gives_to_somebody_and_the_other_says_itself_are_pointed_out(public: Path) -> None:
    """The agency has TASS say it; the rewrite says it in its own voice."""
    rows = answer(public, "what_differs_between", first="WFXT", second="Putin balkans")
    [found] = [row for row in rows if row["claim_in_first"] == "A Pantsir-S system will be delivered to Serbia."]
    assert found["said_by"] == "both, not as the same party's words"
    assert (found["whose_in_first"], found["whose_in_second"]) == ("TASS", "its own voice")


def test_a_way_that_no_text_declares_is_said_to_be_inferred(public: Path) -> None:
    rows = answer(public, "one_voice", claim="Pantsir-S delivered")
    links = {row["outlet"]: row["links"] for row in rows if row["claim"].startswith("A Pantsir-S system will be")}
    assert links == {
        "WFXT": "declared",
        "American Military News": "inferred",
        EXPRESS: "inferred",
    }
    page = yaml.safe_load((public.parent / "metadata.yaml").read_text())["description_html"]
    assert "One step of the way, at least, is inferred" in page


def test_a_whole_sentence_finds_the_claim_that_has_most_of_its_words(public: Path) -> None:
    rows = answer(public, "first_reported", claim="Serbia wants to avoid sanctions")
    assert [row["claim"] for row in rows[:3]] == [AVOID, AVOID, EVADE]  # what fits best, with what alters it
    assert len({row["claim"] for row in rows}) > 1  # the words of several claims
    assert answer(public, "first_reported", claim="zzzz") == []
    assert {row["claim"] for row in answer(public, "first_reported", claim="avoid sanctions")} == {AVOID, EVADE}


def test_who_first_reported_it_names_the_copy_that_altered_it(public: Path) -> None:
    rows = answer(public, "first_reported", claim="avoid sanctions")
    assert [row["outlet"] for row in rows] == ["WFXT", "American Military News", EXPRESS]
    assert (rows[-1]["claim"], rows[-1]["fidelity"]) == (EVADE, "altered")


def test_words_that_are_withheld_are_given_as_far_as_others_within_them_are_shown(public: Path) -> None:
    rows = answer(public, "who_said_what", person="Palmer")
    pieces = {row["words"] for row in rows if str(row["words"]).startswith("… ")}
    assert pieces == {"… poses a risk …"}


def test_what_is_related_is_not_said_to_be_in_one_document_alone(public: Path) -> None:
    rows = answer(public, "what_differs_between", first="Putin balkans", second="WFXT")
    paired = {row["claim_in_first"] for row in rows if row["said_by"].startswith("each")}
    alone = {row["claim_in_first"] for row in rows if row["said_by"] == "only the first"}
    assert paired and alone and not paired & alone
    # Everything that either document says is in the answer.
    said = (
        "SELECT count(DISTINCT claim_id) FROM provenance v JOIN sources s ON s.id = v.source_id WHERE s.outlet = 'WFXT'"
    )
    with closing(sqlite3.connect(public)) as connection:
        [(count,)] = connection.execute(said).fetchall()
    assert len({row["claim_in_second"] for row in rows} - {None}) == count


def test_whom_an_outlet_has_it_from_is_said_for_each(public: Path) -> None:
    """All three have the president's sentence from the interview, whichever way it came."""
    found = [
        row
        for row in answer(public, "heard_first_hand", claim="Serbia is arming itself")
        if row["claim"] == "Serbia is arming itself."
    ]
    assert {row["outlet"] for row in found} == {"WFXT", "American Military News", EXPRESS}
    assert {(row["whose_word"], row["heard_by"], row["known"]) for row in found} == {
        ("Aleksandar Vučić", "[State TV interview with Aleksandar Vučić]", "confirmed")
    }
    assert {(row["origins_max"], row["through_max"]) for row in found} == {(1, 1)}


@pytest.mark.parametrize(
    "utterance", ["vucic-purchasing", "purchasing defensive weapons", "confrontation with America"]
)
def test_a_thing_said_is_found_by_its_name_by_its_words_or_by_those_of_a_report(public: Path, utterance: str) -> None:
    rows = [
        row for row in answer(public, "who_reported", utterance=utterance) if row["utterance"] == "vucic-purchasing"
    ]
    assert {row["outlet"] for row in rows} >= {"WFXT", "American Military News"}
    assert rows[0]["outlet"] == "WFXT"  # the only one with a date


@pytest.mark.parametrize(
    "day", ["", "yesterday", "06.11.2019", "zzzz", "%", "20191106", "2019/11/06", "2019 or so", "2019-1-1"]
)
def test_what_is_no_day_finds_nothing(public: Path, day: str) -> None:
    assert answer(public, "published_since", day=day) == []
    assert answer(public, "changed_since", since=day) == []
    assert answer(public, "published_since", day="2019") != []
    assert answer(public, "changed_since", since="2019-01-01") != []


def test_what_a_text_took_at_two_removes_is_counted_by_its_own_passages(public: Path) -> None:
    """American Military News reprints a rewrite nobody captured: what it has from the agency was read in the reprint."""
    [sheet] = SEEDS.glob("000_*.yaml")
    [made] = [one for one in yaml.safe_load(sheet.read_text())["made_from"] if one["kind"] == "rewrite"]
    aligned = [one["change"] for one in made["aligned"]]
    rows = answer(public, "taken_from", source="Serbia to receive")
    found = {row["made_from_outlet"]: (row["passages"], row["meaning_differs"]) for row in rows}
    assert found["Associated Press"] == (len(aligned), aligned.count("meaning"))
    assert found["Radio Free Europe/Radio Liberty"] == (None, None), "nothing was held against it"


def test_what_is_known_only_by_name_is_what_the_check_says(seeds: Engine, public: Path) -> None:
    """A work that was read in a reprint is not among them."""
    [report] = [check.run(seeds, only=["known-only-by-name"])]
    found = answer(public, "known_only_by_name")
    assert len(found) == len(report.findings) > 0
    assert not {"Associated Press", "express.co.uk"} & {row["publisher"] for row in found}


def test_a_quotation_that_is_found_shows_its_words_not_its_speaker(public: Path) -> None:
    words = [row["words"] for row in answer(public, "search", words="Serbia") if row["found"] == "quotation"]
    assert words and "[Serbia]" not in words


def test_the_first_link_of_the_first_page_begins_with_what_is_repeated_most(public: Path) -> None:
    """Datasette sorts a table by one column: the link narrows to claims of one origin."""
    asked = dict(parse_qsl(urlsplit(describe.start.TABLES["most_repeated_fewest_origins"]).query))
    assert asked == {"stance__exact": "supports", "origins_max__exact": "1", "_sort_desc": "reports"}
    with closing(sqlite3.connect(public)) as connection:
        [(most,)] = connection.execute(
            "SELECT max(reports) FROM claim_support WHERE stance = 'supports' AND origins_max = 1"
        )
    assert most > 2
