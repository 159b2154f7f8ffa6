"""Weighs whether two tellings of one text are of one act, by features that data/same_act.toml declares."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from spacy.tokens import Token

from nlp.arguments import SUBJECTS, decision_of, first_joined, lemma_with_particle, subjects_of
from nlp.candidates import Candidate
from nlp.knowledge import DATA, Knowledge
from nlp.records import EventMention
from nlp.sight import Sight
from nlp.timex.values import contains
from nlp.toml_files import Entry, check, parse

_NEAR, _FAR = 2, 8
_APART = frozenset(
    "another second third fourth fifth separate separately further additional fresh similar other earlier later latest "
    "subsequent".split()
)
_ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "sixth"})
_ADDED = frozenset({"also", "too", "again", "likewise", "similarly", "meanwhile"})
_KNOWN = frozenset({"the", "this", "that", "those", "these", "its", "their", "both", "such"})
_TAKING_EFFECT = frozenset(
    {"take effect", "be effective", "become effective", "come into force", "enter into force", "go into effect"}
)
_WORD = re.compile(r"[a-z]{4,}")
_ANY_GOODS = frozenset({"good", "product", "import", "export", "item", "shipment", "merchandise"})
"""What goods of any kind are called: a telling that says no more is about no other goods than one that does."""
_OWN = {"count": "the numbers of parties", "rate": "the rates or sums"}
"""Fields of which an act has one value, and what two tellings that differ in one differ in."""


class Feature(Entry):
    """What a feature adds to the likeness of two tellings, and how it is told."""

    weight: float
    words: str


class Features(Entry):
    """The features that two tellings can show; same_act.toml says each in words."""

    same_day: Feature
    one_undated: Feature
    no_dates: Feature
    shared_party: Feature
    party_in_one: Feature
    no_parties: Feature
    actor_in_one: Feature
    shared_agency: Feature
    agency_in_one: Feature
    other_goods: Feature
    shared_goods: Feature
    same_instrument: Feature
    same_rate: Feature
    bare: Feature
    plan_and_deed: Feature
    plan_and_chance: Feature
    prolonged_one: Feature
    answered: Feature
    one_sentence: Feature
    joined_clauses: Feature
    next_sentence: Feature
    far: Feature
    set_apart: Feature
    added_to: Feature
    taken_up: Feature
    new_again: Feature
    tells_start: Feature
    same_verb: Feature
    headline: Feature
    others_act: Feature


class SameActRules(Entry):
    """The likeness from which on two tellings are of one act, and what makes it up."""

    least: float
    features: Features


@dataclass(frozen=True, slots=True)
class Setting:
    """How and where a text tells an act.

    ``place`` is in characters, ``sentence`` counts from the first of the text, a semicolon as an end; ``joined_to`` is the token
    of the first of the clauses that "and" joins it to, ``theme`` that of the measure; ``country`` is the one whose authority acts
    there; ``is_apart``, ``is_added``, ``is_known`` and ``is_new`` say whether its words set it apart from other acts, add it to
    them, or speak of the measure as known or new; ``tells_start``
    that they only say when a measure told elsewhere begins to hold ("The duties take effect on July 6"), ``prolongs`` that they
    prolong one that was there, ``answers`` that they answer another's.
    """

    place: int
    sentence: int
    verb: str
    joined_to: int
    theme: int | None
    is_apart: bool
    is_added: bool
    is_known: bool
    is_new: bool
    tells_start: bool
    prolongs: bool
    answers: bool
    country: str | None
    ordinal: str | None = None


def settings_of(candidates: Iterable[Candidate], sight: Sight) -> list[Setting]:
    """The settings of candidates, in their order."""
    ends = [token.i for token in sight.doc if token.text == ";" or (token.is_sent_start and token.i > 0)]
    return [_setting_of(candidate, bisect_left(ends, candidate.trigger.i), sight) for candidate in candidates]


def _setting_of(candidate: Candidate, sentence: int, sight: Sight) -> Setting:
    clause, theme = candidate.clause, candidate.theme
    around = [*clause.children, *candidate.trigger.children, *(theme.children if theme is not None else ())]
    around += [inner for subject in subjects_of(clause) for inner in subject.children]
    around += [
        inner for child in clause.children if child.lower_ == "on" for pobj in child.children for inner in pobj.children
    ]
    determined = theme is not None and any(child.lower_ in _KNOWN for child in theme.children)
    decision = decision_of(clause)
    if decision is not None:
        determined |= any(child.lower_ in _KNOWN or child.dep_ == "poss" for child in decision.children)
    pronoun = theme is not None and theme.pos_ == "PRON"
    same = _is_what_it_is(candidate.trigger)
    acting = sight.acting_before(candidate.trigger.idx, 1)
    return Setting(
        place=candidate.trigger.idx,
        sentence=sentence,
        verb=candidate.trigger.lemma_.lower(),
        joined_to=first_joined(clause).i,
        theme=theme.i if theme is not None else None,
        is_apart=not same and any(token.lower_ in _APART for token in around),
        is_added=any(token.lower_ in _ADDED for token in around),
        is_known=determined or pronoun or same,
        is_new=theme is not None and theme.pos_ == "NOUN" and not determined,
        tells_start=(candidate.frame.happens and (determined or pronoun)) or _says_when_it_holds(candidate),
        prolongs=candidate.frame.prolongs,
        answers=candidate.frame.answers,
        country=next((party.entity.country for party in acting if party.entity), None),
        ordinal=next((token.lower_ for token in theme.children if token.lower_ in _ORDINALS), None) if theme else None,
    )


def _says_when_it_holds(candidate: Candidate) -> bool:
    """Whether a noun of acting is only told to have effect from a day on: "The revocation takes effect on July 6"."""
    noun = candidate.trigger
    if not candidate.frame.nouns or noun.dep_ not in SUBJECTS:
        return False
    return not _TAKING_EFFECT.isdisjoint(lemma_with_particle(noun.head))


def _is_what_it_is(trigger: Token) -> bool:
    """Whether a noun only says of the act told before which one it is: "It is the second extension", or behind a comma
    "the fifth extension of that license".
    """
    behind = trigger.left_edge.i and trigger.left_edge.nbor(-1).text == "," and trigger.dep_ in {"appos", "npadvmod"}
    if behind and any(child.lower_ in _ORDINALS for child in trigger.children):
        return True
    subjects = {child.lower_ for child in trigger.head.children if child.dep_ == "nsubj"}
    return trigger.dep_ == "attr" and trigger.head.lemma_ == "be" and not subjects.isdisjoint({"it", "this", "that"})


def contradiction(one: EventMention, other: EventMention, knowledge: Knowledge) -> str | None:
    """In what, in words, a field of one telling rules out that another is of the same act; None where none does."""
    if one.type != other.type:
        return "their types"
    if _days_differ(one, other):
        return "their days"
    if not _modalities_fit(one, other):
        return "how far they are asserted"
    if not _agencies_fit(one, other, knowledge):
        return "the authorities"
    if _parties_differ(one, other):
        return "the parties"
    if not knowledge.may_be_one(one.instrument_id, other.instrument_id):
        return "the instruments"
    return next((words for name, words in _OWN.items() if _differ(getattr(one, name), getattr(other, name))), None)


def are_counted_apart(told: Iterable[Setting], setting: Setting) -> bool:
    """Whether the measure of a telling is the second, third … and that of one of the others another of them."""
    return setting.ordinal is not None and any(one.ordinal not in {None, setting.ordinal} for one in told)


def _differ(value: object, other: object) -> bool:
    return value is not None and other is not None and value != other


def _days_differ(one: EventMention, other: EventMention) -> bool:
    if one.date is None or other.date is None:
        return False
    return not (contains(one.date, other.date) or contains(other.date, one.date))


def _modalities_fit(one: EventMention, other: EventMention) -> bool:
    """Whether two tellings can be of one act by how far they assert it.

    A plan may be told again as done, but not one for a day to come; what is only possible is another act than a done one.
    """
    by_modality = {one.modality: one, other.modality: other}
    if len(by_modality) == 1:
        return True
    if "denied" in by_modality or by_modality.keys() == {"actual", "possible"}:
        return False
    return not ("planned" in by_modality and "actual" in by_modality and by_modality["planned"].date is not None)


def _parties_differ(one: EventMention, other: EventMention) -> bool:
    """Whether each names parties, or who asks or holds, that the other does not; a general license has no holder."""
    actors, other_actors = set(one.named("actor")), set(other.named("actor"))
    if _are_disjoint(actors, other_actors) or _are_disjoint(_parties(one), _parties(other)):
        return True
    held = bool(actors or other_actors) and one.type.startswith("license.")
    return held and _is_general(one) != _is_general(other)


def _are_disjoint(some: set[str], others: set[str]) -> bool:
    return bool(some) and bool(others) and some.isdisjoint(others)


def _is_general(mention: EventMention) -> bool:
    return mention.instrument is not None and "general license" in mention.instrument


def _agencies_fit(one: EventMention, other: EventMention, knowledge: Knowledge) -> bool:
    mine = [party for party in one.participants if party.role == "agency"]
    theirs = [party for party in other.participants if party.role == "agency"]
    if not mine or not theirs:
        return True
    return any(
        a.name == b.name or (a.id is not None and b.id is not None and knowledge.related(a.id, b.id))
        for a in mine
        for b in theirs
    )


def likeness(features: Iterable[str], rules: SameActRules) -> float:
    """How far a telling that shows some features with an act is one of it."""
    shown: Iterator[Feature] = (getattr(rules.features, name) for name in features)
    return sum(feature.weight for feature in shown)


def features_of(act: EventMention, told: Sequence[Setting], mention: EventMention, setting: Setting) -> Iterator[str]:
    """The names of the features that an act and a telling show."""
    yield from _of_fields(act, mention)
    nearest = min(told, key=lambda one: abs(one.place - setting.place))
    if nearest.answers != setting.answers and not (act.agency and mention.agency):
        yield "answered"
    yield from _of_settings(*sorted((nearest, setting), key=lambda one: one.place))


def _of_fields(act: EventMention, mention: EventMention) -> Iterator[str]:
    if act.date and mention.date:
        yield "same_day"
    else:
        yield "one_undated" if act.date or mention.date else "no_dates"
    mine, theirs = _parties(act), _parties(mention)
    if mine & theirs:
        yield "shared_party"
    else:
        yield "party_in_one" if mine or theirs else "no_parties"
    if bool(act.actor) != bool(mention.actor):
        yield "actor_in_one"
    if act.agency and mention.agency:
        yield "shared_agency"
    elif act.agency or mention.agency:
        yield "agency_in_one"
    goods, other_goods = _words(act.items), _words(mention.items)
    if goods and other_goods:
        yield "shared_goods" if goods & other_goods else "other_goods"
    if act.instrument_id and act.instrument_id == mention.instrument_id:
        yield "same_instrument"
    if act.rate and act.rate == mention.rate:
        yield "same_rate"
    if _is_bare(act) or _is_bare(mention):
        yield "bare"
    modalities = {act.modality, mention.modality}
    if modalities == {"planned", "actual"}:
        yield "plan_and_deed"
    elif modalities == {"planned", "possible"}:
        yield "plan_and_chance"


def _of_settings(earlier: Setting, later: Setting) -> Iterator[str]:
    apart = later.sentence - earlier.sentence
    if apart == 0:
        yield "one_sentence"
        if earlier.joined_to == later.joined_to and earlier.place != later.place and earlier.theme != later.theme:
            yield "joined_clauses"
    elif apart <= _NEAR:
        yield "next_sentence"
    elif apart > _FAR:
        yield "far"
    if later.is_apart:
        yield "set_apart"
    elif later.is_added:
        yield "added_to"
    if later.is_known:
        yield "taken_up"
    elif later.is_new:
        yield "new_again"
    if earlier.tells_start or later.tells_start:
        yield "tells_start"
    if earlier.prolongs != later.prolongs:
        yield "prolonged_one"
    if earlier.verb == later.verb:
        yield "same_verb"
    if earlier.sentence <= 1 and apart:
        yield "headline"
    if earlier.country and later.country and earlier.country != later.country:
        yield "others_act"


def _parties(mention: EventMention) -> set[str]:
    return {*mention.named("actor"), *mention.targets}


def _is_bare(mention: EventMention) -> bool:
    own = (mention.date, mention.agency, mention.items, mention.instrument_id, mention.rate, mention.count)
    return not _parties(mention) and all(value is None for value in own)


def _words(items: str | None) -> set[str]:
    """The words of goods, singular, by which they are compared; those that say no kind are left out."""
    return {word.removesuffix("s") for word in _WORD.findall(items.lower())} - _ANY_GOODS if items else set()


@lru_cache(maxsize=1)
def same_act_rules(path: Path = DATA / "same_act.toml") -> SameActRules:
    """The rules that come with the package, loaded once."""
    return check(SameActRules, parse(path), path)
