"""Which measures and events the ledger must take up anew when some events change.

Acts on general licenses, and on licenses whose holder nobody names, can be of any general license; they are taken up
together. A holder's licenses, a party's listing, and what is of one vehicle and first target, each stand by themselves.
"""

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from timeline.asked import rows_of
from timeline.chains import Chain
from timeline.settle import Event

OPEN_LICENSES = "open licenses"
"""The one region of general licenses and of those without a holder."""
_FAMILIES = frozenset({"listing", "tariff", "control", "order", "case"})


@dataclass(frozen=True, slots=True)
class LedgerRegion:
    """The parts of the ledger to be made anew, the stored measures in them, and the stored events that they are made of."""

    parts: frozenset[tuple[str, ...]]
    measures: frozenset[str]
    events: frozenset[str]

    def holds(self, chain: Chain) -> bool:
        """Whether a chain's measure is in a part to be made anew; its events may be of other measures too, that are not."""
        first = chain.events[0].id
        return part_of_measure(chain.kind, chain.instrument, chain.holder, chain.counterparty, first) in self.parts


def part_of_measure(
    kind: str, instrument: str | None, holder: str | None, counterparty: str | None, first_event: str
) -> tuple[str, ...]:
    """The part of the ledger that a measure is in."""
    if kind == "license":
        return ("holder", holder) if holder else (OPEN_LICENSES,)
    if kind == "listing":
        return kind, instrument or "", counterparty or ""
    if kind == "order":
        return kind, instrument or first_event
    return kind, instrument or "", counterparty or ""


def parts_of(event: Event) -> set[tuple[str, ...]]:
    """The parts of the ledger that an event belongs to."""
    family, targets, instrument = event.type.split(".")[0], event.named("target"), event.fields.get("instrument")
    return _parts(family, event.modality, event.type, instrument, event.named("actor"), targets, event.id)


def _parts(
    family: str,
    modality: str,
    kind: str,
    instrument: str | None,
    actors: Collection[str],
    targets: Collection[str],
    event_id: str,
) -> set[tuple[str, ...]]:
    if modality != "actual" and not (kind == "license.expired" and modality == "planned"):
        return set()
    if family == "license":
        if actors and "general license" not in (instrument or ""):
            return {("holder", name) for name in actors}
        return {(OPEN_LICENSES,)}
    if family == "listing":
        return {(family, instrument or "", name) for name in targets}
    if family == "order":
        return {(family, instrument or event_id)}
    if family in _FAMILIES and (targets or instrument):
        return {(family, instrument or "", next(iter(targets), ""))}
    return set()


def find_region(connection: sqlite3.Connection, old: Collection[str], events: Iterable[Event]) -> LedgerRegion:
    """The region of the ledger that the old events were in, by their ids, and that the new events are in."""
    parts = {part for event in events for part in parts_of(event)} | _stored_parts(connection, old)
    members = {key for part in parts for key in _members(connection, part)}
    measures = {
        key
        for key, kind, instrument, holder, counterparty, first in rows_of(
            connection,
            "SELECT DISTINCT m.id, m.kind, m.instrument, m.holder, m.counterparty, f.event_id FROM asked "
            "JOIN measure_events AS s ON s.event_id = asked.key JOIN measures AS m ON m.id = s.measure_id "
            "JOIN measure_events AS f ON f.measure_id = m.id AND f.number = 1",
            members | set(old),
        )
        if part_of_measure(kind, instrument, holder, counterparty, first) in parts
    }
    return LedgerRegion(frozenset(parts), frozenset(measures), frozenset(members))


def _stored_parts(connection: sqlite3.Connection, ids: Collection[str]) -> set[tuple[str, ...]]:
    roles: dict[str, dict[str, list[str]]] = {}
    for event_id, role, name in rows_of(
        connection,
        "SELECT p.event_id, p.role, p.name FROM asked JOIN participants AS p ON p.event_id = asked.key ORDER BY p.rowid",
        ids,
    ):
        roles.setdefault(event_id, {}).setdefault(role, []).append(name)
    none: Mapping[str, list[str]] = {}
    found: set[tuple[str, ...]] = set()
    for event_id, family, modality, kind, instrument in rows_of(
        connection,
        "SELECT e.id, e.family, e.modality, e.type, e.instrument FROM asked JOIN events AS e ON e.id = asked.key",
        ids,
    ):
        named = roles.get(event_id, none)
        found |= _parts(family, modality, kind, instrument, named.get("actor", ()), named.get("target", ()), event_id)
    return found


_COUNTED = "(e.modality = 'actual' OR e.modality = 'planned' AND e.type = 'license.expired')"
_HELD = (
    "EXISTS (SELECT 1 FROM participants AS h WHERE h.event_id = e.id AND h.role = 'actor') "
    "AND instr(coalesce(e.instrument, ''), 'general license') = 0"
)


def _members(connection: sqlite3.Connection, part: tuple[str, ...]) -> list[str]:
    """The stored events of a part."""
    if part[0] == OPEN_LICENSES:
        statement = f"SELECT e.id FROM events AS e WHERE e.type BETWEEN 'license.' AND 'license/' AND {_COUNTED} AND NOT ({_HELD})"
        values: tuple[str, ...] = ()
    elif part[0] == "holder":
        statement = (
            "SELECT e.id FROM participants AS p JOIN events AS e ON e.id = p.event_id WHERE p.name = ? "
            f"AND p.role = 'actor' AND e.family = 'license' AND {_COUNTED} AND {_HELD}"
        )
        values = part[1:]
    elif part[0] == "listing" or part[2:] > ("",):
        first = "" if part[0] == "listing" else "AND substr(e.targets || ';', 1, length(p.name) + 1) = p.name || ';'"
        statement = (
            "SELECT e.id FROM participants AS p JOIN events AS e ON e.id = p.event_id WHERE p.name = ? "
            f"AND p.role = 'target' AND e.family = ? AND coalesce(e.instrument, '') = ? AND {_COUNTED} {first}"
        )
        values = (part[2], part[0], part[1])
    else:
        statement = f"SELECT e.id FROM events AS e WHERE e.type BETWEEN ? || '.' AND ? || '/' AND e.instrument = ? AND {_COUNTED}"
        statement += " AND e.targets IS NULL" if part[0] != "order" else ""
        values = (part[0], part[0], part[1])
    return [row[0] for row in connection.execute(statement, values)]
