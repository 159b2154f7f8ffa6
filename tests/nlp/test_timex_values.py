"""Date values name the right days, and durations move a day as a calendar does."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.timex.values import add_duration, contains, precision, timex_interval


@pytest.mark.parametrize(
    ("value", "first", "last", "unit"),
    [
        ("2019-11-20", (2019, 11, 20), (2019, 11, 20), "day"),
        ("2019-11-20T13:58", (2019, 11, 20), (2019, 11, 20), "time"),
        ("2019-W47", (2019, 11, 18), (2019, 11, 24), "week"),
        ("2019-W47-WE", (2019, 11, 23), (2019, 11, 24), "weekend"),
        ("2020-02", (2020, 2, 1), (2020, 2, 29), "month"),
        ("2019-Q4", (2019, 10, 1), (2019, 12, 31), "quarter"),
        ("2019-H1", (2019, 1, 1), (2019, 6, 30), "half"),
        ("2019-SP", (2019, 3, 1), (2019, 5, 31), "season"),
        ("2019-WI", (2019, 12, 1), (2020, 2, 29), "season"),
        ("2019", (2019, 1, 1), (2019, 12, 31), "year"),
        ("201", (2010, 1, 1), (2019, 12, 31), "decade"),
        ("19", (1900, 1, 1), (1999, 12, 31), "century"),
    ],
)
def test_a_value_names_its_days(value: str, first: tuple[int, int, int], last: tuple[int, int, int], unit: str) -> None:
    assert timex_interval(value) == (date(*first), date(*last))
    assert precision(value) == unit


@pytest.mark.parametrize(
    "value",
    ["PAST_REF", "XXXX-05", "2019-13", "2019-02-30", "2019-W60", "", "FY2019", "P3D", "0000", "2019-WXX"],
)
def test_a_value_without_days_has_no_interval(value: str) -> None:
    assert timex_interval(value) is None
    assert precision(value) is None


@given(st.dates())
def test_a_day_is_within_its_month_and_its_year(day: date) -> None:
    value = day.isoformat()
    assert contains(value[:7], value)
    assert contains(value[:4], value)
    assert contains(value, value)
    assert not contains(value, value[:4])


@pytest.mark.parametrize(
    ("day", "duration", "expected"),
    [
        (date(2019, 11, 18), "P90D", date(2020, 2, 16)),
        (date(2019, 8, 31), "P6M", date(2020, 2, 29)),
        (date(2020, 2, 29), "P1Y", date(2021, 2, 28)),
        (date(2019, 11, 20), "P2W", date(2019, 12, 4)),
        (date(2019, 11, 20), "P1Y6M3D", date(2021, 5, 23)),
        (date(2019, 11, 20), "PT12H", date(2019, 11, 20)),
    ],
)
def test_a_duration_moves_a_day(day: date, duration: str, expected: date) -> None:
    assert add_duration(day, duration) == expected


@pytest.mark.parametrize("duration", ["PXD", "P", "", "90 days", "P999999Y", "P9999999D"])
def test_a_duration_without_a_number_or_calendar_is_refused(duration: str) -> None:
    with pytest.raises(ValueError, match=r"duration|calendar"):
        add_duration(date(2019, 1, 1), duration)


@given(st.text(max_size=20))
def test_no_text_makes_the_values_fail(text: str) -> None:
    timex_interval(text)
    precision(text)
