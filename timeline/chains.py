"""Finds which acts change one and the same measure: the license of one holder, one party's listing, one tariff action.

Pure, and blind to the order of its input. Names decide where there are names; an act that names less joins a measure
only where there is a single one that it can mean.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from timeline.settle import Event

_NUMBERED = re.compile(r"\bgeneral licen[cs]e (?:no\. ?|number )?(\d+)[a-z]*\b", re.IGNORECASE)
_NEEDS_A_START = frozenset({"license.extended", "license.amended", "license.expired"})
KINDS = frozenset({"license", "listing", "tariff", "control", "order", "case"})


@dataclass(frozen=True, slots=True)
class Chain:
    """The acts that change one measure, in no order, and the names that hold them together.

    ``due`` holds the acts that are only foreseen (an expiry that is ahead), which give end dates but make no step.
    """

    kind: str
    scope: str | None
    instrument: str | None
    agency: str | None
    holder: str | None
    counterparty: str | None
    events: tuple[Event, ...]
    due: tuple[Event, ...] = ()


def find_chains(events: Iterable[Event]) -> list[Chain]:
    """The chains of all actual acts that change a measure, in the order of their names."""
    ordered = sorted(events, key=lambda event: event.id)
    actual = [event for event in ordered if event.modality == "actual"]
    licenses = [event for event in actual if event.type.startswith("license.")]
    due = [event for event in ordered if event.type == "license.expired" and event.modality == "planned"]
    chains = [*_license_chains(licenses, due), *_other_chains(actual)]
    return sorted(
        chains,
        key=lambda chain: tuple(
            name or "" for name in (chain.kind, chain.instrument, chain.agency, chain.holder, chain.counterparty)
        ),
    )


def general_license_name(instrument: str | None) -> str | None:
    """The series that a general license is of: "general license 13A" is of "general license 13"; None for no such.

    OFAC numbers the renewals of a general license by letters after its number.
    """
    if instrument is None or "general license" not in instrument:
        return None
    numbered = _NUMBERED.search(instrument)
    return f"general license {numbered[1]}" if numbered else instrument


def _license_chains(events: Sequence[Event], due: Sequence[Event]) -> Iterator[Chain]:
    groups = _grouped([(event, True) for event in events] + [(event, False) for event in due])
    for (name, holder), members in groups.items():
        made = [event for event, is_act in members if is_act]
        # Licenses of nobody, for dealing with nobody, are nothing that could be followed.
        if made and (name or holder[0] or any(event.named("target") for event in made)):
            yield Chain(
                kind="license",
                scope="general" if name else "specific",
                instrument=name or _first_field(made, "instrument"),
                agency=_most_named(made, "agency"),
                holder=holder[0] or None,
                counterparty=_counterparties(made) if name or holder[0] else next(iter(made[0].named("target")), None),
                events=tuple(made),
                due=tuple(event for event, is_act in members if not is_act),
            )


Key = tuple[str, tuple[str, int]]


def _grouped(members: Sequence[tuple[Event, bool]]) -> dict[Key, list[tuple[Event, bool]]]:
    """The acts by the license they are of: (series name, (holder, number of the group among that holder's))."""
    named: dict[tuple[str, str], list[tuple[Event, bool]]] = {}
    nameless: list[tuple[Event, bool]] = []
    for event, is_act in members:
        name = general_license_name(event.fields.get("instrument"))
        holders = event.named("actor")
        if name is not None and name != "general license":
            named.setdefault((name, ""), []).append((event, is_act))
        elif name is None and holders:
            for holder in holders:
                named.setdefault(("", holder), []).append((event, is_act))
        else:
            nameless.append((event, is_act))
    groups: dict[Key, list[tuple[Event, bool]]] = {}
    for (name, holder), found in sorted(named.items(), key=lambda pair: pair[0]):
        for number, group in enumerate(_by_counterparty(found)):
            groups[name, (holder, number)] = group
    return _with_nameless(groups, nameless)


def _with_nameless(
    groups: dict[Key, list[tuple[Event, bool]]], nameless: Sequence[tuple[Event, bool]]
) -> dict[Key, list[tuple[Event, bool]]]:
    """Acts on "the general license", or on a license told only by whom it concerns, joined where one alone fits.

    An act without a counterparty fits the license of the text that tells it, else the one with a day of its own.
    """
    general = _Told({key: found for key, found in groups.items() if key[0]})
    pending = list(nameless)
    joined = True
    while joined:
        joined = False
        # What joins in one round can be what the next one's acts fit; within a round the order does not matter.
        fits = [(member, _fitting(member[0], general)) for member in pending]
        pending = [member for member, keys in fits if not keys]
        for member, keys in fits:
            for key in sorted(keys):
                groups[key].append(member)
                general.add(key, member[0])
                joined = True
    left: dict[str, list[tuple[Event, bool]]] = {}
    for event, is_act in pending:
        name = general_license_name(event.fields.get("instrument")) or ""
        left.setdefault(name, []).append((event, is_act))
    for name, found in sorted(left.items()):
        for number, group in enumerate(_by_counterparty(found) if name else _by_first_target(found)):
            groups[name, ("", number)] = group
    return groups


class _Told:
    """Which groups tell of a target, in a text, name a day, or set it for an end."""

    def __init__(self, groups: Mapping[Key, Sequence[tuple[Event, bool]]]) -> None:
        self._keys: dict[tuple[str, str], set[Key]] = {}
        for key, found in groups.items():
            for event, _ in found:
                self.add(key, event)

    def add(self, key: Key, event: Event) -> None:
        """Count what an event tells to its group."""
        ends = [end] if (end := event.fields.get("valid_until")) else []
        told = ("target", event.named("target")), ("text", event.texts), ("day", _days_told(event)), ("end", ends)
        for kind, names in told:
            for name in names:
                self._keys.setdefault((kind, name), set()).add(key)

    def keys(self, kind: str, names: Iterable[str]) -> set[Key]:
        """The groups that tell of one of these."""
        return {key for name in names for key in self._keys.get((kind, name), ())}


def _fitting(event: Event, general: _Told) -> set[Key]:
    """The one general license that an act can be on, or all those that end on the day which an extension of several replaces."""
    if not general_license_name(event.fields.get("instrument")) and event.type not in _NEEDS_A_START:
        return set()
    targets = event.named("target")
    if targets:
        fitting = general.keys("target", targets)
    else:
        fitting = general.keys("text", event.texts) or general.keys("day", _days_told(event))
    if len(fitting) == 1:
        return fitting
    replaced = event.fields.get("previous_valid_until")
    return fitting & general.keys("end", [replaced]) if event.type == "license.extended" and replaced else set()


def _days_told(event: Event) -> set[str]:
    """The exact days that an act on a license names: its own, and the ends that it sets and replaces."""
    days = (event.date, event.fields.get("valid_until"), event.fields.get("previous_valid_until"))
    return {day for day in days if day and len(day) == len("2019-11-20")}


def _by_first_target(members: Sequence[tuple[Event, bool]]) -> list[list[tuple[Event, bool]]]:
    """Groups of acts on licenses whose holder nobody names: all that is known of them is for dealing with whom."""
    groups: dict[str, list[tuple[Event, bool]]] = {}
    for event, is_act in members:
        groups.setdefault(next(iter(event.named("target")), ""), []).append((event, is_act))
    return [groups[name] for name in sorted(groups)]


def _by_counterparty(members: Sequence[tuple[Event, bool]]) -> list[list[tuple[Event, bool]]]:
    """Groups of acts that share a counterparty; acts without one join the only group, or stand together."""
    groups: dict[str, list[tuple[Event, bool]]] = {}
    head: dict[str, str] = {}

    def root(name: str) -> str:
        while head.setdefault(name, name) != name:
            name = head[name]
        return name

    for event, _ in members:
        roots = sorted({root(name) for name in event.named("target")})
        for other in roots[1:]:
            head[other] = roots[0]
    for event, is_act in members:
        targets = event.named("target")
        groups.setdefault(root(targets[0]) if targets else "", []).append((event, is_act))
    if "" in groups and len(groups) == 2:
        alone = groups.pop("")
        next(iter(groups.values())).extend(alone)
    return [groups[name] for name in sorted(groups)]


def _other_chains(events: Sequence[Event]) -> Iterator[Chain]:
    """Listings by list and party, orders by name, tariffs, controls and cases by vehicle, authority and first target."""
    found: dict[tuple[str, str, str, str], list[Event]] = {}
    for event in events:
        family = event.type.split(".")[0]
        instrument = event.fields.get("instrument", "")
        targets = event.named("target")
        if family == "listing":
            # The state named with a listing is that of the listed: lists hold persons and companies.
            for target in _not_states(event):
                found.setdefault((family, instrument, "", target), []).append(event)
        elif family == "order":
            found.setdefault((family, instrument or event.id, "", ""), []).append(event)
        elif family in KINDS and family != "license" and (targets or instrument):
            found.setdefault((family, instrument, event.agency or "", "; ".join(targets[:1])), []).append(event)
    for (kind, instrument, _, counterparty), made in found.items():
        yield Chain(
            kind=kind,
            scope=None,
            instrument=None if kind == "order" and instrument == made[0].id else instrument or None,
            agency=_most_named(made, "agency"),
            holder=None,
            counterparty=counterparty or None,
            events=tuple(made),
        )


def _not_states(event: Event) -> list[str]:
    return [party.name for party in event.parties if party.role == "target" and not party.is_state]


def _first_field(events: Sequence[Event], name: str) -> str | None:
    return next((event.fields[name] for event in events if name in event.fields), None)


def _most_named(events: Sequence[Event], role: str) -> str | None:
    return most_told(Counter(name for event in events for name in event.named(role)))


def most_told(counts: Counter[str]) -> str | None:
    """The name that is told most often, of several the first by the alphabet."""
    return max(sorted(counts), key=lambda name: counts[name]) if counts else None


def _counterparties(events: Sequence[Event]) -> str | None:
    """Those that at least half as many acts name as the one named most, the most named first."""
    counts = Counter(name for event in events for name in event.named("target"))
    if not counts:
        return None
    most = max(counts.values())
    kept = sorted((name for name in counts if counts[name] * 2 >= most), key=lambda name: (-counts[name], name))
    return "; ".join(kept)
