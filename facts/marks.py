"""Stretches in quotation marks, as a text has them: pairs, and marks whose other half is missing.

Offsets are code points. Marks pair within a paragraph (a line); one that is opened and not closed runs to the end of the
paragraph, as where a quotation goes on in the next, or to where the same mark opens again. Marks around no word are none.
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
_ONLY_OPEN = "“„«"  # where one stands at the head of a word before the closer, that before it was never closed
_OPENERS = re.compile("[" + "".join(_CLOSERS) + "]")
_ENDS = {mark: re.compile("[" + mark + closers + "]") for mark, closers in _CLOSERS.items()}
_EITHER = '"”〞〟」』'  # what also closes: where no word begins, its opening mark is missing
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_WORD = re.compile(r"\w")
_GAP = re.compile(r"[\s\0]*")
DOUBLED = '"\0'  # two apostrophes are one double mark, as wire services write it; no document holds NUL
_TWICE = re.compile(r'"\0?+(?:"\0?+(?!\w)|(?="))')  # "" around nothing, or the first of two at the head of a word
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

    A stretch without its opening mark reaches from the stretch before it, or from the beginning of the paragraph.
    """
    for line in _LINE.finditer(text, start, len(text) if end is None else end):
        words = line[0].replace("''", DOUBLED)
        for first, last, missing in _in_line(words):
            first += words.startswith(DOUBLED[1], first)
            if _WORD.search(words, first, last):
                yield Marked(line.start() + first, line.start() + last, missing)


def _in_line(line: str) -> Iterator[tuple[int, int, str | None]]:
    """Stretches that lie apart, so that the time grows with the line and not with its square."""
    at = done = 0  # where to look on, and where the last stretch ended
    alone: set[str] = set()  # single marks that nothing further on closes
    while match := _OPENERS.search(line, at):
        mark, place = match[0], match.start()
        at = place + 1
        opens = _opens(line, place)
        if mark in _SINGLE:
            end, missing = _end(line, mark, at) if opens and mark not in alone else (at, "closing")
            if missing is None:
                yield at, end, None
                at = done = end + 1
            elif opens:
                alone.add(mark)
        elif twice := _TWICE.match(line, place):
            at = twice.end()
        elif mark in _EITHER and not opens:
            if not (mark == '"' and line[place - 1 : place].isdigit()):  # 7" is a measure
                gap = _GAP.match(line, done, place)
                yield gap.end() if gap else done, place, "opening"
                done = at
        else:
            end, missing = _end(line, mark, at)
            yield at, at + len(line[at:end].rstrip()) if missing else end, missing
            at = done = end if missing else end + 1


def _end(line: str, opening: str, at: int) -> tuple[int, str | None]:
    """Where a stretch that begins at `at` ends, and whether its closing mark is missing."""
    for match in _ENDS[opening].finditer(line, at):
        place = match.start()
        if line[place] in _CLOSERS[opening] and _closes(line, opening, place):
            return place, None
        if line[place] == opening and opening in _ONLY_OPEN:
            if _opens(line, place):
                return place, "closing"
            if opening == "“" and not line[place - 1].isspace() and not line[place + 1 : place + 2].isalnum():
                return place, None  # the mark was turned the wrong way
    return len(line), "closing"


def _opens(line: str, place: int) -> bool:
    """Whether a mark stands at the head of a word: nothing, a space or a bracket before it, and a word behind it.

    The straight mark before a letter or digit opens also where no space is before it, as in: He said:"Yes."
    """
    before = line[place - 1] if place else " "
    after = line[place + 1 : place + 3].lstrip(DOUBLED[1])[:1]
    if line[place] == '"' and after.isalnum():
        return not before.isdigit()
    heads = not before.isalnum() and before not in ".,!?;:)]%"
    return heads and bool(after.strip()) and not _ELISION.match(line, place)


def _closes(line: str, opening: str, place: int) -> bool:
    """Whether a mark that may stand at either end of a stretch ends this one."""
    if line[place] not in "\"'’‘":
        return True
    before, after = line[place - 1], line[place + 1 : place + 2]
    if before == opening:  # it opens an inner stretch
        return False
    if opening in _SINGLE:
        return not before.isspace() and not after.isalnum()
    return not (before.isspace() and after.isalnum())
