"""From anchored drafts to rows: one bundle, in the order in which rows refer to each other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from .. import models as m
from ..anchor import Span
from ..dates import bounds
from ..document import DateDraft, SourceDraft
from ..errors import Problem, RefusedError
from ..models.claims import SYMMETRIC_RELATIONS
from ..store import StoreError, Writer
from .anchoring import Anchored, all_sources
from .judging import confirm, make_way


@dataclass(slots=True)
class _Bundle:
    """What is known while a bundle is written: ids of its capture and quotes, and of the captures of all of the file."""

    writer: Writer
    path: str
    captures: dict[str, int]  # by source
    capture: int | None = None
    quotes: list[list[int]] = field(default_factory=list)  # by quote, then stretch

    def id(self, model: Any, slug: str | None) -> int | None:
        """The id that a slug stands for. The examination saw to it that there is one."""
        if slug is None:
            return None
        return int(self.writer.session.execute(select(model.id).where(model.slug == slug)).scalar_one())

    def passage(self, span: Span | None, capture: int | None = None) -> int | None:
        if span is None:
            return None
        key = {"capture_id": capture or self.capture, "start_char": span.start, "end_char": span.end}
        return self.writer.put(m.Passage, key, {"exact": span.exact})

    @contextmanager
    def at(self, line: int | None) -> Iterator[None]:
        """What the store says against a row, said with the file and line that the row comes from."""
        try:
            yield
        except StoreError as error:
            raise RefusedError([Problem(self.path, line, str(error))]) from error


def write(writer: Writer, path: str, bundles: Sequence[Anchored]) -> None:
    """Put all rows of a file, table by table, since its bundles may refer to each other.

    Raises RefusedError where the store or the database speaks against a row.
    """
    captures: dict[str, int] = {}
    into = [(_Bundle(writer, path, captures), anchored) for anchored in bundles]
    steps = (
        _terms,
        _entities,
        _names,
        _sources,
        _segments,
        _utterances,
        _quotes,
        _claims,
        _evidence,
        _judgements,
        _derivations,
        _omissions,
    )
    for step in steps:
        for one, anchored in into:
            step(one, anchored)


def date_columns(name: str, date: DateDraft | None) -> dict[str, str | None]:
    """The four columns of a date called `name`, all null where it is not known."""
    if date is None:
        return {name: None, f"{name}_earliest": None, f"{name}_latest": None, f"{name}_basis": None}
    span = bounds(date.edtf)
    return {
        name: date.edtf,
        f"{name}_earliest": span.earliest,
        f"{name}_latest": span.latest,
        f"{name}_basis": date.basis,
    }


def _terms(into: _Bundle, anchored: Anchored) -> None:
    for term in anchored.bundle.terms:
        with into.at(term.line):
            values = {"label": term.label, "definition": term.definition, "iri": term.iri}
            into.writer.put(m.Term, {"scheme": term.scheme, "code": term.code}, values)


def _entities(into: _Bundle, anchored: Anchored) -> None:
    for entity in anchored.bundle.entities:
        if entity.name is not None:
            with into.at(entity.line):
                values = {"kind": entity.kind, "name": entity.name, "description": entity.description}
                into.writer.put(m.Entity, {"slug": entity.slug}, values)


def _names(into: _Bundle, anchored: Anchored) -> None:
    for entity in anchored.bundle.entities:
        id_ = into.id(m.Entity, entity.slug)
        with into.at(entity.line):
            for name in entity.names:
                into.writer.put(
                    m.EntityName, {"entity_id": id_, "name": name.name, "lang": name.lang}, {"kind": name.kind}
                )
            for scheme, value in entity.identifiers:
                into.writer.put(m.EntityIdentifier, {"scheme": scheme, "value": value}, {"entity_id": id_})
    for match in anchored.bundle.entity_matches:
        _match(into, m.EntityMatch, m.Entity, match)


def _match(into: _Bundle, model: Any, matched: Any, match: Any) -> None:
    with into.at(match.line):
        left, right = sorted(into.id(matched, slug) or 0 for slug in (match.left, match.right))
        values = {"judgement": match.judgement, "decided_by": match.decided_by, "note": match.note}
        into.writer.put(model, {"left_id": left, "right_id": right}, values)


def _sources(into: _Bundle, anchored: Anchored) -> None:
    bundle, document = anchored.bundle, anchored.bundle.document
    for source in bundle.sources:
        with into.at(source.line):
            _source(into, source)
    if bundle.source and document:
        with into.at(bundle.source.line):
            source_id = _source(into, bundle.source)
            sha256 = hashlib.sha256(document.content).hexdigest()
            into.writer.put(m.Blob, {"sha256": sha256}, {"content": document.content})
            into.capture = into.writer.put(
                m.Capture,
                {"source_id": source_id, "sha256": sha256, "extractor": document.extractor},
                {
                    "media_type": document.media_type,
                    "encoding": document.encoding,
                    "retrieved_at": document.retrieved_at,
                    "retrieved_from": document.retrieved_from,
                    "text": document.text,
                },
            )
            into.captures[bundle.source.slug] = into.capture
    for source in all_sources(bundle):
        with into.at(source.line):
            _published_words(into, source.slug, anchored.published.get(source.slug))


def _published_words(into: _Bundle, slug: str, span: Span | None) -> None:
    """The words that date a work. A file has a say on those of its own document; the first to date a work is kept."""
    source_id = into.id(m.Source, slug) or 0
    there = into.writer.session.execute(
        select(m.Passage.id, m.Passage.capture_id)
        .join(m.Source, m.Source.published_passage_id == m.Passage.id)
        .where(m.Source.id == source_id)
    ).first()
    if there is None or there.capture_id == into.capture:
        into.writer.set(m.Source, source_id, published_passage_id=into.passage(span))


def _source(into: _Bundle, source: SourceDraft) -> int:
    same = ("kind", "title", "author", "url", "canonical_url", "archived_url", "language")
    rights = ("copyright_holder", "usage_terms", "licence", "publish")
    values = {name: getattr(source, name) for name in (*same, *rights)}
    values |= {"publisher_id": into.id(m.Entity, source.publisher), **date_columns("published", source.published)}
    return into.writer.put(m.Source, {"slug": source.slug}, values)


def _segments(into: _Bundle, anchored: Anchored) -> None:
    for segment, span in anchored.segments:
        with into.at(segment.line):
            key = {"capture_id": into.capture, "start_char": span.start, "end_char": span.end, "kind": segment.kind}
            into.writer.put(m.Segment, key)


def _utterances(into: _Bundle, anchored: Anchored) -> None:
    for utterance in anchored.bundle.utterances:
        with into.at(utterance.line):
            values = {
                "speaker_id": into.id(m.Entity, utterance.speaker),
                "venue_id": into.id(m.Source, utterance.venue),
                "text": utterance.text,
                "lang": utterance.lang,
                **date_columns("said", utterance.said),
            }
            into.writer.put(m.Utterance, {"slug": utterance.slug}, values)
    for match in anchored.bundle.utterance_matches:
        _match(into, m.UtteranceMatch, m.Utterance, match)


def _quotes(into: _Bundle, anchored: Anchored) -> None:
    for quote in anchored.quotes:
        draft = quote.draft
        said = {
            "speaker_id": into.id(m.Entity, draft.speaker),
            "utterance_id": into.id(m.Utterance, draft.utterance),
            "form": draft.form,
            "fidelity": draft.fidelity,
        }
        with into.at(draft.line):
            beside = {"cue_passage_id": into.passage(quote.cue), "when_passage_id": into.passage(quote.when)}
            ids: list[int] = []
            for stretch in quote.stretches:
                # Cue and time stand at the first stretch; the others name it.
                values = {**said, "continues_id": ids[0]} if ids else {**said, **beside, "continues_id": None}
                key = {"passage_id": into.passage(stretch), "part": draft.part}
                ids.append(into.writer.put(m.Quote, key, values))
            into.quotes.append(ids)
        hops = []
        for position, (hop, words) in enumerate(quote.way, 1):
            with into.at(hop.line):
                values = {
                    "entity_id": into.id(m.Entity, hop.entity),
                    "source_id": into.id(m.Source, hop.source),
                    "passage_id": into.passage(words),
                    "basis": hop.basis,
                }
                hops.append(into.writer.put(m.Attribution, {"quote_id": ids[0], "position": position}, values))
        into.writer.drop_beyond(m.Attribution, {"quote_id": ids[0]}, hops)


def _claims(into: _Bundle, anchored: Anchored) -> None:
    for claim in anchored.bundle.claims:
        with into.at(claim.line):
            said = {"text": claim.text, "kind": claim.kind, **date_columns("occurred", claim.occurred)}
            id_ = into.writer.put(m.Claim, {"slug": claim.slug}, said)
        roles: dict[str, int] = {}
        parts = []
        for argument in claim.arguments:
            roles[argument.role] = roles.get(argument.role, 0) + 1
            with into.at(argument.line):
                columns = ("snak", "value", "datatype", "unit")
                values: dict[str, Any] = {name: getattr(argument, name) for name in columns}
                values["entity_id"] = into.id(m.Entity, argument.entity)
                key = {"claim_id": id_, "role": argument.role, "position": roles[argument.role]}
                parts.append(into.writer.put(m.ClaimArgument, key, values))
        into.writer.drop_beyond(m.ClaimArgument, {"claim_id": id_}, parts)


def _evidence(into: _Bundle, anchored: Anchored) -> None:
    for evidence in anchored.evidence:
        draft = evidence.draft
        with into.at(draft.line):
            key = {"claim_id": into.id(m.Claim, draft.claim), "passage_id": into.passage(evidence.span)}
            quote = into.quotes[evidence.quote][evidence.stretch] if evidence.quote is not None else None
            when = into.passage(evidence.when)
            values = {"quote_id": quote, "when_passage_id": when, "stance": draft.stance, "note": draft.note}
            into.writer.put(m.Evidence, key, values)


def _judgements(into: _Bundle, anchored: Anchored) -> None:
    for relation in anchored.bundle.relations:
        with into.at(relation.line):
            pair = [into.id(m.Claim, relation.claim), into.id(m.Claim, relation.related)]
            if relation.relation in SYMMETRIC_RELATIONS:
                pair.sort(key=lambda id_: id_ or 0)
            key: dict[str, Any] = {"claim_id": pair[0], "related_id": pair[1], "relation": relation.relation}
            values = {"note": relation.note, "status": "confirmed", "decided_by": relation.decided_by}
            into.writer.put(m.ClaimRelation, key, values)
    for review in anchored.bundle.reviews:
        with into.at(review.line):
            key = {
                "claim_id": into.id(m.Claim, review.claim),
                "reviewer_id": into.id(m.Entity, review.reviewer),
                "url": review.url,
            }
            columns = ("rating_value", "best_rating", "worst_rating", "rating_label", "reviewed")
            into.writer.put(m.Review, key, {name: getattr(review, name) for name in columns})


def _derivations(into: _Bundle, anchored: Anchored) -> None:
    for derivation in anchored.derivations:
        draft = derivation.draft
        own = anchored.bundle.source.slug if anchored.bundle.source else None
        with into.at(draft.line):
            source, origin_id = into.id(m.Source, draft.source or own) or 0, into.id(m.Source, draft.origin) or 0
            key: dict[str, Any] = {"source_id": source, "origin_id": origin_id, "basis": draft.basis}
            status = draft.status or ("proposed" if draft.basis == "detected" else "confirmed")
            if status == "confirmed":
                make_way(into.writer, source, origin_id)
            values = {
                "kind": draft.kind,
                "reason": draft.reason,
                "passage_id": into.passage(derivation.words),
                "status": status,
                "decided_by": draft.decided_by,
            }
            if draft.basis == "detected" and draft.reason is None:
                del values["reason"]  # the program's own stays
            id_ = into.writer.put(m.Derivation, key, values)
        for index, span, origin in derivation.alignments:
            alignment = draft.alignments[index]
            with into.at(alignment.line):
                copy = _capture_of(into, alignment.origin_copy) if origin else None
                between = {
                    "derivation_id": id_,
                    "passage_id": into.passage(span),
                    "origin_passage_id": into.passage(origin, copy),
                }
                judged = {"change": alignment.change, "note": alignment.note, "decided_by": draft.decided_by}
                into.writer.put(m.Alignment, between, {**judged, "status": status})
        if draft.basis == "detected" and status == "confirmed":
            confirm(into.writer, id_, draft.decided_by)


def _omissions(into: _Bundle, anchored: Anchored) -> None:
    for omission, span in anchored.omissions:
        with into.at(omission.line):
            into.writer.put(m.Omission, {"passage_id": into.passage(span)}, {"reason": omission.reason})


def _capture_of(into: _Bundle, slug: str | None) -> int:
    """The capture whose text the words were found in: the file's own, else the newest of the source."""
    if slug in into.captures:
        return into.captures[slug]
    newest = select(m.Capture.id).join(m.Source, m.Source.id == m.Capture.source_id).where(m.Source.slug == slug)
    return int(into.writer.session.execute(newest.order_by(m.Capture.id.desc()).limit(1)).scalar_one())
