"""Loads the entities from `data/entities/`: countries, their authorities and offices, lists, instruments, companies."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator

from nlp.entities import Entity, Person, Roster, Term, all_spellings
from nlp.names import slug
from nlp.toml_files import Entry, KnowledgeError, check, entries, entries_in, parse

AgencyKind = Literal["department", "bureau", "legislature", "court", "head_of_government", "organisation"]


def _compiles(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"is not a regular expression: {error}") from error
    return value


def _pattern(value: str) -> str:
    if not re.compile(_compiles(value)).groups:
        raise ValueError("captures nothing; give it named groups that fill the braces of `name`")
    return value


class CountryEntry(Entry):
    """One country or union in `countries.toml`, keyed by its ISO 3166 code; it stands for its government too."""

    name: str
    entity: str | None = None
    parent: str | None = None
    article: bool = False
    ministries: bool = True
    aliases: list[str] = []
    adjectives: list[str] = []
    government: list[str] = []
    short: list[str] = []
    references: list[str] = ["government"]


class AgencyEntry(Entry):
    """One authority in `agencies/`; `fills` names the template of `ministries.toml` that it stands in the place of."""

    name: str
    kind: AgencyKind
    country: str | None = None
    parent: str | None = None
    fills: list[str] = []
    aliases: list[str] = []
    local: list[str] = []
    short: list[str] = []
    references: list[str] = []


class CalledEntry(Entry):
    """The nouns in `called.toml` that call an authority: those of ``by_name`` where its name has them, and those of its kind."""

    by_name: list[str]
    department: list[str] = []
    bureau: list[str] = []
    legislature: list[str] = []
    court: list[str] = []
    head_of_government: list[str] = []
    organisation: list[str] = []

    def nouns_for(self, name: str, kind: AgencyKind) -> Iterator[str]:
        """The nouns for an authority of that name and kind."""
        words = set(re.findall(r"\w+", name.lower()))
        yield from (noun for noun in self.by_name if noun in words)
        yield from getattr(self, kind)


class MinistryEntry(Entry):
    """An authority that countries have under much the same name, but for those `not_in`; `{country}` in `name` is filled."""

    name: str
    kind: AgencyKind
    local: list[str]
    references: list[str] = []
    not_in: list[str] = []


class HolderEntry(Entry):
    """One term in an office; `aliases` are names that need no first name to be sure ("Trump")."""

    name: str
    since: date
    until: date | None = None
    aliases: list[str] = []


class OfficeEntry(Entry):
    """One office in `offices/`: whoever holds it speaks for the `authority`."""

    authority: str
    titles: list[str] = []
    holders: list[HolderEntry] = []


class ListEntry(Entry):
    """One restricted-party list in `lists.toml`."""

    name: str
    authority: str | None = None
    aliases: list[str]
    local: list[str] = []
    generic: bool = False


class InstrumentEntry(Entry):
    """One legal vehicle in `instruments/`: by aliases, or by a pattern whose named groups fill `name`."""

    name: str
    kind: str
    authority: str | None = None
    aliases: list[str] = []
    pattern: Annotated[str, AfterValidator(_pattern)] | None = None
    generic: bool = False


class NotParties(Entry):
    """Words and patterns in `not_parties.toml` that name no party."""

    words: list[str]
    patterns: list[Annotated[str, AfterValidator(_compiles)]]


class CompanyEntry(Entry):
    """One company, bank, university or person in `companies/`; `parent` is the company it belongs to."""

    name: str
    country: str | None = None
    parent: str | None = None
    aliases: list[str] = []
    references: list[str] = []
    person: bool = False


def load_roster(directory: Path) -> Roster:
    """The entities in a folder of data files; KnowledgeError says what is wrong with them."""
    countries = entries(CountryEntry, directory / "countries.toml")
    agencies = entries_in(AgencyEntry, directory / "agencies")
    offices = entries_in(OfficeEntry, directory / "offices")
    titles: dict[str, list[str]] = {}
    for office in offices.values():
        titles.setdefault(office.authority, []).extend(office.titles)
    entities: dict[str, Entity] = {}
    adjectives: dict[str, str] = {}
    governments: dict[str, str] = {}
    for code, country in countries.items():
        entity = _government(code, country)
        governments[code] = entity.id
        entities[entity.id] = entity
        adjectives.update(dict.fromkeys(country.adjectives, entity.id))
    called = check(CalledEntry, parse(directory / "called.toml"), directory / "called.toml")
    for key, agency in agencies.items():
        entities[key] = _agency(key, agency, titles.get(key, ()), governments, called)
    for entity in _ministries(directory, countries, agencies, governments, titles):
        entities[entity.id] = entity
    for entity in (*_lists(directory, agencies), *_instruments(directory), *_companies(directory)):
        if entity.id in entities:
            raise KnowledgeError(f"{directory}: two files have an entry {entity.id}. Give one another key.")
        entities[entity.id] = entity
    people = _people(offices.values())
    for person in people.values():
        if person.id in entities:
            raise KnowledgeError(f"{directory}: the office-holder {person.name} and an entry share the id {person.id}.")
        entities[person.id] = Entity(id=person.id, name=person.name, label="PERSON")
    _check_pointers(entities, offices, directory)
    _check_aliases(entities.values(), directory)
    ignored = check(NotParties, parse(directory / "not_parties.toml"), directory / "not_parties.toml")
    pattern = re.compile("|".join([*map(re.escape, ignored.words), *ignored.patterns]))
    return Roster(entities, adjectives, people, pattern)


def _government(code: str, country: CountryEntry) -> Entity:
    """A country as a party: its names, and "Chinese government", "government of China" and their like."""
    names = [country.name, *country.aliases]
    bodies = ("government", "administration", "authorities", "cabinet")
    told = [f"{word} {body}" for word in (*names, *country.adjectives) for body in bodies]
    told += [f"{name}'s {body}" for name in names for body in bodies]
    told += [f"government of {'the ' if country.article else ''}{country.name}"]
    return Entity(
        id=country.entity or f"{code.lower()}-government",
        name=country.name,
        label="COUNTRY",
        kind="government",
        country=code,
        parent=country.parent,
        aliases=all_spellings([*names, *country.government, *told]),
        short=tuple(country.short),
        references=tuple(country.references),
    )


def _agency(
    key: str, agency: AgencyEntry, titles: Iterable[str], governments: dict[str, str], called: CalledEntry
) -> Entity:
    parent = agency.parent or governments.get(agency.country or "")
    return Entity(
        id=key,
        name=agency.name,
        label="AGENCY",
        kind=agency.kind,
        country=agency.country,
        parent=parent,
        aliases=all_spellings([name for name in (agency.name, *agency.aliases) if name not in agency.local]),
        local=all_spellings([*agency.local, *titles]),
        short=tuple(agency.short),
        references=tuple(dict.fromkeys([*agency.references, *called.nouns_for(agency.name, agency.kind)])),
    )


def _ministries(
    directory: Path,
    countries: dict[str, CountryEntry],
    agencies: dict[str, AgencyEntry],
    governments: dict[str, str],
    titles: dict[str, list[str]],
) -> Iterator[Entity]:
    """The ministries of every country that has no entry of its own for them."""
    filled = {(agency.country, template) for agency in agencies.values() for template in agency.fills}
    for template, ministry in entries(MinistryEntry, directory / "ministries.toml").items():
        for code, country in countries.items():
            if not country.ministries or (code, template) in filled or code in ministry.not_in:
                continue
            key = f"{code.lower()}-{template}"
            named = ("the " if country.article else "") + country.name
            name = ministry.name.format(country=named)
            yield Entity(
                id=key,
                name=name,
                label="AGENCY",
                kind=ministry.kind,
                country=code,
                parent=governments[code],
                aliases=(name,),
                local=all_spellings([*ministry.local, *titles.get(key, ())]),
                references=tuple(ministry.references),
                from_template=True,
            )


def _lists(directory: Path, agencies: dict[str, AgencyEntry]) -> Iterator[Entity]:
    for key, listing in entries(ListEntry, directory / "lists.toml").items():
        yield Entity(
            id=key,
            name=listing.name,
            label="LIST",
            country=agencies[listing.authority].country if listing.authority in agencies else None,
            authority=listing.authority,
            aliases=all_spellings([listing.name, *listing.aliases]),
            local=all_spellings(listing.local),
            generic=listing.generic,
        )


def _instruments(directory: Path) -> Iterator[Entity]:
    for key, instrument in entries_in(InstrumentEntry, directory / "instruments").items():
        yield Entity(
            id=key,
            name=instrument.name,
            label="INSTRUMENT",
            kind=instrument.kind,
            authority=instrument.authority,
            aliases=all_spellings([*([] if instrument.pattern else [instrument.name]), *instrument.aliases]),
            pattern=instrument.pattern,
            generic=instrument.generic,
        )


def _companies(directory: Path) -> Iterator[Entity]:
    for key, company in entries_in(CompanyEntry, directory / "companies").items():
        yield Entity(
            id=key,
            name=company.name,
            label="PERSON" if company.person else "COMPANY",
            country=company.country,
            parent=company.parent,
            aliases=all_spellings([company.name, *company.aliases]),
            references=tuple(company.references),
        )


def _people(offices: Iterable[OfficeEntry]) -> dict[str, Person]:
    """Each office-holder once, with the terms of all offices held."""
    terms: dict[str, list[Term]] = {}
    aliases: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for office in offices:
        for holder in office.holders:
            key = slug(holder.name)
            names[key] = holder.name
            terms.setdefault(key, []).append(Term(office.authority, holder.since, holder.until))
            aliases.setdefault(key, [holder.name]).extend(holder.aliases)
    return {
        key: Person(key, name, tuple(sorted(terms[key], key=lambda term: term.since)), all_spellings(aliases[key]))
        for key, name in names.items()
    }


def _check_pointers(entities: dict[str, Entity], offices: dict[str, OfficeEntry], directory: Path) -> None:
    pointers = [
        (entity.id, key, named)
        for entity in entities.values()
        for key, named in (("parent", entity.parent), ("authority", entity.authority))
    ]
    pointers += [(name, "authority", office.authority) for name, office in offices.items()]
    for owner, key, named in pointers:
        if named is not None and named not in entities:
            raise KnowledgeError(
                f"{directory}: {owner}.{key} names {named!r}, which no file has an entry for. "
                "Add the entry or correct the name."
            )
    for name, office in offices.items():
        for holder in office.holders:
            if holder.until is not None and holder.until <= holder.since:
                raise KnowledgeError(
                    f"{directory}: {name}: the term of {holder.name} ends before it begins. Correct the dates."
                )


def _check_aliases(entities: Iterable[Entity], directory: Path) -> None:
    owners: dict[str, str] = {}
    for entity in entities:
        for alias in (*entity.aliases, *entity.short):
            owner = owners.setdefault(alias, entity.id)
            if owner != entity.id:
                raise KnowledgeError(
                    f"{directory}: the alias {alias!r} is claimed by {owner} and by {entity.id}. "
                    "Drop it from one of them, or make it `local` where their countries differ."
                )
