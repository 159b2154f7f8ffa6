"""Tells addresses that no article has: those of calendars without end, and those that grow with each link."""

import re
from collections import Counter
from datetime import date
from urllib.parse import urlsplit

from crawler.causes import Cause

LONGEST_ADDRESS = 2000
"""Characters; sitemaps allow 2,048 (sitemaps.org, "loc")."""

_AHEAD = 13  # months; a notice may state a day of next year, a calendar goes on for ever
_YEAR_AND_MONTH = re.compile(r"[/=-](2\d{3})[/-](0?[1-9]|1[0-2])(?=$|[/?&#-])")
_MOST_REPEATS = 3


def name_trap(url: str, today: date) -> Cause | None:
    """The name of the trap that an address is part of, or None.

    A calendar's address names a day more than a year ahead. Relative links that are resolved against themselves
    repeat a segment of the path over and over.
    """
    if len(url) > LONGEST_ADDRESS:
        return Cause.ADDRESS_TRAP
    segments = Counter(part for part in urlsplit(url).path.split("/") if part)
    if segments and max(segments.values()) > _MOST_REPEATS:
        return Cause.ADDRESS_TRAP
    stated = _YEAR_AND_MONTH.search(url)
    return Cause.CALENDAR if stated and int(stated[1]) * 12 + int(stated[2]) > _month(today) + _AHEAD else None


def _month(day: date) -> int:
    return day.year * 12 + day.month
