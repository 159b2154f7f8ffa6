"""The ledger as rows: measures, their steps and flags, and what ties events to the gazette."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

from timeline.asked import rows_of, run_for
from timeline.gazette import Anchor, GazetteDocument
from timeline.measures import RELATIONS, Measure
from timeline.store import Store
from timeline.terms import Step

Row = tuple[str, dict[str, Any]]
"""A table's name and one row of it."""

_MAY_HOLD_REFERENCES = (
    "v.text LIKE '% FR %' OR v.text LIKE '%Fed. Reg.%' OR v.text LIKE '%ocket%' OR v.text LIKE '%F.R.%'"
)


def texts_with_references(connection: sqlite3.Connection, versions: Collection[str]) -> dict[str, str]:
    """Those of some versions that may point into a gazette, by id."""
    return dict(
        rows_of(
            connection,
            "SELECT v.id, v.text FROM asked JOIN article_versions AS v ON v.id = asked.key "
            f"WHERE {_MAY_HOLD_REFERENCES}",
            versions,
        )
    )


def events_with_new_documents(connection: sqlite3.Connection) -> set[str]:
    """The events that point at a gazette document which came since the last build, or that it tells."""
    rows = connection.execute(
        "SELECT document_number, citation, docket, article_id FROM gazette_documents WHERE built IS NULL"
    ).fetchall()
    references = {
        part for number, citation, docket, _ in rows for part in (number, citation, *(docket or "").split("; "))
    }
    found = rows_of(
        connection,
        "SELECT d.event_id FROM asked JOIN event_documents AS d ON d.reference = asked.key "
        "OR instr(asked.key, d.reference) > 0",
        [reference for reference in references if reference],
    )
    told = rows_of(
        connection,
        "SELECT s.event_id FROM asked JOIN article_versions AS v ON v.article_id = asked.key "
        "JOIN event_sources AS s ON s.version_id = v.id",
        [article_id for *_, article_id in rows if article_id],
    )
    return {row[0] for row in (*found, *told)}


def load_anchors(connection: sqlite3.Connection, events: Collection[str]) -> dict[str, list[Anchor]]:
    """The stored anchors of some events, in the order in which they were found."""
    found: dict[str, list[Anchor]] = {}
    for event_id, *anchor in rows_of(
        connection,
        "SELECT d.event_id, d.kind, d.reference, d.version_id, d.start, d.end, d.document, d.published_on FROM asked "
        "JOIN event_documents AS d ON d.event_id = asked.key ORDER BY d.rowid",
        events,
    ):
        found.setdefault(event_id, []).append(Anchor(*anchor))
    return found


def forget_relations(connection: sqlite3.Connection, events: Iterable[str]) -> None:
    """Remove what some events do to the steps before them."""
    kinds = ", ".join(f"'{kind}'" for kind in sorted(set(RELATIONS.values())))
    run_for(connection, f"DELETE FROM relations WHERE event_id = ? AND kind IN ({kinds})", events)


def relation_rows(connection: sqlite3.Connection, events: Collection[str]) -> Iterator[Row]:
    """How some events bear on the steps before them, in all measures that they are steps of."""
    for event_id, kind, predecessor in rows_of(
        connection,
        "SELECT DISTINCT s.event_id, e.type, s.predecessor_id FROM asked JOIN measure_events AS s ON s.event_id = asked.key "
        "JOIN events AS e ON e.id = s.event_id WHERE NOT s.inferred AND s.predecessor_id IS NOT NULL ORDER BY 1, 3",
        events,
    ):
        if kind in RELATIONS:
            yield "relations", {"event_id": event_id, "kind": RELATIONS[kind], "other_id": predecessor}


def gazette_documents(store: Store) -> list[GazetteDocument]:
    """The gazette documents that the crawler kept."""
    rows = store.db.conn.execute(
        "SELECT document_number, citation, docket, published_on, article_id FROM gazette_documents ORDER BY 1"
    )
    return [
        GazetteDocument(number, citation, tuple(dockets.split("; ")) if dockets else (), published_on, article_id)
        for number, citation, dockets, published_on, article_id in rows
    ]


def measure_rows(measures: Iterable[Measure]) -> Iterator[Row]:
    """The rows of the measures, of their steps and of their flags, those pointed at first; of one that stands, the later ones."""
    for measure in measures:
        if not measure.stand:
            yield "measures", {"id": measure.id, **_particulars(measure)}
            yield "measure_chains", {"measure_id": measure.id, **_made_of(measure)}
        for number, step in enumerate(measure.steps, measure.stand + 1):
            yield "measure_events", _step_row(measure, number, step)
            for flag in dict.fromkeys(step.flags):
                row = {"measure_id": measure.id, "number": number, "kind": flag.kind, "sentence": flag.sentence}
                yield "measure_flags", row


def _particulars(measure: Measure) -> dict[str, Any]:
    last = measure.last_act
    return {
        "kind": measure.kind,
        "scope": measure.scope,
        "title": measure.title,
        "agency": measure.agency,
        "holder": measure.holder,
        "counterparty": measure.counterparty,
        "instrument": measure.instrument,
        "items": measure.items,
        "state": last.state,
        "since": last.date,
        "valid_from": measure.valid_from,
        "valid_until": last.valid_until,
        "valid_until_basis": last.valid_until_basis,
        "citation": measure.citation,
    }


def _made_of(measure: Measure) -> dict[str, str | None]:
    return {"events": measure.followed_from, "names": measure.names.dumped() if measure.names is not None else None}


def bring_up_to_date(connection: sqlite3.Connection, measures: Iterable[Measure]) -> None:
    """Change the rows of the measures that stand, and of their last steps that do, to what follows."""
    for measure in measures:
        if not measure.stand:
            continue
        for table, key, row in (
            ("measures", "id", _particulars(measure)),
            ("measure_chains", "measure_id", _made_of(measure)),
        ):
            changes = ", ".join(f'"{name}" = ?' for name in row)
            connection.execute(f"UPDATE {table} SET {changes} WHERE {key} = ?", (*row.values(), measure.id))
        ends = measure.steps[0].holds_from if measure.steps else None
        statement = "UPDATE measure_events SET holds_before = ? WHERE measure_id = ? AND number = ?"
        connection.execute(statement, (ends, measure.id, measure.stand))


def without_stored_steps(connection: sqlite3.Connection, measure: Measure, old: Collection[str]) -> Measure:
    """The measure, those of its first steps standing that are stored as they are to be, and not of an old event."""
    rows = [_step_row(measure, number, step) for number, step in enumerate(measure.steps, 1)]
    columns = ", ".join(f'"{name}"' for name in rows[0])
    stored = connection.execute(
        f"SELECT {columns} FROM measure_events WHERE measure_id = ? ORDER BY number", (measure.id,)
    )
    same = takewhile(
        lambda pair: tuple(pair[0].values()) == pair[1] and pair[0]["event_id"] not in old,
        zip(rows, stored, strict=False),
    )
    stand = sum(1 for _ in same)
    return replace(measure, steps=measure.steps[stand:], stand=stand)


def followed_from(connection: sqlite3.Connection, measures: Collection[str]) -> dict[str, str]:
    """The hashes of the events that some stored licenses were followed from, by measure."""
    statement = (
        "SELECT c.measure_id, c.events FROM asked JOIN measure_chains AS c ON c.measure_id = asked.key "
        "WHERE c.events IS NOT NULL"
    )
    return dict(rows_of(connection, statement, measures))


def anchor_rows(anchors: Mapping[str, Sequence[Anchor]]) -> Iterator[Row]:
    """A row for each gazette reference of each event, the first where a version repeats it."""
    for event_id in sorted(anchors):
        seen = set()
        for anchor in anchors[event_id]:
            key = (anchor.kind, anchor.reference, anchor.version_id)
            if key in seen:
                continue
            seen.add(key)
            yield (
                "event_documents",
                {
                    "event_id": event_id,
                    "kind": anchor.kind,
                    "reference": anchor.reference,
                    "version_id": anchor.version_id,
                    "start": anchor.start,
                    "end": anchor.end,
                    "document": anchor.document,
                    "published_on": anchor.published_on,
                },
            )


def _step_row(measure: Measure, number: int, step: Step) -> dict[str, Any]:
    return {
        "measure_id": measure.id,
        "number": number,
        "event_id": step.event.id,
        "state": step.state,
        "date": step.date,
        "valid_from": step.valid_from,
        "valid_until": step.valid_until,
        "valid_until_basis": step.valid_until_basis,
        "previous_valid_until": step.previous_valid_until,
        "predecessor_id": step.predecessor.id if step.predecessor else None,
        "flag": " ".join(flag.sentence for flag in dict.fromkeys(step.flags)) or None,
        "ordinal": step.ordinal,
        "ordinal_basis": step.ordinal_basis,
        "citation": step.citation,
        "inferred": int(step.inferred),
        "holds_from": step.holds_from,
        "holds_before": step.holds_before,
    }
