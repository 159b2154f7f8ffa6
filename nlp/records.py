"""What a Reading is made of, and its JSON shape (version 1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

READING_VERSION = 1
"""Version of the JSON shape that `Reading.to_json` gives; it rises when a field changes its meaning or goes."""

MODALITIES = ("actual", "planned", "possible", "denied")

EVENT_TYPES = (
    "license.applied",
    "license.granted",
    "license.extended",
    "license.amended",
    "license.denied",
    "license.revoked",
    "license.expired",
    "listing.added",
    "listing.removed",
    "listing.modified",
    "control.proposed",
    "control.imposed",
    "control.expanded",
    "control.eased",
    "control.lifted",
    "tariff.proposed",
    "tariff.imposed",
    "tariff.raised",
    "tariff.reduced",
    "tariff.suspended",
    "tariff.removed",
    "tariff.excluded",
    "order.signed",
    "case.initiated",
    "case.determined",
    "enforcement.charged",
    "enforcement.penalized",
    "agreement.reached",
    "litigation.filed",
    "litigation.ruled",
)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text: ``start`` inclusive, ``end`` exclusive, in characters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """A text to read. ``published`` anchors its relative dates; ``country`` (ISO 3166 alpha-2) is the outlet's."""

    text: str
    title: str | None = None
    published: date | datetime | None = None
    url: str | None = None
    country: str | None = None

    @property
    def anchor(self) -> date | None:
        """The publication day, in the time zone that the publication time is given in."""
        return self.published.date() if isinstance(self.published, datetime) else self.published


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A TIMEX3: its span, ``type`` (DATE, TIME, DURATION, SET), ISO 8601 style ``value`` and optional ``mod``.

    ``basis`` says how the value was reached: ``explicit`` (in the words), ``relative`` (to the publication date),
    ``inferred`` (from context).
    """

    start: int
    end: int
    text: str
    type: str
    value: str
    mod: str | None = None
    basis: str = "explicit"


@dataclass(frozen=True, slots=True)
class EntityMention:
    """A name in the text. ``id`` is the linked entity's, None where the name did not resolve; ``name`` its canonical name."""

    start: int
    end: int
    text: str
    label: str
    id: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """A party to an event: ``role`` is ``agency``, ``actor`` or ``target``; ``span`` is None where it was inferred."""

    role: str
    name: str
    id: str | None
    span: Span | None


@dataclass(frozen=True, slots=True)
class EventMention:
    """One act as one document tells it; the fields are those of the codebook.

    ``evidence`` maps ``event`` (the words that fired), ``sentence`` and each filled field to its span. ``mentions`` are
    the sentence spans of all places in the document that tell the same act, the best one first. ``frame`` names the
    frame that fired. ``measure`` is what the text calls that which the act makes, changes or ends ("export ban"): no field
    of the codebook, but the word by which the act is told.
    """

    type: str
    frame: str
    confidence: float
    modality: str = "actual"
    date: str | None = None
    date_basis: str | None = None
    published_on: str | None = None
    effective_from: str | None = None
    valid_until: str | None = None
    duration: str | None = None
    previous_valid_until: str | None = None
    ordinal: int | None = None
    participants: tuple[Participant, ...] = ()
    items: str | None = None
    measure: str | None = None
    instrument: str | None = None
    instrument_id: str | None = None
    count: int | None = None
    rate: str | None = None
    attribution: str | None = None
    evidence: Mapping[str, Span] = field(default_factory=dict)
    mentions: tuple[Span, ...] = ()

    def named(self, role: str) -> tuple[str, ...]:
        """The canonical names that fill a role, in the order of the text."""
        return tuple(party.name for party in self.participants if party.role == role)

    @property
    def agency(self) -> str | None:
        """The authority that acted, under its canonical name."""
        return next(iter(self.named("agency")), None)

    @property
    def actor(self) -> str | None:
        """The applicant, licensee or acting party where that is not the agency."""
        return next(iter(self.named("actor")), None)

    @property
    def targets(self) -> tuple[str, ...]:
        """Those the act is aimed at."""
        return self.named("target")

    def to_json(self) -> dict[str, Any]:
        """The event in the reading's JSON shape."""
        return {
            "type": self.type,
            "date": self.date,
            "date_basis": self.date_basis,
            "modality": self.modality,
            "agency": self.agency,
            "actor": self.actor,
            "targets": list(self.targets),
            "items": self.items,
            "measure": self.measure,
            "instrument": self.instrument,
            "instrument_id": self.instrument_id,
            "count": self.count,
            "rate": self.rate,
            "published_on": self.published_on,
            "effective_from": self.effective_from,
            "valid_until": self.valid_until,
            "duration": self.duration,
            "previous_valid_until": self.previous_valid_until,
            "ordinal": self.ordinal,
            "attribution": self.attribution,
            "confidence": self.confidence,
            "frame": self.frame,
            "participants": [
                {
                    "role": party.role,
                    "name": party.name,
                    "id": party.id,
                    "span": [party.span.start, party.span.end] if party.span else None,
                }
                for party in self.participants
            ],
            "evidence": {key: [span.start, span.end] for key, span in self.evidence.items()},
            "mentions": [[span.start, span.end] for span in self.mentions],
        }


@dataclass(frozen=True, slots=True)
class Statement:
    """Words of a named speaker about an event: the span of the words, and the index of the event in its reading."""

    speaker: str
    speaker_id: str | None
    start: int
    end: int
    text: str
    event: int | None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read out of one document, and the version of the reader that read it.

    ``skipped`` is None, or why the document was not read further: the gate's word for it, or how much of a long one was read.
    """

    document: Document
    reader: str
    time_expressions: tuple[TimeExpression, ...] = ()
    entities: tuple[EntityMention, ...] = ()
    events: tuple[EventMention, ...] = ()
    statements: tuple[Statement, ...] = ()
    skipped: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The reading as `tradedocket read --json` prints it; the shape is documented in docs/reading.md."""
        document = self.document
        return {
            "version": READING_VERSION,
            "reader": self.reader,
            "url": document.url,
            "title": document.title,
            "published": document.published.isoformat() if document.published else None,
            "text": document.text,
            "time_expressions": [
                {
                    "start": timex.start,
                    "end": timex.end,
                    "text": timex.text,
                    "type": timex.type,
                    "value": timex.value,
                    "mod": timex.mod,
                    "basis": timex.basis,
                }
                for timex in self.time_expressions
            ],
            "entities": [
                {
                    "start": entity.start,
                    "end": entity.end,
                    "text": entity.text,
                    "label": entity.label,
                    "id": entity.id,
                    "name": entity.name,
                }
                for entity in self.entities
            ],
            "events": [event.to_json() for event in self.events],
            "statements": [
                {
                    "speaker": statement.speaker,
                    "speaker_id": statement.speaker_id,
                    "start": statement.start,
                    "end": statement.end,
                    "text": statement.text,
                    "event": statement.event,
                }
                for statement in self.statements
            ],
            "skipped": self.skipped,
        }
