"""What a person says, against what a program found: a proposal gives way, and is confirmed with what it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from ..models import Alignment, Derivation, Passage
from ..store import Writer

_COPIES = ("republication", "translation")


def make_way(writer: Writer, source: int, origin: int) -> None:
    """Take back proposals through which a work would be made from itself, once a person says that it was made from another.

    The database refuses circles of republications; what nobody decided must not stand against what somebody says.
    """
    while (row := _in_the_way(writer, source, origin)) is not None:
        alignments = writer.session.scalars(select(Alignment).filter_by(derivation_id=row.id)).all()
        if any(one.status != "proposed" or one.decided_by for one in alignments):  # what somebody judged of it stays
            writer.set(Derivation, row.id, kind="rewrite")
            continue
        for alignment in alignments:
            writer.drop(Alignment, alignment.id)
        writer.drop(Derivation, row.id)


def _in_the_way(writer: Writer, source: int, origin: int) -> Derivation | None:
    """A proposal on the way by which the origin would lead back to the source."""
    reached: dict[int, Derivation | None] = {origin: None}
    ahead = [origin]
    while ahead:
        work = ahead.pop(0)
        rows = select(Derivation).where(Derivation.source_id == work, Derivation.kind.in_(_COPIES))
        for row in writer.session.scalars(rows.where(Derivation.status != "rejected").order_by(Derivation.id)):
            if row.origin_id not in reached:
                reached[row.origin_id] = row
                ahead.append(row.origin_id)
    step = reached.get(source)
    while step is not None:
        if step.basis == "detected" and step.status == "proposed" and not step.decided_by:
            return step
        step = reached[step.source_id]
    return None


def confirm(writer: Writer, derivation: int, decided_by: str | None) -> None:
    """Confirm the passages of a finding that a person confirmed; changes of meaning are confirmed each, under `aligned`.

    What was found of a passage gives way to what a person says of it.
    """
    by_hand = judged(writer, derivation)
    rows = select(Alignment).filter_by(derivation_id=derivation, status="proposed")
    for row in writer.session.scalars(rows.order_by(Alignment.id)).all():
        if covered(_place(writer, row.passage_id), _place(writer, row.origin_passage_id), by_hand):
            writer.drop(Alignment, row.id)
        elif row.change != "meaning":
            writer.set(Alignment, row.id, status="confirmed", decided_by=decided_by)


Place = tuple[int, int, int]  # capture, from, to


def judged(writer: Writer, derivation: int) -> list[tuple[Place | None, Place | None]]:
    """Where the passages of a derivation lie that a person has judged, in the copy and in the origin."""
    rows = select(Alignment).filter_by(derivation_id=derivation).order_by(Alignment.id)
    by_hand = [row for row in writer.session.scalars(rows) if row.status != "proposed" or row.decided_by]
    return [(_place(writer, row.passage_id), _place(writer, row.origin_passage_id)) for row in by_hand]


def _place(writer: Writer, passage: int | None) -> Place | None:
    row = writer.session.get(Passage, passage) if passage is not None else None
    return (row.capture_id, row.start_char, row.end_char) if row else None


def covered(here: Place | None, there: Place | None, by_hand: Sequence[tuple[Place | None, Place | None]]) -> bool:
    """Whether a passage that was judged is half of this one, or more, in the copy and, where both are known, in the origin."""
    return any(
        _half(here, judged_here) and (there is None or judged_there is None or _half(there, judged_there))
        for judged_here, judged_there in by_hand
    )


def _half(place: Place | None, other: Place | None) -> bool:
    if place is None or other is None or place[0] != other[0]:
        return False
    return 2 * (min(place[2], other[2]) - max(place[1], other[1])) >= place[2] - place[1]
