"""The data dictionary: every table and view of a published file with its columns, as Markdown.

`python -m facts.describe.dictionary > docs/dictionary.md` writes it anew; a test says when that is due.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

from ..models import Base
from . import tables

GROUPS = {
    "Works and texts": ("sources", "captures", "blobs", "segments", "passages", "omissions"),
    "People and things": ("entities", "entity_names", "entity_identifiers", "entity_matches"),
    "What was said": ("utterances", "utterance_matches", "quotes", "quote_matches", "attributions"),
    "Claims and evidence": ("claims", "claim_arguments", "evidence", "claim_relations", "reviews"),
    "Reuse": ("derivations", "alignments"),
    "Custody": ("loads", "changes", "terms"),
    "Worked out": tuple(tables.DERIVED),
}
VIEWS = ("quote_variants", "people", "conflicts", "wording_changes")
# What stays behind (tests compare this with what publishing withholds, which stands to the right of this package).
STORE_ONLY = ("locks", "statements")
IN_NO_EDITION = {"blobs": ("content",)}
NOT_PUBLIC = {"loads": ("run_by", "input")}

INTRODUCTION = """\
# Data dictionary

Every table and view of a published file, `desk/facts.db` or `published/facts.db`, with its columns. A store has the same
tables, but for what is worked out. Made from what the tables say of themselves: `python -m facts.describe.dictionary`.

- In the store only: {store}.
- On your desk, and not in public: {desk}.
- In public, `captures.text` is empty unless the work may be shown whole, and of words in a document `shown` says whether they
  are there whole, in part, or not at all.
- Offsets are Unicode code points of `captures.text`, from 0; the end is the first code point after the words.
- Dates are EDTF text; `_earliest` and `_latest` are plain days to sort by.
- What is empty otherwise is not known, or is not there.

"""


def markdown() -> str:
    """The whole dictionary; a column that refers to a row elsewhere links to its table."""
    store = [f"the table `{name}`" for name in STORE_ONLY] + _columns(IN_NO_EDITION)
    parts = [INTRODUCTION.format(store=", ".join(store), desk=", ".join(_columns(NOT_PUBLIC)))]
    parts += [
        f"**{group}**: " + " · ".join(f"[{name}](#{name})" for name in names) + "\n" for group, names in GROUPS.items()
    ]
    for group, names in GROUPS.items():
        parts.append(f"## {group}\n")
        parts += [_entry(name) for name in names]
    return "\n".join(parts)


def _columns(named: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [f"`{table}.{column}`" for table, columns in named.items() for column in columns]


def _entry(name: str) -> str:
    row, columns = tables.description(name)
    lines = [
        f"### {name}\n",
        ("View. " if name in VIEWS else "") + row + "\n",
        "| column | what it is |",
        "| --- | --- |",
    ]
    lines += [f"| `{column}` | {' '.join(_meaning(name, column, said))} |" for column, said in columns.items()]
    return "\n".join(lines) + "\n"


def _meaning(name: str, column: str, said: str) -> Iterator[str]:
    yield said.replace("|", "\\|")
    table = Base.metadata.tables.get(name)
    if table is not None and column in table.columns:
        for key in table.columns[column].foreign_keys:
            yield f"→ [{key.column.table.name}](#{key.column.table.name})"
    if column in tables.ADDED.get(name, {}):
        yield "In published files only."
    if column in IN_NO_EDITION.get(name, ()):
        yield "In the store only."


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(markdown())
