"""What `tradedocket explain` prints for a file."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from timeline.commands.explain import explain


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    file = tmp_path / "stories.jsonl"
    rows = [
        {
            "title": "Listed",
            "published": "2021-05-20",
            "text": "The Commerce Department added Pelmar Chips to the Entity List on May 4.",
        },
        {"title": "Cup", "published": "2021-05-20", "text": "The home side won the cup."},
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def run(*arguments: object) -> Result:
    return CliRunner().invoke(explain, [str(argument) for argument in arguments])


def test_each_text_is_shown_with_its_spans_its_events_and_what_was_skipped(stories: Path) -> None:
    out = run(stories).output
    assert "on [May 4](2021-05-04)" in out and "[added](1 listing.added)" in out
    assert "1. listing.added 2021-05-04 actual (add-to-list" in out
    assert "Not read for events: no term of trade policy occurs in the text." in out


def test_one_event_is_explained_with_the_rule_of_its_date(stories: Path) -> None:
    out = run(stories, "--text", 1, "--event", 1).output
    assert "date           2021-05-04, from “May 4”" in out


def test_event_that_is_not_there_is_told_in_a_sentence(stories: Path) -> None:
    result = run(stories, "--event", 7)
    assert result.exit_code == 1
    assert "There is no event 7" in result.output and "up to 1 event." in result.output


def test_text_that_is_not_there_is_told_in_a_sentence(stories: Path) -> None:
    assert "has 2 texts, and none numbered 3." in run(stories, "--text", 3).output


def test_page_is_written_where_asked(stories: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run(stories, "--html", page).exit_code == 0
    assert "listing.added" in page.read_text(encoding="utf-8")


def test_why_not_prints_the_nearest_sentence_first(stories: Path) -> None:
    out = run(stories, "--text", 1, "--why-not", "listing.removed").output
    assert "1. “The Commerce Department added Pelmar Chips to the Entity List on May 4.”" in out
    assert "The gate skipped the text" in run(stories, "--text", 2, "--why-not", "listing.removed").output


def test_documentation_shows_what_the_command_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(__file__).parents[2]
    monkeypatch.chdir(root)
    page = (root / "docs" / "explain.md").read_text(encoding="utf-8")
    shown = re.findall(r"```console\n\$ tradedocket explain ([^\n]*)\n(.*?)```", page, re.DOTALL)
    assert len(shown) == 3
    for arguments, output in shown:
        printed = run(*arguments.split()).output
        assert without_confidence(printed).rstrip() == without_confidence(output).rstrip()


def without_confidence(text: str) -> str:
    """The text less its confidences, which change whenever the calibration is fitted again."""
    return re.sub(r"\b0\.\d+", "0.…", text)
