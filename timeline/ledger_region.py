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
    members = _members(connection, parts)
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


def _members(connection: sqlite3.Connection, parts: Collection[tuple[str, ...]]) -> set[str]:
    """The stored events of some parts.

    A name is asked for once, however many parts it is in: those told of most are in a tenth of all events.
    """
    found = _open_licenses(connection) if (OPEN_LICENSES,) in parts else set()
    found |= _held_licenses(connection, {part[1] for part in parts if part[0] == "holder"})
    measures = {part for part in parts if part[0] in _FAMILIES}
    on_parties = {part for part in measures if part[0] == "listing" or part[2:] > ("",)}
    return found | _on_parties(connection, on_parties) | _by_instrument(connection, measures - on_parties)


def _open_licenses(connection: sqlite3.Connection) -> set[str]:
    statement = (
        f"SELECT e.id FROM events AS e WHERE e.type BETWEEN 'license.' AND 'license/' AND {_COUNTED} AND NOT ({_HELD})"
    )
    return {row[0] for row in connection.execute(statement)}


def _held_licenses(connection: sqlite3.Connection, holders: Collection[str]) -> set[str]:
    statement = (
        "SELECT e.id FROM asked JOIN participants AS p ON p.name = asked.key JOIN events AS e ON e.id = p.event_id "
        f"WHERE p.role = 'actor' AND e.family = 'license' AND {_COUNTED} AND {_HELD}"
    )
    return {row[0] for row in rows_of(connection, statement, holders)}


def _on_parties(connection: sqlite3.Connection, parts: Collection[tuple[str, ...]]) -> set[str]:
    """The events of parts that are of a party: listings of it, and other acts of which it is the first target."""
    statement = (
        "SELECT e.id, e.family, coalesce(e.instrument, ''), p.name FROM asked "
        "JOIN participants AS p ON p.name = asked.key JOIN events AS e ON e.id = p.event_id "
        f"WHERE p.role = 'target' AND {_COUNTED} AND "
        "(e.family = 'listing' OR substr(e.targets || ';', 1, length(p.name) + 1) = p.name || ';')"
    )
    return {key for key, *part in rows_of(connection, statement, {part[2] for part in parts}) if tuple(part) in parts}


def _by_instrument(connection: sqlite3.Connection, parts: Collection[tuple[str, ...]]) -> set[str]:
    """The events of parts without a party: orders by their name, and other acts on nobody by their instrument."""
    named = {part[:2] for part in parts}
    statement = (
        "SELECT e.id, e.family, e.instrument FROM asked JOIN events AS e ON e.type BETWEEN asked.key || '.' AND asked.key || '/' "
        f"WHERE e.instrument IS NOT NULL AND {_COUNTED} AND (e.family = 'order' OR e.targets IS NULL)"
    )
    return {key for key, *part in rows_of(connection, statement, {part[0] for part in parts}) if tuple(part) in named}
