"""What TIMEX3 date values mean in days: their interval, precision, and arithmetic with ISO 8601 durations."""

import calendar
import re
from datetime import MAXYEAR, MINYEAR, date, timedelta

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?\Z", re.ASCII)
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?\Z", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d\d)\Z", re.ASCII)
_QUARTER = re.compile(r"(\d{4})-Q([1-4])\Z", re.ASCII)
_HALF = re.compile(r"(\d{4})-H([12])\Z", re.ASCII)
_SEASON = re.compile(r"(\d{4})-(SP|SU|FA|WI)\Z", re.ASCII)
_YEARS = re.compile(r"\d{2,4}\Z", re.ASCII)
_DURATION = re.compile(
    r"P(?=[\dT])(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,7})D)?(T(?=\d)[\dHMS]{1,20})?\Z",
    re.ASCII,
)

_SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}

PRECISIONS = (
    "time",
    "day",
    "weekend",
    "week",
    "month",
    "quarter",
    "season",
    "half",
    "year",
    "decade",
    "century",
)
"""All answers of `precision`, the finest first."""


def precision(value: str) -> str | None:
    """The unit that a date value is given in, one of `PRECISIONS`; None where it names no days (PAST_REF).

    >>> precision("2019-W47")
    'week'
    """
    interval = timex_interval(value)
    if interval is None:
        return None
    if _DAY.match(value):
        return "time" if "T" in value else "day"
    if week := _WEEK.match(value):
        return "weekend" if week[3] else "week"
    for name, pattern in (("month", _MONTH), ("quarter", _QUARTER), ("half", _HALF), ("season", _SEASON)):
        if pattern.match(value):
            return name
    return {4: "year", 3: "decade", 2: "century"}[len(value)]


def timex_interval(value: str) -> tuple[date, date] | None:
    """The first and the last day (both inclusive) of a DATE or TIME value; None where it names no days.

    Fiscal years (FY2019) have no interval here, as they start on different days. A winter belongs to the
    year in which it starts.

    >>> timex_interval("2019-Q4")
    (datetime.date(2019, 10, 1), datetime.date(2019, 12, 31))
    """
    try:
        return _interval(value)
    except (ValueError, OverflowError):
        return None


def contains(coarse: str, fine: str) -> bool:
    """Whether all days of ``fine`` lie within ``coarse`` (equal values contain each other).

    >>> contains("2019-11", "2019-11-20")
    True
    """
    outer, inner = timex_interval(coarse), timex_interval(fine)
    return outer is not None and inner is not None and outer[0] <= inner[0] and inner[1] <= outer[1]


def add_duration(day: date, iso_duration: str) -> date:
    """The day that lies an ISO 8601 duration (P90D, P6M, P1Y6M, P2W) after ``day``; a time part is ignored.

    A month that is too short gives its last day. Raises ValueError for a duration without a number (PXD) or
    a day outside the calendar.

    >>> add_duration(date(2019, 11, 18), "P90D")
    datetime.date(2020, 2, 16)
    """
    match = _DURATION.match(iso_duration)
    if match is None:
        raise ValueError(f"not an ISO 8601 duration with numbers: {iso_duration!r}")
    years, months, weeks, days = (int(match[group] or 0) for group in (1, 2, 3, 4))
    try:
        return add_months(day, 12 * years + months) + timedelta(days=7 * weeks + days)
    except OverflowError as error:
        raise ValueError(f"{iso_duration} after {day} is outside the calendar") from error


def add_months(day: date, months: int) -> date:
    """The same day of the month ``months`` later (negative: earlier), or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"{months} months after {day} is outside the calendar")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_value(year: int, month: int) -> str:
    """``2019-05``."""
    return f"{year:04d}-{month:02d}"


def week_value(day: date) -> str:
    """The ISO week of a day: ``2019-W47``."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def quarter_value(day: date) -> str:
    """The calendar quarter of a day: ``2019-Q4``."""
    return f"{day.year:04d}-Q{(day.month + 2) // 3}"


_DAYS_IN_FORTNIGHT = 14


def duration_value(number: float | None, unit: str, *, clock: bool = False) -> str:
    """The ISO 8601 duration: P6M, PT2H, PXY for an unknown number; decades and centuries are given in years."""
    letter = unit
    if unit == "F":
        number, letter = (None if number is None else number * _DAYS_IN_FORTNIGHT), "D"
    if number is not None and unit in ("E", "C"):
        number, letter = number * (10 if unit == "E" else 100), "Y"
    if number is not None and number != int(number):
        if unit == "Y" and number * 12 == int(number * 12):
            number, letter = number * 12, "M"
        elif unit == "H":
            number, letter, clock = number * 60, "M", True
    amount = "X" if number is None else f"{number:g}"
    return f"P{'T' if clock or unit in ('H', 'S') else ''}{amount}{letter}"


def _interval(value: str) -> tuple[date, date] | None:
    if match := _DAY.match(value):
        day = date(int(match[1]), int(match[2]), int(match[3]))
        return day, day
    if match := _WEEK.match(value):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return (monday + timedelta(days=5) if match[3] else monday), monday + timedelta(days=6)
    if match := _MONTH.match(value):
        return _months(int(match[1]), int(match[2]), int(match[2]))
    if match := _QUARTER.match(value):
        last = 3 * int(match[2])
        return _months(int(match[1]), last - 2, last)
    if match := _HALF.match(value):
        last = 6 * int(match[2])
        return _months(int(match[1]), last - 5, last)
    if match := _SEASON.match(value):
        return _months(int(match[1]), *_SEASON_MONTHS[match[2]])
    if _YEARS.match(value):
        span = 10 ** (4 - len(value))
        first = int(value) * span
        return date(max(first, MINYEAR), 1, 1), date(first + span - 1, 12, 31)
    return None


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    last_year = year + 1 if last < first else year
    return date(year, first, 1), date(last_year, last, calendar.monthrange(last_year, last)[1])
