"""Days with a name, such as Christmas or Good Friday, and how each is found in a year."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

from pydantic import model_validator

from nlp.toml_files import Entry, entries

_FILE = Path(__file__).parents[1] / "data" / "times" / "holidays.toml"


class Holiday(Entry):
    """How a day with a name is found in a year: by its date, by a weekday of its month, or by Easter."""

    day: tuple[int, int] | None = None
    month: int | None = None
    weekday: int | None = None
    number: int | None = None
    easter: int | None = None
    days_after: int = 0

    @model_validator(mode="after")
    def _one_way(self) -> "Holiday":
        by_weekday = None not in (self.month, self.weekday, self.number)
        if [self.day is not None, by_weekday, self.easter is not None].count(True) != 1:
            raise ValueError("give one of: day; month, weekday and number; easter")
        return self

    def in_year(self, year: int) -> date:
        """The day in that year."""
        return self._counted_from(year) + timedelta(days=self.days_after)

    def _counted_from(self, year: int) -> date:
        if self.day is not None:
            return date(year, *self.day)
        if self.easter is not None:
            return easter(year) + timedelta(days=self.easter)
        assert self.month is not None and self.weekday is not None and self.number is not None
        if self.number > 0:
            first = date(year, self.month, 1)
            return first + timedelta(days=(self.weekday - first.weekday()) % 7 + 7 * (self.number - 1))
        last = date(year + self.month // 12, self.month % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - self.weekday) % 7 - 7 * (self.number + 1))


@cache
def holidays() -> dict[str, Holiday]:
    """The days with a name, by their name in lower case."""
    return entries(Holiday, _FILE)


def easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian algorithm (J. Meeus, Astronomical Algorithms, ch. 8)."""
    golden, century, within = year % 19, year // 100, year % 100
    shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - shift + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (within // 4) - epact - within % 4) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    total = epact + weekday - 7 * correction + 114
    return date(year, total // 31, total % 31 + 1)
