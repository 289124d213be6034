"""What the store and the file itself have of the names, words and texts that a file refers to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from .. import models as m
from ..anchor import Finder
from ..document import Batch
from .names import Kind, defined, referred

CHUNK = 500  # names asked for in one query; SQLite takes 999 parameters at least


@dataclass(frozen=True, slots=True)
class Known:
    """`slugs` are those, of the names the file refers to, that stand for something; `terms` the words by vocabulary.

    `every` gives all slugs of a kind, for proposing the nearest to one that is unknown.
    """

    slugs: Mapping[Kind, set[str]]
    terms: Mapping[str, set[str]]
    every: Callable[[Kind], list[str]]


_COLUMNS: dict[Kind, InstrumentedAttribute[str]] = {
    "entity": m.Entity.slug,
    "source": m.Source.slug,
    "utterance": m.Utterance.slug,
    "claim": m.Claim.slug,
    "text": m.Source.slug,
}


def look_up(session: Session, batch: Batch) -> Known:
    """Look up what a file refers to, in the store and in the file."""
    own: dict[Kind, set[str]] = {kind: set() for kind in _COLUMNS}
    asked: dict[Kind, set[str]] = {kind: set() for kind in _COLUMNS}
    terms: dict[str, set[str]] = {}
    for scheme, code in session.execute(select(m.Term.scheme, m.Term.code)):
        terms.setdefault(scheme, set()).add(code)
    for bundle in batch.bundles:
        for name in defined(bundle):
            own[name.kind].add(name.slug)
        for name in referred(bundle):
            asked[name.kind].add(name.slug)
        for term in bundle.terms:
            terms.setdefault(term.scheme, set()).add(term.code)

    def stored(kind: Kind, names: Sequence[str] | None = None) -> Iterator[str]:
        query = select(_COLUMNS[kind])
        if kind == "text":
            query = query.where(m.Source.id.in_(select(m.Capture.source_id)))
        for start in range(0, len(names), CHUNK) if names is not None else [0]:
            some = query if names is None else query.where(_COLUMNS[kind].in_(names[start : start + CHUNK]))
            yield from session.scalars(some)

    def every(kind: Kind) -> list[str]:
        return sorted({*own[kind], *stored(kind)})

    slugs = {kind: own[kind] | set(stored(kind, sorted(asked[kind] - own[kind]))) for kind in _COLUMNS}
    return Known(slugs, terms, every)


def texts_of(session: Session, batch: Batch) -> dict[str, Finder]:
    """The texts, by the slug of their source, in which a file's words of origins are to be found."""
    texts = {
        bundle.source.slug: Finder(bundle.document.text)
        for bundle in batch.bundles
        if bundle.source and bundle.document
    }
    for bundle in batch.bundles:
        for name in referred(bundle):
            if name.kind == "text" and name.slug not in texts:
                newest = select(m.Capture.text).join(m.Source, m.Source.id == m.Capture.source_id)
                newest = newest.where(m.Source.slug == name.slug).order_by(m.Capture.id.desc()).limit(1)
                text = session.scalar(newest)
                if text is not None:
                    texts[name.slug] = Finder(text)
    return texts
