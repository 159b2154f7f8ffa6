"""Follows the listings of sources to their pages, and reads what is new or stated to have changed."""

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.article import PageSetAside, extract_article
from crawler.dates import date_of
from crawler.failures import describe_failure, describe_status
from crawler.ledger import Ledger
from crawler.pipelines import PageRead
from crawler.publication import EntryDate
from crawler.records import Article, CrawlMemory, PageOutcome, Seen
from crawler.settings import CrawlSettings
from crawler.sources import Follow, Source
from crawler.spiders.feed import read_feed
from crawler.spiders.listing import Entry, Listing, ListingError
from crawler.spiders.sitemap import read_sitemap

_READERS = {"feed": read_feed, "sitemap": read_sitemap}
_HTML_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/octet-stream", "")
_MAX_SITEMAPS = 50
_STATED_SEPARATOR = "; "


@dataclass(frozen=True, slots=True)
class Listed:
    """A page as all listings of a source together describe it; ``stated`` are its change dates as written."""

    url: str
    source: Source
    date: EntryDate | None
    stated: tuple[str, ...]


class SourceSpider(Spider):
    """Crawls sources that share a host, one request after the other.

    All listings of a source are read before any page is asked for, so that a page in several of them is asked
    for once. Listings are always fetched whole: a listing known to be unchanged may still name pages that a
    killed crawl missed.
    """

    name = "source"
    handle_httpstatus_list = (304,)

    def __init__(
        self,
        sources: Sequence[Source],
        memory: CrawlMemory,
        ledger: Ledger,
        settings_of_crawl: CrawlSettings,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.memory = memory
        self.ledger = ledger
        self._sources = sources
        self._settings_of_crawl = settings_of_crawl

    async def start(self) -> AsyncIterator[Request]:
        for source in self._sources:
            listed = combine_entries([entry async for entry in self._entries(source)], source)
            for request in self._requests(source, listed):
                yield request

    async def _entries(self, source: Source) -> AsyncIterator[Entry]:
        pending = list(source.follow)
        done: set[str] = set()
        while pending and len(done) < _MAX_SITEMAPS + len(source.follow):
            follow = pending.pop(0)
            if follow.url in done:
                continue
            done.add(follow.url)
            listing = await self._listing(source, follow)
            if listing is None:
                continue
            if listing.flaw:
                self.ledger.note_problem(f"{source.name}: {follow.url} {listing.flaw}.")
            pending.extend(Follow.model_construct(type=follow.type, url=url) for url in listing.more)
            for entry in listing.entries:
                yield entry

    async def _listing(self, source: Source, follow: Follow) -> Listing | None:
        """A fetched and parsed listing, or None with a problem noted."""
        where = f"{source.name}: {follow.url}"
        try:
            response = await self.crawler.engine.download_async(Request(follow.url, dont_filter=True))
        except Exception as error:  # every way of failing to fetch is one problem of this source, not of the crawl
            if self.ledger.fault is None:
                self.ledger.note_problem(f"{where} was not fetched. {describe_failure(error)[1]}")
            return None
        if response.status != 200:
            self.ledger.count_http_error(response.status)
            self.ledger.note_problem(f"{where} was not fetched. {describe_status(response.status)}")
            return None
        try:
            return _READERS[follow.type](response.body, response.url, ZoneInfo(source.timezone))
        except ListingError as error:
            self.ledger.note_problem(f"{where} {error}.")
            return None

    def _requests(self, source: Source, listed: Sequence[Listed]) -> Iterator[Request]:
        limit = min(source.max_pages, self._settings_of_crawl.max_pages or source.max_pages)
        asked = 0
        for page in listed:
            if self.ledger.fault is not None:
                return
            try:
                seen = self.memory.seen(page.url)
            except Exception as fault:  # the memory cannot be read: no page can be judged
                self.ledger.stop(fault)
                return
            if seen is not None and not states_change(page, seen):
                self.ledger.count_known(source.name)
                continue
            if asked == limit:
                self.ledger.note_problem(
                    f"{source.name}: more than {limit} pages are due; the rest wait for the next crawl."
                )
                return
            asked += 1
            yield Request(
                page.url,
                callback=self.read_page,
                errback=self.page_failed,
                meta={"seen": seen},
                cb_kwargs={"listed": page},
                dont_filter=True,
            )

    def read_page(self, response: Response, listed: Listed) -> Iterator[PageRead]:
        """The article of a fetched page, or why there is none."""
        if response.status == 304:
            yield PageRead(self._outcome(listed, "not_modified", None, response))
            return
        try:
            article = self._article(response, listed)
        except PageSetAside as reason:
            yield PageRead(self._outcome(listed, "set_aside", str(reason), response))
        except Exception as error:  # one page that breaks a parser must not cost the others
            reason_text = f"The page could not be read ({type(error).__name__}: {str(error)[:200]})."
            yield PageRead(self._outcome(listed, "set_aside", reason_text, response))
        else:
            yield PageRead(self._outcome(listed, "new", None, response), article)

    def _article(self, response: Response, listed: Listed) -> Article:
        media_type, charset = content_type(response)
        if media_type not in _HTML_TYPES:
            raise PageSetAside(f"The page is not HTML: it is {media_type}.")
        return extract_article(
            response.body,
            listed.url,
            source=listed.source,
            fetched_at=self._settings_of_crawl.now(),
            content_type_charset=charset,
            entry_date=listed.date,
        )

    def page_failed(self, failure: Failure) -> Iterator[PageRead]:
        """The outcome of a page that was not fetched."""
        if self.ledger.fault is not None:
            return
        listed: Listed = failure.request.cb_kwargs["listed"]  # type: ignore[attr-defined]
        error = failure.value
        assert error is not None
        if isinstance(error, HttpError):
            response = error.response
            yield PageRead(self._outcome(listed, "failed", describe_status(response.status), response))
            return
        outcome, reason = describe_failure(error)
        yield PageRead(self._outcome(listed, outcome, reason, None))

    def _outcome(self, listed: Listed, outcome: str, reason: str | None, response: Response | None) -> PageOutcome:
        return PageOutcome(
            url=listed.url,
            source=listed.source.name,
            outcome=outcome,
            reason=reason,
            status=response.status if response is not None else None,
            fetched_at=self._settings_of_crawl.now(),
            etag=_header(response, "ETag"),
            last_modified=_header(response, "Last-Modified"),
            stated_updated=_STATED_SEPARATOR.join(listed.stated) or None,
        )


def combine_entries(entries: Iterable[Entry], source: Source) -> list[Listed]:
    """The wanted pages of a source, newest first, each once; a feed's date is preferred to a sitemap's."""
    by_url: dict[str, list[Entry]] = {}
    for entry in entries:
        if source.wants(entry.url):
            by_url.setdefault(entry.url, []).append(entry)
    listed = [_combined(url, group, source) for url, group in by_url.items()]
    return sorted(listed, key=lambda page: (-(date_of(page.date.moment).toordinal() if page.date else 0), page.url))


def _combined(url: str, group: Sequence[Entry], source: Source) -> Listed:
    dates = [EntryDate(e.basis, e.published) for e in group if e.published is not None]
    best = min(dates, key=lambda stated: (stated.basis != "feed", date_of(stated.moment)), default=None)
    return Listed(url, source, best, tuple(sorted({e.stated for e in group if e.stated})))


def states_change(listed: Listed, seen: Seen) -> bool:
    """Whether a listing states a change date that was not there when the page was last fetched.

    Compared as written, not as times: a page may be listed long after it was dated, and a page that drops out
    of one of several listings has not changed.
    """
    known = set((seen.stated_updated or "").split(_STATED_SEPARATOR))
    return not known.issuperset(listed.stated)


def content_type(response: Response) -> tuple[str, str | None]:
    """The media type of a response in lower case, and its charset if one is stated."""
    stated = _header(response, "Content-Type") or ""
    media_type, _, parameters = stated.partition(";")
    charset = None
    for parameter in parameters.split(";"):
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "charset":
            charset = value.strip(" \"'") or None
    return media_type.strip().lower(), charset


def _header(response: Response | None, name: str) -> str | None:
    value = response.headers.get(name) if response is not None else None
    return value.decode("latin-1") if value else None
