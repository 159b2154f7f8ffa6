"""Finds the day that an act was planned for which is said not to have come: "the duty that was to start on Friday will not be"."""

from collections.abc import Iterator

from spacy.tokens import Token

from nlp.arguments import subject_of
from nlp.candidates import Candidate
from nlp.records import TimeExpression
from nlp.sight import Sight
from nlp.time_standing import ARRANGED

_ARRANGED = ARRANGED | {"announce"}


def day_planned(sight: Sight, candidate: Candidate) -> TimeExpression | None:
    """The day that what the act is done to, or the act itself, was arranged for by words right with its noun, or None."""
    nouns = [candidate.trigger, candidate.theme, subject_of(candidate.clause), *candidate.arguments.objects]
    for noun in nouns:
        if noun is None:
            continue
        for arranged in _arrangements(noun):
            inside = {token.i for token in arranged.subtree}
            for timex in sight.time_expressions:
                place = sight.places.get(timex)
                if timex.type == "DATE" and place is not None and place.start in inside:
                    return timex
    return None


def _arrangements(noun: Token) -> Iterator[Token]:
    """The words behind a noun that tell what a thing was to be: "that was to start", "once planned for", "due on"."""
    for child in noun.children:
        if child.i > noun.i and child.dep_ in {"relcl", "acl", "amod"}:
            if child.lemma_.lower() in _ARRANGED or _was_to_be(child):
                yield child


def _was_to_be(clause: Token) -> bool:
    is_to_be = clause.lemma_ == "be" or any(child.lemma_ == "be" for child in clause.children)
    return is_to_be and any(token.tag_ == "TO" for token in clause.subtree)
