"""The commands that only read: timeline, show, query, schema, export."""

import csv
import io
import json
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from nlp.records import MODALITIES
from timeline.commands.words import database_option, reading
from timeline.export import EXPORTS, export
from timeline.periods import period
from timeline.runs import latest_runs
from timeline.schema import describe

_READING_ACTIONS = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, getattr(sqlite3, "SQLITE_RECURSIVE", 33)}
)
_TICK = 10_000


@click.command()
@click.option("--entity", help="Only events with this party, by canonical name or a part of it.")
@click.option("--agency", help="Only events of this authority, by name or a part of it.")
@click.option("--type", "kind", help="Only this type (license.granted) or family (license).")
@click.option("--since", help="Only events that may be on or after this date (2019, 2019-05, 2019-05-16).")
@click.option("--until", help="Only events that may be on or before this date.")
@click.option("--modality", type=click.Choice(MODALITIES), help="Only events of this modality.")
@click.option("--min-sources", type=click.IntRange(min=1), default=1, show_default=True, help="Independent sources.")
@database_option
def timeline(
    entity: str | None,
    agency: str | None,
    kind: str | None,
    since: str | None,
    until: str | None,
    modality: str | None,
    min_sources: int,
    database: Path,
) -> None:
    """Print the events in the order of their dates, with the sources behind each."""
    conditions: list[tuple[str, object]] = [("e.source_count >= ?", min_sources)]
    if entity:
        name = f"%{entity}%"
        conditions.append(("EXISTS (SELECT 1 FROM participants AS p WHERE p.event_id = e.id AND p.name LIKE ?)", name))
    if agency:
        conditions.append(("e.agency LIKE ?", f"%{agency}%"))
    if kind:
        conditions.append(("? IN (e.type, e.family)", kind))
    if since:
        conditions.append(("e.date_end >= ?", _day(since, "--since", first=True)))
    if until:
        conditions.append(("e.date_start <= ?", _day(until, "--until", first=False)))
    if modality:
        conditions.append(("e.modality = ?", modality))
    with reading(database) as connection:
        print_timeline(connection, conditions)


def _day(value: str, option: str, *, first: bool) -> str:
    found = period(value)
    if found is None:
        raise click.ClickException(f"{option} {value!r} is no date; write it like 2019-05-16, 2019-05 or 2019.")
    return (found.start if first else found.end).isoformat()


def print_timeline(connection: sqlite3.Connection, conditions: Sequence[tuple[str, object]] = ()) -> None:
    """The events that meet all conditions, as a table."""
    where = " AND ".join(condition for condition, _ in conditions) or "1"
    rows = connection.execute(
        "SELECT e.id, e.date, e.type, e.modality, e.summary, e.source_count, "
        "(SELECT group_concat(DISTINCT s.source_id) FROM event_sources AS s WHERE s.event_id = e.id) "
        f"FROM events AS e WHERE {where} ORDER BY coalesce(e.date_start, e.first_reported, '9999'), e.date_end, e.type, e.id",
        [value for _, value in conditions],
    ).fetchall()
    table = Table(show_edge=False, pad_edge=False)
    for name in ("date", "type", "what", "sources", "event"):
        table.add_column(name, overflow="fold", no_wrap=name in {"date", "event", "type"})
    for key, day, kind, modality, summary, count, names in rows:
        mark = "" if modality == "actual" else f" [{modality}]"
        table.add_row(day or "not stated", kind, f"{summary}{mark}".replace("[", "\\["), f"{count}: {names}", key[:8])
    console = Console() if Console().is_terminal else Console(width=160)
    console.print(table)
    console.print(f"{len(rows)} event{'s' if len(rows) != 1 else ''}")


@click.command()
@click.argument("event")
@database_option
def show(event: str, database: Path) -> None:
    """Print an EVENT (its id, or the first characters of it) with every sentence and source behind it."""
    with reading(database) as connection:
        connection.row_factory = sqlite3.Row
        found = connection.execute("SELECT * FROM events WHERE substr(id, 1, ?) = ?", (len(event), event)).fetchall()
        if len(found) != 1:
            trouble = "No event has" if not found else f"{len(found)} events have"
            raise click.ClickException(f"{trouble} an id that begins with {event!r}; see 'tradedocket timeline'.")
        _print_event(connection, found[0])


def _print_event(connection: sqlite3.Connection, row: sqlite3.Row) -> None:
    click.echo(f"{row['date'] or 'date not stated'}  {row['type']}  {row['summary']}")
    for name in row.keys():  # noqa: SIM118 - a Row iterates over its values
        if row[name] is not None and name not in {"docid", "date", "type", "summary", "quote"}:
            click.echo(f"  {name}: {row[name]}")
    for source in connection.execute(
        "SELECT s.*, a.url, a.title FROM event_sources AS s JOIN articles AS a ON a.id = s.article_id "
        "WHERE s.event_id = ? ORDER BY s.published, a.url",
        (row["id"],),
    ):
        copy = "  (a copy)" if source["copy_of"] else ""
        click.echo(
            f"\n  “{source['quote']}”\n    {source['source_id']}, {source['published']}: {source['title']}{copy}"
        )
        click.echo(f"    {source['url']} [{source['start']}–{source['end']}]")
    for conflict in connection.execute("SELECT * FROM conflicts WHERE event_id = ?", (row["id"],)):
        click.echo(
            f"\n  conflict: {conflict['field']} is {conflict['value']} for {conflict['sources']}, "
            f"{conflict['preferred']} for {conflict['preferred_sources']}; {conflict['rule']}"
        )


@click.command()
@click.argument("sql")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@click.option("--limit", type=click.IntRange(min=1), default=1000, show_default=True, help="Rows at most.")
@click.option("--timeout", type=click.FloatRange(min=0.01), default=10.0, show_default=True, help="Seconds at most.")
@database_option
def query(sql: str, form: str, limit: int, timeout: float, database: Path) -> None:
    """Run one SELECT on the database, which it cannot change."""
    with reading(database) as connection:
        columns, rows, more = run_query(connection, sql, limit=limit, timeout=timeout)
    if form == "json":
        click.echo(json.dumps([dict(zip(columns, row, strict=True)) for row in rows], ensure_ascii=False, indent=1))
    elif form == "csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([columns, *rows])
        click.echo(out.getvalue(), nl=False)
    else:
        table = Table(*columns, show_edge=False, pad_edge=False)
        for row in rows:
            table.add_row(*("" if value is None else str(value).replace("[", "\\[") for value in row))
        (Console() if Console().is_terminal else Console(width=200)).print(table)
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
    except sqlite3.OperationalError as error:
        if str(error) == "interrupted":
            raise click.ClickException(f"The query took longer than {timeout:g} seconds; raise --timeout.") from error
        raise click.ClickException(f"The query cannot be run: {error}.") from error
    except sqlite3.DatabaseError as error:
        if "not authorized" in str(error) or "prohibited" in str(error):
            raise click.ClickException("Queries only read: this statement would do more, and was not run.") from error
        raise click.ClickException(f"The query cannot be run: {error}.") from error
    except (sqlite3.Warning, sqlite3.ProgrammingError) as error:
        raise click.ClickException(f"The query cannot be run: {error}") from error
    return [column[0] for column in cursor.description or ()], rows[:limit], len(rows) > limit


@click.command()
def schema() -> None:
    """Print what every table, column and view holds."""
    click.echo(describe(), nl=False)


@click.command("export")
@click.argument("form", type=click.Choice(sorted(EXPORTS)), metavar="FORMAT")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file, not standard output.")
@database_option
def export_command(form: str, output: Path | None, database: Path) -> None:
    """Give out the timeline as FORMAT: json, csv or dashboard."""
    with reading(database) as connection:
        text = export(connection, form)
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
