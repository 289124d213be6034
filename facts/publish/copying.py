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
from itertools import islice
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit, urlunsplit

from sqlalchemy import Connection, Engine, Table, select, text

from .. import db
from ..models import Base
from . import comments, rights
from .excerpts import excerpts
from .sharing import Interval

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
# What an image of an earlier row says in public: which row it was and what stood in its fixed words. Texts, addresses and
# judgements that nobody stands by are not among them, nor is anything that a later version withholds.
_SAID = {
    "id",
    "slug",
    "position",
    "part",
    "start_char",
    "end_char",
    "form",
    "fidelity",
    "stance",
    "basis",
    "kind",
    "role",
}
_ADDRESSES = ("url", "canonical_url", "archived_url")
_WEB = "address(t.{0})"
_NO_PATH = "CASE WHEN t.{0} LIKE '%:/%' OR t.{0} LIKE '/%' OR t.{0} LIKE '%\\%' THEN address(t.{0}) ELSE t.{0} END"
# A change of meaning that a program has found is no finding until somebody stands by it; one that is turned down is none.
_UNCONFIRMED = (
    "t.change = 'meaning' AND (t.status <> 'confirmed' OR EXISTS (SELECT 1 FROM store.derivations d "
    "WHERE d.id = t.derivation_id AND (d.status = 'rejected' OR trim(coalesce(t.decided_by, '')) = '' "
    "AND (t.similarity IS NOT NULL OR d.score IS NOT NULL OR d.basis = 'detected'))))"
)
_PUBLIC: dict[str, dict[str, str]] = {
    "sources": {name: _WEB.format(name) for name in _ADDRESSES} | {"licence": _NO_PATH.format("licence")},
    "terms": {"iri": _NO_PATH.format("iri")},
    "entity_identifiers": {"value": _NO_PATH.format("value")},
    "reviews": {"url": _WEB.format("url")},
    "derivations": {"reason": "CASE WHEN t.status = 'confirmed' THEN t.reason END"},
    "captures": {"retrieved_from": _WEB.format("retrieved_from")},
    "alignments": {
        "change": f"CASE WHEN {_UNCONFIRMED} THEN 'edited' ELSE t.change END",
        "note": f"CASE WHEN {_UNCONFIRMED} THEN NULL ELSE t.note END",
    },
    # The program's own note repeats words of both texts.
    "quote_matches": {"note": "CASE WHEN trim(coalesce(t.decided_by, '')) <> '' THEN t.note END"},
}
_PUBLIC_ROWS = {
    "claim_relations": "t.status = 'confirmed'",
    "changes": f"t.table_name NOT IN ({', '.join(repr(name) for name in sorted(LEFT_OUT))})",
}


def tables() -> list[tuple[str, Table]]:
    """The tables of the store that are published; texts before the passages that stand in them."""
    return [(name, table) for name, table in Base.metadata.tables.items() if name not in LEFT_OUT]


def newest(schema: str = "") -> str:
    """SQL for the newest row of every table. No id is used twice and changes are rows: two equal answers are one state."""
    return "SELECT " + ", ".join(f'(SELECT max(id) FROM {schema}"{name}")' for name, _ in tables())


@contextmanager
def readable(engine: Engine) -> Iterator[Path]:
    """The store as a SQLite file: its own, or for any other database one that holds its rows and goes again."""
    if file := db.sqlite_file(engine):
        yield file
        return
    with tempfile.TemporaryDirectory(prefix="facts-") as folder:
        file = Path(folder) / "store.db"
        _bring(engine, file)
        yield file


@contextmanager
def attached(store: Path, published: sqlite3.Connection) -> Iterator[None]:
    """A store as the schema `store` of the connection, for one transaction that is begun and ended within."""
    published.execute("ATTACH ? AS store", (f"{store.resolve().as_uri()}?mode=ro",))
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
        copy.execute("CREATE INDEX omissions_of ON omissions (passage_id)")
        copy.execute("CREATE INDEX captures_of ON captures (source_id)")
        copy.execute("COMMIT")
    finally:
        copy.close()


def batches(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """The rows in lists of `size`; the last may be shorter."""
    ahead = iter(rows)
    while batch := list(islice(ahead, size)):
        yield batch


def fill(connection: Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows into a table of the copy: values in the order of its columns."""
    for batch in batches(rows, BATCH):
        slots = ", ".join("?" * len(batch[0]))
        connection.exec_driver_sql(f"INSERT INTO {table} VALUES ({slots})", batch)


def read(connection: Connection, sql: str) -> Iterator[Any]:
    """The rows of a query, brought over in lists: one by one, SQLAlchemy takes as long as SQLite."""
    for rows in connection.execute(text(sql)).partitions(BATCH):
        yield from rows


def copy(published: sqlite3.Connection, edition: Edition) -> None:
    """Every row of the attached store that the edition shows, as it shows it."""
    hidden = comments.stretches(published)
    published.create_function(
        "blanked", 2, lambda capture, words: comments.blanked(words, hidden.get(capture, ()), 0), deterministic=True
    )
    published.create_function("commented", 1, hidden.__contains__, deterministic=True)
    published.create_function("address", 1, address, deterministic=True)
    published.create_function("image", 2, lambda name, before: _image(edition, hidden, name, before))
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
    if edition == DESK:
        published.execute(_WHOLE.format("1"))
        return
    published.execute(_WHOLE.format("s.publish = 'full_text'"))
    published.execute("CREATE TEMPORARY TABLE excerpts (id INTEGER PRIMARY KEY, exact, prefix, suffix, shown)")
    for batch in batches(excerpts(published, hidden), BATCH):
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
        if key.parent.name in columns and key.column.name == "id" and key.column.table.name not in LEFT_OUT:
            lines.append(f'FOREIGN KEY ("{key.parent.name}") REFERENCES "{key.column.table.name}"("{key.column.name}")')
    return f'CREATE TABLE main."{name}" ({", ".join(lines)})'


# Texts and passages

_BLANKED = "CASE WHEN commented(t.id) THEN blanked(t.id, t.text) ELSE t.text END"
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


def address(value: str | None) -> str | None:
    """An address on the web that anybody may know, without what in it says who asked for it, or lets one in.

    None for a path, a machine of one's own, or an address with a password in it.
    """
    try:
        parts = urlsplit(value or "")
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    *labels, last = host.split(".")
    public = bool(labels) and (last.isalpha() or last.startswith("xn--")) and last not in _PRIVATE
    public = public and not host.endswith("home.arpa")
    if parts.scheme not in ("http", "https") or not public or "@" in parts.netloc:
        return None
    asked = parts.query.split("&")
    open_ = [one for one in asked if one.partition("=")[0].lower() not in _SECRET]
    return value if open_ == asked else urlunsplit(parts._replace(query="&".join(open_)))


# Names of parameters that let somebody in, or say who it was.
_SECRET = {
    "access_token",
    "api_key",
    "apikey",
    "auth",
    "email",
    "key",
    "passwd",
    "password",
    "secret",
    "session",
    "sessionid",
    "sid",
    "sig",
    "signature",
    "token",
    "user",
    "username",
}
# Names that the public web does not know: RFC 6762, RFC 8375, and what routers and offices use.
_PRIVATE = {"local", "localhost", "localdomain", "internal", "intranet", "lan", "corp", "home", "private"}


def _image(edition: Edition, hidden: dict[int, list[Interval]], name: str, before: str) -> str:
    """An earlier state of a row, as the edition may show it."""
    if name == "passages" and edition == DESK and hidden:
        row = json.loads(before)
        row["exact"] = comments.blanked(row["exact"], hidden.get(row["capture_id"], ()), row["start_char"])
    elif edition == PUBLIC:
        image = json.loads(before).items()
        row = {key: value for key, value in image if key in _SAID or key.endswith("_id")}
    else:
        return before
    return json.dumps(row, ensure_ascii=False)
