"""Scores the reader's events against gold files by the codebook: type, date, principal, modality."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from nlp.records import Document, EventMention, Reading
from nlp.reliability import Judged, bins, calibration_error, reliability_table
from nlp.same_party import any_related, entity_key

LEVELS = ("type", "type+date", "type+date+principal")
HEART = ("license", "listing")
"""The families that the product is about; they have figures of their own."""


class GoldError(ValueError):
    """A gold file that cannot be read; the message names the file and the line."""


class _Reads(Protocol):
    def read(self, document: Document) -> Reading: ...


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """One labelled event."""

    type: str
    date: str | None
    modality: str
    principals: frozenset[str]
    sentence: str


@dataclass(frozen=True, slots=True)
class GoldText:
    """One labelled text."""

    where: str
    document: Document
    events: tuple[GoldEvent, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """A gold event that was missed, or a predicted one that matches none, in words."""

    where: str
    kind: str
    event: str
    sentence: str


@dataclass(slots=True)
class EventReport:
    """Counts by type and level; the ratios follow from them."""

    texts: int = 0
    gold: Counter[str] = field(default_factory=Counter)
    predicted: Counter[str] = field(default_factory=Counter)
    right: dict[str, Counter[str]] = field(default_factory=lambda: {level: Counter() for level in LEVELS})
    modality_right: int = 0
    related_right: int = 0
    faults: list[Fault] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)

    def scores(self, level: str, kinds: Iterable[str] | None = None) -> tuple[float, float, float]:
        """Micro precision, recall and F1 at a level, over all types or some."""
        chosen = set(kinds) if kinds is not None else set(self.gold) | set(self.predicted)
        right = sum(self.right[level][kind] for kind in chosen)
        predicted = sum(self.predicted[kind] for kind in chosen)
        gold = sum(self.gold[kind] for kind in chosen)
        return (
            right / predicted if predicted else 0.0,
            right / gold if gold else 0.0,
            2 * right / (predicted + gold) if predicted + gold else 0.0,
        )

    @property
    def modality_accuracy(self) -> float:
        """The share of the matched events whose modality is right."""
        matched = sum(self.right["type"].values())
        return self.modality_right / matched if matched else 0.0

    @property
    def related_f1(self) -> float:
        """F1 at the last level, where an authority above or below the labelled one counts as well (OFAC, the Treasury)."""
        total = sum(self.predicted.values()) + sum(self.gold.values())
        return 2 * self.related_right / total if total else 0.0

    @property
    def heart(self) -> list[str]:
        """The types of ``HEART`` that occur."""
        return [kind for kind in sorted(set(self.gold) | set(self.predicted)) if kind.split(".")[0] in HEART]

    def to_json(self) -> dict[str, Any]:
        """The figures by level, type and overall."""
        return {
            "texts": self.texts,
            "gold": sum(self.gold.values()),
            "predicted": sum(self.predicted.values()),
            **{level: _named(self.scores(level)) for level in LEVELS},
            "modality_accuracy": self.modality_accuracy,
            "related_principal_f1": self.related_f1,
            "license_and_listing": {level: _named(self.scores(level, self.heart)) for level in LEVELS},
            "reliability": [asdict(one) for one in bins(self.judged)],
            "calibration_error": calibration_error(self.judged),
            "by_type": {kind: {level: self.scores(level, [kind])[2] for level in LEVELS} for kind in sorted(self.gold)},
        }

    def to_text(self, *, misses: bool = False) -> str:
        """The figures as a table, with each miss and false alarm if asked."""
        gold, predicted = sum(self.gold.values()), sum(self.predicted.values())
        lines = [f"{self.texts} texts, {gold} gold and {predicted} predicted events"]
        lines.append(f"{'':<24}{'precision':>10}{'recall':>10}{'F1':>10}")
        for level in LEVELS:
            lines.append(f"{level:<24}" + "".join(f"{score:>10.3f}" for score in self.scores(level)))
        lines.append(f"{'  or its office or head':<24}{self.related_f1:>30.3f}")
        lines.append(f"{'modality accuracy':<24}{self.modality_accuracy:>30.3f}")
        lines.append("")
        lines.append("license and listing")
        for level in LEVELS:
            lines.append(f"{level:<24}" + "".join(f"{score:>10.3f}" for score in self.scores(level, self.heart)))
        lines += ["", *reliability_table(self.judged), ""]
        lines.append(f"{'by type':<24}{'gold':>6}{'pred.':>6}" + "".join(f"{level:>22}" for level in LEVELS))
        for kind in sorted(set(self.gold) | set(self.predicted)):
            scores = "".join(f"{self.scores(level, [kind])[2]:>22.3f}" for level in LEVELS)
            lines.append(f"{kind:<24}{self.gold[kind]:>6}{self.predicted[kind]:>6}{scores}")
        if misses:
            lines.append("")
            lines += [f"{f.kind}: {f.event} | {f.where}\n    {f.sentence}" for f in self.faults]
        return "\n".join(lines)


def beside(report: EventReport, baseline: EventReport) -> str:
    """Both reports' overall figures as a table, the reader's before the baseline's, over all types and over ``HEART``."""
    lines = [f"{'F1 (precision, recall)':<42}{'reader':>24}{'baseline':>24}"]
    for title, heart in (("", False), (", license and listing", True)):
        for level in LEVELS:
            cells = ""
            for one in (report, baseline):
                precision, recall, f1 = one.scores(level, one.heart if heart else None)
                cells += f"{f'{f1:.3f} ({precision:.3f}, {recall:.3f})':>24}"
            lines.append(f"{level + title:<42}{cells}")
    lines.append(f"{'modality accuracy':<42}{report.modality_accuracy:>24.3f}{baseline.modality_accuracy:>24.3f}")
    return "\n".join(lines)


def _named(scores: tuple[float, float, float]) -> dict[str, float]:
    return dict(zip(("precision", "recall", "f1"), scores, strict=True))


def evaluate_events(paths: Iterable[Path], reader: _Reads) -> EventReport:
    """The report of a reader over gold files; GoldError for a file that is no gold file."""
    report = EventReport()
    for path in paths:
        for text in load_gold(path):
            report.texts += 1
            _score(report, text, reader.read(text.document))
    return report


def gold_lines(path: Path) -> Iterator[tuple[str, str]]:
    """The lines of a gold file that hold something, each with where it stands."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            yield f"{path}, line {number}", line


def load_gold(path: Path) -> Iterator[GoldText]:
    """The labelled texts of one JSON lines file."""
    for where, line in gold_lines(path):
        try:
            row = json.loads(line)
            published = row.get("published")
            document = Document(
                text=row["text"],
                title=row.get("title"),
                published=_moment(published) if published else None,
                url=row.get("url"),
            )
            events = tuple(_gold_event(event) for event in row["events"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise GoldError(f"{where}: is no gold row ({error!r}); give text, published and events.") from error
        yield GoldText(f"{where} ({row.get('id') or row.get('url')})", document, events)


def _moment(value: str) -> date | datetime:
    return date.fromisoformat(value) if len(value) <= 10 else datetime.fromisoformat(value)


def _gold_event(row: dict[str, Any]) -> GoldEvent:
    names = [row.get("agency"), row.get("actor"), *(row.get("targets") or [])]
    return GoldEvent(
        type=row["type"],
        date=row.get("date"),
        modality=row.get("modality") or "actual",
        principals=frozenset(entity_key(name) for name in names if name),
        sentence=row.get("sentence") or "",
    )


def _score(report: EventReport, text: GoldText, reading: Reading) -> None:
    report.gold.update(event.type for event in text.events)
    report.predicted.update(event.type for event in reading.events)
    pairs = _pairs(text, reading)
    for gold, predicted in pairs:
        report.right["type"][gold.type] += 1
        report.modality_right += gold.modality == predicted.modality
        if gold.date == predicted.date:
            report.right["type+date"][gold.type] += 1
            if not gold.principals or gold.principals & _principals(predicted):
                report.right["type+date+principal"][gold.type] += 1
            report.related_right += not gold.principals or any_related(gold.principals, _principals(predicted))
        else:
            told = f"{gold.type} {gold.date}, read as {predicted.date}"
            report.faults.append(Fault(text.where, "wrong date", told, gold.sentence))
        if gold.principals and not gold.principals & _principals(predicted):
            told = f"{gold.type} of {_listed(gold.principals)}, read as of {_listed(_principals(predicted))}"
            report.faults.append(Fault(text.where, "wrong principal", told, gold.sentence))
        if gold.modality != predicted.modality:
            told = f"{gold.type} {gold.modality}, read as {predicted.modality}"
            report.faults.append(Fault(text.where, "wrong modality", told, gold.sentence))
    matched_gold = {id(gold) for gold, _ in pairs}
    matched = {id(predicted): gold for gold, predicted in pairs}
    for predicted in reading.events:
        found = matched.get(id(predicted))
        same_date = found is not None and found.date == predicted.date
        report.judged.append(Judged(predicted.confidence, found is not None, same_date))
    for gold in text.events:
        if id(gold) not in matched_gold:
            report.faults.append(Fault(text.where, "missed", f"{gold.type} {gold.date}", gold.sentence))
    for predicted in reading.events:
        if id(predicted) not in matched:
            report.faults.append(
                Fault(
                    text.where,
                    "false alarm",
                    f"{predicted.type} {predicted.date} ({predicted.frame})",
                    _quote(text, predicted),
                )
            )


def _pairs(text: GoldText, reading: Reading) -> list[tuple[GoldEvent, EventMention]]:
    """Gold and predicted events of the same type, each once, the pairs that agree in most first, then those told in one place."""
    ranked = sorted(
        (
            (-_agreement(gold, predicted), not _in_one_place(text, gold, predicted), i, j)
            for i, gold in enumerate(text.events)
            for j, predicted in enumerate(reading.events)
            if gold.type == predicted.type
        ),
    )
    used_gold: set[int] = set()
    used: set[int] = set()
    pairs = []
    for _, _, i, j in ranked:
        if i not in used_gold and j not in used:
            used_gold.add(i)
            used.add(j)
            pairs.append((text.events[i], reading.events[j]))
    return pairs


def _agreement(gold: GoldEvent, predicted: EventMention) -> int:
    return (
        4 * (gold.date == predicted.date)
        + 2 * bool(gold.principals & _principals(predicted))
        + (gold.modality == predicted.modality)
    )


def _in_one_place(text: GoldText, gold: GoldEvent, predicted: EventMention) -> bool:
    start = text.document.text.find(gold.sentence)
    return any(span.start < start + len(gold.sentence) and start < span.end for span in predicted.mentions)


def _listed(keys: Iterable[str]) -> str:
    return ", ".join(sorted(keys)) or "nobody"


def _principals(event: EventMention) -> frozenset[str]:
    return frozenset(entity_key(party.name, party.id) for party in event.participants)


def _quote(text: GoldText, event: EventMention) -> str:
    span = event.evidence["sentence"]
    return " ".join(text.document.text[span.start : span.end].split())
