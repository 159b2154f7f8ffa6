"""Questions about the demo's database, and corrections of it, as a user types them."""

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from timeline.schema import views

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def folder(tradedocket: Command, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    made = tmp_path_factory.mktemp("asking")
    tradedocket("demo", folder=made)
    yield made
    tradedocket("check", "--db", "demo.db", folder=made)


@pytest.fixture(scope="module")
def ask(tradedocket: Command, folder: Path) -> Callable[..., Any]:
    """Runs a command on the demo's database and gives its JSON."""

    def answer(*arguments: str) -> Any:
        return json.loads(tradedocket(*arguments, "--db", "demo.db", "--format", "json", folder=folder).stdout)

    return answer


def test_the_huawei_general_license_comes_out_whole(ask: Callable[..., Any]) -> None:
    steps = ask("query", "SELECT * FROM license_ledger WHERE title = 'Temporary general license: Huawei'")
    assert [(step["date"], step["state"], step["valid_until"]) for step in steps[1:5]] == [
        ("2019-08-19", "extended", "2019-11-18"),
        ("2019-11-18", "extended", "2020-02-16"),
        ("2020-02-13", "extended", "2020-04-01"),
        ("2020-03-10", "extended", "2020-05-15"),
    ]
    assert (steps[0]["date"], steps[0]["state"]) == ("2019-05-20", "granted")
    assert (steps[-1]["state"], steps[-1]["inferred"]) == ("expired", 0)
    assert all(step["quote"] for step in steps)


def test_microsofts_license_is_known_on_the_day_it_was_reported_and_not_before(ask: Callable[..., Any]) -> None:
    def holders(day: str) -> set[str]:
        return {row["holder"] for row in ask("licenses", "--as-known", day)}

    assert "Microsoft" not in holders("2019-11-19")
    assert "Microsoft" in holders("2019-11-22")


def test_an_extension_of_the_day_before_already_has_its_end(ask: Callable[..., Any]) -> None:
    (license_,) = ask("licenses", "--as-known", "2019-11-19", "--counterparty", "Huawei", "--on", "2019-11-19")
    assert (license_["state"], license_["valid_until"]) == ("extended", "2020-02-16")


@pytest.mark.parametrize(
    ("day", "state"), [("2019-05-19", None), ("2019-09-01", "extended"), ("2020-08-14", "expired")]
)
def test_a_license_has_on_each_day_the_state_of_that_day(ask: Callable[..., Any], day: str, state: str | None) -> None:
    found = ask("licenses", "--on", day, "--counterparty", "Huawei")
    assert [row["state"] for row in found if row["license"].startswith("Temporary")] == ([state] if state else [])


def test_licenses_that_end_soon_are_those_in_force(ask: Callable[..., Any]) -> None:
    (ending,) = ask("licenses", "--expiring", "30d", "--on", "2020-01-20")
    assert (ending["license"], ending["valid_until"]) == ("Temporary general license: Huawei", "2020-02-16")
    assert ask("licenses", "--expiring", "10d", "--on", "2020-01-20") == []


def test_listings_of_a_day_are_those_listed_by_then(ask: Callable[..., Any]) -> None:
    assert "Huawei" in {row["party"] for row in ask("listings", "--list", "Entity", "--on", "2019-06-01")}
    assert "Huawei" not in {row["party"] for row in ask("listings", "--list", "Entity", "--on", "2019-05-01")}


def test_every_examples_answer_comes_by_the_command(ask: Callable[..., Any]) -> None:
    for view in views():
        assert isinstance(ask("query", view.example), list)


def test_an_export_as_known_meets_the_schema_and_says_its_day(tradedocket: Command, folder: Path) -> None:
    text = tradedocket("export", "json", "--as-known", "2019-11-19", "--db", "demo.db", folder=folder).stdout
    document = json.loads(text)
    schema = json.loads(resources.files("timeline").joinpath("export/timeline.schema.json").read_text(encoding="utf-8"))
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(document)) == []
    assert document["known_on"] == "2019-11-19"
    assert max(mention["published"] for event in document["events"] for mention in event["mentions"]) <= "2019-11-19"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("search", '"half'), "cannot be read"),
        (("licenses", "--expiring", "soon"), "no number of days"),
        (("licenses", "--as-known", "yesterday"), "is no date"),
        (("show", "zzzz"), "Nothing has an id"),
        (("show", ""), "EVENT is empty"),
        (("review", "decide", "zzzz", "--accept", "--why", "x"), "No event has an id"),
        (("review", "import", "demo.json"), "no decisions file"),
    ],
)
def test_what_cannot_be_answered_is_answered_in_a_sentence(
    tradedocket: Command, folder: Path, arguments: tuple[str, ...], told: str
) -> None:
    answer = tradedocket(*arguments, "--db", "demo.db", folder=folder, check=False)
    assert answer.returncode != 0
    assert told in answer.stderr and "Traceback" not in answer.stderr


def test_a_decision_survives_rereading_and_goes_to_another_installation(
    tradedocket: Command, folder: Path, tmp_path: Path
) -> None:
    for name in ("one.db", "two.db"):
        shutil.copy(folder / "demo.db", tmp_path / name)

    def run(*arguments: str) -> str:
        return tradedocket(*arguments, folder=tmp_path).stdout

    def dates(database: str) -> list[str]:
        sql = "SELECT date FROM events WHERE actor = 'Microsoft'"
        return [row["date"] for row in json.loads(run("query", sql, "--db", database, "--format", "json"))]

    (event,) = json.loads(run("timeline", "--entity", "Microsoft", "--db", "one.db", "--format", "json"))
    run(
        "review",
        "decide",
        event["event"],
        "--fix",
        "date=2019-11-21",
        "--why",
        "A test",
        "--who",
        "Ada",
        "--db",
        "one.db",
    )
    assert dates("one.db") == ["2019-11-21"]
    connection = sqlite3.connect(tmp_path / "one.db")
    connection.execute("UPDATE readings SET reader = 'older'")
    connection.commit()
    connection.close()
    run("read", "--db", "one.db")
    run("build", "--db", "one.db")
    assert dates("one.db") == ["2019-11-21"]
    assert dates("two.db") == ["2019-11-20"]
    run("review", "export", "-o", "decisions.json", "--db", "one.db")
    assert "1 decision new of 1" in run("review", "import", "decisions.json", "--db", "two.db")
    assert "0 decisions new of 1" in run("review", "import", "decisions.json", "--db", "two.db")
    assert dates("two.db") == ["2019-11-21"]
    assert "Decided by Ada (fix): A test" in " ".join(run("changes", "--since", "2020", "--db", "two.db").split())
    for name in ("one.db", "two.db"):
        assert "is sound" in run("check", "--db", name)


def test_the_database_named_before_a_review_command_holds_for_it(tradedocket: Command, folder: Path) -> None:
    before = tradedocket("review", "--db", "demo.db", "list", folder=folder).stdout
    assert before == tradedocket("review", "list", "--db", "demo.db", folder=folder).stdout
