"""The words that time expressions are made of, what each stands for, and the pattern fragments built from them."""

import re

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
    "afternoon": "TAF",
    "evening": "TEV",
    "night": "TNI",
    "noon": "T12:00",
    "midnight": "T24:00",
}
ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}
CENTURIES = {
    name: number
    for number, name in enumerate(
        [
            *"eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split(),
            "twentieth",
            "twenty-first",
        ],
        start=11,
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
}
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
    "S": r"[ \t\r\n\xa0]{1,6}",
    "HYPHEN": r"(?:-|‑|[ \t\r\n\xa0]{1,6}|[ ]-[ ])",
    "DASH": r"[ ]?[-‑–—][ ]?",
    "MONTH": f"(?-i:{_named(MONTHS, 3)})" + r"(?:(?<=\b\w{3})\.|(?<=Sept)\.)?",
    "FULLMONTH": "(?-i:" + alternation(
        [name.title() for name in MONTHS if len(name) > 4 or name in ("june", "july")]
        + [name.upper() for name in MONTHS if len(name) > 4 or name in ("june", "july")]
    ) + ")",
    "ABBRMONTH": r"(?-i:(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.)",
    "WEEKDAY": f"(?-i:{_named(WEEKDAYS, 6)})",
    "ANYWEEKDAY": f"(?-i:{_named(WEEKDAYS, 3)})" + r"\.?",
    "DAY": r"(?:0?[1-9]|[12]\d|3[01])",
    "YEAR": r"(?:1[0-9]\d\d|20\d\d)",
    "MODERNYEAR": r"(?:19\d\d|20\d\d)",
    "SEASON": alternation(SEASONS),
    "PART": "(?:morning|afternoon|evening|night|noon|midnight)",
    "ORDINAL": alternation(ORDINALS),
    "UNIT": "(?:second|minute|hour|day|week|weekend|month|quarter|year|decade|century)",
    "UNITS": "(?:seconds?|minutes?|hours?|days?|weeks?|weekends?|months?|quarters?|years?|decades?|century|centuries)",
    "NUMBER": (
        r"(?:\d{1,3}(?:,\d{3})?(?:\.\d)?|"
        + alternation(_TENS)
        + rf"(?:[- ]{alternation(_ONES)})?|"
        + alternation([*_ONES, *_TEENS])
        + r"(?:[ ]hundred|[ ]thousand)?|an?[ ](?:hundred|thousand|dozen|couple[ ]of)|couple[ ]of)"
    ),
    "FEW": r"(?:several|a[ ]few|few|some|many|(?:the[ ])?several|a[ ]number[ ]of|hundreds[ ]of|thousands[ ]of)",
}  # fmt: skip


def build(pattern: str) -> re.Pattern[str]:
    """A rule's regex: ``<NAME>`` stands for a fragment, a space for white space; letters match in any case.

    The rule matches whole words only. Every repetition in the fragments is bounded, so a rule reads any text in
    time that is linear in its length.
    """
    expanded = re.sub(r"(?<!\[)(?<!\\) (?!\])", FRAGMENTS["S"].replace("\\", "\\\\"), pattern)
    for _ in range(2):
        expanded = re.sub(r"(?<!\?P)<([A-Z]+)>", lambda found: FRAGMENTS[found[1]], expanded)
    return re.compile(rf"(?<![\w$€£])(?:{expanded})(?!\w)", re.IGNORECASE)


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


def unit_of(word: str) -> str:
    """The letter of a unit's word, singular or plural: ``Y`` for ``years``."""
    return UNITS[word.lower().removesuffix("s")]


def month_of(word: str) -> int:
    """The number of a month's name or abbreviation."""
    return MONTHS[word.lower().rstrip(".")]


def weekday_of(word: str) -> int:
    """The number of a weekday's name or abbreviation, Monday being 0."""
    return WEEKDAYS[word.lower().rstrip(".")]


def duration_value(number: float | None, unit: str, *, clock: bool = False) -> str:
    """The ISO 8601 duration: P6M, PT2H, PXY for an unknown number; decades and centuries are given in years."""
    letter = unit
    if number is not None and unit in ("E", "C"):
        number, letter = number * (10 if unit == "E" else 100), "Y"
    if number is not None and number != int(number):
        if unit == "Y" and number * 12 == int(number * 12):
            number, letter = number * 12, "M"
        elif unit == "H":
            number, letter, clock = number * 60, "M", True
    amount = "X" if number is None else f"{number:g}"
    return f"P{'T' if clock or unit in ('H', 'S') else ''}{amount}{letter}"
