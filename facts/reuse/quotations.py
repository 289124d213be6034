"""Which quotations report the same words: the same, with other marks, cut, set into another clause, altered, or translated.

What is found is a proposal, and only for quotations that nobody has related: those of one utterance are known to report the
same words, and those of two utterances that a person has judged are left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select, text

from ..models import QuoteMatch
from ..store import Writer
from ..text import clip
from .rows import STEP, Table
from .words import FIGURE, LIGHT, NAME, Numbers, Words, words

_ROW = 4  # words in a row, light ones too, that two quotations share
_LEAST = 4  # words of a quotation that says enough to be known again
_COMMON = 64  # in so many quotations, a row of words is a phrase
_ALIKE = 0.75  # of the words of the longer one are the same, and in order: an altered quotation
_SHARED = 2  # names and figures that a translation keeps
_LENGTHS = (0.5, 2.0)  # of a translation to what it translates, in words


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation as it is compared. `work` is the work its text stands for; `said` the days it may have been said on."""

    id: int
    work: int
    form: str
    exact: str
    speaker: int | None
    utterance: int | None
    language: str
    said: tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Match:
    """Two quotations that seem to report the same words; the lower id is `left`."""

    left: int
    right: int
    kind: str
    note: str


def quotations(connection: Connection, roots: dict[int, int]) -> list[Said]:
    """All quotations that give words; `roots` says of a source which work it reprints."""
    return [
        Said(
            row.id,
            roots.get(row.source_id, row.source_id),
            row.form,
            row.exact,
            row.speaker,
            row.utterance,
            (row.language or "und").partition("-")[0],
            (row.said_earliest, row.said_latest),
        )
        for row in connection.execute(text(_QUOTES))
    ]


_QUOTES = """
SELECT q.id, c.source_id, q.form, p.exact, COALESCE(q.speaker_id, f.speaker_id, u.speaker_id) AS speaker,
  COALESCE(q.utterance_id, f.utterance_id) AS utterance, s.language, u.said_earliest, u.said_latest
FROM quotes q
JOIN passages p ON p.id = q.passage_id
JOIN captures c ON c.id = p.capture_id
JOIN sources s ON s.id = c.source_id
LEFT JOIN quotes f ON f.id = q.continues_id
LEFT JOIN utterances u ON u.id = COALESCE(q.utterance_id, f.utterance_id)
WHERE q.form IN ('direct', 'partial', 'block')
ORDER BY q.id
"""


def matches(found: Sequence[Said], apart: Callable[[Said, Said], bool] = lambda one, other: False) -> Iterator[Match]:
    """Quotations that seem to report the same words, each with the fullest of those it matches, by id.

    None that are `apart`.
    """
    counted = words([one.exact for one in found]) if found else []
    pairs = [*_alike(found, counted), *_translated(found, counted)]
    best: dict[int, tuple[tuple[int, int], Match]] = {}
    for one, other, kind in pairs:
        if apart(found[one], found[other]):
            continue
        match = _match(found[one], found[other], kind)
        for mine, theirs in ((one, other), (other, one)):
            rank = (len(counted[theirs]), -found[theirs].id)
            if rank > (len(counted[mine]), -found[mine].id) and (mine not in best or rank > best[mine][0]):
                best[mine] = (rank, match)
    yield from sorted((match for _, match in best.values()), key=lambda match: (match.left, match.right))


def _alike(found: Sequence[Said], counted: Sequence[Words]) -> Iterator[tuple[int, int, str]]:
    """Pairs that share rows of words and are the same, cut, or altered."""
    rows = ((number, _rows(one.key)) for number, one in enumerate(counted) if len(one) >= _LEAST)
    table = Table((number, keys, None) for number, keys in rows)
    hits = [pair for piece in table.pieces(_COMMON) for pair in table.pairs(piece, 2, _COMMON)]
    pairs = [np.unique(table.text[left].astype(np.int64) << 32 | table.text[right]) for left, right in hits]
    pairs.append(_repeated(counted))
    for pair in np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *pairs])).tolist():
        one, other = pair >> 32, pair & 0xFFFFFFFF
        if _may_be_one(found[one], found[other]) and (
            kind := _kind(found[one], found[other], counted[one], counted[other])
        ):
            yield one, other, kind


def _repeated(counted: Sequence[Words]) -> NDArray[np.int64]:
    """Pairs of the same words, however many have them: each with the first."""
    first: dict[bytes, int] = {}
    pairs = []
    for number, one in enumerate(counted):
        if len(one) >= _LEAST and (before := first.setdefault(one.key.tobytes(), number)) != number:
            pairs.append(before << 32 | number)
    return np.array(pairs, dtype=np.int64)


def _rows(key: Numbers) -> Numbers:
    """The numbers of rows of words, each once."""
    number = np.zeros(len(key) - _ROW + 1, dtype=np.uint64)
    for step in range(_ROW):
        number = number * STEP + key[step : len(number) + step]
    return np.unique(number)


def _may_be_one(one: Said, other: Said) -> bool:
    """Not of one work, where they are two places, nor of two people, nor said on different days."""
    if one.work == other.work or (one.speaker and other.speaker and one.speaker != other.speaker):
        return False
    apart = one.said[1] and other.said[0] and one.said[1] < other.said[0]
    return not (apart or (other.said[1] and one.said[0] and other.said[1] < one.said[0]))


def _kind(one: Said, other: Said, words: Words, other_words: Words) -> str | None:
    """How the words of two quotations compare; None where they are not the same words."""
    from rapidfuzz.distance import LCSseq  # a compiled library: not before it is needed

    here, there = words.key.tolist(), other_words.key.tolist()
    if here == there:
        return "exact" if one.exact == other.exact else "marks"
    longer, shorter = (here, there) if len(here) > len(there) else (there, here)
    full, part = (one, other) if len(here) > len(there) else (other, one)
    if any(longer[at : at + len(shorter)] == shorter for at in range(len(longer) - len(shorter) + 1)):
        return "embedded" if part.form == "partial" and full.form != "partial" else "cut"
    return "altered" if LCSseq.similarity(here, there) >= _ALIKE * len(longer) else None


def _translated(found: Sequence[Said], counted: Sequence[Words]) -> Iterator[tuple[int, int, str]]:
    """Pairs of one speaker in two languages that share names and figures, and are about as long."""
    of: dict[int, list[int]] = {}
    for number, one in enumerate(found):
        if one.speaker and one.language != "und" and len(counted[number]) >= _LEAST:
            of.setdefault(one.speaker, []).append(number)
    for mine in of.values():
        if len({found[number].language for number in mine}) < 2:
            continue
        holders: dict[int, list[int]] = {}  # by name or figure: the quotations so far that have it
        for other in mine:
            facts = set(_facts(counted[other]))
            shared = Counter(first for fact in facts for first in holders.get(fact, ()))
            for first in sorted(first for first, count in shared.items() if count >= _SHARED):
                ratio = len(counted[first]) / len(counted[other])
                if (
                    found[first].language != found[other].language
                    and _LENGTHS[0] <= ratio <= _LENGTHS[1]
                    and _may_be_one(found[first], found[other])
                ):
                    yield first, other, "translated"
            for fact in facts:
                holders.setdefault(fact, []).append(other)


def _facts(words: Words) -> list[int]:
    found: list[int] = words.key[((words.kind & (NAME | FIGURE)) > 0) & ((words.kind & LIGHT) == 0)].tolist()
    return found


_NOTES = {
    "exact": "the same words",
    "marks": "the same words, with other marks, spaces or capitals",
    "cut": "“{short}” stands within “{full}”",
    "embedded": "“{short}”, set into a clause of the reporter's own, stands within “{full}”",
    "altered": "most words are the same: “{short}” and “{full}”",
    "translated": "one speaker, two languages, the same names and figures",
}


def _match(one: Said, other: Said, kind: str) -> Match:
    short, full = sorted((one.exact, other.exact), key=len)
    note = _NOTES[kind].format(short=clip(short, 60), full=clip(full, 80))
    return Match(min(one.id, other.id), max(one.id, other.id), kind, note)


def keep(writer: Writer, roots: dict[int, int]) -> int:
    """Propose the matches that nobody has judged, and take back proposals that no longer hold. Returns how many stand."""
    connection = writer.session.connection()
    found = quotations(connection, roots)
    utterance = {one.id: one.utterance for one in found}
    utterances = connection.execute(text("SELECT left_id, right_id, judgement FROM utterance_matches")).all()
    judged = {frozenset((left, right)) for left, right, _ in utterances}
    different = {frozenset((left, right)) for left, right, judgement in utterances if judgement == "different"}
    rows = {(row.left_id, row.right_id): row for row in writer.session.scalars(select(QuoteMatch))}
    decided = {pair for pair, row in rows.items() if row.judgement != "possible" or row.decided_by}
    not_one = {frozenset(pair) for pair, row in rows.items() if row.judgement == "different"}

    def apart(one: Said, other: Said) -> bool:
        """Whether somebody has judged that they are not the same words, or not of one thing said."""
        said = frozenset((one.utterance, other.utterance))
        return frozenset((one.id, other.id)) in not_one or said in different

    ids = set()
    for match in matches(found, apart):
        pair = (match.left, match.right)
        said = [utterance[id_] for id_ in pair]
        known = None not in said and (said[0] == said[1] or frozenset(said) in judged)
        if not known and pair not in decided:
            values = {"kind": match.kind, "judgement": "possible", "note": match.note, "decided_by": None}
            ids.add(writer.put(QuoteMatch, {"left_id": match.left, "right_id": match.right}, values))
    for pair, row in rows.items():
        if pair not in decided and row.id not in ids:
            writer.drop(QuoteMatch, row.id)
    return len(ids)
