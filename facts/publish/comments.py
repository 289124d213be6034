"""Comments of readers: no edition shows them. They are blanked at equal length, so that no offset shifts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from itertools import groupby

from . import rights


def stretches(published: sqlite3.Connection) -> dict[int, list[rights.Interval]]:
    """Where each text of the attached store has comments, by its number."""
    rows = published.execute(
        "SELECT capture_id, start_char, end_char FROM store.segments WHERE kind = 'comment' ORDER BY capture_id"
    )
    return {
        capture: [(start, end) for _, start, end in group] for capture, group in groupby(rows, key=lambda row: row[0])
    }


def blanked(words: str, stretches: Iterable[rights.Interval], start: int) -> str:
    """`words`, which begin at `start` of their text, with every character of these stretches but line ends made a space."""
    for first, last in stretches:
        low, high = max(first - start, 0), min(last - start, len(words))
        if low < high:
            hidden = "".join(char if char in "\r\n" else " " for char in words[low:high])
            words = words[:low] + hidden + words[high:]
    return words
