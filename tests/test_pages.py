"""The reading room as a plugin: its pages are there for what we published, safe, and nowhere else."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from .conftest import CONTACT
from .reading_room import answers, get, said

AVOID = "/facts/claims/vucic-wants-to-avoid-us-sanctions"


def test_a_claim_says_whose_word_it_is_in_which_words_and_by_which_way(desk: Path) -> None:
    answer = get(desk, AVOID)
    assert answer.status_code == 200
    words = said(answer.text)
    assert "Aleksandar Vučić wants to avoid any U.S. sanctions." in words
    assert "2 reports come down to one origin. They are one voice." in words
    assert (
        "said by Aleksandar Vučić reported by [State TV interview with Aleksandar Vučić] (not read) "
        "reported by Associated Press (not read) reprinted by WFXT" in words
    )
    assert "is altered by Serbia has purchased weapons from Russia in order to evade any U.S. sanctions." in words
    assert '<q class="theirs"><bdi>he wants to avoid any U.S. sanctions</bdi></q>' in answer.text
    assert "<del>avoid</del> <ins>evade</ins>" in answer.text


def test_json_stands_beside_the_page_and_says_the_same(desk: Path) -> None:
    data = get(desk, f"{AVOID}.json").json()
    [supports] = data["stances"]
    assert (supports["reports"], supports["origins_min"], supports["origins_max"]) == (2, 1, 1)
    [origin] = supports["origins"]
    assert [one["outlet"] for one in origin["evidence"]] == ["WFXT", "American Military News"]
    assert [step["name"] for step in origin["evidence"][0]["way"]][-1] == "WFXT"


def test_the_row_in_the_table_stays_what_it_is_and_leads_to_the_page(desk: Path) -> None:
    with closing(sqlite3.connect(desk)) as connection:
        [(id_,)] = connection.execute("SELECT id FROM claims WHERE slug = ?", (AVOID.rpartition("/")[2],)).fetchall()
    answer = get(desk, f"/facts/claims/{id_}")
    assert answer.status_code == 200 and f'href="{AVOID}"' in answer.text
    assert "content-security-policy" not in answer.headers
    assert get(desk, f"/facts/claims/{id_}.json").json()["rows"]


def test_what_is_not_there_says_so(desk: Path) -> None:
    for path in ("/facts/claims/no-such-claim", "/facts/claims/no-such-claim.json"):
        assert get(desk, path).status_code == 404
    assert "Nothing here" in get(desk, "/facts/claims/no-such-claim").text


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_nothing_can_be_sent(desk: Path, method: str) -> None:
    [answer] = answers(desk, [AVOID], method)
    assert answer.status_code == 405 and answer.headers["allow"] == "GET, HEAD"


def test_pages_load_nothing_from_elsewhere_and_run_nothing_of_their_own(desk: Path) -> None:
    policy = get(desk, AVOID).headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy
    assert "<script>" not in get(desk, AVOID).text and " style=" not in get(desk, AVOID).text


def test_the_public_edition_has_pages_that_say_where_corrections_go(public: Path) -> None:
    answer = get(public, AVOID)
    assert answer.status_code == 200 and f'href="mailto:{CONTACT}"' in answer.text


def test_a_database_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    """Even one with tables and slugs of the same names."""
    from datasette.app import Datasette
    from datasette.plugins import pm

    with closing(sqlite3.connect(tmp_path / "facts.db")) as connection:
        connection.execute("CREATE TABLE claims (slug TEXT PRIMARY KEY)")
        connection.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT)")
        connection.execute("INSERT INTO about VALUES ('program', 'another')")
        connection.execute("INSERT INTO claims VALUES ('mine')")
        connection.commit()
    [row, start] = answers(tmp_path, ["/facts/claims/mine", "/facts/start"])
    assert row.status_code == 200 and "Reading room" not in row.text and 'href="/facts/claims/mine"' not in row.text
    assert start.status_code == 404
    site = Datasette([str(tmp_path / "facts.db")])
    ours = [plugin for plugin in pm.get_plugins() if plugin.__name__ == "facts.pages"]
    assert ours and ours[0].register_routes(datasette=site) == []
