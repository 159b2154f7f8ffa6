"""The part of a long text that is read for events, and the way back from its places to those of the whole text."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from nlp.records import EntityMention, EventMention, Participant, Reading, Span, Statement, TimeExpression

_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Stretches of a text one behind the other, a paragraph break between two.

    ``starts`` are where the stretches begin in the excerpt, ``whole`` where they stand in the whole text.
    """

    text: str
    starts: tuple[int, ...]
    whole: tuple[Span, ...]

    @property
    def _is_whole(self) -> bool:
        """Whether places of the excerpt are those of the whole text."""
        return [piece.start for piece in self.whole] == [0]

    def back(self, span: Span) -> Span:
        """A span of the excerpt as a span of the whole text."""
        piece = bisect_right(self.starts, span.start) - 1
        last = bisect_right(self.starts, max(span.start, span.end - 1)) - 1
        return Span(
            span.start - self.starts[piece] + self.whole[piece].start,
            span.end - self.starts[last] + self.whole[last].start,
        )

    def forth(self, span: Span) -> Span | None:
        """A span of the whole text as one of the excerpt, or None where it does not stand there in full."""
        for start, piece in zip(self.starts, self.whole, strict=True):
            if piece.start <= span.start and span.end <= piece.end:
                return Span(span.start - piece.start + start, span.end - piece.start + start)
        return None

    def times_forth(self, found: Iterable[TimeExpression]) -> tuple[TimeExpression, ...]:
        """The time expressions of the whole text that stand in the excerpt, at their places there."""
        if self._is_whole:
            return tuple(found)
        moved = ((timex, self.forth(Span(timex.start, timex.end))) for timex in found)
        return tuple(replace(timex, start=span.start, end=span.end) for timex, span in moved if span is not None)

    def event_back(self, event: EventMention) -> EventMention:
        """An event read from the excerpt, at its places in the whole text."""
        return replace(
            event,
            evidence={name: self.back(span) for name, span in event.evidence.items()},
            mentions=tuple(map(self.back, event.mentions)),
            participants=tuple(map(self._participant_back, event.participants)),
        )

    def reading_back(self, reading: Reading) -> Reading:
        """A reading of the excerpt, its names, events and statements at their places in the whole text."""
        if self._is_whole:
            return reading
        return replace(
            reading,
            entities=tuple(self._entity_back(entity) for entity in reading.entities),
            events=tuple(self.event_back(event) for event in reading.events),
            statements=tuple(self._statement_back(statement) for statement in reading.statements),
        )

    def _entity_back(self, entity: EntityMention) -> EntityMention:
        span = self.back(Span(entity.start, entity.end))
        return replace(entity, start=span.start, end=span.end)

    def _statement_back(self, statement: Statement) -> Statement:
        span = self.back(Span(statement.start, statement.end))
        return replace(statement, start=span.start, end=span.end)

    def _participant_back(self, party: Participant) -> Participant:
        return party if party.span is None else replace(party, span=self.back(party.span))


def excerpt_of(text: str, passages: Sequence[Span]) -> Excerpt:
    """The stretches of a text as an excerpt."""
    starts, parts, length = [], [], 0
    for passage in passages:
        starts.append(length)
        parts.append(text[passage.start : passage.end])
        length += passage.end - passage.start + len(_BREAK)
    return Excerpt(_BREAK.join(parts), tuple(starts), tuple(passages))
