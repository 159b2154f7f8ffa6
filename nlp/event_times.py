"""Attaches time expressions to acts: when it was done, from when and until when it holds, and for how long."""

import re
from dataclasses import dataclass, field

from spacy.tokens import Token

from nlp.frames import Candidate
from nlp.records import Span, TimeExpression
from nlp.sight import Sight
from nlp.timex.values import timex_interval

_UNTIL = frozenset({"until", "till", "through", "thru"})
_FROM = frozenset({"from", "starting", "beginning", "effective", "since", "of", "following", "commencing"})
_START_PHRASES = (
    "with effect from",
    "with effect on",
    "effective on",
    "effective from",
    "as of",
    "as from",
    "starting on",
    "beginning on",
    "starting from",
    "effective",
    "starting",
    "beginning",
    "commencing",
    "from",
)
_REPORTING = frozenset("say tell announce report confirm state note add write declare".split())
_CLAUSE_HEADS = frozenset({"relcl", "ccomp", "advcl", "parataxis", "conj", "acl", "xcomp"})
_GOVERNED = frozenset({"acl", "advcl", "xcomp", "ccomp", "pcomp", "prep"})
_PAPERS = frozenset(
    "rule notice order statement announcement letter release regulation decision document filing memo".split()
)
_HOLDING_TYPES = ("tariff.", "control.", "license.revoked", "license.amended", "listing.")
_DATE_PRECISE = re.compile(r"^\d{4}")


@dataclass(slots=True)
class EventTimes:
    """The time fields of one act; ``dates`` holds several where one clause tells of acts on several dates.

    ``rule`` says in words why the dates are the act's.
    """

    dates: list[TimeExpression] = field(default_factory=list)
    inferred: bool = False
    rule: str | None = None
    effective_from: TimeExpression | None = None
    valid_until: TimeExpression | None = None
    duration: TimeExpression | None = None


def attach_times(sight: Sight, candidate: Candidate, rivals: frozenset[int]) -> EventTimes:
    """The times of a candidate; ``rivals`` are the clauses of other candidates, whose times stay with them."""
    times = EventTimes()
    if candidate.dated is not None:
        times.dates, times.rule = [candidate.dated], "the measure is named by it"
        return times
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
        if timex.type not in {"DATE", "TIME"} or timex_interval(timex.value[:10]) is None or _is_dateline(tokens):
            continue
        preposition = _preposition(top)
        extended_to = preposition == "to" and candidate.frame.type == "license.extended"
        expires = candidate.frame.type != "license.expired" and _expires_before(top)
        alone = not rivals & set(range(sentence.start, sentence.end)) - own
        if preposition in _UNTIL or extended_to or expires:
            if home is not None or alone:
                times.valid_until = times.valid_until or timex
        elif _starts_at(tokens[0]) and (home is not None or alone) and candidate.frame.type.startswith(_HOLDING_TYPES):
            times.effective_from = times.effective_from or timex
        else:
            remaining.append((timex, top, home))
    attached = [(timex, top) for timex, top, home in remaining if home is not None]
    if attached:
        times.dates, times.rule = _coordinated(attached, candidate), "it stands in the act's own clause"
    elif times.effective_from is not None and candidate.frame.type.startswith(
        ("tariff.", "control.", "license.revoked")
    ):
        times.dates, times.rule = [times.effective_from], "the act holds from then, and no other date is given"
    else:
        _inherit(sight, candidate, times, [(timex, top) for timex, top, _ in remaining], rivals - own)
    return times


def _is_dateline(tokens: list[Token]) -> bool:
    """Whether a date only opens an agency's story: "JAKARTA, May 19 (Meridian) - ", "WASHINGTON, November 3, 2021 – "."""
    last = tokens[-1]
    ends = last.doc[last.i + 1 : min(last.i + 5, last.sent.end)]
    opens = tokens[0].i - tokens[0].sent.start < 6
    return opens and any(token.text in {"–", "—", "-", "--"} for token in ends) and tokens[0].sent.start_char < 200


def _starts_at(first: Token) -> bool:
    """Whether the words before a date make it the day that something holds from."""
    start = max(first.sent.start, first.i - 3)
    before = f" {first.doc[start : first.i].text.lower()}"
    return any(before.endswith(f" {phrase}") for phrase in _START_PHRASES)


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
    """A time that stands with a clause above or beside the act's, or alone in its sentence, is its only by inference."""
    clause = candidate.clause
    for find in (_beside, _above, _on_paper, _opening, _alone):
        found = find(sight, clause, remaining, others)
        if found is not None:
            times.dates, times.inferred, times.rule = [found[0]], True, found[1]
            return


_Remaining = list[tuple[TimeExpression, Token]]
_Inherited = tuple[TimeExpression, str] | None


def _governor(top: Token) -> Token | None:
    return next((token for token in top.ancestors if token.pos_ in {"VERB", "AUX"}), None)


def _time_of(verb: Token, remaining: _Remaining) -> TimeExpression | None:
    return next(
        (timex for timex, top in remaining if (governor := _governor(top)) is not None and governor.i == verb.i), None
    )


def _beside(sight: Sight, clause: Token, remaining: _Remaining, others: frozenset[int]) -> _Inherited:
    """The date of the verb that the clause is coordinated with: "on Friday added A and removed B"."""
    token = clause
    while token.dep_ == "conj" and token.head.pos_ in {"VERB", "AUX"}:
        token = token.head
        if timex := _time_of(token, remaining):
            return timex, "it stands with the verb that the act's is joined to"
    return None


def _above(sight: Sight, clause: Token, remaining: _Remaining, others: frozenset[int]) -> _Inherited:
    """The date of the clause that governs the act's; a reporter's day of speaking is not the day of the act."""
    token = clause
    for _ in range(5):
        if token.dep_ not in _GOVERNED and not (
            token.dep_ in {"pobj", "dobj", "nsubj", "conj"} and token is not clause
        ):
            return None
        if token.head.i == token.i:
            return None
        token = token.head
        if token.pos_ not in {"VERB", "AUX"}:
            continue
        timex = _time_of(token, remaining)
        if timex is None:
            continue
        if token.lemma_.lower() not in _REPORTING:
            return (
                (timex, "it stands in the clause that the act's depends on") if abs(token.i - clause.i) < 25 else None
            )
        return (timex, "an authority says then what it does") if _official_and_done(sight, token, clause) else None
    return None


def _official_and_done(sight: Sight, speech: Token, clause: Token) -> bool:
    """Whether an authority that says on a day what it has done did it, as far as the text tells, on that day."""
    speakers = [child for child in speech.children if child.dep_ == "nsubj"]
    official = any(party.is_authority for token in speakers for party in sight.parties_of(token))
    return official and (
        clause.tag_ in {"VBZ", "VBP", "VBG"}
        or any(child.lower_ in {"has", "have", "had", "was", "is", "were"} for child in clause.children)
    )


def _on_paper(sight: Sight, clause: Token, remaining: _Remaining, others: frozenset[int]) -> _Inherited:
    """The date of the paper that the act is done by: "in a rule published today", "by an order of July 31"."""
    for timex, top in remaining:
        for token in (top, *top.ancestors):
            if token.i == clause.i:
                break
            if (
                token.lemma_.lower() in _PAPERS
                and token.dep_ == "pobj"
                and token.head.lower_ in {"in", "by", "under", "with"}
            ):
                if token.head.head.i in {clause.i, clause.head.i}:
                    return timex, "the paper that does the act is of then"
    return None


def _opening(sight: Sight, clause: Token, remaining: _Remaining, others: frozenset[int]) -> _Inherited:
    """A date that opens the sentence is that of the first act told in it."""
    sentence = clause.sent
    if any(sentence.start <= i < clause.i for i in others):
        return None
    for timex, top in remaining:
        left = top.left_edge.i
        if left - sentence.start <= 2 and (
            top.left_edge.i == sentence.start or sentence[0].lower_ in {"on", "in", "late", "early"}
        ):
            return timex, "it opens the sentence"
    return None


def _alone(sight: Sight, clause: Token, remaining: _Remaining, others: frozenset[int]) -> _Inherited:
    """The only date of a sentence, where no other act is told in it and no reporter's verb or far clause holds it."""
    sentence = range(clause.sent.start, clause.sent.end)
    if len(remaining) != 1:
        return None
    timex, top = remaining[0]
    governor = _governor(top)
    if governor is None:
        return (timex, "it is the only date of the sentence") if not any(i in sentence for i in others) else None
    if governor.lemma_.lower() in _REPORTING or governor.i in others:
        return None
    if governor.i in {token.i for token in clause.ancestors} or clause.i in {token.i for token in governor.ancestors}:
        return (timex, "it is the only date of the sentence") if abs(governor.i - clause.i) < 12 else None
    return None


def span_of(timex: TimeExpression) -> Span:
    """Where a time expression stands."""
    return Span(timex.start, timex.end)
