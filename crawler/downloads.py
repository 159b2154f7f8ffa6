"""Downloads a page within bounds, and says by name which bound it broke."""

from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadFailedError,
    DownloadTimeoutError,
)
from scrapy.http import Response

from crawler.causes import Cause
from crawler.public_addresses import PublicResolver
from crawler.refusals import Refused, SlowDrip

MOST_HEADER_BYTES = 128 * 1024
"""How much a server may send before the body; browsers stop at twice as much."""


class BoundedDownloads(HTTP11DownloadHandler):
    """Scrapy's handler for http and https, with bounded headers and named failures.

    Size and time are bounded by Scrapy (``DOWNLOAD_MAXSIZE``, ``DOWNLOAD_TIMEOUT``, which holds for the whole answer).
    Private addresses are withheld by the resolver.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _BoundedFactory

    async def download_request(self, request: Request) -> Response:
        request.meta.pop("download_latency", None)  # of an earlier try
        try:
            return await super().download_request(request)
        except CannotResolveHostError as error:
            if _is_withheld(urlsplit(request.url).hostname or ""):
                raise Refused(
                    Cause.PRIVATE_ADDRESS, "The address leads to a private network, where no page is asked for."
                ) from error
            raise
        except DownloadCancelledError as error:
            raise Refused(
                Cause.TOO_LARGE, f"The page is larger than {self._default_maxsize // 2**20} MB.", "set_aside"
            ) from error
        except DownloadTimeoutError as error:
            if "download_latency" in request.meta:  # set when the headers have arrived
                raise SlowDrip from error
            raise
        except DownloadFailedError as error:
            if any(reason.check(_HeadersTooLongError) for reason in getattr(error.__cause__, "reasons", ())):
                raise Refused(
                    Cause.HEADER_ABUSE,
                    f"The site sent more than {MOST_HEADER_BYTES // 1024} kB of headers.",
                    "set_aside",
                ) from error
            raise


def _is_withheld(host: str) -> bool:
    from twisted.internet import reactor  # importing it installs one, and which one is Scrapy's to say

    resolver = getattr(reactor, "nameResolver", None)
    return isinstance(resolver, PublicResolver) and host.lower() in resolver.withheld


class _HeadersTooLongError(Exception):
    """More headers than a page may have."""


class _BoundedParser(_LenientHTTPClientParser):
    header_bytes = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 -- Twisted's name
        self.header_bytes += len(line)
        if self.header_bytes > MOST_HEADER_BYTES:
            raise _HeadersTooLongError
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: N802 -- Twisted's name
        raise _HeadersTooLongError


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Any:
        answer = super().request(request)
        assert self._parser is not None
        self._parser.__class__ = _BoundedParser
        return answer


class _BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> _BoundedProtocol:  # noqa: N802 -- Twisted's name
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
