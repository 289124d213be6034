"""The sentences of a text. Offsets are code points; a sentence never reaches over the end of a line.

Boundaries are those of sentencex (Wikimedia), which keeps a quotation of several sentences whole; here each of them counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from .anchor import Span
from .marks import marked

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_WORD = re.compile(r"\w")
# The segmenter's time grows with the square of a line that opens many quotations and closes none: it gets so much at once.
MOST = 20_000
# Spaces of other kinds than the plain one: before a full stop the segmenter (1.0.32) panics at them ("A\u00a0.").
_SPACE = re.compile(r"[^\S\r\n ]")
# Closing marks and brackets belong to the sentence before them.
_CLOSING = re.compile(r"[\"'”’»«“‘)\]\s]*")


def sentences(text: str, start: int = 0, end: int | None = None, language: str | None = None) -> Iterator[Span]:
    """The sentences between `start` and `end`, without the spaces around them. `language` is BCP 47; English if not given."""
    end = len(text) if end is None else end
    code = (language or "en").partition("-")[0].lower()
    for line in _LINE.finditer(text[start:end]):
        low, high = start + line.start(), start + line.end()
        bounds = sorted({low, *_boundaries(text, low, high, code), high})
        for first, last in pairwise(bounds):
            exact = text[first:last]
            if _WORD.search(exact):
                first += len(exact) - len(exact.lstrip())
                yield Span(first, first + len(exact.strip()), exact.strip())


def _boundaries(text: str, low: int, high: int, code: str) -> Iterator[int]:
    """Where a sentence of one line begins: those that the segmenter sees, and those inside stretches in marks.

    Those with a mark missing too: the segmenter takes what follows for the other half. They lie apart, so each is read once.
    """
    yield from _segmented(text, low, high, code)
    for inside in marked(text, low, high):
        for bound in _segmented(text, inside.start, inside.end, code):
            if _CLOSING.fullmatch(text, bound, inside.end) is None:
                yield bound


def _segmented(text: str, low: int, high: int, code: str) -> Iterator[int]:
    from sentencex import get_sentence_boundaries  # a compiled library: not before it is needed

    at = low
    while at < high:
        end = min(at + MOST, high)
        piece = _SPACE.sub(" ", text[at:end])
        bounds = [at + int(found["start_index"]) for found in get_sentence_boundaries(code, piece)]
        inner = [bound for bound in bounds if bound > at]
        yield from inner
        # What the limit may have cut in two is looked at again, with what follows.
        at = inner[-1] if inner and end < high else end
