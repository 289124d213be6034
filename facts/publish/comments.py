"""Comments of readers: no edition shows them. They are blanked at equal length, so that no offset shifts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from itertools import groupby

from .sharing import Interval

# Where a text has comments, whoever captured the same text has them too, said or not.
_WHERE = """
SELECT o.id, g.start_char, g.end_char FROM store.segments g JOIN store.captures c ON c.id = g.capture_id
JOIN store.captures o ON o.id = c.id OR o.sha256 = c.sha256 AND o.text = c.text
WHERE g.kind = 'comment' ORDER BY o.id
"""


def stretches(published: sqlite3.Connection) -> dict[int, list[Interval]]:
    """Where each text of the attached store has comments, by its number."""
    rows = published.execute(_WHERE)
    return {
        capture: [(start, end) for _, start, end in group] for capture, group in groupby(rows, key=lambda row: row[0])
    }


def blanked(words: str, stretches: Iterable[Interval], start: int) -> str:
    """`words`, which begin at `start` of their text, with every character of these stretches but line ends made a space."""
    for first, last in stretches:
        low, high = max(first - start, 0), min(last - start, len(words))
        if low < high:
            hidden = "".join(char if char in "\r\n" else " " for char in words[low:high])
            words = words[:low] + hidden + words[high:]
    return words
