"""Every setting of a crawl in one place: what a caller may choose, and what Scrapy is told."""

import importlib.metadata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from crawler.article import MAX_PAGE_BYTES
from crawler.reading import Relevance
from crawler.snapshots import Snapshots

ROBOTS_NAME = "tradedocket"
"""The name that a site's robots.txt may call this crawler by."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class CrawlSettings:
    """What a caller may choose.

    ``contact`` is an address or mail address that site owners find in the user agent. ``proxy`` (such as
    ``http://127.0.0.1:8123``) takes every request, robots.txt included. ``private_hosts`` are hosts that may be asked
    though they are on loopback or a private network; all others there are refused. ``timeout`` is in seconds.
    ``max_pages`` lowers the bound that each source sets for itself. ``snapshots`` keeps the pages as they were
    fetched; None keeps none. ``relevant`` is asked about a page's words before its story is looked for; a page that it
    says no to is set aside. ``now`` is the clock.
    """

    contact: str | None = None
    proxy: str | None = None
    private_hosts: frozenset[str] = frozenset()
    timeout: float = 60.0
    retries: int = 2
    max_pages: int | None = None
    log_level: str = "CRITICAL"
    snapshots: Snapshots | None = None
    relevant: Relevance | None = None
    now: Callable[[], datetime] = _utc_now


def user_agent(contact: str | None) -> str:
    """The name under which pages are asked for: program, version, and where to complain."""
    try:
        version = importlib.metadata.version("tradedocket")
    except importlib.metadata.PackageNotFoundError:
        version = "0"
    return f"tradedocket/{version} (+{contact})" if contact else f"tradedocket/{version}"


def scrapy_settings(settings: CrawlSettings, *, delay: float) -> dict[str, Any]:
    """Scrapy's settings for sources that are asked at least ``delay`` seconds apart."""
    return {
        "USER_AGENT": user_agent(settings.contact),
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": ROBOTS_NAME,
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": delay,
        "DOWNLOAD_DELAY": delay,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 2,
        "DOWNLOAD_TIMEOUT": settings.timeout,
        "DOWNLOAD_MAXSIZE": MAX_PAGE_BYTES,
        "DOWNLOAD_WARNSIZE": 0,
        "RETRY_TIMES": settings.retries,
        "REDIRECT_MAX_TIMES": 5,
        "COOKIES_ENABLED": False,
        "URLLENGTH_LIMIT": 0,  # a page that is dropped unseen would be missing in the account; listings leave such out
        "TWISTED_DNS_RESOLVER": "crawler.public_addresses.PublicResolver",
        "DOWNLOAD_HANDLERS": {
            "http": "crawler.downloads.BoundedDownloads",
            "https": "crawler.downloads.BoundedDownloads",
            **dict.fromkeys(("data", "file", "ftp", "s3")),
        },
        "TELNETCONSOLE_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "LOG_LEVEL": settings.log_level,
        "EXTENSIONS": {
            "scrapy.extensions.logstats.LogStats": None,
            "scrapy.extensions.memusage.MemoryUsage": None,
            # After AutoThrottle (0), whose delay it may lengthen.
            "crawler.politeness.CrawlDelay": 500,
        },
        "DOWNLOADER_MIDDLEWARES": {
            # Before robots.txt (100): nothing is asked for after a fault.
            "crawler.middlewares.StoppedCrawl": 50,
            "crawler.middlewares.AddressGuard": 55,
            "crawler.middlewares.ConditionalRequests": 60,
            # On either side of Scrapy's retries (550): one waits before each of them, one judges the last.
            "crawler.politeness.HostManners": 540,
            "crawler.politeness.RetryAfter": 560,
            "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
            "crawler.middlewares.MetaRefresh": 580,
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
            "crawler.middlewares.BoundedDecompression": 590,
            # Before Scrapy's redirects (600), which have the answer after it.
            "crawler.middlewares.RedirectGuard": 610,
            # Before Scrapy's own (750), which acts on what this one sets.
            "crawler.middlewares.OneProxy": 740,
        },
        "ITEM_PIPELINES": {"crawler.pipelines.KeepAtOnce": 100},
        "TRADEDOCKET_PROXY": settings.proxy,
        "TRADEDOCKET_PRIVATE_HOSTS": sorted(settings.private_hosts),
    }
