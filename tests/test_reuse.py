"""Comparing a store: what is found is proposed, with reasons, beside what people say; and never against it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from facts import ingest, reuse
from facts.reuse import side_file

from .conftest import rows
from .world import World, build

AGENCY = """LISBON (Meridian) - Portugal will close its last coal-fired power station at Sines on Friday, years ahead of plan.

The station once burned a fifth of the coal that was shipped through the harbour, the utility said in a statement.

"We are closing a chapter that began with my grandfather," plant manager Rita Falcao told workers on Tuesday. "Nobody will be
left without work, and nobody will be sent away from Sines."

About 107 workers are to be retrained for a hydrogen project which the utility plans beside the old cooling towers.
"""
COPY = """Last coal plant of Portugal goes off the grid

Portugal will close its last coal-fired power station at Sines on January 15, years ahead of plan.

The station once burned a fifth of the coal that was shipped through the harbour, Meridian reported.

"We are closing a chapter that began with my grandfather," plant manager Rita Falcao told workers on January 12.

Environmental groups in Porto praised the decision and asked for cheaper trains.
"""
QUOTING = """A farewell in Sines

Rita Falcao has run the plant for nine years. "We are closing a chapter that began with my grandfather," she said when we met
her in the canteen, where soup costs two euros and the clock stands still.
"""
OTHER = """Frost in the vineyards

Growers in the Douro valley lit fires between the vines in the night to keep the buds from freezing.
"""


def story(world: World) -> None:
    """An agency's report, a copy of it, an article with the same quotation, and one of something else."""
    world.source("meridian-sines", "Meridian")
    world.capture("meridian-sines", AGENCY)
    for slug, words in (("gazette-sines", COPY), ("visit-sines", QUOTING), ("frost", OTHER)):
        world.capture(slug, words)


DERIVATIONS = (
    "SELECT s.slug, o.slug, d.kind, d.status FROM derivations d JOIN sources s ON s.id = d.source_id "
    "JOIN sources o ON o.id = d.origin_id WHERE d.basis = 'detected'"
)
FOUND = ("gazette-sines", "meridian-sines", "rewrite", "proposed")


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The side file of a store on PostgreSQL lies in the folder the command is run in."""
    monkeypatch.chdir(tmp_path)


def test_a_copy_is_proposed_with_its_direction_and_reasons(store: Engine) -> None:
    build(store, story)
    found = reuse.compare(store)
    assert rows(store, DERIVATIONS) == [FOUND]
    assert [(kept.source, kept.origin) for kept in found.kept] == [FOUND[:2]]
    for reason in (
        "credits the other: “Meridian reported",
        "has “on January 15” where the other has “on Friday”",
        "dateline",
    ):
        assert reason in found.kept[0].reason


def test_a_shared_quotation_is_no_copy(store: Engine) -> None:
    build(store, story)
    assert reuse.compare(store).quotations == 2  # the visitor's with the agency's, and with the copy's
    assert (
        rows(store, "SELECT 1 FROM derivations d JOIN sources s ON s.id = d.source_id WHERE s.slug = 'visit-sines'")
        == []
    )


def test_the_passages_are_kept_in_their_words_with_how_they_changed(store: Engine) -> None:
    build(store, story)
    reuse.compare(store)
    found = rows(
        store,
        "SELECT p.exact, o.exact, a.change FROM alignments a JOIN passages p ON p.id = a.passage_id "
        "JOIN passages o ON o.id = a.origin_passage_id ORDER BY p.start_char",
    )
    assert found[0] == (
        "Portugal will close its last coal-fired power station at Sines on January 15, years ahead of plan.",
        "LISBON (Meridian) - Portugal will close its last coal-fired power station at Sines on Friday, years ahead of "
        "plan.",
        "edited",
    )
    assert found[-1][0] == (
        '"We are closing a chapter that began with my grandfather," plant manager Rita Falcao told workers on January 12.'
    )
    assert not [words for words, _, _ in found if "Environmental" in str(words)]


def test_comparing_again_finds_nothing_new_and_leaves_no_load(store: Engine) -> None:
    build(store, story)
    reuse.compare(store)
    loads = rows(store, "SELECT count(*) FROM loads")
    assert reuse.compare(store).new == 0
    side_file(store).unlink()
    assert reuse.compare(store).new == 4
    assert rows(store, "SELECT count(*) FROM loads") == loads
    assert rows(store, DERIVATIONS) == [FOUND]


def test_texts_that_come_later_are_compared_with_all(store: Engine) -> None:
    def first(world: World) -> None:
        world.source("meridian-sines", "Meridian")
        world.capture("meridian-sines", AGENCY)

    build(store, first)
    assert reuse.compare(store).kept == []
    build(store, story)
    found = reuse.compare(store)
    assert (found.texts, found.new) == (4, 3)
    assert rows(store, DERIVATIONS) == [FOUND]


@pytest.mark.parametrize("damage", [b"", b"no database", None])
def test_a_side_file_that_is_broken_is_made_again(store: Engine, damage: bytes | None) -> None:
    build(store, story)
    reuse.compare(store)
    if damage is None:
        side_file(store).write_bytes(side_file(store).read_bytes()[:5000])
    else:
        side_file(store).write_bytes(damage)
    assert reuse.compare(store).new == 4
    assert rows(store, DERIVATIONS) == [FOUND]


@pytest.mark.parametrize("status", ["confirmed", "rejected"])
def test_what_a_person_decided_stays_and_is_not_proposed_again(store: Engine, status: str) -> None:
    build(store, story)
    reuse.compare(store)
    with store.begin() as connection:
        connection.execute(text(f"UPDATE derivations SET status = '{status}', decided_by = 'Ana'"))
    reuse.compare(store, anew=True)
    assert rows(store, DERIVATIONS) == [(*FOUND[:3], status)]


def test_what_a_person_rejected_beforehand_is_not_proposed(store: Engine) -> None:
    def judged(world: World) -> None:
        story(world)
        world.made_from("gazette-sines", "meridian-sines", "rewrite", basis="inferred", status="rejected")

    build(store, judged)
    assert reuse.compare(store).kept == []


def test_what_a_person_declared_stands_beside_the_finding_and_decides_the_direction(store: Engine) -> None:
    """The declaration goes against every sign in the texts; a person's word wins."""

    def declared(world: World) -> None:
        story(world)
        world.made_from("meridian-sines", "gazette-sines", "rewrite")

    build(store, declared)
    found = reuse.compare(store)
    assert rows(store, DERIVATIONS) == [("meridian-sines", "gazette-sines", "rewrite", "proposed")]
    assert "as somebody recorded" in found.kept[0].reason and "against it" in found.kept[0].reason
    assert rows(store, "SELECT basis FROM derivations ORDER BY id") == [("declared",), ("detected",)]


def test_a_finding_that_no_longer_holds_is_taken_back(store: Engine) -> None:
    """A part that is marked as a comment is no longer the article's own."""
    build(store, story)
    reuse.compare(store)

    def comment(world: World) -> None:
        from .world import insert

        capture = world.capture("gazette-sines", COPY)
        insert(world.connection, "segments", capture_id=capture, start_char=0, end_char=len(COPY), kind="comment")

    build(store, comment)
    assert reuse.compare(store).new == 1
    assert rows(store, DERIVATIONS) == []
    assert rows(store, "SELECT count(*) FROM alignments") == [(0,)]


def test_two_reprints_of_one_report_are_linked_to_it_and_not_to_each_other(store: Engine) -> None:
    """
    Meridian (not captured) <- one reprint, declared
                            <- the Gazette's copy, found in the reprint
    """

    def reprint(world: World) -> None:
        world.source("meridian-sines", "Meridian")
        world.capture("herald-sines", AGENCY)
        world.made_from("herald-sines", "meridian-sines")
        world.capture("gazette-sines", COPY)

    build(store, reprint)
    found = reuse.compare(store)
    assert rows(store, DERIVATIONS) == [FOUND]
    assert "Read in gazette-sines and herald-sines" in found.kept[0].reason


def test_one_content_under_two_names_is_said(store: Engine) -> None:
    def twice(world: World) -> None:
        world.capture("one", AGENCY)
        world.capture("two", AGENCY)

    build(store, twice)
    found = reuse.compare(store)
    assert found.twice == [("one", "two")]
    assert rows(store, "SELECT kind FROM derivations") == [("overlap",)]


def test_a_declaration_is_not_kept_out_by_a_proposal(sqlite_store: Engine, tmp_path: Path) -> None:
    """The database refuses circles of republications; a proposal that would close one gives way to a person's word."""

    def proposed(world: World) -> None:
        world.source("b")
        world.made_from("a", "b", basis="detected", status="proposed")

    build(sqlite_store, proposed)
    (tmp_path / "said.yaml").write_text(
        "made_from:\n  - {source: b, origin: a, kind: republication}\n", encoding="utf-8"
    )
    assert ingest.load(sqlite_store, [tmp_path / "said.yaml"]).problems == []
    assert rows(sqlite_store, "SELECT basis, status FROM derivations") == [("declared", "confirmed")]


def test_a_sheet_confirms_a_finding_with_its_passages_and_leaves_changes_of_meaning_to_be_judged(
    sqlite_store: Engine, tmp_path: Path
) -> None:
    build(sqlite_store, story)
    reuse.compare(sqlite_store)
    with sqlite_store.begin() as connection:
        connection.execute(text("UPDATE alignments SET change = 'meaning' WHERE id = (SELECT max(id) FROM alignments)"))
    sheet = "made_from:\n  - {source: gazette-sines, origin: meridian-sines, kind: rewrite, basis: detected, decided_by: Ana}\n"
    (tmp_path / "judged.yaml").write_text(sheet, encoding="utf-8")
    assert ingest.load(sqlite_store, [tmp_path / "judged.yaml"]).problems == []
    assert rows(sqlite_store, "SELECT status, decided_by, reason IS NOT NULL FROM derivations") == [
        ("confirmed", "Ana", 1)
    ]
    found = rows(sqlite_store, "SELECT change, status FROM alignments ORDER BY id")
    assert found[-1] == ("meaning", "proposed") and set(found[:-1]) == {("edited", "confirmed")}


def test_two_texts_of_the_store_are_compared_in_the_order_they_are_named(store: Engine) -> None:
    build(store, story)
    found = reuse.between(store, "gazette-sines", "meridian-sines")
    assert (found.one, found.origin) == ("gazette-sines", "meridian-sines")
    assert COPY[found.passages[0].start : found.passages[0].end].startswith("Portugal will close")
    assert AGENCY[found.passages[0].other_start : found.passages[0].other_end].startswith("LISBON")
    assert rows(store, "SELECT count(*) FROM derivations") == [(0,)]


def test_two_texts_without_anything_in_common_share_nothing(store: Engine) -> None:
    build(store, story)
    assert reuse.between(store, "frost", "meridian-sines").kind == "nothing"


def test_a_source_that_has_no_text_is_named(store: Engine) -> None:
    build(store, lambda world: world.source("a"))
    with pytest.raises(Exception, match="no text of “a” is in the store"):
        reuse.between(store, "a", "b")
