"""What following a source's listings notes for the next crawl, and what it says of those that lead to nothing."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from crawler.ledger import Ledger
from crawler.preview import NoMemory
from crawler.records import ListingState
from crawler.settings import CrawlSettings
from crawler.sources import Source
from crawler.spiders.following import Answer, Followed, follow_source
from crawler.spiders.source import SourceSpider

FEED = "https://harbour.example/feed.xml"
TODAY = date(2025, 3, 6)


@dataclass
class Remembered(NoMemory):
    """A memory that knows the state of the feed, and no page."""

    mark: date | None = None
    articles: list[object] = field(default_factory=list)  # type: ignore[assignment]

    def listing(self, url: str) -> ListingState | None:
        return ListingState(url, mark=self.mark) if self.mark else None


def source_of(**more: object) -> Source:
    return Source.model_validate(
        {
            "name": "harbour",
            "title": "Harbour notices",
            "home": "https://harbour.example/",
            "country": "DE",
            "language": "en",
            "timezone": "Europe/Berlin",
            "kind": "press",
            "checked": "made for this test",
            "follow": [{"type": "feed", "url": FEED}],
            **more,
        }
    )


def follow(*dated: str, mark: date | None = None) -> Followed:
    items = "".join(
        f"<item><link>https://harbour.example/{number}</link><pubDate>{day}</pubDate></item>"
        for number, day in enumerate(dated)
    )
    body = f"<rss><channel>{items}</channel></rss>".encode()

    async def fetch(url: str, state: ListingState | None) -> Answer:
        return Answer(url, 200, body, None, None)

    return asyncio.run(follow_source(source_of(), Remembered(mark), fetch, TODAY))


def test_a_story_dated_years_ahead_is_no_high_water_mark() -> None:
    followed = follow("2025-03-05", "2099-01-01")
    assert {state.mark for state in followed.states} == {date(2025, 3, 5)}


def test_stories_that_a_feed_let_go_by_are_missed_whatever_else_it_dates_ahead() -> None:
    followed = follow("2025-03-04", "2099-01-01", mark=date(2025, 2, 1))
    assert [problem for problem in followed.problems if "may have been missed" in problem]


def test_listings_of_which_no_page_is_wanted_are_a_problem_that_names_one() -> None:
    source = source_of(take=["/notices/20"])
    settings = CrawlSettings(now=lambda: datetime(2025, 3, 6, tzinfo=UTC))
    spider = SourceSpider(sources=[source], memory=NoMemory(), ledger=Ledger(), settings_of_crawl=settings)
    followed = follow("2025-03-05", "2025-03-04")
    requests, account = spider._due(source, followed)
    assert (requests, account.found, dict(account.causes)) == ([], 0, {"names_nothing": 1})
    assert "such as https://harbour.example/0" in account.problems[0]
