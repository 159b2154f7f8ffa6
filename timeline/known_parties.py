"""Keeps the parties of imported lists and the merges of entities, and hands the reader the names to look for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nlp.knowledge import default_knowledge
from nlp.known_names import KnownName
from nlp.linking import Linker, id_by_name
from timeline.keys import content_key
from timeline.party_lists import ListedParty
from timeline.store import Store


class EntityError(Exception):
    """A request about entities that cannot be met, in a sentence."""


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import kept: parties, those of them that are entities the reader knew already, and parties gone since."""

    parties: int
    known: int
    gone: int


def keep_parties(store: Store, parties: Iterable[ListedParty], file: Path) -> ImportSummary:
    """Store the parties, each list in the file in the place of what was imported of it before.

    A party whose name is that of an entity of the reader's own gives that entity its other names; any other is an
    entity under its own name, so that one party on several lists is one.
    """
    by_id = {content_key(party.list, party.key, party.name): party for party in parties}
    linker, imported_at = _linker(), store.now().isoformat(timespec="seconds")
    known = 0
    before: set[str] = set()
    with store.db.atomic():
        for name in sorted({party.list for party in by_id.values()}):
            rows = store.db.conn.execute("DELETE FROM listed_parties WHERE list = ? RETURNING id", (name,)).fetchall()
            before.update(key for (key,) in rows)
        for key, party in by_id.items():
            own = linker.exact(party.name)
            known += own is not None
            entity_id = own or id_by_name(party.name)
            name = default_knowledge().entities[own].name if own else party.name
            _take_name(store, entity_id, name, party.label)
            store.ignore(
                "listed_parties",
                {
                    "id": key,
                    "entity_id": entity_id,
                    "name": party.name,
                    "label": party.label,
                    "list": party.list,
                    "country": party.country,
                    "program": party.program,
                    "citation": party.citation,
                    "listed_on": party.listed_on,
                    "file": file.name,
                    "imported_at": imported_at,
                },
            )
            for alias in party.aliases:
                store.ignore("listed_names", {"party_id": key, "name": alias})
    return ImportSummary(len(by_id), known, len(before - by_id.keys()))


def _take_name(store: Store, entity_id: str, name: str, label: str) -> None:
    """Keep an entity under the name of the first list that names it; a provisional one was known by its name in texts."""
    listed = store.db.conn.execute("SELECT 1 FROM listed_parties WHERE entity_id = ?", (entity_id,)).fetchone()
    row = {"id": entity_id, "name": name, "label": label}
    if listed is not None or entity_id in default_knowledge().entities:
        store.ignore("entities", row)
    else:
        store.upsert("entities", row, ("id",))


def merge_entities(store: Store, one: str, other: str, who: str, why: str) -> str:
    """Take a name, an imported or a provisional entity for another entity from the next reading on; says the id that is left.

    Raises ``EntityError`` where ``other`` is unknown, or where ``one`` is an entity of the reader's own data.
    """
    into = _entity_of(store, other)
    if into is None:
        raise EntityError(
            f"No entity has the id or the name {other!r}; 'tradedocket entities list' prints those there are."
        )
    source = _entity_of(store, one)
    if source is not None and source in default_knowledge().entities:
        raise EntityError(
            f"{one} is one of the reader's own entities; join the two entries in nlp/data/entities instead."
        )
    if source == into:
        raise EntityError(f"{one} and {other} are one entity already.")
    name = _name_of(store, source) if source is not None else one
    at = store.now().isoformat(timespec="seconds")
    row = {"name": name, "entity_id": source, "into_id": into, "who": who, "why": why, "at": at}
    store.upsert("entity_merges", row, ("name",))
    return into


def known_names(store: Store) -> list[KnownName]:
    """The names that a reader of this database looks for beside its own: of imported lists, and of merges."""
    connection = store.db.conn
    merged: dict[str, str] = {}
    for source, into in connection.execute("SELECT entity_id, into_id FROM entity_merges WHERE entity_id IS NOT NULL"):
        merged[source] = into
    first: dict[str, tuple[str, str, str | None]] = {}
    names: dict[str, set[str]] = defaultdict(set)
    rows = connection.execute("SELECT entity_id, name, label, country FROM listed_parties ORDER BY id").fetchall()
    for entity_id, name, label, country in rows:
        target = _end_of(entity_id, merged)
        names[target].add(name)
        if target == entity_id:
            first.setdefault(target, (name, label, country))
    for entity_id, name in connection.execute(
        "SELECT p.entity_id, n.name FROM listed_names AS n JOIN listed_parties AS p ON p.id = n.party_id"
    ):
        names[_end_of(entity_id, merged)].add(name)
    for name, into in connection.execute("SELECT name, into_id FROM entity_merges"):
        names[_end_of(into, merged)].add(name)
    return [_known(store, entity_id, first.get(entity_id), found) for entity_id, found in sorted(names.items())]


def _known(store: Store, entity_id: str, listed: tuple[str, str, str | None] | None, names: set[str]) -> KnownName:
    if listed is None:
        entity = default_knowledge().entities.get(entity_id)
        label = entity.label if entity is not None else "COMPANY"
        listed = (entity.name if entity is not None else _name_of(store, entity_id), label, None)
    name, label, country = listed
    return KnownName(entity_id, name, label, country, tuple(sorted(names - {name})))


def _end_of(entity_id: str, merged: dict[str, str]) -> str:
    """Where merges lead from an entity; a circle ends at its least id."""
    seen = [entity_id]
    while (following := merged.get(seen[-1])) is not None:
        if following in seen:
            return min(seen[seen.index(following) :])
        seen.append(following)
    return seen[-1]


def _entity_of(store: Store, named: str) -> str | None:
    """The entity of an id, of its name but for case and legal form, or of a name that the reader knows."""
    row = store.db.conn.execute(
        "SELECT id FROM entities WHERE id IN (:named, :by_name) OR name = :named ORDER BY id <> :named, name <> :named LIMIT 1",
        {"named": named, "by_name": id_by_name(named)},
    ).fetchone()
    if row is not None:
        return str(row[0])
    return named if named in default_knowledge().entities else _linker().exact(named)


def _name_of(store: Store, entity_id: str) -> str:
    row = store.db.conn.execute("SELECT name FROM entities WHERE id = ?", (entity_id,)).fetchone()
    return str(row[0]) if row is not None else entity_id


@lru_cache(maxsize=1)
def _linker() -> Linker:
    return Linker(default_knowledge().entities.values())
