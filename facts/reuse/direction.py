"""Which of two texts was made from the other: what speaks for it, in words, and undecided where nothing does.

Each reason has a weight; those for one direction are set against those for the other. The rules are those by which editors
tell a copy from what it was made from: credit, dates of publication, a date put for a weekday, a quotation cut, the
spelling of one house in the text of another, an agency's dateline, and details that only one of them has.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from ..text import clip
from .articles import Aligned, Article, Quoted, Reason

DECIDED = 1.5  # from this weight on, a direction is said
_WEIGHTS = {
    "recorded": 20.0,  # more than all others together: a person's word wins
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
_LINE = 120  # characters of a line that is a credit
_WORN = 0.85  # of the words of a quotation that was cut: some may have been exchanged too
_NEAR = 20  # characters behind a passage that still belong to it
_MORE = 3  # names and figures: what one has more than the other
# A name that a text has something from: what stands behind it, or before it, says so.
_SAYS = (
    r"(?:\s+(?:news )?agency)?(?:\s+(?:also|first|earlier|later))?\s+(?:reported|reports|has reported|wrote|writes)\b"
)
_CREDITS = (
    r"(?:according to|as cited by|cited by|citing|quoted by|reported by|as reported by|published by|published in|published on|"
    r"appeared (?:at|in|on)|reprinted from|republished from|source|via|credit|courtesy of|news agency|told to|a report by|"
    r"a report in|report from|first in)\W{1,3}(?:the\s+)?"
)
_NAME = r"(?<!\w)[A-Z][\w&.’'/-]{0,40}(?: (?:of |the )?[A-Z][\w&.’'/-]{0,40}){0,4}"
_FROM = re.compile(rf"(?P<after>{_NAME})(?:{_SAYS})|(?i:{_CREDITS})(?P<before>{_NAME})")
_AFTER = re.compile(_SAYS)
_ENDS = re.compile(rf"(?i:{_CREDITS})\Z")
_BEFORE_IT = 40  # characters before a name in which a credit stands


@dataclass(frozen=True, slots=True)
class Verdict:
    """The number of the article the other was made from (None: undecided), why, and what both name as where they have it."""

    origin: int | None
    reasons: tuple[Reason, ...]
    common: str | None


class Signs:
    """What a text shows of where it comes from, read once, however many others it is compared with."""

    def __init__(self, article: Article, said: Sequence[Quoted]) -> None:
        self.article, self.said = article, said

    @cached_property
    def agency(self) -> str | None:
        """The agency whose dateline it has."""
        found = _DATELINE.search(self.article.text, 0, _HEAD)
        return found["agency"] if found else None

    @cached_property
    def names(self) -> set[str]:
        """What its outlet goes by, within a sentence and at the head of one, or the agency whose report it prints."""
        named = {name for name in (*self.article.names, self.agency or "") if len(name) > 1}
        return named | {article + name[3:] for name in named for article in ("the", "The") if _bare(name) != name}

    @cached_property
    def lines(self) -> list[str]:
        """Lines at the head and at the end, where a byline or a credit may stand alone."""
        lines = self.article.text.strip().splitlines()
        return [line.strip(" ()[]*_.#-–—") for line in (*lines[:6], *lines[-4:]) if len(line) <= _LINE]

    @cached_property
    def origins(self) -> list[str]:
        """Agencies and outlets, not people, that it says it has something from."""
        found = [self.agency] if self.agency else []
        for match in _FROM.finditer(self.article.text):
            if match["after"] or not match[0].lower().startswith("according to"):
                found.append(match["after"] or match["before"])
        return list(dict.fromkeys(map(_bare, found)))

    @cached_property
    def spellings(self) -> list[tuple[int, int, str]]:
        """Words whose spelling shows a house: where, which side, the word."""
        side = _spellings()
        found = ((match.start(), side.get(match[0].lower()), match[0]) for match in _WORD.finditer(self.article.text))
        return [(at, which, word) for at, which, word in found if which is not None]

    @cached_property
    def details(self) -> list[Placed]:
        """Names and figures, with where they stand."""
        return [(match.start(), match[0]) for match in _DETAIL.finditer(self.article.text)]

    @cached_property
    def dates(self) -> list[Placed]:
        """Days of a month, with where they stand."""
        return [(match.start(), match[0]) for match in _DATE.finditer(self.article.text)]

    @cached_property
    def weekdays(self) -> list[Placed]:
        """Days of the week, with where they stand."""
        return [(match.start(), match[0]) for match in _WEEKDAY.finditer(self.article.text)]

    def credit(self, name: str) -> str | None:
        """The words with which it says that it has something from somebody, where it does."""
        text = self.article.text
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if not text[at - 1 : at].isalnum() and not text[end : end + 1].isalnum():
                before, after = _ENDS.search(text, max(at - _BEFORE_IT, 0), at), _AFTER.match(text, end)
                if text[at - 1 : at] == "(" and text[end : end + 1] == ")":
                    return text[at - 1 : end + 1]
                if before or after:
                    return text[before.start() if before else at : after.end() if after else end]
            at = text.find(name, at + 1)
        ends = (f", {name}", f"/{name}", f" by {name}", f"({name}")
        return next((line for line in self.lines if line == name or line.endswith(ends)), None)


def _bare(name: str) -> str:
    """A name without its article, which some texts write with it."""
    return name[4:] if name[:4].lower() == "the " else name


Placed = tuple[int, str]  # where, and the words


def _within(placed: Sequence[Placed], start: int, end: int) -> list[str]:
    """What stands in a stretch."""
    return [word for _, word in placed[bisect_left(placed, (start, "")) : bisect_left(placed, (end, ""))]]


def decide(one: Signs, other: Signs, passages: Sequence[Aligned]) -> Verdict:
    """Weigh what speaks for either direction, in the texts as a whole and in the passages that they share."""
    pairs = [(passage.start, passage.end, passage.other_start, passage.other_end) for passage in passages]
    changed = [pair for pair, passage in zip(pairs, passages, strict=True) if passage.similarity < 1]
    turned = [_turned(pair) for pair in pairs]
    reasons = [
        *_one_way(one, other, pairs, changed),
        *_one_way(other, one, turned, [_turned(pair) for pair in changed]),
    ]
    first, second = one.article.number, other.article.number
    kinds = [(reason.kind, reason.origin) for reason in reasons]
    # What is said of both is said of neither: two texts that credit each other, or cut each other's quotations.
    reasons = [reason for reason in reasons if (reason.kind, first + second - reason.origin) not in kinds]
    balance = sum(reason.weight if reason.origin == first else -reason.weight for reason in reasons)
    origin = (first if balance > 0 else second) if abs(balance) >= DECIDED else None
    if origin is None:
        reasons += [*_details(one, other, pairs), *_details(other, one, turned)]
    common = None if origin is not None else _common(one, other)
    reasons.sort(key=lambda reason: (reason.origin != origin, -reason.weight, reason.kind))
    return Verdict(origin, tuple(reasons), common)


Pair = tuple[int, int, int, int]  # from, to in the copy; from, to in what it may be made from


def _turned(pair: Pair) -> Pair:
    return pair[2], pair[3], pair[0], pair[1]


def _one_way(copy: Signs, origin: Signs, pairs: Sequence[Pair], changed: Sequence[Pair]) -> Iterator[Reason]:
    """What speaks for `copy` being made from `origin`; `changed` are the passages that are not the same word for word."""
    here, there = copy.article, origin.article

    def because(kind: str, words: str) -> Reason:
        return Reason(kind, there.number, _WEIGHTS[kind], words)

    if there.number in here.made_from:
        yield because("recorded", "was made from {other}, as somebody recorded; no finding of this comparison")
    if credit := _credit(copy, origin):
        yield because("credit", f"credits {{other}}: “{_plain(clip(credit))}”")
    if here.published[0] and there.published[1] and there.published[1] < here.published[0]:
        dates = f"was published on {here.published[0]} or later, {{other}} by {there.published[1]}"
        yield because("dates", dates)
    if found := _weekday(copy, origin, changed):
        yield because("weekday", f"has “{_plain(found[0])}” where {{other}} has “{_plain(found[1])}”")
    if found := _cut(copy, origin):
        yield because("quotation cut", f"gives “{_plain(clip(found[0], 60))}” of “{_plain(clip(found[1]))}”")
    if found := _style(copy, origin, pairs):
        yield because(
            "house style", f"writes “{found[0]}” in what it shares with {{other}}, and “{found[1]}” elsewhere"
        )
    if origin.agency and not copy.agency:
        yield because("dateline", f"has no dateline, {{other}} begins as a report of {_plain(origin.agency)}")


def _plain(words: str) -> str:
    """Words of a text in a sentence that is filled in later."""
    return words.replace("{", "{{").replace("}", "}}")


def _credit(copy: Signs, origin: Signs) -> str | None:
    """The words with which a text names another's outlet, or whose report that one prints, as where it has something from."""
    found = (copy.credit(name) for name in sorted(origin.names - copy.names))
    return next((words for words in found if words), None)


def _weekday(copy: Signs, origin: Signs, pairs: Sequence[Pair]) -> tuple[str, str] | None:
    """A date in a copied passage, where the other has a weekday and no date."""
    if not copy.dates or not origin.weekdays:
        return None
    for start, end, other_start, other_end in pairs:
        dates, days = (
            _within(copy.dates, start, end + _NEAR),
            _within(origin.weekdays, other_start, other_end + _NEAR),
        )
        theirs = _within(origin.dates, other_start, other_end + _NEAR)
        ours = _within(copy.weekdays, start, end + _NEAR)
        if len(dates) > len(theirs) and len(days) > len(ours):
            known = {day.split()[-1] for day in ours}
            gone = [day for day in days if day.split()[-1] not in known]
            fresh = [date for date in dates if date not in theirs]
            if gone and fresh:
                return fresh[0], gone[0]
    return None


def _cut(copy: Signs, origin: Signs) -> tuple[str, str] | None:
    """A quotation of which the other gives more: three words at least."""
    whole = {quote.keys for quote in origin.said}
    for part in copy.said:
        if part.keys in whole:
            continue
        for quote in origin.said:
            if quote.words - part.words >= _MORE and quote.cut_to(part, _WORN, _MORE):
                return copy.article.text[slice(*part.span)], origin.article.text[slice(*quote.span)]
    return None


_WORD = re.compile(r"\bper cent\b|[A-Za-z]{4,}", re.IGNORECASE)
_DETAIL = re.compile(r"(?<![.!?“\"] )\b[A-Z]\w+|\d[\d.,]*")


@cache
def _spellings() -> dict[str, int]:
    """Which side of the house each spelling is on: 0 American, 1 British."""
    listed = files(__package__).joinpath("data/spelling.txt").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in listed.splitlines() if line and not line.startswith("#")]
    return {word: side for line in lines for side, word in enumerate(line)}


def _style(copy: Signs, origin: Signs, pairs: Sequence[Pair]) -> tuple[str, str] | None:
    """A spelling in a copied passage that is the other's and not that of the text round it."""
    inside: list[tuple[int, str]] = []
    outside: list[tuple[int, str]] = []
    for at, side, word in copy.spellings:
        within = any(start <= at < end for start, end, _, _ in pairs)
        (inside if within else outside).append((side, word))
    own, taken = _house(side for side, _ in outside), _house(side for side, _ in inside)
    if None not in (own, taken) and own != taken and taken == _house(side for _, side, _ in origin.spellings):
        shown = (
            next(word for side, word in words if side == house) for words, house in ((inside, taken), (outside, own))
        )
        return next(shown), next(shown)
    return None


def _house(sides: Iterable[int]) -> int | None:
    """The side that two thirds of some spellings are on."""
    counted = Counter(sides)
    return next((side for side, count in counted.items() if count * 3 >= 2 * counted.total()), None)


def _details(copy: Signs, origin: Signs, pairs: Sequence[Pair]) -> Iterator[Reason]:
    """Names and figures that the other has alone, within what they share: a hint, where nothing else decides."""
    more = less = 0
    for start, end, other_start, other_end in pairs:
        here = set(_within(copy.details, start, end))
        there = set(_within(origin.details, other_start, other_end))
        more, less = more + len(there - here), less + len(here - there)
    if more - less >= _MORE:
        words = f"leaves out {more} names and figures that {{other}} has, and has {less} of its own"
        yield Reason("details", origin.article.number, _WEIGHTS["details"], words)


def _common(one: Signs, other: Signs) -> str | None:
    """An agency or outlet that both texts name as where they have something from, and that neither is."""
    ours = set(map(_bare, (*one.article.names, *other.article.names)))
    return next((name for name in one.origins if name in other.origins and name not in ours), None)
