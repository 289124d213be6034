"""Sheets: every key turns into its draft; the document beside them is read, or its absence reported."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facts.document import (
    AlignmentDraft,
    ArgumentDraft,
    Bundle,
    ClaimDraft,
    DateDraft,
    DerivationDraft,
    EntityDraft,
    EvidenceDraft,
    HopDraft,
    MatchDraft,
    NameDraft,
    OmissionDraft,
    QuoteDraft,
    RelationDraft,
    ReviewDraft,
    SegmentDraft,
    SourceDraft,
    TermDraft,
    UtteranceDraft,
    Words,
)
from facts.errors import Problem, RefusedError
from facts.loaders import sheet
from facts.loaders.tree import parse

FULL = """\
document: a.txt
retrieved: {at: 2019-11-07T09:30:00Z, from: https://example.org/a}
source:
  {slug: a, title: A, kind: post, publisher: gazette, author: Ann, url: u, canonical_url: c, archived_url: w,
   language: en, published: {date: 2019-11, basis: relative, words: {words: last week, after: said, occurrence: 2}},
   rights: {holder: Gazette, terms: By leave., licence: CC0-1.0, publish: full_text}}
sources: [{slug: b, title: B, published: 2019}]
terms: [{scheme: entity_kind, code: river, label: River, definition: Water., iri: https://example.org/river}]
entities:
  - {slug: mayor, name: The Mayor, kind: person, description: Of the town,
     names: [M, {name: Burgmestr, lang: cs, kind: title}], identifiers: {wikidata: Q1}}
entity_matches: [{left: mayor, right: boss, judgement: possible, decided_by: Ann, note: alike}]
segments: [{kind: headline, words: Bridge safe}, {kind: body, first: The bridge, last: no more.}]
utterances: [{slug: speech, speaker: mayor, venue: b, text: Safe., lang: cs,
              said: {date: 2019-11-05, basis: inferred}}]
utterance_matches: [{left: speech, right: talk, judgement: same, decided_by: Ben, note: one room}]
quotes:
  - {id: q1, words: [It is, {words: safe, after: It, occurrence: 1}], form: direct, speaker: mayor, cue: said,
     when: Tuesday, utterance: speech, fidelity: verbatim, part: 2,
     way: [{entity: gazette, words: told, basis: inferred}, {source: b}]}
  - {words: no, form: term}
claims:
  - {slug: safe, text: The bridge is safe., kind: opinion, occurred: 2019~,
     arguments: [{role: agent, entity: mayor}, {role: amount, value: '5', datatype: number, unit: tons, snak: value}]}
evidence:
  - {claim: safe, words: It is, quote: q1, when: Tuesday, stance: disputes, note: aside}
relations: [{claim: safe, relation: differs, related: unsafe, note: a word, decided_by: Ann}]
reviews:
  - {claim: safe, reviewer: checkers, url: r, rating_label: Half, rating_value: 2.5, best_rating: '5', worst_rating: 1,
     reviewed: 2019-12}
made_from:
  - {source: a, origin: b, kind: rewrite, basis: inferred, status: rejected, words: first told, reason: alike, decided_by: Ben,
     origin_copy: c, aligned: [{words: safe, origin_words: quite safe, change: meaning, note: weaker}, {words: told}]}
left_out:
  - {words: {words: Photo, occurrence: 2}, reason: a label}
"""
ALIGNED = (
    AlignmentDraft(Words("safe"), "meaning", Words("quite safe"), "c", "weaker"),
    AlignmentDraft(Words("told"), "same"),
)
EXPECTED = Bundle(
    source=SourceDraft(
        slug="a",
        title="A",
        kind="post",
        publisher="gazette",
        author="Ann",
        url="u",
        canonical_url="c",
        archived_url="w",
        language="en",
        published=DateDraft("2019-11", "relative", Words("last week", "said", 2)),
        copyright_holder="Gazette",
        usage_terms="By leave.",
        licence="CC0-1.0",
        publish="full_text",
    ),
    sources=(SourceDraft("b", "B", published=DateDraft("2019")),),
    terms=(TermDraft("entity_kind", "river", "River", "Water.", "https://example.org/river"),),
    entities=(
        EntityDraft(
            "mayor",
            "The Mayor",
            "person",
            "Of the town",
            (NameDraft("M"), NameDraft("Burgmestr", "cs", "title")),
            (("wikidata", "Q1"),),
        ),
    ),
    entity_matches=(MatchDraft("mayor", "boss", "possible", "Ann", "alike"),),
    segments=(
        SegmentDraft("headline", Words("Bridge safe")),
        SegmentDraft("body", Words("The bridge"), Words("no more.")),
    ),
    utterances=(UtteranceDraft("speech", "mayor", "b", DateDraft("2019-11-05", "inferred"), "Safe.", "cs"),),
    utterance_matches=(MatchDraft("speech", "talk", "same", "Ben", "one room"),),
    quotes=(
        QuoteDraft(
            words=(Words("It is"), Words("safe", "It", 1)),
            form="direct",
            speaker="mayor",
            cue=Words("said"),
            when=Words("Tuesday"),
            utterance="speech",
            way=(HopDraft("gazette", None, Words("told"), "inferred"), HopDraft(source="b")),
            fidelity="verbatim",
            part=2,
            id="q1",
        ),
        QuoteDraft((Words("no"),), "term"),
    ),
    claims=(
        ClaimDraft(
            "safe",
            "The bridge is safe.",
            "opinion",
            DateDraft("2019~"),
            (ArgumentDraft("agent", "mayor"), ArgumentDraft("amount", None, "5", "number", "tons", "value")),
        ),
    ),
    evidence=(EvidenceDraft("safe", Words("It is"), "q1", Words("Tuesday"), "disputes", "aside"),),
    omissions=(OmissionDraft(Words("Photo", occurrence=2), "a label"),),
    relations=(RelationDraft("safe", "differs", "unsafe", "a word", "Ann"),),
    reviews=(ReviewDraft("safe", "checkers", "r", "Half", 2.5, 5.0, 1.0, "2019-12"),),
    derivations=(
        DerivationDraft("b", "rewrite", "a", "inferred", Words("first told"), "alike", "rejected", "Ben", ALIGNED),
    ),
)


def write(folder: Path, content: str) -> Path:
    path = folder / "a.yaml"
    path.write_text(content, encoding="utf-8")
    return path


def refusals(folder: Path, content: str) -> tuple[Problem, ...]:
    with pytest.raises(RefusedError) as caught:
        sheet.read(write(folder, content))
    return caught.value.problems


def keys(node: Any) -> Iterator[str]:
    for value in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from keys(value)
    if isinstance(node, dict):
        yield from node


def test_the_full_sheet_uses_every_key_of_the_schema() -> None:
    schema = json.loads(files("facts").joinpath("sheet.schema.json").read_text(encoding="utf-8"))

    def known(node: Any) -> Iterator[str]:
        for key, value in node.items() if isinstance(node, dict) else ():
            yield from value if key == "properties" else ()
            yield from known(value)

    assert set(known(schema)) - set(keys(parse(Path("a.yaml"), FULL))) == set()


@pytest.mark.parametrize("field", [name for name in EXPECTED.__dataclass_fields__ if name != "document"])
def test_every_key_of_a_sheet_turns_into_its_draft(tmp_path: Path, field: str) -> None:
    (tmp_path / "a.txt").write_text("It is safe.")
    [bundle] = sheet.read(write(tmp_path, FULL)).bundles
    assert getattr(bundle, field) == getattr(EXPECTED, field)


def test_a_sheet_hands_over_its_document_and_when_and_where_it_was_retrieved(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It is safe.")
    [bundle] = sheet.read(write(tmp_path, FULL)).bundles
    assert bundle.document is not None
    assert (bundle.document.name, bundle.document.text) == ("a.txt", "It is safe.")
    assert bundle.document.retrieved_at == "2019-11-07T09:30:00Z"
    assert bundle.document.retrieved_from == "https://example.org/a"


def test_a_batch_says_which_file_it_is_and_what_read_it(tmp_path: Path) -> None:
    path = write(tmp_path, "claims: [{slug: a, text: b}]")
    batch = sheet.read(path)
    assert (batch.path, batch.content, batch.loader) == (str(path), path.read_bytes(), "sheet")


def test_drafts_carry_the_lines_they_stand_on(tmp_path: Path) -> None:
    text = "claims:\n  - slug: a\n    text: A.\n    occurred: 2019\n  - {slug: b, text: B.}\n"
    [bundle] = sheet.read(write(tmp_path, text)).bundles
    assert [claim.line for claim in bundle.claims] == [2, 5]
    assert bundle.claims[0].occurred is not None
    assert bundle.claims[0].occurred.line == 4


def test_words_carry_the_lines_they_stand_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It is safe.")
    text = "document: a.txt\nsource: {slug: a, title: A}\nquotes:\n- form: direct\n  words:\n  - It is\n  - safe\n"
    [bundle] = sheet.read(write(tmp_path, text)).bundles
    assert [words.line for words in bundle.quotes[0].words] == [6, 7]


# the document


def test_a_document_that_is_not_beside_the_sheet_is_refused_with_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("It is safe.")
    [problem] = refusals(tmp_path, "claims: []\ndocument: a.txt\nsource: {slug: a, title: A}")
    assert (problem.line, problem.message) == (2, "the document a.txt is not beside the sheet")
    assert problem.hint == "documents there: b.txt"


def test_a_document_in_a_folder_without_any_is_refused_with_that(tmp_path: Path) -> None:
    [problem] = refusals(tmp_path, "document: a.txt\nsource: {slug: a, title: A}")
    assert problem.hint == "there is no document in that folder"


@pytest.mark.parametrize("name", ["../a.txt", "sub/a.txt", "./a.txt", "/etc/passwd", "sub/", "."])
def test_a_document_given_with_a_folder_is_refused(tmp_path: Path, name: str) -> None:
    """Also where it is there."""
    (tmp_path / "a.txt").write_text("It is safe.")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text("It is safe.")
    [problem] = refusals(tmp_path, f"document: {name}\nsource: {{slug: a, title: A}}")
    assert (problem.line, problem.message) == (1, f"`document` can't be “{name}”")


@pytest.mark.parametrize("name", ["..", "a" * 300 + ".txt", '"a\\nb"'])
def test_a_document_of_a_name_that_no_file_can_have_is_refused(tmp_path: Path, name: str) -> None:
    [problem] = refusals(tmp_path, f"document: {name}\nsource: {{slug: a, title: A}}")
    assert problem.line == 1


def test_a_document_that_is_refused_is_refused_by_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"caf\xe9")
    [problem] = refusals(tmp_path, "document: a.txt\nsource: {slug: a, title: A}")
    assert problem.path == str(tmp_path / "a.txt")


def test_mistakes_in_form_and_a_missing_document_are_reported_together(tmp_path: Path) -> None:
    found = refusals(tmp_path, "document: a.txt\nsource: {slug: a, titel: A, title: B}")
    assert [problem.line for problem in found] == [1, 2]


def test_a_sheet_that_is_not_utf_8_is_refused_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"claims: []\n# caf\xe9\n")
    with pytest.raises(RefusedError, match=r"a\.yaml:2: byte 0xe9"):
        sheet.read(path)


# the name alone


@pytest.mark.parametrize(
    ("content", "name"),
    [("document: a.txt", "a.txt"), ("document: no\nquots: []", "no"), ("document: [a]", None), ("claims: []", None)],
)
def test_the_document_a_sheet_names_is_told_without_reading_it(tmp_path: Path, content: str, name: str | None) -> None:
    assert sheet.document_name(write(tmp_path, content)) == name


@pytest.mark.parametrize(
    "content", [b"", b"\0", b"caf\xe9", b"a: [", b"- a", b"a: *x", b'document: "\\UFFFFFFFF"', b"[" * 5000]
)
def test_a_sheet_that_can_not_be_read_names_no_document(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    assert sheet.document_name(path) is None


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary())
def test_no_bytes_keep_the_name_of_a_document_from_being_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    named = sheet.document_name(path)
    assert named is None or named.encode() in content


def test_a_missing_sheet_or_a_folder_names_no_document(tmp_path: Path) -> None:
    assert sheet.document_name(tmp_path / "none.yaml") is None
    assert sheet.document_name(tmp_path) is None
