"""What others need to cite a claim, or to point at the words it rests on: its works, its passages, its verdicts."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from .parts import MOST, Row, evidence, history, row, rows


def read(connection: sqlite3.Connection, asked: Mapping[str, str]) -> Row | None:
    """The claim that `asked["slug"]` names, with its evidence, the works that stands in, and its verdicts."""
    claim = row(connection, _CLAIM, slug=asked["slug"])
    if claim is None:
        return None
    found = evidence(connection, "v.claim_id = :claim", claim=claim["id"])
    lasting = history(connection, "claims", claim["id"], claim["load_id"])
    return {
        "claim": claim,
        "changed": max((one["started_at"] for one in lasting), default=None),
        "evidence": found,
        "works": rows(connection, _WORKS, claim=claim["id"], most=MOST),
        "reviews": rows(connection, _REVIEWS, claim=claim["id"], most=MOST),
    }


def reviewed(connection: sqlite3.Connection, asked: Mapping[str, str]) -> Row | None:
    """The same of a claim that somebody has given a verdict on."""
    found = read(connection, asked)
    return found if found and found["reviews"] else None


_CLAIM = "SELECT id, slug, text, withdrawn, load_id FROM claims WHERE slug = :slug"
_WORKS = """
SELECT s.slug, s.kind, s.title, s.outlet, s.author, s.published, s.language,
  coalesce(s.url, s.canonical_url, s.archived_url) AS url
FROM sources s WHERE s.id IN (SELECT source_id FROM provenance WHERE claim_id = :claim ORDER BY id LIMIT :most)
ORDER BY s.published_earliest IS NULL, s.published_latest IS NULL, s.published_earliest, s.id
"""
_REVIEWS = """
SELECT x.name AS reviewer, x.slug AS reviewer_slug, x.kind AS reviewer_kind, r.rating_value, r.best_rating, r.worst_rating,
  r.rating_label, r.url, r.reviewed
FROM reviews r JOIN entities x ON x.id = r.reviewer_id WHERE r.claim_id = :claim ORDER BY r.reviewed, r.id LIMIT :most
"""
