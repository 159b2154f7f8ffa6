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


ERROR_KINDS = ("miss", "false alarm", "span", "value", "type")
"""What can be wrong with an expression, in the order in which errors are listed; the first that fits is its kind."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A gold expression and the predicted one that overlaps it; one of the two is None for a miss or a false alarm."""

    document: TimemlDocument
    gold: TimeExpression | None
    predicted: TimeExpression | None

    @property
    def kinds(self) -> tuple[str, ...]:
        """What is wrong, of `ERROR_KINDS`."""
        gold, predicted = self.gold, self.predicted
        if gold is None or predicted is None:
            return ("miss",) if predicted is None else ("false alarm",)
        return tuple(
            kind
            for kind, same in (
                ("span", (gold.start, gold.end) == (predicted.start, predicted.end)),
                ("value", gold.value == predicted.value),
                ("type", gold.type == predicted.type),
            )
            if not same
        )

    def to_line(self) -> str:
        """The error with its words in their context: ``gold value ≠ predicted value  file  … [words] …``."""
        shown = self.gold or self.predicted
        assert shown is not None
        text = self.document.text
        before = " ".join(text[max(0, shown.start - _CONTEXT) : shown.start].split())
        after = " ".join(text[shown.end : shown.end + _CONTEXT // 2].split())
        words = " ".join(shown.text.split())
        sides = [
            f"{side.type} {side.value} “{' '.join(side.text.split())}”" for side in (self.gold, self.predicted) if side
        ]
        return f"{' ≠ '.join(sides)}  {self.document.name} ({self.document.written}): {before} [{words}] {after}"


_CONTEXT = 80


@dataclass(slots=True)
class TimexReport:
    """The counts of an evaluation; the ratios follow from them. ``collections`` has them by the files' folder."""

    documents: int = 0
    gold: int = 0
    predicted: int = 0
    strict: int = 0
    relaxed: int = 0
    values: int = 0
    types: int = 0
    disagreements: list[Disagreement] = field(default_factory=list)
    collections: dict[str, "TimexReport"] = field(default_factory=dict)

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

    def to_text(self, *, errors: bool = False) -> str:
        """The tables that `tradedocket evaluate timex` prints, with ``errors`` also each wrong expression."""
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
        if len(self.collections) > 1:
            lines += ["", f"{'F1':14}{'documents':>10}{'gold':>8}{'strict':>8}{'relaxed':>9}{'value':>8}{'type':>8}"]
            for name, part in sorted(self.collections.items()):
                lines.append(
                    f"{name:14}{part.documents:10}{part.gold:8}{part.strict_f1:8.3f}{part.relaxed_f1:9.3f}"
                    f"{part.value_f1:8.3f}{part.type_f1:8.3f}"
                )
        return "\n".join(lines + (self._error_lines() if errors else []))

    def _error_lines(self) -> list[str]:
        lines: list[str] = []
        for kind in ERROR_KINDS:
            found = sorted(wrong.to_line() for wrong in self.disagreements if wrong.kinds[0] == kind)
            lines += ["", f"{kind}: {len(found)}", *(f"  {line}" for line in found)]
        return lines


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
            document = read_timeml(file)
            count_document(report, document)
            count_document(report.collections.setdefault(file.parent.name, TimexReport()), document)
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
