"""Follows one measure act by act: its states, the terms they give, the chain of extensions, and what does not add up.

Nothing is mended here: an end date that its own duration contradicts, an extension whose predecessor is missing and a
count that a source gives otherwise are kept as they are told and flagged.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from timeline.acts import rule_for
from timeline.chains import Chain, general_license_name
from timeline.gazette import Anchor
from timeline.periods import add_duration, period
from timeline.retellings import Telling, join_tellings
from timeline.settle import Event

IN_FORCE = frozenset({"granted", "extended", "amended", "reinstated"})
_GIVES_A_TERM = frozenset({"granted", "extended", "reinstated"})
_CARRIES_ITS_TERM = frozenset({"amended", "suspended", "reinstated"})
_INCLUSIVE = 1
"""Days by which a count that includes its first day differs from one that does not."""
_ROUNDED = 3
"""Days by which a duration told in weeks, months or years may differ from the days it stands for."""


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that does not add up: its kind, for SQL, and a sentence for people."""

    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step in a measure's life: the act, the state after it, the term that it gives, and its place in the chain.

    ``holds_from`` is the first day of the state, ``holds_before`` the day on which the next one begins (None: none yet).
    ``inferred`` marks an expiry that no source tells: it follows from the end date that ``event`` set.
    """

    event: Event
    state: str
    date: str | None
    holds_from: str | None
    holds_before: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    valid_until_basis: str | None = None
    previous_valid_until: str | None = None
    ordinal: int | None = None
    ordinal_basis: str | None = None
    predecessor: Event | None = None
    citation: str | None = None
    inferred: bool = False
    flags: tuple[Flag, ...] = ()


def follow(
    chain: Chain, anchors: Mapping[str, Sequence[Anchor]] | None = None, before: Step | None = None
) -> tuple[Step, ...]:
    """The steps of a chain in the order in which they were taken, expiries that follow from end dates included.

    ``before`` is the step that the first of them follows, of a chain that is no license's and was followed up to there.
    """
    anchors = anchors or {}
    steps = [before] if before else []
    # Acts on licenses of holders that nobody names may be many that look like one; those are left apart.
    one_license = chain.kind == "license" and not (chain.scope == "specific" and chain.holder is None)
    acts = join_tellings(chain.events) if one_license else [Telling(event) for event in chain.events]
    by_event = {telling.event.id: telling for telling in acts}
    for event in _in_order(telling.event for telling in acts):
        last = steps[-1] if steps else None
        telling = by_event[event.id]
        told = (event, *telling.also)
        step = _step(event, steps, [anchor for one in told for anchor in anchors.get(one.id, ())])
        step = replace(step, flags=(*step.flags, *map(_told_apart, telling.also), *map(_end_replaced, telling.ends)))
        if chain.kind == "license" and not one_license:
            step = replace(step, flags=tuple(flag for flag in step.flags if flag.kind != "irregular"))
        if last is not None and chain.kind == "license" and _lapses(last, step):
            steps.append(_expiry(last))
            step = _after_lapse(step, last)
        steps.append(step)
    steps = _with_due_ends(steps, chain.due)
    if chain.kind == "license" and steps[-1].state in IN_FORCE and _day(steps[-1].valid_until) is not None:
        steps.append(_expiry(steps[-1]))
    steps = _one_after_another(steps)
    ends = [step.holds_from for step in steps[1:]] + [None]
    found = [replace(step, holds_before=end) for step, end in zip(steps, ends, strict=True)]
    return tuple(found[1:] if before else found)


def _one_after_another(steps: Sequence[Step]) -> list[Step]:
    """The steps, none of which holds from a later day than one behind it: what nobody dated held by the day of the next."""
    found: list[Step] = []
    next_day: str | None = None
    for step in reversed(steps):
        if step.holds_from is not None:
            next_day = min(next_day or step.holds_from, step.holds_from)
            step = replace(step, holds_from=next_day)
        found.append(step)
    return found[::-1]


def _in_order(events: Iterable[Event]) -> list[Event]:
    """By date, else by first report; an undated extension stands before the first one that reaches further."""
    ordered = sorted(events, key=lambda event: (event.day, _end(event), event.id))
    undated = [event for event in ordered if event.period is None and event.type == "license.extended"]
    for event in (one for one in undated if "valid_until" in one.fields):
        end = event.fields["valid_until"]
        place = next(index for index, other in enumerate(ordered) if other is event)
        later = next(
            (
                index
                for index, other in enumerate(ordered[:place])
                if other.type == "license.extended" and other.fields.get("valid_until", "") > end
            ),
            None,
        )
        if later is not None:
            ordered.insert(later, ordered.pop(place))
    return ordered


def _end(event: Event) -> str:
    return event.period.end.isoformat() if event.period else "9999"


def _step(event: Event, before: Sequence[Step], anchors: Sequence[Anchor]) -> Step:
    last = before[-1] if before else None
    rule = rule_for("license.extended" if last and _renews(event, last) else event.type, event.quote)
    assert rule is not None, event.type  # a chain holds acts that change measures only
    state = rule.state
    flags: list[Flag] = []
    if last is None and not rule.opens:
        flags.append(Flag("missing_start", "The act that began this measure is not in the store."))
    elif last is not None and rule.after is not None and last.state not in rule.after:
        doubt = "it may be another license" if state == "granted" else "an act between is missing"
        flags.append(Flag("irregular", f"{state.capitalize()} after it was {last.state}: {doubt}."))
    step = Step(
        event=event,
        state=state,
        date=event.date,
        holds_from=event.period.start.isoformat() if event.period else event.first_reported,
        valid_from=event.fields.get("effective_from") or event.date,
        predecessor=last.event if last else None,
        citation=next((anchor.reference for anchor in anchors if anchor.kind == "citation"), None),
    )
    if not rule.ends:
        step = _with_term(step, last)
    if state == "expired" and event.period is None and last is not None:
        end = _day(last.valid_until)
        if end is not None and end.isoformat() <= (event.first_reported or "9999"):
            step = replace(step, date=end.isoformat(), holds_from=end.isoformat())
    if state == "extended":
        step = _numbered(step, before)
    flags += _term_flags(step, last) + _publication_flags(event, anchors)
    return replace(step, flags=step.flags + tuple(flags))


def _renews(event: Event, last: Step) -> bool:
    """Whether a grant is of the next letter of a numbered general license in force: 13A takes the place of 13."""
    new, old = (one.fields.get("instrument", "") for one in (event, last.event))
    return (
        event.type == "license.granted"
        and last.state in IN_FORCE
        and new > old
        and new[-1:].isalpha()
        and general_license_name(new) == general_license_name(old)
    )


def _with_term(step: Step, last: Step | None) -> Step:
    fields = step.event.fields
    until, basis = fields.get("valid_until"), "stated"
    previous = fields.get("previous_valid_until")
    if step.state == "extended":
        previous = previous or (last.valid_until if last else None)
    if until is None and step.state in _GIVES_A_TERM:
        start = next(iter(_term_starts(step, previous)), None)
        computed = add_duration(start, fields.get("duration")) if start else None
        until, basis = (computed.isoformat(), "computed") if computed else (None, "")
    if until is None and step.state in _CARRIES_ITS_TERM and last is not None:
        until, basis = last.valid_until, last.valid_until_basis or ""
    return replace(
        step, valid_until=until, valid_until_basis=(basis or None) if until else None, previous_valid_until=previous
    )


def _term_starts(step: Step, previous: str | None) -> list[dt.date]:
    """The days from which the duration of a term may be counted, the likeliest first."""
    event = step.event
    own = event.period.start if event.period and event.period.days == 1 else None
    effective = _day(event.fields.get("effective_from"))
    days = (_day(previous), effective, own) if step.state == "extended" else (effective, own)
    return [day for day in days if day is not None]


def _numbered(step: Step, before: Sequence[Step]) -> Step:
    """The extension with its place in the series: the one that a source states where it fits those known, else the count.

    A source may count the grant as the first of the series; that an extension replaces the end which the act before it set
    shows that none is missing between them.
    """
    last = next((other for other in reversed(before) if other.state == "extended"), None)
    counted = (last.ordinal or sum(other.state == "extended" for other in before)) + 1 if last else 1
    stated = _stated_ordinals(step.event)
    others = [number for number in stated if number != counted]
    follows = before[-1:] and before[-1].valid_until is not None and before[-1].valid_until == step.previous_valid_until
    if counted in stated or not stated or (follows and step.event.fields.get("previous_valid_until")):
        step = replace(step, ordinal=counted, ordinal_basis="stated" if counted in stated else "counted")
        sentences = [
            f"It is called extension {number} too, but it is extension {counted} of those known." for number in others
        ]
        return replace(step, flags=(*step.flags, *(Flag("ordinal", sentence) for sentence in sentences)))
    step = replace(step, ordinal=stated[-1], ordinal_basis="stated")
    if stated[-1] > counted:
        sentence = f"It is called extension {stated[-1]}, but only {counted - 1} before it is known: a link is missing."
        return replace(step, flags=(*step.flags, Flag("missing_link", sentence)))
    sentence = f"It is called extension {stated[-1]}, but it is extension {counted} of those known."
    return replace(step, flags=(*step.flags, Flag("ordinal", sentence)))


def _stated_ordinals(event: Event) -> list[int]:
    """The places in the series that sources give an extension, in their order; its tellings are read only if there is one."""
    own = event.fields.get("ordinal")
    if own is None:
        return []
    return sorted({int(own), *(int(number) for one in event.told if (number := one.field("ordinal")) is not None)})


def _term_flags(step: Step, last: Step | None) -> list[Flag]:
    found = []
    duration, until = step.event.fields.get("duration"), _day(step.event.fields.get("valid_until"))
    if duration and until and step.state in _GIVES_A_TERM:
        slack = _INCLUSIVE if duration.endswith("D") else _ROUNDED
        starts = _term_starts(step, step.previous_valid_until)
        ends = [end for start in starts if (end := add_duration(start, duration)) is not None]
        if ends and min(abs((end - until).days) for end in ends) > slack:
            sentence = f"{duration} from {starts[0]} is {ends[0]}, but the end is told as {until}."
            found.append(Flag("arithmetic", sentence))
    replaced, ended = _day(step.event.fields.get("previous_valid_until")), _day(last.valid_until if last else None)
    if step.state == "extended" and replaced and ended and abs((replaced - ended).days) > _INCLUSIVE:
        sentence = (
            f"It replaces an end on {replaced}, but the act before it set {ended}: a link is missing, or a date wrong."
        )
        found.append(Flag("missing_link", sentence))
    if step.state == "extended" and until and ended and until <= ended:
        found.append(Flag("no_gain", f"Its end, {until}, is no later than the one before, {ended}."))
    return found


def _publication_flags(event: Event, anchors: Sequence[Anchor]) -> list[Flag]:
    effective = _day(event.fields.get("effective_from")) or _day(event.date)
    published = min((day for anchor in anchors if (day := _day(anchor.published_on))), default=None)
    published = _day(event.fields.get("published_on")) or published
    if effective is None or published is None or effective >= published:
        return []
    return [Flag("before_publication", f"It had effect from {effective}, before it was published on {published}.")]


def _told_apart(event: Event) -> Flag:
    sentence = f"Event {event.id} is taken for this act: one license has no second such act then."
    return Flag("told_apart", sentence)


def _end_replaced(event: Event) -> Flag:
    return Flag("told_apart", f"Event {event.id} tells the end that this act replaced as an expiry; there was none.")


def _lapses(last: Step, step: Step) -> bool:
    end, start = _day(last.valid_until), step.holds_from
    if end is None or start is None or last.state not in IN_FORCE or step.state in {"expired", "revoked"}:
        return False
    return start > (end + dt.timedelta(days=_INCLUSIVE)).isoformat() and step.event.period is not None


def _after_lapse(step: Step, last: Step) -> Step:
    if step.state != "extended":
        return step
    sentence = f"The term had ended on {last.valid_until}, before this extension of {step.date}."
    return replace(step, flags=(*step.flags, Flag("lapse", sentence)))


def _expiry(last: Step) -> Step:
    """The expiry that follows from an end date; the day of the end is the last in force."""
    end = _day(last.valid_until)
    assert end is not None
    return Step(
        event=last.event,
        state="expired",
        date=end.isoformat(),
        holds_from=max((end + dt.timedelta(days=1)).isoformat(), last.holds_from or ""),
        predecessor=last.event,
        inferred=True,
    )


def _with_due_ends(steps: Sequence[Step], due: Iterable[Event]) -> list[Step]:
    """The steps, those without an end given the one that was foreseen while they were the last."""
    found = list(steps)
    # Of the steps from each on, the first day on which one held; not above a day up to the last step that held by then.
    earliest = list(accumulate((step.holds_from or "9999" for step in reversed(found)), min))[::-1]
    for event in sorted(due, key=lambda event: (event.first_reported or "9999", event.id)):
        if event.period is None or event.period.days != 1 or event.first_reported is None:
            continue
        end = event.period.start.isoformat()
        index = bisect_right(earliest, event.first_reported) - 1
        if index < 0 or found[index].state not in IN_FORCE or found[index].valid_until is not None:
            continue
        if end < (found[index].valid_from or ""):
            continue  # it was foreseen of a license before this one
        found[index] = replace(found[index], valid_until=end, valid_until_basis="foreseen")
        if index + 1 < len(found) and found[index + 1].state == "extended":
            following = found[index + 1]
            if following.previous_valid_until is None:
                found[index + 1] = replace(following, previous_valid_until=end)
    return found


def _day(value: str | None) -> dt.date | None:
    span = period(value)
    return span.start if span is not None and span.days == 1 else None
