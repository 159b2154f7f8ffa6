"""Merges what many articles tell into one event for each act in the world. Pure, and blind to the order of its input.

Each telling names the one more precise telling that it fits best as its lead. Leads make trees, and a tree is parted into
acts by what the tellings in it contradict. So what a telling becomes hangs on the tellings in its own blocks and tree
alone: a build need not look at any others.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from timeline.blocks import filed_under, looks_under
from timeline.kinship import Kinship
from timeline.likeness import NEAR_DAYS, SAME, Likeness, ends_differ, is_day_of, likeness
from timeline.told import Told


@dataclass(slots=True)
class Act:
    """The tellings that are taken to be of one act; the first of them is the most precise."""

    told: list[Told]

    @property
    def lead(self) -> Told:
        """The telling that the act was begun with: the one with the most precise date."""
        return self.told[0]


def find_lead(one: Told, filed: Mapping[str, Collection[Told]], kin: Kinship) -> str | None:
    """The id of the more precise telling that ``one`` fits best; None where it fits none, or cannot tell which.

    ``filed`` holds, for each block that the telling looks under, all tellings in it, but those of crowded ones.
    """
    fitting = fitting_in(looks_under(one), one, filed, kin)
    if not fitting:
        return None
    best, lead = best_fit(fitting)
    if best.weak and not _all_of_one_time([other for _, other in fitting]):
        return None
    return lead.id


def by_block(tellings: Iterable[Told]) -> dict[str, list[Told]]:
    """The tellings by each block that they are filed under."""
    filed: dict[str, list[Told]] = {}
    for one in tellings:
        for block in filed_under(one):
            filed.setdefault(block, []).append(one)
    return filed


def fitting_in(
    looked: Iterable[str], one: Told, filed: Mapping[str, Collection[Told]], kin: Kinship
) -> list[tuple[Likeness, Told]]:
    """The more precise tellings that ``one`` fits, each with its likeness, of those filed under the blocks looked into."""
    found: dict[str, tuple[Likeness, Told]] = {}
    for block in looked:
        for other in filed.get(block, ()):
            if other.order < one.order and other.id not in found and (fit := likeness(one, other, kin)) is not None:
                found[other.id] = fit, other
    return list(found.values())


def best_fit(fitting: Iterable[tuple[Likeness, Told]]) -> tuple[Likeness, Told]:
    """The telling that fits best, with its likeness; of equals the more precise."""
    return min(fitting, key=lambda pair: (_descending(pair[0]), pair[1].order))


def _descending(found: Likeness) -> tuple[int, ...]:
    return found.retold, -(found.time + found.shared + found.words), -found.fresh, -found.time


def _all_of_one_time(tellings: Sequence[Told]) -> bool:
    """Whether the dates of all tellings share a day, or nearly, so that one act can be meant by all."""
    spans = [span for one in tellings if (span := one.period) is not None]
    if not spans:
        return True
    return (max(span.start for span in spans) - min(span.end for span in spans)).days <= NEAR_DAYS


def trees(tellings: Iterable[Told], leads: Mapping[str, str]) -> list[list[Told]]:
    """The tellings that hang together by their leads, each tree from the most precise telling to the vaguest."""
    found: dict[str, list[Told]] = {}
    root: dict[str, str] = {}
    for one in sorted(tellings, key=lambda one: one.order):
        lead = leads.get(one.id)
        root[one.id] = one.id if lead is None else root[lead]
        found.setdefault(root[one.id], []).append(one)
    return list(found.values())


def part(tree: Sequence[Told], kin: Kinship) -> list[Act]:
    """The acts of one tree, which comes from the most precise telling to the vaguest."""
    acts: list[Act] = []
    for one in tree:
        fitting = [(fit, act) for act in acts if (fit := _fit(one, act, kin)) is not None]
        if fitting:
            min(fitting, key=lambda pair: (pair[0], pair[1].lead.order))[1].told.append(one)
        else:
            acts.append(Act([one]))
    return acts


def _fit(one: Told, act: Act, kin: Kinship) -> tuple[int, ...] | None:
    """How well a telling fits an act, the better the less; None where one of the act's tellings says otherwise."""
    if any(_tell_apart(one, other) for other in act.told):
        return None
    found = [likeness(one, other, kin) for other in act.told]
    liked = [fit for fit in found if fit is not None]
    if not liked or (found[0] is None and not any(fit.time >= SAME or fit.retold for fit in liked)):
        return None
    return min(_descending(fit) for fit in liked)


def _tell_apart(one: Told, other: Told) -> bool:
    """Whether two tellings cannot be of one act, whoever stands between them."""
    return any(differs(one, other) for differs in _DIFFERENCES)


def _same_text(one: Told, other: Told) -> bool:
    return one.version_id == other.version_id


def _other_actor(one: Told, other: Told) -> bool:
    mine, theirs = one.named("actor"), other.named("actor")
    return bool(mine and theirs) and mine.isdisjoint(theirs)


def _other_rate(one: Told, other: Told) -> bool:
    rates = one.field("rate"), other.field("rate")
    return one.type.startswith("tariff.") and None not in rates and rates[0] != rates[1]


def _other_time(one: Told, other: Told) -> bool:
    mine, theirs = one.period, other.period
    if mine is None or theirs is None or is_day_of(mine, other) or is_day_of(theirs, one):
        return False
    return max(mine.start, theirs.start) - min(mine.end, theirs.end) > dt.timedelta(days=NEAR_DAYS)


def _other_end(one: Told, other: Told) -> bool:
    """Tellings of one day may contradict each other in the end that they give; others are of another extension."""
    return one.period != other.period and ends_differ(one, other)


_DIFFERENCES: Sequence[Callable[[Told, Told], bool]] = (_same_text, _other_actor, _other_rate, _other_time, _other_end)
