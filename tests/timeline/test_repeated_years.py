"""The store that the benchmark of growth makes of one year's: a year carried to itself is as it was built, and more are sound."""

from pathlib import Path

import pytest

from tests.benchmarks.generated_news import acts, store_news
from tests.benchmarks.repeated_years import YEAR_BEGINS, repeat_years
from tests.timeline.test_batches import BUILT
from timeline.build import build
from timeline.check import find_faults
from timeline.store import Store


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("year") / "year.db"
    with Store(path) as store:
        store_news(store, acts(400, first=YEAR_BEGINS, days=365, seed=1), seed=1)
        build(store)
    return path


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with Store(path) as store:
        return {name: sorted(store.db.conn.execute(f"SELECT * FROM {name}"), key=repr) for name in BUILT}


def test_a_year_repeated_once_is_that_year(year: Path, tmp_path: Path) -> None:
    repeat_years(year, tmp_path / "made.db", 1)
    assert rows(tmp_path / "made.db") == rows(year)


def test_news_is_built_into_repeated_years_as_into_any_store(year: Path, tmp_path: Path) -> None:
    repeat_years(year, tmp_path / "made.db", 3)
    with Store(tmp_path / "made.db") as store:
        assert list(find_faults(store.db.conn)) == []
        (before,) = store.db.conn.execute("SELECT count(*) FROM events").fetchone()
        store_news(store, acts(100, first=YEAR_BEGINS + 3 * 365, days=60, seed=9999), seed=9999)
        assert before < build(store).events < before + 150
        assert list(find_faults(store.db.conn)) == []
