"""A small site on invented hosts, and a way to crawl it in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import crawler

SOURCE = """
name = "gazette"
title = "The Gazette"
home = "http://gazette.example/"
country = "GB"
language = "en"
timezone = "Europe/London"
kind = "press"
take = ['/news/']
delay = 0
checked = "written for this test"

[[follow]]
type = "feed"
url = "http://gazette.example/feed.rss"

[[follow]]
type = "sitemap"
url = "http://gazette.example/sitemap.xml"
"""

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Gazette</title>
<item><link>http://gazette.example/news/quotas.html</link>
<pubDate>Mon, 20 May 2019 09:30:00 +0100</pubDate></item>
<item><link>/news/empty.html</link></item>
<item><link>/news/missing.html</link></item>
<item><link>/news/private/minutes.html</link></item>
<item><link>/news/huge.html</link></item>
<item><link>/news/report.pdf</link></item>
<item><link>/sport/final.html</link></item>
</channel></rss>"""

SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>http://gazette.example/news/quotas.html</loc><lastmod>2019-05-20</lastmod></url>
<url><loc>http://gazette.example/news/steel.html</loc><lastmod>2019-06-01</lastmod></url>
</urlset>"""

PAGE = """<!doctype html><html lang="en"><head><title>{title} | Gazette</title></head>
<body><nav><a href="/">Home</a></nav>
<article><h1>{title}</h1><p>{first}</p><p>Exporters said that the change would take effect before
the autumn, and that they had been given little time to prepare their shipments for it.</p></article><footer>Gazette</footer></body></html>"""


def write_page(path: Path, title: str, first: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PAGE.format(title=title, first=first), encoding="utf-8")


@dataclass(frozen=True)
class Crawled:
    """What one crawl printed and stored."""

    returncode: int
    stderr: str
    summary: dict[str, Any]
    state: dict[str, Any]

    @property
    def outcomes(self) -> dict[str, str]:
        return {page["url"].rpartition("/")[2]: page["outcome"] for page in self.state["pages"]}

    @property
    def reasons(self) -> dict[str, str]:
        return {page["url"].rpartition("/")[2]: page["reason"] for page in self.state["pages"] if page["reason"]}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site directory with one source beside it."""
    home = tmp_path / "site" / "gazette.example"
    write_page(home / "news/quotas.html", "Steel quotas lifted", "The ministry lifted its quotas on steel on Monday.")
    write_page(
        home / "news/steel.html",
        "Steel imports rise",
        "Imports of steel rose by a tenth in the spring quarter.",
    )
    write_page(home / "news/private/minutes.html", "Minutes", "These minutes are nobody's business but the board's.")
    (home / "news/empty.html").write_text("")
    (home / "news/huge.html").write_bytes(b"<p>x</p>" * (11 * 2**20 // 8))
    (home / "news/report.pdf").write_bytes(b"%PDF-1.7 ...")
    (home / "feed.rss").write_text(FEED)
    (home / "sitemap.xml").write_text(SITEMAP)
    (home / "robots.txt").write_text("User-agent: *\nDisallow: /news/private/\n")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "gazette.toml").write_text(SOURCE)
    return tmp_path / "site"


@pytest.fixture
def crawl_site(site: Path) -> Callable[..., Crawled]:
    """Crawls ``site`` in a process of its own; a second call goes on with the first one's memory."""
    memory = site.parent / "memory.json"

    def run(**options: Any) -> Crawled:
        root = Path(crawler.__file__).parents[1]
        done = subprocess.run(
            [
                sys.executable,
                str(Path(__file__).with_name("crawl_in_process.py")),
                str(site),
                str(site.parent / "sources"),
                str(memory),
                json.dumps(options),
            ],
            env={**os.environ, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            timeout=60,
        )
        state = json.loads(memory.read_text()) if memory.exists() else {}
        summary = json.loads(done.stdout) if done.stdout.strip() else {}
        return Crawled(done.returncode, done.stderr, summary, state)

    return run
