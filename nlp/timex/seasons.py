"""Rules for parts of a year: quarters, halves and seasons, and the fiscal year."""

import re

from nlp.timex.dates import full_year, mod_of
from nlp.timex.moment import Moment
from nlp.timex.rule import Rule, Scene, Timex, group, rule
from nlp.timex.words import month_of, number_of, vocabulary
from nlp.timex.years import which_year

_LAST_MONTH_OF_THIS_WINTER = 3
"""Until then "this winter" is the one that started last December, and has the year of that."""
_SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def _quarter(match: re.Match[str], scene: Scene) -> Timex | None:
    words = group(match, "q")
    number = int(words) if words.isdecimal() else vocabulary().ordinals[words]
    if number > 4:
        return None
    timex = _part_of_year(match, scene, f"Q{number}", 3 * number - 2)
    scene.quarter = timex.value if timex is not None and timex.value[0] != "X" else None
    return timex


def _quarter_by_months(match: re.Match[str], scene: Scene) -> Timex | None:
    """The October-December quarter: three months that a calendar quarter has."""
    last = month_of(match["month"])
    if last % 3 or month_of(match["first"]) != last - 2:
        return None
    timex = _part_of_year(match, scene, f"Q{last // 3}", last - 2)
    scene.quarter = timex.value if timex is not None and timex.value[0] != "X" else None
    return timex


def _half(match: re.Match[str], scene: Scene) -> Timex | None:
    number = {"first": 1, "second": 2, "latter": 2, "last": 2, "1": 1, "2": 2}[group(match, "h")]
    return _part_of_year(match, scene, f"H{number}", 6 * number - 5)


def _season(match: re.Match[str], scene: Scene) -> Timex | None:
    season = vocabulary().seasons[group(match, "season")]
    return _part_of_year(match, scene, season, _SEASON_START[season])


def _part_of_year(match: re.Match[str], scene: Scene, part: str, first_month: int) -> Timex | None:
    """The value of a part of a year: of the year named, of last, this or next year, or by the tense."""
    mod = mod_of(match)
    if words := group(match, "bcyear"):
        return Timex("DATE", f"BC{int(words):04d}-{part}", "explicit", mod)
    if words := group(match, "year"):
        return Timex("DATE", f"{words}-{part}", "explicit", mod)
    if words := group(match, "short"):
        return Timex("DATE", f"{full_year(int(words), scene)}-{part}", "explicit", mod)
    now = scene.now
    if now is None:
        return Timex("DATE", f"XXXX-{part}", "explicit", mod)
    which = group(match, "which").removesuffix("'s").removesuffix("’s")
    if which in {"that", "that same"}:
        told = scene.then("Y") or now
        return Timex("DATE", f"{Moment(told.year).value}-{part}", "inferred", mod)
    if which in {"the following", "the previous"} and not group(match, "yearword"):
        from_there = scene.last("M") or now
        return Timex("DATE", f"{which_year(which, from_there, first_month):04d}-{part}", "inferred", mod)
    month = now.month or 1
    year = now.year
    if scene.narrative and not which:
        return Timex("DATE", f"{now.value.split('-')[0]}-{part}", "inferred", mod)
    if group(match, "yearword"):
        year += {"last": -1, "next": 1, "the previous": -1, "the following": 1}.get(which, 0)
    elif which == "last":
        year -= month <= first_month + (2 if part[0] not in "QH" else 0)
        year -= part == "WI" and month < _LAST_MONTH_OF_THIS_WINTER
    elif which == "next":
        year += month >= first_month
    elif which == "this past":
        year -= month < first_month
    elif which == "this coming":
        year += month > first_month + 2
    elif which == "this":
        year -= part == "WI" and month <= _LAST_MONTH_OF_THIS_WINTER
    elif not which:
        future = scene.tense(match.start()) == "future"
        long_over = month > first_month + (2 if part in vocabulary().seasons.values() else 5)
        year += (1 if future and long_over else 0) - (1 if not future and month < first_month else 0)
    return Timex("DATE", f"{year:04d}-{part}", "relative", mod)


def _quarters(match: re.Match[str], scene: Scene) -> Timex | None:
    """The first two quarters of 1990: a half."""
    half = 1 if group(match, "h") == "first" else 2
    return _part_of_year(match, scene, f"H{half}", 6 * half - 5)


def _fiscal_year(match: re.Match[str], scene: Scene) -> Timex | None:
    if words := group(match, "year"):
        return Timex("DATE", words)
    if words := group(match, "short"):
        return Timex("DATE", f"{full_year(int(words), scene)}")
    if scene.written is None:
        return None
    return Timex("DATE", f"{scene.written.year:04d}", "relative", mod_of(match))


def _a_year(match: re.Match[str], scene: Scene) -> Timex:
    """The fiscal year ended on some day: the day is told apart, the year is how long it lasts."""
    return Timex("DURATION", "P1Y")


def _months_of_year(match: re.Match[str], scene: Scene) -> Timex | None:
    number = number_of(match["number"])
    unit = {"m": "M", "w": "W", "d": "D", "q": "Q", "y": "Y"}[group(match, "unit")[0]]
    return Timex("DURATION", f"P{number:g}{unit}") if number else None


_MOD = r"(?:(?P<mod><PARTOF>|about|around)(?: |-))?"
_YEAR = (
    r"(?:(?:,? of|,| in)? (?:(?P<bcyear>\d{1,4}) <BC>|(?P<year><MODERNYEAR>)|['’](?P<short>\d\d))"
    r"|,? (?:of |in )?(?P<which>last|this|next|that|the previous|the following) (?P<yearword>year))?"
)
_OF_YEAR = r"(?:(?P<which>last|this|next) (?P<yearword>year)['’]s |(?:the )?(?P<year><MODERNYEAR>) |the |its |their )"
_Q = r"(?P<q>first|second|third|fourth|1st|2nd|3rd|4th)"


def rules() -> tuple[Rule, ...]:
    """The rules for parts of a year."""
    return (
        rule("unit", r"(?:fiscal[- ])?" + _Q + r"-quarter", _quarter),
        rule("unit", r"(?:the )?" + _MOD + r"(?:fiscal[- ])?" + _Q + r"(?: fiscal)? quarter(?:(?: of)?(?: fiscal)? (?P<year><MODERNYEAR>)| (?:of )?(?P<which>last|this|next) (?P<yearword>year))?", _quarter),
        rule("unit", r"(?:(?P<which>last|this|next) (?P<yearword>year)['’]s |(?:the )?(?P<year><MODERNYEAR>) )" + _Q + r"[ -]quarter", _quarter),
        rule("q", r"(?-i:Q)(?P<q>[1-4])(?: (?:of )?(?P<year><MODERNYEAR>))?", _quarter),
        rule("q", r"(?P<q>[1-4])(?-i:Q)(?:(?: (?:of )?)?(?P<year><MODERNYEAR>))?", _quarter),
        rule("q", r"(?P<year><MODERNYEAR>)[- ]?(?-i:Q)(?P<q>[1-4])", _quarter),
        rule("q", r"(?P<q>[1-4])(?-i:Q) ?['’]?(?P<short>\d\d)", _quarter),
        rule("q", r"(?-i:Q)(?P<q>[1-4]) ?['’](?P<short>\d\d)", _quarter),
        rule("q", r"(?-i:H)(?P<h>[12])(?:,? (?:of )?|-)(?P<year><MODERNYEAR>)", _half),
        rule("q", r"(?P<h>[12])(?-i:H)(?:(?: (?:of )?)?(?P<year><MODERNYEAR>)| ?['’]?(?P<short>\d\d))", _half),
        rule("q", r"(?-i:FY) ?(?:(?P<year><MODERNYEAR>)|['’]?(?P<short>\d\d))", _fiscal_year),
        rule("month", r"(?:the )?(?P<first><MONTH>)(?: ?[-–] ?| to )(?P<month><MONTH>) quarter(?: (?:of )?(?P<year><MODERNYEAR>)| of (?P<which>last|this|next) (?P<yearword>year))?", _quarter_by_months),
        rule("unit", r"(?:the )?(?P<h>first|second|latter|last)(?: |-)half of (?:(?P<year><MODERNYEAR>)|(?P<which>last|this|next|the|that) (?P<yearword>year))", _half),
        rule("unit", r"(?:the )?(?P<h>first|second)(?: |-)half(?= (?:results|earnings|profits?|sales|revenues?|loss|net)\b)", _half),
        rule("unit", r"(?:the )?(?P<h>first|last) two quarters(?: of (?P<year><MODERNYEAR>))?", _quarters),
        rule("season", r"(?:the )?" + _MOD + r"(?:the )?(?P<season><SEASON>)" + _YEAR.replace("))?", "))", 1), _season),
        rule("season", _MOD + r"(?P<which>last|this|next|this past|this coming|that|that same|the following|the previous) (?P<season><SEASON>)", _season),
        rule("season", r"(?:the (?:(?P<mod>early|late|mid)(?: |-))?|(?:early|late|mid)(?: |-))(?P<season>spring|summer|autumn|winter)", _season),
        rule("season", r"(?P<year><MODERNYEAR>) (?P<season>spring|summer|autumn|winter)(?! (?:Olympics?|Paralympics|Games|Universiade|Festival)\b)", _season),
        rule("season", r"(?<!hot\ )(?<!to\ )(?P<season>spring|summer|autumn|winter)(?! (?:Festival|Olympics|Games)\b)", _season),
        rule("season", r"(?:in|by|since|until|during|through|for|before) (?P<x>the (?P<season>fall))(?= ?[,.;]| (?:when|it|he|she|they|we|and|but)\b)", _season),
        rule("unit", r"the fiscal year(?= (?:end(?:ed|ing|s)|that end(?:ed|s)|to|through)\b)", _a_year),
        rule("unit", r"(?<!\d\ )(?:the )?(?:(?:current|latest|full|whole|entire|last|next|previous) )?fiscal[- ]year", _fiscal_year),
        rule("unit", r"the (?P<mod>full|whole|entire) year", _fiscal_year),
        rule("unit", r"(?:the |its )?(?P<which>first|last|final|latest|other|next) (?P<number><NUMBER>) (?P<unit>months|weeks|days|quarters|years)", _months_of_year),
    )  # fmt: skip
