"""The seeds: the documents untouched, two of them recorded whole, and what the database makes of them."""

from __future__ import annotations

import hashlib
import re

import pytest
from sqlalchemy import Connection, Engine, text

from facts import check, db, ingest, lookup, origins
from facts.loaders.tree import Map, parse

from .conftest import SEEDS, rows

# The documents as they were handed over.
DIGESTS = {
    "000_6ba44a39b2c14da9.txt": "ab8853f45d5fc3f3ed23cb90ce0860db83485b56c3c0b10aa11722c241d477a2",
    "001_4ac8b92aa3063ba9.txt": "36ca1a3646d1363f158e307512f0a9e2d04782085491f1bcbdce0e262dcd1fc8",
    "003_fbcfadccea721a27.txt": "4d1c465a1e2930e2f009baee59f4fd2808eaf7991710607d0de8ef749e858ab5",
    "004_08c6bdb7c5a5d97c.txt": "ff5353c72787a125d893221ae6a63f7567ed18da22192e564cc25b8a26382fae",
}
AMN, WFXT = "amn-2019-11-russian-missiles-serbia", "wfxt-2019-11-06-russian-missiles"


@pytest.mark.parametrize("name", DIGESTS)
def test_the_documents_are_kept_byte_for_byte(name: str) -> None:
    assert hashlib.sha256((SEEDS / name).read_bytes()).hexdigest() == DIGESTS[name]


def test_the_seeds_load_and_check_without_a_finding(seeds: Engine) -> None:
    assert check.run(seeds).errors == []


def test_loading_the_seeds_again_changes_nothing(seeds: Engine) -> None:
    before = rows(seeds, "SELECT count(*), max(id) FROM loads")
    report = ingest.load(seeds, [SEEDS])
    assert not report.problems
    assert [(file.added, file.changed, file.no_longer) for file in report.files] == [({}, {}, {})] * 3
    assert rows(seeds, "SELECT count(*), max(id) FROM loads") == before
    assert rows(seeds, "SELECT count(*) FROM changes") == [(0,)]


def test_documents_without_a_sheet_are_named_and_not_loaded(seeds: Engine) -> None:
    report = ingest.load(seeds, [SEEDS])
    assert [path.rpartition("/")[2][:3] for path in report.unrecorded] == ["003", "004"]
    assert rows(seeds, "SELECT count(*) FROM captures") == [(2,)]


def test_the_seeds_are_the_same_on_postgresql(postgresql_store: Engine, seeds: Engine) -> None:
    assert not ingest.load(postgresql_store, [SEEDS]).problems
    assert check.run(postgresql_store).errors == []
    for table in ("claims", "quotes", "evidence", "attributions", "alignments", "passages", "entity_names"):
        assert rows(postgresql_store, f"SELECT count(*) FROM {table}") == rows(seeds, f"SELECT count(*) FROM {table}")
    with db.reading(seeds) as one, db.reading(postgresql_store) as other:
        for slug in (
            "serbia-arming-itself",
            "vucic-wants-to-avoid-us-sanctions",
            "serbia-russia-joint-air-exercises",
            AMN,
        ):
            assert lookup.show(one, slug) == lookup.show(other, slug)
        assert supports(one) == supports(other)


def supports(connection: Connection) -> list[tuple[object, ...]]:
    """Every claim's reports and origins, by name."""
    slugs = dict(connection.execute(text("SELECT id, slug FROM claims")).all())
    names = {f"e:{id_}": name for id_, name in connection.execute(text("SELECT id, name FROM entities"))}
    names |= {f"s:{id_}": title for id_, title in connection.execute(text("SELECT id, title FROM sources"))}
    origins.build(connection)
    return sorted(
        (
            slugs[s.claim_id],
            s.stance,
            s.reports,
            s.origins_min,
            s.origins_max,
            [names[p] for group in s.groups for p in group],
        )
        for s in origins.support(connection)
    )


def said(*keys: str) -> int:
    """How many items the sheets have under a key, counted in the sheets themselves: `entities.names` counts names."""
    count = 0
    for path in sorted(SEEDS.glob("*.yaml")):
        found: list[object] = [parse(path, path.read_text(encoding="utf-8"))]
        for key in keys:
            found = [node[key] for node in found if isinstance(node, dict) and key in node]
            found = [item for node in found for item in (node if isinstance(node, list) else [node])]
        count += len(found)
    return count


def test_everything_the_sheets_say_is_a_row(seeds: Engine) -> None:
    """Each item of a sheet is one row; a list of words is a quotation in so many stretches."""
    counted = {
        "entities": said("entities"),
        "entity_names": said("entities", "names"),
        "entity_matches": said("entity_matches"),
        "sources": said("source") + said("sources"),
        "segments": said("segments"),
        "utterances": said("utterances"),
        "utterance_matches": said("utterance_matches"),
        "quotes": said("quotes", "words"),
        "attributions": said("quotes", "way"),
        "claims": said("claims"),
        "claim_arguments": said("claims", "arguments"),
        "evidence": said("evidence"),
        "claim_relations": said("relations"),
        "derivations": said("made_from"),
        "alignments": said("made_from", "aligned"),
    }
    assert {table: rows(seeds, f"SELECT count(*) FROM {table}")[0][0] for table in counted} == counted
    identified = sum(len(entity.get("identifiers", {})) for entity in _entities())
    assert rows(seeds, "SELECT count(*) FROM entity_identifiers") == [(identified,)]
    assert min(*counted.values(), identified) > 0


def _entities() -> list[Map]:
    sheets = (parse(path, path.read_text(encoding="utf-8")) for path in SEEDS.glob("*.yaml"))
    return [entity for sheet in sheets for entity in sheet.get("entities", ())]


def claim(engine: Engine, slug: str) -> lookup.ClaimView:
    with db.reading(engine) as connection:
        view = lookup.show(connection, slug)
    assert isinstance(view, lookup.ClaimView)
    return view


@pytest.mark.parametrize(
    ("slug", "words", "speaker"),
    [
        ("us-hopes-serbia-careful", "We hope that our Serbian partners", "Matthew Palmer"),
        ("serbia-arming-itself", "Serbia is arming itself", "Aleksandar Vučić"),
    ],
)
def test_what_both_quote_is_two_reports_and_one_origin(seeds: Engine, slug: str, words: str, speaker: str) -> None:
    view = claim(seeds, slug)
    [support] = view.support
    assert (support.stance, support.reports, support.origins_min, support.origins_max) == ("supports", 2, 1, 1)
    assert support.origins == ((speaker,),)
    assert {evidence.source for evidence in view.evidence} == {AMN, WFXT}
    assert all(evidence.exact.startswith(words) and evidence.speaker == speaker for evidence in view.evidence)


def test_what_both_say_in_their_own_voice_is_the_agencys_word(seeds: Engine) -> None:
    [support] = claim(seeds, "russia-will-deliver-air-defence").support
    assert (support.reports, support.origins_min, support.origins_max) == (2, 1, 1)
    assert support.origins == (("Associated Press",),)


def test_what_the_rewrite_added_is_the_rewriters_word(seeds: Engine) -> None:
    """001 says nothing of the exercises of October; 000 reprints what RFE/RL wrote of them."""
    [support] = claim(seeds, "serbia-russia-joint-air-exercises").support
    assert (support.reports, support.origins) == (1, (("Radio Free Europe/Radio Liberty",),))


def test_the_way_to_american_military_news_can_be_walked(seeds: Engine) -> None:
    """State TV, which 000 does not name, is found in the agency's copy; that is the design's own example."""
    view = claim(seeds, "vucic-wants-to-avoid-us-sanctions")
    [trail] = [evidence.trail for evidence in view.evidence if evidence.source == AMN]
    assert trail == (
        "Aleksandar Vučić",
        "[State TV interview with Aleksandar Vučić]",
        "Associated Press",
        "Radio Free Europe/Radio Liberty",
        "American Military News",
    )


def test_no_claim_of_the_two_has_more_origins_than_parties_that_speak_in_them(seeds: Engine) -> None:
    """Both come down to AP, to RFE/RL for what it added, and to those they quote: never to the two outlets."""
    named = {
        row[0] for row in rows(seeds, "SELECT DISTINCT e.name FROM quotes q JOIN entities e ON e.id = q.speaker_id")
    }
    with db.reading(seeds) as connection:
        found = supports(connection)
    assert len(found) == 68
    for slug, *_, parties in found:
        assert set(parties) <= named | {"Associated Press", "Radio Free Europe/Radio Liberty"}, slug


def sentences(name: str, start: str) -> list[str]:
    """The sentences of a body, by a rule good enough for these two documents."""
    body = (SEEDS / name).read_text(encoding="utf-8").partition(start)
    return re.split(r"(?:(?<=[A-Za-z0-9]\.)|(?<=\.[”\"]))\s+(?=[A-Z“\"])", (body[1] + body[2]).strip())


@pytest.mark.parametrize(
    ("name", "start", "count"),
    [
        ("000_6ba44a39b2c14da9.txt", "Russia will deliver a sophisticated", 14),
        ("001_4ac8b92aa3063ba9.txt", "Russia will deliver a sophisticated", 12),
    ],
)
def test_every_sentence_bears_on_a_claim(seeds: Engine, name: str, start: str, count: int) -> None:
    found = sentences(name, start)
    assert len(found) == count
    digest = hashlib.sha256((SEEDS / name).read_bytes()).hexdigest()
    passages = rows(
        seeds,
        "SELECT DISTINCT p.start_char, p.end_char FROM evidence e JOIN passages p ON p.id = e.passage_id "
        "JOIN captures c ON c.id = p.capture_id WHERE c.sha256 = :digest",
        digest=digest,
    )
    document = (SEEDS / name).read_text(encoding="utf-8")
    for sentence in found:
        at = document.index(sentence)
        assert any(int(str(s)) < at + len(sentence) and int(str(e)) > at for s, e in passages), sentence
    # No passage of evidence is longer than its sentence.
    for start_char, end_char in passages:
        stretch = document[int(str(start_char)) : int(str(end_char))]
        assert not any(stretch in document and sentence in stretch and sentence != stretch for sentence in found), (
            stretch
        )


@pytest.mark.parametrize(
    ("name", "pattern", "count"),
    [("000_6ba44a39b2c14da9.txt", "“([^”]+)”", 5), ("001_4ac8b92aa3063ba9.txt", '"([^"]+)"', 6)],
)
def test_every_pair_of_marks_is_a_quotation(seeds: Engine, name: str, pattern: str, count: int) -> None:
    document = (SEEDS / name).read_text(encoding="utf-8")
    marked = [match.span(1) for match in re.finditer(pattern, document)]
    assert len(marked) == count
    quoted = set(
        rows(
            seeds,
            "SELECT p.start_char, p.end_char FROM quotes q JOIN passages p ON p.id = q.passage_id "
            "JOIN captures c ON c.id = p.capture_id WHERE c.sha256 = :digest AND q.form IN ('direct', 'partial')",
            digest=hashlib.sha256(document.encode()).hexdigest(),
        )
    )
    assert set(marked) <= quoted
