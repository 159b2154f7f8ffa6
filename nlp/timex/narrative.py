"""Whether a text tells a story of its own time, so that its dates hang on each other and not on its publication."""

import re
from datetime import date

_YEAR = re.compile(r"(?<![\d.,$€£/-])(?:1[0-9]\d\d|20\d\d)(?![\d%/]|[.,]\d)|\b\d{1,4} B\.?C\b")
_NEWS = re.compile(
    r"\b(?:today|yesterday|tomorrow|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:this|last|next) (?:week|month|year))\b",
    re.IGNORECASE,
)
_FEWEST_YEARS = 8
_FAR = 2


def is_narrative(text: str, written: date | None) -> bool:
    """Whether most dates of a text name years long before it was written, and few words count from its own day.

    History pages are published decades after the days they tell of: "in May" continues the story there. A text
    without a known day is one where it names eight or more years.
    """
    latest = written.year - _FAR if written is not None else 9999
    years = _YEAR.findall(text)
    if len(years) < _FEWEST_YEARS:
        return False
    far = sum(1 for year in years if "B" in year or int(year) <= latest)
    return far > 3 * len(_NEWS.findall(text)) and far > 0.6 * len(years)
