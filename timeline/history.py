"""Keeps what was believed when: a row for each event and measure that a build made, changed or withdrew, and why."""

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from timeline.asked import rows_after, rows_of
from timeline.review import Decision, in_order
from timeline.settle import Event
from timeline.store import Store

_UNTRACKED = frozenset({"docid"})


@dataclass(frozen=True, slots=True)
class Believed:
    """What the store holds of some events and measures at one moment: their rows by id, and the decisions on them."""

    events: Mapping[str, Mapping[str, Any]]
    measures: Mapping[str, Mapping[str, Any]]
    decided: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Change:
    """One entry: ``change`` is created, changed, merged, split or withdrawn; ``other_id`` the event merged into or split from."""

    subject: str
    subject_id: str
    change: str
    details: Mapping[str, Any]
    reason: str
    other_id: str | None = None


def believed(connection: sqlite3.Connection, events: Collection[str], measures: Mapping[str, int]) -> Believed:
    """What the store holds now of some events and measures; of a measure's steps those after the number given."""
    steps: dict[str, list[str]] = {}
    for measure_id, day, state, until in rows_after(
        connection,
        "SELECT s.measure_id, s.date, s.state, s.valid_until FROM asked JOIN measure_events AS s ON s.measure_id = asked.key "
        "AND s.number > asked.after WHERE NOT coalesce(s.inferred, 0) ORDER BY s.measure_id, s.number",
        measures,
    ):
        steps.setdefault(measure_id, []).append(
            " ".join(part for part in (day, state, until and f"to {until}") if part)
        )
    decided: dict[str, set[str]] = {}
    for event_id, decision_id in rows_of(
        connection,
        "SELECT d.event_id, d.decision_id FROM asked JOIN event_decisions AS d ON d.event_id = asked.key",
        events,
    ):
        decided.setdefault(event_id, set()).add(decision_id)
    return Believed(
        events=_by_id(connection, "events", events),
        measures={
            key: {**row, "steps": "; ".join(steps.get(key, ()))}
            for key, row in _by_id(connection, "measures", measures).items()
        },
        decided={event_id: frozenset(ids) for event_id, ids in decided.items()},
    )


def _by_id(connection: sqlite3.Connection, table: str, ids: Collection[str]) -> dict[str, dict[str, Any]]:
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    rows = rows_of(connection, f"SELECT t.* FROM asked JOIN {table} AS t ON t.id = asked.key", ids)
    place = columns.index("id")
    return {row[place]: dict(zip(columns, row, strict=True)) for row in rows}


def find_changes(
    before: Believed,
    after: Believed,
    links: Mapping[str, str],
    by_id: Mapping[str, Event],
    decisions: Sequence[Decision],
) -> Iterator[Change]:
    """What differs between two moments, each change with its reason.

    ``links`` holds the event that each telling told at the earlier moment, by the telling's key; ``by_id`` the events
    of the later moment.
    """
    known: dict[str, set[str]] = {}
    for key, event_id in links.items():
        known.setdefault(event_id, set()).add(key)
    new_links = {one.key: event.id for event in by_id.values() for one in event.told}
    became = _moved(links, new_links)
    came_from = _moved(new_links, links)
    for event_id in sorted(before.events.keys() | after.events.keys()):
        old, new = before.events.get(event_id), after.events.get(event_id)
        if old == new:
            continue
        if new is None:
            yield _withdrawn(event_id, old or {}, became.get(event_id), decisions)
        elif old is None:
            origin = came_from.get(event_id)
            if origin in after.events:
                reason = f"Told apart from {origin}, which had the same texts."
                yield Change("event", event_id, "split", new, reason, origin)
            else:
                yield Change("event", event_id, "created", new, _first_told(by_id[event_id]))
        else:
            fresh = after.decided.get(event_id, frozenset()) - before.decided.get(event_id, frozenset())
            reason = _why_changed(by_id[event_id], known.get(event_id, set()), fresh, decisions)
            yield Change("event", event_id, "changed", _differences(old, new), reason)
    for measure_id in sorted(before.measures.keys() | after.measures.keys()):
        old, new = before.measures.get(measure_id), after.measures.get(measure_id)
        if old == new:
            continue
        if old is None or new is None:
            change, row = ("created", new) if old is None else ("withdrawn", old)
            yield Change(
                "measure",
                measure_id,
                change,
                row or {},
                "It follows from the events told above."
                if new
                else "Its events were withdrawn, or are of another measure.",
            )
        else:
            yield Change("measure", measure_id, "changed", _differences(old, new), "Its events changed.")


def keep_changes(store: Store, changes: Iterable[Change]) -> int:
    """Store the changes under the present time; says how many are of events."""
    at = store.now().isoformat()
    counts: Counter[str] = Counter()
    for change in changes:
        counts[change.subject] += 1
        number = store.db.conn.execute(
            "SELECT count(*) + 1 FROM history WHERE event_id = ?", (change.subject_id,)
        ).fetchone()[0]
        store.db.conn.execute(
            "INSERT INTO history (event_id, number, at, change, details, subject, reason, other_id) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                change.subject_id,
                number,
                at,
                change.change,
                json.dumps(change.details, ensure_ascii=False, sort_keys=True),
                change.subject,
                change.reason,
                change.other_id,
            ),
        )
    return counts["event"]


def _moved(from_links: Mapping[str, str], to_links: Mapping[str, str]) -> dict[str, str]:
    """For each event of one moment, the other event that most of its mentions tell at the other moment."""
    counts: dict[str, Counter[str]] = {}
    for mention_id, event_id in from_links.items():
        other = to_links.get(mention_id)
        if other is not None and other != event_id:
            counts.setdefault(event_id, Counter())[other] += 1
    return {event_id: max(sorted(found), key=lambda other: found[other]) for event_id, found in counts.items()}


def _differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, list[Any]]:
    names = dict.fromkeys((*old, *new))
    found = {
        name: [old.get(name), new.get(name)]
        for name in names
        if name not in _UNTRACKED and old.get(name) != new.get(name)
    }
    if "steps" in found:
        found["steps"] = _where_steps_part(old["steps"], new["steps"])
    return found


def _where_steps_part(old: str, new: str) -> list[Any]:
    """The steps of two moments from the first that differs; those before it may be thousands."""
    steps = [one.split("; ") if one else [] for one in (old, new)]
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(*steps, strict=False)))
    return ["; ".join(one[common:]) for one in steps]


def _withdrawn(event_id: str, row: Mapping[str, Any], heir: str | None, decisions: Sequence[Decision]) -> Change:
    if heir is not None:
        return Change("event", event_id, "merged", row, f"Its texts tell {heir}.", heir)
    rejected = next(
        (one for one in reversed(in_order(decisions)) if one.action == "reject" and one.summary == row.get("summary")),
        None,
    )
    if rejected is not None:
        return Change("event", event_id, "withdrawn", row, f"Rejected by {rejected.who}: {rejected.why}")
    return Change("event", event_id, "withdrawn", row, "No text in the store tells it any more: edited, or read anew.")


def _first_told(event: Event) -> str:
    first = event.told[0]
    day = f", {first.published[:10]}" if first.published else ""
    others = f" and {event.articles - 1} more" if event.articles > 1 else ""
    return f"Told by {first.source_id}{day}{others}."


def _why_changed(event: Event, known: set[str], fresh: frozenset[str], decisions: Sequence[Decision]) -> str:
    deciding = next((one for one in reversed(in_order(decisions)) if one.id in fresh), None)
    if deciding is not None:
        return f"Decided by {deciding.who} ({deciding.action}): {deciding.why}"
    new = [one for one in event.told if one.key not in known]
    if new:
        sources = ", ".join(sorted({one.source_id for one in new}))
        return f"{len(new)} more telling{'s' if len(new) > 1 else ''} of it, by {sources}."
    if len(event.told) < len(known):
        return "Fewer texts tell it: an article was edited, or read anew."
    return "The same texts, read or weighed anew."
