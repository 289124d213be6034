"""A claim with all that leads to it: evidence in its context, whose word it is, related claims, reviews."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from .. import origins, trails
from .rows import rows

CONTEXT = 60  # characters of text shown before and after a passage


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A passage in its context; offsets are code points of the captured text that `sha256` names."""

    stance: str
    prefix: str
    exact: str
    suffix: str
    speaker: str | None
    cue: str | None
    form: str | None
    fidelity: str | None
    trail: tuple[str, ...]
    origin: tuple[str, ...]
    source: str
    title: str
    publisher: str | None
    published: str | None
    start_char: int
    end_char: int
    sha256: str
    note: str | None


@dataclass(frozen=True, slots=True)
class SupportView:
    """Reports and origins in one stance; `origins` are names, those held to be one in one tuple."""

    stance: str
    reports: int
    origins_min: int
    origins_max: int
    origins: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    slug: str
    text: str
    kind: str
    occurred: str | None
    withdrawn: str | None
    support: tuple[SupportView, ...]
    evidence: tuple[EvidenceView, ...]
    relations: tuple[dict[str, Any], ...]
    reviews: tuple[dict[str, Any], ...]


def claim(connection: Connection, slug: str) -> ClaimView:
    """A claim: whose word it is, every passage that bears on it, and how it relates to others."""
    found = rows(connection, "SELECT * FROM claims WHERE slug = :slug", slug=slug)[0]
    origins.build(connection, found["id"])
    names = origins.party_names(connection)
    support = tuple(
        SupportView(
            s.stance, s.reports, s.origins_min, s.origins_max, tuple(tuple(names[p] for p in g) for g in s.groups)
        )
        for s in origins.support(connection)
    )
    return ClaimView(
        slug,
        found["text"],
        found["kind"],
        found["occurred"],
        found["withdrawn"],
        support,
        tuple(_evidence(connection, found["id"], names)),
        rows(connection, _RELATIONS, claim=found["id"]),
        rows(connection, _REVIEWS, claim=found["id"]),
    )


def _evidence(connection: Connection, claim_id: int, names: dict[str, str]) -> Iterator[EvidenceView]:
    ways = {trail.evidence_id: trail.names for trail in trails.trails(connection)}
    parties: dict[int, list[str]] = {}
    for origin in origins.origins(connection):
        if names[origin.party] not in parties.setdefault(origin.row_id, []):
            parties[origin.row_id].append(names[origin.party])
    for row in rows(connection, _EVIDENCE, claim=claim_id, context=CONTEXT):
        id_ = row.pop("id")
        yield EvidenceView(**row, trail=ways.get(id_, ()), origin=tuple(parties.get(id_, ())))


_EVIDENCE = """
SELECT e.id, e.stance,
  substr(c.text, CAST(CASE WHEN p.start_char > :context THEN p.start_char - :context + 1 ELSE 1 END AS integer),
    CAST(CASE WHEN p.start_char > :context THEN :context ELSE p.start_char END AS integer)) AS prefix,
  p.exact, substr(c.text, CAST(p.end_char + 1 AS integer), CAST(:context AS integer)) AS suffix,
  x.name AS speaker, cue.exact AS cue, q.form, q.fidelity,
  s.slug AS source, s.title, y.name AS publisher, s.published, p.start_char, p.end_char, c.sha256, e.note
FROM evidence e
JOIN passages p ON p.id = e.passage_id
JOIN captures c ON c.id = p.capture_id
JOIN sources s ON s.id = c.source_id
LEFT JOIN entities y ON y.id = s.publisher_id
LEFT JOIN quotes q ON q.id = e.quote_id
LEFT JOIN quotes f ON f.id = COALESCE(q.continues_id, q.id)
LEFT JOIN utterances u ON u.id = COALESCE(q.utterance_id, f.utterance_id)
LEFT JOIN entities x ON x.id = COALESCE(q.speaker_id, f.speaker_id, u.speaker_id)
LEFT JOIN passages cue ON cue.id = f.cue_passage_id
WHERE e.claim_id = :claim
ORDER BY e.stance DESC, s.published_earliest, s.slug, p.start_char
"""

_RELATIONS = """
SELECT r.relation, 'from' AS direction, c.slug, c.text, r.note, r.status, r.decided_by FROM claim_relations r
JOIN claims c ON c.id = r.related_id WHERE r.claim_id = :claim
UNION ALL
SELECT r.relation, 'to', c.slug, c.text, r.note, r.status, r.decided_by FROM claim_relations r
JOIN claims c ON c.id = r.claim_id WHERE r.related_id = :claim
ORDER BY 1, 3
"""

_REVIEWS = """
SELECT x.name AS reviewer, r.rating_label, r.rating_value, r.best_rating, r.worst_rating, r.url, r.reviewed FROM reviews r
JOIN entities x ON x.id = r.reviewer_id WHERE r.claim_id = :claim ORDER BY r.reviewed, x.name
"""
