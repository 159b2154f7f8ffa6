"""Says which country's "commerce ministry" a text means: by the word before it, after it, or the country spoken of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from spacy.attrs import ORTH
from spacy.tokens import Doc

from nlp.entities import Entity

_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})


class _Knows(Protocol):
    @property
    def entities(self) -> Mapping[str, Entity]: ...
    @property
    def adjectives(self) -> Mapping[str, str]: ...


class _Place(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def entity(self) -> Entity: ...


@dataclass(frozen=True, slots=True)
class Located:
    """An authority of the country that the text speaks of, with the tokens that name both."""

    start: int
    end: int
    entity: Entity


def nationalities(doc: Doc, adjectives: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """The tokens that are one of these adjectives of countries as written ("Chinese"), each with the country's id."""
    by_number = {doc.vocab.strings.add(word): country for word, country in adjectives.items()}
    for place, word in enumerate(doc.to_array(ORTH).tolist()):
        if (country := by_number.get(word)) is not None:
            yield place, country


class CountrySight:
    """The countries of one document by place."""

    def __init__(self, doc: Doc, knowledge: _Knows, found: Iterable[_Place]) -> None:
        self._doc = doc
        self._at_start: dict[int, tuple[int, str]] = {}
        self._at_end: dict[int, tuple[int, str]] = {}
        self._named: list[tuple[int, str]] = []
        spoken: list[tuple[int, str]] = []
        for place in found:
            code = place.entity.country
            if code is None or place.entity.label not in {"COUNTRY", "AGENCY", "LIST"}:
                continue
            spoken.append((place.start, code))
            self._named.append((place.start, place.entity.id))
            if place.entity.label == "COUNTRY":
                self._at_start[place.start] = (place.end, code)
                self._at_end[place.end] = (place.start, code)
        for start, country in nationalities(doc, knowledge.adjectives):
            if (code := knowledge.entities[country].country) is not None:
                self._at_end.setdefault(start + 1, (start, code))
                spoken.append((start, code))
        self._spoken = sorted(spoken)

    def says_another(self, start: int, country: str | None) -> bool:
        """Whether the words before a place say that what stands there is of another country: "Germany's Security Council"."""
        before = start - 1 if start and self._doc[start - 1].lower_ in _POSSESSIVES else start
        owner = self._at_end.get(before)
        return country is not None and owner is not None and owner[1] != country

    def locate(self, start: int, end: int, candidates: Sequence[Entity]) -> Located | None:
        """The candidate of the country that the text means there, or None where it means none of theirs."""
        by_country = {entity.country: entity for entity in candidates}
        before = start - 1 if start and self._doc[start - 1].lower_ in _POSSESSIVES else start
        if (found := self._at_end.get(before)) is not None:
            entity = by_country.get(found[1])
            return Located(found[0], end, entity) if entity is not None else None
        if end < len(self._doc) and self._doc[end].lower_ == "of":
            after = end + 1 + (self._doc[min(end + 1, len(self._doc) - 1)].lower_ == "the")
            if (found := self._at_start.get(after)) is not None:
                entity = by_country.get(found[1])
                return Located(start, found[0], entity) if entity is not None else None
        if self._titles_a_stranger(start, end):
            return None
        entity = self._named_near(start, end, candidates)
        sure = {code: known for code, known in by_country.items() if not known.from_template}
        entity = entity or self._by_context(start, sure) or self._by_context(start, by_country)
        return Located(start, end, entity) if entity is not None else None

    def _named_near(self, start: int, end: int, candidates: Sequence[Entity]) -> Entity | None:
        """The candidate whose holder's name follows; else the last that the text has named before, in full or by its holder."""
        by_id = {entity.id: entity for entity in candidates}
        if (
            held := next((by_id[key] for place, key in self._named if place == end and key in by_id), None)
        ) is not None:
            return held
        before = [by_id[entity_id] for place, entity_id in sorted(self._named) if place < start and entity_id in by_id]
        return before[-1] if before else None

    def _titles_a_stranger(self, start: int, end: int) -> bool:
        """Whether a bare one-word title belongs to a name that follows: "President Smith of Acme"."""
        doc = self._doc
        return end - start == 1 and end < len(doc) and doc[end].pos_ == "PROPN" and not doc[start].text.isupper()

    def _by_context(self, start: int, by_country: Mapping[str | None, Entity]) -> Entity | None:
        """The authority of the country spoken of last before, else of the first one after; a sole one is taken."""
        before = [code for place, code in self._spoken if place < start and code in by_country]
        if before:
            return by_country[before[-1]]
        after = next((code for _, code in self._spoken if code in by_country), None)
        if after is not None:
            return by_country[after]
        sole = next(iter(by_country.values())) if len(by_country) == 1 else None
        return sole if sole is not None and not sole.from_template and not self._spoken else None
