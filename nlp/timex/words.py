"""What the words of time expressions stand for; ``nlp/data/times/words.toml`` lists them."""

import re
from functools import cache
from pathlib import Path

from nlp.toml_files import Entry, check, parse

_FILE = Path(__file__).parents[1] / "data" / "times" / "words.toml"


class Names(Entry):
    """Words that make a name or a count of what would be a time expression."""

    counted: tuple[str, ...]
    papers: tuple[str, ...]
    given: tuple[str, ...]


class Vocabulary(Entry):
    """The words by what they stand for; the comments of the file say what the values mean."""

    triggers: tuple[str, ...]
    months: dict[str, int]
    weekdays: dict[str, int]
    seasons: dict[str, str]
    day_parts: dict[str, str]
    units: dict[str, str]
    decades: dict[str, int]
    ordinals: dict[str, int]
    numbers: dict[str, int]
    amounts: dict[str, float]
    blurs: dict[str, tuple[str, ...]]
    parts: dict[str, tuple[str, ...]]
    periodical: dict[str, str]
    names: Names


@cache
def vocabulary() -> Vocabulary:
    """The words of the file."""
    return check(Vocabulary, parse(_FILE), _FILE)


def month_of(word: str) -> int:
    """The number of a month's name or abbreviation."""
    return vocabulary().months[word.lower().rstrip(".")]


def weekday_of(word: str) -> int:
    """The number of a weekday's name or abbreviation, Monday being 0."""
    return vocabulary().weekdays[word.lower().rstrip(".")]


def unit_of(word: str) -> str:
    """The letter of a unit's word, singular or plural: ``Y`` for ``years``."""
    return vocabulary().units[word.lower().removesuffix("s")]


def blur_of(text: str) -> str | None:
    """The ``mod`` of the words before an amount ("nearly", "at least"); None for others."""
    return next((mod for mod, forms in vocabulary().blurs.items() if text.lower() in forms), None)


def part_of(text: str) -> str | None:
    """The ``mod`` of the words before a period ("early", "the end of"); None for others."""
    plain = text.lower().rstrip("- ")
    return next((mod for mod, forms in vocabulary().parts.items() if plain in forms), None)


def number_of(text: str) -> float | None:
    """The number that a text such as ``twenty-five``, ``3,000``, ``ninety (90)`` or ``a couple of`` gives.

    None for words that are no number, such as ``several``.
    """
    plain = " ".join(_IN_FIGURES.sub("", text.lower()).split())
    digits = plain.replace(",", "")
    if digits.replace(".", "", 1).isdecimal():
        return float(digits)
    if plain in vocabulary().amounts:
        return vocabulary().amounts[plain]
    total = 0.0
    for word in re.split(r"[- ]", plain):
        if word in _MULTIPLES:
            total = max(total, 1) * _MULTIPLES[word]
        elif word in vocabulary().numbers:
            total += vocabulary().numbers[word]
        elif word not in ("a", "and"):
            return None
    return total or None


_IN_FIGURES = re.compile(r"\s\(\d{1,4}\)")
_MULTIPLES = {"dozen": 12, "hundred": 100, "thousand": 1000}


def spoken_year(text: str) -> int | None:
    """The year that words such as ``nineteen seventy-nine`` or ``two thousand`` give, as in transcripts."""
    if text.startswith("nineteen "):
        rest = text.removeprefix("nineteen ")
        return 1900 + int(number_of(rest) or 0) if rest != "hundred" else 1900
    number = number_of(text)
    return int(number) if number is not None and 1000 <= number <= 2100 else None
