"""Joins what one document tells of the same act in several places into one event mention."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from nlp.confidence import of_both
from nlp.knowledge import Knowledge
from nlp.records import EventMention, Participant, Span
from nlp.timex.values import contains

_FIELDS = (
    "published_on",
    "effective_from",
    "valid_until",
    "duration",
    "previous_valid_until",
    "ordinal",
    "items",
    "instrument",
    "count",
    "rate",
    "attribution",
)
_STRENGTH = {"actual": 3, "planned": 2, "denied": 1, "possible": 0}


@dataclass(slots=True)
class Act:
    """What one document tells of an act, put together, and the mentions that tell it, the richest first."""

    whole: EventMention
    mentions: list[EventMention]


def join_acts(
    mentions: Iterable[EventMention], knowledge: Knowledge, starts: Container[Span] = frozenset()
) -> tuple[Act, ...]:
    """Each act once, in the order of the text; the richest telling leads.

    ``starts`` are the places of tellings that say when a measure told elsewhere begins to hold ("The duties take effect on
    July 6"): such a day is that from which the act holds, and is its own only where it has none.
    """
    ranked = sorted(mentions, key=_rank)
    acts: list[Act] = []
    for mention in (*_without(ranked, starts), *(one for one in ranked if one.evidence["event"] in starts)):
        is_start = mention.evidence["event"] in starts
        act = next((act for act in acts if same_act(act.whole, mention, knowledge)), None)
        if act is None and is_start:
            act = next((act for act in acts if _holds_from(act.whole, mention, knowledge)), None)
            mention_told = mention if act is None else _as_start(mention, act.whole)
        else:
            mention_told = mention
        if act is None:
            acts.append(Act(mention, [mention]))
        else:
            act.whole = _joined(act.whole, mention_told)
            act.mentions.append(mention)
    return tuple(sorted(acts, key=lambda act: act.whole.evidence["event"]))


def _without(mentions: Iterable[EventMention], starts: Container[Span]) -> Iterator[EventMention]:
    return (mention for mention in mentions if mention.evidence["event"] not in starts)


def _holds_from(act: EventMention, start: EventMention, knowledge: Knowledge) -> bool:
    """Whether a telling of a start may be of an act that was done, or is planned, on or before its day."""
    if start.date is None or act.modality not in {"actual", "planned"} or act.effective_from not in {None, start.date}:
        return False
    if act.date is not None and not act.date[:7] <= start.date[:7]:
        return False
    return same_act(replace(act, date=None), replace(start, date=None, modality=act.modality), knowledge)


def _as_start(start: EventMention, act: EventMention) -> EventMention:
    """A telling of a start with its day as that from which the act holds."""
    evidence = {**start.evidence, "effective_from": start.evidence["date"]}
    modality = start.modality if act.date is None else act.modality
    return replace(start, effective_from=start.date, evidence=evidence, modality=modality)


def _rank(mention: EventMention) -> tuple[int, int, int, float, int]:
    dated = -len(mention.date) if mention.date else 0
    return (
        dated,
        -len(mention.participants),
        -_STRENGTH[mention.modality],
        -mention.confidence,
        mention.evidence["event"].start,
    )


def same_act(one: EventMention, other: EventMention, knowledge: Knowledge) -> bool:
    """Whether two tellings are of one act: no field of theirs contradicts, and the second adds no party of its own."""
    if one.type != other.type:
        return False
    if one.date and other.date and not (contains(one.date, other.date) or contains(other.date, one.date)):
        return False
    if not _modalities_fit(one, other):
        return False
    if one.instrument and other.instrument and one.instrument_id != other.instrument_id:
        return False
    if not _agencies_fit(one, other, knowledge):
        return False
    actors, others = set(one.named("actor")), set(other.named("actor"))
    if actors and others and actors.isdisjoint(others):
        return False
    if one.type.startswith("license.") and _is_general(one) != _is_general(other) and (actors or others):
        return False
    targets, other_targets = set(one.targets), set(other.targets)
    parties, other_parties = actors | targets, others | other_targets
    if parties and other_parties and parties.isdisjoint(other_parties):
        return False
    if one.count and other.count and one.count != other.count:
        return False
    return not (one.rate and other.rate and one.rate != other.rate)


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


def _joined(act: EventMention, other: EventMention) -> EventMention:
    evidence = dict(act.evidence)
    changes: dict[str, Any] = {}
    for name in _FIELDS:
        if getattr(act, name) is None and getattr(other, name) is not None:
            changes[name] = getattr(other, name)
            if name == "instrument":
                changes["instrument_id"] = other.instrument_id
            if name in other.evidence:
                evidence[name] = other.evidence[name]
    if act.date is None and other.date is not None:
        changes |= {"date": other.date, "date_basis": other.date_basis}
        evidence["date"] = other.evidence["date"]
        if other.date == other.effective_from:
            changes["modality"] = other.modality
    elif _STRENGTH[other.modality] > _STRENGTH[act.modality]:
        changes["modality"] = other.modality
    participants = _with_others(act.participants, other.participants)
    for role in ("agency", "actor", "targets"):
        if role not in evidence and role in other.evidence:
            evidence[role] = other.evidence[role]
    mentions = (*act.mentions, *(span for span in other.mentions if span not in act.mentions))
    confidence = of_both(act, other)
    return replace(
        act, **changes, participants=participants, evidence=evidence, mentions=mentions, confidence=confidence
    )


def _with_others(own: tuple[Participant, ...], others: tuple[Participant, ...]) -> tuple[Participant, ...]:
    """The participants of both; an agency is taken over only where there was none."""
    names = {party.name for party in own}
    roles = {party.role for party in own}
    added = [
        party
        for party in others
        if party.name not in names and not (party.role in {"agency", "actor"} and party.role in roles)
    ]
    return (*own, *added)
