"""How a story moved: in the order of time, with what was taken from where, and how that is known."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from facts import publish
from facts.pages.reading.spread import WORKS

from .reading_room import get, said
from .world import World, build

WFXT = "/facts/spread?source=wfxt-2019-11-06-russian-missiles"


def steps(data: dict[str, Any]) -> set[tuple[str, str, str, str]]:
    """From, to, kind and basis of every step."""
    works = data["works"]
    return {
        (works[link["from"]]["slug"], work["slug"], link["kind"], link["basis"])
        for work in works
        for link in work["taken"]
    }


def test_a_story_is_all_that_hangs_together_and_nothing_else(desk: Path) -> None:
    data = get(desk, WFXT.replace("?", ".json?")).json()
    ap, rferl, express = (
        "ap-2019-11-06-stojanovic",
        "rferl-2019-11-russian-missiles-serbia",
        "express-putin-balkans-weapons-deal",
    )
    assert steps(data) == {
        (ap, "wfxt-2019-11-06-russian-missiles", "republication", "declared"),
        (ap, rferl, "rewrite", "inferred"),
        (ap, express, "rewrite", "inferred"),
        (rferl, "amn-2019-11-russian-missiles-serbia", "republication", "declared"),
        (express, "reprint-putin-balkans-weapons-deal", "republication", "declared"),
    }
    assert [work["slug"] for work in data["works"] if work["unread"]] == [ap, rferl, express]
    assert all(link["from"] < place for place, work in enumerate(data["works"]) for link in work["taken"])


def test_the_picture_has_a_line_for_each_step_and_the_words_say_the_same(desk: Path) -> None:
    html = get(desk, WFXT).text
    assert (len(re.findall('class="line declared"', html)), len(re.findall('class="line inferred"', html))) == (
        3 + 1,
        2 + 1,
    )
    assert len(re.findall('class="mark unread"', html)) == 3 + 1  # one of each is the key
    words = said(html)
    assert (
        "6 works, 3 of them read here; 5 steps from one to another: in 3 a text says so, in 2 a person inferred it."
        in words
    )
    assert "rewritten from Associated Press : a person inferred it, as cited by AP" in words
    assert "American Military News , 6 November 2019 or later" in words


def test_a_claim_moves_from_the_work_that_is_named_for_it(desk: Path) -> None:
    data = get(desk, "/facts/spread.json?claim=vucic-wants-to-avoid-us-sanctions").json()
    assert ("state-tv-vucic-2019-11-05", "ap-2019-11-06-stojanovic", "named", "stated") in steps(data)
    assert "express-putin-balkans-weapons-deal" not in {work["slug"] for work in data["works"]}
    page = get(desk, "/facts/claims/vucic-wants-to-avoid-us-sanctions").text
    assert 'href="/facts/spread?claim=vucic-wants-to-avoid-us-sanctions"' in page


def test_works_of_one_outlet_are_told_apart(desk: Path) -> None:
    words = said(get(desk, "/facts/spread?source=reprint-us-threatens-sanctions-on-serbia").text)
    assert "rewritten from TASS (no. 1)" in words and "rewritten from TASS (no. 2)" in words
    assert "reprinted from ZeroHedge : a text says so" in words


def test_its_address_says_of_what(desk: Path) -> None:
    html = get(desk, f"{WFXT}&utm_source=elsewhere").text
    assert f'<link rel="canonical" href="http://localhost{WFXT}">' in html


def test_without_a_work_the_largest_stories_are_listed_each_once(desk: Path) -> None:
    stories = get(desk, "/facts/spread.json").json()["stories"]
    assert (stories[0]["slug"], stories[0]["made"]) == ("ap-2019-11-06-stojanovic", 5)
    assert len(stories) == 2  # ZeroHedge drew on TASS and on Reuters: that is one story
    assert get(desk, "/facts/spread?source=no-such-work").status_code == 404


def story(engine: Engine, tmp_path: Path, make: Any, source: str) -> dict[str, Any]:
    build(engine, make)
    file = publish.desk(engine, tmp_path / "desk")
    assert get(file, f"/facts/spread?source={source}").status_code == 200
    data: dict[str, Any] = get(file, f"/facts/spread.json?source={source}").json()
    return data


def day(date: str, latest: str | None = "same") -> dict[str, Any]:
    last = date if latest == "same" else latest
    edtf = date if last == date else f"{date}/{last or '..'}"
    return {"published": edtf, "published_earliest": date, "published_latest": last, "published_basis": "inferred"}


def test_works_stand_in_the_order_of_time_as_far_as_it_is_known(sqlite_store: Engine, tmp_path: Path) -> None:
    def make(world: World) -> None:
        world.source("copy-of-the-next-day", **day("2024-05-02"))
        world.source("some-day-later", **day("2024-01-01", None))
        world.source("report", **day("2024-05-01"))
        world.source("not-dated")
        world.source("first-of-all")
        world.made_from("copy-of-the-next-day", "report")
        world.made_from("some-day-later", "copy-of-the-next-day", "rewrite", basis="inferred")
        world.made_from("not-dated", "report")
        world.made_from("report", "first-of-all")

    data = story(sqlite_store, tmp_path, make, "not-dated")
    # The one of January or later was made from one of May, and is no earlier; without a date: right after, or before.
    order = ["first-of-all", "report", "not-dated", "copy-of-the-next-day", "some-day-later"]
    assert [work["slug"] for work in data["works"]] == order
    assert "↓ 1 day later" not in said(
        get(tmp_path / "desk", "/facts/spread?source=report").text
    )  # not-dated is between


def test_it_says_how_much_time_went_by(sqlite_store: Engine, tmp_path: Path) -> None:
    def make(world: World) -> None:
        world.source("report", **day("2024-02-28"))
        world.source("copy", **day("2024-03-01"))
        world.source("span", **day("2024-03-02", "2024-03-09"))
        for name in ("copy", "span"):
            world.made_from(name, "report")

    story(sqlite_store, tmp_path, make, "report")
    html = get(tmp_path / "desk", "/facts/spread?source=report").text
    assert re.findall(r"↓ \d+ days? later", html) == [
        "↓ 2 days later"
    ]  # how long after the copy the third was is not known
    assert "span , 2 March 2024 to 9 March 2024" in said(html)


def test_what_a_person_rejected_is_no_step_and_decided_beats_proposed(sqlite_store: Engine, tmp_path: Path) -> None:
    def make(world: World) -> None:
        world.made_from("a-copy", "origin", "rewrite", basis="detected", status="proposed")
        world.made_from("a-copy", "origin", "republication", basis="declared")
        world.made_from("proposed", "origin", "rewrite", basis="detected", status="proposed")
        world.made_from("other", "origin", "rewrite", basis="inferred", status="rejected")
        world.made_from("other", "origin", "overlap", basis="detected", status="proposed")
        world.made_from("shares", "a-copy", "overlap", basis="detected", status="proposed")

    data = story(sqlite_store, tmp_path, make, "origin")
    assert steps(data) == {
        ("origin", "a-copy", "republication", "declared"),
        ("origin", "proposed", "rewrite", "detected"),
        ("a-copy", "shares", "overlap", "detected"),
    }
    html = get(tmp_path / "desk", "/facts/spread?source=origin").text
    assert html.count('class="head"') == 2 and html.count('class="line detected proposed"') == 2
    assert (
        "shares text with a-copy ; who took it from whom is not decided: a program found it; nobody has confirmed it."
        in said(html)
    )


def test_a_very_large_story_is_bounded_and_says_so(sqlite_store: Engine, tmp_path: Path) -> None:
    def make(world: World) -> None:
        for number in range(WORKS + 5):
            world.made_from(f"copy-{number}", "origin")

    data = story(sqlite_store, tmp_path, make, "copy-3")
    assert len(data["works"]) == WORKS and data["more"]
    assert {"origin", "copy-3"} <= {work["slug"] for work in data["works"]}
    assert f"There are more works than these {WORKS}" in said(
        get(tmp_path / "desk", "/facts/spread?source=copy-3").text
    )


def test_a_work_alone_says_that_nothing_is_known(sqlite_store: Engine, tmp_path: Path) -> None:
    story(sqlite_store, tmp_path, lambda world: world.source("alone"), "alone")
    html = get(tmp_path / "desk", "/facts/spread?source=alone").text
    assert "One work. Nothing is known of what was taken from where." in said(html) and "<svg" not in html


def test_names_of_strangers_are_only_ever_text(sqlite_store: Engine, tmp_path: Path) -> None:
    def make(world: World) -> None:
        for name in ("one", "two"):
            world.source(name, '<script>alert("1")</script>')
        world.made_from("two", "one", reason="</svg><img src=x>")

    story(sqlite_store, tmp_path, make, "one")
    html = get(tmp_path / "desk", "/facts/spread?source=one").text
    assert "<script" not in html and "<img" not in html and "&lt;script&gt;" in html
