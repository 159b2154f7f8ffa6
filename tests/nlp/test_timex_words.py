"""The words of time expressions mean what their file says, and every rule's pattern can be built from them."""

import pytest

from nlp.time_expressions import all_rules
from nlp.timex.holidays import holidays
from nlp.timex.kinds import kinds_of
from nlp.timex.words import number_of, spoken_year, vocabulary


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("90", 90),
        ("3,000", 3000),
        ("twenty-five", 25),
        ("one hundred and eighty (180)", 180),
        ("two thousand", 2000),
        ("a dozen", 12),
        ("half an", 0.5),
        ("several", None),
    ],
)
def test_words_give_their_number(text: str, number: float | None) -> None:
    assert number_of(text) == number


def test_a_year_is_read_as_it_is_spoken() -> None:
    assert [spoken_year(words) for words in ("nineteen eighty-four", "two thousand", "forty")] == [1984, 2000, None]


def test_a_rule_is_tried_near_words_that_are_of_its_kind() -> None:
    known = {kind for word in _all_words() for kind in kinds_of(word, "", "")} | {"year", "figures", "nth"}
    assert {rule.about for rule in all_rules()} <= known


def test_each_holiday_falls_within_its_year() -> None:
    for name, holiday in holidays().items():
        assert holiday.in_year(2024).year == 2024, name


def _all_words() -> list[str]:
    words = vocabulary()
    lists = (words.triggers, words.months, words.weekdays, words.seasons, words.day_parts, words.units, words.decades)
    return [word for each in lists for word in each] + ["b", "q", "one", "christmas"]
