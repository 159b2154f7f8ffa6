"""What the crawler hands on: an article, the outcome of each page, and what it must know of the past."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from crawler.causes import Cause

PARAGRAPH_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Article:
    """The story on one page, as read at one time.

    ``text`` is the body, its paragraphs joined by a blank line; all offsets in the store point into it.
    ``published`` and ``updated`` are a date, or an aware datetime where the page gives a time.
    ``published_basis`` says where the publication date was found (``json-ld``, ``opengraph``, ``meta``,
    ``rule``, ``feed``, ``sitemap``, ``htmldate``, ``text``), or, where ``published`` is None, why there is
    none.
    """

    url: str
    canonical_url: str
    source: str
    title: str | None
    byline: str | None
    published: date | datetime | None
    published_basis: str | None
    updated: date | datetime | None
    language: str | None
    text: str
    fetched_at: datetime
    snapshot: str | None = None

    @property
    def paragraphs(self) -> Sequence[str]:
        """The body's paragraphs, in order."""
        return self.text.split(PARAGRAPH_BREAK)

    @property
    def authors(self) -> tuple[str, ...]:
        """The names in the byline, which the extraction writes with a comma between two."""
        return tuple(self.byline.split(", ")) if self.byline else ()

    @property
    def content_hash(self) -> str:
        """A SHA-256 over what a reader sees: title, publication date, body."""
        published = self.published.isoformat() if self.published else ""
        seen = "\x1f".join((self.title or "", published, self.text))
        return hashlib.sha256(seen.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Where a fetched page is kept: a WARC file's name, the offset of its record there, and the record's length."""

    file: str
    offset: int
    length: int

    def __str__(self) -> str:
        return f"{self.file}@{self.offset}"


@dataclass(frozen=True, slots=True)
class GazetteDocument:
    """The official particulars of a document in a gazette, as the gazette itself states them.

    ``number`` is the gazette's own (``2019-10616``), ``citation`` its page (``84 FR 22961``), ``type`` its kind
    (``Rule``, ``Notice`` …); ``agencies`` and ``dockets`` are in the gazette's order.
    """

    number: str
    citation: str | None
    type: str
    title: str
    agencies: tuple[str, ...]
    published_on: date
    effective_on: date | None
    dockets: tuple[str, ...]
    url: str


@dataclass(frozen=True, slots=True)
class PageOutcome:
    """What became of one page that a spider asked for.

    ``outcome`` is one of ``new``, ``changed``, ``unchanged``, ``duplicate`` (an article known from another
    address), ``not_modified``, ``withdrawn`` (once known, now 404 or 410), ``refused`` (by robots.txt, or by the
    crawl, which goes to no private host, say), ``set_aside`` (fetched, but no article could be read from it) or
    ``failed`` (not fetched); ``reason`` is a sentence for the last four and None otherwise, ``cause`` the name that
    the reason is counted under; a page that was read may have one too (``mislabelled_encoding``). After
    ``refused`` and ``failed`` a URL is as seen, or not, as it was before; after the others it is seen.
    ``stated_updated`` is what listings stated as the page's change date, as written there: the store keeps it
    with the URL and hands it back in ``Seen``, so that a known page is asked for again only when a listing
    states something else. ``listed_basis`` and ``listed_at`` are the publication date that its listing gave.
    """

    url: str
    source: str
    outcome: str
    reason: str | None
    status: int | None
    fetched_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    stated_updated: str | None = None
    snapshot: Snapshot | None = None
    listed_basis: str | None = None
    listed_at: date | datetime | None = None
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What an earlier crawl left for a URL: its validators, when it was fetched, what its entry stated."""

    fetched_at: datetime
    etag: str | None
    last_modified: str | None
    stated_updated: str | None = None


@dataclass(frozen=True, slots=True)
class ListingState:
    """What a listing was like when all that it named had been dealt with.

    ``mark`` is the newest publication day that it named; ``stated`` is the change date that an index of
    sitemaps gave it, as written there.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    mark: date | None = None
    stated: str | None = None


@dataclass(frozen=True, slots=True)
class HostState:
    """How often in a row a host failed to answer, and until when it is left in peace for that."""

    host: str
    failures: int = 0
    rest_until: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class SourceCrawl:
    """How following one source went: its listings, those of them that failed, and the pages they named.

    ``found`` counts the wanted pages that listings named, ``rechecked`` the known ones that were due to be asked
    for again though no listing named them, ``known`` those not asked for again, ``postponed`` those left for the
    next crawl; each of the others has an outcome. ``problems`` are sentences, ``causes`` the names that they are
    counted under, each with its count.
    """

    source: str
    listings: int
    listings_failed: int
    found: int
    rechecked: int
    known: int
    postponed: int
    problems: tuple[str, ...]
    causes: Mapping[str, int] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Whether none of the source's listings could be read."""
        return self.listings > 0 and self.listings_failed == self.listings


@dataclass(frozen=True, slots=True)
class CrawlSummary:
    """Counts of one crawl (``{source: {outcome: count}}``), HTTP errors, retries, problems in words, and causes.

    The outcome ``known`` counts listed pages that were not asked for, since they were seen and nothing new is
    stated.
    """

    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    http_errors: dict[str, int] = field(default_factory=dict)
    retries: int = 0
    problems: tuple[str, ...] = ()
    causes: dict[str, int] = field(default_factory=dict)


class CrawlMemory(Protocol):
    """What a crawl asks of, and gives to, whatever keeps its results; the store implements it."""

    def seen(self, url: str) -> Seen | None:
        """What an earlier crawl left for this page, at this address or another of its own, or None."""

    def due_for_recheck(self, source: str, ages: Sequence[timedelta], now: datetime) -> Sequence[str]:
        """The source's known pages that reached one of the ages since they were last asked for."""

    def listing(self, url: str) -> ListingState | None:
        """What an earlier crawl left for a listing whose pages it had all dealt with, or None."""

    def host(self, host: str) -> HostState | None:
        """What earlier crawls left for a host, or None."""

    def keep_page(self, page: PageOutcome, article: Article | None) -> PageOutcome:
        """Store a page, its article if it has one, and where its snapshot is, durably and in one go.

        The outcome comes back with its word: for an article ``new``, ``changed``, ``unchanged`` or ``duplicate``.
        """

    def keep_gazette_document(self, document: GazetteDocument) -> None:
        """Store a gazette's particulars of a document."""

    def keep_listing(self, listing: ListingState) -> None:
        """Store what a listing was like, all its pages having been dealt with."""

    def keep_host(self, host: HostState) -> None:
        """Store how a host answered."""
