"""Takes acts that one license cannot have had twice for one act: what merging had too little to join by.

Merging compares tellings without knowing whose license they are about; in the chain of one license the same day, a
vaguer date around it, an undated report in the fortnight after it, or the same end of an extension told of a day in that
fortnight are enough, where no term says otherwise. Of two days the earlier is the act's, the later that of its publication.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
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
    for event in sorted(events, key=_from_precise_to_vague):
        fitting = [index for index, other in enumerate(kept) if _same_act(other.event, event)]
        if not fitting:
            kept.append(Telling(event))
            continue
        index = max(fitting, key=lambda i: (_first_day(kept[i].event), kept[i].event.id))
        one = kept[index]
        joined = replace(one.event, fields={**event.fields, **one.event.fields})
        kept[index] = Telling(joined, (*one.also, event))
    return sorted(_without_ends_replaced(kept), key=lambda one: one.event.id)


def _without_ends_replaced(acts: Sequence[Telling]) -> list[Telling]:
    """The acts but for expiries that an extension forestalled: "it was to end on Monday" tells the end replaced."""
    left = [one for one in acts if one.event.type != "license.expired"]
    for expiry in (one for one in acts if one.event.type == "license.expired"):
        index = next((i for i, one in enumerate(left) if _forestalls(one.event, expiry.event)), None)
        if index is None:
            left.append(expiry)
        else:
            left[index] = replace(left[index], ends=(*left[index].ends, expiry.event, *expiry.also))
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
    if kept.type != other.type or not _terms_fit(kept, other):
        return False
    if kept.period is None:
        ends = [event.fields.get("valid_until") for event in (kept, other)]
        return ends[0] is not None and ends[0] == ends[1]
    if other.period is not None:
        return other.period.contains(kept.period) or _extended_to_one_end(kept, other)
    report = period(other.first_reported)
    return report is not None and (_soon_before(kept.period, report.start) or _ends_alike(kept, other, report.start))


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
