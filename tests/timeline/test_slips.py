"""What a slip at the command line is answered with: an exit code that a monitor can tell, and a sentence with the mend."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from timeline.cli import commands

SOURCE = """
name = "gazette"
title = "The Gazette"
home = "https://gazette.example/"
country = "GB"
language = "en"
timezone = "Europe/London"
kind = "press"
checked = "2026-11-25: invented"
[[follow]]
type = "list"
file = "addresses.txt"
[[follow]]
type = "warc"
files = ["saved/*.warc.gz"]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a folder of one source beside it, and an empty database."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "gazette.toml").write_text(SOURCE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert call("read", "--db", "kept.db").exit_code == 0
    return tmp_path


def call(*words: str) -> Result:
    """The command, run in this process."""
    return CliRunner().invoke(commands, words)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["build", "--db", "none.db"], 1, "There is no database none.db; make one with"),
        (["reread", "--db", "none.db"], 1, "There is no database none.db; make one with"),
        (
            ["timeline", "--db", "kept.db", "--type", "license.given"],
            2,
            "give one of license.applied, license.granted,",
        ),
        (["timeline", "--db", "kept.db", "--type", "licence"], 2, "give one of license, listing, control,"),
        (["query", "--db", "kept.db", "SELECT 1; SELECT 2"], 1, "only execute one statement at a time.\n"),
        (["read", "--db", "kept.db", "none.html"], 3, "set aside none.html: The file cannot be read: No such file"),
        (["backfill", "--db", "kept.db", "none.warc.gz"], 3, "There is no file none.warc.gz."),
        (["backfill", "--db", "kept.db", "empty.warc"], 3, "empty.warc holds no page; is it a WARC file of responses?"),
        (["sources", "check", "--sources", "sources"], 1, "gazette: there is no file"),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else None,
)
def test_a_slip_is_answered_with_a_code_and_a_sentence(
    folder: Path, words: list[str], code: int, sentence: str
) -> None:
    (folder / "empty.warc").touch()
    result = call(*words)
    assert (result.exit_code, sentence in result.output) == (code, True), result.output


def test_a_command_that_needs_a_database_makes_none(folder: Path) -> None:
    call("build", "--db", "none.db")
    assert not (folder / "none.db").exists()


def test_files_of_a_source_are_looked_for_beside_its_own_file(folder: Path) -> None:
    (folder / "sources" / "addresses.txt").touch()
    (folder / "sources" / "saved").mkdir()
    (folder / "sources" / "saved" / "a.warc.gz").touch()
    (folder / "elsewhere").mkdir()
    os.chdir(folder / "elsewhere")
    assert call("sources", "check", "--sources", "../sources").output == "1 source file in sources/ can be used\n"


def test_a_crontab_line_has_its_percent_signs_escaped(folder: Path) -> None:
    line = call("schedule", "--cron", "--db", "50%.db").output
    assert r"/50\%.db" in line


def test_a_unit_has_its_percent_and_dollar_signs_doubled(folder: Path) -> None:
    unit = call("schedule", "--systemd", "--db", "50% of $A.db").output
    assert f"--db '{folder}/50%% of $$A.db'\n" in unit


def test_a_schedule_keeps_the_folder_of_sources_and_the_options_of_its_runs(folder: Path) -> None:
    line = call("schedule", "--cron", "--sources", "sources", "--", "--relevant-only").output
    assert line.endswith(f" --sources {folder}/sources --relevant-only\n")
