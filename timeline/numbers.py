"""Says whether two numbers as texts give them can be of one thing: "about 30" and 28, $1.19 billion and $1.2 billion."""

import re

_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s?(million|billion|trillion|bn|m)?\b", re.IGNORECASE)
_SUM = re.compile(r"(?:\$|€|£|¥)\s?(\d[\d,]*(?:\.\d+)?)\s?(million|billion|trillion|bn|m)\b", re.IGNORECASE)
_SCALES = {"": 1.0, "m": 1e6, "b": 1e9, "t": 1e12}
_ROUGHLY = 0.1
"""How far from a number that is round to tens one may be for which it stands, as a share of it."""
_ROUNDED = 0.01
"""How far apart two sums may be that are rounded to other places."""


def numbers_agree(one: str, other: str) -> bool:
    """Whether two numbers, rates or sums of money can be the same; those of two units, as $3 and 3%, are not."""
    mine, theirs = _read(one), _read(other)
    if mine is None or theirs is None or mine[1] != theirs[1]:
        return one == other
    (first, unit), second = mine, theirs[0]
    if unit == "%":
        return first == second
    apart = abs(first - second)
    if unit:
        return apart <= _ROUNDED * max(first, second)
    return apart == 0 or any(number % 10 == 0 and apart <= _ROUGHLY * number for number in (first, second))


def money_to_two_figures(text: str) -> set[str]:
    """The sums of money in a text, to two figures: "$892 million" and "$890m" are 8.9e+08 both."""
    return {f"{float(number.replace(',', '')) * _SCALES[scale[0].lower()]:.1e}" for number, scale in _SUM.findall(text)}


def _read(text: str) -> tuple[float, str] | None:
    """A number and its unit: a currency, "%" or none."""
    found = _NUMBER.search(text)
    if found is None:
        return None
    unit = (text[: found.start()] + text[found.end() :]).strip()
    return float(found[1].replace(",", "")) * _SCALES[(found[2] or "")[:1].lower()], unit
