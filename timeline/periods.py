"""Dates at the precision a text gives them: the days each allows, and how durations add to them."""

from dataclasses import dataclass
from datetime import date

from nlp.timex import values


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
