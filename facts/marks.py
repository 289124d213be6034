"""Stretches in quotation marks, as a text has them: pairs, and marks whose other half is missing.

Offsets are code points. Marks pair within a paragraph (a line); one that is opened and not closed runs to the end of the
paragraph, as where a quotation goes on in the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

# What closes what opens (Unicode names quotation marks by shape, and languages use one shape for either end).
_CLOSERS = {
    "“": "”\"",
    "”": "”",  # Swedish, Finnish
    "„": "“”\"",
    "‟": "”“",
    "«": "»",
    "»": "«",  # German, Danish
    "〝": "〞〟",
    "＂": "＂",
    '"': '"”',
    "‘": "’'",
    "‚": "‘’",
    "‹": "›",
    "›": "‹",
    "'": "'’",
    "「": "」",
    "『": "』",
}
_SINGLE = "‘‚'"
_OPENERS = re.compile("[" + "".join(_CLOSERS) + "]")
_ALWAYS_CLOSING = "”〞〟」』"
DOUBLED = '"\0'  # two apostrophes are one double mark, as wire services write it; no document holds NUL
# An apostrophe at the head of a word is none of these marks: '90s, 'em, 'til (the commonest English elisions).
_ELISION = re.compile(r"['’‘](?:\d\ds?\b|(?:em|til|tis|twas|cause|cuz|bout|round|n)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch in marks: `text[start:end]` is what stands between them; `missing` is "opening", "closing" or None."""

    start: int
    end: int
    missing: str | None = None


def marked(text: str, start: int = 0, end: int | None = None) -> Iterator[Marked]:
    """Every stretch in quotation marks that begins within `start` to `end`, in reading order; inner ones are left out.

    A stretch with one mark missing reaches from the beginning of the paragraph, or to its end.
    """
    end = len(text) if end is None else end
    text = text.replace("''", DOUBLED)
    for line in re.finditer(r"[^\r\n\u2028\u2029]+", text[start:end]):
        for found in _in_line(text, start + line.start(), start + line.end()):
            yield replace(found, start=found.start + (text[found.start] == DOUBLED[1]))


def _in_line(text: str, start: int, end: int) -> Iterator[Marked]:
    at = start
    while match := _OPENERS.search(text, at, end):
        mark, place = match[0], match.start()
        at = place + 1
        if mark in _SINGLE:
            close = _close(text, mark, at, end) if _opens(text, place, start, end) else None
            if close is not None:
                yield Marked(at, close)
                at = close + 1
            continue
        if mark in _ALWAYS_CLOSING and not _opens(text, place, start, end):
            if not text[start:place].strip():
                continue  # nothing before it
            yield Marked(_first(text, start, place), place, "opening")
            continue
        if mark == '"' and not _opens(text, place, start, end):
            if not _is_measure(text, place):
                yield Marked(_first(text, start, place), place, "opening")
            continue
        close = _close(text, mark, at, end)
        if close is None:
            yield Marked(at, _last(text, at, end), "closing")
            return
        yield Marked(at, close)
        at = close + 1


def _close(text: str, opening: str, at: int, end: int) -> int | None:
    for place in range(at, end):
        if text[place] in _CLOSERS[opening] and _closes(text, opening, place, at, end):
            return place
    return None


def _opens(text: str, place: int, start: int, end: int) -> bool:
    """Whether a mark stands at the head of a word: nothing, a space or a bracket before it, and a word behind it."""
    before = text[place - 1] if place > start else " "
    after = text[place + 1 : place + 3].lstrip(DOUBLED[1])[:1] if place + 1 < end else " "
    heads = not before.isalnum() and before not in ".,!?;:)]%"
    return heads and not (not after or after.isspace()) and not _ELISION.match(text, place)


def _closes(text: str, opening: str, place: int, start: int, end: int) -> bool:
    if place == start or text[place] not in "\"'’‘":
        return place > start
    before, after = text[place - 1], text[place + 1] if place + 1 < end else " "
    if opening in _SINGLE:
        return not before.isspace() and not after.isalnum()
    return text[place] == "”" or not (before.isspace() and after.isalnum())


def _is_measure(text: str, place: int) -> bool:
    """Inches and seconds: 7" and 5'10"."""
    return place > 0 and text[place - 1].isdigit()


def _first(text: str, start: int, end: int) -> int:
    return end - len(text[start:end].lstrip())


def _last(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())
