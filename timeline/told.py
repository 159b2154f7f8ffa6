"""What goes into merging: an act as one article tells it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from nlp.knowledge import default_knowledge
from timeline.keys import content_key
from timeline.numbers import money_to_two_figures
from timeline.periods import TERM_ENDS, Period, period


@dataclass(frozen=True, slots=True, order=True)
class Party:
    """A participant as a text tells it."""

    role: str
    name: str
    entity_id: str | None = None

    @property
    def order(self) -> tuple[str, str, str]:
        """Its place among parties of which some may not resolve."""
        return self.role, self.name, self.entity_id or ""

    @property
    def is_state(self) -> bool:
        """Whether it is a country, or a union that acts as one."""
        entity = default_knowledge().entity(self.entity_id)
        return entity is not None and entity.is_state


def one_in_the_other(one: str, other: str) -> bool:
    """Whether one name is the other in fewer words, as "general license" and "temporary general license"; no name is in any."""
    words = [set(name.lower().split()) for name in (one, other)]
    return words[0] <= words[1] or words[1] <= words[0]


def vehicles_fit(one: "Told", other: "Told") -> bool:
    """Whether the vehicles that two tellings name can be those of one act: one name is the other in fewer words, or they are
    of two kinds, as the list of a tariff action and the statute that it is taken under.
    """
    if one_in_the_other(one.field("instrument") or "", other.field("instrument") or ""):
        return True
    kinds = {one.instrument_kind, other.instrument_kind}
    return None not in kinds and len(kinds) == 2


@dataclass(frozen=True)  # without slots: what follows from the fields is asked for thousands of times, and kept
class Told:
    """One act as one article tells it: the event mention ``id`` in a version, its fields, and its best sentence.

    ``about`` names those whom the whole text is about: its companies and countries, and the parties of all acts that it
    tells. ``states`` are the heads of the authorities that acted, or, where the sentence names none, of those in the text.
    ``nth`` counts the acts of the same type that the same sentence tells before this one. ``word`` is where the word begins
    that tells the act, where that is known.
    """

    id: str
    version_id: str
    article_id: str
    source_id: str
    published: str | None
    type: str
    modality: str
    confidence: float
    date: str | None
    fields: tuple[tuple[str, str], ...]
    parties: tuple[Party, ...]
    start: int
    end: int
    quote: str
    about: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    source_kind: str | None = None
    nth: int = 0
    word: int | None = None

    @cached_property
    def key(self) -> str:
        """Its name in every installation, which hangs neither on the version nor on the reader, but on the words told."""
        return content_key("mention", self.article_id, self.type, self.quote, *([self.nth] if self.nth else []))

    def field(self, name: str) -> str | None:
        """The value of a field, or None."""
        return self._by_name.get(name)

    def named(self, role: str) -> frozenset[str]:
        """The names that fill a role."""
        return self._by_role.get(role, _NOBODY)

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return dict(self.fields)

    @cached_property
    def _by_role(self) -> dict[str, frozenset[str]]:
        roles = {party.role for party in self.parties}
        return {role: frozenset(party.name for party in self.parties if party.role == role) for role in roles}

    @cached_property
    def agencies(self) -> tuple[Party, ...]:
        """The authorities that are told to have acted."""
        return tuple(party for party in self.parties if party.role == "agency")

    @cached_property
    def principals(self) -> frozenset[str]:
        """The names of the parties other than the agency."""
        return frozenset(party.name for party in self.parties if party.role != "agency")

    @cached_property
    def names(self) -> frozenset[str]:
        """The principals and the legal vehicle."""
        instrument = self.field("instrument")
        return self.principals | {instrument} if instrument is not None else self.principals

    @cached_property
    def period(self) -> Period | None:
        """The days that the date allows."""
        return period(self.date)

    @cached_property
    def instrument_kind(self) -> str | None:
        """What sort of legal vehicle it names: a ``statute``, a ``license``, a ``tariff_list`` …"""
        entity = default_knowledge().entity(self.field("instrument_id"))
        return entity.kind if entity is not None else None

    @cached_property
    def other_days(self) -> tuple[Period, ...]:
        """The days from which the act holds and on which it was gazetted, where it was done on others: it may be told of them."""
        given = (period(self.field(name)) for name in ("effective_from", "published_on"))
        own = self.period
        return tuple(day for day in given if day is not None and own is not None and not day.overlaps(own))

    @cached_property
    def tells_terms(self) -> bool:
        """Whether it has any of the fields by which two terms, counts or rates are told apart; most tellings have none."""
        return not self._by_name.keys().isdisjoint(_TERMS)

    @cached_property
    def sums(self) -> frozenset[str]:
        """The sums of money in its sentence, to two figures: what trade a duty is on, or what a penalty came to."""
        return frozenset(money_to_two_figures(self.quote))

    @cached_property
    def reported(self) -> dt.date | None:
        """The day of publication."""
        return dt.date.fromisoformat(self.published[:10]) if self.published else None

    @cached_property
    def standing(self) -> str:
        """Whether the act is told as ``done``, as ``ahead`` (planned or possible), or as ``denied``."""
        return _STANDING[self.modality]

    @cached_property
    def order(self) -> tuple[int, int, int, int, str, str]:
        """Its place from the most precise telling to the vaguest; no two tellings share one."""
        span = self.period
        return (
            span.days if span else _NO_DATE,
            -len(self.principals),
            -len(self.names),
            _CERTAINTY[self.modality],
            self.published or "9999",
            self.id,
        )


def in_order_of_reports(tellings: Iterable[Told]) -> tuple[Told, ...]:
    """The tellings of one event in the order in which they were published, those without a day last."""
    return tuple(sorted(tellings, key=lambda one: (one.published or "9999", one.key)))


_NOBODY: frozenset[str] = frozenset()
_TERMS = frozenset({*TERM_ENDS, "duration", "ordinal", "count", "rate"})
_NO_DATE = 100_000
"""More days than any date allows."""
_STANDING = {"actual": "done", "planned": "ahead", "possible": "ahead", "denied": "denied"}
_CERTAINTY = {"actual": 0, "planned": 0, "denied": 0, "possible": 1}
