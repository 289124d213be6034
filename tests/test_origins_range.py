"""What may be one: the least number of origins joins it, the most does not."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

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
