"""What the reader saw on its way to the events of a document: what tells each of them, and what was passed over."""

from dataclasses import dataclass

from nlp.acts import Weighing
from nlp.candidates import Candidate
from nlp.event_times import EventTimes
from nlp.factuality import Judgement
from nlp.records import EventMention


@dataclass(frozen=True, slots=True)
class Telling:
    """One place that tells an act: the candidate, the mention made of it, and how its times and modality were judged.

    ``date_rule`` says in words why the mention's date is the act's; None where it has none.
    """

    candidate: Candidate
    mention: EventMention
    times: EventTimes
    judgement: Judgement
    date_rule: str | None


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A candidate that a frame found and that was not taken for an act of its own, and why."""

    candidate: Candidate
    reason: str


@dataclass(frozen=True, slots=True)
class Trace:
    """The events of a document; ``told`` has the tellings of each, in the events' order, the leading one first.

    ``weighed`` has, in the same order, how they were weighed against the acts of their type.
    """

    events: tuple[EventMention, ...]
    told: tuple[tuple[Telling, ...], ...]
    weighed: tuple[tuple[Weighing, ...], ...]
    passed_over: tuple[PassedOver, ...]
