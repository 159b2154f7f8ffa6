"""Follows licenses, listings, tariffs and cases through their life: the ledger."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from timeline.keys import content_key
from timeline.periods import add_duration
from timeline.settle import Event

KINDS = {
    "license": "license",
    "listing": "listing",
    "tariff": "tariff",
    "control": "control",
    "order": "order",
    "case": "case",
}
RELATIONS = {
    "license.extended": "extends",
    "license.amended": "amends",
    "license.revoked": "revokes",
    "listing.removed": "revokes",
    "listing.modified": "amends",
    "tariff.raised": "amends",
    "tariff.reduced": "amends",
    "tariff.suspended": "amends",
    "tariff.removed": "revokes",
    "control.expanded": "amends",
    "control.eased": "amends",
    "control.lifted": "revokes",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step in a measure's life: the event, the state after it, and the term that it gives."""

    event: Event
    state: str
    valid_from: str | None
    valid_until: str | None
    valid_until_basis: str | None
    previous_valid_until: str | None
    predecessor: Event | None
    flag: str | None


@dataclass(frozen=True, slots=True)
class Measure:
    """What persists while events change its state."""

    id: str
    kind: str
    scope: str | None
    title: str
    agency: str | None
    holder: str | None
    counterparty: str | None
    instrument: str | None
    items: str | None
    steps: tuple[Step, ...]


def follow_measures(events: Iterable[Event]) -> list[Measure]:
    """The measures that actual events make and change, each with its steps in order of their dates."""
    chains: dict[tuple[str, ...], list[Event]] = {}
    for event in events:
        if event.modality == "actual":
            for key in _keys(event):
                chains.setdefault(key, []).append(event)
    return [_measure(key, chain) for key, chain in sorted(chains.items())]


def _keys(event: Event) -> Iterator[tuple[str, ...]]:
    family = event.type.split(".")[0]
    if family not in KINDS:
        return
    instrument = event.fields.get("instrument", "")
    targets, actors = event.named("target"), event.named("actor")
    if family == "license":
        if "general license" in instrument:
            yield ("license", instrument, "", "")
        else:
            for holder in actors or ("",):
                yield ("license", "", holder, "; ".join(targets[:1]))
    elif family == "listing":
        for target in targets:
            yield ("listing", instrument, "", target)
    elif family == "order":
        yield ("order", instrument or event.id, "", "")
    else:
        target = "; ".join(targets[:1])
        if target or instrument:
            yield (family, instrument, event.agency or "", target)


def _order(event: Event) -> tuple[str, str, str]:
    start = event.period.start.isoformat() if event.period else event.first_reported or "9999"
    return start, event.period.end.isoformat() if event.period else "9999", event.id


def _measure(key: tuple[str, ...], chain: list[Event]) -> Measure:
    steps: list[Step] = []
    for event in sorted(chain, key=_order):
        steps.append(_step(event, steps[-1] if steps else None))
    first = steps[0].event
    kind, instrument, holder, counterparty = key
    general = kind == "license" and bool(instrument)
    with_targets = next((step.event for step in steps if step.event.named("target")), None)
    named = instrument or next(
        (step.event.fields["instrument"] for step in steps if "instrument" in step.event.fields), None
    )
    counterparty = counterparty or ("; ".join(with_targets.named("target")) if with_targets else "")
    return Measure(
        id=content_key("measure", *key),
        kind=KINDS[kind],
        scope=("general" if general else "specific") if kind == "license" else None,
        title=_title(kind, named, holder, counterparty),
        agency=first.agency,
        holder=holder if kind == "license" and holder else None,
        counterparty=counterparty or None,
        instrument=named,
        items=next((step.event.fields["items"] for step in steps if "items" in step.event.fields), None),
        steps=tuple(steps),
    )


def _title(kind: str, instrument: str | None, holder: str, counterparty: str) -> str:
    name = instrument or kind
    if kind == "license" and not instrument:
        name = f"license of {holder}" if holder else "license"
    line = f"{name}: {counterparty}" if counterparty else name
    return line[0].upper() + line[1:]


def _step(event: Event, last: Step | None) -> Step:
    until = event.fields.get("valid_until")
    basis = "stated" if until else None
    previous = event.fields.get("previous_valid_until")
    duration = event.fields.get("duration")
    day = event.period.start if event.period and event.period.days == 1 else None
    if event.type == "license.extended":
        previous = previous or (last.valid_until if last else None)
        start = _as_day(previous) or day
        computed = add_duration(start, duration) if until is None and start else None
    else:
        computed = add_duration(day, duration) if until is None and day and event.type == "license.granted" else None
    if computed is not None:
        until, basis = computed.isoformat(), "computed"
    ended = event.type.rsplit(".", 1)[1] in {"revoked", "expired", "removed", "lifted", "denied"}
    flag = None
    if last is None and event.type.rsplit(".", 1)[1] in {"extended", "amended", "revoked", "expired"}:
        flag = "The act that began this measure is not in the store."
    return Step(
        event=event,
        state=event.type.rsplit(".", 1)[1],
        valid_from=event.fields.get("effective_from") or event.date,
        valid_until=None if ended else until,
        valid_until_basis=None if ended else basis,
        previous_valid_until=previous,
        predecessor=last.event if last else None,
        flag=flag,
    )


def _as_day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value and len(value) == 10 and value[4] == "-" and value[5] != "W" else None


def relations(measures: Iterable[Measure]) -> list[tuple[str, str, str]]:
    """How events bear on the step before them: (event id, kind, other event id), each once."""
    found = {
        (step.event.id, RELATIONS[step.event.type], step.predecessor.id)
        for measure in measures
        for step in measure.steps
        if step.predecessor is not None and step.event.type in RELATIONS
    }
    return sorted(found)
