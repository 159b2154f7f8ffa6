"""Tells a rule against doing something from a report that it was not done.

"Exports shall not be permitted", "no person may export" and "firms are no longer allowed to ship" each set a rule; "the
ministry did not permit the export" only reports. Rules are told with "shall", "may", "must" or "will", in the present, or
with "no longer".
"""

from spacy.tokens import Token

from nlp.arguments import PRESENT_TAGS, SUBJECTS

_RULING = frozenset({"shall", "may", "must", "will", "would"})


def forbids(verb: Token) -> bool:
    """Whether the clause of a verb sets a rule against what the verb says."""
    return is_no_longer(verb) or (_is_negated(verb) and _is_rule(verb))


def is_no_longer(verb: Token) -> bool:
    """Whether the verb is said to hold no more: "are no longer allowed"."""
    return any(child.lower_ == "longer" and child.nbor(-1).lower_ == "no" for child in verb.children)


def _is_negated(verb: Token) -> bool:
    for child in verb.children:
        if child.dep_ == "neg":
            return True
        if child.dep_ in {*SUBJECTS, "dobj"} and any(inner.lower_ == "no" for inner in child.children):
            return True
    return False


def _is_rule(verb: Token) -> bool:
    auxiliaries = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    if any(child.lower_ in _RULING for child in auxiliaries):
        return True
    return any(child.dep_ == "auxpass" and child.tag_ in PRESENT_TAGS for child in auxiliaries)
