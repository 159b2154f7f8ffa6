"""How fast pages become stored articles, hosts are crawled, archives are taken in and feeds are polled. Run apart:

pytest tests/benchmarks/test_crawl_speed.py -m benchmark -s

Each prints its figures; what is asserted are ratios to a peer or a yardstick on the same machine in the same run.
"""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import crawler
from crawler.backfill import backfill
from crawler.evaluate_pages import Extracted, GoldPage
from crawler.evaluate_peers import peers
from crawler.reading import Listed, Relevance, read_page
from crawler.records import PageOutcome
from crawler.snapshots import Snapshots
from crawler.sources import Source
from tests.benchmarks.page_mill import idle_page, news_page
from tests.crawler.answering_proxy import Answer, proxy
from timeline.archive import Archive
from timeline.run import quick_look
from timeline.store import Store

NOW = datetime(2020, 2, 1, tzinfo=UTC)
GOLD = Path(__file__).parents[2] / "fixtures" / "gold" / "dev-news.jsonl"
PAGES = 200
pytestmark = pytest.mark.benchmark


@dataclass(frozen=True)
class Sink:
    """A database that pages are stored in."""

    archive: Archive
    source: Source

    def store(self, number: int, html: bytes, relevant: Relevance | None = None) -> str:
        """Read a page and store it, as a crawl does; its outcome."""
        url = f"http://news.example/2020/{number}.html"
        opened = PageOutcome(url, self.source.name, "new", None, 200, NOW)
        read = read_page(Listed(url, self.source), opened, html, "text/html", answered_url=url, relevant=relevant)
        return self.archive.keep_page(read.page, read.article).outcome


def source_of(name: str, host: str, **more: object) -> Source:
    table = {
        "name": name,
        "title": name,
        "home": f"http://{host}/",
        "country": "GB",
        "language": "en",
        "timezone": "UTC",
    }
    follow = [{"type": "feed", "url": f"http://{host}/feed"}]
    return Source.model_validate(
        {**table, "kind": "press", "checked": "benchmark", "follow": follow, "delay": 0, **more}
    )


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[Sink]:
    with Store(tmp_path / "bench.db") as store:
        yield Sink(Archive(store), source_of("news", "news.example"))


@pytest.fixture(scope="module")
def stream() -> list[bytes]:
    """Pages of which one in twenty tells of trade policy."""
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    stories = [news_page(row["title"], row["text"].split("\n\n"), n) for n, row in enumerate(rows)]
    return [stories[n % len(stories)] if n % 20 == 0 else idle_page(n) for n in range(PAGES)]


def seconds(work: Callable[[], object]) -> float:
    """Processor time of some work."""
    began = time.process_time()
    work()
    return time.process_time() - began


def test_a_page_is_stored_faster_than_peers_only_extract_it(sink: Sink, stream: Sequence[bytes]) -> None:
    pages = stream[:60]
    sink.store(-1, pages[0])  # loads what is loaded once
    ours = len(pages) / seconds(lambda: [sink.store(n, html) for n, html in enumerate(pages)])
    print(f"\nHTML to stored article: {ours:.0f} pages/s a core, of {len(pages[1]) // 1024} kB each")
    golds = [
        GoldPage(str(n), "news", html, "http://news.example/x", NOW, Extracted(), "") for n, html in enumerate(pages)
    ]
    try:
        others = peers()
    except ImportError:
        pytest.skip("pip install 'tradedocket[peers]' for the comparison")
    for name in ("trafilatura", "newspaper4k"):
        others[name](golds[0])
        theirs = len(golds) / seconds(lambda extract=others[name]: [extract(page) for page in golds])  # type: ignore[misc]
        print(f"{name} alone: {theirs:.0f} pages/s; ours is {ours / theirs:.1f} times as fast")
        assert ours > theirs


def test_a_stream_of_which_little_is_relevant_is_looked_through_quickly(sink: Sink, stream: Sequence[bytes]) -> None:
    look = quick_look()
    sink.store(-1, stream[0], look)
    outcomes: list[str] = []
    without = PAGES / 4 / seconds(lambda: [sink.store(n + PAGES, html) for n, html in enumerate(stream[: PAGES // 4])])
    rate = PAGES / seconds(lambda: outcomes.extend(sink.store(n, html, look) for n, html in enumerate(stream)))
    print(
        f"\n5% relevant: {rate:.0f} pages/s a core with a look first, {without:.0f} without: {rate / without:.1f} times"
    )
    assert outcomes.count("new") == PAGES / 20
    assert rate > 2 * without


def test_archives_are_taken_in(sink: Sink, stream: Sequence[bytes], tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path / "warc", "bench")
    for number, html in enumerate(stream):
        snapshots.save(f"http://news.example/2020/{number}.html", NOW, 200, {"Content-Type": "text/html"}, html)
    (file,) = (tmp_path / "warc").iterdir()
    unpacked = sum(map(len, stream)) / 2**20
    for look in (None, quick_look()):
        with Store(tmp_path / f"fill-{look is not None}.db") as store:
            took = seconds(
                lambda look=look, store=store: backfill([sink.source], Archive(store), files=[str(file)], relevant=look)  # type: ignore[misc]
            )
        how = "with a look first" if look else "all pages"
        print(
            f"\nWARC backfill, {how}: {unpacked / took:.1f} MB/s of pages, {file.stat().st_size / 2**20 / took:.1f} MB/s packed"
        )
        assert took < 60


def crawl_command(folder: Path, address: str, sources: Sequence[Source]) -> float:
    """Seconds that a crawl of some sources takes in a process of its own, its start included."""
    (folder / "sources").mkdir(exist_ok=True)
    for source in sources:
        lines = [
            f"{key} = {json.dumps(value)}"
            for key, value in source.model_dump(exclude_defaults=True).items()
            if key != "follow"
        ]
        follow = f'[[follow]]\ntype = "feed"\nurl = "{source.home}feed"\n'
        (folder / "sources" / f"{source.name}.toml").write_text("\n".join([*lines, follow]))
    root = str(Path(crawler.__file__).parents[1])
    command = [
        sys.executable,
        "-m",
        "timeline.cli",
        "crawl",
        "--db",
        "bench.db",
        "--sources",
        "sources",
        "--proxy",
        address,
    ]
    began = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env={**os.environ, "PYTHONPATH": root}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return time.perf_counter() - began


def feed_of(host: str, items: int) -> bytes:
    links = "".join(f"<item><link>http://{host}/{n}.html</link></item>" for n in range(items))
    return f'<rss version="2.0"><channel>{links}</channel></rss>'.encode()


def test_many_hosts_are_crawled_at_once(tmp_path: Path) -> None:
    hosts, items = 30, 10
    page = idle_page(1)

    def answer(url: str) -> Answer:
        parts = urlsplit(url)
        if parts.path == "/feed":
            return 200, {"Content-Type": "application/rss+xml"}, feed_of(parts.hostname or "", items)
        if parts.path == "/robots.txt":
            return 404, {}, b""
        return (
            200,
            {"Content-Type": "text/html"},
            page.replace(b"evening 1", parts.netloc.encode() + parts.path.encode()),
        )

    sources = [source_of(f"host{n}", f"host{n}.example") for n in range(hosts)]
    with proxy(answer) as (address, asked):
        took = crawl_command(tmp_path, address, sources)
    stories = sum(url.endswith(".html") for url in asked)
    print(
        f"\n{stories} pages of {hosts} hosts in {took:.1f} s: {stories / took:.0f} pages/s fetched, read and stored, start included"
    )
    assert stories == hosts * items


def test_a_poll_of_five_hundred_known_items_fetches_no_article(tmp_path: Path) -> None:
    page = idle_page(1)

    def answer(url: str) -> Answer:
        path = urlsplit(url).path
        if path == "/robots.txt":
            return 404, {}, b""
        if path == "/feed":  # never the same twice, as a feed with a clock in it
            return (
                200,
                {"Content-Type": "application/rss+xml"},
                feed_of("news.example", 500) + b"<!-- %d -->" % time.time_ns(),
            )
        return 200, {"Content-Type": "text/html"}, page.replace(b"evening 1", path.encode())

    sources = [source_of("news", "news.example", max_pages=500)]
    with proxy(answer) as (address, asked):
        crawl_command(tmp_path, address, sources)
        asked.clear()
        whole = crawl_command(tmp_path, address, sources)
        asked_again = [url for url in asked if url.endswith(".html")]
    connection = sqlite3.connect(tmp_path / "bench.db")
    started, finished = connection.execute(
        "SELECT started_at, finished_at FROM runs ORDER BY started_at DESC"
    ).fetchone()
    connection.close()
    polled = (datetime.fromisoformat(finished) - datetime.fromisoformat(started)).total_seconds()
    print(
        f"\na poll of 500 known items: {polled:.2f} s ({whole:.1f} s with the start), {len(asked_again)} articles fetched"
    )
    assert asked_again == []
    assert polled < 2
