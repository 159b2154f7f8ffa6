"""Why a reading is what it is: the reasons given for events, and for events that were not read."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from nlp.evaluate import load_gold
from nlp.explanation import EventExplained
from nlp.explanation_page import explanation_page
from nlp.marks import marks_of
from nlp.pipeline import Reader
from nlp.records import EVENT_TYPES, Document

GOLD = Path(__file__).parents[2] / "fixtures" / "gold"
STORY = Document(
    "The Commerce Department said on Tuesday that it will not grant Norvik Optics a license to export lenses to Huawei. "
    "On May 4 the department added Pelmar Chips to the Entity List.",
    title="Lens maker <refused>",
    published=date(2021, 5, 20),
)


@pytest.fixture(scope="module")
def events(reader: Reader) -> dict[str, EventExplained]:
    return {explained.event.type: explained for explained in reader.explain(STORY).events}


def reasons(explained: EventExplained) -> dict[str, str]:
    return {reason.field: reason.words for reason in explained.tellings[0].reasons}


def test_frame_is_told_with_the_word_it_fired_on_and_what_it_is_about(events: dict[str, EventExplained]) -> None:
    assert reasons(events["listing.added"])["frame"].startswith("add-to-list fires on “added”, about “List”")


def test_role_is_told_with_its_words_and_place(events: dict[str, EventExplained]) -> None:
    told = reasons(events["listing.added"])
    assert told["target"] == "Pelmar Chips (known by its own name only), from “Pelmar Chips”: what the act is done to"
    assert "from “department”: who acts" in told["agency"]


def test_date_is_told_with_its_expression_and_the_rule_that_attached_it(events: dict[str, EventExplained]) -> None:
    told = reasons(events["listing.added"])["date"]
    assert told.startswith("2021-05-04, from “May 4”")
    assert told.endswith("it stands in the act's own clause")


def test_modality_is_told_with_its_cue(events: dict[str, EventExplained]) -> None:
    assert reasons(events["license.granted"])["modality"] == "denied: “not” – it negates the verb"


def joinings(reader: Reader, text: str) -> list[tuple[str, str]]:
    """What is said of joining, over all events of a text."""
    explained = reader.explain(Document(text=text, published=date(2020, 2, 20))).events
    settled = (reason for event in explained for reason in event.settled)
    return [(reason.field, reason.words) for reason in settled if reason.field in {"joined", "apart"}]


def test_a_telling_that_was_joined_says_by_what(reader: Reader) -> None:
    text = "The Commerce Department added Pelmar Chips to the Entity List on Monday.\n\nPelmar Chips was added to the Entity List this week."
    ((field, words),) = joinings(reader, text)
    assert field == "joined" and words.startswith("“added” tells “added” again: both are dated")
    assert "they name the same party (+2)" in words and words.endswith("from 0 on they are one act")


@pytest.mark.parametrize(
    ("later", "why"),
    [
        ("The department granted Micron a license to sell chips to Huawei.", "they differ in the parties"),
        ("An additional license was issued.", "a separate one (-3)"),
    ],
)
def test_a_telling_that_was_not_joined_says_why(reader: Reader, later: str, why: str) -> None:
    text = f"The Commerce Department granted Pelmar Chips a license to sell chips to Huawei on Monday.\n\n{later}"
    ((field, words), *_) = joinings(reader, text)
    assert field == "apart"
    assert "is another act than “granted”" in words and why in words


def test_explained_reading_is_the_reading(reader: Reader) -> None:
    for text in load_gold(GOLD / "site.jsonl"):
        explanation = reader.explain(text.document)
        assert explanation.reading == reader.read(text.document)
        assert tuple(one.event for one in explanation.events) == explanation.reading.events
        assert all(one.tellings for one in explanation.events)


def test_page_holds_the_text_escaped_and_asks_for_nothing_from_elsewhere(reader: Reader) -> None:
    page = explanation_page([reader.explain(STORY)])
    assert "Lens maker &lt;refused&gt;" in page and "<refused>" not in page
    assert "src=" not in page and "href=" not in page and "{{" not in page


def test_marks_never_overlap(reader: Reader) -> None:
    for text in load_gold(GOLD / "site.jsonl"):
        marks = marks_of(reader.read(text.document))
        assert all(one.end <= other.start for one, other in pairwise(marks))


@pytest.mark.parametrize(
    ("text", "event_type", "reason"),
    [
        ("The ministry extended its embargo talks.", "license.extended", "stands as its object"),
        ("Huawei sits on the Entity List.", "listing.removed", "no word tells the act"),
        ("The tariff ruling praised its sanctions policy.", "license.granted", None),
    ],
)
def test_why_not_names_the_condition_that_failed(
    reader: Reader, text: str, event_type: str, reason: str | None
) -> None:
    found = reader.why_not(Document(text, published=date(2021, 5, 20)), event_type)
    assert found.skipped is None and not found.read
    assert [miss for miss in found.near if reason is None or reason in miss.reason] == list(found.near)
    assert bool(found.near) == (reason is not None)


def test_why_not_says_what_the_gate_says(reader: Reader) -> None:
    found = reader.why_not(Document("The home side won the cup."), "license.granted")
    assert found.skipped == "no term of trade policy occurs in the text"


def test_why_not_gives_the_sentence_that_was_read_no_second_time(reader: Reader) -> None:
    text = "The export license that Commerce granted to Norvik Optics bars sales. It also denied a license to Pelmar."
    found = reader.why_not(Document(text, published=date(2021, 5, 20)), "license.denied")
    assert [event.type for event in found.read] == ["license.denied"]
    assert all(miss.sentence not in found.read[0].mentions for miss in found.near)


def test_why_not_names_the_reason_why_a_frame_that_fired_made_no_event(reader: Reader) -> None:
    text = "Norvik Optics sold lenses to Huawei without obtaining an export license."
    found = reader.why_not(Document(text, published=date(2021, 5, 20)), "license.granted")
    assert not found.read
    assert found.near[0].held == 4 and "named as what was missing" in found.near[0].reason


def test_every_type_can_be_asked_of_every_site_story(reader: Reader) -> None:
    story = next(iter(load_gold(GOLD / "site.jsonl"))).document
    for event_type in EVENT_TYPES:
        found = reader.why_not(story, event_type)
        assert [miss.held for miss in found.near] == sorted((miss.held for miss in found.near), reverse=True)
