"""One verb may tell of several acts, each with its own party and day."""

from datetime import date

import pytest

from nlp.pipeline import Reader
from nlp.records import Document, EventMention


def read(reader: Reader, text: str) -> list[EventMention]:
    return list(reader.read(Document(text=text, published=date(2023, 10, 20))).events)


@pytest.mark.parametrize(
    "text",
    [
        "The Commerce Department added Acme Optics to the Entity List on May 1, Zenit Lasers on May 3 and Borealis Radar in June.",
        "The Commerce Department added Acme Optics, Zenit Lasers and Borealis Radar to the Entity List on May 1, May 3 and in June, "
        "respectively.",
    ],
)
def test_each_party_of_a_series_has_its_own_day(reader: Reader, text: str) -> None:
    told = [(act.agency, act.targets, act.date) for act in read(reader, text)]
    assert told == [
        ("US Department of Commerce", ("Acme Optics",), "2023-05-01"),
        ("US Department of Commerce", ("Zenit Lasers",), "2023-05-03"),
        ("US Department of Commerce", ("Borealis Radar",), "2023-06"),
    ]


def test_countries_without_the_preposition_of_the_target_are_who_acts(reader: Reader) -> None:
    text = (
        "Britain banned exports of lithography tools to Russia on March 3, Japan on March 13 and South Korea in April."
    )
    assert [(act.agency, act.targets, act.date) for act in read(reader, text)] == [
        ("United Kingdom", ("Russia",), "2023-03-03"),
        ("Japan", ("Russia",), "2023-03-13"),
        ("South Korea", ("Russia",), "2023-04"),
    ]


def test_holders_of_licenses_have_their_days_respectively(reader: Reader) -> None:
    text = "The Commerce Department granted licenses to Intel and Micron on May 1 and May 3, respectively."
    assert [(act.actor, act.date) for act in read(reader, text)] == [
        ("Intel", "2023-05-01"),
        ("Micron", "2023-05-03"),
    ]


def test_a_party_of_another_clause_is_no_share(reader: Reader) -> None:
    text = (
        "The Commerce Department added Acme Optics to the Entity List on May 1, and Zenit Lasers, which makes its parts, "
        "closed a plant in June."
    )
    assert [(act.targets, act.date) for act in read(reader, text)] == [(("Acme Optics",), "2023-05-01")]


@pytest.mark.parametrize(
    "text",
    [
        "The Commerce Department extended the temporary general license twice, once in May and again in August.",
        "Two extensions of the temporary general license, one in May and another in August, were for 90 days each.",
        "The Commerce Department's extensions of the temporary general license, in May and August, were for 90 days each.",
    ],
)
def test_an_act_of_two_days_is_two_acts(reader: Reader, text: str) -> None:
    assert [act.date for act in read(reader, text)] == ["2023-05", "2023-08"]
