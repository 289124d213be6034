"""The rows of a store, as an edition may show them, in a new file. What follows works on that file alone.

A store in a SQLite file is attached and read where it is; any other is brought into a file that goes when its reader does.
Either way one transaction reads it: what a load writes meanwhile is there whole or not at all.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby, islice
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Engine, Table, select

from .. import db, origins
from ..models import Base
from . import rights

Edition = Literal["desk", "public"]
DESK: Edition = "desk"
PUBLIC: Edition = "public"
BATCH = 1000
LEFT_OUT = {"locks", "statements"}
# The bytes hold the comments that the text has blanked.
WITHHELD = {DESK: {"blobs": {"content"}}, PUBLIC: {"blobs": {"content"}, "loads": {"run_by", "input"}}}
# What an edition adds to a table: name, type, and what it refers to.
ADDED = {
    "passages": (("prefix", "TEXT", ""), ("suffix", "TEXT", ""), ("shown", "TEXT", "")),
    "sources": (("outlet", "TEXT", ""),),
    "quotes": (("whose_id", "INTEGER", "entities"), ("of_utterance_id", "INTEGER", "utterances")),
}
_FIRST = "(SELECT f.{0} FROM store.quotes f WHERE f.id = t.continues_id)"
_OF_UTTERANCE = f"coalesce(t.utterance_id, {_FIRST.format('utterance_id')})"
# Of an interrupted quotation, the first stretch says whose it is; else the thing said does.
_WORKED_OUT = {
    "quotes": {
        "whose_id": f"coalesce(t.speaker_id, {_FIRST.format('speaker_id')}, "
        f"(SELECT u.speaker_id FROM store.utterances u WHERE u.id = {_OF_UTTERANCE}))",
        "of_utterance_id": _OF_UTTERANCE,
    }
}
# What an image of an earlier row keeps to itself in public: words of documents, addresses on somebody's disk, and changes
# of meaning that nobody has confirmed yet.
_ADDRESSES = ("url", "canonical_url", "archived_url")
_UNSAID = {
    "passages": ("exact",),
    "sources": _ADDRESSES,
    "loads": ("run_by", "input"),
    "alignments": ("change", "note"),
    "claim_relations": ("relation", "note"),
}
_WEB = "CASE WHEN t.{0} LIKE 'http://%' OR t.{0} LIKE 'https://%' THEN t.{0} END"
# A change of meaning that a program has found is no finding until somebody stands by it.
_UNCONFIRMED = (
    "t.change = 'meaning' AND (t.status <> 'confirmed' OR t.decided_by IS NULL) "
    "AND EXISTS (SELECT 1 FROM store.derivations d WHERE d.id = t.derivation_id AND d.basis = 'detected')"
)
_PUBLIC: dict[str, dict[str, str]] = {
    "sources": {name: _WEB.format(name) for name in _ADDRESSES},
    "captures": {"retrieved_from": _WEB.format("retrieved_from")},
    "alignments": {
        "change": f"CASE WHEN {_UNCONFIRMED} THEN 'edited' ELSE t.change END",
        "note": f"CASE WHEN {_UNCONFIRMED} THEN NULL ELSE t.note END",
    },
}
_PUBLIC_ROWS = {
    "claim_relations": "t.status = 'confirmed'",
    "changes": f"t.table_name NOT IN ({', '.join(repr(name) for name in sorted(LEFT_OUT))})",
}


def tables() -> list[tuple[str, Table]]:
    """The tables of the store that are published; texts before the passages that stand in them."""
    return [(name, table) for name, table in Base.metadata.tables.items() if name not in LEFT_OUT]


@contextmanager
def attached(engine: Engine, published: sqlite3.Connection) -> Iterator[None]:
    """The store as the schema `store` of the connection, read in one transaction that `published` has begun at its end."""
    file = db.sqlite_file(engine)
    with tempfile.TemporaryDirectory(prefix="facts-") as folder:
        if file is None:
            file = Path(folder) / "store.db"
            _bring(engine, file)
        published.execute("ATTACH ? AS store", (f"{file.resolve().as_uri()}?mode=ro",))
        try:
            yield
        finally:
            if published.in_transaction:
                published.rollback()
            published.execute("DETACH store")


def _bring(engine: Engine, file: Path) -> None:
    """All rows of a store that is no SQLite file, into one."""
    copy = sqlite3.connect(file, isolation_level=None)
    try:
        copy.execute("PRAGMA journal_mode = OFF")
        copy.execute("PRAGMA synchronous = OFF")
        copy.execute("BEGIN")
        with db.reading(engine) as store:
            for name, table in tables():
                columns = [column for column in table.columns if column.name not in WITHHELD[DESK].get(name, ())]
                copy.execute(_create(name, table, [column.name for column in columns], ()))
                query = select(*columns).order_by(table.c.id)
                rows = store.execution_options(yield_per=BATCH).execute(query)
                slots = ", ".join("?" * len(columns))
                for batch in batches(rows, BATCH):
                    copy.executemany(f'INSERT INTO "{name}" VALUES ({slots})', [tuple(row) for row in batch])
        copy.execute("CREATE INDEX segments_of ON segments (capture_id)")
        copy.execute("CREATE INDEX passages_of ON passages (capture_id)")
        copy.execute("CREATE INDEX quotes_of ON quotes (passage_id)")
        copy.execute("CREATE INDEX evidence_of ON evidence (passage_id)")
        copy.execute("CREATE INDEX claims_of ON evidence (claim_id)")
        copy.execute("CREATE INDEX cues_of ON quotes (cue_passage_id)")
        copy.execute("CREATE INDEX alignments_of ON alignments (passage_id)")
        copy.execute("CREATE INDEX origins_of ON alignments (origin_passage_id)")
        copy.execute("COMMIT")
    finally:
        copy.close()


def batches(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """The rows in lists of `size`; the last may be shorter."""
    ahead = iter(rows)
    while batch := list(islice(ahead, size)):
        yield batch


def copy(published: sqlite3.Connection, edition: Edition) -> None:
    """Every row of the attached store that the edition shows, as it shows it."""
    comments = _comments(published)
    published.create_function(
        "blanked", 2, lambda capture, words: _blanked(words, comments.get(capture, ()), 0), deterministic=True
    )
    published.create_function("image", 2, lambda name, before: _image(edition, comments, name, before))
    for name, table in tables():
        columns = [column.name for column in table.columns if column.name not in WITHHELD[edition].get(name, ())]
        published.execute(_create(name, table, columns, ADDED.get(name, ())))
        if name == "passages":
            continue
        values = {column: f't."{column}"' for column in columns} | (_PUBLIC.get(name, {}) if edition == PUBLIC else {})
        if name == "captures":
            values["text"] = _TEXT[edition]
        elif name == "changes":
            values["before"] = "image(t.table_name, t.before)"
        where = _PUBLIC_ROWS.get(name, "1") if edition == PUBLIC else "1"
        values |= _WORKED_OUT.get(name, {})
        listed = ", ".join(f'"{column}"' for column in values)
        published.execute(
            f'INSERT INTO main."{name}" ({listed}) SELECT {", ".join(values.values())} '
            f'FROM store."{name}" t WHERE {where} ORDER BY t.id'
        )
    published.execute(_OUTLETS)
    if edition == DESK:
        published.execute(_WHOLE.format("1"))
        return
    published.execute(_WHOLE.format("s.publish = 'full_text'"))
    published.execute("CREATE TEMPORARY TABLE excerpts (id INTEGER PRIMARY KEY, exact, prefix, suffix, shown)")
    for batch in batches(_excerpts(published, comments), BATCH):
        published.executemany("INSERT INTO excerpts VALUES (?, ?, ?, ?, ?)", batch)
    published.execute(_EXCERPTS)
    published.execute("DROP TABLE excerpts")


def _create(name: str, table: Table, columns: list[str], added: Iterable[tuple[str, str, str]]) -> str:
    """The table as people's SQL knows it: names, types and references; what guards rows is not needed where none change."""
    types = {"BIGINT": "INTEGER", "DOUBLE": "REAL", "DOUBLE_PRECISION": "REAL"}
    lines = []
    for column in columns:
        type_ = str(table.c[column].type).split("(")[0]
        lines.append(f'"{column}" {types.get(type_, type_)}' + (" PRIMARY KEY" if column == "id" else ""))
    lines += [
        f'"{column}" {type_}' + (f' REFERENCES "{other}"("id")' if other else "") for column, type_, other in added
    ]
    for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
        if key.parent.name in columns and key.column.table.name not in LEFT_OUT:
            lines.append(f'FOREIGN KEY ("{key.parent.name}") REFERENCES "{key.column.table.name}"("{key.column.name}")')
    return f'CREATE TABLE main."{name}" ({", ".join(lines)})'


_OUTLETS = f"""
UPDATE main.sources SET outlet = (
  SELECT {origins.called("s", "x")} FROM main.sources s LEFT JOIN main.entities x ON x.id = s.publisher_id
  WHERE s.id = sources.id)
"""

# Texts and passages

_BLANKED = (
    "CASE WHEN EXISTS (SELECT 1 FROM store.segments g WHERE g.capture_id = t.id AND g.kind = 'comment') "
    "THEN blanked(t.id, t.text) ELSE t.text END"
)
_TEXT = {
    DESK: _BLANKED,
    PUBLIC: f"CASE (SELECT publish FROM store.sources s WHERE s.id = t.source_id) WHEN 'full_text' THEN {_BLANKED} END",
}
# Words and their context are read from the text that is published: what is blanked there is blanked here.
_WHOLE = f"""
INSERT INTO main.passages
SELECT p.id, p.capture_id, p.start_char, p.end_char, p.load_id, substr(c.text, p.start_char + 1, p.end_char - p.start_char),
  substr(c.text, max(p.start_char - {rights.CONTEXT}, 0) + 1, min(p.start_char, {rights.CONTEXT})),
  substr(c.text, p.end_char + 1, {rights.CONTEXT}), 'whole'
FROM store.passages p JOIN main.captures c ON c.id = p.capture_id JOIN main.sources s ON s.id = c.source_id
WHERE {{0}} ORDER BY p.id
"""
_EXCERPTS = """
INSERT INTO main.passages
SELECT p.id, p.capture_id, p.start_char, p.end_char, p.load_id, x.exact, x.prefix, x.suffix, coalesce(x.shown, 'withheld')
FROM store.passages p JOIN main.captures c ON c.id = p.capture_id JOIN main.sources s ON s.id = c.source_id
LEFT JOIN temp.excerpts x ON x.id = p.id
WHERE s.publish <> 'full_text' ORDER BY p.id
"""

# What may be shown is spent on quotations, then on what says how they are given, then on what several works report.
_STRETCHES = """
SELECT p.id, p.start_char, p.end_char,
  CASE WHEN EXISTS (SELECT 1 FROM store.quotes q WHERE q.passage_id = p.id AND q.form IN ('direct', 'partial')) THEN 0
    WHEN EXISTS (SELECT 1 FROM store.alignments a JOIN main.alignments m ON m.id = a.id AND m.change = 'meaning'
        WHERE a.passage_id = p.id OR a.origin_passage_id = p.id)
      AND EXISTS (SELECT 1 FROM store.passages qp JOIN store.quotes q ON q.passage_id = qp.id
        WHERE qp.capture_id = p.capture_id AND qp.start_char >= p.start_char AND qp.end_char <= p.end_char
          AND q.form IN ('direct', 'partial')) THEN 1
    WHEN EXISTS (SELECT 1 FROM store.alignments a JOIN main.alignments m ON m.id = a.id AND m.change = 'meaning'
        WHERE a.passage_id = p.id OR a.origin_passage_id = p.id)
      OR EXISTS (SELECT 1 FROM store.quotes q WHERE q.cue_passage_id = p.id) THEN 2
    WHEN EXISTS (SELECT 1 FROM store.evidence e JOIN store.evidence o ON o.claim_id = e.claim_id
      JOIN store.passages op ON op.id = o.passage_id WHERE e.passage_id = p.id AND op.capture_id <> p.capture_id) THEN 3
    WHEN EXISTS (SELECT 1 FROM store.evidence e WHERE e.passage_id = p.id) THEN 4 ELSE 5 END AS rank,
  EXISTS (SELECT 1 FROM store.evidence e WHERE e.passage_id = p.id)
    OR EXISTS (SELECT 1 FROM store.quotes q WHERE q.passage_id = p.id) AS context,
  (SELECT o.exact FROM store.alignments a JOIN main.alignments m ON m.id = a.id AND m.change = 'meaning'
    JOIN store.passages o ON o.id = CASE p.id WHEN a.passage_id THEN a.origin_passage_id ELSE a.passage_id END
    WHERE a.passage_id = p.id OR a.origin_passage_id = p.id ORDER BY a.id LIMIT 1) AS other
FROM store.passages p WHERE p.capture_id = ?
"""
_PARTS = "SELECT start_char, end_char, kind FROM store.segments WHERE capture_id = ?"
BODY = ("body", "block_quote")


def _excerpts(published: sqlite3.Connection, comments: dict[int, list[rights.Interval]]) -> Iterator[tuple[Any, ...]]:
    """What is shown of each passage in a text that may not be shown whole, work by work with all its copies."""
    published.execute("CREATE TEMPORARY TABLE families (source_id INTEGER PRIMARY KEY, family INTEGER)")
    published.executemany("INSERT INTO families VALUES (?, ?)", _families(published).items())
    captures = published.execute(
        "SELECT coalesce(f.family, c.source_id) AS family, c.id, s.publish, c.text FROM store.captures c "
        "JOIN store.sources s ON s.id = c.source_id LEFT JOIN temp.families f ON f.source_id = s.id "
        "WHERE s.publish <> 'full_text' ORDER BY family, c.id"
    )
    withheld: list[tuple[str, str, int]] = []
    for _, group in groupby(captures, key=lambda row: row[0]):
        texts, stretches = {}, []
        for _, capture, publish, words in group:
            parts = published.execute(_PARTS, (capture,)).fetchall()
            free = tuple((start, end) for start, end, kind in parts if kind == "headline")
            words = _blanked(words, comments.get(capture, ()), 0)
            texts[capture] = rights.Text(words, _body(len(words), parts), free, publish == "excerpts")
            if publish == "excerpts":
                for id_, start, end, rank, context, other in published.execute(_STRETCHES, (capture,)):
                    focus = (
                        rights.differing(words[start:end], other)
                        if other and rank in (rights.ROUND, rights.TELLING)
                        else None
                    )
                    focus = (start + focus[0], start + focus[1]) if focus else None
                    stretches.append(rights.Stretch(id_, capture, start, end, rank, bool(context), focus))
        for found in rights.excerpts(texts, stretches, _echoes(published, list(texts))):
            if isinstance(found, rights.Echo):
                withheld.append(found.key)
            else:
                yield found.id, found.exact, found.prefix, found.suffix, "whole" if found.whole else "part"
    published.execute("DROP TABLE families")
    for table, column, row in withheld:
        published.execute(f'UPDATE main."{table}" SET "{column}" = NULL WHERE id = ?', (row,))


# Texts of our own that may repeat a document's words, and how one comes to them from a capture's passages (p) or the capture
# (c). What was said comes first. Claims are not among them: they are our sentences, and what is shown is shown for them.
_ECHOES = {
    (
        "utterances",
        "text",
    ): "JOIN store.quotes q ON q.passage_id = p.id JOIN main.utterances t ON t.id = q.utterance_id",
    ("alignments", "note"): "JOIN store.alignments a ON a.passage_id = p.id OR a.origin_passage_id = p.id "
    "JOIN main.alignments t ON t.id = a.id",
    ("evidence", "note"): "JOIN store.evidence t ON t.passage_id = p.id",
    ("omissions", "reason"): "JOIN store.omissions t ON t.passage_id = p.id",
    ("claim_relations", "note"): "JOIN store.evidence e ON e.passage_id = p.id "
    "JOIN store.claim_relations t ON t.claim_id = e.claim_id OR t.related_id = e.claim_id",
    ("claim_arguments", "value"): "JOIN store.evidence e ON e.passage_id = p.id "
    "JOIN store.claim_arguments t ON t.claim_id = e.claim_id",
    ("entities", "description"): "JOIN store.evidence e ON e.passage_id = p.id "
    "JOIN store.claim_arguments g ON g.claim_id = e.claim_id JOIN store.entities t ON t.id = g.entity_id",
    ("utterance_matches", "note"): "JOIN store.quotes q ON q.passage_id = p.id "
    "JOIN store.utterance_matches t ON t.left_id = q.utterance_id OR t.right_id = q.utterance_id",
    ("derivations", "reason"): "JOIN store.derivations t ON t.source_id = c.source_id",
}
_ECHO = (
    "SELECT DISTINCT t.id, t.{1} FROM store.captures c JOIN store.passages p ON p.capture_id = c.id {2} "
    "WHERE c.id = ? AND length(t.{1}) > 24"
)


def _echoes(published: sqlite3.Connection, captures: list[int]) -> list[rights.Echo]:
    """Our own texts on these captures that are long enough to repeat them, each once."""
    found: dict[tuple[str, str, int], rights.Echo] = {}
    for (name, column), joined in _ECHOES.items():
        for capture in captures:
            for row, words in published.execute(_ECHO.format(name, column, joined), (capture,)):
                found[name, column, row] = rights.Echo((name, column, row), words)
    return list(found.values())


def _body(length: int, parts: list[tuple[int, int, str]]) -> int:
    """How many characters the body has; a text without one is all body, but for the parts it has."""
    body = [(start, end) for start, end, kind in parts if kind in BODY]
    if body:
        return sum(end - start for start, end in rights.merged(body))
    return length - sum(end - start for start, end in rights.merged((start, end) for start, end, _ in parts))


def _families(published: sqlite3.Connection) -> dict[int, int]:
    """Works that are copies of one, or were made from it: the lowest number among them, by the number of each."""
    root: dict[int, int] = {}

    def find(work: int) -> int:
        while (above := root.setdefault(work, work)) != work:
            root[work] = work = root.setdefault(above, above)
        return work

    pairs = "SELECT source_id, origin_id FROM store.derivations WHERE status <> 'rejected'"
    for one, other in published.execute(pairs):
        low, high = sorted((find(one), find(other)))
        root[high] = low
    return {work: find(work) for work in list(root)}


# Comments of readers


def _comments(published: sqlite3.Connection) -> dict[int, list[rights.Interval]]:
    rows = published.execute(
        "SELECT capture_id, start_char, end_char FROM store.segments WHERE kind = 'comment' ORDER BY capture_id"
    )
    return {
        capture: [(start, end) for _, start, end in group] for capture, group in groupby(rows, key=lambda row: row[0])
    }


def _blanked(words: str, stretches: Iterable[rights.Interval], start: int) -> str:
    """`words`, which begin at `start` of their text, with every character of these stretches but line ends made a space."""
    for first, last in stretches:
        low, high = max(first - start, 0), min(last - start, len(words))
        if low < high:
            hidden = "".join(char if char in "\r\n" else " " for char in words[low:high])
            words = words[:low] + hidden + words[high:]
    return words


def _image(edition: Edition, comments: dict[int, list[rights.Interval]], name: str, before: str) -> str:
    """An earlier state of a row, as the edition may show it."""
    if name == "passages" and edition == DESK and comments:
        row = json.loads(before)
        row["exact"] = _blanked(row["exact"], comments.get(row["capture_id"], ()), row["start_char"])
    elif edition == PUBLIC and name in _UNSAID:
        row = {key: value for key, value in json.loads(before).items() if key not in _UNSAID[name]}
    else:
        return before
    return json.dumps(row, ensure_ascii=False)
