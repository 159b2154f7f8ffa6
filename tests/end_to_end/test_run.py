"""`tradedocket run` as its user's timer runs it: on sources of a folder, again, and with bad input."""

import json
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.site_server import serve_site
from timeline.run import contents

Command = Callable[..., subprocess.CompletedProcess[str]]
SITE = Path(__file__).parents[2] / "fixtures" / "site"
LATER = Path(__file__).parents[2] / "fixtures" / "site-later"

ODD_SOURCE = """
name = "oddpress"
title = "Odd Press"
home = "http://oddpress.example/"
country = "GB"
language = "en"
timezone = "Europe/London"
kind = "press"
delay = 0
checked = "written for this test"

[[follow]]
type = "feed"
url = "http://oddpress.example/feed.rss"

[[follow]]
type = "feed"
url = "http://oddpress.example/broken.rss"
"""


class Runs:
    """Runs the command on a database in a folder, and asks that database."""

    def __init__(self, command: Command, folder: Path) -> None:
        self.command = command
        self.folder = folder

    @property
    def database(self) -> Path:
        return self.folder / "run.db"

    def run(
        self, proxy: str, *more: str, sources: Path = SITE / "sources", **how: Any
    ) -> subprocess.CompletedProcess[str]:
        return self.command(
            "run", "--db", "run.db", "--sources", str(sources), "--proxy", proxy, *more, folder=self.folder, **how
        )

    def rows(self, statement: str) -> list[dict[str, Any]]:
        answer = self.command("query", "--db", "run.db", "--format", "json", statement, folder=self.folder)
        found: list[dict[str, Any]] = json.loads(answer.stdout)
        return found


@pytest.fixture
def runs(tradedocket: Command, tmp_path: Path) -> Runs:
    return Runs(tradedocket, tmp_path)


@pytest.fixture(scope="module")
def crawled(tradedocket: Command, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    made = Runs(tradedocket, tmp_path_factory.mktemp("run"))
    with serve_site(SITE) as proxy:
        made.run(proxy)
    yield made
    tradedocket("check", "--db", "run.db", folder=made.folder)


def test_a_second_run_rests_until_its_sources_are_due(crawled: Runs) -> None:
    before = contents(crawled.database)
    with serve_site(SITE) as proxy:
        assert "4 sources are not due yet" in crawled.run(proxy).stdout
        assert "not due" not in crawled.run(proxy, "--all").stdout
    assert contents(crawled.database) == before
    assert "finished" in crawled.command("runs", "--db", "run.db", folder=crawled.folder).stdout


def test_an_edited_article_becomes_a_version_and_its_old_one_stays(crawled: Runs) -> None:
    with serve_site(SITE, overlays=[LATER]) as proxy:
        told = crawled.run(proxy, "--all").stdout
    assert "changed   http://tradewire.example/2020/02/13/fourth-reprieve.html" in told
    versions = crawled.rows(
        "SELECT v.text FROM article_versions v JOIN articles a ON a.id = v.article_id WHERE a.url LIKE '%fourth-reprieve%'",
    )
    assert sorted("Correction" in version["text"] for version in versions) == [False, True]
    (event,) = crawled.rows("SELECT valid_until FROM events WHERE type = 'license.extended' AND date = '2020-02-13'")
    assert event["valid_until"] == "2020-04-01"


def test_odd_pages_and_a_feed_that_is_no_xml_are_counted_and_the_rest_is_kept(runs: Runs, tmp_path: Path) -> None:
    home = tmp_path / "site" / "oddpress.example"
    home.mkdir(parents=True)
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "oddpress.toml").write_text(ODD_SOURCE, encoding="utf-8")
    story = "<html><head><title>Duties</title>{}</head><body><article><p>{}</p></article></body></html>"
    sentence = "The European Union imposed duties of 20% on steel from China on Monday, said the Commission."
    pages = {
        "huge": story.format("", sentence + " filler" * 3_000_000).encode(),
        "empty": b"",
        "report": b"%PDF-1.7 \x00\x01",
        "cut": story.format('<meta name="date" content="2020-01-07">', sentence).encode()[:-40],
        "mixed": story.format('<meta charset="utf-8">', "Caf\u00e9 owners wait. " + sentence)
        .encode()
        .replace(b"\xc3\xa9", b"\xe9"),
        "undated": story.format("", sentence).encode(),
    }
    for name, body in pages.items():
        (home / f"{name}.html").write_bytes(body)
    items = "".join(f"<item><link>http://oddpress.example/{name}.html</link></item>" for name in pages)
    (home / "feed.rss").write_text(f'<rss version="2.0"><channel><title>Odd</title>{items}</channel></rss>', "utf-8")
    (home / "broken.rss").write_text("We moved our feed. Sorry!", "utf-8")
    with serve_site(tmp_path / "site") as proxy:
        told = runs.run(proxy, sources=sources).stdout
    assert "broken.rss" in told
    outcomes = {row["url"].split("/")[-1]: row for row in runs.rows("SELECT url, outcome, reason FROM pages")}
    assert {name for name, row in outcomes.items() if row["outcome"] == "set_aside"} == {
        "huge.html",
        "empty.html",
        "report.html",
    }
    assert all(row["reason"] for row in outcomes.values() if row["outcome"] == "set_aside")
    texts = runs.rows(
        "SELECT a.url, a.published, v.text FROM articles a JOIN article_versions v ON v.id = a.version_id"
    )
    assert {row["url"].split("/")[-1] for row in texts} == {"cut.html", "mixed.html", "undated.html"}
    assert next(row for row in texts if "mixed" in row["url"])["text"].startswith("Caf")
    assert next(row for row in texts if "undated" in row["url"])["published"] is None


def test_a_source_with_a_wrong_key_is_named_with_its_key(runs: Runs, tmp_path: Path) -> None:
    (tmp_path / "odd.toml").write_text(ODD_SOURCE.replace("title =", "tittle ="), encoding="utf-8")
    answer = runs.run("http://127.0.0.1:9", sources=tmp_path, check=False)
    assert answer.returncode == 1
    assert "odd.toml" in answer.stderr and "tittle" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.damages
def test_a_newer_database_is_left_alone_in_a_sentence(runs: Runs, tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "run.db")
    connection.execute("PRAGMA user_version = 9999")
    connection.commit()
    connection.close()
    answer = runs.command("timeline", "--db", "run.db", folder=tmp_path, check=False)
    assert answer.returncode == 1
    assert "newer version" in answer.stderr


def test_a_full_disk_ends_in_a_sentence_and_the_next_run_goes_on(runs: Runs, tmp_path: Path) -> None:
    undisturbed = Runs(runs.command, tmp_path / "undisturbed")
    undisturbed.folder.mkdir()
    with serve_site(SITE) as proxy:
        full = runs.run(proxy, check=False, file_size=700_000)
        assert full.returncode == 1
        assert "disk is full" in full.stderr
        assert "Traceback" not in full.stderr
        runs.run(proxy)
        undisturbed.run(proxy)
    assert contents(runs.database) == contents(undisturbed.database)


def test_a_quick_look_leaves_out_what_tells_of_no_trade_policy_and_keeps_its_snapshot(runs: Runs) -> None:
    with serve_site(SITE) as proxy:
        runs.run(proxy, "--relevant-only")
    left_out = {row["url"] for row in runs.rows("SELECT url FROM pages WHERE reason LIKE '%at a glance%'")}
    assert left_out
    assert left_out <= {row["url"] for row in runs.rows("SELECT url FROM snapshots")}
    assert f"{len(left_out)} irrelevant" in runs.command("runs", "--db", "run.db", folder=runs.folder).stdout
    with serve_site(SITE) as proxy:
        all_read = Runs(runs.command, runs.folder / "all")
        all_read.folder.mkdir()
        all_read.run(proxy)
    events = "SELECT type, date FROM events ORDER BY type, date"
    assert runs.rows(events) == all_read.rows(events)
    told = runs.command("reread", "--db", "run.db", "--sources", str(SITE / "sources"), folder=runs.folder).stdout
    assert "found" not in told
