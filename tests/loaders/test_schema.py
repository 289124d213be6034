"""What a sheet may say: each mistake in its form, with its line and the nearest word, and the schema itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from facts.errors import Problem
from facts.loaders import schema
from facts.loaders.tree import parse
from facts.models import base, claims, documents, entities, reuse, speech

SCHEMA: dict[str, Any] = json.loads(files("facts").joinpath("sheet.schema.json").read_text(encoding="utf-8"))
QUOTE = "document: a.txt\nsource: {slug: a, title: A}\nquotes:\n  - "


def problems(text: str) -> list[Problem]:
    return sorted(schema.problems("sheet.yaml", parse(Path("sheet.yaml"), text)), key=lambda problem: problem.line or 0)


def only(text: str) -> Problem:
    [problem] = problems(text)
    assert problem.path == "sheet.yaml"
    return problem


@pytest.mark.parametrize(
    "text",
    [
        "claims: [{slug: bridge-safe, text: The bridge is safe.}]",
        QUOTE + "{words: It is safe., form: direct, part: 2}",
        QUOTE + "{words: {words: It is safe., occurrence: 3}, form: direct}",
        QUOTE + "{words: [It is, {words: safe., after: is}], form: direct}",
        "entities: [{slug: 2019-attack}, {slug: a1}]",
        "reviews: [{claim: c, reviewer: r, url: u, rating_value: 1.5, best_rating: '5', worst_rating: -1}]",
    ],
)
def test_a_sheet_in_order_has_no_problems(text: str) -> None:
    assert problems(text) == []


# keys


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("claims: []\nquots: []", 2, "unknown key `quots`", "did you mean quotes?"),
        ("claims:\n  - slug: a\n    txt: b\n    text: c", 3, "unknown key `txt` in `claims[1]`", "did you mean text?"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest(text: str, line: int, message: str, hint: str) -> None:
    problem = only(text)
    assert (problem.line, problem.message, problem.hint) == (line, message, hint)


def test_an_unknown_key_like_none_is_refused_with_all_that_are_known() -> None:
    assert only("utterances:\n  - {slug: a, zzz: b}").hint == "known here: slug, speaker, venue, said, text, lang"


def test_a_missing_key_is_refused_with_what_it_is_for() -> None:
    problem = only("claims:\n  - text: a\n    slug: b\n  - slug: c\n")
    assert (problem.line, problem.message) == (4, "`text` is missing in `claims[2]`")
    assert "The proposition, in one sentence of our own." in problem.hint


def test_a_missing_key_of_a_closed_vocabulary_is_refused_with_its_words() -> None:
    assert "direct, partial, block, indirect, attitude, term" in only(QUOTE + "words: a").hint


def test_two_missing_keys_are_two_problems() -> None:
    messages = [problem.message for problem in problems("sources:\n  - kind: article\n")]
    assert messages == ["`slug` is missing in `sources[1]`", "`title` is missing in `sources[1]`"]


@pytest.mark.parametrize("key", ["segments", "quotes", "evidence", "source"])
def test_what_stands_in_a_document_is_refused_without_one(key: str) -> None:
    value = "{slug: a, title: b}" if key == "source" else "[]"
    problem = only(f"claims: []\n{key}: {value}")
    assert (problem.line, problem.message) == (2, f"`{key}` without `document`")


def test_several_keys_without_the_document_they_need_are_one_problem_each() -> None:
    found = problems("segments: []\nquotes: []\nevidence: []")
    assert [problem.line for problem in found] == [1, 2, 3]


def test_when_a_document_was_retrieved_is_refused_without_a_document() -> None:
    assert only("claims: []\nretrieved: {from: https://example.org}").line == 2


def test_a_document_without_its_source_is_refused() -> None:
    assert only("document: a.txt").message == "`document` without `source`"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("document: a.txt\nsource: {slug: a, title: A}\nevidence: [{claim: c}]", "`words` or `quote` is missing"),
        (QUOTE + "{words: a, form: direct, way: [{basis: stated}]}", "`entity` or `source` is missing"),
        ("document: a.txt\nsource: {slug: a, title: A}\nsegments: [{kind: body}]", "`words` or `first` is missing"),
    ],
)
def test_where_one_of_two_keys_is_needed_both_are_named(text: str, message: str) -> None:
    assert message in only(text).message


# values


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("claims: a", "`claims` must be a list, not “a”"),
        ("claims: {slug: a}", "`claims` must be a list, not a mapping"),
        ("claims: [a]", "`claims[1]` must be a mapping, not “a”"),
        ("claims: [{slug: [a], text: b}]", "`claims[1].slug` must be text, not a list"),
        ("utterances: [{slug: a, said: [b]}]", "`utterances[1].said` must be text or a mapping, not a list"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(text: str, message: str) -> None:
    assert only(text).message == message


def test_a_word_outside_a_closed_vocabulary_is_refused_with_the_nearest() -> None:
    problem = only(QUOTE + "words: a\n    form: indrect")
    assert (problem.line, problem.message) == (5, "`quotes[1].form` can't be “indrect”")
    assert problem.hint == "did you mean indirect?"


@pytest.mark.parametrize(
    ("given", "slug"),
    [
        ("Bridge Safe", "bridge-safe"),
        ("vučić_arming", "vucic-arming"),
        ("-bridge--safe-", "bridge-safe"),
        ("Мост", "most"),
        ('"bridge\\n"', "bridge"),
    ],
)
def test_what_is_no_slug_is_refused_with_one_that_is(given: str, slug: str) -> None:
    assert only(f"entities:\n  - slug: {given}").hint.endswith(f"; for instance {slug}")


@pytest.mark.parametrize("given", ["2019", "---", "…"])
def test_what_no_slug_can_be_made_of_is_refused_without_a_proposal(given: str) -> None:
    assert "for instance" not in only(f'entities:\n  - slug: "{given}"').hint


def test_a_proposed_code_is_one_that_is_taken() -> None:
    """A code has underscores where a slug has hyphens."""
    sheet = "terms: [{scheme: entity_kind, label: a, definition: b, code: %s}]"
    proposed = only(sheet % "Air Base").hint.rpartition("; for instance ")[2]
    assert problems(sheet % f"'{proposed}'") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("claims: [{slug: a, text: ''}]", "claims[1].text"),
        ("entities: [{slug: a, names: [b, '']}]", "entities[1].names[2]"),
        (QUOTE + "{words: [], form: direct}", "quotes[1].words"),
        (QUOTE + "{words: '', form: direct}", "quotes[1].words"),
    ],
)
def test_an_empty_value_is_refused(text: str, name: str) -> None:
    assert only(text).message == f"`{name}` is empty"


@pytest.mark.parametrize("number", ["one", "1.5", "-1", "1_000", "٣", "9999999999"])
def test_what_is_no_whole_number_is_refused_as_an_occurrence(number: str) -> None:
    problem = only(QUOTE + f"{{words: {{words: a, occurrence: '{number}'}}, form: direct}}")
    assert problem.message == f"`quotes[1].words.occurrence` must be a whole number, not “{number}”"


def test_a_number_below_the_least_is_refused() -> None:
    message = only(QUOTE + "{words: a, form: direct, part: 0}").message
    assert message == "`quotes[1].part`: 0 is less than 1"


@pytest.mark.parametrize("number", ["five", "nan", "inf", "1e999", "4/5", "1_000"])
def test_what_is_no_number_is_refused_as_a_rating(number: str) -> None:
    problem = only(f"reviews: [{{claim: a, reviewer: b, url: c, rating_value: {number}}}]")
    assert problem.message == f"`reviews[1].rating_value` must be a number, not “{number}”"


def test_all_mistakes_of_a_sheet_are_found_at_once_each_with_its_line() -> None:
    text = """\
documnt: a.txt
entities:
  - slug: Bad Slug
  - slug: good
    kind: person
claims:
  - slug: no-text
  - slug: empty
    text: ''
relations:
  - {claim: a, relation: contradict, related: b}
"""
    found = [(problem.line, problem.message) for problem in problems(text)]
    assert found == [
        (1, "unknown key `documnt`"),
        (3, "`entities[1].slug` can't be “Bad Slug”"),
        (5, "`kind` without `name` in `entities[2]`"),
        (7, "`text` is missing in `claims[1]`"),
        (9, "`claims[2].text` is empty"),
        (11, "`relations[1].relation` can't be “contradict”"),
    ]


# the schema


def enum(definition: str, key: str) -> tuple[str, ...]:
    return tuple(SCHEMA["$defs"][definition]["properties"][key]["enum"])


@pytest.mark.parametrize(
    ("definition", "key", "words"),
    [
        ("segment", "kind", documents.SEGMENT_KINDS),
        ("match", "judgement", entities.JUDGEMENTS),
        ("quote", "form", speech.FORMS),
        ("quote", "fidelity", speech.FIDELITIES),
        ("hop", "basis", speech.HOP_BASES),
        ("date", "basis", base.DATE_BASES),
        ("dated_words", "basis", base.DATE_BASES),
        ("argument", "snak", claims.SNAKS),
        ("evidence", "stance", claims.STANCES),
        ("relation", "relation", claims.RELATIONS),
        ("derivation", "kind", reuse.DERIVATION_KINDS),
        ("derivation", "basis", reuse.DERIVATION_BASES),
        ("alignment", "change", reuse.ALIGNMENT_CHANGES),
    ],
)
def test_a_closed_vocabulary_of_the_schema_is_that_of_the_tables(
    definition: str, key: str, words: tuple[str, ...]
) -> None:
    assert enum(definition, key) == words


def test_what_may_be_published_is_the_vocabulary_of_the_tables() -> None:
    rights = SCHEMA["$defs"]["source"]["properties"]["rights"]["properties"]
    assert tuple(rights["publish"]["enum"]) == documents.PUBLISH


def test_a_sheet_judges_and_leaves_proposing_to_the_program() -> None:
    assert {*enum("derivation", "status"), "proposed"} == set(reuse.STATUSES)


def test_a_sheet_adds_words_to_the_open_vocabularies_alone() -> None:
    """The others are CHECKs of the tables: a word added there would be refused wherever it is used."""
    open_ = {"entity_kind", "name_kind", "identifier_scheme", "source_kind", "claim_kind", "argument_role"}
    assert set(enum("term", "scheme")) == open_


def test_the_schema_is_valid_by_its_own_draft() -> None:
    assert SCHEMA["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(SCHEMA)


def _properties(node: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property that the schema defines, however deep, with where it stands."""
    for key, value in node.items() if isinstance(node, dict) else ():
        if key == "properties":
            for name, rule in value.items():
                yield f"{where}.{name}", rule
                yield from _properties(rule, f"{where}.{name}")
        else:
            yield from _properties(value, where if key in ("$defs", "items") else f"{where}.{key}")


def test_every_property_is_described() -> None:
    """Editors show the description beside the key."""
    bare = []
    for where, rule in _properties(SCHEMA):
        target = SCHEMA["$defs"].get(rule.get("$ref", "").removeprefix("#/$defs/"), {})
        if not (rule.get("description") or target.get("description")):
            bare.append(where)
    assert bare == []


def test_every_mapping_of_the_schema_refuses_unknown_keys() -> None:
    open_ = [
        name for name, rule in SCHEMA["$defs"].items() if "properties" in rule and "additionalProperties" not in rule
    ]
    assert open_ == []
