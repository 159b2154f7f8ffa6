"""Settles an act's tellings into one event: which value each field takes, and which others are kept as conflicts."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from timeline.keys import content_key
from timeline.merge import Act
from timeline.periods import Period, period
from timeline.summary import summarize
from timeline.told import Party, Told

FIELDS = (
    "items",
    "instrument",
    "instrument_id",
    "count",
    "rate",
    "published_on",
    "effective_from",
    "valid_until",
    "duration",
    "previous_valid_until",
    "ordinal",
    "attribution",
)
ROLES = ("agency", "actor", "target")
_CONFLICTING = ("count", "rate", "valid_until", "effective_from", "duration", "ordinal")
_STRENGTH = {"actual": 3, "denied": 2, "planned": 1, "possible": 0}


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that some sources give and another that was preferred, with the rule that chose."""

    field: str
    value: str
    preferred: str
    sources: tuple[str, ...]
    preferred_sources: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Event:
    """One act in the world, settled from its tellings."""

    id: str
    type: str
    date: str | None
    period: Period | None
    date_basis: str | None
    modality: str
    parties: tuple[Party, ...]
    fields: Mapping[str, str]
    confidence: float
    told: tuple[Told, ...]
    independent: int
    articles: int
    first_reported: str | None
    last_reported: str | None
    summary: str
    quote: str
    conflicts: tuple[Conflict, ...]

    def named(self, role: str) -> tuple[str, ...]:
        """The names that fill a role."""
        return tuple(party.name for party in self.parties if party.role == role)

    @property
    def agency(self) -> str | None:
        """The authority that acted."""
        return next(iter(self.named("agency")), None)


def settle(act: Act, copies: Mapping[str, str]) -> Event:
    """The event of an act; ``copies`` says which articles repeat another and count as no source of their own."""
    told = tuple(sorted(act.told, key=lambda one: (one.published or "9999", one.id)))
    lead = act.lead
    modality = max((one.modality for one in told), key=lambda name: _STRENGTH[name])
    fields = {name: value for name in FIELDS if (value := _preferred(act, name)) is not None}
    if "instrument" not in fields:
        fields.pop("instrument_id", None)
    parties = _settle_parties(told)
    names = {role: [party.name for party in parties if party.role == role] for role in ROLES}
    origins = {copies.get(one.article_id, one.article_id) for one in told}
    published = [one.published[:10] for one in told if one.published]
    best = max(told, key=lambda one: (one.modality == modality, one.date == lead.date, one.confidence, one.id))
    return Event(
        id=content_key(lead.type, told[0].id),
        type=lead.type,
        date=lead.date,
        period=period(lead.date),
        date_basis=lead.field("date_basis"),
        modality=modality,
        parties=parties,
        fields=fields,
        confidence=_confidence(told, copies),
        told=told,
        independent=len(origins),
        articles=len({one.article_id for one in told}),
        first_reported=min(published, default=None),
        last_reported=max(published, default=None),
        summary=summarize(lead.type, names, fields),
        quote=best.quote,
        conflicts=tuple(_conflicts(act, fields)),
    )


def _preferred(act: Act, name: str) -> str | None:
    """The value most tellings give; of equals the one of the earliest in the act's order."""
    values = [value for one in act.told if (value := one.field(name)) is not None]
    if not values:
        return None
    counts = Counter(values)
    return max(values, key=lambda value: (counts[value], -values.index(value)))


def _settle_parties(told: tuple[Told, ...]) -> tuple[Party, ...]:
    """Each name once, in the role most tellings give it; one agency, the nearest to the act (BIS before Commerce)."""
    roles: dict[str, Counter[str]] = {}
    ids: dict[str, str | None] = {}
    for one in told:
        for party in one.parties:
            roles.setdefault(party.name, Counter())[party.role] += 1
            ids[party.name] = ids.get(party.name) or party.entity_id
    found = [
        Party(max(sorted(counts), key=lambda role: counts[role]), name, ids[name]) for name, counts in roles.items()
    ]
    agencies = [party for party in found if party.role == "agency"]
    kept = {max(agencies, key=lambda party: (roles[party.name]["agency"], party.name))} if agencies else set()
    return tuple(
        sorted(
            (party for party in found if party.role != "agency" or party in kept),
            key=lambda party: (ROLES.index(party.role), -roles[party.name].total(), party.name),
        )
    )


def _confidence(told: tuple[Told, ...], copies: Mapping[str, str]) -> float:
    """The chance that not all independent sources are misread, at most 0.99."""
    best: dict[str, float] = {}
    for one in told:
        origin = copies.get(one.article_id, one.article_id)
        best[origin] = max(best.get(origin, 0.0), one.confidence)
    doubt = 1.0
    for origin in sorted(best):
        doubt *= 1 - best[origin]
    return round(min(0.99, 1 - doubt), 3)


def _conflicts(act: Act, fields: Mapping[str, str]) -> list[Conflict]:
    found = []
    lead = act.lead
    lead_period = lead.period
    other_dates = {
        one.date
        for one in act.told
        if one.date is not None
        and lead_period is not None
        and one.period is not None
        and not one.period.contains(lead_period)
    }
    for value in sorted(date for date in other_dates if date is not None):
        found.append(_conflict(act, "date", value, lead.date or "", "the date told first of equal precision is taken"))
    for name in _CONFLICTING:
        for value in sorted({other for one in act.told if (other := one.field(name)) is not None} - {fields.get(name)}):
            found.append(_conflict(act, name, value, fields[name], "the value of most tellings is taken"))
    return found


def _conflict(act: Act, field: str, value: str, preferred: str, rule: str) -> Conflict:
    def sources(wanted: str) -> tuple[str, ...]:
        given = (one for one in act.told if (one.date if field == "date" else one.field(field)) == wanted)
        return tuple(sorted({one.source_id for one in given}))

    return Conflict(field, value, preferred, sources(value), sources(preferred), rule)
