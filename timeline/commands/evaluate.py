"""The commands that measure the reader against gold data."""

import json
from pathlib import Path

import click

from nlp.evaluate import GoldError, evaluate_events
from nlp.evaluate_timex import PARTS, evaluate_directory
from nlp.pipeline import Reader
from timeline.commands.words import model_option, plain_errors


@click.group()
def evaluate() -> None:
    """Measure reading against labelled texts."""


@evaluate.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.option("--misses", is_flag=True, help="List each miss and false alarm with its sentence.")
@model_option
def events(files: tuple[Path, ...], as_json: bool, misses: bool, model: str) -> None:
    """Type, date, principal and modality figures over gold FILES (JSON lines)."""
    with plain_errors():
        reader = Reader(model)
    try:
        report = evaluate_events(files, reader)
    except GoldError as error:
        raise click.ClickException(str(error)) from error
    click.echo(json.dumps(report.to_json(), indent=1) if as_json else report.to_text(misses=misses))


@evaluate.command()
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--part", type=click.Choice(PARTS), default="all", show_default=True, help="Which part of the files.")
def timex(directory: Path, part: str) -> None:
    """Time expression figures over a DIRECTORY of TimeML files, as TempEval-3 defines them."""
    click.echo(evaluate_directory(directory, part=part).to_text())
