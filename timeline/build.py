"""Builds the events, measures and their history in the store from the mentions in it, taking up only what changed."""

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from nlp.digests import digest_of
from timeline import kept_tellings
from timeline.asked import rows_of, run_for
from timeline.bearings import acts_sought, claims_sought, find_bearings, is_claim
from timeline.blocks import blocks_of
from timeline.copies import copies
from timeline.event_rows import conflict_rows, event_row, insert, load_events, part_rows
from timeline.gazette import anchor_events
from timeline.history import believed, find_changes, keep_changes
from timeline.kinship import Kinship, default_kinship
from timeline.ledger import find_ledger_change, take_out, write_ledger
from timeline.ledger_rows import (
    anchor_rows,
    events_with_new_documents,
    gazette_documents,
    texts_with_references,
)
from timeline.mentions import load_told
from timeline.redirects import keep_redirects
from timeline.regroup import Regrouped, regroup
from timeline.review import decision_rows, load_decisions
from timeline.settle import Event, settle
from timeline.statements import load_said, statement_rows
from timeline.store import Store
from timeline.told import Told


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """How many mentions, events and measures the timeline holds, and how many events changed."""

    mentions: int
    events: int
    measures: int
    changed: int


def build(store: Store) -> BuildSummary:
    """Bring the timeline up to date with the newest versions, decisions and gazette documents, all or nothing.

    What comes out is what building from nothing would give, in whatever portions the versions came.
    """
    connection, kin = store.db.conn, default_kinship()
    with store.db.atomic():
        by_other_rules = _forget_if_rules_changed(connection)
        gone, fresh = kept_tellings.stale_versions(connection)
        told = list(load_told(store, fresh))
        decisions = load_decisions(store)
        documents = gazette_documents(store)
        again = events_with_new_documents(connection)
        made = regroup(connection, gone, told, decisions, load_decisions(store, new=True), again, kin)
        if by_other_rules:
            made = _with_events_of_older_builds(connection, made, told)
        events, repeated = _settled(connection, made)

        claims = _stored_claims(connection, made.old_events, events)
        texts = texts_with_references(connection, {text for event in events for text in event.texts})
        beside = load_events(connection, kept_tellings.events_of_versions(connection, texts) - made.old_events)
        anchors = anchor_events(events, texts, documents, beside)
        ledger = find_ledger_change(connection, made.old_events, events, anchors)
        before = believed(connection, made.old_events, ledger.stored)
        take_out(connection, ledger)
        _take_out(connection, made.old_events)
        insert(connection, (("events", event_row(event)) for event in sorted(events, key=lambda event: event.id)))
        for event in events:
            insert(connection, part_rows(event, repeated.get(event.id, {})))
            insert(connection, conflict_rows(event.id, event.conflicts))
        links = {one.id: event.id for event in events for one in event.told}
        kept_tellings.keep(connection, told, made.leads, made.roots, links)

        insert(connection, anchor_rows(anchors))
        insert(connection, statement_rows(events, load_said(connection, [one.id for e in events for one in e.told])))
        insert(connection, decision_rows(events, decisions))
        write_ledger(connection, ledger)
        _bear(connection, claims, events, kin)

        by_id = {event.id: event for event in events}
        after = believed(connection, by_id, ledger.made)
        changes = list(find_changes(before, after, made.old_links, by_id, decisions))
        changed = keep_changes(store, changes)
        keep_redirects(store, changes)
        kept_tellings.mark_built(connection, gone, fresh)
        for table in ("decisions", "gazette_documents"):
            connection.execute(f"UPDATE {table} SET built = 1 WHERE built IS NULL")
    return BuildSummary(
        mentions=_count(connection, "tellings"),
        events=_count(connection, "events"),
        measures=_count(connection, "measures"),
        changed=changed,
    )


def _count(connection: sqlite3.Connection, table: str) -> int:
    (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(count)


def _forget_if_rules_changed(connection: sqlite3.Connection) -> bool:
    """Whether the last build was by other rules; then everything is taken up anew."""
    rules = digest_of(Path(__file__).parent.glob("*.py"))
    stored = connection.execute("SELECT version FROM builders WHERE part = 'timeline'").fetchone()
    if stored is not None and stored[0] == rules:
        return False
    # What was built is left for now, so that the history can say what the new rules changed.
    connection.execute("UPDATE readings SET built = NULL")
    connection.execute("INSERT OR REPLACE INTO builders (part, version) VALUES ('timeline', ?)", (rules,))
    return True


def _with_events_of_older_builds(connection: sqlite3.Connection, made: Regrouped, told: Iterable[Told]) -> Regrouped:
    """The same, and all events that were built before builds remembered their tellings."""
    unknown = {
        row[0]
        for row in connection.execute(
            "SELECT id FROM events WHERE NOT EXISTS (SELECT 1 FROM tellings WHERE tellings.event_id = events.id)"
        )
    } - made.old_events
    if not unknown:
        return made
    keys = {one.id: one.key for one in told}
    links = {
        keys[mention_id]: event_id
        for mention_id, event_id in connection.execute("SELECT mention_id, event_id FROM event_links")
        if event_id in unknown and mention_id in keys
    }
    return replace(made, old_events=made.old_events | unknown, old_links={**links, **made.old_links})


def _settled(connection: sqlite3.Connection, made: Regrouped) -> tuple[list[Event], dict[str, dict[str, str]]]:
    """The events of the acts, and, by event, which of its articles repeat another."""
    texts = {
        row[0]: row
        for row in rows_of(
            connection,
            "SELECT v.id, v.article_id, v.published, v.text FROM asked JOIN article_versions AS v ON v.id = asked.key",
            {one.version_id for act in made.acts if len(act.told) > 1 for one in act.told},
        )
    }
    events, repeated = [], {}
    for act in made.acts:
        versions = {one.version_id for one in act.told}
        found = copies([texts[version][1:] for version in sorted(versions)]) if len(versions) > 1 else {}
        event = settle(act, found)
        events.append(event)
        repeated[event.id] = found
    return events, repeated


_OF_EVENTS = (
    *("conflicts", "event_links", "event_sources", "participants", "event_statements", "event_decisions"),
    *("event_documents", "relations"),
)


def _take_out(connection: sqlite3.Connection, events: Collection[str]) -> None:
    """Remove events with all that hangs on them."""
    for table in _OF_EVENTS:
        run_for(connection, f"DELETE FROM {table} WHERE event_id = ?", events)
    for table in ("conflicts", "relations"):
        run_for(connection, f"DELETE FROM {table} WHERE other_id = ?", events)
    run_for(connection, "DELETE FROM events WHERE id = ?", events)


def _stored_claims(connection: sqlite3.Connection, old: Collection[str], events: Iterable[Event]) -> set[str]:
    """The ids of stored events that bore on one of the old events, or may bear on one of the new."""
    found = _related(connection, old)
    blocks = blocks_of(one for event in events for one in claims_sought(event))
    found |= kept_tellings.events_in_blocks(connection, blocks)
    pending = found
    while pending:  # what contradicts a claim is told anew with it
        pending = _related(connection, pending, "WHERE r.kind = 'contradicts'") - found
        found |= pending
    return found - set(old)


def _related(connection: sqlite3.Connection, events: Collection[str], which: str = "") -> set[str]:
    """The events on either side of the relations that some events are in."""
    sides = " UNION ".join(
        f"SELECT r.event_id, r.other_id FROM asked JOIN relations AS r ON r.{side} = asked.key {which}"
        for side in ("event_id", "other_id")
    )
    return {key for row in rows_of(connection, sides, events) for key in row}


def _bear(connection: sqlite3.Connection, stored: Collection[str], events: Sequence[Event], kin: Kinship) -> None:
    """Write how the new claims, and the stored ones of these ids, bear on all acts."""
    made = {event.id: event for event in events}
    claims = [event for event in (*load_events(connection, stored), *events) if is_claim(event)]
    blocks = blocks_of(one for event in claims for one in acts_sought(event))
    near = kept_tellings.events_in_blocks(connection, blocks)
    acts = [*load_events(connection, near - made.keys()), *events]
    ids = {event.id for event in claims}
    run_for(connection, "DELETE FROM relations WHERE other_id = ? AND kind = 'implements'", ids)
    run_for(connection, "DELETE FROM relations WHERE event_id = ? AND kind IN ('superseded_by', 'bounds')", ids)
    for side in ("event_id", "other_id"):
        run_for(connection, f"DELETE FROM relations WHERE {side} = ? AND kind = 'contradicts'", ids)
        run_for(connection, f"DELETE FROM conflicts WHERE {side} = ? AND other_id <> ''", ids)
    found, conflicts = find_bearings(claims, acts, kin)
    insert(connection, (("relations", asdict(one)) for one in found))
    for event_id in sorted(conflicts):
        insert(connection, conflict_rows(event_id, conflicts[event_id]))
