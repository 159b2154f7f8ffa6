"""The commands that collect, read and build: run, crawl, read, build."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from crawler.records import Article, PageOutcome, SourceCrawl
from crawler.settings import CrawlSettings
from crawler.snapshots import Snapshots
from crawler.sources import Source, load_sources
from nlp.pipeline import Reader
from nlp.records import Document
from timeline.commands.report import JsonLines, Report, Words
from timeline.commands.words import clock_option, database_option, model_option, plain_errors, writing
from timeline.documents import FILES_SOURCE, SetAside, load_documents
from timeline.health import Health
from timeline.known_parties import known_names
from timeline.run import build_stage, crawl_stage, only_run, quick_look, read_stage, snapshot_folder
from timeline.runs import Run, due_sources, recorded_run
from timeline.store import Store

UNHEALTHY = 3
"""Exit code of a command that did its work and found a source, or a file, that a person should look at."""

Command = TypeVar("Command", bound=Callable[..., Any])

sources_option = click.option(
    "--sources",
    "directory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of source files, in the place of those that come with tradedocket.",
)
contact_option = click.option("--contact", envvar="TRADEDOCKET_CONTACT", help="Mail or web address for the user agent.")
proxy_option = click.option("--proxy", help="Fetch through this HTTP proxy, as http://HOST:PORT.")
private_hosts_option = click.option(
    "--private-host",
    "private_hosts",
    multiple=True,
    help="A host that may be asked though it is on loopback or a private network; may be repeated.",
)
relevant_option = click.option(
    "--relevant-only",
    is_flag=True,
    help="Look at each page quickly, and extract only those that may tell of trade policy; the others stay as snapshots.",
)
source_option = click.option("--source", "names", multiple=True, help="Only this source; may be repeated.")


def crawl_options(command: Command) -> Command:
    """The options of a command that crawls."""
    options = (
        click.option("--json-log", is_flag=True, help="Tell what is done in JSON lines, for log shippers."),
        click.option(
            "--snapshots",
            type=click.Path(file_okay=False, path_type=Path),
            help="Folder of the WARC files; by default beside the database.",
        ),
        clock_option,
        relevant_option,
        private_hosts_option,
        proxy_option,
        contact_option,
        source_option,
        sources_option,
        database_option,
    )
    for option in options:
        command = option(command)
    return command


@click.command()
@crawl_options
@model_option
@click.option("--due/--all", "only_due", default=True, help="Crawl only what is due (the default), or every source.")
def run(
    database: Path,
    directory: Path | None,
    names: tuple[str, ...],
    contact: str | None,
    proxy: str | None,
    private_hosts: tuple[str, ...],
    relevant_only: bool,
    clock: Callable[[], datetime],
    snapshots: Path | None,
    json_log: bool,
    model: str,
    only_due: bool,
) -> None:
    """Crawl what is due, read what is unread, build the timeline.

    A source is due when its last crawl is longer ago than its ``every``. Exit code 3: all was done, and a source
    fails or is out of its bounds; 4: another run is at work, and nothing was done.
    """
    report = report_for(json_log, clock)
    with writing(database, clock) as store, only_run(database), recorded_run(store, "run") as record:
        chosen = chosen_sources(directory, names)
        due = due_sources(store, chosen, clock) if only_due else chosen
        settings = crawl_settings(database, contact, proxy, private_hosts, relevant_only, clock, snapshots)
        health = do_crawl(store, record, due, settings, report, resting=len(chosen) - len(due))
        if due or store.has_unread():  # what a timer starts every few minutes loads no model for nothing
            do_read(store, record, model, report)
            do_build(store, record, report)
    leave_by(health)


@click.command()
@crawl_options
@click.option("--due/--all", "only_due", default=False, help="Crawl only what is due, or every source (the default).")
def crawl(
    database: Path,
    directory: Path | None,
    names: tuple[str, ...],
    contact: str | None,
    proxy: str | None,
    private_hosts: tuple[str, ...],
    relevant_only: bool,
    clock: Callable[[], datetime],
    snapshots: Path | None,
    json_log: bool,
    only_due: bool,
) -> None:
    """Collect articles from the sources."""
    with writing(database, clock) as store, only_run(database), recorded_run(store, "crawl") as record:
        chosen = chosen_sources(directory, names)
        due = due_sources(store, chosen, clock) if only_due else chosen
        settings = crawl_settings(database, contact, proxy, private_hosts, relevant_only, clock, snapshots)
        health = do_crawl(store, record, due, settings, report_for(json_log, clock), resting=len(chosen) - len(due))
    leave_by(health)


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one reading a text as JSON lines; store nothing.")
@database_option
@model_option
def read(files: tuple[Path, ...], as_json: bool, database: Path, model: str) -> None:
    """Read FILES (HTML, plain text, JSON lines), or, without any, what was crawled and is unread.

    Exit code 3: all was done, and something was set aside.
    """
    if as_json:
        if not files:
            raise click.UsageError("Name the files to read with --json.")
        print_readings(files, model)
        return
    with writing(database) as store, only_run(database), recorded_run(store, "read") as record:
        aside = keep_files(store, record, files) if files else 0
        do_read(store, record, model, Words())
        if files:
            do_build(store, record, Words())
    if aside:
        raise click.exceptions.Exit(UNHEALTHY)


@click.command()
@database_option
def build(database: Path) -> None:
    """Merge what was read into events, and follow the licenses and listings."""
    with writing(database, must_exist=True) as store, only_run(database), recorded_run(store, "build") as record:
        do_build(store, record, Words())


def report_for(json_log: bool, clock: Callable[[], datetime]) -> Report:
    """Who tells what the run does."""
    return JsonLines(clock) if json_log else Words()


def crawl_settings(
    database: Path,
    contact: str | None,
    proxy: str | None,
    private_hosts: Sequence[str],
    relevant_only: bool,
    clock: Callable[[], datetime],
    snapshots: Path | None,
) -> CrawlSettings:
    """The settings of a crawl into a database; its snapshots begin a file of their own."""
    folder = snapshots or snapshot_folder(database)
    return CrawlSettings(
        contact=contact,
        proxy=proxy,
        private_hosts=frozenset(private_hosts),
        relevant=quick_look() if relevant_only else None,
        now=clock,
        snapshots=Snapshots(folder, f"{clock():%Y%m%dT%H%M%S}"),
    )


def chosen_sources(directory: Path | None, names: Sequence[str]) -> list[Source]:
    """The sources of a folder, or those of them that were named."""
    with plain_errors():
        found = load_sources(directory)
    if unknown := sorted(set(names) - {source.name for source in found}):
        raise click.ClickException(f"There is no source {', '.join(unknown)}; see 'tradedocket sources'.")
    return [source for source in found if not names or source.name in names]


def do_crawl(
    store: Store, record: Run, chosen: Sequence[Source], settings: CrawlSettings, report: Report, *, resting: int = 0
) -> list[Health]:
    """Crawl, counting and telling each page and each source; the health of each source comes back."""
    by_name = {source.name: source for source in chosen}
    health: list[Health] = []

    def on_page(page: PageOutcome) -> None:
        record.count_page(page)
        report.page(page)

    def on_source(crawl: SourceCrawl) -> None:
        health.append(record.close_source(crawl, by_name[crawl.source]))
        report.source(crawl, health[-1])

    report.due(len(chosen), resting)
    summary = crawl_stage(store, chosen, settings, on_page, on_source)
    report.crawled(summary)
    return health


def leave_by(health: Sequence[Health]) -> None:
    """End with the exit code for monitors where a source is unhealthy."""
    if any(one.is_unhealthy for one in health):
        raise click.exceptions.Exit(UNHEALTHY)


def do_read(store: Store, record: Run, model: str, report: Report) -> None:
    """Read what is unread."""
    with plain_errors():
        reader = Reader(model, known_names(store))
    waiting = sum(1 for _ in store.unread(reader.version))
    with report.reading(waiting) as advance:
        summary = read_stage(store, reader, lambda reading: advance())
    record.count("read", {"read": summary.read, "failed": len(summary.failed)})
    report.read(summary)


def do_build(store: Store, record: Run, report: Report) -> None:
    """Build, and say what came of it."""
    summary = build_stage(store)
    record.count("build", {"events changed": summary.changed})
    report.built(summary)


def keep_files(store: Store, record: Run, files: Sequence[Path]) -> int:
    """Store the texts in files; what cannot be read is told, and its number comes back."""
    store.add_source(FILES_SOURCE, title="Files given by hand", kind="file")
    counts = {"new": 0, "changed": 0, "unchanged": 0}
    aside = 0
    for loaded in load_documents(files, fetched_at=datetime.now(UTC)):
        if isinstance(loaded, SetAside):
            aside += 1
            click.echo(f"  set aside {loaded.where}: {loaded.reason}", err=True)
        else:
            counts[store.keep_article(loaded)] += 1
    record.count("read", {**counts, "set_aside": aside}, FILES_SOURCE)
    told = ", ".join(f"{count} {outcome}" for outcome, count in counts.items())
    click.echo(f"Texts: {told}, {aside} set aside")
    return aside


def print_readings(files: Sequence[Path], model: str) -> None:
    """A reading a line on standard output; exit code 1 where no text could be read."""
    with plain_errors():
        reader = Reader(model)
    read_any = False
    for loaded in load_documents(files, fetched_at=datetime.now(UTC)):
        if isinstance(loaded, SetAside):
            click.echo(f"set aside {loaded.where}: {loaded.reason}", err=True)
            continue
        read_any = True
        click.echo(json.dumps(reader.read(document_of(loaded)).to_json(), ensure_ascii=False))
    if not read_any:
        raise click.ClickException("None of the files could be read.")


def document_of(article: Article) -> Document:
    """The document that an article gives the reader."""
    return Document(text=article.text, title=article.title, published=article.published, url=article.url)
