"""Silence is loud: a source outside of what is normal for it says which bound it broke."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.records import Article, PageOutcome, SourceCrawl
from crawler.sources import Expect, Source
from timeline.archive import Archive
from timeline.health import Figures, broken_bounds, health_of
from timeline.runs import recorded_run
from timeline.store import Store

START = datetime(2026, 1, 5, 12, tzinfo=UTC)
SOURCE = Source.model_validate(
    {
        "name": "gazette",
        "title": "The Gazette",
        "home": "https://gazette.example/",
        "country": "GB",
        "language": "en",
        "timezone": "Europe/London",
        "kind": "press",
        "checked": "written for this test",
        "expect": {"new_a_week": (2, 5), "with_date": 0.9, "failures": 3},
        "follow": [{"type": "feed", "url": "https://gazette.example/feed.rss"}],
    }
)
NORMAL = Figures(new_in_a_week=3, with_title=1.0, with_date=1.0, with_200_words=1.0, refused=0.0)


class Clock:
    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with Store(tmp_path / "t.db", clock) as store:
        store.add_source("gazette")
        yield store


def crawl(store: Store, *, failed: bool = False) -> None:
    with recorded_run(store, "crawl") as run:
        run.close_source(SourceCrawl("gazette", 1, int(failed), 0, 0, 0, 0, ()), SOURCE)


def keep(store: Store, clock: Clock, number: int, *, dated: bool = True) -> None:
    url = f"https://gazette.example/{number}"
    published = clock.moment.date() if dated else None
    Archive(store).keep_article(
        Article(url, url, "gazette", f"Story {number}", None, published, None, None, "en", f"Text {number}.", clock())
    )
    Archive(store).keep_outcome(PageOutcome(url, "gazette", "new", None, 200, clock()))


@pytest.mark.parametrize(
    ("expect", "figures", "sentence"),
    [
        ({"new_a_week": (5, 9)}, {}, "new_a_week: 3 in the last 7 days; 5 to 9 are normal."),
        ({"new_a_week": (0, 2)}, {}, "new_a_week: 3 in the last 7 days; 0 to 2 are normal."),
        ({"with_title": 0.9}, {"with_title": 0.5}, "with_title: 50% of the newest articles have a title; at least 90% is normal."),
        ({"with_date": 0.9}, {"with_date": 0.5}, "with_date: 50% of the newest articles have a date; at least 90% is normal."),
        ({"with_200_words": 0.9}, {"with_200_words": 0.5}, "with_200_words: 50% of the newest articles have 200 words; at least 90% is normal."),
        ({"refused": 0.1}, {"refused": 0.5}, "refused: 50% of the pages are; at most 10% is normal."),
    ],
)  # fmt: skip
def test_each_bound_names_itself(expect: dict[str, object], figures: dict[str, float], sentence: str) -> None:
    odd = Figures(**{**{name: getattr(NORMAL, name) for name in Figures.__slots__}, **figures})
    assert broken_bounds(Expect.model_validate(expect), odd) == [sentence]


def test_figures_that_cannot_be_told_yet_break_nothing() -> None:
    strict = Expect(new_a_week=(5, 9), with_title=1, with_date=1, with_200_words=1, refused=0)
    assert broken_bounds(strict, Figures(None, None, None, None, None)) == []


def test_a_source_never_crawled_is_not_unhealthy(store: Store, clock: Clock) -> None:
    health = health_of(store.db.conn, SOURCE, clock())
    assert (health.state, health.is_unhealthy) == ("not crawled yet", False)


def test_failures_in_a_row_make_a_source_failing_and_one_success_mends_it(store: Store, clock: Clock) -> None:
    for expected in ("healthy", "healthy", "failing"):
        clock.moment += timedelta(hours=6)
        crawl(store, failed=True)
        assert health_of(store.db.conn, SOURCE, clock()).state == expected
    clock.moment += timedelta(hours=6)
    crawl(store)
    health = health_of(store.db.conn, SOURCE, clock())
    assert (health.state, health.failures, health.last_success) == ("healthy", 0, clock())


def test_a_source_that_falls_silent_is_out_of_bounds_after_a_week(store: Store, clock: Clock) -> None:
    crawl(store)
    for number in range(3):
        keep(store, clock, number)
    clock.moment += timedelta(days=6)
    crawl(store)
    assert health_of(store.db.conn, SOURCE, clock()).state == "healthy"
    clock.moment += timedelta(days=3)
    crawl(store)
    health = health_of(store.db.conn, SOURCE, clock())
    assert health.broken == ("new_a_week: 0 in the last 7 days; 2 to 5 are normal.",)
    assert health.is_unhealthy
    assert health.last_new == START


def test_articles_without_dates_are_out_of_bounds_once_there_are_enough(store: Store, clock: Clock) -> None:
    crawl(store)
    for number in range(4):
        keep(store, clock, number, dated=False)
    assert health_of(store.db.conn, SOURCE, clock()).broken == ()
    keep(store, clock, 4, dated=False)
    assert health_of(store.db.conn, SOURCE, clock()).broken == (
        "with_date: 0% of the newest articles have a date; at least 90% is normal.",
    )
