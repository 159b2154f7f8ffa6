"""Takes the part of the ledger that changes out of the store, and writes it anew."""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from timeline.asked import rows_after, run_for
from timeline.chains import Chain, find_chains
from timeline.event_rows import insert, load_events
from timeline.gazette import Anchor
from timeline.ledger_region import Part, find_region
from timeline.ledger_rows import (
    bring_up_to_date,
    followed_from,
    forget_relations,
    load_anchors,
    measure_rows,
    relation_rows,
    without_stored_steps,
)
from timeline.measures import Measure, changed_chains, follow_chains, id_by_names
from timeline.settle import Event


@dataclass(frozen=True, slots=True)
class LedgerChange:
    """What of the ledger changes: the measures followed anew, some of whose steps may stand, and those stored that they replace.

    ``gone`` are the stored ones of which nothing stands, ``steps`` the events of all stored steps that go.
    """

    measures: Sequence[Measure]
    gone: frozenset[str]
    steps: frozenset[str]

    @property
    def made(self) -> dict[str, int]:
        """The ids of the measures followed anew, each with the number of its steps that stand."""
        return {measure.id: measure.stand for measure in self.measures}

    @property
    def stored(self) -> dict[str, int]:
        """The ids of the stored measures that change or go, each with the number of its steps that stand."""
        return {**dict.fromkeys(self.gone, 0), **{key: stand for key, stand in self.made.items() if stand}}


def find_ledger_change(
    connection: sqlite3.Connection,
    old: Collection[str],
    events: Sequence[Event],
    anchors: Mapping[str, Sequence[Anchor]],
) -> LedgerChange:
    """What of the ledger changes when the old events, by their ids, give way to the new ones, which have these anchors."""
    region = find_region(connection, old, events)
    new = {event.id for event in events}
    known = load_events(connection, region.events - set(old) - new)
    chains: list[tuple[Part, Chain]] = [
        (part, _from(region.parts[part], chain))
        for chain in find_chains([*known, *events])
        if (part := region.part(chain)) is not None
    ]
    licenses = [chain for _, chain in chains if chain.kind == "license"]
    changed = changed_chains(licenses, followed_from(connection, region.measures), new)
    unchanged = {id_by_names(chain) for chain in licenses} - {id_by_names(chain) for chain in changed}
    others = [(part, chain) for part, chain in chains if chain.kind != "license"]
    others += [(part, _without_acts(part)) for part in sorted(region.standing.keys() - {part for part, _ in others})]
    followed = [*((chain, None) for chain in changed), *((chain, region.standing.get(part)) for part, chain in others)]
    acts = {event.id for chain, _ in followed for event in chain.events} - new
    made = follow_chains(followed, {**load_anchors(connection, acts), **anchors}, region.shared)
    gone = region.measures - unchanged
    measures = [
        without_stored_steps(connection, measure, old) if measure.kind == "license" and measure.id in gone else measure
        for measure in made
    ]
    gone -= {measure.id for measure in measures if measure.stand}
    change = LedgerChange(measures, gone, frozenset())
    return replace(change, steps=frozenset(_events_of_steps(connection, change.stored)))


def _from(day: str, chain: Chain) -> Chain:
    """The chain without what was done before a day, which was asked for because of another chain that it is in."""
    return replace(chain, events=tuple(event for event in chain.events if event.day >= day))


def _without_acts(part: Part) -> Chain:
    """The chain of a measure of which no later act is left."""
    kind, instrument, agency, party = part
    return Chain(kind, None, instrument or None, agency or None, None, party or None, events=())


def _events_of_steps(connection: sqlite3.Connection, measures: Mapping[str, int]) -> set[str]:
    """The events of the stored steps of some measures, of each those after the number given."""
    statement = (
        "SELECT DISTINCT s.event_id FROM asked JOIN measure_events AS s ON s.measure_id = asked.key "
        "WHERE s.number > asked.after"
    )
    return {row[0] for row in rows_after(connection, statement, measures)}


def take_out(connection: sqlite3.Connection, change: LedgerChange) -> None:
    """Remove the steps that do not stand, and the measures of which none does."""
    for key, stand in sorted(change.stored.items()):
        for table in ("measure_flags", "measure_events"):
            connection.execute(f"DELETE FROM {table} WHERE measure_id = ? AND number > ?", (key, stand))
    for table, name in (("measure_chains", "measure_id"), ("measures", "id")):
        run_for(connection, f"DELETE FROM {table} WHERE {name} = ?", change.gone)


def write_ledger(connection: sqlite3.Connection, change: LedgerChange) -> None:
    """Write the measures that were followed anew, and what their acts do to each other, which those that went did too."""
    insert(connection, measure_rows(change.measures))
    bring_up_to_date(connection, change.measures)
    steps = change.steps.union(step.event.id for measure in change.measures for step in measure.steps)
    forget_relations(connection, steps)
    insert(connection, relation_rows(connection, steps))
