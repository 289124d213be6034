"""Which of two texts was made from the other: what speaks for it, in words, and undecided where nothing does.

Each reason has a weight; those for one direction are set against those for the other. The rules are those by which editors
tell a copy from what it was made from: credit, dates of publication, a date put for a weekday, a quotation cut, the
spelling of one house in the text of another, an agency's dateline, and details that only one of them has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ..text import bare, clip
from .articles import Aligned, Article, Reason, Stretch

DECIDED = 1.5  # from this weight on, a direction is said
_WEIGHTS = {
    "declared": 9.0,
    "credit": 3.0,
    "dates": 3.0,
    "weekday": 2.0,
    "quotation cut": 1.5,
    "house style": 2.0,
    "dateline": 2.0,
    "details": 0.5,
}
_WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_WEEKDAY = re.compile(rf"\b(?:on |last |next |this )?(?:{_WEEKDAYS})\b")
_DATE = re.compile(
    rf"\b(?:on )?(?:(?:{_MONTHS}|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.? \d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS}))\b"
)
# "LISBON, Portugal (Meridian) -", "LISBON, March 5 (Meridian) —": an agency's name at the head of its report.
_DATELINE = re.compile(
    r"^[ \t]*[A-ZÀ-Þ][^()\n.!?]{1,60}?\s*\((?P<agency>[A-Z][\w&.’' -]{1,40})\)\s*[-–—:]", re.MULTILINE
)
_HEAD = 1500  # characters in which a dateline stands
# A name that a text has something from: what stands round it says so.
_AFTER = (
    r"(?:\s+(?:news )?agency)?(?:\s+(?:also|first|earlier|later))?\s+(?:reported|reports|has reported|wrote|writes)\b"
)
_BEFORE = (
    r"(?:according to|as cited by|cited by|citing|quoted by|reported by|as reported by|published by|published in|published on|"
    r"appeared (?:at|in|on)|reprinted from|republished from|source|via|credit|courtesy of|news agency|told to|a report by|"
    r"a report in|report from|first in)\W{1,3}(?:the\s+)?"
)
_NAME = r"[A-Z][\w&.’'/-]*(?: (?:of |the )?[A-Z][\w&.’'/-]*){0,4}"
_FROM = re.compile(rf"(?P<after>{_NAME})(?:{_AFTER})|(?i:{_BEFORE})(?P<before>{_NAME})")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The number of the article the other was made from (None: undecided), why, and what both name as where they have it."""

    origin: int | None
    reasons: tuple[Reason, ...]
    common: str | None


def decide(
    one: Article,
    other: Article,
    passages: Sequence[Aligned],
    quotes: Sequence[Stretch],
    other_quotes: Sequence[Stretch],
) -> Verdict:
    """Weigh what speaks for either direction. `quotes` are the stretches in quotation marks of each text."""
    pairs = [(passage.start, passage.end, passage.other_start, passage.other_end) for passage in passages]
    turned = [(c, d, a, b) for a, b, c, d in pairs]
    reasons = [
        *_one_way(one, other, pairs, quotes, other_quotes),
        *_one_way(other, one, turned, other_quotes, quotes),
    ]
    kinds = [(reason.kind, reason.origin) for reason in reasons]
    # What is said of both is said of neither: two texts that credit each other, or cut each other's quotations.
    reasons = [reason for reason in reasons if (reason.kind, one.number + other.number - reason.origin) not in kinds]
    balance = sum(reason.weight if reason.origin == one.number else -reason.weight for reason in reasons)
    origin = (one.number if balance > 0 else other.number) if abs(balance) >= DECIDED else None
    common = None if origin is not None else _common(one, other)
    reasons.sort(key=lambda reason: (reason.origin != origin, -reason.weight, reason.kind))
    return Verdict(origin, tuple(reasons), common)


Pair = tuple[int, int, int, int]  # from, to in the copy; from, to in what it may be made from


def _one_way(
    copy: Article, origin: Article, pairs: Sequence[Pair], quotes: Sequence[Stretch], origin_quotes: Sequence[Stretch]
) -> Iterator[Reason]:
    """What speaks for `copy` being made from `origin`."""

    def because(kind: str, words: str) -> Reason:
        return Reason(kind, origin.number, _WEIGHTS[kind], words)

    if origin.number in copy.made_from:
        yield because("declared", "was made from {other}, as a person says")
    if credit := _credit(copy, origin):
        yield because("credit", f"credits {{other}}: “{_plain(clip(credit))}”")
    if copy.published[0] and origin.published[1] and origin.published[1] < copy.published[0]:
        yield because("dates", f"was published on {copy.published[0]} or later, {{other}} by {origin.published[1]}")
    if found := _weekday(copy.text, origin.text, pairs):
        yield because("weekday", f"has “{_plain(found[0])}” where {{other}} has “{_plain(found[1])}”")
    if found := _cut(copy, origin, quotes, origin_quotes):
        yield because("quotation cut", f"gives “{_plain(clip(found[0], 60))}” of “{_plain(clip(found[1]))}”")
    if found := _style(copy.text, origin.text, pairs):
        yield because(
            "house style", f"writes “{found[0]}” in what it shares with {{other}}, and “{found[1]}” elsewhere"
        )
    agency = _agency(origin)
    if agency and not _agency(copy):
        yield because("dateline", f"has no dateline, {{other}} begins as a report of {_plain(agency)}")
    more, less = _details(copy.text, origin.text, pairs)
    if more - less >= 3:
        yield because("details", f"leaves out {more} names and figures that {{other}} has, and has {less} of its own")


def _plain(words: str) -> str:
    """Words of a text in a sentence that is filled in later."""
    return words.replace("{", "{{").replace("}", "}}")


def _credit(copy: Article, origin: Article) -> str | None:
    """The words with which a text names another's outlet, or whose report that one prints, as where it has something from."""
    names = {name for name in (*origin.names, _agency(origin) or "") if len(name) > 1} - set(copy.names)
    for match in _FROM.finditer(copy.text):
        named = match["after"] or match["before"]
        if any(_is(named, name) for name in names):
            return match[0]
    lines = copy.text.splitlines()
    for line in (*lines[:6], *lines[-4:]):  # a byline, or a line at the end
        bare_line = line.strip(" ()[]*_.#-–—")
        if any(bare_line == name or bare_line.endswith((f", {name}", f"/{name}", f" by {name}")) for name in names):
            return bare_line
    return None


def _is(named: str, name: str) -> bool:
    """Whether a name that stands in a text is an outlet's: as a whole, or with more behind or before it."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", named) is not None


def _agency(article: Article) -> str | None:
    found = _DATELINE.search(article.text, 0, _HEAD)
    return found["agency"] if found else None


def _weekday(copy: str, origin: str, pairs: Sequence[Pair]) -> tuple[str, str] | None:
    """A date in a copied passage, where the other has a weekday and no date."""
    for start, end, other_start, other_end in pairs:
        here, there = copy[start : end + 20], origin[other_start : other_end + 20]
        dates, days = _DATE.findall(here), _WEEKDAY.findall(there)
        if len(dates) > len(_DATE.findall(there)) and len(days) > len(_WEEKDAY.findall(here)):
            known = {day.split()[-1] for day in _WEEKDAY.findall(here)}
            gone = [day for day in days if day.split()[-1] not in known]
            fresh = [date for date in dates if date not in there]
            if gone and fresh:
                return fresh[0], gone[0]
    return None


def _cut(
    copy: Article, origin: Article, quotes: Sequence[Stretch], origin_quotes: Sequence[Stretch]
) -> tuple[str, str] | None:
    """A quotation of which the other gives more: three words at least."""
    whole = [bare(origin.text[start:end]) for start, end in origin_quotes]
    for start, end in quotes:
        part = bare(copy.text[start:end])
        if part.count(" ") < 2 or any(part == one for one in whole):
            continue
        for one in whole:
            if f" {part} ".casefold() in f" {one} ".casefold() and one.count(" ") - part.count(" ") >= 3:
                return part, one
    return None


_WORD = re.compile(r"\bper cent\b|[A-Za-z]{4,}", re.IGNORECASE)


@cache
def _spellings() -> dict[str, int]:
    """Which side of the house each spelling is on: 0 American, 1 British."""
    listed = files(__package__).joinpath("data/spelling.txt").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in listed.splitlines() if line and not line.startswith("#")]
    return {word: side for line in lines for side, word in enumerate(line)}


def _style(copy: str, origin: str, pairs: Sequence[Pair]) -> tuple[str, str] | None:
    """A spelling in a copied passage that is the other's and not that of the text round it."""
    side = _spellings()
    inside: list[str] = []
    outside: list[str] = []
    for match in _WORD.finditer(copy):
        if match[0].lower() in side:
            within = any(start <= match.start() < end for start, end, _, _ in pairs)
            (inside if within else outside).append(match[0])
    there = {side[match[0].lower()] for match in _WORD.finditer(origin) if match[0].lower() in side}
    own = {side[word.lower()] for word in outside}
    taken = {side[word.lower()] for word in inside}
    if len(own) == len(taken) == 1 and own != taken and there == taken:
        return inside[0], outside[0]
    return None


_DETAIL = re.compile(r"(?<![.!?“\"] )\b[A-Z]\w+|\d[\d.,]*")


def _details(copy: str, origin: str, pairs: Sequence[Pair]) -> tuple[int, int]:
    """Names and figures that the one or the other has alone, within what they share."""
    more = less = 0
    for start, end, other_start, other_end in pairs:
        here, there = set(_DETAIL.findall(copy[start:end])), set(_DETAIL.findall(origin[other_start:other_end]))
        more, less = more + len(there - here), less + len(here - there)
    return more, less


def _common(one: Article, other: Article) -> str | None:
    """An agency or outlet that both texts name as where they have something from, and that neither is."""
    ours = {*one.names, *other.names}
    here, there = _named(one), _named(other)
    shared = [name for name in here if name in there and name not in ours]
    return shared[0] if shared else None


def _named(article: Article) -> list[str]:
    agency = _agency(article)
    found = [agency] if agency else []
    for match in _FROM.finditer(article.text):
        name = match["after"] or match["before"]
        if match["after"] or not match[0].lower().startswith("according to"):
            found.append(name)
    return list(dict.fromkeys(found))
