"""How much of a text is recorded: quotations, sentences, words in no part, and what was left out on purpose."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from facts import check
from facts.check.coverage import Coverage

from .world import World, build, insert

TEXT = (
    "Bridge shut\n\n"
    "“We hope so,” the mayor said. The bridge is old. It is “safe”.\n\n"
    "Photo: the bridge\n\n"
    "“Hear, hear!” writes a reader. Who pays?"
)
BODY, COMMENT = TEXT.index("“We"), TEXT.index("“Hear")


def parts(world: World, *kinds: tuple[str, int, int]) -> None:
    capture = world.capture("gazette", TEXT)
    for kind, start, end in kinds:
        insert(world.connection, "segments", capture_id=capture, start_char=start, end_char=end, kind=kind)


def segmented(world: World) -> None:
    caption = TEXT.index("Photo")
    parts(
        world,
        ("headline", 0, 11),
        ("body", BODY, caption),
        ("caption", caption, COMMENT),
        ("comment", COMMENT, len(TEXT)),
    )


def covered(engine: Engine, make: Callable[[World], object]) -> Coverage:
    build(engine, make)
    [one] = check.run(engine, only=("sentence-without-claim",)).coverage
    return one


def test_what_nothing_records_is_listed_with_its_words(store: Engine) -> None:
    one = covered(store, segmented)
    assert (one.quotations, one.quotations_recorded, one.quotations_left_out) == (2, 0, 0)
    assert (one.sentences, one.sentences_bearing, one.claims_per_sentence) == (4, 0, 0.0)
    assert [(gap.kind, gap.words) for gap in one.gaps] == [
        ("sentence", "Bridge shut"),
        ("sentence", "“We hope so,” the mayor said."),
        ("quotation", "We hope so,"),
        ("sentence", "The bridge is old."),
        ("sentence", "It is “safe”."),
        ("quotation", "safe"),
    ]
    assert all(TEXT[gap.start_char : gap.end_char] == gap.words for gap in one.gaps)


def test_what_is_recorded_counts_and_comments_do_not(store: Engine) -> None:
    def make(world: World) -> None:
        segmented(world)
        said = world.quote("gazette", "We hope so,", "Mayor")
        world.evidence("hope", "gazette", "We hope so", said)
        world.evidence("old", "gazette", "The bridge is old")
        world.evidence("older", "gazette", "bridge is old")

    one = covered(store, make)
    assert (one.quotations, one.quotations_recorded) == (2, 1)
    assert (one.sentences, one.sentences_bearing, one.claims_per_sentence) == (4, 2, 0.75)
    assert [gap.words for gap in one.gaps] == ["Bridge shut", "It is “safe”.", "safe"]


def test_what_was_left_out_on_purpose_is_no_gap_and_counts_apart(store: Engine) -> None:
    def make(world: World) -> None:
        segmented(world)
        for words in ("Bridge shut", "“safe”"):
            passage = world.passage("gazette", words)
            insert(world.connection, "omissions", passage_id=passage, reason="nothing is said in it")

    one = covered(store, make)
    assert (one.quotations, one.quotations_recorded, one.quotations_left_out) == (2, 0, 1)
    assert (one.sentences, one.sentences_bearing, one.sentences_left_out) == (4, 0, 1)
    assert [gap.words for gap in one.gaps] == [
        "“We hope so,” the mayor said.",
        "We hope so,",
        "The bridge is old.",
        "It is “safe”.",
    ]


def test_a_text_without_parts_is_read_whole(store: Engine) -> None:
    one = covered(store, parts)
    assert (one.quotations, one.sentences) == (3, 7)


def test_words_in_no_part_are_found_where_there_is_a_body(store: Engine) -> None:
    one = covered(store, lambda world: parts(world, ("body", BODY, TEXT.index(" The bridge"))))
    assert [(gap.kind, gap.words[:17]) for gap in one.gaps if gap.kind == "part"] == [
        ("part", "Bridge shut"),
        ("part", "The bridge is old"),
    ]


@pytest.mark.parametrize(
    ("form", "words", "recorded"),
    [
        ("partial", "safe", 1),
        ("term", "safe", 1),
        ("indirect", "It is “safe”", 0),
        ("direct", "It is “safe”", 1),
        ("partial", "saf", 0),
    ],
)
def test_only_a_form_with_marks_records_what_stands_in_marks(
    store: Engine, form: str, words: str, recorded: int
) -> None:
    def make(world: World) -> None:
        segmented(world)
        world.quote("gazette", words, form=form)

    assert covered(store, make).quotations_recorded == recorded


def test_a_mark_that_is_missing_is_told(store: Engine) -> None:
    def make(world: World) -> None:
        world.capture("gazette", "You know, it is so,” he said.")

    build(store, make)
    [finding] = check.run(store, only=("quotation-not-recorded",)).findings
    assert finding.subject == "gazette, characters 0-19"
    assert finding.detail == "“You know, it is so,” (its opening mark is missing)"


def test_a_headline_that_is_repeated_is_one_sentence(store: Engine) -> None:
    def make(world: World) -> None:
        capture = world.capture("gazette", "Bridge shut\n\nIt is old.\n\nBridge shut")
        for start, end, kind in ((0, 11, "headline"), (13, 23, "body"), (25, 36, "headline")):
            insert(world.connection, "segments", capture_id=capture, start_char=start, end_char=end, kind=kind)
        world.evidence("shut", "gazette", "Bridge shut")

    one = covered(store, make)
    assert (one.sentences, one.sentences_bearing) == (2, 1)


def test_parts_inside_a_body_are_left_out_of_it(store: Engine) -> None:
    """A link in the middle of a body is no sentence of it."""

    def make(world: World) -> None:
        capture = world.capture("gazette", "It is old. READ MORE: Elsewhere. It is shut.")
        for start, end, kind in ((0, 44, "body"), (11, 32, "link")):
            insert(world.connection, "segments", capture_id=capture, start_char=start, end_char=end, kind=kind)

    one = covered(store, make)
    assert [gap.words for gap in one.gaps] == ["It is old.", "It is shut."]


def test_every_text_is_covered_in_the_order_of_capture(store: Engine) -> None:
    def make(world: World) -> None:
        for name in ("b", "a", "c"):
            world.capture(name, f"The {name} said so.")

    build(store, make)
    assert [one.source for one in check.run(store).coverage] == ["b", "a", "c"]


def again(world: World, source: str, words: str) -> None:
    """Capture a source a second time."""
    content = words.encode()
    digest = hashlib.sha256(content).hexdigest()
    insert(world.connection, "blobs", sha256=digest, content=content)
    insert(world.connection, "captures", source_id=world.source(source), sha256=digest, text=words)


def test_of_a_source_the_newest_text_counts(store: Engine) -> None:
    def make(world: World) -> None:
        world.capture("gazette", "It is “old”. It was “shut”.")
        again(world, "gazette", "It is “new”.")

    one = covered(store, make)
    assert (one.quotations, one.sentences, [gap.words for gap in one.gaps]) == (1, 1, ["It is “new”.", "new"])


@pytest.mark.parametrize(
    ("text", "words", "settled"),
    [
        ("He said: “It goes on and on, he said.", "It goes on", True),
        ("He said: “It goes on and on, he said.", "“It goes on", True),
        ("He said: “It goes on and on, he said.", "goes on", False),
        ("You know, it is so,” he said.", "it is so,", True),
        ("You know, it is so,” he said.", "it is", False),
        ("He said: “It goes on and on,” he said.", "It goes on", False),
    ],
)
@pytest.mark.parametrize("how", ["recorded", "left out"])
def test_words_with_one_mark_missing_are_settled_from_the_mark_on(
    store: Engine, text: str, words: str, settled: bool, how: str
) -> None:
    def make(world: World) -> None:
        world.capture("gazette", text)
        if how == "recorded":
            world.quote("gazette", words)
        else:
            insert(world.connection, "omissions", passage_id=world.passage("gazette", words), reason="no matter")

    one = covered(store, make)
    assert one.quotations == 1
    counted = one.quotations_recorded if how == "recorded" else one.quotations_left_out
    # Of "It goes on and on," more than half is left out with "It goes on": enough where both marks are there.
    assert counted == (settled or (how == "left out" and 2 * len(words) > len("It goes on and on")))


def test_a_caption_inside_a_body_has_no_sentences_and_has_quotations(store: Engine) -> None:
    def make(world: World) -> None:
        capture = world.capture("gazette", "It is old. The “old” bridge, seen today. It is shut.")
        for start, end, kind in ((0, 52, "body"), (11, 40, "caption")):
            insert(world.connection, "segments", capture_id=capture, start_char=start, end_char=end, kind=kind)

    one = covered(store, make)
    assert (one.quotations, one.sentences) == (1, 2)
    assert [(gap.kind, gap.words) for gap in one.gaps] == [
        ("sentence", "It is old."),
        ("quotation", "old"),
        ("sentence", "It is shut."),
    ]


def test_what_is_left_out_in_two_pieces_is_left_out(store: Engine) -> None:
    """Each piece is a third of the sentence; together they are more than half, and where they overlap counts once."""

    def make(world: World) -> None:
        world.capture("gazette", "First you read, then you click here. Click and click again.")
        for words in ("First you read", "click here", "Click", "Click and", "Click an"):
            passage = world.passage("gazette", words)
            insert(world.connection, "omissions", passage_id=passage, reason="nothing is said in it")

    one = covered(store, make)
    assert (one.sentences, one.sentences_left_out) == (2, 1)
    assert [gap.words for gap in one.gaps] == ["Click and click again."]
