"""What every request of a crawl passes through: the stop, the validators of an earlier fetch, the proxy."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured

from crawler.ledger import Ledger
from crawler.records import Seen


class StoppedCrawl:
    """Lets no request out once the crawl's results can no longer be stored."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.spider.ledger)  # type: ignore[union-attr]

    def process_request(self, request: Request) -> None:
        if self._ledger.fault is not None:
            raise IgnoreRequest("The crawl was stopped.")


class ConditionalRequests:
    """Asks for a page only if it changed since the fetch in ``meta["seen"]`` (RFC 9110, section 13)."""

    def process_request(self, request: Request) -> None:
        seen: Seen | None = request.meta.get("seen")
        if seen is None:
            return
        if seen.etag:
            request.headers.setdefault("If-None-Match", seen.etag)
        if seen.last_modified:
            request.headers.setdefault("If-Modified-Since", seen.last_modified)


class OneProxy:
    """Sends every request, that for robots.txt included, through the proxy of the crawl's settings."""

    def __init__(self, proxy: str) -> None:
        self._proxy = proxy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        proxy = crawler.settings.get("TRADEDOCKET_PROXY")
        if not proxy:
            raise NotConfigured
        return cls(proxy)

    def process_request(self, request: Request) -> None:
        request.meta["proxy"] = self._proxy
