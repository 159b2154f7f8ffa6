"""How commands print rows: as a table for people, as JSON or CSV for programs."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

FORMATS = ("table", "json", "csv")
_WIDE = 200
"""Columns of a table that goes to a file or a pipe."""

Command = TypeVar("Command", bound=Callable[..., Any])


def format_option(command: Command) -> Command:
    """The option that chooses table, JSON or CSV."""
    return click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)(command)


def print_rows(columns: Sequence[str], rows: Sequence[Sequence[Any]], form: str, *, width: int = _WIDE) -> None:
    """The rows in one of ``FORMATS``; an empty cell of a table or of CSV stands for null."""
    if form == "json":
        click.echo(json.dumps([dict(zip(columns, row, strict=True)) for row in rows], ensure_ascii=False, indent=1))
    elif form == "csv":
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([columns, *rows])
        click.echo(out.getvalue(), nl=False)
    else:
        table = Table(show_edge=False, pad_edge=False)
        for name in columns:
            table.add_column(name, no_wrap=name in {"date", "event", "type", "measure"}, overflow="fold")
        for row in rows:
            table.add_row(*(Text("" if value is None else str(value)) for value in row))
        console = Console()
        (console if console.is_terminal else Console(width=width)).print(table)


def counted(number: int, word: str) -> str:
    """A number with its noun: "1 event", "2 events"."""
    return f"{number} {word}{'' if number == 1 else 's'}"
