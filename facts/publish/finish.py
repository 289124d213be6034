"""The finished file: indexes, search, checks, and what Datasette wants to know of it beforehand."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import DatabaseError
from .copying import ADDED, tables

if TYPE_CHECKING:
    import sqlite_utils

TOKENIZE = "unicode61 remove_diacritics 2"
HASHED = (
    32 * 1024 * 1024
)  # bytes of a search index gathered in memory before they are written (SQLite's default: 1 MiB)
SEARCHED = {
    "claims": ["text"],
    "provenance": ["claim", "exact", "speaker"],
    "captures": ["text"],
    "sources": ["title", "author", "outlet"],
    "utterances": ["text"],
}
# Views are searched by the number that a row goes by.
SEARCHED_VIEWS = {
    "quote_variants": ("quote_id", ["words", "speaker"]),
    "people": ("id", ["name", "also_known_as", "description"]),
}
# Where people search: of these indexes, the words can be proposed to who typed one wrongly.
WORDS_OF = ("claims", "quote_variants", "sources", "people", "captures")

# A page shows these rows in an order: the index that finds them has the order too.
ORDERED = {
    ("quotes", "whose_id"): "of_utterance_id",
    ("utterances", "speaker_id"): "said_earliest",
    ("sources", "publisher_id"): "published_earliest",
}


# What the first page, and who follows along, ask for: wording that differs, and claims that do.
DIFFERING = (
    "CREATE INDEX ix_alignments_change ON alignments (change)",
    "CREATE INDEX ix_claim_relations_relation ON claim_relations (relation)",
)


def index(published: sqlite3.Connection) -> None:
    """The indexes of the store, those by which Datasette follows a reference backwards, and those of the pages."""
    for name, table in tables():
        columns_ = {row[1] for row in published.execute(f'PRAGMA table_info("{name}")')}
        for index in table.indexes:
            columns = [column.name for column in index.columns]
            if columns_.issuperset(columns):
                listed = _listed(name, *columns)
                published.execute(f'CREATE INDEX "{index.name}" ON "{name}" ({listed})')
        for column, _, other in ADDED.get(name, ()):
            if other:
                published.execute(f'CREATE INDEX "ix_{name}_{column}" ON "{name}" ({_listed(name, column)})')
        for key in table.constraints:
            if type(key).__name__ == "UniqueConstraint":
                listed = ", ".join(f'"{column.name}"' for column in getattr(key, "columns", ()))
                published.execute(f'CREATE UNIQUE INDEX "{key.name}" ON "{name}" ({listed})')
    for sql in DIFFERING:
        published.execute(sql)


def _listed(table: str, *columns: str) -> str:
    order = ORDERED.get((table, columns[0])) if len(columns) == 1 else None
    return ", ".join(f'"{column}"' for column in (*columns, *([order] if order else [])))


def search(published: sqlite_utils.Database) -> None:
    """Full-text search that does not mind accents, over tables and over views."""
    keys = dict.fromkeys(SEARCHED, "rowid") | {name: key for name, (key, _) in SEARCHED_VIEWS.items()}
    for name, key in keys.items():
        listed = ", ".join(SEARCHED.get(name) or SEARCHED_VIEWS[name][1])
        # sqlite-utils' enable_fts() would build it in many small pieces, to be merged: twice the time.
        published.conn.execute(
            f"CREATE VIRTUAL TABLE {name}_fts USING fts5({listed}, tokenize='{TOKENIZE}', "
            f'content="{name}", content_rowid="{key}")'  # so quoted, Datasette knows it for the index of that table
        )
        published.conn.execute(f"INSERT INTO {name}_fts ({name}_fts, rank) VALUES ('hashsize', {HASHED})")
        published.conn.execute(f"INSERT INTO {name}_fts (rowid, {listed}) SELECT {key}, {listed} FROM {name}")
        published.conn.execute(f"INSERT INTO {name}_fts ({name}_fts) VALUES ('optimize')")

    words(published.conn)


def words(published: sqlite3.Connection) -> None:
    """The words that a search can find, so that one typed wrongly leads to those that are nearest to it.

    They are read from the indexes themselves: a text that is not shown has none in them.
    """
    published.create_function("letters", 1, str.isalpha, deterministic=True)
    published.execute(_WORDS)
    terms = []
    for name in WORDS_OF:
        published.execute(f"CREATE VIRTUAL TABLE temp.terms_{name} USING fts5vocab(main, {name}_fts, row)")
        terms.append(f"SELECT term, doc FROM temp.terms_{name}")
    published.execute(
        f"INSERT INTO words SELECT term, sum(doc) FROM ({' UNION ALL '.join(terms)}) "
        "WHERE length(term) BETWEEN 3 AND 40 AND letters(term) GROUP BY term ORDER BY term"
    )
    for name in WORDS_OF:
        published.execute(f"DROP TABLE temp.terms_{name}")


_WORDS = "CREATE TABLE words (word TEXT PRIMARY KEY, rows INTEGER) WITHOUT ROWID"


def remember(path: Path, said: dict[str, str]) -> None:
    """Write into a finished file more of what there is to know of it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executemany("INSERT INTO about (name, value) VALUES (?, ?)", said.items())
        connection.commit()


def pack(published: sqlite3.Connection, path: Path) -> None:
    """Write the rows into a file without holes, with statistics for its queries, and see that it is whole."""
    published.execute("ANALYZE main")
    published.execute("VACUUM INTO ?", (str(path.resolve()),))
    with closing(sqlite3.connect(path)) as packed:
        refuse(packed, "PRAGMA integrity_check", "SQLite finds {0} faults in it")


def refuse(published: sqlite3.Connection, pragma: str, problem: str) -> None:
    """A published file is whole, or it is not published."""
    said = [row for row in published.execute(pragma) if row != ("ok",)]
    if said:
        what = problem.format(len(said))
        raise DatabaseError(f"the file for Datasette is not written: {what}. See what is wrong: facts check")


def counts(path: Path) -> dict[str, int]:
    """How many rows each table has."""
    with closing(sqlite3.connect(path)) as connection:
        named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        return {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in named.fetchall()
        }


def columns(path: Path) -> dict[str, list[str]]:
    """The columns of each table and view, in order; what search is made of is left out."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c "
            "WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite!_%' ESCAPE '!' "
            "AND m.name NOT LIKE '%!_fts%' ESCAPE '!' "
            "ORDER BY m.name, c.cid"
        )
        found: dict[str, list[str]] = {}
        for table, column in rows:
            found.setdefault(table, []).append(column)
    return found


def inspected(path: Path, file: str, counted: dict[str, int]) -> dict[str, Any]:
    """What `datasette inspect` would write: databases listed here are opened as immutable, and not counted again."""
    import hashlib

    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    named = {name: {"count": count} for name, count in counted.items()}
    return {"facts": {"hash": digest, "size": path.stat().st_size, "file": file, "tables": named}}


def yaml(content: dict[str, Any]) -> str:
    """YAML as Datasette reads it (1.1), with SQL on lines of its own."""
    import yaml as pyyaml

    # The one in C is ten times as fast, and not there on every platform.
    class Dumper(getattr(pyyaml, "CSafeDumper", pyyaml.SafeDumper)):  # type: ignore[misc]
        pass

    def text(dumper: Any, value: str) -> Any:
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)

    Dumper.add_representer(str, text)
    return pyyaml.dump(content, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=120)
