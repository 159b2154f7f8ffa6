"""Takes acts that one license cannot have had twice for one act: what merging had too little to join by.

Merging compares tellings without knowing whose license they are about; in the chain of one license the same day, a
vaguer date around it, an undated report in the fortnight after it, or the same end of an extension told of a day in that
fortnight are enough, where no term says otherwise. Of two days the earlier is the act's, the later that of its publication.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from timeline.periods import TERM_ENDS, Period, add_duration, durations_agree, ends_apart, period
from timeline.settle import Event

_FRESH = dt.timedelta(days=14)
"""An undated act is the one that was done at most this long before its report."""
_REPORTED_WITHIN = dt.timedelta(days=5)
"""Days after an act within which a report of it without a date is likely to come."""
_NEXT_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Telling:
    """An act, with what other events tell of it added where it had nothing, and those events.

    ``ends`` are the expiries told of the end that the act, an extension, replaced.
    """

    event: Event
    also: tuple[Event, ...] = ()
    ends: tuple[Event, ...] = ()


def join_tellings(events: Iterable[Event]) -> list[Telling]:
    """The acts of one license, each once, in the order of their ids."""
    kept: list[Telling] = []
    shelves = _Shelves()
    for event in sorted(events, key=_from_precise_to_vague):
        fitting = [index for index in shelves.near(event) if _same_act(kept[index].event, event)]
        if not fitting:
            shelves.put(len(kept), event)
            kept.append(Telling(event))
            continue
        index = max(fitting, key=lambda i: (_first_day(kept[i].event), kept[i].event.id))
        one = kept[index]
        joined = replace(one.event, fields={**event.fields, **one.event.fields})
        shelves.put(index, joined)  # what it was told by now may give it an end
        kept[index] = Telling(joined, (*one.also, event))
    return sorted(_without_ends_replaced(kept), key=lambda one: one.event.id)


Shelf = tuple[str, str, int | str]
"""Acts of a type by when they began (``from``), by when the term that they set ends (``to``), or, of the undated, by that
end as it is told (``until``)."""
_SHELF_DAYS = 32


class _Shelves:
    """The acts kept so far, where tellings of the same act look: a license that has thousands is not compared with all."""

    def __init__(self) -> None:
        self._acts: dict[Shelf, set[int]] = {}

    def put(self, index: int, act: Event) -> None:
        """File an act by its place among those kept."""
        until = act.fields.get("valid_until")
        if act.period is None:
            self._file(index, *_told_end(act))
            return
        self._file(index, *_shelves(act.type, "from", act.period.start.toordinal(), 0))
        if (end := period(until)) is not None:
            self._file(index, *_shelves(act.type, "to", end.end.toordinal(), 0))

    def near(self, event: Event) -> set[int]:
        """The places of all acts that an event as vague or vaguer can tell, and of some others."""
        tellings = [event, *([replace(event, type="license.extended")] if event.type == "license.granted" else ())]
        return {index for one in tellings for shelf in _looked(one) for index in self._acts.get(shelf, ())}

    def _file(self, index: int, *shelves: Shelf) -> None:
        for shelf in shelves:
            self._acts.setdefault(shelf, set()).add(index)


def _looked(event: Event) -> Iterator[Shelf]:
    if event.period is not None:
        start, days = event.period.start.toordinal(), event.period.days
        yield from _shelves(event.type, "from", start - _FRESH.days, days + 2 * _FRESH.days)
        return
    yield from _told_end(event)
    report = period(event.first_reported)
    if report is None:
        return
    yield from _shelves(event.type, "from", report.start.toordinal() - _FRESH.days, _FRESH.days)
    if (reckoned := add_duration(report.start, event.fields.get("duration"))) is not None:
        within = _REPORTED_WITHIN.days
        yield from _shelves(event.type, "to", reckoned.toordinal() - within, within)


def _told_end(undated: Event) -> Iterator[Shelf]:
    if "valid_until" in undated.fields:
        yield undated.type, "until", undated.fields["valid_until"]


def _shelves(kind: str, mark: str, first: int, days: int) -> Iterator[Shelf]:
    """The shelves of some days, from the first, a proleptic Gregorian ordinal."""
    for number in range(first // _SHELF_DAYS, (first + days) // _SHELF_DAYS + 1):
        yield kind, mark, number


def _without_ends_replaced(acts: Sequence[Telling]) -> list[Telling]:
    """The acts but for expiries that an extension forestalled: "it was to end on Monday" tells the end replaced."""
    left = [one for one in acts if one.event.type != "license.expired"]
    extended = _Shelves()
    for index, one in enumerate(left):
        if one.event.type == "license.extended":
            extended.put(index, replace(one.event, period=one.event.period or period(one.event.first_reported)))
    for expiry in (one for one in acts if one.event.type == "license.expired"):
        near = extended.near(replace(expiry.event, type="license.extended"))
        forestalling = [index for index in near if _forestalls(left[index].event, expiry.event)]
        if forestalling:
            first = min(forestalling)
            left[first] = replace(left[first], ends=(*left[first].ends, expiry.event, *expiry.also))
        else:
            left.append(expiry)
    return left


def _forestalls(act: Event, expiry: Event) -> bool:
    done = act.period or period(act.first_reported)
    if act.type != "license.extended" or expiry.period is None or done is None or done.days > 1:
        return False
    end, until = expiry.period.start, period(act.fields.get("valid_until"))
    near = dt.timedelta(0) <= end + _NEXT_DAY - done.start <= _FRESH
    return near and (until is None or until.start > end)


def _from_precise_to_vague(event: Event) -> tuple[int, dt.date, int, int, str]:
    days = event.period.days if event.period else 100_000
    return days, _first_day(event), -len(event.fields), -event.articles, event.id


def _first_day(event: Event) -> dt.date:
    return event.period.start if event.period else dt.date.min


def _same_act(kept: Event, other: Event) -> bool:
    if not _terms_fit(kept, other):
        return False
    if kept.type != other.type:
        return _is_reissued(kept, other)
    if kept.period is None:
        ends = [event.fields.get("valid_until") for event in (kept, other)]
        return ends[0] is not None and ends[0] == ends[1]
    if other.period is not None:
        return other.period.contains(kept.period) or _extended_to_one_end(kept, other)
    report = period(other.first_reported)
    return report is not None and (_soon_before(kept.period, report.start) or _ends_alike(kept, other, report.start))


def _is_reissued(extension: Event, issue: Event) -> bool:
    """Whether the issue of a license is that of the version which an extension of the same day made: of 13A for 13."""
    types = (extension.type, issue.type)
    return types == ("license.extended", "license.granted") and extension.period == issue.period is not None


def _extended_to_one_end(kept: Event, other: Event) -> bool:
    """Whether both set one exact end, on days that are near: a license is extended to a day once, whenever that is published."""
    ends = {event.fields.get("valid_until") for event in (kept, other)}
    if kept.type != "license.extended" or len(ends) > 1 or kept.period is None or other.period is None:
        return False
    (end,) = map(period, ends)
    return end is not None and end.days == 1 and abs(other.period.start - kept.period.start) <= _FRESH


def _ends_alike(kept: Event, other: Event, report: dt.date) -> bool:
    """Whether the duration of an undated act, counted from its report, ends when the other act's term does."""
    end, reckoned = period(kept.fields.get("valid_until")), add_duration(report, other.fields.get("duration"))
    return end is not None and reckoned is not None and dt.timedelta(0) <= reckoned - end.end <= _REPORTED_WITHIN


def _soon_before(done: Period, report: dt.date) -> bool:
    return done.days == 1 and dt.timedelta(0) <= report - done.start <= _FRESH


def _terms_fit(one: Event, other: Event) -> bool:
    if any(ends_apart(one.fields.get(name), other.fields.get(name)) for name in TERM_ENDS):
        return False
    return durations_agree(one.fields.get("duration"), other.fields.get("duration"))
