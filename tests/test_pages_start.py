"""The first page: what was found, how much there is, what came last; fast however much there is."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from facts import publish
from facts.pages.reading import cited, feed, spread, start

from .conftest import CONTACT
from .reading_room import get, said
from .world import World, build


def test_it_shows_that_several_are_one_voice_and_that_avoid_became_evade(desk: Path) -> None:
    answer = get(desk, "/facts/start")
    assert answer.status_code == 200
    words = said(answer.text)
    first = words.partition("Wording differs")[0]
    assert "3 reports come down to one origin. They are one voice." in first and "Serbia is arming itself." in first
    assert "<del>avoid</del>" in answer.text and "<ins>evade</ins>" in answer.text
    pair = words.partition("Wording differs")[2]
    assert re.search(r"wants to avoid [^.]*\. became Serbia has purchased weapons from Russia in order to evade", pair)
    assert "first=wfxt-2019-11-06-russian-missiles&amp;second=reprint-putin-balkans-weapons-deal" in answer.text


def test_its_figures_are_those_of_the_file(desk: Path) -> None:
    figures = get(desk, "/facts/start.json").json()["figures"]
    with closing(sqlite3.connect(desk)) as connection:
        counted = {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in ("claims", "sources", "captures", "quotes", "entities")
        }
        supported = connection.execute(
            "SELECT reports, origins_max FROM claim_support WHERE stance = 'supports'"
        ).fetchall()
    several = [origins for reports, origins in supported if reports > 1]
    assert figures == {**counted, "repeated": len(several), "one_voice": several.count(1)}
    assert 0 < figures["one_voice"] < figures["repeated"]


def test_every_link_below_its_database_but_the_pages_of_others_leads_somewhere(desk: Path) -> None:
    links = set(
        re.findall(r'href="(/facts/(?:start|spread|claims|feed|most|wording)[^"]*)"', get(desk, "/facts/start").text)
    )
    assert len(links) > 8
    assert {link: get(desk, link.replace("&amp;", "&")).status_code for link in links} == dict.fromkeys(links, 200)


def test_it_looks_in_a_box_and_says_where_corrections_go(public: Path) -> None:
    answer = get(public, "/facts/start")
    assert '<form class="ask" action="/facts/find" method="get"' in answer.text and 'name="q"' in answer.text
    assert f'href="mailto:{CONTACT}"' in answer.text
    assert 'type="application/atom+xml"' in answer.text


def test_it_stands_where_there_is_nothing_yet(sqlite_store: Engine, tmp_path: Path) -> None:
    answer = get(publish.desk(sqlite_store, tmp_path / "desk"), "/facts/start")
    assert answer.status_code == 200 and "There is nothing in it yet." in said(answer.text)


def test_what_was_added_last_comes_first(sqlite_store: Engine, tmp_path: Path) -> None:
    def make(world: World) -> None:
        for number in range(8):
            world.claim(f"claim-number-{number}")

    build(sqlite_store, make)
    added = get(publish.desk(sqlite_store, tmp_path / "desk"), "/facts/start.json").json()["added"]
    assert [one["slug"] for one in added] == [f"claim-number-{number}" for number in (7, 6, 5, 4, 3)]
    assert {one["started_at"] for one in added} == {"2024-01-01T00:00:00Z"}


READ: list[tuple[Callable[..., Any], Mapping[str, str]]] = [
    (start.read, {}),
    (spread.read, {}),
    (spread.read, {"source": "wfxt-2019-11-06-russian-missiles"}),
    (spread.read, {"claim": "vucic-wants-to-avoid-us-sanctions"}),
    (feed.everything, {}),
    (feed.of_entity, {"slug": "aleksandar-vucic"}),
    (feed.of_source, {"slug": "wfxt-2019-11-06-russian-missiles"}),
    (cited.read, {"slug": "vucic-wants-to-avoid-us-sanctions"}),
]


@pytest.mark.parametrize(
    ("read", "asked"), READ, ids=lambda one: getattr(one, "__qualname__", None) or "-".join(one.values())
)
def test_every_row_is_found_by_an_index(
    desk: Path, tmp_path: Path, read: Callable[..., Any], asked: Mapping[str, str]
) -> None:
    """As the plans are without the figures of this small file, by which reading a few rows whole would be as good."""
    shutil.copy(desk, tmp_path / "facts.db")
    (tmp_path / "facts.db").chmod(0o644)
    with closing(sqlite3.connect(tmp_path / "facts.db")) as connection:
        connection.execute("DELETE FROM sqlite_stat1")
        connection.commit()
    with closing(sqlite3.connect(tmp_path / "facts.db")) as connection:
        asked_of: list[str] = []
        connection.set_trace_callback(asked_of.append)
        assert read(connection, asked) is not None
        connection.set_trace_callback(None)
        assert asked_of
        for sql in asked_of:
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
            made = {line.split()[1] for line in plan if line.startswith(("CO-ROUTINE", "MATERIALIZE"))}
            read_whole = {line.split()[1] for line in plan if line.startswith("SCAN") and "VIRTUAL" not in line}
            assert read_whole <= made | {"CONSTANT"}, (sql, plan)
