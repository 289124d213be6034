"""Writes the file that Datasette shows. Only reads the store; only this module uses sqlite-utils.

Desk edition, for the researcher's own machine: full text, with reader comments blanked at equal length.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, func, select, text

from . import __version__, db, describe, origins, trails
from .errors import DatabaseError
from .models import Base

DESK = Path("published") / "desk"
FILE = "facts.db"
LAYOUT = 2  # counted up when what is written changes, so that an older file is written anew
BATCH = 1000
CONTEXT = 32  # characters of prefix and suffix (W3C Web Annotation, TextQuoteSelector; the length is Hypothesis's)
WITHHELD = {"blobs": {"content"}}  # the bytes hold the comments that the text has blanked
LEFT_OUT = {"locks", "statements"}
SEARCHED = {
    "claims": ["text"],
    "provenance": ["claim", "exact", "speaker", "trail"],
    "captures": ["text"],
    "entities": ["name", "description"],
    "sources": ["title", "author"],
    "utterances": ["text"],
}
STEPS = ("rows", "indexes", "origins", "search", "checks")


def fingerprint(engine: Engine) -> str:
    """What the store holds, in a line that any change to it changes: no id is used twice, and changes are counted."""
    with db.reading(engine) as connection:
        newest = {name: connection.execute(select(func.max(table.c.id))).scalar() for name, table in _tables()}
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        loaded = connection.execute(text("SELECT uuid FROM loads ORDER BY id DESC LIMIT 1")).scalar()
    return json.dumps([LAYOUT, __version__, revision, db.name_of(engine), loaded, newest])


def is_current(engine: Engine, folder: Path) -> bool:
    """Whether the desk edition in `folder` shows what the store holds now."""
    said = _about(folder / FILE)
    return said is not None and said.get("fingerprint") == fingerprint(engine)


def desk(
    engine: Engine, folder: Path = DESK, progress: Callable[[int, int, str], None] = lambda done, total, step: None
) -> Path:
    """Write the desk edition into `folder`, a configuration directory for Datasette, and return the database's path.

    It is built beside and put in place by one rename, so that whoever reads the old one goes on. Raises DatabaseError where
    the store, or the folder, can't be used.
    """
    db.require_current(engine)
    _is_ours(engine, folder)
    print_ = fingerprint(engine)
    building = folder / f".{FILE}.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(engine, building, print_, progress)
        counts = _counts(building)
        _write_json(folder / "metadata.json", describe.metadata(counts, _columns(building)))
        _write_json(folder / "settings.json", describe.SETTINGS)
        _write_json(folder / "inspect-data.json", _inspected(building, counts))
        (folder / "static").mkdir(exist_ok=True)
        _put(folder / "static" / "desk.css", describe.STYLE)
        building.chmod(0o444)
        building.replace(folder / FILE)
    except OSError as error:
        raise DatabaseError(f"{folder}: can't write the file for Datasette: {error.strerror}") from None
    except sqlite3.OperationalError as error:
        raise DatabaseError(f"{folder}: can't write the file for Datasette: {error}") from None
    finally:
        for left in folder.glob(f".{FILE}.{os.getpid()}*"):
            left.unlink(missing_ok=True)
    return folder / FILE


def _is_ours(engine: Engine, folder: Path) -> None:
    """Refuse a folder in which a file of somebody's own would be overwritten: the store itself, above all."""
    store, file = db.sqlite_file(engine), folder / FILE
    if store is not None and file.exists() and store.exists() and file.samefile(store):
        raise DatabaseError(f"{file} is the store itself; name another folder with --output")
    ours = (
        (folder / "inspect-data.json").exists()
        if not file.exists()
        else (_about(file) or {}).get("edition") is not None
    )
    if not ours and any((folder / name).exists() for name in (FILE, "metadata.json", "settings.json")):
        raise DatabaseError(f"{folder} holds files that facts did not write there; name another folder with --output")


def _about(file: Path) -> dict[str, str] | None:
    """What a published file says of itself; None where there is none, or it is no published file."""
    if not file.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return dict(connection.execute("SELECT name, value FROM about").fetchall())
    except sqlite3.Error:
        return None


def _write(engine: Engine, path: Path, print_: str, progress: Callable[[int, int, str], None]) -> None:
    import sqlite_utils

    path.unlink(missing_ok=True)
    published = sqlite_utils.Database(str(path))
    try:
        published.conn.execute("PRAGMA journal_mode = MEMORY")
        progress(0, len(STEPS), STEPS[0])
        with db.reading(engine) as connection, published.conn:
            _copy(connection, published.conn)
            _describe_itself(published.conn, print_)
        progress(1, len(STEPS), STEPS[1])
        _index(published.conn)
        _refuse(published.conn, "PRAGMA foreign_key_check", "{0} of its rows refer to what is not there")
        progress(2, len(STEPS), STEPS[2])
        _trace(path)
        progress(3, len(STEPS), STEPS[3])
        for name, columns in SEARCHED.items():
            published.table(name).enable_fts(columns, tokenize="unicode61 remove_diacritics 2")
            published.table(name).optimize()
        progress(4, len(STEPS), STEPS[4])
        published.analyze()
        published.vacuum()
        _refuse(published.conn, "PRAGMA integrity_check", "SQLite finds {0} faults in it")
        published.conn.execute("PRAGMA journal_mode = DELETE")
    finally:
        published.close()
    progress(len(STEPS), len(STEPS), "")


def _tables() -> list[tuple[str, Table]]:
    return [(name, table) for name, table in Base.metadata.tables.items() if name not in LEFT_OUT]


# Rows of the store


def _copy(store: Connection, published: sqlite3.Connection) -> None:
    blank = Blanks(store)
    for name, table in _tables():
        columns = [column for column in table.columns if column.name not in WITHHELD.get(name, ())]
        published.execute(_create(name, table, [column.name for column in columns]))
        slots = ", ".join("?" * len(columns))
        rows = store.execution_options(yield_per=BATCH).execute(select(*columns).order_by(table.c.id))
        names = [column.name for column in columns]
        for batch in _batches(rows, BATCH):
            published.executemany(f'INSERT INTO "{name}" VALUES ({slots})', blank.apply(name, names, batch))


def _batches(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    ahead = iter(rows)
    while batch := list(islice(ahead, size)):
        yield batch


def _create(name: str, table: Table, columns: list[str]) -> str:
    """The table as people's SQL knows it: names, types and references; what guards rows is not needed where none change."""
    types = {"BIGINT": "INTEGER", "DOUBLE": "REAL", "DOUBLE_PRECISION": "REAL"}
    lines = []
    for column in columns:
        type_ = str(table.c[column].type).split("(")[0]
        lines.append(f'"{column}" {types.get(type_, type_)}' + (" PRIMARY KEY" if column == "id" else ""))
    for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
        if key.parent.name in columns and key.column.table.name not in LEFT_OUT:
            lines.append(f'FOREIGN KEY ("{key.parent.name}") REFERENCES "{key.column.table.name}"("{key.column.name}")')
    return f'CREATE TABLE "{name}" ({", ".join(lines)})'


class Blanks:
    """Blanks what readers commented: every character but line ends becomes a space, so that no offset shifts."""

    def __init__(self, store: Connection) -> None:
        rows = store.execute(
            text("SELECT capture_id, start_char, end_char FROM segments WHERE kind = 'comment' ORDER BY capture_id")
        )
        self.stretches = {
            capture: [(start, end) for _, start, end in group]
            for capture, group in groupby(rows, key=lambda row: row[0])
        }

    def apply(self, table: str, names: list[str], rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        """The rows as they may be shown."""
        if not self.stretches or table not in ("captures", "passages", "changes"):
            yield from rows
            return
        for row in rows:
            values = dict(zip(names, row, strict=True))
            if table == "captures":
                values["text"] = self.blank(values["id"], 0, values["text"])
            elif table == "passages":
                values["exact"] = self.blank(values["capture_id"], values["start_char"], values["exact"])
            elif values["table_name"] == "passages":
                before = json.loads(values["before"])
                before["exact"] = self.blank(before["capture_id"], before["start_char"], before["exact"])
                values["before"] = json.dumps(before, ensure_ascii=False)
            yield tuple(values.values())

    def blank(self, capture: int, start: int, words: str) -> str:
        """`words`, which begin at `start` of the capture, with what lies in comments blanked."""
        for first, last in self.stretches.get(capture, ()):
            low, high = max(first - start, 0), min(last - start, len(words))
            if low < high:
                hidden = "".join(char if char in "\r\n" else " " for char in words[low:high])
                words = words[:low] + hidden + words[high:]
        return words


def _describe_itself(published: sqlite3.Connection, print_: str) -> None:
    published.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT)")
    rows = [("program", f"facts {__version__}"), ("edition", "desk"), ("fingerprint", print_)]
    published.executemany("INSERT INTO about VALUES (?, ?)", rows)


def _index(published: sqlite3.Connection) -> None:
    with published:
        for name, table in _tables():
            for index in table.indexes:
                columns = ", ".join(f'"{column.name}"' for column in index.columns)
                published.execute(f'CREATE INDEX "{index.name}" ON "{name}" ({columns})')
            for key in table.constraints:
                columns_ = [column.name for column in getattr(key, "columns", ())]
                if type(key).__name__ == "UniqueConstraint":
                    published.execute(f'CREATE UNIQUE INDEX "{key.name}" ON "{name}" ({", ".join(columns_)})')


# What is worked out: whose word, and by which way


def _trace(path: Path) -> None:
    """Fill `provenance` and `claim_support`. Works on the copy, so that any store gives the same."""
    engine = db.engine_for(URL.create("sqlite", database=str(path)).render_as_string())
    try:
        with engine.begin() as connection:
            for sql in _TRACED:
                connection.execute(text(sql))
            origins.build(connection)
            for trail_batch in _batches(trails.trails(connection), BATCH):
                rows = [{"id": trail.evidence_id, "trail": str(trail)} for trail in trail_batch]
                connection.execute(text("INSERT INTO o_trails VALUES (:id, :trail)"), rows)
            names = origins.party_names(connection)
            for support_batch in _batches(origins.support(connection), BATCH):
                connection.execute(text(_SUPPORT), [_support_row(support, names) for support in support_batch])
            named = [{"party": party, "name": name} for party, name in names.items()]
            if named:
                connection.execute(text("INSERT INTO o_parties VALUES (:party, :name)"), named)
            connection.execute(text(_PARTIES))
            connection.execute(text("CREATE UNIQUE INDEX ix_o_names ON o_names (id)"))
            connection.execute(text(_PROVENANCE.format(context=CONTEXT)))
            for column in ("claim_id", "source_id", "speaker_id"):
                connection.execute(text(f"CREATE INDEX ix_provenance_{column} ON provenance ({column})"))
            connection.execute(text(_OUTLETS))
            for column in ("reports", "kind"):
                connection.execute(text(f"CREATE INDEX ix_claim_support_{column} ON claim_support ({column})"))
    finally:
        engine.dispose()


def _support_row(support: origins.Support, names: dict[str, str]) -> dict[str, Any]:
    return {
        "claim_id": support.claim_id,
        "stance": support.stance,
        "reports": support.reports,
        "origins_min": support.origins_min,
        "origins_max": support.origins_max,
        "passages": support.passages,
        "origins": "; ".join(" = ".join(names[party] for party in group) for group in support.groups),
    }


_TRACED = (
    "CREATE TEMPORARY TABLE o_parties (party TEXT PRIMARY KEY, name TEXT)",
    "CREATE TEMPORARY TABLE o_trails (id INTEGER PRIMARY KEY, trail TEXT)",
    "CREATE TABLE claim_support (id INTEGER PRIMARY KEY, claim_id INTEGER REFERENCES claims(id), claim TEXT, stance TEXT, "
    "reports INTEGER, origins_min INTEGER, origins_max INTEGER, origins TEXT, outlets TEXT, passages INTEGER, kind TEXT, "
    "UNIQUE (claim_id, stance))",
    "CREATE TABLE provenance (id INTEGER PRIMARY KEY REFERENCES evidence(id), claim_id INTEGER REFERENCES claims(id), "
    "claim TEXT, stance TEXT, exact TEXT, speaker TEXT, trail TEXT, origin TEXT, "
    "source_id INTEGER REFERENCES sources(id), published TEXT, cue TEXT, form TEXT, fidelity TEXT, "
    "start_char INTEGER, end_char INTEGER, prefix TEXT, suffix TEXT, "
    "capture_id INTEGER REFERENCES captures(id), sha256 TEXT, "
    "speaker_id INTEGER REFERENCES entities(id), quote_id INTEGER REFERENCES quotes(id), note TEXT, "
    "load_id INTEGER REFERENCES loads(id))",
)

_SUPPORT = (
    "INSERT INTO claim_support SELECT NULL, id, text, :stance, :reports, :origins_min, :origins_max, :origins, NULL, "
    ":passages, kind FROM claims WHERE id = :claim_id"
)

_PARTIES = """
CREATE TEMPORARY TABLE o_names AS
SELECT evidence_id AS id, group_concat(name, '; ') AS origin FROM (
  SELECT DISTINCT o.evidence_id, n.name FROM o_origins o JOIN o_parties n ON n.party = o.party ORDER BY 1, 2)
GROUP BY evidence_id
"""

_PROVENANCE = """
INSERT INTO provenance
SELECT e.id, e.claim_id, m.text, e.stance, p.exact, x.name, t.trail, n.origin, c.source_id, s.published,
  cue.exact, q.form, q.fidelity, p.start_char, p.end_char,
  substr(c.text, max(p.start_char - {context}, 0) + 1, min(p.start_char, {context})),
  substr(c.text, p.end_char + 1, {context}),
  p.capture_id, c.sha256, x.id, e.quote_id, e.note, e.load_id
FROM evidence e
JOIN claims m ON m.id = e.claim_id
JOIN passages p ON p.id = e.passage_id
JOIN captures c ON c.id = p.capture_id
JOIN sources s ON s.id = c.source_id
LEFT JOIN quotes q ON q.id = e.quote_id
LEFT JOIN quotes f ON f.id = COALESCE(q.continues_id, q.id)
LEFT JOIN utterances u ON u.id = COALESCE(q.utterance_id, f.utterance_id)
LEFT JOIN entities x ON x.id = COALESCE(q.speaker_id, f.speaker_id, u.speaker_id)
LEFT JOIN passages cue ON cue.id = f.cue_passage_id
LEFT JOIN o_trails t ON t.id = e.id
LEFT JOIN o_names n ON n.id = e.id
ORDER BY e.id
"""

_OUTLETS = f"""
UPDATE claim_support SET outlets = (SELECT group_concat(outlet, '; ') FROM (
  SELECT DISTINCT {origins.called("s", "x")} AS outlet FROM provenance v JOIN sources s ON s.id = v.source_id
  LEFT JOIN entities x ON x.id = s.publisher_id
  WHERE v.claim_id = claim_support.claim_id AND v.stance = claim_support.stance ORDER BY 1))
"""


# The finished file


def _refuse(published: sqlite3.Connection, pragma: str, problem: str) -> None:
    """A published file is whole, or it is not published."""
    said = [row for row in published.execute(pragma) if row != ("ok",)]
    if said:
        what = problem.format(len(said))
        raise DatabaseError(f"the file for Datasette is not written: {what}. See what is wrong: facts check")


def _counts(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as connection:
        named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        return {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in named.fetchall()
        }


def _columns(path: Path) -> dict[str, set[str]]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
        )
        columns: dict[str, set[str]] = {}
        for table, column in rows:
            columns.setdefault(table, set()).add(column)
    return columns


def _inspected(path: Path, counts: dict[str, int]) -> dict[str, Any]:
    """What `datasette inspect` would write: databases listed here are opened as immutable, and not counted again."""
    import hashlib

    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    tables = {name: {"count": count} for name, count in counts.items()}
    return {"facts": {"hash": digest, "size": path.stat().st_size, "file": FILE, "tables": tables}}


def _write_json(path: Path, content: object) -> None:
    _put(path, json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def _put(path: Path, content: str) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(content, encoding="utf-8")
    beside.replace(path)
