"""The timeline's figures: what counts as found, missing, invented, apart and joined."""

import json
from datetime import date
from pathlib import Path

import pytest

from nlp.evaluate import GoldError
from timeline.evaluate_timeline import BuiltEvent, BuiltTelling, TimelineReport, score_saga
from timeline.sagas import GoldAct, GoldArticle, Saga, Telling, load_saga

ONE = "The bureau listed Acme on May 3. It gave Beta a licence on June 1."
OTHER = "Acme was listed in May. A court ruled on Friday."
TEXTS = {"one": ONE, "other": OTHER}


def article(key: str) -> GoldArticle:
    return GoldArticle(
        id=key, url=f"http://{key}.example/", source=key, source_kind="press", title=key,
        published=date(2020, 6, 2), text=TEXTS[key],
    )  # fmt: skip


def act(key: str, kind: str, day: str | None, *told_by: tuple[str, str]) -> GoldAct:
    tellings = tuple(Telling(article=name, sentence=sentence) for name, sentence in told_by)
    return GoldAct(id=key, type=kind, date=day, modality="actual", told_by=tellings)


SAGA = Saga(
    "acme",
    (article("one"), article("other")),
    (
        act(
            "listed", "listing.added", "2020-05-03",
            ("one", "The bureau listed Acme on May 3."), ("other", "Acme was listed in May."),
        ),
        act("granted", "license.granted", "2020-06-01", ("one", "It gave Beta a licence on June 1.")),
    ),
)  # fmt: skip


def telling(event: str, name: str, kind: str, words: str, *dates: str) -> BuiltTelling:
    start = TEXTS[name].index(words)
    return BuiltTelling(event, name, kind, ((start, start + len(words)),), frozenset(dates), frozenset({"actual"}))


def event(key: str, day: str | None, *tellings: BuiltTelling) -> BuiltEvent:
    return BuiltEvent(key, day, key, "quote", tellings)


LISTED = (
    telling("e1", "one", "listing.added", "The bureau listed Acme", "2020-05-03"),
    telling("e1", "other", "listing.added", "Acme was listed", "2020-05"),
)
GRANTED = telling("e2", "one", "license.granted", "It gave Beta", "2020-06-01")
RULED = telling("e3", "other", "litigation.ruled", "A court ruled")


def faults(*built: BuiltEvent) -> list[str]:
    return [fault.kind for fault in score_saga(SAGA, built, TEXTS).faults]


def test_a_right_timeline_has_no_fault_and_scores_one() -> None:
    built = [event("e1", "2020-05-03", *LISTED), event("e2", "2020-06-01", GRANTED)]
    report = score_saga(SAGA, built, TEXTS)
    assert report.faults == []
    figures = TimelineReport((report,)).to_json()
    assert figures["dates"] == {"dated": 2, "found": 2, "exact": 2, "within": 2}
    assert figures["grouping"]["end to end, all tellings"]["CoNLL F1"] == pytest.approx(1.0)


def test_an_act_that_nothing_tells_is_missing_and_an_event_of_no_act_is_invented() -> None:
    assert faults(event("e1", "2020-05-03", *LISTED), event("e3", None, RULED)) == ["missing", "invented"]


def test_an_event_of_another_type_in_the_same_sentence_is_told_as_such() -> None:
    wrong = telling("e2", "one", "license.applied", "It gave Beta")
    assert faults(event("e1", "2020-05-03", *LISTED), event("e2", None, wrong)) == ["missing", "other type"]


def test_one_act_in_two_events_is_apart_and_two_acts_in_one_event_are_joined() -> None:
    second = BuiltTelling("e4", *[getattr(LISTED[1], name) for name in BuiltTelling.__slots__[1:]])
    apart = [event("e1", "2020-05-03", LISTED[0]), event("e4", "2020-05", second), event("e2", "2020-06-01", GRANTED)]
    assert faults(*apart) == ["apart"]
    granted = telling("e1", "one", "license.granted", "It gave Beta", "2020-06-01")
    joined = event("e1", "2020-05-03", *LISTED[1:], granted)
    assert "joined" in faults(joined)


def test_a_vaguer_date_is_within_precision_but_not_equal() -> None:
    built = [event("e1", "2020-05", *LISTED), event("e2", "2020-06-01", GRANTED)]
    figures = TimelineReport((score_saga(SAGA, built, TEXTS),)).to_json()["dates"]
    assert (figures["exact"], figures["within"]) == (1, 2)


def test_a_sentence_that_its_article_does_not_have_is_named(tmp_path: Path) -> None:
    (tmp_path / "articles.jsonl").write_text(article("one").model_dump_json() + "\n")
    row = {"id": "a", "type": "listing.added", "date": None, "modality": "actual"}
    row |= {"told_by": [{"article": "one", "sentence": "Nobody wrote this."}]}
    (tmp_path / "events.jsonl").write_text(json.dumps(row) + "\n")
    with pytest.raises(GoldError, match="Nobody wrote this"):
        load_saga(tmp_path)


def test_a_line_that_is_no_gold_article_is_named_with_its_key(tmp_path: Path) -> None:
    (tmp_path / "articles.jsonl").write_text('{"id": "one"}\n')
    with pytest.raises(GoldError, match=r"articles\.jsonl, line 1, key 'url'"):
        load_saga(tmp_path)
