"""What the ledger takes up anew: all stored events of the parts that a change is in, and no others."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks.generated_news import acts, store_news
from timeline.build import build
from timeline.event_rows import load_events
from timeline.ledger_region import find_region, parts_of
from timeline.settle import Event
from timeline.store import Store


@pytest.fixture(scope="module")
def built() -> Iterator[Store]:
    with Store(Path(":memory:")) as store:
        store_news(store, acts(500, first=0, days=150, seed=7), seed=7)
        build(store)
        yield store


@pytest.fixture(scope="module")
def events(built: Store) -> list[Event]:
    return load_events(built.db.conn, [row[0] for row in built.db.conn.execute("SELECT id FROM events")])


@pytest.mark.parametrize("portions", [1, 20, 250])
def test_a_region_holds_the_stored_events_that_share_a_part_with_what_changed(
    built: Store, events: list[Event], portions: int
) -> None:
    belongs = {event.id: parts_of(event) for event in events}
    for first in range(portions):
        changed = [event.id for event in events[first::portions]]
        parts = {part for event_id in changed for part in belongs[event_id]}
        region = find_region(built.db.conn, changed, [])
        assert region.parts == parts
        assert region.events == {event_id for event_id, own in belongs.items() if own & parts}


def test_the_generated_acts_are_in_parts_of_every_kind(events: list[Event]) -> None:
    kinds = {(part[0], len(part), part[2:] > ("",)) for event in events for part in parts_of(event)}
    assert kinds >= {
        ("open licenses", 1, False),
        ("holder", 2, False),
        ("order", 2, False),
        ("listing", 3, True),
        ("tariff", 3, True),
        ("tariff", 3, False),
    }
