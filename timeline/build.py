"""Builds the events, measures and their history in the store from the mentions in it."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from timeline.bearings import find_bearings
from timeline.copies import copies
from timeline.gazette import anchor_events
from timeline.history import believed, find_changes, keep_changes
from timeline.keys import document_number
from timeline.kinship import default_kinship
from timeline.ledger_rows import anchor_rows, gazette_documents, measure_rows, texts_with_references
from timeline.measures import follow_measures, relations
from timeline.merge import merge
from timeline.redirects import keep_redirects
from timeline.review import apply_decisions, decision_rows, load_decisions
from timeline.settle import FIELDS, Conflict, Event, settle
from timeline.statements import load_said, statement_rows
from timeline.store import Store
from timeline.told import Party, Told

_ROLES = frozenset({"agency", "actor", "target"})
_BUILT = (
    "relations",
    "conflicts",
    "event_links",
    "event_sources",
    "participants",
    "event_statements",
    "event_decisions",
    "event_documents",
    "measure_flags",
    "measure_events",
    "measures",
    "events",
)
_NUMBERS = frozenset({"count", "ordinal"})


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """How many mentions went in, how many events and measures came out, and how many events changed."""

    mentions: int
    events: int
    measures: int
    changed: int


def build(store: Store) -> BuildSummary:
    """Merge all mentions of the newest versions anew and write what comes out, all or nothing."""
    told = list(load_told(store))
    texts = store.db.conn.execute(
        "SELECT a.id, v.published, v.text FROM articles AS a JOIN article_versions AS v ON v.id = a.version_id "
        "JOIN event_mentions AS m ON m.version_id = v.id GROUP BY a.id ORDER BY a.id"
    ).fetchall()
    repeated = copies(texts)
    decisions = load_decisions(store)
    kin = default_kinship()
    acts = apply_decisions(merge(told, kin), decisions)
    events = [settle(act, repeated) for act in acts]
    anchors = anchor_events(events, texts_with_references(store), gazette_documents(store))
    measures = follow_measures(events, anchors)
    bearings, contradictions = find_bearings(events, kin)
    with store.db.atomic():
        before = believed(store)
        for table in _BUILT:
            store.db.conn.execute(f'DELETE FROM "{table}"')
        for event in sorted(events, key=lambda event: event.id):
            _insert(store, "events", [_event_row(event)])
        for event in events:
            _write_parts(store, event, repeated, contradictions.get(event.id, ()))
        for table, row in (
            *measure_rows(measures),
            *anchor_rows(anchors),
            *statement_rows(events, load_said(store)),
            *decision_rows(events, decisions),
        ):
            _insert(store, table, [row])
        _insert(
            store,
            "relations",
            [
                {"event_id": one, "kind": kind, "other_id": other}
                for one, kind, other in (
                    *relations(measures),
                    *((bearing.event_id, bearing.kind, bearing.other_id) for bearing in bearings),
                )
            ],
        )
        changes = list(find_changes(before, believed(store), events, decisions))
        changed = keep_changes(store, changes)
        keep_redirects(store, changes)
    return BuildSummary(len(told), len(events), len(measures), changed)


def load_told(store: Store) -> Iterator[Told]:
    """The mentions of the newest version of each article."""
    connection = store.db.conn
    arguments: dict[str, list[tuple[Any, ...]]] = {}
    for key, *rest in connection.execute(
        "SELECT mention_id, field, value, entity_id, start, end FROM event_arguments ORDER BY mention_id, number"
    ):
        arguments.setdefault(key, []).append(tuple(rest))
    mentions = connection.execute(
        "SELECT m.id, v.id, a.id, a.source_id, s.kind, v.published, m.type, m.modality, m.confidence, m.date, v.text "
        "FROM event_mentions AS m JOIN articles AS a ON a.version_id = m.version_id "
        "JOIN article_versions AS v ON v.id = m.version_id LEFT JOIN sources AS s ON s.id = a.source_id "
        "ORDER BY m.version_id, m.number"
    ).fetchall()
    same_words: Counter[tuple[str, str, str]] = Counter()
    kin, about, authorities = default_kinship(), _abouts(connection), _authorities(connection)
    for (
        key,
        version_id,
        article_id,
        source_id,
        source_kind,
        published,
        kind,
        modality,
        confidence,
        day,
        text,
    ) in mentions:
        found = arguments.get(key, [])
        sentence = next(((start, end) for field, _, _, start, end in found if field == "sentence"), (0, 0))
        parties = tuple(
            sorted(
                {Party(field, value, entity) for field, value, entity, *_ in found if field in _ROLES},
                key=_party_order,
            )
        )
        agencies = [party for party in parties if party.role == "agency"]
        quote = " ".join(text[sentence[0] : sentence[1]].split())
        same_words[version_id, kind, quote] += 1
        yield Told(
            id=key,
            version_id=version_id,
            article_id=article_id,
            source_id=source_id,
            published=published,
            type=kind,
            modality=modality,
            confidence=confidence,
            date=day,
            fields=tuple((field, value) for field, value, *_ in found if field in FIELDS or field == "date_basis"),
            parties=parties,
            start=sentence[0],
            end=sentence[1],
            quote=quote,
            about=frozenset(about.get(version_id, ())),
            states=kin.states(agencies or authorities.get(version_id, ())),
            source_kind=source_kind,
            nth=same_words[version_id, kind, quote] - 1,
        )


def _abouts(connection: sqlite3.Connection) -> dict[str, set[str]]:
    """The companies and countries that each version names, and the parties of the acts that it tells."""
    found: dict[str, set[str]] = {}
    for version_id, name in connection.execute(
        "SELECT m.version_id, e.name FROM mentions AS m JOIN entities AS e ON e.id = m.entity_id "
        "WHERE m.label IN ('COMPANY', 'COUNTRY') UNION SELECT m.version_id, g.value FROM event_arguments AS g "
        "JOIN event_mentions AS m ON m.id = g.mention_id WHERE g.field IN ('actor', 'target')"
    ):
        found.setdefault(version_id, set()).add(name)
    return found


def _authorities(connection: sqlite3.Connection) -> dict[str, list[Party]]:
    """The authorities that each version names."""
    found: dict[str, list[Party]] = {}
    for version_id, name, entity_id in connection.execute(
        "SELECT DISTINCT m.version_id, e.name, e.id FROM mentions AS m JOIN entities AS e ON e.id = m.entity_id "
        "WHERE m.label = 'AGENCY'"
    ):
        found.setdefault(version_id, []).append(Party("agency", name, entity_id))
    return found


def _party_order(party: Party) -> tuple[str, str, str]:
    return party.role, party.name, party.entity_id or ""


def _event_row(event: Event) -> dict[str, Any]:
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


def _once(conflicts: Iterable[Conflict]) -> Iterable[Conflict]:
    """One contradiction for each value of a field."""
    return {(one.field, one.value): one for one in reversed(list(conflicts))}.values()


def _write_parts(store: Store, event: Event, repeated: Mapping[str, str], contradictions: Sequence[Conflict]) -> None:
    _insert(
        store,
        "participants",
        [
            {"event_id": event.id, "role": party.role, "name": party.name, "entity_id": party.entity_id}
            for party in event.parties
        ],
    )
    _insert(
        store,
        "event_sources",
        [
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
            }
            for one in event.told
        ],
    )
    _insert(store, "event_links", [{"mention_id": one.id, "event_id": event.id} for one in event.told])
    _insert(
        store,
        "conflicts",
        [
            {
                "event_id": event.id,
                "kind": conflict.kind,
                "field": conflict.field,
                "value": conflict.value,
                "preferred": conflict.preferred,
                "sources": "; ".join(conflict.sources),
                "preferred_sources": "; ".join(conflict.preferred_sources),
                "rule": conflict.rule,
                "other_id": conflict.other_id,
            }
            for conflict in _once([*event.conflicts, *contradictions])
        ],
    )


def _insert(store: Store, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    for row in rows:
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" for _ in row)
        store.db.conn.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', tuple(row.values()))
