"""A source: what is known of it, what it was made from and into, and what it says in whose words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from .. import origins
from .rows import rows


@dataclass(frozen=True, slots=True)
class SourceView:
    slug: str
    title: str
    kind: str
    publisher: str | None
    author: str | None
    published: str | None
    url: str | None
    rights: str | None
    publish: str
    captures: tuple[dict[str, Any], ...]
    made_from: tuple[dict[str, Any], ...]
    made_into: tuple[dict[str, Any], ...]
    quotes: tuple[dict[str, Any], ...]
    claims: tuple[dict[str, Any], ...]


def source(connection: Connection, slug: str) -> SourceView:
    """A source: what it is, what it was made from, and what it says in whose words."""
    found = rows(connection, _SOURCE, slug=slug)[0]
    id_ = found.pop("id")
    rights = "; ".join(part for part in (found.pop("holder"), found.pop("terms"), found.pop("licence")) if part)
    quotes = rows(connection, _QUOTES, source=id_)
    hops: dict[int, list[str]] = {}
    for quote, hop in connection.execute(text(_HOPS), {"source": id_}):
        hops.setdefault(quote, []).append(hop)
    for quote_row in quotes:
        quote_row["way"] = hops.get(quote_row.pop("first"), [])
    return SourceView(
        **found,
        rights=rights or None,
        captures=rows(connection, _CAPTURES, source=id_),
        made_from=rows(connection, _MADE_FROM, source=id_),
        made_into=rows(connection, _MADE_INTO, source=id_),
        quotes=quotes,
        claims=rows(connection, _CLAIMS, source=id_),
    )


_SOURCE = """
SELECT s.id, s.slug, s.title, s.kind, x.name AS publisher, s.author, s.published, s.url, s.publish,
  s.copyright_holder AS holder, s.usage_terms AS terms, s.licence
FROM sources s LEFT JOIN entities x ON x.id = s.publisher_id WHERE s.slug = :slug
"""

_CAPTURES = """
SELECT sha256, media_type, encoding, extractor, retrieved_at, retrieved_from, length(text) AS characters FROM captures
WHERE source_id = :source ORDER BY id
"""

# What a work was made from, and what the works were that it reprints; what it was made into. A program's proposal on two works
# is left out where a person has decided on them.
_DERIVATIONS = """
SELECT d.kind, d.basis, d.status, d.decided_by, o.slug, o.title, y.name AS publisher, p.exact AS words, d.reason, w.slug AS of
FROM derivations d JOIN sources o ON o.id = d.{1} JOIN sources w ON w.id = d.{0}
LEFT JOIN entities y ON y.id = o.publisher_id LEFT JOIN passages p ON p.id = d.passage_id
WHERE d.{0} IN ({2}) AND NOT (d.basis = 'detected' AND d.status = 'proposed' AND EXISTS (SELECT 1 FROM derivations x
  WHERE x.status <> 'proposed' AND ((x.source_id = d.source_id AND x.origin_id = d.origin_id)
    OR (x.source_id = d.origin_id AND x.origin_id = d.source_id))))
ORDER BY d.{0} <> :source, w.slug, o.slug, d.id
"""
_REPRINTED = """
WITH RECURSIVE held(id) AS (SELECT CAST(:source AS BIGINT) UNION SELECT d.origin_id FROM held JOIN derivations d
  ON d.source_id = held.id AND d.kind IN ('republication', 'translation') AND d.status = 'confirmed')
"""
_MADE_FROM = _REPRINTED + _DERIVATIONS.format("source_id", "origin_id", "SELECT id FROM held")
_MADE_INTO = _DERIVATIONS.format("origin_id", "source_id", ":source")

_QUOTES = """
SELECT COALESCE(q.continues_id, q.id) AS first, p.start_char, p.end_char, p.exact, q.form, q.fidelity, x.name AS speaker,
  cue.exact AS cue, w.exact AS said, u.slug AS utterance
FROM quotes q JOIN passages p ON p.id = q.passage_id JOIN captures c ON c.id = p.capture_id
LEFT JOIN entities x ON x.id = q.speaker_id LEFT JOIN passages cue ON cue.id = q.cue_passage_id
LEFT JOIN passages w ON w.id = q.when_passage_id LEFT JOIN utterances u ON u.id = q.utterance_id
WHERE c.source_id = :source ORDER BY p.start_char, p.end_char DESC, q.part
"""

_HOPS = f"""
SELECT a.quote_id, {origins.called("s", "x")} FROM attributions a JOIN quotes q ON q.id = a.quote_id
JOIN passages p ON p.id = q.passage_id JOIN captures c ON c.id = p.capture_id
LEFT JOIN entities x ON x.id = a.entity_id LEFT JOIN sources s ON s.id = a.source_id
WHERE c.source_id = :source ORDER BY a.quote_id, a.position
"""

_CLAIMS = """
SELECT DISTINCT m.slug, m.text, e.stance FROM evidence e JOIN claims m ON m.id = e.claim_id
JOIN passages p ON p.id = e.passage_id JOIN captures c ON c.id = p.capture_id WHERE c.source_id = :source ORDER BY m.slug
"""
