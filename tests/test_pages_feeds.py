"""Feeds: valid Atom 1.0, with permanent ids, the times of loads, and no more than can be read."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sqlalchemy import Engine, text

from facts import publish

from .reading_room import get
from .world import World, build, insert

ATOM = {"a": "http://www.w3.org/2005/Atom"}
ALL, VUCIC, AMN = (
    "/facts/feed.atom",
    "/facts/entities/aleksandar-vucic.atom",
    "/facts/sources/amn-2019-11-russian-missiles-serbia.atom",
)


def read(file: Path, path: str) -> ElementTree.Element:
    answer = get(file, path)
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content)


def texts(feed: ElementTree.Element, path: str) -> list[str]:
    return [element.text or "" for element in feed.findall(path, ATOM)]


@pytest.mark.parametrize("path", [ALL, VUCIC, AMN])
def test_a_feed_has_what_the_standard_demands(desk: Path, path: str) -> None:
    """RFC 4287, 4.1.1 and 4.1.2."""
    feed = read(desk, path)
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    for name in ("id", "title", "updated", "author/a:name", "link[@rel='self']"):
        assert len(feed.findall(f"a:{name}", ATOM)) == 1, name
    entries = feed.findall("a:entry", ATOM)
    assert 0 < len(entries) <= 50
    for entry in entries:
        for name in ("id", "title", "updated", "summary", "link[@rel='alternate']"):
            assert len(entry.findall(f"a:{name}", ATOM)) == 1, name
    ids = texts(feed, "a:entry/a:id")
    assert len(set(ids)) == len(ids) and all(one.startswith("http://localhost/facts/") for one in ids)
    updated = texts(feed, "a:entry/a:updated")
    assert updated == sorted(updated, reverse=True) and texts(feed, "a:updated") == updated[:1]


def test_a_work_tells_what_differs_from_what_it_was_made_from(desk: Path) -> None:
    feed = read(desk, AMN)
    terms = {element.get("term") for element in feed.findall("a:entry/a:category", ATOM)}
    assert terms == {"claim", "difference"}


def test_what_there_is_not_has_no_feed(desk: Path) -> None:
    assert get(desk, "/facts/entities/nobody.atom").status_code == 404
    assert get(desk, "/facts/sources/nothing.atom").status_code == 404


def test_pages_name_the_feed(desk: Path) -> None:
    link = (
        '<link rel="alternate" type="application/atom+xml" title="New claims, and differences" href="/facts/feed.atom">'
    )
    assert link in get(desk, "/facts/claims/vucic-wants-to-avoid-us-sanctions").text


def test_entries_have_the_time_of_the_load_that_last_said_anything_of_them(
    sqlite_store: Engine, tmp_path: Path
) -> None:
    def make(world: World) -> None:
        later = insert(
            world.connection, "loads", uuid="00000000-0000-4000-8000-000000000002", started_at="2024-02-02T00:00:00Z"
        )
        world.source("work", "outlet")
        world.capture("work", "Roe said it. Roe did it.")
        world.claim("roe-old")
        world.claim("of-nobody")
        quote = world.quote("work", "Roe said it.", "roe")
        world.evidence("roe-old", "work", "Roe said it.", quote, load_id=later)
        insert(world.connection, "claims", slug="not-words", text="a < b & \x0b c\u202e", load_id=later)

    build(sqlite_store, make)
    file = publish.desk(sqlite_store, tmp_path / "desk")
    for path in ("/facts/entities/roe.atom", "/facts/entities/outlet.atom", "/facts/sources/work.atom"):
        feed = read(file, path)
        assert texts(feed, "a:entry/a:id") == ["http://localhost/facts/claims/roe-old"], path
        assert texts(feed, "a:entry/a:updated") == ["2024-02-02T00:00:00Z"], path
    everything = read(file, ALL)
    assert texts(everything, "a:entry/a:title")[0] == "a < b & ⟨U+000B⟩ c⟨U+202E⟩"
    assert (
        dict(zip(texts(everything, "a:entry/a:title"), texts(everything, "a:entry/a:updated"), strict=True))[
            "of-nobody."
        ]
        == "2024-01-01T00:00:00Z"
    )


def test_no_more_than_fifty_and_the_newest(sqlite_store: Engine, tmp_path: Path) -> None:
    def make(world: World) -> None:
        claims = [world.claim(f"claim-number-{number}") for number in range(60)]
        for one, other in pairwise(claims):
            insert(world.connection, "claim_relations", claim_id=one, related_id=other, relation="refines")

    build(sqlite_store, make)
    ids = texts(read(publish.desk(sqlite_store, tmp_path / "desk"), ALL), "a:entry/a:id")
    assert ids == [f"http://localhost/facts/claims/claim-number-{number}" for number in range(59, 9, -1)]


def test_a_file_without_anything_has_a_feed_without_entries(sqlite_store: Engine, tmp_path: Path) -> None:
    with sqlite_store.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM claims")).scalar() == 0
    feed = read(publish.desk(sqlite_store, tmp_path / "desk"), ALL)
    assert feed.findall("a:entry", ATOM) == [] and len(texts(feed, "a:updated")[0]) == 20
