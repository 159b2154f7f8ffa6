"""Turns what a bill, a draft or a vote would do into the proposal of it.

"The Senate voted to bar imports" and "a bill that would restrict exports" tell that a restriction was proposed, not that
it was imposed: by the codebook that is an act of its own, and done. So it is where one authority asks another for the
act, as a commission that only finds does ("will ask the finance ministry to impose a duty").
"""

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from nlp.arguments import subjects_of, verb_arguments
from nlp.candidates import Candidate
from nlp.parties import AUTHORITY_WORDS
from nlp.sight import Sight

PROPOSING = frozenset({"propose", "vote", "recommend", "table", "draft"})
ASKING = frozenset({"ask", "request", "advise", "urge"})
_DRAFTS = frozenset({"bill", "proposal", "draft", "amendment", "legislation", "resolution", "motion", "consultation"})
_DRAFTED = frozenset({"draft", "proposed"})
_CLAUSAL = frozenset({"xcomp", "ccomp", "acl", "relcl", "pcomp", "prep", "advcl"})
_REACH = 4
_SHIFTED = {
    "control.imposed": "control.proposed",
    "control.expanded": "control.proposed",
    "tariff.imposed": "tariff.proposed",
    "tariff.raised": "tariff.proposed",
}


def as_proposal(sight: Sight, candidate: Candidate) -> Candidate:
    """The candidate, or the proposal of its act where it stands under a word of proposing."""
    shifted = _SHIFTED.get(candidate.frame.type)
    if shifted is None or candidate.frame.modality is not None:
        return candidate
    proposing = _proposed_noun(candidate) or _word_of_proposing(sight, candidate.clause)
    if proposing is None:
        return candidate
    fillers = candidate.fillers
    if proposing.lemma_.lower() in ASKING:
        fillers = {**fillers, "agency": tuple(verb_arguments(proposing).agents)}
    return replace(
        candidate, frame=candidate.frame.model_copy(update={"type": shifted}), support=proposing, fillers=fillers
    )


def _proposed_noun(candidate: Candidate) -> Token | None:
    """The verb of proposing that a noun of acting is object of: "recommended the imposition of duties"."""
    support = candidate.support
    return support if support is not None and support.lemma_.lower() in PROPOSING else None


def proposed_once(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates less what only says what is proposed, where the word of proposing tells the proposal itself."""
    proposing = {(one.frame.type, one.trigger.i) for one in candidates}
    return [
        one
        for one in candidates
        if one.support is None or one.support.i == one.trigger.i or (one.frame.type, one.support.i) not in proposing
    ]


def _word_of_proposing(sight: Sight, clause: Token) -> Token | None:
    """The verb that tells of the proposal: one of proposing, or the one that a draft is object or subject of."""
    if (above := _draft_that_would(clause) or _verb_over_report(clause)) is not None:
        return above
    token = clause
    for _ in range(_REACH):
        head = token.head
        if token.dep_ not in _CLAUSAL and token.dep_ != "conj":
            return None
        lemma = head.lemma_.lower()
        if head.pos_ == "VERB" and any(child.dep_ == "dobj" and child.lemma_ in _DRAFTS for child in head.children):
            return head
        if _is_draft(head):
            return _verb_above(head)
        if (
            lemma in ASKING
            and token.dep_ in {"xcomp", "ccomp"}
            and token.tag_ == "VB"
            and _asks_as_authority(sight, head)
        ):
            return head
        if lemma in PROPOSING and head.pos_ == "VERB" and _is_infinite(token):
            return head
        token = head
    return None


def _verb_over_report(clause: Token) -> Token | None:
    """The verb of proposing that a participle is hung on the paper of, not on: "recommended in a report imposing a duty"."""
    if clause.dep_ != "acl" or clause.tag_ != "VBG" or clause.head.dep_ != "pobj":
        return None
    verb = clause.head.head.head
    proposes = verb.lemma_.lower() in PROPOSING and verb.pos_ == "VERB"
    return verb if proposes and not any(child.dep_ == "dobj" for child in verb.children) else None


def _is_draft(noun: Token) -> bool:
    """Whether a noun names a bill, a proposal or a text that is marked as a draft ("the proposed rule")."""
    if noun.pos_ not in {"NOUN", "PROPN"}:
        return False
    return noun.lemma_.lower() in _DRAFTS or any(
        child.lower_ in _DRAFTED and child.dep_ in {"amod", "compound"} for child in noun.children
    )


def _draft_that_would(clause: Token) -> Token | None:
    """The draft that is said to do what a clause says: "the bill would bar imports"."""
    if not any(child.lower_ == "would" and child.dep_ == "aux" for child in clause.children):
        return None
    draft = next((subject for subject in subjects_of(clause) if _is_draft(subject)), None)
    return None if draft is None else _participle_before(draft) or draft


def _asks_as_authority(sight: Sight, verb: Token) -> bool:
    """Whether one authority asks another, so that what it asks for is its own proposal."""
    arguments = verb_arguments(verb)
    return bool(arguments.objects) and any(_is_authority(sight, token) for token in arguments.agents)


def _is_authority(sight: Sight, token: Token) -> bool:
    return token.lower_ in AUTHORITY_WORDS or any(
        party.is_authority and not party.is_country for party in sight.parties_of(token)
    )


def _verb_above(noun: Token) -> Token:
    above = noun.head
    if above.pos_ == "VERB" and noun.dep_ in {"dobj", "nsubjpass", "pobj"}:
        return above
    return _participle_before(noun) or noun


def _participle_before(noun: Token) -> Token | None:
    """The "proposed" before a noun, which tells the proposal by itself."""
    return next((child for child in noun.children if child.tag_ == "VBN" and child.lower_ in _DRAFTED), None)


def _is_infinite(token: Token) -> bool:
    return (
        token.tag_ in {"VB", "VBG"}
        or token.dep_ in {"prep", "pcomp"}
        or any(child.lower_ in {"should", "be"} for child in token.children)
    )
