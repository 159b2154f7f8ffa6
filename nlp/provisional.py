"""Gives the parties that link to no entity an id by their own name, the same in every text: ``name:acme-optics``."""

from dataclasses import replace

from nlp.linking import id_by_name
from nlp.names import normal_name
from nlp.records import EntityMention, EventMention, Reading, Statement

_PARTIES = frozenset({"ORG", "PERSON"})
"""Labels of names that stay what they are over texts; places, peoples and products that are unknown stay names."""
_SHORTEST = 3


def with_provisional(reading: Reading) -> Reading:
    """The reading with a provisional entity for each company, body or person that it names and that links to none.

    A name that is short for another of the text has the id of the longer one. What the text calls by such a name elsewhere,
    as a party to an event or as a speaker, has the same id.
    """
    ids = {normal_name(name): id_by_name(name) for one in reading.entities if (name := _own_name(one)) is not None}
    if not ids:
        return reading
    return replace(
        reading,
        entities=tuple(_named(one, ids) for one in reading.entities),
        events=tuple(_of_event(event, ids) for event in reading.events),
        statements=tuple(_of_statement(statement, ids) for statement in reading.statements),
    )


def _own_name(mention: EntityMention) -> str | None:
    """The name of a party that links to no entity, where it is one that can be told from others."""
    name = mention.name or mention.text
    if mention.id is not None or mention.label not in _PARTIES:
        return None
    letters = sum(char.isalpha() for char in name)
    return name if letters >= _SHORTEST and normal_name(name) else None


def _named(mention: EntityMention, ids: dict[str, str]) -> EntityMention:
    name = _own_name(mention)
    return mention if name is None else replace(mention, id=ids[normal_name(name)], name=name)


def _of_event(event: EventMention, ids: dict[str, str]) -> EventMention:
    participants = tuple(
        party if party.id is not None else replace(party, id=ids.get(normal_name(party.name)))
        for party in event.participants
    )
    return replace(event, participants=participants)


def _of_statement(statement: Statement, ids: dict[str, str]) -> Statement:
    if statement.speaker_id is not None:
        return statement
    return replace(statement, speaker_id=ids.get(normal_name(statement.speaker)))
