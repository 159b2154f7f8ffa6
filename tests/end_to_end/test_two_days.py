"""Two days of a scheduled crawl on a clock: stories, edits, an outage, changed listings; every count is explained."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import timeline
from tests.crawler.answering_proxy import Answer, proxy
from timeline.runs import RunRecord, latest_runs

BEGIN = datetime(2026, 1, 5, tzinfo=UTC)
TICKS = range(0, 49, 3)
"""The hours at which the scheduler starts the command."""

GAZETTE = """
name = "gazette"
title = "The Gazette"
home = "http://gazette.example/"
country = "GB"
language = "en"
timezone = "Europe/London"
kind = "press"
every = "6h"
recheck = ["36h"]
delay = 0
checked = "written for this test"

[[follow]]
type = "feed"
url = "http://gazette.example/feed"
"""
BUREAU = """
name = "bureau"
title = "The Bureau"
home = "http://bureau.example/"
country = "US"
language = "en"
timezone = "America/New_York"
kind = "official"
every = "12h"
delay = 0
checked = "written for this test"

[[follow]]
type = "sitemap"
url = "http://bureau.example/sitemap.xml"
"""

EXPECTED: dict[int, dict[str, dict[str, int]]] = {
    0: {  # all is new
        "gazette": {"found": 3, "fetched": 3, "new": 3},
        "bureau": {"found": 2, "fetched": 2, "new": 2},
    },
    # The feed is as it was, and says so: it names nothing.
    6: {"gazette": {}},
    12: {  # The Gazette has brought a fourth story; the Bureau's sitemap is as it was.
        "gazette": {"found": 4, "known": 3, "fetched": 1, "new": 1},
        "bureau": {},
    },
    # The second story was edited, and its entry says so.
    18: {"gazette": {"found": 4, "known": 3, "fetched": 1, "changed": 1}},
    24: {  # The Gazette is out, so that what its robots.txt forbids is not known and its feed is not asked for.
        "gazette": {"cause resting_host": 1},
        # The Bureau has a new notice, and one that its robots.txt forbids.
        "bureau": {"found": 4, "known": 2, "fetched": 1, "new": 1, "refused": 1, "cause robots": 1},
    },
    # It is back, and nothing has changed since the eighteenth hour.
    30: {"gazette": {}},
    36: {  # The feed is an Atom feed now and brings a fifth story. The first three are 36 hours old and checked again:
        # the first is gone, two are as they were. The fourth is known.
        "gazette": {
            **{"found": 4, "known": 1, "rechecked": 1, "fetched": 1, "new": 1, "not_modified": 2, "withdrawn": 1},
            "cause http_status": 1,
        },
        # What was refused is asked about at each crawl, so that the sitemap is read in full.
        "bureau": {"found": 4, "known": 3, "refused": 1, "cause robots": 1},
    },
    # The Atom feed is as it was.
    42: {"gazette": {}},
    48: {  # The fourth story is 36 hours old and as it was. The Bureau's sitemap has become a page of its new design.
        "gazette": {"rechecked": 1, "not_modified": 1},
        "bureau": {"cause not_a_listing": 1},
    },
}


class Site:
    """Two hosts as they are at an hour."""

    hour = 0

    def answer(self, url: str) -> Answer:
        """What a host answers at this hour; nothing that was asked for before is sent again."""
        parts = urlsplit(url)
        assert parts.hostname
        if parts.hostname == "gazette.example" and 20 <= self.hour < 27:
            return 503, {}, b"out of order"
        if parts.path == "/robots.txt":
            return 200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /internal/\n"
        body = self._listing(parts.path) or self._story(parts.path)
        if body is None:
            return 404, {}, b""
        kind = "text/html" if body.startswith("<html") else "application/xml"
        return 200, {"Content-Type": kind}, body.encode()

    def _listing(self, path: str) -> str | None:
        if path == "/feed":
            return self._atom() if self.hour >= 33 else self._rss()
        if path == "/sitemap.xml":
            if self.hour >= 40:
                return "<html><body><h1>Our new site</h1></body></html>"
            names = ["one", "two", *(["three", "internal/four"] if self.hour >= 13 else [])]
            rows = "".join(f"<url><loc>http://bureau.example/{name}.html</loc></url>" for name in names)
            return f"<urlset>{rows}</urlset>"
        return None

    def _stories(self) -> list[tuple[str, str]]:
        """The stories of the Gazette's feed, each with the time of its last change."""
        stories = [(f"story-{number}", f"2026-01-04T0{number}:00:00Z") for number in (1, 2, 3)]
        if self.hour >= 14:
            stories[1] = ("story-2", "2026-01-05T14:00:00Z")
        if self.hour >= 8:
            stories.append(("story-4", "2026-01-05T08:00:00Z"))
        if self.hour >= 32:
            stories.append(("story-5", "2026-01-06T08:00:00Z"))
        return stories[1:] if self.hour >= 33 else stories

    def _rss(self) -> str:
        items = "".join(
            f"<item><link>http://gazette.example/{name}.html</link><updated>{changed}</updated></item>"
            for name, changed in self._stories()
        )
        return f'<rss version="2.0"><channel><title>Gazette</title>{items}</channel></rss>'

    def _atom(self) -> str:
        entries = "".join(
            f'<entry><link href="http://gazette.example/{name}.html"/><updated>{changed}</updated></entry>'
            for name, changed in self._stories()
        )
        return f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'

    def _story(self, path: str) -> str | None:
        if path == "/story-1.html" and self.hour >= 33:
            return None
        edited = " A correction was made." if path == "/story-2.html" and self.hour >= 14 else ""
        return (
            f"<html><head><title>Story {path}</title></head><body><article><h1>Story {path}</h1>"
            f"<p>The ministry lifted its quota number {path} on Monday, said its spokesman in the capital.{edited}</p>"
            f"<p>Exporters had been given little time to prepare their shipments, said their union.</p></article></body></html>"
        )


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, RunRecord]]:
    """The record of each run by its hour."""
    folder = tmp_path_factory.mktemp("two-days")
    (folder / "sources").mkdir()
    (folder / "sources" / "gazette.toml").write_text(GAZETTE)
    (folder / "sources" / "bureau.toml").write_text(BUREAU)
    site = Site()
    with proxy(site.answer) as (address, _):
        scheduler = subprocess.Popen(
            [
                *(sys.executable, str(Path(__file__).with_name("scheduled_crawls.py"))),
                *(
                    "--db",
                    str(folder / "run.db"),
                    "--sources",
                    str(folder / "sources"),
                    "--proxy",
                    address,
                    "--json-log",
                ),
            ],
            env={**os.environ, "PYTHONPATH": str(Path(timeline.__file__).parents[1])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert scheduler.stdin and scheduler.stdout
        for hour in TICKS:
            site.hour = hour
            print((BEGIN + timedelta(hours=hour)).isoformat(), file=scheduler.stdin, flush=True)
            answer = next(line for line in scheduler.stdout if line.startswith("left with"))
            assert answer == "left with 0\n"
        scheduler.stdin.close()
        scheduler.wait(timeout=20)
    connection = sqlite3.connect(folder / "run.db")
    yield {
        (datetime.fromisoformat(record.started_at) - BEGIN) // timedelta(hours=1): record
        for record in latest_runs(connection, 1000)
    }
    connection.close()


def counts_of(record: RunRecord) -> dict[str, dict[str, int]]:
    """The counts of a run by source, causes among them; that a source was crawled to its end is left out."""
    counts = {source: dict(found) for source, found in record.of_sources("crawl").items()}
    for found in counts.values():
        del found["crawled"]
    for source, causes in record.of_sources("causes").items():
        counts[source] |= {f"cause {cause}": count for cause, count in causes.items()}
    return counts


@pytest.mark.parametrize("hour", TICKS)
def test_every_count_of_two_days_is_as_what_happened_explains(records: dict[int, RunRecord], hour: int) -> None:
    assert records[hour].state == "finished"
    assert counts_of(records[hour]) == EXPECTED.get(hour, {}), records[hour].problems


def test_each_page_found_or_due_again_has_one_outcome(records: dict[int, RunRecord]) -> None:
    outcomes = {
        "new",
        "changed",
        "unchanged",
        "duplicate",
        "not_modified",
        "withdrawn",
        "refused",
        "set_aside",
        "failed",
    }
    for record in records.values():
        for counts in counts_of(record).values():
            ended = sum(count for name, count in counts.items() if name in outcomes)
            asked = counts.get("found", 0) + counts.get("rechecked", 0) - counts.get("postponed", 0)
            assert ended + counts.get("known", 0) == asked
