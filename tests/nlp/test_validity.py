"""An end that a later sentence tells belongs to the act that it refers to."""

from datetime import date

import pytest

from nlp.pipeline import Reader
from nlp.records import Document

TERMS = [
    ("The Commerce Department extended the temporary general license for Huawei on Thursday.", "license.extended"),
    ("OFAC issued General License 13A on Thursday.", "license.granted"),
]
ENDS = [
    "The license expires on April 1.",
    "It is valid until April 1.",
    "Correction: an earlier version of this story left out that the license runs until April 1.",
]


@pytest.mark.parametrize(("act", "kind"), TERMS)
@pytest.mark.parametrize("end", ENDS)
def test_end_told_by_a_later_sentence_is_the_acts(reader: Reader, act: str, kind: str, end: str) -> None:
    found = reader.read(Document(text=f"{act}\n\n{end}", published=date(2020, 2, 13)))
    assert [(event.type, event.valid_until) for event in found.events] == [(kind, "2020-04-01")]
    (event,) = found.events
    span = event.evidence["valid_until"]
    assert found.document.text[span.start : span.end] == "April 1"


def test_end_of_another_measure_is_not_taken(reader: Reader) -> None:
    text = "OFAC issued General License 13A on Thursday.\n\nThe ban on oil exports runs until April 1."
    found = reader.read(Document(text=text, published=date(2020, 2, 13)))
    assert [event.valid_until for event in found.events if event.type == "license.granted"] == [None]


OLD_ENDS = ["The license would have run out on Friday.", "It was to expire on February 14."]


@pytest.mark.parametrize("old", OLD_ENDS)
def test_end_that_would_have_been_is_the_one_replaced(reader: Reader, old: str) -> None:
    text = f"The Commerce Department on Thursday extended the temporary general license for Huawei.\n\n{old} The new end date is April 1."
    (event,) = reader.read(Document(text=text, published=date(2020, 2, 13))).events
    assert (event.type, event.previous_valid_until, event.valid_until) == (
        "license.extended",
        "2020-02-14",
        "2020-04-01",
    )


def test_end_after_a_start_is_the_acts(reader: Reader) -> None:
    text = "BIS today issued a Temporary General License for Huawei.\n\nThe license is effective May 20, 2019, through August 19, 2019."
    (event,) = reader.read(Document(text=text, published=date(2019, 5, 20))).events
    assert (event.type, event.valid_until) == ("license.granted", "2019-08-19")


def test_extensions_that_are_only_counted_are_none_of_them_told(reader: Reader) -> None:
    text = "BIS issued a temporary general license for Huawei in May 2019, and the license was extended five times before it ran out in August 2020."
    found = reader.read(Document(text=text, published=date(2024, 5, 16))).events
    assert "license.extended" not in {event.type for event in found}


def test_end_is_the_extensions_and_not_the_grants_that_its_sentence_names(reader: Reader) -> None:
    text = "BIS is extending the Temporary General License for Huawei that it issued on May 20, 2019.\n\nThe license is now valid through November 18, 2019."
    found = reader.read(Document(text=text, published=date(2019, 8, 21))).events
    assert {event.type: event.valid_until for event in found} == {
        "license.granted": None,
        "license.extended": "2019-11-18",
    }


def test_end_is_of_what_was_done_and_not_of_what_had_been_planned(reader: Reader) -> None:
    text = (
        "The Commerce Department on Thursday extended the temporary general license for Huawei by 90 days.\n\n"
        "People at the department had said that a two-week extension was planned. The new end date is May 13."
    )
    found = reader.read(Document(text=text, published=date(2020, 2, 13))).events
    assert {event.modality: event.valid_until for event in found} == {"actual": "2020-05-13", "planned": None}


DURATIONS = {
    "for how long a license lets somebody act": ("The department issued a general license that lets carriers serve Huawei for 90 days.", "P90D"),
    "how long after another act": ("The department granted Acme a license two months after Brazil imposed tariffs on steel.", None),
    "within which time": ("The department granted Acme an export license within 30 days.", None),
    "for the first time in so long": ("The department granted Acme an export license for the first time in decades.", None),
}  # fmt: skip


@pytest.mark.parametrize(("text", "duration"), DURATIONS.values(), ids=DURATIONS)
def test_duration_is_how_long_the_measure_holds(reader: Reader, text: str, duration: str | None) -> None:
    found = reader.read(Document(text=text, published=date(2021, 3, 10))).events
    assert [event.duration for event in found if event.type == "license.granted"] == [duration]
