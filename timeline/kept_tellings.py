"""What the last build knew of each telling: its place among the blocks, the tree that it stood in, and its event."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, overload

from timeline.asked import rows_of, run_for
from timeline.blocks import filed_under
from timeline.told import Party, Told, in_order_of_reports


@dataclass(frozen=True, slots=True)
class Kept:
    """A telling as the last build left it: its lead, the root of its tree, and its event; None where a reviewer rejected it."""

    told: Told
    lead: str | None
    root: str
    event_id: str | None


def stale_versions(connection: sqlite3.Connection) -> tuple[set[str], set[str]]:
    """The versions whose tellings must leave the timeline, where it holds any, and those whose tellings must come in.

    Both are of the readings not marked as built: the store takes the mark from what is read anew and from a version that
    another takes the place of.
    """
    waiting = connection.execute(
        "SELECT r.version_id, a.id IS NOT NULL FROM readings AS r LEFT JOIN articles AS a ON a.version_id = r.version_id "
        "WHERE r.built IS NULL"
    ).fetchall()
    return {version for version, _ in waiting}, {version for version, is_newest in waiting if is_newest}


def mark_built(connection: sqlite3.Connection, gone: Iterable[str], fresh: Iterable[str]) -> None:
    """Remember that the timeline holds what the fresh versions tell, and nothing of the others gone."""
    run_for(connection, "UPDATE readings SET built = 0 WHERE version_id = ?", gone)
    run_for(connection, "UPDATE readings SET built = 1 WHERE version_id = ?", fresh)


_COLUMNS = "t.told, t.lead, t.root, t.event_id"


def of_versions(connection: sqlite3.Connection, versions: Collection[str]) -> list[Kept]:
    """The tellings of some versions."""
    return _kept(connection, "JOIN tellings AS t ON t.version_id = asked.key", versions)


def of_trees(connection: sqlite3.Connection, roots: Collection[str]) -> list[Kept]:
    """The tellings of some trees, known by their roots."""
    return _kept(connection, "JOIN tellings AS t ON t.root = asked.key", roots)


def of_events(connection: sqlite3.Connection, events: Collection[str]) -> list[Kept]:
    """The tellings of some events."""
    return _kept(connection, "JOIN tellings AS t ON t.event_id = asked.key", events)


class Unread(Sequence[Told]):
    """The tellings of one stored event, which are read from the store when somebody first looks at them; few do."""

    def __init__(self, connection: sqlite3.Connection, event_id: str, versions: Iterable[str]) -> None:
        """Made of the event and the version of each telling."""
        self._connection, self._event_id = connection, event_id
        self.versions = frozenset(versions)

    @cached_property
    def _read(self) -> tuple[Told, ...]:
        rows = self._connection.execute("SELECT told FROM tellings WHERE event_id = ?", (self._event_id,))
        return in_order_of_reports(_loaded(text) for (text,) in rows)

    @overload
    def __getitem__(self, place: int) -> Told: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Told]: ...
    def __getitem__(self, place: int | slice) -> Told | Sequence[Told]:
        return self._read[place]

    def __len__(self) -> int:
        return len(self._read)


def unread_of_events(connection: sqlite3.Connection, events: Collection[str]) -> dict[str, Unread]:
    """The tellings of some events by the event's id, none of them read yet."""
    found: dict[str, list[str]] = {key: [] for key in events}
    for event_id, version_id in rows_of(
        connection,
        "SELECT s.event_id, s.version_id FROM asked JOIN event_sources AS s ON s.event_id = asked.key",
        events,
    ):
        found[event_id].append(version_id)
    return {key: Unread(connection, key, versions) for key, versions in found.items()}


def led_by(connection: sqlite3.Connection, leads: Collection[str]) -> list[Kept]:
    """The tellings whose lead is one of some."""
    return _kept(connection, "JOIN tellings AS t ON t.lead = asked.key", leads)


def roots_of(connection: sqlite3.Connection, ids: Collection[str]) -> set[str]:
    """The roots of the trees that some tellings stand in."""
    return {
        row[0]
        for row in rows_of(connection, "SELECT DISTINCT t.root FROM asked JOIN tellings AS t ON t.id = asked.key", ids)
    }


def with_ids(connection: sqlite3.Connection, ids: Collection[str]) -> list[Kept]:
    """Some tellings."""
    return _kept(connection, "JOIN tellings AS t ON t.id = asked.key", ids)


def with_keys(connection: sqlite3.Connection, keys: Collection[str]) -> list[Kept]:
    """The tellings that decisions know by these keys."""
    return _kept(connection, "JOIN tellings AS t ON t.key = asked.key", keys)


def in_blocks(connection: sqlite3.Connection, blocks: Collection[str]) -> list[Kept]:
    """The tellings that are filed under some blocks, each once."""
    return _kept(
        connection, "JOIN telling_blocks AS b ON b.block = asked.key JOIN tellings AS t ON t.id = b.telling_id", blocks
    )


def events_in_blocks(connection: sqlite3.Connection, blocks: Collection[str]) -> set[str]:
    """The events of the tellings that are filed under some blocks, without loading the tellings."""
    return _events(
        connection, "JOIN telling_blocks AS b ON b.block = asked.key JOIN tellings AS t ON t.id = b.telling_id", blocks
    )


def events_of_versions(connection: sqlite3.Connection, versions: Collection[str]) -> set[str]:
    """The events that some versions tell, without loading the tellings."""
    return _events(connection, "JOIN tellings AS t ON t.version_id = asked.key", versions)


def _events(connection: sqlite3.Connection, joins: str, keys: Collection[str]) -> set[str]:
    statement = f"SELECT DISTINCT t.event_id FROM asked {joins} WHERE t.event_id IS NOT NULL"
    return {row[0] for row in rows_of(connection, statement, keys)}


def block_sizes(connection: sqlite3.Connection, blocks: Collection[str]) -> dict[str, int]:
    """How many tellings are filed under each of some blocks; none for those that are empty."""
    rows = rows_of(
        connection,
        "SELECT b.block, count(*) FROM asked JOIN telling_blocks AS b ON b.block = asked.key GROUP BY b.block",
        blocks,
    )
    return dict(rows)


def _kept(connection: sqlite3.Connection, joins: str, keys: Collection[str]) -> list[Kept]:
    rows = rows_of(connection, f"SELECT DISTINCT {_COLUMNS} FROM asked {joins} ORDER BY t.id", keys) if keys else ()
    return [Kept(_loaded(told), lead, root, event_id) for told, lead, root, event_id in rows]


def remove(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Forget tellings."""
    run_for(connection, "DELETE FROM tellings WHERE id = ?", ids)


def keep(
    connection: sqlite3.Connection,
    fresh: Iterable[Told],
    leads: Mapping[str, str | None],
    roots: Mapping[str, str],
    events: Mapping[str, str],
) -> None:
    """Keep fresh tellings, and where the tellings of the trees that were made anew stand."""
    for one in fresh:
        connection.execute(
            "INSERT INTO tellings (id, version_id, key, root, told) VALUES (?, ?, ?, ?, ?)",
            (one.id, one.version_id, one.key, one.id, _dumped(one)),
        )
        connection.executemany(
            "INSERT INTO telling_blocks (block, telling_id) VALUES (?, ?)",
            [(block, one.id) for block in sorted(filed_under(one))],
        )
    connection.executemany(
        "UPDATE tellings SET lead = ?, root = ?, event_id = ? WHERE id = ?",
        [(leads.get(key), root, events.get(key), key) for key, root in sorted(roots.items())],
    )


def _dumped(one: Told) -> str:
    return json.dumps(
        [
            *(one.id, one.version_id, one.article_id, one.source_id, one.published, one.type, one.modality),
            *(one.confidence, one.date, one.fields, [[p.role, p.name, p.entity_id] for p in one.parties]),
            *(one.start, one.end, one.quote, sorted(one.about), sorted(one.states), one.source_kind, one.nth, one.word),
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _loaded(text: str) -> Told:
    row: list[Any] = json.loads(text)
    row[9] = tuple((name, value) for name, value in row[9])
    row[10] = tuple(Party(*party) for party in row[10])
    row[14:16] = frozenset(row[14]), frozenset(row[15])
    return Told(*row)
