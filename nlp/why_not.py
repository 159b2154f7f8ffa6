"""Says why a text gives no event of a type: which frame came nearest in which sentence, and what it lacked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from nlp.candidates import Candidate
from nlp.excerpts import Excerpt
from nlp.frames import FrameMatcher
from nlp.knowledge import Frame
from nlp.records import EventMention, Span
from nlp.sight import Sight
from nlp.themes import VERB_TAGS, is_theme
from nlp.trace import Trace

_FIRED = 4
_WORD_ONLY = 1
_THEME_ONLY = 0
_SOME_WORDS = 6


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A sentence that a frame of the type came near to firing in.

    ``held`` counts how far the frame came (0: only what it is about is there, 4: it fired and was not taken for an act of
    its own); ``word`` is what it could fire on, None where such a word is missing; ``reason`` what it lacked.
    """

    sentence: Span
    word: Span | None
    frame: str
    held: int
    reason: str


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a type was not read: the gate's reason, or the near misses, the nearest first; ``read`` are those that were."""

    type: str
    skipped: str | None
    read: tuple[EventMention, ...] = ()
    near: tuple[NearMiss, ...] = ()


def near_misses(event_type: str, sight: Sight, trace: Trace, frames: FrameMatcher, excerpt: Excerpt) -> WhyNot:
    """For each sentence that told no event of the type, the frame of the type that came nearest.

    ``excerpt`` is what of the text was seen; the places are those of the whole text.
    """
    read = tuple(event for event in trace.events if event.type == event_type)
    told = {span for event in read for span in event.mentions}
    of_type = [frame for frame in frames.frames if frame.type == event_type]
    nearest: dict[Span, NearMiss] = {}
    for miss in (
        *_passed_over(event_type, sight, trace),
        *_tried(event_type, sight, trace, frames),
        *_misread_words(of_type, sight),
        *_without_word(of_type, sight),
    ):
        known = nearest.get(miss.sentence)
        if miss.sentence not in told and (known is None or miss.held > known.held):
            nearest[miss.sentence] = miss
    ordered = sorted(nearest.values(), key=lambda miss: (-miss.held, miss.sentence))
    return WhyNot(
        event_type, None, tuple(map(excerpt.event_back, read)), tuple(_back(miss, excerpt) for miss in ordered)
    )


def _back(miss: NearMiss, excerpt: Excerpt) -> NearMiss:
    word = None if miss.word is None else excerpt.back(miss.word)
    return replace(miss, sentence=excerpt.back(miss.sentence), word=word)


def _miss(sight: Sight, token: Token, frame: Frame, held: int, reason: str) -> NearMiss:
    return NearMiss(sight.sentence(token), sight.char_span(token.i, token.i + 1), frame.name, held, reason)


def _passed_over(event_type: str, sight: Sight, trace: Trace) -> Iterator[NearMiss]:
    for passed in trace.passed_over:
        if passed.candidate.frame.type == event_type:
            yield _miss(sight, passed.candidate.trigger, passed.candidate.frame, _FIRED, passed.reason)


def _tried(event_type: str, sight: Sight, trace: Trace, frames: FrameMatcher) -> Iterator[NearMiss]:
    """What failed in each frame that had a word to fire on, or which other frame fired on that word instead."""
    fired = [telling.candidate for told in trace.told for telling in told]
    fired += [passed.candidate for passed in trace.passed_over]
    winners = {candidate.trigger.i: candidate.frame for candidate in fired}
    for match in frames.tries(sight, event_type):
        if sight.in_teaser(match.trigger):
            yield _miss(sight, match.trigger, match.frame, _WORD_ONLY, "the paragraph leads to another story")
        elif not isinstance(match, Candidate):
            yield _miss(sight, match.trigger, match.frame, match.held, match.reason)
        elif (winner := winners.get(match.trigger.i)) is not None and winner.name != match.frame.name:
            reason = f"{winner.name} ({winner.type}) fires on the same word and fits it better"
            yield _miss(sight, match.trigger, match.frame, _FIRED, reason)


def _misread_words(frames: Iterable[Frame], sight: Sight) -> Iterator[NearMiss]:
    """Words that frames fire on, read by the parser as another part of speech."""
    by_verb = {verb: frame for frame in frames for verb in frame.verbs}
    for token in sight.doc:
        frame = by_verb.get(token.lemma_.lower()) or by_verb.get(token.lower_)
        if frame is not None and token.tag_ not in VERB_TAGS and not is_theme(sight, token, frame):
            reason = f"it is read as {_part_of_speech(token)} here, and the frame fires on the verb"
            yield _miss(sight, token, frame, _WORD_ONLY, reason)


def _part_of_speech(token: Token) -> str:
    return {"NOUN": "a noun", "PROPN": "a name", "ADJ": "an adjective", "ADV": "an adverb"}.get(
        token.pos_, "another part of speech"
    )


def _without_word(frames: Sequence[Frame], sight: Sight) -> Iterator[NearMiss]:
    """Sentences that speak of what a frame is about without a word that it fires on."""
    words = ", ".join(dict.fromkeys(word for frame in frames for word in (*frame.verbs, *frame.nouns)[:2]))
    some = ", ".join(words.split(", ")[:_SOME_WORDS])
    about = [frame for frame in frames if frame.concepts]
    for token in sight.doc:
        frame = next((frame for frame in about if is_theme(sight, token, frame)), None)
        if frame is not None:
            reason = f"it speaks of “{token.text}”, but no word tells the act ({some} …)"
            yield NearMiss(sight.sentence(token), None, frame.name, _THEME_ONLY, reason)
