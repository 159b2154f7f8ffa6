"""Settles an act's tellings into one event: which value each field takes, and which others are kept as contradictions."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from timeline.keys import content_key
from timeline.merge import Act
from timeline.numbers import numbers_agree
from timeline.periods import Period, durations_agree, period
from timeline.summary import summarize
from timeline.told import Party, Told, in_order_of_reports, one_in_the_other, vehicles_fit
from timeline.weighing import Choice, agree, best_date, choices, why_better

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
CONTRADICTIONS = {
    "date": "date",
    "published_on": "date",
    "effective_from": "date",
    "valid_until": "date",
    "previous_valid_until": "date",
    "duration": "duration",
    "ordinal": "ordinal",
    "count": "count",
    "rate": "count",
    "instrument": "scope",
    "actor": "actor",
    "modality": "modality",
}
"""The kind of contradiction that two values of each field are; an ``outcome`` is one of two events (bearings.py)."""
_DAYS = frozenset(name for name, kind in CONTRADICTIONS.items() if kind == "date")
_STRENGTH = {"actual": 3, "denied": 2, "planned": 1, "possible": 0}


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that some sources give and another that was preferred, with the rule that chose.

    ``other_id`` is the event that has the other value, where that is not a telling of this one.
    """

    kind: str
    field: str
    value: str
    preferred: str
    sources: tuple[str, ...]
    preferred_sources: tuple[str, ...]
    rule: str
    other_id: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One act in the world, settled from its tellings; ``texts`` are the versions that tell it."""

    id: str
    type: str
    date: str | None
    period: Period | None
    date_basis: str | None
    modality: str
    parties: tuple[Party, ...]
    fields: Mapping[str, str]
    confidence: float
    told: Sequence[Told]
    texts: frozenset[str]
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

    @property
    def day(self) -> str:
        """The first day that its date allows, else that of its first report, else 9999."""
        return self.period.start.isoformat() if self.period else self.first_reported or "9999"


def settle(act: Act, copies: Mapping[str, str]) -> Event:
    """The event of an act; ``copies`` says which articles repeat another and count as no source of their own."""
    told = in_order_of_reports(act.told)
    kind = _type(act, copies)
    modality = max((one.modality for one in told), key=lambda name: _STRENGTH[name])
    ranked = {name: found for name in FIELDS if (found := choices(_given(told, name), copies))}
    fields = {name: found[0].value for name, found in ranked.items()}
    _keep_instrument_with_its_id(fields, told)
    dates = best_date(told, copies)
    date = dates[0].value if dates else None
    parties = _settle_parties(told)
    called = choices(_given(told, "measure"), copies)
    names = {role: [party.name for party in parties if party.role == role] for role in ROLES}
    origins = {copies.get(one.article_id, one.article_id) for one in told}
    published = [one.published[:10] for one in told if one.published]
    best = max(told, key=lambda one: (one.modality == modality, one.date == date, one.confidence, one.id))
    return Event(
        id=content_key("event", told[0].key),
        type=kind,
        date=date,
        period=period(date),
        date_basis=_basis(told, date),
        modality=modality,
        parties=parties,
        fields=fields,
        confidence=_confidence(told, copies),
        told=told,
        texts=frozenset(one.version_id for one in told),
        independent=len(origins),
        articles=len({one.article_id for one in told}),
        first_reported=min(published, default=None),
        last_reported=max(published, default=None),
        summary=summarize(
            kind,
            names,
            {**fields, "measure": called[0].value} if called else fields,
            [party.name for party in parties if party.is_state],
        ),
        quote=best.quote,
        conflicts=tuple(_conflicts(told, {**ranked, "date": dates}, copies)),
    )


def _type(act: Act, copies: Mapping[str, str]) -> str:
    """The type of an act: that of its most precise telling; of a control, whether it was imposed or expanded, by the best source."""
    if not act.lead.type.startswith("control."):
        return act.lead.type
    return choices([(one.type, one) for one in act.told], copies)[0].value


def _given(told: Sequence[Told], name: str) -> list[tuple[str, Told]]:
    return [(value, one) for one in told if (value := one.field(name)) is not None]


def _keep_instrument_with_its_id(fields: dict[str, str], told: Sequence[Told]) -> None:
    """Give the vehicle that was chosen its own identifier, or none."""
    fields.pop("instrument_id", None)
    name = fields.get("instrument")
    ids = sorted({key for one in told if one.field("instrument") == name and (key := one.field("instrument_id"))})
    if name is not None and ids:
        fields["instrument_id"] = ids[0]


def _basis(told: Sequence[Told], date: str | None) -> str | None:
    """How the date was reached, at best."""
    found = {one.field("date_basis") for one in told if one.date == date}
    return next((basis for basis in ("reviewed", "explicit", "relative", "inferred") if basis in found), None)


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


def _conflicts(
    told: Sequence[Told], ranked: Mapping[str, Sequence[Choice]], copies: Mapping[str, str]
) -> Iterator[Conflict]:
    given = {
        **ranked,
        "actor": choices([("; ".join(sorted(names)), one) for one in told if (names := one.named("actor"))], copies),
        "modality": [] if _firmed_up(told) else choices([(one.modality, one) for one in told], copies),
    }
    for name, kind in CONTRADICTIONS.items():
        found = given.get(name, ())
        for other in sorted(found[1:], key=lambda one: one.value):
            best = found[0]
            if not _agree(name, best.value, other.value, told):
                yield Conflict(
                    kind, name, other.value, best.value, other.sources, best.sources, why_better(best, other)
                )


def _firmed_up(told: Sequence[Told]) -> bool:
    """Whether what was only possible is planned by the reports that came after: the one contradicts nothing of the other."""
    days = {name: [one.published or "" for one in told if one.modality == name] for name in ("possible", "planned")}
    return all(days.values()) and max(days["possible"]) < min(days["planned"])


def _agree(name: str, one: str, other: str, told: Sequence[Told]) -> bool:
    """Whether two values can both be right.

    So can days of different precision, a name and a part of it, months and their days, a round number and one near it, and
    vehicles of two kinds.
    """
    if name in _DAYS:
        return agree(one, other)
    if name == "duration":
        return durations_agree(one, other)
    if name in {"count", "rate"}:
        return numbers_agree(one, other)
    if name == "instrument":
        tellers = [[teller for teller in told if teller.field(name) == value] for value in (one, other)]
        return any(vehicles_fit(mine, theirs) for mine in tellers[0] for theirs in tellers[1])
    if name == "actor":
        return one_in_the_other(one.replace(";", " "), other.replace(";", " "))
    return False
