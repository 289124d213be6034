"""The page of a source: its rights, its family, its text with all that is recorded of it, or what may be shown of it."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine

from facts import publish
from facts.pages.reading import compare, source
from facts.pages.reading.stretches import blocks

from .reading_room import get, said
from .world import World, build, insert

REPRINT = "/facts/sources/reprint-putin-balkans-weapons-deal"
WFXT = "/facts/sources/wfxt-2019-11-06-russian-missiles"
AP = "/facts/sources/ap-2019-11-06-stojanovic"


def unmeasured(file: Path, folder: Path) -> sqlite3.Connection:
    """A copy that does not know how small its tables are: what is searched in it is searched in any."""
    shutil.copy(file, folder / "copy.db")
    (folder / "copy.db").chmod(0o644)
    with closing(sqlite3.connect(folder / "copy.db")) as connection:
        connection.execute("DELETE FROM sqlite_stat1")
        connection.commit()
    return sqlite3.connect(folder / "copy.db")


def test_a_source_says_what_it_is_where_it_came_from_and_how_that_is_known(desk: Path) -> None:
    answer = get(desk, REPRINT)
    assert answer.status_code == 200
    words = said(answer.text)
    assert "express.co.uk was rewritten from Associated Press" in words
    assert "A person infers it, and no text says so; confirmed by facts maintainers." in words
    assert (
        "(reprint-putin-balkans-weapons-deal) reprints express.co.uk A text says so. The words: source: express.co.uk"
        in words
    )
    assert "3 of 3 quotations, and 15 of 15 sentences bear on a claim" in words
    assert "ff5353c72787a125d893221ae6a63f7567ed18da22192e564cc25b8a26382fae" in words
    assert 'href="/facts/compare?first=reprint-putin-balkans-weapons-deal&amp;second=wfxt-2019' in answer.text


def test_the_picture_shows_what_was_not_read_and_how_each_step_is_known(desk: Path) -> None:
    picture = re.search(r"<svg.*?</svg>", get(desk, REPRINT).text, re.DOTALL)
    assert picture
    assert picture[0].count('class="box unread"') == 2 and picture[0].count('class="box origin"') == 1
    assert 'class="line inferred sure"' in picture[0] and 'class="line declared sure"' in picture[0]
    assert 'href="/facts/sources/express-putin-balkans-weapons-deal"' in picture[0]


def test_pieces_put_together_are_the_text_and_each_is_within_its_marks(desk: Path) -> None:
    data = get(desk, f"{REPRINT}.json").json()
    with closing(sqlite3.connect(desk)) as connection:
        [(text,)] = connection.execute("SELECT text FROM captures WHERE id = ?", (data["capture"],)).fetchall()
    marks = {one["number"]: one for one in data["stretches"]}
    pieces = [piece for block in data["text"] for piece in block["pieces"]]
    assert "".join("".join(piece["words"] for piece in pieces).split()) == "".join(text.split())
    for piece in pieces:
        end = piece["start"] + len(piece["words"])
        assert text[piece["start"] : end] == piece["words"]
        assert all(
            marks[one]["start_char"] <= piece["start"] and end <= marks[one]["end_char"] for one in piece["marks"]
        )
    kinds = [block["kind"] for block in data["text"]]
    assert kinds[0] == "headline" and kinds[-1] == "metadata" and kinds.count("promo") == 1


def test_a_nested_quotation_leads_to_all_that_hangs_on_it(desk: Path) -> None:
    """“or confrontation with America” stands in marks within words that are told: both are reached from it."""
    html = get(desk, REPRINT).text
    piece = re.search(
        r'<a class="([^"]+)" id="(at-\d+)" href="#mark-(\d+)" data-marks="([^"]+)">or confrontation', html
    )
    assert piece and "quoted" in piece[1] and piece[4].split()[0] == piece[3] and len(piece[4].split()) == 2
    inner, outer = (
        re.search(
            rf'<li class="stretch" id="mark-{number}".*?(?=<li class="stretch"|</ol>\s*</section>)', html, re.DOTALL
        )
        for number in piece[4].split()
    )
    assert inner and outer
    assert "Aleksandar Vučić , partial" in said(f"<body>{inner[0]}") and f'href="#{piece[2]}"' in inner[0]
    told = said(f"<body>{outer[0]}")
    assert "indirect, after “ said ”, dated “ on Tuesday ”" in told and "judged altered" in told
    assert "supports Serbia has purchased weapons from Russia in order to evade confrontation" in told


def test_every_link_within_the_page_leads_somewhere_and_no_place_is_named_twice(desk: Path, public: Path) -> None:
    for file in (desk, public):
        for path in (REPRINT, WFXT, AP):
            html = get(file, path).text
            places = re.findall(r' id="([^"]+)"', html)
            assert len(places) == len(set(places))
            assert set(re.findall(r'href="#([^"]+)"', html)) <= set(places)


def test_comments_of_readers_are_counted_and_not_shown(desk: Path) -> None:
    answer = get(desk, "/facts/sources/reprint-us-threatens-sanctions-on-serbia")
    assert "15 comments of readers stood below; they are not shown" in said(answer.text)
    kinds = [
        block["kind"]
        for block in get(desk, "/facts/sources/reprint-us-threatens-sanctions-on-serbia.json").json()["text"]
    ]
    assert kinds.count("block_quote") == 3 and "comment" not in kinds


def test_a_work_that_nobody_captured_says_so_where_it_was_read_and_what_others_have_from_it(desk: Path) -> None:
    answer = get(desk, AP)
    words = said(answer.text)
    assert "Nobody has captured this work." in words and "It was read in WFXT , which gives it again." in words
    assert "American Military News , in the words AP reported" in words
    assert 'id="text"' not in answer.text
    venue = said(get(desk, "/facts/sources/state-tv-vucic-2019-11-05").text)
    assert "What others have from it" in venue and "or confrontation with America" in venue


def test_in_public_there_are_excerpts_and_how_many_passages_are_withheld(public: Path) -> None:
    answer, data = get(public, REPRINT), get(public, f"{REPRINT}.json").json()
    assert data["text"] is None and data["withheld"] and all(one["exact"] is None for one in data["withheld"])
    words = said(answer.text)
    assert f"Of {len(data['withheld'])} more passages only the places may be told." in words
    assert "We hope that our Serbian partners will be careful about any transactions of this kind." in words
    assert "heavily from China and it is not" not in answer.text  # of a passage that is withheld
    assert [one["number"] for one in data["stretches"]] == list(range(1, len(data["stretches"]) + 1))


def test_claims_have_their_reports_and_origins_and_what_others_report_stands_first(desk: Path) -> None:
    words = said(get(desk, REPRINT).text)
    assert "Aleksandar Vučić is President of Serbia. 4 reports, 2 origins" in words
    assert words.index("Others report them too") < words.index("This one alone reports them")


def test_overlapping_stretches_are_cut_at_every_bound() -> None:
    text = "Alpha beta gamma delta.\n\nEpsilon."
    marks = [
        {"number": 1, "start_char": 0, "end_char": 16},  # Alpha beta gamma
        {"number": 2, "start_char": 6, "end_char": 22},  # beta gamma delta
        {"number": 3, "start_char": 6, "end_char": 10},  # beta
        {"number": 4, "start_char": 17, "end_char": 32},  # over the end of the paragraph
    ]
    made = blocks(text, [{"start_char": 0, "end_char": 23, "kind": "headline"}], marks)
    assert [(block["kind"], [(one["words"], one["marks"]) for one in block["pieces"]]) for block in made] == [
        (
            "headline",
            [("Alpha ", [1]), ("beta", [3, 1, 2]), (" gamma", [1, 2]), (" ", [2]), ("delta", [4, 2]), (".", [4])],
        ),
        (None, [("Epsilon", [4]), (".", [])]),
    ]
    assert [one["at"] for one in marks] == [0, 1, 1, 4]


def test_lines_that_were_wrapped_are_one_paragraph_and_long_ones_are_each_their_own() -> None:
    long = "word " * 30
    made = blocks(f"One line\nand the next.\n\nAnother.\n{long}\n{long}", [], [])
    assert ["".join(one["words"] for one in block["pieces"]) for block in made] == [
        "One line\nand the next.",
        f"Another.\n{long.strip()}",
        long.strip(),
    ]


@pytest.fixture
def odd(sqlite_store: Engine, tmp_path: Path) -> Path:
    """Works with two captures, with a proposal by comparison, and with names that would be markup."""
    bad = "<script>alert(1)</script>\u202eabc"

    def make(world: World) -> None:
        world.source("odd", bad, licence="javascript:alert(1)", url="javascript:alert(2)", language='"><b>', author=bad)
        world.capture("odd", f"He said {bad} and left.\x01 More.")
        quote = world.quote("odd", bad, bad, way=("work:heard",))
        world.evidence("claim", "odd", bad, quote, note=bad)
        content = b"Another text."
        insert(world.connection, "blobs", sha256="1" * 64, content=content)
        insert(
            world.connection, "captures", source_id=world.source("odd"), sha256="1" * 64, text=content.decode(),
            retrieved_from="javascript:alert(3)",
        )  # fmt: skip
        world.capture("copy", f"He said {bad} again.")
        world.made_from("copy", "odd", "overlap", basis="detected", status="proposed", reason=bad)

    build(sqlite_store, make)
    return publish.desk(sqlite_store, tmp_path / "desk")


def test_words_of_strangers_run_nothing_and_turn_nothing_round(odd: Path) -> None:
    for path in (
        "sources/odd",
        "sources/copy",
        "sources/heard",
        "compare?first=odd&second=copy",
        "compare?first=%3Cb%3E",
    ):
        answer = get(odd, f"/facts/{path}")
        assert answer.status_code == 200
        assert "<script>" not in answer.text and "\u202e" not in answer.text and "<b>" not in answer.text
        assert not re.search(r'(href|src)="javascript:', answer.text)
    assert "⟨U+202E⟩abc" in get(odd, "/facts/sources/odd").text


def test_what_was_found_by_comparing_says_that_nobody_confirmed_it(odd: Path) -> None:
    html = get(odd, "/facts/sources/copy").text
    assert "Found by comparing the words, and no text says so: proposed, and nobody has confirmed it." in said(html)
    assert "shares text with" in said(html) and 'class="line detected perhaps"' in html


def test_of_several_captures_the_one_with_most_recorded_is_shown_and_the_others_on_request(odd: Path) -> None:
    data = get(odd, "/facts/sources/odd.json").json()
    assert data["capture"] == 1 and len(data["captures"]) == 2
    other = get(odd, "/facts/sources/odd.json?capture=2").json()
    assert other["capture"] == 2 and other["stretches"] == []
    assert 'href="/facts/sources/odd?capture=2#text"' in get(odd, "/facts/sources/odd").text


def test_all_that_the_pages_of_sources_ask_is_found_by_an_index(desk: Path, tmp_path: Path) -> None:
    """Big tables are searched, never read from end to end."""
    with closing(unmeasured(desk, tmp_path)) as connection:
        slugs = [slug for (slug,) in connection.execute("SELECT slug FROM sources")]
        asked: set[str] = set()
        connection.set_trace_callback(asked.add)
        for slug in slugs:
            source.read(connection, {"slug": slug})
            compare.read(connection, {"first": slug, "second": "wfxt-2019-11-06-russian-missiles"})
        compare.read(connection, {"first": "", "second": "serbia"})
        connection.set_trace_callback(None)
        ours = [sql for sql in asked if sql.lstrip().startswith(("SELECT", "WITH")) and "_fts_" not in sql]
        assert len(ours) > 30
        for sql in ours:
            for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {sql}"):
                assert not step.startswith("SCAN") or "json_each" in step or "VIRTUAL TABLE" in step, (step, sql)
