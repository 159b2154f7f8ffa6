"""The commands by which people correct the timeline: review, and what hangs under it."""

import getpass
import sqlite3
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from timeline.build import build
from timeline.commands.output import counted, format_option, print_rows
from timeline.commands.show import one_event, print_event
from timeline.commands.words import database_option, reading, writing
from timeline.kept_tellings import of_events
from timeline.review import (
    ACTIONS,
    FIXABLE,
    Decision,
    DecisionError,
    keep_decisions,
    load_decisions,
    read_file,
    write_file,
)
from timeline.run import only_run
from timeline.store import Store

_DOUBTFUL = 0.6
_QUEUE = """
SELECT e.id, e.date, e.type, e.summary, round(e.confidence, 2) AS confidence,
       (SELECT count(*) FROM conflicts AS c WHERE c.event_id = e.id) AS contradictions
FROM events AS e
WHERE (e.confidence < ? OR EXISTS (SELECT 1 FROM conflicts AS c WHERE c.event_id = e.id))
  AND NOT EXISTS (SELECT 1 FROM event_decisions AS d WHERE d.event_id = e.id)
ORDER BY contradictions DESC, e.confidence, e.id
"""
Command = TypeVar("Command", bound=Callable[..., Any])
below_option = click.option(
    "--below", type=click.FloatRange(0, 1), default=_DOUBTFUL, show_default=True, help="Confidence that is low."
)


def _default_who() -> str:
    return getpass.getuser()


who_option = click.option(
    "--who", default=_default_who, envvar="TRADEDOCKET_REVIEWER", help="Who decides; your user name without it."
)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a reviewer asks for an event, in the command's own terms: ids of events, numbers of quotes."""

    action: str
    why: str
    field: str | None = None
    value: str | None = None
    other: str | None = None
    quotes: tuple[int, ...] = ()


@click.group(invoke_without_command=True)
@below_option
@who_option
@database_option
@click.pass_context
def review(context: click.Context, below: float, who: str, database: Path) -> None:
    """Step through doubtful and contradicted events, and record what you decide.

    A decision is kept with who took it, when and why; every build applies it.
    """
    if context.invoked_subcommand is not None:  # what stands before the command's name holds for it too
        context.default_map = {context.invoked_subcommand: {"below": below, "who": who, "database": str(database)}}
        return
    with reading(database) as connection:
        waiting = [row[0] for row in connection.execute(_QUEUE, (below,))]
    click.echo(f"{counted(len(waiting), 'event')} to review")
    for event_id in waiting:
        with reading(database) as connection:
            connection.row_factory = sqlite3.Row
            row = one_event(connection, event_id)
            if row is None:  # an earlier decision of this session took it away
                continue
            click.echo("\n" + "─" * 80)
            print_event(connection, row)
        wish = _ask()
        if wish is None:
            break
        if wish.action != "skip":
            with writing(database) as store, only_run(database):
                click.echo(_decide(store, event_id, who, wish))


def _ask() -> _Wish | None:
    """What the person at the terminal decides; None to stop."""
    action = click.prompt("\naccept, fix, merge, split, reject, skip or quit", type=click.Choice([*ACTIONS, "skip", "quit"]), default="skip")  # fmt: skip
    if action == "quit":
        return None
    if action == "skip":
        return _Wish("skip", "")
    field = value = other = None
    quotes: tuple[int, ...] = ()
    if action == "fix":
        field = click.prompt("field", type=click.Choice(FIXABLE))
        value = click.prompt("right value (empty for none)", default="", show_default=False) or None
    elif action == "merge":
        other = click.prompt("id of the event that it is one with")
    elif action == "split":
        numbers = click.prompt("numbers of the quotes that tell another act, as 2,3")
        quotes = tuple(int(number) for number in numbers.replace(",", " ").split() if number.isdigit())
    return _Wish(action, click.prompt("why"), field, value, other, quotes)


@review.command("list")
@below_option
@format_option
@database_option
def list_waiting(below: float, form: str, database: Path) -> None:
    """List the events that wait for review: contradicted ones first, then the least sure."""
    with reading(database) as connection:
        rows = connection.execute(_QUEUE, (below,)).fetchall()
    columns = ("event", "date", "type", "what", "confidence", "contradictions")
    print_rows(columns, rows if form != "table" else [(row[0][:8], *row[1:]) for row in rows], form)
    if form == "table":
        click.echo(f"{counted(len(rows), 'event')} to review")


@review.command()
@click.argument("event")
@click.option("--accept", "action", flag_value="accept", help="It is right.")
@click.option("--reject", "action", flag_value="reject", help="It is no event; its mentions are dropped.")
@click.option(
    "--fix", "fix", metavar="FIELD=VALUE", help="Set a field; FIELD= empties it. Several parties are parted by ';'."
)
@click.option("--merge", "other", metavar="EVENT", help="It is one with this event.")
@click.option("--split", "quotes", type=int, multiple=True, help="The quote of this number ('show' order) tells another act; may be repeated.")  # fmt: skip
@click.option("--why", required=True, help="The reason, for those who come after.")
@who_option
@database_option
def decide(
    event: str,
    action: str | None,
    fix: str | None,
    other: str | None,
    quotes: tuple[int, ...],
    why: str,
    who: str,
    database: Path,
) -> None:
    """Record one decision on EVENT (the first characters of its id), and build anew."""
    given = [bool(action), fix is not None, other is not None, bool(quotes)]
    if sum(given) != 1:
        raise click.UsageError("Give one of --accept, --reject, --fix, --merge and --split.")
    field, _, value = (fix or "").partition("=")
    if fix is not None and "=" not in fix:
        raise click.UsageError(f"--fix {fix!r} has no '='; write it like date=2019-11-20.")
    kind = action or ("fix" if fix is not None else "merge" if other else "split")
    with writing(database) as store, only_run(database):
        click.echo(
            _decide(store, event, who, _Wish(kind, why, field.strip() or None, value.strip() or None, other, quotes))
        )


@review.command("decisions")
@format_option
@database_option
def list_decisions(form: str, database: Path) -> None:
    """List the decisions: who, when, why, and whether an event bears each now."""
    with reading(database) as connection:
        rows = connection.execute(
            "SELECT d.at, d.who, d.action, d.field, d.value, d.summary, d.why, "
            "(SELECT group_concat(substr(e.event_id, 1, 8), ' ') FROM event_decisions AS e WHERE e.decision_id = d.id) "
            "FROM decisions AS d ORDER BY d.at, d.id"
        ).fetchall()
    print_rows(("at", "who", "action", "field", "value", "event", "why", "bears"), rows, form)


@review.command("export")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file, not standard output.")
@database_option
def export_decisions(output: Path | None, database: Path) -> None:
    """Give out all decisions as a file that another installation can import."""
    with writing(database) as store:
        text = write_file(load_decisions(store))
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        click.echo(f"Wrote {output}")


@review.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@database_option
def import_decisions(file: Path, database: Path) -> None:
    """Take over the decisions in FILE, and build anew; those that are here already are left as they are."""
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file} is not UTF-8 text; it is no decisions file.") from error
    with writing(database) as store, only_run(database):
        found = read_file(text, str(file))
        new = keep_decisions(store, found)
        summary = build(store)
    click.echo(f"{counted(new, 'decision')} new of {len(found)}; {counted(summary.changed, 'event')} changed")


def _decide(store: Store, key: str, who: str, wish: _Wish) -> str:
    """Keep the decision and build; says what came of it in a sentence."""
    connection = store.db.conn
    event_id = _event_id(connection, key)
    other: frozenset[str] = frozenset()
    if wish.other is not None:
        other_id = _event_id(connection, wish.other)
        if other_id == event_id:
            raise DecisionError("An event cannot be merged with itself; name another.")
        other = _mention_keys(store, other_id)
    if wish.quotes:
        other = _keys_of_quotes(store, event_id, wish.quotes)
    (summary,) = connection.execute("SELECT summary FROM events WHERE id = ?", (event_id,)).fetchone()
    decision = Decision(
        action=wish.action,
        mentions=_mention_keys(store, event_id),
        who=who,
        at=store.now().isoformat(timespec="seconds"),
        why=wish.why,
        other=other,
        field=wish.field,
        value=wish.value,
        summary=summary,
    )
    keep_decisions(store, [decision])
    changed = build(store).changed
    return f"Recorded: {wish.action} “{summary}”, by {who}. {counted(changed, 'event')} changed."


def _event_id(connection: sqlite3.Connection, key: str) -> str:
    row = one_event(connection, key)
    if row is None:
        raise click.ClickException(f"No event has an id that begins with {key!r}; see 'tradedocket timeline'.")
    return str(row[1])


def _mention_keys(store: Store, event_id: str, versions: Collection[str] | None = None) -> frozenset[str]:
    """The keys of an event's mentions, or of those in some versions."""
    return frozenset(
        one.told.key
        for one in of_events(store.db.conn, [event_id])
        if versions is None or one.told.version_id in versions
    )


def _keys_of_quotes(store: Store, event_id: str, numbers: tuple[int, ...]) -> frozenset[str]:
    """The keys of the mentions in the articles whose quotes 'show' prints in these places."""
    versions = [
        row[0]
        for row in store.db.conn.execute(
            "SELECT s.version_id FROM event_sources AS s JOIN articles AS a ON a.id = s.article_id "
            "WHERE s.event_id = ? ORDER BY s.published, a.url",
            (event_id,),
        )
    ]
    if wrong := [number for number in numbers if not 1 <= number <= len(versions)]:
        raise DecisionError(f"The event has {counted(len(versions), 'quote')}; there is no quote {wrong[0]}.")
    return _mention_keys(store, event_id, {versions[number - 1] for number in numbers})
