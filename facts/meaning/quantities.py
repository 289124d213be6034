"""Numbers, measures and dates in a sentence, however they are written, and which of them differ between two sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from .forms import listed, read
from .tokens import Token, stem

SAME = 1e-6
CONVERTED = 0.09  # six weeks are a month and a half
ROUND = 0.04  # of the greater: 2.9 million is nearly three
_ABOUT = listed("about around roughly approximately some nearly almost over under than estimated least most to")
_PAIR = re.compile(r"(\d{1,2})[.:](\d{2})$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """Tokens `start` to `end`. `kind` is count, order, share, clock, day or month; `family` that of its unit, or ""."""

    kind: str
    low: float
    high: float
    family: str
    unit: str
    rough: bool
    start: int
    end: int
    size: float = 1.0

    @property
    def plain(self) -> tuple[float, float]:
        """The figures as they stand, whatever their unit."""
        return self.low / self.size, self.high / self.size


@cache
def _data() -> dict[str, Any]:
    data = read("quantities")
    values = {word: float(at) for at, word in enumerate(data["cardinals"]["words"].split())}
    values |= {word: 10.0 * (at + 2) for at, word in enumerate(data["tens"]["words"].split())}
    ordinals = {word: float(at) for at, word in enumerate(data["ordinals"]["words"].split())}
    dates = {
        word: (kind, float(at))
        for kind in ("days", "months", "seasons")
        for at, word in enumerate(data[kind]["words"].split())
    }
    between = frozenset(stem(word) for word in data["between"]["words"].split())
    return data | {"between": between, "values": values, "ordinal": ordinals, "dates": dates}


def quantities(words: Sequence[Token]) -> list[Quantity]:
    """All quantities of a sentence, in order."""
    found: list[Quantity] = []
    at = 0
    while at < len(words):
        one = _date(words, at) or _clock(words, at) or _number(words, at)
        if one is not None:
            found.append(one)
        at = one.end if one is not None else at + 1
    return found


def differing(one: Sequence[Quantity], other: Sequence[Quantity]) -> list[tuple[Quantity, Quantity]]:
    """Pairs of quantities of a kind of which neither has its like on the other side; most alike in unit first."""
    rest = list(other)
    left = []
    for quantity in one:
        like = next((there for there in rest if _same(quantity, there)), None)
        if like is not None:
            rest.remove(like)
        else:
            left.append(quantity)
    pairs = []
    for quantity in left:
        against = [there for there in rest if _comparable(quantity, there)]
        if against:
            there = max(against, key=lambda it: (it.unit == quantity.unit, it.family == quantity.family))
            rest.remove(there)
            pairs.append((quantity, there))
    return pairs


def _same(one: Quantity, other: Quantity) -> bool:
    if one.kind in ("days", "months", "seasons", "clock") or other.kind in ("days", "months", "seasons", "clock"):
        return one.kind == other.kind and abs(one.low - other.low) < 0.5
    if one.family and other.family and one.family != other.family:
        return False
    scale = ROUND if (one.rough or other.rough) and not _years(one) else SAME
    if one.family == other.family and one.unit != other.unit:
        scale = CONVERTED
    if bool(one.family) != bool(other.family):
        one, other = (
            replace(one, low=one.plain[0], high=one.plain[1]),
            replace(other, low=other.plain[0], high=other.plain[1]),
        )
    return one.low <= other.high * (1 + scale) and other.low <= one.high * (1 + scale)


def _years(quantity: Quantity) -> bool:
    """Whether a number may be that of a year."""
    return not quantity.family and 1500 <= quantity.low <= 2100


def _comparable(one: Quantity, other: Quantity) -> bool:
    dates = ("days", "months", "seasons", "clock")
    if one.kind in dates or other.kind in dates:
        return one.kind == other.kind
    if "share" in (one.kind, other.kind) and one.family != other.family:
        return False
    if "article" in (one.kind, other.kind) and one.unit != other.unit:
        return False
    return not one.family or not other.family or one.family == other.family or _close(one, other)


def _close(one: Quantity, other: Quantity) -> bool:
    """The same figure with another unit: five dollars, five euros."""
    return abs(one.low - other.low) < 0.001


def _date(words: Sequence[Token], at: int) -> Quantity | None:
    known = _data()["dates"].get(words[at].word) or _data()["dates"].get(words[at].word.rstrip("s"))
    if known is None or (
        words[at].word in ("march", "spring", "fall") and not words[at].name and known[0] != "seasons"
    ):
        return None
    return Quantity(known[0], known[1], known[1], "", "", False, at, at + 1)


def _clock(words: Sequence[Token], at: int) -> Quantity | None:
    word = words[at].word
    after = words[at + 1].word if at + 1 < len(words) else ""
    if word in ("noon", "midday", "midnight"):
        hours = 0.0 if word == "midnight" else 12.0
        return Quantity("clock", hours * 60, hours * 60, "", "", False, at, at + 1)
    half = after in ("am", "pm")
    pair = _PAIR.match(word)
    if not half and not (pair and ":" in word):
        return None
    if not word[0].isdecimal() and word not in _data()["values"]:
        return None
    hour = float(pair[1]) if pair else _data()["values"].get(word, None) or _figure(word)
    minutes = (hour % 12 + 12 * (after == "pm") if half else hour) * 60 + (float(pair[2]) if pair else 0.0)
    return Quantity("clock", minutes, minutes, "", "", False, at, at + 1 + half)


def _number(words: Sequence[Token], at: int) -> Quantity | None:
    sign = words[at].word if words[at].word in "$€£¥" else ""
    start, at = at, at + bool(sign)
    if at >= len(words):
        return None
    read_one = _order(words, at) or _fraction(words, at) or _value(words, at)
    if read_one is None:
        return _article(words, start) if not sign else None
    low, high, kind, end = read_one
    low, high, kind, end = _of_many(words, low, high, kind, end)
    low, high, end = _and_a_half(words, low, high, end)
    unit, end = (sign, end) if sign else _unit(words, end)
    if not unit and start and words[start - 1].word in ("day", "week", "year", "month", "hour"):
        unit = words[start - 1].stem
    family, size = _data()["units"].get(unit, ("share" if kind == "share" else "", 1.0))
    if kind == "share" and family == "share" and unit:
        low, high = low / 100, high / 100  # half a percentage point
    rough = any(token.word in _ABOUT for token in words[max(0, start - 2) : start])
    return Quantity(kind, low * size, high * size, family, unit, rough, start, end, size)


def _order(words: Sequence[Token], at: int) -> tuple[float, float, str, int] | None:
    """Dozens, hundreds, thousands of."""
    word = words[at].word
    bounds = _data()["orders"].get(words[at].stem) if word.endswith("s") else None
    return (float(bounds[0]), float(bounds[1]), "order", at + 1) if bounds else None


def _fraction(words: Sequence[Token], at: int) -> tuple[float, float, str, int] | None:
    """A third, two thirds, half; a share is counted in percent."""
    word = words[at].word
    parts = _data()["fractions"]
    if words[at].stem == "halv":
        return 50.0, 50.0, "share", at + 1
    if word == "half" or (word == "quarter" and at and words[at - 1].word == "a"):
        return 100 / parts[word], 100 / parts[word], "share", at + 1
    after = words[at + 1].word if at + 1 < len(words) else ""
    top = 1.0 if word in ("a", "an", "one") else _data()["values"].get(word, 0.0)
    if after not in parts or not top or (word in ("a", "an") and _follows_noun(words, at + 2)):
        return None
    return 100 * top / parts[after], 100 * top / parts[after], "share", at + 2


def _follows_noun(words: Sequence[Token], at: int) -> bool:
    """A third term is no fraction; a third of them is."""
    return (
        at < len(words) and words[at].is_word and words[at].word not in ("of", "a", "more", "less", "the", "in", "to")
    )


def _value(words: Sequence[Token], at: int) -> tuple[float, float, str, int] | None:
    word = words[at].word
    data = _data()
    kind = "count"
    if word[0].isdecimal():
        value = _figure(word)
    elif word in data["values"]:
        if word == "one" and at and words[at - 1].word in ("no", "the", "this", "that", "any", "every"):
            return None
        value = data["values"][word]
    elif word in data["multiples"] or words[at].stem in data["multiples"]:
        return (
            (times := float(data["multiples"].get(word) or data["multiples"][words[at].stem])),
            times,
            "count",
            at + 1,
        )
    elif word in data["ordinal"]:
        return data["ordinal"][word], data["ordinal"][word], "count", at + 1
    elif word in ("a", "an") and at + 1 < len(words) and words[at + 1].word in data["scales"]:
        value = 1.0
    else:
        return None
    return _scaled(words, at + 1, value, kind)


def _scaled(words: Sequence[Token], at: int, value: float, kind: str) -> tuple[float, float, str, int]:
    """Twenty-one, two hundred and five, 5 million."""
    data = _data()
    while at < len(words):
        word = words[at].word
        if word in data["scales"] and not (word in ("m", "k", "mn") and not words[at - 1].word[0].isdecimal()):
            value *= data["scales"][word]
        elif (
            word in data["values"] and data["values"][word] < value and value % 10 == 0 and words[at - 1].word != "and"
        ):
            value += data["values"][word]
        elif (
            not (word == "and" and value >= 100 and at + 1 < len(words) and words[at + 1].word in data["values"])
            or words[at - 1].word not in data["scales"]
        ):
            break
        else:
            value += data["values"][words[at + 1].word]
            at += 1
        at += 1
    if at < len(words) and words[at].word in ("st", "nd", "rd", "th"):
        at += 1
    return value, value, kind, at


def _of_many(words: Sequence[Token], low: float, high: float, kind: str, end: int) -> tuple[float, float, str, int]:
    """Four in ten, nine out of ten: a share."""
    data = _data()
    at = end + 1 + (end + 1 < len(words) and words[end + 1].word == "of")
    if kind != "count" or at >= len(words) or words[end].word not in ("in", "out"):
        return low, high, kind, end
    word = words[at].word
    whole = _figure(word) if word[0].isdecimal() else data["values"].get(word, 0.0)
    if not (low < whole <= 1000) or (whole > 20 and whole % 10) or whole > 1900:
        return low, high, kind, end
    return 100 * low / whole, 100 * high / whole, "share", at + 1


def _and_a_half(words: Sequence[Token], low: float, high: float, end: int) -> tuple[float, float, int]:
    half = [token.word for token in words[end : end + 3]] == ["and", "a", "half"]
    return (low + 0.5, high + 0.5, end + 3) if half else (low, high, end)


def _article(words: Sequence[Token], at: int) -> Quantity | None:
    """A month, a year and a half."""
    if words[at].word not in ("a", "an") or at + 1 >= len(words):
        return None
    unit, end = _unit(words, at + 1)
    family, size = _data()["units"].get(unit, ("", 0.0))
    if family not in ("time", "length") or end != at + 2:
        return None
    value, _, end = _and_a_half(words, 1.0, 1.0, end)
    return Quantity("article" if value == 1 else "count", value * size, value * size, family, unit, False, at, end)


def _unit(words: Sequence[Token], at: int) -> tuple[str, int]:
    """The unit at a place, or one word on (two extra hours, half a percentage point)."""
    for place in range(at, min(at + 3, len(words))):
        word = words[place]
        unit = "%" if word.stem in ("percentag", "point") and place > at - 1 else word.stem
        if word.word == "per" and place + 1 < len(words) and words[place + 1].word == "cent":
            return "percent", place + 2
        if unit in _data()["units"]:
            return unit, place + 1
        if word.stem not in _data()["between"]:
            break
    return "", at


def _figure(word: str) -> float:
    """1,000 and 1.5; what is neither counts by its digits."""
    plain = word.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", word) else word.replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return float(re.sub(r"\D", "", word)[:15])
