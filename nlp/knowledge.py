"""The reader's knowledge: entities, concepts, frames and cues, loaded from the data files and made valid."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from nlp.records import EVENT_TYPES

DATA = Path(__file__).with_name("data")

AUTHORITY_KINDS = frozenset(
    {"government", "department", "bureau", "legislature", "court", "head_of_government", "organisation"}
)


Model = TypeVar("Model", bound=BaseModel)


class KnowledgeError(ValueError):
    """A data file that cannot be used; the message names the file, the key and the mend."""


def _event_type(value: str) -> str:
    if value not in EVENT_TYPES:
        raise ValueError(f"{value!r} is no event type of the codebook; use one of nlp.records.EVENT_TYPES")
    return value


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"is not a regular expression: {error}") from error
    return value


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AgencyEntry(_Entry):
    """One authority in `agencies.toml`."""

    name: str
    kind: Literal["government", "department", "bureau", "legislature", "court", "head_of_government", "organisation"]
    country: str | None = None
    parent: str | None = None
    aliases: list[str]
    short: list[str] = []
    references: list[str] = []


class ListEntry(_Entry):
    """One restricted-party list in `lists.toml`."""

    name: str
    authority: str | None = None
    aliases: list[str]
    generic: bool = False


class InstrumentEntry(_Entry):
    """One legal vehicle in `instruments.toml`: by aliases, or by a pattern with a `number` group."""

    name: str
    kind: str
    authority: str | None = None
    aliases: list[str] = []
    pattern: Annotated[str, AfterValidator(_pattern)] | None = None
    generic: bool = False


class CompanyEntry(_Entry):
    """One company in `companies.toml`."""

    name: str
    country: str | None = None
    aliases: list[str]
    references: list[str] = []


class CountryEntry(_Entry):
    """One country in `countries.toml`, keyed by its ISO 3166 code; `entity` is its government's id, if it has one."""

    name: str
    entity: str | None = None
    aliases: list[str] = []
    adjectives: list[str] = []


class Concept(_Entry):
    """A set of head nouns that frames are about."""

    words: list[str] = []
    phrases: list[str] = []
    weak: list[str] = []
    cues: list[str] = []
    needs_cue: bool = False
    not_with: list[str] = []


Role = Literal["agency", "actor", "target", "items", "none"]


class Frame(_Entry):
    """One way to tell an act: what fires it, what must stand where, and who fills which role.

    A frame fires on one of `verbs` or `nouns` (lemmas; a particle follows its verb: "take off"). `theme` names a concept, or
    `theme_words` lists words, that must stand at one of `at` (``object``, ``subject``, ``modifier``, ``infinitive`` or a
    preposition); `clause_words` asks for one of the words anywhere under the verb, `complement = "export"` for an
    infinitive of trade. `duty` says whether a duty ("must obtain a license") bars the act or makes it, `needs_start` that the
    sentence must say from when. `at = ["self"]` fires on the theme itself, and `needs_date` that a date stands with it ("the
    chip rules of October 2022"). `agent`, `object`, `recipient`, `source`, `on`, `against`, `with` say which role these parts fill.
    """

    name: str
    type: Annotated[str, AfterValidator(_event_type)]
    verbs: list[str] = []
    nouns: list[str] = []
    theme: str | None = None
    theme_words: list[str] = []
    at: list[str] = []
    near: list[str] = []
    clause_words: list[str] = []
    complement: Literal["export"] | None = None
    theme_from_document: bool = False
    support_only: list[str] = []
    agent: Role = "agency"
    object: Role = "target"
    recipient: Role = "actor"
    source: Role = "agency"
    on: Role = "target"
    against: Role = "target"
    with_: Role = Field("none", alias="with")
    agent_must_be: Literal["authority", "head_of_government", "prosecutor", "court"] | None = None
    agent_not_kind: list[str] = []
    object_must_be: Literal["party", "country"] | None = None
    on_must_be: Literal["party", "country"] | None = None
    needs_agent: bool = False
    needs_agent_or_passive: bool = False
    needs_agent_or_list: bool = False
    needs_party: bool = False
    needs_rate: bool = False
    needs_rate_for: list[str] = []
    duty: Literal["barred", "needed"] | None = None
    needs_start: bool = False
    needs_date: bool = False


class _FrameFile(_Entry):
    frame: list[Frame]


class Cues(_Entry):
    """The cues of one modality."""

    auxiliaries: list[str] = []
    governors: list[str] = []
    nouns: list[str] = []
    words: list[str] = []
    markers: list[str] = []


class ModalityCues(_Entry):
    """What says that an act is planned, possible or denied."""

    planned: Cues
    possible: Cues
    denied: Cues


class GateRules(_Entry):
    """What makes a text worth reading, and which paragraphs are teasers."""

    strong: list[str]
    weak: list[str]
    teasers: list[Annotated[str, AfterValidator(_pattern)]]


@dataclass(frozen=True, slots=True)
class Entity:
    """One known entity under one shape: ``label`` is AGENCY, LIST, INSTRUMENT, COMPANY or COUNTRY."""

    id: str
    name: str
    label: str
    kind: str | None = None
    country: str | None = None
    parent: str | None = None
    authority: str | None = None
    aliases: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    pattern: str | None = None
    generic: bool = False

    @property
    def is_authority(self) -> bool:
        """Whether this entity can do what only an authority does."""
        return self.kind in AUTHORITY_KINDS


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that the reader knows before it reads."""

    entities: dict[str, Entity]
    adjectives: dict[str, str]
    concepts: dict[str, Concept]
    frames: tuple[Frame, ...]
    modality: ModalityCues
    gate: GateRules

    def related(self, one: str, other: str) -> bool:
        """Whether one entity is the other, or stands above or below it (BIS and the Department of Commerce)."""
        return one in self.lineage(other) or other in self.lineage(one)

    def lineage(self, entity_id: str) -> tuple[str, ...]:
        """An entity and those above it, nearest first."""
        line: list[str] = []
        current: str | None = entity_id
        while current is not None and current in self.entities and current not in line:
            line.append(current)
            current = self.entities[current].parent
        return tuple(line)


def _parse(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KnowledgeError(f"{path}: cannot be read as TOML: {error}. Mend the file at the place named.") from error


def _check(model: type[Model], value: object, path: Path, key: str = "") -> Model:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in (key, *first["loc"]) if part != "")
        mend = "Remove the key or correct its name" if first["type"] == "extra_forbidden" else "Correct the value"
        raise KnowledgeError(f"{path}: {where}: {first['msg']}. {mend}.") from error


def _entries(model: type[Model], path: Path) -> dict[str, Model]:
    return {key: _check(model, value, path, key) for key, value in _parse(path).items()}


def _load_entities(directory: Path) -> tuple[dict[str, Entity], dict[str, str]]:
    entities: dict[str, Entity] = {}
    for key, agency in _entries(AgencyEntry, directory / "agencies.toml").items():
        entities[key] = Entity(
            id=key,
            name=agency.name,
            label="COUNTRY" if agency.kind == "government" else "AGENCY",
            kind=agency.kind,
            country=agency.country,
            parent=agency.parent,
            aliases=tuple(agency.aliases),
            short=tuple(agency.short),
            references=tuple(agency.references),
        )
    for key, listing in _entries(ListEntry, directory / "lists.toml").items():
        entities[key] = Entity(
            id=key,
            name=listing.name,
            label="LIST",
            authority=listing.authority,
            aliases=tuple(listing.aliases),
            generic=listing.generic,
        )
    for key, instrument in _entries(InstrumentEntry, directory / "instruments.toml").items():
        entities[key] = Entity(
            id=key,
            name=instrument.name,
            label="INSTRUMENT",
            kind=instrument.kind,
            authority=instrument.authority,
            aliases=tuple(instrument.aliases),
            pattern=instrument.pattern,
            generic=instrument.generic,
        )
    for key, company in _entries(CompanyEntry, directory / "companies.toml").items():
        entities[key] = Entity(
            id=key,
            name=company.name,
            label="COMPANY",
            country=company.country,
            aliases=tuple(company.aliases),
            references=tuple(company.references),
        )
    adjectives: dict[str, str] = {}
    for code, country in _entries(CountryEntry, directory / "countries.toml").items():
        entity_id = country.entity or f"country-{code.lower()}"
        if country.entity is None:
            entities[entity_id] = Entity(
                id=entity_id, name=country.name, label="COUNTRY", country=code, aliases=tuple(country.aliases)
            )
        adjectives.update(dict.fromkeys(country.adjectives, entity_id))
    _check_references(entities, adjectives, directory)
    return entities, adjectives


def _check_references(entities: dict[str, Entity], adjectives: dict[str, str], directory: Path) -> None:
    for entity in entities.values():
        for key, named in (("parent", entity.parent), ("authority", entity.authority)):
            if named is not None and named not in entities:
                raise KnowledgeError(
                    f"{directory}: {entity.id}.{key} names {named!r}, which no file has an entry for. "
                    "Add the entry or correct the name."
                )
    for adjective, named in adjectives.items():
        if named not in entities:
            raise KnowledgeError(
                f"{directory / 'countries.toml'}: the country of {adjective!r} names the entity {named!r}, which "
                "agencies.toml has no entry for. Add the entry or drop the key."
            )


def _load_frames(directory: Path, concepts: dict[str, Concept]) -> tuple[Frame, ...]:
    frames: list[Frame] = []
    for path in sorted(directory.glob("*.toml")):
        for frame in _check(_FrameFile, _parse(path), path).frame:
            if not frame.verbs and not frame.nouns and "self" not in frame.at:
                raise KnowledgeError(f"{path}: frame {frame.name}: has neither verbs nor nouns. Add one of them.")
            if frame.theme is not None and frame.theme not in concepts:
                raise KnowledgeError(
                    f"{path}: frame {frame.name}: theme {frame.theme!r} is not in concepts.toml. Add it there."
                )
            if any(frame.name == other.name for other in frames):
                raise KnowledgeError(f"{path}: frame {frame.name}: the name is taken. Give it another.")
            frames.append(frame)
    return tuple(frames)


def load_knowledge(directory: Path = DATA) -> Knowledge:
    """The knowledge in a directory of data files; KnowledgeError says what is wrong with them."""
    entities, adjectives = _load_entities(directory / "entities")
    concepts = _entries(Concept, directory / "concepts.toml")
    return Knowledge(
        entities=entities,
        adjectives=adjectives,
        concepts=concepts,
        frames=_load_frames(directory / "frames", concepts),
        modality=_check(ModalityCues, _parse(directory / "modality.toml"), directory / "modality.toml"),
        gate=_check(GateRules, _parse(directory / "gate.toml"), directory / "gate.toml"),
    )


@lru_cache(maxsize=1)
def default_knowledge() -> Knowledge:
    """The knowledge that comes with the package, loaded once."""
    return load_knowledge()
