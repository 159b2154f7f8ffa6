"""The year of a date that names none: by the tense of its clause, or after the date that begins its period."""

import re
from functools import cache

from nlp.timex.moment import Moment
from nlp.timex.patterns import alternation, build
from nlp.timex.rule import Scene
from nlp.timex.tense import tense_verbs

_BOUND = re.compile(r"\b(?:until|till|through|to|by|before)\s(?:the\s)?\Z")
_LIMIT = re.compile(r"\b(?:until|till|by)\s\Z")
_OWNED = re.compile(r"(?:['’]s?|\b(?:the|its|his|her|their|our|a|an))\s\Z", re.IGNORECASE)
_SINCE = re.compile(r"\bsince\s\Z", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s\Z")
_END = re.compile(r"\b(?:until|till|through|thru)\s(?:the\s)?\Z")
_END_OF_RANGE = re.compile(r"\s?(?:to|until|till|through|thru|[-–—])\s?(?:the\s)?")
_BEFORE = 12
_LONGEST_PAPER = 32
_REACH = 100
_DAYS_IN_MONTH = 31
_NEAR_DAYS = 120
_NEAR_DAYS_AFTER_PAST = 60
_DAYS_TO_A_BOUND = 200
_DAYS_TO_THE_NEAREST = 183
_DAYS_TOO_FAR = 330


def which_year(which: str, now: Moment, month: int) -> int:
    """The year of "last May", "next May" or "this May"."""
    this_month = now.month or 1
    if which in {"next", "the next", "the following"}:
        return now.year + (1 if month <= this_month else 0)
    if which == "last":  # the month just gone would be "last month", but December is still last December in January
        return now.year - (1 if month >= this_month - 1 else 0)
    if which in {"this past", "the previous", "the past"}:
        return now.year - (1 if month >= this_month else 0)
    return now.year


def year_by_tense(scene: Scene, offset: int, month: int, day: int | None) -> int:
    """The year of a partial date in news: the latest not after publication, or after a future tense the next one.

    The end of a period is the first such date after its beginning, where the sentence tells that. Without a tense the
    year is the nearest one; so is a day that would lie almost a year back, as news gives the year then.
    """
    now = scene.written
    assert now is not None
    ahead = (month - (now.month or 1)) * _DAYS_IN_MONTH + ((day - (now.day or 1)) if day is not None else 0)
    if ahead == 0:
        return now.year
    if ahead < 0:
        ahead += 12 * _DAYS_IN_MONTH
        next_year = now.year + 1
    else:
        next_year = now.year
    if _names_a_paper(scene, offset):
        return next_year - 1
    tense = scene.tense(offset)
    ending = _year_after_beginning(scene, offset, month, day)
    if ending is not None and ending >= (next_year if _is_to_come(scene, offset) else 0):
        return ending
    if tense == "future" and (day is None or ahead < _DAYS_TOO_FAR):
        return next_year
    return next_year if ahead <= _nearness(scene, offset, day, tense) else next_year - 1


def follows_since(text: str, offset: int) -> bool:
    """Whether a date stands behind "since", and so is no coming one."""
    return _SINCE.search(text, max(0, offset - _BEFORE), offset) is not None


def _names_a_paper(scene: Scene, offset: int) -> bool:
    """Whether a date only says which paper or act is meant, which is there already: "its May 8 announcement that it would",
    "the order of May 8".
    """
    if _owners().search(scene.text, max(0, offset - _LONGEST_PAPER), offset) is not None:
        return True
    return (
        _OWNED.search(scene.text, max(0, offset - _BEFORE), offset) is not None
        and _papers().match(scene.text, offset) is not None
    )


@cache
def _papers() -> re.Pattern[str]:
    return build(rf"<MONTH> <DAY><TH> {alternation(tense_verbs().made)}")


@cache
def _owners() -> re.Pattern[str]:
    return re.compile(rf"\b{alternation(tense_verbs().made)} (?:of|dated) \Z", re.IGNORECASE)


def _nearness(scene: Scene, offset: int, day: int | None, tense: str | None) -> int:
    """How many days ahead a date may lie and still be the coming one."""
    start = max(0, offset - _BEFORE)
    if follows_since(scene.text, offset):
        return 0
    is_bound = _BOUND.search(scene.text, start, offset) is not None
    if tense == "past" and _is_prolonged(scene, offset):
        if is_bound:
            return _DAYS_TO_A_BOUND
        if _FROM.search(scene.text, start, offset):
            return _DAYS_TO_THE_NEAREST
    if tense == "past" and not is_bound:
        return _NEAR_DAYS_AFTER_PAST if day is not None else 0
    return _DAYS_TO_A_BOUND if tense != "past" and _LIMIT.search(scene.text, start, offset) else _NEAR_DAYS


def _year_after_beginning(scene: Scene, offset: int, month: int, day: int | None) -> int | None:
    """The year of the end of a period whose beginning the sentence tells: "in December it extended the ban until March 31"."""
    begun, between = scene.told_in_sentence(offset)
    if begun is None or begun.month is None:
        return None
    ends_range = (day is None) == (begun.day is None) and _END_OF_RANGE.fullmatch(between) is not None
    if not ends_range and not _END.search(scene.text, max(0, offset - _BEFORE), offset):
        return None
    later = (month, day or _DAYS_IN_MONTH) > (begun.month, begun.day or 1)
    return begun.year + (not later)


def _is_to_come(scene: Scene, offset: int) -> bool:
    """Whether the verb before the word that leads to an end looks ahead: "will run until May"."""
    leading = _BOUND.search(scene.text, max(0, offset - _BEFORE), offset)
    return scene.tense(leading.start() if leading else offset) == "future"


@cache
def _prolonging() -> re.Pattern[str]:
    return re.compile(rf"\b{alternation(tense_verbs().prolonging)}\b", re.IGNORECASE)


def _is_prolonged(scene: Scene, offset: int) -> bool:
    """Whether the words before a date tell that an end was moved."""
    return _prolonging().search(scene.sentence_before(offset)[-_REACH:]) is not None
