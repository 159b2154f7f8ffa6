"""How many parties, at which rate, and the how manieth extension; and under which list or statute."""

from datetime import date

import pytest

from nlp.pipeline import Reader
from nlp.records import Document, EventMention


def only(reader: Reader, text: str) -> EventMention:
    (event,) = reader.read(Document(text=text, published=date(2024, 6, 25))).events
    return event


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The Commerce Department added 27 companies to the Entity List on Monday.", 27),
        ("The Commerce Department added forty-six companies to the Entity List on Monday.", 46),
        ("The Treasury put 69 people and 47 companies on its sanctions list on Monday.", 116),
        ("The Commerce Department added Acme Optics to the Entity List on June 3.", None),
    ],
)
def test_parties_are_counted_in_words_and_figures_and_together(reader: Reader, text: str, count: int | None) -> None:
    assert only(reader, text).count == count


@pytest.mark.parametrize(
    ("text", "ordinal"),
    [
        ("OFAC extended General License 14 for the eighth time on Monday.", 8),
        ("The Commerce Department granted a third extension of the temporary license on Monday.", 3),
        ("OFAC extended General License 14 for the first time on Monday.", None),
    ],
)
def test_extension_says_which_in_a_row_it_is(reader: Reader, text: str, ordinal: int | None) -> None:
    assert only(reader, text).ordinal == ordinal


@pytest.mark.parametrize(
    ("text", "instrument"),
    [
        (
            "Tariffs on goods from China under Section 301 of the Trade Act of 1974 were raised on Monday.",
            "Section 301",
        ),
        (
            "BIS amended the Export Administration Regulations by adding Acme Optics to the Entity List on Monday.",
            "Entity List",
        ),
    ],
)
def test_instrument_is_the_section_of_an_act_and_the_list_of_a_listing(
    reader: Reader, text: str, instrument: str
) -> None:
    assert only(reader, text).instrument == instrument


def test_a_rate_or_sum_of_another_clause_is_none_of_the_acts(reader: Reader) -> None:
    text = "The Commerce Department ended the denial order of May 15 against Acme after it deposited $4 million."
    events = reader.read(Document(text=text, published=date(2024, 6, 25))).events
    assert [event.rate for event in events if event.type == "enforcement.penalized"] == [None]
    text = "The United States will halve, to 7.5%, the duty on steel that it imposed on June 1."
    events = reader.read(Document(text=text, published=date(2024, 6, 25))).events
    assert {event.type: event.rate for event in events} == {"tariff.reduced": "7.5%", "tariff.imposed": None}
