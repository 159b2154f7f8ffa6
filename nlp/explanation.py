"""Puts the trace of a reading into words: for each event the frame, the fillers, the modality and the date, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from nlp.acts import Weighing
from nlp.arguments import Arguments
from nlp.confidence import doubts_of
from nlp.excerpts import Excerpt
from nlp.records import EventMention, Participant, Reading, Span, TimeExpression
from nlp.same_act import Feature, same_act_rules
from nlp.sight import Sight
from nlp.trace import Telling, Trace

_TERMS = ("effective_from", "valid_until", "duration")
_FIELDS = ("items", "instrument", "count", "rate", "ordinal", "attribution")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one field of an event is what it is: the field, the words of the text that it rests on, and a sentence."""

    field: str
    span: Span | None
    words: str


@dataclass(frozen=True, slots=True)
class TellingExplained:
    """One sentence that tells an event, and the reasons that it gives."""

    sentence: Span
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class EventExplained:
    """An event, the sentences that tell it, and what was settled over the whole document."""

    event: EventMention
    tellings: tuple[TellingExplained, ...]
    settled: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reading with its events explained, in the reading's order."""

    reading: Reading
    events: tuple[EventExplained, ...]


def explain_events(reading: Reading, trace: Trace, sight: Sight, excerpt: Excerpt) -> Explanation:
    """The explanation of a reading whose events have this trace; ``excerpt`` is what of the text was seen."""
    explained = []
    for event, tellings, weighed in zip(trace.events, trace.told, trace.weighed, strict=True):
        told = tuple(
            TellingExplained(
                excerpt.back(telling.mention.evidence["sentence"]), _back(_reasons(telling, sight), excerpt)
            )
            for telling in tellings
        )
        explained.append(
            EventExplained(
                excerpt.event_back(event),
                told,
                _back((*_settled(event, tellings, sight), *_joinings(weighed, sight)), excerpt),
            )
        )
    return Explanation(reading, tuple(explained))


def _back(reasons: Iterable[Reason], excerpt: Excerpt) -> tuple[Reason, ...]:
    """The reasons with their words at their places in the whole text."""
    return tuple(one if one.span is None else replace(one, span=excerpt.back(one.span)) for one in reasons)


def _reasons(telling: Telling, sight: Sight) -> Iterator[Reason]:
    yield Reason("frame", telling.mention.evidence["event"], _why_fired(telling, sight))
    for participant in telling.mention.participants:
        yield _why_filled(participant, telling, sight)
    for name in _FIELDS:
        span = telling.mention.evidence.get(name)
        if span is not None:
            yield Reason(name, span, f"{getattr(telling.mention, name)}, from {_quote(span, sight)}")
    yield _why_modality(telling, sight)
    yield _why_date(telling, sight)
    for name in _TERMS:
        timex: TimeExpression | None = getattr(telling.times, name)
        if timex is not None:
            yield Reason(name, Span(timex.start, timex.end), _value(timex, sight))
    doubts = doubts_of(telling.candidate, telling.mention.participants, telling.times)
    yield Reason("doubts", None, "; ".join(doubt.words for doubt in doubts) or "none")


def _why_fired(telling: Telling, sight: Sight) -> str:
    candidate = telling.candidate
    parts = [f"{candidate.frame.name} fires on “{candidate.trigger.text}”"]
    if candidate.support is not None:
        parts.append(f"which “{candidate.support.text}” is done to or with")
    if candidate.theme is not None and candidate.theme.i != candidate.trigger.i:
        how = ", found by word order alone" if candidate.loose else ""
        parts.append(f"about “{candidate.theme.text}”{how}")
    return ", ".join(parts)


def _why_filled(participant: Participant, telling: Telling, sight: Sight) -> Reason:
    known = participant.name if participant.id is not None else f"{participant.name} (known by its own name only)"
    token = _filler_of(participant, telling, sight)
    if token is None:
        place = "it is named within what the act is about"
        words = _quote(participant.span, sight) if participant.span is not None else "no words of its own"
    else:
        place = _place(token, telling.candidate.arguments)
        words = f"“{token.text}”" if sight.parties.at(token) is None else _quote(participant.span, sight)
    return Reason(participant.role, participant.span, f"{known}, from {words}: {place}")


def _filler_of(participant: Participant, telling: Telling, sight: Sight) -> Token | None:
    for tokens in telling.candidate.fillers.values():
        for token in tokens:
            if any(party.name == participant.name for party in sight.parties_of(token)):
                return token
    return None


def _place(token: Token, arguments: Arguments) -> str:
    for tokens, words in (
        (arguments.agents, "who acts"),
        (arguments.objects, "what the act is done to"),
        (arguments.recipients, "who the act is done for"),
    ):
        if token in tokens:
            return words
    behind = next((name for name, tokens in arguments.prepositions.items() if token in tokens), None)
    return f"it stands behind “{behind}”" if behind is not None else "it belongs to what the act is about"


def _why_modality(telling: Telling, sight: Sight) -> Reason:
    mention, judgement = telling.mention, telling.judgement
    span = mention.evidence.get("modality")
    if mention.modality != judgement.modality:
        words = f"{mention.modality}: its date lies after the day of the text"
    elif judgement.cue is not None:
        words = f"{mention.modality}: “{judgement.cue.text}” – {judgement.reason}"
    else:
        words = f"{mention.modality}: {judgement.reason}"
    return Reason("modality", span, words)


def _why_date(telling: Telling, sight: Sight) -> Reason:
    span = telling.mention.evidence.get("date")
    if span is None:
        return Reason(
            "date", None, "none: no time expression stands with the act, or with a clause it could share one of"
        )
    timex = next((one for one in sight.time_expressions if one.start == span.start and one.end == span.end), None)
    value = _value(timex, sight) if timex is not None else str(telling.mention.date)
    return Reason("date", span, f"{value}; {telling.date_rule}")


def _value(timex: TimeExpression, sight: Sight) -> str:
    anchor = sight.doc._.anchor
    how = {
        "explicit": "as written",
        "relative": f"counted from the day of the text, {anchor}",
        "inferred": "as the context has it",
    }[timex.basis]
    return f"{timex.value}, from “{timex.text}” ({timex.type}, {how})"


def _settled(event: EventMention, tellings: tuple[Telling, ...], sight: Sight) -> Iterator[Reason]:
    """What no single telling gives: parties that an instrument implies, ends told later, the modality of the strongest."""
    told = {(party.role, party.name) for telling in tellings for party in telling.mention.participants}
    for party in event.participants:
        if (party.role, party.name) not in told:
            yield Reason(party.role, party.span, f"{party.name}: {_why_implied(party, event, sight)}")
    if event.valid_until is not None and all(telling.times.valid_until is None for telling in tellings):
        span = event.evidence.get("valid_until")
        words = f"{event.valid_until}, from {_quote(span, sight)} in another sentence about the same measure"
        yield Reason("valid_until", span, words)
    if event.date is not None and all(telling.mention.date != event.date for telling in tellings):
        span = event.evidence["date"]
        words = f"{event.date}, from {_quote(span, sight)} in a later sentence, which says when it took effect"
        yield Reason("date", span, words)
    if tellings and event.modality != tellings[0].mention.modality:
        yield Reason("modality", None, f"{event.modality}: of several tellings the one that asserts most holds")
    yield Reason(
        "confidence", None, f"{event.confidence}, over {len(tellings)} telling{'s' if len(tellings) > 1 else ''}"
    )


def _why_implied(party: Participant, event: EventMention, sight: Sight) -> str:
    """Why a party takes part that no telling names: as the keeper of the instrument, or by what the story tells."""
    instrument = sight.knowledge.entity(event.instrument_id)
    keeper = instrument.authority if instrument is not None else None
    if keeper is not None and party.id is not None and sight.knowledge.related(party.id, keeper):
        return f"it keeps the {event.instrument or 'list'}"
    return "the story around the act gives it"


def _joinings(weighed: Iterable[Weighing], sight: Sight) -> Iterator[Reason]:
    """Why each telling was joined to the event, and why the event was not joined to another of its type."""
    rules = same_act_rules()
    for one in weighed:
        own, other = (_quote(mention.evidence["event"], sight) for mention in (one.mention, one.act))
        told = f"{own} tells {other} again" if one.joined else f"{own} is another act than {other}"
        if one.holds_from:
            why = "it only says from when a known measure holds"
        elif one.contradicted is not None:
            why = f"they differ in {one.contradicted}"
        else:
            found: list[Feature] = [getattr(rules.features, name) for name in one.features]
            shown = "; ".join(f"{feature.words} ({feature.weight:+g})" for feature in found if feature.weight)
            why = f"{shown}: together {one.likeness:g}, and from {rules.least:g} on they are one act"
        yield Reason("joined" if one.joined else "apart", one.mention.evidence["event"], f"{told}: {why}")


def _quote(span: Span | None, sight: Sight) -> str:
    return "no words" if span is None else f"“{' '.join(sight.text[span.start : span.end].split())}”"
