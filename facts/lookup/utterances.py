"""A thing said once, with every place that reports it and the claims it bears on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from .quotations import OF_UTTERANCE, QuotationView, chosen, quotations
from .rows import rows


@dataclass(frozen=True, slots=True)
class UtteranceView:
    """`made_from` tells of which works the sources that report it are copies or rewrites: they are no second witness."""

    slug: str
    text: str | None
    speaker: str | None
    speaker_name: str | None
    said: str | None
    said_basis: str | None
    venue: str | None
    venue_title: str | None
    lang: str | None
    matches: tuple[dict[str, Any], ...]
    reports: tuple[QuotationView, ...]
    made_from: tuple[dict[str, Any], ...]
    claims: tuple[dict[str, Any], ...]


def utterance(connection: Connection, slug: str) -> UtteranceView:
    """An utterance with all that the store has of it."""
    [found] = rows(connection, _UTTERANCE, slug=slug)
    id_ = found.pop("id")
    made_from = rows(connection, chosen(OF_UTTERANCE) + _MADE_FROM, id=id_)
    claims = rows(connection, chosen(OF_UTTERANCE) + _CLAIMS, id=id_)
    return UtteranceView(
        **found,
        matches=tuple(sorted(rows(connection, _MATCHES, id=id_), key=lambda row: str(row["slug"]))),
        reports=quotations(connection, OF_UTTERANCE, "utterance_id", id_),
        made_from=tuple(sorted(made_from, key=lambda row: (row["source"], row["origin"], row["kind"], row["status"]))),
        claims=tuple(sorted(claims, key=lambda row: (row["slug"], row["stance"]))),
    )


_UTTERANCE = """
SELECT u.id, u.slug, u.text, x.slug AS speaker, x.name AS speaker_name, u.said, u.said_basis, s.slug AS venue,
  s.title AS venue_title, u.lang
FROM utterances u LEFT JOIN entities x ON x.id = u.speaker_id LEFT JOIN sources s ON s.id = u.venue_id WHERE u.slug = :slug
"""

_MATCHES = """
SELECT m.judgement, o.slug, o.text, x.name AS speaker, m.note, m.decided_by FROM utterance_matches m
JOIN utterances o ON o.id = CASE WHEN m.left_id = :id THEN m.right_id ELSE m.left_id END
LEFT JOIN entities x ON x.id = o.speaker_id
WHERE m.left_id = :id OR m.right_id = :id
"""

_MADE_FROM = """
SELECT DISTINCT s.slug AS source, d.kind, o.slug AS origin, o.title, d.status FROM told t
JOIN passages p ON p.id = t.passage_id
JOIN captures c ON c.id = p.capture_id
JOIN sources s ON s.id = c.source_id
JOIN derivations d ON d.source_id = s.id
JOIN sources o ON o.id = d.origin_id
WHERE t.utterance_id = :id AND d.status <> 'rejected'
"""

_CLAIMS = """
SELECT DISTINCT m.slug, m.text, m.withdrawn, e.stance FROM told t JOIN evidence e ON e.quote_id = t.id
JOIN claims m ON m.id = e.claim_id WHERE t.utterance_id = :id
"""
