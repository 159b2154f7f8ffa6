"""The command that checks a database against what it promises."""

from pathlib import Path

import click

from timeline.check import find_faults
from timeline.commands.output import counted
from timeline.commands.words import database_option, reading, writing

_SHOWN = 50


@click.command()
@database_option
def check(database: Path) -> None:
    """Check keys, offsets, the ledger's intervals and the search index; exit code 1 where anything is wrong."""
    with reading(database):
        pass  # a sentence for a file that is not there
    with writing(database) as store:
        faults = list(find_faults(store.db.conn))
        store.db.conn.rollback()
    for fault in faults[:_SHOWN]:
        click.echo(fault)
    if len(faults) > _SHOWN:
        click.echo(f"… and {len(faults) - _SHOWN} more")
    if faults:
        raise click.ClickException(f"{counted(len(faults), 'fault')} in {database}.")
    click.echo(f"{database} is sound")
