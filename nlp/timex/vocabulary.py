"""The words that time expressions are made of, what each stands for, and the pattern fragments built from them."""

import re
from functools import cache

from nlp.timex.holidays import holidays

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tues tue",
            "wednesday wed",
            "thursday thurs thur thu",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
DAY_PARTS = {
    "morning": "TMO",
    "dawn": "TMO",
    "daybreak": "TMO",
    "daytime": "TDT",
    "afternoon": "TAF",
    "mid-afternoon": "TAF",
    "evening": "TEV",
    "dusk": "TEV",
    "night": "TNI",
    "nighttime": "TNI",
    "nightfall": "TNI",
    "sunrise": "TMO",
    "sunset": "TEV",
    "night-time": "TNI",
    "overnight": "TNI",
    "noon": "T12:00",
    "midday": "T12:00",
    "midnight": "T24:00",
}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
CENTURIES = {
    name: number
    for number, name in enumerate(
        (
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
            "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first"
        ).split(),
        start=1,
    )
}
UNITS = {
    "second": "S",
    "minute": "M",
    "hour": "H",
    "day": "D",
    "week": "W",
    "weekend": "WE",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "decade": "E",
    "century": "C",
    "centurie": "C",
    "fortnight": "F",
}
CLOCK_UNITS = frozenset("SH")
DAYS_IN_FORTNIGHT = 14
APPROXIMATE = {
    "EQUAL_OR_LESS": "up to|as many as|no more than|not more than|at most",
    "EQUAL_OR_MORE": "at least|no less than|not less than|as little as",
    "LESS_THAN": "nearly|almost|just under|less than|under|just under|fewer than|close to",
    "MORE_THAN": "more than|over|just over|well over|in excess of",
    "APPROX": "about|around|some|roughly|approximately|an estimated|ca.|circa",
}
"""The words before an amount or a date that blur it, and the ``mod`` that they give (TimeML 1.2.1)."""
PERIOD_PARTS = {
    "START": "very early|early in|early on|early|earlier in|earlier|the early part of|the beginning of|beginning of|the start of|start of|the onset of",
    "MID": "the middle of|middle of|mid",
    "END": "very late|late in|late|later in|later|the end of|end of|the close of|the latter part of|the final days of",
}
"""The words before a period that say which part of it is meant, and the ``mod`` that they give."""
COUNTED = (
    "percent|per cent|people|companies|entities|firms|miles|feet|metres|meters|kilometers|kilometres|km|men|women|children"
    "|students|members|residents|homes|houses|troops|soldiers|police|tons|tonnes|barrels|casualties|points|shares|jobs|workers"
    "|employees|staff|dollars|euros|pounds|yuan|yen|rupees|killed|dead|others|aircraft|tanks|seats|rooms|cars|units|copies|hours"
    "|GMT|UTC"
).split("|")
"""What is counted: a number such as 2000 before one of these words is no year."""
PAPERS = (
    "Times|Mail|Telegraph|Mirror|Express|Star|Post|Herald|Record|News|Show|Standard|Journal|Mercury|Beast|Tribune|Sun|Nation"
    "|Monitor|Night Football|Night Live"
).split("|")
"""What a newspaper or a broadcast is called after Daily, Weekly or the name of a day."""
GIVEN_NAMES = frozenset({4, 6})
"""The months that people are called after, but for May: it is a month only after other words anyway."""
DECADES = {
    "twenties": 2,
    "thirties": 3,
    "forties": 4,
    "fifties": 5,
    "sixties": 6,
    "seventies": 7,
    "eighties": 8,
    "nineties": 9,
}
_ONES = "one two three four five six seven eight nine".split()
_TEENS = (
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
)  # fmt: skip
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBERS: dict[str, float] = {
    **{word: number for number, word in enumerate(_ONES, start=1)},
    **{word: number for number, word in enumerate(_TEENS, start=10)},
    **{word: number for number, word in enumerate(_TENS, start=2)},
    "a": 1,
    "an": 1,
    "another": 1,
    "dozen": 12,
    "a dozen": 12,
    "a couple of": 2,
    "couple of": 2,
    "a pair of": 2,
    "hundred": 100,
    "a hundred": 100,
    "one hundred": 100,
    "two hundred": 200,
    "thousand": 1000,
    "a thousand": 1000,
    "one thousand": 1000,
    "two thousand": 2000,
    "half a": 0.5,
    "half an": 0.5,
} | {word: 10.0 * number for number, word in enumerate(_TENS, start=2)}


def alternation(words: object) -> str:
    """A group that matches any of the words, the longest first."""
    return "(?:" + "|".join(sorted(map(str, words), key=len, reverse=True)) + ")"  # type: ignore[call-overload]


def _named(names: dict[str, int], shortest: int) -> str:
    """Names in title and upper case: the lower-case words (may, march, sun) are other words."""
    chosen = [name for name in names if len(name) >= shortest]
    return alternation([name.title() for name in chosen] + [name.upper() for name in chosen])


FRAGMENTS = {
    "S": r"(?:[ \t\xa0]{1,4}|[ \t]{0,2}\r?\n[ \t]{0,6})",
    "DASH": r"[ ]?[-‑–—][ ]?",
    "MONTH": f"(?-i:{_named(MONTHS, 3)})" + r"(?:(?<=\b\w{3})(?<!May)\.|(?<=Sept)\.)?",
    "SUREMONTH": "(?-i:" + alternation(
        [case(name) for name in MONTHS if len(name) > 4 or name in ("june", "july") for case in (str.title, str.upper)]
    ).replace("March|", "").replace("MARCH|", "") + r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.)",
    "WORDMONTH": "(?-i:May|March)",
    "WEEKDAY": f"(?-i:{_named(WEEKDAYS, 6)})",
    "ANYWEEKDAY": f"(?-i:{_named(WEEKDAYS, 3)})" + r"\.?",
    "DAY": r"(?:0?[1-9]|[12]\d|3[01])",
    "TH": r"(?:st|nd|rd|th)?",
    "YEAR": r"(?:1[0-9]\d\d|20\d\d)",
    "MODERNYEAR": r"(?:1[6-9]\d\d|20\d\d|2100)",
    "BC": r"(?:B\.C\.(?:E\.)?|B\.C(?!\w)|BCE?)",
    "SPOKENYEAR": r"nineteen[ ](?:" + alternation(_TENS) + rf"(?:[- ]{alternation(_ONES)})?|" + alternation(_TEENS) + "|hundred)",
    "SEASON": alternation(SEASONS),
    "PART": alternation(DAY_PARTS),
    "ORDINAL": alternation(ORDINALS),
    "CENTURY": alternation(CENTURIES),
    "TENS": alternation(DECADES),
    "UNIT": "(?:second|minute|hour|day|week|weekend|month|quarter|year|decade|century|fortnight)",
    "UNITS": (
        "(?:seconds?|minutes?|hours?|days?|weeks?|weekends?|months?|quarters?|years?|decades?|century|centuries"
        "|fortnights?)"
    ),
    "PLURALS": "(?:seconds|minutes|hours|days|weeks|weekends|months|quarters|years|decades|centuries)",
    "NUMBER": (
        r"(?:\d{1,3}(?:,\d{3})?(?:\.\d{1,2})?|"
        + alternation(_TENS)
        + rf"(?:[- ]{alternation(_ONES)})?|"
        + alternation([*_ONES, *_TEENS])
        + r"(?:[ ]hundred|[ ]thousand)?|an?[ ](?:hundred|thousand|dozen|couple[ ]of)|couple[ ]of)"
    ),
    "FEW": r"(?:several|a[ ]few|few|many|(?:the[ ])?several|a[ ]number[ ]of|hundreds[ ]of|thousands[ ]of)",
    "COUNTED": alternation(COUNTED),
    "PAPER": "(?-i:" + alternation(PAPERS) + ")",
    "BLUR": "(?:" + "|".join(APPROXIMATE.values()).replace(".", "\\.") + ")",
    "PARTOF": "(?:" + "|".join(PERIOD_PARTS.values()) + ")",
}  # fmt: skip

KINDS: dict[str, frozenset[str]] = {
    "month": frozenset(MONTHS),
    "weekday": frozenset(name + plural for name in WEEKDAYS if len(name) > 5 for plural in ("", "s")),
    "season": frozenset(SEASONS) | {"springs", "summers", "autumns", "winters"},
    "unit": frozenset(
        "second seconds minute minutes hour hours day days week weeks weekend weekends month months quarter quarters "
        "year years decade decades century centuries fortnight fortnights half period term".split()
    ),
    "part": frozenset(
        "morning mornings afternoon afternoons evening evenings night nights noon midday midnight dawn daybreak dusk "
        "daytime nighttime overnight nightfall sunrise sunset".split()
    ),
    "tens": frozenset(DECADES) | {"nineteen"},
    "bc": frozenset({"bc", "bce", "b"}),
    "q": frozenset({"q", "h", "fy"}),
    "clock": frozenset(
        {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
    ),
    "word": frozenset(
        "now today tonight yesterday tomorrow current currently recent recently lately soon future past previously "
        "nowadays daily weekly monthly quarterly yearly annual annually hourly nightly moment everyday present someday some "
        "then time formerly former already once shortly term while long".split()
    ),
}
"""The kinds of words that rules are tried near; `kinds_of` adds ``figures``, ``clock``, ``nth`` and ``year`` for digits."""

_YEAR_LIKE = re.compile(r"(?:1\d|20)\d\d\Z|\d{1,2}0\Z")
_CLOCK_LIKE = re.compile(r":[0-5]|(?:\.[0-5]\d)? ?[ap]\.?m|\s?o['’]clock|\s(?:GMT|UTC)", re.IGNORECASE)


def kinds_of(word: str, before: str, after: str) -> tuple[str, ...]:
    """The kinds of a word or a row of digits; empty for a word that no time expression is made of.

    ``before`` and ``after`` are the few characters next to it.
    """
    if not word[0].isdecimal():
        return _kinds_by_word().get(word.lower(), ())
    kinds: tuple[str, ...] = ()
    if _YEAR_LIKE.match(word) or (len(word) == 2 and before[-1:] in "'’‘`"):
        kinds += ("year",)
    if after[:1] in "/-." and after[1:2].isdecimal():
        kinds += ("figures",)
    if _CLOCK_LIKE.match(after):
        kinds += ("clock",)
    if after[:2] in ("st", "nd", "rd", "th"):
        kinds += ("nth",)
    return kinds


@cache
def _kinds_by_word() -> dict[str, tuple[str, ...]]:
    kinds = KINDS | {"holiday": frozenset(match[0] for name in holidays() if (match := _LETTERS.match(name)))}
    words = frozenset[str]().union(*kinds.values())
    return {word: tuple(kind for kind in kinds if word in kinds[kind]) for word in words}


_LETTERS = re.compile(r"[a-z]+")


def build(pattern: str) -> re.Pattern[str]:
    """A rule's regex: ``<NAME>`` stands for a fragment, a space for white space; letters match in any case.

    The rule matches whole words only. Every repetition in the fragments is bounded, so a rule reads any text in
    time that is linear in its length.
    """
    expanded = re.sub(r"(?<!\?P)<([A-Z]+)>", lambda found: FRAGMENTS[found[1]], pattern)
    expanded = re.sub(r"(?<!\[)(?<!\\) (?!\])", lambda _: FRAGMENTS["S"], expanded)
    return re.compile(rf"(?<![\w$€£])(?<!\d[.,])(?:{expanded})(?!\w)", re.IGNORECASE)


def number_of(words: str) -> float | None:
    """The number that a text such as ``twenty-five``, ``3,000`` or ``a couple of`` gives; None for ``several``."""
    words = " ".join(words.lower().split())
    digits = words.replace(",", "")
    if digits.replace(".", "", 1).isdecimal():
        return float(digits)
    if words in NUMBERS:
        return NUMBERS[words]
    total = 0.0
    for word in re.split(r"[- ]", words):
        if word in ("hundred", "thousand"):
            total = max(total, 1) * NUMBERS[word]
        elif word in NUMBERS and word != "a":
            total += NUMBERS[word]
        elif word != "a":
            return None
    return total or None


def spoken_year(words: str) -> int | None:
    """The year that words such as ``nineteen seventy-nine`` or ``two thousand`` give, as in transcripts."""
    if words.startswith("nineteen "):
        rest = words.removeprefix("nineteen ")
        return 1900 + int(number_of(rest) or 0) if rest != "hundred" else 1900
    number = number_of(words)
    return int(number) if number is not None and 1000 <= number <= 2100 else None


def unit_of(word: str) -> str:
    """The letter of a unit's word, singular or plural: ``Y`` for ``years``."""
    return UNITS[word.lower().removesuffix("s")]


def month_of(word: str) -> int:
    """The number of a month's name or abbreviation."""
    return MONTHS[word.lower().rstrip(".")]


def weekday_of(word: str) -> int:
    """The number of a weekday's name or abbreviation, Monday being 0."""
    return WEEKDAYS[word.lower().rstrip(".")]


def blur_of(words: str) -> str | None:
    """The ``mod`` of the words before an amount ("nearly", "at least"); None for others."""
    return next((mod for mod, forms in APPROXIMATE.items() if words.lower() in forms.split("|")), None)


def part_of(words: str) -> str | None:
    """The ``mod`` of the words before a period ("early", "the end of"); None for others."""
    plain = words.lower().rstrip("- ")
    return next((mod for mod, forms in PERIOD_PARTS.items() if plain in forms.split("|")), None)


def duration_value(number: float | None, unit: str, *, clock: bool = False) -> str:
    """The ISO 8601 duration: P6M, PT2H, PXY for an unknown number; decades and centuries are given in years."""
    letter = unit
    if unit == "F":
        number, letter = (None if number is None else number * DAYS_IN_FORTNIGHT), "D"
    if number is not None and unit in ("E", "C"):
        number, letter = number * (10 if unit == "E" else 100), "Y"
    if number is not None and number != int(number):
        if unit == "Y" and number * 12 == int(number * 12):
            number, letter = number * 12, "M"
        elif unit == "H":
            number, letter, clock = number * 60, "M", True
    amount = "X" if number is None else f"{number:g}"
    return f"P{'T' if clock or unit in ('H', 'S') else ''}{amount}{letter}"
