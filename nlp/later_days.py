"""Dates acts by a sentence after theirs that says when they were made known or took effect: "He announced both on Monday"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from spacy.tokens import Token

from nlp.event_times import span_of
from nlp.records import EventMention, TimeExpression
from nlp.sight import Sight
from nlp.timex.values import timex_interval

_FULL_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_REACH = 3
"""How many sentences after an act the words that date it may stand."""
_NEAR = timedelta(days=60)
"""How far from the day of an act the one may lie from which it holds."""
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
_PRONOUNS = frozenset({"both", "it", "this", "them", "they"})
_DONE = ("nsubjpass", "dobj")
_FILLERS = ("nsubj", *_DONE)


@dataclass(frozen=True, slots=True)
class _Day:
    """A day that words give acts told before; ``holds`` marks one from which they hold, ``both`` one of the last two."""

    at: Token
    timex: TimeExpression
    holds: bool
    both: bool


def with_later_days(acts: Sequence[EventMention], sight: Sight) -> tuple[EventMention, ...]:
    """The acts, in the order of the text: those without a day under the one that a sentence soon after gives them.

    The day from which an act holds is the act's own only where it has none, or one that is but its paper's in the gazette.
    """
    settled = list(acts)
    for day in _days(sight):
        for index in _meant(day, settled, sight):
            settled[index] = _under(settled[index], day)
    return tuple(settled)


def _under(act: EventMention, day: _Day) -> EventMention:
    value, span = day.timex.value[:10], span_of(day.timex)
    if day.holds and act.effective_from is None:
        act = replace(act, effective_from=value, evidence={**act.evidence, "effective_from": span})
    gazetted = act.date_basis == "inferred" and act.date is not None and act.date == act.published_on
    if act.date is not None and not (day.holds and gazetted and value < act.date):
        return act
    return replace(act, date=value, date_basis="inferred", evidence={**act.evidence, "date": span})


def _days(sight: Sight) -> Iterator[_Day]:
    """The days gone by on which something that stands for acts told before was made known, done, or began to hold."""
    anchor = sight.doc._.anchor
    for timex in sight.time_expressions:
        tokens, interval = sight.tokens_of(timex), timex_interval(timex.value[:10])
        if timex.type not in {"DATE", "TIME"} or not _FULL_DAY.match(timex.value) or not tokens or interval is None:
            continue
        if anchor is None or interval[1] > anchor:
            continue
        top = next((token for token in tokens if token.head not in tokens), tokens[-1])
        verb = next((token for token in top.ancestors if token.pos_ in {"VERB", "AUX"}), None)
        if verb is None or any(child.dep_ == "neg" for child in verb.children):
            continue
        holds = _begins_to_hold(verb)
        if not holds and verb.lemma_.lower() not in sight.knowledge.narrative.making_known:
            continue
        stands = next((token for token in _parts(verb) if _stands_for_acts(token, holds, sight)), None)
        if stands is not None:
            yield _Day(stands, timex, holds, stands.lower_ == "both")


def _begins_to_hold(verb: Token) -> bool:
    """Whether a verb says when something takes effect: "took effect on", "is effective"."""
    below = {child.lower_ for child in verb.children}
    if verb.lemma_ == "be":
        return "effective" in below
    return verb.lemma_ == "take" and "effect" in below


def _parts(verb: Token) -> Iterator[Token]:
    """What a verb may say something of: the noun that it describes, its subject and what it is done to."""
    if verb.dep_ in {"acl", "relcl"}:
        yield verb.head
    yield from (child for child in verb.children if child.dep_ in _FILLERS)
    behind = verb.doc[verb.i + 1 : verb.i + 2]
    yield from (token for token in behind if token.lower_ == "both")  # the parser may hang it on the day's preposition


def _stands_for_acts(token: Token, holds: bool, sight: Sight) -> bool:
    if token.lower_ in _PRONOUNS:
        clausal = any(child.dep_ in {"ccomp", "xcomp"} for child in token.head.children)
        return token.lower_ == "both" or ((holds or token.dep_ in _DONE) and not clausal)
    known = any(child.lower_ in _DEFINITE for child in token.children)
    return known and token.lower_ in sight.knowledge.narrative.own_act


def _meant(day: _Day, acts: Sequence[EventMention], sight: Sight) -> list[int]:
    """Which acts are meant: those told as done in the nearest sentence before, or in the same before the words."""
    span = span_of(day.timex)
    if any(act.evidence.get("date") == span for act in acts):
        return []
    fitting = [i for i, act in enumerate(acts) if _can_be_of(act, day)]
    sentences = [sent for sent in sight.doc.sents if sent.start <= day.at.i][-_REACH - 1 :]
    for sentence in reversed(sentences):
        told = [
            i
            for i in fitting
            if any(sentence.start_char <= mention.start < sentence.end_char for mention in acts[i].mentions)
        ]
        if told and all(acts[i].date is not None for i in told) and not day.holds:
            return []
        told = [i for i in told if acts[i].date is None or day.holds]
        if told:
            return told if not day.both or len(told) == 2 else []
    return []


def _can_be_of(act: EventMention, day: _Day) -> bool:
    """Whether an act was told before the words, and not as done long before or after their day."""
    done, given = timex_interval(act.date) if act.date else None, timex_interval(day.timex.value[:10])
    if act.modality != "actual" or act.evidence["event"].start >= day.at.idx or given is None:
        return False
    return done is None or (done[0] - _NEAR <= given[0] <= done[1] + _NEAR)
