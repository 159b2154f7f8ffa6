"""The entities that the reader knows before it reads: what each is, who is above it, and how it is written."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

AUTHORITY_KINDS = frozenset(
    {"government", "department", "bureau", "legislature", "court", "head_of_government", "organisation"}
)


@dataclass(frozen=True, slots=True)
class Entity:
    """One known entity under one shape: ``label`` is AGENCY, LIST, INSTRUMENT, COMPANY, COUNTRY or PERSON.

    ``aliases`` name it wherever they stand; ``local`` ones only in a text about its ``country`` ("the commerce
    ministry"); ``short`` ones only where the word acts as a party ("Beijing said", not "a meeting in Beijing");
    ``references`` are the common nouns that a later sentence calls it by. ``from_template`` marks a ministry that the
    country is only taken to have.
    """

    id: str
    name: str
    label: str
    kind: str | None = None
    country: str | None = None
    parent: str | None = None
    authority: str | None = None
    aliases: tuple[str, ...] = ()
    local: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    pattern: str | None = None
    generic: bool = False
    from_template: bool = False

    @property
    def is_authority(self) -> bool:
        """Whether this entity can do what only an authority does."""
        return self.kind in AUTHORITY_KINDS

    @property
    def is_state(self) -> bool:
        """Whether this entity is a country, or a union that acts as one."""
        return self.kind == "government"


@dataclass(frozen=True, slots=True)
class Term:
    """A time in office: the authority that the holder speaks and acts for, its first day and its last, if it ended."""

    authority: str
    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the day lies in the term."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who holds or held office, with the terms in the order of time, and how the name is written."""

    id: str
    name: str
    terms: tuple[Term, ...]
    aliases: tuple[str, ...]

    def term_on(self, day: date) -> Term | None:
        """The term that covers a day, the later of two that overlap."""
        return next((term for term in reversed(self.terms) if term.covers(day)), None)

    def last_term_before(self, day: date) -> Term | None:
        """The newest term that had ended by a day."""
        return next((term for term in reversed(self.terms) if term.until is not None and term.until < day), None)


@dataclass(frozen=True, slots=True)
class Roster:
    """All known entities by id, the country of each adjective, the office-holders by id, and what names no party."""

    entities: Mapping[str, Entity]
    adjectives: Mapping[str, str]
    people: Mapping[str, Person]
    not_parties: re.Pattern[str]


_ABBREVIATED = re.compile(r"\b(US|UK|UN)\b")


def spellings(alias: str) -> Iterator[str]:
    """An alias in each way that texts print it: straight and curly apostrophes, "US" and "U.S."."""
    forms = [alias]
    if _ABBREVIATED.search(alias):
        forms.append(_ABBREVIATED.sub(lambda match: ".".join(match.group()) + ".", alias))
    for form in forms:
        yield form
        if "'" in form:
            yield form.replace("'", "’")


def all_spellings(aliases: Iterable[str]) -> tuple[str, ...]:
    """Each spelling of each alias once, in their order."""
    return tuple(dict.fromkeys(form for alias in aliases for form in spellings(alias)))
