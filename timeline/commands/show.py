"""The command that opens one event or one measure to the sentences behind it."""

import sqlite3
from pathlib import Path

import click

from timeline.commands.words import as_known_options, database_option, reading_as_known, when
from timeline.redirects import where_now

_UNSHOWN = frozenset({"docid", "date", "type", "summary", "quote"})


@click.command()
@click.argument("key", metavar="EVENT")
@as_known_options
@database_option
def show(key: str, known: str | None, basis: str, database: Path) -> None:
    """Print an EVENT, or a license or listing, with every sentence and source behind it.

    EVENT is an id, or the first characters of one, as 'timeline', 'licenses' and 'listings' print them.
    """
    with reading_as_known(database, known, basis) as connection:
        connection.row_factory = sqlite3.Row
        event = one_event(connection, key)
        if event is not None:
            print_event(connection, event)
            return
        measures = connection.execute("SELECT * FROM measures WHERE substr(id, 1, ?) = ?", (len(key), key)).fetchall()
        if len(measures) != 1:
            trouble = "Nothing has" if not measures else f"{len(measures)} measures have"
            raise click.ClickException(
                f"{trouble} an id that begins with {key!r}; see 'tradedocket timeline' and 'tradedocket licenses'."
            )
        _print_measure(connection, measures[0])


def one_event(connection: sqlite3.Connection, key: str) -> sqlite3.Row | None:
    """The event whose id begins with ``key``, or that such a one was merged into; None for none, a sentence for several."""
    if not key.strip():
        raise click.ClickException(
            "EVENT is empty; give the first characters of an id that 'tradedocket timeline' prints."
        )
    found = connection.execute("SELECT * FROM events WHERE id >= ? AND id < ? LIMIT 9", (key, f"{key}~")).fetchall()
    if len(found) > 1:
        raise click.ClickException(f"Several events have an id that begins with {key!r}; give more of its characters.")
    if not found and (now := where_now(connection, key)) is not None:
        click.echo(f"{key} was merged into {now}.\n", err=True)
        found = connection.execute("SELECT * FROM events WHERE id = ?", (now,)).fetchall()
    return found[0] if found else None


def quoted(words: str) -> str:
    """Words in quotation marks, those that they begin with not doubled."""
    return words if words.startswith("“") else f"“{words}”"


def print_event(connection: sqlite3.Connection, row: sqlite3.Row) -> None:
    """An event, its fields, its numbered quotes with their sources, statements, contradictions and decisions."""
    click.echo(f"{when(row['date'], row['first_reported'], row['modality'])}  {row['type']}  {row['summary']}")
    for name in row.keys():  # noqa: SIM118 - a Row iterates over its values
        if row[name] is not None and name not in _UNSHOWN:
            click.echo(f"  {name}: {row[name]}")
    for anchor in connection.execute(
        "SELECT DISTINCT kind, reference, document, published_on FROM event_documents WHERE event_id = ? ORDER BY 1, 2",
        (row["id"],),
    ):
        document = f" (document {anchor['document']}, {anchor['published_on']})" if anchor["document"] else ""
        click.echo(f"  gazette {anchor['kind']}: {anchor['reference']}{document}")
    _print_sources(connection, row["id"])
    for said in connection.execute("SELECT * FROM event_statements WHERE event_id = ? ORDER BY number", (row["id"],)):
        count = f", in {said['article_count']} articles" if said["article_count"] > 1 else ""
        click.echo(f"\n  said by {said['speaker']} ({said['published'] or 'no date'}{count}): {quoted(said['text'])}")
    for conflict in connection.execute("SELECT * FROM conflicts WHERE event_id = ?", (row["id"],)):
        click.echo(
            f"\n  conflict: {conflict['field']} is {conflict['value']} for {conflict['sources']}, "
            f"{conflict['preferred']} for {conflict['preferred_sources']}; {conflict['rule']}"
        )
    for relation in connection.execute(
        "SELECT r.kind, e.id, e.date, e.summary FROM relations AS r JOIN events AS e ON e.id = r.other_id "
        "WHERE r.event_id = ? ORDER BY r.kind, e.date",
        (row["id"],),
    ):
        click.echo(f"\n  {relation['kind']} {relation['id'][:8]}: {relation['date'] or '?'} {relation['summary']}")
    for decision in connection.execute(
        "SELECT d.* FROM event_decisions AS e JOIN decisions AS d ON d.id = e.decision_id WHERE e.event_id = ? ORDER BY d.at",
        (row["id"],),
    ):
        fixed = f" {decision['field']} = {decision['value']}" if decision["action"] == "fix" else ""
        click.echo(f"\n  {decision['action']}{fixed}: {decision['who']}, {decision['at'][:16]}: {decision['why']}")


def _print_sources(connection: sqlite3.Connection, event_id: str) -> None:
    sources = connection.execute(
        "SELECT s.*, a.url, a.title FROM event_sources AS s JOIN articles AS a ON a.id = s.article_id "
        "WHERE s.event_id = ? ORDER BY s.published, a.url",
        (event_id,),
    ).fetchall()
    for number, source in enumerate(sources, start=1):
        copy = "  (a copy)" if source["copy_of"] else ""
        mark = f"{number}. " if len(sources) > 1 else ""
        click.echo(f"\n  {mark}{quoted(source['quote'])}")
        title = f": {source['title']}" if source["title"] else ""
        click.echo(f"    {source['source_id']}, {source['published'] or 'no date'}{title}{copy}")
        click.echo(f"    {source['url']} [{source['start']}–{source['end']}]")


def _print_measure(connection: sqlite3.Connection, row: sqlite3.Row) -> None:
    click.echo(row["title"])
    for name in ("scope", "agency", "holder", "counterparty", "instrument", "items", "citation"):
        if row[name] is not None:
            click.echo(f"  {name}: {row[name]}")
    steps = connection.execute(
        "SELECT s.* FROM measure_events AS s, today WHERE s.measure_id = ? AND (NOT s.inferred OR s.holds_from <= today.day) "
        "ORDER BY s.number",
        (row["id"],),
    ).fetchall()
    for step in steps:
        click.echo(f"\n{step['date'] or 'date not stated'}  {_step_words(step)}  [{step['event_id'][:8]}]")
        if step["flag"]:
            click.echo(f"  ! {step['flag']}")
        if not step["inferred"]:
            _print_sources(connection, step["event_id"])


def _step_words(step: sqlite3.Row) -> str:
    if step["inferred"]:
        return f"{step['state']}: inferred, for no source tells of an extension past this end"
    parts = [step["state"]]
    if step["ordinal"]:
        parts.append(f"(extension {step['ordinal']}, {step['ordinal_basis']})")
    if step["previous_valid_until"]:
        parts.append(f"from an end on {step['previous_valid_until']}")
    if step["valid_until"]:
        parts.append(f"until {step['valid_until']} ({step['valid_until_basis']})")
    if step["citation"]:
        parts.append(f"– {step['citation']}")
    return " ".join(parts)
