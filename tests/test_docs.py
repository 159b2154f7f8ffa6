"""The commands that the guides show exist, with the options that they show."""

import re
import shlex
from pathlib import Path

import click
import pytest

from timeline.cli import commands

DOCS = Path(__file__).parents[1] / "docs"
BLOCK = re.compile(r"```console\n(.*?)```", re.S)
SHOWN = [
    (guide.name, line)
    for guide in (DOCS / "sources.md", DOCS / "running.md")
    for block in BLOCK.findall(guide.read_text(encoding="utf-8"))
    for line in block.splitlines()
    if line.startswith("tradedocket ")
]


def options_of(command: click.Command) -> set[str]:
    return {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}


@pytest.mark.parametrize(("guide", "line"), SHOWN)
def test_a_command_of_a_guide_has_the_options_that_it_shows(guide: str, line: str) -> None:
    words = shlex.split(line)[1:]
    command: click.Command = commands
    while isinstance(command, click.Group) and words and words[0] in command.commands:
        command = command.commands[words.pop(0)]
    shown, _, passed_on = " ".join(words).partition(" -- ")
    assert command is not commands
    assert {word for word in shown.split() if word.startswith("--")} <= options_of(command)
    assert {word for word in passed_on.split() if word.startswith("--")} <= options_of(commands.commands["run"])


def test_every_cause_is_told_in_the_guide_to_running() -> None:
    from crawler.causes import Cause

    guide = (DOCS / "running.md").read_text(encoding="utf-8")
    assert [cause for cause in Cause if cause is not Cause.STOPPED and f"`{cause}`" not in guide] == []
