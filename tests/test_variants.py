"""Each quotation beside the fullest report of the same words: what differs, and what each reporter wrote round them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from facts import publish
from facts.publish import variants
from facts.publish.variants import Wording, clause, compare

from .conftest import CONTACT
from .test_public import everything, words_of
from .test_publish import query
from .test_questions import answer
from .world import World, build, insert

WORDS = "the war will end before the winter comes"
FILLER, OTHER = (" ".join(f"{kind}{number}" for number in range(200)) + "." for kind in ("filler", "other"))


def wording(exact: str) -> Wording:
    words = variants.differences.compared(exact)
    return Wording(exact, words, frozenset(words))


@pytest.mark.parametrize(
    ("here", "there", "compared", "difference"),
    [
        ("It is safe.", "It is safe.", "the same", None),
        ("It is\nsafe.", "It is safe.", "the same", None),
        ("it is safe,", "“It is safe.”", "other marks", None),
        ("any US sanctions", "any U.S. sanctions", "other marks", None),
        ("3.5 billion", "35 billion", "words differ", "[-35-] {+3.5+} billion"),
        ("the bridge is safe", "Today the bridge is safe again.", "cut", "[-Today-] the bridge is safe [-again.-]"),
        ("It was safe. It is open.", "It is open.", "longer", "{+It was safe.+} It is open."),
        ("It is … open.", "It is safe and open.", "cut", "It is [-safe and-] open."),
        ("It is safe ... now", "It is safe and open now", "cut", "It is safe [-and open-] now"),
        ("It is safe.", "It is not safe.", "words differ", "It is [-not-] safe."),
        ("to avoid any war", "to evade any war", "words differ", "to [-evade-] {+avoid+} any war"),
    ],
)
def test_words_are_the_same_marked_otherwise_cut_longer_or_others(
    here: str, there: str, compared: str, difference: str | None
) -> None:
    assert compare(wording(here), wording(there)) == (compared, difference)


def test_equal_words_and_words_within_others_need_no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most reports give the same words, or a part of them: of a million quotations few are compared word with word."""
    monkeypatch.setattr(variants.differences, "SequenceMatcher", None)
    assert compare(wording("It is safe"), wording("“It is safe.”"))[0] == "other marks"
    assert compare(wording("is safe"), wording("It is safe."))[0] == "cut"


@pytest.mark.parametrize(
    ("line", "words", "around"),
    [
        ("He left. He hopes to “end the war” soon. She stayed.", "end the war", "He hopes to “…” soon."),
        ("“It is safe. It is open,” he said. He left.", "It is safe. It is open,", "“…” he said."),
        ("“It is safe. It is open,” he said. He left.", "It is open,", "…” he said."),
        ("He spoke.\n“It is safe.”\nHe left.", "It is safe.", None),
        ("He said:\n  It is safe.\n  It is open.\nHe left.", "It is safe.\n  It is open.", None),
    ],
)
def test_the_clause_is_what_the_reporter_wrote_round_the_words(line: str, words: str, around: str | None) -> None:
    start = line.index(words)
    assert clause(line, start, start + len(words)) == around


def told(world: World, name: str, document: str, words: str, said: str | None, **values: Any) -> int:
    """A document with a quotation of it; `said` names the thing said."""
    day = values.pop("published", None)
    world.source(name, publisher=name.title(), published=day, published_earliest=day, published_latest=day)
    world.capture(name, document)
    return world.quote(name, words, "Minister", utterance_id=utterance(world, said) if said else None, **values)


def utterance(world: World, slug: str) -> int:
    found = world.connection.execute(text("SELECT id FROM utterances WHERE slug = :slug"), {"slug": slug}).scalar()
    return int(found) if found else insert(world.connection, "utterances", slug=slug)


def matched(world: World, left: int, right: int, judgement: str) -> None:
    insert(world.connection, "quote_matches", left_id=left, right_id=right, kind="exact", judgement=judgement)


COLUMNS = "quote_id, against_id, earliest_id, compared, difference, clause, other_clause, judged"


def compared(store: Engine, folder: Path, edition: str = "desk") -> dict[int, dict[str, Any]]:
    """The rows of the table, by quotation."""
    file = publish.desk(store, folder) if edition == "desk" else publish.public(store, CONTACT, folder)
    found = query(file, f"SELECT {COLUMNS} FROM quote_differences")
    return {int(str(row[0])): dict(zip(COLUMNS.split(", "), row, strict=True)) for row in found}


def verbs(world: World) -> tuple[int, int]:
    """Two documents with the same words round different verbs."""
    hopes = f"The minister spoke. He hopes that “{WORDS}” in all of it. So much for that. {FILLER}"
    claims = f"He claims to have been told that “{WORDS}” at last. {OTHER}"
    return (
        told(world, "gazette", hopes, WORDS, "war", form="partial", published="2024-05-02"),
        told(world, "herald", claims, WORDS, "war", form="partial", published="2024-05-01", fidelity="verbatim"),
    )


def test_the_same_words_stand_in_other_clauses(store: Engine, tmp_path: Path) -> None:
    hopes, claims = build(store, verbs)
    rows = compared(store, tmp_path / "desk")
    assert rows[hopes] == {
        "quote_id": hopes,
        "against_id": claims,
        "earliest_id": claims,
        "compared": "the same",
        "difference": None,
        "clause": "He hopes that “…” in all of it.",
        "other_clause": "He claims to have been told that “…” at last.",
        "judged": "one thing said",
    }
    assert rows[claims]["against_id"] == hopes and rows[claims]["earliest_id"] == claims
    [row] = answer(tmp_path / "desk" / "facts.db", "set_into_clauses")
    assert (row["clause"], row["other_clause"]) == (rows[hopes]["clause"], rows[hopes]["other_clause"])
    shown = query(
        tmp_path / "desk" / "facts.db",
        "SELECT quote_id, compared, difference, clause, against_id FROM quote_variants ORDER BY quote_id",
    )
    assert shown == [
        (hopes, "the same", None, "He hopes that “…” in all of it.", claims),
        (claims, "the same", None, "He claims to have been told that “…” at last.", hopes),
    ]
    fidelity = query(
        tmp_path / "desk" / "facts.db", "SELECT fidelity, other_fidelity FROM quote_differences ORDER BY id"
    )
    assert fidelity == [(None, "verbatim"), ("verbatim", None)]


def test_each_is_held_against_the_fullest_and_that_one_against_the_next(store: Engine, tmp_path: Path) -> None:
    def make(world: World) -> list[int]:
        return [
            told(world, "a", "“It is safe,” he said.", "It is safe,", "bridge"),
            told(
                world, "b", "“It is safe and open,” he said.", "It is safe and open,", "bridge", published="2024-05-03"
            ),
            told(
                world, "c", "“It is safe and open,” he said.", "It is safe and open,", "bridge", published="2024-05-02"
            ),
            told(world, "d", "“Yes. It is safe and open,” he said.", "Yes. It is safe and open,", "bridge"),
        ]

    a, b, c, d = build(store, make)
    rows = compared(store, tmp_path / "desk")
    assert {quote: row["against_id"] for quote, row in rows.items()} == {a: d, b: d, c: d, d: c}
    assert {row["earliest_id"] for row in rows.values()} == {c}
    assert [rows[quote]["compared"] for quote in (a, b, c, d)] == ["cut", "cut", "cut", "longer"]


def test_nobody_is_the_earliest_where_none_has_a_date(store: Engine, tmp_path: Path) -> None:
    def make(world: World) -> None:
        told(world, "a", "“It is safe,” he said.", "It is safe,", "bridge")
        told(world, "b", "“It is safe,” he added.", "It is safe,", "bridge")

    build(store, make)
    assert {row["earliest_id"] for row in compared(store, tmp_path / "desk").values()} == {None}


def test_of_several_stretches_each_is_held_against_its_own(store: Engine, tmp_path: Path) -> None:
    """One speech, two sentences in each document, one of them in one alone: a longer sentence of it is no fuller report."""
    safe, army, toll = "The bridge is safe,", "Our army guards it by day and by night,", "Nobody pays a toll,"

    def make(world: World) -> list[int]:
        all_ = f"“{safe}” he said. “{army}” he added. “{toll}” he said."
        first = [told(world, "a", all_, words, "speech") for words in (safe, army, toll)]
        return first + [told(world, "b", all_.replace(toll, "…"), words, "speech") for words in (safe, army)]

    a1, a2, _, b1, b2 = build(store, make)
    rows = compared(store, tmp_path / "desk")
    assert {quote: row["against_id"] for quote, row in rows.items()} == {a1: b1, a2: b2, b1: a1, b2: a2}


def test_the_only_report_of_each_text_is_held_against_the_other_however_it_differs(
    store: Engine, tmp_path: Path
) -> None:
    def make(world: World) -> list[int]:
        return [
            told(world, "a", "“Nobody pays,” he said.", "Nobody pays,", "toll"),
            told(world, "b", "“It costs nothing,” he said.", "It costs nothing,", "toll"),
            told(world, "c", "„Es kostet nichts“, sagte er.", "Es kostet nichts", "toll", form="block"),
        ]

    a, b, c = build(store, make)
    with store.begin() as connection:
        connection.execute(text("UPDATE sources SET language = CASE slug WHEN 'c' THEN 'de' ELSE 'en' END"))
    rows = compared(store, tmp_path / "desk")
    assert (rows[a]["against_id"], rows[a]["compared"]) == (b, "words differ")
    assert rows[a]["difference"] == "[-It costs nothing,-] {+Nobody pays,+}"
    assert (rows[c]["against_id"], rows[c]["compared"], rows[c]["difference"]) == (b, "another language", None)


@pytest.mark.parametrize(
    ("judgement", "judged"), [("possible", "possibly the same words"), ("same", "the same words"), ("different", None)]
)
def test_matched_quotations_are_compared_unless_they_are_judged_different(
    store: Engine, tmp_path: Path, judgement: str, judged: str | None
) -> None:
    def make(world: World) -> tuple[int, int]:
        pair = (
            told(world, "a", f"He hopes “{WORDS}”.", WORDS, None, form="partial"),
            told(world, "b", f"He claims “{WORDS} again”.", f"{WORDS} again", "war"),
        )
        matched(world, *pair, judgement)
        return pair

    a, b = build(store, make)
    rows = compared(store, tmp_path / "desk")
    assert {quote: (row["against_id"], row["judged"]) for quote, row in rows.items()} == (
        {a: (b, judged), b: (a, judged)} if judged else {}
    )
    if judged:
        assert (rows[a]["compared"], rows[b]["compared"]) == ("cut", "longer")


def test_what_somebody_judged_different_is_held_apart_within_one_thing_said_too(store: Engine, tmp_path: Path) -> None:
    def make(world: World) -> tuple[int, ...]:
        quotes = tuple(told(world, name, f"He said “{WORDS}”.", WORDS, "war") for name in ("a", "b", "c"))
        matched(world, *quotes[:2], "different")
        return quotes

    a, b, c = build(store, make)
    rows = compared(store, tmp_path / "desk")
    assert {quote: row["against_id"] for quote, row in rows.items()} == {a: c, b: c, c: a}


def test_one_text_is_no_report_of_its_own(store: Engine, tmp_path: Path) -> None:
    def make(world: World) -> None:
        twice = f"He said “{WORDS}”. Again: “{WORDS} again”."
        first, second = (told(world, "a", twice, words, "war") for words in (WORDS, f"{WORDS} again"))
        matched(world, first, second, "possible")
        told(world, "b", "He denied that there is a war.", "there is a war", "war", form="indirect")

    build(store, make)
    assert compared(store, tmp_path / "desk") == {}


def test_the_words_about_america_stand_in_three_articles_in_three_clauses(desk: Path) -> None:
    """One says that Serbia avoids sanctions, the other that it evades them, round the same quoted words."""
    rows = query(
        desk,
        "SELECT outlet, compared, clause FROM quote_variants WHERE words LIKE 'or confrontation with America%' "
        "ORDER BY quote_id",
    )
    bought = "said in a state TV interview on Tuesday that Serbia"
    assert rows == [
        (
            "WFXT",
            "other marks",
            f"Serbian President Aleksandar Vucic {bought} is purchasing defensive weapons from the Russians and that he wants "
            'to avoid any U.S. sanctions "…"',
        ),
        (
            "American Military News",
            "other marks",
            "Serbian President Aleksandar Vucic on November 5 said that Serbia is purchasing defensive weapons from the "
            "Russians and that he wants to avoid any U.S. sanctions “…” AP reported.",
        ),
        (
            "a reprint of express.co.uk (reprint-putin-balkans-weapons-deal)",
            "other marks",
            f"The Serbian President Aleksandar Vucic {bought} has purchased the weapons from Moscow to evade any US sanctions "
            "“…”.",
        ),
    ]


def test_evade_and_avoid_stand_round_the_same_words_in_public_too(public: Path) -> None:
    [row] = answer(public, "set_into_clauses")
    assert "to evade any US sanctions “…”" in row["clause"]
    assert "to avoid any U.S. sanctions" in row["other_clause"]


def test_public_shows_of_a_clause_what_it_shows_beside_the_words(store: Engine, tmp_path: Path) -> None:
    hopes, claims = build(store, verbs)
    rows = compared(store, tmp_path / "public", "public")
    assert rows[hopes]["clause"] == "He hopes that “…” in all of it."
    assert rows[claims]["clause"] == "…claims to have been told that “…” at last."


@pytest.mark.parametrize("rights", ["full_text", "excerpts", "metadata"])
def test_public_compares_only_words_that_it_shows(store: Engine, tmp_path: Path, rights: str) -> None:
    hopes, claims = build(store, verbs)
    with store.begin() as connection:
        connection.execute(text("UPDATE sources SET publish = :rights WHERE slug = 'herald'"), {"rights": rights})
    rows = compared(store, tmp_path / "public", "public")
    if rights == "metadata":
        # That they are the same would say what is withheld.
        assert rows == {}
        return
    whole = "He claims to have been told that “…” at last."
    assert (rows[hopes]["other_clause"] == whole) == (rights == "full_text")
    assert rows[claims]["clause"] == rows[hopes]["other_clause"]


def test_a_quotation_of_which_a_part_is_shown_is_not_compared(store: Engine, tmp_path: Path) -> None:
    long = " ".join(f"word{number}" for number in range(40))

    def make(world: World) -> None:
        told(world, "a", f"{long}\n{FILLER} {FILLER}", long, "speech", form="block")
        told(world, "b", f"He said: “{long} again”. {FILLER} {OTHER}", f"{long} again", "speech")

    build(store, make)
    assert len(compared(store, tmp_path / "desk")) == 2
    assert compared(store, tmp_path / "public", "public") == {}


def test_what_is_compared_in_public_shows_no_word_that_the_rest_does_not_show(public: Path) -> None:
    """Every word of the table stands in what is shown of the passages it is made of, or beside them."""
    rows = query(
        public,
        "SELECT d.difference, d.clause, d.other_clause, h.prefix, h.exact, h.suffix, t.prefix, t.exact, t.suffix "
        "FROM quote_differences d JOIN quotes q ON q.id = d.quote_id JOIN passages h ON h.id = q.passage_id "
        "JOIN quotes o ON o.id = d.against_id JOIN passages t ON t.id = o.passage_id",
    )
    assert len(rows) > 10 and any(row[1] for row in rows)
    for *told_, before, words, after, before_there, words_there, after_there in rows:
        shown = {
            word
            for part in (f"{before}{words}{after}", f"{before_there}{words_there}{after_there}")
            for word, _, _ in words_of(part)
        }
        assert {word for value in told_ if value for word, _, _ in words_of(str(value))} <= shown


def test_a_text_of_which_nothing_may_be_shown_is_nowhere_in_public(store: Engine, tmp_path: Path) -> None:
    def make(world: World) -> None:
        verbs(world)
        told(world, "secret", f"She swears under oath that “{WORDS} for good”.", f"{WORDS} for good", "war")

    build(store, make)
    with store.begin() as connection:
        connection.execute(text("UPDATE sources SET publish = 'metadata' WHERE slug = 'secret'"))
    rows = compared(store, tmp_path / "public", "public")
    assert {row["compared"] for row in rows.values()} == {"the same"}
    said = " ".join(everything(tmp_path / "public" / "facts.db"))
    assert "for good" not in said and "under oath" not in said


def test_comments_are_blank_in_a_clause(store: Engine, tmp_path: Path) -> None:
    """A comment on the line of the words: the clause is read from the text as it is shown."""

    def make(world: World) -> None:
        line = f"He hopes that “{WORDS}” Somebody comments"
        told(world, "a", line, WORDS, "war", form="partial")
        told(world, "b", f"He claims that “{WORDS}”.", WORDS, "war", form="partial")
        at = line.index("Somebody")
        insert(
            world.connection,
            "segments",
            capture_id=world.capture("a", ""),
            start_char=at,
            end_char=len(line),
            kind="comment",
        )

    build(store, make)
    assert sorted(str(row["clause"]) for row in compared(store, tmp_path / "desk").values()) == [
        "He claims that “…”.",
        "He hopes that “…”",
    ]


def test_a_thing_said_in_a_thousand_ways_is_soon_compared() -> None:
    """Of many wordings each is held against the fullest alone."""
    given = [
        variants.Report(number, 1, number, "en", wording(f"one two three {number} four"), (True, True, "", number))
        for number in range(1500)
    ]
    asked = 0
    alike = Wording.alike

    def counted(one: Wording, other: Wording) -> bool:
        nonlocal asked
        asked += 1
        return alike(one, other)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Wording, "alike", counted)
        assert len(list(variants._compared(given, {}))) == len(given)
    assert asked <= len(given) * (variants._TRIED + 1)


def test_two_stretches_in_each_of_many_texts_are_soon_compared() -> None:
    """Each text gives the thing said in two places: no place is held against all of the other kind."""
    both = wording("the bridge is safe and open"), wording("nobody will be left without work")
    reports = [
        variants.Report(2 * at + kind, 1, at, "en", words, (False, False, "2024", 2 * at + kind))
        for at in range(3000)
        for kind, words in enumerate(both)
    ]
    started = time.process_time()
    assert len(list(variants._compared(reports, {}))) == len(reports)
    assert time.process_time() - started < 2
