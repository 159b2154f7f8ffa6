"""Chooses among the frames that fired on one word, and among the words that tell one act twice."""

from collections.abc import Iterable, Sequence

from nlp.arguments import with_conjuncts
from nlp.candidates import Candidate

_EXCHANGING = frozenset({"replace", "swap", "exchange"})
"""Verbs that tell of one thing given up for another: "replaced the license with a wind-down license"."""
_PAPERS = frozenset({"rule", "regulation", "ordinance"})
"""Nouns of control that say nothing of what is done: that is told by what the paper does."""
_OF_PAPERS = frozenset({"control.expanded", "control.eased", "control.lifted"})
_BELOW = frozenset({"relcl", "acl", "advcl", "xcomp"})
_CAUSING = frozenset({"get", "have", "see"})
"""Verbs that say for whom something was done that a participle behind it tells: "got its license renewed"."""
_SPECIAL_AGENTS = frozenset({"court", "prosecutor", "head_of_government"})


def best_of(fired: Iterable[Candidate]) -> list[Candidate]:
    """The candidates of one word that stand: the surest, and one for each other kind of measure joined to its theme.

    "Imposed tariffs on steel and a ban on chips" tells two acts with one verb.
    """
    ranked = sorted(fired, key=_doubt)
    chosen = ranked[:1]
    for other in ranked[1:]:
        if not other.loose and all(_is_joined(one, other) for one in chosen):
            chosen.append(other)
    return chosen


def _doubt(candidate: Candidate) -> tuple[bool, bool, bool, int, int]:
    """What speaks against a candidate; who acts weighs most, then whether the parse shows its theme, then its words."""
    special = candidate.frame.agent_must_be in _SPECIAL_AGENTS and bool(candidate.arguments.agents)
    return (not special, candidate.loose, candidate.theme is None, -candidate.words, -_conditions(candidate))


def _conditions(candidate: Candidate) -> int:
    frame = candidate.frame
    conditions = (
        frame.clause_words,
        frame.marked_by,
        frame.theme_words,
        frame.theme_with,
        frame.about,
        frame.on_must_be,
        frame.object_must_be,
        frame.forbidding,
        frame.ended,
        frame.undone,
    )
    return sum(map(bool, conditions))


def _is_joined(one: Candidate, other: Candidate) -> bool:
    if one.theme is None or other.theme is None or one.theme.i == other.theme.i or one.frame.type == other.frame.type:
        return False
    if one.trigger.lemma_.lower() in _EXCHANGING:
        return True
    first, second = sorted((one.theme, other.theme), key=lambda token: token.i)
    return second in list(with_conjuncts(first))


def without_doubles(found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates less the words that another one is about: "pushed back the expiry", "stopped granting licenses".

    Of "weighs a repeal of the ban" the noun says what may be done to the ban, so the verb tells nothing of its own.
    """
    acted_on = {candidate.theme.i for candidate in found if candidate.theme is not None and candidate.frame.verbs}
    of_infinitives = {
        (child.i, candidate.theme.i)
        for candidate in found
        if candidate.theme is not None and "infinitive" in candidate.frame.at
        for child in candidate.trigger.children
    }
    told_by_noun = {
        (candidate.trigger.head.i, candidate.theme.i)
        for candidate in found
        if candidate.theme is not None and candidate.frame.nouns
    }
    shells = {
        id(candidate) for candidate in found if _only_makes_paper(candidate, found) or _has_done(candidate, found)
    }
    return [
        candidate
        for candidate in found
        if id(candidate) not in shells
        and (candidate.frame.verbs or candidate.trigger.i not in acted_on)
        and (
            candidate.theme is None
            or (candidate.trigger.i, candidate.theme.i) not in of_infinitives | told_by_noun
            or candidate.frame.nouns
        )
    ]


def _has_done(candidate: Candidate, found: Sequence[Candidate]) -> bool:
    """Whether a verb only says for whom a participle behind it tells what was done: "got its license renewed"."""
    if candidate.theme is None or candidate.trigger.lemma_.lower() not in _CAUSING:
        return False
    return any(
        other.theme is not None
        and other.theme.i == candidate.theme.i < other.trigger.i
        and other.trigger.tag_ in {"VBN", "VBD"}
        and candidate.trigger in other.trigger.ancestors
        for other in found
    )


def _only_makes_paper(candidate: Candidate, found: Sequence[Candidate]) -> bool:
    """Whether a control is imposed only in that a paper is made which does something else: "published a rule that eases"."""
    paper = candidate.theme
    if candidate.frame.type != "control.imposed" or paper is None or paper.lemma_.lower() not in _PAPERS:
        return False
    return any(
        other.frame.type in _OF_PAPERS
        and other.clause.i > paper.i
        and other.clause.dep_ in _BELOW
        and candidate.clause in other.clause.ancestors
        for other in found
    )
