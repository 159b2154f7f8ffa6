"""Where tellings look for more precise ones of the same act: blocks by type, name and month, so that each looks at few.

A telling is filed under the parties and the vehicle that it names, under the state whose authority acted, and under its
sentence; for each month that its date allows, or, without a date, for the month of its report.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from timeline.keys import content_key
from timeline.likeness import AHEAD_DAYS, APART_DAYS, BACK_DAYS, CLAIM_DAYS, FRESH_DAYS, NEAR_DAYS
from timeline.told import Told

_LONGEST = 366
"""Days of the vaguest date that is a date here; a decade is none."""


def filed_under(told: Told) -> frozenset[str]:
    """The blocks that a telling can be found in."""
    return frozenset(_key(told, *parts) for parts in _filed(told))


def looks_under(told: Told) -> frozenset[str]:
    """The blocks that hold every more precise telling which the telling can be of one act with."""
    return frozenset(_key(told, *parts) for parts in _looked(told))


def sought_under(told: Told) -> frozenset[str]:
    """The blocks that hold every vaguer telling which looks where this one is filed."""
    return frozenset(_key(told, *parts) for parts in _sought(told))


def blocks_of_name(kind: str, standing: str, name: str, month: str) -> tuple[str, ...]:
    """The blocks of the tellings of a type that name a party, or are about it, in a month."""
    marks = (("dated", "name"), ("dated", "about"), ("undated", "name"), ("undated", "about"))
    return tuple(content_key(kind, standing, *mark, name, month) for mark in marks)


def _filed(told: Told) -> Iterator[tuple[str, ...]]:
    names = _names(told)
    yield from _by_words(told)
    mark = "dated" if _is_dated(told) else "undated"
    for month in _ownmonths_between(told):
        for name in names:
            yield mark, "name", name, month
        for state in told.states:
            yield mark, "state", state, month
            if not told.principals:
                yield mark, "nameless", state, month
        if not told.principals:
            yield from ((mark, "about", name, month) for name in sorted(told.about))


def _looked(told: Told) -> Iterator[tuple[str, ...]]:
    yield from _by_words(told)
    names = [("name", name) for name in _names(told)]
    others = list(_of_the_nameless(told))
    if _is_dated(told):
        for month in _months_near(told):
            yield from (("dated", *other, month) for other in (*names, *others))
        return
    ahead = told.standing == "ahead"
    for month in _months_around(told.reported, 1 if ahead else BACK_DAYS, AHEAD_DAYS if ahead else 1):
        yield from (("dated", *name, month) for name in names)
    for month in _months_around(told.reported, 1 if ahead else FRESH_DAYS, AHEAD_DAYS if ahead else 1):
        yield from (("dated", *other, month) for other in others)
    apart = _apart(told)
    for month in _months_around(told.reported, apart, apart):
        yield from (("undated", *other, month) for other in (*names, *others))


def _sought(told: Told) -> Iterator[tuple[str, ...]]:
    yield from _by_words(told)
    others = [*(("name", name) for name in _names(told)), *_of_the_nameless(told)]
    if _is_dated(told):
        for month in _months_near(told):
            yield from (("dated", *other, month) for other in others)
        span = told.period
        assert span is not None  # a telling with a date has the days that it allows
        ahead = told.standing == "ahead"
        first = span.start - dt.timedelta(days=AHEAD_DAYS if ahead else 1)
        last = span.end + dt.timedelta(days=1 if ahead else BACK_DAYS)
        for month in months_between(first, last):
            yield from (("undated", *other, month) for other in others)
        return
    apart = _apart(told)
    for month in _months_around(told.reported, apart, apart):
        yield from (("undated", *other, month) for other in others)


def _apart(told: Told) -> int:
    """Days by which reports of one undated act may lie apart."""
    return CLAIM_DAYS if told.standing != "done" or told.type == "license.applied" else APART_DAYS


def _of_the_nameless(told: Told) -> Iterator[tuple[str, str]]:
    """Where those stand that a telling can be of one act with although one of the two names no party."""
    named = bool(told.principals)
    yield from (("nameless" if named else "state", state) for state in sorted(told.states))
    yield from (("about", name) for name in sorted(told.principals if named else told.about))
    if not named:
        yield from (("name", name) for name in sorted(told.about))


def _by_words(told: Told) -> Iterator[tuple[str, ...]]:
    """The blocks of what is equal in two tellings of one act: the sentence, the day, the end of a term."""
    yield "quote", content_key(told.quote)
    if told.period is not None and told.period.days == 1:
        yield "day", told.period.start.isoformat()
    for name in ("valid_until", "previous_valid_until"):
        if (end := told.field(name)) is not None and told.type.startswith("license."):
            yield name, end


def _key(told: Told, *parts: str) -> str:
    return content_key(told.type, told.standing, *parts)


def _names(told: Told) -> list[str]:
    instrument = told.field("instrument")
    return sorted({*told.principals, *([instrument] if instrument else [])})


def _is_dated(told: Told) -> bool:
    span = told.period
    return span is not None and span.days <= _LONGEST


def _ownmonths_between(told: Told) -> Iterable[str]:
    span = told.period
    if span is not None and span.days <= _LONGEST:
        return months_between(span.start, span.end)
    return _months_around(told.reported, 0, 0) if span is None else ()


def _months_near(told: Told) -> Iterable[str]:
    """The months of a date; of an exact one, those of the days near it too."""
    span = told.period
    exact = span is not None and span.days == 1
    return _months_around(span.start, NEAR_DAYS, NEAR_DAYS) if span is not None and exact else _ownmonths_between(told)


def _months_around(day: dt.date | None, back: int, ahead: int) -> Iterable[str]:
    if day is None:
        return ()
    return months_between(day - dt.timedelta(days=back), day + dt.timedelta(days=ahead))


def months_between(start: dt.date, end: dt.date) -> list[str]:
    """The months from that of one day to that of another."""
    found = []
    year, month = start.year, start.month
    while (year, month) <= (end.year, end.month):
        found.append(f"{year}-{month:02}")
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found
