"""Merges what many articles tell into one event for each act in the world. Pure, and blind to the order of its input."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from timeline.periods import Period, add_duration, period

NEAR_DAYS = 2
"""Two exact days this close, told of the same parties, are one act of which a source has the day wrong."""

RECENT_DAYS = 60
"""An undated planned or possible act is one with an act done within this many days after it was reported."""

Related = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True, order=True)
class Party:
    """A participant as a text tells it."""

    role: str
    name: str
    entity_id: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One act as one article tells it: the event mention ``id`` in a version, its fields, and its best sentence."""

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

    def field(self, name: str) -> str | None:
        """The value of a field, or None."""
        return dict(self.fields).get(name)

    def named(self, role: str) -> frozenset[str]:
        """The names that fill a role."""
        return frozenset(party.name for party in self.parties if party.role == role)

    @property
    def principals(self) -> frozenset[str]:
        """The parties other than the agency."""
        return frozenset(party.name for party in self.parties if party.role != "agency")

    @property
    def period(self) -> Period | None:
        """The days that the date allows."""
        return period(self.date)

    @property
    def reported(self) -> dt.date | None:
        """The day of publication."""
        return dt.date.fromisoformat(self.published[:10]) if self.published else None


@dataclass(slots=True)
class Act:
    """The tellings that are taken to be of one act; the first of them is the most precise."""

    told: list[Told]

    @property
    def lead(self) -> Told:
        """The telling that the act was begun with: the one with the most precise date."""
        return self.told[0]


def merge(told: Iterable[Told], related: Related) -> list[Act]:
    """The acts behind the tellings, each with all its tellings, whatever the order they come in.

    ``related`` says whether two entity ids are one authority or stand above one another.
    """
    acts: list[Act] = []
    by_type: dict[str, list[Act]] = {}
    for one in sorted(told, key=_from_precise_to_vague):
        fitting = [(score, act) for act in by_type.get(one.type, []) if (score := _score(act, one, related)) > 0]
        if fitting:
            best = max(fitting, key=lambda pair: (pair[0], _latest(pair[1]), pair[1].lead.id))
            best[1].told.append(one)
        else:
            act = Act([one])
            acts.append(act)
            by_type.setdefault(one.type, []).append(act)
    return acts


def _from_precise_to_vague(told: Told) -> tuple[int, int, int, str, str]:
    span = told.period
    return (
        span.days if span else 100_000,
        -len(told.principals),
        0 if told.modality == "actual" else 1,
        told.published or "9999",
        told.id,
    )


def _latest(act: Act) -> str:
    span = act.lead.period
    return span.end.isoformat() if span else ""


def _score(act: Act, one: Told, related: Related) -> int:
    """How well a telling fits an act; 0 where something contradicts, or where nothing but the type agrees."""
    if any(one.version_id == other.version_id for other in act.told):
        return 0
    if not _modalities_fit(act, one) or not _agencies_fit(act, one, related):
        return 0
    dates = _dates_score(act, one)
    if dates == 0 or not _measures_fit(act, one):
        return 0
    if dates < 3 and not _terms_fit(act, one):
        return 0
    parties = _parties_score(act, one)
    if parties is None:
        return 0
    same_instrument = one.field("instrument") is not None and any(
        other.field("instrument") == one.field("instrument") for other in act.told
    )
    same_words = any(one.quote == other.quote for other in act.told)
    if parties == 0 and not same_instrument and not same_words and not (dates == 3 and _items_agree(act, one)):
        return 0
    return dates * 10 + parties * 3 + (2 if same_instrument else 0)


def _modalities_fit(act: Act, one: Told) -> bool:
    modalities = {told.modality for told in act.told} | {one.modality}
    if len(modalities) == 1:
        return True
    if "denied" in modalities:
        return False
    if modalities == {"planned", "possible"}:
        return True
    return act.lead.date is not None


def _agencies_fit(act: Act, one: Told, related: Related) -> bool:
    mine = [party for party in one.parties if party.role == "agency"]
    theirs = [party for told in act.told for party in told.parties if party.role == "agency"]
    if not mine or not theirs:
        return True
    return any(
        a.name == b.name or (a.entity_id is not None and b.entity_id is not None and related(a.entity_id, b.entity_id))
        for a in mine
        for b in theirs
    )


def _dates_score(act: Act, one: Told) -> int:
    """3 for the same days, 2 for days within days, 1 for an undated telling that may follow, 0 for a contradiction."""
    known, new = act.lead.period, one.period
    if new is None:
        return 1 if _may_follow(act, one) else 0
    if known is None:
        return 0
    if known == new:
        return 3
    if known.contains(new) or new.contains(known):
        return 2
    close = known.days == new.days == 1 and abs((known.start - new.start).days) <= NEAR_DAYS
    return 2 if close and one.principals and one.principals & act.lead.principals else 0


def _may_follow(act: Act, one: Told) -> bool:
    """Whether an undated telling can be of an act: one that was done before it, or, if ahead, soon after it."""
    known, reported = act.lead.period, one.reported
    if known is None or reported is None:
        return True
    if one.modality == "actual":
        return known.start <= reported + dt.timedelta(days=1)
    return reported - dt.timedelta(days=1) <= known.end and known.start <= reported + dt.timedelta(days=RECENT_DAYS)


def _measures_fit(act: Act, one: Told) -> bool:
    for name in ("instrument", "rate", "valid_until", "ordinal"):
        value = one.field(name)
        others = {other for told in act.told if (other := told.field(name)) is not None}
        if value is not None and others and value not in others:
            return False
    if one.type.startswith("license."):
        general = _is_general(one)
        if any(_is_general(told) != general and (told.named("actor") or one.named("actor")) for told in act.told):
            return False
    return True


def _terms_fit(act: Act, one: Told) -> bool:
    """Whether ordinal, duration and end can be those of one act; tellings of the same day may contradict, others not."""
    for name in ("ordinal", "duration"):
        value = one.field(name)
        others = {other for told in act.told if (other := told.field(name)) is not None}
        if value is not None and others and value not in others:
            return False
    ends = {end for told in (*act.told, one) if (end := _end_of(told, act)) is not None}
    return not ends or max(ends) - min(ends) <= dt.timedelta(days=NEAR_DAYS)


def _end_of(told: Told, act: Act) -> dt.date | None:
    """The last day of a telling's term, stated or as many days after the act as the telling says."""
    stated = period(told.field("valid_until"))
    if stated is not None:
        return stated.end if stated.days == 1 else None
    start = act.lead.period
    return add_duration(start.start, told.field("duration")) if start is not None and start.days == 1 else None


def _is_general(told: Told) -> bool:
    return "general license" in (told.field("instrument") or "")


def _parties_score(act: Act, one: Told) -> int | None:
    """How many parties agree; None where both name some and none is the same, or the acting party differs."""
    actors = {name for told in act.told for name in told.named("actor")}
    if actors and one.named("actor") and actors.isdisjoint(one.named("actor")):
        return None
    principals = {name for told in act.told for name in told.principals}
    if not principals or not one.principals:
        return 0
    common = len(principals & one.principals)
    return common or None


def _items_agree(act: Act, one: Told) -> bool:
    items = one.field("items")
    if items is None:
        return not one.principals and any(not told.principals for told in act.told)
    words = set(items.lower().split())
    return any(words & set((told.field("items") or "").lower().split()) for told in act.told)


def copies(texts: Sequence[tuple[str, str | None, str]], *, alike: float = 0.6) -> dict[str, str]:
    """Which article repeats which: article id to the id of the earliest one that it shares most five-word runs with.

    ``texts`` holds article ids, publication dates and bodies; ``alike`` is the share (Jaccard) that makes a copy.
    """
    ordered = sorted(texts, key=lambda text: (text[1] or "9999", text[0]))
    originals: list[tuple[str, frozenset[int]]] = []
    found: dict[str, str] = {}
    for article_id, _, text in ordered:
        runs = _runs(text)
        original = next((other for other, theirs in originals if _jaccard(runs, theirs) >= alike), None)
        if original is None:
            originals.append((article_id, runs))
        else:
            found[article_id] = original
    return found


def _runs(text: str) -> frozenset[int]:
    words = [word.strip(".,;:“”\"'()").lower() for word in text.split()]
    return frozenset(hash_run(words[i : i + 5]) for i in range(max(1, len(words) - 4)))


def hash_run(words: Sequence[str]) -> int:
    """A number for a run of words that is the same in every process."""
    number = 0
    for character in " ".join(words):
        number = (number * 131 + ord(character)) & 0xFFFFFFFFFFFF
    return number


def _jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0
