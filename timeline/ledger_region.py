"""Which measures and events the ledger must take up anew when some events change, and from which day on.

Acts on general licenses, and on licenses whose holder nobody names, can be of any general license; they are taken up
together. A holder's licenses stand by themselves; both from their first act, since acts on a license tell each other apart.
A party's listing, an order, and what one authority did by one vehicle to one first target, are a measure each, of which
only what was done from the first day on that changed is taken up (``standing.py``).
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from timeline.asked import rows_after, rows_of
from timeline.chains import Chain
from timeline.measures import id_of_names
from timeline.settle import Event
from timeline.standing import Standing, load_standing

Part = tuple[str, ...]
"""A part of the ledger: the open licenses, a holder's licenses, or a measure by kind, vehicle, authority and party."""
OPEN_LICENSES = "open licenses"
"""The one region of general licenses and of those without a holder."""
_BY_AUTHORITY = frozenset({"tariff", "control", "case"})
_FIRST = ""
"""Before every day."""
_DAY = "coalesce(e.date_start, e.first_reported, '9999')"
"""The day of an event, as ``Event.day`` has it."""


@dataclass(frozen=True, slots=True)
class LedgerRegion:
    """The parts of the ledger to be made anew, and what they are made of.

    ``parts`` holds the day from which each is; ``measures`` are the stored ones to be made from their first act, and
    ``standing`` what stays of the others; ``events`` are the stored ones of those days, and ``shared`` the ids by names that
    several measures have in common.
    """

    parts: Mapping[Part, str]
    measures: frozenset[str]
    standing: Mapping[Part, Standing]
    events: frozenset[str]
    shared: frozenset[str]

    def part(self, chain: Chain) -> Part | None:
        """The part to be made anew that a chain's measure is in, if any; its events may be of other measures too."""
        first = chain.events[0].id
        found = part_of_measure(
            chain.kind, chain.instrument, chain.agency, chain.holder, chain.counterparty, first_event=first
        )
        return found if found in self.parts else None


def part_of_measure(
    kind: str,
    instrument: str | None,
    agency: str | None,
    holder: str | None,
    counterparty: str | None,
    *,
    first_event: str,
) -> Part:
    """The part of the ledger that a measure is in."""
    if kind == "license":
        return ("holder", holder) if holder else (OPEN_LICENSES,)
    if kind == "order":
        return kind, instrument or first_event, "", ""
    return kind, instrument or "", (agency or "") if kind in _BY_AUTHORITY else "", counterparty or ""


def parts_of(event: Event) -> set[Part]:
    """The parts of the ledger that an event belongs to."""
    instrument, family = event.fields.get("instrument"), event.type.split(".")[0]
    actors, targets = event.named("actor"), event.named("target")
    return _parts(event.id, event.type, family, event.modality, instrument, event.agency, actors, targets)


def _parts(
    event_id: str,
    kind: str,
    family: str,
    modality: str,
    instrument: str | None,
    agency: str | None,
    actors: Collection[str],
    targets: Collection[str],
) -> set[Part]:
    if modality != "actual" and not (kind == "license.expired" and modality == "planned"):
        return set()
    if family == "license":
        if actors and "general license" not in (instrument or ""):
            return {("holder", name) for name in actors}
        return {(OPEN_LICENSES,)}
    if family == "listing":
        return {(family, instrument or "", "", name) for name in targets}
    if family == "order":
        return {(family, instrument or event_id, "", "")}
    if family in _BY_AUTHORITY and (targets or instrument):
        return {(family, instrument or "", agency or "", next(iter(targets), ""))}
    return set()


def find_region(connection: sqlite3.Connection, old: Collection[str], events: Collection[Event]) -> LedgerRegion:
    """The region of the ledger that the old events were in, by their ids, and that the new events are in."""
    parts: dict[Part, str] = {}
    came = [(part, event.day) for event in events for part in parts_of(event)]
    for part, day in (*came, *_stored_parts(connection, old)):
        parts[part] = min(day, parts.get(part, day))
    parts |= {part: _FIRST for part in parts if _is_of_licenses(part)}
    known = _measures_by_names(connection, parts) | _measures_of_events(connection, old)
    standing = _standing(connection, known, parts)
    renamed, shared = _names_shared(connection, known, parts, standing.keys(), {part for part, _ in came}, set(old))
    parts |= dict.fromkeys(renamed, _FIRST)
    standing = {part: one for part, one in standing.items() if part not in renamed}
    licenses = _licenses(connection, parts)
    known |= _measures_of_events(connection, licenses)
    measures = {key for part, key in known if part in parts and part not in standing}
    members = licenses | _later_acts(connection, parts)
    return LedgerRegion(parts, frozenset(measures), standing, frozenset(members), frozenset(shared))


def _is_of_licenses(part: Part) -> bool:
    return part[0] in {OPEN_LICENSES, "holder"}


def _names(part: Part) -> tuple[str, str | None, str | None]:
    """The kind, the vehicle and the party of a measure's part, by which it is called."""
    kind, instrument, _, party = part
    return kind, instrument or None, party or None


def _stored_parts(connection: sqlite3.Connection, ids: Collection[str]) -> Iterator[tuple[Part, str]]:
    """The parts that stored events belong to, each with the event's day."""
    roles: dict[str, dict[str, list[str]]] = {}
    for event_id, role, name in rows_of(
        connection,
        "SELECT p.event_id, p.role, p.name FROM asked JOIN participants AS p ON p.event_id = asked.key ORDER BY p.rowid",
        ids,
    ):
        roles.setdefault(event_id, {}).setdefault(role, []).append(name)
    none: Mapping[str, list[str]] = {}
    for event_id, kind, family, modality, instrument, agency, day in rows_of(
        connection,
        f"SELECT e.id, e.type, e.family, e.modality, e.instrument, e.agency, {_DAY} FROM asked "
        "JOIN events AS e ON e.id = asked.key",
        ids,
    ):
        named = roles.get(event_id, none)
        actors, targets = named.get("actor", ()), named.get("target", ())
        for part in _parts(event_id, kind, family, modality, instrument, agency, actors, targets):
            yield part, day


Known = set[tuple[Part, str]]
"""Stored measures: the part that each is in, and its id."""
_NAMED = "m.id, m.kind, m.instrument, m.agency, m.holder, m.counterparty"


def _measures_by_names(connection: sqlite3.Connection, parts: Iterable[Part]) -> Known:
    """The stored measures that go by the names of some parts, those of other authorities too; licenses aside."""
    statement = (
        f"SELECT {_NAMED} FROM asked JOIN measures AS m ON m.kind = json_extract(asked.key, '$[0]') "
        "AND m.instrument IS json_extract(asked.key, '$[1]') AND m.counterparty IS json_extract(asked.key, '$[2]')"
    )
    names = {json.dumps(_names(part)) for part in parts if not _is_of_licenses(part)}
    return {(part_of_measure(*row, first_event=""), key) for key, *row in rows_of(connection, statement, names)}


def _measures_of_events(connection: sqlite3.Connection, ids: Collection[str]) -> Known:
    """The stored measures that some events are steps of."""
    statement = (
        f"SELECT DISTINCT {_NAMED}, f.event_id FROM asked "
        "JOIN measure_events AS s ON s.event_id = asked.key JOIN measures AS m ON m.id = s.measure_id "
        "JOIN measure_events AS f ON f.measure_id = m.id AND f.number = 1"
    )
    return {(part_of_measure(*row, first_event=first), key) for key, *row, first in rows_of(connection, statement, ids)}


def _standing(connection: sqlite3.Connection, known: Known, parts: Mapping[Part, str]) -> dict[Part, Standing]:
    """What stays of the stored measures of some parts before their days."""
    later = {key: part for part, key in known if parts.get(part, _FIRST) != _FIRST}
    found = load_standing(connection, {key: parts[part] for key, part in later.items()})
    return {later[key]: one for key, one in found.items()}


def _names_shared(
    connection: sqlite3.Connection,
    known: Known,
    parts: Mapping[Part, str],
    standing: Set[Part],
    came: Set[Part],
    old: Set[str],
) -> tuple[set[Part], set[str]]:
    """The parts whose stored measures are to get other ids, and the ids by names that several measures have then.

    A measure has an id by its names where it alone goes by them; where several authorities' do, each one's own.
    """
    before: dict[tuple[str, str | None, str | None], set[Part]] = {}
    after: dict[tuple[str, str | None, str | None], set[Part]] = {}
    for part, key in known:
        if part[0] in _BY_AUTHORITY:
            before.setdefault(_names(part), set()).add(part)
            if part in standing or part in came or part not in parts or not _steps(connection, key) <= old:
                after.setdefault(_names(part), set()).add(part)
    for part in came:
        if part[0] in _BY_AUTHORITY:
            after.setdefault(_names(part), set()).add(part)
    renamed, shared = set(), set()
    for names, found in after.items():
        if (len(found) == 1) != (len(before.get(names, found)) == 1):
            renamed |= found & before[names]
        if len(found) > 1:
            kind, instrument, party = names
            shared.add(id_of_names(kind, instrument, None, party))
    return renamed, shared


def _steps(connection: sqlite3.Connection, measure_id: str) -> set[str]:
    statement = "SELECT event_id FROM measure_events WHERE measure_id = ?"
    return {row[0] for row in connection.execute(statement, (measure_id,))}


_COUNTED = "(e.modality = 'actual' OR e.modality = 'planned' AND e.type = 'license.expired')"
_HELD = (
    "EXISTS (SELECT 1 FROM participants AS h WHERE h.event_id = e.id AND h.role = 'actor') "
    "AND instr(coalesce(e.instrument, ''), 'general license') = 0"
)


def _licenses(connection: sqlite3.Connection, parts: Iterable[Part]) -> set[str]:
    """The stored events of the parts that are of licenses."""
    asked = set(parts)
    found = _open_licenses(connection) if (OPEN_LICENSES,) in asked else set()
    return found | _held_licenses(connection, {part[1] for part in asked if part[0] == "holder"})


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


def _later_acts(connection: sqlite3.Connection, parts: Mapping[Part, str]) -> set[str]:
    """The stored events of the parts that are not of licenses, each part's from its day on.

    A name is asked for once, from the first of its days, however many parts it is in.
    """
    days = {part: day for part, day in parts.items() if not _is_of_licenses(part)}
    found: set[str] = set()
    for statement, keys in (
        (_ON_PARTIES, {part: part[3] for part in days if part[3]}),
        (_BY_INSTRUMENT, {part: part[1] for part in days if not part[3]}),
    ):
        since: dict[str, str] = {}
        for part, key in keys.items():
            since[key] = min(days[part], since.get(key, days[part]))
        for event_id, day, family, instrument, agency, party in rows_after(connection, statement, since):
            part = (family, instrument, agency if family in _BY_AUTHORITY else "", party)
            if part in days and days[part] <= day:
                found.add(event_id)
    return found


_PARTICULARS = f"{_DAY}, e.family, coalesce(e.instrument, ''), coalesce(e.agency, '')"
_ON_PARTIES = (
    f"SELECT e.id, {_PARTICULARS}, p.name FROM asked "
    "JOIN participants AS p ON p.name = asked.key AND p.day >= asked.after JOIN events AS e ON e.id = p.event_id "
    "WHERE p.role = 'target' AND e.modality = 'actual' AND "
    "(e.family = 'listing' OR substr(e.targets || ';', 1, length(p.name) + 1) = p.name || ';')"
)
"""Listings of a party, and other acts of which it is the first target."""
_BY_INSTRUMENT = (
    f"SELECT e.id, {_PARTICULARS}, '' FROM asked JOIN events AS e ON e.instrument = asked.key AND {_DAY} >= asked.after "
    "WHERE e.modality = 'actual' AND (e.family = 'order' OR e.targets IS NULL)"
)
"""Orders by their name, and other acts on nobody by their vehicle."""
