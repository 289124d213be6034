"""Counting origins: the sets of parties, by the rules of the README, on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text

from facts import db, origins, trails

from .world import World, build, insert

Make = Callable[[World], None]


def counted(engine: Engine, claim: str = "claim") -> tuple[int, int, int, set[frozenset[str]]]:
    """Reports, least and most origins, and the parties by name, of what supports a claim."""
    with db.reading(engine) as connection:
        id_ = connection.execute(text("SELECT id FROM claims WHERE slug = :slug"), {"slug": claim}).scalar()
        origins.build(connection, id_)
        names = {f"e:{i}": n for i, n in connection.execute(text("SELECT id, name FROM entities"))}
        names |= {f"s:{i}": f"work:{n}" for i, n in connection.execute(text("SELECT id, title FROM sources"))}
        [found] = [support for support in origins.support(connection) if support.stance == "supports"]
    groups = {frozenset(names[party] for party in group) for group in found.groups}
    return found.reports, found.origins_min, found.origins_max, groups


def parties(*names: str) -> set[frozenset[str]]:
    return {frozenset([name]) for name in names}


def way(engine: Engine, source: str) -> list[str]:
    with db.reading(engine) as connection:
        origins.build(connection)
        found = connection.execute(
            text(
                "SELECT e.id FROM evidence e JOIN passages p ON p.id = e.passage_id JOIN captures c ON c.id = p.capture_id "
                "JOIN sources s ON s.id = c.source_id WHERE s.slug = :slug"
            ),
            {"slug": source},
        ).scalar_one()
        return next(list(trail.names) for trail in trails.trails(connection) if trail.evidence_id == found)


def outlets(world: World, *names: str) -> None:
    for name in names:
        world.source(name, publisher=name.title())
        world.capture(name, f"It is so, {name} says. We hope so. Nothing more.")


def test_two_outlets_in_their_own_voice_are_two_origins(store: Engine) -> None:
    def make(world: World) -> None:
        outlets(world, "one", "two")
        world.evidence("claim", "one", "It is so")
        world.evidence("claim", "two", "It is so")

    build(store, make)
    assert counted(store) == (2, 2, 2, parties("One", "Two"))


def test_two_outlets_that_quote_one_speaker_are_one_origin(store: Engine) -> None:
    def make(world: World) -> None:
        outlets(world, "one", "two")
        for name in ("one", "two"):
            world.evidence("claim", name, "We hope so.", world.quote(name, "We hope so.", "Palmer", way=("Tv",)))

    build(store, make)
    assert counted(store) == (2, 1, 1, parties("Palmer"))


def test_two_passages_of_one_source_are_one_report(store: Engine) -> None:
    def make(world: World) -> None:
        outlets(world, "one")
        world.evidence("claim", "one", "It is so")
        world.evidence("claim", "one", "Nothing more.")

    build(store, make)
    assert counted(store) == (1, 1, 1, parties("One"))


def test_a_republication_is_its_origins_word_also_at_two_removes(store: Engine) -> None:
    def make(world: World) -> None:
        world.source("agency-report", publisher="Agency")
        world.source("middle", publisher="Middle")
        outlets(world, "one", "two")
        world.made_from("one", "middle")
        world.made_from("middle", "agency-report", "translation")
        world.made_from("two", "agency-report")
        world.evidence("claim", "one", "It is so")
        world.evidence("claim", "two", "It is so")

    build(store, make)
    assert counted(store) == (2, 1, 1, parties("Agency"))
    assert way(store, "one") == ["Agency", "Middle", "One"]


def rewritten(world: World, **judged: str) -> None:
    """`two` rewrote an agency report, of which `one` is a copy; one passage is aligned."""
    world.source("agency-report", publisher="Agency")
    outlets(world, "one", "two")
    world.made_from("one", "agency-report")
    rewrite = world.made_from("two", "agency-report", "rewrite", **judged)
    world.aligned(rewrite, ("two", "It is so, two says."), ("one", "It is so, one says."), **judged)
    world.evidence("claim", "two", "It is so")


def test_a_rewrite_is_the_origins_word_where_the_origin_says_the_same(store: Engine) -> None:
    def make(world: World) -> None:
        rewritten(world)
        world.evidence("claim", "one", "It is so")

    build(store, make)
    assert counted(store) == (2, 1, 1, parties("Agency"))
    assert way(store, "two") == ["Agency", "Two"]


def test_what_a_rewriter_added_is_the_rewriters_own_word(store: Engine) -> None:
    """The origin was captured and is silent on the claim."""
    build(store, rewritten)
    assert counted(store) == (1, 1, 1, parties("Two"))


def test_a_denial_in_the_origin_is_no_support_for_the_rewrite(store: Engine) -> None:
    def make(world: World) -> None:
        rewritten(world)
        world.evidence("claim", "one", "It is so", stance="disputes")

    build(store, make)
    assert counted(store) == (1, 1, 1, parties("Two"))


def test_evidence_outside_the_aligned_passage_does_not_follow_it(store: Engine) -> None:
    def make(world: World) -> None:
        rewritten(world)
        world.evidence("claim", "one", "It is so")
        world.evidence("other", "two", "Nothing more.")
        world.evidence("other", "one", "Nothing more.")

    build(store, make)
    assert counted(store, "other") == (2, 2, 2, parties("Two", "Agency"))


def test_a_rewrite_of_a_work_nobody_captured_is_that_works_word(store: Engine) -> None:
    def make(world: World) -> None:
        world.source("agency-report", publisher="Agency")
        outlets(world, "two")
        rewrite = world.made_from("two", "agency-report", "rewrite")
        world.aligned(rewrite, ("two", "It is so, two says."), None)
        world.evidence("claim", "two", "It is so")

    build(store, make)
    assert counted(store) == (1, 1, 1, parties("Agency"))


def test_the_aligned_passage_may_lie_in_a_copy_of_the_rewriters_work(store: Engine) -> None:
    """The seeds' shape: the reprint of a rewrite of a report that is had in another reprint."""

    def make(world: World) -> None:
        world.source("agency-report", publisher="Agency")
        world.source("rewrite", publisher="Rewriter")
        outlets(world, "one", "two")
        world.made_from("one", "agency-report")
        world.made_from("two", "rewrite")
        rewrite = world.made_from("rewrite", "agency-report", "rewrite")
        world.aligned(rewrite, ("two", "It is so, two says."), ("one", "It is so, one says."))
        world.evidence("claim", "one", "It is so")
        world.evidence("claim", "two", "It is so")
        world.evidence("other", "two", "Nothing more.")

    build(store, make)
    assert counted(store) == (2, 1, 1, parties("Agency"))
    assert counted(store, "other") == (1, 1, 1, parties("Rewriter"))


def test_the_way_leads_on_to_a_work_that_has_such_evidence(store: Engine) -> None:
    """Rule 3: nobody is named, the last hop is a work, and a copy of it says the same in the name of an expert."""

    def make(world: World) -> None:
        world.source("agency-report", publisher="Agency")
        outlets(world, "one", "two")
        world.made_from("one", "agency-report")
        world.evidence("claim", "one", "It is so", world.quote("one", "It is so", "Expert"))
        world.evidence("claim", "two", "It is so", world.quote("two", "It is so", None, way=("work:agency-report",)))

    build(store, make)
    assert counted(store) == (2, 1, 1, parties("Expert"))


def test_a_work_that_is_the_last_hop_speaks_for_its_publisher(store: Engine) -> None:
    """Else one agency would be two parties: as the hop of one outlet, and as the origin of its own copy."""

    def make(world: World) -> None:
        world.source("agency-report", publisher="Agency")
        outlets(world, "one", "two")
        world.made_from("one", "agency-report")
        world.evidence("claim", "one", "It is so")
        quote = world.quote("two", "It is so", None, form="indirect", way=("work:agency-report",))
        world.evidence("claim", "two", "It is so", quote)
        other = world.quote("two", "Nothing more.", None, form="indirect", way=("work:agency-report",))
        world.evidence("other", "two", "Nothing more.", other)

    build(store, make)
    assert counted(store) == (2, 1, 1, parties("Agency"))
    assert counted(store, "other") == (1, 1, 1, parties("Agency"))


def test_a_hop_without_a_publisher_is_the_work_itself(store: Engine) -> None:
    def make(world: World) -> None:
        outlets(world, "one")
        quote = world.quote("one", "It is so", None, form="indirect", way=("work:tv-interview",))
        world.evidence("claim", "one", "It is so", quote)

    build(store, make)
    assert counted(store) == (1, 1, 1, parties("work:tv-interview"))


@pytest.mark.parametrize(
    ("said", "party"),
    [
        ({"form": "direct"}, "Palmer"),
        ({"form": "indirect"}, "Palmer"),
        ({"form": "attitude"}, "Agency"),
        ({"form": "direct", "fidelity": "altered"}, "One"),
        ({"form": "direct", "fidelity": "unsupported"}, "One"),
        ({"form": "direct", "fidelity": "translated"}, "Palmer"),
    ],
)
def test_who_is_named_depends_on_form_and_fidelity(store: Engine, said: dict[str, str], party: str) -> None:
    """Nobody is named for an attitude; an altered or unsupported quotation has no way either: it is the outlet's word."""

    def make(world: World) -> None:
        outlets(world, "one")
        world.evidence(
            "claim", "one", "We hope so.", world.quote("one", "We hope so.", "Palmer", way=("Agency",), **said)
        )

    build(store, make)
    assert counted(store) == (1, 1, 1, parties(party))


def test_an_interrupted_quotation_has_the_speaker_and_way_of_its_first_stretch(store: Engine) -> None:
    def make(world: World) -> None:
        outlets(world, "one")
        first = world.quote("one", "We hope so.", "Palmer", way=("Agency",))
        second = insert(
            world.connection, "quotes", passage_id=world.passage("one", "Nothing more."), continues_id=first
        )
        world.evidence("claim", "one", "Nothing more.", second)

    build(store, make)
    assert counted(store) == (1, 1, 1, parties("Palmer"))


def test_the_utterances_speaker_is_named_where_the_quote_names_nobody(store: Engine) -> None:
    def make(world: World) -> None:
        outlets(world, "one")
        speaker = world.entity("Palmer")
        utterance = insert(world.connection, "utterances", slug="hope", speaker_id=speaker)
        world.evidence("claim", "one", "We hope so.", world.quote("one", "We hope so.", utterance_id=utterance))

    build(store, make)
    assert counted(store) == (1, 1, 1, parties("Palmer"))


def test_works_that_rewrite_each_other_are_one_party_wherever_one_comes_in(store: Engine) -> None:
    def make(world: World) -> None:
        outlets(world, "one", "two", "three")
        for source, origin in (("one", "two"), ("two", "one")):
            rewrite = world.made_from(source, origin, "rewrite")
            world.aligned(rewrite, (source, f"It is so, {source} says."), (origin, f"It is so, {origin} says."))
        rewrite = world.made_from("three", "two", "rewrite")
        world.aligned(rewrite, ("three", "It is so, three says."), ("two", "It is so, two says."))
        for name in ("one", "two", "three"):
            world.evidence("claim", name, "It is so")

    build(store, make)
    assert counted(store) == (3, 1, 1, parties("One"))


def test_a_way_out_of_a_sentence_and_into_a_loop_are_two_origins(store: Engine) -> None:
    """Three took from two, which rewrites one and is rewritten by it, and from four."""

    def make(world: World) -> None:
        outlets(world, "one", "two", "three", "four")
        for source, origin in (("one", "two"), ("two", "one"), ("three", "two"), ("three", "four")):
            rewrite = world.made_from(source, origin, "rewrite")
            world.aligned(rewrite, (source, f"It is so, {source} says."), (origin, f"It is so, {origin} says."))
        for name in ("one", "two", "three", "four"):
            world.evidence("claim", name, "It is so")

    build(store, make)
    assert counted(store) == (4, 2, 2, parties("One", "Four"))


def test_two_speakers_of_one_sentence_stay_two_at_the_least(store: Engine) -> None:
    """The origin quotes two people; nobody doubts that they are two."""

    def make(world: World) -> None:
        outlets(world, "one", "two")
        for words, speaker in (("It is so", "Palmer"), ("We hope so.", "Vucic")):
            world.evidence("claim", "one", words, world.quote("one", words, speaker))
        rewrite = world.made_from("two", "one", "rewrite")
        world.aligned(rewrite, ("two", "It is so, two says."), ("one", "It is so, one says. We hope so."))
        world.evidence("claim", "two", "It is so")

    build(store, make)
    assert counted(store) == (2, 2, 2, parties("Palmer", "Vucic"))


def test_an_altered_quotation_is_not_joined_through_what_it_reports(store: Engine) -> None:
    def make(world: World) -> None:
        outlets(world, "one", "two")
        said = [insert(world.connection, "utterances", slug=f"said-{name}") for name in ("one", "two")]
        insert(world.connection, "utterance_matches", left_id=said[0], right_id=said[1], judgement="same")
        for name, utterance, fidelity in (("one", said[0], "verbatim"), ("two", said[1], "altered")):
            quote = world.quote(name, "We hope so.", "Palmer", utterance_id=utterance, fidelity=fidelity)
            world.evidence("claim", name, "We hope so.", quote)

    build(store, make)
    assert counted(store) == (2, 2, 2, parties("Palmer", "Two"))


def test_reading_leaves_tables_of_that_name_alone(store: Engine) -> None:
    with store.begin() as connection:
        connection.execute(text("CREATE TABLE o_ev (id INTEGER)"))
    build(store, lambda world: (outlets(world, "one"), world.evidence("claim", "one", "It is so")))
    assert counted(store)[0] == 1
    with db.reading(store) as connection:
        assert connection.execute(text("SELECT count(*) FROM o_ev")).scalar() == 0


def test_a_sentence_with_two_sources_has_two_origins(store: Engine) -> None:
    def make(world: World) -> None:
        outlets(world, "one", "two", "three")
        for origin in ("one", "two"):
            rewrite = world.made_from("three", origin, "rewrite")
            world.aligned(rewrite, ("three", "It is so, three says."), (origin, f"It is so, {origin} says."))
        for name in ("one", "two", "three"):
            world.evidence("claim", name, "It is so")

    build(store, make)
    assert counted(store) == (3, 2, 2, parties("One", "Two"))


def test_stances_are_counted_apart(store: Engine) -> None:
    def make(world: World) -> None:
        outlets(world, "one", "two")
        world.evidence("claim", "one", "It is so")
        world.evidence("claim", "two", "Nothing more.", stance="disputes")

    build(store, make)
    with db.reading(store) as connection:
        origins.build(connection)
        found = {support.stance: (support.reports, support.origins_max) for support in origins.support(connection)}
    assert found == {"supports": (1, 1), "disputes": (1, 1)}
