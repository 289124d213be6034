"""Things said and people: their reports, whose word these are, who heard it; and the published tables, on the seeds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from facts import db, origins, publish

from .test_origins import outlets, parties
from .test_origins_shapes import Standing, rewrite, standing, sure
from .test_publish import query
from .world import World, build, insert


def said(world: World, slug: str, speaker: str = "Palmer") -> int:
    return insert(world.connection, "utterances", slug=slug, speaker_id=world.entity(speaker))


def rows_of(engine: Engine, of: origins.Of, slug: str, table: str) -> tuple[int, int]:
    """Reports and quotations."""
    with db.reading(engine) as connection:
        id_ = connection.execute(text(f"SELECT id FROM {table} WHERE slug = :slug"), {"slug": slug}).scalar_one()
        origins.build(connection, of=of)
        return next((s.reports, s.passages) for s in origins.support(connection, of) if s.subject_id == id_)


def test_an_interrupted_quotation_is_one(store: Engine) -> None:
    def make(world: World) -> None:
        outlets(world, "one")
        first = world.quote("one", "It is so", "Palmer", utterance_id=said(world, "hope"))
        insert(world.connection, "quotes", passage_id=world.passage("one", "We hope so."), continues_id=first)

    build(store, make)
    assert rows_of(store, "utterances", "hope", "utterances") == (1, 1)
    assert rows_of(store, "people", "palmer", "entities") == (1, 1)
    assert standing(store, "palmer", "people") == sure(parties("hope"), parties("One"))


def test_a_quotation_that_names_nobody_is_the_utterances_speakers(store: Engine) -> None:
    def make(world: World) -> None:
        outlets(world, "one")
        world.quote("one", "We hope so.", utterance_id=said(world, "hope"))

    build(store, make)
    assert standing(store, "hope", "utterances") == sure(parties("Palmer"), parties("One"))
    assert standing(store, "palmer", "people") == sure(parties("hope"), parties("One"))


@pytest.mark.parametrize(
    "given",
    [{"form": "attitude"}, {"form": "direct", "fidelity": "altered"}, {"form": "direct", "fidelity": "unsupported"}],
)
def test_what_is_the_outlets_own_word_is_a_report_and_no_thing_said(store: Engine, given: dict[str, Any]) -> None:
    """One gives the words as they were; two ascribes or alters them."""

    def make(world: World) -> None:
        outlets(world, "one", "two")
        hope = said(world, "hope")
        world.quote("one", "We hope so.", "Palmer", utterance_id=hope)
        world.quote("two", "We hope so.", "Palmer", utterance_id=hope, **given)
        world.quote("two", "Nothing more.", "Palmer", **given)

    build(store, make)
    assert rows_of(store, "people", "palmer", "entities") == (2, 3)
    assert standing(store, "palmer", "people") == sure(parties("hope"), parties("One"))
    assert standing(store, "hope", "utterances") == sure(parties("Palmer", "Two"), parties("One", "Two"))


def test_of_whom_only_views_are_ascribed_nothing_said_is_counted(store: Engine) -> None:
    def make(world: World) -> None:
        outlets(world, "one")
        world.quote("one", "We hope so.", "Palmer", form="attitude")

    build(store, make)
    assert standing(store, "palmer", "people") == sure(set(), set())


def test_an_altered_quotation_in_a_rewrite_is_not_led_back_to_the_words_it_altered(store: Engine) -> None:
    def make(world: World) -> None:
        outlets(world, "one", "two")
        rewrite(world, "two", "one")
        hope = said(world, "hope")
        world.quote("one", "It is so", "Palmer", utterance_id=hope)
        world.quote("two", "It is so", "Palmer", utterance_id=hope, fidelity="altered")

    build(store, make)
    assert standing(store, "hope", "utterances") == sure(parties("Palmer", "Two"), parties("One", "Two"))


@pytest.mark.parametrize(("status", "least"), [("confirmed", 1), ("proposed", 1), ("rejected", 2)])
@pytest.mark.parametrize("recorded", [True, False])
def test_a_retold_quotation_was_heard_by_whom_it_was_taken_from(
    store: Engine, status: str, least: int, recorded: bool
) -> None:
    """Also where it is not recorded what they report: the passage taken holds words of the same speaker."""

    def make(world: World) -> None:
        outlets(world, "one", "two")
        rewrite(world, "two", "one", basis="detected", status=status)
        hope = said(world, "hope") if recorded else None
        for name in ("one", "two"):
            world.quote(name, "It is so", "Palmer", utterance_id=hope)

    build(store, make)
    found = standing(store, "palmer", "people")
    both = parties("One") if status == "confirmed" else parties("One", "Two")
    assert (found.heard_least, found.heard_most, found.heard) == (least, len(both), both)
    assert (found.least, found.most) == ((1, 1) if recorded else (2, 2))


def test_a_retelling_leads_to_no_other_words_of_the_same_speaker(store: Engine) -> None:
    """One has another sentence of Palmer's, and is silent on what two says of Palmer."""

    def make(world: World) -> None:
        outlets(world, "one", "two")
        rewrite(world, "two", "one")
        world.quote("one", "We hope so.", "Palmer")
        world.quote("two", "It is so", "Palmer")

    build(store, make)
    assert standing(store, "palmer", "people").heard == parties("One", "Two")


@pytest.mark.parametrize(("judgement", "least", "most"), [("same", 1, 1), ("possible", 1, 2), ("different", 2, 2)])
def test_quotations_of_the_same_words_are_one_thing_said_as_far_as_that_is_judged(
    store: Engine, judgement: str, least: int, most: int
) -> None:
    """The match names the second stretch of one: it is of the whole quotation."""

    def make(world: World) -> None:
        outlets(world, "one", "two")
        first = world.quote("one", "It is so", "Palmer")
        rest = insert(world.connection, "quotes", passage_id=world.passage("one", "We hope so."), continues_id=first)
        other = world.quote("two", "We hope so.", "Palmer")
        insert(world.connection, "quote_matches", left_id=rest, right_id=other, kind="exact", judgement=judgement)

    build(store, make)
    found = standing(store, "palmer", "people")
    assert (found.least, found.most, found.heard) == (least, most, parties("One", "Two"))


@pytest.mark.parametrize(("judgement", "least", "most"), [("same", 1, 1), ("possible", 1, 2), ("different", 2, 2)])
def test_utterances_are_one_thing_said_as_far_as_that_is_judged_whatever_a_program_finds(
    store: Engine, judgement: str, least: int, most: int
) -> None:
    def make(world: World) -> None:
        outlets(world, "one", "two")
        events = [said(world, "monday"), said(world, "tuesday")]
        quotes = [
            world.quote(name, "We hope so.", "Palmer", utterance_id=event)
            for name, event in zip(("one", "two"), events, strict=True)
        ]
        insert(world.connection, "utterance_matches", left_id=events[0], right_id=events[1], judgement=judgement)
        insert(
            world.connection, "quote_matches", left_id=quotes[0], right_id=quotes[1], kind="exact", judgement="possible"
        )

    build(store, make)
    found = standing(store, "palmer", "people")
    assert (found.least, found.most) == (least, most)


@pytest.mark.parametrize(("judgement", "least", "most"), [("same", 1, 1), ("possible", 1, 2), ("different", 2, 2)])
def test_who_heard_it_is_one_as_far_as_entities_are_matched(
    store: Engine, judgement: str, least: int, most: int
) -> None:
    def make(world: World) -> None:
        outlets(world, "one", "two")
        hope = said(world, "hope")
        for name, hearer in (("one", "Radio A"), ("two", "Radio B")):
            world.quote(name, "We hope so.", "Palmer", way=(hearer,), utterance_id=hope)
        pair = sorted(world.entity(name) for name in ("Radio A", "Radio B"))
        insert(world.connection, "entity_matches", left_id=pair[0], right_id=pair[1], judgement=judgement)

    build(store, make)
    heard = {frozenset(["Radio A", "Radio B"])} if judgement == "same" else parties("Radio A", "Radio B")
    assert standing(store, "hope", "utterances") == Standing(1, 1, parties("Palmer"), least, most, heard)


def test_who_shares_text_may_have_heard_it_from_one_another(store: Engine) -> None:
    def make(world: World) -> None:
        outlets(world, "one", "two", "three")
        world.made_from("one", "two", "overlap", basis="detected", status="proposed")
        hope = said(world, "hope")
        for name in ("one", "two", "three"):
            world.quote(name, "We hope so.", "Palmer", utterance_id=hope)

    build(store, make)
    assert standing(store, "hope", "utterances") == Standing(
        1, 1, parties("Palmer"), 2, 3, parties("One", "Two", "Three")
    )


SAID = (
    "SELECT speaker, reports, origins_min, origins_max, origins, through_min, through_max, through FROM utterance_support "
    "WHERE utterance LIKE ?"
)


def test_the_envoys_and_the_presidents_sentences_each_have_one_origin(desk: Path) -> None:
    """Three outlets each; the envoy spoke to Alsat M, the president on state TV, and nobody else was there."""
    assert query(desk, SAID, "We hope that our Serbian partners%") == [
        ("Matthew Palmer", 3, 1, 1, "Matthew Palmer", 1, 1, "Alsat M")
    ]
    tv = "[State TV interview with Aleksandar Vučić]"
    assert query(desk, SAID, "Serbia is arming itself because%") == [
        ("Aleksandar Vučić", 3, 1, 1, "Aleksandar Vučić", 1, 1, tv)
    ]


def test_an_altered_report_is_the_word_of_who_altered_it(desk: Path) -> None:
    """Express has him “evade” sanctions: its own word, beside his."""
    [(_, reports, least, most, who, *_)] = query(desk, SAID, "Serbia is purchasing defensive weapons%")
    assert (reports, least, most) == (3, 2, 2)
    assert set(str(who).split("; ")) == {"Aleksandar Vučić", "express.co.uk"}


def test_the_envoy_said_two_things_at_the_least(desk: Path) -> None:
    """His hope, to Alsat M, is one; his warnings (“last week”, in Skopje, after December 2018) may all be one other."""
    sql = "SELECT reports, utterances_min, utterances_max, outlets, through FROM person_support WHERE person = ?"
    [(reports, least, most, outlets_, heard)] = query(desk, sql, "Matthew Palmer")
    slugs = query(
        desk, "SELECT u.slug FROM utterances u JOIN entities x ON x.id = u.speaker_id WHERE x.name = 'Matthew Palmer'"
    )
    assert {slug for (slug,) in slugs} == {"palmer-hope", "palmer-risk", "palmer-would-entail", "palmer-could-risk"}
    assert (reports, outlets_, least, most) == (4, 4, 2, 4)
    skopje = "[Interview of Macedonian television with Matthew Palmer during a visit to Skopje]"
    assert set(str(heard).split("; ")) == {"Alsat M", "Associated Press", "Reuters", skopje}


def test_the_rows_behind_the_numbers_come_to_the_numbers(desk: Path) -> None:
    """Nobody in the seeds goes by two entities that are one, and nothing rests on a proposal."""
    party = "coalesce('e' || {0}_entity_id, 's' || {0}_source_id)"
    counted = f"count(DISTINCT {party.format('origin')}), count(DISTINCT {party.format('through')})"
    told = "SELECT claim_id, stance, origins_max, through_max FROM claim_support ORDER BY 1, 2"
    behind = f"SELECT claim_id, stance, {counted} FROM evidence_origins WHERE certain = 1 GROUP BY 1, 2 ORDER BY 1, 2"
    assert query(desk, behind) == query(desk, told) != []
    told = "SELECT utterance_id, origins_max, through_max FROM utterance_support ORDER BY 1"
    behind = f"SELECT utterance_id, {counted} FROM quote_origins WHERE certain = 1 AND utterance_id > 0 GROUP BY 1 ORDER BY 1"
    assert query(desk, behind) == query(desk, told) != []
    told = "SELECT entity_id, through_max FROM person_support WHERE through_max > 0 ORDER BY 1"
    behind = (
        f"SELECT speaker_id, count(DISTINCT {party.format('through')}) FROM quote_origins "
        "WHERE certain = 1 AND origin_entity_id = speaker_id GROUP BY 1 ORDER BY 1"
    )
    assert query(desk, behind) == query(desk, told) != []
    first = "SELECT count(*) FROM quotes WHERE continues_id IS NULL"
    assert query(desk, "SELECT count(DISTINCT quote_id) FROM quote_origins") == query(desk, first)


def test_the_public_edition_counts_the_same_and_says_no_more_of_what_was_said(desk: Path, public: Path) -> None:
    for sql in (
        "SELECT claim_id, stance, through, through_min, through_max FROM claim_support",
        "SELECT utterance_id, reports, origins_min, origins_max, origins, through FROM utterance_support",
        "SELECT entity_id, utterances_min, utterances_max, through, outlets FROM person_support",
        "SELECT evidence_id, origin, through, certain FROM evidence_origins",
    ):
        assert query(public, sql) == query(desk, sql) != []
    shown = "SELECT utterance_id, utterance FROM utterance_support ORDER BY 1"
    reported = "SELECT of_utterance_id FROM quotes"
    allowed = f"SELECT id, coalesce(text, slug) FROM utterances WHERE id IN ({reported}) ORDER BY 1"
    assert query(public, shown) == query(public, allowed)


def test_what_only_a_proposal_gives_is_told_apart(store: Engine, tmp_path: Path) -> None:
    """Two seems to be made from one: its evidence is its own, and perhaps one's."""

    def make(world: World) -> None:
        outlets(world, "one", "two")
        rewrite(world, "two", "one", basis="detected", status="proposed")
        hope = said(world, "hope")
        for name in ("one", "two"):
            world.evidence("claim", name, "It is so")
            world.quote(name, "It is so", "Palmer", utterance_id=hope)

    build(store, make)
    file = publish.desk(store, tmp_path / "desk")
    told = "SELECT s.title, o.origin, o.through, o.certain FROM {0}_origins o JOIN {1} ORDER BY 1, o.id"
    way = (
        "passages p ON p.id = e.passage_id JOIN captures c ON c.id = p.capture_id JOIN sources s ON s.id = c.source_id"
    )
    assert query(file, told.format("evidence", f"evidence e ON e.id = o.evidence_id JOIN {way}")) == [
        ("one", "One", "One", 1),
        ("two", "Two", "Two", 1),
        ("two", "One", "One", 0),
    ]
    assert query(file, told.format("quote", f"quotes e ON e.id = o.quote_id JOIN {way}")) == [
        ("one", "Palmer", "One", 1),
        ("two", "Palmer", "Two", 1),
        ("two", "Palmer", "One", 0),
    ]
    numbers = "SELECT origins_min, origins_max, through_min, through_max, through FROM {0}_support"
    assert query(file, numbers.format("claim")) == [(1, 2, 1, 2, "One; Two")]
    assert query(file, numbers.format("utterance")) == [(1, 1, 1, 2, "One; Two")]
    assert query(file, "SELECT through_min, through_max, outlets FROM person_support") == [(1, 2, 2)]


@pytest.mark.parametrize(
    ("judgement", "expected"), [("same", [("Palmer", 2, 2)]), ("possible", [("Palmer", 1, 1), ("Envoy", 1, 1)])]
)
def test_people_who_are_one_are_one_row(store: Engine, tmp_path: Path, judgement: str, expected: list[Any]) -> None:
    """What Palmer said in one outlet and what “the envoy” said in another, where a person has judged that he is the envoy."""

    def make(world: World) -> None:
        outlets(world, "one", "two")
        pair = sorted((world.entity("Palmer"), world.entity("Envoy")))
        world.quote("one", "It is so", "Palmer", utterance_id=said(world, "hope"))
        world.quote("two", "It is so", "Envoy", utterance_id=said(world, "fear", "Envoy"))
        insert(world.connection, "entity_matches", left_id=pair[0], right_id=pair[1], judgement=judgement)

    build(store, make)
    file = publish.desk(store, tmp_path / "desk")
    assert query(file, "SELECT person, reports, utterances_max FROM person_support ORDER BY id") == expected
