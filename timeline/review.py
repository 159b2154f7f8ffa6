"""Keeps what people decided about events, and applies it in every build.

A decision knows its event by mention keys, which an edit elsewhere in the article, a rereading and a rebuild leave as
they are; so it finds its event again, in another installation too.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nlp.records import MODALITIES
from timeline.keys import content_key
from timeline.merge import Act
from timeline.periods import period
from timeline.settle import FIELDS, Event
from timeline.store import Store
from timeline.told import Party, Told

ACTIONS = ("accept", "fix", "merge", "split", "reject")
ROLES = ("agency", "actor", "target")
FIXABLE = ("date", "modality", *ROLES, *FIELDS)
FILE_VERSION = 1
"""Version of the decisions file; it rises when a key changes its meaning or goes."""


class DecisionError(Exception):
    """A decision that cannot be taken as it is given; the message says what is wrong and what to give."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided about the event whose mentions bear these keys.

    ``other`` holds, for ``merge``, the keys of the event to take in; for ``split``, the keys of the mentions that leave.
    """

    action: str
    mentions: frozenset[str]
    who: str
    at: str
    why: str
    other: frozenset[str] = frozenset()
    field: str | None = None
    value: str | None = None
    summary: str | None = None

    def __post_init__(self) -> None:
        if self.action not in ACTIONS:
            raise DecisionError(f"{self.action!r} is no decision; it is one of {', '.join(ACTIONS)}.")
        if not self.mentions:
            raise DecisionError("A decision names the mentions of its event; this one names none.")
        if not self.who or not self.why:
            raise DecisionError("A decision says who takes it and why; give both.")
        if self.action in {"merge", "split"} and not self.other:
            raise DecisionError(f"To {self.action}, name the other mentions; this decision names none.")
        if self.action == "fix":
            self._check_fix()

    def _check_fix(self) -> None:
        if self.field not in FIXABLE:
            raise DecisionError(f"{self.field!r} is no field that can be fixed; it is one of {', '.join(FIXABLE)}.")
        if self.field == "modality" and self.value not in MODALITIES:
            raise DecisionError(f"{self.value!r} is no modality; it is one of {', '.join(MODALITIES)}.")
        if self.field in _DAYS and self.value is not None and period(self.value) is None:
            raise DecisionError(f"{self.value!r} is no date; write it like 2019-11-20, 2019-W47, 2019-11 or 2019.")
        if self.field in {"count", "ordinal"} and self.value is not None and not self.value.isdigit():
            raise DecisionError(f"{self.value!r} is no number; {self.field} takes one like 28.")

    @property
    def id(self) -> str:
        """The decision's key, equal wherever the decision is kept."""
        return content_key(
            "decision", self.action, *sorted(self.mentions), "|", *sorted(self.other), self.field, self.value,
            self.who, self.at,
        )  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """The decision as the decisions file has it."""
        return {
            "action": self.action,
            "mentions": sorted(self.mentions),
            "other": sorted(self.other),
            "field": self.field,
            "value": self.value,
            "who": self.who,
            "at": self.at,
            "why": self.why,
            "summary": self.summary,
        }


_DAYS = frozenset({"date", "published_on", "effective_from", "valid_until", "previous_valid_until"})


def apply_decisions(acts: Iterable[Act], decisions: Iterable[Decision]) -> list[Act]:
    """The acts after all decisions, in the order in which those were taken; one whose mentions are gone does nothing.

    An act is the one that a decision is about where it holds most of the mentions named, and at least one.
    """
    found = list(acts)
    for decision in in_order(decisions):
        keys = [{told.key for told in act.told} for act in found]
        index = _best(keys, decision.mentions)
        if index is not None:
            found = _EFFECTS[decision.action](found, keys, index, decision)
    return found


def decisions_on(event: Event, decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions about an event as it now is, in the order taken."""
    keys = {told.key for told in event.told}
    return [one for one in in_order(decisions) if one.action != "reject" and keys & (one.mentions | one.other)]


def in_order(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions in the order in which they were taken."""
    return sorted(decisions, key=lambda one: (one.at, one.id))


def _best(keys: Sequence[set[str]], wanted: frozenset[str]) -> int | None:
    index = max(range(len(keys)), key=lambda i: (len(keys[i] & wanted), -i), default=None)
    return index if index is not None and keys[index] & wanted else None


def _accept(acts: list[Act], keys: Sequence[set[str]], index: int, decision: Decision) -> list[Act]:
    return acts


def _reject(acts: list[Act], keys: Sequence[set[str]], index: int, decision: Decision) -> list[Act]:
    """The act without the mentions that were rejected; a mention that came since stays, and is an event of its own."""
    left = [told for told in acts[index].told if told.key not in decision.mentions]
    return [*acts[:index], *([Act(left)] if left else []), *acts[index + 1 :]]


def _fix(acts: list[Act], keys: Sequence[set[str]], index: int, decision: Decision) -> list[Act]:
    fixed = Act([_fixed(told, decision.field or "", decision.value) for told in acts[index].told])
    return [*acts[:index], fixed, *acts[index + 1 :]]


def _fixed(told: Told, field: str, value: str | None) -> Told:
    if field == "date":
        basis = (("date_basis", "reviewed"),) if value else ()
        return replace(told, date=value, fields=(*_without(told.fields, "date_basis"), *basis))
    if field == "modality":
        return replace(told, modality=value or "actual")
    if field in ROLES:
        known = {party.name: party.entity_id for party in told.parties}
        names = [name.strip() for name in (value or "").split(";") if name.strip()]
        others = [party for party in told.parties if party.role != field and party.name not in names]
        parties = [*others, *(Party(field, name, known.get(name)) for name in names)]
        return replace(told, parties=tuple(sorted(parties, key=lambda party: party.order)))
    given = ((field, value),) if value is not None else ()
    return replace(told, fields=(*_without(told.fields, field), *given))


def _without(fields: tuple[tuple[str, str], ...], name: str) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in fields if pair[0] != name)


def _merge(acts: list[Act], keys: Sequence[set[str]], index: int, decision: Decision) -> list[Act]:
    rest = [keys[i] if i != index else set() for i in range(len(keys))]
    other = _best(rest, decision.other)
    if other is None:
        return acts
    pair = sorted((acts[index], acts[other]), key=_span)
    joined = Act([*pair[0].told, *pair[1].told])
    return [joined if i == index else act for i, act in enumerate(acts) if i != other]


def _span(act: Act) -> tuple[int, str]:
    known = act.lead.period
    return known.days if known else 100_000, act.lead.id


def _split(acts: list[Act], keys: Sequence[set[str]], index: int, decision: Decision) -> list[Act]:
    leaving = [told for told in acts[index].told if told.key in decision.other]
    staying = [told for told in acts[index].told if told.key not in decision.other]
    if not leaving or not staying:
        return acts
    return [*acts[:index], Act(staying), Act(leaving), *acts[index + 1 :]]


_EFFECTS: Mapping[str, Callable[[list[Act], Sequence[set[str]], int, Decision], list[Act]]] = {
    "accept": _accept,
    "reject": _reject,
    "fix": _fix,
    "merge": _merge,
    "split": _split,
}


def load_decisions(store: Store, *, new: bool = False) -> list[Decision]:
    """The decisions in the store, in the order taken; or only the ``new`` ones, which no build has applied."""
    rows = store.db.conn.execute(
        "SELECT action, mentions, who, at, why, other, field, value, summary FROM decisions "
        f"{'WHERE built IS NULL ' if new else ''}ORDER BY at, id"
    )
    return [
        Decision(action, frozenset(json.loads(mentions)), who, at, why, frozenset(json.loads(other or "[]")), *rest)
        for action, mentions, who, at, why, other, *rest in rows
    ]


def keep_decisions(store: Store, decisions: Iterable[Decision]) -> int:
    """Store decisions; says how many of them are new."""
    before = store.db.conn.total_changes
    with store.db.atomic():
        store.db.conn.executemany(
            "INSERT OR IGNORE INTO decisions (id, action, mentions, other, field, value, who, at, why, summary) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (one.id, one.action, json.dumps(sorted(one.mentions)), json.dumps(sorted(one.other)), one.field,
                 one.value, one.who, one.at, one.why, one.summary)
                for one in decisions
            ],
        )  # fmt: skip
    return store.db.conn.total_changes - before


def decision_rows(events: Iterable[Event], decisions: Sequence[Decision]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of event_decisions."""
    if decisions:
        for event in events:
            for decision in decisions_on(event, decisions):
                yield "event_decisions", {"event_id": event.id, "decision_id": decision.id}


def write_file(decisions: Iterable[Decision]) -> str:
    """The decisions as a file for another installation."""
    value = {"version": FILE_VERSION, "decisions": [one.to_json() for one in in_order(decisions)]}
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def read_file(text: str, name: str) -> list[Decision]:
    """The decisions in a file of another installation; DecisionError, naming file and decision, for one that is none."""
    try:
        value = json.loads(text)
    except ValueError as error:
        raise DecisionError(f"{name} is not JSON: {error}.") from error
    if (
        not isinstance(value, dict)
        or value.get("version") != FILE_VERSION
        or not isinstance(value.get("decisions"), list)
    ):
        raise DecisionError(
            f"{name} is no decisions file of version {FILE_VERSION}; make one with 'tradedocket review export'."
        )
    found = []
    for number, row in enumerate(value["decisions"], start=1):
        try:
            found.append(_from_json(row))
        except (DecisionError, KeyError, TypeError) as error:
            reason = f"the key {error} is missing." if isinstance(error, KeyError) else str(error)
            raise DecisionError(f"{name}, decision {number}: {reason}") from error
    return found


def _from_json(row: Any) -> Decision:
    if not isinstance(row, dict):
        raise DecisionError("it is no JSON object.")
    for key in ("mentions", "other"):
        if not isinstance(row.get(key, []), list) or not all(isinstance(one, str) for one in row.get(key, [])):
            raise DecisionError(f"the key {key!r} is no list of mention keys.")
    for key in ("action", "who", "at", "why"):
        if not isinstance(row[key], str):
            raise DecisionError(f"the key {key!r} is no string.")
    for key in ("field", "value", "summary"):
        if not isinstance(row.get(key), str | None):
            raise DecisionError(f"the key {key!r} is neither a string nor null.")
    return Decision(
        action=row["action"],
        mentions=frozenset(row["mentions"]),
        who=row["who"],
        at=row["at"],
        why=row["why"],
        other=frozenset(row.get("other", [])),
        field=row.get("field"),
        value=row.get("value"),
        summary=row.get("summary"),
    )
