"""The commands that work on saved pages: reread, versions, backfill."""

from collections import Counter
from pathlib import Path

import click

from crawler.backfill import backfill as fill_from_archives
from crawler.records import PageOutcome, SourceCrawl
from timeline.archive import Archive
from timeline.commands.report import Words, in_words
from timeline.commands.stages import (
    UNHEALTHY,
    chosen_sources,
    do_build,
    do_read,
    relevant_option,
    source_option,
    sources_option,
)
from timeline.commands.words import database_option, model_option, reading, writing
from timeline.reread import reread_snapshots
from timeline.run import add_sources, only_run, quick_look, snapshot_folder
from timeline.runs import recorded_run
from timeline.versions import edits, versions_of


@click.command()
@database_option
@sources_option
@model_option
@click.option(
    "--snapshots",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the WARC files; by default beside the database.",
)
def reread(database: Path, directory: Path | None, model: str, snapshots: Path | None) -> None:
    """Extract and read the saved pages anew, offline, and say what changed."""
    sources = {source.name: source for source in chosen_sources(directory, ())}
    with (
        writing(database, must_exist=True) as store,
        only_run(database),
        recorded_run(store, "reread") as record,
    ):
        outcomes: Counter[str] = Counter()
        for page in reread_snapshots(store, sources, snapshots or snapshot_folder(database), quick_look()):
            outcomes[page.outcome] += 1
            if page.outcome not in ("same", "set_aside"):
                click.echo(f"  {page.outcome:<9} {page.url}" + (f": {page.detail}" if page.detail else ""))
        record.count("reread", outcomes)
        click.echo(f"Reread {outcomes.total()} saved pages: {in_words(outcomes) or 'none are kept'}")
        do_read(store, record, model, Words())
        do_build(store, record, Words())


@click.command()
@click.argument("url")
@database_option
def versions(url: str, database: Path) -> None:
    """Show how the article at URL was edited since it was first fetched, and whether it was withdrawn."""
    with reading(database) as connection:
        found = versions_of(connection, url)
        if found is None:
            raise click.ClickException(f"There is no article {url}; see 'tradedocket query' for the addresses known.")
        number = len(found.versions)
        click.echo(f"{found.url}: {number} version{'s' if number != 1 else ''}")
        for one in found.versions:
            click.echo(f"  {one.fetched_at[:19]}  {len(one.text.split())} words  {one.title or '(no title)'}")
        if found.withdrawn_at:
            click.echo(f"  {found.withdrawn_at[:19]}  withdrawn: the page is gone")
        for before, after in zip(found.versions, found.versions[1:], strict=False):
            click.echo("")
            for line in edits(before, after):
                click.echo(line)


@click.command()
@click.argument("files", nargs=-1, required=True)
@database_option
@sources_option
@source_option
@relevant_option
@model_option
def backfill(
    files: tuple[str, ...],
    database: Path,
    directory: Path | None,
    names: tuple[str, ...],
    relevant_only: bool,
    model: str,
) -> None:
    """Take the sources' articles from WARC FILES (paths or globs), such as those of CC-NEWS, and read them.

    A page is taken where its host is a source's and the source wants its address; pages that are known are not
    read again. Exit code 3: all was done, and a file could not be read to its end.
    """
    chosen = chosen_sources(directory, names)
    with writing(database) as store, only_run(database), recorded_run(store, "backfill") as record:
        add_sources(store, chosen)
        report = Words()

        def on_page(page: PageOutcome) -> None:
            record.count_page(page)
            report.page(page)

        def on_source(crawl: SourceCrawl) -> None:
            record.count("crawl", {"found": crawl.found, "known": crawl.known}, crawl.source)

        summary = fill_from_archives(
            chosen,
            Archive(store),
            files=files,
            relevant=quick_look() if relevant_only else None,
            on_page=on_page,
            on_source=on_source,
        )
        report.crawled(summary)
        do_read(store, record, model, report)
        do_build(store, record, report)
    if summary.problems:
        raise click.exceptions.Exit(UNHEALTHY)
