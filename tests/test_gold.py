"""Every gold file is well-formed: it can be scored against only if its labels point at their text."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from nlp.records import EVENT_TYPES, MODALITIES

GOLD = Path(__file__).parents[1] / "fixtures" / "gold"
LABELLED = sorted(GOLD.glob("*.jsonl"))

ISO = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?|-W[0-5]\d|-Q[1-4])?")
DURATION = re.compile(r"P\d+[DWMY]")
TIMED = ("date", "published_on", "effective_from", "valid_until", "previous_valid_until")
FIELDS = {
    *("type", "date", "date_basis", "modality", "agency", "actor", "targets", "sentence", "instrument", "items"),
    *("count", "rate", "ordinal", "duration", "attribution", "citation", *TIMED),
}


def rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def first_day(value: str) -> date:
    """The first day that a date of any precision covers."""
    if "-W" in value:
        return date.fromisocalendar(int(value[:4]), int(value[6:]), 1)
    if "-Q" in value:
        return date(int(value[:4]), 3 * int(value[6:]) - 2, 1)
    return date(*(int(part) for part in (value + "-01-01")[:10].split("-")))


def faults(event: dict[str, Any], text: str, published: str | None) -> list[str]:
    """What is wrong with one labelled event, in words."""
    found = [f"unknown field {name}" for name in event.keys() - FIELDS]
    if event["type"] not in EVENT_TYPES:
        found.append(f"unknown type {event['type']}")
    if event["modality"] not in MODALITIES:
        found.append(f"unknown modality {event['modality']}")
    if not event["sentence"] or event["sentence"] not in text:
        found.append("sentence is not in the text")
    for name in TIMED:
        value = event.get(name)
        if value is not None and not ISO.fullmatch(value):
            found.append(f"{name} {value} is no ISO date")
    if event.get("duration") and not DURATION.fullmatch(event["duration"]):
        found.append(f"duration {event['duration']} is no ISO duration")
    if not found and event["date"] and event["modality"] == "actual" and published:
        if first_day(event["date"]) > date.fromisoformat(published[:10]):
            found.append(f"done on {event['date']}, after publication on {published}")
    if (event["date"] is None) != (event["date_basis"] is None):
        found.append("date and date_basis go together")
    for name in ("items", "attribution"):
        if event.get(name) and event[name] not in text:
            found.append(f"{name} is not in the text: {event[name]}")
    return found


@pytest.mark.parametrize("path", LABELLED, ids=lambda path: path.stem)
def test_labels_point_at_their_text_and_keep_to_the_codebook(path: Path) -> None:
    wrong = [
        f"{row['id']}: {fault}"
        for row in rows(path)
        for event in row["events"]
        for fault in faults(event, row["text"], row["published"])
    ]
    assert wrong == []


def test_no_two_labelled_texts_share_an_id() -> None:
    ids = [row["id"] for path in LABELLED for row in rows(path)]
    assert len(ids) == len(set(ids))


COUNTED = re.compile(r"^`(held-out-\w+\.jsonl)` \| (\d+) \| (\d+) \|", re.MULTILINE)


def test_the_readme_counts_the_held_out_texts_and_their_events() -> None:
    told = {
        name: (int(texts), int(events)) for name, texts, events in COUNTED.findall((GOLD / "README.md").read_text())
    }
    held_out = {path.name: list(rows(path)) for path in LABELLED if path.name.startswith("held-out-")}
    assert told == {name: (len(texts), sum(len(row["events"]) for row in texts)) for name, texts in held_out.items()}


def test_there_is_enough_gold_to_measure_on() -> None:
    every = [(path.name, row) for path in LABELLED for row in rows(path)]
    held_out = [row for name, row in every if name.startswith("held-out-")]
    assert len(every) >= 150
    assert len(held_out) >= 50
    assert sum(1 for _, row in every if not row["events"]) >= 25
    labelled = {event["type"] for row in held_out for event in row["events"]}
    assert labelled == set(EVENT_TYPES), "a type of the codebook has no held-out label"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"type": "license.lost"}, "unknown type license.lost"),
        ({"modality": "maybe"}, "unknown modality maybe"),
        ({"sentence": "The bureau issued two licences."}, "sentence is not in the text"),
        ({"date": "2020-5"}, "date 2020-5 is no ISO date"),
        ({"date": "2020-06"}, "done on 2020-06, after publication on 2020-05-16"),
        ({"date": None}, "date and date_basis go together"),
        ({"sourse": "wire"}, "unknown field sourse"),
    ],
)
def test_a_fault_in_a_label_is_found(change: dict[str, Any], fault: str) -> None:
    text = "The bureau issued a licence on Friday."
    event = {"type": "license.granted", "date": "2020-05-15", "date_basis": "relative", "modality": "actual"}
    sound = event | {"agency": None, "actor": None, "targets": [], "sentence": text}
    assert faults(sound, text, "2020-05-16") == []
    assert faults(sound | change, text, "2020-05-16") == [fault]


SAGAS = sorted(path for path in (GOLD / "timelines").iterdir() if path.is_dir())
SOURCE_KINDS = {"official", "wire", "press", "law_firm", "think_tank"}
SAGA_FIELDS = (FIELDS - {"sentence", "date_basis", "attribution"}) | {"id", "dated", "told_by"}


def saga_faults(articles: dict[str, dict[str, Any]], events: list[dict[str, Any]]) -> list[str]:
    """What is wrong with the events of a saga, in words; ``articles`` are keyed by their ids."""
    found = []
    for event in events:
        name = event["id"]
        found += [f"{name}: unknown field {field}" for field in event.keys() - SAGA_FIELDS]
        if event["type"] not in EVENT_TYPES or event["modality"] not in MODALITIES:
            found.append(f"{name}: unknown type or modality")
        for field in TIMED:
            if event.get(field) is not None and not ISO.fullmatch(event[field]):
                found.append(f"{name}: {field} {event[field]} is no ISO date")
        if event["dated"] != (event["date"] is not None):
            found.append(f"{name}: dated and date disagree")
        if not event["told_by"]:
            found.append(f"{name}: no article tells it")
        tellers = [articles.get(telling["article"]) for telling in event["told_by"]]
        for teller, telling in zip(tellers, event["told_by"], strict=True):
            if teller is None or telling["sentence"] not in teller["text"]:
                found.append(f"{name}: {telling['article']} has no such sentence")
    return found


@pytest.mark.parametrize("saga", SAGAS, ids=lambda path: path.name)
def test_every_event_of_a_saga_is_told_by_a_sentence_of_its_articles(saga: Path) -> None:
    articles = {row["id"]: row for row in rows(saga / "articles.jsonl")}
    events = list(rows(saga / "events.jsonl"))
    assert len({event["id"] for event in events}) == len(events)
    assert saga_faults(articles, events) == []


@pytest.mark.parametrize("saga", SAGAS, ids=lambda path: path.name)
def test_a_saga_is_told_by_ten_articles_of_several_outlets_and_kinds(saga: Path) -> None:
    articles = list(rows(saga / "articles.jsonl"))
    assert len({row["id"] for row in articles}) == len(articles) >= 10
    assert len({row["source"] for row in articles}) >= 6
    kinds = {row["source_kind"] for row in articles}
    assert kinds <= SOURCE_KINDS
    assert {"official", "wire", "press"} <= kinds
    for row in articles:
        date.fromisoformat(row["published"])


def test_six_sagas_are_told_by_more_than_sixty_articles() -> None:
    assert len(SAGAS) >= 6
    assert sum(1 for saga in SAGAS for _ in rows(saga / "articles.jsonl")) >= 62
