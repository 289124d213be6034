"""What a person says, against what a program found: a proposal gives way, and is confirmed with what it rests on."""

from __future__ import annotations

from sqlalchemy import select

from ..models import Alignment, Derivation
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
    """Confirm the passages of a finding that a person confirmed; changes of meaning are confirmed each, under `aligned`."""
    rows = select(Alignment).filter_by(derivation_id=derivation, status="proposed")
    for row in writer.session.scalars(rows.where(Alignment.change != "meaning")).all():
        writer.set(Alignment, row.id, status="confirmed", decided_by=decided_by)
