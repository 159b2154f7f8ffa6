"""Counts what becomes of a crawl's pages, and remembers what stopped it."""

from collections import Counter, defaultdict
from collections.abc import Callable

from crawler.records import CrawlSummary, PageOutcome, SourceCrawl


class Ledger:
    """The running account of one crawl, shared by its spiders; ``summary`` closes it."""

    def __init__(
        self,
        on_page: Callable[[PageOutcome], None] | None = None,
        on_source: Callable[[SourceCrawl], None] | None = None,
    ) -> None:
        self.fault: Exception | None = None
        self._on_page = on_page
        self._on_source = on_source
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)
        self._http_errors: Counter[str] = Counter()
        self._problems: list[str] = []
        self._causes: Counter[str] = Counter()

    def count_page(self, page: PageOutcome) -> None:
        """Count a page whose outcome has been stored, and tell whoever watches."""
        self._counts[page.source][page.outcome] += 1
        if page.cause is not None:
            self._causes[page.cause] += 1
        if page.status is not None and page.status >= 400:
            self.count_http_error(page.status)
        if self._on_page is not None:
            self._on_page(page)

    def count_http_error(self, status: int) -> None:
        """Count an answer of 400 or more."""
        self._http_errors[str(status)] += 1

    def outcomes(self, source: str) -> Counter[str]:
        """How often each outcome has come about for a source so far."""
        return self._counts[source]

    def close_source(self, source: SourceCrawl) -> None:
        """Take the account of a source that was followed to its end, and tell whoever watches."""
        if source.known:
            self._counts[source.source]["known"] += source.known
        self._problems.extend(source.problems)
        self._causes.update(source.causes)
        if self._on_source is not None:
            self._on_source(source)

    def stop(self, fault: Exception) -> None:
        """Stop the crawl: what keeps its results failed, so that asking for more pages is no use."""
        self.fault = self.fault or fault

    def summary(self, retries: int) -> CrawlSummary:
        """The account as a record."""
        return CrawlSummary(
            counts={source: dict(sorted(counts.items())) for source, counts in sorted(self._counts.items()) if counts},
            http_errors=dict(sorted(self._http_errors.items())),
            retries=retries,
            problems=tuple(self._problems),
            causes=dict(sorted(self._causes.items())),
        )
