"""The commands that ask freely: query, search and schema."""

import sqlite3
import time
from pathlib import Path
from typing import Any

import click

from timeline.commands.output import format_option, print_rows
from timeline.commands.words import as_known_options, database_option, reading, reading_as_known
from timeline.schema import describe
from timeline.search import SearchError
from timeline.search import search as find

_READING_ACTIONS = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, getattr(sqlite3, "SQLITE_RECURSIVE", 33)}
)
_TICK = 10_000


@click.command()
@click.argument("sql")
@format_option
@click.option("--limit", type=click.IntRange(min=1), default=1000, show_default=True, help="Rows at most.")
@click.option("--timeout", type=click.FloatRange(min=0.01), default=10.0, show_default=True, help="Seconds at most.")
@as_known_options
@database_option
def query(sql: str, form: str, limit: int, timeout: float, known: str | None, basis: str, database: Path) -> None:
    """Run one SELECT on the database, which it cannot change."""
    with reading_as_known(database, known, basis) as connection:
        columns, rows, more = run_query(connection, sql, limit=limit, timeout=timeout)
        connection.set_authorizer(None)
    print_rows(columns, rows, form)
    if more:
        click.echo(f"Only the first {limit} rows are shown; ask for more with --limit.", err=True)


def run_query(
    connection: sqlite3.Connection, sql: str, *, limit: int, timeout: float
) -> tuple[list[str], list[tuple[Any, ...]], bool]:
    """Columns, rows, and whether there were more; ClickException for SQL that fails, writes or takes too long."""
    ends = time.monotonic() + timeout
    connection.set_authorizer(
        lambda action, *_: sqlite3.SQLITE_OK if action in _READING_ACTIONS else sqlite3.SQLITE_DENY
    )
    connection.set_progress_handler(lambda: int(time.monotonic() > ends), _TICK)
    try:
        cursor = connection.execute(sql)
        rows = cursor.fetchmany(limit + 1)
    except (sqlite3.Error, sqlite3.Warning) as error:
        if str(error) == "interrupted":
            raise click.ClickException(f"The query took longer than {timeout:g} seconds; raise --timeout.") from error
        if "not authorized" in str(error) or "prohibited" in str(error):
            raise click.ClickException("Queries only read: this statement would do more, and was not run.") from error
        raise click.ClickException(f"The query cannot be run: {str(error).rstrip('.')}.") from error
    return [column[0] for column in cursor.description or ()], rows[:limit], len(rows) > limit


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="Of events, and of articles.")
@format_option
@database_option
def search(words: tuple[str, ...], limit: int, form: str, database: Path) -> None:
    """Find events and articles by WORDS ("a phrase", OR, NOT and prefix* as in SQLite's FTS5)."""
    with reading(database) as connection:
        try:
            hits = find(connection, " ".join(words), limit)
        except SearchError as error:
            raise click.ClickException(str(error)) from error
    if form != "table":
        rows = [(hit.kind, hit.key, hit.day, hit.title, hit.snippet, round(hit.rank, 3)) for hit in hits]
        print_rows(("kind", "id", "date", "title", "snippet", "rank"), rows, form)
        return
    for hit in hits:
        click.echo(f"{hit.day or 'no date'}  {hit.kind}  {hit.title}  [{hit.key[:8]}]\n    {hit.snippet}")
    if not hits:
        click.echo("Nothing has these words.")


@click.command()
def schema() -> None:
    """Print what every table, column and view holds."""
    click.echo(describe(), nl=False)
