"""How a passage differs from what it was made from: the same, edited, or another meaning."""

from __future__ import annotations

import re

from ..differences import shared_stretch
from ..meaning import Change, changes
from ..text import fold

_LONGEST = 1000  # characters of a passage in which a change of meaning is looked for: a sentence or two
CLOSE = 0.4  # sentences less alike say too much else for a difference to mean anything
_ADDED = 6  # words at an end that only one of two passages has: something added or cut, and no change of what both say


def compared(origin: str, copy: str, english: bool = True) -> tuple[str, Change | None]:
    """How a passage differs from what it was made from: same, edited or meaning, and in the last case in what."""
    if _plain(origin) == _plain(copy):
        return "same", None
    if not english or max(len(origin), len(copy)) > _LONGEST:
        return "edited", None
    found = changes(*shared_stretch(origin, copy, _ADDED))
    return ("meaning", found[0]) if found else ("edited", None)


def _plain(words: str) -> list[str]:
    return re.findall(r"\w+", fold(words).text.casefold())
