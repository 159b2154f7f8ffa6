"""Who stands above whom: a bureau under its department and its government, a company under its country."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from nlp.knowledge import Knowledge, default_knowledge
from timeline.told import Party


@dataclass(frozen=True, slots=True)
class Kinship:
    """Answers by entity where names resolve, else by equal names."""

    knowledge: Knowledge
    _answers: dict[tuple[str, str, str], bool] = field(default_factory=dict, compare=False, repr=False)

    def one_authority(self, ones: Sequence[Party], others: Sequence[Party]) -> bool:
        """Whether some authority of the one side is one of the other, or stands above or below it."""
        return any(one.name == other.name or self._holds("line", one, other) for one in ones for other in others)

    def covers(self, ones: Sequence[Party], others: Sequence[Party]) -> bool:
        """Whether some party of one side is the country, the owner or a part of one of the other."""
        return any(self._holds("cover", one, other) for one in ones for other in others)

    def _holds(self, relation: str, one: Party, other: Party) -> bool:
        if one.entity_id is None or other.entity_id is None:
            return False
        asked = relation, one.entity_id, other.entity_id
        if asked not in self._answers:
            answer = self._in_line if relation == "line" else self._cover
            self._answers[asked] = answer(one.entity_id, other.entity_id)
        return self._answers[asked]

    def _cover(self, one: str, other: str) -> bool:
        return self._is_country_of(one, other) or self._is_country_of(other, one) or self.knowledge.related(one, other)

    def states(self, parties: Sequence[Party]) -> frozenset[str]:
        """The state or body at the head of each authority, by id or, where it does not resolve, by name."""
        return frozenset(self._head(party) for party in parties)

    def _head(self, party: Party) -> str:
        line = self.knowledge.lineage(party.entity_id) if party.entity_id else ()
        return line[-1] if line else party.entity_id or party.name

    def _in_line(self, one: str, other: str) -> bool:
        return self.knowledge.related(self._acting_for(one), self._acting_for(other))

    def _acting_for(self, entity_id: str) -> str:
        """A head of government acts for the whole of it; the departments' acts are told as theirs."""
        entity = self.knowledge.entity(entity_id)
        if entity is not None and entity.kind == "head_of_government" and entity.parent is not None:
            return entity.parent
        return entity_id

    def _is_country_of(self, country_id: str, entity_id: str) -> bool:
        country, entity = self.knowledge.entity(country_id), self.knowledge.entity(entity_id)
        return (
            country is not None
            and entity is not None
            and country.label == "COUNTRY"
            and country.country is not None
            and country.country == entity.country
        )


def default_kinship() -> Kinship:
    """The kinship of the entities that come with the package."""
    return Kinship(default_knowledge())
