"""EDTF dates, the days they can mean, and what is refused as no date."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facts.dates import Bounds, bounds


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest"),
    [
        ("2019-11-06", "2019-11-06", "2019-11-06"),
        ("2020-02-29", "2020-02-29", "2020-02-29"),
        ("2019-11", "2019-11-01", "2019-11-30"),
        ("2019-02", "2019-02-01", "2019-02-28"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2019", "2019-01-01", "2019-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("2019-11-XX", "2019-11-01", "2019-11-30"),
    ],
)
def test_a_day_month_or_year_means_its_first_to_its_last_day(edtf: str, earliest: str, latest: str) -> None:
    assert bounds(edtf) == Bounds(earliest, latest)


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest"),
    [
        ("2019-11-06~", "2019-11-06", "2019-11-06"),
        ("2019-11~", "2019-11-01", "2019-11-30"),
        ("2019?", "2019-01-01", "2019-12-31"),
        ("2019%", "2019-01-01", "2019-12-31"),
    ],
)
def test_an_approximate_or_uncertain_date_is_not_widened(edtf: str, earliest: str, latest: str) -> None:
    assert bounds(edtf) == Bounds(earliest, latest)


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest"),
    [
        ("2019-11-04/2019-11-06", "2019-11-04", "2019-11-06"),
        ("2019-11-06/2019-11-06", "2019-11-06", "2019-11-06"),
        ("2018/2019-02", "2018-01-01", "2019-02-28"),
        ("2018~/2019?", "2018-01-01", "2019-12-31"),
        ("2019/2019-06", "2019-01-01", "2019-06-30"),
    ],
)
def test_an_interval_means_its_first_day_to_its_last(edtf: str, earliest: str, latest: str) -> None:
    assert bounds(edtf) == Bounds(earliest, latest)


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest"),
    [
        ("../2019-11", None, "2019-11-30"),
        ("2019-11/..", "2019-11-01", None),
        ("../..", None, None),
        ("/2019-11-06", None, "2019-11-06"),
        ("2019-11-06/", "2019-11-06", None),
    ],
)
def test_an_open_or_unknown_side_has_no_day(edtf: str, earliest: str | None, latest: str | None) -> None:
    assert bounds(edtf) == Bounds(earliest, latest)


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest"),
    [
        ("[2019-01-05,2019-03-01]", "2019-01-05", "2019-03-01"),
        ("[2017,2019]", "2017-01-01", "2019-12-31"),
        ("{2017,2019}", "2017-01-01", "2019-12-31"),
        ("[..2019-11-06]", None, "2019-11-06"),
        ("[2019-11-06..]", "2019-11-06", None),
    ],
)
def test_a_set_means_its_earliest_to_its_latest_day(edtf: str, earliest: str | None, latest: str | None) -> None:
    assert bounds(edtf) == Bounds(earliest, latest)


@pytest.mark.parametrize(
    "edtf",
    ["2019-13-45", "2019-02-30", "2019-02-29", "1900-02-29", "2019-11-31", "2019-00", "0000", "Y12019", "-0044"],
)
def test_a_day_that_no_plain_date_can_say_is_refused(edtf: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        bounds(edtf)


@pytest.mark.parametrize("edtf", ["12:30", "no", "", " ", "yesterday", "6 November 2019", "06/11/2019", "2019-1", "/"])
def test_what_is_no_date_is_refused(edtf: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        bounds(edtf)


@pytest.mark.parametrize("edtf", [" 2019", "2019 ", "2019-11-06\n", " /2019-11-06", "2019-11-06/ "])
def test_a_date_with_spaces_around_it_is_refused(edtf: str) -> None:
    """Taken, it would be stored with them, and an unknown side behind one would be a day ten years off."""
    with pytest.raises(ValueError, match="is not a date"):
        bounds(edtf)


@pytest.mark.parametrize("edtf", ["2019-11-06/2019-11-04", "2019/2018", "2019~/2018~"])
def test_an_interval_that_ends_before_it_begins_is_refused(edtf: str) -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        bounds(edtf)


@pytest.mark.parametrize("edtf", ["12:30", "2019-11-06/2019-11-04"])
def test_the_message_names_what_was_found_and_what_to_write(edtf: str) -> None:
    with pytest.raises(ValueError, match="write 2019-11-06") as caught:
        bounds(edtf)
    assert repr(edtf) in str(caught.value)


def test_what_the_message_says_to_write_is_taken() -> None:
    for edtf in ("2019-11-06", "2019-11", "2019", "2019-11~", "2019-11-04/2019-11-06", "../2019-11"):
        with pytest.raises(ValueError, match="is not a date") as caught:
            bounds("no")
        assert edtf in str(caught.value)
        assert bounds(edtf).latest is not None


@pytest.mark.parametrize("edtf", ["/..", "2019-1X"])
def test_nothing_is_printed_for_a_bad_date(edtf: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        bounds(edtf)
    assert capsys.readouterr().out == ""


@settings(deadline=None)
@given(st.text(st.sampled_from("0123456789-/.~?%X[],:YT "), max_size=12) | st.text(max_size=8))
def test_any_text_is_refused_or_means_days_in_order(text: str) -> None:
    try:
        found = bounds(text)
    except ValueError:
        return
    days = [date.fromisoformat(day) for day in (found.earliest, found.latest) if day]
    assert days == sorted(days)
