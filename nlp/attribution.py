"""Finds who says what: the speaker that an act is attributed to, and the statements of named speakers."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from nlp.records import EventMention, Span, Statement
from nlp.sight import Sight


def attribute(sight: Sight, clause: Token) -> Span | None:
    """The words that name who tells of a clause: the subject of the verb of speech above it, or "according to"."""
    for token in (clause, *clause.ancestors):
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ == "according":
                inner = [t for t in child.subtree if t.i > child.i + 1]
                if inner:
                    return sight.char_span(inner[0].i, inner[-1].i + 1)
    subject = _speaker_above(clause, sight.knowledge.speech.speaking)
    if subject is None:
        return None
    return sight.char_span(subject.left_edge.i, _end_of_name(subject))


def find_statements(sight: Sight, events: Sequence[EventMention]) -> Iterator[Statement]:
    """What named speakers say, each with the event told in its words, if there is one."""
    for token in sight.doc:
        if (
            token.lemma_.lower() not in sight.knowledge.speech.speaking
            or token.pos_ != "VERB"
            or sight.in_teaser(token)
        ):
            continue
        content = [child for child in token.children if child.dep_ == "ccomp"]
        subject = _subject(token)
        if not content or subject is None:
            continue
        party = next(iter(sight.parties_of(subject)), None)
        named = sight.parties.at(subject)
        speaker = named or party
        if speaker is None:
            continue
        words = [inner for inner in content[0].subtree if not inner.is_space]
        span = sight.char_span(words[0].i, words[-1].i + 1)
        yield Statement(
            speaker=speaker.name,
            speaker_id=speaker.id,
            start=span.start,
            end=span.end,
            text=sight.text[span.start : span.end],
            event=_event_in(span, sight.sentence(token), events),
        )


def _event_in(span: Span, sentence: Span, events: Sequence[EventMention]) -> int | None:
    for index, event in enumerate(events):
        trigger = event.evidence["event"]
        if span.start <= trigger.start < span.end:
            return index
    for index, event in enumerate(events):
        if sentence in event.mentions:
            return index
    return None


def _speaker_above(clause: Token, speaking: frozenset[str]) -> Token | None:
    """The subject of the nearest verb of speech above; "we say", within a quotation, leaves it to the next."""
    child = clause
    for token in clause.ancestors:
        if token.lemma_.lower() in speaking and child.dep_ in {"ccomp", "xcomp", "parataxis", "advcl", "dep"}:
            subject = _subject(token)
            if subject is not None and subject.pos_ != "PRON" and not subject.lower_.endswith("we"):
                return subject
        child = token
    return None


def _subject(verb: Token) -> Token | None:
    return next((child for child in verb.children if child.dep_ == "nsubj"), None)


def _end_of_name(subject: Token) -> int:
    """The end of the subject without its relative clauses."""
    end = subject.i + 1
    for child in subject.children:
        if child.i > subject.i and child.dep_ in {"prep", "appos", "compound", "nummod"}:
            end = max(end, child.right_edge.i + 1)
    return end
