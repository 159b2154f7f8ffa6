"""The whole line, as its user runs it: demo, then questions about what it stored."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

from timeline.run import contents

Command = Callable[..., subprocess.CompletedProcess[str]]
PROGRAM = str(Path(sys.executable).with_name("tradedocket"))


@pytest.fixture(scope="module")
def folder(tradedocket: Command, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    made = tmp_path_factory.mktemp("demo")
    tradedocket("demo", folder=made)
    yield made
    tradedocket("check", "--db", "demo.db", folder=made)


def test_demo_writes_database_json_and_dashboard(tradedocket: Command, folder: Path) -> None:
    document = json.loads((folder / "demo.json").read_text(encoding="utf-8"))
    assert len(document["events"]) > 20
    assert all(event["mentions"] for event in document["events"])
    assert "Trade-policy timeline" in (folder / "demo.html").read_text(encoding="utf-8")


def test_exported_timeline_meets_its_published_schema(tradedocket: Command, folder: Path) -> None:
    schema = json.loads(resources.files("timeline").joinpath("export/timeline.schema.json").read_text(encoding="utf-8"))
    document = json.loads(tradedocket("export", "json", "--db", "demo.db", folder=folder).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(document)) == []


def test_wire_copy_counts_as_one_source(tradedocket: Command, folder: Path) -> None:
    statement = "SELECT count(*) AS n FROM event_sources WHERE copy_of IS NOT NULL"
    answer = tradedocket("query", "--db", "demo.db", "--format", "json", statement, folder=folder)
    assert json.loads(answer.stdout)[0]["n"] > 0


def test_running_twice_adds_nothing(tradedocket: Command, folder: Path) -> None:
    before = contents(folder / "demo.db")
    tradedocket("demo", folder=folder)
    assert contents(folder / "demo.db") == before


@pytest.mark.parametrize("line", ["Crawling", "  new", "  tradewire:", "Read ", "Built "])
def test_a_run_killed_at_any_stage_goes_on_to_the_same_database(
    tradedocket: Command, folder: Path, tmp_path: Path, line: str
) -> None:
    process = subprocess.Popen(
        [PROGRAM, "demo"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    assert any(printed.startswith(line) for printed in process.stdout)
    process.send_signal(signal.SIGKILL)
    process.wait()
    tradedocket("demo", folder=tmp_path)
    assert contents(tmp_path / "demo.db") == contents(folder / "demo.db")


def test_sql_that_writes_is_refused_in_a_sentence(tradedocket: Command, folder: Path) -> None:
    answer = tradedocket("query", "--db", "demo.db", "DELETE FROM events", folder=folder, check=False)
    assert answer.returncode == 1
    assert "only read" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_missing_database_is_told_in_a_sentence(tradedocket: Command, tmp_path: Path) -> None:
    answer = tradedocket("timeline", "--db", "none.db", folder=tmp_path, check=False)
    assert answer.returncode == 1
    assert "There is no database none.db" in answer.stderr


def test_bad_rows_are_set_aside_and_the_others_read(tradedocket: Command, tmp_path: Path) -> None:
    rows = [
        "not json",
        '{"title": "x"}',
        '{"text": "The EU imposed tariffs on steel from China.", "published": "2020-01-02"}',
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    answer = tradedocket("read", "--json", "rows.jsonl", folder=tmp_path)
    assert "line 1" in answer.stderr and "line 2" in answer.stderr
    (reading,) = (json.loads(line) for line in answer.stdout.splitlines())
    assert [event["type"] for event in reading["events"]] == ["tariff.imposed"]
