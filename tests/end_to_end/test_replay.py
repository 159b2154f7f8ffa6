"""Sagas replayed day by day: what the timeline and the ledger said on each day, from the articles out by then.

Each file in ``replays`` is of the saga of its name, a line an answer: ``known_on`` is the day of asking, ``asked`` the title of
a license, or a type of act with a word of its summary behind a colon, and ``answer`` the license's state with its end, or the
date and modality of each such act.
"""

import csv
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from timeline.commands.words import reading_as_known

SAGAS = Path(__file__).parents[2] / "fixtures" / "gold" / "timelines"
REPLAYS = sorted(Path(__file__).with_name("replays").glob("*.csv"))

Command = Callable[..., subprocess.CompletedProcess[str]]


def answer(connection: sqlite3.Connection, asked: str) -> str:
    kind, colon, word = asked.partition(": ")
    if colon and "." in kind:
        rows = connection.execute(
            "SELECT date, modality FROM timeline WHERE type = ? AND instr(summary, ?) ORDER BY date, modality",
            (kind, word),
        )
        return "; ".join(f"{day or 'no date'} {modality}" for day, modality in rows)
    rows = connection.execute("SELECT state, valid_until FROM license_status WHERE title = ?", (asked,))
    return "; ".join(f"{state} until {until}" if until else state for state, until in rows)


@pytest.mark.parametrize("replay", REPLAYS, ids=lambda path: path.stem)
def test_each_day_had_the_answer_that_its_articles_gave(replay: Path, tradedocket: Command, tmp_path: Path) -> None:
    tradedocket("read", str(SAGAS / replay.stem / "articles.jsonl"), "--db", "replay.db", folder=tmp_path)
    expected = list(csv.DictReader(replay.read_text(encoding="utf-8").splitlines()))
    found = []
    for row in expected:
        with reading_as_known(tmp_path / "replay.db", row["known_on"], "published") as connection:
            found.append({**row, "answer": answer(connection, row["asked"])})
    assert found == expected


def test_every_saga_is_replayed() -> None:
    assert [path.stem for path in REPLAYS] == sorted(path.name for path in SAGAS.iterdir())
