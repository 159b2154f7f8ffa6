"""Turns what a bill, a draft or a vote would do into the proposal of it.

"The Senate voted to bar imports" and "a bill that would restrict exports" tell that a restriction was proposed, not that
it was imposed: by the codebook that is an act of its own, and done.
"""

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from nlp.candidates import Candidate

_PROPOSING = frozenset({"propose", "vote", "recommend", "table", "draft"})
_DRAFTS = frozenset({"bill", "proposal", "draft", "amendment", "legislation", "resolution", "motion", "consultation"})
_CLAUSAL = frozenset({"xcomp", "ccomp", "acl", "relcl", "pcomp", "prep", "advcl"})
_REACH = 4
_SHIFTED = {
    "control.imposed": "control.proposed",
    "control.expanded": "control.proposed",
    "tariff.imposed": "tariff.proposed",
    "tariff.raised": "tariff.proposed",
}


def as_proposal(candidate: Candidate) -> Candidate:
    """The candidate, or the proposal of its act where it stands under a word of proposing."""
    shifted = _SHIFTED.get(candidate.frame.type)
    if shifted is None or candidate.frame.modality is not None:
        return candidate
    proposing = _word_of_proposing(candidate.clause)
    if proposing is None:
        return candidate
    return replace(candidate, frame=candidate.frame.model_copy(update={"type": shifted}), support=proposing)


def proposed_once(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates less what only says what is proposed, where the word of proposing tells the proposal itself."""
    proposing = {(one.frame.type, one.trigger.i) for one in candidates}
    return [
        one
        for one in candidates
        if one.support is None or one.support.i == one.trigger.i or (one.frame.type, one.support.i) not in proposing
    ]


def _word_of_proposing(clause: Token) -> Token | None:
    """The verb that tells of the proposal: one of proposing, or the one that a draft is object or subject of."""
    token = clause
    for _ in range(_REACH):
        head = token.head
        if token.dep_ not in _CLAUSAL and token.dep_ != "conj":
            return None
        lemma = head.lemma_.lower()
        if head.pos_ == "VERB" and any(child.dep_ == "dobj" and child.lemma_ in _DRAFTS for child in head.children):
            return head
        if lemma in _DRAFTS and head.pos_ in {"NOUN", "PROPN"}:
            return _verb_above(head)
        if lemma in _PROPOSING and head.pos_ == "VERB" and _is_infinite(token):
            return head
        token = head
    return None


def _verb_above(noun: Token) -> Token:
    above = noun.head
    return above if above.pos_ == "VERB" and noun.dep_ in {"dobj", "nsubjpass", "pobj"} else noun


def _is_infinite(token: Token) -> bool:
    return (
        token.tag_ in {"VB", "VBG"}
        or token.dep_ in {"prep", "pcomp"}
        or any(child.lower_ in {"should", "be"} for child in token.children)
    )
