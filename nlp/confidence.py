"""How sure a reading of an act is, from 0 to 1, by what was seen of it: the one place where it is reckoned.

The numbers are ranks that the reliability table of `tradedocket evaluate events` checks; a part that was read by word order
or taken from elsewhere in the text costs, one that the clause names gains.
"""

from dataclasses import replace

from nlp.candidates import Candidate
from nlp.event_times import EventTimes
from nlp.records import EventMention

_BY_PARSE, _BY_ORDER = 0.85, 0.6
_NOUN = -0.1
_NAMES_PARTY = 0.05
_GIVES_TIME = 0.05
_TAKES_AGENCY = -0.05


def of_telling(candidate: Candidate, times: EventTimes, *, names_party: bool) -> float:
    """How sure one telling is: by how its frame matched, and whether its own clause gives a party and a time."""
    confidence = _BY_ORDER if candidate.loose else _BY_PARSE
    if candidate.frame.nouns:
        confidence += _NOUN
    if names_party:
        confidence += _NAMES_PARTY
    if times.dates and not times.inferred:
        confidence += _GIVES_TIME
    return round(confidence, 3)


def of_both(act: EventMention, other: EventMention) -> float:
    """How sure an act is that two places of a text tell; the second counts half."""
    return round(1 - (1 - act.confidence) * (1 - other.confidence / 2), 3)


def with_agency_from_elsewhere(mention: EventMention) -> EventMention:
    """The mention, less sure by an authority that its own clause does not name."""
    return replace(mention, confidence=round(max(0.0, mention.confidence + _TAKES_AGENCY), 3))
