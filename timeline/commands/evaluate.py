"""The commands that measure the reader against gold data."""

import json
from pathlib import Path

import click

from crawler.evaluate_pages import PARTS as PAGE_PARTS
from crawler.evaluate_pages import PagesError, evaluate_pages, extract_ours
from nlp.baseline import Baseline
from nlp.calibration import TABLE, Calibration, fit, left_out
from nlp.evaluate import beside, evaluate_events
from nlp.evaluate_gate import evaluate_gate
from nlp.evaluate_references import evaluate_references
from nlp.evaluate_timex import PARTS, evaluate_directory
from nlp.gate import Gate
from nlp.knowledge import default_knowledge
from nlp.pipeline import Reader
from nlp.reliability import reliability_table
from timeline.commands.words import model_option, plain_errors
from timeline.saga_runs import evaluate_sagas
from timeline.sagas import load_saga


@click.group()
def evaluate() -> None:
    """Measure reading against labelled texts."""


@evaluate.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.option("--misses", is_flag=True, help="List each miss and false alarm with its sentence.")
@click.option(
    "--baseline", is_flag=True, help="Beside a baseline: keywords in a sentence, nearest spaCy date and name."
)
@model_option
def events(files: tuple[Path, ...], as_json: bool, misses: bool, baseline: bool, model: str) -> None:
    """Type, date, principal and modality figures over gold FILES (JSON lines)."""
    with plain_errors():
        report = evaluate_events(files, Reader(model))
        plain = evaluate_events(files, Baseline(model)) if baseline else None
    if as_json:
        shown = report.to_json() | ({"baseline": plain.to_json()} if plain else {})
        click.echo(json.dumps(shown, indent=1))
        return
    click.echo(report.to_text(misses=misses))
    if plain is not None:
        click.echo("\n" + beside(report, plain))


@evaluate.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--write", is_flag=True, help="Write the table fitted on all FILES into the reader's data.")
@model_option
def calibration(files: tuple[Path, ...], write: bool, model: str) -> None:
    """How far confidence can be believed, over gold FILES: raw, and by a table fitted on the other files each time."""
    if len(files) < 2:
        raise click.UsageError("Name two files or more: each is judged by a table that is fitted on the others.")
    with plain_errors():
        reader = Reader(model, calibration=Calibration())
        by_file = [evaluate_events([file], reader).judged for file in files]
    events = [one for judged in by_file for one in judged]
    table = fit(events)
    click.echo("\n".join(["raw", *reliability_table(events), ""]))
    click.echo("\n".join(["fitted on the other files", *reliability_table(left_out(by_file)), ""]))
    click.echo("\n".join(f"raw {step.raw:.3f} is {step.right:.3f} ({step.events} events)" for step in table.step))
    if write:
        TABLE.write_text(table.to_toml(", ".join(sorted(file.name for file in files))), encoding="utf-8")
        click.echo(f"Written: {TABLE}")


@evaluate.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def gate(files: tuple[Path, ...]) -> None:
    """What the relevance gate skips of gold FILES (JSON lines), and which true events are lost by it."""
    with plain_errors():
        report = evaluate_gate(files, Gate(default_knowledge().gate))
    click.echo(report.to_text())


@evaluate.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.option("--misses", is_flag=True, help="List each fault with its sentence.")
@model_option
def timeline(folders: tuple[Path, ...], as_json: bool, misses: bool, model: str) -> None:
    """Grouping and date figures over gold sagas, each FOLDER with articles.jsonl and events.jsonl.

    The articles' texts are read and built as in a run. Grouping is scored twice: over the tellings that the reader found,
    and over all.
    """
    with plain_errors():
        sagas = [load_saga(folder) for folder in folders]
        report = evaluate_sagas(sagas, Reader(model))
    click.echo(json.dumps(report.to_json(), indent=1, ensure_ascii=False) if as_json else report.to_text(misses=misses))


@evaluate.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--misses", is_flag=True, help="List each reference that is wrong or not resolved.")
@model_option
def references(files: tuple[Path, ...], misses: bool, model: str) -> None:
    """What "the company", "the department" and "it" resolve to, over FILES of marked texts (JSON lines)."""
    with plain_errors():
        report = evaluate_references(files, Reader(model))
    click.echo(report.to_text(misses=misses))


@evaluate.command()
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--part", type=click.Choice(PARTS), default="all", show_default=True, help="Which part of the files.")
@click.option("--errors", is_flag=True, help="List each miss, false alarm, wrong span and wrong value in its context.")
def timex(directory: Path, part: str, errors: bool) -> None:
    """Time expression figures over a DIRECTORY of TimeML files, as TempEval-3 defines them.

    Errors are listed of the part to develop on only: the other is held out so that no rule is written from it.
    """
    if errors and part != "develop":
        raise click.UsageError("--errors lists the errors of --part develop only; the other files are held out.")
    click.echo(evaluate_directory(directory, part=part).to_text(errors=errors))


@evaluate.command()
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--part", type=click.Choice(PAGE_PARTS), default="all", show_default=True, help="Which part of the pages."
)
@click.option("--peers", "with_peers", is_flag=True, help="Beside trafilatura, newspaper4k and readability-lxml.")
@click.option("--misses", is_flag=True, help="List each page whose body, title, date or authors are off.")
def pages(directory: Path, part: str, with_peers: bool, misses: bool) -> None:
    """Article extraction figures over a DIRECTORY of saved pages with gold data, as Fundus keeps them."""
    extractors = {"tradedocket": extract_ours}
    if with_peers:
        from crawler.evaluate_peers import peers

        try:
            extractors |= peers()
        except ImportError as error:
            raise click.ClickException(f"{error.name} is missing; run: pip install 'tradedocket[peers]'") from error
    try:
        report = evaluate_pages(directory, extractors, part)
    except PagesError as error:
        raise click.ClickException(str(error)) from error
    click.echo(report.to_text(misses=misses))
