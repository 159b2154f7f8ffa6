"""Licenses that one sentence issues together, and that later ones describe by their numbers, are an act each."""

from datetime import date

import pytest

from nlp.pipeline import Reader
from nlp.records import Document

ISSUE = "OFAC issued two general licenses on Tuesday. "


def licenses(reader: Reader, text: str) -> list[tuple[str | None, str | None, str | None]]:
    events = reader.read(Document(text=text, published=date(2024, 6, 14))).events
    return [(event.instrument, event.agency, event.date) for event in events if event.type == "license.granted"]


def test_each_has_the_day_and_the_authority_of_the_issue(reader: Reader) -> None:
    text = (
        ISSUE + "General License 25 authorizes transactions with Syria. General License 26 permits payments to banks."
    )
    agency = "Office of Foreign Assets Control"
    assert licenses(reader, text) == [
        ("general license 25", agency, "2024-06-11"),
        ("general license 26", agency, "2024-06-11"),
    ]


@pytest.mark.parametrize(
    "later",
    [
        "General License 12 expired in May.",
        "Without General License 12 such payments are prohibited.",
    ],
)
def test_a_license_of_which_something_else_is_told_is_none_of_them(reader: Reader, later: str) -> None:
    assert len(licenses(reader, ISSUE + later)) == 1


def test_one_license_is_not_parted(reader: Reader) -> None:
    text = "OFAC issued a general license on Tuesday. General License 25 authorizes transactions with Syria."
    assert len(licenses(reader, text)) == 1
