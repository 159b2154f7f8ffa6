"""Dates what a paper does by an earlier sentence that tells when it was made: "BIS issued a rule on Friday. It adds ten firms"."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from nlp.arguments import first_joined, subject_of
from nlp.event_times import is_precise, span_of
from nlp.events import day_of
from nlp.inherited_times import LASTING_PAPERS, MAKING, PAPERS, noun_of
from nlp.records import EventMention, TimeExpression
from nlp.sight import Sight, top_of

_POINTING = frozenset(
    {"the", "this", "that", "these", "those", "both", "another", "first", "second", "third", "latter"}
)
_PRONOUNS = frozenset({"it", "this", "they", "both"})
_PRESENT = frozenset({"VBZ", "VBP"})
_IN_A_PAPER = frozenset({"under", "in", "by", "with", "through"})
_MADE = frozenset({"dobj", "nsubjpass"})
_APPEARING = frozenset({"appear", "come"})
_REACH = 5
"""How many sentences before "the rule" the one may stand that tells when it was made; a pronoun takes up the last."""


def date_by_paper(mention: EventMention, clause: Token, sight: Sight) -> EventMention:
    """The mention under the day on which the paper was made that does it; unchanged where it has a date or no such paper."""
    if mention.date is not None or mention.modality != "actual":
        return mention
    paper = _paper_acting_in(clause)
    timex = _day_made(paper, sight) if paper is not None else None
    if timex is None:
        return mention
    evidence = {**mention.evidence, "date": span_of(timex)}
    return replace(mention, date=day_of(timex), date_basis="inferred", evidence=evidence)


def _paper_acting_in(clause: Token) -> Token | None:
    """The word for a paper, told before, that does what a clause says: its subject, or what it is done under."""
    verb = clause
    while verb.dep_ in {"xcomp", "pcomp", "prep"} and verb.tag_ in {"VB", "VBG", "IN"}:
        verb = verb.head
    verb = first_joined(verb)
    if verb.pos_ != "VERB" or any(child.dep_ in {"aux", "neg"} for child in verb.children):
        return None
    subject = subject_of(verb)
    if subject is not None and subject.dep_ == "nsubj" and subject.head.i == verb.i:
        if subject.lower_ in _PRONOUNS and verb.tag_ in _PRESENT:
            return subject
        if _is_known_paper(subject) and verb.tag_ in _PRESENT | {"VBD"}:
            return subject
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in _IN_A_PAPER and child.i < verb.i:
            return next(
                (paper for paper in child.children if _is_known_paper(paper) or paper.lower_ in _PRONOUNS), None
            )
    return None


def _is_known_paper(noun: Token) -> bool:
    pointed = any(child.lower_ in _POINTING for child in noun.children)
    return pointed and _is_paper(noun) and not any(child.dep_ == "relcl" for child in noun.children)


def _is_paper(noun: Token) -> bool:
    return noun.lemma_.lower() in PAPERS and noun.lemma_.lower() != "agreement"


def _day_made(paper: Token, sight: Sight) -> TimeExpression | None:
    """The day on which the nearest paper told before was made, within reach; None where a day to come is told there, from
    which it may do what it says.
    """
    sentences = [sentence for sentence in sight.doc.sents if sentence.start < paper.sent.start]
    nearest = sentences[-(1 if paper.pos_ == "PRON" else _REACH) :]
    if not nearest:
        return None
    told = [
        timex
        for timex in sight.time_expressions
        if nearest[0].start_char <= timex.start < paper.sent.start_char
        and timex.type in {"DATE", "TIME"}
        and is_precise(timex)
    ]
    if any(map(sight.is_ahead, told)):
        return None
    return next((timex for timex in reversed(told) if _tells_making(timex, sight)), None)


def _tells_making(timex: TimeExpression, sight: Sight) -> bool:
    """Whether a time says when a paper was made: "issued a rule on Friday", "published on Friday", "the order of Friday"."""
    tokens = sight.tokens_of(timex)
    top = top_of(tokens) if tokens else None
    if top is None:
        return False
    owner = noun_of(top)
    if owner is not None and _is_paper(owner) and owner.lemma_.lower() not in LASTING_PAPERS:
        return True
    verb = sight.verb_above(timex)
    if verb is None or verb.tag_ not in {"VBD", "VBN"} or any(child.dep_ == "neg" for child in verb.children):
        return False
    return any(map(_is_paper, _made_by(verb)))


def _made_by(verb: Token) -> Iterator[Token]:
    """What a verb tells the making of, where it does."""
    if verb.lemma_.lower() in MAKING:
        yield from (child for child in verb.children if child.dep_ in _MADE)
        if verb.dep_ in {"acl", "relcl"}:
            yield verb.head
    elif verb.lemma_.lower() in _APPEARING:
        yield from (child for child in verb.children if child.dep_ == "nsubj")
