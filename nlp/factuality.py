"""Judges how far a text asserts an act: actual, planned, possible or denied."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from nlp.arguments import PRESENT_TAGS, SUBJECTS, first_joined, lemma_with_particle, subjects_of
from nlp.candidates import Candidate
from nlp.knowledge import ModalityCues
from nlp.proposals import ASKING, PROPOSING

_ORDER = ("denied", "possible", "planned", "actual")
_LETTING = frozenset({"allow", "let", "permit"})
_DONE_BY_ANNOUNCING = frozenset({"license.extended", "license.amended", "license.revoked"})
_AUXILIARIES = frozenset({"aux", "auxpass", "neg"})
_FORGONE = frozenset({"instead of", "rather than"})
_CLAUSAL = frozenset({"xcomp", "ccomp", "acl", "advcl", "pcomp", "csubj"})
_GOVERNING_FINITE = frozenset(
    {"propose", "urge", "demand", "suggest", "hope", "expect", "recommend", "deny", "fear", "ask", "request"}
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A modality, the token that decided it (None for an act asserted without more), and what that token is there."""

    modality: str
    cue: Token | None
    reason: str


def judge_modality(candidate: Candidate, cues: ModalityCues) -> Judgement:
    """The modality of a candidate: of all cues the one that asserts least decides, of equal ones the first."""
    found = list(_cues_of(candidate, cues))
    if _is_done_by_announcing(candidate, cues):
        found = [judgement for judgement in found if judgement.modality != "planned"]
    if (outer := _governing_doubt(candidate.clause, cues)) is not None:
        return outer
    for modality in _ORDER[:-1]:
        for judgement in found:
            if judgement.modality == modality:
                return judgement
    return Judgement("actual", None, "no word of the clause, or of those above it, makes it less than done")


def _governing_doubt(clause: Token, cues: ModalityCues) -> Judgement | None:
    """What leaves open an act even where it is negated: "if it does not grant", "is considering not granting"."""
    for child in clause.children:
        if child.dep_ == "mark" and child.lower_ in cues.possible.markers:
            return Judgement("possible", child, "it opens the clause as a condition")
    governor = clause.head
    negated = any(child.dep_ == "neg" for child in clause.children)
    if negated and not set(lemma_with_particle(clause)).isdisjoint(cues.denied.triggers):
        return Judgement("possible", clause, "to deny a denial leaves the act open")
    if governor.lemma_.lower() in cues.denied.governors and any(child.dep_ == "neg" for child in governor.children):
        return Judgement("possible", governor, "to deny a denial leaves the act open")
    open_to = negated and clause.tag_ in {"VB", "VBG"} and governor.lemma_.lower() in cues.possible.governors
    if not open_to or any(child.dep_ == "neg" for child in governor.children):
        return None
    return Judgement("possible", governor, "the verb above it leaves open whether it is done or not")


def _is_done_by_announcing(candidate: Candidate, cues: ModalityCues) -> bool:
    """Whether an authority did by announcing it what it announced of a license ("announced that it would extend it")."""
    clause = first_joined(candidate.clause)
    speech = clause.head
    return (
        candidate.frame.type in _DONE_BY_ANNOUNCING
        and clause.tag_ == "VB"
        and not any(child.lower_ in cues.planned.auxiliaries for child in clause.children)
        and clause.dep_ in {"ccomp", "xcomp"}
        and speech.lemma_.lower() in cues.verbs.proclaiming
        and speech.tag_ in {"VBD", "VBN"}
    )


def is_only_lacked(candidate: Candidate) -> bool:
    """Whether the text names the act as what was missing or forgone, and so asserts none ("sold them without obtaining a
    license", "lifted the quota instead of imposing tariffs").
    """
    clause = first_joined(candidate.clause)
    if clause.dep_ == "pcomp" and clause.head.lower_ == "without":
        return True
    before = clause.doc[max(clause.sent.start, clause.i - 2) : clause.i].text.lower()
    return clause.tag_ in {"VB", "VBG"} and before in _FORGONE


def _cues_of(candidate: Candidate, cues: ModalityCues) -> Iterator[Judgement]:
    clause = candidate.clause
    if candidate.frame.forbidding == "needed" or candidate.frame.undone:
        yield from _cues_of_prohibition(clause, cues)
        return
    if candidate.frame.modality is not None:
        yield Judgement(candidate.frame.modality, candidate.trigger, "the frame tells nothing more certain")
    if candidate.frame.type == "license.expired" and clause.tag_ in PRESENT_TAGS and not candidate.frame.ended:
        yield Judgement("planned", clause, "an end told in the present tense is still to come")
    if (deal := _deal_of(clause, cues)) is not None:
        yield Judgement("planned", deal, "in the present it tells the terms of a deal")
    if candidate.trigger.pos_ == "VERB":
        yield from _trigger_cues(candidate, cues)
    yield from _own_cues(clause, cues, asserts_none=candidate.frame.asserts_none)
    if clause.pos_ == "NOUN" and clause.dep_ in SUBJECTS:
        yield from _said_of(clause, cues)
    if candidate.support is not None:
        yield from _governed_by(candidate, clause, cues)
    if candidate.theme is not None and (none := _negating_determiner(candidate.theme)) is not None:
        yield Judgement("denied", none, "it negates what the act is done to")
    yield from (judgement for judgement in _climb(clause, cues) if not _lets_it_end(candidate, judgement.cue))


def _lets_it_end(candidate: Candidate, cue: Token | None) -> bool:
    """Whether a license was let end, which leaves it not open whether it did: "was allowed to lapse"."""
    return (
        candidate.frame.type == "license.expired"
        and cue is not None
        and cue.lemma_ in _LETTING
        and cue.tag_ in {"VBD", "VBN"}
    )


def _deal_of(clause: Token, cues: ModalityCues) -> Token | None:
    """The deal that a clause in the present tells the terms of ("a pact under which it cuts the duty", "under the deal, it cuts …")."""
    if clause.tag_ not in PRESENT_TAGS:
        return None
    first = first_joined(clause)
    above = [first.head] if first.dep_ == "relcl" else []
    under = [inner for child in first.children if child.lower_ == "under" for inner in child.children]
    return next((noun for noun in (*above, *under) if noun.lemma_.lower() in cues.planned.deals), None)


def _cues_of_prohibition(clause: Token, cues: ModalityCues) -> Iterator[Judgement]:
    """What a rule against something is short of: its own negation and its "shall" make the rule, "will" puts it off.

    So it is with what is done by leaving something undone.
    """
    for child in _auxiliaries(clause):
        if child.lower_ == "will":
            yield Judgement("planned", child, "it is an auxiliary of what is to come")
    yield from _climb(clause, cues)


def _trigger_cues(candidate: Candidate, cues: ModalityCues) -> Iterator[Judgement]:
    """What the verb that tells the act is short of by itself: a plan, a thought or a threat ("weighs tariffs")."""
    words = set(lemma_with_particle(candidate.trigger))
    if words & set(cues.planned.triggers):
        yield Judgement("planned", candidate.trigger, "the verb itself tells a plan")
    if words & set(cues.possible.triggers) and not candidate.frame.type.endswith((".proposed", ".applied")):
        yield Judgement("possible", candidate.trigger, "the verb itself leaves the act open")
    if words & set(cues.denied.triggers):
        yield Judgement("denied", candidate.trigger, "the verb itself denies the act")


def _own_cues(verb: Token, cues: ModalityCues, *, asserts_none: bool = False) -> Iterator[Judgement]:
    """Auxiliaries, negation, conditions and subjects of the clause itself.

    Where the act ``asserts_none``, that there is nothing of its object is what it says.
    """
    if (neither := _neither_of(verb)) is not None:
        yield Judgement("denied", neither, "neither was done")
    for child in _auxiliaries(verb):
        if child.dep_ == "neg":
            yield Judgement("denied", child, "it negates the verb")
        elif child.lower_ in cues.planned.auxiliaries or (child.lower_ == "would" and _is_plan_told_later(verb, cues)):
            yield Judgement("planned", child, "it is an auxiliary of what is to come")
        elif child.lower_ in cues.possible.auxiliaries:
            yield Judgement("possible", child, "it is an auxiliary of what may be")
        elif child.lower_ == "to" and _is_headline_infinitive(verb):
            yield Judgement("planned", child, 'a headline says "to" for "is to"')
    for child in verb.children:
        if child.dep_ == "mark" and (child.lower_ in cues.possible.markers or _is_awaited(verb, child)):
            yield Judgement("possible", child, "it opens the clause as a condition or as what is awaited")
        elif child.dep_ == "mark" and child.lower_ in cues.planned.markers and _is_in_present(verb):
            yield Judgement("planned", child, "in the present it opens the clause as what is still to come")
        elif child.dep_ == "advmod" and child.lower_ in cues.denied.adverbs:
            yield Judgement("denied", child, "the adverb denies")
        elif child.dep_ in {*SUBJECTS, "dobj"}:
            if child.lower_ in cues.denied.subjects or _is_no_one(child):
                yield Judgement("denied", child, "nobody is said to do it")
            elif not asserts_none and (none := _negating_determiner(child)) is not None:
                yield Judgement("denied", none, "it negates a part of the clause")
        elif child.dep_ == "advcl" and (condition := _condition(child)) is not None:
            yield Judgement("possible", condition, "it opens a condition of the clause")


def _neither_of(verb: Token) -> Token | None:
    """The "neither" before a verb, or before the one that a "nor" joins it to: "has neither granted nor refused any"."""
    return next(
        (child for child in first_joined(verb).children if child.dep_ == "preconj" and child.lower_ == "neither"), None
    )


def _auxiliaries(verb: Token) -> list[Token]:
    """The verb's own auxiliaries; a conjunct without any shares its head's."""
    own = [child for child in verb.children if child.dep_ in _AUXILIARIES]
    if not own and verb.dep_ == "conj" and verb.tag_ in {"VB", "VBN"} and verb.head.pos_ in {"VERB", "AUX"}:
        return [child for child in verb.head.children if child.dep_ in _AUXILIARIES]
    return own


def _is_plan_told_later(verb: Token, cues: ModalityCues) -> bool:
    """Whether "would" only shifts a plan into the past of who told it: "the ministry said it would lift the ban"."""
    if any(child.lower_ == "have" and child.dep_ == "aux" for child in verb.children):
        return False
    clause = first_joined(verb)
    speech = clause.head
    if clause.dep_ == "parataxis" or speech.i == clause.i or clause.dep_ not in {"ccomp", "acl", "advcl", "xcomp"}:
        return False
    if speech.lemma_.lower() not in cues.verbs.foretelling or speech.tag_ not in {"VBD", "VBN", "VBG"}:
        return False
    return not _is_forecast(speech, cues)


def _is_headline_infinitive(verb: Token) -> bool:
    """Whether a bare infinitive stands for "is to": "US to add chipmaker to blacklist"."""
    has_subject = any(child.dep_ in SUBJECTS and child.i < verb.i for child in verb.children)
    return verb.tag_ == "VB" and has_subject and verb.dep_ in {"ROOT", "ccomp", "parataxis"} and not _for_subject(verb)


def _for_subject(verb: Token) -> bool:
    return any(child.dep_ == "mark" for child in verb.children)


def _is_awaited(verb: Token, mark: Token) -> bool:
    """Whether the clause names an act that is still to come: "until a license is granted"."""
    return mark.lower_ in {"until", "before"} and _is_in_present(verb)


def _is_in_present(verb: Token) -> bool:
    return verb.tag_ in PRESENT_TAGS or any(
        child.tag_ in PRESENT_TAGS for child in verb.children if child.dep_ in _AUXILIARIES
    )


def _condition(clause: Token) -> Token | None:
    """The "if" that opens a clause; an "even if" or "as if" makes no condition."""
    for child in clause.children:
        if child.dep_ == "mark" and child.lower_ == "if":
            before = child.nbor(-1).lower_ if child.i else ""
            return None if before in {"even", "as"} else child
    return None


def _negating_determiner(noun: Token) -> Token | None:
    """The "no", "not one" or "not a single" before a noun; that of a number ("No 961/2010") negates nothing."""
    for child in noun.children:
        if child.lower_ in {"single", "one"} and (nothing := _not_before(child)) is not None:
            return nothing
        if child.dep_ == "det" and child.lower_ in {"no", "neither"}:
            following = child.nbor(1) if child.i + 1 < len(child.doc) else None
            if following is None or not (following.text[:1].isdigit() or following.text == "."):
                return child
    return None


def _not_before(one: Token) -> Token | None:
    """The "not" of "not one" and "not a single", wherever the parser hung it."""
    parts = (*one.head.children, *one.children)
    return next((part for part in parts if part.lower_ == "not" and part.i < one.i and part.head.i >= one.i), None)


def _is_no_one(subject: Token) -> bool:
    return subject.lower_ == "one" and any(child.lower_ == "no" for child in subject.children)


def _said_of(noun: Token, cues: ModalityCues) -> Iterator[Judgement]:
    """What the predicate of a noun that tells the act says of it: "an extension is possible", "the rise never came"."""
    if noun.head.lemma_.lower() in cues.denied.outcomes:
        for child in noun.head.children:
            if child.dep_ == "neg" or child.lower_ in cues.denied.adverbs:
                yield Judgement("denied", child, "it did not come about")
    for child in noun.head.children:
        if child.dep_ in {"acomp", "oprd"} and child.lemma_.lower() in cues.possible.governors:
            yield Judgement("possible", child, "what is said of the act leaves it open")
        if child.lower_ == "under" and any(inner.lower_ in cues.possible.talks for inner in child.children):
            yield Judgement("possible", child, "it is only talked of")


def _governed_by(candidate: Candidate, support: Token, cues: ModalityCues) -> Iterator[Judgement]:
    """What the verb of a noun, or of a proposal, is short of; to propose, recommend or ask is what a proposal is."""
    lemma = support.lemma_.lower()
    if candidate.frame.type.endswith(".proposed") and (lemma in PROPOSING | ASKING or support.pos_ == "NOUN"):
        return
    if support.i != candidate.trigger.i:
        if lemma in cues.denied.governors:
            yield Judgement("denied", support, "what the noun is done by denies it")
        elif lemma in cues.possible.governors:
            yield Judgement("possible", support, "what the noun is done by leaves it open")
        elif lemma in {"plan", "expect", "schedule", "prepare"}:
            yield Judgement("planned", support, "what the noun is done by only plans it")


def _climb(verb: Token, cues: ModalityCues) -> Iterator[Judgement]:
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
        if token.dep_ not in _CLAUSAL and not (token.dep_ == "prep" and head.pos_ in {"VERB", "NOUN", "ADJ", "ADV"}):
            return
        if token.dep_ == "advcl":
            return
        finite = any(child.dep_ in SUBJECTS for child in token.children) and token.tag_ != "VB"
        lemma = head.lemma_.lower()
        if finite and head.pos_ == "NOUN" and (rejected := _rejected(head, cues)) is not None:
            yield Judgement("denied", rejected, "the report of the act is rejected")
            return
        if finite and token.dep_ == "ccomp" and lemma not in _GOVERNING_FINITE:
            return
        infinitive = token.tag_ == "VB" or token.dep_ in {"pcomp", "xcomp", "prep"}
        if head.pos_ in {"VERB", "AUX", "ADJ", "ADV"} and (infinitive or finite):
            if not (token.dep_ == "prep" and token.lower_ == "by"):
                yield from _cue_of_governor(head, token, cues)
            yield from _own_cues(head, cues)
        elif head.pos_ in {"NOUN", "PROPN"}:
            if lemma in cues.denied.nouns:
                yield Judgement("denied", head, "the act depends on a noun that denies it")
            elif lemma in cues.planned.nouns:
                yield Judgement("planned", head, "the act depends on a noun of plans")
            elif lemma in cues.possible.nouns and head.dep_ in SUBJECTS and head.head.lemma_ in cues.denied.failures:
                yield Judgement("denied", head.head, "the attempt at it came to nothing")
            elif lemma in cues.possible.nouns:
                yield Judgement("possible", head, "the act depends on a noun of possibility")
        token = head


def _rejected(noun: Token, cues: ModalityCues) -> Token | None:
    """The verb that says of a report that it is wrong: "rejected reports that it had halted shipments"."""
    verb = noun.head
    if noun.lemma_.lower() in cues.speech.rumours and noun.dep_ == "dobj":
        return verb if verb.lemma_.lower() in cues.speech.rejecting else None
    return None


def _cue_of_governor(head: Token, complement: Token, cues: ModalityCues) -> Iterator[Judgement]:
    lemma = head.lemma_.lower()
    if lemma in cues.denied.governors:
        yield Judgement("denied", head, "the act depends on a word that denies it")
    elif (lemma == "expect" and _is_forecast(head, cues)) or lemma in cues.possible.governors:
        yield Judgement("possible", head, "the act depends on a word that leaves it open")
    elif lemma == "be":
        if complement.dep_ == "xcomp" and any(child.lower_ == "to" for child in complement.children):
            yield Judgement("planned", head, '"is to" tells what is planned')
    elif lemma in cues.planned.settled and (head.tag_ in {"VBD", "VBN"} or _is_done_with(head)):
        return
    elif lemma in cues.planned.governors:
        yield Judgement("planned", head, "the act depends on a word of planning")
    elif lemma == "have" and any(child.lower_ == "yet" for child in head.children):
        yield Judgement("denied", head, '"has yet to" denies it so far')


def _is_done_with(participle: Token) -> bool:
    """Whether a present participle tells what was done together with a past verb ("issued a notice, deciding to open a probe")."""
    return participle.tag_ == "VBG" and participle.dep_ == "advcl" and participle.head.tag_ in {"VBD", "VBN"}


def _is_forecast(verb: Token, cues: ModalityCues) -> bool:
    return any(speaker.lemma_.lower() in cues.speech.forecasters for speaker in subjects_of(verb))
