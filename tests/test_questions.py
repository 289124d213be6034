"""What a fact-checker asks, answered on the seeds: by words, not by names of ours, with what differs side by side."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from facts import describe
from facts.search import escaped

AVOID = "Aleksandar Vučić wants to avoid any U.S. sanctions."
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
    assert evade["said_by"] == "each in its own way: alters"
    assert (evade["first"], evade["second"]) == ("a reprint of express.co.uk", "WFXT")
    assert evade["note"]


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


@pytest.mark.parametrize(
    "utterance", ["vucic-purchasing", "purchasing defensive weapons", "confrontation with America"]
)
def test_a_thing_said_is_found_by_its_name_by_its_words_or_by_those_of_a_report(public: Path, utterance: str) -> None:
    rows = [
        row for row in answer(public, "who_reported", utterance=utterance) if row["utterance"] == "vucic-purchasing"
    ]
    assert {row["outlet"] for row in rows} >= {"WFXT", "American Military News"}
    assert rows[0]["outlet"] == "WFXT"  # the only one with a date


@pytest.mark.parametrize("day", ["", "yesterday", "06.11.2019", "zzzz", "%"])
def test_what_is_no_day_finds_nothing(public: Path, day: str) -> None:
    assert answer(public, "published_since", day=day) == []
    assert answer(public, "changed_since", since=day) == []
    assert answer(public, "published_since", day="2019") != []
    assert answer(public, "changed_since", since="2019-01-01") != []
