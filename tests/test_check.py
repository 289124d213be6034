"""What `facts check` finds: each rule against a database in which exactly that is wrong, put there behind its back."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import Engine, text

from facts import check, db, ddl

from .test_ddl import small
from .world import World, build, insert


def behind_its_back(engine: Engine, *statements: str) -> None:
    """Change rows as somebody could who drops the triggers, leaves foreign keys off, and puts the triggers back."""
    plain = sqlite3.connect(str(db.sqlite_file(engine)), isolation_level=None)
    triggers = plain.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        plain.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        plain.execute(statement)
    for _, sql in triggers:
        plain.execute(sql)
    plain.close()


def found(engine: Engine) -> set[tuple[str, str]]:
    return {(finding.rule, finding.subject) for finding in check.run(engine).errors}


@pytest.fixture
def sound(sqlite_store: Engine) -> Engine:
    """A store in which nothing is wrong."""

    def make(world: World) -> None:
        small(world)
        world.evidence("bridge-old", "gazette", "Nobody else spoke.")

    build(sqlite_store, make)
    assert found(sqlite_store) == set()
    return sqlite_store


def test_nothing_is_found_in_a_sound_store(store: Engine) -> None:
    build(store, lambda world: (small(world), world.evidence("bridge-old", "gazette", "Nobody else spoke.")))
    assert check.run(store).errors == []


@pytest.mark.parametrize(
    ("rule", "subject", "statement"),
    [
        (
            "words-not-there",
            "gazette, characters 0-18",
            "UPDATE passages SET exact = 'The bridge is sound' WHERE start_char = 0",
        ),
        ("capture-unlike-its-bytes", "gazette", "UPDATE captures SET text = text || ' More.'"),
        ("capture-unlike-its-bytes", "gazette", "UPDATE blobs SET content = x'00'"),
        ("evidence-outside-quote", "gazette, characters 0-18", "UPDATE evidence SET quote_id = 1"),
        ("load-not-finished", "00000000-0000-4000-8000-000000000001", "UPDATE loads SET status = 'running'"),
        ("unknown-word", "claims.kind", "UPDATE claims SET kind = 'rumour' WHERE id = 1"),
        ("unknown-word", "sources.kind", "UPDATE sources SET kind = 'rumour'"),
        ("unknown-word", "entities.kind", "UPDATE entities SET kind = 'ghost' WHERE id = 1"),
        ("claim-without-evidence", "bridge-old", "DELETE FROM evidence WHERE claim_id = 2"),
        ("dangling", "evidence 1", "UPDATE evidence SET claim_id = 99 WHERE id = 1"),
        ("circle", "gazette, characters 37-48", "UPDATE quotes SET continues_id = id"),
    ],
)
def test_what_is_wrong_is_found_by_its_rule(sound: Engine, rule: str, subject: str, statement: str) -> None:
    behind_its_back(sound, statement)
    assert (rule, subject) in found(sound)


def test_a_missing_or_changed_trigger_is_found(store: Engine) -> None:
    with store.begin() as connection:
        if store.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER captures_immutable_update"))
            missing = "captures_immutable_update"
        else:
            connection.execute(text("ALTER TABLE captures DISABLE TRIGGER captures_immutable"))
            missing = "captures_immutable"
    assert ("trigger-missing", missing) in found(store)
    with store.begin() as connection:
        ddl.sync(connection)
    assert found(store) == set()


def test_a_withdrawn_claim_needs_no_evidence_nor_one_with_a_review(store: Engine) -> None:
    def make(world: World) -> None:
        world.claim("withdrawn")
        world.connection.execute(text("UPDATE claims SET withdrawn = 'a mistake'"))
        review = {
            "claim_id": world.claim("reviewed"),
            "reviewer_id": world.entity("Checker"),
            "url": "https://a.example",
        }
        insert(world.connection, "reviews", **review)
        world.claim("bare")

    build(store, make)
    assert found(store) == {("claim-without-evidence", "bare")}


def test_evidence_and_quotations_in_reader_comments_are_found(store: Engine) -> None:
    def make(world: World) -> None:
        small(world)
        world.evidence("bridge-old", "gazette", "Nobody else spoke.")
        capture = world.capture("gazette", "")
        insert(world.connection, "segments", capture_id=capture, start_char=40, end_char=68, kind="comment")

    build(store, make)
    assert found(store) == {
        ("evidence-in-comment", "gazette, characters 37-48"),
        ("evidence-in-comment", "gazette, characters 50-68"),
        ("quote-in-comment", "gazette, characters 37-48"),
    }


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        ("We hope so, friends.", "We hope so, friends,", False),
        ("We hope so, friends.", "“We  hope so, friends”", False),
        ("We hope so, friends.", "hope so", False),
        ("We hope so, friends.", "We hope not, friends.", True),
        ("We hope so, friends.", "Nobody will be sanctioned at all.", False),
    ],
)
def test_verbatim_reports_of_one_utterance_must_agree(store: Engine, one: str, other: str, differs: bool) -> None:
    def make(world: World) -> None:
        utterance = insert(world.connection, "utterances", slug="hope")
        for name, words in (("one", one), ("two", other)):
            world.capture(name, f"Palmer said: {words} So it was.")
            world.quote(name, words, "Palmer", utterance_id=utterance, fidelity="verbatim")

    build(store, make)
    assert found(store) == ({("verbatim-differs", f"one, characters 13-{13 + len(one)}")} if differs else set())


@pytest.mark.parametrize(
    ("published", "origin", "wrong"),
    [("2024-05-07", "2024-05-08", True), ("2024-05-07", "2024-05-07", False), ("2024-05-07", None, False)],
)
def test_a_work_is_not_made_from_a_later_one(store: Engine, published: str, origin: str | None, wrong: bool) -> None:
    def dated(day: str | None) -> dict[str, str | None]:
        return {"published": day, "published_earliest": day, "published_latest": day}

    def make(world: World) -> None:
        world.source("copy", **dated(published))
        world.source("original", **dated(origin))
        world.made_from("copy", "original")

    build(store, make)
    assert found(store) == ({("made-from-later", "copy")} if wrong else set())


def test_a_cue_of_another_document_is_found(store: Engine) -> None:
    def make(world: World) -> None:
        world.capture("one", "Palmer said so.")
        world.capture("two", "Nobody said a word.")
        world.quote("one", "so", "Palmer", cue_passage_id=world.passage("two", "said"))

    build(store, make)
    assert found(store) == {("words-of-another-document", "one, characters 12-14")}


def test_a_damaged_file_is_found(sound: Engine) -> None:
    path = db.sqlite_file(sound)
    assert path is not None
    sound.dispose()
    content = bytearray(path.read_bytes())
    middle = content.index(b"The bridge is safe, the mayor") // 4096 * 4096
    content[middle : middle + 8] = b"\xff" * 8
    path.write_bytes(content)
    path.with_name(path.name + "-wal").unlink(missing_ok=True)
    with pytest.raises(Exception, match=r"file-damaged|not a whole SQLite database"):
        raise AssertionError(sorted(rule for rule, _ in found(sound)))


def test_every_rule_has_a_name_a_level_an_explanation_and_says_how_it_is_checked() -> None:
    for rule in check.RULES:
        assert rule.name.replace("-", "").isalpha() and rule.name.islower()
        assert rule.level in ("error", "notice")
        assert rule.explanation.endswith(".")
        if isinstance(rule, check.Rule):
            assert rule.query.startswith(("SELECT", "WITH"))
        else:
            assert rule.how.endswith(".")
    levels = {rule.name: rule.level for rule in check.RULES}
    assert all(levels[rule.name] == rule.level for rule in check.RULES)
