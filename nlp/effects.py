"""Tells the words for what follows from an act told right before from the words for an act of their own.

After "Commerce put Acme on the Entity List" neither "its suppliers will need a licence", nor "the move bars sales of
chips", nor "the lifting of the curbs" tells a second act: CODEBOOK.md counts an act once, whatever is said of it. Which
frames tell what follows is said in the data (``follows``).
"""

from collections.abc import Sequence

from spacy.tokens import Token

from nlp.arguments import PRESENT_TAGS, subjects_of
from nlp.candidates import Candidate
from nlp.sight import Sight

_DIRECTIONS = (
    frozenset({"listing.added", "control.imposed", "control.expanded"}),
    frozenset({"listing.removed", "control.lifted", "control.eased"}),
)
"""Acts that make trade harder, and acts that make it easier: what follows from one is of its direction."""
_OWN_FAMILY = "control."
_STEPS = frozenset({"move", "step", "action", "designation", "listing", "decision"})
_KNOWN = frozenset({"the", "this", "that", "these", "those", "such"})
_RECENT = 3
"""Sentences, that of the candidate among them, in which the act stands."""


def only_follows(candidate: Candidate, candidates: Sequence[Candidate], sight: Sight) -> bool:
    """Whether a candidate's words only say what follows from an act of the ``candidates``, or name it again."""
    frame = candidate.frame
    same_way = next((types for types in _DIRECTIONS if frame.type in types), None)
    if not frame.type.startswith(_OWN_FAMILY) or same_way is None:
        return False
    if _is_participle(candidate) and not _has_day(candidate.trigger, sight):
        above = {token.i for token in candidate.trigger.ancestors}
        return any(other.frame.type in same_way and other.clause.i in above for other in candidates)
    follows = frame.follows or _says_what_holds(candidate)
    follows = (follows and not _says_when(candidate, sight)) or _is_done_by_step(candidate)
    if not (follows or _names_again(candidate, sight)):
        return False
    start = _recent_start(candidate.trigger)
    return any(
        other is not candidate
        and not other.frame.follows
        and other.frame.type in same_way
        and start <= other.trigger.i < candidate.trigger.i
        for other in candidates
    )


def _recent_start(token: Token) -> int:
    """The first token of the sentences in which an act told before still counts as recent."""
    start: int = token.sent.start
    for _ in range(_RECENT - 1):
        start = token.doc[max(start - 1, 0)].sent.start
    return start


def _says_when(candidate: Candidate, sight: Sight) -> bool:
    """Whether the sentence has a day, from which what follows may begin by an act of its own."""
    sentence = candidate.trigger.sent
    return any(
        timex.type == "DATE" and timex.value[0].isdigit() and sentence.start_char <= timex.start < sentence.end_char
        for timex in sight.time_expressions
    )


def _says_what_holds(candidate: Candidate) -> bool:
    """Whether the present tells what those of a kind may not do: "U.S. persons are prohibited from dealing with them"."""
    passive = any(child.dep_ == "auxpass" and child.tag_ in PRESENT_TAGS for child in candidate.trigger.children)
    return passive and candidate.frame.complement is not None


def _has_day(verb: Token, sight: Sight) -> bool:
    """Whether a time is the verb's own, and not that of something named in its clause ("the limits of last October")."""
    return any(
        (above := sight.verb_above(timex)) is not None and above.i == verb.i for timex in sight.times_under(verb)
    )


def _is_participle(candidate: Candidate) -> bool:
    """Whether a participle behind a clause tells the candidate: "widened the curbs, barring sales of servers"."""
    return candidate.trigger.tag_ == "VBG" and candidate.trigger.dep_ == "advcl"


def _is_done_by_step(candidate: Candidate) -> bool:
    """Whether what acts is a step told before: "the move will bar sales"."""
    subjects = subjects_of(candidate.trigger)
    return bool(subjects) and all(_is_known_step(token) for token in subjects)


def _is_known_step(token: Token) -> bool:
    return token.lemma_.lower() in _STEPS and any(child.lower_ in _KNOWN for child in token.children)


def _names_again(candidate: Candidate, sight: Sight) -> bool:
    """Whether a noun takes up an act as known, and says no day of its own: "the easing of sanctions"."""
    noun = candidate.trigger
    known = any(child.lower_ in _KNOWN for child in noun.children if child.dep_ == "det")
    return noun.pos_ == "NOUN" and known and not any(sight.times_under(noun))
