"""Judges how far a text asserts an act: actual, planned, possible or denied."""

from collections.abc import Iterator

from spacy.tokens import Token

from nlp.frames import Candidate
from nlp.knowledge import ModalityCues

_ORDER = ("denied", "possible", "planned", "actual")
_REPORTING = frozenset(
    "say tell announce report confirm state note add show reveal disclose write declare claim".split()
)
_AUXILIARIES = frozenset({"aux", "auxpass", "neg"})
_CLAUSAL = frozenset({"xcomp", "ccomp", "acl", "advcl", "pcomp", "csubj"})


def judge_modality(candidate: Candidate, cues: ModalityCues) -> tuple[str, Token | None]:
    """The modality of a candidate, and the token that decided it (None for an act asserted without more)."""
    found = list(_cues_of(candidate, cues))
    for modality in _ORDER[:-1]:
        for name, token in found:
            if name == modality:
                return modality, token
    return "actual", None


def _cues_of(candidate: Candidate, cues: ModalityCues) -> Iterator[tuple[str, Token]]:
    clause = candidate.clause
    if candidate.frame.modality is not None:
        yield candidate.frame.modality, candidate.trigger
    if candidate.frame.type == "license.expired" and clause.tag_ in {"VBZ", "VBP"}:
        yield "planned", clause
    yield from _own_cues(clause, cues)
    if candidate.support is not None:
        yield from _governed_by(candidate.trigger, clause, cues)
    if candidate.theme is not None:
        yield from _theme_cues(candidate.theme)
    yield from _climb(clause, cues)


def _own_cues(verb: Token, cues: ModalityCues) -> Iterator[tuple[str, Token]]:
    """Auxiliaries, negation and conditional markers of the clause itself; a conjunct shares its head's auxiliaries."""
    own = [child for child in verb.children if child.dep_ in _AUXILIARIES]
    if not own and verb.dep_ == "conj" and verb.tag_ in {"VB", "VBN"} and verb.head.pos_ in {"VERB", "AUX"}:
        own = [child for child in verb.head.children if child.dep_ in _AUXILIARIES]
    for child in own:
        if child.dep_ == "neg":
            yield "denied", child
        elif child.lower_ in cues.planned.auxiliaries:
            yield "planned", child
        elif child.lower_ in cues.possible.auxiliaries:
            yield "possible", child
    for child in verb.children:
        if child.dep_ == "mark" and child.lower_ in {"if", "unless", "whether"}:
            yield "possible", child
        elif (child.dep_ == "advmod" and child.lower_ in {"never", "hardly"}) or (
            child.dep_ in {"nsubj", "nsubjpass", "dobj"}
            and any(inner.lower_ in {"no", "neither"} and inner.dep_ == "det" for inner in child.children)
        ):
            yield "denied", child


def _theme_cues(theme: Token) -> Iterator[tuple[str, Token]]:
    for child in theme.children:
        if child.dep_ == "det" and child.lower_ == "no":
            yield "denied", child


def _governed_by(noun: Token, support: Token, cues: ModalityCues) -> Iterator[tuple[str, Token]]:
    lemma = support.lemma_.lower()
    if support.i != noun.i:
        if lemma in cues.denied.governors:
            yield "denied", support
        elif lemma in cues.possible.governors:
            yield "possible", support
        elif lemma in {"plan", "expect", "schedule", "prepare"}:
            yield "planned", support


def _climb(verb: Token, cues: ModalityCues) -> Iterator[tuple[str, Token]]:
    """The cues of the verbs, adjectives and nouns that the clause hangs on, up to a verb of reporting."""
    token = verb
    for _ in range(6):
        head = token.head
        if head.i == token.i:
            return
        if token.dep_ == "conj" and token.pos_ in {"VERB", "AUX"} and head.pos_ in {"VERB", "AUX"}:
            if head.dep_ not in _CLAUSAL:
                return
            token = head
            continue
        if token.dep_ not in _CLAUSAL and not (token.dep_ == "prep" and head.pos_ in {"VERB", "NOUN", "ADJ"}):
            return
        finite = token.dep_ == "ccomp" and any(child.dep_ in {"nsubj", "nsubjpass"} for child in token.children)
        lemma = head.lemma_.lower()
        if token.dep_ == "advcl":
            return
        if finite and lemma not in {
            "propose",
            "urge",
            "demand",
            "suggest",
            "hope",
            "expect",
            "recommend",
            "deny",
            "fear",
        }:
            return
        infinitive = token.tag_ == "VB" or token.dep_ in {"pcomp", "xcomp", "prep"}
        if head.pos_ in {"VERB", "AUX", "ADJ"} and (infinitive or finite):
            yield from _cue_of_governor(head, lemma, cues)
            yield from _own_cues(head, cues)
        elif head.pos_ in {"NOUN", "PROPN"}:
            if lemma in cues.possible.nouns:
                yield "possible", head
            elif lemma in {"plan", "intention", "pledge"}:
                yield "planned", head
        token = head


def _cue_of_governor(head: Token, lemma: str, cues: ModalityCues) -> Iterator[tuple[str, Token]]:
    if lemma in cues.denied.governors:
        yield "denied", head
    elif lemma in cues.possible.governors:
        yield "possible", head
    elif lemma in cues.planned.governors:
        yield "planned", head
    elif lemma == "have" and any(child.lower_ == "yet" for child in head.children):
        yield "denied", head
