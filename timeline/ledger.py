"""Takes the part of the ledger that changes out of the store, and writes it anew."""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from timeline.asked import rows_of, run_for
from timeline.chains import Chain, find_chains
from timeline.event_rows import insert, load_events
from timeline.gazette import Anchor
from timeline.ledger_region import Part, find_region
from timeline.ledger_rows import bring_up_to_date, followed_from, load_anchors, measure_rows
from timeline.measures import Measure, changed_chains, follow_chains, id_by_names
from timeline.settle import Event
from timeline.standing import Standing, remove_later_steps


@dataclass(frozen=True, slots=True)
class LedgerChange:
    """What of the ledger is to be followed anew: chains, each with what stays of its measure, in place of stored measures.

    ``gone`` are those of which nothing stays, ``standing`` the others; ``shared`` the ids by names that several measures
    have; ``steps`` the events of all stored steps that go.
    """

    chains: Sequence[tuple[Chain, Standing | None]]
    gone: frozenset[str]
    standing: Sequence[Standing]
    shared: frozenset[str]
    steps: frozenset[str]

    @property
    def measures(self) -> Mapping[str, int]:
        """The stored measures that change, each with the number of its steps that stay."""
        return {**dict.fromkeys(self.gone, 0), **{one.measure_id: one.steps for one in self.standing}}


def find_ledger_change(connection: sqlite3.Connection, old: Collection[str], events: Sequence[Event]) -> LedgerChange:
    """What of the ledger changes when the old events, by their ids, give way to the new ones."""
    region = find_region(connection, old, events)
    new = {event.id for event in events}
    stored = load_events(connection, region.events - set(old) - new)
    chains: list[tuple[Part, Chain]] = [
        (part, _from(region.parts[part], chain))
        for chain in find_chains([*stored, *events])
        if (part := region.part(chain)) is not None
    ]
    licenses = [chain for _, chain in chains if chain.kind == "license"]
    changed = changed_chains(licenses, followed_from(connection, region.measures), new)
    unchanged = {id_by_names(chain) for chain in licenses} - {id_by_names(chain) for chain in changed}
    gone = region.measures - unchanged
    followed = [(part, chain) for part, chain in chains if chain.kind != "license"]
    ended = [(part, _without_acts(part)) for part in region.standing.keys() - {part for part, _ in followed}]
    return LedgerChange(
        chains=[
            *((chain, None) for chain in changed),
            *((chain, region.standing.get(part)) for part, chain in (*followed, *ended)),
        ],
        gone=gone,
        standing=list(region.standing.values()),
        shared=region.shared,
        steps=frozenset(_events_of(connection, gone).union(*(one.later for one in region.standing.values()))),
    )


def _from(day: str, chain: Chain) -> Chain:
    """The chain without what was done before a day, which was asked for because of another chain that it is in."""
    return replace(chain, events=tuple(event for event in chain.events if event.day >= day))


def _without_acts(part: Part) -> Chain:
    """The chain of a measure of which no later act is left."""
    kind, instrument, agency, party = part
    return Chain(kind, None, instrument or None, agency or None, None, party or None, events=())


def _events_of(connection: sqlite3.Connection, measures: Collection[str]) -> set[str]:
    """The events that are steps of some measures."""
    statement = "SELECT DISTINCT s.event_id FROM asked JOIN measure_events AS s ON s.measure_id = asked.key"
    return {row[0] for row in rows_of(connection, statement, measures)}


def take_out(connection: sqlite3.Connection, change: LedgerChange) -> None:
    """Remove the measures of which nothing stays, and the later steps of the others."""
    for table in ("measure_chains", "measure_flags", "measure_events"):
        run_for(connection, f"DELETE FROM {table} WHERE measure_id = ?", change.gone)
    run_for(connection, "DELETE FROM measures WHERE id = ?", change.gone)
    remove_later_steps(connection, change.standing)


def write_ledger(
    connection: sqlite3.Connection, change: LedgerChange, anchors: Mapping[str, Sequence[Anchor]], new: Collection[str]
) -> list[Measure]:
    """Follow the chains and write their measures; ``anchors`` are those of ``new`` events."""
    stored = {event.id for chain, _ in change.chains for event in chain.events} - set(new)
    measures = follow_chains(change.chains, {**load_anchors(connection, stored), **anchors}, change.shared)
    insert(connection, measure_rows(measures))
    bring_up_to_date(connection, measures)
    return measures
