"""A store that grew by generated news holds what a build of all of it at once does: parties told of often, acts told late."""

import random
from pathlib import Path

import pytest

from tests.benchmarks.generated_news import acts, store_news
from tests.timeline.test_batches import BUILT
from timeline.build import build
from timeline.check import find_faults
from timeline.store import Store


@pytest.fixture(params=[(400, 2), (250, 8)], ids=["sparse", "dense"])
def news(request: pytest.FixtureRequest) -> Store:
    number, a_day = request.param
    store = Store(Path(":memory:"))
    store_news(store, acts(number, first=0, days=number // a_day, seed=number), seed=number)
    return store


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    return {name: sorted(store.db.conn.execute(f"SELECT * FROM {name}"), key=repr) for name in BUILT}


def wait(store: Store, versions: list[str]) -> None:
    store.db.conn.executemany("UPDATE readings SET built = NULL WHERE version_id = ?", [(key,) for key in versions])


def test_articles_that_come_and_go_leave_the_store_of_all_at_once(news: Store) -> None:
    build(news)
    at_once = rows(news)
    chance = random.Random(1)
    versions = [row[0] for row in news.db.conn.execute("SELECT version_id FROM readings ORDER BY 1")]
    chance.shuffle(versions)
    for first in (0, len(versions) // 2):
        leaving = versions[first : first + 40]
        articles = [
            (key, news.db.conn.execute("SELECT id FROM articles WHERE version_id = ?", (key,)).fetchone()[0])
            for key in leaving
        ]
        news.db.conn.executemany("UPDATE articles SET version_id = NULL WHERE version_id = ?", [(k,) for k in leaving])
        wait(news, leaving)
        build(news)
        assert list(find_faults(news.db.conn)) == []
        for part in (articles[:10], articles[10:]):
            news.db.conn.executemany("UPDATE articles SET version_id = ? WHERE id = ?", part)
            wait(news, [key for key, _ in part])
            build(news)
        assert rows(news) == at_once
