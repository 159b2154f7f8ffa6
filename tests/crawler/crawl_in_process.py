"""Runs one crawl in a process of its own, since a reactor starts once; the memory is a JSON file.

Arguments: site directory, sources directory, memory file, then options as JSON (overlays, die_after,
full_after, out).
"""

import json
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import crawler.spiders.source
from crawler.crawl import crawl
from crawler.records import Article, GazetteDocument, HostState, ListingState, PageOutcome, Seen
from crawler.settings import CrawlSettings
from crawler.site_server import serve_site
from crawler.snapshots import Snapshots
from crawler.sources import load_sources

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


EMPTY: dict[str, Any] = {"articles": {}, "seen": {}, "pages": [], "listings": {}, "hosts": {}, "gazette": {}}


class FileMemory:
    """Keeps everything in one JSON file, written at each call."""

    def __init__(self, path: Path, die_after: int | None, full_after: int | None) -> None:
        self._path = path
        self._die_after = die_after
        self._full_after = full_after
        self._kept = 0
        self.state = json.loads(path.read_text()) if path.exists() else EMPTY

    def seen(self, url: str) -> Seen | None:
        row = self.state["seen"].get(url)
        return Seen(NOW, **row) if row else None

    def keep_page(self, page: PageOutcome, article: Article | None) -> PageOutcome:
        if article is not None:
            page = replace(page, outcome=self._keep_article(article))
        self._keep_outcome(page)
        self._kept += article is not None
        if self._kept == self._die_after:
            os.kill(os.getpid(), signal.SIGKILL)
        return page

    def _keep_article(self, article: Article) -> str:
        if self._kept == self._full_after:
            raise OSError(28, "No space left on device")
        old = self.state["articles"].get(article.url)
        row = json.loads(json.dumps(asdict(replace(article, snapshot=None)), default=str))
        self.state["articles"][article.url] = {**row, "hash": article.content_hash}
        return "new" if old is None else "unchanged" if old["hash"] == article.content_hash else "changed"

    def due_for_recheck(self, source: str, ages: Sequence[timedelta], now: datetime) -> list[str]:
        return [url for url in self.state["seen"] if ages]

    def listing(self, url: str) -> ListingState | None:
        row = self.state["listings"].get(url)
        return ListingState(**{**row, "mark": row["mark"] and date.fromisoformat(row["mark"])}) if row else None

    def host(self, host: str) -> HostState | None:
        row = self.state["hosts"].get(host)
        until = row and row["rest_until"]
        return HostState(**{**row, "rest_until": until and datetime.fromisoformat(until)}) if row else None

    def keep_listing(self, listing: ListingState) -> None:
        self._keep("listings", listing.url, listing)

    def keep_host(self, host: HostState) -> None:
        self._keep("hosts", host.host, host)

    def keep_gazette_document(self, document: GazetteDocument) -> None:
        self._keep("gazette", document.number, document)

    def _keep(self, table: str, key: str, record: Any) -> None:
        self.state[table][key] = json.loads(json.dumps(asdict(record), default=str))
        self._write()

    def _keep_outcome(self, page: PageOutcome) -> None:
        self.state["pages"].append(json.loads(json.dumps(asdict(page), default=str)))
        if page.outcome not in ("refused", "failed"):
            self.state["seen"][page.url] = {
                "etag": page.etag,
                "last_modified": page.last_modified,
                "stated_updated": page.stated_updated,
            }
        self._write()

    def _write(self) -> None:
        self._path.write_text(json.dumps(self.state))


def main() -> None:
    site, sources, memory_file, options_text = sys.argv[1:]
    options = json.loads(options_text)
    memory = FileMemory(Path(memory_file), options.get("die_after"), options.get("full_after"))
    memory.state["pages"] = []
    with serve_site(Path(site), [Path(overlay) for overlay in options.get("overlays", [])]) as proxy:
        now = datetime.fromisoformat(options["now"]) if "now" in options else NOW
        crawler.spiders.source.LONGEST_CRAWL = options.get("longest_crawl", crawler.spiders.source.LONGEST_CRAWL)
        settings = CrawlSettings(
            proxy=options.get("proxy", proxy),
            retries=1,
            timeout=10,
            now=lambda: now,
            snapshots=Snapshots(Path(memory_file).with_name("snapshots"), f"{now:%Y%m%dT%H%M}"),
        )
        try:
            summary = crawl(load_sources(Path(sources)), memory, settings=settings)
        except OSError as error:
            print(json.dumps({"fault": str(error)}))
            return
    print(json.dumps(asdict(summary)))


if __name__ == "__main__":
    main()
