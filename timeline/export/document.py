"""Loads the timeline out of the store, once for all formats."""

import sqlite3
from dataclasses import dataclass
from typing import Any

TIMELINE_VERSION = 2
"""Version of the timeline JSON; it rises when a key changes its meaning or goes."""

_EVENT_KEYS = (
    "id type date date_start date_end date_precision date_basis modality agency actor items instrument count rate "
    "published_on effective_from valid_until duration previous_valid_until ordinal attribution confidence source_count "
    "article_count first_reported last_reported summary"
).split()
_MEASURE_KEYS = "id kind scope title agency holder counterparty instrument items citation valid_from".split()


@dataclass(frozen=True, slots=True)
class TimelineDocument:
    """The timeline as plain values: events with their sources, conflicts and relations, measures, and sources."""

    events: tuple[dict[str, Any], ...]
    measures: tuple[dict[str, Any], ...]
    sources: tuple[dict[str, Any], ...]
    known_on: str | None = None
    """The day as known on which the timeline is; None for the timeline as it is."""


def load_timeline(connection: sqlite3.Connection, known_on: str | None = None) -> TimelineDocument:
    """All events in the order of their dates, undated ones by their first report, and all measures."""
    events = _rows(
        connection,
        f"SELECT {', '.join(_EVENT_KEYS)}, targets FROM events "
        "ORDER BY coalesce(date_start, first_reported, '9999'), date_end, type, id",
    )
    quotes = _grouped(
        connection,
        "SELECT s.event_id, s.source_id AS source, a.url, a.title, s.published, s.quote, s.start, s.end, "
        "c.url AS copy_of FROM event_sources AS s JOIN articles AS a ON a.id = s.article_id "
        "LEFT JOIN articles AS c ON c.id = s.copy_of ORDER BY s.event_id, coalesce(s.published, '9999'), a.url",
    )
    conflicts = _grouped(
        connection,
        "SELECT event_id, kind, field, value, preferred, sources, preferred_sources, rule FROM conflicts ORDER BY 1, 3, 4",
    )
    relations = _grouped(connection, "SELECT event_id, kind, other_id AS event FROM relations ORDER BY 1, 2, 3")
    documents = _grouped(
        connection,
        "SELECT d.event_id, d.kind, d.reference, d.document, d.published_on, a.url, d.start, d.end "
        "FROM event_documents AS d JOIN article_versions AS v ON v.id = d.version_id "
        "JOIN articles AS a ON a.id = v.article_id ORDER BY 1, 2, 3, a.url",
    )
    statements = _grouped(
        connection,
        "SELECT s.event_id, s.speaker, s.text, s.published, s.article_count AS articles, a.url, s.start, s.end "
        "FROM event_statements AS s JOIN article_versions AS v ON v.id = s.version_id "
        "JOIN articles AS a ON a.id = v.article_id ORDER BY s.event_id, s.number",
    )
    decisions = _grouped(
        connection,
        "SELECT e.event_id, d.action, d.field, d.value, d.who, d.at, d.why FROM event_decisions AS e "
        "JOIN decisions AS d ON d.id = e.decision_id ORDER BY e.event_id, d.at, d.id",
    )
    # An expiry that is only inferred has come about once its day is past.
    steps = _grouped(
        connection,
        "SELECT s.measure_id, s.event_id AS event, s.state, s.date, s.valid_from, s.valid_until, s.valid_until_basis, "
        "s.previous_valid_until, s.ordinal, s.ordinal_basis, s.citation, s.inferred, s.flag "
        "FROM measure_events AS s, today WHERE NOT s.inferred OR s.holds_from <= today.day ORDER BY s.measure_id, s.number",
    )
    for event in events:
        event["targets"] = event["targets"].split("; ") if event["targets"] else []
        event["mentions"] = quotes.get(event["id"], [])
        event["conflicts"] = conflicts.get(event["id"], [])
        event["relations"] = relations.get(event["id"], [])
        event["documents"] = documents.get(event["id"], [])
        event["statements"] = statements.get(event["id"], [])
        event["decisions"] = decisions.get(event["id"], [])
    measures = _rows(connection, f"SELECT {', '.join(_MEASURE_KEYS)} FROM measures ORDER BY kind, title, id")
    for measure in measures:
        measure["steps"] = steps.get(measure["id"], [])
        for step in measure["steps"]:
            step["inferred"] = bool(step["inferred"])
        last = measure["steps"][-1]
        for name in ("state", "valid_until", "valid_until_basis", "inferred"):
            measure[name] = last[name]
        measure["since"] = last["date"]
    sources = _rows(connection, "SELECT id, title, kind, country, home FROM sources ORDER BY id")
    return TimelineDocument(tuple(events), tuple(measures), tuple(sources), known_on)


def _rows(connection: sqlite3.Connection, statement: str) -> list[dict[str, Any]]:
    cursor = connection.execute(statement)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _grouped(connection: sqlite3.Connection, statement: str) -> dict[str, list[dict[str, Any]]]:
    """Rows by their first column, which they then lose."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(connection, statement):
        key = row.pop(next(iter(row)))
        found.setdefault(key, []).append(row)
    return found
