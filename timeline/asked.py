"""Asks the database about many keys at once."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any


def rows_of(connection: sqlite3.Connection, statement: str, keys: Iterable[str]) -> list[tuple[Any, ...]]:
    """The rows of a SELECT that joins ``asked (key)``, which holds each of these keys once.

    The keys go along as JSON: a temporary table would leave a transaction open.
    """
    asked = "WITH asked (key) AS MATERIALIZED (SELECT DISTINCT value FROM json_each(?)) "
    return connection.execute(asked + statement, (json.dumps(sorted(keys)),)).fetchall()


def rows_after(
    connection: sqlite3.Connection, statement: str, places: Mapping[str, str] | Mapping[str, int]
) -> list[tuple[Any, ...]]:
    """The rows of a SELECT that joins ``asked (key, after)``, which holds each of these keys with a day or number of its own."""
    asked = "WITH asked (key, after) AS MATERIALIZED (SELECT key, value FROM json_each(?)) "
    return connection.execute(asked + statement, (json.dumps(places, sort_keys=True),)).fetchall()


def run_for(connection: sqlite3.Connection, statement: str, keys: Iterable[str]) -> None:
    """Run a statement once for each key."""
    connection.executemany(statement, ((key,) for key in sorted(keys)))
