"""What the reader reads out of a story."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.evaluate import evaluate_events, load_gold
from nlp.pipeline import Reader, beginning
from nlp.records import Document, Reading

GOLD = Path(__file__).parents[2] / "fixtures" / "gold" / "site.jsonl"


def story(name: str) -> Document:
    return next(text.document for text in load_gold(GOLD) if name in text.where)


@pytest.fixture(scope="module")
def reading(reader: Reader) -> Reading:
    return reader.read(story("harbourpost.example/trade/software-licence"))


def test_story_gives_its_six_acts_once_each(reading: Reading) -> None:
    assert sorted((event.type, event.date or "") for event in reading.events if event.type != "order.signed") == [
        ("license.extended", "2019-W47"),
        ("license.granted", "2019-05"),
        ("license.granted", "2019-08"),
        ("license.granted", "2019-11-20"),
        ("listing.added", "2019-05"),
    ]
    assert [event.agency for event in reading.events if event.type == "order.signed"] == [
        "President of the United States"
    ]


def test_grant_names_agency_actor_target_and_items(reading: Reading) -> None:
    grant = next(event for event in reading.events if event.date == "2019-11-20")
    assert (grant.agency, grant.actor, grant.targets) == ("US Department of Commerce", "Microsoft", ("Huawei",))
    assert grant.items == "mass-market software"


def test_every_span_points_into_the_text(reader: Reader) -> None:
    for gold in load_gold(GOLD):
        found = reader.read(gold.document)
        text = gold.document.text
        for timex in found.time_expressions:
            assert text[timex.start : timex.end] == timex.text
        for entity in found.entities:
            assert text[entity.start : entity.end] == entity.text
        for event in found.events:
            for span in (*event.evidence.values(), *event.mentions):
                assert 0 <= span.start < span.end <= len(text)


def test_teaser_lines_tell_no_event(reader: Reader) -> None:
    text = (
        "Also on chips.example Commerce Department granted Intel a license to export chips to Huawei\n\nExports fell."
    )
    assert reader.read(Document(text=text, published=date(2019, 11, 22))).events == ()


def test_reading_twice_is_the_same(reader: Reader) -> None:
    document = story("harbourpost.example/trade/software-licence")
    assert json.dumps(reader.read(document).to_json()) == json.dumps(reader.read(document).to_json())


def test_text_without_trade_terms_is_skipped_with_a_reason(reader: Reader) -> None:
    found = reader.read(Document(text="The lake froze on Tuesday.", published=date(2020, 1, 15)))
    assert found.events == ()
    assert found.skipped is not None
    assert [timex.value for timex in found.time_expressions] == ["2020-01-14"]


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("The Commerce Department granted Intel a license to export chips to Huawei.", "actual"),
        ("The Commerce Department will grant Intel a license to export chips to Huawei.", "planned"),
        ("The Commerce Department may grant Intel a license to export chips to Huawei.", "possible"),
        ("The Commerce Department has not granted Intel a license to export chips to Huawei.", "denied"),
    ],
)
def test_modality_follows_the_verb_group(reader: Reader, sentence: str, modality: str) -> None:
    found = reader.read(Document(text=sentence, published=date(2020, 1, 15)))
    assert [(event.type, event.modality) for event in found.events] == [("license.granted", modality)]


def test_evaluation_counts_agree_with_the_gold(reader: Reader) -> None:
    report = evaluate_events([GOLD], reader)
    assert report.texts == len(list(load_gold(GOLD)))
    assert report.scores("type")[2] >= report.scores("type+date")[2] >= report.scores("type+date+principal")[2] > 0.6


def test_a_text_longer_than_can_be_parsed_is_read_as_far_as_a_paragraph_and_says_so(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nlp.pipeline.LONGEST", 100)
    first = "The US Commerce Department added ZTE to the Entity List on Monday."
    text = f"{first}\n\nThe European Union imposed duties on Chinese steel on Tuesday."
    reading = reader.read(Document(text=text, published=date(2020, 3, 4)))
    assert [event.type for event in reading.events] == ["listing.added"]
    assert reading.skipped is not None and f"first {len(first) + 1} of its {len(text)} characters" in reading.skipped


@given(st.text(alphabet="ab \n", max_size=40))
def test_the_beginning_of_a_text_is_no_longer_than_can_be_parsed(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("nlp.pipeline.LONGEST", 20)
        read = beginning(text)
    assert text.startswith(read) and len(read) <= 20
    assert len(read) >= min(len(text), 10)
