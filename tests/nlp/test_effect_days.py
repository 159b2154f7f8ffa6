"""A day that a later sentence gives an act is the act's where it has none of its own."""

from datetime import date

import pytest

from nlp.pipeline import Reader
from nlp.records import Document, EventMention

TUESDAY = date(2019, 8, 20)
EXTENSION = "The American government has extended the export license of Norvik Optics by three months."


def read(reader: Reader, text: str) -> list[EventMention]:
    return list(reader.read(Document(text=text, published=TUESDAY)).events)


@pytest.mark.parametrize(
    "later",
    [
        "The extension was announced on Monday.",
        "The Commerce Department made the extension known on Monday.",
        "The decision, announced on Monday, surprised suppliers.",
        "The notices were sent on Monday.",
        "The decision came on Monday.",
    ],
)
def test_an_act_has_the_day_on_which_it_was_made_known(reader: Reader, later: str) -> None:
    (act,) = read(reader, f"{EXTENSION}\n\n{later}")
    assert (act.type, act.date) == ("license.extended", "2019-08-19")


def test_both_acts_have_the_day_on_which_both_were_announced(reader: Reader) -> None:
    text = "The American government has extended the export license of Norvik Optics, but has also put Pelmar Chips on the Entity List.\n\nThe commerce secretary announced both on Monday."
    assert [(act.type, act.date) for act in read(reader, text)] == [
        ("license.extended", "2019-08-19"),
        ("listing.added", "2019-08-19"),
    ]


@pytest.mark.parametrize(
    "later",
    [
        "A spokesman announced the closure of a plant on Monday.",
        "The decision was not announced on Monday.",
        "The decision will be announced on Monday.",
        "The company announced on Monday that it will appeal.",
    ],
)
def test_a_day_of_something_else_is_not_the_acts(reader: Reader, later: str) -> None:
    assert [act.date for act in read(reader, f"{EXTENSION}\n\n{later}") if act.type == "license.extended"] == [None]


def test_a_rule_that_took_effect_before_it_was_printed_dates_its_act(reader: Reader) -> None:
    text = "By a rule published yesterday (84 FR 43487) BIS has extended the temporary general license for Huawei. The rule took effect on August 15."
    (act,) = read(reader, text)
    assert (act.date, act.effective_from, act.published_on) == ("2019-08-15", "2019-08-15", "2019-08-19")


def test_a_suspension_that_takes_effect_today_dates_what_it_suspended(reader: Reader) -> None:
    text = "China has suspended its ban on exports of gallium. The suspension takes effect from August 20 until 2020."
    (act,) = read(reader, text)
    assert (act.type, act.date, act.modality) == ("control.eased", "2019-08-20", "actual")
