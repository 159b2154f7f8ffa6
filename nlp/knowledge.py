"""The reader's knowledge: entities, concepts, frames and cues, loaded from the data files and made valid."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from nlp.entities import Entity, Person
from nlp.entity_files import load_roster
from nlp.known_names import KnownName
from nlp.records import EVENT_TYPES
from nlp.speech import SpeechVerbs
from nlp.toml_files import Entry, KnowledgeError, check, entries, parse

DATA = Path(__file__).with_name("data")


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


class Concept(Entry):
    """A set of head nouns that frames are about.

    ``measure`` says whether a pronoun may stand for one of them, ``kinds`` are the modifiers that are part of what one is
    called ("retaliatory" duties). One of ``taken_up`` needs no cue of its own where "the" takes up what the sentence before
    tells with one ("exports were stopped. The ban …"). A head of one of the concepts of ``not_of`` is none of this one.
    """

    words: frozenset[str] = frozenset()
    phrases: list[str] = []
    weak: frozenset[str] = frozenset()
    cues: frozenset[str] = frozenset()
    cues_of: list[str] = []
    known_with: list[str] = []
    needs_cue: bool = False
    measure: bool = True
    again: frozenset[str] = frozenset()
    taken_up: frozenset[str] = frozenset()
    not_with: frozenset[str] = frozenset()
    not_beside: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    not_of: list[str] = []


Role = Literal["agency", "actor", "target", "items", "none"]


class Act(Entry):
    """The words for one thing that is done to measures: verbs with the measure as object or as subject, and nouns."""

    verbs: list[str] = []
    nouns: list[str] = []
    happens: list[str] = []


class Frame(Entry):
    """One way to tell an act: what fires it, what must stand where, and who fills which role.

    A frame fires on one of `verbs` or `nouns` (lemmas; a particle follows its verb: "take off"), or on the words of `acts`
    in acts.toml, less those of `not_verbs`. `theme` and `themes` name
    concepts, or `theme_words` lists words, that must stand at one of `at` (``object``, ``subject``, ``modifier``,
    ``infinitive`` or a preposition); `near` names concepts of which the text
    must speak, `about` those of which it must speak most; `clause_words` asks for one of the words anywhere under the verb, `not_clause_words` for none of them, `marked_by` for
    one right with the verb, the theme or the goods that the theme is on ("partly lifted", "stricter curbs"), `complement =
    "export"` for an infinitive of trade, `"stop"` for one of ending it, `"apply"` for one of enforcing a measure, `"do"` for any. `duty` says whether a duty ("must obtain a license")
    bars the act or makes it, `forbidding` whether a rule against it ("shall not be permitted", "may no longer ship") does so,
    `theme_with` asks for one of the words right with the theme ("a lower tariff"), `prolongs` says that the act prolongs what was
    there, `answers` that it answers another's, `ended` that it holds "no longer", `undone` that not doing what the verb says is the act ("did not prolong the ban"), `bare` whether a theme in the bare plural, which is of any such measure ("scrap licences for exports"), bars the act or makes it,
    `needs_start` that the sentence must say from when, `asserts_none` that the "no" of its object denies nothing ("found no injury"), `not_support` that the noun is no object of one of the verbs ("lifted the suspension"), `modality` that what it tells is planned or
    possible, `follows` that it may only tell what follows from an act told before,
    `uncounted` that its theme has no number ("65 sanctions" are as many listings). A frame of `dated` fires on the theme itself where a past date names it ("the duties of March 2025"), one of
    `since` where the theme is in such a state since a past date, one of `verbless` on a noun that a line without a verb is about, one of `labels` on a noun that stands before a colon or over bulleted lines (`needs_party`: they name a party or a number). `agent`, `object`, `recipient`, `source`, `on`, `against`,
    `with` say which role these parts fill, `owner` which one whose the theme is ("froze the firm's assets").
    """

    name: str
    type: Annotated[str, AfterValidator(_event_type)]
    acts: list[str] = []
    not_verbs: list[str] = []
    verbs: list[str] = []
    nouns: list[str] = []
    theme: str | None = None
    themes: list[str] = []
    dated: bool = False
    happens: bool = False
    verbless: bool = False
    labels: bool = False
    since: list[str] = []
    theme_words: list[str] = []
    theme_with: list[str] = []
    at: list[str] = []
    near: list[str] = []
    about: list[str] = []
    clause_words: list[str] = []
    not_clause_words: list[str] = []
    marked_by: list[str] = []
    complement: Literal["export", "stop", "do", "apply"] | None = None
    theme_from_document: bool = False
    support_only: list[str] = []
    not_support: list[str] = []
    agent: Role = "agency"
    object: Role = "target"
    recipient: Role = "actor"
    source: Role = "agency"
    on: Role = "target"
    against: Role = "target"
    with_: Role = Field("none", alias="with")
    owner: Role = "none"
    agent_must_be: Literal["authority", "head_of_government", "prosecutor", "court", "party"] | None = None
    agent_not_kind: list[str] = []
    object_must_be: Literal["party", "country"] | None = None
    on_must_be: Literal["party", "country"] | None = None
    needs_agent: bool = False
    needs_agent_or_passive: bool = False
    needs_agent_or_list: bool = False
    needs_party: bool = False
    needs_several: bool = False
    needs_rate: bool = False
    needs_rate_for: list[str] = []
    duty: Literal["barred", "needed"] | None = None
    forbidding: Literal["barred", "needed"] | None = None
    ended: bool = False
    undone: bool = False
    follows: bool = False
    uncounted: bool = False
    prolongs: bool = False
    answers: bool = False
    needs_start: bool = False
    asserts_none: bool = False
    bare: Literal["barred", "needed"] | None = None
    auxiliaries: list[str] = []
    modality: Literal["planned", "possible", "denied"] | None = None

    @cached_property
    def concepts(self) -> list[str]:
        """The concepts that the theme may be of."""
        return [*self.themes, self.theme] if self.theme is not None else self.themes

    @cached_property
    def without_theme(self) -> str:
        """What is said where the frame lacks its theme."""
        return f"no {' or '.join([*self.concepts, *self.theme_words[:3]])} stands as its {' or '.join(self.at)}"

    @cached_property
    def theme_phrases(self) -> list[str]:
        """Those of the ``theme_words`` that are several words, or several to the tokenizer ("go-ahead")."""
        return [words for words in self.theme_words if not words.isalpha()]

    @cached_property
    def theme_openings(self) -> frozenset[str]:
        """The words that the ``theme_words`` begin with: where none of them stands, none of the theme words does."""
        return frozenset(re.split("[ -]", words)[0] for words in self.theme_words)


def _told_by_acts(frame: Frame, acts: Mapping[str, Act]) -> Iterator[Frame]:
    """A frame with the words of its acts: for the verbs and, where the acts have such, for the nouns and by itself."""
    chosen = [acts[name] for name in frame.acts]
    verbs = [*frame.verbs, *(verb for act in chosen for verb in act.verbs if verb not in frame.not_verbs)]
    yield frame.model_copy(update={"verbs": verbs})
    if nouns := [noun for act in chosen for noun in act.nouns if noun not in frame.not_verbs]:
        yield frame.model_copy(
            update={"name": f"{frame.name}-noun", "verbs": [], "nouns": nouns, "at": ["modifier"], "needs_agent": False}
        )
    if happens := [verb for act in chosen for verb in act.happens if verb not in frame.not_verbs]:
        yield frame.model_copy(
            update={
                "name": f"{frame.name}-by-itself",
                "verbs": happens,
                "at": ["subject"],
                "agent_must_be": None,
                "happens": True,
            }
        )


class _FrameFile(Entry):
    frame: list[Frame]


class Cues(Entry):
    """The cues of one modality."""

    auxiliaries: list[str] = []
    governors: list[str] = []
    settled: list[str] = []
    deals: list[str] = []
    nouns: list[str] = []
    markers: list[str] = []
    subjects: list[str] = []
    adverbs: list[str] = []
    talks: list[str] = []
    outcomes: list[str] = []
    failures: list[str] = []
    triggers: list[str] = []


class SpeechCues(Entry):
    """Who and what makes less of an act, or nothing, where speech tells it."""

    forecasters: list[str]
    guessing: list[str]
    rumours: list[str]
    rejecting: list[str]


class GeneralCues(Entry):
    """What says that a clause tells no act but how things go, ought to go or are meant to go."""

    habits: list[str]
    cases: list[str]
    permissions: list[str]
    each_time: list[str]
    times: list[str]
    anyone: list[str]
    requiring: list[str]
    wishes: list[str]
    urging: list[str]
    powers: list[str]
    at_will: list[str]
    leave: list[str]
    laws: list[str]
    empowering: list[str]
    aims: list[str]
    means: list[str]
    checking: list[str]


class ModalityCues(Entry):
    """What says that an act is planned, possible or denied; ``verbs`` are those of speech.toml."""

    planned: Cues
    possible: Cues
    denied: Cues
    speech: SpeechCues
    general: GeneralCues
    verbs: SpeechVerbs


class NarrativeCues(Entry):
    """What ties the time of one act to that of another."""

    same_time: list[str]
    same_date: list[str]
    same_day: list[str]
    same_paper: list[str]
    gazettes: list[str]
    gazette_citation: str
    printing: list[str]
    own_act: list[str]
    release: list[str]
    offices: frozenset[str]
    act_words: frozenset[str]
    act_verbs: frozenset[str]
    coming: frozenset[str]


class GateRules(Entry):
    """What makes a text worth reading, and which paragraphs are teasers."""

    strong: list[str]
    trade: list[str]
    weak: list[str]
    permits: list[str]
    permitted: list[str]
    ambiguous: list[str]
    fields: dict[str, list[str]]
    teasers: list[Annotated[str, AfterValidator(_pattern)]]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that the reader knows before it reads."""

    entities: Mapping[str, Entity]
    adjectives: Mapping[str, str]
    people: Mapping[str, Person]
    not_parties: re.Pattern[str]
    concepts: dict[str, Concept]
    frames: tuple[Frame, ...]
    modality: ModalityCues
    speech: SpeechVerbs
    narrative: NarrativeCues
    gate: GateRules

    def entity(self, entity_id: str | None) -> Entity | None:
        """The entity of an id; of a numbered instrument ("executive-order:13873"), the entry that it is one of."""
        if entity_id is None:
            return None
        return self.entities.get(entity_id) or self.entities.get(entity_id.partition(":")[0])

    def related(self, one: str, other: str) -> bool:
        """Whether one entity is the other, or stands above or below it (BIS and the Department of Commerce)."""
        return one == other or one in self.lineage(other) or other in self.lineage(one)

    def may_be_one(self, instrument: str | None, other: str | None) -> bool:
        """Whether two ids of instruments can be of one: they are equal, or one is missing or only names the kind."""
        known = (self.entity(instrument), self.entity(other))
        return instrument == other or any(entity is None or entity.generic for entity in known)

    def with_names(self, names: Iterable[KnownName]) -> "Knowledge":
        """This knowledge and the names of lists that were imported; its own entities stay as they are."""
        return replace(self, entities={**{known.id: known.entity for known in names}, **self.entities})

    def state_of(self, entity_id: str) -> Entity | None:
        """The state that an authority acts for, or None for one of no state."""
        above = (self.entities[one] for one in self.lineage(entity_id) if one in self.entities)
        return next((entity for entity in above if entity.is_state), None)

    def lineage(self, entity_id: str) -> tuple[str, ...]:
        """An entity and those above it, nearest first."""
        line: list[str] = []
        current: str | None = entity_id
        while current is not None and current not in line and (entity := self.entity(current)) is not None:
            line.append(current)
            current = entity.parent
        return tuple(line)


def _load_frames(directory: Path, concepts: dict[str, Concept], acts: dict[str, Act]) -> tuple[Frame, ...]:
    frames: list[Frame] = []
    for path in sorted(directory.glob("*.toml")):
        for frame in check(_FrameFile, parse(path), path).frame:
            if not (frame.acts or frame.verbs or frame.nouns or frame.dated or frame.since):
                raise KnowledgeError(f"{path}: frame {frame.name}: has neither acts, verbs nor nouns. Add one of them.")
            for act in frame.acts:
                if act not in acts:
                    raise KnowledgeError(f"{path}: frame {frame.name}: act {act!r} is not in acts.toml. Add it there.")
            for theme in (*frame.concepts, *frame.near, *frame.about):
                if theme not in concepts:
                    raise KnowledgeError(
                        f"{path}: frame {frame.name}: theme {theme!r} is not in concepts.toml. Add it there."
                    )
            if any(frame.name == other.name for other in frames):
                raise KnowledgeError(f"{path}: frame {frame.name}: the name is taken. Give it another.")
            frames += _told_by_acts(frame, acts)
    return tuple(frames)


def _with_shared_cues(concepts: dict[str, Concept], path: Path) -> dict[str, Concept]:
    """The concepts, each with the words of those that it names in ``cues_of`` among its cues."""
    for name, concept in concepts.items():
        for other in concept.cues_of:
            if other not in concepts:
                raise KnowledgeError(f"{path}: {name}.cues_of: there is no concept {other!r}. Correct the name.")
    return {
        name: concept.model_copy(
            update={"cues": concept.cues.union(*(concepts[other].words for other in concept.cues_of))}
        )
        for name, concept in concepts.items()
    }


def load_knowledge(directory: Path = DATA) -> Knowledge:
    """The knowledge in a directory of data files; KnowledgeError says what is wrong with them."""
    roster = load_roster(directory / "entities")
    speech = check(SpeechVerbs, parse(directory / "speech.toml"), directory / "speech.toml")
    modality = directory / "modality.toml"
    concepts = _with_shared_cues(entries(Concept, directory / "concepts.toml"), directory / "concepts.toml")
    return Knowledge(
        entities=roster.entities,
        adjectives=roster.adjectives,
        people=roster.people,
        not_parties=roster.not_parties,
        concepts=concepts,
        frames=_load_frames(directory / "frames", concepts, entries(Act, directory / "acts.toml")),
        modality=check(ModalityCues, {**parse(modality), "verbs": speech}, modality),
        speech=speech,
        narrative=check(NarrativeCues, parse(directory / "narrative.toml"), directory / "narrative.toml"),
        gate=check(GateRules, parse(directory / "gate.toml"), directory / "gate.toml"),
    )


@lru_cache(maxsize=1)
def default_knowledge() -> Knowledge:
    """The knowledge that comes with the package, loaded once."""
    return load_knowledge()
