"""The command line: `tradedocket`."""

import sqlite3
import sys

import click

from timeline.commands.check import check
from timeline.commands.demo import demo
from timeline.commands.entities import entities
from timeline.commands.evaluate import evaluate
from timeline.commands.events import changes, timeline
from timeline.commands.explain import explain
from timeline.commands.give import export_command
from timeline.commands.ledger import licenses, listings
from timeline.commands.review import review
from timeline.commands.runs import runs, schedule, watch
from timeline.commands.show import show
from timeline.commands.snapshots import backfill, reread, versions
from timeline.commands.sources import sources
from timeline.commands.sql import query, schema, search
from timeline.commands.stages import build, crawl, read, run
from timeline.commands.words import explain_database_error


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tradedocket")
def commands() -> None:
    """Follow the news on trade policy as a timeline of dated, sourced events."""


for command in (
    *(demo, run, crawl, read, build, backfill, reread, review),
    *(timeline, show, licenses, listings, changes, versions, search, query, schema, export_command),
    *(sources, runs, schedule, watch, entities, explain, evaluate, check),
):
    commands.add_command(command)


def main() -> None:
    """Run a command; an error ends in one sentence and exit code 1, an interruption in 130 (see docs/running.md)."""
    try:
        leaving = commands(standalone_mode=False)  # what click.exceptions.Exit was raised with, or None
        sys.exit(leaving if isinstance(leaving, int) else 0)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted; what was stored stays, and the same command goes on from there.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(0)
    except sqlite3.Error as error:
        click.echo(f"Error: {explain_database_error(error)}", err=True)
        sys.exit(1)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"Error: {where}{error.strerror or error}.", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
