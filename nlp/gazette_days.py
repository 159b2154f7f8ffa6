"""Gives acts the day on which an official gazette printed them: "published in the Federal Register on May 21"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from spacy.tokens import Span as Words
from spacy.tokens import Token

from nlp.event_times import span_of
from nlp.records import EventMention, TimeExpression
from nlp.sight import Sight
from nlp.timex.values import timex_interval

_FULL_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_REACH = 3
"""How many sentences after an act the words that tell its printing may stand."""
_LATEST = timedelta(days=60)
"""How long after an act a gazette prints it at the latest; what was done earlier is only named beside it."""
_PUBLISHABLE = frozenset({"actual", "planned"})


@dataclass(frozen=True, slots=True)
class _Issue:
    """A sentence that says on what day a gazette printed something; ``paper`` is what it printed, where that is named."""

    sentence: Words
    paper: Token | None
    timex: TimeExpression


def with_gazette_days(acts: Sequence[EventMention], sight: Sight) -> tuple[EventMention, ...]:
    """The acts, in the order of the text, each with the day of the gazette that its sentence gives, or that a
    sentence soon after gives the paper that does it ("The rule was published in the Official Journal on Friday").
    """
    settled = list(acts)
    for issue in _issues(sight):
        for index in _printed(issue, settled, sight):
            act = settled[index]
            if act.published_on is None:
                evidence = {**act.evidence, "published_on": span_of(issue.timex)}
                settled[index] = replace(act, published_on=issue.timex.value[:10], evidence=evidence)
    return tuple(settled)


def _issues(sight: Sight) -> Iterator[_Issue]:
    cues = sight.knowledge.narrative
    for sentence in sight.doc.sents:
        text = sentence.text.lower()
        if not any(name in text for name in cues.gazettes) and not re.search(cues.gazette_citation, text):
            continue
        for verb in sentence:
            if verb.lemma_.lower() not in cues.printing or any(child.dep_ == "neg" for child in verb.children):
                continue
            timex = next(_days_of(verb, sight), None)
            if timex is not None:
                yield _Issue(sentence, _paper_of(verb), timex)
                break


def _days_of(verb: Token, sight: Sight) -> Iterator[TimeExpression]:
    """The days that hang on a verb of printing, and on no other verb below it."""
    for timex in sight.time_expressions:
        is_day = timex.type in {"DATE", "TIME"} and _FULL_DAY.match(timex.value) is not None
        if is_day and sight.verb_above(timex) == verb:
            yield timex


def _paper_of(verb: Token) -> Token | None:
    """What is printed: the verb's subject or object, or the noun that the verb describes."""
    if verb.dep_ in {"acl", "relcl"}:
        return verb.head
    wanted = {"nsubjpass", "dobj"} | ({"nsubj"} if verb.lemma_ in {"appear", "run"} else set())
    return next((child for child in verb.children if child.dep_ in wanted), None)


def _printed(issue: _Issue, acts: Sequence[EventMention], sight: Sight) -> list[int]:
    """Which acts were printed: those told in the sentence, or in the nearest sentence before it that tells any."""
    day = date.fromisoformat(issue.timex.value[:10])
    fitting = [index for index, act in enumerate(acts) if act.modality in _PUBLISHABLE and not _is_long_past(act, day)]
    here = [index for index in fitting if _is_told_in(acts[index], issue.sentence)]
    if here or issue.paper is None or not _is_definite(issue.paper):
        return here
    before = [sentence for sentence in sight.doc.sents if sentence.start < issue.sentence.start][-_REACH:]
    told = ([index for index in fitting if _is_told_in(acts[index], sentence)] for sentence in reversed(before))
    return next((indices for indices in told if indices), [])


def _is_long_past(act: EventMention, day: date) -> bool:
    done = timex_interval(act.date) if act.date is not None else None
    return done is not None and done[1] + _LATEST < day


def _is_told_in(act: EventMention, sentence: Words) -> bool:
    return any(sentence.start_char <= mention.start < sentence.end_char for mention in act.mentions)


def _is_definite(paper: Token) -> bool:
    return paper.pos_ == "PRON" or any(child.lower_ in {"the", "this"} for child in paper.children)
