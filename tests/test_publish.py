"""The desk edition: whole, searchable, described, comments blanked, never half there, written anew when it is old."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from sqlalchemy import Engine

from facts import publish
from facts.errors import DatabaseError
from facts.models import Base
from facts.publish import copying, derived

from .conftest import rows
from .test_ddl import small
from .world import World, build, insert


@contextmanager
def reading(file: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
    try:
        yield connection
    finally:
        connection.close()


def query(file: Path, sql: str, *values: object) -> list[tuple[object, ...]]:
    with reading(file) as connection:
        return connection.execute(sql, values).fetchall()


EXPRESS = "reprint-putin-balkans-weapons-deal"


def test_every_row_of_the_store_is_there_under_its_own_name(desk: Path, seeds: Engine) -> None:
    for name, table in Base.metadata.tables.items():
        if name in copying.LEFT_OUT:
            continue
        withheld = {*copying.WITHHELD["desk"].get(name, ()), *(["text"] if name == "captures" else [])}
        columns = ", ".join(c.name for c in table.columns if c.name not in withheld)
        sql = f"SELECT {columns} FROM {name} ORDER BY id"
        assert query(desk, sql) == rows(seeds, sql), name


def test_texts_are_whole_but_for_their_comments(desk: Path, seeds: Engine) -> None:
    texts = rows(seeds, "SELECT id, text FROM captures ORDER BY id")
    assert len(texts) == 4
    for id_, text in texts:
        shown = str(query(desk, "SELECT text FROM captures WHERE id = ?", id_)[0][0])
        expected = str(text)
        for start, end in rows(
            seeds, "SELECT start_char, end_char FROM segments WHERE kind = 'comment' AND capture_id = :id", id=id_
        ):
            blank = " " * (int(str(end)) - int(str(start)))
            expected = expected[: int(str(start))] + blank + expected[int(str(end)) :]
        assert len(shown) == len(expected) and shown.split() == expected.split()
    everything = desk.read_bytes()
    for words in ("Toronto Tonto", "Hasbara", "AngloZio", "purchasing part of an integrated system"):
        assert words.encode() not in everything


def test_what_is_published_from_postgresql_is_the_same(
    desk: Path, seeds: Engine, postgresql_seeds: Engine, tmp_path: Path
) -> None:

    file = publish.desk(postgresql_seeds, tmp_path / "desk")
    for sql in (
        "SELECT claim, stance, reports, origins_min, origins_max, origins, outlets, passages, kind FROM claim_support "
        "ORDER BY claim, stance",
        "SELECT claim, prefix, exact, suffix, speaker, trail, trail_basis, origin, start_char, end_char, sha256 "
        "FROM provenance ORDER BY claim, sha256, start_char",
    ):
        assert query(file, sql) == query(desk, sql)
    shown = (
        "SELECT c.sha256, p.start_char, p.end_char, p.exact, p.prefix, p.suffix, p.shown FROM passages p "
        "JOIN captures c ON c.id = p.capture_id ORDER BY 1, 2, 3"
    )
    ours, theirs = (
        publish.public(store, "corrections@example.org", tmp_path / store.dialect.name)
        for store in (seeds, postgresql_seeds)
    )
    assert query(ours, shown) == query(theirs, shown) != query(desk, shown)


def test_provenance_leads_to_the_very_characters(desk: Path) -> None:
    traced = query(
        desk,
        "SELECT p.prefix, p.exact, p.suffix, c.text, p.start_char, p.end_char FROM provenance p "
        "JOIN captures c ON c.id = p.capture_id",
    )
    assert len(traced) == query(desk, "SELECT count(*) FROM evidence")[0][0] > 300
    for prefix, exact, suffix, text, start, end in traced:
        text, start, end = str(text), int(str(start)), int(str(end))
        assert text[start:end] == exact
        assert text[max(0, start - 32) : start] == prefix
        assert text[end : end + 32] == suffix


def test_claim_support_counts_reports_and_origins(desk: Path) -> None:
    sql = "SELECT reports, origins_min, origins_max, origins, outlets FROM claim_support WHERE claim LIKE ?"
    assert query(desk, sql, "Serbia is arming itself.") == [
        (3, 1, 1, "Aleksandar Vučić", f"American Military News; WFXT; a reprint of express.co.uk ({EXPRESS})")
    ]


@pytest.mark.parametrize("word", ["Vucic", "Vučić"])
def test_search_finds_names_with_and_without_their_accents(desk: Path, word: str) -> None:
    sql = "SELECT count(*) FROM entities WHERE id IN (SELECT rowid FROM people_fts WHERE people_fts MATCH ?)"
    assert query(desk, sql, word) == [(1,)]


def test_full_text_is_searchable(desk: Path) -> None:
    sql = "SELECT rowid FROM captures_fts WHERE captures_fts MATCH ?"
    assert len(query(desk, sql, '"free country"')) == 3


def test_the_file_is_whole_read_only_and_has_no_log_beside_it(desk: Path) -> None:
    assert query(desk, "PRAGMA integrity_check") == [("ok",)]
    assert query(desk, "PRAGMA foreign_key_check") == []
    assert query(desk, "PRAGMA journal_mode") == [("delete",)]
    assert desk.stat().st_mode & 0o222 == 0
    assert sorted(path.name for path in desk.parent.iterdir()) == [
        "facts.db",
        "inspect-data.json",
        "metadata.yaml",
        "settings.json",
        "static",
    ]


def test_every_table_view_and_column_is_described(desk: Path) -> None:
    described = yaml.safe_load((desk.parent / "metadata.yaml").read_text())["databases"]["facts"]["tables"]
    named = query(
        desk,
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE '%_fts%' "
        "AND name NOT LIKE 'sqlite_%'",
    )
    assert len(named) > 30
    for (name,) in named:
        assert described[name]["description"].startswith("A row per"), name
        for column in query(desk, f"PRAGMA table_info({name})"):
            assert described[name]["columns"][column[1]], f"{name}.{column[1]}"


def test_reader_comments_are_blanked_at_equal_length_at_every_way_out(store: Engine, tmp_path: Path) -> None:
    comment = "“It is safe.” Nobody"

    def make(world: World) -> None:
        small(world)
        at = 36
        capture = world.capture("gazette", "")
        insert(
            world.connection, "segments", capture_id=capture, start_char=at, end_char=at + len(comment), kind="comment"
        )

    build(store, make)
    build(store, lambda world: world.evidence("bridge-old", "gazette", "Nobody else"))
    with store.begin() as connection:
        from sqlalchemy import text

        connection.execute(text("UPDATE passages SET exact = exact, end_char = end_char"))
        connection.execute(
            text("DELETE FROM evidence WHERE claim_id IN (SELECT id FROM claims WHERE slug = 'bridge-old')")
        )
        connection.execute(text("DELETE FROM passages WHERE exact = 'Nobody else'"))
    file = publish.desk(store, tmp_path / "desk")
    [(shown,)] = query(file, "SELECT text FROM captures")
    assert shown == "The bridge is safe, the mayor said. " + " " * len(comment) + " else spoke."
    assert rows(store, "SELECT count(*) FROM changes WHERE table_name = 'passages'") == [(1,)]
    everything = file.read_bytes()
    for words in ("It is safe.", "“It is", "Nobody else"):
        assert words.encode() not in everything, words
    assert b"content" not in b"".join(str(row).encode() for row in query(file, "PRAGMA table_info(blobs)"))


def test_the_file_is_written_anew_only_when_the_store_is_newer(seeds: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    assert not publish.is_current(seeds, folder)
    publish.desk(seeds, folder)
    assert publish.is_current(seeds, folder)
    with seeds.begin() as connection:
        from sqlalchemy import text

        connection.execute(text("UPDATE claims SET withdrawn = 'a test' WHERE id = 1"))
    assert not publish.is_current(seeds, folder)
    publish.desk(seeds, folder)
    assert publish.is_current(seeds, folder)
    assert query(folder / "facts.db", "SELECT withdrawn FROM claims WHERE id = 1") == [("a test",)]


def test_a_file_of_another_store_or_of_no_store_is_not_taken_for_current(
    seeds: Engine, sqlite_store: Engine, tmp_path: Path
) -> None:
    folder = tmp_path / "desk"
    publish.desk(seeds, folder)
    (folder / "facts.db").chmod(0o644)
    (folder / "facts.db").write_text("no database")
    assert not publish.is_current(seeds, folder)


def test_a_failed_build_leaves_the_old_file_and_nothing_beside_it(
    seeds: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "desk"
    before = publish.desk(seeds, folder).read_bytes()
    names = sorted(path.name for path in folder.iterdir())
    monkeypatch.setattr(derived, "_TRACED", ("SELECT no_such_thing",))
    with pytest.raises(Exception, match="no_such_thing"):
        publish.desk(seeds, folder)
    assert (folder / "facts.db").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == names


def test_what_another_is_building_is_left_alone_until_a_day_later(seeds: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    fresh, old, older = folder / f".facts.db.{os.getpid()}", folder / ".facts.db.old", folder / ".facts.db.1"
    fresh.write_text("half")
    old.mkdir()
    (old / "rows").write_text("half")
    older.write_text("half")
    for left in (old, older):
        os.utime(left, (0, 0))
    publish.desk(seeds, folder)
    assert sorted(path.name for path in folder.glob(".*")) == [fresh.name]


def test_a_store_with_dangling_rows_is_not_published(sqlite_store: Engine, tmp_path: Path) -> None:
    from .test_check import behind_its_back

    build(sqlite_store, small)
    behind_its_back(sqlite_store, "UPDATE evidence SET quote_id = 99 WHERE id = 1")
    with pytest.raises(DatabaseError, match="facts check"):
        publish.desk(sqlite_store, tmp_path / "desk")


def test_a_folder_that_can_not_be_written_is_named(seeds: Engine, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(DatabaseError, match="taken"):
        publish.desk(seeds, tmp_path / "taken" / "desk")


def circle(world: World) -> None:
    """Works that all overlap, and some that were made from each other in a ring."""
    for number in range(12):
        world.source(f"w{number}")
    for number in range(12):
        world.made_from(f"w{number}", f"w{(number + 1) % 12}", kind="rewrite")
        for other in range(number):
            world.made_from(f"w{number}", f"w{other}", kind="overlap", basis="inferred")


def test_a_pair_of_works_is_one_row_of_the_lineage_however_many_ways_there_are(store: Engine, tmp_path: Path) -> None:
    build(store, circle)
    file = publish.desk(store, tmp_path / "desk")
    pairs = query(file, "SELECT source_id, origin_id, count(*) FROM source_lineage GROUP BY 1, 2")
    assert len(pairs) == 12 * 11 and {count for *_, count in pairs} == {1}
    assert query(file, "SELECT steps FROM source_lineage WHERE source_id = 1 AND origin_id = 2") == [(1,)]


def judged(world: World) -> None:
    """What the program proposes of three works, of which a person judged two otherwise."""
    for name in ("agency", "rejected", "turned", "copy"):
        world.source(name)
        if name != "agency":
            world.made_from(name, "agency", kind="rewrite", basis="detected", status="proposed")
    world.made_from("rejected", "agency", kind="rewrite", basis="declared", status="rejected")
    world.made_from("turned", "agency", kind="overlap", basis="declared", status="confirmed")


def test_what_a_person_overruled_is_not_in_the_lineage(store: Engine, tmp_path: Path) -> None:
    build(store, judged)
    file = publish.desk(store, tmp_path / "desk")
    ways = (
        "SELECT s.slug, l.kind, l.basis, l.status FROM source_lineage l JOIN sources s ON s.id = l.source_id ORDER BY 1"
    )
    assert query(file, ways) == [
        ("copy", "rewrite", "detected", "proposed"),
        ("turned", "overlap", "declared", "confirmed"),
    ]
