"""The shapes in which reports hang together: whose word it comes down to, and who heard it, as sets of parties."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from sqlalchemy import Engine, text

from facts import db, origins

from .test_origins import outlets, parties
from .world import World, build, insert

Names = set[frozenset[str]]
TABLES: dict[origins.Of, str] = {"claims": "claims", "utterances": "utterances", "people": "entities"}


class Standing(NamedTuple):
    """What is said of a subject: how many parties at the least and at the most, and who they are; the same of who heard it."""

    least: int
    most: int
    who: Names
    heard_least: int
    heard_most: int
    heard: Names


def standing(engine: Engine, slug: str = "claim", of: origins.Of = "claims", stance: str = "supports") -> Standing:
    with db.reading(engine) as connection:
        sql = f"SELECT id FROM {TABLES[of]} WHERE slug = :slug"
        id_ = connection.execute(text(sql), {"slug": slug}).scalar_one()
        origins.build(connection, id_ if of == "claims" else None, of)
        names = {f"e:{i}": n for i, n in connection.execute(text("SELECT id, name FROM entities"))}
        names |= {f"s:{i}": f"work:{n}" for i, n in connection.execute(text("SELECT id, title FROM sources"))}
        names |= {f"u:{i}": n for i, n in connection.execute(text("SELECT id, slug FROM utterances"))}
        names |= {f"q:{i}": f"quote:{i}" for (i,) in connection.execute(text("SELECT id FROM quotes"))}
        found = [s for s in origins.support(connection, of) if (s.subject_id, s.stance) == (id_, stance)]
    [one] = found
    who, heard = (
        {frozenset(names[party] for party in group) for group in groups} for groups in (one.groups, one.through)
    )
    return Standing(one.origins_min, one.origins_max, who, one.through_min, one.through_max, heard)


def sure(who: Names, heard: Names) -> Standing:
    return Standing(len(who), len(who), who, len(heard), len(heard), heard)


def rewrite(world: World, source: str, origin: str, **judged: str) -> None:
    """`source` took the first sentence of `origin`."""
    made = world.made_from(source, origin, "rewrite", **judged)
    judged.pop("basis", None)
    world.aligned(made, (source, f"It is so, {source} says."), (origin, f"It is so, {origin} says."), **judged)


def test_a_diamond_has_one_origin(store: Engine) -> None:
    """
    ::

           agency
           /    \\
        left    right
           \\    /
           bottom
    """

    def make(world: World) -> None:
        outlets(world, "agency", "left", "right", "bottom")
        for source, origin in (("left", "agency"), ("right", "agency"), ("bottom", "left"), ("bottom", "right")):
            rewrite(world, source, origin)
        for name in ("agency", "left", "right", "bottom"):
            world.evidence("claim", name, "It is so")

    build(store, make)
    assert standing(store) == sure(parties("Agency"), parties("Agency"))


def test_a_copy_of_a_copy_has_the_first_one_as_its_origin(store: Engine) -> None:
    """third ── reprints ──> second ── reprints ──> first"""

    def make(world: World) -> None:
        outlets(world, "first", "second", "third")
        world.made_from("second", "first")
        world.made_from("third", "second")
        for name in ("first", "second", "third"):
            world.evidence("claim", name, "It is so")

    build(store, make)
    assert standing(store) == sure(parties("First"), parties("First"))


def test_two_agencies_at_one_press_conference_heard_one_speaker(store: Engine) -> None:
    """
    ::

               Palmer             in their own voice: two origins
               /    \\
            wire    telegraph
    """

    def make(world: World) -> None:
        outlets(world, "wire", "telegraph")
        for name in ("wire", "telegraph"):
            world.evidence("claim", name, "We hope so.", world.quote(name, "We hope so.", "Palmer"))
            world.evidence("crowded", name, "Nothing more.")

    build(store, make)
    assert standing(store) == sure(parties("Palmer"), parties("Wire", "Telegraph"))
    assert standing(store, "crowded") == sure(parties("Wire", "Telegraph"), parties("Wire", "Telegraph"))


def test_one_person_in_two_interviews_is_one_party_who_said_two_things(store: Engine) -> None:
    """
    ::

        Palmer ── tv ─────> one
           └───── radio ──> two
    """

    def make(world: World) -> None:
        outlets(world, "one", "two")
        for name, venue in (("one", "tv"), ("two", "radio")):
            said = insert(world.connection, "utterances", slug=f"on-{venue}", speaker_id=world.entity("Palmer"))
            quote = world.quote(name, "We hope so.", "Palmer", way=(f"work:{venue}",), utterance_id=said)
            world.evidence("claim", name, "We hope so.", quote)

    build(store, make)
    venues = parties("work:tv", "work:radio")
    assert standing(store) == sure(parties("Palmer"), venues)
    assert standing(store, "palmer", "people") == sure(parties("on-tv", "on-radio"), venues)
    assert standing(store, "on-tv", "utterances") == sure(parties("Palmer"), parties("work:tv"))


def test_a_denial_is_the_word_of_who_denies_it_and_no_support(store: Engine) -> None:
    """
    ::

        Palmer ── supports ──> claim <── disputes ── Vucic
    """

    def make(world: World) -> None:
        outlets(world, "one", "two")
        for name, speaker, stance in (("one", "Palmer", "supports"), ("two", "Vucic", "disputes")):
            world.evidence("claim", name, "We hope so.", world.quote(name, "We hope so.", speaker), stance=stance)

    build(store, make)
    assert standing(store) == sure(parties("Palmer"), parties("One"))
    assert standing(store, stance="disputes") == sure(parties("Vucic"), parties("Two"))


def officials(world: World, cited: dict[str, str | None]) -> None:
    """Papers, each with an official without a name, and the paper that it has that one from."""
    outlets(world, *cited)
    for name, other in cited.items():
        world.entity(f"official in {name}", kind="unnamed")
        way = (f"work:{other}",) if other else ()
        quote = world.quote(name, "We hope so.", f"official in {name}", way=way, form="indirect")
        world.evidence("claim", name, "We hope so.", quote)


@pytest.mark.parametrize(("first", "heard"), [(None, "P1"), ("p4", "P4")])
def test_officials_without_a_name_in_papers_that_cite_each_other_may_be_one(
    store: Engine, first: str | None, heard: str
) -> None:
    """
    ::

        p4 ──> p3 ──> p2 ──> p1 ( ──> p4 )     each: “an official”, an entity of its own

    Each is an official of its own document, until somebody says that they are one; the way says who heard them.
    """
    build(store, lambda world: officials(world, {"p1": first, "p2": "p1", "p3": "p2", "p4": "p3"}))
    four = parties(*(f"official in p{number}" for number in (1, 2, 3, 4)))
    assert standing(store) == Standing(1, 4, four, 1, 1, parties(heard))


def test_officials_without_a_name_in_papers_that_do_not_are_two(store: Engine) -> None:
    """
    ::

        official ──> p1        official ──> p2
    """
    build(store, lambda world: officials(world, {"p1": None, "p2": None}))
    assert standing(store) == sure(parties("official in p1", "official in p2"), parties("P1", "P2"))


def test_officials_that_somebody_has_told_apart_are_two(store: Engine) -> None:
    """p2 ──> p1, and a person judged: not the same official."""

    def make(world: World) -> None:
        officials(world, {"p1": None, "p2": "p1"})
        pair = sorted(world.entity(f"official in {name}") for name in ("p1", "p2"))
        insert(world.connection, "entity_matches", left_id=pair[0], right_id=pair[1], judgement="different")

    build(store, make)
    assert standing(store) == sure(parties("official in p1", "official in p2"), parties("P1"))


def test_officials_without_a_name_in_two_reprints_of_a_report_may_be_one_by_one(store: Engine) -> None:
    """
    ::

           agency report: two officials
             /        \\
            p1         p2     two officials in each reprint: four entities, two at the least
    """

    def make(world: World) -> None:
        world.source("report", publisher="Agency")
        outlets(world, "p1", "p2")
        for name in ("p1", "p2"):
            world.made_from(name, "report")
            for number, words in enumerate(("It is so", "We hope so.")):
                world.entity(f"official {number} in {name}", kind="unnamed")
                world.evidence("claim", name, words, world.quote(name, words, f"official {number} in {name}"))

    build(store, make)
    found = standing(store)
    assert (found.least, found.most, found.heard) == (2, 4, parties("Agency"))


def test_what_an_outlet_adds_to_agency_copy_is_its_own(store: Engine) -> None:
    """
    ::

        agency ── first sentence ──> daily
                   daily ── last ──> daily
    """

    def make(world: World) -> None:
        outlets(world, "agency", "daily")
        rewrite(world, "daily", "agency")
        for name in ("agency", "daily"):
            world.evidence("claim", name, "It is so")
        world.evidence("added", "daily", "Nothing more.")

    build(store, make)
    assert standing(store) == sure(parties("Agency"), parties("Agency"))
    assert standing(store, "added") == sure(parties("Daily"), parties("Daily"))


def test_what_a_reprint_turned_into_something_else_is_its_own(store: Engine) -> None:
    """
    ::

        agency ── first and last sentence ──> copy ── all ──> second
                     copy ── turned sentence ──> copy

    Somebody has judged that the middle sentence of the copy says something else than the agency's; what both say is in both.
    """

    def make(world: World) -> None:
        outlets(world, "agency", "copy", "second")
        made = world.made_from("copy", "agency")
        world.made_from("second", "copy")
        turned = (("copy", "We hope so."), ("agency", "We hope so."))
        world.aligned(made, *turned, change="meaning", status="confirmed", decided_by="Ana")
        for name in ("copy", "second"):
            world.evidence("claim", name, "It is so")
            world.evidence("turned", name, "We hope so.")
            world.evidence("last", name, "Nothing more.")
            world.evidence("both", name, "We hope so.")
        world.evidence("both", "agency", "We hope so.")

    build(store, make)
    for claim in ("claim", "last", "both"):
        assert standing(store, claim) == sure(parties("Agency"), parties("Agency")), claim
    assert standing(store, "turned") == sure(parties("Copy"), parties("Copy"))


@pytest.mark.parametrize("judged", [{"change": "meaning"}, {"change": "edited", "status": "confirmed"}])
def test_what_nobody_has_judged_to_be_something_else_is_the_agencys(store: Engine, judged: dict[str, str]) -> None:
    """copy ── reprints ──> agency, with a passage that a program, or nobody, takes to say something else"""

    def make(world: World) -> None:
        outlets(world, "agency", "copy")
        made = world.made_from("copy", "agency")
        world.aligned(made, ("copy", "We hope so."), ("agency", "We hope so."), **{"status": "proposed"} | judged)
        world.evidence("claim", "copy", "We hope so.")

    build(store, make)
    assert standing(store) == sure(parties("Agency"), parties("Agency"))


def test_a_correction_disputes_what_the_outlet_said_and_supports_what_it_says_now(store: Engine) -> None:
    """
    ::

        daily, Monday ── supports ──> claim <── disputes ── daily, Tuesday ── supports ──> corrected
                                        └──────────── superseded by ────────────────────────┘
    """

    def make(world: World) -> None:
        for day in ("monday", "tuesday"):
            world.source(day, publisher="Daily")
            world.capture(day, f"It is so, we said on {day}. Nothing more.")
        world.evidence("claim", "monday", "It is so")
        world.evidence("claim", "tuesday", "It is so", stance="disputes")
        world.evidence("corrected", "tuesday", "Nothing more.")
        pair = {"claim_id": world.claim("corrected"), "related_id": world.claim("claim")}
        insert(world.connection, "claim_relations", **pair, relation="supersedes")

    build(store, make)
    daily = sure(parties("Daily"), parties("Daily"))
    assert standing(store) == standing(store, stance="disputes") == standing(store, "corrected") == daily


@pytest.mark.parametrize("ring", [("one", "two"), ("one", "two", "three")])
def test_a_loop_that_a_program_found_is_one_at_the_least(store: Engine, ring: tuple[str, ...]) -> None:
    """
    ::

        one ──?──> two ──?──> ( three ──?──> ) one
    """

    def make(world: World) -> None:
        outlets(world, *ring)
        for source, origin in zip(ring, (*ring[1:], ring[0]), strict=True):
            rewrite(world, source, origin, basis="detected", status="proposed")
        for name in ring:
            world.evidence("claim", name, "It is so")

    build(store, make)
    each = parties(*(name.title() for name in ring))
    assert standing(store) == Standing(1, len(ring), each, 1, len(ring), each)


def test_a_translation_is_the_word_of_what_was_translated(store: Engine) -> None:
    """
    ::

        original ──> translated ──> retold, from the translation
    """

    def make(world: World) -> None:
        outlets(world, "original", "translated", "retold")
        world.made_from("translated", "original", "translation")
        rewrite(world, "retold", "translated")
        world.evidence("claim", "original", "We hope so.", world.quote("original", "We hope so.", "Palmer"))
        for name in ("translated", "retold"):
            world.evidence("claim", name, "It is so")

    build(store, make)
    # The translation's own voice is the original's; what the original quotes is Palmer's.
    assert standing(store) == sure(parties("Palmer", "Original"), parties("Original"))


def test_a_republication_of_a_rewrite_leads_through_both(store: Engine) -> None:
    """
    ::

        report ── rewritten ──> article ── reprinted ──> two      (captured: one, a reprint of the report, and two)
    """

    def make(world: World) -> None:
        world.source("report", publisher="Agency")
        world.source("article", publisher="Rewriter")
        outlets(world, "one", "two")
        world.made_from("one", "report")
        world.made_from("two", "article")
        made = world.made_from("article", "report", "rewrite")
        world.aligned(made, ("two", "It is so, two says."), ("one", "It is so, one says."))
        for name in ("one", "two"):
            world.evidence("claim", name, "It is so", world.quote(name, "It is so", "Palmer", form="indirect"))
        world.evidence("added", "two", "Nothing more.")

    build(store, make)
    assert standing(store) == sure(parties("Palmer"), parties("Agency"))
    assert standing(store, "added") == sure(parties("Rewriter"), parties("Rewriter"))


def test_words_within_an_agencys_words_are_the_speakers_heard_by_the_agency(store: Engine) -> None:
    """
    ::

        daily: Agency wrote: [ It is so, daily says. (Palmer:) [ We hope so. ] ]
    """

    def make(world: World) -> None:
        outlets(world, "daily")
        block = world.quote("daily", "It is so, daily says. We hope so.", "Agency", form="block")
        within = world.quote("daily", "We hope so.", "Palmer", way=("Agency",), form="indirect")
        world.evidence("claim", "daily", "We hope so.", within)
        world.evidence("told", "daily", "It is so", block)

    build(store, make)
    assert standing(store) == sure(parties("Palmer"), parties("Agency"))
    assert standing(store, "told") == sure(parties("Agency"), parties("Daily"))
