"""Finds the feeds and sitemaps of a site, and drafts a source file from them."""

import re
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from lxml import etree, html
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from crawler.addresses import absolute_address
from crawler.causes import Cause
from crawler.failures import describe_failure, describe_status
from crawler.ledger import Ledger
from crawler.politeness import Hosts
from crawler.preview import NoMemory
from crawler.settings import ROBOTS_NAME, CrawlSettings, scrapy_settings
from crawler.spiders.feed import read_feed
from crawler.spiders.listing import ListingError
from crawler.spiders.sitemap import read_sitemap

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_USUAL_FEEDS = ("/feed/", "/rss.xml", "/feed.xml", "/atom.xml")
_USUAL_SITEMAPS = ("/sitemap.xml", "/news-sitemap.xml")
_DELAY = 1.0
_OUT_OF_REACH = frozenset({Cause.UNREACHABLE, Cause.RESTING_HOST, Cause.PRIVATE_ADDRESS, Cause.TIMEOUT})
"""Causes that hold for every page of a host."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a site offers: its title and language, and its feeds and sitemaps with the number of pages each names."""

    home: str
    title: str | None
    language: str | None
    listings: tuple[tuple[str, str, int], ...]
    problems: tuple[str, ...]


def feeds_on_page(body: bytes, url: str) -> list[str]:
    """The addresses of the feeds that a page names in its head, each once."""
    root = _parsed(body)
    if root is None:
        return []
    found = [
        absolute_address(link.get("href"), url)
        for link in root.iter("link")
        if "alternate" in (link.get("rel") or "").lower().split() and (link.get("type") or "").lower() in _FEED_TYPES
    ]
    return list(dict.fromkeys(address for address in found if address))


def sitemaps_in_robots(text: str, url: str) -> list[str]:
    """The addresses of the sitemaps that a robots.txt names, each once."""
    found = [
        absolute_address(line.split(":", 1)[1], url)
        for line in text.splitlines()
        if re.match(r"\s*sitemap\s*:", line, re.I)
    ]
    return list(dict.fromkeys(address for address in found if address))


def discover(home: str, settings: CrawlSettings) -> Found:
    """Ask a site for its home page and robots.txt, and for the listings that those name or that are usual.

    One call a process, as for ``crawl``. What could not be fetched is a problem in words.
    """
    visitor: list[_Visitor] = []
    process = AsyncCrawlerProcess(Settings(scrapy_settings(settings, delay=0.0 if settings.proxy else _DELAY)))
    crawler = Crawler(_Visitor, Settings(scrapy_settings(settings, delay=0.0 if settings.proxy else _DELAY)))
    process.crawl(crawler, home=home, settings_of_crawl=settings, made=visitor)
    process.start(install_signal_handlers=False)
    return visitor[0].found()


class _Visitor(Spider):
    """Fetches a site's home page, robots.txt and listings, and takes no article."""

    name = "visitor"

    def __init__(self, home: str, settings_of_crawl: CrawlSettings, made: list["_Visitor"], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        made.append(self)
        self.memory = NoMemory()
        self.ledger = Ledger()
        self.hosts = Hosts(self.memory, settings_of_crawl.now, ROBOTS_NAME)
        self._home = home
        self._title: str | None = None
        self._language: str | None = None
        self._listings: list[tuple[str, str, int]] = []
        self._problems: list[str] = []
        self._out_of_reach = False

    async def start(self) -> AsyncIterator[Request]:
        page = await self._fetch(self._home)
        if page is not None:
            self._title, self._language = title_and_language(page)
        elif self._out_of_reach:  # asking for its listings would only say the same again
            return
        named_feeds = feeds_on_page(page or b"", self._home)
        robots = await self._fetch(absolute_address("/robots.txt", self._home) or self._home, missing_is_fine=True)
        named_sitemaps = sitemaps_in_robots((robots or b"").decode("utf-8", "replace"), self._home)
        await self._try("feed", named_feeds, _USUAL_FEEDS)
        await self._try("sitemap", named_sitemaps, _USUAL_SITEMAPS)
        for request in list[Request]():  # Scrapy asks for a generator; all that is asked for has been by now
            yield request

    async def _try(self, kind: str, named: Sequence[str], usual: Iterable[str]) -> None:
        guessed = [absolute_address(path, self._home) or self._home for path in usual] if not named else []
        for url in [*named, *guessed]:
            body = await self._fetch(url, missing_is_fine=url in guessed)
            if body is None:
                continue
            try:
                listing = read_feed(body, url) if kind == "feed" else read_sitemap(body, url)
            except ListingError as error:
                if url not in guessed:
                    self._problems.append(f"{url} {error}.")
                continue
            self._listings.append((kind, url, len(listing.entries) + len(listing.more)))

    async def _fetch(self, url: str, *, missing_is_fine: bool = False) -> bytes | None:
        assert self.crawler.engine is not None  # a spider that runs has one
        try:
            response = await self.crawler.engine.download_async(Request(url, dont_filter=True))
        except Exception as error:  # every way of failing to fetch is one problem in words
            failure = describe_failure(error)
            self._out_of_reach = failure.cause in _OUT_OF_REACH
            self._problems.append(f"{url} was not fetched. {failure.reason}")
            return None
        if response.status != 200:
            if not missing_is_fine:
                self._problems.append(f"{url} was not fetched. {describe_status(response.status)}")
            return None
        return bytes(response.body)

    def found(self) -> Found:
        """What the visit found."""
        return Found(self._home, self._title, self._language, tuple(self._listings), tuple(self._problems))


def title_and_language(body: bytes) -> tuple[str | None, str | None]:
    """The title of a page, and the language that it states."""
    root = _parsed(body)
    if root is None:
        return None, None
    title = root.findtext(".//title")
    language = re.match(r"[a-z]{2}(?:-[A-Z]{2})?$", root.get("lang") or "")
    return " ".join(title.split()) if title and title.strip() else None, language[0] if language else None


def _parsed(body: bytes) -> Any | None:
    try:
        return html.document_fromstring(body)
    except (etree.ParserError, ValueError):
        return None


def draft_source(found: Found, today: date) -> str:
    """A source file for a site, with what was found filled in and the rest marked for a person to settle."""
    host = (urlsplit(found.home).hostname or "site").removeprefix("www.")
    name = re.sub(r"[^a-z0-9]+", "-", host.rsplit(".", 1)[0].lower()).strip("-") or "site"
    lines = [
        f"# {found.title or host}: say here what it publishes.",
        f'name = "{name if name[0].isalpha() else "site-" + name}"',
        f"title = {_quoted(found.title or host)}",
        f'home = "{found.home}"',
        'country = "US"  # settle this: ISO 3166',
        f'language = "{found.language or "en"}"' + ("" if found.language else "  # settle this"),
        'timezone = "UTC"  # settle this: IANA name',
        'kind = "press"  # settle this: official, wire, press, law_firm or think_tank',
        "delay = 5",
        'every = "6h"',
        f'checked = "{today.isoformat()}: listings found by tradedocket sources add; not read by a person yet"',
    ]
    for kind, url, count in found.listings:
        lines += ["", f"[[follow]]  # names {count} pages or listings", f'type = "{kind}"', f'url = "{url}"']
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
