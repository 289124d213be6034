"""Stretches in quotation marks, as a text has them: pairs, and marks whose other half is missing.

Offsets are code points. Marks pair within a paragraph (a line); one that is opened and not closed runs to the end of the
paragraph, as where a quotation goes on in the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# What closes what opens (Unicode names quotation marks by shape, and languages use one shape for either end).
_CLOSERS = {
    "“": '”"',
    "”": "”",  # Swedish, Finnish
    "„": '“”"',
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
_EITHER = '"”〞〟」』'  # what also closes: where no word begins, its opening mark is missing
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
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
    for line in _LINE.finditer(text, start, len(text) if end is None else end):
        words = line[0].replace("''", DOUBLED)
        for first, last, missing in _in_line(words):
            first += words.startswith(DOUBLED[1], first)
            yield Marked(line.start() + first, line.start() + last, missing)


def _in_line(line: str) -> Iterator[tuple[int, int, str | None]]:
    at = 0
    alone: set[str] = set()  # single marks that nothing further on closes
    while match := _OPENERS.search(line, at):
        mark, place = match[0], match.start()
        at = place + 1
        opens = _opens(line, place)
        if mark in _SINGLE:
            close = _close(line, mark, at) if opens and mark not in alone else None
            if close is not None:
                yield at, close, None
                at = close + 1
            elif opens:
                alone.add(mark)
        elif mark in _EITHER and not opens:
            if line[:place].strip() and not (mark == '"' and line[place - 1].isdigit()):  # 7" is a measure
                yield len(line) - len(line.lstrip()), place, "opening"
        else:
            close = _close(line, mark, at)
            yield at, len(line.rstrip()) if close is None else close, "closing" if close is None else None
            if close is None:
                return
            at = close + 1


def _close(line: str, opening: str, at: int) -> int | None:
    for place in range(at + 1, len(line)):
        if line[place] in _CLOSERS[opening] and _closes(line, opening, place):
            return place
    return None


def _opens(line: str, place: int) -> bool:
    """Whether a mark stands at the head of a word: nothing, a space or a bracket before it, and a word behind it."""
    before = line[place - 1] if place else " "
    after = line[place + 1 : place + 3].lstrip(DOUBLED[1])[:1]
    heads = not before.isalnum() and before not in ".,!?;:)]%"
    return heads and bool(after.strip()) and not _ELISION.match(line, place)


def _closes(line: str, opening: str, place: int) -> bool:
    """Whether a mark that may stand at either end of a stretch ends this one."""
    if line[place] not in "\"'’‘":
        return True
    before, after = line[place - 1], line[place + 1 : place + 2]
    if opening in _SINGLE:
        return not before.isspace() and not after.isalnum()
    return not (before.isspace() and after.isalnum())
