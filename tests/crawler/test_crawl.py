"""A crawl from listings to stored articles, end to end on loopback."""

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from crawler.crawl import crawl, sources_by_host
from crawler.settings import CrawlSettings
from crawler.sources import Source

CrawlSite = Callable[..., Any]
QUOTAS = "http://gazette.example/news/quotas.html"


def test_each_page_asked_for_gets_an_outcome_with_a_reason(crawl_site: CrawlSite) -> None:
    done = crawl_site()
    assert done.outcomes == {
        "quotas.html": "new",
        "steel.html": "new",
        "empty.html": "set_aside",
        "missing.html": "failed",
        "minutes.html": "refused",
        "huge.html": "set_aside",
        "report.pdf": "set_aside",
    }, done.stderr
    assert done.reasons == {
        "empty.html": "The page is empty.",
        "missing.html": "The site has no such page (HTTP 404).",
        "minutes.html": "The site's robots.txt does not allow this page.",
        "huge.html": "The page is larger than 10 MB.",
        "report.pdf": "The page is not HTML: it is application/pdf.",
    }
    assert done.summary["counts"]["gazette"] == {"failed": 1, "new": 2, "refused": 1, "set_aside": 3}
    assert done.summary["http_errors"] == {"404": 1}


def test_a_crawl_writes_nothing_on_the_terminal(crawl_site: CrawlSite) -> None:
    assert crawl_site().stderr == ""


def test_a_feed_dates_a_page_that_has_no_date(crawl_site: CrawlSite) -> None:
    article = crawl_site().state["articles"][QUOTAS]
    assert (article["published"], article["published_basis"]) == ("2019-05-20 09:30:00+01:00", "feed")


def test_a_second_crawl_asks_only_for_what_failed(crawl_site: CrawlSite) -> None:
    crawl_site()
    again = crawl_site()
    assert set(again.outcomes) == {"missing.html", "minutes.html"}
    assert again.summary["counts"]["gazette"]["known"] == 5


def test_an_edited_page_is_fetched_when_its_entry_states_a_new_date(crawl_site: CrawlSite, site: Path) -> None:
    crawl_site()
    overlay = site.parent / "overlay"
    page = overlay / "gazette.example/news/steel.html"
    page.parent.mkdir(parents=True)
    original = site / "gazette.example"
    page.write_text((original / "news/steel.html").read_text().replace("a tenth", "a fifth"))
    changed = (original / "sitemap.xml").read_text().replace("2019-06-01", "2019-06-02")
    (overlay / "gazette.example/sitemap.xml").write_text(changed)
    assert crawl_site(overlays=[str(overlay)]).outcomes["steel.html"] == "changed"


def test_an_unchanged_page_with_a_new_stated_date_is_not_sent_again(crawl_site: CrawlSite, site: Path) -> None:
    crawl_site()
    sitemap = site / "gazette.example/sitemap.xml"
    sitemap.write_text(sitemap.read_text().replace("2019-06-01", "2019-06-02"))
    assert crawl_site().outcomes["steel.html"] == "not_modified"
    assert "steel.html" not in crawl_site().outcomes


def test_a_killed_crawl_keeps_its_articles_and_the_next_fetches_the_rest(crawl_site: CrawlSite) -> None:
    killed = crawl_site(die_after=1)
    assert killed.returncode == -signal.SIGKILL
    assert len(killed.state["articles"]) == 1
    rest = crawl_site()
    assert len(rest.state["articles"]) == 2
    assert [rest.outcomes[name] for name in ("quotas.html", "steel.html") if name in rest.outcomes] == ["new"]


def test_a_memory_that_cannot_store_ends_the_crawl_with_its_own_error(crawl_site: CrawlSite) -> None:
    done = crawl_site(full_after=1)
    assert "No space left" in done.summary["fault"], done.stderr
    assert len(done.state["articles"]) == 1


def test_a_feed_that_is_not_xml_is_a_problem_and_costs_nothing_else(crawl_site: CrawlSite, site: Path) -> None:
    (site / "gazette.example/feed.rss").write_text("Service unavailable today")
    done = crawl_site()
    assert done.outcomes == {"quotas.html": "new", "steel.html": "new"}
    assert done.summary["problems"] == [
        "gazette: http://gazette.example/feed.rss is not XML, not <rss> or <RDF> or <feed>."
    ]


def test_a_site_that_does_not_answer_is_a_problem_in_words(crawl_site: CrawlSite) -> None:
    done = crawl_site(proxy="http://127.0.0.1:9")
    assert done.returncode == 0, done.stderr
    assert done.summary["retries"] > 0
    assert all("was not fetched" in problem for problem in done.summary["problems"])
    assert len(done.summary["problems"]) == 2


def test_a_crawl_of_no_sources_does_nothing() -> None:
    assert crawl([], None, settings=CrawlSettings()).counts == {}  # type: ignore[arg-type]


def test_sources_on_one_host_share_a_spider() -> None:
    def source(name: str, host: str) -> Source:
        return Source.model_validate(
            {
                "name": name,
                "title": name,
                "home": f"https://{host}/",
                "country": "US",
                "language": "en",
                "timezone": "UTC",
                "kind": "press",
                "checked": "test",
                "follow": [{"type": "feed", "url": f"https://{host}/{name}.rss"}],
            }
        )

    groups = sources_by_host([source("a", "x.example"), source("b", "y.example"), source("c", "x.example")])
    assert [[member.name for member in group] for group in groups] == [["b"], ["a", "c"]]
