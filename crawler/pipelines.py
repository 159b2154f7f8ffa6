"""Hands what was read to the memory of the crawl, page by page."""

from dataclasses import replace
from typing import Self

from scrapy.crawler import Crawler

from crawler.ledger import Ledger
from crawler.reading import PageRead
from crawler.records import CrawlMemory, PageOutcome


class KeepAtOnce:
    """Stores each article, then its page's outcome, before the next page is read.

    The order matters: the outcome is what makes a URL seen. A crawl killed between the two asks for the page
    again, and finds its article unchanged; the other way round the article would be lost.
    """

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
            page = keep(item, self._memory)
        except Exception as fault:  # whatever the memory raises (a full disk) ends the crawl, and is raised by it
            self._ledger.stop(fault)
            return item
        self._ledger.count_page(page)
        return item


def keep(read: PageRead, memory: CrawlMemory) -> PageOutcome:
    """The outcome of a page, stored together with its article."""
    page = read.page
    if read.article is not None:
        page = replace(page, outcome=memory.keep_article(read.article))
    memory.keep_outcome(page)
    return page
