"""What `facts check` reports: rules, each with a name, a level, a query and an explanation.

Triggers refuse most of this from the first; the rules also find what was done behind their back: a restored copy, a trigger
dropped, foreign keys left off.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from sqlalchemy import Connection, Engine, text

from . import db, ddl
from .text import bare, clip


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found: `subject` names the row as people know it, `detail` says what is wrong."""

    rule: str
    level: Literal["error", "notice"]
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of `facts check`.

    `query` finds candidates, each a row of subject, detail and whatever `judge` needs; `judge`, where there is one, decides
    on the row and returns the detail, or None where all is well.
    """

    name: str
    level: Literal["error", "notice"]
    explanation: str
    query: str
    judge: Callable[[Any], str | None] | None = None


def run(engine: Engine, progress: Callable[[int, int, str], None] = lambda done, total, name: None) -> list[Finding]:
    """Apply every rule. Raises DatabaseError where the database can't be used."""
    db.require_current(engine)
    findings: list[Finding] = []
    checks: list[Rule | Structure] = [*STRUCTURE, *RULES]
    with db.reading(engine) as connection:
        for number, rule in enumerate(checks):
            progress(number, len(checks), rule.name)
            findings += rule.find(connection) if isinstance(rule, Structure) else _apply(connection, rule)
    return findings


def _apply(connection: Connection, rule: Rule) -> Iterator[Finding]:
    for row in connection.execute(text(rule.query)):
        detail = rule.judge(row) if rule.judge else str(row[1])
        if detail is not None:
            yield Finding(rule.name, rule.level, str(row[0]), detail)


# Rules on the rows

_PLACE = "s.slug || ', characters ' || p.start_char || '-' || p.end_char"
_IN_SOURCE = "JOIN captures c ON c.id = p.capture_id JOIN sources s ON s.id = c.source_id"
_IN_COMMENT = (
    "JOIN segments g ON g.capture_id = p.capture_id AND g.kind = 'comment' "
    "AND g.start_char < p.end_char AND g.end_char > p.start_char"
)


def _differing_words(row: Any) -> str | None:
    """Two verbatim reports of one utterance that give nearly the same words, but not the same.

    One may hold the other. Reports of different sentences are not alike; 0.6 is difflib's own mark of a close match.
    """
    one, other = bare(row.one), bare(row.other)
    if one in other or other in one or SequenceMatcher(None, one, other, False).ratio() < 0.6:
        return None
    return f"“{clip(row.one)}” there, “{clip(row.other)}” in {row.elsewhere}"


def _unlike_bytes(row: Any) -> str | None:
    if hashlib.sha256(row.content).hexdigest() != row.sha256:
        return "the bytes do not have the digest they are named by"
    if row.media_type == "text/plain" and _decoded(row.content, row.encoding) != row.text:
        return "the text is not what the bytes say"
    return None


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding, "replace")
    except LookupError:  # no such encoding
        return None


def _words_of(table: str, column: str, scheme: str) -> str:
    return (
        f"SELECT DISTINCT '{table}.{column}', '“' || {column} || '” is no word of the vocabulary {scheme}' FROM {table} "
        f"WHERE {column} NOT IN (SELECT code FROM terms WHERE scheme = '{scheme}')"
    )


RULES: Sequence[Rule] = (
    Rule(
        "claim-without-evidence",
        "error",
        "A standing claim needs evidence or a review: without, nobody can tell where it comes from.",
        "SELECT slug, 'no evidence and no review' FROM claims c WHERE withdrawn IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.claim_id = c.id) "
        "AND NOT EXISTS (SELECT 1 FROM reviews r WHERE r.claim_id = c.id) ORDER BY slug",
    ),
    Rule(
        "evidence-in-comment",
        "error",
        "Reader comments give rise to nothing but segments.",
        f"SELECT DISTINCT {_PLACE}, 'evidence in a reader comment' FROM evidence e JOIN passages p ON p.id = e.passage_id "
        f"{_IN_SOURCE} {_IN_COMMENT}",
    ),
    Rule(
        "quote-in-comment",
        "error",
        "Reader comments give rise to nothing but segments.",
        f"SELECT DISTINCT {_PLACE}, 'a quotation in a reader comment' FROM quotes q JOIN passages p ON p.id = q.passage_id "
        f"{_IN_SOURCE} {_IN_COMMENT}",
    ),
    Rule(
        "verbatim-differs",
        "error",
        "Two verbatim reports of one utterance must agree but for marks, spaces and closing punctuation: one of them is not "
        "verbatim.",
        f"SELECT {_PLACE} AS subject, '', p.exact AS one, p2.exact AS other, s2.slug AS elsewhere "
        f"FROM quotes q JOIN passages p ON p.id = q.passage_id {_IN_SOURCE} "
        "JOIN quotes q2 ON q2.utterance_id = q.utterance_id AND q2.id > q.id AND q2.fidelity = 'verbatim' "
        "JOIN passages p2 ON p2.id = q2.passage_id JOIN captures c2 ON c2.id = p2.capture_id "
        "JOIN sources s2 ON s2.id = c2.source_id WHERE q.fidelity = 'verbatim' ORDER BY q.id, q2.id",
        _differing_words,
    ),
    Rule(
        "made-from-later",
        "error",
        "A work can't be made from one that was published after it: a date or the direction is wrong.",
        "SELECT s.slug, 'published ' || s.published || ', made from ' || o.slug || ', published ' || o.published "
        "FROM derivations d JOIN sources s ON s.id = d.source_id JOIN sources o ON o.id = d.origin_id "
        "WHERE d.status <> 'rejected' AND d.kind <> 'overlap' AND s.published_latest < o.published_earliest ORDER BY s.slug",
    ),
    Rule(
        "words-not-there",
        "error",
        "A passage's words must stand at its offsets.",
        f"SELECT {_PLACE}, 'the words there are not “' || p.exact || '”' FROM passages p {_IN_SOURCE} "
        "WHERE p.exact <> substr(c.text, CAST(p.start_char AS integer) + 1, CAST(p.end_char - p.start_char AS integer)) "
        "ORDER BY p.id",
    ),
    Rule(
        "evidence-outside-quote",
        "error",
        "Evidence that names a quote lies within the quote's words.",
        f"SELECT {_PLACE}, 'outside the quote it names' FROM evidence e JOIN passages p ON p.id = e.passage_id {_IN_SOURCE} "
        "JOIN quotes q ON q.id = e.quote_id JOIN passages w ON w.id = q.passage_id WHERE p.capture_id <> w.capture_id "
        "OR p.start_char < w.start_char OR p.end_char > w.end_char ORDER BY e.id",
    ),
    Rule(
        "words-of-another-document",
        "error",
        "Cue, time, hops and continuations of a quote stand in the same text as the quote.",
        f"SELECT DISTINCT {_PLACE}, 'its cue, time, way or first stretch stands in another text' FROM quotes q "
        f"JOIN passages p ON p.id = q.passage_id {_IN_SOURCE} LEFT JOIN quotes f ON f.id = q.continues_id "
        "LEFT JOIN attributions a ON a.quote_id = q.id "
        "JOIN passages o ON o.id IN (q.cue_passage_id, q.when_passage_id, f.passage_id, a.passage_id) "
        "WHERE o.capture_id <> p.capture_id",
    ),
    Rule(
        "capture-unlike-its-bytes",
        "error",
        "The bytes have the digest they are named by, and the text is what they say.",
        "SELECT s.slug, '', b.content, b.sha256, c.media_type, c.encoding, c.text FROM captures c "
        "JOIN sources s ON s.id = c.source_id JOIN blobs b ON b.sha256 = c.sha256 ORDER BY c.id",
        _unlike_bytes,
    ),
    Rule(
        "load-not-finished",
        "error",
        "A load is stored when it is done; one that still runs was not made by this program.",
        "SELECT uuid, 'status ' || status FROM loads WHERE status <> 'done'",
    ),
    *(
        Rule("unknown-word", "error", "A word of an open vocabulary is defined in terms.", _words_of(*words))
        for words in (
            ("entities", "kind", "entity_kind"),
            ("entity_names", "kind", "name_kind"),
            ("entity_identifiers", "scheme", "identifier_scheme"),
            ("sources", "kind", "source_kind"),
            ("claims", "kind", "claim_kind"),
            ("claim_arguments", "role", "argument_role"),
        )
    ),
)


# Rules on the database itself


@dataclass(frozen=True, slots=True)
class Structure:
    """A rule on the database itself, which no query over rows can tell."""

    name: str
    explanation: str
    find: Callable[[Connection], list[Finding]]


def _damage(connection: Connection) -> list[Finding]:
    if connection.dialect.name != "sqlite":
        return []
    said = [row[0] for row in connection.execute(text("PRAGMA quick_check"))]
    return [Finding("file-damaged", "error", "the database file", line) for line in said if line != "ok"]


def _triggers(connection: Connection) -> list[Finding]:
    expected, present = ddl.expected(connection), ddl.present(connection)
    wrong = sorted(name for name in expected if present.get(name) != expected[name])
    what = "is missing or was changed; put it back: facts init"
    return [Finding("trigger-missing", "error", name, what) for name in wrong]


def _references(connection: Connection) -> list[Finding]:
    """PostgreSQL keeps references itself; in SQLite a client may have left foreign keys off."""
    if connection.dialect.name != "sqlite":
        return []
    rows = connection.execute(text("PRAGMA foreign_key_check")).all()
    return [
        Finding("dangling", "error", f"{row[0]} {row[1]}", f"refers to a row of {row[2]} that is not there")
        for row in rows
    ]


STRUCTURE: Sequence[Structure] = (
    Structure("file-damaged", "The file is whole, as far as SQLite can tell.", _damage),
    Structure("trigger-missing", "Every trigger that guards the rows is there, unchanged.", _triggers),
    Structure("dangling", "What a row refers to is there.", _references),
)
