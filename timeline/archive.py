"""What the crawler asks of the past and leaves for the future, in the one SQLite file."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from crawler.addresses import address_key
from crawler.records import (
    Article,
    GazetteDocument,
    HostState,
    ListingState,
    PageOutcome,
    Seen,
)
from timeline.store import Store

_FETCHED_TO_AN_END = frozenset({"new", "changed", "unchanged", "duplicate", "not_modified", "withdrawn", "set_aside"})


class Archive:
    """The memory of a crawl (``crawler.records.CrawlMemory``), kept in a store; each call is durable at once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._connection = store.db.conn

    def seen(self, url: str) -> Seen | None:
        """What an earlier crawl left for this page, at this address or another of its own, or None."""
        return self._store.seen(url)

    def due_for_recheck(self, source: str, ages: Sequence[timedelta], now: datetime) -> list[str]:
        """The source's known pages that reached one of the ages since they were last asked for."""
        due: set[str] = set()
        for age in ages:
            born = (now - age).isoformat()
            rows = self._connection.execute(
                "SELECT url, first_seen, known_since FROM pages WHERE source_id = ? AND first_seen <= ? "
                "AND known_since IS NOT NULL AND outcome NOT IN ('withdrawn', 'set_aside', 'duplicate')",
                (source, born),
            )
            due |= {
                url for url, first, last in rows if datetime.fromisoformat(last) < datetime.fromisoformat(first) + age
            }
        return sorted(due)

    def listing(self, url: str) -> ListingState | None:
        """What an earlier crawl left for a listing whose pages it had all dealt with, or None."""
        row = self._connection.execute(
            "SELECT etag, last_modified, mark, stated FROM listings WHERE url = ?", (url,)
        ).fetchone()
        if row is None:
            return None
        return ListingState(url, row[0], row[1], date.fromisoformat(row[2]) if row[2] else None, row[3])

    def host(self, host: str) -> HostState | None:
        """What earlier crawls left for a host, or None."""
        row = self._connection.execute(
            "SELECT failures, rest_until, reason FROM hosts WHERE host = ?", (host,)
        ).fetchone()
        if row is None:
            return None
        return HostState(host, row[0], datetime.fromisoformat(row[1]) if row[1] else None, row[2])

    def keep_page(self, page: PageOutcome, article: Article | None) -> PageOutcome:
        """Store a page and its article in one transaction; the outcome comes back with its word."""
        with self._store.db.atomic():
            if article is not None:
                page = replace(page, outcome=self.keep_article(article))
            self.keep_outcome(page)
        return page

    def keep_article(self, article: Article) -> str:
        """Store an article; says ``new``, ``changed``, ``unchanged`` or ``duplicate``."""
        outcome = self._store.keep_article(article)
        with self._store.db.atomic():
            self._connection.execute(
                "UPDATE gazette_documents SET article_id = (SELECT id FROM articles WHERE page_key = ?) "
                "WHERE page_key = ?",
                (address_key(article.canonical_url), address_key(article.url)),
            )
        return outcome

    def keep_outcome(self, page: PageOutcome) -> None:
        """Store what became of a page and where its snapshot is; validators of a page "not modified" stay."""
        ended = page.outcome in _FETCHED_TO_AN_END
        fetched = page.fetched_at.isoformat()
        key = address_key(page.url)
        row: dict[str, Any] = {
            "url": page.url,
            "source_id": page.source,
            "outcome": page.outcome,
            "reason": page.reason,
            "cause": page.cause,
            "status": page.status,
            "fetched_at": fetched,
            "page_key": key,
        }
        if ended:
            row |= {"known_since": fetched, "stated_updated": page.stated_updated}
        if page.etag is not None or (ended and page.outcome != "not_modified"):
            row["etag"] = page.etag
        if page.last_modified is not None or (ended and page.outcome != "not_modified"):
            row["last_modified"] = page.last_modified
        with self._store.db.atomic():
            self._store.ignore("sources", {"id": page.source})
            self._store.upsert("pages", row, ("url",))
            if ended:
                self._connection.execute(
                    "UPDATE pages SET first_seen = coalesce(first_seen, ?) WHERE url = ?", (fetched, page.url)
                )
                self._connection.execute(
                    "UPDATE articles SET withdrawn_at = ? WHERE page_key = ? OR url = ?",
                    (fetched if page.outcome == "withdrawn" else None, key, page.url),
                )
            if page.snapshot is not None:
                self._keep_snapshot(page)

    def _keep_snapshot(self, page: PageOutcome) -> None:
        assert page.snapshot is not None
        self._store.ignore(
            "snapshots",
            {
                "file": page.snapshot.file,
                "offset": page.snapshot.offset,
                "length": page.snapshot.length,
                "url": page.url,
                "source_id": page.source,
                "fetched_at": page.fetched_at.isoformat(),
                "listed_basis": page.listed_basis,
                "listed_at": page.listed_at.isoformat() if page.listed_at else None,
            },
        )

    def keep_gazette_document(self, document: GazetteDocument) -> None:
        """Store a gazette's particulars of a document; what the gazette corrects is brought up to date."""
        key = address_key(document.url)
        article = self._connection.execute(
            "SELECT id FROM articles WHERE page_key = ? OR url = ?", (key, document.url)
        ).fetchone()
        row = {
            "document_number": document.number,
            "citation": document.citation,
            "agency": "; ".join(document.agencies) or None,
            "type": document.type,
            "title": document.title,
            "published_on": document.published_on.isoformat(),
            "effective_on": document.effective_on.isoformat() if document.effective_on else None,
            "docket": "; ".join(document.dockets) or None,
            "url": document.url,
            "article_id": article[0] if article else None,
            "page_key": key,
        }
        with self._store.db.atomic():
            self._store.upsert("gazette_documents", row, ("document_number",))

    def keep_listing(self, listing: ListingState) -> None:
        """Store what a listing was like, all its pages having been dealt with."""
        row = {
            "url": listing.url,
            "etag": listing.etag,
            "last_modified": listing.last_modified,
            "mark": listing.mark.isoformat() if listing.mark else None,
            "stated": listing.stated,
        }
        with self._store.db.atomic():
            self._store.upsert("listings", row, ("url",))

    def keep_host(self, host: HostState) -> None:
        """Store how a host answered."""
        row = {
            "host": host.host,
            "failures": host.failures,
            "rest_until": host.rest_until.isoformat() if host.rest_until else None,
            "reason": host.reason,
        }
        with self._store.db.atomic():
            self._store.upsert("hosts", row, ("host",))
