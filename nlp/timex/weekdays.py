"""Rules for the days of the week, by the tense of their clause, and for today and its neighbours."""

import re
from datetime import date, timedelta

from nlp.timex.rule import Rule, Scene, Timex, group, rule
from nlp.timex.words import part_of, vocabulary, weekday_of
from nlp.timex.years import follows_since


def day_of_week(scene: Scene, offset: int, number: int, which: str) -> date:
    """The day of a weekday's name: the latest not after the scene's day, or the next one after a future tense."""
    now = scene.then("D") if which in {"the previous", "the following"} else scene.now
    today = now.date if now is not None else None
    assert today is not None
    back = (today.weekday() - number) % 7
    if which == "last":
        return today - timedelta(days=back or 7)
    if which in {"next", "this coming", "the following", "the next"}:
        return today + timedelta(days=(-back) % 7 or 7)
    if which == "the previous":
        return today - timedelta(days=back or 7)
    if which == "" and follows_since(scene.text, offset):
        return today - timedelta(days=back)
    tense = None if _POSSESSIVE.match(scene.text, offset) else scene.tense(offset)
    if which == "this" and tense != "past":
        tense = "future"
    if tense in {"future", "planned"} or (tense is None and _FROM.search(scene.text, max(0, offset - 12), offset)):
        return today + timedelta(days=(-back) % 7)
    if tense == "open" and back > _DAYS_BACK_AT_MOST:
        return today + timedelta(days=7 - back)
    return today - timedelta(days=back)


_DAYS_BACK_AT_MOST = 3
"""So far back may a day lie for which something was planned; one further back is nearer as the coming one."""
_POSSESSIVE = re.compile(r"[A-Za-z]{6,9}['’]s\b")
_FROM = re.compile(r"\b(?:from|until|till|starting|beginning|effective)\s\Z")


def _weekday(match: re.Match[str], scene: Scene) -> Timex | None:
    number = weekday_of(match["weekday"])
    now = scene.now
    part = vocabulary().day_parts.get(group(match, "part"), "")
    kind = "TIME" if part else "DATE"
    mod = part_of(group(match, "mod"))
    if now is None or now.date is None:
        return Timex(kind, f"XXXX-WXX-{number + 1}{part}", "explicit", mod)
    day = day_of_week(scene, match.start("weekday"), number, group(match, "which"))
    return Timex(kind, day.isoformat() + part, "relative", mod)


def _each_weekday(match: re.Match[str], scene: Scene) -> Timex:
    part = vocabulary().day_parts.get(group(match, "part").removesuffix("s"), "")
    return Timex("SET", f"XXXX-WXX-{weekday_of(group(match, 'weekday').removesuffix('s')) + 1}{part}")


def _weekends(match: re.Match[str], scene: Scene) -> Timex:
    return Timex("SET", "XXXX-WXX-WE")


def _named_day(match: re.Match[str], scene: Scene) -> Timex | None:
    now = scene.now
    word = group(match, "day")
    shift = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}.get(word, 0)
    kind, part = ("TIME", "TNI") if word == "tonight" else ("DATE", "")
    if word == "today" and scene.narrative:
        return Timex("DATE", "PRESENT_REF")
    if now is None or now.date is None:
        return Timex(kind, f"XXXX-XX-XX{part}")
    day = (now.date + timedelta(days=shift)).isoformat()
    return Timex(kind, day + part, "relative", part_of(group(match, "mod")))


_PART = r"(?: (?P<part>morning|afternoon|evening|night|midnight|noon))?"


def rules() -> tuple[Rule, ...]:
    """The rules for days of the week and for today and its neighbours."""
    return (
        rule("weekday", r"(?:(?P<mod>early|earlier|late)(?: on)? )?(?:(?P<which>last|next|this coming|this past|this|the previous|the following) )?(?<!Black\ )(?<!Bloody\ )(?<!Super\ )(?<!Ruby\ )(?P<weekday><WEEKDAY>)(?! <PAPER>\b)" + _PART, _weekday),
        rule("weekday", r"(?:every|each) (?P<weekday><WEEKDAY>)" + _PART, _each_weekday),
        rule("weekday", r"(?P<weekday>(?-i:Mondays|Tuesdays|Wednesdays|Thursdays|Fridays|Saturdays|Sundays))", _each_weekday),
        rule("unit", r"(?:on|at|during|every|each) (?P<x>weekends)", _weekends),
        rule("unit", r"(?:every|each) weekend", _weekends),
        rule("weekday", r"(?P<weekday><WEEKDAY>) (?P<part>mornings|afternoons|evenings|nights)", _each_weekday),
        rule("word", r"(?:(?P<mod>early|earlier|late) )?(?P<day>the day before yesterday|the day after tomorrow|today|yesterday|tomorrow|tonight)", _named_day),
    )  # fmt: skip
