"""Who did an act, and to whom, by where the names stand."""

from datetime import date

import pytest

from nlp.pipeline import Reader
from nlp.records import Document, EventMention

PUBLISHED = date(2021, 3, 10)


def only(reader: Reader, text: str, kind: str) -> EventMention:
    (event,) = (event for event in reader.read(Document(text=text, published=PUBLISHED)).events if event.type == kind)
    return event


def test_whose_decision_it_is_does_what_it_says(reader: Reader) -> None:
    text = (
        "On March 2 the EU notified the WTO of its decision to appeal to the Appellate Body against the tariff ruling."
    )
    assert only(reader, text, "litigation.filed").actor == "European Union"


def test_who_is_fined_a_sum_is_the_target(reader: Reader) -> None:
    text = "The Bureau of Industry and Security fined Acme Optics $55,000 on Monday for breaching export controls."
    event = only(reader, text, "enforcement.penalized")
    assert (event.agency, event.targets) == ("Bureau of Industry and Security", ("Acme Optics",))


@pytest.mark.parametrize("party", ["a U.S. company", "two Iranian nationals"])
def test_origin_of_who_is_charged_is_no_target(reader: Reader, party: str) -> None:
    text = f"Prosecutors charged {party} on Monday with smuggling export-controlled chips."
    assert only(reader, text, "enforcement.charged").targets == ()


def test_whence_listed_firms_are_is_not_who_lists_them(reader: Reader) -> None:
    text = "The Commerce Department added nine firms from Pakistan to the Entity List on Monday."
    assert only(reader, text, "listing.added").agency == "US Department of Commerce"


def test_owner_of_a_measure_is_not_its_aim(reader: Reader) -> None:
    event = only(reader, "India suspended China's tariffs on imports of sugar on Monday.", "tariff.suspended")
    assert event.targets == ()
