"""A day, month or year that time expressions count from, and the steps of the calendar between them."""

import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from nlp.timex.values import add_months, month_value, quarter_value, timex_interval, week_value

_BEFORE_CHRIST = re.compile(r"BC(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:-(?:SP|SU|FA|WI|XX|XX-XX))?\Z", re.ASCII)
_CALENDAR = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*|-XX|-XX-XX|-WXX)?\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in the calendar as precise as it is known; years before Christ are negative (480 BC is -480)."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def value(self) -> str:
        """The TIMEX3 value: ``2019``, ``2019-05``, ``2019-05-16``, ``BC0480``."""
        value = f"BC{-self.year:04d}" if self.year < 0 else f"{self.year:04d}"
        if self.month is not None:
            value += f"-{self.month:02d}"
            if self.day is not None:
                value += f"-{self.day:02d}"
        return value

    @property
    def date(self) -> date | None:
        """The day, where it is known and in the calendar of `datetime`."""
        if self.month is None or self.day is None or self.year < MINYEAR:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None

    def step(self, unit: str, count: float) -> str | None:
        """The value ``count`` units later (negative: earlier), no finer than the unit or the moment itself.

        ``unit`` is a letter of the vocabulary (D, WE, W, M, Q, Y, E for decade, C for century); None where the
        result is outside the calendar or the moment is too coarse to count that unit from.
        """
        try:
            return self._step(unit, int(count))
        except (ValueError, OverflowError):
            return None

    def _step(self, unit: str, count: int) -> str | None:
        if unit in {"Y", "E", "C"}:
            return self._years(unit, count)
        day = self.date
        if unit in {"D", "W", "WE"}:
            if day is None:
                return None
            later = day + timedelta(days=count * (1 if unit == "D" else 7))
            return {"D": later.isoformat(), "W": week_value(later), "WE": week_value(later) + "-WE"}[unit]
        if self.month is None or self.year < MINYEAR:
            return None
        later = add_months(date(self.year, self.month, 1), count * (3 if unit == "Q" else 1))
        if unit == "Q":
            return quarter_value(later)
        return month_value(later.year, later.month) if unit == "M" else None

    def _years(self, unit: str, count: int) -> str | None:
        years = {"Y": 1, "E": 10, "C": 100}[unit]
        year = self.year + count * years
        if year == 0 or abs(year) > MAXYEAR:
            return None
        sign, digits = ("BC", -year) if year < 0 else ("", year)
        return f"{sign}{digits // years:0{5 - len(str(years))}d}"


def moment_of(value: str) -> Moment | None:
    """The moment that a value names or begins with (a quarter its first month, a week its Monday); None for no date.

    >>> moment_of("2019-Q4")
    Moment(year=2019, month=10, day=None)
    """
    if match := _BEFORE_CHRIST.match(value):
        return Moment(-int(match[1]), int(match[2]) if match[2] else None, int(match[3]) if match[3] else None)
    if match := _CALENDAR.match(value):
        if int(match[1]) == 0:
            return None
        return Moment(int(match[1]), int(match[2]) if match[2] else None, int(match[3]) if match[3] else None)
    interval = timex_interval(value)
    if interval is None:
        return None
    first = interval[0]
    return Moment(first.year, first.month, first.day if "W" in value and "WI" not in value else None)
