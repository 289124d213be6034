"""A claim or a source with all that leads to it, read from the store for people and programs: what `facts show` shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Connection, text

from . import origins, trails
from .errors import NotFoundError

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


def show(connection: Connection, slug: str) -> ClaimView | SourceView:
    """The claim or source of that slug (`claim:SLUG` or `source:SLUG` where both go by it).

    Raises NotFoundError, with the nearest slugs, where there is none.
    """
    kind, _, name = slug.rpartition(":")
    found = [k for k in ("claim", "source") if kind in ("", k) and _id(connection, k, name) is not None]
    if len(found) > 1:
        raise NotFoundError(f"a claim and a source go by “{name}”: say claim:{name} or source:{name}")
    if not found:
        slugs = connection.execute(text("SELECT slug FROM claims UNION SELECT slug FROM sources")).scalars().all()
        close = get_close_matches(name, slugs, 5, 0.4) or [other for other in slugs if name in other][:5]
        hint = f"Near it: {', '.join(close)}" if close else "Claims and sources have slugs; find them in: facts serve"
        raise NotFoundError(f"there is no claim or source “{name}”. {hint}")
    return _claim(connection, name) if found == ["claim"] else _source(connection, name)


def _id(connection: Connection, kind: str, slug: str) -> int | None:
    table = {"claim": "claims", "source": "sources"}[kind]
    return connection.execute(text(f"SELECT id FROM {table} WHERE slug = :slug"), {"slug": slug}).scalar()


def _rows(connection: Connection, sql: str, **values: Any) -> tuple[dict[str, Any], ...]:
    return tuple(dict(row) for row in connection.execute(text(sql), values).mappings())


def _claim(connection: Connection, slug: str) -> ClaimView:
    claim = _rows(connection, "SELECT * FROM claims WHERE slug = :slug", slug=slug)[0]
    origins.build(connection, claim["id"])
    names = origins.party_names(connection)
    support = tuple(
        SupportView(
            s.stance, s.reports, s.origins_min, s.origins_max, tuple(tuple(names[p] for p in g) for g in s.groups)
        )
        for s in origins.support(connection)
    )
    return ClaimView(
        slug,
        claim["text"],
        claim["kind"],
        claim["occurred"],
        claim["withdrawn"],
        support,
        tuple(_evidence(connection, claim["id"], names)),
        _rows(connection, _RELATIONS, claim=claim["id"]),
        _rows(connection, _REVIEWS, claim=claim["id"]),
    )


def _evidence(connection: Connection, claim_id: int, names: dict[str, str]) -> Iterator[EvidenceView]:
    ways = {trail.evidence_id: trail.names for trail in trails.trails(connection)}
    parties: dict[int, list[str]] = {}
    for origin in origins.origins(connection):
        if names[origin.party] not in parties.setdefault(origin.evidence_id, []):
            parties[origin.evidence_id].append(names[origin.party])
    for row in _rows(connection, _EVIDENCE, claim=claim_id, context=CONTEXT):
        id_ = row.pop("id")
        yield EvidenceView(**row, trail=ways.get(id_, ()), origin=tuple(parties.get(id_, ())))


def _source(connection: Connection, slug: str) -> SourceView:
    source = _rows(connection, _SOURCE, slug=slug)[0]
    id_ = source.pop("id")
    rights = "; ".join(part for part in (source.pop("holder"), source.pop("terms"), source.pop("licence")) if part)
    quotes = _rows(connection, _QUOTES, source=id_)
    hops: dict[int, list[str]] = {}
    for quote, hop in connection.execute(text(_HOPS), {"source": id_}):
        hops.setdefault(quote, []).append(hop)
    for quote_row in quotes:
        quote_row["way"] = hops.get(quote_row.pop("first"), [])
    return SourceView(
        **source,
        rights=rights or None,
        captures=_rows(connection, _CAPTURES, source=id_),
        made_from=_rows(connection, _DERIVATIONS.format("source_id", "origin_id"), source=id_),
        made_into=_rows(connection, _DERIVATIONS.format("origin_id", "source_id"), source=id_),
        quotes=quotes,
        claims=_rows(connection, _CLAIMS, source=id_),
    )


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

_SOURCE = """
SELECT s.id, s.slug, s.title, s.kind, x.name AS publisher, s.author, s.published, s.url, s.publish,
  s.copyright_holder AS holder, s.usage_terms AS terms, s.licence
FROM sources s LEFT JOIN entities x ON x.id = s.publisher_id WHERE s.slug = :slug
"""

_CAPTURES = """
SELECT sha256, media_type, encoding, extractor, retrieved_at, retrieved_from, length(text) AS characters FROM captures
WHERE source_id = :source ORDER BY id
"""

_DERIVATIONS = """
SELECT d.kind, d.basis, d.status, o.slug, o.title, y.name AS publisher, p.exact AS words, d.reason
FROM derivations d JOIN sources o ON o.id = d.{1} LEFT JOIN entities y ON y.id = o.publisher_id
LEFT JOIN passages p ON p.id = d.passage_id WHERE d.{0} = :source ORDER BY o.slug
"""

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
