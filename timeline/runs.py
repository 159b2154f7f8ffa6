"""Keeps a record of each run: when it began and ended, how, and how often each outcome came about."""

import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime

from crawler.sources import Source
from timeline.store import Store

CRAWLED = "crawled"
"""The outcome counted once for a source whose listings were followed to their end."""


class Run:
    """One run of a command that writes; ``count`` is durable at once."""

    def __init__(self, store: Store, run_id: str) -> None:
        self.id = run_id
        self._store = store

    def count(self, stage: str, outcomes: Mapping[str, int], source: str = "") -> None:
        """Add to the counts of a stage, of one source where the outcomes are of one."""
        with self._store.db.atomic():
            self._store.db.conn.executemany(
                "INSERT INTO run_counts (run_id, stage, source, outcome, count) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (run_id, stage, source, outcome) DO UPDATE SET count = count + excluded.count",
                [(self.id, stage, source, outcome, number) for outcome, number in outcomes.items()],
            )


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


def latest_runs(connection: sqlite3.Connection, limit: int) -> Iterator[tuple[str, str, str, str, str | None, str]]:
    """The newest runs first: id, command, start, state, note, and their counts in words."""
    rows = connection.execute(
        "SELECT id, command, started_at, state, note FROM runs ORDER BY started_at DESC, id DESC LIMIT ?", (limit,)
    ).fetchall()
    for run_id, command, started, state, note in rows:
        counts: Counter[str] = Counter()
        for outcome, number in connection.execute(
            "SELECT outcome, sum(count) FROM run_counts WHERE run_id = ? GROUP BY outcome ORDER BY outcome", (run_id,)
        ):
            counts[outcome] += number
        yield run_id, command, started, state, note, ", ".join(f"{n} {name}" for name, n in counts.items())
