"""Keeps a record of each run: when it began and ended, how, and how often each outcome came about."""

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from crawler.records import PageOutcome, SourceCrawl
from crawler.sources import Source
from timeline.health import Health, health_of
from timeline.store import Store

CRAWLED = "crawled"
"""The outcome counted once for a source whose listings were followed to their end."""


class Run:
    """One run of a command that writes; all that is counted is durable at once."""

    def __init__(self, store: Store, run_id: str) -> None:
        self.id = run_id
        self._store = store

    def count(self, stage: str, outcomes: Mapping[str, int], source: str = "") -> None:
        """Add to the counts of a stage, of one source where the outcomes are of one."""
        with self._store.db.atomic():
            self._store.db.conn.executemany(
                "INSERT INTO run_counts (run_id, stage, source, outcome, count) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (run_id, stage, source, outcome) DO UPDATE SET count = count + excluded.count",
                [(self.id, stage, source, outcome, number) for outcome, number in outcomes.items() if number],
            )

    def count_page(self, page: PageOutcome) -> None:
        """Count what became of a page; a page that no article came of, also by its reason."""
        fetched = page.status is not None and 200 <= page.status < 300
        self.count("crawl", {page.outcome: 1, "fetched": int(fetched)}, page.source)
        if page.reason is not None:
            self.count("reasons", {f"{page.outcome}: {page.reason}": 1}, page.source)
        if page.cause is not None:
            self.count("causes", {page.cause: 1}, page.source)

    def close_source(self, crawl: SourceCrawl, source: Source) -> Health:
        """Keep how a source went, and judge its health by it."""
        counts = {
            CRAWLED: 1,
            "found": crawl.found,
            "rechecked": crawl.rechecked,
            "known": crawl.known,
            "postponed": crawl.postponed,
        }
        self.count("crawl", counts, crawl.source)
        self.count("causes", crawl.causes, crawl.source)
        row = {
            "run_id": self.id,
            "source_id": crawl.source,
            "finished_at": self._store.now().isoformat(),
            "state": "failed" if crawl.failed else "ok",
            "listings": crawl.listings,
            "listings_failed": crawl.listings_failed,
            "problems": "\n".join(crawl.problems) or None,
        }
        key = ("run_id", "source_id")
        with self._store.db.atomic():
            self._store.upsert("source_crawls", row, key)
            health = health_of(self._store.db.conn, source, self._store.now())
            self._store.upsert("source_crawls", {**row, "broken": "\n".join(health.broken) or None}, key)
        return health


@contextmanager
def recorded_run(store: Store, command: str) -> Iterator[Run]:
    """A run's record: ``running``, then ``finished``, ``failed`` or ``interrupted``.

    The caller holds the database's lock, so a record that still says ``running`` is of a run that was killed.
    """
    connection = store.db.conn
    started = store.now()
    run_id = f"{started:%Y%m%dT%H%M%S.%fZ}-{os.getpid()}"
    with store.db.atomic():
        connection.execute(
            "UPDATE runs SET state = 'interrupted', note = 'It was killed before its end.' WHERE state = 'running'"
        )
        connection.execute(
            "INSERT INTO runs (id, command, started_at, state) VALUES (?, ?, ?, 'running')",
            (run_id, command, started.isoformat()),
        )
    try:
        yield Run(store, run_id)
    except BaseException as error:
        state = "failed" if isinstance(error, Exception) else "interrupted"
        # A full disk fails the run and its record alike; the record then stays "running" until the next run.
        with suppress(sqlite3.Error):
            _close(store, run_id, state, f"{type(error).__name__}: {error}".strip(": "))
        raise
    _close(store, run_id, "finished", None)


def _close(store: Store, run_id: str, state: str, note: str | None) -> None:
    with store.db.atomic():
        store.db.conn.execute(
            "UPDATE runs SET state = ?, note = ?, finished_at = ? WHERE id = ?",
            (state, note, store.now().isoformat(), run_id),
        )


def due_sources(store: Store, sources: Sequence[Source], now: Callable[[], datetime]) -> list[Source]:
    """The sources that were never crawled to an end, or longer ago than their ``every``."""
    last = dict(
        store.db.conn.execute(
            "SELECT c.source, max(r.started_at) FROM run_counts AS c JOIN runs AS r ON r.id = c.run_id "
            "WHERE c.stage = 'crawl' AND c.outcome = ? GROUP BY c.source",
            (CRAWLED,),
        ).fetchall()
    )
    moment = now()
    return [
        source
        for source in sources
        if source.name not in last or moment - datetime.fromisoformat(last[source.name]) >= source.interval
    ]


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run as it was recorded; ``counts`` holds (stage, source, outcome, number), in that order."""

    id: str
    command: str
    started_at: str
    finished_at: str | None
    state: str
    note: str | None
    counts: tuple[tuple[str, str, str, int], ...]
    problems: tuple[str, ...]

    def total(self, stage: str) -> dict[str, int]:
        """The outcomes of a stage over all sources."""
        sums: dict[str, int] = {}
        for counted, _, outcome, number in self.counts:
            if counted == stage:
                sums[outcome] = sums.get(outcome, 0) + number
        return sums

    def of_sources(self, stage: str) -> dict[str, dict[str, int]]:
        """The outcomes of a stage by source."""
        found: dict[str, dict[str, int]] = {}
        for counted, source, outcome, number in self.counts:
            if counted == stage and source:
                found.setdefault(source, {})[outcome] = number
        return found


def latest_runs(connection: sqlite3.Connection, limit: int) -> Iterator[RunRecord]:
    """The newest runs, the newest first."""
    rows = connection.execute(
        "SELECT id, command, started_at, finished_at, state, note FROM runs ORDER BY started_at DESC, id DESC LIMIT ?",
        (limit,),
    ).fetchall()
    for run_id, command, started, finished, state, note in rows:
        counts = connection.execute(
            "SELECT stage, source, outcome, count FROM run_counts WHERE run_id = ? ORDER BY 1, 2, 3", (run_id,)
        ).fetchall()
        problems = connection.execute(
            "SELECT problems FROM source_crawls WHERE run_id = ? AND problems IS NOT NULL ORDER BY source_id", (run_id,)
        ).fetchall()
        lines = tuple(line for (text,) in problems for line in text.split("\n"))
        yield RunRecord(run_id, command, started, finished, state, note, tuple(counts), lines)
