"""A thing said once: who said it, who reports it, in which words each report gives it, and what rests on it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from . import versions
from .parts import Row, appeared, compared, dated, history, ids, row, rows

MOST = 50  # places that are shown; the table has the rest


def read(connection: sqlite3.Connection, asked: Mapping[str, str]) -> Row | None:
    """All that is known of the thing said that `asked["slug"]` names."""
    utterance = row(connection, _UTTERANCE, slug=asked["slug"])
    if utterance is None:
        return None
    id_ = utterance["id"]
    utterance["said_words"] = dated(utterance["said"])
    support = row(connection, _SUPPORT, utterance=id_)
    found = rows(connection, _QUOTES, utterance=id_, most=MOST + 1, beside=versions.BESIDE)
    more = len(found) > MOST
    found = sorted(found, key=lambda one: one["id"])[:MOST]
    found.sort(key=lambda one: (one["capture_id"], one["start_char"], one["id"]))
    ends = rows(connection, _ENDS, utterance=id_, most=2 * MOST)
    reports = _reports(connection, found, ends, utterance)
    return {
        "utterance": utterance,
        "support": support,
        "whose": _whose(support, found, ends),
        "heard": _parties(ends, "through"),
        "versions": reports,
        "more": more,
        "dating": rows(connection, _DATING, ids=ids(one["when_passage_id"] for one in found if one["when_passage_id"])),
        "claims": _claims(connection, id_),
        "matches": _matches(connection, utterance),
        "history": history(connection, "utterances", id_, utterance["load_id"]),
    }


# Each report in its words


def _reports(connection: sqlite3.Connection, found: list[Row], ends: list[Row], utterance: Row) -> list[Row]:
    """A row per text that reports it, in the order in which they appeared, each held against the fullest."""
    ways = _ways(connection, found)
    of: dict[int, list[Row]] = {}
    for one in found:
        of.setdefault(one["capture_id"], []).append(one)
    order = sorted(of, key=lambda capture: appeared(of[capture][0]))
    texts = {capture: versions.passages(of[capture]) for capture in order}
    beside = _beside(texts, of)
    return [
        {
            **{name: of[capture][0][name] for name in _OF_TEXT},
            "published_words": dated(of[capture][0]["published"]),
            "whose": _parties([end for end in ends if end["capture_id"] == capture], "origin"),
            "heard": _parties([end for end in ends if end["capture_id"] == capture], "through"),
            "ways": _distinct([*ways.get(one["first_id"], []), _outlet(one)] for one in of[capture]),
            "speakers": sorted(
                {one["speaker"] for one in of[capture] if one["speaker_id"] != utterance["speaker_id"]} - {None}
            ),
            "passages": beside[capture],
            "quotes": [_quote(one) for one in of[capture]],
        }
        for capture in order
    ]


def _beside(texts: dict[int, list[versions.Passage]], of: dict[int, list[Row]]) -> dict[int, list[Row]]:
    """The passages of each text, each beside the fullest that gives the same part of what was said."""
    found = [(capture, one) for capture, several in texts.items() for one in several]
    of_text = {id(one): of[capture][0] for capture, one in found}
    measures = versions.measures([one for _, one in found])
    used = {id(other) for place, other in measures.items() if found[place][1] is not other}
    known: dict[tuple[Any, ...], list[dict[str, str]]] = {}
    rows_: dict[int, list[Row]] = {capture: [] for capture in texts}
    for place, (capture, one) in enumerate(found):
        other = measures.get(place)
        held = other is not None and of_text[id(other)]["capture_id"] != capture
        parts = versions.plain(one)
        if other is not None and held:
            key = (tuple(one.runs), tuple(other.runs), one.whole, other.whole)
            parts = known[key] if key in known else known.setdefault(key, versions.aligned(one, other))
        text = of_text[id(other)] if other is not None else None
        rows_[capture].append(
            {
                "parts": parts,
                "against": {"source": text["source"], "outlet": text["outlet"]} if text and held else None,
                "measure": id(one) in used,
                "differs": any(part["where"] != "both" for part in parts),
                "same_in_marks": versions.same_in_marks(one, other) if other is not None and held else None,
                "whole": one.whole and (other is None or other.whole),
                "joined": _joined([quote for quote in of[capture] if quote["id"] in one.quotes]),
            }
        )
    return rows_


def _joined(quotes: list[Row]) -> bool:
    """Whether one quotation in it goes on after an interruption."""
    return len({quote["first_id"] for quote in quotes}) < len(quotes)


def _quote(one: Row) -> Row:
    found = {name: one[name] for name in _OF_QUOTE}
    found["difference"] = compared(one["against_words"], one["exact"]) if one["compared"] not in _ALIKE else None
    return found


def _ways(connection: sqlite3.Connection, found: Iterable[Row]) -> dict[int, list[Row]]:
    """By quotation: who the source itself says it has the words from, from the speaker to the reader."""
    ways: dict[int, list[Row]] = {}
    for one in found:
        if one["speaker"]:
            said = {"done": "said by", "name": one["speaker"], "kind": "entities", "slug": one["speaker_slug"]}
            ways.setdefault(one["first_id"], [{**said, "unread": False}])
    for hop in rows(connection, _HOPS, ids=ids(one["first_id"] for one in found)):
        step = {"done": "heard from", "name": hop["name"], "kind": hop["kind"], "slug": hop["slug"]}
        ways.setdefault(hop["quote_id"], []).append({**step, "unread": bool(hop["unread"])})
    for way in ways.values():
        for at, step in enumerate(way):
            step["done"] = "said by" if step["done"] == "said by" else "reported by" if at else "told by"
    return ways


def _outlet(one: Row) -> Row:
    return {"done": "reported by", "name": one["outlet"], "kind": "sources", "slug": one["source"], "unread": False}


def _distinct(found: Iterable[list[Row]]) -> list[list[Row]]:
    kept: list[list[Row]] = []
    for one in found:
        if one not in kept:
            kept.append(one)
    return kept


# Whose word, who heard it


def _parties(ends: Iterable[Row], end: str) -> list[Row]:
    """Whose word it is ("origin"), or who heard it at first hand ("through"), where that is certain; each once."""
    found = {
        str(one[end]): {"name": one[end], "kind": one[f"{end}_kind"], "slug": one[f"{end}_slug"]}
        for one in ends
        if one["certain"]
    }
    return [found[name] for name in sorted(found)]


def _whose(support: Row | None, found: list[Row], ends: list[Row]) -> list[Row]:
    """The parties whose own word the reports are, each with the outlets; parties that are held to be one stand together."""
    one_party = {
        str(name): str(group)
        for group in ((support or {}).get("origins") or "").split("; ")
        for name in (group, *group.split(" = "))
    }
    texts = {one["capture_id"]: one for one in found}
    groups: dict[str, Row] = {}
    for end in ends:
        if not end["certain"] or end["capture_id"] not in texts:
            continue
        name = one_party.get(str(end["origin"]), str(end["origin"]))
        alone = {"kind": end["origin_kind"], "slug": end["origin_slug"]}
        group = groups.setdefault(name, {"name": name, **alone, "reports": []})
        text = texts[end["capture_id"]]
        report = {"outlet": text["outlet"], "source": text["source"]}
        if report not in group["reports"]:
            group["reports"].append(report)
    return list(groups.values())


# What rests on it, and what may be the same


def _claims(connection: sqlite3.Connection, id_: int) -> list[Row]:
    found = rows(connection, _CLAIMS, utterance=id_, most=MOST, many=10 * MOST)
    support = {
        (one["claim_id"], one["stance"]): one
        for one in rows(connection, _CLAIM_SUPPORT, ids=ids(one["id"] for one in found))
    }
    empty = {"reports": None, "origins_min": None, "origins_max": None}
    return [{**one, **support.get((one["id"], one["stance"]), empty)} for one in found]


def _matches(connection: sqlite3.Connection, utterance: Row) -> list[Row]:
    found = rows(connection, _MATCHES, utterance=utterance["id"], most=MOST)
    for one in found:
        one["said_words"] = dated(one["said"])
    return sorted(found, key=lambda one: (_JUDGED.index(one["judgement"]), one["slug"]))


_JUDGED = ("same", "possible", "different")
_ALIKE = (None, "the same", "other marks", "another language")
_OF_TEXT = ("source", "title", "outlet", "published", "published_earliest", "url", "sha256", "capture_id")
_OF_QUOTE = (
    *("id", "first_id", "form", "fidelity", "cue", "exact", "shown", "start_char", "end_char"),
    *("compared", "against_outlet", "against_source"),
)

_UTTERANCE = """
SELECT u.id, u.slug, u.text, u.said, u.said_basis, u.lang, u.load_id, u.speaker_id, x.name AS speaker,
  x.slug AS speaker_slug, v.title AS venue, v.slug AS venue_slug,
  v.id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM captures c WHERE c.source_id = v.id) AS venue_unread
FROM utterances u LEFT JOIN entities x ON x.id = u.speaker_id LEFT JOIN sources v ON v.id = u.venue_id WHERE u.slug = :slug
"""
_SUPPORT = """
SELECT reports, quotations, origins_min, origins_max, origins, through_min, through_max, through, first_published
FROM utterance_support WHERE utterance_id = :utterance
"""
# `window` is the text about the words, where all of it may be shown.
_QUOTES = """
SELECT q.id, coalesce(q.continues_id, q.id) AS first_id, q.form, q.fidelity, q.when_passage_id, p.capture_id, p.start_char,
  p.end_char, p.exact, p.prefix, p.suffix, p.shown, cue.exact AS cue, x.id AS speaker_id, x.name AS speaker,
  x.slug AS speaker_slug, s.slug AS source, s.title, s.outlet, s.language, s.published, s.published_earliest,
  s.published_latest, coalesce(s.url, s.canonical_url, s.archived_url) AS url, c.sha256,
  substr(c.text, max(p.start_char - :beside, 0) + 1,
    p.end_char - max(p.start_char - :beside, 0) + :beside) AS window,
  d.compared, ap.exact AS against_words, os.outlet AS against_outlet, os.slug AS against_source
FROM (SELECT * FROM quotes WHERE of_utterance_id = :utterance ORDER BY id LIMIT :most) q
JOIN passages p ON p.id = q.passage_id
JOIN captures c ON c.id = p.capture_id
JOIN sources s ON s.id = c.source_id
JOIN quotes f ON f.id = coalesce(q.continues_id, q.id)
LEFT JOIN passages cue ON cue.id = f.cue_passage_id
LEFT JOIN entities x ON x.id = q.whose_id
LEFT JOIN quote_differences d ON d.quote_id = q.id
LEFT JOIN quotes a ON a.id = d.against_id
LEFT JOIN passages ap ON ap.id = a.passage_id
LEFT JOIN captures ac ON ac.id = ap.capture_id
LEFT JOIN sources os ON os.id = ac.source_id
"""
_HOPS = """
SELECT a.quote_id, coalesce(x.name, w.outlet) AS name, coalesce(x.slug, w.slug) AS slug,
  CASE WHEN x.id IS NOT NULL THEN 'entities' ELSE 'sources' END AS kind,
  x.id IS NULL AND NOT EXISTS (SELECT 1 FROM captures c WHERE c.source_id = w.id) AS unread
FROM attributions a LEFT JOIN entities x ON x.id = a.entity_id LEFT JOIN sources w ON w.id = a.source_id
WHERE a.quote_id IN (SELECT value FROM json_each(:ids)) ORDER BY a.quote_id, a.position DESC
"""
_END = """coalesce({0}x.slug, {0}s.slug) AS {0}_slug,
  CASE WHEN {0}x.id IS NOT NULL THEN 'entities' WHEN {0}s.id IS NOT NULL THEN 'sources' END AS {0}_kind"""
_ENDS = f"""
SELECT o.quote_id, o.origin, o.through, o.certain, p.capture_id, {_END.format("origin")}, {_END.format("through")}
FROM (SELECT * FROM quote_origins WHERE utterance_id = :utterance ORDER BY id LIMIT :most) o
JOIN quotes q ON q.id = o.quote_id
JOIN passages p ON p.id = q.passage_id
LEFT JOIN entities originx ON originx.id = o.origin_entity_id
LEFT JOIN sources origins ON origins.id = o.origin_source_id
LEFT JOIN entities throughx ON throughx.id = o.through_entity_id
LEFT JOIN sources throughs ON throughs.id = o.through_source_id
ORDER BY o.id
"""
_DATING = """
SELECT DISTINCT p.exact, s.outlet, s.slug AS source FROM passages p JOIN captures c ON c.id = p.capture_id
JOIN sources s ON s.id = c.source_id WHERE p.id IN (SELECT value FROM json_each(:ids)) AND p.exact IS NOT NULL ORDER BY p.id
"""
_CLAIMS = """
SELECT m.id, m.slug, m.text, m.withdrawn, e.stance, count(*) AS passages
FROM (SELECT id FROM quotes WHERE of_utterance_id = :utterance ORDER BY id LIMIT :many) q
JOIN evidence e ON e.quote_id = q.id
JOIN claims m ON m.id = e.claim_id
GROUP BY m.id, e.stance ORDER BY passages DESC, m.id LIMIT :most
"""
_CLAIM_SUPPORT = """
SELECT claim_id, stance, reports, origins_min, origins_max FROM claim_support
WHERE claim_id IN (SELECT value FROM json_each(:ids))
"""
_MATCHES = """
SELECT o.slug, o.text, o.said, x.name AS speaker, m.judgement, m.decided_by, m.note
FROM (SELECT right_id AS other_id, judgement, decided_by, note FROM utterance_matches WHERE left_id = :utterance
  UNION ALL SELECT left_id, judgement, decided_by, note FROM utterance_matches WHERE right_id = :utterance LIMIT :most) m
JOIN utterances o ON o.id = m.other_id
LEFT JOIN entities x ON x.id = o.speaker_id
"""
