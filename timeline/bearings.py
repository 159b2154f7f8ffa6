"""How plans and denials bear on acts: an act implements a plan, or comes otherwise; a denial bounds an act, or contradicts it.

Pure, and blind to the order of its input. Only events that name a party in common, or whose texts are about it, bear on
each other.
"""

import datetime as dt
import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter

from timeline.blocks import Sought, months_between
from timeline.kinship import Kinship
from timeline.periods import durations_agree, ends_apart, period
from timeline.settle import Conflict, Event
from timeline.told import one_in_the_other
from timeline.weighing import rank_of_kinds

PLANNED_ACTS = {
    "control.proposed": frozenset({"control.imposed", "control.expanded"}),
    "tariff.proposed": frozenset({"tariff.imposed", "tariff.raised"}),
}
"""What implements a formal proposal, which is an act of its own; a plan is implemented by an act of its type."""
_EARLY = dt.timedelta(days=31)
"""An act may come this long before or after the day that it was planned for."""
_PLAN_HOLDS = dt.timedelta(days=180)
"""A plan without a day is for an act at most this long after its report."""
_CLAIM_HOLDS = dt.timedelta(days=180)
"""A denial bounds an act at most this long after its report."""
_LAG = dt.timedelta(days=1)
"""A report comes on the day of the act or on the next."""
_STILL_DENIED = dt.timedelta(days=14)
"""A denial reported this soon after an act speaks of that act; a later one of another."""
_SAME_ACT = dt.timedelta(days=2)
_DIFFERENT_ENDS = (("license.granted", "license.denied"),)


@dataclass(frozen=True, slots=True, order=True)
class Bearing:
    """That one event bears on another: ``implements``, ``superseded_by``, ``bounds`` or ``contradicts``."""

    event_id: str
    kind: str
    other_id: str


class Acts:
    """Acts that were done, to be asked for by type, name and days."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._by_name: dict[tuple[str, str], list[tuple[dt.date, str, Event]]] = {}
        for event in events:
            start = _day(event)
            if event.modality == "actual" and start is not None:
                for name in _names(event):
                    self._by_name.setdefault((event.type, name), []).append((start, event.id, event))
        for found in self._by_name.values():
            found.sort(key=lambda row: row[:2])

    def between(self, kinds: Iterable[str], names: Iterable[str], start: dt.date, end: dt.date) -> list[Event]:
        """The acts of some types that name one of the names and begin on one of the days, in their order."""
        found: dict[str, tuple[dt.date, str, Event]] = {}
        for kind in kinds:
            for name in names:
                rows = self._by_name.get((kind, name), [])
                first = bisect_left(rows, start, key=lambda row: row[0])
                last = bisect_right(rows, end, key=lambda row: row[0])
                found |= {row[1]: row for row in rows[first:last]}
        return [row[2] for row in sorted(found.values(), key=lambda row: row[:2])]

    def nearest(
        self,
        kinds: Iterable[str],
        names: Collection[str],
        days: tuple[dt.date, dt.date],
        aim: dt.date,
        fits: Callable[[Event], bool],
    ) -> Event | None:
        """The act, of those between two days that fit, which began nearest to a third; of several that of the lowest id.

        A name that is told of often has thousands of acts between the days; few of them are looked at.
        """
        runs = [run for kind in kinds for name in names for run in self._outward((kind, name), days, aim)]
        best: tuple[dt.timedelta, str, Event] | None = None
        for distance, key, event in heapq.merge(*runs, key=itemgetter(0)):
            if best is not None and distance > best[0]:
                break
            if (best is None or key < best[1]) and fits(event):
                best = distance, key, event
        return best[2] if best is not None else None

    def _outward(
        self, about: tuple[str, str], days: tuple[dt.date, dt.date], aim: dt.date
    ) -> Iterator[Iterator[tuple[dt.timedelta, str, Event]]]:
        """The acts of a type and a name between two days, on either side of a third, each from there on."""
        rows = self._by_name.get(about, [])
        first = bisect_left(rows, days[0], key=itemgetter(0))
        last = bisect_right(rows, days[1], key=itemgetter(0))
        middle = min(max(bisect_left(rows, aim, key=itemgetter(0)), first), last)
        for places in (range(middle, last), range(middle - 1, first - 1, -1)):
            yield ((abs(day - aim), key, event) for day, key, event in map(rows.__getitem__, places))


def find_bearings(
    claims: Iterable[Event], acts: Iterable[Event], kin: Kinship
) -> tuple[list[Bearing], dict[str, list[Conflict]]]:
    """How claims (plans, proposals, denials, grants) bear on acts; and contradictions, by the id of the weightier event."""
    done = Acts(acts)
    found: set[Bearing] = set()
    conflicts: dict[str, list[Conflict]] = {}
    for event in sorted(claims, key=lambda event: event.id):
        if event.modality == "planned" or (event.type in PLANNED_ACTS and event.modality == "actual"):
            found.update(_of_plan(event, done, kin))
        for other, field in (*_denied(event, done, kin), *_other_outcomes(event, done, kin)):
            better, worse = sorted((event, other), key=_weight)
            found.add(Bearing(better.id, "contradicts", worse.id))
            conflicts.setdefault(better.id, []).append(_conflict(better, worse, field))
        if event.modality == "denied" and (bounded := _bounded(event, done, kin)) is not None:
            found.add(Bearing(event.id, "bounds", bounded.id))
    return sorted(found), conflicts


def is_claim(event: Event) -> bool:
    """Whether an event can bear on acts."""
    if event.modality == "actual":
        return event.type in PLANNED_ACTS or any(event.type == one for one, _ in _DIFFERENT_ENDS)
    return event.modality in {"planned", "denied"}


def claims_sought(act: Event) -> set[Sought]:
    """The tellings whose events may bear on an act."""
    day = _day(act)
    if act.modality != "actual" or day is None:
        return set()
    months = months_between(day - _CLAIM_HOLDS - _EARLY, day + _CLAIM_HOLDS)
    kinds = [(act.type, "ahead"), (act.type, "denied")]
    kinds += [(kind, "done") for kind, acts in PLANNED_ACTS.items() if act.type in acts]
    kinds += [(one, "done") for one, other in _DIFFERENT_ENDS if act.type == other]
    return {(*kind, name, month) for kind in kinds for name in _names(act) for month in months}


def acts_sought(claim: Event) -> set[Sought]:
    """The tellings of those acts that a claim may bear on."""
    day = _day(claim)
    if day is None:
        return set()
    days = [day, *(span.start for one in (claim.first_reported, claim.last_reported) if (span := period(one)))]
    last = max(days) + _CLAIM_HOLDS
    if claim.period is not None:  # what is planned for a year may come after it
        last = max(last, claim.period.end + _EARLY)
    months = months_between(min(days) - _EARLY, last)
    kinds = {claim.type, *PLANNED_ACTS.get(claim.type, ())} | {b for a, b in _DIFFERENT_ENDS if a == claim.type}
    return {(kind, "done", name, month) for kind in kinds for name in _names(claim) for month in months}


def _of_plan(plan: Event, acts: Acts, kin: Kinship) -> Iterator[Bearing]:
    reported = _reported(plan)
    if reported is None:
        return
    start, end = reported - _LAG, reported + _PLAN_HOLDS
    if plan.modality == "planned" and plan.period is not None:
        start, end = max(start, plan.period.start - _EARLY), plan.period.end + _EARLY
    kinds = PLANNED_ACTS.get(plan.type, frozenset({plan.type})) if plan.modality == "actual" else {plan.type}
    aim = plan.period.start if plan.modality == "planned" and plan.period is not None else start
    act = acts.nearest(sorted(kinds), _names(plan), (start, end), aim, lambda one: _fits(plan, one, kin))
    if act is None:
        return
    yield Bearing(act.id, "implements", plan.id)
    if plan.modality == "planned" and _differs(plan, act):
        yield Bearing(plan.id, "superseded_by", act.id)


def _bounded(claim: Event, acts: Acts, kin: Kinship) -> Event | None:
    """The first act of the kind that was done after it was last said that there had been none."""
    reported = period(claim.last_reported)
    if reported is None:
        return None
    first = reported.start - _LAG
    days = first, reported.start + _CLAIM_HOLDS
    return acts.nearest({claim.type}, _names(claim), days, first, lambda act: _fits(claim, act, kin))


def _denied(claim: Event, acts: Acts, kin: Kinship) -> Iterator[tuple[Event, str]]:
    """The acts that were already done when a report says that they were not."""
    reported = period(claim.first_reported)
    if claim.modality != "denied" or reported is None:
        return
    for act in acts.between({claim.type}, _names(claim), reported.start - _STILL_DENIED, reported.start - 2 * _LAG):
        said = claim.period is None or (act.period is not None and claim.period.overlaps(act.period))
        if said and claim.named("actor") == act.named("actor") and _fits(claim, act, kin):
            yield act, "modality"


def _other_outcomes(event: Event, acts: Acts, kin: Kinship) -> Iterator[tuple[Event, str]]:
    day = _day(event)
    for one, other in _DIFFERENT_ENDS:
        if event.type == one and event.modality == "actual" and day is not None and event.named("actor"):
            for act in acts.between({other}, event.named("actor"), day - _SAME_ACT, day + _SAME_ACT):
                if set(act.named("actor")) & set(event.named("actor")) and _fits(event, act, kin):
                    yield act, "outcome"


def _fits(one: Event, act: Event, kin: Kinship) -> bool:
    """Whether authority, acting parties and vehicle let one event bear on another."""
    agencies = [[party for party in event.parties if party.role == "agency"] for event in (one, act)]
    if agencies[0] and agencies[1] and not kin.one_authority(agencies[0], agencies[1]):
        return False
    actors = [set(event.named("actor")) for event in (one, act)]
    if actors[0] and actors[1] and actors[0].isdisjoint(actors[1]):
        return False
    return one_in_the_other(one.fields.get("instrument", ""), act.fields.get("instrument", ""))


def _differs(plan: Event, act: Event) -> bool:
    """Whether an act came otherwise than it was planned: in its terms, or on another day."""
    if not durations_agree(plan.fields.get("duration"), act.fields.get("duration")):
        return True
    for name in ("rate", "count"):
        if name in plan.fields and name in act.fields and plan.fields[name] != act.fields[name]:
            return True
    if ends_apart(plan.fields.get("valid_until"), act.fields.get("valid_until")):
        return True
    return plan.period is not None and act.period is not None and not plan.period.overlaps(act.period)


def _names(event: Event) -> list[str]:
    """The parties of an event; of one that names none, those whom its texts are about."""
    names = {party.name for party in event.parties if party.role != "agency"}
    return sorted(names or {name for one in event.told for name in one.about})


def _day(event: Event) -> dt.date | None:
    return event.period.start if event.period is not None else _reported(event)


def _reported(event: Event) -> dt.date | None:
    found = period(event.first_reported)
    return found.start if found is not None else None


def _weight(event: Event) -> tuple[int, int, str, str]:
    """The weightier event comes first: by the best kind of its sources, by independent sources, by its first report."""
    return -rank_of_kinds(event.told), -event.independent, event.first_reported or "9999", event.id


def _conflict(better: Event, worse: Event, field: str) -> Conflict:
    values = [event.modality if field == "modality" else event.type for event in (better, worse)]
    rules: Mapping[int, str] = {
        0: "the better kind of source is taken",
        1: "the event of more independent sources is taken",
        2: "the event reported first is taken",
        3: "of equals the one with the lower id is taken",
    }
    mine, theirs = _weight(better), _weight(worse)
    rule = next(rules[place] for place in rules if mine[place] != theirs[place])
    sources = [tuple(sorted({one.source_id for one in event.told})) for event in (worse, better)]
    return Conflict(field, field, values[1], values[0], sources[0], sources[1], rule, worse.id)
