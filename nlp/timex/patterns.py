"""The regular expressions of rules, and the fragments that they are written in."""

import re
from collections.abc import Callable, Iterable
from functools import cache

from nlp.timex.words import vocabulary


def alternation(choices: Iterable[str]) -> str:
    """A group that matches any of the texts, the longest first; their spaces are spaces of a pattern (see `build`)."""
    longest_first = sorted(choices, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(choice).replace(r"\ ", " ") for choice in longest_first) + ")"


def _named(names: Iterable[str]) -> str:
    """Names in title and upper case: the lower-case words (may, march, sun) are other words."""
    cases: tuple[Callable[[str], str], ...] = (str.title, str.upper)
    return "(?-i:" + alternation(case(name) for name in names for case in cases) + ")"


_ORDINARY = frozenset({"may", "march"})
"""Months whose names are ordinary words at the start of a sentence: they need more to be taken for a month."""


@cache
def fragments() -> dict[str, str]:
    """The fragments that a rule's pattern names as ``<NAME>``. Every repetition in them is bounded."""
    known = vocabulary()
    months, weekdays = known.months, known.weekdays
    full = {max((name for name in months if months[name] == number), key=len) for number in months.values()}
    ones, teens, tens = (
        alternation(word for word, number in known.numbers.items() if number in numbers)
        for numbers in (range(1, 10), range(10, 20), range(20, 100))
    )
    hundreds = rf"(?:[ ]hundred(?:(?:[ ]and)?[ ](?:{tens}(?:[- ]{ones})?|{teens}|{ones}))?|[ ]thousand)?"
    units = alternation(unit for unit in known.units if unit != "centurie")
    plurals = alternation([unit + "s" for unit in known.units if unit != "century"])
    return {
        "S": r"(?:[ \t\xa0]{1,4}|[ \t]{0,2}\r?\n[ \t]{0,6})",
        "DASH": r"[ ]?[-‑–—][ ]?",
        "MONTH": _named(months) + r"(?:(?<=\b\w{3})(?<!May)\.|(?<=Sept)\.)?",
        "SUREMONTH": f"(?:{_named(full - _ORDINARY)}|{_named(months.keys() - full)}\\.)",
        "WORDMONTH": "(?-i:May|March)",
        "WEEKDAY": _named(day for day in weekdays if len(day) > 5),
        "ANYWEEKDAY": _named(weekdays) + r"\.?",
        "DAY": r"(?:0?[1-9]|[12]\d|3[01])",
        "TH": r"(?:st|nd|rd|th)?",
        "YEAR": r"(?:1[0-9]\d\d|20\d\d)",
        "MODERNYEAR": r"(?:1[6-9]\d\d|20\d\d|2100)",
        "BC": r"(?:B\.C\.(?:E\.)?|B\.C(?!\w)|BCE?)",
        "SPOKENYEAR": rf"nineteen[ ](?:{tens}(?:[- ]{ones})?|{teens}|hundred)",
        "SEASON": alternation(known.seasons),
        "PART": alternation(known.day_parts),
        "ORDINAL": alternation(known.ordinals),
        "TENS": alternation(known.decades),
        "UNIT": units,
        "UNITS": f"(?:{units}|{plurals})",
        "PLURALS": plurals,
        "NUMBER": (
            rf"(?:\d{{1,3}}(?:,\d{{3}})?(?:\.\d{{1,2}})?|(?:{tens}(?:[- ]{ones})?|(?:{ones}|{teens}){hundreds})(?:[ ]\(\d{{1,4}}\))?"
            rf"|an?{hundreds.removesuffix('?')}|an?[ ](?:dozen|couple[ ]of)|couple[ ]of)"
        ),
        "FEW": r"(?:several|a[ ]few|few|many|(?:the[ ])?several|a[ ]number[ ]of|hundreds[ ]of|thousands[ ]of)",
        "PERIODICAL": alternation(word for word in known.periodical if word != "annual"),
        "COUNTED": alternation(known.names.counted),
        "PAPER": f"(?-i:{alternation(known.names.papers)})",
        "BLUR": alternation(blur for blurs in known.blurs.values() for blur in blurs),
        "PARTOF": alternation(part for parts in known.parts.values() for part in parts),
    }


def build(pattern: str) -> re.Pattern[str]:
    """A rule's regex: ``<NAME>`` stands for a fragment, a space for white space; letters match in any case.

    The rule matches whole words only. Every repetition in the fragments is bounded, so a rule reads any text in
    time that is linear in its length.
    """
    expanded = re.sub(r"(?<!\?P)<([A-Z]+)>", lambda found: fragments()[found[1]], pattern)
    expanded = re.sub(r"(?<!\[)(?<!\\) (?!\])", lambda _: fragments()["S"], expanded)
    return re.compile(rf"(?<![\w$€£])(?<!\d[.,])(?:{expanded})(?!\w)", re.IGNORECASE)
