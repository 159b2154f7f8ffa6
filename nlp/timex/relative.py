"""Rules for periods that are told from another time: this week, two years ago, the next day, a year earlier."""

import re

from nlp.timex.dates import mod_of
from nlp.timex.moment import Moment
from nlp.timex.rule import Rule, Scene, Timex, group, rule
from nlp.timex.vocabulary import blur_of, duration_value, number_of, part_of, unit_of

_BEFORE = frozenset({"last", "previous", "past", "this past", "the last", "the past"})
_AFTER = frozenset({"next", "coming", "this coming", "upcoming"})
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
    direction = group(match, "direction")
    mod = blur_of(group(match, "mod"))
    if number is None:
        return _vaguely_ago(direction)
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
    if unit in {"Y", "E", "C"} and number != int(number):
        unit, number = "M", number * 12
    return _stepped(moment, unit, sign * number, basis, mod)


def _vaguely_ago(direction: str) -> Timex:
    if direction in {"from now", "hence", "later", "after", "afterwards", "from today", "on", "afterward"}:
        return Timex("DATE", "FUTURE_REF", "relative")
    return Timex("DATE", "PAST_REF", "relative")


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
    moment = scene.then(unit) if scene.narrative else scene.now
    mod = part_of(group(match, "mod")) or "END"
    return _stepped(moment, unit, 0, "relative", mod)


def _recent_or_coming(match: re.Match[str], scene: Scene) -> Timex:
    """Recent weeks, coming months: no certain number of them, before or after now."""
    past = group(match, "which") in {"recent", "past", "previous", "the recent", "more recent"}
    return Timex("DATE", "PAST_REF" if past else "FUTURE_REF", "relative")


_MOD = r"(?:(?P<mod>sometime|<PARTOF>)(?: |-))?"
_BLUR = r"(?:(?P<mod><BLUR>|only|just|barely|a mere|some) )?"
_CALENDAR_UNIT = r"(?P<unit>day|weekend|week|month|quarter|year|decade|century)"
_AGO = r"(?P<direction>ago|earlier|later|previously|afterwards?|from now|hence|from today|(?:before|after)(?=[,.;:)]))"

RELATIVE_RULES: tuple[Rule, ...] = (
    rule("unit", _MOD + r"(?P<which>this past|this coming|this|last|next|that same|that very|that|the same|the previous|the preceding|the prior|the following|the next|the subsequent|the coming|the current|coming) " + _CALENDAR_UNIT + r"(?! of\b)", _period),
    rule("unit", r"(?P<which>this|last|next|the previous|the following) (?:fiscal|calendar|academic|financial|business) (?P<unit>year)", _period),
    rule("unit", _BLUR + r"(?P<number><NUMBER>|<FEW>|an?|one)(?: |-)(?:more |full |long |whole |short )?(?P<unit><UNITS>) " + _AGO, _ago),
    rule("unit", r"(?P<number>)(?P<unit>seconds|minutes|hours|days|weeks|months|years|decades|centuries) (?P<direction>ago|earlier|later|afterwards?)", _ago),
    rule("unit", r"(?P<unit>year)-(?:ago|earlier)", _year_earlier),
    rule("unit", r"(?:the )?(?:comparable |same )?(?P<unit>year)[- ](?:ago|earlier)(?: (?:third|fourth|first|second))? (?:quarter|period)", _year_earlier),
    rule("unit", r"(?P<which>the latest|the current|the corresponding|the comparable|last year's|the|that) (?:(?P<year><MODERNYEAR>) )?(?P<unit>quarter|period)(?P<before> last year| a year (?:ago|earlier))?", _the_period),
    rule("unit", r"the (?P<unit>year)(?= (?:ended|ending|to|through) )", _lasting),
    rule("unit", r"the (?P<unit>weekend|week|year)(?=[ \n,.;:’'])(?! (?:of|end|two)\b|-)", _the_period),
    rule("unit", r"(?P<which>the past|the last) (?P<unit>day|weekend|week|month|quarter|year)", _period),
    rule("unit", r"(?:(?P<mod>the end of|late in|later in|earlier in|early in|the beginning of|the start of|the middle of|the rest of|most of the rest of)) the (?P<unit>week|month|quarter|year|decade|century)", _end_of),
    rule("unit", r"(?:(?:around|about) )?(?P<unit>month|year|week|quarter)(?:['’]s|[- ])[- ]?end", _end_of),
    rule("unit", r"(?P<which>recent|past|future|coming|upcoming) (?:weeks|months|years|days|decades|quarters)(?: and (?:months|years))?", _recent_or_coming),
)  # fmt: skip
