"""Follows the listings of sources to their pages, and reads what is new or stated to have changed."""

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.addresses import address_key
from crawler.backfill import ArchiveReader
from crawler.causes import Cause
from crawler.dates import date_of
from crawler.failures import describe_failure, describe_status
from crawler.follow import WarcFollow
from crawler.ledger import Ledger
from crawler.politeness import Hosts
from crawler.publication import EntryDate
from crawler.reading import Listed, PageRead, read_page
from crawler.records import CrawlMemory, ListingState, PageOutcome, Seen, Snapshot, SourceCrawl
from crawler.settings import ROBOTS_NAME, CrawlSettings
from crawler.sources import Source
from crawler.spiders.following import Answer, Followed, follow_source
from crawler.spiders.listing import Entry
from crawler.traps import name_trap

LONGEST_CRAWL = 3600.0
"""Seconds that one crawl of a source may take at the pace its robots.txt asks for; later pages wait for the next."""

_STATED_SEPARATOR = "; "
_LONGEST_HEADER = 1024  # a longer validator is no help to anyone, and would be kept and sent back
_BASES = ("gazette", "feed", "index", "sitemap")


class SourceSpider(Spider):
    """Crawls sources that share a host, one request after the other.

    All listings of a source are read before any page is asked for, so that a page in several of them is asked
    for once. A listing is asked for only if it changed, but never on the word of a crawl that left some of its
    pages undone: those would be forgotten.
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
        self.hosts = Hosts(memory, settings_of_crawl.now, ROBOTS_NAME)
        self._sources = sources
        self._settings_of_crawl = settings_of_crawl
        self._followed: dict[str, tuple[Followed, SourceCrawl]] = {}

    async def start(self) -> AsyncIterator[Request | PageRead]:
        for source in self._sources:
            try:
                followed = await follow_source(source, self.memory, self._fetch, self._settings_of_crawl.now().date())
                for entry in followed.entries:
                    if entry.gazette is not None:
                        self.memory.keep_gazette_document(entry.gazette)
                requests, account = self._due(source, followed)
            except Exception as fault:  # the memory cannot be read or written: no page can be judged
                self.ledger.stop(fault)
                return
            archived = ArchiveReader([source], self.memory, self._settings_of_crawl.relevant)
            files = [file for follow in source.follow if isinstance(follow, WarcFollow) for file in follow.files]
            for read in archived.pages(files):
                yield read
            self._followed[source.name] = followed, _together(account, archived)
            for request in requests:
                yield request

    def closed(self, reason: str) -> None:
        """Close the accounts of the sources, unless the crawl was stopped before its end."""
        if self.ledger.fault is not None or reason != "finished":
            return
        try:
            self.hosts.keep()
            for name, (followed, account) in self._followed.items():
                undone = self.ledger.outcomes(name)
                if not (followed.cut_short or account.postponed or undone["failed"] or undone["refused"]):
                    for state in followed.states:
                        self.memory.keep_listing(state)
                self.ledger.close_source(account)
        except Exception as fault:  # as above
            self.ledger.stop(fault)

    async def _fetch(self, url: str, state: ListingState | None) -> Answer:
        request = Request(url, dont_filter=True)
        if state is not None:
            request.meta["seen"] = Seen(self._settings_of_crawl.now(), state.etag, state.last_modified)
        assert self.crawler.engine is not None  # a spider that runs has one
        response = await self.crawler.engine.download_async(request)
        if response.status >= 400:
            self.ledger.count_http_error(response.status)
        return Answer(
            response.url,
            response.status,
            response.body,
            _header(response, "ETag"),
            _header(response, "Last-Modified"),
        )

    def _due(self, source: Source, followed: Followed) -> tuple[list[Request], SourceCrawl]:
        """The requests for pages that are new, changed or due to be checked again, and the account so far."""
        limit = self._limit(source)
        listed = combine_entries(self._without_traps(followed, source), source)
        again = self.memory.due_for_recheck(source.name, source.recheck_ages, self._settings_of_crawl.now())
        due: list[Request] = []
        known = 0
        for page in listed:
            seen = self.memory.seen(page.url)
            if seen is not None and not states_change(page, seen) and page.url not in again:
                known += 1
            else:
                due.append(self._request(page, seen))
        named = {page.url for page in listed}
        unlisted = [url for url in again if url not in named]
        due += [self._request(Listed(url, source), self.memory.seen(url)) for url in unlisted]
        problems = list(followed.problems)
        if followed.entries and not listed:
            followed.causes[Cause.NAMES_NOTHING] += 1
            problems.append(
                f"{source.name}: none of the {len(followed.entries)} pages that its listings name is one by its take and "
                f"leave; compare their addresses, such as {followed.entries[0].url}, with its file."
            )
        if len(due) > limit:
            problems.append(f"{source.name}: more than {limit} pages are due; the rest wait for the next crawl.")
        postponed = max(0, len(due) - limit)
        account = SourceCrawl(
            source=source.name,
            listings=followed.listings,
            listings_failed=followed.failed,
            found=len(listed),
            rechecked=len(unlisted),
            known=known,
            postponed=postponed,
            problems=tuple(problems),
            causes=followed.causes,
        )
        return due[:limit], account

    def _without_traps(self, followed: Followed, source: Source) -> Iterator[Entry]:
        """The entries less those that lead into a trap, which are counted."""
        today = self._settings_of_crawl.now().date()
        for entry in followed.entries:
            trap = name_trap(entry.url, today) if source.wants(entry.url) else None
            if trap is None:
                yield entry
            else:
                followed.causes[trap] += 1

    def _limit(self, source: Source) -> int:
        limit = min(source.max_pages, self._settings_of_crawl.max_pages or source.max_pages)
        delay = max((self.hosts.delays.get(host.lower(), 0.0) for host in source.hosts), default=0.0)
        return max(1, min(limit, int(LONGEST_CRAWL / delay))) if delay else limit

    def _request(self, page: Listed, seen: Seen | None) -> Request:
        return Request(
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
        content_type = _header(response, "Content-Type") or ""
        try:
            opened = self._outcome(listed, "new", None, response, self._snapshot(response))
            read = read_page(
                listed,
                opened,
                response.body,
                content_type,
                answered_url=response.url,
                relevant=self._settings_of_crawl.relevant,
            )
        except OSError as fault:  # a page that the disk has no room for must not be taken for read
            self.ledger.stop(fault)
            return
        yield read

    def _snapshot(self, response: Response) -> Snapshot | None:
        snapshots = self._settings_of_crawl.snapshots
        if snapshots is None:
            return None
        headers = {
            name.decode("latin-1"): value.decode("latin-1")
            for name, values in response.headers.items()
            for value in values[:1]
        }
        return snapshots.save(response.url, self._settings_of_crawl.now(), response.status, headers, response.body)

    def page_failed(self, failure: Failure) -> Iterator[PageRead]:
        """The outcome of a page that was not fetched; one that is known and gone has been withdrawn."""
        if self.ledger.fault is not None:
            return
        request: Request = failure.request  # type: ignore[attr-defined]
        listed: Listed = request.cb_kwargs["listed"]
        error = failure.value
        assert error is not None
        if isinstance(error, HttpError):
            response = error.response
            gone = response.status in (404, 410) and request.meta.get("seen") is not None
            outcome = "withdrawn" if gone else "failed"
            failed = self._outcome(listed, outcome, describe_status(response.status), response)
            yield PageRead(replace(failed, cause=Cause.HTTP_STATUS))
            return
        told = describe_failure(error)
        yield PageRead(replace(self._outcome(listed, told.outcome, told.reason, None), cause=told.cause))

    def _outcome(
        self,
        listed: Listed,
        outcome: str,
        reason: str | None,
        response: Response | None,
        snapshot: Snapshot | None = None,
    ) -> PageOutcome:
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
            snapshot=snapshot,
            listed_basis=listed.date.basis if listed.date else None,
            listed_at=listed.date.moment if listed.date else None,
        )


def _together(account: SourceCrawl, archived: ArchiveReader) -> SourceCrawl:
    """The account of a source's listings with that of its archives, which have been read by now."""
    more = archived.account(account.source)
    return replace(
        account,
        found=account.found + more.found,
        known=account.known + more.known,
        problems=(*account.problems, *(f"{account.source}: {problem}" for problem in archived.problems)),
    )


def combine_entries(entries: Iterable[Entry], source: Source) -> list[Listed]:
    """The wanted pages of a source, newest first, each once; a feed's date is preferred to a sitemap's.

    Addresses that differ only as the addresses of one page do (trackers, mobile, AMP) are one page, asked for at
    the first of them.
    """
    by_page: dict[str, list[Entry]] = {}
    for entry in entries:
        if source.wants(entry.url):
            by_page.setdefault(address_key(entry.url), []).append(entry)
    listed = [_combined(group[0].url, group, source) for group in by_page.values()]
    return sorted(listed, key=lambda page: (-(date_of(page.date.moment).toordinal() if page.date else 0), page.url))


def _combined(url: str, group: Sequence[Entry], source: Source) -> Listed:
    dates = [EntryDate(e.basis, e.published) for e in group if e.published is not None]
    best = min(dates, key=lambda stated: (_BASES.index(stated.basis), date_of(stated.moment)), default=None)
    return Listed(url, source, best, tuple(sorted({e.stated for e in group if e.stated})))


def states_change(listed: Listed, seen: Seen) -> bool:
    """Whether a listing states a change date that was not there when the page was last fetched.

    Compared as written, not as times: a page may be listed long after it was dated, and a page that drops out
    of one of several listings has not changed.
    """
    known = set((seen.stated_updated or "").split(_STATED_SEPARATOR))
    return not known.issuperset(listed.stated)


def _header(response: Response | None, name: str) -> str | None:
    value = response.headers.get(name) if response is not None else None
    return value.decode("latin-1") if value and len(value) <= _LONGEST_HEADER else None
