"""The formats that a timeline is given out in: one file a format, registered here by name."""

import sqlite3
from collections.abc import Callable

from timeline.export import csv_table, dashboard, timeline_json
from timeline.export.document import TimelineDocument, load_timeline

EXPORTS: dict[str, Callable[[TimelineDocument], str]] = {
    "json": timeline_json.write,
    "csv": csv_table.write,
    "dashboard": dashboard.write,
}


def export(connection: sqlite3.Connection, name: str, known_on: str | None = None) -> str:
    """The store's timeline in the format of that name; KeyError for a name that no format has.

    ``known_on`` is the day as known on which the connection's timeline is, where it is not as it is now.
    """
    return EXPORTS[name](load_timeline(connection, known_on))
