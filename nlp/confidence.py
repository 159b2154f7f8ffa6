"""How sure a reading of an act is, from 0 to 1, and the doubts that make it less: the one place where it is reckoned."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from nlp.candidates import Candidate
from nlp.event_times import EventTimes
from nlp.knowledge import DATA
from nlp.records import EventMention, Participant
from nlp.toml_files import Entry, check, parse

_VERBS = frozenset({"VB", "VBG", "VBP", "VBZ"})
_SUBORDINATE = frozenset({"conj", "advcl", "relcl", "xcomp", "pcomp"})


class Doubt(Entry):
    """What a doubt takes from confidence, and how it is told."""

    points: float
    words: str


class Doubts(Entry):
    """The doubts that a telling can give; each is described by its words in confidence.toml."""

    by_order: Doubt
    by_noun: Doubt
    about_nothing: Doubt
    nobody: Doubt
    no_agency: Doubt
    implied_agency: Doubt
    inherited_agency: Doubt
    undated: Doubt
    inferred_date: Doubt
    not_past: Doubt
    subordinate: Doubt


class ConfidenceRules(Entry):
    """The confidence of a telling without a doubt, and the doubts."""

    most: float
    doubts: Doubts


def doubts_of(candidate: Candidate, participants: Sequence[Participant], times: EventTimes) -> tuple[Doubt, ...]:
    """The doubts that a telling gives, in the order of the data file."""
    return tuple(_doubts(candidate, participants, times, confidence_rules().doubts))


def confidence_with(doubts: Sequence[Doubt]) -> float:
    """The confidence that is left with these doubts, 0 to 1, before it is calibrated."""
    return round(max(0.0, confidence_rules().most - sum(doubt.points for doubt in doubts)), 3)


def doubted(mention: EventMention, doubt: Doubt) -> EventMention:
    """The mention with what one more doubt leaves of its confidence."""
    return replace(mention, confidence=round(max(0.0, mention.confidence - doubt.points), 3))


def of_both(act: EventMention, other: EventMention) -> float:
    """How sure an act is that two places of a text tell; the second counts half."""
    return round(1 - (1 - act.confidence) * (1 - other.confidence / 2), 3)


def _doubts(
    candidate: Candidate, participants: Sequence[Participant], times: EventTimes, known: Doubts
) -> Iterator[Doubt]:
    if candidate.loose:
        yield known.by_order
    if candidate.frame.nouns:
        yield known.by_noun
    if candidate.theme is None:
        yield known.about_nothing
    if not participants:
        yield known.nobody
    if all(party.role != "agency" for party in participants):
        yield known.no_agency
    if not times.dates:
        yield known.undated
    elif times.inferred:
        yield known.inferred_date
    if candidate.trigger.tag_ in _VERBS:
        yield known.not_past
    if candidate.clause.dep_ in _SUBORDINATE:
        yield known.subordinate


@lru_cache(maxsize=1)
def confidence_rules(path: Path = DATA / "confidence.toml") -> ConfidenceRules:
    """The rules that come with the package, loaded once."""
    return check(ConfidenceRules, parse(path), path)
