"""Crawls a page or two of a source and keeps nothing, to show what would be extracted."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from crawler.crawl import crawl
from crawler.records import (
    Article,
    CrawlSummary,
    GazetteDocument,
    HostState,
    ListingState,
    PageOutcome,
    Seen,
)
from crawler.settings import CrawlSettings
from crawler.sources import Source


class NoMemory:
    """A memory that knows nothing of the past and leaves nothing for the future, but can show what it was given."""

    def __init__(self) -> None:
        self.articles: list[Article] = []

    def seen(self, url: str) -> Seen | None:
        return None

    def due_for_recheck(self, source: str, ages: Sequence[timedelta], now: datetime) -> Sequence[str]:
        return ()

    def listing(self, url: str) -> ListingState | None:
        return None

    def host(self, host: str) -> HostState | None:
        return None

    def keep_page(self, page: PageOutcome, article: Article | None) -> PageOutcome:
        if article is not None:
            self.articles.append(article)
        return page

    def keep_gazette_document(self, document: GazetteDocument) -> None:
        """Keep nothing."""

    def keep_listing(self, listing: ListingState) -> None:
        """Keep nothing."""

    def keep_host(self, host: HostState) -> None:
        """Keep nothing."""


def preview(source: Source, settings: CrawlSettings) -> tuple[list[Article], list[PageOutcome], CrawlSummary]:
    """The articles of the newest pages of a source, their outcomes, and the account of the crawl.

    ``settings.max_pages`` says how many pages. One call a process, as for ``crawl``.
    """
    memory = NoMemory()
    outcomes: list[PageOutcome] = []
    summary = crawl([source], memory, settings=settings, on_page=outcomes.append)
    return memory.articles, outcomes, summary
