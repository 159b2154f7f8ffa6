"""Tells whether two names are of one party as the codebook counts it: the same canonical entity, however it is written."""

from collections.abc import Iterable
from functools import lru_cache

from nlp.knowledge import default_knowledge
from nlp.names import normal_name


def entity_key(name: str, entity_id: str | None = None) -> str:
    """What a party is known by: its id, else that of the entity whose name or alias it is, else its normalised name."""
    return entity_id or _ids_by_name().get(normal_name(name)) or normal_name(name)


def any_related(keys: Iterable[str], others: Iterable[str]) -> bool:
    """Whether a party is one of the others, or stands above or below it (a bureau and its department)."""
    knowledge = default_knowledge()
    others = tuple(others)
    return any(knowledge.related(one, other) for one in keys for other in others)


@lru_cache(maxsize=1)
def _ids_by_name() -> dict[str, str]:
    """The entities' ids by their normalised names, then by their aliases; a name goes before another entity's alias."""
    entities = default_knowledge().entities.values()
    ids = {normal_name(entity.name): entity.id for entity in entities}
    for entity in entities:
        for alias in entity.aliases:
            ids.setdefault(normal_name(alias), entity.id)
    return ids
