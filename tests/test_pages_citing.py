"""A claim as other programs cite it, and as search engines read it."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from facts import publish

from .conftest import CONTACT
from .reading_room import get
from .world import World, build, insert

AVOID = "/facts/claims/vucic-wants-to-avoid-us-sanctions"


def test_citation_programs_get_the_page_and_the_works(desk: Path) -> None:
    answer = get(desk, f"{AVOID}.csl.json")
    assert answer.headers["content-type"] == "application/vnd.citationstyles.csl+json"
    page, wfxt, amn = answer.json()
    assert (
        page["URL"] == f"http://localhost{AVOID}"
        and page["title"] == "Aleksandar Vučić wants to avoid any U.S. sanctions."
    )
    assert wfxt["issued"] == {"date-parts": [[2019, 11, 6]]} and wfxt["container-title"] == "WFXT"
    assert amn["issued"] == {"literal": "6 November 2019 or later"}  # a day that is not known is not given as one


def test_annotations_select_the_words_where_they_stand(desk: Path) -> None:
    collection = get(desk, f"{AVOID}.annotation.json").json()
    items = collection["first"]["items"]
    assert collection["total"] == len(items) == 2
    assert "code points" in collection["rdfs:comment"] and "UTF-16" in collection["rdfs:comment"]
    with closing(sqlite3.connect(desk)) as connection:
        for item in items:
            quoted, placed = item["target"]["selector"]
            rows = connection.execute(
                "SELECT text FROM captures WHERE text LIKE ?", (f"%{quoted['exact']}%",)
            ).fetchall()
            around = quoted["prefix"] + quoted["exact"] + quoted["suffix"]
            assert any(text[placed["start"] : placed["end"]] == quoted["exact"] and around in text for (text,) in rows)
    assert items[0]["target"]["source"].startswith("https://www.boston25news.com/")
    # American Military News was not found at any address: its page here stands for it.
    assert items[1]["target"]["source"] == "http://localhost/facts/sources/amn-2019-11-russian-missiles-serbia"


def test_the_page_says_how_to_cite_it_and_what_it_claims(desk: Path) -> None:
    html = get(desk, AVOID).text
    for ending in ("csl", "annotation"):
        assert f'href="{AVOID}.{ending}.json"' in html
    assert "claimreview" not in html
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, flags=re.DOTALL)
    claim = json.loads(block)
    assert (claim["@type"], claim["url"]) == ("Claim", f"http://localhost{AVOID}")
    assert [one["publisher"]["name"] for one in claim["appearance"]] == ["WFXT", "American Military News"]


@pytest.fixture
def hostile(sqlite_store: Engine, tmp_path: Path) -> Path:
    """A claim that would end the block it stands in, on a work whose address runs a script, with two verdicts."""

    def make(world: World) -> None:
        world.source("work", "outlet", url="javascript:alert(1)", published="2024-05", published_basis="stated")
        world.capture("work", "\U0001f600 It said </script> so. \U0001f600")
        claim = insert(
            world.connection, "claims", slug="ends-here", text="</script><script>alert(1)</script>&\u2028", load_id=1
        )
        world.evidence("ends-here", "work", "It said </script> so.")
        checker, person = world.entity("Checkers"), world.entity("Jane Roe", kind="person")
        verdict = {"claim_id": claim, "load_id": 1}
        insert(world.connection, "reviews", **verdict, reviewer_id=checker, rating_value=2, best_rating=5, worst_rating=1,
               rating_label="Mostly so", url="https://checkers.example/1", reviewed="2024-06-01")  # fmt: skip
        insert(world.connection, "reviews", **verdict, reviewer_id=person, rating_label="No", url="javascript:alert(2)")
        world.claim("unreviewed")

    build(sqlite_store, make)
    return publish.desk(sqlite_store, tmp_path / "desk")


def test_nothing_ends_the_block_it_stands_in(hostile: Path) -> None:
    html = get(hostile, "/facts/claims/ends-here").text
    assert html.count("<script") == html.count("</script>") == 1 and "javascript:" not in html
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, flags=re.DOTALL)
    assert not set("<>&") & set(block)
    assert json.loads(block)["text"] == "</script><script>alert(1)</script>&\u2028"


def test_verdicts_are_given_each_as_its_reviewers_own(hostile: Path) -> None:
    assert 'href="/facts/claims/ends-here.claimreview.json"' in get(hostile, "/facts/claims/ends-here").text
    answer = get(hostile, "/facts/claims/ends-here.claimreview.json")
    found: dict[str, Any] = {one["author"]["name"]: one for one in answer.json()}
    checkers, jane = found["Checkers"], found["Jane Roe"]
    assert checkers["reviewRating"] == {
        "@type": "Rating", "ratingValue": 2.0, "bestRating": 5.0, "worstRating": 1.0, "alternateName": "Mostly so"
    }  # fmt: skip
    assert (checkers["author"]["@type"], checkers["datePublished"], checkers["url"]) == (
        "Organization", "2024-06-01", "https://checkers.example/1"
    )  # fmt: skip
    assert checkers["itemReviewed"]["url"] == "http://localhost/facts/claims/ends-here"
    assert jane["author"]["@type"] == "Person" and "url" not in jane and "datePublished" not in jane
    missing = get(hostile, "/facts/claims/unreviewed.claimreview.json")
    assert missing.status_code == 404 and missing.json()["ok"] is False


def test_places_count_code_points_and_no_address_runs_anything(hostile: Path) -> None:
    [item] = get(hostile, "/facts/claims/ends-here.annotation.json").json()["first"]["items"]
    quoted, placed = item["target"]["selector"]
    assert (placed["start"], placed["end"]) == (2, 2 + len("It said </script> so."))
    assert quoted["prefix"] == "\U0001f600 " and quoted["suffix"] == " \U0001f600"
    assert item["target"]["source"] == "http://localhost/facts/sources/work"
    works = get(hostile, "/facts/claims/ends-here.csl.json").json()[1:]
    assert works == [
        {"id": "work", "type": "article-newspaper", "title": "work", "container-title": "outlet",
         "issued": {"date-parts": [[2024, 5]]}}
    ]  # fmt: skip


def test_in_public_no_word_is_quoted_that_may_not_be_shown(sqlite_store: Engine, tmp_path: Path) -> None:
    """Where words are withheld or cut, an annotation has their place alone: what is left of them does not stand there."""
    long = " ".join(f"word{number}" for number in range(60)) + "."

    def make(world: World) -> None:
        for name, publish_ in (("excerpts", "excerpts"), ("metadata", "metadata"), ("full-text", "full_text")):
            world.source(name, publish=publish_)
            world.capture(name, f"{name}: {long} {' '.join(f'rest{number}' for number in range(400))}")
            world.evidence("claim", name, long)

    build(sqlite_store, make)
    file = publish.public(sqlite_store, CONTACT, tmp_path / "public")
    with closing(sqlite3.connect(file)) as connection:
        shown = dict(connection.execute("SELECT id, shown FROM provenance"))
    assert sorted(shown.values()) == ["part", "whole", "withheld"]
    items = get(file, "/facts/claims/claim.annotation.json").json()["first"]["items"]
    assert len(items) == 3
    for item in items:
        selector = item["target"]["selector"]
        if shown[int(item["id"].rpartition("-")[2])] == "whole":
            assert selector[0]["exact"] == long
        else:
            assert selector["type"] == "TextPositionSelector" and selector["end"] - selector["start"] == len(long)
