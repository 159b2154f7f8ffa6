"""The command that gives out: export."""

from pathlib import Path

import click

from timeline.commands.words import a_day, as_known_options, database_option, reading_as_known
from timeline.export import EXPORTS, export


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
