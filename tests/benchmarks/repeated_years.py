"""Makes of a store of one year of generated news one of many years: the same news in each, on its own days and in its own words.

A year takes minutes to build and a million events hours; so what was built of the year, its tellings and events and how they
bear on each other, is carried into each other year under the keys that it has there. Parties and authorities stay who they
are. The ledger, where one listing runs through all the years, is followed by the timeline's own code from all events. What
a build of it all would do besides is to take a vague report of one year for an act of another, here and there.
"""

import re
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from timeline import kept_tellings
from timeline.event_rows import event_row, insert, load_events, part_rows
from timeline.history import Change, keep_changes
from timeline.keys import content_key
from timeline.ledger import find_ledger_change, write_ledger
from timeline.periods import period
from timeline.settle import Event
from timeline.store import Store
from timeline.told import Told, in_order_of_reports

FAMILIES = ("license", "listing", "tariff", "control", "order", "case")
"""The families of events that the ledger follows, a family at a time: all of a million events take more memory."""
YEAR_BEGINS = 366
"""The first day of the year to repeat, counted from the first of the generator: one without a 29 February."""
_ACT = re.compile(r"(?<=\bof act )\d{3}(?=\d{6} )")
_SEEDS = 16
"""The seeds of a year's portions are lower; each year's keys begin with seeds of its own."""
_CARRIED = {
    "articles": "id key, canonical_url name, url name, source_id same, title name, published day, version_id key",
    "article_versions": "docid number, id key, article_id key, content_hash key, published day, text words, fetched_at same",
    "readings": "version_id key, reader same, built same",
    "event_mentions": "id key, version_id key, number same, type same, modality same, confidence same, frame same, date day",
    "event_arguments": "mention_id key, number same, field same, value same, entity_id same, start same, end same",
}
"""What is carried into a year row by row: each column, and what becomes of it."""
_BETWEEN_EVENTS = {
    "relations": "event_id event, kind same, other_id event",
    "conflicts": "event_id event, field same, value day, preferred day, sources same, preferred_sources same, rule same, "
    "kind same, other_id event",
}
_OF_LEDGER = "('extends', 'amends', 'revokes')"


def repeat_years(base: Path, made: Path, years: int) -> None:
    """Make a new store of so many years of a store of one."""
    with Store(base) as store:
        events = load_events(store.db.conn, [row[0] for row in store.db.conn.execute("SELECT id FROM events")])
        kept = {one.id: one for event in events for one in event.told}
        places = store.db.conn.execute("SELECT id, lead, root FROM tellings").fetchall()
    with Store(made) as store:
        connection = store.db.conn
        connection.execute("PRAGMA cache_size = -1000000")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("ATTACH ? AS base", (str(base),))
        for table in ("sources", "entities", "builders"):
            connection.execute(f"INSERT INTO main.{table} SELECT * FROM base.{table}")
        connection.commit()
        for year in range(years):
            with store.db.atomic():
                _carry(store, _Year(year), events, kept, places)
        for family in FAMILIES:
            with store.db.atomic():
                _follow(connection, family)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class _Year:
    """What keys, days and sentences become in a year that comes so many after the first."""

    def __init__(self, after: int) -> None:
        self._after = after

    def key(self, value: str | None) -> str | None:
        return None if value is None else f"{int(value[:4], 16) + _SEEDS * self._after:04x}{value[4:]}"

    def name(self, value: str) -> str:
        """An address or a title, which ends in a key."""
        return f"{value[:-16]}{self.key(value[-16:])}"

    def number(self, value: int) -> int:
        return int(self.key(f"{value:016x}") or "", 16)

    def day(self, value: str | None) -> str | None:
        return None if value is None else _moved_by(value, self._after)

    def words(self, value: str) -> str:
        return _ACT.sub(lambda found: str(int(found[0]) + self._after), value)

    def told(self, one: Told) -> Told:
        return replace(
            one,
            id=self.key(one.id),
            version_id=self.key(one.version_id),
            article_id=self.key(one.article_id),
            published=self.day(one.published),
            date=self.day(one.date),
            quote=self.words(one.quote),
        )

    def event(self, event: Event, told: tuple[Told, ...]) -> Event:
        date = self.day(event.date)
        return replace(
            event,
            id=content_key("event", told[0].key),
            date=date,
            period=period(date),
            told=told,
            texts=frozenset(one.version_id for one in told),
            first_reported=self.day(event.first_reported),
            last_reported=self.day(event.last_reported),
            quote=self.words(event.quote),
        )


def _moved_by(day: str, years: int) -> str:
    return f"{int(day[:4]) + years}{day[4:]}" if re.fullmatch(r"\d{4}(-\d\d){0,2}", day) else day


def _carry(
    store: Store,
    year: _Year,
    events: list[Event],
    kept: Mapping[str, Told],
    places: list[tuple[str, str | None, str]],
) -> None:
    connection = store.db.conn
    told = {key: year.told(one) for key, one in kept.items()}
    made = {event.id: year.event(event, in_order_of_reports(told[one.id] for one in event.told)) for event in events}
    _copy(
        connection,
        _CARRIED,
        {"key": year.key, "name": year.name, "number": year.number, "day": year.day, "words": year.words},
    )
    insert(connection, (("events", event_row(event)) for event in made.values()))
    for event in made.values():
        insert(connection, part_rows(event, {}))
    kept_tellings.keep(
        connection,
        told.values(),
        {told[key].id: told[lead].id if lead else None for key, lead, _ in places},
        {told[key].id: told[root].id for key, _, root in places},
        {one.id: event.id for event in made.values() for one in event.told},
    )
    ids = {key: event.id for key, event in made.items()}
    _copy(
        connection,
        _BETWEEN_EVENTS,
        {"event": lambda key: ids.get(key, ""), "day": year.day},
        f"kind NOT IN {_OF_LEDGER}",
    )
    keep_changes(store, (Change("event", event.id, "created", event_row(event), "Told.") for event in made.values()))


def _copy(
    connection: sqlite3.Connection,
    tables: Mapping[str, str],
    become: Mapping[str, Callable[..., object]],
    which: str = "true",
) -> None:
    for name, function in become.items():
        connection.create_function(f"the_{name}", 1, function, deterministic=True)
    for table, described in tables.items():
        columns = [one.split() for one in described.split(", ")]
        names = ", ".join(f'"{name}"' for name, _ in columns)
        values = ", ".join(f'"{name}"' if how == "same" else f'the_{how}("{name}")' for name, how in columns)
        connection.execute(f"INSERT INTO main.{table} ({names}) SELECT {values} FROM base.{table} WHERE {which}")


def _follow(connection: sqlite3.Connection, family: str) -> None:
    """Follow all measures of a family."""
    ids = [row[0] for row in connection.execute("SELECT id FROM events WHERE family = ?", (family,))]
    events = load_events(connection, ids)
    write_ledger(connection, find_ledger_change(connection, (), events, {}))
