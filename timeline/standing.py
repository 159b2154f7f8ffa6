"""What stays of a stored measure when only its later acts are followed anew: its steps before the first day that changed.

An act on any measure but a license is followed from nothing else than the state that the act before it left, in the order
of their first days. So of a party's listing that has thousands of acts, only those from that day on are taken up.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from timeline.event_rows import load_events
from timeline.settle import Event
from timeline.terms import Step


@dataclass(frozen=True, slots=True)
class Names:
    """How many acts of a measure tell each authority and each name of goods, by which the measure takes its own."""

    agency: Counter[str] = field(default_factory=Counter)
    items: Counter[str] = field(default_factory=Counter)

    @classmethod
    def told_by(cls, events: Iterable[Event]) -> "Names":
        """The names that events tell."""
        found = cls()
        for event in events:
            found.agency.update(event.named("agency"))
            found.items.update([event.fields["items"]] if "items" in event.fields else ())
        return found

    def __add__(self, other: "Names") -> "Names":
        return Names(self.agency + other.agency, self.items + other.items)

    def __sub__(self, other: "Names") -> "Names":
        return Names(self.agency - other.agency, self.items - other.items)

    def dumped(self) -> str:
        """The counts as JSON, the same for the same counts."""
        return json.dumps([self.agency, self.items], ensure_ascii=False, sort_keys=True)

    @classmethod
    def loaded(cls, text: str) -> "Names":
        """The counts that were dumped."""
        agency, items = json.loads(text)
        return cls(Counter(agency), Counter(items))


@dataclass(frozen=True, slots=True)
class Standing:
    """The steps of a stored measure that stay: how many, the last, and what the measure has from them."""

    measure_id: str
    steps: int
    last: Step
    valid_from: str | None
    citation: str | None
    names: Names


def load_standing(connection: sqlite3.Connection, days: Mapping[str, str]) -> dict[str, Standing]:
    """What stays of some measures, by id, before the day given for each; nothing of one that has no step before it."""
    last_steps = {
        key: row
        for key, day in days.items()
        if (
            row := connection.execute(
                "SELECT s.number, s.event_id, s.state, s.date, s.holds_from, s.valid_from, s.valid_until, s.valid_until_basis, "
                "m.valid_from, m.citation, c.names FROM measure_events AS s JOIN measures AS m ON m.id = s.measure_id "
                "JOIN measure_chains AS c ON c.measure_id = m.id "
                "WHERE s.measure_id = ? AND s.holds_from < ? ORDER BY s.number DESC LIMIT 1",
                (key, day),
            ).fetchone()
        )
    }
    events = {event.id: event for event in load_events(connection, {row[1] for row in last_steps.values()})}
    found = {}
    for key, (
        number,
        event_id,
        state,
        date,
        holds_from,
        start,
        until,
        basis,
        begun,
        citation,
        names,
    ) in last_steps.items():
        later = connection.execute(
            "SELECT e.agency, e.items FROM measure_events AS s JOIN events AS e ON e.id = s.event_id "
            "WHERE s.measure_id = ? AND s.number > ?",
            (key, number),
        ).fetchall()
        told = Names(Counter(row[0] for row in later if row[0]), Counter(row[1] for row in later if row[1]))
        found[key] = Standing(
            measure_id=key,
            steps=number,
            last=Step(events[event_id], state, date, holds_from, None, start, until, basis),
            valid_from=begun,
            citation=_citation(connection, key, number) if citation else None,
            names=Names.loaded(names) - told,
        )
    return found


def _citation(connection: sqlite3.Connection, measure_id: str, steps: int) -> str | None:
    """The citation of the first of so many steps that has one."""
    row = connection.execute(
        "SELECT citation FROM measure_events WHERE measure_id = ? AND number <= ? AND citation IS NOT NULL "
        "ORDER BY number LIMIT 1",
        (measure_id, steps),
    ).fetchone()
    return row[0] if row else None
