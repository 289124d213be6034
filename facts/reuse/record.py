"""Keeping what was found, in one load: derivations and alignments of basis `detected`, beside what people say.

A program's finding is proposed. What a person declared, confirmed or rejected is never changed, and what a person rejected is
not proposed again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from ..differences import shared_stretch
from ..meaning import Change, changes
from ..models import Alignment, Derivation, Passage
from ..store import Writer
from ..text import fold
from . import relations
from .articles import Article, Reuse, Stretch
from .reading import Work

_COPIED, _LIKE = 0.95, 0.97  # of the words of a copy, and how alike they are: then it is the same text, republished
_LONGEST = 1000  # characters of a passage in which a change of meaning is looked for: a sentence or two
CLOSE = 0.4  # sentences less alike say too much else for a difference to mean anything
_ADDED = 6  # words at an end that only one of two passages has: something added or cut, and no change of what both say
_ENGLISH = ("en", "und")


@dataclass(frozen=True, slots=True)
class Kept:
    """What one found pair became: the works, in the direction that was recorded."""

    source: str
    origin: str
    kind: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Sides:
    """The two texts of what was found, in the direction in which it is recorded; where it is undecided, the later one first."""

    source_number: int
    origin_number: int
    source: Work
    origin: Work

    @classmethod
    def of(cls, reuse: Reuse, works: Sequence[Work]) -> Sides:
        """The sides of what was found."""
        origin = reuse.one if reuse.origin is None else reuse.origin
        source = reuse.one + reuse.other - origin
        return cls(source, origin, works[source], works[origin])

    @property
    def english(self) -> bool:
        """Whether changes of meaning can be looked for."""
        return all((work.language or "und").partition("-")[0] in _ENGLISH for work in (self.source, self.origin))


def keep(
    writer: Writer,
    works: Sequence[Work],
    found: Iterable[Reuse],
    fetch: Callable[[Sequence[int]], Iterable[Article]],
    looked_at: Callable[[int, int], bool],
) -> list[Kept]:
    """Put what was found, and take out what was found before and is no longer there.

    `looked_at` says of two works, by id, whether a text of each was compared this time.
    """
    judged = _Judged(writer)
    kept: list[Kept] = []
    ids: set[int] = set()
    changed: dict[int, tuple[str, str]] = {}
    for reuse in _one_each(found, works):
        sides = Sides.of(reuse, works)
        source, origin = sides.source.root, sides.origin.root
        if judged.closed(source, origin):
            continue
        kind = _kind(reuse, sides, judged)
        because = _because(reuse, sides)
        values = {"kind": kind, "score": reuse.score, "reason": because, "passage_id": None}
        key = {"source_id": source, "origin_id": origin, "basis": "detected"}
        derivation = writer.put(Derivation, key, {**values, "status": "proposed", "decided_by": None})
        ids.add(derivation)
        texts = {article.number: article.text for article in fetch((reuse.one, reuse.other))}
        changed |= _align(writer, derivation, reuse, sides, texts)
        kept.append(Kept(sides.source.root_slug, sides.origin.root_slug, kind, reuse.score, because))
    for row in judged.proposed():
        if row.id not in ids and looked_at(row.source_id, row.origin_id):
            _drop(writer, row.id)
    relations.propose(writer, changed)
    return sorted(kept, key=lambda one: -one.score)


def _one_each(found: Iterable[Reuse], works: Sequence[Work]) -> list[Reuse]:
    """Of several texts of the same two works, the two that share most; texts of one work share what they reprint."""
    best: dict[tuple[int, int], Reuse] = {}
    for reuse in found:
        one, other = works[reuse.one].root, works[reuse.other].root
        if reuse.kind == "quotations" or one == other:
            continue
        pair = (min(one, other), max(one, other))
        if pair not in best or (reuse.share, reuse.score) > (best[pair].share, best[pair].score):
            best[pair] = reuse
    return list(best.values())


class _Judged:
    """What the store says of who was made from whom, before this load."""

    def __init__(self, writer: Writer) -> None:
        self.rows = writer.session.scalars(select(Derivation).order_by(Derivation.id)).all()
        self._closed: set[frozenset[int]] = set()
        self._onward: dict[int, set[int]] = {}
        for row in self.rows:
            rejected = row.status == "rejected"
            if (row.basis == "detected" and (row.status != "proposed" or row.decided_by)) or rejected:
                self._closed.add(frozenset((row.source_id, row.origin_id)))
            if row.kind in ("republication", "translation") and not rejected:
                self._onward.setdefault(row.source_id, set()).add(row.origin_id)

    def closed(self, one: int, other: int) -> bool:
        """Whether a person has decided on these two works: nothing is proposed then."""
        return frozenset((one, other)) in self._closed

    def proposed(self) -> list[Derivation]:
        """What a program found, and nobody has decided."""
        return [r for r in self.rows if r.basis == "detected" and r.status == "proposed" and not r.decided_by]

    def circles(self, source: int, origin: int) -> bool:
        """Whether a republication would lead back to itself, through what is known and what this load has put."""
        seen, ahead = {origin}, [origin]
        while ahead:
            for further in self._onward.get(ahead.pop(), set()) - seen:
                seen.add(further)
                ahead.append(further)
        if source in seen:
            return True
        self._onward.setdefault(source, set()).add(origin)
        return False


def _kind(reuse: Reuse, sides: Sides, judged: _Judged) -> str:
    if reuse.origin is None:
        return "overlap"
    first = sides.source_number == reuse.one
    lengths = [(p.end - p.start if first else p.other_end - p.other_start) for p in reuse.passages]
    alike = sum(p.similarity * length for p, length in zip(reuse.passages, lengths, strict=True)) / max(sum(lengths), 1)
    same = reuse.kind == "copy" and reuse.share >= _COPIED and alike >= _LIKE
    return "republication" if same and not judged.circles(sides.source.root, sides.origin.root) else "rewrite"


def _because(reuse: Reuse, sides: Sides) -> str:
    """What was found and why, for one who has the two works before them: which texts were read is said where it differs."""
    names = {sides.source_number: sides.source.slug, sides.origin_number: sides.origin.slug}
    if reuse.origin is not None:
        names = {sides.source_number: "the copy", sides.origin_number: "the other"}
    lines = [f"{reuse.evidence[0].upper()}{reuse.evidence[1:]}.", *said(reuse, names)[1]]
    if sides.source.slug != sides.source.root_slug or sides.origin.slug != sides.origin.root_slug:
        lines.append(f"Read in {sides.source.slug} and {sides.origin.slug}.")
    return " ".join(lines)


def said(reuse: Reuse, names: Mapping[int, str]) -> tuple[str, tuple[str, ...]]:
    """What was found of two texts, in a sentence, and what speaks for it; `names` are what the texts are called."""
    one, other = names[reuse.one], names[reuse.other]
    if reuse.kind == "quotations":
        return f"{one} and {other} share quotations and no text of their own: {reuse.evidence}.", ()
    if reuse.origin is None:
        verdict = f"{one} and {other} share text: {reuse.evidence}."
    else:
        copy = names[reuse.one + reuse.other - reuse.origin]
        verdict = f"{copy} seems to be made from {names[reuse.origin]}: {reuse.evidence}."
    lines = []
    for given in reuse.reasons:
        copy = names[reuse.one + reuse.other - given.origin]
        against = ", against it" if reuse.origin is not None and given.origin != reuse.origin else ""
        lines.append(f"{given.kind.capitalize()}{against}: {copy} {given.words.format(other=names[given.origin])}.")
    if reuse.origin is None:
        common = f"Both name {reuse.common}, which may be what both go back to; " if reuse.common else ""
        lines.append(f"{common}{'w' if common else 'W'}hich was made from which is undecided.")
    return verdict, tuple(lines)


def _align(
    writer: Writer, derivation: int, reuse: Reuse, sides: Sides, texts: Mapping[int, str]
) -> dict[int, tuple[str, str]]:
    """Put the passages, and take out those of this derivation that are no longer found.

    Returns those whose meaning seems to differ, with the words that do, in the origin and in the copy.
    """
    ids: set[int] = set()
    changed: dict[int, tuple[str, str]] = {}
    for found in reuse.passages:
        stretches = {reuse.one: (found.start, found.end), reuse.other: (found.other_start, found.other_end)}
        here, there = (stretches[number] for number in (sides.source_number, sides.origin_number))
        words, origin_words = texts[sides.source_number][slice(*here)], texts[sides.origin_number][slice(*there)]
        change, differing = compared(origin_words, words, sides.english and found.similarity >= CLOSE)
        key = {
            "derivation_id": derivation,
            "passage_id": _passage(writer, sides.source.capture, here, words),
            "origin_passage_id": _passage(writer, sides.origin.capture, there, origin_words),
        }
        values = {"similarity": found.similarity, "change": change, "note": differing.note if differing else None}
        ids.add(id_ := writer.put(Alignment, key, {**values, "status": "proposed", "decided_by": None}))
        if differing:
            changed[id_] = (differing.first, differing.second)
    for row in writer.session.scalars(select(Alignment).filter_by(derivation_id=derivation)).all():
        if row.id not in ids and row.status == "proposed" and not row.decided_by:
            writer.drop(Alignment, row.id)
    return changed


def compared(origin: str, copy: str, english: bool = True) -> tuple[str, Change | None]:
    """How a passage differs from what it was made from: same, edited or meaning, and in the last case in what."""
    if _plain(origin) == _plain(copy):
        return "same", None
    if not english or max(len(origin), len(copy)) > _LONGEST:
        return "edited", None
    found = changes(*shared_stretch(origin, copy, _ADDED))
    return ("meaning", found[0]) if found else ("edited", None)


def _plain(words: str) -> list[str]:
    return re.findall(r"\w+", fold(words).text.casefold())


def _passage(writer: Writer, capture: int, stretch: Stretch, exact: str) -> int:
    key = {"capture_id": capture, "start_char": stretch[0], "end_char": stretch[1]}
    return writer.put(Passage, key, {"exact": exact})


def _drop(writer: Writer, derivation: int) -> None:
    for row in writer.session.scalars(select(Alignment).filter_by(derivation_id=derivation)).all():
        writer.drop(Alignment, row.id)
    writer.drop(Derivation, derivation)
