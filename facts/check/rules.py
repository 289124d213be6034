"""The rules that a query answers, with what the design, README and every sheet promise.

Triggers refuse most of what is an error here from the first; the rules also find what was done behind their back: a restored
copy, a trigger dropped, foreign keys left off.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from ..sentences import sentences
from ..text import bare, clip
from .findings import Rule

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


def _several_sentences(row: Any) -> str | None:
    count = len(list(sentences(row.exact, language=row.language)))
    return f"{count} sentences, for {row.claim}: “{clip(row.exact)}”" if count > 1 else None


def _circle(edges: str, name: str, what: str) -> Rule:
    """A circle in `edges`, a query of pairs (one, other); `name` is a query of (id, name) of what they number."""
    query = (
        f"WITH RECURSIVE edges(one, other) AS ({edges}), named(id, name) AS ({name}), walk(start, at) AS ("
        "SELECT one, other FROM edges WHERE one IN (SELECT other FROM edges) "
        "UNION SELECT walk.start, edges.other FROM walk JOIN edges ON edges.one = walk.at) "
        f"SELECT named.name, '{what}' FROM walk JOIN named ON named.id = walk.start WHERE walk.at = walk.start "
        "ORDER BY named.name"
    )
    return Rule(
        "circle", "error", "Copies, continuations and successors lead somewhere, never back to themselves.", query
    )


ERRORS: Sequence[Rule] = (
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
        "WHERE d.status <> 'rejected' AND d.kind <> 'overlap' AND s.published_latest < o.published_earliest "
        "AND NOT (d.basis = 'detected' AND d.status = 'proposed') ORDER BY s.slug",
    ),
    _circle(
        "SELECT source_id, origin_id FROM derivations WHERE kind IN ('republication', 'translation') "
        "AND status <> 'rejected'",
        "SELECT id, slug FROM sources",
        "made from itself, through republications or translations",
    ),
    _circle(
        "SELECT id, continues_id FROM quotes WHERE continues_id IS NOT NULL",
        f"SELECT q.id, {_PLACE} FROM quotes q JOIN passages p ON p.id = q.passage_id {_IN_SOURCE}",
        "the quotation continues itself",
    ),
    _circle(
        "SELECT claim_id, related_id FROM claim_relations WHERE relation = 'supersedes'",
        "SELECT id, slug FROM claims",
        "the claim supersedes itself",
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

_CLAIMS = "FROM claim_relations r JOIN claims a ON a.id = r.claim_id JOIN claims b ON b.id = r.related_id"

NOTICES: Sequence[Rule] = (
    Rule(
        "evidence-over-a-sentence",
        "notice",
        "Evidence is at most one sentence, so that it shows what bears on the claim.",
        "SELECT s.slug || ', characters ' || p.start_char || '-' || p.end_char, '', p.exact, s.language, x.slug AS claim "
        "FROM evidence e JOIN passages p ON p.id = e.passage_id JOIN captures c ON c.id = p.capture_id "
        "JOIN sources s ON s.id = c.source_id JOIN claims x ON x.id = e.claim_id ORDER BY e.id",
        _several_sentences,
    ),
    Rule(
        "copy-not-declared",
        "notice",
        "A program found that one text was made from another, and nobody said so: confirm it, or reject it.",
        "SELECT s.slug, CASE d.kind WHEN 'overlap' THEN 'shares text with ' ELSE 'seems to be made from ' END || o.slug "
        "|| ' (' || d.kind || CASE WHEN d.kind <> 'overlap' AND s.published_latest < o.published_earliest "
        "THEN ', against the dates of publication' ELSE '' END || ')' FROM derivations d "
        "JOIN sources s ON s.id = d.source_id JOIN sources o ON o.id = d.origin_id "
        "WHERE d.basis = 'detected' AND d.status = 'proposed' AND NOT EXISTS (SELECT 1 FROM derivations x "
        "WHERE x.source_id = d.source_id AND x.origin_id = d.origin_id AND x.basis <> 'detected' "
        "OR x.source_id = d.origin_id AND x.origin_id = d.source_id AND x.status = 'confirmed' AND x.kind <> 'overlap') "
        "ORDER BY d.id",
    ),
    Rule(
        "wording-differs",
        "notice",
        "A program found that a copied sentence seems to say something else than the one it was made from: judge it.",
        f"SELECT {_PLACE}, a.note || '; there: ' || o.exact FROM alignments a JOIN derivations d ON d.id = a.derivation_id "
        f"JOIN passages p ON p.id = a.passage_id {_IN_SOURCE} JOIN passages o ON o.id = a.origin_passage_id "
        "WHERE a.change = 'meaning' AND a.status = 'proposed' AND d.status <> 'rejected' "
        "AND NOT EXISTS (SELECT 1 FROM passages p2 JOIN alignments a2 ON a2.passage_id = p2.id AND a2.status <> 'proposed' "
        "JOIN derivations d2 ON d2.id = a2.derivation_id AND d2.source_id = d.source_id AND d2.origin_id = d.origin_id "
        "WHERE p2.capture_id = p.capture_id AND p2.start_char < p.end_char AND p2.end_char > p.start_char) ORDER BY a.id",
    ),
    Rule(
        "relation-not-judged",
        "notice",
        "A program proposes that one claim alters another, or differs from it: confirm it in a sheet.",
        "SELECT a.slug, r.relation || ' ' || b.slug || ': ' || COALESCE(r.note, '') FROM claim_relations r "
        "JOIN claims a ON a.id = r.claim_id JOIN claims b ON b.id = r.related_id WHERE r.status = 'proposed' ORDER BY r.id",
    ),
    Rule(
        "same-words-not-related",
        "notice",
        "Two quotations seem to report the same words: give them one utterance, or say that the utterances differ.",
        f"SELECT {_PLACE}, 'and ' || s2.slug || ', characters ' || p2.start_char || '-' || p2.end_char || ' (' "
        "|| m.kind || ')' FROM quote_matches m JOIN quotes q ON q.id = m.left_id JOIN passages p ON p.id = q.passage_id "
        f"{_IN_SOURCE} "
        "JOIN quotes q2 ON q2.id = m.right_id JOIN passages p2 ON p2.id = q2.passage_id "
        "JOIN captures c2 ON c2.id = p2.capture_id JOIN sources s2 ON s2.id = c2.source_id "
        "WHERE m.judgement = 'possible' ORDER BY m.id",
    ),
    Rule(
        "one-content-two-names",
        "notice",
        "One content, byte for byte, under two names: one work taken twice, or a reprint that nobody declared.",
        "SELECT s.slug, 'has the bytes of ' || o.slug FROM captures c JOIN captures c2 ON c2.sha256 = c.sha256 "
        "AND c2.source_id > c.source_id JOIN sources s ON s.id = c2.source_id JOIN sources o ON o.id = c.source_id "
        "WHERE NOT EXISTS (SELECT 1 FROM derivations d WHERE NOT (d.basis = 'detected' AND d.status = 'proposed') "
        "AND d.source_id IN (s.id, o.id) AND d.origin_id IN (s.id, o.id)) ORDER BY c2.id",
    ),
    Rule(
        "contradiction-without-note",
        "notice",
        "Two claims that contradict each other need a note that says in what.",
        f"SELECT a.slug, 'contradicts ' || b.slug || ', without a note' {_CLAIMS} "
        "WHERE r.relation = 'contradicts' AND COALESCE(r.note, '') = '' ORDER BY r.id",
    ),
    Rule(
        "rights-missing",
        "notice",
        "Whose text it is decides what may be shown: a captured work needs a rights holder or a licence.",
        "SELECT s.slug, 'neither rights holder nor licence; shown to the public as: ' || s.publish FROM sources s "
        "WHERE COALESCE(s.copyright_holder, '') = '' AND COALESCE(s.licence, '') = '' "
        "AND EXISTS (SELECT 1 FROM captures c WHERE c.source_id = s.id) ORDER BY s.id",
    ),
    Rule(
        "known-only-by-name",
        "notice",
        "A work that others cite and nobody captured: what it says is known through them alone.",
        "WITH RECURSIVE held(id) AS (SELECT source_id FROM captures UNION SELECT d.origin_id FROM held "
        "JOIN derivations d ON d.source_id = held.id AND d.kind IN ('republication', 'translation') "
        "AND d.status <> 'rejected') "
        "SELECT s.slug, 'no text of it, nor of a copy, was captured' FROM sources s "
        "WHERE s.id NOT IN (SELECT id FROM held) ORDER BY s.id",
    ),
    Rule(
        "entity-not-used",
        "notice",
        "An entity that no claim, quotation, source or review names may be a slip, or left over.",
        "SELECT x.slug, x.name || ' is named by nothing' FROM entities x "
        "WHERE NOT EXISTS (SELECT 1 FROM claim_arguments a WHERE a.entity_id = x.id) "
        "AND NOT EXISTS (SELECT 1 FROM quotes q WHERE q.speaker_id = x.id) "
        "AND NOT EXISTS (SELECT 1 FROM attributions h WHERE h.entity_id = x.id) "
        "AND NOT EXISTS (SELECT 1 FROM utterances u WHERE u.speaker_id = x.id) "
        "AND NOT EXISTS (SELECT 1 FROM sources s WHERE s.publisher_id = x.id) "
        "AND NOT EXISTS (SELECT 1 FROM reviews r WHERE r.reviewer_id = x.id) ORDER BY x.id",
    ),
)
