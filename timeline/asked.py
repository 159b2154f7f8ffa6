"""Asks the database about many keys at once."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any


def rows_of(connection: sqlite3.Connection, statement: str, keys: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement that joins ``asked (key)``, a table of these keys alone, in the order of the statement."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS asked (key TEXT PRIMARY KEY) WITHOUT ROWID")
    connection.execute("DELETE FROM asked")
    connection.executemany("INSERT OR IGNORE INTO asked (key) VALUES (?)", ((key,) for key in keys))
    yield from connection.execute(statement).fetchall()


def run_for(connection: sqlite3.Connection, statement: str, keys: Iterable[str]) -> None:
    """Run a statement once for each key."""
    connection.executemany(statement, ((key,) for key in sorted(keys)))
