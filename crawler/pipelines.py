"""Hands what was read to the memory of the crawl, page by page."""

from dataclasses import dataclass, replace
from typing import Self

from scrapy.crawler import Crawler

from crawler.ledger import Ledger
from crawler.records import Article, CrawlMemory, PageOutcome


@dataclass(frozen=True, slots=True)
class PageRead:
    """One page that was asked for: its outcome, and its article if there is one.

    With an article, the outcome's own word is still open: only the memory knows whether the article is new.
    """

    page: PageOutcome
    article: Article | None = None


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
        page = item.page
        try:
            if item.article is not None:
                page = replace(page, outcome=self._memory.keep_article(item.article))
            self._memory.keep_outcome(page)
        except Exception as fault:  # whatever the memory raises (a full disk) ends the crawl, and is raised by it
            self._ledger.stop(fault)
            return item
        self._ledger.count_page(page)
        return item
