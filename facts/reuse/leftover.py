"""Passages that only findings of earlier times marked, and that nothing refers to any more: they go with the findings."""

from __future__ import annotations

from sqlalchemy import text

from ..models import Base, Passage
from ..store import FINDER, Writer

# Whatever refers to a passage, from any table.
_REFERENCES = sorted(
    (table.name, key.parent.name)
    for table in Base.metadata.tables.values()
    for key in table.foreign_keys
    if key.column.table.name == "passages"
)
_LEFT = f"""
SELECT s.row_id FROM statements s JOIN passages p ON p.id = s.row_id
WHERE s.table_name = 'passages' AND s.input = :finder
  AND NOT EXISTS (SELECT 1 FROM statements o WHERE o.table_name = 'passages' AND o.row_id = s.row_id AND o.input <> :finder)
  {" ".join(f"AND NOT EXISTS (SELECT 1 FROM {table} r WHERE r.{column} = s.row_id)" for table, column in _REFERENCES)}
ORDER BY s.row_id
"""


def drop(writer: Writer) -> int:
    """Delete them, and return how many there were."""
    writer.session.flush()
    left = writer.session.execute(text(_LEFT), {"finder": FINDER}).scalars().all()
    for passage in left:
        writer.drop(Passage, passage)
    return len(left)
