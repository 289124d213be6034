"""`facts show`: a person and a thing said with all that leads to them, and whatever is asked for found by slug or name."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from facts import db, lookup
from facts.cli import main
from facts.errors import NotFoundError

from .conftest import SEEDS
from .world import World, build, insert

AMN, WFXT = "amn-2019-11-russian-missiles-serbia", "wfxt-2019-11-06-russian-missiles"
EXPRESS, ZEROHEDGE = "reprint-putin-balkans-weapons-deal", "reprint-us-threatens-sanctions-on-serbia"


@pytest.fixture(autouse=True)
def eighty_columns(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")


def show(engine: Engine, asked: str) -> Any:
    with db.reading(engine) as connection:
        return lookup.show(connection, asked)


def refused(engine: Engine, asked: str) -> str:
    with pytest.raises(NotFoundError) as error:
        show(engine, asked)
    return str(error.value)


def run(engine: Engine, *arguments: str) -> Result:
    url = engine.url.render_as_string(hide_password=False)
    return CliRunner().invoke(main, ["--database", url, "show", *arguments], catch_exceptions=False)


def document(prefix: str) -> tuple[str, str]:
    """A seed's text and the SHA-256 of its bytes, from the file itself."""
    [path] = SEEDS.glob(f"{prefix}_*.txt")
    content = path.read_bytes()
    return content.decode("utf-8"), hashlib.sha256(content).hexdigest()


def words(quotation: lookup.QuotationView) -> list[str]:
    return [stretch.words for stretch in quotation.stretches]


# What the sheets say


def test_a_person_has_names_and_what_they_said_in_order_of_date(seeds: Engine) -> None:
    view = show(seeds, "aleksandar-vucic")
    assert isinstance(view, lookup.EntityView)
    assert (view.name, view.kind, view.description) == ("Aleksandar Vučić", "person", "President of Serbia")
    assert [(row["name"], row["lang"], row["kind"]) for row in view.names] == [
        ("Aleksandar Vucic", "en", "transliteration"),
        ("Vucic", "en", "transliteration"),
        ("Александар Вучић", "sr-Cyrl", "name"),
    ]
    assert [(row["slug"], row["said"], row["sources"]) for row in view.utterances] == [
        ("vucic-attended-drills", "2019/..", 1),
        ("vucic-not-to-fear", "2019/..", 1),
        ("vucic-s400-desire", "2019/..", 1),
        ("vucic-s400-gift", "2019/..", 1),
        ("vucic-such-a-weapon", "2019/..", 1),
        ("vucic-arming", "2019-11-05", 3),
        ("vucic-not-weak", "2019-11-05", 2),
        ("vucic-purchasing", "2019-11-05", 3),
    ]


def test_a_person_is_quoted_source_by_source(seeds: Engine) -> None:
    """Six quotations of Vučić in each of three sheets, three in express.co.uk's; the two stretches of one count once."""
    view = show(seeds, "aleksandar-vucic")
    assert [quotation.source for quotation in view.quotations] == [ZEROHEDGE] * 6 + [AMN] * 6 + [EXPRESS] * 3 + [
        WFXT
    ] * 6
    buys = next(q for q in view.quotations if q.source == WFXT and q.utterance == "vucic-purchasing")
    assert words(buys) == [
        "Serbia is purchasing defensive weapons from the Russians",
        'he wants to avoid any U.S. sanctions "or confrontation with America."',
    ]
    assert (buys.form, buys.cue, buys.fidelity, buys.when) == ("indirect", "said", None, "on Tuesday")
    assert buys.way == ("[State TV interview with Aleksandar Vučić]",)
    assert (buys.title, buys.publisher, buys.published) == (
        "Serbia set to buy Russian missiles despite US sanctions hint",
        "WFXT",
        "2019-11-06T13:04:37Z",
    )
    text, digest = document("001")
    assert buys.sha256 == digest
    assert [text[stretch.start_char : stretch.end_char] for stretch in buys.stretches] == words(buys)


def test_only_what_stands_in_marks_is_shown_in_marks(seeds: Engine) -> None:
    """The reporter's words about somebody, set in marks, would be taken for theirs."""
    said = " ".join(run(seeds, "vucic-purchasing").output.split())
    assert "“or confrontation with America”" in said
    assert "“Serbia has purchased the weapons" not in said and "Serbia has purchased the weapons" in said
    assert "Reported 6 times, in 3 sources, 3 times in quotation marks" in said


def test_a_reprint_shows_what_the_work_it_reprints_was_made_from(seeds: Engine) -> None:
    said = " ".join(run(seeds, "reprint-putin-balkans-weapons-deal").output.split())
    assert "(ap-2019-11-06-stojanovic): rewrite, inferred" in said
    assert "by express-putin-balkans-weapons-deal, of which this is a copy" in said


def test_a_proposal_is_left_out_where_a_person_has_decided(store: Engine) -> None:
    def make(world: World) -> None:
        for name in ("agency", "paper", "other"):
            world.source(name)
        world.made_from("paper", "agency", "rewrite", basis="inferred")
        world.made_from("paper", "agency", "rewrite", basis="detected", status="proposed")
        world.made_from("other", "agency", "rewrite", basis="detected", status="proposed")

    build(store, make)
    assert [(row["slug"], row["basis"]) for row in show(store, "agency").made_into] == [
        ("other", "detected"),
        ("paper", "inferred"),
    ]


def test_identifiers_matches_and_what_it_published_are_there(seeds: Engine) -> None:
    agency = show(seeds, "associated-press")
    assert agency.identifiers == ({"scheme": "wikidata", "value": "Q40469"},)
    assert [(row["slug"], row["captured"]) for row in agency.published] == [("ap-2019-11-06-stojanovic", False)]
    # “as cited by AP” once and “AP reported” thrice, all in the RFE/RL article; a credit is no hop of a quotation
    assert [(row["source"], row["work"], row["quotations"]) for row in agency.passed_on] == [
        (AMN, "ap-2019-11-06-stojanovic", 4)
    ]
    for here, there in (("pantsir-s", "pantsir-s1"), ("pantsir-s1", "pantsir-s")):
        [match] = show(seeds, here).matches
        assert (match["slug"], match["judgement"], match["decided_by"]) == (there, "possible", "facts maintainers")
        assert match["note"] == "the caption says Pantsir-S1, the text Pantsir-S"
    [sources] = show(seeds, "russian-sources-003").passed_on
    assert (sources["source"], sources["work"], sources["quotations"]) == (ZEROHEDGE, None, 1)


def test_claims_about_it_come_with_the_part_it_plays(seeds: Engine) -> None:
    claims = {row["slug"]: row for row in show(seeds, "alsat-m").claims}
    assert {slug: row["roles"] for slug, row in claims.items()} == {
        "alsat-m-macedonian-television": ["agent"],
        "palmer-interviewed-by-alsat-m": ["recipient"],
    }
    assert claims["alsat-m-macedonian-television"]["text"] == "Alsat M is a Macedonian television station."


def test_a_thing_said_has_every_report_of_it(seeds: Engine) -> None:
    view = show(seeds, "palmer-hope")
    assert isinstance(view, lookup.UtteranceView)
    assert (view.speaker, view.speaker_name, view.said, view.lang) == ("matthew-palmer", "Matthew Palmer", None, None)
    assert (view.venue, view.venue_title) == ("alsat-m-palmer-interview", "[Alsat M interview with Matthew Palmer]")
    hope = "We hope that our Serbian partners will be careful about any transactions of this kind"
    alsat, agency = (
        "[Alsat M interview with Matthew Palmer]",
        "[AP report from Belgrade on Russian missiles for Serbia]",
    )
    assert [(report.source, words(report), report.cue, report.way) for report in view.reports] == [
        (AMN, [f"{hope},"], "said", (agency, alsat)),
        (EXPRESS, [f"{hope}."], "told", (alsat,)),
        (WFXT, [f"{hope},"], "said", (alsat,)),
    ]
    for prefix, report in zip(("000", "004", "001"), view.reports, strict=True):
        text, digest = document(prefix)
        [stretch] = report.stretches
        assert (text[stretch.start_char : stretch.end_char], digest) == (stretch.words, report.sha256)
    assert {row["slug"]: row["stance"] for row in view.claims} == {
        "serbia-partner-of-us": "supports",
        "us-hopes-serbia-careful": "supports",
    }
    # That they are copies is told, since three copies are no three witnesses.
    assert [(row["source"], row["kind"], row["origin"]) for row in view.made_from] == [
        (AMN, "republication", "rferl-2019-11-russian-missiles-serbia"),
        (EXPRESS, "republication", "express-putin-balkans-weapons-deal"),
        (WFXT, "republication", "ap-2019-11-06-stojanovic"),
    ]


def test_two_things_said_that_are_not_one_say_so_on_both_sides(seeds: Engine) -> None:
    for here, there in (("vucic-purchasing", "vucic-s400-desire"), ("vucic-s400-desire", "vucic-purchasing")):
        match = next(row for row in show(seeds, here).matches if row["slug"] == there)
        assert (match["judgement"], match["speaker"]) == ("different", "Aleksandar Vučić")
        assert match["note"].startswith("the S-400, on public television on a Wednesday")


def test_both_databases_show_the_same(postgresql_seeds: Engine, seeds: Engine) -> None:
    for slug in ("aleksandar-vucic", "serbia", "tass", "us-sanctions-warnings", "vucic-purchasing", "pantsir-window"):
        assert show(seeds, slug) == show(postgresql_seeds, slug)
    assert run(seeds, "tass", "--json").stdout == run(postgresql_seeds, "tass", "--json").stdout


# What rows may be


def test_whose_words_they_are_a_stretch_has_from_its_first_and_a_quote_from_the_thing_said(store: Engine) -> None:
    def make(world: World) -> None:
        ana = world.entity("Ana Roe")
        reopened = insert(world.connection, "utterances", slug="reopened", speaker_id=ana)
        world.capture("undated", "It is open, said she. It is safe, said she, and sound. It is not, said Bo.")
        world.capture("dated", "It is open again.")
        insert_date = {"published": "2024-05-07", "published_earliest": "2024-05-07", "published_latest": "2024-05-07"}
        world.connection.exec_driver_sql(
            "UPDATE sources SET "
            + ", ".join(f"{key} = '{value}'" for key, value in insert_date.items())
            + " WHERE slug = 'dated'"
        )
        world.quote("undated", "It is open", utterance_id=reopened)
        first = world.quote("undated", "It is safe", speaker="Ana Roe")
        second = world.quote("undated", "and sound", continues_id=first)
        # The thing said is Ana's; this report of it gives the words to another.
        world.quote("undated", "It is not", speaker="Bo Ek", utterance_id=reopened)
        world.quote("dated", "It is open again", utterance_id=reopened)
        world.evidence("sound", "undated", "sound", quote=second)

    build(store, make)
    ana = show(store, "ana-roe")
    assert [words(quotation) for quotation in ana.quotations] == [
        ["It is open again"],
        ["It is open"],
        ["It is safe", "and sound"],
    ]
    assert {quotation.speaker for quotation in ana.quotations} == {"Ana Roe"}
    assert [words(quotation) for quotation in show(store, "bo-ek").quotations] == [["It is not"]]
    assert [(words(report), report.speaker) for report in show(store, "reopened").reports] == [
        (["It is open again"], "Ana Roe"),
        (["It is open"], "Ana Roe"),
        (["It is not"], "Bo Ek"),
    ]
    [said] = ana.utterances
    assert said["sources"] == 2
    assert "by Bo Ek" in run(store, "reopened").output


def test_what_continues_a_report_is_part_of_it_and_bears_on_its_claims(store: Engine) -> None:
    def make(world: World) -> None:
        safe = insert(world.connection, "utterances", slug="safe-and-sound")
        world.capture("gazette", "It is safe, said she, and sound.")
        first = world.quote("gazette", "It is safe", way=("Radio", "work:interview"), utterance_id=safe)
        second = world.quote("gazette", "and sound", continues_id=first)
        world.evidence("sound", "gazette", "sound", quote=second, stance="disputes")

    build(store, make)
    view = show(store, "safe-and-sound")
    [report] = view.reports
    assert words(report) == ["It is safe", "and sound"]
    assert [(stretch.start_char, stretch.end_char) for stretch in report.stretches] == [(0, 10), (22, 31)]
    assert report.way == ("Radio", "interview")
    assert [(row["slug"], row["stance"]) for row in view.claims] == [("sound", "disputes")]
    [passed] = show(store, "radio").passed_on
    assert (passed["source"], passed["work"], passed["quotations"]) == ("gazette", None, 1)
    said = run(store, "safe-and-sound").output
    assert "“It is safe” […] “and sound”" in said and "Said by: not known" in said and "sound, disputes" in said


def test_a_slug_of_several_kinds_is_asked_back(store: Engine) -> None:
    def make(world: World) -> None:
        world.claim("bridge")
        world.source("bridge")
        world.entity("Bridge")
        insert(world.connection, "utterances", slug="bridge")
        insert(world.connection, "utterances", slug="brigde")

    build(store, make)
    said = refused(store, "bridge")
    assert "a claim, a source, an entity and an utterance go by “bridge”" in said
    assert "say claim:bridge, source:bridge, entity:bridge or utterance:bridge" in said
    views = [lookup.ClaimView, lookup.SourceView, lookup.EntityView, lookup.EntityView, lookup.UtteranceView]
    for kind, view in zip(("claim", "source", "entity", "person", "utterance"), views, strict=True):
        assert isinstance(show(store, f"{kind}:bridge"), view)
    assert isinstance(show(store, "brigde"), lookup.UtteranceView)
    near = refused(store, "claim:brigde")
    assert near.startswith("there is no claim “brigde”. Near it: brigde (utterance), claim:bridge, source:bridge")


@pytest.mark.parametrize("kind", ["claim", "source", "entity", "utterance"])
def test_near_slugs_are_of_every_kind(store: Engine, kind: str) -> None:
    def make(world: World) -> None:
        if kind == "claim":
            world.claim("harbour-wall")
        elif kind == "source":
            world.source("harbour-wall")
        else:
            table = {"entity": "entities", "utterance": "utterances"}[kind]
            insert(world.connection, table, slug="harbour-wall", **({"name": "Q"} if kind == "entity" else {}))

    build(store, make)
    assert f"Near it: harbour-wall ({kind})" in refused(store, "harbor-wall")
    assert "Near it" not in refused(store, "xyz")


@pytest.mark.parametrize(
    ("asked", "slug"),
    [
        ("Aleksandar Vučić", "aleksandar-vucic"),
        ("ALEKSANDAR  vucic", "aleksandar-vucic"),
        ("александар вучић", "aleksandar-vucic"),
        ("person:Vučic", "aleksandar-vucic"),
        ("U.S. government", "us-government"),
        ("Radio Free Europe/Radio Liberty", "rferl"),
        ("Pantsyr–S", "pantsir-s"),  # another dash
    ],
)
def test_a_name_finds_its_entity(seeds: Engine, asked: str, slug: str) -> None:
    assert show(seeds, asked).slug == slug


def test_a_name_is_no_more_than_the_name(seeds: Engine) -> None:
    """Part of a name finds nothing; a name of two finds neither; a name is not looked for where a claim is asked for."""
    assert "Near it: aleksandar-vucic (entity)" in refused(seeds, "Aleksandar Vučićs")
    assert (
        refused(seeds, "Yugoslavia")
        == "several are called “Yugoslavia”: say entity:former-yugoslavia or entity:yugoslavia"
    )
    assert show(seeds, "yugoslavia").slug == "yugoslavia"
    assert "there is no claim “Serbia”" in refused(seeds, "claim:Serbia")


def test_strokes_and_colons_in_names(store: Engine) -> None:
    def make(world: World) -> None:
        insert(world.connection, "entities", slug="djindjic", name="Zoran Đinđić")
        insert(world.connection, "entities", slug="kicker", name="Kicker: Das Magazin")
        insert(world.connection, "entities", slug="ka", name="か")

    build(store, make)
    assert show(store, "zoran dindic").slug == "djindjic"
    assert show(store, "kicker: das magazin").slug == "kicker"
    assert "there is no" in refused(store, "が")  # another letter, not an accent


# How it looks


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        (
            "aleksandar-vucic",
            ["Also called: Aleksandar Vucic", "Reported 21 times, in 4 sources, ", "Claims about it (17)"],
        ),
        ("associated-press", ["known only through others", "4 quotations in Serbia to receive"]),
        ("vucic-purchasing", ["Said by: Aleksandar Vučić", "Reported 6 times, in 3 sources", "Is not the same as"]),
        ("palmer-risk", ["between 2019-10-28 and 2019-11-03 (relative)", "May be the same as"]),
    ],
)
def test_it_reads_within_80_columns(seeds: Engine, slug: str, expected: list[str]) -> None:
    result = run(seeds, slug)
    assert result.exit_code == 0
    said = " ".join(result.output.split())
    assert [words for words in expected if words not in said] == []
    # A command to copy is never broken in two.
    assert all(len(line.rstrip()) <= 80 for line in result.output.splitlines() if "--json" not in line)


def test_long_lists_are_cut_and_json_has_all(seeds: Engine) -> None:
    said = run(seeds, "aleksandar-vucic").output
    more = f"more: facts --database {seeds.url} show entity:aleksandar-vucic --json"
    assert f"… and 9 {more}" in said  # of 21 quotations
    view = json.loads(run(seeds, "aleksandar-vucic", "--json").stdout)
    assert len(view["quotations"]) == 21
    assert f"… and {len(view['claims']) - 12} {more}" in said
    assert "… and" not in run(seeds, "alsat-m").output


def test_json_has_what_a_program_needs(seeds: Engine) -> None:
    person = json.loads(run(seeds, "Aleksandar Vučić", "--json").stdout)
    assert list(person) == [
        *("slug", "name", "kind", "description", "names", "identifiers", "matches", "utterances", "quotations"),
        *("passed_on", "published", "claims"),
    ]
    thing = json.loads(run(seeds, "vucic-arming", "--json").stdout)
    assert list(thing) == [
        *("slug", "text", "speaker", "speaker_name", "said", "said_basis", "venue", "venue_title", "lang"),
        *("matches", "reports", "made_from", "claims"),
    ]
    report = {"source": WFXT, "form": "direct", "fidelity": "translated", "cue": "said", "publisher": "WFXT"}
    assert report.items() <= thing["reports"][2].items()
    assert set(thing["reports"][2]["stretches"][0]) == {"words", "start_char", "end_char"}


def test_names_and_words_do_not_command_the_terminal(store: Engine) -> None:
    def make(world: World) -> None:
        bad = "\x1b[2J\u202e[bold]:smile:"
        ana = insert(world.connection, "entities", slug="ana", name=f"Ana{bad}", description=bad)
        insert(world.connection, "entity_names", entity_id=ana, name=f"Roe{bad}", lang="en", kind="name")
        thing = insert(world.connection, "utterances", slug="thing", speaker_id=ana, text=f"Safe{bad}")
        world.capture("gazette", f"It is {bad} safe.")
        world.quote("gazette", f"It is {bad} safe", utterance_id=thing)

    build(store, make)
    for slug in ("ana", "thing"):
        said = run(store, slug).output
        assert "\x1b" not in said and "\u202e" not in said
        assert "[bold]:smile:" in said  # neither markup nor an emoji


def test_help_says_what_can_be_shown() -> None:
    said = CliRunner().invoke(main, ["show", "--help"]).output
    assert "facts show aleksandar-vucic" in said and "facts show vucic-arming" in said and "utterance:SLUG" in said
    assert (
        "Show a claim, a source, a person or a thing said in the terminal."
        in CliRunner().invoke(main, ["--help"], terminal_width=120).output
    )
