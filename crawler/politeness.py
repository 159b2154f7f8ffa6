"""Keeps a crawl welcome: it waits where a host asks it to, and lets a host rest that keeps failing."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from crawler.causes import Cause
from crawler.records import CrawlMemory, HostState
from crawler.refusals import Refused

PATIENCE = 3
"""After so many failures in a row a host is left to rest."""

FIRST_REST = timedelta(minutes=15)
LONGEST_REST = timedelta(days=7)
LONGEST_WAIT = 60.0
"""Seconds that a crawl waits for a host; a host that asks for more rests until a later crawl."""

LONGEST_DELAY = 600.0
"""Seconds between two requests; a host that asks for more is not crawled, since no crawl would come to its end."""

_BUSY = frozenset({429, 503})


class HostResting(IgnoreRequest):
    """A request that is not sent, since its host rests; the message is a sentence."""


class Hosts:
    """What a crawl knows of the hosts it asks: how they answered, their rests and the delays they ask for."""

    def __init__(self, memory: CrawlMemory, now: Callable[[], datetime], user_agent: str) -> None:
        self.delays: dict[str, float] = {}
        self.now = now
        self._memory = memory
        self._user_agent = user_agent
        self._states: dict[str, HostState] = {}
        self._changed: set[str] = set()

    def state(self, host: str) -> HostState:
        """How a host has answered, in this crawl and before."""
        if host not in self._states:
            self._states[host] = self._memory.host(host) or HostState(host)
        return self._states[host]

    def refuse_resting(self, host: str) -> None:
        """Raise ``HostResting`` where the host is not to be asked now."""
        state = self.state(host)
        if state.rest_until is not None and self.now() < state.rest_until:
            raise HostResting(f"The host rests until {state.rest_until:%Y-%m-%d %H:%M} UTC: {state.reason}")

    def refuse_slow(self, host: str) -> None:
        """Raise ``Refused`` where the host's robots.txt asks for longer pauses than a crawl can keep."""
        delay = self.delays.get(host, 0.0)
        if delay > LONGEST_DELAY:
            raise Refused(
                Cause.CRAWL_DELAY,
                f"The site's robots.txt asks for {delay:.0f} seconds between two requests; no crawl waits so long.",
            )

    def answered(self, host: str) -> None:
        """Note that a host answered as it should."""
        if self.state(host).failures:
            self._set(HostState(host))

    def failed(self, host: str, reason: str) -> None:
        """Note that a host failed to answer; from the third time in a row on it rests, each time for longer."""
        before = self.state(host)
        failures = before.failures + 1
        rest = rest_after(failures)
        until = self.now() + rest if rest else None
        if before.rest_until is not None and (until is None or before.rest_until > until):
            self._set(HostState(host, failures, before.rest_until, before.reason))
        else:
            words = f"it failed {failures} times in a row ({reason})" if rest else reason
            self._set(HostState(host, failures, until, words))

    def asked_to_wait(self, host: str, seconds: float) -> None:
        """Note that a host asked not to be asked again so soon."""
        self._rest(host, seconds, "it asked for fewer requests")

    def _rest(self, host: str, seconds: float, reason: str) -> None:
        before = self.state(host)
        until = self.now() + timedelta(seconds=min(seconds, LONGEST_REST.total_seconds()))
        if before.rest_until is None or before.rest_until < until:
            self._set(HostState(host, before.failures, until, reason))

    def rules_unknown(self, host: str) -> None:
        """Note that a host's robots.txt could not be had, so that all is forbidden for now (RFC 9309, 2.3.1.4)."""
        self._rest(
            host,
            FIRST_REST.total_seconds(),
            "its robots.txt could not be fetched, so that what it forbids is not known",
        )

    def note_robots(self, host: str, parser: RobotParser) -> None:
        """Note the crawl-delay of a host's robots.txt."""
        delay = parser.crawl_delay(self._user_agent)
        if delay:
            self.delays[host] = float(delay)

    def _set(self, state: HostState) -> None:
        self._states[state.host] = state
        self._changed.add(state.host)

    def keep(self) -> None:
        """Hand what changed to the memory."""
        for host in sorted(self._changed):
            self._memory.keep_host(self._states[host])
        self._changed.clear()


def rest_after(failures: int) -> timedelta | None:
    """How long a host rests after so many failures in a row: from the third on, twice as long each time."""
    if failures < PATIENCE:
        return None
    return min(FIRST_REST * float(1 << min(failures - PATIENCE, 20)), LONGEST_REST)


def seconds_to_wait(retry_after: str | None, now: datetime) -> float | None:
    """The seconds that a Retry-After header asks for (RFC 9110, section 10.2.3), or None."""
    if not retry_after:
        return None
    if retry_after.isascii() and retry_after.strip().isdigit():
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


class RetryAfter:
    """Waits before a busy host is asked again: as long as it says, or twice as long with each try."""

    def __init__(self, hosts: Hosts, backoff: float) -> None:
        self._hosts = hosts
        self._backoff = backoff
        self._pauses: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.spider.hosts, crawler.settings.getfloat("DOWNLOAD_DELAY"))  # type: ignore[union-attr]

    async def process_request(self, request: Request) -> None:
        pause = self._pauses.get(_host(request), 0.0) - asyncio.get_running_loop().time()
        if pause > 0:
            await asyncio.sleep(pause)

    async def process_response(self, request: Request, response: Response) -> Response:
        if response.status not in _BUSY:
            return response
        stated = response.headers.get("Retry-After")
        wait = seconds_to_wait(stated.decode("latin-1") if stated else None, self._hosts.now())
        if wait is None:
            wait = min(self._backoff * 2.0 ** request.meta.get("retry_times", 0), LONGEST_WAIT)
        if wait > LONGEST_WAIT:
            self._hosts.asked_to_wait(_host(request), wait)
            request.meta["dont_retry"] = True
        elif wait > 0:
            self._pauses[_host(request)] = asyncio.get_running_loop().time() + wait
            await asyncio.sleep(wait)
        return response


class HostManners:
    """Keeps account of how hosts answer, after all retries, and sends nothing to one that rests."""

    def __init__(self, hosts: Hosts) -> None:
        self._hosts = hosts

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.spider.hosts)  # type: ignore[union-attr]

    def process_request(self, request: Request) -> None:
        self._hosts.refuse_resting(_host(request))
        self._hosts.refuse_slow(_host(request))

    def process_response(self, request: Request, response: Response) -> Response:
        asked_for_rules = _asks_for_rules(request)
        if response.status >= 500 or response.status == 429:
            self._hosts.failed(_host(request), f"HTTP {response.status}")
            if asked_for_rules:
                self._hosts.rules_unknown(_host(request))
        elif not asked_for_rules:  # a host that only answers what it forbids is not well
            self._hosts.answered(_host(request))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if not isinstance(exception, IgnoreRequest):
            self._hosts.failed(_host(request), type(exception).__name__)
        is_unreadable = not isinstance(exception, IgnoreRequest) or getattr(exception, "outcome", "") == "set_aside"
        if is_unreadable and _asks_for_rules(request):
            self._hosts.rules_unknown(_host(request))


class CrawlDelay:
    """Keeps to the crawl-delay of a host's robots.txt where that is longer than the source's own delay."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.robots_parsed, signal=signals.robots_parsed)
        # AutoThrottle, connected before this one, has by then set the delay that it thinks best.
        crawler.signals.connect(extension.response_downloaded, signal=signals.response_downloaded)
        return extension

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        self._hosts.note_robots(_host(request), robotparser)
        self._slow_down(request)

    def response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        self._slow_down(request)

    @property
    def _hosts(self) -> Hosts:
        hosts: Hosts = self._crawler.spider.hosts  # type: ignore[union-attr]
        return hosts

    def _slow_down(self, request: Request) -> None:
        delay = self._hosts.delays.get(_host(request))
        engine = self._crawler.engine
        slot = engine.downloader.slots.get(request.meta.get("download_slot", "")) if engine else None
        if delay is not None and slot is not None:
            slot.delay = max(slot.delay, min(delay, LONGEST_DELAY))


def _asks_for_rules(request: Request) -> bool:
    return urlsplit(request.url).path == "/robots.txt"


def _host(request: Request) -> str:
    return urlsplit(request.url).netloc.lower()
