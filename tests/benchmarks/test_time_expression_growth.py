"""Hostile text: four times the text takes time expressions about four times as long. Run apart from the tests:

pytest tests/benchmarks/test_time_expression_growth.py -m benchmark
"""

import time
from datetime import date

import pytest

from nlp.time_expressions import find_time_expressions

SIZE = 20_000
LONGER, BOUND = 4, 9.0
"""How many times longer the text gets, and how many times longer it may take: 4 is linear, 16 would be quadratic."""

HOSTILE = (
    "1999-",
    "May 12 and ",
    "the 12 May, ",
    "1 ",
    "1",
    "12/",
    "10:30 p.m. ",
    "first quarter of ",
    "up to an estimated ",
    "one hundred ",
    "400 B.C. to ",
    "a year and a half ",
    "the night of ",
    "early in the ",
    "May" + " " * 40,
    "will not be ",
    "Monday, ",
    "last two several years ago ",
    "nineteen ",
    "'89 ",
)


def seconds(text: str) -> float:
    """The shortest of three readings."""
    times = []
    for _ in range(3):
        started = time.perf_counter()
        find_time_expressions(text, date(2020, 1, 1))
        times.append(time.perf_counter() - started)
    return min(times)


@pytest.mark.benchmark
@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_length_of_the_text(piece: str) -> None:
    text = piece * (SIZE // len(piece))
    assert seconds(LONGER * text) < BOUND * seconds(text) + 0.05
