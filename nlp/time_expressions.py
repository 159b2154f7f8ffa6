"""Finds the time expressions of a text and gives each its TIMEX3 value, anchored on the day of publication."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from nlp.extensions import register_extensions
from nlp.records import TimeExpression
from nlp.timex import clock, dates, durations, references, relative, seasons, weekdays
from nlp.timex.kinds import kinds_of
from nlp.timex.narrative import is_narrative
from nlp.timex.rule import Rule, Scene, written_on
from nlp.timex.tense import tense_by_words

_FAMILIES = (dates, clock, weekdays, seasons, relative, durations, references)


@cache
def all_rules() -> tuple[Rule, ...]:
    """The rules of all families.

    Of two that match overlapping words the longer match holds, of equally long ones the earlier rule's.
    """
    return tuple(rule for family in _FAMILIES for rule in family.rules())


_WORD = re.compile(r"[^\W\d_]+|\d+")
_BEFORE, _AFTER = 56, 40
"""How many characters before and after a word of its kind a rule may look."""


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    order: int
    rule: Rule
    match: re.Match[str]


def find_time_expressions(text: str, anchor: date | None, *, day_first: bool = False) -> list[TimeExpression]:
    """The time expressions of a text, in its order and without overlaps.

    ``anchor`` is the publication day, which relative and partial dates are resolved against; without it they keep
    X for what is unknown. ``day_first`` says how 11/12/2019 is read. A text that tells of a time long before its
    anchor is read as a narrative: its partial dates continue from the date told last.
    """
    matches = _without_overlaps(_matches(text))
    scene = Scene(
        text=text,
        written=written_on(anchor),
        day_first=day_first,
        narrative=is_narrative(text, anchor),
        tense=tense_by_words(text),
    )
    return list(_resolve(matches, scene))


def _matches(text: str) -> Iterator[_Match]:
    near = regions(text)
    for order, rule in enumerate(all_rules()):
        for start, end in near.get(rule.about, ()):
            for match in rule.pattern.finditer(text, start, end):
                first, last = match.span(rule.group)
                if first < last:
                    yield _Match(first, last, order, rule, match)


def regions(text: str) -> dict[str, list[tuple[int, int]]]:
    """For each kind of word, the stretches of text around such words, without overlaps."""
    found: dict[str, list[tuple[int, int]]] = {}
    for word in _WORD.finditer(text):
        start, end = word.span()
        kinds = kinds_of(word.group(), text[max(0, start - 1) : start], text[end : end + 8])
        for kind in kinds:
            first, last = max(0, start - _BEFORE), end + _AFTER
            known = found.setdefault(kind, [])
            if known and known[-1][1] >= first:
                known[-1] = (known[-1][0], last)
            else:
                known.append((first, last))
    return found


def _without_overlaps(matches: Iterable[_Match]) -> list[_Match]:
    kept: list[_Match] = []
    taken: set[int] = set()
    for match in sorted(matches, key=lambda match: (match.start - match.end, match.order, match.start)):
        places = range(match.start, match.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(match)
    return sorted(kept, key=lambda match: match.start)


def _resolve(matches: list[_Match], scene: Scene) -> Iterator[TimeExpression]:
    for found in matches:
        timex = found.rule.resolve(found.match, scene)
        if timex is None:
            continue
        scene.tell(timex, found.start, found.end)
        words = scene.text[found.start : found.end]
        yield TimeExpression(found.start, found.end, words, timex.type, timex.value, timex.mod, timex.basis)


@Language.factory("tradedocket_time_expressions", assigns=["doc._.time_expressions"])
def make_time_expressions(nlp: Language, name: str) -> "TimeExpressions":
    """The component that finds a document's time expressions."""
    return TimeExpressions()


class TimeExpressions:
    """Sets ``doc._.time_expressions`` from the text and ``doc._.anchor``."""

    def __init__(self) -> None:
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        doc._.time_expressions = tuple(find_time_expressions(doc.text, doc._.anchor, day_first=doc._.day_first))
        return doc
