"""Finds who holds or held an office by name, and says for which authority the person stands on the day of the text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from nlp.entities import Entity, Person
from nlp.knowledge import Knowledge

_COURTESY = frozenset(
    {"Mr", "Mr.", "Ms", "Ms.", "Mrs", "Mrs.", "Dr", "Dr.", "Secretary", "President", "Minister", "Commissioner"}
)
_SURNAME_FIRST = ("cn-", "tw-", "hk-", "kr-", "kp-", "vn-")
_PAST = frozenset({"VBD", "VBN"})


@dataclass(frozen=True, slots=True)
class Seen:
    """A person in the text, and the entity stood for: an authority in a term of office, else the person."""

    start: int
    end: int
    person: Person
    entity: Entity


class Holders:
    """Knows the office-holders by their full names, and by surname once a text has named them in full."""

    def __init__(self, language: Language, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._matcher = PhraseMatcher(language.vocab, attr="ORTH")
        self._by_surname: dict[str, list[Person]] = {}
        for person in knowledge.people.values():
            names = [*person.aliases, *(name.upper() for name in person.aliases if " " in name)]
            self._matcher.add(person.id, [language.make_doc(name) for name in names])
            self._by_surname.setdefault(_surname(person), []).append(person)

    def find(self, doc: Doc, titles: Mapping[int, str], published: date | None) -> Iterator[Seen]:
        """The holders named; ``titles`` maps the token after each authority's name or title to its id."""
        named: dict[str, Person] = {}
        taken: set[int] = set()
        for seen in self.in_full(doc, published):
            named[_surname(seen.person)] = seen.person
            taken.update(range(seen.start, seen.end))
            yield seen
        for token in doc:
            if token.i in taken or token.text not in self._by_surname or not token.text[:1].isupper():
                continue
            person_or_none = named.get(token.text) or self._titled(token.text, titles.get(token.i), published)
            if person_or_none is None or _is_longer_name(doc, token.i):
                continue
            courtesy = token.i > 0 and doc[token.i - 1].text in _COURTESY and token.i not in titles
            yield self._seen(doc, person_or_none, token.i - courtesy, token.i + 1, published)

    def in_full(self, doc: Doc, published: date | None) -> Iterator[Seen]:
        """Those whose names stand in the text in full; of two of one name, the one in office that day or last before it."""
        places: dict[tuple[int, int], list[Person]] = {}
        for match_id, start, end in self._matcher(doc):
            places.setdefault((start, end), []).append(self._knowledge.people[doc.vocab.strings[match_id]])
        taken: set[int] = set()
        for (start, end), people in sorted(places.items(), key=lambda place: (place[0][0] - place[0][1], place[0])):
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                yield self._seen(doc, _likeliest(people, published), start, end, published)

    def _titled(self, surname: str, authority: str | None, published: date | None) -> Person | None:
        """The person of that surname who held the office of the title before the name on the day, or last before it."""
        people = self._by_surname[surname] if authority is not None else []
        held = [person for person in people if any(term.authority == authority for term in person.terms)]
        return _likeliest(held, published) if held else None

    def _seen(self, doc: Doc, person: Person, start: int, end: int, published: date | None) -> Seen:
        return Seen(start, end, person, self._stands_for(doc, person, start, end, published))

    def _stands_for(self, doc: Doc, person: Person, start: int, end: int, published: date | None) -> Entity:
        """The authority held on the day; one held before, where the text tells of the past; else the person."""
        entities = self._knowledge.entities
        if published is None:
            return entities[person.terms[-1].authority]
        term = person.term_on(published)
        if (
            term is None
            and doc[end - 1].head.tag_ in _PAST
            and (start == 0 or doc[start - 1].lower_ not in {"former", "ex"})
        ):
            term = person.last_term_before(published)
        return entities[term.authority] if term is not None else entities[person.id]


def _likeliest(people: Sequence[Person], published: date | None) -> Person:
    """Of people of one name, who came to an office last by the day; the last of all where none had yet."""
    came = [(term.since, person) for person in people for term in person.terms if published and term.since <= published]
    return max(came, key=lambda one: one[0])[1] if came else people[-1]


def _surname(person: Person) -> str:
    """The word that a later sentence calls the person by: the first of an East Asian name, else the last."""
    words = person.name.split()
    return words[0] if person.terms[-1].authority.startswith(_SURNAME_FIRST) else words[-1]


def _is_longer_name(doc: Doc, index: int) -> bool:
    """Whether the surname is part of some other name: "Ross Stores", "Betsy Ross"."""
    following = doc[index + 1] if index + 1 < len(doc) else None
    previous = doc[index - 1] if index else None
    if following is not None and following.pos_ == "PROPN" and following.text[:1].isupper():
        return True
    return (
        previous is not None
        and previous.ent_type_ == "PERSON"
        and previous.ent_iob_ != "O"
        and doc[index].ent_iob_ == "I"
        and previous.text not in _COURTESY
    )
