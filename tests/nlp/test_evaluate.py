"""The figures over gold files: what counts as right, what the baseline reads, what the gate loses, how sure is how right."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.baseline import Baseline
from nlp.evaluate import beside, evaluate_events
from nlp.evaluate_gate import evaluate_gate
from nlp.gate import Gate
from nlp.knowledge import default_knowledge
from nlp.records import Document, EventMention, Reading, Span
from nlp.reliability import Judged, bins, calibration_error

LISTED = "On May 4 the Commerce Department added Pelmar Chips to the Entity List."
TARIFF = "The ministry imposed a tariff on steel."


class Scripted:
    """Reads events of given types and dates, whatever the text."""

    def __init__(self, *events: tuple[str, str | None, float]) -> None:
        self.events = events

    def read(self, document: Document) -> Reading:
        evidence = {"event": Span(0, 1), "sentence": Span(0, 5)}
        events = tuple(
            EventMention(kind, "scripted", confidence, date=day, evidence=evidence)
            for kind, day, confidence in self.events
        )
        return Reading(document, "scripted", events=events)


def gold_file(folder: Path, *texts: tuple[str, list[dict[str, Any]]]) -> Path:
    file = folder / "gold.jsonl"
    rows = [{"text": text, "published": "2021-05-20", "events": events} for text, events in texts]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def label(kind: str, sentence: str, day: str | None = None) -> dict[str, Any]:
    return {"type": kind, "date": day, "modality": "actual", "sentence": sentence}


def test_license_and_listing_have_figures_of_their_own(tmp_path: Path) -> None:
    events = [label("listing.added", LISTED, "2021-05-04"), label("tariff.imposed", TARIFF)]
    report = evaluate_events(
        [gold_file(tmp_path, (f"{LISTED} {TARIFF}", events))], Scripted(("listing.added", "2021-05-04", 0.9))
    )
    assert report.scores("type")[1] == 0.5
    assert report.scores("type", report.heart) == (1.0, 1.0, 1.0)
    assert report.to_json()["license_and_listing"]["type+date"]["f1"] == 1.0
    assert "license and listing" in report.to_text()


def test_misses_and_false_alarms_are_listed_with_their_sentences(tmp_path: Path) -> None:
    file = gold_file(tmp_path, (LISTED, [label("listing.added", LISTED)]))
    shown = evaluate_events([file], Scripted(("order.signed", None, 0.9))).to_text(misses=True)
    assert "missed: listing.added None" in shown and LISTED in shown
    assert "false alarm: order.signed None (scripted)" in shown


def test_each_event_read_is_judged_with_its_confidence(tmp_path: Path) -> None:
    file = gold_file(tmp_path, (LISTED, [label("listing.added", LISTED, "2021-05-04")]))
    report = evaluate_events([file], Scripted(("listing.added", "2021-05", 0.8), ("order.signed", None, 0.3)))
    assert report.judged == [Judged(0.8, True, False), Judged(0.3, False, False)]


def test_calibration_error_is_the_mean_distance_over_the_bins() -> None:
    judged = [Judged(0.85, True), Judged(0.85, False), Judged(0.25, False), Judged(0.25, False)]
    assert calibration_error(judged) == pytest.approx((2 * 0.35 + 2 * 0.25) / 4)


@given(st.lists(st.builds(Judged, st.floats(0, 1), st.booleans())))
def test_every_event_falls_in_one_bin(judged: list[Judged]) -> None:
    found = bins(judged)
    assert sum(one.count for one in found) == len(judged)
    assert all(one.low <= one.confidence + 1e-9 and one.confidence - 1e-9 <= one.high for one in found)
    assert 0 <= calibration_error(judged) <= 1


@pytest.fixture(scope="module")
def baseline() -> Baseline:
    return Baseline()


def test_baseline_reads_keywords_with_the_nearest_date(baseline: Baseline) -> None:
    [event] = baseline.read(Document(LISTED, published=date(2021, 5, 20))).events
    assert (event.type, event.date) == ("listing.added", "2021-05-04")


def test_baseline_tells_no_noun_from_the_verb_that_acts(baseline: Baseline) -> None:
    text = "The added cost of the sanctions list worries exporters."
    assert [event.type for event in baseline.read(Document(text)).events] == ["listing.added"]


def test_both_stand_in_one_table(tmp_path: Path, baseline: Baseline) -> None:
    file = gold_file(tmp_path, (LISTED, [label("listing.added", LISTED, "2021-05-04")]))
    reports = (evaluate_events([file], Scripted()), evaluate_events([file], baseline))
    table = beside(*reports).splitlines()
    assert table[1].split() == ["type", "0.000", "(0.000,", "0.000)", "1.000", "(1.000,", "1.000)"]


def test_events_in_skipped_texts_and_in_teasers_are_lost(tmp_path: Path) -> None:
    teaser = "Read more: Commerce added Pelmar Chips to the Entity List"
    file = gold_file(
        tmp_path,
        ("The home side won the cup.", [label("order.signed", "The home side won the cup.")]),
        (f"{LISTED}\n{teaser}", [label("listing.added", LISTED), label("listing.added", teaser)]),
        ("A quiet day at the beach.", []),
    )
    report = evaluate_gate([file], Gate(default_knowledge().gate))
    assert (report.texts, report.empty, report.events, len(report.skips)) == (3, 1, 3, 2)
    assert [one.event.sentence for one in report.lost] == ["The home side won the cup.", teaser]
    assert report.loss == pytest.approx(2 / 3)
    assert "no term of trade policy occurs in the text" in report.to_text()


def test_gate_loses_less_than_one_in_a_hundred_of_the_gold_events() -> None:
    files = sorted((Path(__file__).parents[2] / "fixtures" / "gold").glob("*.jsonl"))
    assert evaluate_gate(files, Gate(default_knowledge().gate)).loss < 0.01
