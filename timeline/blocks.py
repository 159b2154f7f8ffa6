"""Where tellings look for more precise ones of the same act: blocks by type, name and time, so that each looks at few.

A telling is filed under the parties and the vehicle that it names, under the states whose authorities acted, and under
its sentence: by its day and by the month of it, by each month that a vaguer date allows, or, without a date, by the month
of its report. A block by month that is crowded holds a name that says too little; nobody looks there.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

from timeline.likeness import (
    AHEAD_DAYS,
    APART_DAYS,
    BACK_DAYS,
    CLAIM_DAYS,
    FRESH_DAYS,
    NEAR_DAYS,
    RETOLD_AS,
    VAGUE_DAYS,
)
from timeline.periods import TERM_ENDS, Period
from timeline.told import Told

CROWD = 200
"""So many tellings crowd a block by month."""
_LONGEST = 366
"""Days of the vaguest date that is a date here; a decade is none."""
_MONTHLY = "m"
"""The first letter of a block by month."""

_PAIRED = 8
"""Names of a telling that are paired; a list of fifty companies would make a thousand pairs."""

Label = tuple[str, str]
"""What a telling is filed under: ``name``, ``state``, or, for one that names no party, ``nameless`` or ``about``."""


def filed_under(told: Told) -> frozenset[str]:
    """The blocks that a telling can be found in."""
    labels = _labels(told)
    places = [*_places(told), *(("effect", month) for month in _months_of(told.other_days))]
    return _by_words(told) | {_key(told, place, label) for place in places for label in labels}


def looks_under(told: Told) -> frozenset[str]:
    """The blocks that hold every more precise telling which the telling can be of one act with, unless they are crowded."""
    return _by_words(told) | {_key(told, place, label) for place, label in (*_looked(told), *_of_other_days(told))}


def sought_under(told: Told, is_live: Callable[[str], bool] = lambda block: True) -> frozenset[str]:
    """The blocks that hold every vaguer telling which looks where this one is filed, in the blocks that are live."""
    looked = (*_sought(told, is_live), *_of_other_days(told))
    return _by_words(told) | {_key(told, place, label) for place, label in looked}


def by_month(block: str) -> bool:
    """Whether a block is one by month, which can be crowded."""
    return block.startswith(_MONTHLY)


Sought = tuple[str, str, str, str]
"""What tellings are looked for: their type and standing, a party that they name or are about, and a month."""


def blocks_of(sought: Iterable[Sought]) -> set[str]:
    """The blocks of all tellings that are looked for; what many look for is named once, for names take time."""
    wanted = set(sought)
    places = {(*about, mark, month) for *about, month in wanted for mark in ("exact", "vague", "undated")}
    places |= {(*about, "long", month[:4]) for *about, month in wanted}
    return {
        _block(_MONTHLY, _filed_type(kind), standing, mark, time, label, name)
        for kind, standing, name, mark, time in places
        for label in ("name", "about")
    }


def months_between(start: dt.date, end: dt.date) -> list[str]:
    """The months from that of one day to that of another."""
    found = []
    year, month = start.year, start.month
    while (year, month) <= (end.year, end.month):
        found.append(f"{year}-{month:02}")
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


Place = tuple[str, str]
"""A time under which tellings are filed: ``day``, ``exact`` (a day, by its month), ``vague`` (a week or a month, by
month), ``long`` (by year), ``undated`` (by the month of the report) or ``effect`` (of a day that is not the act's, but from
which it holds or on which it was gazetted); and which."""


def _key(told: Told, place: Place, label: Label) -> str:
    return _block("d" if place[0] == "day" else _MONTHLY, _filed_type(told.type), told.standing, *place, *label)


def _filed_type(kind: str) -> str:
    """The type under which tellings of a type are filed: that for which they may be told."""
    return RETOLD_AS.get(kind, kind)


def _block(*parts: str) -> str:
    """The name of a block: its kind, the first part, and a hash of them all."""
    return parts[0] + hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()


def _by_words(told: Told) -> frozenset[str]:
    """The blocks of what is equal in two tellings of one act: the sentence, the end of a term, the sum of a penalty."""
    ends = [(name, end) for name in TERM_ENDS if (end := told.field(name)) is not None]
    shared = [("quote", told.quote), *(ends if told.type.startswith("license.") else ())]
    if told.type == "enforcement.penalized":
        shared += [("sum", value) for value in told.sums]
    return frozenset(_block("w", _filed_type(told.type), told.standing, *words) for words in shared)


def _labels(told: Told) -> list[Label]:
    labels = [*_names(told), *_pairs(told), *(("state", state) for state in told.states)]
    if not told.principals:
        labels += [("nameless", state) for state in told.states] + [("about", name) for name in told.about]
    return labels


def _names(told: Told) -> list[Label]:
    return [("name", name) for name in told.names]


def _pairs(told: Told) -> list[Label]:
    """Two names together, which are what an undated telling must share with an act long before it."""
    return [("pair", "\x1f".join(pair)) for pair in combinations(sorted(told.names)[:_PAIRED], 2)]


def _of_the_nameless(told: Told) -> list[Label]:
    """What those are filed under that a telling can be of one act with although one of the two names no party."""
    if told.principals:
        return [*(("nameless", state) for state in told.states), *(("about", name) for name in told.principals)]
    return [
        *(("state", state) for state in told.states),
        *((label, name) for name in told.about for label in ("about", "name")),
    ]


def _places(told: Told) -> list[Place]:
    span = told.period
    if span is None:
        return [("undated", month) for month in _months_around(told.reported, 0, 0)]
    if span.days == 1:
        return [("day", span.start.isoformat()), ("exact", f"{span.start:%Y-%m}")]
    if span.days <= VAGUE_DAYS:
        return [("vague", month) for month in months_between(span.start, span.end)]
    return [("long", year) for year in _years(span.start, span.end)] if span.days <= _LONGEST else []


def _looked(told: Told) -> Iterator[tuple[Place, Label]]:
    names, others, span = _names(told), _of_the_nameless(told), told.period
    if span is not None and span.days == 1:
        yield from _same_days(told)
    elif span is not None:
        if span.days > _LONGEST:
            return
        labels = [*names, *others] if span.days <= VAGUE_DAYS else _pairs(told)
        for month in months_between(span.start, span.end):
            yield from (((mark, month), label) for mark in ("exact", "vague") for label in labels)
        if span.days > VAGUE_DAYS:
            yield from ((place, label) for place in _places(told) for label in labels)
    else:
        ahead = told.standing == "ahead"
        after = AHEAD_DAYS if ahead else 1
        months = _months_around(told.reported, 1 if ahead else BACK_DAYS, after)
        fresh = set(_months_around(told.reported, 1 if ahead else FRESH_DAYS, after))
        for month in months:
            labels = [*names, *others] if month in fresh else _pairs(told)
            yield from (((mark, month), label) for mark in ("exact", "vague") for label in labels)
        for year in sorted({month[:4] for month in months}):
            yield from ((("long", year), label) for label in _pairs(told))
        yield from _undated_near(told)


def _same_days(told: Told) -> Iterator[tuple[Place, Label]]:
    """Where tellings with an exact day look for each other: by a name on the days near it, by state on the day alone."""
    span = told.period
    assert span is not None  # the caller has looked
    names, day = _names(told), span.start
    for days in range(-NEAR_DAYS, NEAR_DAYS + 1):
        near = (day + dt.timedelta(days=days)).isoformat()
        yield from ((("day", near), label) for label in names)
    alone = [*_of_the_nameless(told), *(("state", state) for state in told.states)]
    yield from ((("day", day.isoformat()), label) for label in alone)


def _of_other_days(told: Told) -> Iterator[tuple[Place, Label]]:
    """Where tellings look for each other of which one has for its date the day from which the other holds."""
    span, labels = told.period, [*_names(told), *_of_the_nameless(told)]
    for month in _months_of(told.other_days):
        yield from (((mark, month), label) for mark in ("exact", "vague") for label in labels)
    if span is not None and span.days <= VAGUE_DAYS:
        yield from ((("effect", month), label) for month in _months_of([span]) for label in labels)


def _months_of(spans: Iterable[Period]) -> list[str]:
    return sorted({month for span in spans for month in months_between(span.start, span.end)})


def _undated_near(told: Told) -> Iterator[tuple[Place, Label]]:
    apart = CLAIM_DAYS if told.standing != "done" or told.type == "license.applied" else APART_DAYS
    for month in _months_around(told.reported, apart, apart):
        yield from ((("undated", month), label) for label in (*_names(told), *_of_the_nameless(told)))


def _sought(told: Told, is_live: Callable[[str], bool]) -> Iterator[tuple[Place, Label]]:
    span = told.period
    if span is None:
        live = _live_labels(told, is_live)
        yield from (pair for pair in _undated_near(told) if pair[1] in live)
        return
    if span.days == 1:
        yield from _same_days(told)
    elif span.days > _LONGEST:
        return
    live = _live_labels(told, is_live)
    pairs = {label for label in live if label[0] == "pair"}
    yield from ((("vague", month), label) for month in months_between(span.start, span.end) for label in live)
    yield from ((("long", year), label) for year in _years(span.start, span.end) for label in pairs)
    ahead = told.standing == "ahead"
    first = span.start - dt.timedelta(days=AHEAD_DAYS if ahead else 1)
    last = span.end + dt.timedelta(days=1 if ahead else BACK_DAYS)
    near = set(months_between(first, span.end + dt.timedelta(days=1 if ahead else FRESH_DAYS)))
    if _places(told)[-1][0] == "long":  # known by its year alone to those who look
        last = dt.date(span.end.year, 12, 31) + dt.timedelta(days=1 if ahead else BACK_DAYS)
        first = dt.date(span.start.year, 1, 1) - dt.timedelta(days=AHEAD_DAYS if ahead else 1)
    for month in months_between(first, last):
        yield from ((("undated", month), label) for label in (live if month in near else pairs))


def _live_labels(told: Told, is_live: Callable[[str], bool]) -> set[Label]:
    """What those are filed under that look for the telling in a block by month of its that is live."""
    places = [place for place in _places(told) if place[0] != "day"]
    return {
        theirs
        for theirs, mine in _seekers(told)
        if any(is_live(_key(told, place, label)) for place in places for label in mine)
    }


def _seekers(told: Told) -> Iterator[tuple[Label, list[Label]]]:
    """What those that look for a telling are filed under, with the labels of its own that they look at."""
    yield from ((label, [label]) for label in (*_names(told), *_pairs(told)))
    if told.principals:
        yield from ((("nameless", state), [("state", state)]) for state in told.states)
        yield from ((("about", name), [("name", name)]) for name in told.principals)
        return
    yield from ((("state", state), [("state", state), ("nameless", state)]) for state in told.states)
    for name in told.about:
        yield ("about", name), [("about", name)]
        yield ("name", name), [("about", name)]


def _years(start: dt.date, end: dt.date) -> list[str]:
    return [str(year) for year in range(start.year, end.year + 1)]


def _months_around(day: dt.date | None, back: int, ahead: int) -> Iterable[str]:
    if day is None:
        return ()
    return months_between(day - dt.timedelta(days=back), day + dt.timedelta(days=ahead))
