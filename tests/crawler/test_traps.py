"""Addresses that lead on for ever are told from those of stories."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.traps import name_trap

TODAY = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("path", "trap"),
    [
        ("/calendar/2031/05/", "calendar"),
        ("/events?month=2199-05", "calendar"),
        ("/events/2199-05-01", "calendar"),
        ("/news/2026/02/notice-of-a-hearing", None),
        ("/news/1999/02/quotas", None),
        ("/news/order-2040-12345", None),
        ("/a/b/a/b/a/b/a/b/", "address_trap"),
        ("/news/news/2019/news/quotas", None),
        ("/?" + "x" * 2000, "address_trap"),
    ],
)
def test_a_trap_is_told_by_its_address(path: str, trap: str | None) -> None:
    assert name_trap(f"http://gazette.example{path}", TODAY) == trap


@given(st.dates(min_value=date(1950, 1, 1), max_value=TODAY))
def test_the_address_of_a_day_that_has_been_is_no_trap(day: date) -> None:
    assert name_trap(f"http://gazette.example/{day:%Y/%m/%d}/quotas.html", TODAY) is None
