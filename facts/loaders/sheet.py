"""Sheets: a YAML file beside a document that says what a person found in it. README: Add your own facts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from .. import __version__
from ..document import (
    AlignmentDraft,
    ArgumentDraft,
    Batch,
    Bundle,
    ClaimDraft,
    DateDraft,
    DerivationDraft,
    Document,
    EntityDraft,
    EvidenceDraft,
    HopDraft,
    MatchDraft,
    NameDraft,
    OmissionDraft,
    QuoteDraft,
    RelationDraft,
    ReviewDraft,
    SegmentDraft,
    SourceDraft,
    TermDraft,
    UtteranceDraft,
    Words,
)
from ..errors import Problem, RefusedError
from . import text
from .schema import problems
from .tree import Map, parse

SUFFIXES = (".yaml", ".yml")
Draft = TypeVar("Draft")


def fits(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES


def read(path: Path) -> Batch:
    """Read a sheet and the document it names. Raises RefusedError with all that is wrong with the sheet's form."""
    content = text.read_bytes(path)
    if len(content) > text.MAX_BYTES:
        raise RefusedError([Problem(str(path), None, f"{len(content):,} bytes; split the sheet into several")])
    root = parse(path, text.decode(path, content))
    wrong = list(problems(str(path), root))
    document = None
    if isinstance(root.get("document"), str):
        try:
            document = _document(path, root)
        except RefusedError as error:
            wrong += error.problems
    if wrong:
        raise RefusedError(wrong)
    return Batch(str(path), content, "sheet", __version__, (bundle(root, document),))


def document_name(path: Path) -> str | None:
    """The document a sheet names, or None; for telling which documents have no sheet. Mistakes are left for `read`."""
    content = b""
    try:
        content = text.read_bytes(path)
        named = parse(path, text.decode(path, content)).get("document")
    except RefusedError:
        found = re.search(rb"^document:[ \t]*[\"']?([^\"'#\r\n]+)", content, re.MULTILINE)
        named = found[1].decode("utf-8", "replace").strip() if found else None
        named = named if named and text.fits(Path(named)) else None
    return str(named) if isinstance(named, str) else None


def _document(path: Path, root: Map) -> Document:
    name = str(root["document"])
    line = root.lines["document"]
    if Path(name).name != name or not name.isprintable():
        hint = "the document lies beside its sheet: give its name alone"
        raise RefusedError([Problem(str(path), line, f"`document` can't be “{name}”", hint)])
    if not text.fits(Path(name)):
        hint = f"plain text, in a file that ends in {', '.join(text.SUFFIXES)}"
        raise RefusedError([Problem(str(path), line, f"`document` can't be “{name}”: no reader for such a file", hint)])
    beside = path.parent / name
    try:
        found = beside.is_file()
    except OSError:  # a name longer than file systems have
        found = False
    if not found:
        there = sorted(entry.name for entry in path.parent.iterdir() if text.fits(entry))
        hint = f"documents there: {', '.join(there[:5])}" if there else "there is no document in that folder"
        raise RefusedError([Problem(str(path), line, f"the document {name} is not beside the sheet", hint)])
    retrieved = root.get("retrieved")
    fetched = retrieved if isinstance(retrieved, Map) else Map(line)
    return text.read_document(beside, _text(fetched.get("at")), _text(fetched.get("from")))


def bundle(root: Map, document: Document | None) -> Bundle:
    """The drafts of a sheet that the schema has passed."""

    def each(key: str, read: Callable[[Map], Draft]) -> tuple[Draft, ...]:
        return tuple(read(node) for node in root.get(key, ()))

    return Bundle(
        document=document,
        source=_source(root["source"]) if "source" in root else None,
        terms=each("terms", lambda node: _draft(TermDraft, node)),
        entities=each("entities", _entity),
        entity_matches=each("entity_matches", lambda node: _draft(MatchDraft, node)),
        sources=each("sources", _source),
        segments=each("segments", _segment),
        utterances=each("utterances", lambda node: _draft(UtteranceDraft, node, said=_date(node, "said"))),
        utterance_matches=each("utterance_matches", lambda node: _draft(MatchDraft, node)),
        quotes=each("quotes", _quote),
        claims=each("claims", _claim),
        evidence=each("evidence", _evidence),
        relations=each("relations", lambda node: _draft(RelationDraft, node)),
        reviews=each("reviews", _review),
        derivations=each("made_from", _derivation),
        omissions=each("left_out", lambda node: _draft(OmissionDraft, node, words=_words(node["words"]))),
    )


def _draft(kind: type[Draft], node: Map, **given: Any) -> Draft:
    """A draft whose fields of text have the names of the sheet's keys; `given` are those that are more than text."""
    names = {field.name for field in fields(kind)}  # type: ignore[arg-type]  # every draft is a dataclass
    plain = {key: str(value) for key, value in node.items() if key in names and isinstance(value, str)}
    return kind(**{**plain, **given, "line": node.line})


def _words(value: Any) -> Words | None:
    if value is None:
        return None
    if isinstance(value, Map):
        occurrence = int(value["occurrence"]) if "occurrence" in value else None
        return Words(str(value["words"]), _text(value.get("after")), occurrence, value.line)
    return Words(str(value), line=value.line)


def _text(value: object) -> str | None:
    return str(value) if isinstance(value, str) else None


def _date(node: Map, key: str) -> DateDraft | None:
    value = node.get(key)
    if isinstance(value, Map):
        return _draft(DateDraft, value, edtf=str(value["date"]), words=_words(value.get("words")))
    return DateDraft(str(value), line=node.lines[key]) if value is not None else None


def _source(node: Map) -> SourceDraft:
    rights = node.get("rights", {})
    named = {"holder": "copyright_holder", "terms": "usage_terms", "licence": "licence", "publish": "publish"}
    given = {column: str(rights[key]) for key, column in named.items() if key in rights}
    return _draft(SourceDraft, node, published=_date(node, "published"), **given)


def _entity(node: Map) -> EntityDraft:
    names = tuple(
        _draft(NameDraft, name) if isinstance(name, Map) else NameDraft(str(name), line=name.line)
        for name in node.get("names", ())
    )
    identifiers = tuple((scheme, str(value)) for scheme, value in node.get("identifiers", {}).items())
    return _draft(EntityDraft, node, names=names, identifiers=identifiers)


def _segment(node: Map) -> SegmentDraft:
    first = _words(node.get("words", node.get("first")))
    return _draft(SegmentDraft, node, first=first, last=_words(node.get("last")))


def _quote(node: Map) -> QuoteDraft:
    stretches = node["words"] if isinstance(node["words"], list) else [node["words"]]
    return _draft(
        QuoteDraft,
        node,
        words=tuple(_words(stretch) for stretch in stretches),
        cue=_words(node.get("cue")),
        when=_words(node.get("when")),
        way=tuple(_draft(HopDraft, hop, words=_words(hop.get("words"))) for hop in node.get("way", ())),
        part=int(node.get("part", 1)),
    )


def _claim(node: Map) -> ClaimDraft:
    arguments = tuple(_draft(ArgumentDraft, argument) for argument in node.get("arguments", ()))
    return _draft(ClaimDraft, node, occurred=_date(node, "occurred"), arguments=arguments)


def _evidence(node: Map) -> EvidenceDraft:
    return _draft(EvidenceDraft, node, words=_words(node.get("words")), when=_words(node.get("when")))


def _review(node: Map) -> ReviewDraft:
    ratings = ("rating_value", "best_rating", "worst_rating")
    return _draft(ReviewDraft, node, **{key: float(node[key]) for key in ratings if key in node})


def _derivation(node: Map) -> DerivationDraft:
    copy = _text(node.get("origin_copy"))
    aligned = tuple(
        _draft(
            AlignmentDraft,
            alignment,
            words=_words(alignment["words"]),
            change=str(alignment.get("change", "same")),
            origin_words=_words(alignment.get("origin_words")),
            origin_copy=copy if "origin_words" in alignment else None,
        )
        for alignment in node.get("aligned", ())
    )
    status = _text(node.get("status")) or "confirmed"  # a sheet is a person's word
    return _draft(DerivationDraft, node, words=_words(node.get("words")), alignments=aligned, status=status)
