"""Tells what somebody has to do from what was done, and from when such a duty holds.

"Exporters must obtain a license" and "a license will be needed from May 1" set duties; "Acme obtained a license" tells an act.
"""

from spacy.tokens import Token

from nlp.sight import Sight

_DUTY_AUXILIARIES = frozenset({"must", "can", "should", "shall"})
_DUTY_GOVERNORS = frozenset({"need", "have", "require", "oblige", "force", "able", "supposed"})
_DUTY_NOUNS = frozenset(
    "requirement condition criterion criteria procedure process rule guidance deadline step".split()
)
NEEDING = frozenset({"need", "require"})
"""Verbs that tell of a duty by themselves."""
_BEARING = frozenset({"be"})
_STARTING = frozenset({"from", "starting", "beginning", "effective", "after", "since"})
AT_ONCE = frozenset({"immediately", "immediate"})


def is_duty(verb: Token) -> bool:
    """Whether the verb tells what somebody has to do or can do, not what was done ("must obtain", "are required to apply")."""
    own = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    if own & _DUTY_AUXILIARIES:
        return True
    if verb.lemma_.lower() in NEEDING:
        return True
    if any(child.lower_ == "yet" for child in verb.head.children):
        return False
    if verb.dep_ == "pcomp" and verb.head.head.lemma_.lower() in _DUTY_NOUNS:
        return True
    return verb.dep_ == "xcomp" and verb.head.lemma_.lower() in _DUTY_GOVERNORS


def will_be_needed(verb: Token) -> bool:
    """Whether a duty is one to come ("exporters will need a license", "goods will be subject to a duty")."""
    needing = verb.head if verb.dep_ == "xcomp" else verb
    return needing.lemma_.lower() in {*_DUTY_GOVERNORS, *NEEDING, *_BEARING} and any(
        child.dep_ == "aux" and child.lower_ in {"will", "'ll", "’ll"} for child in needing.children
    )


def says_from_when(sight: Sight, verb: Token) -> bool:
    """Whether the sentence says from when what it says holds ("from August 1", "effective immediately", "is now needed")."""
    if any(token.lower_ in AT_ONCE for token in verb.sent) or any(child.lower_ == "now" for child in verb.children):
        return True
    for timex in sight.time_expressions:
        tokens = sight.tokens_of(timex)
        if timex.type == "DATE" and tokens and verb.sent.start < tokens[0].i < verb.sent.end:
            before = [tokens[0].nbor(-back).lower_ for back in (1, 2) if tokens[0].i - back >= verb.sent.start]
            if before and (before[0] in _STARTING or before[-1] in _STARTING or before == ["of", "as"]):
                return True
    return False
