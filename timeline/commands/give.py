"""The commands that give out: export, and the list of runs."""

from pathlib import Path

import click

from timeline.commands.words import a_day, as_known_options, database_option, reading, reading_as_known
from timeline.export import EXPORTS, export
from timeline.runs import latest_runs


@click.command("export")
@click.argument("form", type=click.Choice(sorted(EXPORTS)), metavar="FORMAT")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file, not standard output.")
@as_known_options
@database_option
def export_command(form: str, output: Path | None, known: str | None, basis: str, database: Path) -> None:
    """Give out the timeline as FORMAT: json, csv or dashboard."""
    with reading_as_known(database, known, basis) as connection:
        text = export(connection, form, a_day(known, "--as-known").isoformat() if known else None)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        click.echo(f"Wrote {output}")


@click.command()
@database_option
@click.option("--limit", default=20, show_default=True, help="How many, the newest first.")
def runs(database: Path, limit: int) -> None:
    """List the runs: when each began, how it ended, and what it counted."""
    with reading(database) as connection:
        for run_id, command, started, state, note, counts in latest_runs(connection, limit):
            click.echo(f"{started[:19]}  {command:<6} {state:<11} {counts}  ({run_id})")
            if note:
                click.echo(f"    {note}")
