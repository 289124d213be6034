"""What may be one: the least number of origins joins it, the most does not."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from facts import db, origins

from .test_origins import counted, outlets, parties, rewritten
from .world import World, build, insert


def test_a_detection_nobody_confirmed_lowers_the_least_and_not_the_most(store: Engine) -> None:
    def make(world: World) -> None:
        rewritten(world, status="proposed")
        world.evidence("claim", "one", "It is so")

    build(store, make)
    assert counted(store) == (2, 1, 2, parties("Agency", "Two"))


def test_a_rejected_derivation_counts_for_nothing(store: Engine) -> None:
    def make(world: World) -> None:
        rewritten(world, status="rejected")
        world.evidence("claim", "one", "It is so")

    build(store, make)
    assert counted(store) == (2, 2, 2, parties("Agency", "Two"))


def test_an_overlap_may_be_one_origin_but_never_two_named_speakers(store: Engine) -> None:
    def make(world: World) -> None:
        outlets(world, "one", "two")
        world.made_from("one", "two", "overlap")
        world.evidence("claim", "one", "It is so")
        world.evidence("claim", "two", "It is so")
        for name, speaker in (("one", "Palmer"), ("two", "Vucic")):
            world.evidence("said", name, "We hope so.", world.quote(name, "We hope so.", speaker))

    build(store, make)
    assert counted(store) == (2, 1, 2, parties("One", "Two"))
    assert counted(store, "said") == (2, 2, 2, parties("Palmer", "Vucic"))


@pytest.mark.parametrize(("judgement", "least", "most"), [("same", 1, 1), ("possible", 1, 2), ("different", 2, 2)])
def test_matched_entities_are_one_party_as_far_as_the_judgement_goes(
    store: Engine, judgement: str, least: int, most: int
) -> None:
    def make(world: World) -> None:
        outlets(world, "one", "two")
        pair = sorted(world.entity(name, kind="unnamed") for name in ("An official", "A diplomat"))
        insert(world.connection, "entity_matches", left_id=pair[0], right_id=pair[1], judgement=judgement)
        for name, speaker in (("one", "An official"), ("two", "A diplomat")):
            world.evidence("claim", name, "We hope so.", world.quote(name, "We hope so.", speaker))

    build(store, make)
    assert counted(store)[:3] == (2, least, most)


@pytest.mark.parametrize(("judgement", "least", "most"), [("same", 1, 1), ("possible", 1, 2), ("different", 2, 2)])
def test_matched_utterances_make_their_speakers_one_for_what_they_said(
    store: Engine, judgement: str, least: int, most: int
) -> None:
    def make(world: World) -> None:
        outlets(world, "one", "two")
        said = []
        for name, speaker in (("one", "An official"), ("two", "A diplomat")):
            said.append(insert(world.connection, "utterances", slug=f"said-{name}"))
            quote = world.quote(name, "We hope so.", speaker, utterance_id=said[-1])
            world.evidence("claim", name, "We hope so.", quote)
        insert(world.connection, "utterance_matches", left_id=said[0], right_id=said[1], judgement=judgement)

    build(store, make)
    assert counted(store)[:3] == (2, least, most)


def test_the_least_is_never_more_than_the_most_nor_less_than_one(store: Engine) -> None:
    """A proposed derivation from two works joins with both; what has one origin keeps one."""

    def make(world: World) -> None:
        outlets(world, "one", "two", "three", "four")
        for origin in ("one", "two"):
            rewrite = world.made_from("three", origin, "rewrite", status="proposed", basis="detected")
            world.aligned(rewrite, ("three", "It is so, three says."), (origin, f"It is so, {origin} says."))
        for name in ("one", "two", "three", "four"):
            world.evidence("claim", name, "It is so")

    build(store, make)
    reports, least, most, _ = counted(store)
    assert (reports, least, most) == (4, 2, 4)


def retold(world: World, source: str, origin: str, words: str, **values: str) -> None:
    """`source` has these words from `origin`, in a sentence that both have."""
    made = world.made_from(source, origin, "rewrite", **values)
    judged = {"status": values.get("status", "confirmed")}
    world.aligned(made, (source, words), (origin, words), **judged)


@pytest.mark.parametrize("judged", [True, False])
def test_a_proposal_the_other_way_round_counts_for_nothing_where_somebody_confirmed_one(
    store: Engine, judged: bool
) -> None:
    """A person confirmed that one was made from two; a program had found, of another sentence, two made from one."""

    def make(world: World) -> None:
        outlets(world, "one", "two")
        if judged:
            retold(world, "one", "two", "We hope so.", basis="inferred", decided_by="Ana")
        retold(world, "two", "one", "Nothing more.", basis="detected", status="proposed")
        for name in ("one", "two"):
            world.evidence("claim", name, "Nothing more.")

    build(store, make)
    assert counted(store) == (2, 2 if judged else 1, 2, parties("One", "Two"))
    with db.reading(store) as connection:
        origins.build(connection)
        assert all(one.certain for one in origins.origins(connection, proposed=True)) == judged


def test_a_proposal_the_same_way_round_still_says_which_sentences_were_taken(store: Engine) -> None:
    def make(world: World) -> None:
        outlets(world, "one", "two")
        world.made_from("two", "one", "rewrite")
        retold(world, "two", "one", "Nothing more.", basis="detected", status="proposed")
        for name in ("one", "two"):
            world.evidence("claim", name, "Nothing more.")

    build(store, make)
    assert counted(store) == (2, 1, 2, parties("One", "Two"))


@pytest.mark.parametrize("rejected", [("one", "two"), ("two", "one")])
def test_what_somebody_rejected_no_detection_brings_back(store: Engine, rejected: tuple[str, str]) -> None:
    """Said in a sheet, of basis inferred, whichever way round; what the program found stands beside it, from before."""

    def make(world: World) -> None:
        outlets(world, "one", "two")
        retold(world, "two", "one", "Nothing more.", basis="detected", status="proposed")
        world.made_from(*rejected, "rewrite", basis="inferred", status="rejected", decided_by="Ana")
        for name in ("one", "two"):
            world.evidence("claim", name, "Nothing more.")

    build(store, make)
    assert counted(store) == (2, 2, 2, parties("One", "Two"))


def test_an_overlap_that_somebody_confirmed_stands_and_leaves_open_which_way(store: Engine) -> None:
    """The program's finding of a direction is rejected; that text is shared is not."""

    def make(world: World) -> None:
        outlets(world, "one", "two", "three")
        world.made_from("two", "one", "overlap", basis="inferred", decided_by="Ana")
        world.made_from("two", "one", "rewrite", basis="detected", status="rejected", decided_by="Ana")
        for name in ("one", "two", "three"):
            world.evidence("claim", name, "It is so")

    build(store, make)
    assert counted(store) == (3, 2, 3, parties("One", "Two", "Three"))


def test_an_overlap_that_a_program_found_counts_for_nothing_where_somebody_confirmed_the_way(store: Engine) -> None:
    """Two took one sentence from one; on another each speaks for itself."""

    def make(world: World) -> None:
        outlets(world, "one", "two")
        retold(world, "two", "one", "We hope so.")
        world.made_from("one", "two", "overlap", basis="detected", status="proposed")
        for name in ("one", "two"):
            world.evidence("claim", name, "Nothing more.")

    build(store, make)
    assert counted(store) == (2, 2, 2, parties("One", "Two"))
