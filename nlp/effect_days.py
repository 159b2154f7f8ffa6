"""Gives acts the day from which a later sentence says that they hold: "The rule took effect on November 18"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from spacy.tokens import Token

from nlp.arguments import subject_of
from nlp.event_times import span_of
from nlp.records import EventMention, TimeExpression
from nlp.sight import Sight
from nlp.timex.values import timex_interval

_FULL_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_REACH = 3
"""How many sentences after an act the words may stand."""
_NEAR = timedelta(days=60)
"""How far from the day of an act the one may lie from which it holds."""
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
_PRONOUNS = frozenset({"both", "it", "this", "they"})


@dataclass(frozen=True, slots=True)
class _Start:
    """A day gone by from which something that stands for acts told before holds."""

    at: Token
    timex: TimeExpression


def with_effect_days(acts: Sequence[EventMention], sight: Sight) -> tuple[EventMention, ...]:
    """The acts, in the order of the text, with the day of their effect that a sentence soon after gives them.

    It is the act's own day only where that has none, or but the one on which a gazette printed its paper later.
    """
    settled = list(acts)
    for start in _starts(sight):
        for index in _meant(start, settled, sight):
            settled[index] = _from(start, settled[index])
    return tuple(settled)


def _from(start: _Start, act: EventMention) -> EventMention:
    value, span = start.timex.value[:10], span_of(start.timex)
    if act.effective_from is None:
        act = replace(act, effective_from=value, evidence={**act.evidence, "effective_from": span})
    gazetted = act.date_basis == "inferred" and act.date is not None and act.date == act.published_on
    if act.date is not None and not (gazetted and value < act.date):
        return act
    return replace(act, date=value, date_basis="inferred", evidence={**act.evidence, "date": span})


def _starts(sight: Sight) -> Iterator[_Start]:
    anchor = sight.doc._.anchor
    for timex in sight.time_expressions:
        interval = timex_interval(timex.value)
        if timex.type not in {"DATE", "TIME"} or not _FULL_DAY.match(timex.value) or interval is None:
            continue
        if anchor is None or interval[1] > anchor:
            continue
        verb = sight.verb_above(timex)
        if verb is None or not _begins_to_hold(verb):
            continue
        subject = subject_of(verb)
        if subject is not None and _stands_for_acts(subject, sight):
            yield _Start(subject, timex)


def _begins_to_hold(verb: Token) -> bool:
    """Whether a verb says when something takes effect: "took effect on", "is effective", "came into force"."""
    below = {child.lower_ for child in verb.children}
    if any(child.dep_ == "neg" for child in verb.children):
        return False
    if verb.lemma_ in {"come", "enter", "go"}:
        into = (inner.lower_ for child in verb.children if child.lower_ == "into" for inner in child.children)
        return not {"force", "effect", "operation"}.isdisjoint(into)
    return verb.lemma_ in {"be", "take"} and not below.isdisjoint({"effective", "effect"})


def _stands_for_acts(subject: Token, sight: Sight) -> bool:
    known = any(child.lower_ in _DEFINITE for child in subject.children)
    return subject.lower_ in _PRONOUNS or (known and subject.lower_ in sight.knowledge.narrative.own_act)


def _meant(start: _Start, acts: Sequence[EventMention], sight: Sight) -> list[int]:
    """Which acts are meant: those told as done in the nearest sentence before, or in the same before the words."""
    if any(act.evidence.get("date") == span_of(start.timex) for act in acts):
        return []
    fitting = [index for index, act in enumerate(acts) if _can_be_of(act, start)]
    for sentence in reversed([sent for sent in sight.doc.sents if sent.start <= start.at.i][-_REACH - 1 :]):
        told = [
            index
            for index in fitting
            if any(sentence.start_char <= mention.start < sentence.end_char for mention in acts[index].mentions)
        ]
        if told:
            return told
    return []


def _can_be_of(act: EventMention, start: _Start) -> bool:
    """Whether an act was told before the words, and not as done long before or after their day."""
    done, given = timex_interval(act.date) if act.date else None, timex_interval(start.timex.value)
    if act.modality != "actual" or act.evidence["event"].start >= start.at.idx or given is None:
        return False
    return done is None or (done[0] - _NEAR <= given[0] <= done[1] + _NEAR)
