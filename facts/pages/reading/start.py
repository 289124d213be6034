"""Where people begin: what was found here, how much there is, what came last, and what one may ask."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from itertools import groupby

from .parts import MOST, Row, compared, row, rows

SHOWN = 5  # of a list on the page
WORDINGS = 2
OUTLETS = 12  # of a claim in a picture


def read(connection: sqlite3.Connection, asked: Mapping[str, str]) -> Row:
    """The figures, the claims that most report of those that fewest say, wording that differs, and what was added last."""
    repeated = rows(connection, _REPEATED, most=MOST, shown=SHOWN)
    for one in repeated[:1]:
        one["reported_by"] = rows(connection, _OUTLETS, claim=one["id"], most=OUTLETS + 1)
        one["said_by"] = rows(connection, _PARTIES, claim=one["id"], most=OUTLETS)
    wordings = _altered(connection) or _meaning(connection)
    return {
        "figures": _figures(connection),
        "repeated": repeated,
        "wordings": wordings,
        "added": rows(connection, _ADDED, most=SHOWN),
        "ask": _ask(connection, repeated, wordings),
    }


def _figures(connection: sqlite3.Connection) -> Row:
    """How many rows, as the file's own statistics have them, which are made of every row; and what is counted by an index."""
    counted = {
        name: (row(connection, _COUNTED, name=name) or {}).get("rows") or 0
        for name in ("claims", "sources", "captures", "quotes", "entities")
    }
    return counted | (row(connection, _VOICES) or {})


def _altered(connection: sqlite3.Connection) -> list[Row]:
    """Passages that say something else than what they were made from, so that the claim they bear on alters another.

    Best are those with the same quotation in both; then those that alter most claims. A person's finding comes before a
    program's, and of passages that overlap there is one.
    """
    found = rows(connection, _ALTERED, most=MOST)
    by_pair = {key: list(group) for key, group in groupby(found, key=lambda one: int(one["alignment_id"]))}
    ranked = sorted(
        by_pair.values(), key=lambda group: (not group[0]["confirmed"], not group[0]["quoted"], -len(group))
    )
    kept: list[Row] = []
    for group in ranked:
        for one in group:
            one["parts"] = compared(one["there"], one["here"])
        one = max(group, key=_told)
        if not any(_overlap(one, other) for other in kept):
            kept.append(one)
        if len(kept) == WORDINGS:
            break
    return kept


def _meaning(connection: sqlite3.Connection) -> list[Row]:
    """The same where no claim is said to alter another."""
    found = rows(connection, _MEANING, most=WORDINGS)
    return [{**one, "parts": compared(one["there"], one["here"])} for one in found]


def _told(one: Row) -> tuple[int, float]:
    """How well two claims tell in what the passages differ: in how many words of these they do, and how many they share."""
    claims, passages = (compared(one["other_text"], one["text"]) or []), one["parts"]
    shown = sum(len(_words(claims, side) & _words(passages, side)) for side in ("first", "second"))
    words = _words(claims, "both") | _words(claims, "first") | _words(claims, "second")
    return shown, len(_words(claims, "both") & set(one["there"].casefold().split())) / (len(words) or 1)


def _words(parts: list[Row], side: str) -> set[str]:
    return {word.casefold() for part in parts if part["where"] == side for word in part["words"].split()}


def _overlap(one: Row, other: Row) -> bool:
    same = one["source"] == other["source"]
    return bool(same and one["start_char"] < other["end_char"] and one["end_char"] > other["start_char"])


def _ask(connection: sqlite3.Connection, repeated: list[Row], wordings: list[Row]) -> Row:
    """What the example questions are about: a claim, somebody who said much, a work that others were made from."""
    person = row(connection, _PERSON)
    work = row(connection, _MADE_FROM, slug=wordings[0]["made_from"]) if wordings else None
    work = work or row(connection, _LAST_MADE_FROM)
    return {"claim": repeated[0] if repeated else None, "person": person, "work": work}


_COUNTED = "SELECT max(CAST(stat AS INTEGER)) AS rows FROM sqlite_stat1 WHERE tbl = :name"
_VOICES = """
SELECT (SELECT count(*) FROM claim_support WHERE stance = 'supports' AND reports > 1) AS repeated,
  (SELECT count(*) FROM claim_support WHERE stance = 'supports' AND origins_max = 1 AND reports > 1) AS one_voice
"""
# The index has them by reports; of the first so many, those with the most passages come first, and the shortest.
_REPEATED = """
SELECT * FROM (
  SELECT u.claim_id AS id, m.slug, u.claim AS text, u.reports, u.origins_min, u.origins_max, u.origins, u.outlets, u.passages
  FROM (SELECT * FROM claim_support WHERE stance = 'supports' AND origins_max = 1 AND reports > 1
    ORDER BY reports DESC LIMIT :most) u
  JOIN claims m ON m.id = u.claim_id)
ORDER BY reports DESC, passages DESC, length(text), id LIMIT :shown
"""
_OUTLETS = """
SELECT DISTINCT s.outlet, s.slug FROM (SELECT source_id FROM provenance WHERE claim_id = :claim AND stance = 'supports'
  LIMIT 1000) v
JOIN sources s ON s.id = v.source_id ORDER BY s.published_earliest IS NULL, s.published_earliest, s.id LIMIT :most
"""
_PARTIES = """
SELECT DISTINCT o.origin AS name, coalesce(x.slug, s.slug) AS slug,
  CASE WHEN x.id IS NOT NULL THEN 'entities' WHEN s.id IS NOT NULL THEN 'sources' END AS kind
FROM evidence_origins o
LEFT JOIN entities x ON x.id = o.origin_entity_id
LEFT JOIN sources s ON s.id = o.origin_source_id
WHERE o.claim_id = :claim AND o.stance = 'supports' AND o.certain = 1 LIMIT :most
"""
_QUOTED = """EXISTS (SELECT 1 FROM passages w JOIN quotes q ON q.passage_id = w.id AND q.form IN ('direct', 'partial')
    WHERE w.capture_id = {0}.capture_id AND w.start_char >= {0}.start_char AND w.start_char < {0}.end_char
      AND w.end_char <= {0}.end_char)"""
_WORDINGS = f"""
  a.id AS alignment_id, a.note, a.status = 'confirmed' AS confirmed, p.exact AS here, o.exact AS there,
  p.start_char, p.end_char,
  s.slug AS source, s.outlet, rs.slug AS origin, rs.outlet AS origin_outlet, d.origin_id AS work, w.slug AS made_from,
  w.outlet AS made_from_outlet, ({_QUOTED.format("p")} AND {_QUOTED.format("o")}) AS quoted
"""
_WORKS = """
JOIN derivations d ON d.id = a.derivation_id AND d.status <> 'rejected'
JOIN sources w ON w.id = d.origin_id
JOIN captures c ON c.id = p.capture_id
JOIN sources s ON s.id = c.source_id
JOIN passages o ON o.id = a.origin_passage_id
JOIN captures oc ON oc.id = o.capture_id
JOIN sources rs ON rs.id = oc.source_id
WHERE p.exact IS NOT NULL AND o.exact IS NOT NULL
"""
# From the claim that alters another to the passage it rests on, and to the passage round that one which was made from another.
_ALTERED = f"""
SELECT m.slug, m.text, x.slug AS other, x.text AS other_text, {_WORDINGS}
FROM (SELECT l.id, l.claim_id, l.related_id, e.passage_id
  FROM (SELECT * FROM claim_relations WHERE relation = 'alters' AND status = 'confirmed' ORDER BY id LIMIT :most) l
  JOIN evidence e ON e.claim_id = l.claim_id LIMIT 1000) r
JOIN claims m ON m.id = r.claim_id
JOIN claims x ON x.id = r.related_id
JOIN passages i ON i.id = r.passage_id
JOIN passages p ON p.capture_id = i.capture_id AND p.start_char <= i.start_char AND p.end_char >= i.end_char
JOIN alignments a ON a.passage_id = p.id AND a.change = 'meaning' AND a.status <> 'rejected'
{_WORKS}
ORDER BY a.id, r.id
"""
_MEANING = f"""
SELECT {_WORDINGS}
FROM (SELECT * FROM alignments WHERE change = 'meaning' AND status = 'confirmed' ORDER BY id DESC LIMIT 100) a
JOIN passages p ON p.id = a.passage_id
{_WORKS}
ORDER BY a.id DESC LIMIT :most
"""
_ADDED = """
SELECT m.slug, m.text, l.started_at, u.reports, u.origins_min, u.origins_max
FROM (SELECT * FROM claims WHERE id <= (SELECT max(id) FROM claims) ORDER BY id DESC LIMIT :most) m
JOIN loads l ON l.id = m.load_id
LEFT JOIN claim_support u ON u.claim_id = m.id AND u.stance = 'supports'
ORDER BY m.id DESC
"""
_PERSON = """
SELECT x.slug, x.name, u.reports, u.quotations FROM (
  SELECT * FROM person_support WHERE quotations > 0 ORDER BY quotations DESC LIMIT 1) u JOIN entities x ON x.id = u.entity_id
"""
_MADE_FROM = "SELECT s.slug, s.outlet, s.title FROM sources s WHERE s.slug = :slug"
_LAST_MADE_FROM = """
SELECT s.slug, s.outlet, s.title FROM sources s WHERE s.id = (
  SELECT origin_id FROM derivations WHERE id <= (SELECT max(id) FROM derivations) AND status <> 'rejected'
  ORDER BY id DESC LIMIT 1)
"""
