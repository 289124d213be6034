"""What is wrong with a bundle but its words: names nobody defines, words of no vocabulary, dates, one slug for two things."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from ..dates import bounds
from ..document import Batch, Bundle, ClaimDraft, DateDraft, Document
from ..errors import Problem
from ..loaders.schema import near, slug_of
from ..models import claims as claim_words
from ..models import documents, entities, reuse, speech
from ..models.base import DATE_BASES
from .anchoring import all_sources
from .known import Known
from .names import Kind, Name, defined, referred


class Examination:
    """Collects every problem of one bundle in `problems`."""

    def __init__(self, path: str, bundle: Bundle, known: Known) -> None:
        self.path, self.bundle, self.known = path, bundle, known
        self.problems: list[Problem] = []
        self._names()
        self._vocabularies()
        self._dates()
        if (bundle.document is None) != (bundle.source is None):
            line = bundle.source.line if bundle.source else None
            self.problem(line, "a document and the source it is a copy of go together", "give both, or neither")

        document = bundle.document
        if document and document.media_type == "text/plain" and _decoded(document) != document.text:
            self.problem(None, f"the text of {document.name} is not what its bytes say", "read it with read_document")

    def problem(self, line: int | None, message: str, hint: str = "") -> None:
        self.problems.append(Problem(self.path, line, message, hint))

    def _names(self) -> None:
        for name in referred(self.bundle):
            if name.slug not in self.known.slugs[name.kind]:
                self._unknown(name)
        for name in defined(self.bundle):
            if not re.fullmatch(r"(?![0-9]+$)[a-z0-9]+(-[a-z0-9]+)*", name.slug):
                hint = f"lower-case letters a to z, digits and hyphens; for instance {slug_of(name.slug) or 'a-name'}"
                self.problem(name.line, f"“{name.slug}” is no slug", hint)
        ids: dict[str, int | None] = {}
        for quote in self.bundle.quotes:
            if quote.id is not None and quote.id in ids:
                self.problem(
                    quote.line, f"the id `{quote.id}` stands for two quotes", f"the first is in line {ids[quote.id]}"
                )
            elif quote.id is not None:
                ids[quote.id] = quote.line
        for entity in self.bundle.entities:
            if entity.name is not None and entity.kind is None:
                self.problem(entity.line, f"entity {entity.slug} has a name but no kind", "give its kind")

    def _unknown(self, name: Name) -> None:
        if name.kind == "text":
            message = f"no document of the source “{name.slug}” is loaded"
            self.problem(name.line, message, near(name.slug, self.known.every("text")))
            return
        hint = f"define it, here or in a sheet of what several documents need; {near(name.slug, self.known.every(name.kind))}"
        if len(hint) > 300:
            hint = "define it, here or in a sheet of what several documents need"
        self.problem(name.line, f"there is no {name.kind} “{name.slug}”", hint)

    def _vocabularies(self) -> None:
        bundle = self.bundle
        for source in all_sources(bundle):
            self._word("source_kind", source.kind, source.line)
            self._closed("publish", source.publish, documents.PUBLISH, source.line)
        for entity in bundle.entities:
            self._word("entity_kind", entity.kind, entity.line)
            for name in entity.names:
                self._word("name_kind", name.kind, name.line)
            for scheme, _ in entity.identifiers:
                self._word("identifier_scheme", scheme, entity.line)
        for match in (*bundle.entity_matches, *bundle.utterance_matches):
            self._closed("judgement", match.judgement, entities.JUDGEMENTS, match.line)
            if match.left == match.right:
                self.problem(match.line, f"“{match.left}” is matched with itself", "a match takes two")
        for segment in bundle.segments:
            self._closed("kind of segment", segment.kind, documents.SEGMENT_KINDS, segment.line)
        for quote in bundle.quotes:
            self._closed("form", quote.form, speech.FORMS, quote.line)
            self._closed("fidelity", quote.fidelity, speech.FIDELITIES, quote.line)
            for hop in quote.way:
                self._closed("basis", hop.basis, speech.HOP_BASES, hop.line)
        for claim in bundle.claims:
            self._word("claim_kind", claim.kind, claim.line)
            self._arguments(claim)
        for evidence in bundle.evidence:
            self._closed("stance", evidence.stance, claim_words.STANCES, evidence.line)
        for relation in bundle.relations:
            self._closed("relation", relation.relation, claim_words.RELATIONS, relation.line)
            if relation.claim == relation.related:
                self.problem(relation.line, f"claim “{relation.claim}” is related to itself", "a relation takes two")
        for derivation in bundle.derivations:
            self._closed("kind of derivation", derivation.kind, reuse.DERIVATION_KINDS, derivation.line)
            self._closed("basis", derivation.basis, reuse.DERIVATION_BASES, derivation.line)
            self._closed("status", derivation.status, reuse.STATUSES, derivation.line)
            for alignment in derivation.alignments:
                self._closed("change", alignment.change, reuse.ALIGNMENT_CHANGES, alignment.line)

    def _word(self, scheme: str, word: str | None, line: int | None) -> None:
        if word is not None and word not in self.known.terms.get(scheme, set()):
            hint = f"{near(word, sorted(self.known.terms.get(scheme, set())))} A new word is defined under `terms:`"
            self.problem(line, f"“{word}” is no word of the vocabulary {scheme}", hint)

    def _closed(self, what: str, word: str | None, words: Iterable[str], line: int | None) -> None:
        if word is not None and word not in words:
            self.problem(line, f"the {what} can't be “{word}”", near(word, words))

    def _arguments(self, claim: ClaimDraft) -> None:
        for argument in claim.arguments:
            self._word("argument_role", argument.role, argument.line)
            self._closed("snak", argument.snak, claim_words.SNAKS, argument.line)
            filled = (argument.entity is not None) + (argument.value is not None)
            if filled != (argument.snak == "value"):
                hint = "snak value takes an entity or a value, somevalue and novalue take neither"
                self.problem(argument.line, f"the {argument.role} of claim {claim.slug} has {filled} contents", hint)
            elif argument.value is None and (argument.datatype or argument.unit):
                self.problem(argument.line, "datatype and unit go with a value", "give the value")

    def _dates(self) -> None:
        dated: list[tuple[DateDraft | None, int | None]] = [(s.published, s.line) for s in all_sources(self.bundle)]
        dated += [(utterance.said, utterance.line) for utterance in self.bundle.utterances]
        dated += [(claim.occurred, claim.line) for claim in self.bundle.claims]
        dated += [(DateDraft(r.reviewed), r.line) for r in self.bundle.reviews if r.reviewed]
        for date, line in dated:
            if date is not None:
                self._closed("basis", date.basis, DATE_BASES, date.line or line)
                try:
                    bounds(date.edtf)
                except ValueError as error:
                    self.problem(date.line or line, str(error))
        fetched = self.bundle.document.retrieved_at if self.bundle.document else None
        if fetched is not None and not _is_moment(fetched):
            line = self.bundle.source.line if self.bundle.source else None
            self.problem(line, f"“{fetched}” is no time that a document was retrieved at", "write 2019-11-07T09:30:00Z")
        unworded = [u.said for u in self.bundle.utterances] + [claim.occurred for claim in self.bundle.claims]
        for date in unworded:
            if date is not None and date.words is not None:
                hint = "documents date one thing in different words: give them as `when` of the quote or the evidence"
                self.problem(date.line, "this date takes no words", hint)


def _decoded(document: Document) -> str | None:
    try:
        return document.content.decode(document.encoding)
    except (LookupError, UnicodeDecodeError):
        return None


def _is_moment(words: str) -> bool:
    try:
        datetime.fromisoformat(words)
    except ValueError:
        return False
    return True


def duplicates(batch: Batch) -> list[Problem]:
    """One slug for two things within a file."""
    seen: dict[tuple[Kind, str], tuple[Name, object]] = {}
    problems = []
    for bundle in batch.bundles:
        drafts: dict[tuple[str, str], object] = {("entity", e.slug): e for e in bundle.entities if e.name is not None}
        drafts |= {("source", s.slug): s for s in all_sources(bundle)}
        drafts |= {("utterance", u.slug): u for u in bundle.utterances}
        drafts |= {("claim", c.slug): c for c in bundle.claims}
        for name in defined(bundle):
            if name.kind == "text":
                continue
            draft = drafts.get(name.key)
            before = seen.get(name.key)
            if before and (before[1] != draft or len(batch.bundles) == 1):
                hint = f"the first is in line {before[0].line}" if before[0].line else "give one of them another slug"
                message = f"the slug “{name.slug}” stands for two {_PLURALS[name.kind]}"
                problems.append(Problem(batch.path, name.line, message, hint))
            seen.setdefault(name.key, (name, draft))
    return problems


_PLURALS = {"entity": "entities", "source": "sources", "utterance": "utterances", "claim": "claims"}
