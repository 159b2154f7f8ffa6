"""Finds the entries of chronologies, each with the day that it stands under: "May 15, 2019 – Huawei is put on the Entity List"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from nlp.records import Span, TimeExpression
from nlp.timex.values import timex_interval

_LINE = re.compile(r"[^\n]+")
_BEFORE = re.compile(
    r"[\s\-–—*•·◦▪(\[]*(?:(?:on|from|as of|effective|effective from|with effect from)\s+)?", re.IGNORECASE
)
_BEHIND = re.compile(r"[)\]]?\s*(?:[–—:|-]\s*|$)")
_PARTED = re.compile(r"(?<=[.;:|•])\s+|\s[–—]\s+")
"""What parts the entries of a chronology that runs on in one line."""
_SAYS = re.compile(r"\s*[:–—]\s")
_CELL = "|"
_NEAR_DAYS = 2
"""A lone line under a day this near that of the text is a dateline, no chronology."""
_LEAST = 2
"""How many lines that hold a day alone make a chronology: one is the day of the text."""
_REACH = 3
"""How many lines below a line that is a date the entries stand that it dates."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the text, the day that opens it, and whether it holds nothing else."""

    span: Span
    day: TimeExpression | None
    alone: bool


def entries_of(
    text: str, times: Sequence[TimeExpression], anchor: date | None
) -> tuple[tuple[Span, TimeExpression], ...]:
    """The lines that are entries of a chronology, each with its day; ``anchor`` is the day of the text."""
    by_start = {timex.start: timex for timex in times if timex.type == "DATE"}
    lines = [_line(text, Span(*found.span()), by_start) for found in _LINE.finditer(text) if found.group().strip()]
    running = [entry for line in lines for entry in _running(text, line.span, by_start)]
    return (*running, *_opened(lines, anchor), *_headed(lines), *_rows(text, lines, by_start))


def _line(text: str, span: Span, by_start: Mapping[int, TimeExpression]) -> _Line:
    words = _BEFORE.match(text, span.start, span.end)
    day = by_start.get(words.end()) if words is not None else None
    if day is None or day.end > span.end or timex_interval(day.value[:10]) is None:
        return _Line(span, None, alone=False)
    behind = _BEHIND.match(text, day.end, span.end)
    if behind is None:
        return _Line(span, None, alone=False)
    return _Line(span, day, alone=not text[behind.end() : span.end].strip())


def _running(text: str, line: Span, by_start: Mapping[int, TimeExpression]) -> list[tuple[Span, TimeExpression]]:
    """The entries of a chronology that runs on in one line: "May 22: 33 firms. August 17: 38 more", none where there is but one."""
    starts = [line.start, *(found.end() for found in _PARTED.finditer(text, line.start, line.end))]
    by_day = {
        day.start: (start, day)
        for start in starts
        if (words := _BEFORE.match(text, start, line.end)) is not None
        and (day := by_start.get(words.end())) is not None
        and timex_interval(day.value[:10]) is not None
        and _SAYS.match(text, day.end, line.end) is not None
    }
    opening = list(by_day.values())
    if len(opening) < _LEAST:
        return []
    ends = [start for start, _ in opening[1:]] + [line.end]
    return [(Span(start, end), day) for (start, day), end in zip(opening, ends, strict=True)]


def _rows(
    text: str, lines: Sequence[_Line], by_start: Mapping[int, TimeExpression]
) -> Iterator[tuple[Span, TimeExpression]]:
    """The rows of a table in which one cell is a day: "Steel nails | Oman | final results | 29 Nov"."""
    for line in lines:
        start = line.span.start
        for cell in text[line.span.start : line.span.end].split(_CELL):
            day = by_start.get(start + len(cell) - len(cell.lstrip()))
            if day is not None and text[day.start : day.end] == cell.strip() != text[line.span.start : line.span.end]:
                yield line.span, day
                break
            start += len(cell) + len(_CELL)


def _opened(lines: Sequence[_Line], anchor: date | None) -> Iterator[tuple[Span, TimeExpression]]:
    """The lines that a day opens: of one that stands by itself, only where it is not that of the text."""
    entries = [(line.span, line.day) for line in lines if line.day is not None and not line.alone]
    if len(entries) > 1 or (entries and not _is_near(entries[0][1], anchor)):
        yield from entries


def _headed(lines: Sequence[_Line]) -> Iterator[tuple[Span, TimeExpression]]:
    """The lines below those that hold a day and nothing else, where there is more than one of these."""
    if sum(line.alone for line in lines) < _LEAST:
        return
    above, distance = None, 0
    for line in lines:
        if line.day is not None:
            above, distance = (line.day if line.alone else None), 0
        elif above is not None and distance < _REACH:
            distance += 1
            yield line.span, above


def _is_near(day: TimeExpression, anchor: date | None) -> bool:
    days = timex_interval(day.value[:10])
    return anchor is None or days is None or abs((days[0] - anchor).days) <= _NEAR_DAYS
