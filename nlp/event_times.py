"""Attaches time expressions to acts: when it was done, from when and until when it holds, and for how long."""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from spacy.tokens import Token

from nlp.candidates import Candidate
from nlp.datelines import is_of_the_report
from nlp.duties import AT_ONCE
from nlp.inherited_times import Dated, inherit_time
from nlp.records import Span, TimeExpression
from nlp.sight import Sight, top_of
from nlp.time_standing import first_of_list, standing_of
from nlp.timex.values import contains, timex_interval

_UNTIL = frozenset({"until", "till", "through", "thru", "beyond", "past"})
_FROM = frozenset({"from", "starting", "beginning", "effective", "since", "of", "following", "commencing"})
_TO_HOLD = (
    *("to begin", "to start", "to come in", "to kick in", "to go into effect", "goes into effect", "going into effect"),
    *("to take effect", "takes effect", "taking effect", "will take effect"),
    *("to come into force", "comes into force", "coming into force", "to enter into force", "enters into force"),
)
_LEADING = _UNTIL | _FROM | {"to"}
_START_PHRASES = (
    "with effect from",
    "with effect on",
    "effective on",
    "effective from",
    "as of",
    "as from",
    "retroactively to",
    "retroactive to",
    "starting on",
    "beginning on",
    "starting from",
    "starting in",
    "beginning in",
    "effective in",
    "effective",
    "starting",
    "beginning",
    "commencing",
    "from",
    *(f"{verb}{on}" for verb in _TO_HOLD for on in ("", " on", " at")),
)
_HOLDING_TYPES = ("tariff.", "control.", "license.revoked", "license.amended", "listing.")
_ANNOUNCING = frozenset({"announce", "unveil", "declare"})
_PROLONGING = frozenset("extend prolong renew".split())
_STOPPING = (".suspended", ".removed", ".lifted", ".eased", ".excluded", ".revoked")
"""Acts that stop what was to hold: "suspended the tariffs that were due to start on December 15" is not of that day."""
_BACKWARDS = frozenset({"retroactive", "retroactively", "retrospectively", "retrospective"})
_NO_TERM = frozenset({"within", "in", "over", "during", "after", "before", "since", "until", "from", "at"})
_COUNTING_FROM = frozenset({"ago", "earlier", "later", "old", "after", "before", "since", "from", "following"})
_WITH_TERM = (
    "license.granted",
    "license.extended",
    "control.eased",
    "tariff.suspended",
    "tariff.excluded",
    "agreement.",
)
_ENDS = frozenset("expiry expiration end expiring".split())
_REPEATED = frozenset({"twice", "once", "first"})
_BETWEEN_DATES = frozenset(
    "and or then in on at once again another the a other one second third last late early later".split()
)
_LONGEST_START = 5
"""How many words the longest of ``_START_PHRASES`` has."""
_LONGEST_SOURCE = 8
"""How many words "according to" and its source may have before its day."""
_BETWEEN_YEARS = re.compile(r"\d{4} ?[-–—/] ?(?:\d\d){1,2}")
_YEAR_OR_LESS = re.compile(r"^\d{4}")
_ENDING = frozenset({"expire", "lapse", "end"})


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
    previous_valid_until: TimeExpression | None = None
    duration: TimeExpression | None = None


def attach_times(sight: Sight, candidate: Candidate, rivals: frozenset[int]) -> EventTimes:
    """The times of a candidate; ``rivals`` are the clauses of other candidates, whose times stay with them."""
    times = EventTimes()
    if candidate.dated is not None:
        rule = (
            "the measure is named by it"
            if candidate.frame.dated or candidate.frame.since
            else "its share is told of then"
        )
        times.dates, times.rule = [candidate.dated], rule
        return times
    sentence = candidate.trigger.sent
    here = [
        (timex, tokens)
        for timex in sight.time_expressions
        if (tokens := sight.tokens_of(timex)) and sentence.start <= tokens[0].i < sentence.end
    ]
    own = {candidate.clause.i, candidate.trigger.i}
    prolongs = (
        candidate.frame.prolongs
        or candidate.frame.type == "license.extended"
        or candidate.trigger.lemma_.lower() in _PROLONGING
    )
    standing: dict[str, list[Dated]] = {}
    for timex, tokens in here:
        top = top_of(tokens)
        place = (
            "apart" if _is_of_years(timex, tokens) else standing_of(first_of_list(top), timex, candidate, rivals, sight)
        )
        home = place in {"verb", "noun", "theme"}
        if timex.type == "DURATION":
            lengthens = prolongs and _preposition(top) == "by"
            if (home or lengthens or _is_term(top, candidate, rivals)) and _lasts(timex, top):
                times.duration = times.duration or timex
            continue
        if timex.type not in {"DATE", "TIME"} or not is_precise(timex):
            continue
        if is_of_the_report(sight.text, timex, sight.doc._.anchor) or _is_of_a_source(tokens[0]):
            continue
        preposition = _preposition(top)
        extended_to = preposition == "to" and (prolongs or _ends_range(tokens[0], sight))
        expires = candidate.frame.type != "license.expired" and _expires_before(top, candidate.trigger)
        alone = not rivals & set(range(sentence.start, sentence.end)) - own
        ended = (expires and candidate.frame.prolongs) or (prolongs and _was_to_end(top, candidate.trigger))
        if (preposition == "from" and prolongs) or (ended and preposition not in _UNTIL):
            times.previous_valid_until = times.previous_valid_until or timex
        elif preposition in _UNTIL or extended_to or expires or _is_of_expiry(top):
            if home or alone:
                times.valid_until = times.valid_until or timex
        elif (
            _starts_at(tokens[0])
            and (home or (alone and not candidate.frame.type.endswith(_STOPPING)))
            and candidate.frame.type.startswith(_HOLDING_TYPES)
        ):
            times.effective_from = times.effective_from or timex
        elif place != "elsewhere" or not _is_start_of_another(tokens[0], timex, candidate, sight):
            standing.setdefault(place, []).append((timex, top))
    attached = standing.get("verb") or standing.get("noun")
    entry = sight.entry_day(candidate.trigger)
    if times.effective_from is not None and _is_announced_ahead(times.effective_from, candidate, sight):
        times.dates, times.rule = [times.effective_from], "what is announced is to hold from then"
    elif attached:
        times.dates, times.rule = _coordinated(attached, candidate), "it stands in the act's own clause"
    elif entry is not None:
        times.dates, times.rule = [entry], "it is the day of the entry of the chronology"
    elif times.effective_from is not None and _dates_the_act(times.effective_from, candidate, sight):
        times.dates, times.rule = [times.effective_from], "the act holds from then, and no other date is given"
    else:
        inherited = inherit_time(sight, candidate.clause, standing, rivals - own)
        if inherited is not None:
            times.dates, times.inferred, times.rule = [inherited[0]], True, inherited[1]
    return times


def is_precise(timex: TimeExpression) -> bool:
    """Whether a time is a year or less: a decade or a century dates no act."""
    return _YEAR_OR_LESS.match(timex.value) is not None and timex_interval(timex.value) is not None


def _is_of_a_source(first: Token) -> bool:
    """Whether a day is that of a source that the clause is told by: "added ten firms, according to a filing on Tuesday"."""
    for token in reversed(first.doc[max(first.sent.start, first.i - _LONGEST_SOURCE) : first.i]):
        if token.lower_ == "according":
            return True
        if token.is_punct or token.pos_ in {"VERB", "AUX"}:
            break
    return False


def _is_of_years(timex: TimeExpression, tokens: list[Token]) -> bool:
    """Whether a year is the first or last of several: "the embargo of 1979-81" has no one date."""
    doc, first, last = tokens[0].doc, tokens[0].i, tokens[-1].i
    return len(timex.value) == 4 and any(
        _BETWEEN_YEARS.fullmatch(doc[start : start + 3].text) for start in (first - 2, last) if start >= 0
    )


def _dates_the_act(start: TimeExpression, candidate: Candidate, sight: Sight) -> bool:
    """Whether the day from which an act holds is the act's: of a measure if it does not hold from before it was made, of
    another act once it has come.
    """
    first = sight.tokens_of(start)[0]
    if any(token.lower_ in _BACKWARDS for token in first.doc[max(first.sent.start, first.i - 4) : first.i]):
        return False
    if candidate.frame.type.startswith(("tariff.", "control.", "license.revoked")):
        return True
    return not sight.is_ahead(start)


def _is_announced_ahead(start: TimeExpression, candidate: Candidate, sight: Sight) -> bool:
    """Whether a measure is only announced, with a day to come from which it holds: "announced on Friday duties from May 3".

    One of which a part takes effect "immediately" is done.
    """
    announced = candidate.clause.lemma_.lower() in _ANNOUNCING
    told = candidate.clause.doc[candidate.clause.i : sight.tokens_of(start)[0].i]
    if any(token.lower_ in AT_ONCE for token in told):
        return False
    return announced and candidate.frame.type.startswith(("tariff.", "control.")) and sight.is_ahead(start)


def _is_start_of_another(first: Token, timex: TimeExpression, candidate: Candidate, sight: Sight) -> bool:
    """Whether a day to come is that from which another act of the sentence holds: "put duties on coal from May 3 and listed
    two firms".
    """
    holds = candidate.frame.type.startswith(("tariff.", "control."))
    return not holds and sight.is_ahead(timex) and _starts_at(first)


def _ends_range(first: Token, sight: Sight) -> bool:
    """Whether a date is the second of "from November 10, 2025 to November 9, 2026"."""
    doc = first.doc
    return any(
        tokens[-1].i == first.i - 2 and tokens[0].i > 0 and doc[tokens[0].i - 1].lower_ == "from"
        for timex in sight.time_expressions
        if (tokens := sight.tokens_of(timex))
    )


def _starts_at(first: Token) -> bool:
    """Whether the words before a date make it the day that something holds from."""
    start = max(first.sent.start, first.i - _LONGEST_START)
    before = f" {first.doc[start : first.i].text.lower()}"
    return any(before.endswith(f" {phrase}") for phrase in _START_PHRASES)


def _preposition(top: Token) -> str | None:
    """The preposition that a time stands behind; the "past" of "this past July" or "past midnight" is none."""
    token = top
    for _ in range(3):
        if token.dep_ in {"pobj", "pcomp"} and token.head.pos_ in {"ADP", "SCONJ", "VERB", "ADV"}:
            return token.head.lower_
        if token.dep_ == "conj":
            token = token.head
            continue
        break
    for word in (token, token.left_edge):
        before = word.nbor(-1) if word.i > 0 else None
        if before is not None and before.lower_ in _LEADING and before.pos_ != "ADJ":
            return before.lower_
    return None


def _expires_before(top: Token, trigger: Token) -> bool:
    """Whether a date is that of an expiry told right before it, which is not itself the act."""
    return any(
        token.lemma_ in {"expire", "lapse"} and token.i != trigger.i
        for token in top.ancestors
        if token.i < top.i and top.i - token.i < 4
    )


def _is_of_expiry(top: Token) -> bool:
    """Whether a date is named as an end: "with expiry dates of 7 May and 5 June"."""
    noun = first_of_list(top).head.head
    return noun.lemma_.lower() == "date" and any(child.lower_ in _ENDS for child in noun.children)


def _was_to_end(top: Token, trigger: Token) -> bool:
    """Whether a date is that of an end that was to come before the act ("the license, which was to expire on June 12")."""
    verb = next((token for token in top.ancestors if token.lemma_ in _ENDING and token.i < top.i), None)
    if verb is None or verb.i == trigger.i or top.i - verb.i >= 4:
        return False
    return verb.tag_ == "VB" or (verb.i > 0 and verb.nbor(-1).lower_ == "to")


def _lasts(timex: TimeExpression, top: Token) -> bool:
    """Whether a length of time is how long something holds: not how long ago, within which time or how long after it was."""
    if "X" in timex.value or _preposition_of(top) in _NO_TERM:
        return False
    following = top.nbor(1).lower_ if top.i + 1 < len(top.doc) else ""
    return following not in _COUNTING_FROM


def _is_term(top: Token, candidate: Candidate, rivals: frozenset[int]) -> bool:
    """Whether a "for" tells how long what the act made holds: "a license that lets it serve customers for 90 days"."""
    if not candidate.frame.type.startswith(_WITH_TERM) or _preposition_of(top) != "for":
        return False
    verb = next((token for token in top.ancestors if token.pos_ in {"VERB", "AUX"}), None)
    return (
        verb is not None and candidate.clause in verb.ancestors and not rivals & {t.i for t in (verb, *verb.ancestors)}
    )


def _preposition_of(top: Token) -> str | None:
    return top.head.lower_ if top.dep_ == "pobj" else None


def _coordinated(attached: list[tuple[TimeExpression, Token]], candidate: Candidate) -> list[TimeExpression]:
    """The dates of the act: all of a coordination ("in May and August") where the act is told of several, else one."""
    counted = [
        token for token in (candidate.trigger, candidate.theme, *candidate.arguments.objects) if token is not None
    ]
    plural = any(token.tag_ in {"NNS", "NNPS"} for token in counted)
    repeated = any(child.lower_ in _REPEATED for child in candidate.clause.children)
    if len(attached) > 1:
        if (stretch := _stretch(attached)) is not None:
            return stretch
        joined = attached[:1]
        for timex, top in attached[1:]:
            if joined[0][1] in top.ancestors or _is_joined(joined[-1][1], top):
                joined.append((timex, top))
        if len(joined) > (1 if plural or repeated else 2) or (
            len(joined) == 2 and candidate.frame.type == "license.extended"
        ):
            return [timex for timex, _ in joined]
    clause = candidate.clause.idx
    nearest = min((timex for timex, _ in attached), key=lambda timex: abs(timex.start - clause))
    return [next((timex for timex, _ in attached if _is_finer(timex, nearest)), nearest)]


def _is_finer(fine: TimeExpression, coarse: TimeExpression) -> bool:
    """Whether a time says more exactly when another was: "two weeks ago, on September 16"."""
    return fine.value != coarse.value and contains(coarse.value, fine.value)


def _stretch(attached: list[tuple[TimeExpression, Token]]) -> list[TimeExpression] | None:
    """The year, where it is one, of acts done "between March and June 2020"; None where no two times are so joined."""
    for (first, top), (last, later) in pairwise(attached):
        if _preposition(top) == "between" and top in later.ancestors:
            year = first.value[:4]
            return [replace(last, value=year)] if last.value.startswith(year) else []
    return None


def _is_joined(earlier: Token, later: Token) -> bool:
    """Whether one date only follows another: "in May and August", "one in May and another in August"."""
    between = later.doc[earlier.right_edge.i + 1 : later.left_edge.i]
    return len(between) > 0 and all(token.lower_ in _BETWEEN_DATES or token.is_punct for token in between)


def span_of(timex: TimeExpression) -> Span:
    """Where a time expression stands."""
    return Span(timex.start, timex.end)
