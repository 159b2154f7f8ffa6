"""Gives an act the end that a later sentence tells of it: "the extension runs until April 1", "it expires on June 6"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from nlp.event_times import span_of
from nlp.narrative_times import is_told_in_passing
from nlp.records import EventMention, TimeExpression
from nlp.sight import Sight

_ENDING = frozenset({"expire", "lapse", "end"})
_LASTING = frozenset({"run", "last", "remain", "stay", "be", "hold", "apply", "continue", "extend"})
_END_NAMED = frozenset({"date", "deadline"})
"""What an end is called: "the new end date is February 16", "the new deadline is April 1"."""
_OF_AN_END = frozenset({"end", "expiry", "expiration", "new"})
_REACH = 6
"""Words that may stand between a verb and the end that it tells; twice as many before an "until" of its own ("is effective May 20, 2019, through")."""
_UNTIL = frozenset({"until", "till", "through", "to"})
_TYPES_OF_NOUN = {
    "extension": ("license.extended",),
    "renewal": ("license.extended",),
    "prolongation": ("license.extended",),
    "reprieve": ("license.",),
    "relief": ("license.",),
    "license": ("license.",),
    "licence": ("license.",),
    "waiver": ("license.", "tariff.excluded"),
    "permit": ("license.",),
    "authorization": ("license.",),
    "authorisation": ("license.",),
    "permission": ("license.",),
    "approval": ("license.",),
    "exclusion": ("tariff.excluded",),
    "exemption": ("tariff.excluded", "license."),
    "suspension": ("tariff.suspended", "control.eased"),
    "pause": ("tariff.suspended", "control.eased"),
    "truce": ("tariff.suspended", "agreement."),
    "ban": ("control.",),
    "embargo": ("control.",),
    "quota": ("control.",),
    "curb": ("control.",),
    "restriction": ("control.",),
    "tariff": ("tariff.imposed", "tariff.raised"),
    "duty": ("tariff.imposed", "tariff.raised"),
}
_PROLONGED = frozenset({"license.extended", "tariff.excluded", "tariff.suspended"})
_OPEN = frozenset({"license.granted", "license.extended", "license.amended"})
_TAKES_END = (*_OPEN, "tariff.", "control.", "agreement.")


@dataclass(frozen=True, slots=True)
class _Term:
    """An end told by a verb whose subject stands for a measure told elsewhere."""

    subject: Token
    timex: TimeExpression
    replaced: bool = False
    """Whether it is the end that would have been, had nothing been done: "the license would have run out on Monday"."""


def with_later_terms(acts: Sequence[EventMention], sight: Sight) -> tuple[EventMention, ...]:
    """The acts, each with the end that the text gives the measure it made; an end that was read already stays."""
    settled = list(acts)
    for term in _terms(sight):
        index = _referred(term, settled, sight)
        if index is None:
            continue
        act = settled[index]
        value, span = term.timex.value, span_of(term.timex)
        if term.replaced and act.type in _PROLONGED:
            if act.previous_valid_until is None:
                evidence = {**act.evidence, "previous_valid_until": span}
                settled[index] = replace(act, previous_valid_until=value, evidence=evidence)
        elif act.valid_until is None:
            settled[index] = replace(act, valid_until=value, evidence={**act.evidence, "valid_until": span})
    ends = {end for act in settled for end in (act.valid_until, act.previous_valid_until) if end is not None}
    return tuple(act for act in settled if not _only_tells_an_end(act, ends))


def _only_tells_an_end(act: EventMention, ends: set[str]) -> bool:
    """Whether an expiry that has not come says no more than an end of a license that was granted or extended here."""
    return act.type == "license.expired" and act.modality in {"planned", "possible"} and act.date in ends


def _terms(sight: Sight) -> Iterator[_Term]:
    for timex in sight.time_expressions:
        tokens = sight.tokens_of(timex)
        if timex.type != "DATE" or not tokens or len(timex.value) < 7:
            continue
        first = tokens[0]
        sentence = first.sent
        before = sight.doc[sentence.start : first.i]
        verb = next((t for t in reversed(before) if t.pos_ in {"VERB", "AUX"}), None)
        if verb is None:
            continue
        until = any(t.lower_ in _UNTIL for t in sight.doc[verb.i + 1 : first.i])
        right_after = first.i > 0 and first.nbor(-1).lower_ in _UNTIL
        if first.i - verb.i > (2 * _REACH if right_after else _REACH):
            continue
        lemma = verb.lemma_.lower()
        ending = lemma in _ENDING or any(child.lower_ == "out" and child.dep_ == "prt" for child in verb.children)
        subject = next((child for child in _subject_holders(verb) if child.dep_ in {"nsubj", "nsubjpass"}), None)
        subject = subject or _noun_right_before(verb)
        if subject is None:
            continue
        named = lemma == "be" and first.i == verb.i + 1 and _names_an_end(subject)
        if ending or named or (lemma in _LASTING and until):
            yield _Term(subject, timex, replaced=_would_have_been(verb))


def _names_an_end(subject: Token) -> bool:
    return subject.lower_ in _END_NAMED and any(child.lower_ in _OF_AN_END for child in subject.children)


def _would_have_been(verb: Token) -> bool:
    """Whether a verb tells what was to come: "would have run out", "was to end", "had been due to expire"."""
    before = [token.lower_ for token in verb.doc[max(verb.sent.start, verb.i - 5) : verb.i]]
    if "would" in before and before[-1:] == ["have"]:
        return True
    return before[-1:] == ["to"] and not {"was", "were", "been"}.isdisjoint(before)


def _noun_right_before(verb: Token) -> Token | None:
    """The noun of a measure that stands before the verb, where the parser saw no subject ("the license runs until")"""
    previous = verb.nbor(-1) if verb.i > verb.sent.start else None
    return previous if previous is not None and previous.lower_ in _TYPES_OF_NOUN else None


def _subject_holders(verb: Token) -> Iterator[Token]:
    """The children of a verb and of the verbs that it shares its subject with."""
    token = verb
    for _ in range(3):
        yield from token.children
        if token.dep_ not in {"conj", "xcomp", "aux"} or token.head.i == token.i:
            return
        token = token.head


def _referred(term: _Term, acts: Sequence[EventMention], sight: Sight) -> int | None:
    """The act whose measure the subject stands for: the nearest told before, or the only one told at all."""
    subject = term.subject
    lemma = subject.lemma_.lower()
    if lemma in {"it", "which", "that", "they", "both", "this"}:
        wanted: tuple[str, ...] = _TAKES_END
        reach = 1 if lemma in {"which", "that"} else 2
    elif _names_an_end(subject):
        wanted, reach = ("license.",), 99
    elif lemma in _TYPES_OF_NOUN:
        wanted, reach = _TYPES_OF_NOUN[lemma], 99
    elif _license_named(subject, sight) is not None:
        wanted, reach = ("license.",), 99
    else:
        return None
    named = _license_named(subject, sight)
    fitting = [
        i
        for i, act in enumerate(acts)
        if _takes_end(act, wanted) and _before(act, term) and sight.knowledge.may_be_one(named, act.instrument_id)
    ]
    if reach < 99:
        fitting = [i for i in fitting if _sentences_between(acts[i], subject, sight) < reach]
    if not fitting:
        return None
    return _main_of(fitting, max(fitting, key=lambda i: acts[i].evidence["event"]), acts, sight)


def _main_of(fitting: Sequence[int], nearest: int, acts: Sequence[EventMention], sight: Sight) -> int:
    """The nearest act, but for one that its sentence only names beside another, or one planned before it came otherwise."""
    act = acts[nearest]
    if is_told_in_passing(act, sight):
        sentence = act.evidence["sentence"]
        main = [
            i for i in fitting if acts[i].evidence["sentence"] == sentence and not is_told_in_passing(acts[i], sight)
        ]
        nearest = max(main, default=nearest, key=lambda i: acts[i].evidence["event"])
    if act.modality == "planned":
        done = [i for i in fitting if acts[i].modality == "actual" and acts[i].type == act.type]
        nearest = max(done, default=nearest, key=lambda i: acts[i].evidence["event"])
    return nearest


def _license_named(token: Token, sight: Sight) -> str | None:
    """The id of the numbered license that a token is part of the name of: "General License 8C"."""
    for named in sight.named:
        if named.start <= token.i < named.end and named.entity.kind == "license":
            return named.entity.id
    return None


def _takes_end(act: EventMention, wanted: tuple[str, ...]) -> bool:
    if act.modality not in {"actual", "planned"} or not act.type.startswith(wanted):
        return False
    return act.type in _OPEN if act.type.startswith("license.") else True


def _before(act: EventMention, term: _Term) -> bool:
    return act.evidence["event"].start <= term.timex.start


def _sentences_between(act: EventMention, token: Token, sight: Sight) -> int:
    starts = [mention.start for mention in act.mentions if mention.start <= token.idx]
    if not starts:
        return 99
    last = max(starts)
    return sum(1 for sentence in sight.doc.sents if last < sentence.start_char <= token.sent.start_char)
