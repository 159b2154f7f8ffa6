"""Tells what a run does as it does it: in lines for people, or in JSON lines for log shippers."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol

import click

from crawler.records import CrawlSummary, PageOutcome, SourceCrawl
from timeline.build import BuildSummary
from timeline.health import Health
from timeline.run import ReadSummary

SHOWN_COUNTS = frozenset(
    {"new", "changed", "unchanged", "duplicate", "not_modified", "withdrawn", "refused", "set_aside", "failed", "known"}
)


class Report(Protocol):
    """What a run tells as it goes on."""

    def due(self, due: int, resting: int) -> None:
        """How many sources are crawled, and how many are not due yet."""

    def page(self, page: PageOutcome) -> None:
        """What became of a page."""

    def source(self, crawl: SourceCrawl, health: Health) -> None:
        """How a source went, and how it stands."""

    def crawled(self, summary: CrawlSummary) -> None:
        """The sums of the crawl."""

    def reading(self, waiting: int) -> Any:
        """A context that yields a function to be called for each text read."""

    def read(self, summary: ReadSummary) -> None:
        """How many texts were read, and which ones could not be."""

    def built(self, summary: BuildSummary) -> None:
        """What came of the build."""


class Words:
    """Lines for people, on standard output; a progress bar on a terminal."""

    def due(self, due: int, resting: int) -> None:
        if resting:
            click.echo(f"{resting} source{'s are' if resting > 1 else ' is'} not due yet")
        click.echo(f"Crawling {due} source{'s' if due != 1 else ''}")

    def page(self, page: PageOutcome) -> None:
        if page.outcome in {"new", "changed"}:
            click.echo(f"  {page.outcome:<9} {page.url}")
        elif page.reason is not None:
            click.echo(f"  {page.outcome:<9} {page.url}: {page.reason}")

    def source(self, crawl: SourceCrawl, health: Health) -> None:
        for sentence in health.broken:
            click.echo(f"  {crawl.source} is out of its bounds: {sentence}")
        if health.state == "failing":
            click.echo(f"  {crawl.source} failed {health.failures} times in a row.")

    def crawled(self, summary: CrawlSummary) -> None:
        for name, counts in sorted(summary.counts.items()):
            click.echo(f"  {name}: " + in_words(counts))
        if summary.http_errors or summary.retries:
            errors = ", ".join(f"{count} × HTTP {status}" for status, count in sorted(summary.http_errors.items()))
            click.echo(f"  errors: {errors or 'none'}; retries: {summary.retries}")
        for problem in summary.problems:
            click.echo(f"  {problem}")

    @contextmanager
    def reading(self, waiting: int) -> Iterator[Callable[[], None]]:
        if not sys.stderr.isatty() or not waiting:
            yield lambda: None
            return
        with click.progressbar(length=waiting, label="Reading", file=sys.stderr) as bar:
            yield lambda: bar.update(1)

    def read(self, summary: ReadSummary) -> None:
        click.echo(f"Read {summary.read} text{'s' if summary.read != 1 else ''}")
        for sentence in summary.failed:
            click.echo(f"  set aside {sentence} Please report it with its text.", err=True)

    def built(self, summary: BuildSummary) -> None:
        click.echo(
            f"Built {summary.events} events and {summary.measures} measures from {summary.mentions} mentions; "
            f"{summary.changed} events are new or changed"
        )


class JsonLines:
    """One JSON object a line on standard output, each with ``at`` (UTC) and ``event``."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    def _tell(self, event: str, **fields: object) -> None:
        click.echo(json.dumps({"at": self._now().isoformat(), "event": event, **fields}, ensure_ascii=False))

    def due(self, due: int, resting: int) -> None:
        self._tell("crawl", sources=due, not_due=resting)

    def page(self, page: PageOutcome) -> None:
        self._tell(
            "page",
            source=page.source,
            url=page.url,
            outcome=page.outcome,
            reason=page.reason,
            cause=page.cause,
            status=page.status,
            snapshot=str(page.snapshot) if page.snapshot else None,
        )

    def source(self, crawl: SourceCrawl, health: Health) -> None:
        self._tell(
            "source",
            source=crawl.source,
            found=crawl.found,
            known=crawl.known,
            rechecked=crawl.rechecked,
            postponed=crawl.postponed,
            listings=crawl.listings,
            listings_failed=crawl.listings_failed,
            problems=list(crawl.problems),
            causes=dict(crawl.causes),
            health=health.state,
            failures=health.failures,
            broken=list(health.broken),
        )

    def crawled(self, summary: CrawlSummary) -> None:
        self._tell("crawled", counts=summary.counts, http_errors=summary.http_errors, retries=summary.retries)

    @contextmanager
    def reading(self, waiting: int) -> Iterator[Callable[[], None]]:
        yield lambda: None

    def read(self, summary: ReadSummary) -> None:
        self._tell("read", texts=summary.read, failed=summary.failed)

    def built(self, summary: BuildSummary) -> None:
        self._tell(
            "built",
            mentions=summary.mentions,
            events=summary.events,
            measures=summary.measures,
            changed=summary.changed,
        )


def in_words(counts: Mapping[str, int]) -> str:
    """Counts as a list in words, in the order of their names."""
    return ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
