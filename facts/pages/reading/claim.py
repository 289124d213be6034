"""A claim: who says so, whether that is one voice or several, in which words, by which way, and what stands against it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from .parts import MOST, Row, compared, dated, evidence, history, ids, row, rows

STANCES = ("supports", "disputes", "questions")
TURNED = {
    "alters": "is altered by",
    "strengthens": "is strengthened by",
    "refines": "is refined by",
    "supersedes": "is superseded by",
}


def read(connection: sqlite3.Connection, asked: Mapping[str, str]) -> Row | None:
    """All that is known of the claim that `asked["slug"]` names."""
    claim = row(connection, _CLAIM, slug=asked["slug"])
    if claim is None:
        return None
    id_ = claim["id"]
    found = evidence(connection, "v.claim_id = :claim", claim=id_)
    support = sorted(rows(connection, _SUPPORT, claim=id_), key=lambda one: STANCES.index(one["stance"]))
    said = _said(connection, found)
    claim["occurred_words"] = dated(claim["occurred"])
    return {
        "claim": claim,
        "arguments": rows(connection, _ARGUMENTS, claim=id_),
        "stances": [{**one, "origins": _grouped(connection, id_, one, found)} for one in support],
        "more": sum(one["passages"] for one in support) > len(found),
        "relations": _relations(connection, claim),
        "reviews": rows(connection, _REVIEWS, claim=id_),
        "times": _times(claim, found, said),
        "history": history(connection, "claims", id_, claim["load_id"]),
    }


def _grouped(connection: sqlite3.Connection, claim: int, support: Row, found: list[Row]) -> list[Row]:
    """The evidence of one stance under the parties whose own word it is; `perhaps` names others that nobody has confirmed."""
    ends: dict[int, list[Row]] = {}
    for end in rows(connection, _ENDS, claim=claim, stance=support["stance"], most=10 * MOST):
        ends.setdefault(end["evidence_id"], []).append(end)
    one_party = {
        str(name): str(group)
        for group in (support["origins"] or "").split("; ")
        for name in (group, *group.split(" = "))
    }
    groups: dict[str, Row] = {}
    for one in found:
        if one["stance"] != support["stance"]:
            continue
        sure: dict[str, Row] = {
            one_party.get(str(end["origin"]), str(end["origin"])): end
            for end in ends.get(one["id"], ())
            if end["certain"]
        }
        parties = [{"name": name, "kind": end["kind"], "slug": end["slug"]} for name, end in sure.items()]
        group = groups.setdefault(" and ".join(sure) or "not known", {"parties": parties, "evidence": []})
        perhaps = [end["origin"] for end in ends.get(one["id"], ()) if not end["certain"]]
        group["evidence"].append({**one, "perhaps": sorted(set(perhaps) - set(sure))})
    return list(groups.values())


def _said(connection: sqlite3.Connection, found: list[Row]) -> list[Row]:
    """The things said that the evidence reports, with their dates."""
    slugs = sorted({one["utterance"] for one in found if one["utterance"]})
    named = [row(connection, _UTTERANCE, slug=slug) for slug in slugs]
    return [one for one in named if one and one["said"]]


def _times(claim: Row, found: list[Row], said: list[Row]) -> list[Row]:
    """What happened when: the event, the saying of it, each report; by the first day that it can have been."""
    times: list[Row] = []
    if claim["occurred"]:
        times.append(_time("happened", claim["text"], claim["occurred"], claim["occurred_earliest"], None))
    for one in said:
        times.append(_time("said", one["text"] or one["slug"], one["said"], one["said_earliest"], one["slug"]))
    seen = set()
    for one in found:
        if one["published"] and one["source"] not in seen:
            seen.add(one["source"])
            times.append(_time("published", one["outlet"], one["published"], one["published"], one["source"]))
    return sorted(times, key=lambda one: (one["from"] is None, one["from"] or ""))


def _time(what: str, name: str, date: str, earliest: str | None, slug: str | None) -> Row:
    return {"what": what, "name": name, "date": date, "words": dated(date), "from": earliest, "slug": slug}


def _relations(connection: sqlite3.Connection, claim: Row) -> list[Row]:
    """How it stands to other claims, with the words that differ: ours here, ours there."""
    found = rows(connection, _RELATIONS, claim=claim["id"], most=MOST)
    support: dict[int, Any] = {}
    sql = (
        "SELECT claim_id, origins, outlets FROM claim_support "
        "WHERE claim_id IN (SELECT value FROM json_each(:ids)) AND stance = 'supports'"
    )
    for one in rows(connection, sql, ids=ids(one["id"] for one in found)):
        support[one["claim_id"]] = one
    for one in found:
        said = one["relation"].replace("_", " ")
        one["says"] = said if one["forward"] else TURNED.get(one["relation"], said)
        one["parts"] = compared(claim["text"], one["text"])
        one["outlets"] = support.get(one["id"], {}).get("outlets")
        one["origins"] = support.get(one["id"], {}).get("origins")
    return found


_CLAIM = """
SELECT m.id, m.slug, m.text, m.kind, t.definition AS kind_meaning, m.occurred, m.occurred_earliest, m.occurred_latest,
  m.occurred_basis, m.withdrawn, m.load_id
FROM claims m LEFT JOIN terms t ON t.scheme = 'claim_kind' AND t.code = m.kind WHERE m.slug = :slug
"""
_ARGUMENTS = """
SELECT a.role, a.value, a.unit, a.snak, x.name, x.slug FROM claim_arguments a LEFT JOIN entities x ON x.id = a.entity_id
WHERE a.claim_id = :claim ORDER BY a.role, a.position
"""
_SUPPORT = """
SELECT stance, reports, passages, origins_min, origins_max, origins, outlets, first_published, through, through_min, through_max
FROM claim_support WHERE claim_id = :claim
"""
_ENDS = """
SELECT o.evidence_id, o.origin, o.certain, COALESCE(x.slug, s.slug) AS slug,
  CASE WHEN x.id IS NOT NULL THEN 'entities' WHEN s.id IS NOT NULL THEN 'sources' END AS kind
FROM evidence_origins o
LEFT JOIN entities x ON x.id = o.origin_entity_id
LEFT JOIN sources s ON s.id = o.origin_source_id
WHERE o.claim_id = :claim AND o.stance = :stance ORDER BY o.id LIMIT :most
"""
_UTTERANCE = "SELECT slug, text, said, said_earliest FROM utterances WHERE slug = :slug"
_RELATIONS = """
SELECT m.id, m.slug, m.text, r.relation, 1 AS forward, r.note, r.status, r.decided_by
FROM claim_relations r JOIN claims m ON m.id = r.related_id WHERE r.claim_id = :claim
UNION ALL
SELECT m.id, m.slug, m.text, r.relation, 0, r.note, r.status, r.decided_by
FROM claim_relations r JOIN claims m ON m.id = r.claim_id WHERE r.related_id = :claim
LIMIT :most
"""
_REVIEWS = """
SELECT x.name AS reviewer, x.slug AS reviewer_slug, r.rating_value, r.best_rating, r.worst_rating, r.rating_label, r.url,
  r.reviewed
FROM reviews r JOIN entities x ON x.id = r.reviewer_id WHERE r.claim_id = :claim ORDER BY r.reviewed, r.id
"""
