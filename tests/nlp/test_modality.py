"""How far a text asserts an act follows from the words around it."""

from datetime import date

import pytest

from nlp.pipeline import Reader
from nlp.records import Document

PUBLISHED = date(2021, 3, 10)

PHENOMENA = {
    "would under a past verb of saying is a plan": (
        "The ministry said on Monday that it would impose tariffs on imports of steel.",
        "planned",
    ),
    "what a forecaster says would happen is possible": (
        "Analysts said the ministry would impose tariffs on imports of steel.",
        "possible",
    ),
    "would without speech above it is possible": (
        "The plan would impose tariffs on imports of steel.",
        "possible",
    ),
    "neither … nor denies both": (
        "The ministry has neither proposed nor imposed tariffs on imports of steel.",
        "denied",
    ),
    "in no hurry is only possible": ("The ministry is in no hurry to impose tariffs on imports of steel.", "possible"),
    "to stop short of an act is not to do it": (
        "The ministry stopped short of imposing tariffs on imports of steel.",
        "denied",
    ),
    "not one is none": ("Not one tariff on imports of steel has been imposed by the ministry.", "denied"),
    "is to is a plan": ("The ministry is to impose tariffs on imports of steel.", "planned"),
    "what was decided is done": ("The ministry decided on Monday to impose tariffs on imports of steel.", "actual"),
    "what a deal says in the present is planned": (
        "Under the deal the ministry imposes tariffs on imports of steel.",
        "planned",
    ),
    "an effort is only possible": ("The report tells of an effort to impose tariffs on imports of steel.", "possible"),
    "a headline's infinitive is a plan": ("Brazil to impose tariffs on imports of steel\n\nIt did.", "planned"),
    "a forecaster expects what is possible": (
        "Lawyers expect the ministry to impose tariffs on imports of steel.",
        "possible",
    ),
    "what waits for a condition is possible": (
        "The ministry will impose tariffs on imports of steel only if the talks fail.",
        "possible",
    ),
    "a negated condition is no denial": (
        "Talks will end if the ministry does not impose tariffs on imports of steel.",
        "possible",
    ),
    "a negation under a doubt is no denial": (
        "The ministry is considering not imposing tariffs on imports of steel.",
        "possible",
    ),
    "what is only weighed is possible": ("The ministry weighs tariffs on imports of steel.", "possible"),
    "not to rule out leaves open": (
        "The ministry did not rule out imposing tariffs on imports of steel.",
        "possible",
    ),
    "on the verge is a plan": ("The ministry is on the verge of imposing tariffs on imports of steel.", "planned"),
    "a rejected report did not happen": (
        "The ministry rejected reports that it had imposed tariffs on imports of steel.",
        "denied",
    ),
    "what was decided is settled": ("The ministry decided to impose tariffs on imports of steel.", "actual"),
    "what is decided some day is not": ("The ministry will decide to impose tariffs on imports of steel.", "planned"),
    "a refusal denies it": (
        "Brazil was angry over the refusal of Chile to impose tariffs on imports of steel.",
        "denied",
    ),
    "what an attempt that failed was for was not done": (
        "A bid by Brussels to impose tariffs on imports of steel failed on Friday.",
        "denied",
    ),
    "what never came was not done": ("The imposition of tariffs on imports of steel never happened.", "denied"),
    "what others wait for in the present is to come": (
        "Prices will rise after Brazil imposes tariffs on imports of steel.",
        "planned",
    ),
    "nobody did it": ("Nobody has imposed tariffs on imports of steel.", "denied"),
    "a day still to come makes a plan": (
        "Tariffs on imports of steel take effect on April 1, 2021.",
        "planned",
    ),
    "a numbered paper is not negated by its number": (
        "Brazil imposed tariffs on imports of steel under Regulation No 17/2021.",
        "actual",
    ),
}


@pytest.mark.parametrize(("sentence", "modality"), PHENOMENA.values(), ids=PHENOMENA)
def test_modality_follows_the_words_around_the_act(reader: Reader, sentence: str, modality: str) -> None:
    found = reader.read(Document(text=sentence, published=PUBLISHED))
    assert [(event.type, event.modality) for event in found.events] == [("tariff.imposed", modality)]


@pytest.mark.parametrize(
    ("words", "modality"), [("would extend", "actual"), ("will extend", "planned")], ids=["by announcing", "later"]
)
def test_license_is_extended_by_announcing_that_it_would_be(reader: Reader, words: str, modality: str) -> None:
    text = f"The Commerce Department announced that it {words} the export license by 90 days."
    found = reader.read(Document(text=text, published=PUBLISHED))
    assert [(event.type, event.modality) for event in found.events] == [("license.extended", modality)]


def test_not_a_single_one_is_none(reader: Reader) -> None:
    text = "Not a single export license has been issued for shipments of the liquid."
    found = reader.read(Document(text=text, published=PUBLISHED))
    assert [(event.type, event.modality) for event in found.events] == [("license.granted", "denied")]


def test_means_of_what_denies_is_done(reader: Reader) -> None:
    text = "The Netherlands blocked the export of a machine by letting its licence lapse in June 2019."
    found = reader.read(Document(text=text, published=PUBLISHED)).events
    assert [event.modality for event in found if event.type == "license.expired"] == ["actual"]


def test_what_was_missing_is_no_act(reader: Reader) -> None:
    text = "The company shipped the chips to Iran without obtaining an export license."
    found = reader.read(Document(text=text, published=PUBLISHED))
    assert [event for event in found.events if event.type.startswith("license.")] == []


@pytest.mark.parametrize(
    "words", ["Instead of imposing tariffs on imports of steel", "Rather than impose tariffs on imports of steel"]
)
def test_what_was_forgone_is_no_act(reader: Reader, words: str) -> None:
    found = reader.read(Document(text=f"{words}, Brazil lifted its quota on imports of sugar.", published=PUBLISHED))
    assert [event.type for event in found.events] == ["control.lifted"]


@pytest.mark.parametrize(
    ("told", "modality"),
    [
        ("The export licence for the chips was allowed to lapse.", "actual"),
        ("The export licence for the chips is no longer in force.", "actual"),
        ("The export licence for the chips, which Acme holds, expires in June.", "planned"),
    ],
)
def test_license_that_was_let_end_has_ended(reader: Reader, told: str, modality: str) -> None:
    found = reader.read(Document(text=told, published=PUBLISHED))
    assert [(event.type, event.modality) for event in found.events] == [("license.expired", modality)]
