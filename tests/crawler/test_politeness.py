"""A crawl waits where it is asked to, and leaves a failing host in peace for longer each time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.politeness import FIRST_REST, LONGEST_REST, PATIENCE, HostResting, Hosts, rest_after, seconds_to_wait
from crawler.preview import NoMemory
from tests.crawler.answering_proxy import proxy

CrawlSite = Callable[..., Any]
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


@given(st.integers(1, 10_000))
def test_a_host_rests_no_shorter_after_one_more_failure_and_never_for_ever(failures: int) -> None:
    now, then = rest_after(failures), rest_after(failures + 1)
    assert (now or timedelta()) <= (then or timedelta()) <= LONGEST_REST


def test_a_host_rests_from_its_third_failure_on_twice_as_long_each_time() -> None:
    assert rest_after(PATIENCE - 1) is None
    assert [rest_after(PATIENCE + more) for more in range(3)] == [FIRST_REST, 2 * FIRST_REST, 4 * FIRST_REST]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        ("Mon, 05 Jan 2026 12:05:00 GMT", 300.0),
        ("Mon, 05 Jan 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, seconds: float | None) -> None:
    assert seconds_to_wait(header, NOW) == seconds


def test_a_host_that_asks_for_a_long_wait_is_not_asked_again_before_it_is_over(crawl_site: CrawlSite) -> None:
    def busy(url: str) -> tuple[int, dict[str, str], bytes]:
        return (404, {}, b"") if url.endswith("robots.txt") else (503, {"Retry-After": "3600"}, b"")

    with proxy(busy) as (address, asked):
        first = crawl_site(proxy=address)
        assert [url for url in asked if "robots" not in url] == ["http://gazette.example/feed.rss"]
        assert "The host rests until 2026-01-05 13:00 UTC" in first.summary["problems"][1]
        asked.clear()
        crawl_site(proxy=address, now="2026-01-05T12:59:00+00:00")
        assert asked == []
        crawl_site(proxy=address, now="2026-01-05T13:01:00+00:00")
        assert asked != []


def test_a_host_that_keeps_failing_is_asked_less_and_less_until_it_answers() -> None:
    moment = NOW
    hosts = Hosts(NoMemory(), lambda: moment, "tradedocket")
    visits = []
    for _ in range(7 * 24):
        try:
            hosts.refuse_resting("gazette.example")
        except HostResting:
            pass
        else:
            visits.append(moment)
            hosts.failed("gazette.example", "HTTP 500")
        moment += timedelta(hours=1)
    gaps = [later - earlier for earlier, later in pairwise(visits)]
    assert gaps == sorted(gaps)
    assert gaps[-1] >= timedelta(days=1)
    hosts.answered("gazette.example")
    hosts.refuse_resting("gazette.example")


def test_a_failure_does_not_shorten_the_wait_that_a_host_asked_for() -> None:
    hosts = Hosts(NoMemory(), lambda: NOW, "tradedocket")
    hosts.asked_to_wait("gazette.example", 7200)
    hosts.failed("gazette.example", "HTTP 503")
    assert hosts.state("gazette.example").rest_until == NOW + timedelta(hours=2)


def test_what_robots_forbids_is_unknown_while_robots_fails_so_nothing_is_asked(crawl_site: CrawlSite) -> None:
    with proxy(lambda url: (500, {}, b"")) as (address, asked):
        done = crawl_site(proxy=address)
        assert {url.rpartition("/")[2] for url in asked} == {"robots.txt"}
        assert done.outcomes == {}


def test_a_long_crawl_delay_bounds_how_many_pages_one_crawl_asks_for(crawl_site: CrawlSite, site: Path) -> None:
    (site / "gazette.example/robots.txt").write_text("User-agent: tradedocket\nCrawl-delay: 0.5\n")
    done = crawl_site(longest_crawl=1.0)
    assert sum(done.summary["counts"]["gazette"].values()) == 2
    assert "more than 2 pages are due" in done.summary["problems"][0]
