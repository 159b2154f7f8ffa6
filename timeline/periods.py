"""Dates at the precision a text gives them: the days each allows, and how durations add to them."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from nlp.timex import values

TERM_ENDS = ("valid_until", "previous_valid_until")
"""The fields that give the end of a term: its own, and that of the term before."""
CLOSE_ENDS = 3
"""Days by which two tellings of one end or duration may differ: inclusive counting, or months for days."""
_ANY_DAY = date(2000, 1, 1)  # two durations are compared by what they add to the same day


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``start`` to ``end``, both included, that a date of some precision allows."""

    start: date
    end: date
    precision: str

    @property
    def days(self) -> int:
        """How many days are allowed: 1 for the finest precision."""
        return (self.end - self.start).days + 1

    def contains(self, other: "Period") -> bool:
        """Whether every day that the other allows is allowed by this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Period") -> bool:
        """Whether some day is allowed by both."""
        return self.start <= other.end and other.start <= self.end


@lru_cache(maxsize=65536)
def period(value: str | None) -> Period | None:
    """The days that an ISO 8601 style date allows; None for no date, or one that names no days."""
    interval = values.timex_interval(value) if value else None
    if value is None or interval is None:
        return None
    return Period(*interval, values.precision(value) or "day")


def add_duration(start: date, duration: str | None) -> date | None:
    """The day that lies an ISO 8601 duration after another; None where the duration has no whole days."""
    try:
        return values.add_duration(start, duration) if duration else None
    except ValueError:
        return None


def ends_apart(one: str | None, other: str | None) -> bool:
    """Whether two dates are of two ends: more than ``CLOSE_ENDS`` days apart; a missing one is apart from none."""
    mine, theirs = period(one), period(other)
    return mine is not None and theirs is not None and abs((mine.end - theirs.end).days) > CLOSE_ENDS


def durations_agree(one: str | None, other: str | None) -> bool:
    """Whether two ISO 8601 durations can be of one term: within ``CLOSE_ENDS`` days, or one has no whole days."""
    added = [add_duration(_ANY_DAY, value) for value in (one, other)]
    return added[0] is None or added[1] is None or abs((added[0] - added[1]).days) <= CLOSE_ENDS
