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
def test_a_region_holds_what_shares_a_part_with_a_change_from_the_day_of_the_first(
    built: Store, events: list[Event], portions: int
) -> None:
    belongs = {event.id: parts_of(event) for event in events}
    for first in range(portions):
        changed = events[first::portions]
        region = find_region(built.db.conn, [event.id for event in changed], [])
        days: dict[tuple[str, ...], str] = {}
        for event in changed:
            for part in belongs[event.id]:
                whole = part[0] in {"open licenses", "holder"}
                days[part] = "" if whole else min(event.day, days.get(part, event.day))
        renamed = {part for part, day in region.parts.items() if days.get(part) != day}
        assert days.keys() <= region.parts.keys()
        assert all(region.parts[part] == "" and part[0] in {"tariff", "control", "case"} for part in renamed)
        assert region.events == {
            event.id
            for event in events
            if any(part in region.parts and event.day >= region.parts[part] for part in belongs[event.id])
        }


def test_the_generated_acts_are_in_parts_of_every_kind(events: list[Event]) -> None:
    kinds = {(part[0], part[3:] > ("",)) for event in events for part in parts_of(event)}
    assert kinds >= {
        ("open licenses", False),
        ("holder", False),
        ("order", False),
        ("listing", True),
        ("tariff", True),
        ("tariff", False),
    }
