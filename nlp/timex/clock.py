"""Rules for times of the day: on the clock, by the part of the day, and both with a day."""

import re
from datetime import timedelta

from nlp.timex.dates import mod_of
from nlp.timex.moment import Moment
from nlp.timex.rule import Rule, Scene, Timex, group, rule
from nlp.timex.weekdays import day_of_week
from nlp.timex.words import month_of, number_of, vocabulary, weekday_of


def _clock(match: re.Match[str], scene: Scene) -> Timex | None:
    time = _time_of(match)
    if time is None:
        return None
    day, basis = _day_of(match, scene)
    return Timex("TIME", f"{day}T{time}", basis, mod_of(match))


def _time_of(match: re.Match[str]) -> str | None:
    if word := group(match, "name"):
        return {"noon": "12:00", "midday": "12:00", "midnight": "24:00"}[word]
    words = group(match, "hour")
    hour = int(number_of(words) or 0)
    minute = int(group(match, "minute") or 0)
    half = group(match, "half").replace(".", "")
    if part := group(match, "daypart"):
        half = "am" if part == "morning" or (part == "night" and hour < 6) else "pm"
    if half and not 1 <= hour <= 12:
        half = ""
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


def _day_of(match: re.Match[str], scene: Scene) -> tuple[str, str]:
    """The day that a time is on: the named one, the day last told in a narrative, or the day of writing."""
    now = scene.now
    if name := group(match, "weekday"):
        if now is not None and now.date is not None:
            return day_of_week(scene, match.start("weekday"), weekday_of(name), "").isoformat(), "relative"
        return f"XXXX-WXX-{weekday_of(name) + 1}", "explicit"
    if word := group(match, "deictic"):
        if now is not None and now.date is not None:
            shift = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
            return (now.date + timedelta(days=shift)).isoformat(), "relative"
        return "XXXX-XX-XX", "explicit"
    if words := group(match, "month"):
        month, day = month_of(words), int(match["day"])
        if year := group(match, "year"):
            return Moment(int(year), month, day).value, "explicit"
        if now is not None:
            return Moment(now.year, month, day).value, "relative"
        return f"XXXX-{month:02d}-{day:02d}", "explicit"
    moment = scene.last("D") if scene.narrative else (scene.last("D") or scene.written)
    if moment is None or moment.day is None:
        return "XXXX-XX-XX", "explicit"
    return moment.value, "inferred" if scene.told else "relative"


def _part(match: re.Match[str], scene: Scene) -> Timex | None:
    """This morning, that night, the next evening, the third morning."""
    suffix = vocabulary().day_parts[group(match, "part").removesuffix("s")]
    which = group(match, "which")
    if which in {"this", "last", "tomorrow", "yesterday", "today", "late yesterday"} and not scene.narrative:
        moment = scene.now
        shift = -1 if which.endswith("yesterday") or (which == "last" and suffix in {"TNI", "TEV"}) else 0
        shift += which == "tomorrow"
        basis = "relative"
    else:
        moment = scene.then("D")
        shift = {"the next": 1, "the following": 1, "the previous": -1, "tomorrow": 1, "yesterday": -1}.get(which, 0)
        basis = "inferred"
    if moment is None or moment.date is None:
        return Timex("TIME", f"XXXX-XX-XX{suffix}")
    return Timex("TIME", (moment.date + timedelta(days=shift)).isoformat() + suffix, basis, mod_of(match))


def _part_of_weekday(match: re.Match[str], scene: Scene) -> Timex:
    """Dawn on Friday."""
    day, basis = _day_of(match, scene)
    return Timex("TIME", day + vocabulary().day_parts[group(match, "part")], basis)


def _some_part(match: re.Match[str], scene: Scene) -> Timex:
    return Timex("TIME", "XXXX-XX-XX" + vocabulary().day_parts[group(match, "part")])


def _each_part(match: re.Match[str], scene: Scene) -> Timex:
    return Timex("SET", "XXXX-XX-XX" + vocabulary().day_parts[group(match, "part")])


_BLUR = r"(?:(?P<mod>about|around|shortly after|shortly before|just after|just before|early|late|mid)(?: |-))?"
_HOUR = r"(?P<hour>(?:[01]?\d|2[0-4])|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_HALF = r"(?P<half>[ap]\.m\.(?=\W|$)|[ap]\.m(?!\w)|[ap]m)"
_ZONE = (
    r"(?: (?:(?:eastern|pacific|central|mountain|greenwich|local) (?:(?:standard|daylight|mean) )?time"
    r"|(?-i:[A-Z]{2,4}|Eastern|Pacific|Central|Mountain)))?"
)
_DAY = (
    r"(?:,? (?:on )?(?:(?P<weekday><WEEKDAY>)|(?P<deictic>yesterday|today|tonight|tomorrow)"
    r"|(?P<month><MONTH>) (?P<day><DAY>)<TH>(?:, ?(?P<year><YEAR>))?))?"
)


def rules() -> tuple[Rule, ...]:
    """The rules for times of the day."""
    return (
        rule("clock", _BLUR + _HOUR + r"(?:[:.](?P<minute>[0-5]\d))? ?" + _HALF + _ZONE + _DAY, _clock),
        rule("clock", _BLUR + r"(?<!\d:)(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?! ?[ap]\.?m)(?::[0-5]\d)?(?: ?(?:hours|hrs))?" + _ZONE + _DAY + r"(?![:%-]\d)", _clock),
        rule("clock", r"(?:\(|(?:at|by|from|until|till|around|about) )(?P<x>(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d) (?:GMT|UTC)" + _DAY + ")", _clock),
        rule("part", _BLUR + _HOUR + r"(?: o'clock)?(?::(?P<minute>[0-5]\d))? in the (?P<daypart>morning|afternoon|evening)" + _DAY, _clock),
        rule("clock", _BLUR + _HOUR + r" o['’]clock" + _DAY, _clock),
        rule("part", _BLUR + r"(?P<name>noon|midday|midnight)" + _ZONE + _DAY, _clock),
        rule("part", r"(?:(?P<mod>early|late|later|earlier|mid)(?: |-))?(?P<which>this|that|the same|that same|last|the next|the following|the previous|yesterday|tomorrow|today) (?P<part><PART>)", _part),
        rule("part", r"(?P<part>mid[- ]?afternoon|morning|afternoon) (?P<which>yesterday|today|tomorrow)", _part),
        rule("part", r"(?:(?P<mod>early|late|mid)(?: |-))?(?P<part>overnight)", _part),
        rule("part", r"(?:in the |during the |at )(?P<x>(?P<part>night|daytime|dawn|dusk))", _some_part),
        rule("part", r"(?P<part>daytime|night-time|nighttime)", _some_part),
        rule("part", r"(?:in|during|by|until|since) (?P<x>(?:the )?(?P<mod>early|late|mid)(?: |-)(?P<part>morning|afternoon|evening))", _part),
        rule("part", r"(?:in|during) (?P<x>the (?P<part>morning|afternoon|evening))", _part),
        rule("part", r"(?:at|by|until|before|after|since) (?P<x>(?P<part>dawn|daybreak|dusk|sunset|sunrise|nightfall) (?:on )?(?P<weekday><WEEKDAY>))", _part_of_weekday),
        rule("part", r"(?:every|each) (?P<part>morning|afternoon|evening|night)", _each_part),
    )  # fmt: skip
