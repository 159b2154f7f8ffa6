"""A saga replayed day by day: what the ledger said of the Huawei licenses on each day, from the articles out by then."""

import csv
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from timeline.commands.words import reading_as_known

ARTICLES = Path(__file__).parents[2] / "fixtures" / "gold" / "timelines" / "huawei-licenses" / "articles.jsonl"
EXPECTED = Path(__file__).with_name("huawei_replay.csv")


@pytest.fixture(scope="module")
def database(
    tradedocket: Callable[..., subprocess.CompletedProcess[str]], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = tmp_path_factory.mktemp("replay")
    tradedocket("read", str(ARTICLES), "--db", "replay.db", folder=folder)
    return folder / "replay.db"


def test_each_day_had_the_answer_that_its_articles_gave(database: Path) -> None:
    expected = list(csv.DictReader(EXPECTED.read_text(encoding="utf-8").splitlines()))
    found = []
    for row in expected:
        with reading_as_known(database, row["known_on"], "published") as connection:
            answer = connection.execute(
                "SELECT state, valid_until FROM license_status WHERE title = ?", (row["license"],)
            ).fetchall()
        state, valid_until = answer[0] if answer else (None, None)
        found.append({**row, "state": state or "", "valid_until": valid_until or ""})
    assert found == expected
