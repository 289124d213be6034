"""The way of a piece of evidence in names: one way, with every work on it under a name of its own."""

from __future__ import annotations

from sqlalchemy import Engine

from .test_origins import counted, parties, way
from .world import World, build


def test_a_trail_runs_from_the_speaker_through_hops_and_works_to_the_outlet(store: Engine) -> None:
    """The design's own example, with the hop that the reprint dropped found in the copy of the report."""

    def make(world: World) -> None:
        world.source("agency-report", publisher="AP")
        world.source("rewrite", publisher="RFE/RL")
        world.source("one", publisher="WFXT")
        world.source("two", publisher="American Military News")
        for name in ("one", "two"):
            world.capture(name, f"We hope so, {name} has it.")
        world.made_from("one", "agency-report")
        world.made_from("two", "rewrite")
        rewrite = world.made_from("rewrite", "agency-report", "rewrite")
        world.aligned(rewrite, ("two", "We hope so, two has it."), ("one", "We hope so, one has it."))
        quote = world.quote("one", "We hope so", "Vucic", way=("work:state-tv",), form="indirect")
        world.evidence("claim", "one", "We hope so", quote)
        quote = world.quote("two", "We hope so", "Vucic", way=("work:agency-report",), form="indirect")
        world.evidence("claim", "two", "We hope so", quote)

    build(store, make)
    assert counted(store) == (2, 1, 1, parties("Vucic"))
    assert way(store, "two") == ["Vucic", "state-tv", "AP", "RFE/RL", "American Military News"]
    assert way(store, "one") == ["Vucic", "state-tv", "AP", "WFXT"]


def test_a_trail_keeps_to_one_of_several_origins_in_the_same_work(store: Engine) -> None:
    """The agency heard it from an aide through Radio, and from a clerk through the Tribune: no way leads through both."""

    def make(world: World) -> None:
        world.source("daily", publisher="Daily")
        world.capture("daily", "The bridge will be closed.")
        world.source("wire", publisher="Wire")
        world.capture("wire", "An aide told Radio: it is shut. A clerk told the Tribune: closed it stays.")
        rewrite = world.made_from("daily", "wire", "rewrite")
        world.aligned(rewrite, ("daily", "The bridge will be closed."), ("wire", "An aide told Radio: it is shut."))
        world.evidence("claim", "daily", "The bridge will be closed.")
        for words, speaker, hop in (("it is shut", "Aide", "Radio"), ("closed it stays", "Clerk", "Tribune")):
            quote = world.quote("wire", words, speaker, way=(hop,), form="indirect")
            world.evidence("claim", "wire", words, quote)

    build(store, make)
    assert way(store, "daily") == ["Aide", "Radio", "Wire", "Daily"]


def test_two_reprints_of_one_outlet_keep_two_names(store: Engine) -> None:
    """They may contradict each other: under one name nobody would see that they are two."""

    def make(world: World) -> None:
        world.source("dispatch", publisher="TASS")
        for name in ("one", "two"):
            world.source(name)
            world.capture(name, "It is so.")
            world.made_from(name, "dispatch")
            world.evidence("claim", name, "It is so.")

    build(store, make)
    assert {way(store, name)[-1] for name in ("one", "two")} == {"a reprint of TASS (one)", "a reprint of TASS (two)"}
