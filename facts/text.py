"""Text as people compare it: spaces, quote marks, dashes and broken encodings folded away, with the way back.

All offsets are Unicode code points. Folding serves comparison only: nothing folded is ever stored.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass

DOUBLE_MARKS = '"“”„‟«»〝〞＂❝❞'
SINGLE_MARKS = "'‘’‚‛‹›′`´＇ʼ"
DASHES = "-‐‑‒–—―−﹘﹣－"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# Presentation forms that PDFs leave in words (Unicode block FB00-FB06).
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}

# UTF-8 read as Windows-1252 ("Â " for a non-breaking space, "â€œ" for an opening mark): the characters that bytes
# 0x80-0xBF turn into. Lead characters are those of Latin, Romanian, Greek, Cyrillic and punctuation only: in French
# "é »", and in German "Spaß“", are letters with a space and a mark behind them.
_CONTINUATION = {
    bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte)): byte for byte in range(0x80, 0xC0)
}
_TAIL = "[" + re.escape("".join(_CONTINUATION)) + "]"
_MOJIBAKE = f"[ÂÃÄÅÎÏÐÑ]{_TAIL}|È[˜™š›]|â{_TAIL}{{2}}"
_SPACE = rf"(?:\s|Â\u00a0|[{INVISIBLE}])+"
_MARKS = {
    **dict.fromkeys(DOUBLE_MARKS, '"'),
    **dict.fromkeys(SINGLE_MARKS, "'"),
    **dict.fromkeys(DASHES, "-"),
    **LIGATURES,
    "…": "...",
}
_SPECIAL = re.compile(
    rf"(?P<space>{_SPACE})|(?P<mojibake>{_MOJIBAKE})|(?P<mark>[{re.escape(''.join(_MARKS))}])"
    r"|(?P<composed>\w[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff]+)"
)
# Scripts that write no spaces between words: a match may begin or end anywhere in them.
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text. Folded character i stands for code points `starts[i]` up to `ends[i]` of the original."""

    text: str
    starts: array[int]
    ends: array[int]

    def original(self, start: int, end: int) -> tuple[int, int] | None:
        """The stretch of the original that folded characters start to end (exclusive) stand for.

        None where either bound would cut a character of the original in two ("..." folded from "…").
        """
        first, last = self.starts[start], self.ends[end - 1]
        if start and self.starts[start - 1] == first and self.ends[start - 1] == self.ends[start]:
            return None
        if end < len(self.text) and self.starts[end] == self.starts[end - 1] and self.ends[end] == last:
            return None
        return first, last


def fold(text: str) -> Folded:
    """Fold `text` for comparison: any run of spaces is one space, any quote mark or dash the plain one, "…" three dots.

    UTF-8 that was read as Windows-1252 is repaired and accents are composed (Unicode NFC). Letters keep their case.
    """
    out: list[str] = []
    starts, ends = array("l"), array("l")

    def put(folded: str, start: int, end: int) -> None:
        out.append(folded)
        starts.extend([start] * len(folded))
        ends.extend([end] * len(folded))

    at = scanned = 0
    while match := _SPECIAL.search(text, scanned):
        start, end = match.span()
        folded = _folded(match)
        if folded is None:  # no broken character after all: its first is a letter, and what follows is looked at anew
            scanned = start + 1
            continue
        out.append(text[at:start])
        starts.extend(range(at, start))
        ends.extend(range(at + 1, start + 1))
        put(folded, start, end)
        at = scanned = end
    out.append(text[at:])
    starts.extend(range(at, len(text)))
    ends.extend(range(at + 1, len(text) + 1))
    return Folded("".join(out), starts, ends)


def _folded(match: re.Match[str]) -> str | None:
    found = match[0]
    if match["space"]:
        return "" if all(char in INVISIBLE for char in found) else " "
    if match["mark"]:
        return _MARKS[found]
    if match["mojibake"]:
        repaired = repair(found)
        return fold(repaired).text if repaired != found else None
    return unicodedata.normalize("NFC", found)


def repair(sequence: str) -> str:
    """One character's UTF-8 bytes read as Windows-1252, read rightly; what can't be that comes back as it is."""
    try:
        char = bytes(_CONTINUATION.get(char, ord(char)) for char in sequence).decode("utf-8")
    except (UnicodeDecodeError, ValueError):
        return sequence
    plausible = char < "\u0530" or "\u2000" <= char <= "\u206f" or char in "€™"
    return char if plausible else sequence


def is_bound(text: str, at: int) -> bool:
    """Whether a word may begin or end at `at`: not inside a run of letters and digits."""
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if after.isdigit() and before in ".,-" and _in_number(text, at - 1):
        return False
    if before.isdigit() and after in ".," and at + 1 < len(text) and text[at + 1].isdigit():
        return False
    if _UNSPACED.match(before) or _UNSPACED.match(after):
        return True
    return not _combines(after) and not ((before.isalnum() or _combines(before)) and after.isalnum())


def _in_number(text: str, sign: int) -> bool:
    """Whether a sign before a digit belongs to the number: "2.5" and "-3", but not "2019-2020"."""
    before = text[sign - 1 : sign]
    return not before.isalnum() if text[sign] == "-" else before.isdigit()


def _combines(char: str) -> bool:
    """Whether a character is a mark on the letter before it; what selects the look of an emoji is none."""
    return unicodedata.category(char)[0] == "M" and not "\ufe00" <= char <= "\ufe0f"


def paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    """The line, or lines, that hold the stretch from `start` to `end`: a document's paragraphs stand on lines."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    return first, len(text) if last < 0 else last


def bare(words: str) -> str:
    """Words without quote marks, closing punctuation and differences of space: what two verbatim reports must share."""
    marks = r"\"|(?<!\w)'|'(?!\w)"
    return " ".join(re.sub(marks, "", fold(words).text).split()).strip(" .,;:!?-")


def clip(words: str, length: int = 80) -> str:
    """Words on one line, cut in the middle to `length` characters for a message."""
    line = " ".join(words.split())
    half = (length - 3) // 2
    return line if len(line) <= length else f"{line[:half]} … {line[-half:]}"
