"""Runs one crawl in a process of its own, since a reactor starts once; the memory is a JSON file.

Arguments: site directory, sources directory, memory file, then options as JSON (overlays, die_after,
full_after, out).
"""

import json
import os
import signal
import sys
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

from crawler.crawl import crawl
from crawler.records import Article, PageOutcome, Seen
from crawler.settings import CrawlSettings
from crawler.site_server import serve_site
from crawler.sources import load_sources

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


class FileMemory:
    """Keeps everything in one JSON file, written at each call."""

    def __init__(self, path: Path, die_after: int | None, full_after: int | None) -> None:
        self._path = path
        self._die_after = die_after
        self._full_after = full_after
        self._kept = 0
        self.state = json.loads(path.read_text()) if path.exists() else {"articles": {}, "seen": {}, "pages": []}

    def seen(self, url: str) -> Seen | None:
        row = self.state["seen"].get(url)
        return Seen(NOW, **row) if row else None

    def keep_article(self, article: Article) -> str:
        if self._kept == self._full_after:
            raise OSError(28, "No space left on device")
        old = self.state["articles"].get(article.url)
        row = json.loads(json.dumps(asdict(replace(article, snapshot=None)), default=str))
        self.state["articles"][article.url] = {**row, "hash": article.content_hash}
        self._write()
        self._kept += 1
        if self._kept == self._die_after:
            os.kill(os.getpid(), signal.SIGKILL)
        return "new" if old is None else "unchanged" if old["hash"] == article.content_hash else "changed"

    def keep_outcome(self, page: PageOutcome) -> None:
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
        settings = CrawlSettings(proxy=options.get("proxy", proxy), retries=1, timeout=10, now=lambda: NOW)
        try:
            summary = crawl(load_sources(Path(sources)), memory, settings=settings)
        except OSError as error:
            print(json.dumps({"fault": str(error)}))
            return
    print(json.dumps(asdict(summary)))


if __name__ == "__main__":
    main()
