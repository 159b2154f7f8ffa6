"""The commands on sources: list them with their health, check their files, draft a new one."""

import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from crawler.discovery import discover, draft_source
from crawler.preview import preview
from crawler.settings import CrawlSettings
from crawler.sources import Source, load_source, shipped_sources
from timeline.commands.stages import (
    UNHEALTHY,
    chosen_sources,
    contact_option,
    private_hosts_option,
    proxy_option,
    source_option,
    sources_option,
)
from timeline.commands.words import clock_option, database_option, plain_errors, reading
from timeline.health import Health, health_of


@click.group(invoke_without_command=True)
@click.pass_context
@sources_option
@source_option
@database_option
@clock_option
@click.option("--unhealthy", "only_unhealthy", is_flag=True, help="Only those that a person should look at.")
def sources(
    context: click.Context,
    directory: Path | None,
    names: tuple[str, ...],
    database: Path,
    clock: Callable[[], datetime],
    only_unhealthy: bool,
) -> None:
    """List the sources with their health; exit code 3 where one is failing or out of its bounds."""
    if context.invoked_subcommand is not None:
        return
    chosen = chosen_sources(directory, names)
    unhealthy = 0
    for source, health in _with_health(chosen, database, clock()):
        unhealthy += health is not None and health.is_unhealthy
        if only_unhealthy and (health is None or not health.is_unhealthy):
            continue
        _print_source(source, health)
    if unhealthy:
        click.echo(f"{unhealthy} of {len(chosen)} sources {'is' if unhealthy == 1 else 'are'} unhealthy")
        raise click.exceptions.Exit(UNHEALTHY)


def _with_health(chosen: list[Source], database: Path, now: datetime) -> list[tuple[Source, Health | None]]:
    if not database.is_file():
        return [(source, None) for source in chosen]
    connection: sqlite3.Connection
    with reading(database) as connection:
        return [(source, health_of(connection, source, now)) for source in chosen]


def _print_source(source: Source, health: Health | None) -> None:
    click.echo(f"{source.name}  {source.title} ({source.kind}, {source.country}), every {source.every}")
    for follow in source.follow:
        where = follow.model_dump(exclude={"type"})
        places = where.get("url") or where.get("file") or ", ".join(where.get("files", ()))
        click.echo(f"    {follow.type}: {places}")
    click.echo(f"    checked: {source.checked}")
    if health is None or health.last_crawl is None:
        return
    failed = f", {health.failures} failures in a row" if health.failures else ""
    click.echo(
        f"    {health.state}: last success {_day(health.last_success)}, last new article {_day(health.last_new)}{failed}"
    )
    for sentence in health.broken:
        click.echo(f"    out of bounds: {sentence}")


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "never"


@sources.command()
@click.argument("url")
@private_hosts_option
@proxy_option
@contact_option
@click.option(
    "--to",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Write the file to this folder instead of printing it.",
)
@clock_option
def add(
    url: str,
    proxy: str | None,
    private_hosts: tuple[str, ...],
    contact: str | None,
    folder: Path | None,
    clock: Callable[[], datetime],
) -> None:
    """Find the feeds and sitemaps of the site at URL, and draft its source file."""
    if not url.startswith(("http://", "https://")):
        raise click.BadParameter("give the full address, with https://", param_hint="URL")
    found = discover(
        url,
        CrawlSettings(proxy=proxy, private_hosts=frozenset(private_hosts), contact=contact, retries=1, now=clock),
    )
    for problem in found.problems:
        click.echo(problem, err=True)
    if not found.listings:
        raise click.ClickException(
            f"No feed and no sitemap of {url} was found; follow one of its index pages by hand (docs/sources.md)."
        )
    text = draft_source(found, clock().date())
    if folder is None:
        click.echo(text, nl=False)
        return
    name = text.split('name = "', 1)[1].split('"', 1)[0]
    path = folder / f"{name}.toml"
    if path.exists():
        raise click.ClickException(f"{path} is there already; remove it, or print the draft without --to.")
    path.write_text(text, encoding="utf-8")
    with plain_errors():
        load_source(path)
    click.echo(f"Drafted {path}; settle what it marks, then try 'tradedocket sources check {name} --live'.")


@sources.command()
@click.argument("name", required=False)
@sources_option
@private_hosts_option
@proxy_option
@contact_option
@click.option("--live", is_flag=True, help="Fetch the newest page of NAME and show what would be extracted.")
@clock_option
def check(
    name: str | None,
    directory: Path | None,
    proxy: str | None,
    private_hosts: tuple[str, ...],
    contact: str | None,
    live: bool,
    clock: Callable[[], datetime],
) -> None:
    """Validate the source files, all or that of NAME."""
    chosen = chosen_sources(directory, (name,) if name else ())
    folder = directory or shipped_sources()
    if lost := [f"{source.name}: there is no file {file}" for source in chosen for file in source.missing_files()]:
        raise click.ClickException("; ".join(lost) + ". Mend the path in the source file, or put the file there.")
    click.echo(f"{len(chosen)} source file{'s' if len(chosen) != 1 else ''} in {folder.name}/ can be used")
    if not live:
        return
    if name is None:
        raise click.UsageError("Name the source to fetch a page of.")
    (source,) = chosen
    settings = CrawlSettings(
        proxy=proxy,
        private_hosts=frozenset(private_hosts),
        contact=contact,
        retries=1,
        max_pages=1,
        now=clock,
    )
    articles, outcomes, summary = preview(source, settings)
    for problem in summary.problems:
        click.echo(f"  {problem}")
    for page in outcomes:
        if page.reason:
            click.echo(f"  {page.outcome} {page.url}: {page.reason}")
    for article in articles:
        click.echo(f"  url        {article.canonical_url}")
        click.echo(f"  title      {article.title or 'none'}")
        click.echo(f"  byline     {article.byline or 'none'}")
        click.echo(f"  published  {article.published or 'none'} ({article.published_basis})")
        click.echo(f"  language   {article.language or 'none'}")
        click.echo(f"  text       {len(article.text.split())} words: {article.text[:160]} …")
    if not articles:
        raise click.ClickException(f"No article of {source.name} could be read.")
