"""Quotations as people count them: one with all its stretches, in the source that gives it, with its way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from ..origins import called
from .rows import NEVER, rows


@dataclass(frozen=True, slots=True)
class StretchView:
    """Words as they stand in a captured text, at offsets in code points."""

    words: str
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class QuotationView:
    """One quotation in one source; an interrupted one has several stretches.

    `way` names those through whom it came, as the source tells or somebody inferred, the nearest to the reader first.
    """

    stretches: tuple[StretchView, ...]
    speaker: str | None
    utterance: str | None
    form: str
    fidelity: str | None
    cue: str | None
    when: str | None
    way: tuple[str, ...]
    source: str
    title: str
    publisher: str | None
    published: str | None
    sha256: str


# Which quotes to look at, found by an index; whose they are in the end, `told` decides.
OF_ENTITY = """
SELECT id FROM quotes WHERE speaker_id = :id
UNION SELECT q.id FROM quotes q JOIN utterances u ON u.id = q.utterance_id WHERE u.speaker_id = :id
"""
OF_UTTERANCE = "SELECT id FROM quotes WHERE utterance_id = :id"


def chosen(near: str) -> str:
    """SQL for `told`: the quotes that `near` finds and what continues them, with speaker and utterance as they hold.

    A stretch that goes on has what its first stretch has; a quote that names no speaker has its utterance's.
    """
    return f"""
WITH near AS ({near}), chosen AS (SELECT id FROM near UNION SELECT k.id FROM quotes k JOIN near n ON n.id = k.continues_id),
told AS (
  SELECT q.id, f.id AS first_id, q.passage_id, q.form, q.fidelity, f.cue_passage_id, f.when_passage_id,
    u.id AS utterance_id, COALESCE(q.speaker_id, f.speaker_id, u.speaker_id) AS speaker_id
  FROM chosen JOIN quotes q ON q.id = chosen.id JOIN quotes f ON f.id = COALESCE(q.continues_id, q.id)
  LEFT JOIN utterances u ON u.id = COALESCE(q.utterance_id, f.utterance_id))
"""


def quotations(connection: Connection, near: str, column: str, id_: int) -> tuple[QuotationView, ...]:
    """The quotations whose `column` (speaker_id or utterance_id) is `id_`: by date of their source, then as they stand."""
    ways: dict[int, list[str]] = {}
    for quote, hop in connection.execute(text(chosen(near) + _HOPS), {"id": id_}):
        ways.setdefault(quote, []).append(hop)
    found = rows(connection, chosen(near) + _QUOTES.format(column), id=id_)
    grouped: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in sorted(found, key=lambda row: (row["earliest"] or NEVER, row["source"], row["start_char"], row["id"])):
        same = (row["first_id"], row["speaker"], row["utterance"], row["form"], row["fidelity"])
        grouped.setdefault(same, []).append(row)
    return tuple(_quotation(group, ways.get(group[0]["first_id"], [])) for group in grouped.values())


def _quotation(group: list[dict[str, Any]], way: list[str]) -> QuotationView:
    kept = {key: value for key, value in group[0].items() if key in QuotationView.__dataclass_fields__}
    stretches = tuple(StretchView(row["words"], row["start_char"], row["end_char"]) for row in group)
    return QuotationView(**kept, when=group[0]["said_when"], stretches=stretches, way=tuple(way))


_QUOTES = """
SELECT t.id, t.first_id, x.name AS speaker, u.slug AS utterance, t.form, t.fidelity, cue.exact AS cue, w.exact AS said_when,
  p.exact AS words, p.start_char, p.end_char, s.slug AS source, s.title, y.name AS publisher, s.published,
  s.published_earliest AS earliest, c.sha256
FROM told t
JOIN passages p ON p.id = t.passage_id
JOIN captures c ON c.id = p.capture_id
JOIN sources s ON s.id = c.source_id
LEFT JOIN entities y ON y.id = s.publisher_id
LEFT JOIN entities x ON x.id = t.speaker_id
LEFT JOIN utterances u ON u.id = t.utterance_id
LEFT JOIN passages cue ON cue.id = t.cue_passage_id
LEFT JOIN passages w ON w.id = t.when_passage_id
WHERE t.{0} = :id
"""

_HOPS = f"""
SELECT a.quote_id, {called("s", "x")} FROM attributions a
LEFT JOIN entities x ON x.id = a.entity_id LEFT JOIN sources s ON s.id = a.source_id
WHERE a.quote_id IN (SELECT first_id FROM told) ORDER BY a.quote_id, a.position
"""
