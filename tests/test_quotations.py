"""Which quotations seem to report the same words, and what people's judgements make of that."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from facts import check, reuse
from facts.reuse.quotations import Match, Said, matches

from .conftest import rows
from .world import World, build, insert

WORDS = "The tide comes when it comes, and until then there is nothing to be done but soup and songs."


def said(*quotations: dict[str, Any]) -> list[Said]:
    """Quotations of works of their own; what a test does not care about is filled in."""
    number = count(1)
    made = []
    for given in quotations:
        at = next(number)
        values = {"id": at, "work": at, "form": "direct", "exact": WORDS, "speaker": 7, "utterance": None}
        made.append(Said(**{**values, "language": "en", "said": (None, None), **given}))
    return made


def found(*quotations: dict[str, Any]) -> list[Match]:
    return list(matches(said(*quotations)))


@pytest.mark.parametrize(
    ("other", "form", "kind"),
    [
        (WORDS, "direct", "exact"),
        (
            "“the tide comes when it comes — and, until then, there is nothing to be done but soup and songs”",
            "direct",
            "marks",
        ),
        ("The tide comes when it comes", "direct", "cut"),
        ("nothing to be done but soup and songs", "direct", "cut"),
        ("nothing to be done but soup", "partial", "embedded"),
        (
            "The tide comes when it comes, and until then there is nothing to do but soup and dancing.",
            "direct",
            "altered",
        ),
    ],
)
def test_the_same_words_are_found_however_they_are_reported(other: str, form: str, kind: str) -> None:
    assert [(match.left, match.right, match.kind) for match in found({}, {"exact": other, "form": form})] == [
        (1, 2, kind)
    ]


def test_a_translation_is_found_by_its_speaker_its_names_and_its_figures() -> None:
    one = {"exact": "We told Overgaard that 212 guests of the Solveig were to sleep in Tarnholm.", "language": "en"}
    other = {
        "exact": "Vi sagde til Overgaard, at 212 gæster fra Solveig skulle sove i Tarnholm.",
        "language": "da",
    }
    assert [match.kind for match in found(one, other)] == ["translated"]
    assert found(one, {**other, "speaker": 8}) == []
    assert found(one, {**other, "speaker": None}) == []
    assert found(one, {**other, "language": "und"}) == []
    assert found(one, {**other, "exact": "Overgaard skulle sove i dag, sagde vi til dem."}) == []


@pytest.mark.parametrize(
    "differing",
    [
        {"speaker": 8},
        {"work": 1},
        {"exact": "Soup and songs are what there is."},
        {"exact": "The tide"},
    ],
)
def test_words_of_others_of_one_work_or_other_words_are_not_the_same(differing: dict[str, Any]) -> None:
    assert found({}, differing) == []


def test_words_said_on_different_days_are_not_the_same() -> None:
    monday, tuesday, may = ("2024-05-06", "2024-05-06"), ("2024-05-07", "2024-05-07"), ("2024-05-01", "2024-05-31")
    assert found({"said": monday}, {"said": tuesday}) == []
    assert found({"said": tuesday}, {"said": monday}) == []
    assert len(found({"said": monday}, {"said": monday})) == 1
    assert len(found({"said": monday}, {"said": may})) == 1
    assert len(found({"said": monday}, {})) == 1


def test_a_speaker_who_is_not_named_may_be_the_same() -> None:
    assert len(found({}, {"speaker": None})) == 1


def test_each_is_matched_with_the_fullest() -> None:
    parts = ("The tide comes when it comes", "The tide comes when it comes, and until then", WORDS)
    assert [(match.left, match.right) for match in found(*({"exact": part} for part in parts))] == [(1, 3), (2, 3)]


def test_no_quotations_have_no_matches() -> None:
    assert found() == [] and found({}) == []


def test_the_note_names_the_words() -> None:
    [match] = found({}, {"exact": "The tide comes when it comes"})
    assert match.note.startswith("“The tide comes when it comes” stands within “The tide comes when it comes, and")


# In a store


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The side file of a store on PostgreSQL lies in the folder the command is run in."""
    monkeypatch.chdir(tmp_path)


def two_reports(world: World) -> tuple[int, int]:
    """Two articles with one quotation, the second cut."""
    world.capture("gazette", f"In the harbour, Overgaard smiled. “{WORDS}” Then he went below.")
    world.capture("herald", "“The tide comes when it comes”, as the captain put it to our reporter on deck.")
    return (
        world.quote("gazette", WORDS, "Overgaard"),
        world.quote("herald", "The tide comes when it comes", "Overgaard"),
    )


MATCHES = "SELECT left_id, right_id, kind, judgement, decided_by FROM quote_matches"


def test_quotations_of_the_same_words_are_proposed_and_noted(store: Engine) -> None:
    one, other = build(store, two_reports)
    assert reuse.compare(store).same_words == 1
    assert rows(store, MATCHES) == [(one, other, "cut", "possible", None)]
    assert len(check.run(store, only=["same-words-not-related"]).notices) == 1


@pytest.mark.parametrize("judgement", ["different", "same"])
def test_what_a_person_judged_of_two_quotations_stays(store: Engine, judgement: str) -> None:
    build(store, two_reports)
    reuse.compare(store)
    with store.begin() as connection:
        connection.execute(
            text(f"UPDATE quote_matches SET judgement = '{judgement}', decided_by = 'Ana', note = 'Why.'")
        )
    kept = rows(store, MATCHES)
    assert reuse.compare(store, anew=True).same_words == 0
    assert rows(store, MATCHES) == kept


def test_utterances_that_a_person_told_apart_are_not_proposed_to_be_one(store: Engine) -> None:
    def judged(world: World) -> None:
        two = [insert(world.connection, "utterances", slug=name) for name in ("monday", "tuesday")]
        insert(world.connection, "utterance_matches", left_id=two[0], right_id=two[1], judgement="different")
        for quote, utterance in zip(two_reports(world), two, strict=True):
            world.connection.execute(text(f"UPDATE quotes SET utterance_id = {utterance} WHERE id = {quote}"))

    build(store, judged)
    assert reuse.compare(store).same_words == 0
    assert rows(store, MATCHES) == []


def test_utterances_that_nobody_has_compared_are_proposed(store: Engine) -> None:
    def apart(world: World) -> None:
        for quote, name in zip(two_reports(world), ("monday", "tuesday"), strict=True):
            utterance = insert(world.connection, "utterances", slug=name)
            world.connection.execute(text(f"UPDATE quotes SET utterance_id = {utterance} WHERE id = {quote}"))

    build(store, apart)
    assert reuse.compare(store).same_words == 1


@pytest.mark.parametrize("anew", [False, True])
def test_a_proposal_is_withdrawn_when_the_quotations_are_given_their_utterance(store: Engine, anew: bool) -> None:
    build(store, two_reports)
    reuse.compare(store)
    utterance = build(store, lambda world: insert(world.connection, "utterances", slug="tide"))
    with store.begin() as connection:
        connection.execute(text(f"UPDATE quotes SET utterance_id = {utterance}"))
    reuse.compare(store, anew=anew)
    assert rows(store, MATCHES) == []
    assert check.run(store, only=["same-words-not-related"]).notices == []


def test_reprints_of_one_work_hold_its_quotations_once(store: Engine) -> None:
    def reprinted(world: World) -> None:
        two_reports(world)
        world.made_from("herald", "gazette")

    build(store, reprinted)
    assert reuse.compare(store).same_words == 0
