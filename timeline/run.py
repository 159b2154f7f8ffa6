"""Runs the stages one after another: crawl what is due, read what is unread, build."""

import fcntl
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from crawler.crawl import crawl
from crawler.reading import Relevance
from crawler.records import CrawlSummary, PageOutcome, SourceCrawl
from crawler.settings import CrawlSettings
from crawler.sources import Source
from nlp.gate import Gate
from nlp.knowledge import default_knowledge
from nlp.pipeline import Reader
from nlp.records import Document, Reading
from timeline.archive import Archive
from timeline.build import BuildSummary, build
from timeline.store import Store, UnreadVersion

BATCH = 16
"""Readings stored in one transaction: so many are read again after a kill."""


class BusyError(Exception):
    """Another run is writing to the same database."""


def snapshot_folder(database: Path) -> Path:
    """Where the pages are kept that a database's articles were read from: ``tradedocket.snapshots`` beside it."""
    return database.with_name(database.stem + ".snapshots")


@contextmanager
def only_run(database: Path) -> Iterator[None]:
    """Hold the database's lock file for the time of a run; the lock falls with the process, however it ends."""
    path = database.with_name(database.name + ".lock")
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BusyError(
                f"Another tradedocket command is writing to {database}; wait until it has ended."
            ) from error
        yield


def crawl_stage(
    store: Store,
    sources: Sequence[Source],
    settings: CrawlSettings,
    on_page: Callable[[PageOutcome], None] | None = None,
    on_source: Callable[[SourceCrawl], None] | None = None,
) -> CrawlSummary:
    """Crawl the sources into the store."""
    add_sources(store, sources)
    return crawl(sources, Archive(store), settings=settings, on_page=on_page, on_source=on_source)


def add_sources(store: Store, sources: Sequence[Source]) -> None:
    """Make the sources known to the store, or bring what it knows of them up to date."""
    for source in sources:
        store.add_source(
            source.name,
            title=source.title,
            kind=source.kind,
            country=source.country,
            language=source.language,
            home=source.home,
        )


@dataclass(frozen=True, slots=True)
class ReadSummary:
    """How many versions were read, and a sentence on each that the reader broke on."""

    read: int
    failed: tuple[str, ...]


def read_stage(store: Store, reader: Reader, on_reading: Callable[[Reading], None] | None = None) -> ReadSummary:
    """Read what this reader has not read yet.

    A version that the reader breaks on is marked as skipped, with the error, and is read again by the next reader.
    """
    unread = store.unread(reader.version)
    done = 0
    failed: list[str] = []
    while batch := list(islice(unread, BATCH)):
        outcomes = _outcomes(reader, batch)
        store.keep_readings(
            (version.version_id, outcome.reading) for version, outcome in zip(batch, outcomes, strict=True)
        )
        for outcome in outcomes:
            if outcome.failed:
                failed.append(f"{outcome.reading.document.url}: {outcome.reading.skipped}.")
            else:
                done += 1
            if on_reading is not None:
                on_reading(outcome.reading)
    return ReadSummary(done, tuple(failed))


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of reading one version: a reading, which is an empty one with its reason where the reader broke."""

    reading: Reading
    failed: bool = False


def _outcomes(reader: Reader, versions: Sequence[UnreadVersion]) -> list[_Outcome]:
    """An outcome for each version, in order; one in another language than English is marked as skipped, with the reason."""
    read = _read_all(reader, [version.document for version in versions if _is_english(version)])
    return [
        next(read)
        if _is_english(version)
        else _Outcome(
            Reading(version.document, reader.version, skipped=f"the text is not English ({version.language})")
        )
        for version in versions
    ]


def _read_all(reader: Reader, documents: Sequence[Document]) -> Iterator[_Outcome]:
    """Outcomes for documents; where one breaks the reader, it costs neither the others nor the run."""
    try:
        return iter([_Outcome(reading) for reading in reader.read_many(documents)])
    except Exception:  # what the web writes may find a fault in any rule
        return (_read_alone(reader, document) for document in documents)


def _read_alone(reader: Reader, document: Document) -> _Outcome:
    try:
        return _Outcome(next(iter(reader.read_many([document]))))
    except Exception as error:
        reason = f"reading it failed ({type(error).__name__}: {error})"
        return _Outcome(Reading(document, reader.version, skipped=reason), failed=True)


def _is_english(version: UnreadVersion) -> bool:
    """A text whose language nobody knows is read: the gate will tell."""
    return version.language is None or version.language.lower().split("-")[0] == "en"


def quick_look() -> Relevance:
    """Tells by a page's words alone whether its story may tell of trade policy: the reader's gate, on a whole page."""
    return Gate(default_knowledge().gate).is_worth_extracting


def build_stage(store: Store) -> BuildSummary:
    """Build the events and measures."""
    return build(store)


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """What a database holds, for comparison: every row but those that only say when and how a run went."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%_fts%' ORDER BY name"
            )
            if name not in _OF_RUNS and not name.startswith(("sqlite_", "_sqlite"))
        ]
        return {name: sorted(_rows(connection, name), key=repr) for name in tables}
    finally:
        connection.close()


_OF_RUNS = frozenset({"runs", "run_counts", "source_crawls", "snapshots", "listings", "hosts"})
_CLOCK = frozenset({"fetched_at", "known_since", "first_seen", "at", "etag", "last_modified", "snapshot"})


def _rows(connection: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    cursor = connection.execute(f'SELECT * FROM "{table}"')
    kept = [i for i, column in enumerate(cursor.description) if column[0] not in _CLOCK]
    return [tuple(row[i] for i in kept) for row in cursor]
