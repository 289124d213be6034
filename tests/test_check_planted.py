"""A mistake of each kind, planted in a copy of the seeds, is caught by the rule made for it, and by no other.

What a sheet can say is planted in the sheets; what the loader or the database refuses is planted in the rows, behind the
back of the triggers.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from facts import check, db, ingest

from .conftest import SEEDS
from .sheets import change
from .test_check import behind_its_back
from .test_seeds import AMN, EXPRESS, WFXT, ZEROHEDGE

# rule: the sheet, words in it, what stands there instead, and how the finding begins
IN_SHEETS: dict[str, list[tuple[str, str, str, str]]] = {
    "claim-without-evidence": [
        ("story", "\nclaims:\n", "\nclaims:\n  - {slug: planted-bare, text: Nobody says so.}\n", "planted-bare")
    ],
    "verbatim-differs": [
        ("004*.txt", "will be careful about any transactions", "will be careless about any transactions", ""),
        (
            "004",
            "will be careful about any transactions of this kind.\n",
            "will be careless about any transactions of this kind.\n",
            WFXT,
        ),
        (
            "004",
            "will be careful about any transactions of this kind\n",
            "will be careless about any transactions of this kind\n",
            "",
        ),
        (
            "004",
            "“We hope that our Serbian partners will be careful about any\n",
            "“We hope that our Serbian partners will be careless about any\n",
            "",
        ),
    ],
    "made-from-later": [("story", "{date: 2019-11-06, basis: inferred}", "{date: 2019-12-06, basis: inferred}", WFXT)],
    "quotation-not-recorded": [
        (
            "003",
            "  - {id: illegal, words: {words: illegal, after: considers the}, form: term}\n",
            "",
            f"{ZEROHEDGE}, characters ",
        )
    ],
    "sentence-without-claim": [
        (
            "004",
            "  - claim: pantsir-s-has-guns-and-missiles\n    words: Its air defence consists of automatic anti-aircraft "
            "guns and surface-to-air missiles\n    note: “Its” is read as the Pantsir-S's; it may be Serbia's\n",
            "",
            EXPRESS,
        ),
        (
            "004",
            "  - claim: pantsir-s-tracking-and-guidance\n    words: with radar or optical target-tracking and "
            "radio-command guidance\n    note: “Its” is read as the Pantsir-S's; it may be Serbia's\n",
            "",
            "",
        ),
    ],
    "text-in-no-part": [
        (
            "000",
            "  - {kind: promo, words: Join our brand new verified AMN Telegram channel and get important news "
            "uncensored!}\n",
            "",
            f"{AMN}, characters 0-83",
        )
    ],
    "evidence-over-a-sentence": [
        (
            "001",
            "words: Serbia remains a key ally of Russia even though it wants to join the European Union.\n",
            "words: Serbia remains a key ally of Russia even though it wants to join the European Union. Belgrade has "
            "pledged to stay\n      out of NATO\n",
            f"{WFXT}, characters 1055-",
        )
    ],
    "contradiction-without-note": [
        (
            "story",
            "\nrelations:\n",
            "\nrelations:\n  - {claim: serbia-free-country, relation: contradicts, related: serbia-weak-in-1990s}\n",
            "",
        )
    ],
    "rights-missing": [
        ("001", "rights: {holder: Associated Press, publish: excerpts}", "rights: {publish: excerpts}", WFXT)
    ],
    "known-only-by-name": [
        ("story", "\nsources:\n", "\nsources:\n  - {slug: planted-work, title: A work}\n", "planted-work")
    ],
    "entity-not-used": [
        ("story", "\nentities:\n", "\nentities:\n  - {slug: planted, kind: person, name: Nobody}\n", "planted")
    ],
    "name-ambiguous": [
        (
            "001",
            "\nentities:\n",
            "\nentities:\n  - {slug: other-palmer, kind: person, name: Ann Palmer, names: [palmer]}\n",
            "matthew-palmer",
        )
    ],
    "one-origin": [
        (
            "001",
            "\nevidence:\n",
            '\nevidence:\n  - {claim: planted-belgrade, words: "BELGRADE, Serbia"}\n',
            "planted-belgrade",
        ),
        ("001", "\nclaims:\n", "\nclaims:\n  - {slug: planted-belgrade, text: Belgrade is in Serbia.}\n", ""),
    ],
    "copy-not-seen": [
        (
            "003",
            "\nmade_from:\n",
            "\nmade_from:\n  - {origin: wfxt-2019-11-06-russian-missiles, kind: rewrite, basis: inferred}\n",
            ZEROHEDGE,
        )
    ],
}
_MOVED = "UPDATE segments SET kind = 'comment' WHERE kind = 'headline'"
# rule: what is done to the rows, and how the finding begins
IN_ROWS: dict[str, tuple[tuple[str, ...], str]] = {
    "evidence-in-comment": ((_MOVED,), f"{AMN}, characters "),
    "quote-in-comment": ((_MOVED,), f"{WFXT}, characters "),
    "words-not-there": (
        ("UPDATE passages SET exact = 'They want to evade sanctions' WHERE exact LIKE 'he wants to avoid%'",),
        f"{WFXT}, characters ",
    ),
    "evidence-outside-quote": (
        ("UPDATE evidence SET quote_id = (SELECT min(id) FROM quotes) WHERE quote_id IS NULL",),
        f"{WFXT}, characters ",
    ),
    "words-of-another-document": (
        ("UPDATE quotes SET cue_passage_id = (SELECT max(id) FROM passages) WHERE id = 1",),
        f"{WFXT}, characters ",
    ),
    "capture-unlike-its-bytes": (("UPDATE captures SET text = replace(text, 'evade', 'avoid')",), EXPRESS),
    "load-not-finished": (("UPDATE loads SET status = 'running' WHERE id = 1",), ""),
    "unknown-word": (("UPDATE claims SET kind = 'rumour' WHERE id = 1",), "claims.kind"),
    "circle": (
        (
            "UPDATE derivations SET kind = 'republication'",
            "INSERT INTO derivations (source_id, origin_id, kind, basis, status, load_id) "
            "SELECT origin_id, source_id, 'republication', 'inferred', 'confirmed', 1 FROM derivations WHERE id = 1",
        ),
        "",
    ),
    "dangling": (("DELETE FROM claims WHERE id = 1",), ""),
    "trigger-missing": (("DROP TRIGGER IF EXISTS captures_immutable_update",), "captures_immutable_update"),
    "copy-not-declared": (
        (
            "INSERT INTO derivations (source_id, origin_id, kind, basis, status, score, load_id) SELECT s.id, o.id, "
            f"'overlap', 'detected', 'proposed', 0.9, 1 FROM sources s, sources o WHERE s.slug = '{EXPRESS}' "
            f"AND o.slug = '{AMN}'",
        ),
        EXPRESS,
    ),
    "wording-differs": (
        # In a passage that nobody has judged: the name of the outlet in the headline's document.
        (
            "UPDATE alignments SET status = 'proposed', change = 'meaning', note = 'wording differs: “warned” in one only' "
            "WHERE id = (SELECT a.id FROM alignments a JOIN passages p ON p.id = a.passage_id "
            "WHERE p.exact LIKE 'Last week, Matt%')",
        ),
        f"{AMN}, characters ",
    ),
    "relation-not-judged": (
        ("UPDATE claim_relations SET status = 'proposed' WHERE id = (SELECT min(id) FROM claim_relations)",),
        "",
    ),
    "same-words-not-related": (
        (
            "INSERT INTO quote_matches (left_id, right_id, kind, judgement, load_id) "
            "SELECT min(id), max(id), 'cut', 'possible', 1 FROM quotes",
        ),
        f"{WFXT}, characters ",
    ),
    "one-content-two-names": (
        (
            "INSERT INTO captures (source_id, sha256, media_type, encoding, extractor, load_id, text) "
            "SELECT (SELECT id FROM sources WHERE slug = 'tass-vucic-s400-interview'), c.sha256, c.media_type, c.encoding, "
            "c.extractor, 1, c.text FROM captures c WHERE c.id = 1",
        ),
        "",
    ),
}
ELSEWHERE = {"file-damaged"}  # tests/test_check.py spoils a file's bytes


def test_every_rule_has_its_mistake() -> None:
    assert sorted([*IN_SHEETS, *IN_ROWS, *ELSEWHERE]) == sorted({rule.name for rule in check.RULES})


@pytest.fixture(scope="module")
def planted(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A store of the seeds with every mistake that a sheet can make."""
    folder = tmp_path_factory.mktemp("planted")
    shutil.copytree(SEEDS, folder / "seeds")
    shutil.copy(migrated_file, folder / "facts.db")
    for plants in IN_SHEETS.values():
        for name, old, new, _ in plants:
            [sheet] = (folder / "seeds").glob(name if "*" in name else f"{name}*.yaml")
            change(sheet, old, new)
    engine = db.engine_for(f"sqlite:///{folder / 'facts.db'}")
    assert ingest.load(engine, [folder / "seeds"]).problems == []
    yield engine
    engine.dispose()


def found(engine: Engine, rule: str) -> set[tuple[str, str]]:
    return {(finding.subject, finding.detail) for finding in check.run(engine, only=(rule,)).findings}


@pytest.mark.parametrize("rule", IN_SHEETS)
def test_a_mistake_in_a_sheet_is_caught_by_its_rule(planted: Engine, seeds: Engine, rule: str) -> None:
    more = found(planted, rule) - found(seeds, rule)
    assert more
    for _, _, _, subject in IN_SHEETS[rule]:
        assert any(one.startswith(subject) for one, _ in more), more


@pytest.mark.parametrize("rule", IN_ROWS)
def test_a_mistake_in_the_rows_is_caught_by_its_rule(seeds: Engine, rule: str) -> None:
    statements, subject = IN_ROWS[rule]
    assert found(seeds, rule) == set()
    if rule == "trigger-missing":
        with seeds.begin() as connection:
            connection.execute(text(statements[0]))
    else:
        behind_its_back(seeds, *statements)
    more = found(seeds, rule)
    assert any(one.startswith(subject) for one, _ in more), more
