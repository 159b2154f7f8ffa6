"""Reads from the dependency parse who stands where around a verb or a noun."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

_PASS_THROUGH = frozenset(
    "request application bid number series % percent dozen dozens round list total set batch handful couple pair "
    "trio pair slew spate host flurry lot amount package wave majority some certain all many most several kind type form raft slew tranche copy part "
    "version third thirds quarter quarters tenth handful share review use implementation enforcement entry text outline start introduction imposition collection".split()
)
_PASS_THROUGH_PREPOSITIONS = frozenset({"of", "for"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
"""The relations in which the model's parser hangs a subject on its verb, clauses apart."""
PRESENT_TAGS = frozenset({"VBZ", "VBP"})
"""The tags of verbs in the present."""
CURRENCIES = frozenset(
    "dollars euros pounds sterling yen yuan renminbi francs won rupees roubles rubles crowns kronor lira reais".split()
)
_DECISIONS = frozenset({"decision", "move", "order", "determination", "step"})
_MEANS = frozenset({"by", "through", "in", "after", "before"})
_REACTING = frozenset(
    "welcome praise applaud hail cheer back support condemn criticise criticize denounce deplore protest oppose regret blame".split()
)
_VOTES = frozenset({"vote", "margin", "majority"})
_OBJECTS = frozenset({"dobj", "obj", "attr", "oprd"})


@dataclass(slots=True)
class Arguments:
    """The parts around one trigger; ``prepositions`` maps each preposition to its objects."""

    passive: bool = False
    agents: list[Token] = field(default_factory=list)
    objects: list[Token] = field(default_factory=list)
    recipients: list[Token] = field(default_factory=list)
    prepositions: dict[str, list[Token]] = field(default_factory=dict)

    def at(self, place: str) -> list[Token]:
        """The tokens that stand at a place of a frame: object, subject, or a preposition."""
        if place == "object":
            return self.objects
        if place == "subject":
            return self.agents
        return self.prepositions.get(place, [])


def verb_arguments(verb: Token) -> Arguments:
    """The parts of a verb: agents, objects and recipients in the sense of the active voice."""
    found = Arguments(passive=is_passive(verb))
    subjects = list(_subjects(verb))
    objects = [token for child in verb.children if child.dep_ in _OBJECTS for token in with_conjuncts(child)]
    datives = [child for child in verb.children if child.dep_ == "dative" and child.pos_ != "ADP"]
    _collect_prepositions(verb, found)
    if found.passive:
        found.agents = [
            token
            for child in verb.children
            if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by")
            for pobj in _prepositional_objects(child)
            for token in with_conjuncts(pobj)
        ]
        found.objects, found.recipients = (objects, subjects) if objects else (subjects, datives)
    else:
        found.agents, found.objects, found.recipients = subjects, objects, datives
        if datives and all(_is_sum(token) for token in objects):
            found.objects, found.recipients = datives, []
        if not objects and not datives:
            found.objects = _relative_object(verb)
    return found


def _is_sum(token: Token) -> bool:
    """Whether a token is a sum of money, which makes no object of its own: "fined the company $55,000", "5 million euros"."""
    if token.lower_ in CURRENCIES:
        return any(child.like_num for child in token.children)
    return token.like_num and any(child.tag_ == "$" or child.lower_ in {"us$", "usd"} for child in token.children)


def noun_arguments(noun: Token) -> Arguments:
    """The parts of a noun that names an act: its possessor or "by" is the agent, "of" its object."""
    found = Arguments()
    _collect_prepositions(noun, found)
    found.agents = found.prepositions.get("by", [])
    for child in noun.children:
        if child.dep_ == "poss":
            found.agents = found.agents or [child]
        elif child.dep_ in {"compound", "amod", "nmod"} and child.pos_ in {"NOUN", "PROPN", "ADJ"}:
            found.objects.append(child)
    found.objects += found.prepositions.get("of", [])
    return found


def subjects_of(verb: Token) -> list[Token]:
    """The verb's own subjects, in the order of the text."""
    return [child for child in verb.children if child.dep_ in SUBJECTS]


def subject_of(verb: Token) -> Token | None:
    """The verb's own subject, or None where it has none."""
    return next(iter(subjects_of(verb)), None)


def first_joined(verb: Token) -> Token:
    """The first of the verbs that "and" joins a verb to, or the verb itself."""
    while verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"}:
        verb = verb.head
    return verb


def decision_of(clause: Token) -> Token | None:
    """The noun of a decision that an infinitive says the content of ("its May decision to place the company on the list"), or None."""
    decided = clause.dep_ == "acl" and clause.tag_ == "VB" and clause.head.lemma_.lower() in _DECISIONS
    return clause.head if decided else None


def is_passive(verb: Token) -> bool:
    """Whether the verb's subject is what the act is done to."""
    if any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children):
        return True
    if any(map(is_by_votes, verb.children)):
        return False
    if verb.tag_ == "VBN" and any(
        child.lower_ in {"be", "been", "being"} for child in verb.children if child.dep_ == "aux"
    ):
        return True
    if verb.tag_ not in {"VBN", "VBD"}:
        return False
    has_object = any(child.dep_ in _OBJECTS for child in verb.children)
    if verb.dep_ == "acl":
        return not has_object
    if verb.dep_ == "conj" and not has_object and not any(child.dep_ == "nsubj" for child in verb.children):
        return is_passive(verb.head) if verb.head.pos_ in {"VERB", "AUX"} else False
    if verb.tag_ == "VBN" and verb.dep_ in {"advcl", "ROOT", "ccomp"} and not has_object:
        return not any(child.dep_ == "aux" or _says_that(child) for child in verb.children)
    return False


def _says_that(part: Token) -> bool:
    """Whether a part of a verb is what it says or finds, which leaves its subject the one who does."""
    return part.dep_ == "ccomp" and any(child.dep_ == "mark" and child.lower_ == "that" for child in part.children)


def is_by_votes(part: Token) -> bool:
    """Whether "by" tells how judges or members voted, not who acts ("held by seven votes to four that")."""
    return part.dep_ == "agent" and any(child.lemma_.lower() in _VOTES for child in part.children)


def _subjects(verb: Token) -> Iterator[Token]:
    own = [child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass", "csubj"}]
    if own:
        for child in own:
            if child.tag_ in {"WDT", "WP"} and verb.dep_ == "relcl":
                yield verb.head
            else:
                yield from with_conjuncts(child)
    elif verb.dep_ == "pcomp" and verb.head.lower_ in _MEANS and verb.head.head.pos_ in {"VERB", "AUX"}:
        yield from _subjects(verb.head.head)
    elif verb.dep_ == "acl" and verb.tag_ == "VB":
        yield from _holders(verb.head)
    elif verb.dep_ == "acl":
        yield verb.head
    elif verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"}:
        yield from _subjects(verb.head)
    elif verb.dep_ in {"xcomp", "advcl", "ccomp"} and verb.head.pos_ in {"VERB", "AUX", "ADJ"}:
        if verb.dep_ == "xcomp" and (controllers := _controllers(verb.head)):
            yield from controllers
        else:
            yield from _subjects(verb.head)


def _holders(noun: Token) -> Iterator[Token]:
    """Whose decision or plan a noun is, who does what its infinitive says: "notified it of its decision to appeal".

    Who only speaks of the decision ("welcomed the decision to end the duties") did not make it.
    """
    own = [child for child in noun.children if child.dep_ == "poss"]
    verb = next((token for token in noun.ancestors if token.pos_ in {"VERB", "AUX"}), None)
    if own or verb is None:
        yield from own
    elif verb.lemma_.lower() not in _REACTING:
        yield from _subjects(verb)


def _controllers(governor: Token) -> list[Token]:
    """Who does what a verb's infinitive says: its object where it has one ("asked it to sell"), else its subject."""
    return [child for child in governor.children if child.dep_ == "dobj" and child.i < governor.i + 6]


def _relative_object(verb: Token) -> list[Token]:
    """What a relative clause without an object of its own is about ("the license that Commerce granted")."""
    if verb.dep_ != "relcl":
        return []
    has_subject = any(child.dep_ == "nsubj" and child.tag_ not in {"WDT", "WP"} for child in verb.children)
    return [verb.head] if has_subject else []


def _collect_prepositions(head: Token, found: Arguments) -> None:
    for child in head.children:
        if child.dep_ in {"prep", "dative", "agent", "prt"} and child.pos_ in {"ADP", "SCONJ", "VERB", "ADV", "PART"}:
            for pobj in _prepositional_objects(child):
                found.prepositions.setdefault(child.lower_, []).extend(with_conjuncts(pobj))


def _prepositional_objects(preposition: Token) -> Iterator[Token]:
    for child in preposition.children:
        if child.dep_ in {"pobj", "pcomp"}:
            yield child
        elif child.dep_ == "prep":
            yield from _prepositional_objects(child)


def with_conjuncts(token: Token) -> Iterator[Token]:
    """A token and those joined to it by "and", "or" and commas."""
    yield token
    for child in token.children:
        if child.dep_ == "conj" and child.pos_ not in {"VERB", "AUX"}:
            yield from with_conjuncts(child)


def inner_nouns(token: Token, depth: int = 4) -> Iterator[Token]:
    """A noun, and what it only measures or asks for: "dozens of licenses", "Microsoft's request for a license"."""
    yield token
    if depth == 0:
        return
    if token.lemma_.lower() in _PASS_THROUGH or token.pos_ in {"NUM", "PRON", "DET"} or token.like_num:
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in _PASS_THROUGH_PREPOSITIONS:
                for pobj in _prepositional_objects(child):
                    yield from inner_nouns(pobj, depth - 1)


def lemma_with_particle(verb: Token) -> Iterable[str]:
    """The verb's lemma, and with its particle, preposition or object as phrasal verbs have it."""
    lemma = verb.lemma_.lower()
    yield lemma
    for child in verb.children:
        behind = child.i > verb.i and child.dep_ in {"prt", "advmod", "dobj", "prep", "attr"}
        if behind or child.dep_ == "acomp" or (child.tag_ == "JJ" and child.dep_ == "nsubj"):
            yield f"{lemma} {child.lower_}"
            if child.dep_ == "prep":
                for pobj in _prepositional_objects(child):
                    yield f"{lemma} {child.lower_} {pobj.lower_}"
