"""Where tellings look for more precise ones of the same act: blocks by type, name and month, so that each looks at few.

A telling is filed under the parties and the vehicle that it names, under the state whose authority acted, and under its
sentence; for each month that its date allows, or, without a date, for the month of its report.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from timeline.keys import content_key
from timeline.kinship import Kinship
from timeline.likeness import AHEAD_DAYS, APART_DAYS, BACK_DAYS, CLAIM_DAYS, FRESH_DAYS, NEAR_DAYS
from timeline.told import Told

_LONGEST = 366
"""Days of the vaguest date that is a date here; a decade is none."""


def filed_under(told: Told, kin: Kinship) -> frozenset[str]:
    """The blocks that a telling can be found in."""
    return frozenset(_key(told, *parts) for parts in _filed(told, kin))


def looks_under(told: Told, kin: Kinship) -> frozenset[str]:
    """The blocks that hold every more precise telling which the telling can be of one act with."""
    return frozenset(_key(told, *parts) for parts in _looked(told, kin))


def _filed(told: Told, kin: Kinship) -> Iterator[tuple[str, ...]]:
    names, state = _names(told), kin.root(told.agencies)
    yield "quote", content_key(told.quote)
    mark = "dated" if _is_dated(told) else "undated"
    for month in _own_months(told):
        for name in names:
            yield mark, "name", name, month
        yield mark, "state", state, month
        if not names:
            yield mark, "nameless", state, month
    if told.period is not None and told.period.days == 1:
        yield "day", told.period.start.isoformat()


def _looked(told: Told, kin: Kinship) -> Iterator[tuple[str, ...]]:
    names, state = _names(told), kin.root(told.agencies)
    yield "quote", content_key(told.quote)
    if told.period is not None and told.period.days == 1:
        yield "day", told.period.start.isoformat()
    if _is_dated(told):
        for month in _months_near(told):
            yield from (("dated", "name", name, month) for name in names)
            if state:
                yield "dated", "state" if not names else "nameless", state, month
            yield "dated", "nameless", "", month
        return
    back, ahead, apart = _window(told, bool(names))
    for month in _months_around(told.reported, back, ahead):
        yield from (("dated", "name", name, month) for name in names)
        if not names and state:
            yield "dated", "state", state, month
    for month in _months_around(told.reported, apart, apart):
        yield from (("undated", "name", name, month) for name in names)
        if state:
            yield "undated", "state" if not names else "nameless", state, month


def _window(told: Told, named: bool) -> tuple[int, int, int]:
    """Days before and after the report in which the act may lie, and days by which two reports may lie apart."""
    apart = CLAIM_DAYS if told.standing != "done" or told.type == "license.applied" else APART_DAYS
    if told.standing == "ahead":
        return 1, AHEAD_DAYS, apart
    return BACK_DAYS if named else FRESH_DAYS, 1, apart


def _key(told: Told, *parts: str) -> str:
    return content_key(told.type, told.standing, *parts)


def _names(told: Told) -> list[str]:
    instrument = told.field("instrument")
    return sorted({*told.principals, *([instrument] if instrument else [])})


def _is_dated(told: Told) -> bool:
    span = told.period
    return span is not None and span.days <= _LONGEST


def _own_months(told: Told) -> Iterable[str]:
    span = told.period
    if span is not None and span.days <= _LONGEST:
        return _months(span.start, span.end)
    return _months_around(told.reported, 0, 0) if span is None else ()


def _months_near(told: Told) -> Iterable[str]:
    """The months of a date; of an exact one, those of the days near it too."""
    span = told.period
    exact = span is not None and span.days == 1
    return _months_around(span.start, NEAR_DAYS, NEAR_DAYS) if span is not None and exact else _own_months(told)


def _months_around(day: dt.date | None, back: int, ahead: int) -> Iterable[str]:
    if day is None:
        return ()
    return _months(day - dt.timedelta(days=back), day + dt.timedelta(days=ahead))


def _months(start: dt.date, end: dt.date) -> Iterator[str]:
    year, month = start.year, start.month
    while (year, month) <= (end.year, end.month):
        yield f"{year}-{month:02}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
