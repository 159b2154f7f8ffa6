"""Rules for periods that are told from another time: this week, two years ago, the next day, a year earlier."""

import re

from nlp.timex.dates import mod_of
from nlp.timex.moment import Moment
from nlp.timex.rule import Rule, Scene, Timex, group, rule
from nlp.timex.values import duration_value
from nlp.timex.words import blur_of, month_of, number_of, part_of, unit_of
from nlp.timex.years import year_by_tense

_BEFORE = frozenset({"last", "previous", "past", "this past", "the last", "the past"})
_AFTER = frozenset({"next", "coming", "the coming", "this coming", "upcoming"})
_TOLD_BEFORE = frozenset({"the previous", "the preceding", "the prior"})
_TOLD_AFTER = frozenset({"the following", "the next", "the subsequent"})
_SAME = frozenset({"that", "the same", "that same", "that very"})


def _period(match: re.Match[str], scene: Scene) -> Timex | None:
    """Last week, this month, the next year, that quarter: a calendar unit counted from now or from the date told."""
    unit = unit_of(match["unit"])
    which = group(match, "which")
    told = which in _TOLD_BEFORE | _TOLD_AFTER | _SAME or (which == "the year" and scene.narrative)
    moment = (scene.then(unit) or scene.then("Y")) if told else scene.now
    shift = 1 if which in _AFTER | _TOLD_AFTER else -1 if which in _BEFORE | _TOLD_BEFORE else 0
    return _stepped(moment, unit, shift, "inferred" if told and scene.told else "relative", mod_of(match))


def _before_last(match: re.Match[str], scene: Scene) -> Timex | None:
    """The week before last, the year after next."""
    shift = -2 if group(match, "which") == "last" else 2
    return _stepped(scene.now, unit_of(match["unit"]), shift, "relative")


def _same_a_year_earlier(match: re.Match[str], scene: Scene) -> Timex | None:
    """The same month a year earlier: of the month told last, or else of this one."""
    unit = unit_of(match["unit"])
    return _stepped(scene.then(unit), "M", -12, "inferred")


def _stepped(moment: Moment | None, unit: str, shift: float, basis: str, mod: str | None = None) -> Timex | None:
    if moment is None:
        return None
    value = moment.step(unit, shift)
    if value is None and unit in {"D", "W", "WE", "M"}:
        value = moment.value.partition("-")[0] + {"D": "-XX-XX", "M": "-XX"}.get(unit, "-WXX")
    return Timex("DATE", value, basis, mod) if value is not None else None


def _ago(match: re.Match[str], scene: Scene) -> Timex | None:
    """Two years ago, six months earlier, three days later, a week from now."""
    unit = unit_of(match["unit"])
    words = group(match, "number")
    number = number_of(words) if words else None
    if number is not None and group(match, "half"):
        number += 0.5
    direction = group(match, "direction")
    mod = blur_of(group(match, "mod"))
    if number is None:
        return _vaguely_ago(scene, direction, unit)
    later = direction in {"later", "after", "afterwards", "from now", "hence", "on", "from today", "afterward"}
    from_now = direction in {"ago", "from now", "hence", "from today"} and not scene.narrative
    if unit in {"S", "H"} or match["unit"].lower().startswith("minute"):
        clock = match["unit"].lower().startswith("minute")
        return Timex("DURATION", duration_value(number, unit, clock=clock), "explicit", mod)
    sign = 1 if later else -1
    if unit == "Y" and number == 1 and not later and (quarter := scene.quarter):
        return Timex("DATE", f"{int(quarter[:4]) - 1:04d}{quarter[4:]}", "inferred", mod)
    moment = scene.now if from_now else (scene.then(unit) or scene.then("Y"))
    basis = "relative" if from_now or not scene.told else "inferred"
    if unit == "F":
        unit, number = "W", number * 2
    if unit == "W" and mod is None and not from_now and moment is not None and moment.date is not None:
        unit, number = "D", number * 7
    if unit in {"Y", "E", "C"} and number != int(number):
        unit, number = "M", number * 12
    return _stepped(moment, unit, sign * number, basis, mod)


def _vaguely_ago(scene: Scene, direction: str, unit: str) -> Timex:
    """Weeks later, several years ago: as much of the date told last as holds still, or the past or future."""
    if direction in {"from now", "hence", "from today"}:
        return Timex("DATE", "FUTURE_REF", "relative")
    if direction not in {"later", "after", "afterward", "afterwards"}:
        return Timex("DATE", "PAST_REF", "relative")
    told = scene.last()
    if told is None or unit in {"Y", "E", "C"}:
        return Timex("DATE", "FUTURE_REF", "relative")
    year = Moment(told.year).value
    if unit == "D" and told.month is not None:
        return Timex("DATE", Moment(told.year, told.month).value + "-XX", "inferred")
    if unit in {"H", "S"}:
        return Timex("TIME", f"{told.value}TXX", "inferred")
    return Timex("DATE", year + {"W": "-WXX", "D": "-XX-XX"}.get(unit, "-XX"), "inferred")


def _beside(match: re.Match[str], scene: Scene) -> Timex | None:
    """The day before, the week after: next to the date told last."""
    shift = -1 if group(match, "direction") in {"before", "earlier"} else 1
    word = group(match, "unit")
    unit = "D" if word == "night" else unit_of(word)
    timex = _stepped(scene.then(unit) or scene.then("Y"), unit, shift, "inferred")
    return Timex("TIME", timex.value + "TNI", "inferred") if timex is not None and word == "night" else timex


def _ago_today(match: re.Match[str], scene: Scene) -> Timex | None:
    """Two years ago today, a year ago this week."""
    now, number = scene.written, number_of(group(match, "number"))
    if now is None or number is None:
        return None
    day = now.date
    if day is None or group(match, "day") == "this month":
        return _stepped(now, "M", -12 * number, "relative")
    then = Moment(day.year - int(number), day.month, day.day)
    if group(match, "day") == "this week":
        return _stepped(then, "W", 0, "relative")
    return _stepped(then, "D", {"tomorrow": 1, "yesterday": -1}.get(group(match, "day"), 0), "relative")


def _week_of(match: re.Match[str], scene: Scene) -> Timex | None:
    """The week of March 6."""
    now, month, day = scene.now, month_of(match["month"]), int(match["day"])
    if now is None:
        return None
    year = int(words) if (words := group(match, "year")) else year_by_tense(scene, match.start(), month, day)
    unit = "WE" if group(match, "unit") == "weekend" else "W"
    return _stepped(Moment(year, month, day), unit, 0, "relative")


def _year_earlier(match: re.Match[str], scene: Scene) -> Timex | None:
    """The year-earlier quarter, the year-ago period: the quarter told last, a year before."""
    quarter = scene.quarter
    if quarter is not None:
        return Timex("DATE", f"{int(quarter[:4]) - 1:04d}{quarter[4:]}", "inferred")
    return _stepped(scene.then("Y"), "Y", -1, "inferred")


def _the_period(match: re.Match[str], scene: Scene) -> Timex | None:
    """The quarter, the latest period, the weekend: the one the text is about, or else the latest one."""
    unit = "Q" if group(match, "unit") == "period" else unit_of(match["unit"])
    if unit == "Q":
        quarter = scene.quarter
        if year := group(match, "year"):
            return Timex("DATE", f"{year}-{quarter[5:]}" if quarter else year, "inferred")
        if quarter is not None:
            back = bool(group(match, "before")) or group(match, "which") == "last year's"
            return Timex("DATE", f"{int(quarter[:4]) - back:04d}{quarter[4:]}", "inferred")
        return _stepped(scene.written, "Q", -1, "inferred") if group(match, "unit") == "quarter" else None
    moment = scene.now
    if unit == "WE" and moment is not None and moment.date is not None:
        early = moment.date.weekday() < 4
        return _stepped(moment, unit, 0 if scene.tense(match.start()) == "future" or not early else -1, "relative")
    return _stepped(moment, unit, 0, "relative", mod_of(match))


def _lasting(match: re.Match[str], scene: Scene) -> Timex:
    return Timex("DURATION", "P1" + unit_of(match["unit"]))


def _end_of(match: re.Match[str], scene: Scene) -> Timex | None:
    """Year-end, month's end, the end of the year."""
    unit = unit_of(match["unit"])
    moment = scene.then(unit) if scene.narrative or unit == "D" else scene.now
    mod = part_of(group(match, "mod")) or "END"
    if mod == "END" and unit == "M" and scene.tense(match.start()) == "past" and (told := _month_gone_by(scene)):
        return _stepped(told, unit, 0, "inferred", mod)
    return _stepped(moment, unit, 0, "relative", mod)


def _month_gone_by(scene: Scene) -> Moment | None:
    """The month told last, where it is over: "It was listed on January 14. It sued at the end of the month"."""
    told, now = scene.last("M"), scene.written
    is_over = told is not None and now is not None and told.value[:7] < now.value[:7]
    return told if is_over else None


def _recent_or_coming(match: re.Match[str], scene: Scene) -> Timex:
    """Recent weeks, coming months: no certain number of them, before or after now."""
    past = group(match, "which") in {"recent", "past", "previous", "the recent", "more recent"}
    return Timex("DATE", "PAST_REF" if past else "FUTURE_REF", "relative")


_MOD = r"(?:(?P<mod>some ?time|<PARTOF>)(?: |-))?"
_BLUR = r"(?:(?P<mod><BLUR>|only|just|barely|a mere|some) )?"
_CALENDAR_UNIT = r"(?P<unit>day|weekend|week|month|quarter|year|decade|century)"
_AGO = r"(?P<direction>ago|earlier|later|previously|afterwards?|from now|hence|from today|(?:before|after)(?=[,.;:)]))"


def rules() -> tuple[Rule, ...]:
    """The rules for periods that are told from another time."""
    return (
        rule("unit", _MOD + r"(?P<which>this past|this coming|this|last|next|that same|that very|that|the same|the previous|the preceding|the prior|the following|the next|the subsequent|the coming|the current|coming) " + _CALENDAR_UNIT + r"(?! of\b)", _period),
        rule("unit", r"(?P<which>this|last|next|the previous|the following) (?:fiscal|calendar|academic|financial|business) (?P<unit>year)", _period),
        rule("unit", _BLUR + r"(?P<number><NUMBER>|<FEW>|an?|one)(?P<half> and a half)?(?: |-)(?:more |full |long |whole |short )?(?P<unit><UNITS>) " + _AGO, _ago),
        rule("unit", _BLUR + r"(?P<number>an?|one) (?P<unit>hour|day|week|month|year|decade|century)(?P<half> and a half) " + _AGO, _ago),
        rule("unit", r"the (?P<unit>week|weekend|month|quarter|year|day) (?:before|after) (?P<which>last|next)(?=[,.;:)]| (?:the|a|he|she|it|they|we|and|but|that)\b)", _before_last),
        rule("unit", r"the same (?P<unit>month) (?:a year (?:ago|earlier|before)|(?:of )?last year|the previous year)", _same_a_year_earlier),
        rule("unit", r"(?P<number>)(?P<unit>seconds|minutes|hours|days|weeks|months|years|decades|centuries) (?P<direction>ago|earlier|later|afterwards?)", _ago),
        rule("unit", r"(?P<unit>year)-(?:ago|earlier)", _year_earlier),
        rule("unit", r"(?:the )?(?:comparable |same )?(?P<unit>year)[- ](?:ago|earlier)(?: (?:third|fourth|first|second))? (?:quarter|period)", _year_earlier),
        rule("unit", r"(?P<which>the latest|the current|the corresponding|the comparable|last year's|the|that) (?:(?P<year><MODERNYEAR>) )?(?P<unit>quarter|period)(?P<before> last year| a year (?:ago|earlier))?", _the_period),
        rule("unit", r"the (?P<unit>week|month|year)(?= (?:ended|ending|to|through) )", _lasting),
        rule("unit", r"the (?P<unit>day|night|week|month|year) (?P<direction>before|earlier|after)(?=[,.;:)]|$)", _beside),
        rule("unit", r"(?P<number><NUMBER>|an?) years? ago,? (?P<day>today|tomorrow|yesterday|this week|this month)", _ago_today),
        rule("unit", r"the (?P<unit>week|weekend) of (?P<month><MONTH>) (?P<day><DAY>)<TH>(?:, (?P<year><YEAR>))?", _week_of),
        rule("unit", r"the (?P<unit>weekend|week|year)(?=[ \n,.;:’'])(?! (?:of|end|two|before|after|earlier|later|the|when|that|he|she|it|they|we)\b|-)", _the_period),
        rule("unit", r"(?P<which>the past|the last) (?P<unit>day|weekend|week|month|quarter|year)(?! (?:of|and a half)\b)", _period),
        rule("unit", r"of (?P<x>(?P<which>the last) (?P<unit>century))", _period),
        rule("unit", r"(?:(?P<mod>the end of|late in|later in|earlier in|early in|the beginning of|the start of|the middle of|the rest of|most of the rest of)) the (?P<unit>day|week|month|quarter|year|decade|century)", _end_of),
        rule("unit", r"(?:(?:around|about) )?(?P<unit>month|year|week|quarter)(?:['’]s|[- ])[- ]?end", _end_of),
        rule("unit", r"(?P<which>recent|past|future|coming|upcoming) (?:weeks|months|years|days|decades|quarters)(?: and (?:months|years))?", _recent_or_coming),
    )  # fmt: skip
