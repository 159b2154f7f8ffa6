"""Measures the timeline against gold sagas: are the tellings grouped into the right events, and are those dated right?

What is grouped are tellings: an act as one article tells it. A telling of the timeline is one of the gold where the type of
its event and that of the act are equal and they share a sentence; one that two could be is the one whose date and modality fit better.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from timeline.grouping_scores import Score, b_cubed, ceaf_e, conll_f1, muc
from timeline.pairing import best_pairs
from timeline.periods import period
from timeline.sagas import GoldAct, Saga

METRICS = {"MUC": muc, "B³": b_cubed, "CEAF-e": ceaf_e}
_SENTENCE, _DATE, _NEAR_DATE, _MODALITY = 4.0, 2.0, 1.5, 1.0
"""What a shared sentence, an equal date, one within the other, and an equal modality add to how well two tellings fit."""

Telling = tuple[str, str]
"""An event's or act's id, and the id of an article that tells it."""


@dataclass(frozen=True, slots=True)
class BuiltTelling:
    """What an article tells of a built event: its sentences as spans of the text, with the dates and modalities read."""

    event_id: str
    article_id: str
    type: str
    spans: tuple[tuple[int, int], ...]
    dates: frozenset[str]
    modalities: frozenset[str]


@dataclass(frozen=True, slots=True)
class BuiltEvent:
    """An event of the timeline as it was built."""

    id: str
    date: str | None
    summary: str
    quote: str
    tellings: tuple[BuiltTelling, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """An event or act that the other side does not have, or has with another date, in words."""

    kind: str
    what: str
    sentence: str


@dataclass(slots=True)
class SagaReport:
    """How one saga came out; groups hold tellings under their gold names where they have one."""

    name: str
    gold: list[frozenset[Telling]] = field(default_factory=list)
    built: list[frozenset[Telling]] = field(default_factory=list)
    dated: int = 0
    dates_exact: int = 0
    dates_within: int = 0
    dated_found: int = 0
    faults: list[Fault] = field(default_factory=list)

    def count(self, kind: str) -> int:
        """How many faults are of a kind."""
        return sum(1 for fault in self.faults if fault.kind == kind)


@dataclass(frozen=True, slots=True)
class TimelineReport:
    """How all sagas came out."""

    sagas: tuple[SagaReport, ...]

    def groups(self, *, found_only: bool, saga: SagaReport | None = None) -> tuple[list[Any], list[Any]]:
        """The gold groups and the built ones; ``found_only`` leaves out tellings that only one side has."""
        chosen = self.sagas if saga is None else (saga,)
        gold = [group for one in chosen for group in one.gold]
        built = [group for one in chosen for group in one.built]
        if found_only:
            common = {mention for group in gold for mention in group} & {one for group in built for one in group}
            gold = [kept for group in gold if (kept := group & common)]
            built = [kept for group in built if (kept := group & common)]
        return gold, built

    def to_json(self) -> dict[str, Any]:
        """The figures, over all sagas and by saga."""
        return {
            "grouping": {name: _figures(*self.groups(found_only=alone)) for name, alone in _MODES.items()},
            "dates": self._dates(),
            "events": {kind: sum(saga.count(kind) for saga in self.sagas) for kind in _KINDS},
            "sagas": {
                saga.name: {
                    **{name: conll_f1(*self.groups(found_only=alone, saga=saga)) for name, alone in _MODES.items()},
                    **{kind: saga.count(kind) for kind in _KINDS},
                }
                for saga in self.sagas
            },
        }

    def _dates(self) -> dict[str, Any]:
        dated = sum(saga.dated for saga in self.sagas)
        found = sum(saga.dated_found for saga in self.sagas)
        exact = sum(saga.dates_exact for saga in self.sagas)
        within = sum(saga.dates_within for saga in self.sagas)
        return {"dated": dated, "found": found, "exact": exact, "within": within}

    def to_text(self, *, misses: bool = False) -> str:
        """The figures as tables, with each fault and its sentence if asked."""
        acts, events = (len(groups) for groups in self.groups(found_only=False))
        tellings = [sum(map(len, groups)) for groups in self.groups(found_only=False)]
        common = sum(map(len, self.groups(found_only=True)[0]))
        lines = [
            f"{len(self.sagas)} sagas: {acts} acts told {tellings[0]} times; built: {events} events told {tellings[1]} "
            f"times; {common} tellings found"
        ]
        for name, alone in _MODES.items():
            groups = self.groups(found_only=alone)
            lines += ["", f"{name:<34}{'precision':>10}{'recall':>10}{'F1':>10}"]
            lines += [f"{label:<34}{_line(metric(*groups))}" for label, metric in METRICS.items()]
            lines.append(f"{'CoNLL F1':<34}{conll_f1(*groups):>30.3f}")
        dates = self._dates()
        lines += ["", f"{'dates':<34}{'right':>10}{'of':>10}{'share':>10}"]
        for label, right, of in (
            ("equal, of dated acts", "exact", "dated"),
            ("within precision, of dated acts", "within", "dated"),
            ("equal, of dated acts found", "exact", "found"),
            ("within precision, of those found", "within", "found"),
        ):
            lines.append(f"{label:<34}{dates[right]:>10}{dates[of]:>10}{_ratio(dates[right], dates[of]):>10.3f}")
        lines += ["", f"{'saga':<20}{'alone':>8}{'whole':>8}" + "".join(f"{kind:>12}" for kind in _KINDS)]
        for saga in self.sagas:
            both = "".join(f"{conll_f1(*self.groups(found_only=alone, saga=saga)):>8.3f}" for alone in _MODES.values())
            lines.append(f"{saga.name:<20}{both}" + "".join(f"{saga.count(kind):>12}" for kind in _KINDS))
        totals = "".join(f"{sum(saga.count(kind) for saga in self.sagas):>12}" for kind in _KINDS)
        lines.append(f"{'all':<36}{totals}")
        if misses:
            for saga in self.sagas:
                lines += ["", saga.name]
                lines += [f"{fault.kind}: {fault.what}\n    {fault.sentence}" for fault in saga.faults]
        return "\n".join(lines)


_MODES = {"grouping alone, tellings found": True, "end to end, all tellings": False}
_KINDS = ("missing", "invented", "other type", "told twice", "apart", "joined", "date")
"""Kinds of faults: acts that no event tells; events whose sentences tell no act, or only acts of other types, or an act
that another event tells there; acts that several events tell; events that tell several acts; dates that differ."""


def score_saga(saga: Saga, built: Sequence[BuiltEvent], texts: Mapping[str, str]) -> SagaReport:
    """How the events built from a saga's articles stand to its acts; ``texts`` are those that spans point into."""
    report = SagaReport(saga.name)
    acts = {act.id: act for act in saga.acts}
    spans = _gold_spans(saga, texts)
    names = dict(_align(built, acts, spans))
    report.gold = [frozenset((act.id, article) for article in _articles(act)) for act in saga.acts]
    report.built = [
        frozenset(names.get((event.id, one.article_id), (event.id, one.article_id)) for one in event.tellings)
        for event in built
    ]
    told_by = _told_by(report)
    best = _partners(report)
    for number, act in enumerate(saga.acts):
        partner = built[best[number]] if number in best else None
        report.faults += _act_faults(act, partner, [built[i] for i in told_by.get(act.id, ())])
        _count_dates(report, act, partner)
    report.faults += _event_faults(built, report, acts, spans)
    report.faults.sort(key=lambda fault: (_KINDS.index(fault.kind), fault.what))
    return report


def _articles(act: GoldAct) -> list[str]:
    return list(dict.fromkeys(telling.article for telling in act.told_by))


def _gold_spans(saga: Saga, texts: Mapping[str, str]) -> dict[Telling, tuple[tuple[int, int], ...]]:
    found: dict[Telling, list[tuple[int, int]]] = {}
    for act in saga.acts:
        for telling in act.told_by:
            start = texts[telling.article].index(telling.sentence)
            found.setdefault((act.id, telling.article), []).append((start, start + len(telling.sentence)))
    return {telling: tuple(spans) for telling, spans in found.items()}


def _align(
    built: Iterable[BuiltEvent], acts: Mapping[str, GoldAct], spans: Mapping[Telling, tuple[tuple[int, int], ...]]
) -> Iterator[tuple[Telling, Telling]]:
    """Built tellings with the gold ones that they are, article by article."""
    by_article: dict[str, tuple[list[BuiltTelling], list[str]]] = {}
    for event in built:
        for one in event.tellings:
            by_article.setdefault(one.article_id, ([], []))[0].append(one)
    for act_id, article_id in spans:
        by_article.setdefault(article_id, ([], []))[1].append(act_id)
    for article_id, (tellings, act_ids) in by_article.items():
        weights = [[_fit(one, acts[act_id], spans[act_id, article_id]) for act_id in act_ids] for one in tellings]
        for row, column in best_pairs(weights):
            yield (tellings[row].event_id, article_id), (act_ids[column], article_id)


def _fit(one: BuiltTelling, act: GoldAct, spans: Sequence[tuple[int, int]]) -> float:
    shared = _shared(one.spans, spans)
    if one.type != act.type or not shared:
        return 0.0
    return shared * _SENTENCE + _date_fit(one, act) + _MODALITY * (act.modality in one.modalities)


def _date_fit(one: BuiltTelling, act: GoldAct) -> float:
    if act.date in one.dates:
        return _DATE
    right = period(act.date)
    near = right is not None and any((span := period(day)) is not None and span.overlaps(right) for day in one.dates)
    return _NEAR_DATE * near


def _shared(spans: Iterable[tuple[int, int]], others: Sequence[tuple[int, int]]) -> int:
    return sum(1 for start, end in spans if any(start < stop and begin < end for begin, stop in others))


def _told_by(report: SagaReport) -> dict[str, list[int]]:
    """The built events that tell each act, by act id."""
    acts = {telling: telling[0] for group in report.gold for telling in group}
    found: dict[str, list[int]] = {}
    for number, group in enumerate(report.built):
        for act_id in sorted({acts[telling] for telling in group if telling in acts}):
            found.setdefault(act_id, []).append(number)
    return found


def _partners(report: SagaReport) -> dict[int, int]:
    """The built event that each act is best paired with, by their numbers."""
    weights = [[float(len(group & other)) for other in report.built] for group in report.gold]
    return dict(best_pairs(weights))


def _act_faults(act: GoldAct, partner: BuiltEvent | None, events: Sequence[BuiltEvent]) -> Iterator[Fault]:
    line = f"{act.id} ({act.type}, {act.date or 'no date'}, {act.modality})"
    if not events:
        yield Fault("missing", line, act.told_by[0].sentence)
    if len(events) > 1:
        yield Fault("apart", line, " ‖ ".join(f"[{event.date}] {event.summary}: {event.quote}" for event in events))
    if partner is not None and act.date is not None and partner.date != act.date:
        yield Fault("date", f"{line} is dated {partner.date or 'not at all'}", partner.quote)


def _count_dates(report: SagaReport, act: GoldAct, partner: BuiltEvent | None) -> None:
    right = period(act.date)
    if right is None:
        return
    report.dated += 1
    if partner is None:
        return
    report.dated_found += 1
    found = period(partner.date)
    report.dates_exact += partner.date == act.date
    report.dates_within += found is not None and (found.contains(right) or right.contains(found))


def _event_faults(
    built: Sequence[BuiltEvent],
    report: SagaReport,
    acts: Mapping[str, GoldAct],
    spans: Mapping[Telling, tuple[tuple[int, int], ...]],
) -> Iterator[Fault]:
    for event, group in zip(built, report.built, strict=True):
        line = f"{event.summary} ({event.tellings[0].type}, {event.date or 'no date'})"
        told = sorted({telling[0] for telling in group if telling in spans})
        if len(told) > 1:
            yield Fault("joined", f"{line} tells {', '.join(told)}", event.quote)
        if told:
            continue
        near = {
            act_id
            for one in event.tellings
            for (act_id, article_id), others in spans.items()
            if article_id == one.article_id and _shared(one.spans, others)
        }
        if not near:
            yield Fault("invented", line, event.quote)
        elif any(acts[act_id].type == event.tellings[0].type for act_id in near):
            yield Fault("told twice", line, event.quote)
        else:
            yield Fault("other type", f"{line} where the gold has {', '.join(sorted(near))}", event.quote)


def _figures(gold: Sequence[frozenset[Telling]], built: Sequence[frozenset[Telling]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, metric in METRICS.items():
        score = metric(gold, built)
        found[name] = {"precision": score.precision, "recall": score.recall, "f1": score.f1}
    return {**found, "CoNLL F1": conll_f1(gold, built)}


def _line(score: Score) -> str:
    return f"{score.precision:>10.3f}{score.recall:>10.3f}{score.f1:>10.3f}"


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
