"""What the crawler hands on: an article, the outcome of each page, and what it must know of the past."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

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
class PageOutcome:
    """What became of one page that a spider asked for.

    ``outcome`` is one of ``new``, ``changed``, ``unchanged``, ``not_modified``, ``refused`` (robots.txt),
    ``set_aside`` (fetched, but no article could be read from it) or ``failed`` (not fetched); ``reason`` is a
    sentence for the last three and None otherwise. After ``refused`` and ``failed`` a URL is as seen, or not,
    as it was before; after the others it is seen. ``stated_updated`` is what listings stated as the page's
    change date, as written there: the store keeps it with the URL and hands it back in ``Seen``, so that a
    known page is asked for again only when a listing states something else.
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


@dataclass(frozen=True, slots=True)
class Seen:
    """What an earlier crawl left for a URL: its validators, when it was fetched, what its entry stated."""

    fetched_at: datetime
    etag: str | None
    last_modified: str | None
    stated_updated: str | None = None


@dataclass(frozen=True, slots=True)
class CrawlSummary:
    """Counts of one crawl (``{source: {outcome: count}}``), HTTP errors, retries, and problems in words.

    The outcome ``known`` counts listed pages that were not asked for, since they were seen and nothing new is
    stated.
    """

    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    http_errors: dict[str, int] = field(default_factory=dict)
    retries: int = 0
    problems: tuple[str, ...] = ()


class CrawlMemory(Protocol):
    """What a crawl asks of, and gives to, whatever keeps its results; the store implements it."""

    def seen(self, url: str) -> Seen | None:
        """What an earlier crawl left for this URL, or None where it was never fetched to an end."""

    def keep_article(self, article: Article) -> str:
        """Store an article durably at once; says ``new``, ``changed`` or ``unchanged``."""

    def keep_outcome(self, page: PageOutcome) -> None:
        """Store what became of a page."""
