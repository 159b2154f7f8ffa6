"""Judges whether a source is well: when it last brought something, and whether it is as it is expected to be."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.sources import Expect, Source

WEEK = timedelta(days=7)
NEWEST = 50
"""How many of a source's newest articles its shares are taken over."""

FEWEST = 5
"""With fewer articles or pages than this a share says nothing."""

_WORDS = 200


@dataclass(frozen=True, slots=True)
class Figures:
    """What a source has been like of late; a figure that cannot be told yet is None."""

    new_in_a_week: int | None
    with_title: float | None
    with_date: float | None
    with_200_words: float | None
    refused: float | None


@dataclass(frozen=True, slots=True)
class Health:
    """A source's state: its last success and last new article (UTC), its failures in a row, its broken bounds."""

    source: str
    last_crawl: datetime | None
    last_success: datetime | None
    last_new: datetime | None
    failures: int
    broken: tuple[str, ...]
    most_failures: int

    @property
    def state(self) -> str:
        """``not crawled yet``, ``failing``, ``out of bounds`` or ``healthy``."""
        if self.last_crawl is None:
            return "not crawled yet"
        if self.failures >= self.most_failures:
            return "failing"
        return "out of bounds" if self.broken else "healthy"

    @property
    def is_unhealthy(self) -> bool:
        """Whether a person should look at the source."""
        return self.state in ("failing", "out of bounds")


def health_of(connection: sqlite3.Connection, source: Source, now: datetime) -> Health:
    """How a source stands at a moment, by what its crawls and articles left in the database."""
    crawls = connection.execute(
        "SELECT finished_at, state FROM source_crawls WHERE source_id = ? ORDER BY finished_at DESC", (source.name,)
    ).fetchall()
    successes = [finished for finished, state in crawls if state == "ok"]
    failures = next((i for i, (_, state) in enumerate(crawls) if state == "ok"), len(crawls))
    (last_new,) = connection.execute(
        "SELECT max(first) FROM (SELECT min(v.fetched_at) AS first FROM articles AS a "
        "JOIN article_versions AS v ON v.article_id = a.id WHERE a.source_id = ? GROUP BY a.id)",
        (source.name,),
    ).fetchone()
    return Health(
        source=source.name,
        last_crawl=_moment(crawls[0][0] if crawls else None),
        last_success=_moment(successes[0] if successes else None),
        last_new=_moment(last_new),
        failures=failures,
        broken=tuple(broken_bounds(source.expect, figures_of(connection, source.name, now))) if crawls else (),
        most_failures=source.expect.failures,
    )


def figures_of(connection: sqlite3.Connection, source: str, now: datetime) -> Figures:
    """What a source has been like in the week before a moment."""
    begin = (now - WEEK).isoformat()
    (first,) = connection.execute(
        "SELECT min(finished_at) FROM source_crawls WHERE source_id = ? AND state = 'ok'", (source,)
    ).fetchone()
    (new,) = connection.execute(
        # Old articles that a first crawl brings in are no news of this week.
        "SELECT count(*) FROM (SELECT min(v.fetched_at) AS first, a.published FROM articles AS a "
        "JOIN article_versions AS v ON v.article_id = a.id WHERE a.source_id = ? GROUP BY a.id) "
        "WHERE first >= ? AND first <= ? AND (published IS NULL OR published >= ?)",
        (source, begin, now.isoformat(), (now - 2 * WEEK).date().isoformat()),
    ).fetchone()
    newest = connection.execute(
        "SELECT v.title, v.published, v.text FROM articles AS a JOIN article_versions AS v ON v.id = a.version_id "
        "WHERE a.source_id = ? ORDER BY v.fetched_at DESC, v.id LIMIT ?",
        (source, NEWEST),
    ).fetchall()
    asked, refused = connection.execute(
        "SELECT count(*), coalesce(sum(outcome = 'refused'), 0) FROM pages WHERE source_id = ? AND fetched_at >= ?",
        (source, begin),
    ).fetchone()

    def share(count: int, whole: int) -> float | None:
        return count / whole if whole >= FEWEST else None

    return Figures(
        new_in_a_week=new if first is not None and first <= begin else None,
        with_title=share(sum(title is not None for title, _, _ in newest), len(newest)),
        with_date=share(sum(published is not None for _, published, _ in newest), len(newest)),
        with_200_words=share(sum(len(text.split()) >= _WORDS for _, _, text in newest), len(newest)),
        refused=share(refused, asked),
    )


def broken_bounds(expect: Expect, figures: Figures) -> list[str]:
    """A sentence for each expectation that the figures do not meet."""
    broken = []
    if expect.new_a_week is not None and figures.new_in_a_week is not None:
        least, most = expect.new_a_week
        if not least <= figures.new_in_a_week <= most:
            broken.append(f"new_a_week: {figures.new_in_a_week} in the last 7 days; {least} to {most} are normal.")
    shares = (
        ("with_title", "have a title", expect.with_title, figures.with_title),
        ("with_date", "have a date", expect.with_date, figures.with_date),
        ("with_200_words", "have 200 words", expect.with_200_words, figures.with_200_words),
    )
    for name, words, least_share, share in shares:
        if least_share is not None and share is not None and share < least_share:
            broken.append(f"{name}: {share:.0%} of the newest articles {words}; at least {least_share:.0%} is normal.")
    if expect.refused is not None and figures.refused is not None and figures.refused > expect.refused:
        broken.append(f"refused: {figures.refused:.0%} of the pages are; at most {expect.refused:.0%} is normal.")
    return broken


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
