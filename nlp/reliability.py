"""How far confidence can be believed: of the events given 0.8, about 80% should be right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """An event that was read: its confidence (0 to 1), and whether gold has it at all, and with its date."""

    confidence: float
    is_right: bool
    is_date_right: bool = False


@dataclass(frozen=True, slots=True)
class Bin:
    """The events whose confidence lies from ``low`` up to ``high``: how many, their mean confidence, the shares right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float
    date_right: float


def bins(judged: Iterable[Judged]) -> tuple[Bin, ...]:
    """The events in ten bins of equal width, empty ones left out; a confidence of 1 falls in the last."""
    groups: dict[int, list[Judged]] = {}
    for one in judged:
        groups.setdefault(min(int(one.confidence * _BINS), _BINS - 1), []).append(one)
    return tuple(
        Bin(
            low=number / _BINS,
            high=(number + 1) / _BINS,
            count=len(group),
            confidence=sum(one.confidence for one in group) / len(group),
            right=sum(one.is_right for one in group) / len(group),
            date_right=sum(one.is_date_right for one in group) / len(group),
        )
        for number, group in sorted(groups.items())
    )


def calibration_error(judged: Sequence[Judged]) -> float:
    """The expected calibration error: the mean distance of confidence and share right over the bins, by their counts."""
    if not judged:
        return 0.0
    return sum(one.count * abs(one.confidence - one.right) for one in bins(judged)) / len(judged)


def reliability_table(judged: Sequence[Judged]) -> list[str]:
    """The bins as lines of a table, with the expected calibration error below."""
    lines = [f"{'confidence':<14}{'events':>8}{'mean':>8}{'right':>8}{'date right':>12}"]
    for one in bins(judged):
        span = f"{one.low:.1f} to {one.high:.1f}"
        lines.append(f"{span:<14}{one.count:>8}{one.confidence:>8.3f}{one.right:>8.3f}{one.date_right:>12.3f}")
    lines.append(f"{'expected calibration error':<30}{calibration_error(judged):>8.3f}")
    return lines
