"""Measures what the relevance gate loses: true events in texts that it skips, or in paragraphs that it takes for teasers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from nlp.evaluate import GoldEvent, GoldText, load_gold
from nlp.gate import Gate

GOAL = 0.01
"""The share of true events that may be lost (issue 3)."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A gold event that the reader never gets to see, with the text it is in and why."""

    where: str
    event: GoldEvent
    reason: str


@dataclass(frozen=True, slots=True)
class Skip:
    """A text that was not read, why, and how many gold events it has."""

    where: str
    reason: str
    events: int


@dataclass(slots=True)
class GateReport:
    """Texts and events in all, the texts skipped, and the events lost with them."""

    texts: int = 0
    empty: int = 0
    events: int = 0
    skips: list[Skip] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)

    @property
    def loss(self) -> float:
        """The share of true events that are lost."""
        return len(self.lost) / self.events if self.events else 0.0

    def to_text(self) -> str:
        """The figures, each event lost with its sentence, and each text skipped with the gate's reason."""
        empty = sum(1 for skip in self.skips if not skip.events)
        lines = [
            f"{self.texts} texts, {self.empty} of them without an event; {self.events} events",
            f"skipped: {len(self.skips)} texts, {empty} of them without an event",
            f"events lost: {len(self.lost)} of {self.events} ({self.loss:.1%}; the goal is below {GOAL:.0%})",
        ]
        lines += [
            f"lost: {one.event.type} | {one.where}\n    {one.event.sentence}\n    {one.reason}" for one in self.lost
        ]
        lines += [f"skipped: {skip.where}\n    {skip.reason}" for skip in self.skips]
        return "\n".join(lines)


def evaluate_gate(paths: Iterable[Path], gate: Gate) -> GateReport:
    """The report of a gate over gold files; GoldError for a file that is no gold file."""
    report = GateReport()
    for path in paths:
        for text in load_gold(path):
            _count(report, text, gate)
    return report


def _count(report: GateReport, text: GoldText, gate: Gate) -> None:
    report.texts += 1
    report.empty += not text.events
    report.events += len(text.events)
    decision = gate.decide(text.document.text)
    if decision.skipped is not None:
        report.skips.append(Skip(text.where, decision.skipped, len(text.events)))
        report.lost += [Lost(text.where, event, decision.skipped) for event in text.events]
        return
    passages = gate.passages(text.document.text)
    for event in text.events:
        at = text.document.text.find(event.sentence)
        if event.sentence and any(span.start <= at < span.end for span in decision.teasers):
            report.lost.append(Lost(text.where, event, "the paragraph is taken for one that leads to another story"))
        elif not any(span.start <= at < span.end for span in passages):
            report.lost.append(Lost(text.where, event, "the paragraph is far from any term of trade policy"))
