"""Checks that a database keeps its promises: a sentence for each fault, none for a sound one."""

import json
import sqlite3
from collections.abc import Callable, Iterator

from timeline.schema import SEARCH_NAMES
from timeline.tables import TABLES

_SPANS = (
    ("mentions", "t.version_id"),
    ("time_expressions", "t.version_id"),
    ("statements", "t.version_id"),
    ("event_arguments", "(SELECT m.version_id FROM event_mentions AS m WHERE m.id = t.mention_id)"),
    ("event_sources", "t.version_id"),
    ("event_statements", "t.version_id"),
    ("event_documents", "t.version_id"),
)
"""Tables with character offsets, and how a row finds the version that they point into."""
_SAME_WORDS = "replace(replace(replace(replace({}, char(10), ' '), char(13), ' '), char(9), ' '), ' ', '')"
_QUOTES = (("event_sources", "quote"), ("mentions", "text"), ("time_expressions", "text"), ("event_statements", "text"))
"""Tables that keep the words which their offsets point at."""


def find_faults(connection: sqlite3.Connection) -> Iterator[str]:
    """A sentence for each fault: the file, foreign keys, offsets, events, the ledger, history and search."""
    for found in _CHECKS:
        yield from found(connection)


def _file(connection: sqlite3.Connection) -> Iterator[str]:
    for (answer,) in connection.execute("PRAGMA integrity_check(20)"):
        if answer != "ok":
            yield f"The file is damaged: {answer}; restore it from a copy."


def _foreign_keys(connection: sqlite3.Connection) -> Iterator[str]:
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"{table}, row {row}: it points at a row of {parent} that is not there."


def _offsets(connection: sqlite3.Connection) -> Iterator[str]:
    for table, version in _SPANS:
        for row, start, end, length in connection.execute(
            f"SELECT t.rowid, t.start, t.end, length(v.text) FROM {table} AS t "
            f"JOIN article_versions AS v ON v.id = {version} "
            "WHERE t.start IS NOT NULL AND NOT (t.start >= 0 AND t.start < t.end AND t.end <= length(v.text))"
        ):
            yield f"{table}, row {row}: characters {start} to {end} are not in its text of {length}."
    for table, column in _QUOTES:
        there = _SAME_WORDS.format("substr(v.text, t.start + 1, t.end - t.start)")
        for row, words in connection.execute(
            f"SELECT t.rowid, t.{column} FROM {table} AS t JOIN article_versions AS v ON v.id = t.version_id "
            f"WHERE {there} <> {_SAME_WORDS.format(f't.{column}')}"
        ):
            # Other kinds of space than SQLite's are settled here, on the few rows that differ.
            (text,) = connection.execute(
                f"SELECT substr(v.text, t.start + 1, t.end - t.start) FROM {table} AS t "
                "JOIN article_versions AS v ON v.id = t.version_id WHERE t.rowid = ?",
                (row,),
            ).fetchone()
            if "".join(text.split()) != "".join(words.split()):
                yield f"{table}, row {row}: its offsets point at {text[:60]!r}, not at {words[:60]!r}."


def _events(connection: sqlite3.Connection) -> Iterator[str]:
    for (key,) in connection.execute(
        "SELECT id FROM events WHERE NOT EXISTS (SELECT 1 FROM event_sources AS s WHERE s.event_id = events.id)"
    ):
        yield f"Event {key} has no source."
    for (key,) in connection.execute(
        "SELECT id FROM events WHERE date_start > date_end OR (date IS NULL) <> (date_start IS NULL)"
    ):
        yield f"Event {key}: its date and the days that it allows do not fit."
    for key, stored, found in connection.execute(
        "SELECT e.id, e.article_count, count(DISTINCT s.article_id) AS n FROM events AS e "
        "JOIN event_sources AS s ON s.event_id = e.id GROUP BY e.id HAVING n <> e.article_count"
    ):
        yield f"Event {key} says it has {stored} articles, but {found} are linked."


def _ledger(connection: sqlite3.Connection) -> Iterator[str]:
    for (key,) in connection.execute(
        "SELECT id FROM measures WHERE NOT EXISTS (SELECT 1 FROM measure_events AS s WHERE s.measure_id = measures.id)"
    ):
        yield f"Measure {key} has no step."
    for key, number, before, following in connection.execute(
        "SELECT s.measure_id, s.number, s.holds_before, n.holds_from FROM measure_events AS s "
        "LEFT JOIN measure_events AS n ON n.measure_id = s.measure_id AND n.number = s.number + 1 "
        "WHERE s.holds_before IS NOT n.holds_from OR s.holds_before < s.holds_from"
    ):
        yield f"Measure {key}, step {number}: it holds before {before}, but the next one holds from {following}."
    for key, number, start, end in connection.execute(
        "SELECT measure_id, number, valid_from, valid_until FROM measure_events "
        "WHERE length(valid_from) = 10 AND length(valid_until) = 10 AND valid_from NOT LIKE '%W%' "
        "AND valid_until NOT LIKE '%W%' AND valid_until < valid_from AND coalesce(flag, '') = ''"
    ):
        yield f"Measure {key}, step {number}: its term ends on {end}, before it begins on {start}, and no flag says so."
    for key, state, stored in connection.execute(
        "SELECT m.id, m.state, s.state FROM measures AS m JOIN measure_events AS s ON s.measure_id = m.id "
        "WHERE NOT s.inferred AND s.number = (SELECT max(number) FROM measure_events AS l "
        "WHERE l.measure_id = m.id AND NOT l.inferred) AND s.state <> m.state"
    ):
        yield f"Measure {key} is {state}, but its last act left it {stored}."


def _json_columns(connection: sqlite3.Connection) -> Iterator[str]:
    for table, key, column in (("history", "event_id", "details"), ("decisions", "id", "mentions")):
        for row, text in connection.execute(f"SELECT {key}, {column} FROM {table}"):
            try:
                json.loads(text)
            except ValueError:
                yield f"{table}, {row}: its {column} are not JSON."


def _search(connection: sqlite3.Connection) -> Iterator[str]:
    for table in TABLES:
        if not table.search:
            continue
        name = SEARCH_NAMES[table.name]
        (stored,) = connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()
        (indexed,) = connection.execute(f"SELECT count(*) FROM {name}_docsize").fetchone()
        if stored != indexed:
            yield f"{name} knows {indexed} rows, but {table.name} has {stored}; run 'tradedocket build'."
        try:
            # Compares every word of the index with the table; it changes nothing, but FTS5 takes it as an insert.
            connection.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            yield f"{name} is out of step with {table.name}: {error}."


_CHECKS: tuple[Callable[[sqlite3.Connection], Iterator[str]], ...] = (
    _file,
    _foreign_keys,
    _offsets,
    _events,
    _ledger,
    _json_columns,
    _search,
)
