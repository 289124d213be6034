"""Comparing again: what was found before changes with the texts and with what people say, and nothing is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from facts import check, db, ingest, reuse
from facts.errors import FactsError
from facts.reuse import side_file

from .conftest import rows
from .test_reuse import AGENCY, COPY, DERIVATIONS, FOUND, in_an_empty_folder, story
from .test_reuse_storms import two
from .world import World, build, insert

__all__ = ["in_an_empty_folder"]


def say(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_a_finding_changes_with_what_is_known_of_the_texts(store: Engine) -> None:
    """A date that was entered wrongly is corrected: the reason names the new one, and nothing is in the way of it."""
    two(store, AGENCY, COPY, ("2024-01-12", "2024-01-13"))
    assert "2024-01-13" in reuse.compare(store).kept[0].reason
    say(
        store,
        "UPDATE sources SET published_earliest = '2024-01-15', published_latest = '2024-01-15' WHERE slug = 'other'",
    )
    assert "2024-01-15" in reuse.compare(store).kept[0].reason
    [(reason,)] = rows(store, "SELECT reason FROM derivations")
    assert "2024-01-15" in str(reason) and "2024-01-13" not in str(reason)


def test_a_copy_that_turns_out_to_be_the_earlier_one_is_the_origin(store: Engine) -> None:
    two(store, AGENCY, AGENCY, ("2024-01-10", "2024-01-12"))
    reuse.compare(store)
    assert rows(store, DERIVATIONS) == [("other", "one", "republication", "proposed")]
    say(
        store,
        "UPDATE sources SET published_earliest = '2024-01-20', published_latest = '2024-01-20' WHERE slug = 'one'",
    )
    reuse.compare(store)
    assert rows(store, DERIVATIONS) == [("one", "other", "republication", "proposed")]


def test_what_a_person_judged_of_one_passage_stays(store: Engine) -> None:
    build(store, story)
    reuse.compare(store)
    say(store, "UPDATE alignments SET status = 'confirmed', change = 'same', decided_by = 'Ana' WHERE id = 1")
    reuse.compare(store, anew=True)
    judged = "SELECT status, change, decided_by FROM alignments WHERE id = 1"
    assert rows(store, judged) == [("confirmed", "same", "Ana")]


def test_what_is_compared_twice_is_counted_once(store: Engine) -> None:
    """How common words are does not change where the texts don't."""
    build(store, story)
    reuse.compare(store)
    first = reuse.known_frequency(side_file(store)).total
    for language in ("en", "en-GB"):
        say(store, f"UPDATE sources SET language = '{language}'")
        assert reuse.compare(store).new == 4
    assert reuse.known_frequency(side_file(store)).total == first > 0


def test_a_store_made_again_beside_its_side_file_is_compared_anew(
    sqlite_store: Engine, migrated_file: Path, tmp_path: Path
) -> None:
    build(sqlite_store, story)
    assert reuse.compare(sqlite_store).new == 4
    sqlite_store.dispose()
    shutil.copy(migrated_file, tmp_path / "facts.db")
    again = db.engine_for(f"sqlite:///{tmp_path / 'facts.db'}")
    build(again, story)
    assert reuse.compare(again).new == 4
    assert rows(again, DERIVATIONS) == [FOUND]
    again.dispose()


def test_a_store_put_back_to_a_copy_is_compared_anew(sqlite_store: Engine, tmp_path: Path) -> None:
    build(sqlite_store, story)
    file = db.sqlite_file(sqlite_store)
    assert file
    sqlite_store.dispose()
    shutil.copy(file, tmp_path / "copy.db")
    assert len(reuse.compare(sqlite_store).kept) == 1
    sqlite_store.dispose()
    shutil.copy(tmp_path / "copy.db", file)
    assert len(reuse.compare(sqlite_store).kept) == 1
    assert rows(sqlite_store, DERIVATIONS) == [FOUND]


def test_a_finding_that_was_confirmed_before_it_was_made_gets_what_it_rests_on(store: Engine) -> None:
    """A sheet of judgements is loaded into a new store before anything is compared: as if it had been loaded after."""

    def judged(world: World) -> None:
        story(world)
        world.made_from(
            "gazette-sines", "meridian-sines", "rewrite", basis="detected", status="confirmed", decided_by="Ana"
        )

    build(store, judged)
    reuse.compare(store)
    assert rows(store, "SELECT status, decided_by, score IS NOT NULL, reason IS NOT NULL FROM derivations") == [
        ("confirmed", "Ana", True, True)
    ]
    found = rows(store, "SELECT status, decided_by FROM alignments WHERE change <> 'meaning'")
    assert len(found) >= 3 and set(found) == {("confirmed", "Ana")}
    reuse.compare(store, anew=True)
    assert rows(store, "SELECT count(*) FROM derivations") == [(1,)]


def test_a_rejection_holds_for_its_direction(store: Engine) -> None:
    """That the agency had it from the paper is not so; that the paper had it from the agency is still found."""

    def judged(world: World) -> None:
        story(world)
        world.made_from(
            "meridian-sines", "gazette-sines", "rewrite", basis="detected", status="rejected", decided_by="Ana"
        )

    build(store, judged)
    reuse.compare(store)
    assert FOUND in rows(store, DERIVATIONS)


def test_a_proposal_goes_where_a_person_rejects_it_in_words_of_their_own(store: Engine) -> None:
    build(store, story)
    reuse.compare(store)

    def judged(world: World) -> None:
        world.made_from(
            "gazette-sines", "meridian-sines", "rewrite", basis="inferred", status="rejected", decided_by="Ana"
        )

    build(store, judged)
    reuse.compare(store, anew=True)
    assert rows(store, DERIVATIONS) == []


@pytest.mark.parametrize("anew", [False, True])
def test_a_folder_in_the_place_of_the_side_file_is_named(store: Engine, anew: bool) -> None:
    build(store, story)
    side_file(store).mkdir()
    with pytest.raises(FactsError, match="can't be used"):
        reuse.compare(store, anew=anew)


def test_a_copy_that_says_the_opposite_is_no_republication(store: Engine) -> None:
    long = " ".join(
        f"The {name} bridge carries {n} lorries a day to the {name} works." for n, name in enumerate(NAMES, 20)
    )
    denied = f"The ministry denied that it had known of the damage in December. {long}"
    two(store, denied, denied.replace("denied", "admitted"), ("2024-01-10", "2024-01-12"))
    reuse.compare(store)
    assert rows(store, DERIVATIONS) == [("other", "one", "rewrite", "proposed")]
    assert ("meaning",) in rows(store, "SELECT change FROM alignments")


NAMES = [
    *(
        "Larsholm",
        "Vester",
        "Tarnholm",
        "Borwick",
        "Arden",
        "Sines",
        "Porto",
        "Osijek",
        "Lagos",
        "Temuco",
        "Umea",
        "Linz",
        "Volos",
    ),
    *(
        "Regina",
        "Odense",
        "Ghent",
        "Dijon",
        "Kyoto",
        "Quito",
        "Leeds",
        "Malmo",
        "Turin",
        "Graz",
        "Brno",
        "Cork",
        "Oulu",
        "Bergen",
    ),
]


@pytest.mark.parametrize("between", ["\n\nBob: what nonsense this is!\n\n", " [what nonsense, says Bob] ", "\n!\n"])
def test_a_readers_comment_within_copied_text_parts_the_passages(store: Engine, between: str) -> None:
    parts = COPY.split("\n\n", 2)
    head, tail = f"{parts[0]}\n\n{parts[1]}", parts[2]

    def make(world: World) -> None:
        world.capture("plain", f"{head}\n\n{tail}")
        capture = world.capture("commented", f"{head}{between}{tail}")
        start = len(head) + len(between) - len(between.lstrip())
        end = len(head) + len(between.rstrip())
        insert(world.connection, "segments", capture_id=capture, start_char=start, end_char=end, kind="comment")

    build(store, make)
    assert len(reuse.compare(store).kept) == 1
    found = rows(store, "SELECT exact FROM passages")
    assert len(found) >= 4 and not any(between.strip() in str(exact) for (exact,) in found)


def test_a_second_text_of_a_work_takes_no_finding_from_the_first(store: Engine) -> None:
    build(store, story)
    reuse.compare(store)

    def second(world: World) -> None:
        world.capture("gazette-sines", "Page not found. The address may have changed.")

    build(store, second)
    reuse.compare(store)
    assert rows(store, DERIVATIONS) == [FOUND]


def test_an_original_is_compared_with_its_reprint(store: Engine) -> None:
    def make(world: World) -> None:
        story(world)
        world.made_from("gazette-sines", "meridian-sines")

    build(store, make)
    found = reuse.between(store, "meridian-sines", "gazette-sines")
    assert (found.one, found.other, found.origin) == ("meridian-sines", "gazette-sines", "meridian-sines")


def test_names_whose_letters_grow_when_folded_are_compared(store: Engine) -> None:
    first = "The mayor İmamoğlu's party will buy forty buses for the Strauß's depot in the harbour of Kadıköy by May."
    two(store, first, first.replace("will buy", "has bought"))
    assert len(reuse.compare(store).kept) == 1


def test_a_folder_that_was_published_into_is_loaded_again(sqlite_store: Engine, tmp_path: Path) -> None:
    """`facts build .` writes desk/ into the folder that it loads."""
    (tmp_path / "note.yaml").write_text("entities:\n  - {slug: ana, kind: person, name: Ana}\n", encoding="utf-8")
    (tmp_path / "desk").mkdir()
    for name, words in (("metadata.yaml", "title: facts\n"), ("inspect-data.json", "{}")):
        (tmp_path / "desk" / name).write_text(words, encoding="utf-8")
    assert ingest.load(sqlite_store, [tmp_path]).problems == []


BUYING = (
    "The city council of Porto will buy forty electric ferries for the river from a shipyard in Viana, the mayor told reporters "
    "after the vote."
)


def ferries(world: World) -> None:
    for slug, words, day, claim in (
        ("early", BUYING, "2024-01-10", "will-buy"),
        ("late", BUYING.replace("will buy", "has bought"), "2024-01-12", "has-bought"),
    ):
        world.source(slug, published=day, published_earliest=day, published_latest=day)
        world.capture(slug, f"{words}\n")
        world.evidence(claim, slug, words)


RELATED = (
    "SELECT a.slug, r.relation, b.slug, r.status FROM claim_relations r JOIN claims a ON a.id = r.claim_id "
    "JOIN claims b ON b.id = r.related_id"
)


def test_a_proposed_relation_goes_with_what_it_rests_on(store: Engine) -> None:
    build(store, ferries)
    reuse.compare(store)
    assert rows(store, RELATED) == [("has-bought", "alters", "will-buy", "proposed")]
    day = "2024-01-05"
    say(
        store,
        f"UPDATE sources SET published = '{day}', published_earliest = '{day}', published_latest = '{day}' WHERE id = 2",
    )
    reuse.compare(store)
    assert rows(store, RELATED) == [("will-buy", "alters", "has-bought", "proposed")]
    say(store, "UPDATE derivations SET status = 'rejected', decided_by = 'Ana'")
    reuse.compare(store)
    assert rows(store, RELATED) == []


def test_a_proposed_relation_gives_way_to_what_a_person_says_of_the_claims(store: Engine) -> None:
    build(store, ferries)
    reuse.compare(store)

    def related(world: World) -> None:
        pair = {"claim_id": world.claim("will-buy"), "related_id": world.claim("has-bought")}
        insert(
            world.connection, "claim_relations", **pair, relation="contradicts", status="confirmed", decided_by="Ana"
        )

    build(store, related)
    reuse.compare(store)
    assert rows(store, RELATED) == [("will-buy", "contradicts", "has-bought", "confirmed")]


STORY = [
    "Portugal will close its last coal-fired power station at Sines in January, years ahead of the plan that parliament passed.",
    "The station once burned a fifth of the coal that was shipped through the harbour, the utility said in a statement to investors.",
    "About 107 workers are to be retrained for a hydrogen project which the utility plans beside the old cooling towers.",
    "Fishermen from the village of Porto Covo say that warm water from the outlet drew sea bass to the breakwater for decades.",
]
AFTER = ["The mayor of Sines opened a bakery.", "It rained in Beja all day."]


@pytest.mark.parametrize("order", ["abc", "a b c", "a c b", "ac b", "c b a"])
def test_in_whatever_order_texts_come_the_same_is_found(sqlite_store: Engine, order: str) -> None:
    """a <- b <- c: what c shares with a it has from b, also where it was compared with a before."""
    texts = {name: "\n\n".join([*STORY, *AFTER[:more]]) for more, name in enumerate("abc")}
    for names in order.split():

        def some(world: World, names: str = names) -> None:
            for name in names:
                day = f"2024-01-{10 + ord(name) - ord('a')}"
                world.source(name, name.upper(), published=day, published_earliest=day, published_latest=day)
                world.capture(name, texts[name])

        build(sqlite_store, some)
        reuse.compare(sqlite_store)
    assert sorted(row[:2] for row in rows(sqlite_store, DERIVATIONS)) == [("b", "a"), ("c", "b")]


def test_a_proposal_against_what_a_person_confirmed_is_not_asked_about(store: Engine) -> None:
    build(store, story)
    reuse.compare(store)

    def turned(world: World) -> None:
        world.made_from(
            "meridian-sines", "gazette-sines", "rewrite", basis="detected", status="confirmed", decided_by="Ana"
        )

    assert [finding.subject for finding in check.run(store, only=["copy-not-declared"]).findings] == ["gazette-sines"]
    build(store, turned)
    assert check.run(store, only=["copy-not-declared"]).findings == []


def test_changes_of_meaning_are_looked_for_in_english_alone(store: Engine) -> None:
    first = "Le conseil municipal de Porto achètera 40 bateaux électriques à un chantier de Viana, a dit le maire après le vote."

    def make(world: World) -> None:
        for slug, words in (("one", first), ("other", first.replace("40", "14"))):
            world.source(slug, language="fr")
            world.capture(slug, words)

    build(store, make)
    assert {passage.change for passage in reuse.between(store, "one", "other").passages} == {"edited"}
