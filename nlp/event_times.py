"""Attaches time expressions to acts: when it was done, from when and until when it holds, and for how long."""

import re
from dataclasses import dataclass, field

from spacy.tokens import Token

from nlp.frames import Candidate
from nlp.records import Span, TimeExpression
from nlp.sight import Sight
from nlp.timex.values import timex_interval

_UNTIL = frozenset({"until", "till", "through", "thru"})
_FROM = frozenset({"from", "starting", "beginning", "effective", "since"})
_REPORTING = frozenset("say tell announce report confirm state note add write declare".split())
_CLAUSE_HEADS = frozenset({"relcl", "ccomp", "advcl", "parataxis", "conj", "acl", "xcomp"})
_DATE_PRECISE = re.compile(r"^\d{4}")


@dataclass(slots=True)
class EventTimes:
    """The time fields of one act; ``dates`` holds several where one clause tells of acts on several dates."""

    dates: list[TimeExpression] = field(default_factory=list)
    inferred: bool = False
    effective_from: TimeExpression | None = None
    valid_until: TimeExpression | None = None
    duration: TimeExpression | None = None


def attach_times(sight: Sight, candidate: Candidate, rivals: frozenset[int]) -> EventTimes:
    """The times of a candidate; ``rivals`` are the clauses of other candidates, whose times stay with them."""
    times = EventTimes()
    sentence = candidate.trigger.sent
    here = [
        (timex, tokens)
        for timex in sight.time_expressions
        if (tokens := sight.tokens_of(timex)) and sentence.start <= tokens[0].i < sentence.end
    ]
    own = {candidate.clause.i, candidate.trigger.i}
    remaining: list[tuple[TimeExpression, Token, Token | None]] = []
    for timex, tokens in here:
        top = _top(tokens)
        home = _home(top, own, rivals, candidate)
        if timex.type == "DURATION":
            if home is not None and not _is_period_of_measure(top):
                times.duration = times.duration or timex
            continue
        if timex.type not in {"DATE", "TIME"} or timex_interval(timex.value[:10]) is None:
            continue
        preposition = _preposition(top)
        extended_to = preposition == "to" and candidate.frame.type == "license.extended"
        expires = candidate.frame.type != "license.expired" and _expires_before(top)
        if preposition in _UNTIL or extended_to or expires:
            if home is not None or not rivals - own:
                times.valid_until = times.valid_until or timex
        elif preposition in _FROM and home is not None and candidate.frame.type.split(".")[0] in {"tariff", "control"}:
            times.effective_from = times.effective_from or timex
        else:
            remaining.append((timex, top, home))
    attached = [(timex, top) for timex, top, home in remaining if home is not None]
    if attached:
        times.dates = _coordinated(attached, candidate)
    else:
        _inherit(sight, candidate, times, [(timex, top) for timex, top, _ in remaining], rivals - own)
    return times


def _top(tokens: list[Token]) -> Token:
    inside = {token.i for token in tokens}
    return next((token for token in tokens if token.head.i not in inside or token.head.i == token.i), tokens[-1])


def _preposition(top: Token) -> str | None:
    token = top
    for _ in range(3):
        if token.dep_ in {"pobj", "pcomp"} and token.head.pos_ in {"ADP", "SCONJ", "VERB", "ADV"}:
            return token.head.lower_
        if token.dep_ == "conj":
            token = token.head
            continue
        break
    if token.i > 0 and token.doc[token.i - 1].lower_ in _UNTIL | _FROM | {"to"}:
        return token.doc[token.i - 1].lower_
    left = token.left_edge
    if left.i > 0 and left.nbor(-1).lower_ in _UNTIL | _FROM | {"to"}:
        return left.nbor(-1).lower_
    return None


def _expires_before(top: Token) -> bool:
    return any(
        token.lemma_ in {"expire", "lapse"} for token in top.ancestors if token.i < top.i and top.i - token.i < 4
    )


def _is_period_of_measure(top: Token) -> bool:
    return top.i + 1 < len(top.doc) and top.nbor(1).lower_ in {"ago", "earlier", "later", "old"}


def _home(top: Token, own: set[int], rivals: frozenset[int], candidate: Candidate) -> Token | None:
    """The clause a time expression belongs to, where that is the candidate's own; a nearer rival takes it."""
    theme = candidate.theme
    token = top
    while token.head.i != token.i:
        head = token.head
        if token.i in own or head.i in own or (theme is not None and head.i == theme.i):
            return token
        if head.i in rivals:
            return None
        if token.dep_ in _CLAUSE_HEADS and token.pos_ in {"VERB", "AUX"} and head.i not in own:
            return None
        token = head
    return token if token.i in own else None


def _coordinated(attached: list[tuple[TimeExpression, Token]], candidate: Candidate) -> list[TimeExpression]:
    """The dates of the act: all of a coordination ("in May and August") where the act is told of several, else one."""
    plural = candidate.theme is not None and candidate.theme.tag_ in {"NNS", "NNPS"}
    if not plural and candidate.arguments.objects:
        plural = any(token.tag_ in {"NNS", "NNPS"} for token in candidate.arguments.objects)
    if len(attached) > 1 and plural:
        first = attached[0][1]
        joined = [timex for timex, top in attached if top is first or first in top.ancestors or _follows_and(top)]
        if len(joined) > 1:
            return joined
    exact = [timex for timex, _ in attached if _DATE_PRECISE.match(timex.value)]
    clause = candidate.clause.idx
    return [min(exact or [timex for timex, _ in attached], key=lambda timex: abs(timex.start - clause))]


def _follows_and(top: Token) -> bool:
    left = top.left_edge
    return left.i > 1 and left.nbor(-1).lower_ in {"and", ","} and left.nbor(-2).ent_type_ in {"DATE", ""}


def _inherit(
    sight: Sight,
    candidate: Candidate,
    times: EventTimes,
    remaining: list[tuple[TimeExpression, Token]],
    others: frozenset[int],
) -> None:
    """A time that stands with the verb of reporting, or alone in the sentence, is the act's only by inference."""
    clause = candidate.clause
    sentence = clause.sent
    if len(remaining) != 1:
        return None
    timex, top = remaining[0]
    governor = next((token for token in top.ancestors if token.pos_ in {"VERB", "AUX"}), None)
    if governor is None:
        if not any(i in range(sentence.start, sentence.end) for i in others):
            times.dates, times.inferred = [timex], True
        return None
    if governor.lemma_.lower() in _REPORTING:
        return _inherit_from_report(sight, candidate, times, timex, governor)
    reachable = governor.i in {token.i for token in clause.ancestors} or clause.i in {t.i for t in governor.ancestors}
    if reachable and governor.i not in others and abs(governor.i - clause.i) < 12:
        times.dates, times.inferred = [timex], True
    return None


def _inherit_from_report(
    sight: Sight, candidate: Candidate, times: EventTimes, timex: TimeExpression, governor: Token
) -> None:
    """An authority that says on a day what it has done did it, as far as the text tells, on that day."""
    speakers = [child for child in governor.children if child.dep_ == "nsubj"]
    official = any(party.is_authority for token in speakers for party in sight.parties_of(token))
    done_now = candidate.clause.tag_ in {"VBZ", "VBP", "VBG"} or any(
        child.lower_ in {"has", "have", "had", "was", "is", "were"} for child in candidate.clause.children
    )
    if official and done_now and governor.i in {token.i for token in candidate.clause.ancestors}:
        times.dates, times.inferred = [timex], True


def span_of(timex: TimeExpression) -> Span:
    """Where a time expression stands."""
    return Span(timex.start, timex.end)
