"""What people judged of findings holds whenever they said it, and nothing of it is lost when texts are compared again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine

from facts import db, ingest, origins, reuse
from facts.reuse import side_file

from .conftest import rows
from .test_reuse import AGENCY, COPY, DERIVATIONS, in_an_empty_folder, story
from .test_reuse_again import AFTER, BUYING, RELATED, STORY, ferries, say
from .test_reuse_storms import babble, two
from .world import World, build

__all__ = ["in_an_empty_folder"]

HEADED = "Portugal will close its last coal-fired power station at Sines on {}, years ahead of plan."
BURNED = "The station once burned a fifth of the coal that was shipped through the harbour"
AGENCYS = f"""document: agency.txt
source: {{slug: meridian-sines, title: Coal, publisher: meridian}}
entities: [{{slug: meridian, kind: organisation, name: Meridian}}]
claims: [{{slug: coal, text: The station burned coal., arguments: [{{role: object, value: coal}}]}}]
evidence: [{{claim: coal, words: "{BURNED}"}}]
"""
COPYS = f"""document: copy.txt
source: {{slug: gazette-sines, title: Last coal, publisher: gazette}}
entities: [{{slug: gazette, kind: organisation, name: Gazette}}]
evidence: [{{claim: coal, words: "{BURNED}"}}]
"""
JUDGED = f"""made_from:
  - origin: meridian-sines
    kind: rewrite
    basis: detected
    status: confirmed
    decided_by: Ana
    origin_copy: meridian-sines
    aligned:
      - {{words: "{HEADED.format("January 15")}", origin_words: "{HEADED.format("Friday")}", change: edited}}
"""


@pytest.mark.parametrize("first", [True, False], ids=["judged, then compared", "compared, then judged"])
def test_a_sheet_that_judges_one_passage_gives_the_same_before_and_after(
    store: Engine, tmp_path: Path, first: bool
) -> None:
    """README: after corrections, a store can be made anew from its files."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name, words in (("agency.txt", AGENCY), ("copy.txt", COPY), ("agency.yaml", AGENCYS), ("copy.yaml", COPYS)):
        (folder / name).write_text(words)

    def judge() -> None:
        (folder / "copy.yaml").write_text(COPYS + JUDGED)

    if first:
        judge()
    assert ingest.load(store, [folder]).problems == []
    reuse.compare(store)
    if not first:
        judge()
        assert ingest.load(store, [folder]).problems == []
    for anew in (False, True):
        reuse.compare(store, anew=anew)
        assert rows(store, "SELECT status, decided_by, score IS NOT NULL FROM derivations") == [
            ("confirmed", "Ana", True)
        ]
        aligned = rows(store, "SELECT p.exact, a.status FROM alignments a JOIN passages p ON p.id = a.passage_id")
        assert len(aligned) > 2 and {status for _, status in aligned} == {"confirmed"}
        assert any(BURNED in str(words) for words, _ in aligned)
        with db.reading(store) as connection:
            origins.build(connection)
            [support] = origins.support(connection)
        assert (support.reports, support.origins_min, support.origins_max) == (2, 1, 1)


def test_passages_are_confirmed_by_nobody_where_nobody_is_named(store: Engine) -> None:
    def judged(world: World) -> None:
        story(world)
        world.made_from("gazette-sines", "meridian-sines", "rewrite", basis="detected", status="confirmed")

    build(store, judged)
    reuse.compare(store)
    assert set(rows(store, "SELECT status, decided_by FROM alignments WHERE change <> 'meaning'")) == {
        ("confirmed", None)
    }


ALTERED = AGENCY.replace("ahead of plan", "ahead of schedule")
BY_HAND = "SELECT status, decided_by, note FROM alignments WHERE decided_by IS NOT NULL"


@pytest.mark.parametrize("status", ["confirmed", "rejected"])
def test_what_a_person_judged_of_a_passage_stays_where_the_direction_turns(store: Engine, status: str) -> None:
    two(store, AGENCY, ALTERED, ("2024-01-10", "2024-01-12"))
    reuse.compare(store)
    say(store, f"UPDATE alignments SET status = '{status}', decided_by = 'Ana', note = 'a plan' WHERE id = 1")
    say(store, "UPDATE sources SET published_earliest = '2024-01-20', published_latest = '2024-01-20' WHERE id = 1")
    for anew in (False, True):
        reuse.compare(store, anew=anew)
        assert rows(store, BY_HAND) == [(status, "Ana", "a plan")]
        assert len(rows(store, DERIVATIONS)) == 1, "not both ways"


def test_what_a_person_judged_of_a_passage_stays_where_another_says_it_was_the_other_way(
    store: Engine, tmp_path: Path
) -> None:
    """The proposal would close a circle of republications, which the database refuses: it becomes a rewrite."""
    two(store, AGENCY, ALTERED, ("2024-01-10", "2024-01-12"))
    reuse.compare(store)
    say(store, "UPDATE alignments SET status = 'rejected', decided_by = 'Ana', note = 'a plan' WHERE id = 1")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "s.yaml").write_text(
        "made_from: [{source: one, origin: other, kind: republication, basis: inferred, decided_by: Ben, reason: told}]\n"
    )
    assert ingest.load(store, [folder]).problems == []
    assert rows(store, BY_HAND) == [("rejected", "Ana", "a plan")]


def three(names: str) -> Callable[[World], None]:
    """a <- b <- c, each with a line more."""

    def make(world: World) -> None:
        for name in names:
            more = "abc".index(name)
            day = f"2024-01-{10 + more}"
            world.source(name, name.upper(), published=day, published_earliest=day, published_latest=day)
            world.capture(name, "\n\n".join([*STORY, *AFTER[:more]]))

    return make


@pytest.mark.parametrize("first", [True, False])
def test_a_link_that_was_rejected_explains_nothing(store: Engine, first: bool) -> None:
    build(store, three("abc"))
    if not first:
        reuse.compare(store)
        assert {row[:2] for row in rows(store, DERIVATIONS)} == {("b", "a"), ("c", "b")}
    build(
        store, lambda world: world.made_from("c", "b", "rewrite", basis="inferred", status="rejected", decided_by="Ana")
    )
    reuse.compare(store)
    assert {row[:2] for row in rows(store, DERIVATIONS)} == {("b", "a"), ("c", "a")}


def test_what_a_person_confirmed_is_not_explained_away(store: Engine) -> None:
    def make(world: World) -> None:
        three("abc")(world)
        world.made_from("c", "a", "rewrite", basis="detected", status="confirmed", decided_by="Ana")

    build(store, make)
    reuse.compare(store)
    found = rows(
        store,
        "SELECT d.score IS NOT NULL, count(*) FROM derivations d JOIN alignments a ON a.derivation_id = d.id "
        "WHERE d.status = 'confirmed' GROUP BY d.id, d.score",
    )
    assert found and found[0][0] and int(str(found[0][1])) > 0


def test_a_judgement_of_a_finding_is_heeded_at_the_next_comparison(store: Engine) -> None:
    """Not only where all is compared anew."""
    build(store, story)
    reuse.compare(store)

    def rejected(world: World) -> None:
        world.made_from(
            "meridian-sines", "gazette-sines", "overlap", basis="detected", status="rejected", decided_by="Ana"
        )

    build(store, rejected)
    reuse.compare(store)
    assert rows(store, DERIVATIONS) == [("meridian-sines", "gazette-sines", "overlap", "rejected")]


def test_a_rejection_that_becomes_a_confirmation_gets_what_it_rests_on(store: Engine) -> None:
    def rejected(world: World) -> None:
        story(world)
        world.made_from(
            "gazette-sines", "meridian-sines", "rewrite", basis="detected", status="rejected", decided_by="Ana"
        )

    build(store, rejected)
    reuse.compare(store)
    assert rows(store, "SELECT count(*) FROM alignments") == [(0,)]
    say(store, "UPDATE derivations SET status = 'confirmed'")
    reuse.compare(store)
    assert rows(store, "SELECT count(*) > 2 FROM alignments") == [(True,)]


def test_relations_are_proposed_also_where_evidence_comes_after_the_texts(store: Engine) -> None:
    two(store, f"{BUYING}\n", BUYING.replace("will buy", "has bought") + "\n", ("2024-01-10", "2024-01-12"))
    reuse.compare(store)
    assert rows(store, RELATED) == []

    def told(world: World) -> None:
        world.evidence("will-buy", "one", BUYING)
        world.evidence("has-bought", "other", BUYING.replace("will buy", "has bought"))

    build(store, told)
    reuse.compare(store)
    proposed = [("has-bought", "alters", "will-buy", "proposed")]
    assert rows(store, RELATED) == proposed
    say(store, "UPDATE derivations SET status = 'rejected', decided_by = 'Ana'")
    reuse.compare(store)
    assert rows(store, RELATED) == []
    say(store, "UPDATE derivations SET status = 'confirmed'")
    reuse.compare(store)
    assert rows(store, RELATED) == proposed


def test_relations_are_proposed_also_for_what_was_confirmed_before(store: Engine) -> None:
    def judged(world: World) -> None:
        ferries(world)
        world.made_from("late", "early", "rewrite", basis="detected", status="confirmed", decided_by="Ana")

    build(store, judged)
    reuse.compare(store)
    assert rows(store, RELATED) == [("has-bought", "alters", "will-buy", "proposed")]


def test_passages_go_with_the_findings_that_marked_them(store: Engine) -> None:
    """Else a public edition would show words in which nobody recorded anything."""
    build(store, story)
    reuse.compare(store)
    assert rows(store, "SELECT count(*) > 0 FROM passages") == [(True,)]

    def rejected(world: World) -> None:
        world.made_from(
            "gazette-sines", "meridian-sines", "overlap", basis="inferred", status="rejected", decided_by="Ana"
        )

    build(store, rejected)
    reuse.compare(store)
    assert rows(store, "SELECT count(*) FROM passages") == [(0,)]
    assert rows(store, "SELECT count(*) FROM statements WHERE table_name IN ('passages', 'alignments')") == [(0,)]


def test_quotations_judged_to_differ_leave_the_next_fullest(store: Engine) -> None:
    mid = "We will never, in any circumstances, sell the old harbour crane to a foreign buyer"
    said = {"full": f"{mid}, whoever asks.", "mid": f"{mid}.", "short": "sell the old harbour crane to a foreign buyer"}

    def make(world: World) -> None:
        for slug, words in said.items():
            world.source(slug)
            world.capture(slug, f"{slug} story. “{words}” she said.\n")
            world.quote(slug, words, "Rita")

    build(store, make)
    reuse.compare(store)
    pairs = "SELECT left_id, right_id, judgement FROM quote_matches ORDER BY 1, 2"
    assert rows(store, pairs) == [(1, 2, "possible"), (1, 3, "possible")]
    say(store, "UPDATE quote_matches SET judgement = 'different', decided_by = 'Ana' WHERE right_id = 3")
    reuse.compare(store)
    assert rows(store, pairs) == [(1, 2, "possible"), (1, 3, "different"), (2, 3, "possible")]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE collection SET newest_load = CAST(x'ff41' AS TEXT)",
        "UPDATE texts SET digest = CAST(x'ff41' AS TEXT) WHERE capture_id = 2",
    ],
)
def test_a_side_file_whose_words_are_damaged_is_made_anew(store: Engine, damage: str) -> None:
    build(store, story)
    reuse.compare(store)
    with closing(sqlite3.connect(side_file(store))) as connection:
        connection.execute(damage)
        connection.commit()
    assert reuse.compare(store).new == 4


@pytest.mark.parametrize("words", ["Ferry\n", "It rained in Beja all day.\n"])
def test_one_content_under_two_names_is_named_however_short(store: Engine, words: str) -> None:
    two(store, words, words, ("2024-01-10", "2024-01-12"))
    assert reuse.compare(store).twice == [("one", "other")]
    assert reuse.compare(store).twice == [], "said once"


def test_a_new_text_has_its_neighbours_compared_again_and_not_its_whole_story(sqlite_store: Engine) -> None:
    """A story that is told on day after day, each text with a paragraph of the one before."""
    told = [babble(seed, 60).replace("\n", " ") for seed in range(41)]

    def make(texts: range) -> Callable[[World], None]:
        def built(world: World) -> None:
            for number in texts:
                slug, day = f"day-{number}", f"2024-{1 + number // 28:02}-{1 + number % 28:02}"
                world.source(slug, slug.upper(), published=day, published_earliest=day, published_latest=day)
                world.capture(slug, "\n\n".join(told[number : number + 2]))

        return built

    build(sqlite_store, make(range(39)))
    assert len(reuse.compare(sqlite_store).kept) == 38
    pairs: set[int] = set()
    build(sqlite_store, make(range(39, 40)))
    kept = reuse.compare(
        sqlite_store, lambda done, total, what: pairs.add(total) if "pairs" in str(what) else None
    ).kept
    assert [(one.source, one.origin) for one in kept if "day-39" in (one.source, one.origin)] == [("day-39", "day-38")]
    assert pairs and max(pairs) <= 8, "not the forty texts that are linked with it at some remove"
    assert len(rows(sqlite_store, DERIVATIONS)) == 39


def test_a_proposed_relation_goes_where_its_passage_is_rejected(store: Engine) -> None:
    """Which is how a person says that the two wordings mean the same."""
    build(store, ferries)
    reuse.compare(store)
    assert len(rows(store, RELATED)) == 1
    say(store, "UPDATE alignments SET status = 'rejected', decided_by = 'Ana'")
    for anew in (False, True):
        reuse.compare(store, anew=anew)
        assert rows(store, RELATED) == []


def test_a_sheet_says_of_a_passage_that_its_meaning_is_the_same(store: Engine, tmp_path: Path) -> None:
    """The person marks the sentence without its full stop: it is the same passage all the same."""
    words = {"early": BUYING, "late": BUYING.replace("will buy", "has bought")}
    for slug, day in (("early", "2024-01-10"), ("late", "2024-01-12")):
        (tmp_path / f"{slug}.txt").write_text(f"{words[slug]}\n")
        (tmp_path / f"{slug}.yaml").write_text(
            f"document: {slug}.txt\nsource: {{slug: {slug}, title: {slug}, published: '{day}'}}\n"
            f"claims: [{{slug: of-{slug}, text: Of {slug}., arguments: [{{role: object, value: {slug}}}]}}]\n"
            f'evidence: [{{claim: of-{slug}, words: "{words[slug]}"}}]\n'
        )
    assert ingest.load(store, [tmp_path]).problems == []
    reuse.compare(store)
    assert rows(store, RELATED) and rows(store, "SELECT change, status FROM alignments") == [("meaning", "proposed")]
    sheet = tmp_path / "late.yaml"
    sheet.write_text(
        sheet.read_text()
        + "made_from:\n  - {origin: early, kind: rewrite, basis: detected, status: confirmed, decided_by: Ana,\n"
        f'     origin_copy: early, aligned: [{{words: "{words["late"][:-1]}", origin_words: "{words["early"][:-1]}", '
        "change: edited}]}\n"
    )
    assert ingest.load(store, [tmp_path]).problems == []
    for anew in (False, True):
        reuse.compare(store, anew=anew)
        assert rows(store, "SELECT change, status, decided_by FROM alignments") == [("edited", "confirmed", "Ana")]
        assert rows(store, RELATED) == []
