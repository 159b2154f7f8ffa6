"""The day that a story was written on, by its dateline."""

from datetime import date

import pytest

from nlp.datelines import opens_story, written_day
from nlp.pipeline import Reader
from nlp.records import Document
from nlp.time_expressions import find_time_expressions

PUBLISHED = date(2019, 11, 22)


@pytest.mark.parametrize(
    "text",
    [
        "WASHINGTON, Nov. 20 (Meridian) -- The department said so.",
        "Washington, Nov 20 (Meridian): The department said so.",
        "LOS ANGELES, California, Nov. 20, 2019 – The department said so.",
        "Washington, DC – November 20, 2019 – The department said so.",
        "NEW DELHI, 20 November - The ministry said so.",
        "Nov. 20 (Meridian) -- The department said so.",
        "Quotas fall\n\nBy A Writer\n\nRIO DE JANEIRO, Nov. 20 (Meridian) — The ministry said so.",
        "GENEVA, Nov 20 /Meridian Newswire/ -- The body said so.",
        "New Delhi, Nov 20 (Meridian) The ministry said so.",
    ],
)
def test_a_dateline_is_the_day_of_writing(text: str) -> None:
    times = find_time_expressions(text, PUBLISHED)
    assert written_day(text, times, PUBLISHED) == date(2019, 11, 20)
    assert opens_story(text, times[0])


@pytest.mark.parametrize(
    "text",
    [
        "WASHINGTON (Meridian) -- The department said on Nov. 20 that it was so.",
        "On Nov. 20 - a Wednesday - the department said so.",
        "The list of Nov. 20 - there was a longer one before - is out.",
        "Nov. 20 - The department said so.",
        "WASHINGTON, Nov. 2 (Meridian) -- The department said so.",
        "WASHINGTON, Nov. 25 (Meridian) -- The department said so.",
        "No day at all.",
    ],
)
def test_without_one_of_the_week_before_it_is_the_day_of_publication(text: str) -> None:
    assert written_day(text, find_time_expressions(text, PUBLISHED), PUBLISHED) == PUBLISHED


def test_today_is_the_day_of_the_dateline(reader: Reader) -> None:
    text = "WASHINGTON, Nov. 20 (Meridian) -- The Commerce Department added Acme Optics to the Entity List today."
    (event,) = reader.read(Document(text=text, published=PUBLISHED)).events
    assert event.date == "2019-11-20"


@pytest.mark.parametrize(("published", "expected"), [(date(2019, 11, 20), None), (date(2019, 11, 22), "2019-11-20")])
def test_a_bare_day_at_the_head_is_of_the_report_on_that_day_alone(
    reader: Reader, published: date, expected: str | None
) -> None:
    text = "Nov. 20 - The Commerce Department has begun to grant licenses to sell chips to Huawei, an official said."
    (event,) = reader.read(Document(text=text, published=published)).events
    assert event.date == expected
