"""Hands what was read to the memory of the crawl, page by page."""

from typing import Self

from scrapy.crawler import Crawler

from crawler.ledger import Ledger
from crawler.reading import PageRead
from crawler.records import CrawlMemory


class KeepAtOnce:
    """Stores each page with its article before the next page is read, so that a kill loses and repeats nothing."""

    def __init__(self, memory: CrawlMemory, ledger: Ledger) -> None:
        self._memory = memory
        self._ledger = ledger

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.spider.memory, crawler.spider.ledger)  # type: ignore[union-attr]

    def process_item(self, item: PageRead) -> PageRead:
        if self._ledger.fault is not None:
            return item
        try:
            page = self._memory.keep_page(item.page, item.article)
        except Exception as fault:  # whatever the memory raises (a full disk) ends the crawl, and is raised by it
            self._ledger.stop(fault)
            return item
        self._ledger.count_page(page)
        return item
