"""What every request of a crawl passes through: the stop, the guards, the validators of an earlier fetch, the proxy."""

import zlib
from typing import Self
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response

from crawler.causes import Cause
from crawler.ledger import Ledger
from crawler.public_addresses import is_private_host
from crawler.records import Seen
from crawler.refusals import Refused

_MOST_ENCODINGS = 2
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class StoppedCrawl:
    """Lets no request out once the crawl's results can no longer be stored."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.spider.ledger)  # type: ignore[union-attr]

    def process_request(self, request: Request) -> None:
        if self._ledger.fault is not None:
            raise Refused(Cause.STOPPED, "The crawl was stopped.")


class AddressGuard:
    """Refuses requests, redirected ones included, that leave the web, go to a private host or go round in a circle.

    A host is judged by its name here; what its name resolves to is judged by ``PublicResolver``. A proxy resolves
    names by itself, so that with one, this is the only guard.
    """

    def __init__(self, private_hosts: frozenset[str]) -> None:
        self._private_hosts = private_hosts

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(frozenset(crawler.settings.getlist("TRADEDOCKET_PRIVATE_HOSTS")))

    def process_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        _refuse_other_scheme(parts.scheme)
        host = (parts.hostname or "").lower()
        if host not in self._private_hosts and is_private_host(host):
            raise Refused(
                Cause.PRIVATE_ADDRESS, f"The address leads to the private host {host}, where no page is asked for."
            )
        if request.url in request.meta.get("redirect_urls", ()):
            raise Refused(Cause.REDIRECT_LOOP, "The page redirects in a circle.")


class RedirectGuard:
    """Refuses a redirect to what is no web address; Scrapy would take the redirect itself for the page."""

    def process_response(self, request: Request, response: Response) -> Response:
        location = response.headers.get("Location")
        if response.status in _REDIRECTS and location:
            _refuse_other_scheme(urlsplit(urljoin(request.url, location.decode("latin-1"))).scheme)
        return response


def _refuse_other_scheme(scheme: str) -> None:
    if scheme not in ("http", "https"):
        raise Refused(Cause.OTHER_SCHEME, f"The address is no web address: its scheme is {scheme[:40]}.")


class MetaRefresh(MetaRefreshMiddleware):
    """Scrapy's, which would fail on a page whose stated encoding is none of text (``rot13``)."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        try:
            return super().process_response(request, response)
        except (LookupError, ValueError):  # the latter for a target that is no address
            return response


class BoundedDecompression(HttpCompressionMiddleware):
    """Scrapy's decompression, which is bounded by ``DOWNLOAD_MAXSIZE``, with its refusals by name."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        stated = b",".join(response.headers.getlist("Content-Encoding"))
        if stated.count(b",") >= _MOST_ENCODINGS:
            raise Refused(Cause.DECOMPRESSION_BOMB, "The page is compressed several times over.", "set_aside")
        try:
            return super().process_response(request, response)
        except IgnoreRequest as error:
            raise Refused(
                Cause.DECOMPRESSION_BOMB,
                f"The page is larger than {self._max_size // 2**20} MB once it is unpacked.",
                "set_aside",
            ) from error
        except (OSError, EOFError, ValueError, zlib.error) as error:
            raise Refused(
                Cause.BROKEN_COMPRESSION, "The page cannot be unpacked: its compression is damaged.", "set_aside"
            ) from error


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
