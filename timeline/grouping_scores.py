"""Scores a grouping of mentions against the right one: MUC, B³, CEAF-e and their mean, the CoNLL score.

As Pradhan and others define them (Scoring Coreference Partitions of Predicted Mentions, ACL 2014): a mention that only
one side has lowers the precision or the recall of that side.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from timeline.pairing import best_pairs

Mention = TypeVar("Mention")
Groups = Sequence[Collection[Mention]]
"""A grouping: each mention is in one group, and no group is empty."""


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall, 0 to 1, and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean; 0 where both are 0."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def muc(gold: Groups[Mention], found: Groups[Mention]) -> Score:
    """By links (Vilain and others, 1995): how many of the links that hold each group together the other side has."""
    return Score(_links_kept(found, gold), _links_kept(gold, found))


def b_cubed(gold: Groups[Mention], found: Groups[Mention]) -> Score:
    """By mentions (Bagga and Baldwin, 1998): how much of a mention's group on one side is in its group on the other."""
    both = [(one, other, shared) for one, other, shared in _overlaps(gold, found)]
    right = sum(shared * shared / len(found[other]) for _, other, shared in both)
    told = sum(shared * shared / len(gold[one]) for one, _, shared in both)
    return Score(_share(right, _mentions(found)), _share(told, _mentions(gold)))


def ceaf_e(gold: Groups[Mention], found: Groups[Mention]) -> Score:
    """By groups (Luo, 2005): how alike each group and its partner are, in the best pairing one to one."""
    alike = [[0.0] * len(found) for _ in gold]
    for one, other, shared in _overlaps(gold, found):
        alike[one][other] = 2 * shared / (len(gold[one]) + len(found[other]))
    total = sum(alike[one][other] for one, other in best_pairs(alike))
    return Score(_share(total, len(found)), _share(total, len(gold)))


def conll_f1(gold: Groups[Mention], found: Groups[Mention]) -> float:
    """The mean of the three F1 scores."""
    return sum(score(gold, found).f1 for score in (muc, b_cubed, ceaf_e)) / 3


def _links_kept(whole: Groups[Mention], parts: Groups[Mention]) -> float:
    """The share of the links within ``whole``'s groups that ``parts`` keeps; all of none are kept."""
    place = {mention: number for number, group in enumerate(parts) for mention in group}
    links = kept = 0
    for group in whole:
        pieces = len({place[mention] for mention in group if mention in place})
        pieces += sum(1 for mention in group if mention not in place)
        links += len(group) - 1
        kept += len(group) - pieces
    return kept / links if links else 1.0


def _overlaps(gold: Groups[Mention], found: Groups[Mention]) -> Iterator[tuple[int, int, int]]:
    """Gold group, found group, and how many mentions they share, where they share any."""
    place = {mention: number for number, group in enumerate(found) for mention in group}
    for one, group in enumerate(gold):
        shared = Counter(place[mention] for mention in group if mention in place)
        for other, count in shared.items():
            yield one, other, count


def _mentions(groups: Groups[Mention]) -> int:
    return sum(len(group) for group in groups)


def _share(part: float, whole: int) -> float:
    return part / whole if whole else 0.0
