"""Joins what one document tells of the same act in several places into one event mention."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from nlp.confidence import of_both
from nlp.knowledge import Knowledge
from nlp.records import EventMention, Participant
from nlp.same_act import Setting, are_counted_apart, contradiction, features_of, likeness, same_act_rules

_FIELDS = (
    "published_on",
    "effective_from",
    "valid_until",
    "duration",
    "previous_valid_until",
    "ordinal",
    "items",
    "measure",
    "instrument",
    "count",
    "rate",
    "attribution",
)
_TOLD_BY_START = {
    **{done: {done, "control.imposed"} for done in ("control.expanded", "control.eased")},
    **{done: {done, "license.granted"} for done in ("license.extended", "license.amended")},
}
"""The types that "the rule takes effect" may be read as, by the type of the act that changed the rule."""
_STRENGTH = {"actual": 3, "planned": 2, "denied": 1, "possible": 0}


@dataclass(frozen=True, slots=True)
class Weighing:
    """How a telling was weighed against an act of its type that a richer telling, ``act``, had begun.

    ``contradicted`` says in what they contradict each other; else ``features`` are what they show, and ``likeness`` what
    that adds up to. ``holds_from`` marks a telling that was joined since it only gives the act its start.
    """

    mention: EventMention
    act: EventMention
    joined: bool
    contradicted: str | None = None
    features: tuple[str, ...] = ()
    likeness: float = 0.0
    holds_from: bool = False


@dataclass(slots=True)
class Act:
    """What one document tells of an act, put together; the mentions that tell it, the richest first, and their settings.

    ``weighed`` says why each of the later mentions was joined, and why the first was not joined to an act before.
    """

    whole: EventMention
    mentions: list[EventMention]
    settings: list[Setting]
    weighed: list[Weighing] = field(default_factory=list)


def join_acts(tellings: Iterable[tuple[EventMention, Setting]], knowledge: Knowledge) -> tuple[Act, ...]:
    """Each act once, in the order of the text; the richest telling leads, and each other joins the act that it is likest to.

    A telling of when a measure told elsewhere begins to hold ("The duties take effect on July 6") comes last: its day is that
    from which the act holds, and is the act's own only where it has none.
    """
    acts: list[Act] = []
    for mention, setting in sorted(tellings, key=lambda telling: (telling[1].tells_start, _rank(telling[0]))):
        same = [act for act in acts if act.whole.type == mention.type]
        weighed = [_weigh(act, mention, setting, knowledge) for act in same]
        act, chosen = _likest(same, weighed)
        told = mention
        if act is None and setting.tells_start:
            act = next((one for one in acts if _holds_from(one, mention, setting, knowledge)), None)
            if act is not None:
                told, chosen = _as_start(mention, act.whole), _weigh(act, mention, setting, knowledge)
        if act is None or chosen is None:
            acts.append(Act(mention, [mention], [setting], weighed))
        else:
            act.weighed.append(replace(chosen, joined=True, holds_from=told is not mention))
            act.whole = _joined(act.whole, told, knowledge)
            act.mentions.append(mention)
            act.settings.append(setting)
    return tuple(sorted(acts, key=lambda act: act.whole.evidence["event"]))


def _weigh(act: Act, mention: EventMention, setting: Setting, knowledge: Knowledge) -> Weighing:
    contradicted = contradiction(act.whole, mention, knowledge)
    if contradicted is None and are_counted_apart(act.settings, setting):
        contradicted = "their place in a series"
    if contradicted is not None:
        return Weighing(mention, act.mentions[0], joined=False, contradicted=contradicted)
    features = tuple(features_of(act.whole, act.settings, mention, setting))
    return Weighing(mention, act.mentions[0], False, None, features, likeness(features, same_act_rules()))


def _likest(acts: Sequence[Act], weighed: Sequence[Weighing]) -> tuple[Act, Weighing] | tuple[None, None]:
    """The act that a telling is likest to, of those that it may be of, and how it was weighed; the earlier of equal ones."""
    fitting = [
        (act, one)
        for act, one in zip(acts, weighed, strict=True)
        if one.contradicted is None and one.likeness >= same_act_rules().least
    ]
    return max(fitting, key=lambda pair: pair[1].likeness, default=(None, None))


def _holds_from(act: Act, start: EventMention, setting: Setting, knowledge: Knowledge) -> bool:
    """Whether a telling of a start may be of an act that was done, or is planned, on or before its day."""
    whole = act.whole
    if whole.modality not in {"actual", "planned"} or start.type not in _TOLD_BY_START.get(whole.type, {whole.type}):
        return False
    if start.date is not None and whole.effective_from not in {None, start.date}:
        return False
    if start.date is not None and whole.date is not None and not whole.date[:7] <= start.date[:7]:
        return False
    later = start.type != whole.type and not whole.type.startswith("license.")
    if later and whole.date is None and start.date is not None and start.modality != "planned":
        return False
    if start.modality == "actual" and "other_goods" in features_of(whole, act.settings, start, setting):
        return False
    undated = replace(whole, date=None)
    told_as = replace(start, type=whole.type, date=None, modality=whole.modality)
    return contradiction(undated, told_as, knowledge) is None


def _as_start(start: EventMention, act: EventMention) -> EventMention:
    """A telling of a start with its day, where it says one, as that from which the act holds."""
    if start.date is None:
        return replace(start, modality=act.modality)
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


def _names_the_kind(act: EventMention, knowledge: Knowledge) -> bool:
    """Whether the instrument of an act is no more than a kind, as "a general license" is."""
    entity = knowledge.entity(act.instrument_id)
    return entity is not None and entity.generic


def _joined(act: EventMention, other: EventMention, knowledge: Knowledge) -> EventMention:
    evidence = dict(act.evidence)
    changes: dict[str, Any] = {}
    if _names_the_kind(act, knowledge) and other.instrument_id is not None:
        act = replace(act, instrument=None, instrument_id=None)
        evidence.pop("instrument", None)
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
