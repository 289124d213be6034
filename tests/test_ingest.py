"""Loading files: in the right order, each whole or not at all, twice without a change, and every mistake with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from facts.errors import RefusedError

from .conftest import rows
from .sheets import DOCUMENT, change, counts, load, messages


def test_a_sheet_becomes_rows_whose_words_stand_at_their_offsets(store: Engine, folder: Path) -> None:
    report = load(store, folder)
    assert report.problems == []
    assert rows(store, "SELECT exact, start_char, end_char FROM passages ORDER BY start_char") == [
        ("The bridge is safe", 16, 34),
        ("It is safe", 51, 61),
        ("added", 68, 73),
    ]
    assert rows(store, "SELECT kind, start_char, end_char FROM segments ORDER BY id") == [
        ("headline", 0, 14),
        ("body", 16, len(DOCUMENT) - 1),
    ]
    [(loader, status, input_)] = rows(store, "SELECT loader, status, input FROM loads")
    assert (loader, status) == ("sheet", "done")
    assert str(input_).endswith("documents/bridge.yaml")


def test_every_row_names_its_load_and_its_file(store: Engine, folder: Path) -> None:
    load(store, folder)
    [(load_id,)] = rows(store, "SELECT id FROM loads")
    for table in ("entities", "sources", "blobs", "captures", "passages", "quotes", "claims", "evidence", "statements"):
        assert rows(store, f"SELECT DISTINCT load_id FROM {table}") == [(load_id,)], table
    stated = rows(store, "SELECT count(*) FROM statements")
    assert stated == [
        (sum(int(str(n)) for t, n in counts(store).items() if t not in ("loads", "statements", "terms", "locks")),)
    ]


def test_loading_twice_changes_nothing_and_leaves_no_load(store: Engine, folder: Path) -> None:
    load(store, folder)
    before = counts(store)
    [again] = load(store, folder).files
    assert not again.is_new
    assert counts(store) == before


def test_a_dry_run_says_what_would_change_and_stores_nothing(store: Engine, folder: Path) -> None:
    before = counts(store)
    report = load(store, folder, dry_run=True)
    assert report.files[0].added["claims"] == 1
    assert counts(store) == before
    load(store, folder)
    change(folder / "bridge.yaml", "text: The bridge is safe.", "text: The bridge is quite safe.")
    assert load(store, folder, dry_run=True).files[0].changed == {"claims": 1}
    assert rows(store, "SELECT text FROM claims") == [("The bridge is safe.",)]


def test_a_changed_sheet_updates_what_it_alone_states_and_keeps_the_image(store: Engine, folder: Path) -> None:
    load(store, folder)
    change(folder / "bridge.yaml", "text: The bridge is safe.", "text: The bridge is quite safe.")
    [file] = load(store, folder).files
    assert (file.added, file.changed) == ({}, {"claims": 1})
    [(load_id, table, before)] = rows(store, "SELECT load_id, table_name, before FROM changes")
    assert (load_id, table) == (2, "claims")
    assert "The bridge is safe." in str(before)


def test_what_a_file_no_longer_states_is_named_and_stays(store: Engine, folder: Path) -> None:
    load(store, folder)
    change(folder / "bridge.yaml", "  - {claim: bridge-safe, words: The bridge is safe}\n", "")
    [file] = load(store, folder).files
    assert file.no_longer == {"evidence": 1, "passages": 1}
    assert rows(store, "SELECT count(*) FROM evidence") == [(2,)]


def test_two_files_may_state_the_same_but_not_different_things(store: Engine, folder: Path) -> None:
    same = folder / "people.yaml"
    same.write_text("entities:\n  - {slug: ana-roe, kind: person, name: Ana Roe}\n")
    assert not load(store, folder).problems
    same.write_text("entities:\n  - {slug: ana-roe, kind: person, name: Anna Roe}\n")
    [message] = messages(load(store, folder))
    assert message.startswith("people.yaml:2: “ana-roe” (entities) is stated by ")
    assert "bridge.yaml too, and differs: name is “Ana Roe” there, “Anna Roe” here" in message
    assert rows(store, "SELECT name FROM entities WHERE slug = 'ana-roe'") == [("Ana Roe",)]


def test_the_same_file_is_the_same_from_wherever_it_is_loaded(
    sqlite_store: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(sqlite_store, folder)
    monkeypatch.chdir(folder)
    [again] = load(sqlite_store, Path("bridge.yaml")).files
    assert not again.is_new


def test_a_file_with_a_mistake_is_left_out_whole_and_the_others_go_on(store: Engine, folder: Path) -> None:
    (folder / "other.yaml").write_text("claims:\n  - {slug: other, text: Something else.}\n")
    change(folder / "bridge.yaml", "words: The bridge is safe}", "words: The bridge was safe}")
    report = load(store, folder)
    assert rows(store, "SELECT slug FROM claims") == [("other",)]
    assert counts(store)["captures"] == 0 and counts(store)["loads"] == 1
    [message] = messages(report)
    assert message.startswith("bridge.yaml:15: “The bridge was safe” is not in the document; nearest, at 16-34:")
    assert "The bridge [-was-]{+is+} safe" in message


def test_all_mistakes_of_a_file_are_told_at_once(store: Engine, folder: Path) -> None:
    sheet = folder / "bridge.yaml"
    change(sheet, "speaker: ana-roe, cue: added", "speaker: ana-row, cue: shouted")
    change(sheet, "published: 2024-05-07", "published: 2024-13-45")
    change(sheet, "kind: organisation", "kind: organization")
    change(sheet, "quote: safe}", "quote: save}")
    found = messages(load(store, folder))
    assert [message.split(":")[1] for message in found] == ["2", "4", "10", "10", "14"]
    assert counts(store)["loads"] == 0


def test_words_that_stand_in_several_places_need_after_or_occurrence(store: Engine, folder: Path) -> None:
    change(folder / "bridge.yaml", "words: It is safe, form", "words: safe, form")
    [message] = messages(load(store, folder))
    assert message.startswith("bridge.yaml:10: “safe” stands in the document 3 times; say which")
    change(folder / "bridge.yaml", "words: safe, form", "words: {words: safe, after: “It is}, form")
    assert not load(store, folder).problems
    assert rows(store, "SELECT p.start_char FROM quotes q JOIN passages p ON p.id = q.passage_id") == [(57,)]


def test_a_cue_of_another_paragraph_is_not_taken_unasked(store: Engine, folder: Path) -> None:
    document = folder / "bridge.txt"
    document.write_text(DOCUMENT.replace(" It reopened", "\n\nShe smiled. It reopened"), encoding="utf-8")
    change(folder / "bridge.yaml", "cue: added", "cue: smiled")
    [problem] = load(store, folder).problems
    assert "“smiled” is not in the quote's paragraph" in problem.message
    assert "elsewhere in the document; give `after:`" in problem.message
    change(folder / "bridge.yaml", "cue: smiled", "cue: {words: smiled, after: She}")
    assert not load(store, folder).problems


def test_evidence_must_lie_in_the_quote_it_names(store: Engine, folder: Path) -> None:
    change(folder / "bridge.yaml", "quote: safe}", "quote: safe, words: It reopened}")
    [message] = messages(load(store, folder))
    assert "“It reopened” is not in the quote `safe`" in message


def test_what_is_left_out_is_a_row_with_its_reason_and_loading_it_again_changes_nothing(
    store: Engine, folder: Path
) -> None:
    sheet = folder / "bridge.yaml"
    with sheet.open("a", encoding="utf-8") as file:
        file.write("left_out:\n  - {words: It reopened on Monday., reason: no claim of ours}\n")
    assert load(store, folder).problems == []
    found = rows(store, "SELECT p.exact, o.reason FROM omissions o JOIN passages p ON p.id = o.passage_id")
    assert found == [("It reopened on Monday.", "no claim of ours")]
    assert not any(file.is_new for file in load(store, folder).files)
    change(sheet, "no claim of ours", "")
    assert messages(load(store, folder)) == ["bridge.yaml:17: `reason` has no value"]
    change(sheet, "words: It reopened on Monday., reason: ", "words: It closed on Monday., reason: nothing")
    [message] = messages(load(store, folder))
    assert message.startswith("bridge.yaml:17: “It closed on Monday.” is not in the document; nearest")


def test_nothing_is_made_of_reader_comments(store: Engine, folder: Path) -> None:
    change(folder / "bridge.yaml", "kind: body, first: The bridge,", "kind: comment, first: The bridge,")
    found = messages(load(store, folder))
    assert len(found) == 3 and all("stand in a reader comment" in message for message in found)


def test_files_are_loaded_in_the_order_they_need_each_other(store: Engine, folder: Path) -> None:
    sheet = folder / "bridge.yaml"
    change(sheet, "  - {slug: ana-roe, kind: person, name: Ana Roe}\n", "")
    (folder / "zz-people.yaml").write_text("entities:\n  - {slug: ana-roe, kind: person, name: Ana Roe}\n")
    report = load(store, folder)
    assert not report.problems
    assert [Path(file.path).name for file in report.files] == ["zz-people.yaml", "bridge.yaml"]


def test_files_that_need_each_other_are_refused_by_name(store: Engine, folder: Path) -> None:
    one = "entities: [{slug: one, kind: person, name: One}]\nutterances: [{slug: first, speaker: two}]\n"
    (folder / "one.yaml").write_text(one)
    (folder / "two.yaml").write_text(
        one.replace("one", "two").replace("speaker: two", "speaker: one").replace("first", "2nd")
    )
    report = load(store, folder)
    assert {Path(problem.path).name for problem in report.problems} == {"one.yaml", "two.yaml"}
    assert all("the other way round" in problem.message for problem in report.problems)
    assert counts(store)["loads"] == 1


def test_a_file_that_needs_a_refused_one_is_not_tried(store: Engine, folder: Path) -> None:
    change(folder / "bridge.yaml", "  - {slug: ana-roe, kind: person, name: Ana Roe}\n", "")
    (folder / "people.yaml").write_text("entities:\n  - {slug: ana-roe, kind: persona, name: Ana Roe}\n")
    found = messages(load(store, folder))
    assert any(message.startswith("people.yaml:2: “persona” is no word") for message in found)
    assert any(m.startswith("bridge.yaml:None: not tried: it needs") and "people.yaml" in m for m in found)
    (folder / "people.yaml").write_text("entities: [\n")
    found = messages(load(store, folder))
    assert any("perhaps defined in" in m and "bridge.yaml" in m for m in found)


def test_a_slug_stands_for_one_thing_in_a_file(store: Engine, folder: Path) -> None:
    change(
        folder / "bridge.yaml",
        "  - {slug: ana-roe, kind: person, name: Ana Roe}\n",
        "  - {slug: ana-roe, kind: person, name: Ana Roe}\n  - {slug: ana-roe, kind: person, name: Ana Roy}\n",
    )
    assert messages(load(store, folder)) == ["bridge.yaml:6: the slug “ana-roe” stands for two entities"]


def test_a_circle_is_refused_with_the_line_that_closes_it(store: Engine, folder: Path) -> None:
    (folder / "works.yaml").write_text(
        "sources:\n  - {slug: a, title: A}\n  - {slug: b, title: B}\nmade_from:\n"
        "  - {source: a, origin: b, kind: republication}\n  - {source: b, origin: a, kind: translation}\n"
    )
    [message] = messages(load(store, folder))
    assert message.startswith("works.yaml:6: the database refuses it: derivations: a work would be made from itself")
    assert rows(store, "SELECT count(*) FROM derivations") == [(0,)]


def test_a_document_named_itself_stands_for_its_sheets(store: Engine, folder: Path) -> None:
    assert not load(store, folder / "bridge.txt").problems
    assert counts(store)["captures"] == 1


def test_a_folder_without_sheets_says_what_a_sheet_is(store: Engine, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    with pytest.raises(RefusedError, match="no sheet in this folder") as caught:
        load(store, tmp_path / "nothing")
    assert "a .yaml file beside a document" in str(caught.value)


def test_scripts_in_a_folder_are_never_run(store: Engine, folder: Path) -> None:
    (folder / "script.py").write_text("raise SystemExit('ran')\n")
    assert not load(store, folder).problems


def test_a_changed_document_is_a_new_capture_beside_the_old(store: Engine, folder: Path) -> None:
    load(store, folder)
    (folder / "bridge.txt").write_text(
        DOCUMENT.replace("Monday", "Tuesday").replace("\n\n", "\n\n\n"), encoding="utf-8"
    )
    change(folder / "bridge.yaml", "on Monday.", "on Tuesday.")
    assert not load(store, folder).problems
    assert [row[0] for row in rows(store, "SELECT text LIKE '%Monday%' FROM captures ORDER BY id")] in (
        [1, 0],
        [True, False],
    )


def test_drafts_may_be_repeated_across_the_bundles_of_a_script(store: Engine, folder: Path) -> None:
    script = folder / "two.py"
    script.write_text(
        "from facts.document import Bundle, ClaimDraft, EntityDraft\n\n\ndef load(folder):\n"
        "    same = EntityDraft('ana-roe', 'Ana Roe', 'person')\n"
        "    return [Bundle(entities=(same,), claims=(ClaimDraft(s, s + '.'),)) for s in ('one', 'two')]\n"
    )
    assert not load(store, script).problems
    assert (counts(store)["entities"], counts(store)["claims"]) == (1, 2)


def test_a_way_that_is_corrected_to_fewer_hops_has_fewer(store: Engine, folder: Path) -> None:
    change(folder / "bridge.yaml", "cue: added}", "cue: added, way: [{entity: gazette}, {entity: ana-roe}]}")
    load(store, folder)
    change(folder / "bridge.yaml", "[{entity: gazette}, {entity: ana-roe}]", "[{entity: ana-roe}]")
    assert not load(store, folder).problems
    hops = "SELECT a.position, e.slug FROM attributions a JOIN entities e ON e.id = a.entity_id"
    assert rows(store, hops) == [(1, "ana-roe")]
    assert rows(store, "SELECT count(*) FROM statements WHERE table_name = 'attributions'") == [(1,)]
    assert not load(store, folder).files[0].is_new


def test_two_drafts_of_one_row_that_differ_are_a_mistake(store: Engine, folder: Path) -> None:
    same = "  - {claim: bridge-safe, words: The bridge is safe}\n"
    change(folder / "bridge.yaml", same, same + same.replace("}", ", stance: disputes}"))
    [message] = messages(load(store, folder))
    assert message.startswith("bridge.yaml:16:") and "is stated twice in this file, and differs: stance" in message


def test_a_word_of_the_schema_is_not_rewritten(store: Engine, folder: Path) -> None:
    word = "terms:\n  - {scheme: entity_kind, code: person, label: Thing, definition: Something else.}\n"
    (folder / "words.yaml").write_text(word)
    [message] = messages(load(store, folder))
    assert "is a word of the schema and stays as it is" in message


def test_evidence_between_the_stretches_of_a_quote_is_a_mistake(store: Engine, folder: Path) -> None:
    change(folder / "bridge.yaml", "words: It is safe, form", "words: [It is, added], form")
    change(folder / "bridge.yaml", "cue: added}", "cue: she}")
    change(folder / "bridge.yaml", "quote: safe}", "quote: safe, words: safe}")
    [message] = messages(load(store, folder))
    assert "reach beyond the stretches of the quote `safe`" in message


def test_a_renamed_sheet_can_be_edited(sqlite_store: Engine, folder: Path) -> None:
    load(sqlite_store, folder)
    (folder / "bridge.yaml").rename(folder / "other.yaml")
    change(folder / "other.yaml", "text: The bridge is safe.", "text: The bridge is quite safe.")
    assert not load(sqlite_store, folder).problems
    assert rows(sqlite_store, "SELECT text FROM claims") == [("The bridge is quite safe.",)]


@pytest.mark.parametrize(
    ("returned", "message"),
    [
        ("Bundle(claims=('abc',))", "bundle 1.claims[1] must be ClaimDraft, not str"),
        ("Bundle(claims=None)", "bundle 1.claims must be tuple, not NoneType"),
        ("Bundle(claims=(ClaimDraft('c', 'C.', occurred='2019'),))", "bundle 1.claims[1].occurred must be DateDraft"),
        ("Bundle(claims=(ClaimDraft('c', 'C\\0.'),))", "bundle 1.claims[1].text holds NUL"),
        ("Bundle(claims=(ClaimDraft('No Slug', 'C.'),))", "“No Slug” is no slug"),
        ("Bundle(reviews=(ReviewDraft('c', 'r', 'u', rating_value=float('nan')),))", "rating_value is no number"),
    ],
)
def test_a_script_that_returns_something_else_is_told_what(
    sqlite_store: Engine, folder: Path, returned: str, message: str
) -> None:
    script = folder / "junk.py"
    head = "from facts.document import Bundle, ClaimDraft, ReviewDraft\n\n\ndef load(folder):\n"
    script.write_text(f"{head}    return {returned}\n")
    assert message in str(load(sqlite_store, script).problems[0])


def test_bundles_of_a_script_may_refer_to_each_other(store: Engine, folder: Path) -> None:
    script = folder / "two.py"
    script.write_text(
        "from facts.document import Bundle, EntityDraft, UtteranceDraft\n\n\ndef load(folder):\n"
        "    said = Bundle(utterances=(UtteranceDraft('u', speaker='e'),))\n"
        "    return [said, Bundle(entities=(EntityDraft('e', 'E', 'person'),))]\n"
    )
    assert not load(store, script).problems


def test_every_key_of_a_sheet_becomes_rows(store: Engine, folder: Path) -> None:
    """One of everything; none of it may be read and then forgotten."""
    (folder / "all.yaml").write_text(
        """\
terms: [{scheme: entity_kind, code: river, label: River, definition: Water that flows.}]
entities:
  - {slug: mill, kind: river, name: Mill, names: [Mill Brook, {name: M., kind: acronym}], identifiers: {wikidata: Q42}}
  - {slug: brook, kind: river, name: Brook}
  - {slug: mill, names: [The Mill]}
entity_matches: [{left: mill, right: brook, judgement: possible}]
sources: [{slug: one, title: One}, {slug: two, title: Two}]
utterances: [{slug: u-one, venue: one}, {slug: u-two}]
utterance_matches: [{left: u-two, right: u-one, judgement: different}]
claims: [{slug: c-one, text: One., arguments: [{role: place, entity: mill}]}, {slug: c-two, text: Two.}]
relations: [{claim: c-two, relation: differs, related: c-one}]
reviews: [{claim: c-one, reviewer: mill, url: "https://a.example/1", rating_value: 3}]
made_from: [{source: one, origin: two, kind: overlap, basis: inferred}]
""",
        encoding="utf-8",
    )
    assert load(store, folder).problems == []
    stored = counts(store)
    expected = {
        "entity_names": 3,
        "entity_identifiers": 1,
        "entity_matches": 1,
        "utterances": 2,
        "utterance_matches": 1,
    }
    expected |= {"claim_arguments": 2, "claim_relations": 1, "reviews": 1, "derivations": 1, "segments": 2, "quotes": 1}
    assert {table: stored[table] for table in expected} == expected
    assert rows(store, "SELECT code FROM terms WHERE load_id IS NOT NULL") == [("river",)]
