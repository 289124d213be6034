"""Dates as EDTF (Library of Congress, ISO 8601-2:2019), with the plain days they can mean."""

from __future__ import annotations

from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from io import StringIO
from time import struct_time


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and last day a date can mean, as YYYY-MM-DD; None on a side that is open or unknown."""

    earliest: str | None
    latest: str | None


@lru_cache(maxsize=4096)  # the parser takes some 10 ms a date, and documents share their dates
def bounds(edtf: str) -> Bounds:
    """The days that an EDTF date can mean. Raises ValueError, with what to write instead, for what is no EDTF date."""
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    help_ = "write 2019-11-06, 2019-11, 2019, 2019-11~ (about), 2019-11-04/2019-11-06 (from, to) or ../2019-11 (open)"
    try:
        if edtf.split() != [edtf]:
            raise ValueError("spaces")
        with redirect_stdout(StringIO()):  # the parser prints what it can't read
            parsed = parse_edtf(edtf)
        # The library pads an unknown side by ten years; unknown stays unknown.
        earliest = None if edtf.startswith("/") else _day(parsed.lower_strict())
        latest = None if edtf.endswith("/") else _day(parsed.upper_strict())
    except (EDTFParseException, ValueError, OverflowError, AttributeError, TypeError):
        raise ValueError(f"{edtf!r} is not a date; {help_}") from None
    if earliest and latest and earliest > latest:
        raise ValueError(f"{edtf!r} ends before it begins; {help_}")
    return Bounds(earliest, latest)


def _day(moment: object) -> str | None:
    if not isinstance(moment, struct_time):
        return None
    if not 1 <= moment.tm_year <= 9999:
        raise ValueError(f"year {moment.tm_year}")
    return date(moment.tm_year, moment.tm_mon, moment.tm_mday).isoformat()
