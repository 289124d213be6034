"""How much of each text is recorded: its quotations, its sentences, and the words that no part of it holds.

What is read are headlines, bodies, captions and block quotes; sentences count in all but captions, which say what a picture
shows. A text without a part called body is read as one, but for the parts it has. Of a source with several texts, the newest
counts: what stands in an older one can't be recorded any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, Literal

from sqlalchemy import Connection, CursorResult, text

from ..anchor import Span
from ..marks import Marked, marked
from ..sentences import sentences
from ..text import clip
from .findings import Level

READ = ("headline", "body", "caption", "block_quote")
QUOTED = ("direct", "partial", "term")  # forms whose words stand in marks
_WORDS = re.compile(r"\w")
_EDGES = " \t\r\n\u00a0\"'“”‘’«»„‚‹›.,;:!?…"
Kind = Literal["quotation", "sentence", "part"]


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch that nothing is recorded of: quoted words, a sentence, or words in no part of the text."""

    kind: Kind
    start_char: int
    end_char: int
    words: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """One text: quotations recorded and left out on purpose, of those whose marks stand in it, sentences likewise."""

    source: str
    quotations: int
    quotations_recorded: int
    quotations_left_out: int
    sentences: int
    sentences_bearing: int
    sentences_left_out: int
    claims_per_sentence: float | None
    gaps: tuple[Gap, ...] = field(default=())


Interval = tuple[int, int]
Stretches = list[tuple[int, int, Any]]


class _Index:
    """Stretches of a text with what they stand for, found by where they are: in buckets of some characters."""

    def __init__(self, stretches: Iterable[tuple[int, int, int]], width: int = 512) -> None:
        self.width = width
        self.buckets: dict[int, list[tuple[int, int, int]]] = {}
        for start, end, what in stretches:
            for bucket in range(start // width, (end - 1) // width + 1):
                self.buckets.setdefault(bucket, []).append((start, end, what))

    def over(self, low: int, high: int) -> Iterator[tuple[int, int, int]]:
        """The stretches that share a character with low to high; a long one may come twice."""
        for bucket in range(low // self.width, (high - 1) // self.width + 1):
            for start, end, what in self.buckets.get(bucket, ()):
                if start < high and end > low:
                    yield start, end, what

    def hold(self, low: int, high: int) -> bool:
        """Whether they hold more than half of low to high, one alone or several together."""
        rest = _without([(low, high)], [(start, end) for start, end, _ in self.over(low, high)])
        return 2 * sum(end - start for start, end in rest) < high - low


def coverage(connection: Connection) -> Iterator[Coverage]:
    """The coverage of every source's newest text, in the order in which they were captured."""
    captures = text(
        "SELECT c.id, s.slug, s.language, c.text FROM captures c JOIN sources s ON s.id = c.source_id "
        "WHERE c.id = (SELECT max(n.id) FROM captures n WHERE n.source_id = c.source_id) ORDER BY c.id"
    )
    with ExitStack() as open_:
        recorded = [
            _Streamed(open_.enter_context(connection.execute(text(query), execution_options={"stream_results": True})))
            for query in (_PARTS, _OMISSIONS, _QUOTED, _EVIDENCE)
        ]
        for row in open_.enter_context(connection.execute(captures, execution_options={"yield_per": 100})):
            yield _of(row, *(stretches.of(row.id) for stretches in recorded))


class _Streamed:
    """Stretches in the order of the texts in which they stand, handed out text by text: one query for all of them."""

    def __init__(self, rows: CursorResult[Any]) -> None:
        self.groups: Iterator[tuple[int | None, Iterator[Any]]] = groupby(
            chain.from_iterable(rows.partitions(1000)), key=itemgetter(0)
        )
        self.at, self.rows = next(self.groups, (None, iter(())))

    def of(self, capture: int) -> Stretches:
        """The stretches of a text, which comes after those asked for before."""
        while self.at is not None and self.at < capture:
            self.at, self.rows = next(self.groups, (None, iter(())))
        return [(start, end, what) for _, start, end, what in self.rows] if self.at == capture else []


def _of(capture: Any, parts: Stretches, omissions: Stretches, quotes: Stretches, claims_at: Stretches) -> Coverage:
    omitted, quoted, evidence = _Index(omissions), _Index(quotes), _Index(claims_at)
    words: str = capture.text
    unread = [(start, end) for start, end, kind in parts if kind not in READ]
    bodies = [(start, end) for start, end, kind in parts if kind in READ]
    captions = [(start, end) for start, end, kind in parts if kind == "caption"]
    told = [(start, end) for start, end, kind in parts if kind in READ and kind != "caption"]
    gaps = []
    if any(kind == "body" for *_, kind in parts):
        for start, end in _without([(0, len(words))], [*unread, *bodies]):
            if _WORDS.search(words, start, end):
                gaps.append(_gap("part", words, start, end))
    else:
        rest = list(_without([(0, len(words))], [(start, end) for start, end, _ in parts]))
        bodies, told = [*bodies, *rest], [*told, *rest]

    marks = [found for start, end in _without(bodies, unread) for found in marked(words, start, end)]
    recorded = left = 0
    for mark in marks:
        low, high = _trimmed(words, mark.start, mark.end)
        holding = [(start, end) for start, end, _ in quoted.over(low, high)]
        unheld = any(_WORDS.search(words, *rest) for rest in _without([(low, high)], holding))
        if not unheld or _meets(words, mark, holding):
            recorded += 1
        elif omitted.hold(low, high) or _meets(
            words, mark, ((start, end) for start, end, _ in omitted.over(low, high))
        ):
            left += 1
        else:
            note = f"its {mark.missing} mark is missing" if mark.missing else ""
            gaps.append(_gap("quotation", words, mark.start, mark.end, note))

    bearing = aside = claims = 0
    said = _once(
        s for start, end in _without(told, [*unread, *captions]) for s in sentences(words, start, end, capture.language)
    )
    for places in said:
        bears = {claim for place in places for *_, claim in evidence.over(place.start, place.end)}
        claims += len(bears)
        if bears:
            bearing += 1
        elif any(omitted.hold(place.start, place.end) for place in places):
            aside += 1
        else:
            gaps.append(_gap("sentence", words, places[0].start, places[0].end))
    return Coverage(
        source=capture.slug,
        quotations=len(marks),
        quotations_recorded=recorded,
        quotations_left_out=left,
        sentences=len(said),
        sentences_bearing=bearing,
        sentences_left_out=aside,
        claims_per_sentence=round(claims / len(said), 2) if said else None,
        gaps=tuple(sorted(gaps, key=lambda gap: (gap.start_char, gap.kind))),
    )


_PARTS = "SELECT capture_id, start_char, end_char, kind FROM segments ORDER BY capture_id, start_char"
_OF = "SELECT p.capture_id, p.start_char, p.end_char, {} FROM passages p JOIN {} x ON x.passage_id = p.id {} ORDER BY 1"
_OMISSIONS = _OF.format("x.id", "omissions", "")
_QUOTED = _OF.format("x.id", "quotes", "WHERE x.form IN ({})".format(", ".join(f"'{form}'" for form in QUOTED)))
_EVIDENCE = _OF.format("x.claim_id", "evidence", "")


def _without(these: Iterable[Interval], those: Iterable[Interval]) -> Iterator[Interval]:
    """The stretches of `these` that none of `those` holds, in reading order, joined where they overlap."""
    holes = sorted(those)
    at = 0
    for start, end in sorted(these):
        start = max(start, at)
        for low, high in holes:
            if high <= start or low >= end:
                continue
            if low > start:
                yield start, low
            start = max(start, high)
        if start < end:
            yield start, end
        at = max(at, end)


def _once(found: Iterable[Span]) -> list[list[Span]]:
    """Sentences with the places where they stand: a headline that a text repeats is one sentence."""
    places: dict[str, list[Span]] = {}
    for span in found:
        places.setdefault(" ".join(span.exact.split()).casefold(), []).append(span)
    return list(places.values())


def _trimmed(words: str, start: int, end: int) -> Interval:
    """The words between marks without inner marks and punctuation at their ends."""
    inside = words[start:end]
    return start + len(inside) - len(inside.lstrip(_EDGES)), start + len(inside.rstrip(_EDGES))


def _meets(words: str, mark: Marked, those: Iterable[Interval]) -> bool:
    """Whether one of `those` begins or ends where a stretch with a mark missing has the mark that it has.

    How far the words reach on the other side is not marked: whoever records them decides it.
    """
    side = {"closing": 0, "opening": 1}.get(mark.missing or "")
    if side is None:
        return False
    place = _trimmed(words, mark.start, mark.end)[side]
    return any(_trimmed(words, *one)[side] == place for one in those)


def _gap(kind: Kind, words: str, start: int, end: int, note: str = "") -> Gap:
    exact = words[start:end]
    start += len(exact) - len(exact.lstrip())
    return Gap(kind, start, start + len(exact.strip()), exact.strip(), note)


@dataclass(frozen=True, slots=True)
class Covered:
    """A rule on what is recorded of each text; `how` says in a sentence how it is found out."""

    name: str
    level: Level
    explanation: str
    how: str
    kind: Kind

    def find(self, texts: Iterable[Coverage]) -> Iterator[tuple[str, str]]:
        """Subject and detail of each finding."""
        for one in texts:
            for gap in one.gaps:
                if gap.kind == self.kind:
                    place = f"{one.source}, characters {gap.start_char}-{gap.end_char}"
                    yield place, f"“{clip(gap.words)}”" + (f" ({gap.note})" if gap.note else "")


COVERED = (
    Covered(
        "quotation-not-recorded",
        "notice",
        "Words in quotation marks are somebody's: record whose, or say under left_out why not.",
        "Marks are paired in headlines, bodies, captions and block quotes; quotations of the form direct, partial or term "
        "must hold the words between them. Where one mark is missing, they must begin, or end, at the other.",
        "quotation",
    ),
    Covered(
        "sentence-without-claim",
        "notice",
        "A sentence that bears on no claim is left out without a word: record what it says, or say under left_out why not.",
        "Headlines, bodies and block quotes are cut into sentences; a passage of evidence must overlap each.",
        "sentence",
    ),
    Covered(
        "text-in-no-part",
        "notice",
        "Where the parts of a text are recorded, all of its words belong to one.",
        "What no segment holds is looked through for words, in texts that have a body.",
        "part",
    ),
)
