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
