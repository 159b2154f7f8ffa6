"""Dates an act by how long before or after another it was done: "listed it on Thursday, a day after he signed the order"."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from spacy.tokens import Token

from nlp.records import TimeExpression
from nlp.sight import Sight
from nlp.timex.values import add_months, month_value

_SIGNS = {"after": -1, "before": 1}
_DAYS = {"D": 1, "W": 7}
_EXACT = re.compile(r"P(\d+)([DWMY])")
_FULL_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WITHIN_A_DAY = frozenset({"hour", "minute"})


@dataclass(frozen=True, slots=True)
class Gap:
    """The words for a length of time, and the side of the act on which what governs its clause was done."""

    length: Token
    sign: int


def gap_before(clause: Token) -> Gap | None:
    """The gap that parts a clause's act from that of the clause above: "two days after India imposed tariffs"; or None."""
    if clause.dep_ not in {"advcl", "ccomp"}:
        return None
    for mark in clause.children:
        if mark.lower_ in _SIGNS and mark.i < clause.i and mark.i > 0 and mark.nbor(-1).dep_ == "npadvmod":
            return Gap(mark.nbor(-1), _SIGNS[mark.lower_])
    return None


def across(gap: Gap, day: TimeExpression | None, sight: Sight) -> tuple[TimeExpression, str] | None:
    """The day of an act that a gap parts from one done on a day, with why; None where the gap or the day is not exact."""
    if day is None:
        return None
    if gap.length.lemma_.lower() in _WITHIN_A_DAY:
        return day, "it was done within hours of what was done then"
    length = next((timex for timex in sight.time_expressions if gap.length in sight.tokens_of(timex)), None)
    exact = _EXACT.fullmatch(length.value) if length is not None and length.mod is None else None
    if exact is None or not _FULL_DAY.fullmatch(day.value):
        return None
    value = _stepped(date.fromisoformat(day.value), exact[2], gap.sign * int(exact[1]))
    return replace(day, value=value, basis="inferred"), "it is as long from that day as the text says"


def _stepped(day: date, unit: str, count: int) -> str:
    """The value that lies so many units from a day: a day for days and weeks, else the month or the year."""
    if unit in _DAYS:
        return (day + timedelta(days=count * _DAYS[unit])).isoformat()
    if unit == "Y":
        return f"{day.year + count:04d}"
    month = add_months(day, count)
    return month_value(month.year, month.month)
