"""Tells the day that a story was written on by its dateline or its words: "WASHINGTON, Nov. 20 (Meridian) -- ", "today, 20 November".

A story may be put on a page a day or more after it was filed; its "today" is the day of the dateline.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from nlp.records import TimeExpression
from nlp.timex.values import timex_interval

_HEAD = 400
"""Characters within which a dateline stands: a title and a byline may come before it."""
_LONGEST_STAY = timedelta(days=7)
"""How long a story may have waited for its page; an older day is no dateline, or that of another story."""
_NAME = r"[A-Z][\w.'’-]*"
_PLACE = re.compile(
    rf"(?:(?!(?:On|In|By|Since|From|Until|Till|Before|After|Effective|As|The|\w+ed)\b){_NAME}(?:(?:,| -|/|,? (?:de|of|and)|)\s{_NAME}){{0,6}})?\s?[,.:–—-]*\s*$"
)
"""What may be the name of a place: no preposition, and no participle ("Rescinded January 20: the permit")."""
_AGENCY = r"\s?(?:\([^()\n]{2,40}\)|/[^/\n]{2,40}/)"
_DASH = r"\s?(?:–|—|--|-|:)\s"
_AFTER_PLACE = re.compile(rf"[,.]?(?:{_AGENCY})?{_DASH}|[,.]?{_AGENCY}\s(?=[A-Z])")
_TODAY = re.compile(r"\b[Tt]oday(?:,(?: on)?)? \(?\Z")
_LONGEST_TODAY = 12
_AFTER_NOTHING = re.compile(rf"[,.]?{_AGENCY}{_DASH}")


def written_day(text: str, times: Iterable[TimeExpression], published: date | None) -> date | None:
    """The day of the dateline, or that which "today" is said to be, where it is of the week before publication; else that of
    publication, or None.
    """
    if published is None:
        return None
    for timex in times:
        days = timex_interval(timex.value) if timex.type == "DATE" else None
        if days is None or days[0] != days[1] or not (opens_story(text, timex) or _is_today(text, timex)):
            continue
        if published - _LONGEST_STAY <= days[0] <= published:
            return days[0]
    return published


def opens_story(text: str, timex: TimeExpression) -> bool:
    """Whether a date stands as a dateline at the head of a text: behind a place or nothing, before an agency's name or a dash."""
    if timex.start > _HEAD:
        return False
    line = text[text.rfind("\n", 0, timex.start) + 1 : timex.start]
    if not line:
        return _AFTER_NOTHING.match(text, timex.end) is not None
    return _PLACE.match(line) is not None and _AFTER_PLACE.match(text, timex.end) is not None


def _is_today(text: str, timex: TimeExpression) -> bool:
    """Whether a date only says which day "today" is: "The Council today, 28 February, adopted"."""
    return _TODAY.search(text, max(0, timex.start - _LONGEST_TODAY), timex.start) is not None


def is_of_the_report(text: str, timex: TimeExpression, written: date | None) -> bool:
    """Whether a date at the head of a text is that of the story, not of what it tells: a dateline, or "Aug 9 - " on that day."""
    if opens_story(text, timex):
        return True
    own_day = written is not None and timex.value == written.isoformat()
    return own_day and timex.start == 0 and _AFTER_PLACE.match(text, timex.end) is not None
