"""Keeping what was found, in one load: derivations and alignments of basis `detected`, beside what people say.

A program's finding is proposed. What a person declared, confirmed or rejected is never changed, and what a person rejected is
not proposed again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from ..ingest import judging
from ..models import Alignment, Derivation, Passage
from ..store import Writer
from . import leftover, lineage, relations
from .articles import Article, Reuse, Stretch
from .reading import Work
from .wording import CLOSE
from .wording import compared as worded

_COPIED, _LIKE = 0.95, 0.97  # of the words of a copy, and how alike they are: then it is the same text, republished
_ENGLISH = ("en", "und")


@dataclass(frozen=True, slots=True)
class Kept:
    """What one found pair became: the works, in the direction that was recorded."""

    source: str
    origin: str
    kind: str
    score: float
    reason: str


def english(work: Work) -> bool:
    """Whether changes of meaning can be looked for in a text: it is English, or nobody says in what language it is."""
    return (work.language or "und").partition("-")[0] in _ENGLISH


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
        return all(map(english, (self.source, self.origin)))


def keep(
    writer: Writer,
    works: Sequence[Work],
    found: Sequence[Reuse],
    fetch: Callable[[Sequence[int]], Iterable[Article]],
    looked_at: Callable[[int, int], bool],
    compared: Callable[[int, int], bool],
) -> list[Kept]:
    """Put what was found, and take out what was found before and is no longer there.

    `found` is all that was found of the texts that were `compared` this time, which is asked of two works by id. They were
    `looked_at` if so was all that may explain what they share.
    """
    judged = _Judged(writer)

    def overruled(reuse: Reuse) -> bool:
        sides = Sides.of(reuse, works)
        return judged.overruled(sides.source.root, sides.origin.root)

    def decided(reuse: Reuse) -> bool:
        return judged.confirmed(works[reuse.one].root, works[reuse.other].root) is not None

    nearest = _one_each(lineage.nearest(found, overruled, decided), works)
    here = [(reuse, Sides.of(reuse, works)) for reuse in nearest]
    here = [(reuse, sides) for reuse, sides in here if looked_at(sides.source.root, sides.origin.root)]
    standing = {(sides.source.root, sides.origin.root) for reuse, sides in here if judged.open(reuse, sides)}
    met = {frozenset((works[reuse.one].root, works[reuse.other].root)) for reuse in found if reuse.kind != "quotations"}
    for row in judged.proposed():
        pair = (row.source_id, row.origin_id)
        gone = (pair not in standing and looked_at(*pair)) or (compared(*pair) and frozenset(pair) not in met)
        if gone and not judged.held(row):
            _drop(writer, row.id)  # before the others are put: it may stand in their way
            judged.forget(row)
    kept: list[Kept] = []
    for reuse, sides in here:
        source, origin = sides.source.root, sides.origin.root
        if confirmed := judged.confirmed(source, origin):
            _complete(writer, confirmed, reuse, works, fetch)
            continue
        if not judged.open(reuse, sides):
            continue
        pieces = _pieces(reuse, sides, fetch)
        kind = _kind(reuse, sides, judged, any(piece.change == "meaning" for piece in pieces))
        because = _because(reuse, sides)
        values = {"kind": kind, "score": reuse.score, "reason": because, "passage_id": None}
        key = {"source_id": source, "origin_id": origin, "basis": "detected"}
        derivation = writer.put(Derivation, key, {**values, "status": "proposed", "decided_by": None})
        _align(writer, derivation, pieces, sides)
        kept.append(Kept(sides.source.root_slug, sides.origin.root_slug, kind, reuse.score, because))
    relations.take_back(writer)
    relations.propose(writer)
    leftover.drop(writer)
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
        theirs = writer.stated_by_others(Derivation)
        by_hand = select(Alignment.derivation_id).where(
            or_(Alignment.status != "proposed", Alignment.decided_by.is_not(None))
        )
        self._held = set(writer.session.scalars(by_hand))  # of which a person has judged a passage
        self._overruled: set[tuple[int, int]] = set()
        ways: set[tuple[int, int]] = set()
        self._proposed: list[Derivation] = []
        self._closed: set[tuple[int, int]] = set()
        self._confirmed: dict[tuple[int, int], Derivation] = {}
        self._onward: dict[int, set[int]] = {}
        for row in self.rows:
            pair, turned = (row.source_id, row.origin_id), (row.origin_id, row.source_id)
            if row.status == "rejected":
                # Whoever says that two share nothing says so of both; that one was made from the other, of this way alone.
                pairs = {pair, turned} if row.kind == "overlap" else {pair}
                self._closed |= pairs
                self._overruled |= pairs
            elif row.basis == "detected" and (row.status != "proposed" or row.decided_by or row.id in theirs):
                self._closed |= {pair, turned}
                if row.status == "confirmed":
                    self._confirmed |= {pair: row, turned: row}
            elif row.basis == "detected":
                self._proposed.append(row)
                if row.id in self._held:
                    self._closed.add(turned)
            if row.status == "confirmed" and row.kind != "overlap":
                ways.add(pair)
            if row.kind in ("republication", "translation") and row.status != "rejected":
                self._onward.setdefault(row.source_id, set()).add(row.origin_id)

        self._overruled |= {(origin, source) for source, origin in ways} - ways

    def overruled(self, source: int, origin: int) -> bool:
        """Whether a person said that the one was not made from the other, or that it was the other way round."""
        return (source, origin) in self._overruled

    def held(self, row: Derivation) -> bool:
        """Whether a person has judged a passage of a proposal, which stays then, as it was found."""
        return row.id in self._held

    def open(self, reuse: Reuse, sides: Sides) -> bool:
        """Whether it may be proposed: no person has decided on this direction, or where there is none, on either."""
        source, origin = sides.source.root, sides.origin.root
        return (source, origin) not in self._closed and (
            reuse.origin is not None or (origin, source) not in self._closed
        )

    def confirmed(self, one: int, other: int) -> Derivation | None:
        """What a person confirmed, as a finding, of these two works."""
        return self._confirmed.get((one, other))

    def proposed(self) -> list[Derivation]:
        """What a program found, and nobody has decided."""
        return self._proposed

    def forget(self, row: Derivation) -> None:
        """A proposal was taken back."""
        self._onward.get(row.source_id, set()).discard(row.origin_id)

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


def _kind(reuse: Reuse, sides: Sides, judged: _Judged, meaning: bool) -> str:
    if reuse.origin is None:
        return "overlap"
    first = sides.source_number == reuse.one
    lengths = [(p.end - p.start if first else p.other_end - p.other_start) for p in reuse.passages]
    alike = sum(p.similarity * length for p, length in zip(reuse.passages, lengths, strict=True)) / max(sum(lengths), 1)
    same = reuse.kind == "copy" and reuse.share >= _COPIED and alike >= _LIKE and not meaning
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


@dataclass(frozen=True, slots=True)
class _Piece:
    """A passage of both texts, in the direction that is recorded, and in what it differs in meaning."""

    here: Stretch
    there: Stretch
    words: str
    origin_words: str
    similarity: float
    change: str
    note: str | None


def _pieces(reuse: Reuse, sides: Sides, fetch: Callable[[Sequence[int]], Iterable[Article]]) -> list[_Piece]:
    texts = {article.number: article.text for article in fetch((reuse.one, reuse.other))}
    pieces = []
    for found in reuse.passages:
        stretches = {reuse.one: (found.start, found.end), reuse.other: (found.other_start, found.other_end)}
        here, there = (stretches[number] for number in (sides.source_number, sides.origin_number))
        words, origin_words = texts[sides.source_number][slice(*here)], texts[sides.origin_number][slice(*there)]
        change, differing = worded(origin_words, words, sides.english and found.similarity >= CLOSE)
        pieces.append(
            _Piece(here, there, words, origin_words, found.similarity, change, differing.note if differing else None)
        )
    return pieces


def _align(
    writer: Writer, derivation: int, pieces: Iterable[_Piece], sides: Sides, confirmed: Derivation | None = None
) -> None:
    """Put the passages, and take out those of this derivation that are no longer found; what a person judged stays.

    Those of a finding that somebody confirmed are confirmed with it, but for changes of meaning.
    """
    rows = writer.session.scalars(select(Alignment).filter_by(derivation_id=derivation)).all()
    by_hand = judging.judged(writer, derivation)
    ids: set[int] = set()
    for piece in pieces:
        places = (sides.source.capture, *piece.here), (sides.origin.capture, *piece.there)
        if judging.covered(*places, by_hand):
            continue
        passage = _passage(writer, sides.source.capture, piece.here, piece.words)
        origin_passage = _passage(writer, sides.origin.capture, piece.there, piece.origin_words)
        with_it = confirmed if piece.change != "meaning" else None
        key = {"derivation_id": derivation, "passage_id": passage, "origin_passage_id": origin_passage}
        values = {
            "similarity": piece.similarity,
            "change": piece.change,
            "note": piece.note,
            "status": "confirmed" if with_it else "proposed",
            "decided_by": with_it.decided_by if with_it else None,
        }
        ids.add(writer.put(Alignment, key, values))
    for row in rows:
        if row.id not in ids and row.status == "proposed" and not row.decided_by:
            writer.drop(Alignment, row.id)


def _complete(
    writer: Writer,
    confirmed: Derivation,
    reuse: Reuse,
    works: Sequence[Work],
    fetch: Callable[[Sequence[int]], Iterable[Article]],
) -> None:
    """Give a finding that a person confirmed before it was made what it rests on: passages, reasons, how sure it is."""
    aligned = select(Alignment.id).filter_by(derivation_id=confirmed.id).limit(1)
    if confirmed.score is not None and writer.session.scalar(aligned) is not None:
        return
    source = next(number for number in (reuse.one, reuse.other) if works[number].root == confirmed.source_id)
    origin = reuse.one + reuse.other - source
    sides = Sides(source, origin, works[source], works[origin])
    _align(writer, confirmed.id, _pieces(reuse, sides, fetch), sides, confirmed)
    if reuse.origin in (None, origin):
        writer.complete(Derivation, confirmed.id, score=reuse.score, reason=_because(reuse, sides))


def _passage(writer: Writer, capture: int, stretch: Stretch, exact: str) -> int:
    key = {"capture_id": capture, "start_char": stretch[0], "end_char": stretch[1]}
    return writer.put(Passage, key, {"exact": exact})


def _drop(writer: Writer, derivation: int) -> None:
    for row in writer.session.scalars(select(Alignment).filter_by(derivation_id=derivation)).all():
        writer.drop(Alignment, row.id)
    writer.drop(Derivation, derivation)
