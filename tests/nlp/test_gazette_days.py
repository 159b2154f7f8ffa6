"""An act has the day on which an official gazette printed it, where the text says that day."""

from datetime import date

import pytest

from nlp.pipeline import Reader
from nlp.records import Document

PUBLISHED = date(2021, 3, 10)  # a Wednesday
ACT = "The European Commission imposed tariffs on imports of steel on March 1"

DAYS = {
    "the paper in the next sentence": (f"{ACT}. The regulation was published in the Official Journal on Friday.", "2021-03-05"),
    "by what it appears in": (f"{ACT}. It appeared in the Official Gazette on March 2.", "2021-03-02"),
    "the paper that does it": (
        "By a rule published in the Federal Register on March 4, the Commerce Department imposed tariffs on steel.",
        "2021-03-04",
    ),
    "a page that is cited": (
        "By a rule published on March 4 (86 FR 12345), the Commerce Department imposed tariffs on steel.",
        "2021-03-04",
    ),
    "no gazette is named": (f"{ACT}. The regulation was published on Friday.", None),
    "no day is named": (f"{ACT}. The regulation was published in the Official Journal in March.", None),
    "it has not been printed": (f"{ACT}. The regulation was not published in the Official Journal on Friday.", None),
    "the act is long past": (
        "The European Commission imposed tariffs on imports of steel on March 1, 2019. "
        "The regulation was published in the Official Journal on Friday.",
        None,
    ),
    "another paper than the act's": (f"{ACT}. A report on fish was published in the Official Journal on Friday.", None),
}  # fmt: skip


@pytest.mark.parametrize(("text", "day"), DAYS.values(), ids=DAYS)
def test_gazette_day_is_the_one_that_the_text_gives(reader: Reader, text: str, day: str | None) -> None:
    (event,) = reader.read(Document(text=text, published=PUBLISHED)).events
    assert event.published_on == day


def test_gazette_day_points_at_its_words(reader: Reader) -> None:
    text = DAYS["the paper in the next sentence"][0]
    (event,) = reader.read(Document(text=text, published=PUBLISHED)).events
    span = event.evidence["published_on"]
    assert text[span.start : span.end] == "Friday"
