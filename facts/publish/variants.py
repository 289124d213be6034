"""How each quotation compares with the fullest report of the same words, and what the reporter wrote round them.

Works on the published copy alone, and there on words that the edition shows whole: what it works out says nothing that a
reader of the edition could not work out too. Quotations are held together thing said by thing said, however many there are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, text

from .. import differences, sentences
from ..text import paragraph
from . import rights
from .copying import fill, read

SAME, MARKS, CUT, LONGER, DIFFER, LANGUAGE = (
    "the same",
    "other marks",
    "cut",
    "longer",
    "words differ",
    "another language",
)
# How it is known that two quotations report the same words.
ONE_THING = "one thing said"
MATCHED = {"same": "the same words", "possible": "possibly the same words"}
_ALIKE = 2  # one in so many of the words of the shorter report stands in the other too: they report the same stretch
_TRIED = 300  # wordings of one thing said, the fullest, that each is held against: the time grows with their square
_LEFT_OUT = re.compile(r"…|\.\s?\.\s?\.")
_LETTER = re.compile(r"\w")


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """Words that are given, as they stand there and as they are compared: a row of words, and which there are.

    In one story there is one of the same words: it is known by being it.
    """

    exact: str
    words: tuple[str, ...]
    known: frozenset[str]

    def alike(self, other: Wording) -> bool:
        """Whether the two seem to be one stretch of what was said, not two."""
        fewer = min(len(self.known), len(other.known))
        return self.exact == other.exact or 0 < fewer <= _ALIKE * len(self.known & other.known)


@dataclass(frozen=True, slots=True)
class Report:
    """A quotation: its number, the thing said, the text it stands in with its language, its words.

    Of two reports, `published` of the earlier is less: no date, whether it says a latest day, the earliest day, the id.
    """

    id: int
    said: int | None
    text: int
    language: str
    wording: Wording
    published: tuple[bool, bool, str, int]


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another report of the same words, in another text."""

    report: Report
    alike: bool
    judged: str

    @property
    def rank(self) -> tuple[object, ...]:
        """The fullest first, then the earliest; those whose words are others come after all whose words are alike."""
        return not self.alike, -len(self.report.wording.words), self.report.published


def build(connection: Connection) -> None:
    """Fill `quote_differences`: a row per quotation that gives words of which another report is known."""
    for sql in _TABLES:
        connection.execute(text(sql))
    stories = _joined(connection.execute(text(_MATCHED)))
    fill(connection, "temp.o_joined", stories.items())
    fill(connection, "temp.o_differences", _differences(connection))
    fill(connection, "temp.o_clauses", _clauses(connection))
    for sql in _FILLED:
        connection.execute(text(sql))


def _joined(matches: Iterable[Any]) -> dict[int, int]:
    """Things said, and quotations of none (as negative numbers), of which quotations were matched: each with its story."""
    above: dict[int, int] = {}

    def find(node: int) -> int:
        while (up := above.setdefault(node, node)) != node:
            above[node] = node = above.setdefault(up, up)
        return node

    for left, right in matches:
        low, high = sorted((find(left), find(right)))
        above[high] = low
    return {node: find(node) for node in list(above)}


# One report with another


def _differences(connection: Connection) -> Iterator[tuple[Any, ...]]:
    """How each quotation compares with the fullest of its siblings, story by story."""
    for (_, matched), group in groupby(read(connection, _REPORTS), key=lambda row: row[:2]):
        rows = [row[2:] for row in group]
        if len({capture for _, _, capture, *_ in rows}) == 1:
            continue
        judged: dict[tuple[int, int], str] = {}
        if matched:
            found = connection.execute(text(_JUDGED), {"ids": str([id_ for id_, *_ in rows])})
            judged = {(left, right): judgement for left, right, judgement in found}
        yield from _compared(list(_reports(rows)), judged)


def _reports(rows: Iterable[Any]) -> Iterator[Report]:
    wordings: dict[str, Wording] = {}
    for id_, said, capture, exact, language, earliest, latest in rows:
        if exact not in wordings:
            words = differences.compared(exact)
            wordings[exact] = Wording(exact, words, frozenset(words))
        spoken = (language or "und").partition("-")[0].lower()
        published = (earliest is None, latest is None, earliest or "", id_)
        yield Report(id_, said, capture, spoken, wordings[exact], published)


def _compared(reports: Sequence[Report], judged: dict[tuple[int, int], str]) -> Iterator[tuple[Any, ...]]:
    """A row for each report that has a sibling. `judged` says of two quotations whether they report the same words."""
    known: dict[tuple[str, str], tuple[str, str | None]] = {}
    things = {said: _Thing(reports, said) for said in {one.said for one in reports if one.said is not None}}
    numbered = {one.id: one for one in reports}
    pairs: dict[int, list[tuple[int, str]]] = {}
    for (left, right), judgement in judged.items():
        pairs.setdefault(left, []).append((right, judgement))
        pairs.setdefault(right, []).append((left, judgement))
    for mine in reports:
        of_mine = pairs.get(mine.id, [])
        apart = {id_ for id_, judgement in of_mine if judgement not in MATCHED}
        found = list(things[mine.said].siblings(mine, apart)) if mine.said is not None else []
        for id_, judgement in of_mine:
            sibling = numbered[id_]
            if id_ not in apart and sibling.text != mine.text:
                how = ONE_THING if mine.said is not None and mine.said == sibling.said else MATCHED[judgement]
                found.append(Sibling(sibling, mine.wording.alike(sibling.wording), how))
        if not found:
            continue
        against = min(found, key=lambda sibling: sibling.rank)
        other = against.report
        earliest = min((mine, *(sibling.report for sibling in found)), key=lambda one: one.published)
        key = (mine.wording.exact, other.wording.exact)
        compared, difference = known.get(key) or known.setdefault(key, compare(mine.wording, other.wording))
        if not against.alike and "und" != mine.language != other.language != "und":
            compared, difference = LANGUAGE, None
        dated = None if earliest.published[0] else earliest.id
        yield mine.id, other.id, dated, compared, difference, against.judged


class _Thing:
    """The reports of one thing said, wording by wording."""

    def __init__(self, reports: Iterable[Report], said: int) -> None:
        mine = sorted((one for one in reports if one.said == said), key=lambda one: one.published)
        self.given = Counter(one.text for one in mine)  # in how many stretches each text gives it
        self.wordings: dict[Wording, list[Report]] = {}
        self.once: dict[Wording, list[Report]] = {}  # those of texts that give one stretch
        for one in mine:
            self.wordings.setdefault(one.wording, []).append(one)
            if self.given[one.text] == 1:
                self.once.setdefault(one.wording, []).append(one)
        self.fullest = sorted(self.wordings, key=lambda wording: -len(wording.words))[:_TRIED]

    def siblings(self, mine: Report, apart: set[int]) -> Iterator[Sibling]:
        """Of each wording the earliest report in another text, but for those `apart`.

        Where a text gives the thing said in several stretches, only those of the same stretch: whose words are alike.
        """
        for wording in dict.fromkeys((*self.fullest, mine.wording)):
            alike = mine.wording.alike(wording)
            others = self.wordings[wording] if alike else self.once.get(wording, ())
            if alike or self.given[mine.text] == 1:
                other = next((one for one in others if one.text != mine.text and one.id not in apart), None)
                if other:
                    yield Sibling(other, alike, ONE_THING)


def compare(here: Wording, there: Wording) -> tuple[str, str | None]:
    """How the words here compare with those there, and where they differ, word by word; None where they are the same.

    Cut is what leaves out words at the beginning or the end, or says with an ellipsis where: words that are left out
    without a sign may turn what was said into its contrary.
    """
    if here.exact.split() == there.exact.split():
        return SAME, None
    if _undotted(here.words) == _undotted(there.words):
        return MARKS, None
    parts = differences.differences(there.exact, here.exact)
    shared = sum(part.where == "both" for part in parts)
    alone = {part.where for part in parts} - {"both"}
    compared, shorter = (CUT, here) if alone == {"first"} else (LONGER, there)
    if len(alone) != 1 or not 1 <= shared <= 1 + len(_LEFT_OUT.findall(shorter.exact)):
        compared = DIFFER
    return compared, differences.marked(parts)


def _undotted(words: Iterable[str]) -> list[str]:
    """Words in which U.S. is US; points in figures count."""
    return [word if any(map(str.isdigit, word)) else word.replace(".", "") for word in words]


# What the reporter wrote round the words


def _clauses(connection: Connection) -> Iterator[tuple[int, str | None]]:
    """The clause round each quotation that is compared, or that others are compared with, text by text."""
    for capture, group in groupby(read(connection, _PLACES), key=lambda row: row[0]):
        whole = connection.exec_driver_sql("SELECT text FROM captures WHERE id = ?", (capture,)).scalar()
        lines: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for _, id_, start, end, language, *beside in group:
            around = (
                _from_context(start, language, *beside) if whole is None else clause(whole, start, end, language, lines)
            )
            yield id_, around


def clause(
    words: str,
    start: int,
    end: int,
    language: str | None = None,
    lines: dict[tuple[int, int], list[tuple[int, int]]] | None = None,
) -> str | None:
    """The sentence, or sentences, round the stretch from `start` to `end`, with “…” for what stands there.

    None where nothing but marks stands round it. `lines` keeps where the sentences of a line are, for the next that asks.
    """
    low, high = _around(words, start, end, language, {} if lines is None else lines)
    return _told(words[low:start], words[end:high])


def _around(
    words: str, start: int, end: int, language: str | None, lines: dict[tuple[int, int], list[tuple[int, int]]]
) -> tuple[int, int]:
    line = paragraph(words, start, end)
    if line not in lines:
        lines[line] = [(one.start, one.end) for one in sentences.sentences(words, *line, language)]
    touched = [(low, high) for low, high in lines[line] if low < end and high > start]
    return min((start, *(low for low, _ in touched))), max((end, *(high for _, high in touched)))


def _told(before: str, after: str) -> str | None:
    return " ".join(f"{before}{rights.MORE}{after}".split()) if _LETTER.search(before + after) else None


def _from_context(at: int, language: str | None, prefix: str, exact: str, suffix: str) -> str | None:
    """The clause as far as what is shown beside the words reaches, with “…” where it may go on; they begin `at`."""
    words = prefix + exact + suffix
    start, end = len(prefix), len(prefix) + len(exact)
    low, high = _around(words, start, end, language, {})
    before, after = words[low:start], words[end:high]
    if before and not words[:low].strip() and at > start:
        before = rights.MORE + before
    if after and not words[high:].strip() and len(suffix) == rights.CONTEXT:
        after += rights.MORE
    return _told(before, after)


_GIVEN = "('direct', 'partial', 'block')"
_TABLES = (
    "CREATE TEMPORARY TABLE o_joined (node INTEGER PRIMARY KEY, story INTEGER)",
    "CREATE TEMPORARY TABLE o_differences (quote_id INTEGER PRIMARY KEY, against_id INTEGER, earliest_id INTEGER, "
    "compared TEXT, difference TEXT, judged TEXT)",
    "CREATE TEMPORARY TABLE o_clauses (quote_id INTEGER PRIMARY KEY, clause TEXT)",
    "CREATE TABLE quote_differences (id INTEGER PRIMARY KEY, quote_id INTEGER REFERENCES quotes(id), "
    "against_id INTEGER REFERENCES quotes(id), earliest_id INTEGER REFERENCES quotes(id), compared TEXT, difference TEXT, "
    "clause TEXT, other_clause TEXT, judged TEXT, fidelity TEXT, other_fidelity TEXT)",
)
_MATCHED = """
SELECT coalesce(l.of_utterance_id, -l.id), coalesce(r.of_utterance_id, -r.id)
FROM quote_matches m JOIN quotes l ON l.id = m.left_id JOIN quotes r ON r.id = m.right_id
"""
_REPORTS = f"""
SELECT coalesce(j.story, q.of_utterance_id) AS story, j.story IS NOT NULL AS matched, q.id, q.of_utterance_id, p.capture_id,
  p.exact, s.language, s.published_earliest, s.published_latest
FROM quotes q
JOIN passages p ON p.id = q.passage_id
JOIN captures c ON c.id = p.capture_id
JOIN sources s ON s.id = c.source_id
LEFT JOIN temp.o_joined j ON j.node = coalesce(q.of_utterance_id, -q.id)
WHERE q.form IN {_GIVEN} AND p.shown = 'whole' AND coalesce(j.story, q.of_utterance_id) IS NOT NULL
ORDER BY story, q.id
"""
_JUDGED = """
SELECT left_id, right_id, judgement FROM quote_matches
WHERE left_id IN (SELECT value FROM json_each(:ids)) AND right_id IN (SELECT value FROM json_each(:ids))
"""
_PLACES = """
SELECT p.capture_id, q.id, p.start_char, p.end_char, s.language, p.prefix, p.exact, p.suffix
FROM (SELECT quote_id AS id FROM temp.o_differences UNION SELECT against_id FROM temp.o_differences) d
JOIN quotes q ON q.id = d.id
JOIN passages p ON p.id = q.passage_id
JOIN captures c ON c.id = p.capture_id
JOIN sources s ON s.id = c.source_id
ORDER BY p.capture_id, p.start_char
"""
_FILLED = (
    """
INSERT INTO quote_differences
SELECT NULL, d.quote_id, d.against_id, d.earliest_id, d.compared, d.difference, h.clause, t.clause, d.judged, q.fidelity,
  o.fidelity
FROM temp.o_differences d
JOIN quotes q ON q.id = d.quote_id
JOIN quotes o ON o.id = d.against_id
JOIN temp.o_clauses h ON h.quote_id = d.quote_id
JOIN temp.o_clauses t ON t.quote_id = d.against_id
ORDER BY d.quote_id
""",
    "CREATE UNIQUE INDEX ix_quote_differences_quote_id ON quote_differences (quote_id)",
    "CREATE INDEX ix_quote_differences_against_id ON quote_differences (against_id)",
    # Those that the question goes through, which in public may be few of very many.
    "CREATE INDEX ix_quote_differences_set ON quote_differences (id) "
    "WHERE clause <> other_clause AND compared IN ('the same', 'other marks', 'cut', 'longer')",
    *(f"DROP TABLE temp.{table}" for table in ("o_joined", "o_differences", "o_clauses")),
)
