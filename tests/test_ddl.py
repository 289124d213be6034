"""What the database refuses, from any client, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from facts import db, ddl
from facts.models import Base

from .conftest import rows
from .world import World, build

TEXT = "The bridge is safe, the mayor said. “It is safe.” Nobody else spoke."


def small(world: World) -> None:
    world.source("gazette", publisher="Gazette")
    world.capture("gazette", TEXT)
    quote = world.quote("gazette", "It is safe.", "Mayor")
    world.evidence("bridge-safe", "gazette", "It is safe.", quote)
    world.evidence("bridge-safe", "gazette", "The bridge is safe")
    world.claim("bridge-old")


class Plain:
    """A client that knows nothing of facts: sqlite3 with its defaults (foreign keys off), or psycopg."""

    def __init__(self, engine: Engine) -> None:
        if engine.dialect.name == "sqlite":
            self.connection: Any = sqlite3.connect(str(db.sqlite_file(engine)))
        else:
            import psycopg

            url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
            self.connection = psycopg.connect(url)

    def run(self, sql: str) -> list[Any]:
        try:
            cursor = self.connection.execute(sql)
            found = cursor.fetchall() if cursor.description else []
            self.connection.commit()
            return found
        except Exception:
            self.connection.rollback()
            raise

    def refused(self, sql: str, message: str) -> None:
        with pytest.raises(Exception, match=message):
            self.run(sql)


@pytest.fixture
def client(store: Engine) -> Any:
    build(store, small)
    plain = Plain(store)
    yield plain
    plain.connection.close()


CAPTURE = "(SELECT min(id) FROM captures)"


@pytest.mark.parametrize(
    ("start", "end", "exact"),
    [
        (0, 10, "The bridge!"),
        (0, 10, "the bridge"),
        (1, 11, "The bridge"),
        (36, 47, '"It is safe.'),
        (len(TEXT) - 6, len(TEXT) + 1, "spoke. "),
        (0, 0, ""),
        (-1, 3, "Th"),
        (5, 2, "bri"),
    ],
)
def test_a_passage_whose_words_are_not_there_is_refused(client: Plain, start: int, end: int, exact: str) -> None:
    values = f"{CAPTURE}, {start}, {end}, '{exact}', 1"
    client.refused(
        f"INSERT INTO passages (capture_id, start_char, end_char, exact, load_id) VALUES ({values})", "passages|bounds"
    )


def test_a_passage_of_no_capture_is_refused(client: Plain) -> None:
    client.refused(
        "INSERT INTO passages (capture_id, start_char, end_char, exact, load_id) VALUES (99, 0, 3, 'The', 1)",
        "passages",
    )


def test_a_passage_whose_words_are_there_is_taken(client: Plain) -> None:
    client.run(
        f"INSERT INTO passages (capture_id, start_char, end_char, exact, load_id) VALUES ({CAPTURE}, 0, 3, 'The', 1)"
    )


@pytest.mark.parametrize("change", ["exact = 'Le bridge is safe'", "start_char = 1", "end_char = 20"])
def test_a_passage_can_not_be_moved_off_its_words(client: Plain, change: str) -> None:
    client.refused(f"UPDATE passages SET {change} WHERE exact = 'The bridge is safe'", "passages: the words")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE captures SET text = 'The bridge is not safe'",
        "UPDATE captures SET retrieved_at = '2024-01-01T00:00:00Z'",
        "DELETE FROM captures",
        "DELETE FROM blobs",
        "UPDATE blobs SET sha256 = sha256",
    ],
)
def test_captures_and_their_bytes_are_never_changed(client: Plain, sql: str) -> None:
    client.refused(sql, "never changed|rest on")


@pytest.mark.parametrize("table", ["passages", "claims", "quotes", "sources", "entities"])
def test_what_evidence_rests_on_is_not_deleted(client: Plain, table: str) -> None:
    before = client.run(f"SELECT count(*) FROM {table}")
    client.refused(f"DELETE FROM {table}", "rest on this one|violates foreign key")
    assert client.run(f"SELECT count(*) FROM {table}") == before


def test_what_nothing_rests_on_may_be_deleted_and_leaves_its_image(client: Plain, store: Engine) -> None:
    client.run("DELETE FROM claims WHERE slug = 'bridge-old'")
    [(operation, load, before)] = rows(store, "SELECT operation, load_id, before FROM changes")
    assert (operation, load) == ("delete", None)
    assert '"slug":"bridge-old"' in str(before)


def test_evidence_outside_the_quote_it_names_is_refused(client: Plain) -> None:
    client.refused(
        "UPDATE evidence SET quote_id = (SELECT min(id) FROM quotes) WHERE quote_id IS NULL", "outside the quote"
    )


def test_a_quote_can_not_be_moved_away_from_its_evidence(client: Plain) -> None:
    client.refused(
        "UPDATE quotes SET passage_id = (SELECT id FROM passages WHERE exact = 'The bridge is safe')",
        "outside the quote",
    )


def test_a_passage_can_not_be_moved_out_of_the_quote_that_holds_it(client: Plain, store: Engine) -> None:
    [(quote,)] = client.run("SELECT id FROM quotes")
    build(store, lambda world: world.evidence("bridge-old", "gazette", "is safe.", quote))
    at = TEXT.index("is safe,")
    moved = f"start_char = {at}, end_char = {at + 7}, exact = 'is safe'"
    client.refused(f"UPDATE passages SET {moved} WHERE exact = 'is safe.'", "outside the quote")


def test_history_is_never_changed(client: Plain) -> None:
    client.run("UPDATE claims SET text = 'Old.' WHERE slug = 'bridge-old'")
    client.refused("UPDATE changes SET before = '{}'", "changes are never changed")
    client.refused("DELETE FROM changes", "changes are never changed")


def test_id_and_load_of_a_row_are_never_changed(client: Plain) -> None:
    client.refused("UPDATE claims SET id = 77 WHERE slug = 'bridge-old'", "never changed")
    client.refused("UPDATE claims SET load_id = 2 WHERE slug = 'bridge-old'", "never changed|foreign key")


def test_a_finished_load_is_never_changed(client: Plain) -> None:
    client.refused("UPDATE loads SET run_by = 'somebody'", "finished load")
    client.refused("DELETE FROM loads", "never deleted")


def test_replacing_a_row_is_refused_where_sqlite_would_drop_the_old_one_silently(sqlite_store: Engine) -> None:
    build(sqlite_store, small)
    client = Plain(sqlite_store)
    before = {name: client.run(f"SELECT count(*) FROM {name}") for name in Base.metadata.tables}
    for sql in (
        "INSERT OR REPLACE INTO claims (id, slug, text, kind, load_id) VALUES (1, 'new', 'New.', 'fact', 1)",
        "INSERT OR REPLACE INTO claims (slug, text, kind, load_id) VALUES ('bridge-safe', 'New.', 'fact', 1)",
        "INSERT OR REPLACE INTO captures SELECT * FROM captures",
        "INSERT OR REPLACE INTO passages SELECT * FROM passages",
        "INSERT OR REPLACE INTO evidence SELECT * FROM evidence",
        "UPDATE OR REPLACE claims SET slug = 'bridge-safe' WHERE slug = 'bridge-old'",
    ):
        client.refused(sql, "has a row with this key|never changed")
    assert {name: client.run(f"SELECT count(*) FROM {name}") for name in before} == before
    client.connection.close()


def test_tables_are_not_emptied_behind_the_triggers(postgresql_store: Engine) -> None:
    build(postgresql_store, small)
    client = Plain(postgresql_store)
    client.refused("TRUNCATE evidence", "never emptied")
    client.refused("TRUNCATE claims CASCADE", "never emptied")
    client.connection.close()


def test_a_segment_beyond_its_text_is_refused(client: Plain) -> None:
    columns = "INSERT INTO segments (capture_id, start_char, end_char, kind, load_id)"
    client.refused(f"{columns} VALUES ({CAPTURE}, 0, {len(TEXT) + 1}, 'body', 1)", "beyond its text")
    client.run(f"{columns} VALUES ({CAPTURE}, 0, {len(TEXT)}, 'body', 1)")


# constraints


@pytest.mark.parametrize(
    ("sql", "constraint"),
    [
        ("UPDATE claims SET slug = '2024' WHERE slug = 'bridge-old'", "ck_claims_slug"),
        ("UPDATE claims SET slug = 'Bridge Old' WHERE slug = 'bridge-old'", "ck_claims_slug"),
        ("UPDATE quotes SET form = 'loud'", "ck_quotes_form"),
        ("UPDATE quotes SET fidelity = 'so-so'", "ck_quotes_fidelity"),
        ("UPDATE evidence SET stance = 'agrees'", "ck_evidence_stance"),
        ("UPDATE sources SET publish = 'all'", "ck_sources_publish"),
        ("UPDATE sources SET published = '2024', published_earliest = '2024'", "ck_sources_published_bounds"),
        (
            "UPDATE sources SET published = 'x', published_earliest = '2024-02-01', published_latest = '2024-01-01'",
            "ck_sources_published_order",
        ),
        (
            "INSERT INTO claim_relations (claim_id, related_id, relation, status, load_id) VALUES (2, 1, 'differs', "
            "'confirmed', 1)",
            "ck_claim_relations_order",
        ),
        (
            "INSERT INTO entity_matches (left_id, right_id, judgement, load_id) VALUES (2, 1, 'same', 1)",
            "ck_entity_matches_order",
        ),
        (
            "INSERT INTO attributions (quote_id, position, basis, load_id) VALUES (1, 1, 'stated', 1)",
            "attributions_party",
        ),
        (
            "INSERT INTO claim_arguments (claim_id, role, snak, entity_id, value, load_id) VALUES (1, 'agent', 'value', 1, "
            "'x', 1)",
            "ck_claim_arguments_content",
        ),
        (
            "INSERT INTO claim_arguments (claim_id, role, snak, entity_id, load_id) VALUES (1, 'agent', 'novalue', 1, 1)",
            "ck_claim_arguments_content",
        ),
        ("INSERT INTO claim_arguments (claim_id, role, snak, load_id) VALUES (1, 'agent', 'value', 1)", "content"),
    ],
)
def test_a_word_or_shape_that_means_nothing_is_refused(client: Plain, sql: str, constraint: str) -> None:
    client.refused(sql, constraint)


def test_a_text_in_a_number_column_is_refused(client: Plain) -> None:
    client.refused("UPDATE passages SET start_char = 'zero'", r"(?i)cannot store TEXT|invalid input|integer")


def test_an_alignment_is_stored_once_also_where_the_origin_was_not_captured(store: Engine) -> None:
    def twice(world: World) -> None:
        world.capture("a", "One two three")
        derivation = world.made_from("a", "b", "rewrite")
        world.aligned(derivation, ("a", "two"), None)
        world.aligned(derivation, ("a", "two"), None)

    with pytest.raises(DBAPIError, match=r"(?i)unique|row with this key"):
        build(store, twice)


# the triggers themselves


def test_every_trigger_is_there(store: Engine) -> None:
    with db.reading(store) as connection:
        expected, present = ddl.expected(connection), ddl.present(connection)
    assert len(expected) > 50
    assert present == expected


def test_history_leaves_out_rows_that_the_running_load_made(store: Engine) -> None:
    """Nobody ever saw them otherwise; an update that changes nothing leaves nothing either."""
    from .world import insert

    build(store, small)
    with store.begin() as connection:
        load = insert(connection, "loads", uuid="00000000-0000-4000-8000-000000000002", status="running")
        own = insert(connection, "claims", slug="own", text="Own.", load_id=load)
        connection.execute(text("UPDATE claims SET text = 'Own now.' WHERE id = :id"), {"id": own})
        connection.execute(text("UPDATE claims SET text = 'Older.' WHERE slug = 'bridge-old'"))
        connection.execute(text("UPDATE claims SET kind = kind"))
        connection.execute(text("UPDATE loads SET status = 'done' WHERE id = :id"), {"id": load})
    found = rows(store, "SELECT load_id, table_name, operation, before FROM changes")
    assert [row[:3] for row in found] == [(load, "claims", "update")]
    assert "bridge-old." in str(found[0][3])


def test_references_lead_somewhere_also_where_foreign_keys_are_off(client: Plain) -> None:
    client.refused("UPDATE evidence SET claim_id = 999", "is not there|foreign key")
    client.refused(
        "INSERT INTO evidence (claim_id, passage_id, stance, load_id) VALUES (999, 1, 'supports', 1)",
        "is not there|foreign key",
    )
    client.refused(
        "INSERT INTO claims (slug, text, kind, load_id) VALUES ('x', 'X.', 'fact', 77)", "is not there|foreign key"
    )


def test_a_row_before_the_first_is_refused_where_it_would_block_all_others(sqlite_store: Engine) -> None:
    build(sqlite_store, small)
    client = Plain(sqlite_store)
    client.refused(
        "INSERT INTO claims (id, slug, text, kind, load_id) VALUES (-1, 'x', 'X.', 'fact', 1)", "count from 1"
    )
    client.connection.close()


def test_words_before_the_text_are_refused_also_without_checks(sqlite_store: Engine) -> None:
    build(sqlite_store, small)
    client = Plain(sqlite_store)
    client.connection.execute("PRAGMA ignore_check_constraints = ON")
    values = f"{CAPTURE}, -7, -1, 'spoke.', 1"
    client.refused(
        f"INSERT INTO passages (capture_id, start_char, end_char, exact, load_id) VALUES ({values})",
        "passages: the words",
    )
    client.connection.close()


def test_temporary_tables_stand_in_for_none_of_ours(postgresql_store: Engine) -> None:
    build(postgresql_store, small)
    client = Plain(postgresql_store)
    client.run("CREATE TEMP TABLE captures AS SELECT id, 'Lies' || text AS text FROM captures")
    client.run("CREATE TEMP TABLE changes (LIKE changes INCLUDING ALL)")
    insert = "INSERT INTO passages (capture_id, start_char, end_char, exact, load_id)"
    client.refused(f"{insert} VALUES (1, 0, 4, 'Lies', 1)", "passages: the words")
    client.run("UPDATE claims SET text = 'Old.' WHERE slug = 'bridge-old'")
    assert rows(postgresql_store, "SELECT count(*) FROM changes") == [(1,)]
    client.connection.close()


def test_history_can_not_be_switched_off_by_a_setting(postgresql_store: Engine) -> None:
    build(postgresql_store, small)
    client = Plain(postgresql_store)
    client.run("SET facts.load_id = '1'")
    client.run("UPDATE claims SET text = 'Old.' WHERE slug = 'bridge-old'")
    assert rows(postgresql_store, "SELECT load_id, operation FROM changes") == [(None, "update")]
    client.connection.close()
