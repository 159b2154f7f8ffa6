"""Rules for dates of the calendar: days, months, years, decades and centuries, whole or in part."""

import re
from datetime import date

from nlp.timex.holidays import holidays
from nlp.timex.moment import Moment
from nlp.timex.patterns import alternation
from nlp.timex.rule import Rule, Scene, Timex, group, rule
from nlp.timex.values import timex_interval
from nlp.timex.words import blur_of, month_of, part_of, spoken_year, vocabulary
from nlp.timex.years import which_year, year_by_tense


def _day_value(year: int, month: int, day: int) -> str | None:
    if year <= 0:
        return Moment(year, month, day).value if 1 <= day <= 31 else None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def mod_of(match: re.Match[str]) -> str | None:
    """The ``mod`` that the words before a period or an amount give."""
    words = group(match, "mod")
    return part_of(words) or blur_of(words)


def _at(match: re.Match[str], value: str, basis: str) -> Timex:
    part = group(match, "part")
    if not part or "-" not in value:
        return Timex("DATE", value, basis, mod_of(match))
    return Timex("TIME", value + vocabulary().day_parts[part], basis, mod_of(match))


def _year_of(match: re.Match[str]) -> int | None:
    if words := group(match, "bcyear"):
        return -int(words)
    if words := group(match, "year"):
        return int(words)
    return None


def full_year(two_digits: int, scene: Scene) -> int:
    """The year that two digits stand for: of the century that a narrative tells of, else of 1940 to 2039."""
    told = scene.story_time() if scene.narrative else None
    if told is not None and told.year > 0:
        return told.year - told.year % 100 + two_digits
    return two_digits + (2000 if two_digits < 40 else 1900)


def _date(match: re.Match[str], scene: Scene) -> Timex | None:
    month = month_of(match["month"])
    day = vocabulary().ordinals[nth] if (nth := group(match, "nth")) else int(group(match, "day") or 0) or None
    year = _year_of(match)
    basis = "explicit"
    if words := group(match, "short"):
        year = full_year(int(words), scene)
    if year is None and month in map(month_of, vocabulary().names.given) and _is_a_person(match, scene):
        return None
    if (words := group(match, "endmonth")) and year is not None:
        year -= _is_later(month, day, month_of(words), int(group(match, "endday") or 0))
    if year is None:
        found = _year_in_scene(match, scene, month, day)
        if found is None:
            value = f"XXXX-{month:02d}" + (f"-{day:02d}" if day else "")
            return _at(match, value, "explicit")
        year, basis = found
    if day is None:
        return Timex("DATE", Moment(year, month).value, basis, mod_of(match))
    value_of_day = _day_value(year, month, day)
    return _at(match, value_of_day, basis) if value_of_day else None


def _is_later(month: int, day: int | None, end_month: int, end_day: int) -> bool:
    """Whether a date is later in the calendar than the one that ends its range: "December 12 to January 7, 2019"."""
    return (month, day or 0) > (end_month, end_day)


def _is_a_person(match: re.Match[str], scene: Scene) -> bool:
    """Whether the month is a given name: it stands alone before a surname, and no word before it asks for a date."""
    return (
        match.group() == match["month"]
        and _SURNAME.match(scene.text, match.end()) is not None
        and _DATED.search(scene.text, max(0, match.start() - 12), match.start()) is None
    )


_SURNAME = re.compile(r" (?!President|Prime|Chancellor|Secretary|Minister|General|Congress|Parliament)[A-Z][a-z]+\b")
_DATED = re.compile(
    r"\b(?:in|of|since|by|from|until|till|to|through|during|for|before|after|the|its|their|on|between),?\s\Z",
    re.IGNORECASE,
)


def _year_in_scene(match: re.Match[str], scene: Scene, month: int, day: int | None) -> tuple[int, str] | None:
    which = group(match, "which")
    if which in {"that", "that same", "the same"}:
        moment = scene.then("Y")
        return (moment.year, "inferred") if moment else None
    if group(match, "yearword"):
        moment = scene.now
        if moment is None:
            return None
        shift = {"last": -1, "next": 1, "the previous": -1, "the following": 1}.get(which, 0)
        return moment.year + shift, "relative"
    if which in {"the previous", "the following"} and (moment := scene.last("M")) is not None:
        return which_year(which, moment, month), "inferred"
    if which and scene.now is not None:
        return which_year(which, scene.now, month), "relative"
    if scene.narrative and (told := scene.story_time()) is not None:
        return told.year, "inferred"
    if scene.written is None:
        return None
    return year_by_tense(scene, match.start(), month, day), "relative"


def _numeric(match: re.Match[str], scene: Scene) -> Timex | None:
    first, second = int(match["a"]), int(match["b"])
    year = int(match["year"])
    if year < 100:
        year = full_year(year, scene)
    day_first = (scene.day_first or first > 12) and second <= 12
    value = _day_value(year, *((second, first) if day_first else (first, second)))
    return Timex("DATE", value) if value else None


def _iso(match: re.Match[str], scene: Scene) -> Timex | None:
    value = _day_value(int(match["year"]), int(match["m"]), int(match["d"]))
    if value is None:
        return None
    clock = group(match, "clock") if "clock" in match.re.groupindex else ""
    return Timex("TIME", f"{value}T{clock}") if clock else Timex("DATE", value)


def _end_day(match: re.Match[str], scene: Scene) -> Timex | None:
    """The first day of May, the last day of 2007."""
    first = group(match, "end") == "first"
    if words := group(match, "bareyear"):
        return Timex("DATE", f"{words}-01-01" if first else f"{words}-12-31")
    timex = _date(match, scene) if group(match, "year") or scene.written else None
    interval = timex_interval(timex.value) if timex is not None else None
    if timex is None or interval is None:
        return None
    return Timex("DATE", interval[0 if first else 1].isoformat(), timex.basis)


def _each_month(match: re.Match[str], scene: Scene) -> Timex:
    return Timex("SET", f"XXXX-{month_of(match['month']):02d}")


def _year(match: re.Match[str], scene: Scene) -> Timex | None:
    year = full_year(int(words), scene) if (words := group(match, "short")) else _year_of(match)
    if year is None or year == 0:
        return None
    return Timex("DATE", Moment(year).value, "explicit", mod_of(match))


def _spoken_year(match: re.Match[str], scene: Scene) -> Timex | None:
    year = spoken_year(group(match, "yearwords"))
    return Timex("DATE", f"{year:04d}") if year else None


def _short_year_of_range(match: re.Match[str], scene: Scene) -> Timex | None:
    first = int(match["first"])
    year = first - first % 100 + int(match["short"])
    return Timex("DATE", Moment(year).value) if year > first else None


def _decade(match: re.Match[str], scene: Scene) -> Timex | None:
    mod = mod_of(match)
    if words := group(match, "bcyear"):
        return Timex("DATE", f"BC{int(words) // 10:03d}", "explicit", mod)
    if words := group(match, "year"):
        return Timex("DATE", words[:3], "explicit", mod)
    digit = vocabulary().decades[words] if (words := group(match, "tens")) else int(group(match, "short")) // 10
    return Timex("DATE", f"{'20' if digit < 2 else '19'}{digit}", "explicit", mod)


def _century(match: re.Match[str], scene: Scene) -> Timex | None:
    words = group(match, "century")
    number = vocabulary().ordinals.get(words) or int(re.sub(r"\D", "", words) or 0)
    if not 1 <= number <= 21:
        return None
    before_christ = "BC" if group(match, "era") else ""
    return Timex("DATE", f"{before_christ}{number - 1:02d}", "explicit", mod_of(match))


def _nine_eleven(match: re.Match[str], scene: Scene) -> Timex | None:
    """9/11 and, since then, the Sept. 11 attacks."""
    if scene.written is not None and scene.written.value < "2001-09-11":
        return None
    return Timex("DATE", "2001-09-11")


_OF_THE_STORY = {"that": 0, "that same": 0, "the same": 0, "the following": 1, "the previous": -1}
"""How many months from the one told last the words before "month" lead."""


def _day_of_month(match: re.Match[str], scene: Scene) -> Timex | None:
    """On the 15th, the 15th of this month: of the month told last, or the month that the tense asks for."""
    words = group(match, "nth")
    day = vocabulary().ordinals[words] if words else int(match["day"])
    told = scene.last("M")
    now = scene.now
    which = group(match, "which")
    if which in _OF_THE_STORY:
        moment = told.step("M", _OF_THE_STORY[which]) if told is not None else None
    elif which:
        moment = now.step("M", {"last": -1, "next": 1}.get(which, 0)) if now is not None else None
    elif told is not None and told.month is not None:
        moment = Moment(told.year, told.month).value
    elif now is not None and now.day is not None:
        future = scene.tense(match.start()) in {"future", "planned"}
        moment = now.step("M", (future and day < now.day) - (not future and day > now.day))
    else:
        moment = "XXXX-XX"
    value = f"{moment}-{day:02d}"
    return Timex("DATE", value, "relative") if moment and (moment[0] == "X" or timex_interval(value)) else None


def _holiday(match: re.Match[str], scene: Scene) -> Timex | None:
    holiday = holidays()[group(match, "holiday").replace("’", "'")]
    if words := group(match, "year"):
        return Timex("DATE", holiday.in_year(int(words)).isoformat())
    now = scene.now
    if now is None:
        return Timex("DATE", "XXXX-{:02d}-{:02d}".format(*holiday.day)) if holiday.day is not None else None
    this_year = holiday.in_year(now.year)
    year = now.year
    if not scene.narrative and scene.written is not None:
        which = group(match, "which")
        month, day = this_year.month, this_year.day
        year = which_year(which, now, month) if which else year_by_tense(scene, match.start(), month, day)
    return Timex("DATE", holiday.in_year(year).isoformat(), "relative")


_ON = r"(?:(?P<mod>early|late|about|around|<PARTOF>)(?: on)?(?: |-))?"
_PART = r"(?:(?:early in |late in )?(?:the )?(?:early |late )?(?P<part><PART>)(?: hours)? (?:of |on ))?"
_DAYNAME = r"(?:<ANYWEEKDAY>,? (?:dawn of )?)?"
_DMY_DAY = r"(?:the )?(?P<day><DAY>)<TH>(?: day)?(?: of |-| )"
_BC = r"(?:(?P<bcyear>\d{1,4}) <BC>|(?P<year><YEAR>))"
_WHICH_YEAR = (
    r"(?:,? (?:of |in )?(?P<which>last|this|next|that|the same|the previous|the following) (?P<yearword>year))?"
)
_NO_NUMBER = r"(?![,.:]?\d|[%/]| (?:percent|per cent|million|billion))"
_THEN = r"(?:<DASH>|,? and (?:the )?|,? or (?:the )?| to (?:the )?| through (?:the )?| until (?:the )?)"
_MAY_IS_MONTH = r"(?! (?:\w{1,12}ly )?(?:be|have|not|also|well|soon|even|still|only|seem|take|come)\b)"


def _holiday_names() -> str:
    return alternation(holidays()).replace("'", "['’]")


def rules() -> tuple[Rule, ...]:
    """The rules for dates of the calendar; of equally long matches the earlier rule's holds."""
    return (
        rule("figures", r"(?P<year><YEAR>)-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?:[T ](?P<clock>[0-2]\d:[0-5]\d)(?::[0-5]\d)?)?", _iso),
        rule("figures", r"(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<year>\d{4}|\d{2})(?!/)", _numeric),
        rule("figures", r"(?P<a>\d{1,2})\.(?P<b>\d{1,2})\.(?P<year><YEAR>)", _numeric),
        rule("figures", r"(?P<a>\d{1,2})-(?P<b>\d{1,2})-(?P<year>20\d\d|19\d\d)", _numeric),
        rule("figures", r"(?P<year><YEAR>)/(?P<m>0?[1-9]|1[0-2])/(?P<d>0?[1-9]|[12]\d|3[01])", _iso),
        rule("month", r"(?P<x>Sept(?:\.|ember)? 11(?:th)?)(?= (?:terror(?:ist)? )?(?:attacks?|hijack\w{2,5})\b)", _nine_eleven),
        # 26 June – 4 August 1952 · April and June 1955: the first has the year of the second
        rule("month", r"(?P<x>(?P<day><DAY>)<TH> (?P<month><MONTH>))(?=" + _THEN + r"(?P<endday><DAY>)<TH> (?P<endmonth><MONTH>),? (?P<year><YEAR>))", _date),
        rule("month", r"(?P<x>(?P<month><MONTH>) (?P<day><DAY>)<TH>)(?=" + _THEN + r"(?P<endmonth><MONTH>) (?P<endday><DAY>)<TH>,? (?P<year><YEAR>))", _date),
        rule("month", r"(?P<x>(?P<month><MONTH>))(?=" + _THEN + r"(?P<endmonth><MONTH>)(?:,| of)? (?P<year><YEAR>))", _date),
        rule("month", r"(?P<x>(?P<month><MONTH>))(?=<DASH><MONTH>)", _date),
        rule("month", r"(?P<x>(?P<month><WORDMONTH>))(?=[,.]? (?:and|or|to) <MONTH>)", _date),
        # May 15, 2020 · Friday, May 15 · the morning of May 15 · May 15th of last year
        rule("month", _PART + _DAYNAME + r"(?P<month><MONTH>)\.? (?P<day><DAY>)<TH>(?:,? ?(?:of )?(?P<year><YEAR>)(?![,.]\d)|,? of (?P<bcyear>\d{1,4}) <BC>|" + _WHICH_YEAR + ")" + _NO_NUMBER, _date),
        rule("month", r"(?P<which>last|this past|this|next) (?P<month><MONTH>) (?P<day><DAY>)<TH>", _date),
        # 15 May 2020 · the 15th of May · 15-May-2020
        rule("month", _PART + _DAYNAME + _DMY_DAY + r"(?P<month><MONTH>)(?:(?:,? (?:of )?|-)" + _BC + "|" + _WHICH_YEAR + ")", _date),
        # May 15–20, 2020 · 15-20 May 2020 · April 24 and 25: the other day has the month and the year of its fellow
        rule("month", r"(?P<x>(?P<month><MONTH>) (?P<day><DAY>)<TH>)(?=" + _THEN + r"(?:<DAY>)<TH>,? (?P<year><YEAR>))", _date),
        rule("month", r"(?P<month><MONTH>) (?:<DAY>)<TH>" + _THEN + r"(?P<x>(?P<day><DAY>)<TH>(?:,? (?P<year><YEAR>))?)" + _NO_NUMBER, _date),
        rule("month", r"(?P<x>(?:the )?(?P<day><DAY>)<TH>)(?=" + _THEN + r"(?:<DAY>)<TH>(?: of)? (?P<month><MONTH>)(?:,? (?P<year><YEAR>))?)", _date),
        # May 2020 · early May 2020 · the end of May · 1991's August
        rule("month", _ON + r"(?P<month><MONTH>)(?:, | of |-| |, of )" + _BC, _date),
        rule("month", _ON + r"(?P<month><MONTH>) '(?P<short>\d\d)", _date),
        rule("month", _ON + r"(?P<month><SUREMONTH>)(?! <DAY><TH>(?!\d))" + _WHICH_YEAR, _date),
        rule("month", r"the (?P<end>first|last) day of (?P<month><MONTH>)(?:,? (?:of )?(?P<year><MODERNYEAR>))?", _end_day),
        rule("year", r"the (?P<end>first|last) day of (?P<bareyear><MODERNYEAR>)", _end_day),
        rule("month", _ON + r"(?P<which>last|next|this past|this|the previous|the following|that|that same) (?P<month><SUREMONTH>|<WORDMONTH>)", _date),
        rule("month", r"(?:in|as|since|during|until|till|by|of|for|from|and|or|between|to|through|before|after|mid|last|\() (?P<x>" + _ON + r"(?P<month><WORDMONTH>)" + _WHICH_YEAR + ")" + _MAY_IS_MONTH, _date),
        rule("month", r"(?P<mod>early|late|mid|<PARTOF>)(?: |-)(?P<month><WORDMONTH>)" + _WHICH_YEAR + _MAY_IS_MONTH, _date),
        rule("month", r"(?:its|his|her|their|our|\w['’]s) (?P<x>(?P<month><WORDMONTH>))(?= [a-z])", _date),
        rule("month", r"(?:every|each) (?P<month><MONTH>)", _each_month),
        # 1996 · mid-1996 · the end of 1990 · 480 BC · 1955-63 · '89 · fiscal 1988
        rule("year", r"(?P<mod>(?:<PARTOF>)(?: in)?|ca\.|circa|about|around|the year|the years|fiscal year|fiscal|post|pre)(?: |-)(?P<year><MODERNYEAR>)(?![\d%/]|[.,]\d|s\b)(?! <COUNTED>\b)", _year),
        rule("year", r"(?<![\d.,/#-])(?<!Flight\ )(?<!No\.\ )(?<!Room\ )(?<!Route\ )(?<!Windows\ )(?<!Office\ )(?<!Resolution\ )(?<!Resolutions\ )(?P<year><MODERNYEAR>)(?: or (?:later|earlier)|(?![\d%/]|[.,]\d|s\b|-\w+ing\b))(?! <COUNTED>\b)", _year),
        rule("year", r"(?:<MODERNYEAR>)[ ]?[-–—][ ]?(?P<x>(?P<year><MODERNYEAR>))(?![\d%/]|[.,]\d)", _year),
        rule("year", r"(?P<first><MODERNYEAR>)[-–/](?P<x>(?P<short>\d\d))(?![-\d%/]|[.,]\d)", _short_year_of_range),
        rule("bc", r"(?:(?P<mod><PARTOF>|ca\.|circa|about|around)(?: |-))?(?P<bcyear>\d{1,4}) <BC>", _year),
        rule("bc", r"(?P<x>(?P<bcyear>\d{1,4}))(?=(?:<DASH>| and | to )\d{1,4} <BC>)", _year),
        rule("unit", r"(?:the year )(?P<yearwords>(?:one|two) thousand(?: (?:and )?(?:<NUMBER>))?|<SPOKENYEAR>)", _spoken_year),
        rule("tens", r"(?P<yearwords><SPOKENYEAR>)", _spoken_year),
        rule("year", r"(?<![\w'’])['’`](?P<short>\d\d)(?![\ds%])(?! (?:percent|cents))", _year),
        rule("year", r"(?:the )?(?:(?P<mod><PARTOF>)(?: |-))?(?:the )?(?:(?P<year>(?:1[5-9]\d|20\d)0)['’]?s|(?P<bcyear>\d{2,3}0)['’]?s <BC>)", _decade),
        rule("year", r"the (?:(?P<mod>early|mid|late)(?: |-))?['’‘]?(?P<short>[2-9]0)s", _decade),
        rule("tens", r"the (?:(?P<mod>early|mid|late)(?: |-))?(?P<tens><TENS>)", _decade),
        rule("figures", r"(?P<year>9/11)(?!/)", _nine_eleven),
        rule("nth", r"(?:on|by|until|till|before|after|from|since|for) (?P<x>the (?P<day><DAY>)(?:st|nd|rd|th)(?: of (?P<which>this|last|next|the|that|that same|the same|the following|the previous) month)?)(?=[,.;:)]| (?:and|or|to|but|at|he|she|it|they|we|the)\b)", _day_of_month),
        rule("nth", r"the (?P<day><DAY>)(?:st|nd|rd|th) of (?P<which>this|last|next|that|that same|the same|the following|the previous) month", _day_of_month),
        rule("unit", r"the (?P<nth><ORDINAL>) of (?P<which>this|last|next|the|that|that same|the same|the following|the previous) month", _day_of_month),
        rule("month", r"the (?!fourth of July)(?P<nth><ORDINAL>) of (?P<month><MONTH>)(?:,? (?P<year><MODERNYEAR>))?", _date),
        rule("unit", r"(?:the )?(?P<century>\d{1,2}th|<ORDINAL>)(?= (?:and|to|or) (?:the )?(?:\d{1,2}(?:st|th)|<ORDINAL>) centuries)", _century),
        rule("unit", r"(?:the )?(?:(?P<mod><PARTOF>)(?: |-))?(?:the )?(?P<century>\d{1,2}(?:st|nd|rd|th)|<ORDINAL>)(?: |-)centur(?:y|ies)(?: (?P<era><BC>))?", _century),
        rule("holiday", r"(?:(?P<which>last|next|this) )?(?P<holiday>" + _holiday_names() + r")(?:,? (?P<year><MODERNYEAR>))?", _holiday),
    )  # fmt: skip
