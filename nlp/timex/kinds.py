"""The kinds of words that rules are tried near: most of a text is near none, and is passed over."""

import re
from collections.abc import Iterable
from functools import cache

from nlp.timex.holidays import holidays
from nlp.timex.words import vocabulary

_LETTERS = re.compile(r"[a-z]+")
_YEAR_LIKE = re.compile(r"(?:1\d|20)\d\d\Z|\d{1,2}0\Z")
_CLOCK_LIKE = re.compile(r":[0-5]|(?:\.[0-5]\d)? ?[ap]\.?m|\s?o['’]clock|\s(?:GMT|UTC)", re.IGNORECASE)


def kinds_of(word: str, before: str, after: str) -> tuple[str, ...]:
    """The kinds of a word or a row of digits; empty for one that no time expression is made of.

    ``before`` and ``after`` are the few characters next to it. Words are of the kinds ``month``, ``weekday``,
    ``season``, ``unit``, ``part`` (of a day), ``tens``, ``bc``, ``q``, ``holiday``, ``clock`` and ``word``;
    digits are ``year``, ``figures``, ``clock`` or ``nth``.
    """
    if not word[0].isdecimal():
        return _kinds_by_word().get(word.lower(), ())
    kinds: tuple[str, ...] = ()
    if _YEAR_LIKE.match(word) or (len(word) == 2 and before[-1:] in "'’‘`"):
        kinds += ("year",)
    if after[:1] in "/-." and after[1:2].isdecimal():
        kinds += ("figures",)
    if _CLOCK_LIKE.match(after):
        kinds += ("clock",)
    if after[:2] in ("st", "nd", "rd", "th"):
        kinds += ("nth",)
    return kinds


@cache
def _kinds_by_word() -> dict[str, tuple[str, ...]]:
    known = vocabulary()
    kinds: dict[str, set[str]] = {
        "month": set(known.months),
        "weekday": _with_plurals(day for day in known.weekdays if len(day) > 5),
        "season": _with_plurals(known.seasons),
        "unit": _with_plurals(known.units) | {"half", "period", "term"},
        "part": _with_plurals(known.day_parts),
        "tens": set(known.decades) | {"nineteen"},
        "bc": {"bc", "bce", "b"},
        "q": {"q", "h", "fy"},
        "clock": {word for word, number in known.numbers.items() if number <= 12},
        "word": set(known.triggers) | set(known.periodical),
        "holiday": {found[0] for name in holidays() if (found := _LETTERS.match(name))},
    }
    return {word: tuple(kind for kind in kinds if word in kinds[kind]) for word in set[str]().union(*kinds.values())}


def _with_plurals(singulars: Iterable[str]) -> set[str]:
    return {word + ending for word in singulars for ending in ("", "s")}
