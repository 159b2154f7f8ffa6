"""Remembers where events went that were merged into others, so that an old id still leads to what it told of."""

import sqlite3
from collections.abc import Iterable

from timeline.history import Change
from timeline.store import Store


def keep_redirects(store: Store, changes: Iterable[Change]) -> None:
    """Point the id of each event that was merged away at its heir; an id that is an event's again points nowhere."""
    at = store.now().isoformat()
    connection = store.db.conn
    for change in changes:
        if change.change == "merged" and change.other_id is not None:
            connection.execute("UPDATE redirects SET new_id = ? WHERE new_id = ?", (change.other_id, change.subject_id))
            store.upsert("redirects", {"old_id": change.subject_id, "new_id": change.other_id, "at": at}, ("old_id",))
    connection.execute("DELETE FROM redirects WHERE old_id IN (SELECT id FROM events) OR old_id = new_id")


def where_now(connection: sqlite3.Connection, key: str) -> str | None:
    """The id of the event that an old id, or its first characters, leads to; None for no such, or several."""
    found = connection.execute(
        "SELECT DISTINCT new_id FROM redirects WHERE old_id >= ? AND old_id < ? LIMIT 2", (key, f"{key}~")
    ).fetchall()
    return str(found[0][0]) if len(found) == 1 else None
