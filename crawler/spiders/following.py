"""Follows a source's listings to the pages they name, and no further than an earlier crawl makes needful."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from crawler.causes import Cause
from crawler.dates import date_of
from crawler.failures import describe_failure, describe_status
from crawler.follow import FederalRegisterFollow, FeedFollow, IndexFollow, ListFollow, Online, SitemapFollow, WarcFollow
from crawler.records import CrawlMemory, ListingState
from crawler.sources import Source
from crawler.spiders.federal_register import read_documents, search_address
from crawler.spiders.feed import read_feed
from crawler.spiders.index_page import read_index_page
from crawler.spiders.listing import Entry, Listing, ListingError, More
from crawler.spiders.sitemap import read_sitemap
from crawler.spiders.url_list import read_url_list

MOST_SITEMAPS = 50
MOST_SEARCHES = 400
_OVERLAP = timedelta(days=7)  # a gazette may list a document some days after its date


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site sent for a listing."""

    url: str
    status: int
    body: bytes
    etag: str | None
    last_modified: str | None


Fetch = Callable[[str, ListingState | None], Awaitable[Answer]]
"""Fetches a listing, if it changed since it was in that state; raises whatever hinders it."""


@dataclass(slots=True)
class Followed:
    """What following one source has brought so far."""

    entries: list[Entry] = field(default_factory=list)
    states: list[ListingState] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    causes: Counter[str] = field(default_factory=Counter)
    listings: int = 0
    failed: int = 0
    cut_short: bool = False

    def note_flaws(self, where: str, listing: Listing) -> None:
        """Note what kept a part of a listing from being read."""
        for flaw in listing.flaws:
            self.problems.append(f"{where} {flaw.sentence}.")
            self.causes[flaw.cause] += 1


async def follow_source(source: Source, memory: CrawlMemory, fetch: Fetch, today: date) -> Followed:
    """All that the source's listings name; archives are left out, since they hold the pages themselves.

    A listing that cannot be read is a problem in words and costs nothing else. Whatever the memory raises is
    raised.
    """
    followed = Followed()
    for follow in source.follow:
        if isinstance(follow, ListFollow):
            _read_list(follow, source, followed)
        elif not isinstance(follow, WarcFollow):
            await _Trail(source, follow, memory, fetch, today, followed).walk()
    return followed


def _read_list(follow: ListFollow, source: Source, followed: Followed) -> None:
    followed.listings += 1
    try:
        listing = read_url_list(Path(follow.file))
    except ListingError as error:
        followed.failed += 1
        followed.causes[error.cause] += 1
        followed.problems.append(f"{source.name}: {follow.file} {error}.")
        return
    followed.note_flaws(f"{source.name}: {follow.file}", listing)
    followed.entries.extend(listing.entries)


class _Trail:
    """The listings that one entry of ``follow`` leads to, one after the other."""

    def __init__(
        self, source: Source, follow: Online, memory: CrawlMemory, fetch: Fetch, today: date, followed: Followed
    ) -> None:
        self._source = source
        self._follow = follow
        self._memory = memory
        self._fetch = fetch
        self._today = today
        self._followed = followed
        self._zone = ZoneInfo(source.timezone)
        self._key = _key(follow)
        self._before = memory.listing(self._key)

    async def walk(self) -> None:
        """Read the first listing and those it leads to, within the bound of its kind."""
        pending, done = [More(self._first_address())], set[str]()
        named: set[str] = set()
        mark = self._before.mark if self._before else None
        while pending:
            more = pending.pop(0)
            if more.url in done or self._is_settled(more):
                continue
            if len(done) >= self._most():
                self._cut_short(done)
                break
            done.add(more.url)
            listing = await self._read(more)
            if listing is None:
                continue
            self._followed.entries.extend(listing.entries)
            if self._goes_in_circles(listing, named):
                self._followed.causes[Cause.CALENDAR] += 1
                break
            mark = max([*self._days(listing), *([mark] if mark else [])], default=None)
            if not self._is_known(listing):
                pending.extend(listing.more)
        if self._key not in done:
            self._followed.states.append(ListingState(self._key, mark=mark))

    def _first_address(self) -> str:
        if not isinstance(self._follow, FederalRegisterFollow):
            return self._follow.url
        since = self._follow.since
        if self._before and self._before.mark:
            since = max(since, self._before.mark - _OVERLAP)
        return search_address(self._follow, since, self._today + timedelta(days=1))

    def _most(self) -> int:
        if isinstance(self._follow, IndexFollow):
            return self._follow.pages
        if isinstance(self._follow, FederalRegisterFollow):
            return MOST_SEARCHES
        return MOST_SITEMAPS

    def _cut_short(self, done: set[str]) -> None:
        if isinstance(self._follow, IndexFollow):
            return  # turning only the first pages is what its file asks for
        self._followed.cut_short = True
        self._followed.problems.append(
            f"{self._source.name}: {self._key} leads to more than {len(done)} listings; the rest were not read."
        )

    def _is_settled(self, more: More) -> bool:
        """Whether an index of sitemaps states for one of them what it stated when that was last dealt with."""
        if more.stated is None:
            return False
        before = self._memory.listing(more.url)
        return before is not None and before.stated == more.stated

    def _goes_in_circles(self, listing: Listing, named: set[str]) -> bool:
        """Whether a further page of an index names nothing that the pages before it did not: it leads on for ever."""
        before = len(named)
        named.update({entry.url for entry in listing.entries} - {more.url for more in listing.more})
        return isinstance(self._follow, IndexFollow) and bool(before) and len(named) == before and bool(listing.more)

    def _is_known(self, listing: Listing) -> bool:
        """Whether a page of an index names nothing new, so that older pages need not be turned to.

        Only where an earlier crawl dealt with all: after a killed one, newer pages are known and older are not.
        """
        if not isinstance(self._follow, IndexFollow) or self._before is None:
            return False
        wanted = [entry for entry in listing.entries if self._source.wants(entry.url)]
        return all(self._memory.seen(entry.url) is not None for entry in wanted)

    async def _read(self, more: More) -> Listing | None:
        """A fetched and parsed listing, or None with a problem noted."""
        where = f"{self._source.name}: {more.url}"
        self._followed.listings += 1
        state = self._memory.listing(more.url)
        try:
            answer = await self._fetch(more.url, state)
        except Exception as error:  # every way of failing to fetch is one problem of this source, not of the crawl
            told = describe_failure(error)
            self._note_failure(f"{where} was not fetched. {told.reason}", told.cause)
            return None
        if answer.status == 304 and state is not None:
            return Listing(())
        if answer.status != 200:
            self._note_failure(f"{where} was not fetched. {describe_status(answer.status)}", Cause.HTTP_STATUS)
            return None
        try:
            listing = self._parsed(answer)
        except ListingError as error:
            self._note_failure(f"{where} {error}.", error.cause)
            return None
        self._followed.note_flaws(where, listing)
        if state is not None and state.mark and isinstance(self._follow, FeedFollow):
            self._followed.problems.extend(self._gap(where, listing, state.mark))
        mark = max([*self._days(listing), *([state.mark] if state and state.mark else [])], default=None)
        self._followed.states.append(ListingState(more.url, answer.etag, answer.last_modified, mark, more.stated))
        return listing

    def _days(self, listing: Listing) -> list[date]:
        """The days that a listing gives its pages, but those to come: a story dated years ahead is no high-water mark."""
        days = [date_of(entry.published) for entry in listing.entries if entry.published is not None]
        return [day for day in days if day <= self._today + timedelta(days=1)]

    def _note_failure(self, problem: str, cause: Cause) -> None:
        self._followed.failed += 1
        self._followed.causes[cause] += 1
        self._followed.problems.append(problem)

    def _parsed(self, answer: Answer) -> Listing:
        follow = self._follow
        if isinstance(follow, FeedFollow):
            return read_feed(answer.body, answer.url, self._zone)
        if isinstance(follow, SitemapFollow):
            return read_sitemap(answer.body, answer.url, self._zone, only_news=follow.type == "news_sitemap")
        if isinstance(follow, IndexFollow):
            return read_index_page(
                answer.body, answer.url, follow, self._zone, month_first=self._source.country == "US"
            )
        return read_documents(answer.body, answer.url)

    def _gap(self, where: str, listing: Listing, mark: date) -> Iterator[str]:
        """A feed whose oldest story is newer than the newest of the last crawl has let stories go by unread."""
        days = self._days(listing)
        if not days or min(days) <= mark or any(self._memory.seen(entry.url) for entry in listing.entries):
            return
        yield (
            f"{where} begins on {min(days)}, and the last crawl ended with {mark}: stories between may have been "
            f"missed; crawl {self._source.name} more often than every {self._source.every}."
        )


def _key(follow: Online) -> str:
    """The name under which a trail's high-water mark is kept: its address, or its search without dates."""
    if not isinstance(follow, FederalRegisterFollow):
        return follow.url
    said = (*follow.agencies, *follow.types, *([follow.term] if follow.term else ()))
    return f"{follow.url}#{'+'.join(said)}"
