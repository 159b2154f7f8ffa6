"""Matches the frames of acts told in passing, without a verb of their own.

"The duties of March 2025", "last October's chip rules" and "on the Entity List since 2019" each say that an act was done
and when, while the sentence tells of something else.
"""

from collections.abc import Sequence

from spacy.tokens import Span, Token

from nlp.datelines import is_of_the_report
from nlp.knowledge import Frame
from nlp.records import TimeExpression
from nlp.sight import Sight
from nlp.timex.values import timex_interval

_DATING = frozenset({"of", "from"})
_JOINING = frozenset({",", "and", "of"})
_RANGING = frozenset({"to", "until", "through", "till"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "VB", "MD"})
_NOTHING = frozenset({"no", "none", "not", "nothing", "unchanged"})
_OTHER_DAYS = frozenset(
    {"until", "through", "till", "to", "by", "before", "after", "since", "for", "between", "and", "-", "–"}
)
"""What leads to a day that is not that of the act: its end, or that of something else."""
_MONTH_LONG = len("2024-05")
_NEAR = 4
"""How many tokens behind a date the noun may stand that is named by it."""
_STATE_REACH = 9


def dates_of_noun(sight: Sight, noun: Token, frame: Frame) -> list[TimeExpression]:
    """The past dates that a measure is named by: "its May decision", "the rules of October 2022 and December 2024".

    An entry of a chronology that is no more than the measure ("2018: tariffs on Chinese steel") is named by the entry's day.
    """
    if not any(sight.concepts.at(noun, concept) for concept in frame.concepts):
        return []
    done_to = any(child.dep_ in {"acl", "relcl"} and child.tag_ in {"VBN", "VBD"} for child in noun.children)
    if not done_to and heads_line(noun, sight):
        day = sight.entry_day(noun) or _day_of_line(noun, sight)
        if day is not None and _is_past(day, sight):
            return [day]
    behind = _behind(noun)
    dates: list[TimeExpression] = []
    end = behind
    for timex in sight.time_expressions:
        place = sight.places.get(timex)
        if place is None or timex.type != "DATE" or not _is_past(timex, sight):
            continue
        if dates:
            if not _only_joins(noun.doc[end : place.start]):
                break
            dates.append(timex)
            end = place.stop
        elif place.start == behind and not _opens_range(noun.doc[behind - 1], noun.doc[place.stop - 1]):
            dates.append(timex)
            end = place.stop
        elif 0 < noun.i - place.stop + 1 <= _NEAR and _stands_before(sight.tokens_of(timex), noun):
            return [] if is_of_the_report(sight.text, timex, sight.doc._.anchor) else [timex]
    return dates if len(dates) < 2 or _is_of_several(noun) else dates[:1]


def _behind(noun: Token) -> int | None:
    """Where a date would begin that a noun is named by: behind its "of", or behind the place or comma before that."""
    doc, last = noun.doc, noun.i
    if last + 1 < len(doc) and doc[last + 1].like_num and doc[last + 1].head.i == last:
        last += 1  # "General License 14, of April 23"
    words = [token.lower_ for token in doc[last + 1 : last + 4]]
    if words[:1] and words[0] in _DATING:
        place = doc[last + 2] if words[2:] and words[2] in _DATING else None
        return last + (4 if place is not None and place.ent_type_ == "GPE" else 2)
    return last + 3 if words[:1] == [","] and words[1:2] == ["of"] else None


def _stands_before(day: Sequence[Token], noun: Token) -> bool:
    """Whether a date stands with a noun behind it: "last October's rules"."""
    return any(
        noun.i in {top.head.i, top.head.head.i if top.head.dep_ == "compound" else top.head.i}
        and top.dep_ in {"compound", "nmod", "poss", "amod", "nummod"}
        for top in day
    )


def _only_joins(between: Span) -> bool:
    return len(between) > 0 and all(token.lower_ in _JOINING for token in between)


def _is_of_several(noun: Token) -> bool:
    return noun.tag_ in {"NNS", "NNPS"} or noun.lower_ == "those"


def _day_of_line(noun: Token, sight: Sight) -> TimeExpression | None:
    """The only day in a line without a verb that is about the noun ("Antidumping order on steel nails from Oman, May 29")."""
    if any(word.tag_ in _FINITE or word.lower_ in _NOTHING for word in noun.sent):
        return None
    end = noun.sent.end_char
    days = [timex for timex in sight.time_expressions if noun.sent.start_char <= timex.start < end]
    first = sight.tokens_of(days[0])[:1] if len(days) == 1 and days[0].type == "DATE" else []
    if not first or len(days[0].value) < _MONTH_LONG or first[0].i <= noun.i:
        return None
    return None if first[0].nbor(-1).lower_ in _OTHER_DAYS else days[0]


def heads_line(noun: Token, sight: Sight) -> bool:
    """Whether a noun is what a line without a verb is about; a day before it is no part of that."""
    top = noun
    while top.head.i != top.i and (top.dep_ in {"appos", "dep"} or sight.entry_day(top.head) is not None):
        if top.head.pos_ in {"VERB", "AUX"} or top.head.i > noun.i or not _is_in_day(top.head, sight):
            return False
        top = top.head
    return top.head.i == top.i


def _is_in_day(token: Token, sight: Sight) -> bool:
    return any(timex.start <= token.idx < timex.end for timex in sight.time_expressions)


def _opens_range(preposition: Token, last: Token) -> bool:
    """Whether a date is the first of two ("moved the end of the license from June 30 to August 31")."""
    following = last.doc[last.i + 1 : last.i + 2].text.lower()
    return preposition.lower_ == "from" and following in _RANGING


def state_since(sight: Sight, since: Token, frame: Frame) -> tuple[Token, TimeExpression] | None:
    """The measure that has been in a state of the frame "since" a past date, and that date."""
    timex = next(
        (timex for timex in sight.time_expressions if _starts_behind(sight, timex, since) and _is_past(timex, sight)),
        None,
    )
    if timex is None:
        return None
    start = max(since.sent.start, since.i - _STATE_REACH)
    words = since.doc[start : since.i]
    if not any(f" {state} " in f" {words.text.lower()} " for state in frame.since):
        return None
    for token in reversed(since.doc[since.sent.start : since.i]):
        if any(sight.concepts.at(token, concept) for concept in frame.concepts):
            return token, timex
    return None


def _starts_behind(sight: Sight, timex: TimeExpression, token: Token) -> bool:
    tokens = sight.tokens_of(timex)
    return bool(tokens) and timex.type == "DATE" and tokens[0].i in {token.i, token.i + 1}


def _is_past(timex: TimeExpression, sight: Sight) -> bool:
    return timex_interval(timex.value) is not None and not sight.is_ahead(timex)
