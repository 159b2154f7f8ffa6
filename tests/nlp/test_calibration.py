"""The table that says what a confidence is worth: monotone, between 0 and 1, near the share right that it was fitted on."""

import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.calibration import Calibration, default_calibration, fit, left_out
from nlp.confidence import confidence_rules, confidence_with
from nlp.pipeline import Reader
from nlp.records import Document
from nlp.reliability import Judged, calibration_error

shares = st.floats(0, 1)
judged = st.lists(st.builds(Judged, shares, st.booleans()), max_size=200)


@given(judged, shares, shares)
def test_more_raw_confidence_never_gives_less(events: list[Judged], one: float, other: float) -> None:
    table = fit(events)
    low, high = sorted((one, other))
    assert table.of(low) <= table.of(high) + 1e-3 or not table.step
    assert 0 <= table.of(one) <= 1


@given(judged)
def test_every_event_stands_behind_one_step(events: list[Judged]) -> None:
    assert sum(step.events for step in fit(events).step) == len(events)


def test_without_a_table_confidence_stays_as_it_is() -> None:
    assert Calibration().of(0.37) == 0.37


def test_fitted_confidence_is_near_the_share_right() -> None:
    events = [Judged(0.9, right < 60) for right in range(100)] + [Judged(0.5, right < 30) for right in range(100)]
    table = fit(events)
    assert table.of(0.9) == pytest.approx(0.6, abs=0.02)
    assert table.of(0.5) == pytest.approx(0.3, abs=0.02)
    assert calibration_error([Judged(table.of(one.confidence), one.is_right) for one in events]) < 0.02


def test_left_out_file_is_judged_by_the_other_files() -> None:
    right, wrong = [Judged(0.9, True)] * 60, [Judged(0.9, False)] * 60
    assert [one.confidence for one in left_out([right, wrong])] == [pytest.approx(1 / 62, abs=1e-3)] * 60 + [
        pytest.approx(61 / 62, abs=1e-3)
    ] * 60


def test_table_as_written_is_read_again() -> None:
    table = fit([Judged(0.9, True)] * 30 + [Judged(0.5, False)] * 30)
    text = table.to_toml("dev-one.jsonl, dev-two.jsonl")
    assert "# Fitted on dev-one.jsonl, dev-two.jsonl" in text
    assert Calibration.model_validate(tomllib.loads(text)) == table


def test_packaged_table_rises() -> None:
    steps = default_calibration().step
    assert len(steps) > 3
    assert [(step.raw, step.right) for step in steps] == sorted((step.raw, step.right) for step in steps)


def test_each_doubt_takes_from_confidence() -> None:
    rules = confidence_rules()
    doubts = [getattr(rules.doubts, name) for name in type(rules.doubts).model_fields]
    assert confidence_with([]) == rules.most
    assert all(confidence_with([doubt]) < rules.most for doubt in doubts)
    assert confidence_with(doubts * 3) == 0


def test_an_authority_named_is_surer_than_one_implied_and_that_than_one_from_the_story(reader: Reader) -> None:
    named = "Brazil banned exports of sugar on March 1."
    implied = "Brazil's ban on exports of sugar took effect on March 1."
    inherited = "Brazil met exporters on Monday.\n\nExports of sugar were banned on March 1."
    sure = [
        next(
            event.confidence
            for event in reader.read(Document(text=text, published=date(2021, 3, 10))).events
            if event.agency == "Brazil"
        )
        for text in (named, implied, inherited)
    ]
    assert sure == sorted(sure, reverse=True)
    assert len(set(sure)) == 3
