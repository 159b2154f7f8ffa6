"""The commands that write: run, crawl, read, build; and the list of sources."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from crawler.records import Article, CrawlSummary, PageOutcome
from crawler.settings import CrawlSettings
from crawler.sources import Source, load_sources
from nlp.pipeline import Reader
from nlp.records import Document
from timeline.commands.words import database_option, model_option, plain_errors, writing
from timeline.documents import FILES_SOURCE, SetAside, load_documents
from timeline.run import build_stage, crawl_stage, only_run, read_stage
from timeline.runs import CRAWLED, Run, due_sources, recorded_run
from timeline.store import Store

sources_option = click.option(
    "--sources",
    "directory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of source files, in the place of those that come with tradedocket.",
)
contact_option = click.option("--contact", envvar="TRADEDOCKET_CONTACT", help="Mail or web address for the user agent.")
proxy_option = click.option("--proxy", help="Fetch through this HTTP proxy, as http://HOST:PORT.")
source_option = click.option("--source", "names", multiple=True, help="Only this source; may be repeated.")


@click.command()
@database_option
@model_option
@sources_option
@source_option
@contact_option
@proxy_option
@click.option("--due/--all", "only_due", default=True, help="Crawl only what is due (the default), or every source.")
def run(
    database: Path,
    model: str,
    directory: Path | None,
    names: tuple[str, ...],
    contact: str | None,
    proxy: str | None,
    only_due: bool,
) -> None:
    """Crawl what is due, read what is unread, build the timeline.

    A source is due when its last crawl is longer ago than its ``every``.
    """
    with writing(database) as store, only_run(database), recorded_run(store, "run") as record:
        chosen = chosen_sources(directory, names)
        due = due_sources(store, chosen, store.now) if only_due else chosen
        if resting := len(chosen) - len(due):
            click.echo(f"{resting} source{'s are' if resting > 1 else ' is'} not due yet")
        do_crawl(store, record, due, CrawlSettings(contact=contact, proxy=proxy))
        do_read(store, record, model)
        do_build(store, record)


@click.command()
@database_option
@sources_option
@source_option
@contact_option
@proxy_option
def crawl(
    database: Path, directory: Path | None, names: tuple[str, ...], contact: str | None, proxy: str | None
) -> None:
    """Collect articles from the sources."""
    with writing(database) as store, only_run(database), recorded_run(store, "crawl") as record:
        do_crawl(store, record, chosen_sources(directory, names), CrawlSettings(contact=contact, proxy=proxy))


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one reading a text as JSON lines; store nothing.")
@database_option
@model_option
def read(files: tuple[Path, ...], as_json: bool, database: Path, model: str) -> None:
    """Read FILES (HTML, plain text, JSON lines), or, without any, what was crawled and is unread."""
    if as_json:
        if not files:
            raise click.UsageError("Name the files to read with --json.")
        print_readings(files, model)
        return
    with writing(database) as store, only_run(database), recorded_run(store, "read") as record:
        if files:
            keep_files(store, record, files)
        do_read(store, record, model)
        if files:
            do_build(store, record)


@click.command()
@database_option
def build(database: Path) -> None:
    """Merge what was read into events, and follow the licenses and listings."""
    with writing(database) as store, only_run(database), recorded_run(store, "build") as record:
        do_build(store, record)


@click.command()
@sources_option
def sources(directory: Path | None) -> None:
    """List the sources, what each follows, and when it was last checked by hand."""
    with plain_errors():
        for source in load_sources(directory):
            click.echo(f"{source.name}  {source.title} ({source.kind}, {source.country}), every {source.every}")
            for follow in source.follow:
                where = follow.model_dump(exclude={"type"})
                click.echo(f"    {follow.type}: {where.get('url') or where.get('files') or where.get('file')}")
            click.echo(f"    checked: {source.checked}")


def chosen_sources(directory: Path | None, names: Sequence[str]) -> list[Source]:
    """The sources of a folder, or those of them that were named."""
    with plain_errors():
        found = load_sources(directory)
    if unknown := sorted(set(names) - {source.name for source in found}):
        raise click.ClickException(f"There is no source {', '.join(unknown)}; see 'tradedocket sources'.")
    return [source for source in found if not names or source.name in names]


def do_crawl(store: Store, record: Run, chosen: Sequence[Source], settings: CrawlSettings) -> CrawlSummary:
    """Crawl with a line a page that became something new or failed, and a summary."""

    def on_page(page: PageOutcome) -> None:
        if page.outcome in {"new", "changed"}:
            click.echo(f"  {page.outcome:<9} {page.url}")
        elif page.reason is not None:
            click.echo(f"  {page.outcome:<9} {page.url}: {page.reason}")

    click.echo(f"Crawling {len(chosen)} source{'s' if len(chosen) != 1 else ''}")
    summary = crawl_stage(store, chosen, settings, on_page)
    for source in chosen:
        record.count("crawl", {CRAWLED: 1, **summary.counts.get(source.name, {})}, source.name)
    for name, counts in sorted(summary.counts.items()):
        click.echo(f"  {name}: " + ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())))
    if summary.http_errors or summary.retries:
        errors = ", ".join(f"{count} × HTTP {status}" for status, count in sorted(summary.http_errors.items()))
        click.echo(f"  errors: {errors or 'none'}; retries: {summary.retries}")
    for problem in summary.problems:
        click.echo(f"  {problem}")
    return summary


def do_read(store: Store, record: Run, model: str) -> None:
    """Read what is unread, with a progress bar on a terminal."""
    with plain_errors():
        reader = Reader(model)
    waiting = sum(1 for _ in store.unread(reader.version))
    with _progress(waiting, "Reading") as advance:
        done = read_stage(store, reader, lambda reading: advance())
    record.count("read", {"read": done})
    click.echo(f"Read {done} text{'s' if done != 1 else ''}")


def do_build(store: Store, record: Run) -> None:
    """Build, and say what came of it."""
    summary = build_stage(store)
    record.count("build", {"events changed": summary.changed})
    click.echo(
        f"Built {summary.events} events and {summary.measures} measures from {summary.mentions} mentions; "
        f"{summary.changed} events are new or changed"
    )


@contextmanager
def _progress(length: int, label: str) -> Iterator[Callable[[], None]]:
    """A progress bar on a terminal, nothing otherwise."""
    if not sys.stderr.isatty() or not length:
        yield lambda: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield lambda: bar.update(1)


def keep_files(store: Store, record: Run, files: Sequence[Path]) -> None:
    """Store the texts in files; what cannot be read is told and counted."""
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
