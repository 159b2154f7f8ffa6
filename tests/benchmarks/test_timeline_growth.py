"""A timeline that grows: what a mention costs as the store gets larger, and how long the common questions take then.

pytest tests/benchmarks/test_timeline_growth.py -m benchmark -s
TIMELINE_YEARS=28 TIMELINE_ACTS_A_DAY=115 pytest … for a million events in 28 years, which takes an hour.

The default takes minutes, and covers more days than a telling looks back; its store is built for real, in portions by time,
each of which prints what it cost. For years, one is built for real and repeated (``repeated_years.py``), and 10,000 new
mentions are built into the years and into a quarter of them. docs/scale.md has the figures.

Costs are also given as ratios to a plain ``executemany`` of the same rows into the same tables without indexes.
"""

import os
import resource
import shutil
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.benchmarks.generated_news import acts, store_news
from tests.benchmarks.repeated_years import YEAR_BEGINS, repeat_years
from timeline.build import build
from timeline.check import find_faults
from timeline.store import Store

LARGE = int(os.environ.get("TIMELINE_ACTS", "36000"))
SMALL = LARGE // 4
A_DAY = int(os.environ.get("TIMELINE_ACTS_A_DAY", "20"))
PORTION = 20_000
"""Acts that are built at once: what a build holds in memory grows with them, 9 kB or so a telling."""
NEW_ACTS = 1500
YEARS = int(os.environ.get("TIMELINE_YEARS", "0"))
NEW_ACTS_IN_YEARS = 4750
"""New acts that are built into years: some 10,000 mentions."""
BUILD = 60.0
"""Seconds for building them."""
RUNS = 3
"""Builds of the same new acts into copies of one store, of which the quickest counts: others use the machine too."""
LAST = 0xFFFF
"""The seed of the new acts, which none of the portions before has."""
GROWTH = 1.5
"""How many times more a new mention may cost in a store four times as large; log n would be about 1.2."""
ANSWER = 0.05
"""Seconds for a common question."""
TABLES = ("events", "participants", "event_sources", "event_links", "tellings", "telling_blocks", "history")
QUESTIONS = {
    "a month": "SELECT date, type, summary FROM timeline WHERE day BETWEEN ? AND ? LIMIT 100",
    "a party": "SELECT date, summary FROM entity_history WHERE entity = 'Party 40' LIMIT 100",
    "the party most told of": "SELECT date, summary FROM entity_history WHERE entity = 'Party 1' LIMIT 100",
    "a type": "SELECT date, summary FROM events WHERE type = 'license.granted' AND date_start >= ? ORDER BY date_start LIMIT 100",
    "licenses": "SELECT title, state, valid_until FROM license_status LIMIT 100",
    "a party's licenses": "SELECT title, state FROM measure_states WHERE kind = 'license' AND holder = 'Party 40' LIMIT 100",
    "steps of licenses": "SELECT title, date, state FROM license_ledger LIMIT 100",
    "listings": "SELECT party, list, listed_from FROM listing_status LIMIT 100",
    "a party's listings": "SELECT list, listed_from FROM listing_status WHERE party = 'Party 1' LIMIT 100",
    "counts of listings": "SELECT date, list, stated, named FROM listing_counts LIMIT 100",
    "not in the gazette": "SELECT date, summary, days FROM ungazetted LIMIT 100",
    "a year of an agency": "SELECT type, events FROM agency_activity WHERE year = '2000' AND agency = 'China'",
    "flags": "SELECT title, sentence FROM ledger_flags WHERE kind = 'missing_start' LIMIT 100",
    "words": "SELECT rowid FROM events_fts WHERE events_fts MATCH 'party AND license' LIMIT 20",
}  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """A store of some size: processor seconds for a new mention, their ratio to plain inserts, and for questions.

    ``memory`` is the most that the process had taken up by then, in megabytes.
    """

    mentions: int
    events: int
    new: int
    seconds: float
    ratio: float
    memory: int
    answers: dict[str, float]

    def __str__(self) -> str:
        told = ", ".join(f"{name} {seconds * 1000:.1f} ms" for name, seconds in self.answers.items())
        return (
            f"{self.mentions} mentions, {self.events} events: {self.seconds * 1000:.1f} ms for each of {self.new} new mentions, "
            f"{self.ratio:.0f} times plain inserts, {self.memory} MB; {told}"
        )


def measure(folder: Path, number: int) -> Measured:
    """What the quickest of some builds of new acts into a store of so many costs."""
    made = folder / f"{number}.db"
    with Store(made) as store:
        for place in range(0, number, PORTION):
            grow(store, min(PORTION, number - place), first=place // A_DAY, seed=place // PORTION + 1)
        new = add_news(store, NEW_ACTS, first=number // A_DAY)
    found = []
    for run in range(RUNS):
        copied = Path(shutil.copy(made, folder / f"{number}-{run}.db"))
        with Store(copied) as store:
            found.append(build_measured(store, new))
        copied.unlink()
    return min(found, key=lambda one: one.seconds)


def measure_years(folder: Path, year: Path, years: int) -> Measured:
    """What a build of 10,000 new mentions into so many repeated years costs."""
    made = folder / f"{years}-years.db"
    repeat_years(year, made, years)
    with Store(made) as store:
        new = add_news(store, NEW_ACTS_IN_YEARS, first=YEAR_BEGINS + 365 * years)
        found = build_measured(store, new)
        faults = list(find_faults(store.db.conn))
        print(f"\n{years} years, {len(faults)} faults: {'; '.join(faults[:3])}", flush=True)
    made.unlink()
    return found


def add_news(store: Store, number: int, *, first: int) -> int:
    """Store so many acts more, from a day on, without building them; says how many mentions that is."""
    return store_news(store, acts(number, first=first, days=days_of(number), seed=LAST), seed=LAST)


def build_measured(store: Store, new: int) -> Measured:
    """What building so many new mentions costs, and what questions cost then."""
    before = sizes(store.db.conn)
    begun = time.process_time()
    summary = build(store)
    seconds = time.process_time() - begun
    plain = plain_inserts(store.db.conn, before)
    last = store.db.conn.execute("SELECT max(date_start) FROM events").fetchone()[0]
    found = answers(store.db.conn, last)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Measured(summary.mentions, summary.events, new, seconds / new, seconds / plain, memory, found)


def grow(store: Store, number: int, *, first: int, seed: int) -> None:
    """Build so many more acts, from a day on, into the store, and print what it cost."""
    new = store_news(store, acts(number, first=first, days=days_of(number), seed=seed), seed=seed)
    begun = time.process_time()
    summary = build(store)
    cost = (time.process_time() - begun) / new
    print(
        f"\n{summary.mentions} mentions, {summary.events} events: {cost * 1000:.1f} ms a mention of {new}", flush=True
    )


def days_of(number: int) -> int:
    """The days that so many acts take; they are a month at least."""
    return max(number // A_DAY, 30)


def sizes(connection: sqlite3.Connection) -> dict[str, int]:
    return {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES}


def plain_inserts(connection: sqlite3.Connection, before: dict[str, int]) -> float:
    """Seconds for as many rows as a build added, into tables without keys and indexes."""
    bare = sqlite3.connect(":memory:")
    seconds = 0.0
    for name, known in before.items():
        added = connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] - known
        rows = connection.execute(f"SELECT * FROM {name} ORDER BY rowid DESC LIMIT ?", (max(added, 1),)).fetchall()
        bare.execute(f"CREATE TABLE {name} ({', '.join(f'c{place}' for place in range(len(rows[0])))})")
        begun = time.process_time()
        bare.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' for _ in rows[0])})", rows)
        seconds += time.process_time() - begun
    return seconds


def answers(connection: sqlite3.Connection, last: str) -> dict[str, float]:
    found = {}
    for name, question in QUESTIONS.items():
        values = (f"{last[:7]}-01", last)[: question.count("?")]
        seconds = []
        for _ in range(RUNS):
            begun = time.process_time()
            connection.execute(question, values).fetchall()
            seconds.append(time.process_time() - begun)
        found[name] = min(seconds)
    return found


@pytest.mark.benchmark
def test_a_mention_costs_little_more_in_a_store_four_times_as_large(tmp_path: Path) -> None:
    small, large = (measure(tmp_path, number) for number in (SMALL, LARGE))
    print(f"\n{small}\n{large}")
    assert large.seconds <= GROWTH * small.seconds
    assert max(large.answers.values()) < ANSWER


@pytest.mark.benchmark
@pytest.mark.skipif(not YEARS, reason="TIMELINE_YEARS is not set; years of news take an hour")
def test_ten_thousand_mentions_are_built_into_years_of_news(tmp_path: Path) -> None:
    year = tmp_path / "year.db"
    with Store(year) as store:
        for seed, (first, days) in enumerate(((YEAR_BEGINS, 182), (YEAR_BEGINS + 182, 183)), 1):
            grow(store, A_DAY * days, first=first, seed=seed)
    small, large = (measure_years(tmp_path, year, years) for years in (max(YEARS // 4, 1), YEARS))
    print(f"\n{small}\n{large}")
    assert large.seconds <= GROWTH * small.seconds
    assert large.seconds * large.new < BUILD
    assert max(large.answers.values()) < ANSWER
