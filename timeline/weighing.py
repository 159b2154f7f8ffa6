"""Chooses the best of the values that tellings of one act give for a field, and says by which rule it is the better one.

The order of the rules: official before wire before press; more independent sources; the better reading of a date (its
own words before reckoning from a nearby date); more confidence; the earlier report; the lower value.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from timeline.likeness import is_day_of
from timeline.periods import period
from timeline.told import Told

_KINDS = {"official": 2, "wire": 1}
_CERTAIN = {"reviewed": 3, "explicit": 2, "relative": 1}


@dataclass(frozen=True, slots=True)
class Weight:
    """What speaks for a value: kind of source, independent sources, certainty of the reading, confidence."""

    kind: int
    independent: int
    certain: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Choice:
    """A value, what speaks for it, and who gives it."""

    value: str
    weight: Weight
    first: str
    sources: tuple[str, ...]


def choices(given: Iterable[tuple[str, Told]], copies: Mapping[str, str], *, are_dates: bool = False) -> list[Choice]:
    """Each value once, the best first; ``copies`` says which articles repeat another.

    Where the values are the tellings' own dates, how each was reached counts too.
    """
    tellers: dict[str, list[Told]] = {}
    for value, one in given:
        tellers.setdefault(value, []).append(one)
    found = [_choice(value, told, copies, are_dates) for value, told in tellers.items()]
    return sorted(found, key=lambda one: (*_descending(one.weight), one.first, one.value))


def best_date(told: Iterable[Told], copies: Mapping[str, str]) -> list[Choice]:
    """The dates that tellings give, the best first: the finest within the one that is best by the rules.

    A day that another telling gives as that of the act's effect or of its publication in a gazette is not the act's.
    """
    dated = [one for one in told if one.date is not None]
    own = [one for one in dated if not any(is_day_of(one.period, other) for other in dated)]
    ranked = choices([(one.date, one) for one in own or dated if one.date is not None], copies, are_dates=True)
    if not ranked:
        return []
    best = ranked[0]
    while (finer := next((one for one in ranked if _lies_within(one.value, best.value)), None)) is not None:
        best = finer
    return [best, *(one for one in ranked if one is not best)]


def why_better(best: Choice, other: Choice) -> str:
    """The rule by which one value is taken before another, in words."""
    mine, theirs = best.weight, other.weight
    if mine.kind != theirs.kind:
        kinds = {2: "an official source", 1: "a wire service", 0: "the press"}
        return f"{kinds[mine.kind]} is taken before {kinds[theirs.kind]}"
    if mine.independent != theirs.independent:
        return "the value of more independent sources is taken"
    if mine.certain != theirs.certain:
        return "the date in so many words is taken before one that is reckoned"
    if mine.confidence != theirs.confidence:
        return "the value read with more confidence is taken"
    return "the value reported first is taken" if best.first != other.first else "of equals the lower is taken"


def rank_of_kinds(told: Iterable[Told]) -> int:
    """The rank of the best kind of source among tellings: 2 for an official one, 1 for a wire service, 0 for the press."""
    return max((_KINDS.get(one.source_kind or "", 0) for one in told), default=0)


def agree(one: str, other: str) -> bool:
    """Whether two dates can be one day, as a month and a day in it."""
    mine, theirs = period(one), period(other)
    return mine is None or theirs is None or mine.overlaps(theirs)


def _lies_within(value: str, whole: str) -> bool:
    inner, outer = period(value), period(whole)
    return inner is not None and outer is not None and inner != outer and outer.contains(inner)


def _choice(value: str, told: list[Told], copies: Mapping[str, str], is_date: bool) -> Choice:
    weight = Weight(
        rank_of_kinds(told),
        len({copies.get(one.article_id, one.article_id) for one in told}),
        max(_certainty(one) for one in told) if is_date else 0,
        max(one.confidence for one in told),
    )
    first = min(one.published or "9999" for one in told)
    return Choice(value, weight, first, tuple(sorted({one.source_id for one in told})))


def _certainty(one: Told) -> int:
    return _CERTAIN.get(one.field("date_basis") or "", 0)


def _descending(weight: Weight) -> tuple[float, ...]:
    return -weight.kind, -weight.independent, -weight.certain, -weight.confidence
