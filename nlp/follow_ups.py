"""Dates an act that was told without a time by a later sentence on it: "The minister announced the measure on Monday"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from nlp.arguments import SUBJECTS
from nlp.event_times import is_precise, span_of
from nlp.events import day_of
from nlp.records import EventMention, TimeExpression
from nlp.sight import Sight, top_of

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_COMING_INTO_FORCE = ("control.", "tariff.", "listing.")
_DONE = frozenset({"dobj", "nsubjpass"})
_REACH = 2
"""How many sentences before the word that stands for it an act may be told."""


def date_by_follow_ups(mentions: Sequence[EventMention], sight: Sight) -> list[EventMention]:
    """The mentions in their order, those without a time under the day that one of the next sentences gives their act."""
    dated = list(mentions)
    for word, timex, types in _follow_ups(sight):
        for index in _acts_meant(dated, word, types, sight):
            evidence = {**dated[index].evidence, "date": span_of(timex)}
            dated[index] = replace(dated[index], date=day_of(timex), date_basis="inferred", evidence=evidence)
    return dated


def _follow_ups(sight: Sight) -> Iterator[tuple[Token, TimeExpression, tuple[str, ...]]]:
    """The words that stand for an act, each with the day it was done and with what its type begins."""
    cues = sight.knowledge.narrative
    for timex in sight.time_expressions:
        verb = _verb_over(timex, sight)
        if verb is None or not is_precise(timex) or sight.is_ahead(timex):
            continue
        for word in _said_of(verb):
            if word.lower_ != "both" and (word.lemma_.lower() not in cues.act_words or not _is_definite(word)):
                continue
            if (
                verb.lemma_.lower() in cues.act_verbs
                and (word.dep_ in _DONE or word.lower_ == "both" or word == verb.head)
            ) or (verb.lemma_.lower() in cues.coming and word.dep_ in SUBJECTS):
                yield word, timex, ("",)
            elif verb.lemma_.lower() == "take" and word.dep_ in SUBJECTS and _has_effect(verb):
                yield word, timex, _COMING_INTO_FORCE


def _said_of(verb: Token) -> Iterator[Token]:
    """What a verb may say something of: its parts, the noun that it describes, and a "both" right behind it.

    The parser may hang "both" on the preposition of the day, and "made the extension known" on the noun.
    """
    yield from verb.children
    if verb.dep_ in {"acl", "relcl"}:
        yield verb.head
    yield from (token for token in verb.doc[verb.i + 1 : verb.i + 2] if token.lower_ == "both")


def _verb_over(timex: TimeExpression, sight: Sight) -> Token | None:
    """The verb, in a past tense, that a date stands with: not one that stands with a noun of its clause."""
    tokens = sight.tokens_of(timex)
    if not tokens or timex.type not in {"DATE", "TIME"}:
        return None
    top = top_of(tokens)
    verb = top.head if top.dep_ in {"npadvmod", "advmod"} else top.head.head if top.dep_ == "pobj" else None
    if verb is None or verb.pos_ != "VERB" or verb.tag_ not in {"VBD", "VBN"}:
        return None
    return verb if not any(child.tag_ in {"MD", "TO"} or child.dep_ == "neg" for child in verb.children) else None


def _is_definite(noun: Token) -> bool:
    return any(child.dep_ == "det" and child.lower_ in _DEFINITE for child in noun.children)


def _has_effect(verb: Token) -> bool:
    return any(child.dep_ == "dobj" and child.lower_ == "effect" for child in verb.children)


def _acts_meant(mentions: Sequence[EventMention], word: Token, types: tuple[str, ...], sight: Sight) -> Iterator[int]:
    """The acts that a word stands for: those of the nearest sentence before that tells any, if none there has a date."""
    place = word.sent.start_char
    before = [index for index, mention in enumerate(mentions) if mention.evidence["event"].start < place]
    if not before:
        return
    sentence = max((mentions[index].evidence["sentence"] for index in before), key=lambda span: span.start)
    between = sum(1 for other in sight.doc.sents if sentence.start < other.start_char <= place)
    told = [index for index in before if mentions[index].evidence["sentence"] == sentence]
    if between > _REACH or any(mentions[index].date is not None for index in told):
        return
    if word.lower_ == "both" and len({mentions[index].type for index in told}) != 2:
        return
    for index in told:
        if mentions[index].modality == "actual" and mentions[index].type.startswith(types):
            yield index
