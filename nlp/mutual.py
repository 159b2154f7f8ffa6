"""Parts an act that two states do to each other: "The United States and China imposed duties on each other's goods"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Token

from nlp.candidates import Candidate
from nlp.sight import Sight

_FAMILIES = ("tariff.", "control.")
_EACH_OTHER = (("each", "other"), ("one", "another"))


def with_sides(candidates: Sequence[Candidate], sight: Sight) -> list[Candidate]:
    """The candidates, each that two authorities do to each other as one act of either, in the order of the text."""
    parted = [side for candidate in candidates for side in _sides(candidate, sight)]
    return sorted(parted, key=lambda candidate: candidate.trigger.i)


def _sides(candidate: Candidate, sight: Sight) -> Iterator[Candidate]:
    agents = candidate.fillers.get("agency", ())
    acting = [token for token in agents if any(party.is_authority for party in sight.parties_of(token))]
    if len(acting) != 2 or not candidate.frame.type.startswith(_FAMILIES) or not _is_mutual(candidate.clause):
        yield candidate
        return
    one, other = acting
    yield replace(candidate, fillers={**candidate.fillers, "agency": (one,), "target": (other,)})
    yield replace(
        candidate,
        trigger=other,
        support=candidate.clause,
        fillers={**candidate.fillers, "agency": (other,), "target": (one,)},
    )


def _is_mutual(clause: Token) -> bool:
    words = [token.lower_ for token in clause.subtree]
    return any(pair in _EACH_OTHER for pair in pairwise(words))
