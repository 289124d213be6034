"""The public edition: what may be public and nothing else, at every way out; with the address for corrections on every page."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from facts import db, publish
from facts.publish import copying, excerpts

from .conftest import CONTACT, rows
from .test_ddl import small
from .test_publish import query
from .world import World, build, insert

SAME = 7  # so many words in a row are the document's
# Claims are our own sentences: what is shown is shown for them.
OURS = {"claim", "other_claim"}


def words_of(value: str) -> list[tuple[str, int, int]]:
    return [(found[0].casefold(), found.start(), found.end()) for found in re.finditer(r"\w+", value)]


def everything(file: Path) -> Iterator[str]:
    """Every text in every table, view and index, and passages with what stands beside them."""
    for (name,) in query(
        file, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"
    ):
        columns = [str(column[1]) for column in query(file, f"PRAGMA table_info('{name}')")]
        own = OURS | ({"text"} if str(name).startswith("claims") else set())
        listed = ", ".join(f'"{column}"' for column in columns if column not in own)
        if not listed or str(name).endswith("_fts_data"):
            continue
        for row in query(file, f'SELECT {listed} FROM "{name}"'):
            yield from (value for value in row if isinstance(value, str))
    for (joined,) in query(file, "SELECT prefix || exact || suffix FROM passages WHERE exact IS NOT NULL"):
        yield str(joined)


def put_together(file: Path, store: Engine) -> dict[str, float]:
    """How much of each body somebody can put together who has nothing but the file."""
    known = set()
    for value in everything(file):
        found = [word for word, _, _ in words_of(value)]
        known |= {tuple(found[at : at + SAME]) for at in range(len(found) - SAME + 1)}
    shares = {}
    captures = rows(store, "SELECT c.id, s.slug, c.text FROM captures c JOIN sources s ON s.id = c.source_id")
    for capture, slug, body in captures:
        places: set[int] = set()
        for start, end in rows(
            store,
            "SELECT start_char, end_char FROM segments WHERE capture_id = :id AND kind IN ('body', 'block_quote')",
            id=capture,
        ):
            places |= set(range(int(str(start)), int(str(end))))
        found = words_of(str(body))
        have: set[int] = set()
        for at in range(len(found) - SAME + 1):
            if tuple(word for word, _, _ in found[at : at + SAME]) in known:
                have |= places & set(range(found[at][1], found[at + SAME - 1][2]))
        shares[str(slug)] = len(have) / len(places)
    return shares


def test_no_article_can_be_put_together_again(public: Path, seeds: Engine) -> None:
    shares = put_together(public, seeds)
    assert len(shares) == 4
    assert max(shares.values()) <= 0.30, shares
    assert min(shares.values()) > 0.05, shares  # there is something to see


def test_the_attack_finds_what_is_there(seeds_file: Path, seeds: Engine, tmp_path: Path) -> None:
    engine = db.engine_for(f"sqlite:///{seeds_file}")
    desk = publish.desk(engine, tmp_path / "desk")
    engine.dispose()
    assert min(put_together(desk, seeds).values()) > 0.95


def test_search_holds_nothing_of_a_text_that_is_not_shown(public: Path) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("ATTACH ? AS published", (str(public),))
    connection.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(published, captures_fts, instance)")
    assert connection.execute("SELECT count(*) FROM terms").fetchone() == (0,)
    connection.close()


def test_quotations_are_whole_and_other_passages_have_25_words_at_most(public: Path) -> None:
    sql = (
        "SELECT p.exact, p.shown, p.id IN (SELECT passage_id FROM quotes WHERE form IN ('direct', 'partial')) FROM passages p "
        "WHERE p.exact IS NOT NULL"
    )
    kinds = set()
    for exact, shown, quoted in query(public, sql):
        kinds.add((shown, quoted))
        assert quoted or len(words_of(str(exact))) <= 25, exact
        assert (shown == "part") == ("…" in (str(exact)[0], str(exact)[-1])), exact
    assert kinds == {("whole", 1), ("whole", 0), ("part", 0)}
    assert query(public, "SELECT DISTINCT shown FROM passages WHERE exact IS NULL") == [("withheld",)]
    assert query(
        public, "SELECT count(*) FROM quote_variants WHERE form IN ('direct', 'partial') AND words IS NULL"
    ) == [(0,)]


def test_what_is_withheld_still_has_its_place_its_digest_and_its_link(public: Path) -> None:
    held = query(public, "SELECT start_char, end_char, sha256, outlet FROM provenance WHERE exact IS NULL")
    assert held and all(all(value is not None for value in row) for row in held)
    assert query(public, "SELECT count(*) FROM provenance WHERE url LIKE 'https://%'")[0] > (0,)


def test_the_changed_word_is_there(public: Path) -> None:
    shown = query(
        public, "SELECT words_here FROM wording_changes WHERE change = 'meaning' AND words_here LIKE '%to evade any%'"
    )
    assert len(shown) == 1


def test_reader_comments_are_not_in_it(public: Path) -> None:
    said = public.read_bytes()
    for words in ("Toronto Tonto", "Hasbara", "AngloZio", "purchasing part of an integrated system"):
        assert words.encode() not in said


@pytest.mark.parametrize("rights", ["full_text", "excerpts", "metadata"])
def test_each_kind_of_rights_shows_what_it_allows(store: Engine, tmp_path: Path, rights: str) -> None:
    build(store, small)
    with store.begin() as connection:
        connection.execute(
            text("UPDATE sources SET publish = :rights, url = 'file:///home/me/a.txt'"), {"rights": rights}
        )
        connection.execute(text("UPDATE passages SET end_char = end_char"))
    file = publish.public(store, CONTACT, tmp_path / "public")
    [(shown,)] = query(file, "SELECT text FROM captures")
    assert (shown is not None) == (rights == "full_text")
    found = {value for (value,) in query(file, "SELECT shown FROM passages")}
    assert found == {"full_text": {"whole"}, "metadata": {"withheld"}}.get(rights, found)
    said = file.read_bytes()
    assert b"/home/me" not in said
    assert (b"The bridge is safe, the mayor said." in said) == (rights == "full_text")


def test_what_a_row_was_before_says_no_more_than_what_it_is(store: Engine, tmp_path: Path) -> None:
    build(store, small)
    with store.begin() as connection:
        connection.execute(text("DELETE FROM evidence"))
        connection.execute(text("DELETE FROM passages WHERE id NOT IN (SELECT passage_id FROM quotes)"))
        connection.execute(text("UPDATE sources SET publish = 'metadata', url = '/home/me/a.txt'"))
        connection.execute(text("UPDATE sources SET url = NULL"))
    file = publish.public(store, CONTACT, tmp_path / "public")
    images = query(file, "SELECT table_name, before FROM changes")
    assert {name for name, _ in images} >= {"sources", "passages"}
    for name, before in images:
        row = json.loads(str(before))
        assert not ({"exact", "url", "title", "publish"} & set(row)) and row["id"], name
    assert b"/home/me" not in file.read_bytes()


def rewritten(world: World) -> None:
    """A rewrite, detected by a program, whose meaning differs; and a relation that a program proposes."""
    small(world)
    world.capture("copy", "The bridge is doomed, the mayor said. Nobody else spoke.")
    words, origin = world.passage("copy", "The bridge is doomed"), world.passage("gazette", "The bridge is safe")
    made = insert(
        world.connection, "derivations", source_id=world.source("copy"), origin_id=world.source("gazette"), kind="rewrite",
        basis="detected", status="proposed", score=0.9,
    )  # fmt: skip
    insert(
        world.connection, "alignments", derivation_id=made, passage_id=words, origin_passage_id=origin, change="meaning",
        status="proposed", note="doomed instead of safe",
    )  # fmt: skip


def test_a_detected_change_of_meaning_is_public_once_somebody_stands_by_it(store: Engine, tmp_path: Path) -> None:
    build(store, rewritten)
    file = publish.public(store, CONTACT, tmp_path / "public")
    assert query(file, "SELECT change, note FROM alignments") == [("edited", None)]
    assert b"doomed instead of safe" not in file.read_bytes()
    with store.begin() as connection:
        connection.execute(text("UPDATE alignments SET status = 'confirmed'"))
    publish.public(store, CONTACT, tmp_path / "public")
    assert query(file, "SELECT change, note FROM alignments") == [("edited", None)]
    with store.begin() as connection:
        connection.execute(text("UPDATE alignments SET decided_by = ' '"))
    publish.public(store, CONTACT, tmp_path / "public")
    assert query(file, "SELECT change, note FROM alignments") == [("edited", None)]
    with store.begin() as connection:
        connection.execute(text("UPDATE alignments SET decided_by = 'Ana Roe'"))
    publish.public(store, CONTACT, tmp_path / "public")
    assert query(file, "SELECT change, note FROM alignments") == [("meaning", "doomed instead of safe")]
    images = [
        json.loads(str(before))
        for (before,) in query(file, "SELECT before FROM changes WHERE table_name = 'alignments'")
    ]
    assert len(images) == 3 and not any({"change", "note"} & set(image) for image in images)


LONG = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen."


def copies(world: World) -> None:
    """Two works with the same bytes, of which nobody says that they are one; a quotation from each half."""
    for name in ("gazette", "herald"):
        world.source(name, publisher=name.title())
        world.capture(name, LONG)
    world.quote("gazette", LONG[:30].rsplit(" ", 1)[0], "Mayor")
    world.quote("herald", LONG[60:90].strip().rsplit(" ", 1)[0], "Mayor")


def test_the_same_bytes_are_one_work(store: Engine, tmp_path: Path) -> None:
    build(store, copies)
    file = publish.public(store, CONTACT, tmp_path / "public")
    given = query(file, "SELECT shown, count(*) FROM passages GROUP BY 1 ORDER BY 1")
    assert given == [("whole", 1), ("withheld", 1)]


def test_comments_in_a_body_do_not_make_more_of_it_public(store: Engine, tmp_path: Path) -> None:
    comment = "x" * 2000

    def make(world: World) -> None:
        world.source("gazette", publisher="Gazette")
        capture = world.capture("gazette", LONG + comment)
        insert(world.connection, "segments", capture_id=capture, start_char=0, end_char=len(LONG) + 2000, kind="body")
        insert(
            world.connection, "segments", capture_id=capture, start_char=len(LONG), end_char=len(LONG) + 2000, kind="comment"
        )  # fmt: skip
        world.quote("gazette", LONG[: len(LONG) // 2], "Mayor")

    build(store, make)
    file = publish.public(store, CONTACT, tmp_path / "public")
    assert query(file, "SELECT DISTINCT shown FROM passages WHERE end_char > 50") == [("withheld",)]


def test_the_same_text_but_for_spaces_is_one_work(store: Engine, tmp_path: Path) -> None:
    def make(world: World) -> None:
        copies(world)
        world.source("courier", publisher="Courier")
        world.capture("courier", LONG.replace(" ", "  ") + "\n")
        world.quote("courier", "ten  eleven  twelve", "Mayor")

    build(store, make)
    file = publish.public(store, CONTACT, tmp_path / "public")
    assert query(file, "SELECT shown, count(*) FROM passages GROUP BY 1 ORDER BY 1") == [("whole", 1), ("withheld", 2)]


def test_what_a_full_text_shows_of_another_counts(store: Engine, tmp_path: Path) -> None:
    """The half of a text may be read in a release that may be shown whole: no more of it is given."""

    def make(world: World) -> None:
        world.source("gazette", publisher="Gazette")
        world.capture("gazette", LONG)
        world.source("release", publisher="Town hall", publish="full_text")
        world.capture("release", LONG[: len(LONG) // 2])
        world.made_from("gazette", "release", "rewrite")
        world.quote("gazette", "seventeen eighteen", "Mayor")
        world.quote("gazette", "two three", "Mayor")

    build(store, make)
    file = publish.public(store, CONTACT, tmp_path / "public")
    assert query(file, "SELECT exact, shown FROM passages ORDER BY id") == [(None, "withheld"), ("two three", "whole")]


def test_a_comment_is_one_in_every_copy_of_the_text(store: Engine, tmp_path: Path) -> None:
    def make(world: World) -> None:
        for name in ("gazette", "herald"):
            world.source(name, publisher=name.title(), publish="full_text")
            capture = world.capture(name, f"{LONG}\nWho paid for it?")
        insert(
            world.connection,
            "segments",
            capture_id=capture,
            start_char=len(LONG) + 1,
            end_char=len(LONG) + 17,
            kind="comment",
        )

    build(store, make)
    for file in (publish.public(store, CONTACT, tmp_path / "public"), publish.desk(store, tmp_path / "desk")):
        assert b"Who paid" not in file.read_bytes()


def test_what_no_document_leads_to_is_as_short_as_an_excerpt(store: Engine, tmp_path: Path) -> None:
    long = " ".join(f"word{number}" for number in range(80))

    def make(world: World) -> None:
        copies(world)
        insert(world.connection, "sources", slug="unread", title=long)
        insert(world.connection, "utterances", slug="nobody-reports-it", text=long)
        world.connection.execute(
            text("UPDATE claims SET withdrawn = :why WHERE id = :id"), {"why": long, "id": world.claim("bridge")}
        )

    build(store, make)
    file = publish.public(store, CONTACT, tmp_path / "public")
    for sql in ("SELECT max(title) FROM sources", "SELECT text FROM utterances", "SELECT withdrawn FROM claims"):
        assert query(file, sql) == [(long[:240] + "…",)]
    assert long[240:260].encode() not in file.read_bytes()


def test_a_nul_hides_no_words(sqlite_store: Engine, tmp_path: Path) -> None:
    """SQLite's length() counts to the first one. PostgreSQL stores none."""
    long = " ".join(f"word{number}" for number in range(80))
    build(sqlite_store, lambda world: insert(world.connection, "utterances", slug="nul", text=f"x\0 {long}"))
    file = publish.public(sqlite_store, CONTACT, tmp_path / "public")
    assert b"word79" not in file.read_bytes()


@pytest.mark.parametrize("rights", ["full_text", "excerpts"])
def test_a_note_that_repeats_a_comment_is_not_in_it(store: Engine, tmp_path: Path, rights: str) -> None:
    comment = "Everybody in this town knows who was paid for that bridge."

    def make(world: World) -> None:
        world.source("gazette", publisher="Gazette", publish=rights)
        capture = world.capture("gazette", f"{LONG}\n{comment}")
        insert(world.connection, "segments", capture_id=capture, start_char=0, end_char=len(LONG), kind="body")
        insert(
            world.connection,
            "segments",
            capture_id=capture,
            start_char=len(LONG) + 1,
            end_char=len(LONG) + 1 + len(comment),
            kind="comment",
        )
        world.evidence("bridge", "gazette", LONG[:40], note=f"A reader writes: {comment}")
        world.evidence("road", "gazette", LONG[:40], note="Nothing that anybody else wrote, in so many words.")
        claim = world.claim("bridge")
        world.connection.execute(
            text("UPDATE claims SET withdrawn = :why WHERE id = :id"), {"why": f"Because: {comment}", "id": claim}
        )

    build(store, make)
    file = publish.public(store, CONTACT, tmp_path / "public")
    assert b"who was paid" not in file.read_bytes()
    assert query(file, "SELECT note FROM evidence ORDER BY id") == [
        (None,),
        ("Nothing that anybody else wrote, in so many words.",),
    ]
    assert query(file, "SELECT withdrawn FROM claims WHERE slug = 'bridge'") == [
        ("withdrawn; the reason is not shown",)
    ]


def test_every_column_of_words_is_compared_with_the_documents_or_as_short_as_an_excerpt(public: Path) -> None:
    compared = {f"{table}.{column}" for table, column, _ in excerpts._ECHOES}
    short = {f"{table}.{column}" for table, columns in excerpts.SHORT.items() for column in columns}
    known = compared | short | {"claims.text"}  # claims are our sentences: what is shown is shown for them
    for name, table in copying.tables():
        for column in table.columns:
            there = {row[1] for row in query(public, f"PRAGMA table_info('{name}')")}
            if column.name not in there or str(column.type) != "TEXT" or f"{name}.{column.name}" in known:
                continue
            # The rest are fixed words, dates, digests, addresses, or what the rules give of a text.
            free = [
                value
                for (value,) in query(public, f'SELECT "{column.name}" FROM "{name}" WHERE "{column.name}" IS NOT NULL')
                if " " in str(value)
            ]
            given = name in ("passages", "captures") or f"{name}.{column.name}" in ("changes.before",)
            given = given or column.name == "decided_by"  # a name
            assert given or not free, (name, column.name, free[:1])


def test_what_was_said_is_not_in_its_history_when_it_is_withheld(store: Engine, tmp_path: Path) -> None:
    def make(world: World) -> None:
        small(world)
        insert(
            world.connection,
            "utterances",
            slug="all-of-it",
            text="The bridge is safe, the mayor said. It is safe indeed.",
        )

    build(store, make)
    with store.begin() as connection:
        connection.execute(text("UPDATE utterances SET text = 'It is safe.' WHERE slug = 'all-of-it'"))
        connection.execute(text("UPDATE claims SET text = 'Another.' WHERE slug = 'bridge-old'"))
    file = publish.public(store, CONTACT, tmp_path / "public")
    images = [json.loads(str(before)) for (before,) in query(file, "SELECT before FROM changes")]
    assert len(images) >= 2
    assert not any("text" in image for image in images) and all("slug" in image for image in images)
