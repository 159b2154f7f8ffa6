"""The sentences and options that the commands share."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from crawler.snapshots import SnapshotError
from crawler.sources import SourceError
from nlp.evaluate import GoldError
from nlp.model import DEFAULT_MODEL, ModelError
from nlp.toml_files import KnowledgeError
from timeline.as_known import BASES, as_known
from timeline.periods import period
from timeline.review import DecisionError
from timeline.run import BusyError
from timeline.store import Store, StoreError

DEFAULT_DATABASE = Path("tradedocket.db")

Command = TypeVar("Command", bound=Callable[..., Any])


def when(day: str | None, reported: str | None, modality: str) -> str:
    """When an event was, as told; of one without a date, the report by which it was done, or that it was said in."""
    if day is not None or reported is None:
        return day or "not stated"
    return f"{'by' if modality == 'actual' else 'said'} {reported[:10]}"


def database_option(command: Command) -> Command:
    """The option that names the database file."""
    return click.option(
        "--db",
        "database",
        type=click.Path(dir_okay=False, path_type=Path),
        default=DEFAULT_DATABASE,
        show_default=True,
        help="The SQLite file.",
    )(command)


def model_option(command: Command) -> Command:
    """The option that names the language model."""
    return click.option(
        "--model", default=DEFAULT_MODEL, show_default=True, help="An installed spaCy pipeline, or a path to one."
    )(command)


def as_known_options(command: Command) -> Command:
    """The options that ask for the answer of an earlier day."""
    command = click.option(
        "--known-by",
        "basis",
        type=click.Choice(BASES),
        default=BASES[0],
        show_default=True,
        help="With --as-known: what makes a text known on that day.",
    )(command)
    return click.option("--as-known", "known", metavar="DATE", help="Answer as would have been answered on this day.")(
        command
    )


def a_day(value: str, option: str, *, first: bool = False) -> date:
    """The last (or first) day of a date at any precision; a sentence for what is no date."""
    found = period(value)
    if found is None:
        raise click.ClickException(f"{option} {value!r} is no date; write it like 2019-05-16, 2019-05 or 2019.")
    return found.start if first else found.end


class Busy(click.ClickException):
    """Another run holds the database; nothing was done, and nothing is wrong."""

    exit_code = 4


def clock_option(command: Command) -> Command:
    """The option that sets the clock, for rehearsals and tests."""
    return click.option(
        "--now", "clock", callback=_clock, help="Take this for the time it is (ISO 8601, with an offset)."
    )(command)


def _clock(context: click.Context, option: click.Parameter, value: str | None) -> Callable[[], datetime]:
    if value is None:
        return lambda: datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter("write it as 2026-01-05T12:00:00+00:00") from error
    if moment.tzinfo is None:
        raise click.BadParameter("give an offset, such as +00:00")
    return lambda: moment


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn the project's own errors into one sentence for the person at the terminal."""
    try:
        yield
    except BusyError as error:
        raise Busy(str(error)) from error
    except (StoreError, SourceError, KnowledgeError, ModelError, DecisionError, SnapshotError, GoldError) as error:
        raise click.ClickException(str(error)) from error
    except sqlite3.Error as error:
        raise click.ClickException(explain_database_error(error)) from error


@contextmanager
def writing(database: Path, now: Callable[[], datetime] | None = None, *, must_exist: bool = False) -> Iterator[Store]:
    """The store, made if it is not there and need not be; ``now`` is its clock, the system's where it is None."""
    if must_exist:
        _find(database)
    if not database.parent.is_dir():
        raise click.ClickException(f"The folder {database.parent} does not exist; make it, or name another with --db.")
    with plain_errors(), Store(database, now or (lambda: datetime.now(UTC))) as store:
        yield store


def _find(database: Path) -> None:
    if not database.is_file():
        raise click.ClickException(
            f"There is no database {database}; make one with 'tradedocket run', 'tradedocket read FILE' or "
            "'tradedocket demo', or name another with --db."
        )


@contextmanager
def reading(database: Path) -> Iterator[sqlite3.Connection]:
    """A connection that cannot write, to a database that must be there."""
    _find(database)
    with plain_errors():
        Store(database).close()
        connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
        try:
            yield connection
        finally:
            connection.close()


@contextmanager
def reading_as_known(database: Path, known: str | None, basis: str) -> Iterator[sqlite3.Connection]:
    """A connection to the timeline as it is, or, given a day, as it was known then."""
    with reading(database) as connection:
        if known is None:
            yield connection
            return
        with as_known(database, a_day(known, "--as-known"), basis) as earlier:
            yield earlier


def explain_database_error(error: sqlite3.Error) -> str:
    """What a database error means and what to do, in a sentence."""
    text = str(error)
    if "disk is full" in text or "disk I/O" in text:
        return (
            "The disk is full or cannot be written; free some space and run the command again, nothing stored is lost."
        )
    if "locked" in text:
        return "The database is in use by another program; wait until it has ended and run the command again."
    if "readonly" in text or "not authorized" in text:
        return "Queries only read: this statement would write, and was not run."
    if "malformed" in text or "not a database" in text:
        return "The file is no SQLite database, or is damaged; restore it from a copy."
    return f"The database answered: {text}."
