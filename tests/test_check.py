"""What `facts check` finds: each rule against a database in which exactly that is wrong, put there behind its back."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, text

from facts import check, db, ddl, ingest
from facts.cli import main
from facts.errors import DatabaseError

from .test_coverage import again
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


SHARED = "One two three four five six seven eight"


@pytest.mark.parametrize(
    ("here", "there", "seen"),
    [
        (["Something else.", f"{SHARED} here."], [f"There {SHARED.lower()}."], True),
        ([f"{SHARED} here."], ["Something else.", f"There {SHARED}."], True),
        (["Something else.", "Nor here."], ["Nothing.", "Nor there."], False),
        (["Something else."], [], True),
    ],
)
def test_a_copy_is_looked_for_in_all_texts_of_both_works(
    store: Engine, here: list[str], there: list[str], seen: bool
) -> None:
    """Where one of the works was not captured, nothing can be seen, and nothing is said."""

    def make(world: World) -> None:
        world.made_from("copy", "original", kind="rewrite")
        for name, texts in (("copy", here), ("original", there)):
            for words in texts:
                again(world, name, words)

    build(store, make)
    subjects = [finding.subject for finding in check.run(store, only=("copy-not-seen",)).findings]
    assert subjects == ([] if seen else ["copy"])


def test_names_are_compared_without_regard_to_capitals_in_any_script(store: Engine) -> None:
    def make(world: World) -> None:
        one = insert(world.connection, "entities", slug="one", name="Élodie Ćirić")
        two = insert(world.connection, "entities", slug="two", name="ÉLODIE ĆIRIĆ")
        three = insert(world.connection, "entities", slug="three", name="Straße")
        insert(world.connection, "entities", slug="four", name="STRASSE")
        five = insert(world.connection, "entities", slug="five", name="Élodie ćirić")
        insert(world.connection, "entity_matches", left_id=one, right_id=five, judgement="different")
        assert one < two < three

    build(store, make)
    found = [(one.subject, one.detail) for one in check.run(store, only=("name-ambiguous",)).findings]
    assert found == [
        ("one", "and two both go by “Élodie Ćirić”"),
        ("two", "and five both go by “ÉLODIE ĆIRIĆ”"),
        ("three", "and four both go by “Straße”"),
    ]


def test_a_missing_table_is_named(store: Engine) -> None:
    with store.begin() as connection:
        connection.execute(text("DROP TABLE omissions"))
    with pytest.raises(DatabaseError, match=r"lacks the table omissions.*Restore a copy"):
        check.run(store)


def test_a_party_whose_row_is_gone_goes_by_its_key(sqlite_store: Engine) -> None:
    def make(world: World) -> None:
        world.capture("gazette", "It is safe, said Ann.")
        said = world.quote("gazette", "It is safe", "Ann")
        world.evidence("safe", "gazette", "It is safe", said)

    build(sqlite_store, make)
    behind_its_back(sqlite_store, "DELETE FROM entities")
    [finding] = check.run(sqlite_store, only=("one-origin",)).findings
    assert finding.detail == "1 report, one origin: e:1"


def facts(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def with_many_claims(world: World) -> None:
    world.capture("gazette", "It is so :smile: today.")
    for number in range(9):
        world.evidence(f"claim-{number}", "gazette", "It is so :smile: today.")


def test_hints_name_the_database_that_was_named(sqlite_store: Engine) -> None:
    build(sqlite_store, with_many_claims)
    address = str(sqlite_store.url)
    for arguments in (("--database", address, "check"), ("check", "--database", address)):
        assert f"4 more: facts --database {address} check --rule one-origin\n" in facts(*arguments).output


def test_what_a_build_says_names_the_database_too(
    sqlite_store: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = str(sqlite_store.url)
    monkeypatch.chdir(folder)
    monkeypatch.setattr("facts.cli.adding.desk", lambda *_: Path("facts.db"))
    assert f"To read them: facts --database {address} check\n" in facts("--database", address, "build", ".").output


def test_words_between_colons_stay_words(sqlite_store: Engine) -> None:
    def make(world: World) -> None:
        world.capture("gazette", "It is “so :smile: today”.")
        world.evidence("smile", "gazette", "It is “so :smile: today”.")

    build(sqlite_store, make)
    address = str(sqlite_store.url)
    assert "“so :smile: today”" in facts("--database", address, "check").output
    assert ":smile:" in facts("--database", address, "show", "smile").output


def test_a_published_file_is_called_so(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "published.db") as published:
        for name in ("about", "claim_support", "claims", "loads", "provenance"):
            published.execute(f"CREATE TABLE {name} (id INTEGER)")
    published.close()
    said = facts("--database", f"sqlite:///{tmp_path / 'published.db'}", "check")
    assert said.exit_code == 1
    assert "is a published file" in said.output and "--database" in said.output


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX systems")
def test_a_reader_that_has_enough_is_no_error(sqlite_store: Engine) -> None:
    build(sqlite_store, with_many_claims)
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "facts", "--database", str(sqlite_store.url), "check"]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def test_words_left_out_for_two_reasons_are_named(sqlite_store: Engine, folder: Path) -> None:
    sheet = folder / "bridge.yaml"
    lines = sheet.read_text(encoding="utf-8").count("\n")
    twice = "".join(f"  - {{words: It reopened on Monday., reason: {reason}}}\n" for reason in ("one", "another"))
    sheet.write_text(f"{sheet.read_text(encoding='utf-8')}left_out:\n{twice}", encoding="utf-8")
    [problem] = ingest.load(sqlite_store, [sheet]).problems
    assert problem.message == "“It reopened on Monday.” is left out twice, for different reasons"
    assert (problem.line, problem.hint) == (lines + 3, f"the first is in line {lines + 2}")
