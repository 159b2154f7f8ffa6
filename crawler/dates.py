"""Reads the dates that pages, feeds and sitemaps state about themselves."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

Moment = date | datetime

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
            "aug august", "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s.-]+({_MONTH})\b\.?,?[\s-]+(\d{{4}})\b", re.I)
_MONTH_DAY = re.compile(rf"\b({_MONTH})\b\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.I)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?")
_NUMERIC = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
_CLOCK = re.compile(r"\b(\d{1,2}):(\d{2})(?::\d{2})?\s*(a\.?m\b\.?|p\.?m\b\.?)?", re.I)
_RFC_822 = re.compile(r"(?:[A-Za-z]{3,9},?\s+)?\d{1,2}[\s-]+[A-Za-z]{3,9}[\s-]+\d{2,4}\s+\d{1,2}:\d{2}")
_IN_URL = re.compile(r"/((?:19|20)\d{2})[/-]?(0[1-9]|1[0-2]|[a-z]{3}(?=/))(?:[/-]?(0[1-9]|[12]\d|3[01]))?(?=[/_.-]|$)")
# Named zones that news pages print; others leave the time unused rather than guessed.
_ZONES = {
    "UTC": 0, "GMT": 0, "Z": 0, "BST": 1, "CET": 1, "CEST": 2, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5,
    "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
_ZONE = re.compile(rf"\b({'|'.join(_ZONES)})\b")

EARLIEST = date(1980, 1, 1)


def read_moment(text: str, *, zone: tzinfo | None = None, month_first: bool | None = None) -> Moment | None:
    """The date, or aware datetime, that a string states in ISO 8601, RFC 822 or English words, or None.

    A time without an offset is placed in ``zone``; without a zone, and for a time of exactly midnight (which
    is how most systems write "no time known"), the date alone is given. ``month_first`` decides ``5/6/2019``;
    where it is None such a date is read only if one order is possible.
    """
    text = " ".join(text.split())
    if not text or len(text) > 200:
        return None
    return _iso_moment(text, zone) or _rfc_822_moment(text, zone) or _worded_moment(text, zone, month_first)


def _iso_moment(text: str, zone: tzinfo | None) -> Moment | None:
    if not _ISO.match(text):
        return None
    try:
        return _settled(datetime.fromisoformat(text), zone, has_time=len(text) > 10)
    except ValueError:
        return None


def _rfc_822_moment(text: str, zone: tzinfo | None) -> Moment | None:
    if not _RFC_822.match(text):
        return None
    try:
        return _settled(parsedate_to_datetime(text), zone, has_time=True)
    except ValueError:
        return None


def _worded_moment(text: str, zone: tzinfo | None, month_first: bool | None) -> Moment | None:
    day, end = _worded_date(text, month_first)
    if day is None:
        return None
    clock = _CLOCK.search(text, end) or _CLOCK.search(text)
    if clock is None:
        return day
    named = _ZONE.search(text, clock.end())
    zone = timezone(timedelta(hours=_ZONES[named[1]])) if named else zone
    at = _time_of(clock)
    return _settled(datetime.combine(day, at), zone, has_time=True) if at else day


def _worded_date(text: str, month_first: bool | None) -> tuple[date | None, int]:
    """The first date written in the text, and where it ends."""
    if match := _DAY_MONTH.search(text):
        return _date(int(match[3]), _MONTHS[match[2].lower()], int(match[1])), match.end()
    if match := _MONTH_DAY.search(text):
        return _date(int(match[3]), _MONTHS[match[1].lower()], int(match[2])), match.end()
    if match := _ISO.search(text):
        return _date(int(match[1]), int(match[2]), int(match[3])), match.end()
    if match := _COMPACT.fullmatch(text):
        return _date(int(match[1]), int(match[2]), int(match[3])), match.end()
    if match := _NUMERIC.search(text):
        return _numeric_date(int(match[1]), int(match[2]), int(match[3]), month_first), match.end()
    return None, 0


def _numeric_date(first: int, second: int, year: int, month_first: bool | None) -> date | None:
    if first > 12 or second > 12 or first == second:
        month_first = second > 12
    if month_first is None:
        return None
    return _date(year, first, second) if month_first else _date(year, second, first)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _time_of(clock: re.Match[str]) -> time | None:
    hour, minute = int(clock[1]), int(clock[2])
    half = (clock[3] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None


def _settled(moment: datetime, zone: tzinfo | None, *, has_time: bool) -> Moment:
    if not has_time or moment.time() == time(0):
        return moment.date()
    if moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=zone) if zone is not None else moment.date()


def date_of(moment: Moment) -> date:
    """The calendar date of a moment, in the zone it was stated in."""
    return moment.date() if isinstance(moment, datetime) else moment


def is_possible(moment: Moment, fetched_at: datetime) -> bool:
    """Whether a page fetched at that time can have been published then: from 1980 to one day ahead."""
    if isinstance(moment, datetime):
        return moment.date() >= EARLIEST and moment <= fetched_at + timedelta(days=1)
    return EARLIEST <= moment <= fetched_at.astimezone(UTC).date() + timedelta(days=1)


def span_in_url(url: str) -> tuple[date, date] | None:
    """The first and last day of the date in a URL's path (``/2019/11/22/``, ``/2019/nov/``), or None."""
    match = _IN_URL.search(url.lower())
    if match is None:
        return None
    year, month = int(match[1]), int(match[2]) if match[2].isdigit() else _MONTHS.get(match[2])
    if month is None:
        return None
    if match[3]:
        day = _date(year, month, int(match[3]))
        return (day, day) if day else None
    next_month = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), next_month - timedelta(days=1)
