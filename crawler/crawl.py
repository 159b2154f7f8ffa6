"""Runs a crawl: every source's listings, then its pages, into a memory."""

import logging
import threading
from collections.abc import Callable, Iterable, Sequence

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from crawler.ledger import Ledger
from crawler.records import CrawlMemory, CrawlSummary, PageOutcome, SourceCrawl
from crawler.settings import CrawlSettings, scrapy_settings
from crawler.sources import Source
from crawler.spiders.source import SourceSpider

_QUIETED = (
    "scrapy",
    "twisted",
    "asyncio",
    "protego",
    "trafilatura",
    "htmldate",
    "charset_normalizer",
    "py.warnings",
)


def crawl(
    sources: Sequence[Source],
    memory: CrawlMemory,
    *,
    settings: CrawlSettings,
    on_page: Callable[[PageOutcome], None] | None = None,
    on_source: Callable[[SourceCrawl], None] | None = None,
) -> CrawlSummary:
    """Fetch what the sources list and the memory lacks; returns the counts once all is done.

    Each article is stored when its page has been read, so that a killed crawl keeps what it had, and the next
    one fetches the rest. ``on_page`` is told of each page after it was stored, ``on_source`` of each source that
    was followed to its end. All calls come in the calling thread.

    One call a process: Twisted's reactor, on which Scrapy runs, cannot be started again (``RuntimeError``).
    Whatever the memory raises ends the crawl and is raised from here; what was stored before stays.
    """
    if not sources:
        return CrawlSummary()
    _refuse_second_crawl()
    ledger = Ledger(on_page, on_source)
    process = AsyncCrawlerProcess(Settings(scrapy_settings(settings, delay=0)))
    for name in _QUIETED:
        logging.getLogger(name).setLevel(settings.log_level)
    crawlers, tasks = [], []
    for group in sources_by_host(sources):
        delay = max(source.delay for source in group)
        crawler = Crawler(SourceSpider, Settings(scrapy_settings(settings, delay=delay)))
        crawlers.append(crawler)
        tasks.append(process.crawl(crawler, sources=group, memory=memory, ledger=ledger, settings_of_crawl=settings))
    process.start(install_signal_handlers=threading.current_thread() is threading.main_thread())
    if ledger.fault is not None:
        raise ledger.fault
    for task in tasks:
        if task.done() and not task.cancelled() and (error := task.exception()) is not None:
            raise error
    return ledger.summary(retries=sum(_retries(crawler) for crawler in crawlers))


def sources_by_host(sources: Iterable[Source]) -> list[list[Source]]:
    """The sources in groups that share no host: one spider a group keeps to one pace for each host."""
    groups: list[tuple[set[str], list[Source]]] = []
    for source in sources:
        hosts = set(source.hosts)
        members = [source]
        for group in [group for group in groups if group[0] & hosts]:
            groups.remove(group)
            hosts |= group[0]
            members = group[1] + members
        groups.append((hosts, members))
    return [members for _, members in groups]


def _retries(crawler: Crawler) -> int:
    stats = crawler.stats
    return int(stats.get_value("retry/count", 0)) if stats is not None else 0


_started = threading.Event()


def _refuse_second_crawl() -> None:
    if _started.is_set():
        raise RuntimeError("A process can crawl once; start another process for the next crawl.")
    _started.set()
