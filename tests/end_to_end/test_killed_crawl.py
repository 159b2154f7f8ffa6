"""A crawl that is killed loses nothing that it stored, and the next one asks for nothing that was finished."""

import os
import signal
import sqlite3
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.site_server import find_file
from tests.crawler.answering_proxy import Answer, proxy
from tests.end_to_end.conftest import PROGRAM
from timeline.run import contents

SITE = Path(__file__).parents[2] / "fixtures" / "site"
TYPES = {".html": "text/html", ".rss": "application/rss+xml", ".xml": "application/xml", ".txt": "text/plain"}


def site_answer(url: str) -> Answer:
    """What the fixture site answers."""
    parts = urlsplit(url)
    file = find_file([SITE], parts.hostname or "", parts.path)
    if file is None:
        return 404, {}, b""
    return 200, {"Content-Type": TYPES.get(file.suffix, "application/json")}, file.read_bytes()


class Crawls:
    """Crawls the fixture site into one database, and can be killed at a request."""

    def __init__(self, database: Path) -> None:
        self.database = database
        self._running: subprocess.Popen[str] | None = None
        self._kill_at: int | None = None
        self._stories = 0

    def answer(self, url: str) -> Answer:
        """The site's answer, unless this is the request that the crawl dies at."""
        if urlsplit(url).path.endswith(".html"):
            self._stories += 1
            if self._stories == self._kill_at and self._running is not None:
                os.kill(self._running.pid, signal.SIGKILL)
        return site_answer(url)

    def crawl(self, address: str, kill_at: int | None = None) -> int:
        """One crawl, killed when it asks for so many stories."""
        self._kill_at, self._stories = kill_at, 0
        command = [PROGRAM, "crawl", "--db", self.database, "--sources", SITE / "sources", "--proxy", address]
        self._running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self._running.communicate(timeout=120)
        return self._running.returncode

    def finished(self) -> set[str]:
        """The addresses whose fetch is stored as finished."""
        connection = sqlite3.connect(self.database)
        rows = connection.execute("SELECT url FROM pages WHERE known_since IS NOT NULL").fetchall()
        connection.close()
        return {url for (url,) in rows}


@pytest.fixture
def crawls(tmp_path: Path) -> Crawls:
    return Crawls(tmp_path / "killed.db")


def test_kills_lose_no_article_and_repeat_no_finished_fetch(crawls: Crawls, tmp_path: Path) -> None:
    finished: set[str] = set()
    with proxy(crawls.answer) as (address, asked):
        for kill_at in (12, 12, None):
            asked.clear()
            assert crawls.crawl(address, kill_at) == (0 if kill_at is None else -signal.SIGKILL)
            assert not finished & set(asked)
            assert finished <= crawls.finished()
            assert len(crawls.finished()) > len(finished)
            finished = crawls.finished()
    undisturbed = Crawls(tmp_path / "undisturbed.db")
    with proxy(undisturbed.answer) as (address, _):
        assert undisturbed.crawl(address) == 0
    assert contents(crawls.database) == contents(undisturbed.database)
