"""The stretches of a text to colour: the words that tell events, the time expressions and the names, none overlapping."""

from collections.abc import Iterator
from dataclasses import dataclass

from nlp.records import Reading, Span

EVENT, TIME, NAME, UNLINKED = "event", "time", "name", "unlinked"
KINDS = (EVENT, TIME, NAME, UNLINKED)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text, one of ``KINDS``, and the label to print with it."""

    start: int
    end: int
    kind: str
    label: str


def marks_of(reading: Reading) -> tuple[Mark, ...]:
    """The marks in the order of the text; of two that overlap an event's stays first, then a time expression's."""
    kept: list[Mark] = []
    for mark in _all_marks(reading):
        if all(mark.end <= other.start or other.end <= mark.start for other in kept):
            kept.append(mark)
    return tuple(sorted(kept, key=lambda mark: mark.start))


def _all_marks(reading: Reading) -> Iterator[Mark]:
    told: dict[Span, list[int]] = {}
    for number, event in enumerate(reading.events, start=1):
        told.setdefault(event.evidence["event"], []).append(number)
    for span, numbers in told.items():
        which = ", ".join(map(str, numbers))
        yield Mark(span.start, span.end, EVENT, f"{which} {reading.events[numbers[0] - 1].type}")
    for timex in reading.time_expressions:
        yield Mark(timex.start, timex.end, TIME, timex.value)
    for entity in reading.entities:
        yield Mark(entity.start, entity.end, NAME if entity.id else UNLINKED, entity.id or entity.label)
