"""What several pages show alike: rows as dictionaries, dates in words, evidence with its way, loads."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from ...differences import differences

Row = dict[str, Any]
_BESIDE, _SHORT = 140, 32  # characters beside words: where the text may be shown, and otherwise (publish.rights)
_LINES = re.compile(r"[\r\n\u2028\u2029]+")
MOST = 200  # rows of a list on a page; the table has the rest

_MADE = {
    "republication": "reprinted by",
    "translation": "translated by",
    "rewrite": "rewritten by",
    "overlap": "shared with",
}
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def rows(connection: sqlite3.Connection, sql: str, **given: object) -> list[Row]:
    """The rows of a query."""
    cursor = connection.execute(sql, given)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def row(connection: sqlite3.Connection, sql: str, **given: object) -> Row | None:
    """The first row of a query."""
    return next(iter(rows(connection, sql, **given)), None)


def ids(values: Iterable[int]) -> str:
    """Numbers for `IN (SELECT value FROM json_each(:ids))`."""
    return json.dumps(sorted(set(values)))


def dated(date: str | None) -> str | None:
    """An EDTF date in words: 6 November 2019; before 3 May 2020; about 2019. What is unusual stays as it is."""
    if not date:
        return None
    first, slash, last = date.partition("/")
    if slash:
        if first in ("..", ""):
            return f"{_day(last)} or earlier"
        return f"{_day(first)} or later" if last in ("..", "") else f"{_day(first)} to {_day(last)}"
    return _day(date)


def _day(date: str) -> str:
    about = date.rstrip("~?%")
    day, _, time = about.partition("T")
    year, *rest = day.split("-")
    if not (year.isdigit() and len(rest) <= 2 and all(part.isdigit() for part in rest)):
        return date
    if rest and not 1 <= int(rest[0]) <= 12:
        return date  # a season, say
    words = " ".join([*(str(int(part)) for part in rest[1:]), *(_MONTHS[int(part) - 1] for part in rest[:1]), year])
    clock = f", {time[:5]}{' UTC' if time.endswith('Z') else ''}" if time[2:3] == ":" else ""
    return f"{'about ' if date.endswith(('~', '%')) else ''}{words}{clock}{' (uncertain)' if date.endswith(('?', '%')) else ''}"


def compared(first: str | None, second: str | None) -> list[Row] | None:
    """Two wordings as one row of parts: where ("both", "first", "second") and words. None where one is not known."""
    if first is None or second is None:
        return None
    return [{"where": part.where, "words": part.words} for part in differences(first, second)]


def evidence(connection: sqlite3.Connection, where: str, **given: object) -> list[Row]:
    """Pieces of evidence, the earliest published first, each with its words in their context and the way they came.

    `where` narrows `provenance v`, and must do so by an index.
    """
    found = rows(connection, _EVIDENCE.format(where, _BESIDE), most=MOST, **given)
    add_ways(connection, found)
    for one in found:
        one["published_words"] = dated(one["published"])
        one["prefix"], one["suffix"] = around(one.pop("before") or one["prefix"], one.pop("after") or one["suffix"])
    return found


def around(before: str | None, after: str | None) -> tuple[str, str]:
    """What stands beside words, from the line they stand in, and no piece of a word at its ends."""
    before, after = _LINES.split(before or "")[-1], _LINES.split(after or "")[0]
    if len(before) >= _BESIDE or (before and len(before) == _SHORT):
        before = before.partition(" ")[2] or before
    if len(after) >= _BESIDE or (after and len(after) == _SHORT):
        after = after.rpartition(" ")[0] or after
    return before, after


_EVIDENCE = """
SELECT v.id, v.claim_id, v.stance, v.prefix, v.exact, v.suffix, v.shown, v.form, v.cue, v.fidelity, v.note, v.published, v.url,
  v.start_char, v.end_char, v.sha256, v.trail, v.trail_basis, v.trail_keys, v.outlet, s.slug AS source, s.title,
  v.speaker, x.slug AS speaker_slug, u.slug AS utterance, c.retrieved_at, c.retrieved_from, c.media_type, c.extractor,
  v.load_id, substr(c.text, max(v.start_char - {1}, 0) + 1, min(v.start_char, {1})) AS before,
  substr(c.text, v.end_char + 1, {1}) AS after
FROM (SELECT * FROM provenance v WHERE {0} ORDER BY v.id LIMIT :most) v
JOIN sources s ON s.id = v.source_id
JOIN captures c ON c.id = v.capture_id
LEFT JOIN entities x ON x.id = v.speaker_id
LEFT JOIN quotes q ON q.id = v.quote_id
LEFT JOIN utterances u ON u.id = q.of_utterance_id
ORDER BY s.published_earliest IS NULL, s.published_latest IS NULL, s.published_earliest, v.id
"""


def appeared(one: Row) -> tuple[Any, ...]:
    """To sort by: the earliest published first, what is only known to be later after what has a day, the undated last."""
    return (
        one["published_earliest"] is None,
        one["published_latest"] is None,
        one["published_earliest"] or "",
        one["id"],
    )


def add_ways(connection: sqlite3.Connection, found: list[Row]) -> None:
    """Give each row with a trail its `way`: steps from the speaker to the outlet, each with what was done, name and address."""
    steps = {one["id"]: _steps(one) for one in found}
    keys = {key for way in steps.values() for key, _ in way}
    named = _named(connection, keys)
    pairs = {
        (int(one[2:]), int(other[2:]))
        for way in steps.values()
        for (one, _), (other, _) in pairwise(way)
        if one[0] == other[0] == "s"
    }
    made = _made(connection, pairs)
    for one in found:
        one["way"] = []
        for at, (key, name) in enumerate(steps[one["id"]]):
            kind, slug, unread = named.get(key, ("", None, False))
            before = steps[one["id"]][at - 1][0] if at else None
            done = _done(one, at, key, before, made)
            one["way"].append({"done": done, "name": name, "kind": kind, "slug": slug, "unread": unread})


def _steps(one: Mapping[str, Any]) -> list[tuple[str, str]]:
    names, keys = (one["trail"] or "").split(" → "), (one["trail_keys"] or "").split()
    return list(zip(keys, names, strict=True)) if len(keys) == len(names) else []


def _done(one: Mapping[str, Any], at: int, key: str, before: str | None, made: Mapping[tuple[int, int], str]) -> str:
    if at == 0 and key[0] == "e" and one["speaker"]:
        return "said by"
    if before and before[0] == key[0] == "s" and (kind := made.get((int(before[2:]), int(key[2:])))):
        return _MADE.get(kind, "taken by")
    return "reported by" if before else "written by"


def _named(connection: sqlite3.Connection, keys: set[str]) -> dict[str, tuple[str, str, bool]]:
    """By key: the kind of page, the slug, and whether it is a work that nobody captured."""
    of = {kind: ids(int(key[2:]) for key in keys if key[0] == kind) for kind in "es"}
    found: dict[str, tuple[str, str, bool]] = {}
    for id_, slug in connection.execute(
        "SELECT id, slug FROM entities WHERE id IN (SELECT value FROM json_each(:ids))", {"ids": of["e"]}
    ):
        found[f"e:{id_}"] = ("entities", slug, False)
    for id_, slug, unread in connection.execute(
        "SELECT s.id, s.slug, NOT EXISTS (SELECT 1 FROM captures c WHERE c.source_id = s.id) FROM sources s "
        "WHERE s.id IN (SELECT value FROM json_each(:ids))",
        {"ids": of["s"]},
    ):
        found[f"s:{id_}"] = ("sources", slug, bool(unread))
    return found


def _made(connection: sqlite3.Connection, pairs: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Of works, origin first: how the second was made from the first."""
    found: dict[tuple[int, int], str] = {}
    sql = (
        "SELECT origin_id, source_id, kind FROM derivations WHERE source_id IN (SELECT value FROM json_each(:ids)) "
        "AND status <> 'rejected' ORDER BY status = 'confirmed', id DESC"
    )
    for origin, source, kind in connection.execute(sql, {"ids": ids(made for _, made in pairs)}):
        if (origin, source) in pairs:
            found[origin, source] = kind
    return found


def history(connection: sqlite3.Connection, table: str, id_: int, load: int) -> list[Row]:
    """When a row was added and changed, and by which load, the newest first."""
    found = rows(
        connection,
        "SELECT c.operation, l.started_at, l.loader, l.note, l.id AS load_id FROM changes c JOIN loads l ON l.id = c.load_id "
        "WHERE c.table_name = :table AND c.row_id = :id ORDER BY c.id DESC LIMIT :most",
        table=table,
        id=id_,
        most=MOST,
    )
    found += rows(
        connection,
        "SELECT 'added' AS operation, started_at, loader, note, id AS load_id FROM loads WHERE id = :load",
        load=load,
    )
    return found
