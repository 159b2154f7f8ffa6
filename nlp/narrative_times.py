"""Dates acts by what the text ties them to: "the same rule", "at the same time", "today's action"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from nlp.event_times import span_of
from nlp.knowledge import NarrativeCues
from nlp.records import EventMention, TimeExpression
from nlp.sight import Sight
from nlp.timex.values import timex_interval

_OPENING = 90
_HEAD_OF_SENTENCE = 10
_HEAD = 300
_TIME, _PAPER = "time", "paper"
_REACH = {_TIME: 6, _PAPER: 12}
"""How many sentences before the words the act may be told that they tie another to."""


def date_by_earlier_act(
    mention: EventMention, clause: Token, before: Sequence[EventMention], sight: Sight
) -> EventMention:
    """The mention under the date of the dated act told before that its words tie it to; unchanged where none does.

    "The same day" is that of the act told before, whatever other day was named in passing since, and is not known where that
    act has none. "Also" ties no time (fixtures/gold/README.md).
    """
    if mention.modality not in {"actual", "planned"}:
        return mention
    if mention.date is not None:
        tied = _TIME if _says_same_day(mention, sight) else None
    else:
        tied = _tied_to_earlier(clause, sight, of_plan=mention.modality == "planned")
    if tied is None:
        return mention
    dated = [other for other in before if other.date is not None and other.modality == mention.modality]
    if mention.date is not None:
        dated = [other for other in dated if len(str(other.date)) == len(mention.date)]
    if tied == _TIME:
        news = [other for other in before if not is_told_in_passing(other, sight)]
        dated = [other for other in dated if other in news or not news]
    if tied == _PAPER:
        dated.sort(key=lambda other: str(other.date)[:7])
    nearest = next(reversed(dated), None)
    if nearest is None or _sentences_between(nearest, mention, sight) > _REACH[tied]:
        return mention
    return _dated_like(mention, nearest)


def date_lead(mentions: Sequence[EventMention], sight: Sight) -> list[EventMention]:
    """The mentions, an undated lead under the day that the text names its act by ("Under today's settlement"), or that
    stands at the head of an authority's release.
    """
    lead = min((mention.evidence["sentence"] for mention in mentions), default=None)
    timex = next(_days_of_own_act(sight), None) or next(_days_of_release(sight), None)
    if lead is None or timex is None or any(m.date is not None for m in mentions if m.evidence["sentence"] == lead):
        return list(mentions)
    return [
        replace(
            mention,
            date=timex.value[:10],
            date_basis="inferred",
            evidence={**mention.evidence, "date": span_of(timex)},
        )
        if mention.evidence["sentence"] == lead and mention.modality == "actual"
        else mention
        for mention in mentions
    ]


def _says_same_day(mention: EventMention, sight: Sight) -> bool:
    """Whether a mention has its date from words for the day of another act, at the head of its sentence."""
    span, sentence = mention.evidence["date"], mention.evidence["sentence"]
    words = sight.text[span.start : span.end].lower()
    return words in sight.knowledge.narrative.same_day and span.start - sentence.start < _HEAD_OF_SENTENCE


def is_told_in_passing(mention: EventMention, sight: Sight) -> bool:
    """Whether an act only says which thing is meant: "the duties that he unveiled on Wednesday"."""
    word = mention.evidence["event"]
    told = sight.doc.char_span(word.start, word.end, alignment_mode="expand")
    return told is not None and any(token.dep_ in {"relcl", "acl"} for token in (told.root, *told.root.ancestors))


def _tied_to_earlier(clause: Token, sight: Sight, *, of_plan: bool) -> str | None:
    """How the words about a clause tie it to an act told before: by the time or by the paper, or not.

    A plan is tied only by words for the day that it is for: "at the same time" would say no more than "also".
    """
    cues: NarrativeCues = sight.knowledge.narrative
    sentence = clause.sent
    text = sentence.text.lower()
    place = clause.idx - sentence.start_char
    for phrase in cues.same_date if of_plan else cues.same_time:
        at = text.find(phrase)
        if at >= 0 and (at < _OPENING or at > place):
            return _TIME
    if of_plan:
        return None
    same = re.findall(r"\bsame (\w+)(?: (\w+))?", text[:_OPENING])
    return _PAPER if any(word in cues.same_paper for words in same for word in words) else None


def _days_of_own_act(sight: Sight) -> Iterator[TimeExpression]:
    """The days, not after the text's, that possess a word for an act: "today's action"."""
    anchor = sight.doc._.anchor
    for timex in sight.time_expressions:
        interval = timex_interval(timex.value)
        tokens = sight.tokens_of(timex)
        if anchor is None or interval is None or timex.type != "DATE" or not tokens:
            continue
        if not interval[0] == interval[1] <= anchor:
            continue
        owner = tokens[-1] if tokens[-1].tag_ != "POS" else tokens[-1].head
        noun = owner.head
        if owner.dep_ == "poss" and noun.lower_ in sight.knowledge.narrative.own_act:
            yield timex


def _days_of_release(sight: Sight) -> Iterator[TimeExpression]:
    """The day of the text at the head of a release ("FOR IMMEDIATE RELEASE | Thursday, April 11, 2024")."""
    head, anchor = sight.text[:_HEAD].lower(), sight.doc._.anchor
    if not any(words in head for words in sight.knowledge.narrative.release):
        return
    for timex in sight.time_expressions:
        if timex.end <= _HEAD and anchor is not None and timex.value == anchor.isoformat():
            yield timex


def _dated_like(mention: EventMention, other: EventMention) -> EventMention:
    evidence = {**mention.evidence, "date": other.evidence["date"]}
    return replace(mention, date=other.date, date_basis="inferred", evidence=evidence)


def _sentences_between(earlier: EventMention, later: EventMention, sight: Sight) -> int:
    start, end = earlier.evidence["sentence"].start, later.evidence["sentence"].start
    return sum(1 for sentence in sight.doc.sents if start < sentence.end_char and sentence.start_char <= end) - 1
