"""Measures what references resolve to ("the company", "the department", "it") against texts in which they are marked.

A gold row holds ``marked``, a text in which each reference that is judged stands as ``[[the company|Microsoft]]``: its words,
and the canonical name of the party that it stands for. References that are not marked are not judged.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from spacy.tokens import Token

from nlp.evaluate import GoldError, gold_lines
from nlp.names import normal_name
from nlp.records import Document
from nlp.sight import Sight

_MARK = re.compile(r"\[\[([^\[\]|]+)\|([^\[\]|]+)\]\]")


class _Sees(Protocol):
    def see(self, document: Document) -> Sight: ...


@dataclass(frozen=True, slots=True)
class Reference:
    """One marked reference: its characters in the text, and the name of the party that it stands for."""

    start: int
    end: int
    name: str


@dataclass(slots=True)
class ReferenceReport:
    """How many references are marked, resolved and resolved rightly, by kind, and each that is wrong or missing."""

    marked: Counter[str] = field(default_factory=Counter)
    resolved: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def to_text(self, *, misses: bool = False) -> str:
        """The figures as a table, with each fault if asked."""
        lines = [f"{'':<12}{'marked':>8}{'resolved':>10}{'precision':>11}{'recall':>8}"]
        for kind in (*sorted(self.marked), "all"):
            marked, resolved, right = (
                sum(counts.values()) if kind == "all" else counts[kind]
                for counts in (self.marked, self.resolved, self.right)
            )
            precision = f"{right / resolved:>11.3f}" if resolved else f"{'':>11}"
            lines.append(f"{kind:<12}{marked:>8}{resolved:>10}{precision}{right / marked if marked else 0:>8.3f}")
        return "\n".join([*lines, *(["", *self.faults] if misses else [])])


def evaluate_references(paths: Iterable[Path], reader: _Sees) -> ReferenceReport:
    """The report over gold files; GoldError for a row that is none."""
    report = ReferenceReport()
    for path in paths:
        for where, document, references in _load(path):
            sight = reader.see(document)
            for reference in references:
                _judge(report, where, sight, reference)
    return report


def _load(path: Path) -> Iterator[tuple[str, Document, list[Reference]]]:
    for where, line in gold_lines(path):
        try:
            row = json.loads(line)
            text, references = unmark(row["marked"])
            published = date.fromisoformat(row["published"])
        except (ValueError, KeyError, TypeError) as error:
            raise GoldError(
                f"{where}: is no row of marked references ({error!r}); give marked and published."
            ) from error
        yield where, Document(text=text, published=published), references


def unmark(marked: str) -> tuple[str, list[Reference]]:
    """A text without its marks, and the references that were marked in it."""
    parts: list[str] = []
    references: list[Reference] = []
    length = at = 0
    for match in _MARK.finditer(marked):
        parts += [marked[at : match.start()], match[1]]
        start = length + match.start() - at
        length = start + len(match[1])
        references.append(Reference(start, length, match[2]))
        at = match.end()
    return "".join([*parts, marked[at:]]), references


def _judge(report: ReferenceReport, where: str, sight: Sight, reference: Reference) -> None:
    span = sight.doc.char_span(reference.start, reference.end, alignment_mode="expand")
    assert span is not None  # expanding always finds tokens
    party = sight.references.resolve(span.root)
    kind = _kind(span.root)
    report.marked[kind] += 1
    report.resolved[kind] += party is not None
    if party is not None and normal_name(party.name) == normal_name(reference.name):
        report.right[kind] += 1
        return
    read = "not resolved" if party is None else f"resolved to {party.name}"
    report.faults.append(f"{where}: {span.text!r} is {reference.name}, {read}")


def _kind(token: Token) -> str:
    if token.lower_ in {"it", "its", "they"}:
        return "pronoun"
    return token.lower_ if token.lower_ in {"latter", "former"} else "noun"
