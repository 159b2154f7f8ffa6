"""The feeds and sitemaps of a site are found where it names them, and make a source file that is valid."""

import tomllib
from datetime import date

from crawler.discovery import Found, draft_source, feeds_on_page, sitemaps_in_robots, title_and_language
from crawler.sources import Source

HOME = """<!doctype html><html lang="en-GB"><head><title>The "Quay" &amp; Post</title>
<link rel="alternate" type="application/rss+xml" href="/feed.rss"><link rel="stylesheet" href="/a.css">
<link rel="ALTERNATE home" type="application/feed+json" href="https://quay.example/feed.json">
<link rel="alternate" hreflang="de" href="/de/"></head><body></body></html>"""


def test_feeds_are_those_that_the_head_names() -> None:
    assert feeds_on_page(HOME.encode(), "https://quay.example/") == [
        "https://quay.example/feed.rss",
        "https://quay.example/feed.json",
    ]


def test_sitemaps_are_those_that_robots_names() -> None:
    robots = "User-agent: *\nDisallow: /x\nSitemap: https://quay.example/news.xml\nsitemap: /sitemap.xml\n"
    assert sitemaps_in_robots(robots, "https://quay.example/robots.txt") == [
        "https://quay.example/news.xml",
        "https://quay.example/sitemap.xml",
    ]


def test_a_draft_is_a_valid_source_that_says_nobody_has_checked_it() -> None:
    title, language = title_and_language(HOME.encode())
    found = Found("https://www.quay.example/", title, language, (("feed", "https://quay.example/feed.rss", 12),), ())
    source = Source.model_validate(tomllib.loads(draft_source(found, date(2026, 1, 5))))
    assert (source.name, source.title, source.language) == ("quay", 'The "Quay" & Post', "en-GB")
    assert "not read by a person" in source.checked


def test_a_page_that_is_none_has_no_feeds() -> None:
    assert feeds_on_page(b"", "https://quay.example/") == []
    assert title_and_language(b"") == (None, None)
