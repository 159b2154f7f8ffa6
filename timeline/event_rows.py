"""Events as rows: writes them with all that hangs on them, and makes events of rows again."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from timeline import kept_tellings
from timeline.asked import rows_of
from timeline.keys import document_number
from timeline.periods import period
from timeline.settle import FIELDS, Conflict, Event
from timeline.told import Party

_NUMBERS = frozenset({"count", "ordinal"})

Row = tuple[str, dict[str, Any]]
"""A table's name and one row of it."""


def event_row(event: Event) -> dict[str, Any]:
    """The row of ``events``."""
    span = event.period
    fields = {name: event.fields.get(name) for name in FIELDS}
    return {
        "docid": document_number(event.id),
        "id": event.id,
        "type": event.type,
        "family": event.type.split(".")[0],
        "date": event.date,
        "date_start": span.start.isoformat() if span else None,
        "date_end": span.end.isoformat() if span else None,
        "date_precision": span.precision if span else "none",
        "date_basis": event.date_basis,
        "modality": event.modality,
        "agency": event.agency,
        "actor": "; ".join(event.named("actor")) or None,
        "targets": "; ".join(event.named("target")) or None,
        **{name: int(value) if value is not None and name in _NUMBERS else value for name, value in fields.items()},
        "confidence": event.confidence,
        "source_count": event.independent,
        "article_count": event.articles,
        "first_reported": event.first_reported,
        "last_reported": event.last_reported,
        "summary": event.summary,
        "quote": event.quote,
    }


def part_rows(event: Event, repeated: Mapping[str, str]) -> Iterator[Row]:
    """The rows of an event's parties, sources and mentions; ``repeated`` says which articles repeat another."""
    for party in event.parties:
        yield (
            "participants",
            {
                "event_id": event.id,
                "role": party.role,
                "name": party.name,
                "entity_id": party.entity_id,
                "day": event.day,
            },
        )
    for one in event.told:
        yield (
            "event_sources",
            {
                "event_id": event.id,
                "version_id": one.version_id,
                "article_id": one.article_id,
                "source_id": one.source_id,
                "published": one.published[:10] if one.published else None,
                "copy_of": repeated.get(one.article_id),
                "start": one.start,
                "end": one.end,
                "quote": one.quote,
            },
        )
        yield "event_links", {"mention_id": one.id, "event_id": event.id}


def conflict_rows(event_id: str, conflicts: Iterable[Conflict]) -> Iterator[Row]:
    """The rows of an event's contradictions."""
    for conflict in conflicts:
        yield (
            "conflicts",
            {
                "event_id": event_id,
                "field": conflict.field,
                "value": conflict.value,
                "preferred": conflict.preferred,
                "sources": "; ".join(conflict.sources),
                "preferred_sources": "; ".join(conflict.preferred_sources),
                "rule": conflict.rule,
                "kind": conflict.kind,
                "other_id": conflict.other_id or "",
            },
        )


def insert(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Write rows, in their order."""
    statements: dict[tuple[str, ...], str] = {}
    for table, row in rows:
        key = (table, *row)
        if key not in statements:
            names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" for _ in row)
            statements[key] = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'
        connection.execute(statements[key], tuple(row.values()))


_COLUMNS = (
    *("id", "type", "date", "date_basis", "modality", "confidence", "source_count", "article_count"),
    *("first_reported", "last_reported", "summary", "quote", *FIELDS),
)


def load_events(connection: sqlite3.Connection, ids: Collection[str]) -> list[Event]:
    """The stored events of some ids, in the order of the ids, without their contradictions.

    Their tellings are read when somebody looks at them, which few who ask for events do.
    """
    parties: dict[str, list[Party]] = {}
    for event_id, *party in rows_of(
        connection,
        "SELECT p.event_id, p.role, p.name, p.entity_id FROM asked JOIN participants AS p ON p.event_id = asked.key "
        "ORDER BY p.event_id, p.rowid",
        ids,
    ):
        parties.setdefault(event_id, []).append(Party(*party))
    told = kept_tellings.unread_of_events(connection, ids)
    columns = ", ".join(f'e."{name}"' for name in _COLUMNS)
    return [
        _event(row, parties.get(row[0], ()), told[row[0]])
        for row in rows_of(
            connection, f"SELECT {columns} FROM asked JOIN events AS e ON e.id = asked.key ORDER BY e.id", ids
        )
    ]


def _event(row: Sequence[Any], parties: Sequence[Party], told: kept_tellings.Unread) -> Event:
    key, kind, date, basis, modality, confidence, sources, articles, first, last, summary, quote, *values = row
    return Event(
        id=key,
        type=kind,
        date=date,
        period=period(date),
        date_basis=basis,
        modality=modality,
        parties=tuple(parties),
        fields={name: str(value) for name, value in zip(FIELDS, values, strict=True) if value is not None},
        confidence=confidence,
        told=told,
        texts=told.versions,
        independent=sources,
        articles=articles,
        first_reported=first,
        last_reported=last,
        summary=summary,
        quote=quote,
        conflicts=(),
    )
