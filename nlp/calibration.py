"""What a confidence is worth: a monotone table, fitted on gold, from the sum of doubts to the share of events right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from nlp.knowledge import DATA
from nlp.reliability import Judged
from nlp.toml_files import Entry, check, parse

TABLE = DATA / "calibration.toml"
_LEAST = 25
"""Events that a step of the table stands on at least."""


class Step(Entry):
    """At this raw confidence, the share of events right, as that many events gave it."""

    raw: float
    right: float
    events: int


class Calibration(Entry):
    """The steps of the table, by rising raw confidence; without any, a confidence stays as it is."""

    step: tuple[Step, ...] = ()

    def of(self, raw: float) -> float:
        """The calibrated confidence: between two steps on the line that joins them, beyond them as at the last."""
        if not self.step:
            return raw
        if raw <= self.step[0].raw:
            return self.step[0].right
        for low, high in pairwise(self.step):
            if raw <= high.raw:
                share = (raw - low.raw) / (high.raw - low.raw)
                return round(low.right + share * (high.right - low.right), 3)
        return self.step[-1].right

    def to_toml(self, fitted_on: str) -> str:
        """The table as its data file, which says what it was fitted on and how it is fitted again."""
        lines = [
            f"# Fitted on {fitted_on}; fit it again when rules change:",
            "# tradedocket evaluate calibration --write FILES",
        ]
        for step in self.step:
            lines += ["", "[[step]]", f"raw = {step.raw}", f"right = {step.right}", f"events = {step.events}"]
        return "\n".join(lines) + "\n"


@dataclass(slots=True)
class _Block:
    raw: float
    right: int
    count: int

    @property
    def share(self) -> float:
        """The share right, drawn to a half as if one more event were right and one wrong (Laplace)."""
        return (self.right + 1) / (self.count + 2)


def fit(judged: Iterable[Judged]) -> Calibration:
    """The monotone table that events of raw confidence give: pooled where a higher confidence is right less often.

    Pool-adjacent-violators (Ayer et al. 1955) over blocks of at least ``_LEAST`` events.
    """
    blocks: list[_Block] = []
    for one in sorted(judged, key=lambda one: one.confidence):
        if (blocks and blocks[-1].count < _LEAST) or (blocks and blocks[-1].raw == one.confidence):
            _add(blocks[-1], _Block(one.confidence, int(one.is_right), 1))
        else:
            blocks.append(_Block(one.confidence, int(one.is_right), 1))
    pooled: list[_Block] = []
    for block in blocks:
        pooled.append(block)
        while len(pooled) > 1 and (pooled[-2].share >= pooled[-1].share or pooled[-1].count < _LEAST):
            _add(pooled[-2], pooled.pop())
    return Calibration(step=tuple(Step(raw=round(b.raw, 3), right=round(b.share, 3), events=b.count) for b in pooled))


def _add(block: _Block, other: _Block) -> None:
    count = block.count + other.count
    block.raw = (block.raw * block.count + other.raw * other.count) / count
    block.right += other.right
    block.count = count


def left_out(by_file: Sequence[Sequence[Judged]]) -> list[Judged]:
    """All events, those of each file with the confidence that a table fitted on the other files gives them."""
    found: list[Judged] = []
    for at, events in enumerate(by_file):
        table = fit(one for other in (*by_file[:at], *by_file[at + 1 :]) for one in other)
        found += [Judged(table.of(one.confidence), one.is_right, one.is_date_right) for one in events]
    return found


@lru_cache(maxsize=1)
def default_calibration() -> Calibration:
    """The table that comes with the package, loaded once."""
    return check(Calibration, parse(TABLE), TABLE)
