"""A person, organisation, place or thing: what it goes by, what it said, passed on and published, what is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from .quotations import OF_ENTITY, QuotationView, quotations
from .rows import dated, rows


@dataclass(frozen=True, slots=True)
class EntityView:
    """`utterances` are things it said, each with how many sources report it; `quotations` the places that give its words.

    `passed_on` has a row per source that names it, or a work it published, as where a quotation came from.
    """

    slug: str
    name: str
    kind: str
    description: str | None
    names: tuple[dict[str, Any], ...]
    identifiers: tuple[dict[str, Any], ...]
    matches: tuple[dict[str, Any], ...]
    utterances: tuple[dict[str, Any], ...]
    quotations: tuple[QuotationView, ...]
    passed_on: tuple[dict[str, Any], ...]
    published: tuple[dict[str, Any], ...]
    claims: tuple[dict[str, Any], ...]


def entity(connection: Connection, slug: str) -> EntityView:
    """An entity with all that the store has of it."""
    [found] = rows(connection, "SELECT id, slug, name, kind, description FROM entities WHERE slug = :slug", slug=slug)
    id_ = found.pop("id")
    published = dated(rows(connection, _PUBLISHED, id=id_), "slug")
    return EntityView(
        **found,
        names=rows(connection, "SELECT name, lang, kind FROM entity_names WHERE entity_id = :id ORDER BY id", id=id_),
        identifiers=rows(connection, _IDENTIFIERS, id=id_),
        matches=tuple(sorted(rows(connection, _MATCHES, id=id_), key=lambda row: str(row["slug"]))),
        utterances=dated(rows(connection, _UTTERANCES, id=id_), "slug"),
        quotations=quotations(connection, OF_ENTITY, "speaker_id", id_),
        passed_on=dated(rows(connection, _PASSED_ON, id=id_), "source", "work"),
        published=tuple({**row, "captured": bool(row["captured"])} for row in published),
        claims=_claims(connection, id_),
    )


def _claims(connection: Connection, id_: int) -> tuple[dict[str, Any], ...]:
    """Claims that are about it, each once, with all the parts it plays."""
    claims: dict[str, dict[str, Any]] = {}
    for row in sorted(rows(connection, _CLAIMS, id=id_), key=lambda row: (row["slug"], row["role"])):
        role = row.pop("role")
        claims.setdefault(row["slug"], {**row, "roles": []})["roles"].append(role)
    return tuple(claims.values())


_IDENTIFIERS = "SELECT scheme, value FROM entity_identifiers WHERE entity_id = :id ORDER BY id"

_MATCHES = """
SELECT m.judgement, o.slug, o.name, m.note, m.decided_by FROM entity_matches m
JOIN entities o ON o.id = CASE WHEN m.left_id = :id THEN m.right_id ELSE m.left_id END
WHERE m.left_id = :id OR m.right_id = :id
"""

_UTTERANCES = """
SELECT u.slug, u.said, u.said_basis, u.text, u.said_earliest AS earliest,
  (SELECT COUNT(DISTINCT c.source_id) FROM quotes q JOIN passages p ON p.id = q.passage_id
   JOIN captures c ON c.id = p.capture_id WHERE q.utterance_id = u.id) AS sources
FROM utterances u WHERE u.speaker_id = :id
"""

# The work is null where the source names the party alone.
_PASSED_ON = """
SELECT s.slug AS source, s.title, s.published, w.slug AS work, w.title AS work_title,
  COUNT(DISTINCT a.quote_id) AS quotations, s.published_earliest AS earliest
FROM attributions a
JOIN quotes q ON q.id = a.quote_id
JOIN passages p ON p.id = q.passage_id
JOIN captures c ON c.id = p.capture_id
JOIN sources s ON s.id = c.source_id
LEFT JOIN sources w ON w.id = a.source_id
WHERE a.entity_id = :id OR a.source_id IN (SELECT id FROM sources WHERE publisher_id = :id)
GROUP BY s.slug, s.title, s.published, s.published_earliest, w.slug, w.title
"""

_PUBLISHED = """
SELECT s.slug, s.title, s.kind, s.published, EXISTS (SELECT 1 FROM captures c WHERE c.source_id = s.id) AS captured,
  s.published_earliest AS earliest
FROM sources s WHERE s.publisher_id = :id
"""

_CLAIMS = """
SELECT DISTINCT m.slug, m.text, m.withdrawn, a.role FROM claim_arguments a JOIN claims m ON m.id = a.claim_id
WHERE a.entity_id = :id
"""
