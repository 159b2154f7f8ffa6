"""Scores time expressions against TimeML files as TempEval-3 does: strict and relaxed spans, values and types."""

import hashlib
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from nlp.records import TimeExpression
from nlp.time_expressions import find_time_expressions

PARTS = ("all", "develop", "held-out")
"""``held-out`` is the third of the files that no rule is written from; a file's part follows from its name alone."""


@dataclass(frozen=True, slots=True)
class TimemlDocument:
    """One TimeML file: its text, the day it was written, and the expressions marked within the text."""

    name: str
    text: str
    written: date | None
    gold: tuple[TimeExpression, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A gold expression and the predicted one that overlaps it; one of the two is None for a miss or a false alarm."""

    document: TimemlDocument
    gold: TimeExpression | None
    predicted: TimeExpression | None


@dataclass(slots=True)
class TimexReport:
    """The counts of an evaluation; the ratios follow from them."""

    documents: int = 0
    gold: int = 0
    predicted: int = 0
    strict: int = 0
    relaxed: int = 0
    values: int = 0
    types: int = 0
    disagreements: list[Disagreement] = field(default_factory=list)

    def scores(self, matches: int) -> tuple[float, float, float]:
        """Precision, recall and F1 of a number of matches."""
        precision = matches / self.predicted if self.predicted else 0.0
        recall = matches / self.gold if self.gold else 0.0
        return precision, recall, 2 * matches / (self.gold + self.predicted) if matches else 0.0

    @property
    def strict_f1(self) -> float:
        """F1 of the expressions found with exactly the gold span."""
        return self.scores(self.strict)[2]

    @property
    def relaxed_f1(self) -> float:
        """F1 of the expressions found with a span that overlaps the gold one."""
        return self.scores(self.relaxed)[2]

    @property
    def value_f1(self) -> float:
        """F1 of the expressions that overlap and have the gold value."""
        return self.scores(self.values)[2]

    @property
    def type_f1(self) -> float:
        """F1 of the expressions that overlap and have the gold type."""
        return self.scores(self.types)[2]

    def to_text(self) -> str:
        """The table that `tradedocket evaluate timex` prints."""
        lines = [
            f"{self.documents} documents, {self.gold} gold and {self.predicted} predicted time expressions",
            f"{'':10}{'precision':>10}{'recall':>10}{'F1':>10}",
        ]
        for name, matches in (
            ("strict", self.strict),
            ("relaxed", self.relaxed),
            ("value", self.values),
            ("type", self.types),
        ):
            lines.append(f"{name:10}" + "".join(f"{score:10.3f}" for score in self.scores(matches)))
        return "\n".join(lines)


def evaluate_directory(path: Path, part: str = "all") -> TimexReport:
    """The report on all TimeML files (``*.tml``) below a directory, or on one of `PARTS`.

    Raises FileNotFoundError where there is no such file.
    """
    if part not in PARTS:
        raise ValueError(f"part must be one of {', '.join(PARTS)}, not {part!r}")
    report = TimexReport()
    files = sorted(Path(path).rglob("*.tml"))
    if not files:
        raise FileNotFoundError(f"no TimeML files (*.tml) below {path}")
    for file in files:
        if part == "all" or (part == "held-out") == is_held_out(file.name):
            count_document(report, read_timeml(file))
    return report


def is_held_out(name: str) -> bool:
    """Whether a file of this name is kept apart: three of ten are, by the hash of the name."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 10 < 3


def read_timeml(file: Path) -> TimemlDocument:
    """The text, creation time and expressions of one TimeML file."""
    root = ET.parse(file).getroot()
    text_element = root.find("TEXT")
    creation = root.find("DCT/TIMEX3")
    pieces: list[str] = []
    gold = list(_walk(text_element, pieces, [0])) if text_element is not None else []
    text = "".join(pieces)
    day = creation.get("value", "")[:10] if creation is not None else ""
    try:
        written = date.fromisoformat(day)
    except ValueError:
        written = None
    return TimemlDocument(file.name, text, written, tuple(sorted(gold, key=lambda timex: timex.start)))


def _walk(element: ET.Element, pieces: list[str], offset: list[int]) -> Iterator[TimeExpression]:
    start = offset[0]
    mark = len(pieces)
    _add(element.text, pieces, offset)
    for child in element:
        yield from _walk(child, pieces, offset)
        _add(child.tail, pieces, offset)
    if element.tag == "TIMEX3" and offset[0] > start:
        words = "".join(pieces[mark:])
        kind, value = element.get("type", ""), element.get("value", "")
        yield TimeExpression(start, offset[0], words, kind, value, element.get("mod"))


def _add(text: str | None, pieces: list[str], offset: list[int]) -> None:
    if text:
        pieces.append(text)
        offset[0] += len(text)


def count_document(report: TimexReport, document: TimemlDocument) -> None:
    """Adds one document's matches and disagreements to the report."""
    predictions = find_time_expressions(document.text, document.written)
    free = list(predictions)
    report.documents += 1
    report.gold += len(document.gold)
    report.predicted += len(predictions)
    for gold in document.gold:
        match = next((timex for timex in free if timex.start < gold.end and gold.start < timex.end), None)
        if match is None:
            report.disagreements.append(Disagreement(document, gold, None))
            continue
        free.remove(match)
        report.relaxed += 1
        same_span = (match.start, match.end) == (gold.start, gold.end)
        report.strict += same_span
        report.values += match.value == gold.value
        report.types += match.type == gold.type
        if not same_span or match.value != gold.value or match.type != gold.type:
            report.disagreements.append(Disagreement(document, gold, match))
    report.disagreements += [Disagreement(document, None, timex) for timex in free]
