"""Loads what the reader found as tellings: each event mention with whom its text is about."""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from timeline.asked import rows_of
from timeline.kinship import default_kinship
from timeline.settle import FIELDS
from timeline.store import Store
from timeline.told import Party, Told

_ROLES = frozenset({"agency", "actor", "target"})
_TOLD = frozenset({*FIELDS, "date_basis", "measure"})


def load_told(store: Store, versions: Collection[str]) -> Iterator[Told]:
    """The mentions of some versions, in the order of versions and texts."""
    connection = store.db.conn
    arguments: dict[str, list[tuple[Any, ...]]] = {}
    for key, *rest in rows_of(
        connection,
        "SELECT g.mention_id, g.field, g.value, g.entity_id, g.start, g.end FROM asked "
        "JOIN event_mentions AS m ON m.version_id = asked.key JOIN event_arguments AS g ON g.mention_id = m.id "
        "ORDER BY g.mention_id, g.number",
        versions,
    ):
        arguments.setdefault(key, []).append(tuple(rest))
    same_words: Counter[tuple[str, str, str]] = Counter()
    kin = default_kinship()
    about, authorities = _abouts(connection, versions), _authorities(connection, versions)
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
    ) in rows_of(
        connection,
        "SELECT m.id, v.id, v.article_id, a.source_id, s.kind, v.published, m.type, m.modality, m.confidence, m.date, v.text "
        "FROM asked JOIN event_mentions AS m ON m.version_id = asked.key "
        "JOIN article_versions AS v ON v.id = m.version_id JOIN articles AS a ON a.id = v.article_id "
        "LEFT JOIN sources AS s ON s.id = a.source_id ORDER BY m.version_id, m.number",
        versions,
    ):
        found = arguments.get(key, [])
        start, end = next(((start, end) for field, _, _, start, end in found if field == "sentence"), (0, 0))
        parties = {Party(field, value, entity) for field, value, entity, *_ in found if field in _ROLES}
        agencies = [party for party in parties if party.role == "agency"]
        quote = " ".join(text[start:end].split())
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
            fields=tuple((field, value) for field, value, *_ in found if field in _TOLD),
            parties=tuple(sorted(parties, key=lambda party: party.order)),
            start=start,
            end=end,
            quote=quote,
            about=frozenset(about.get(version_id, ())),
            states=kin.states(agencies or authorities.get(version_id, ())),
            source_kind=source_kind,
            nth=same_words[version_id, kind, quote] - 1,
            word=next((start for field, _, _, start, _ in found if field == "event"), None),
        )


def _abouts(connection: sqlite3.Connection, versions: Collection[str]) -> dict[str, set[str]]:
    """The companies and countries that each version names, and the parties of the acts that it tells."""
    found: dict[str, set[str]] = {}
    for version_id, name in rows_of(
        connection,
        "SELECT m.version_id, e.name FROM asked JOIN mentions AS m ON m.version_id = asked.key "
        "JOIN entities AS e ON e.id = m.entity_id WHERE m.label IN ('COMPANY', 'COUNTRY') "
        "UNION SELECT m.version_id, g.value FROM asked JOIN event_mentions AS m ON m.version_id = asked.key "
        "JOIN event_arguments AS g ON g.mention_id = m.id WHERE g.field IN ('actor', 'target')",
        versions,
    ):
        found.setdefault(version_id, set()).add(name)
    return found


def _authorities(connection: sqlite3.Connection, versions: Collection[str]) -> dict[str, list[Party]]:
    """The authorities that each version names."""
    found: dict[str, list[Party]] = {}
    for version_id, name, entity_id in rows_of(
        connection,
        "SELECT DISTINCT m.version_id, e.name, e.id FROM asked JOIN mentions AS m ON m.version_id = asked.key "
        "JOIN entities AS e ON e.id = m.entity_id WHERE m.label = 'AGENCY'",
        versions,
    ):
        found.setdefault(version_id, []).append(Party("agency", name, entity_id))
    return found
