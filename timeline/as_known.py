"""The timeline as it would have been on a day: built anew, in memory, from what had been published or collected by then."""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from timeline.build import build
from timeline.store import Store

BASES = ("published", "collected")
_KNOWN_VERSIONS = """
SELECT v.article_id, v.id,
       CASE WHEN :basis = 'collected' THEN v.fetched_at
            WHEN EXISTS (SELECT 1 FROM article_versions AS o WHERE o.article_id = v.article_id AND o.fetched_at < v.fetched_at)
            THEN coalesce(v.updated, v.fetched_at)
            ELSE coalesce(v.updated, v.published, v.fetched_at) END AS stood_from
FROM article_versions AS v
WHERE substr(stood_from, 1, 10) <= :day
ORDER BY v.article_id, v.fetched_at, v.id
"""


@contextmanager
def as_known(database: Path, day: dt.date, basis: str = "published") -> Iterator[sqlite3.Connection]:
    """A database in memory that holds the timeline as known on ``day``, which is also its today.

    ``basis`` says what makes a text known: that it was ``published`` by then, or ``collected`` by then. A version that
    states an edit counts from the edit; a later version that states none, from when it was fetched; a text without a
    publication date, from when it was fetched. Decisions of reviewers mend the reading, not the news: all of them hold,
    except that by ``collected`` only those taken by then do.
    """
    moment = dt.datetime.combine(day, dt.time(23, 59, 59), dt.UTC)
    with Store(Path(":memory:"), now=lambda: moment) as store:
        stored = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
        try:
            _copy_known(stored, store, day, basis)
        finally:
            stored.close()
        build(store)
        store.db.conn.execute("DROP VIEW today")
        store.db.conn.execute(f"CREATE VIEW today AS SELECT '{day.isoformat()}' AS day")
        store.db.conn.execute("PRAGMA query_only = ON")
        yield store.db.conn


def _copy_known(stored: sqlite3.Connection, store: Store, day: dt.date, basis: str) -> None:
    known = {
        article_id: version_id
        for article_id, version_id, _ in stored.execute(_KNOWN_VERSIONS, {"basis": basis, "day": day.isoformat()})
    }
    versions = set(known.values())
    last = day.isoformat()

    def copy(table: str, keep: Callable[[Mapping[str, object]], bool] | None = None) -> list[Mapping[str, object]]:
        return _copy(stored, store, table, keep)

    connection = store.db.conn
    with store.db.atomic():
        copy("sources")
        copy("articles", lambda row: row["id"] in known)
        connection.executemany("UPDATE articles SET version_id = ? WHERE id = ?", [(v, a) for a, v in known.items()])
        copy("article_versions", lambda row: row["id"] in versions)
        connection.execute(
            "UPDATE articles SET title = v.title, published = v.published FROM article_versions AS v "
            "WHERE v.id = articles.version_id"
        )
        copy("entities")
        copy("aliases")
        copy("readings", lambda row: row["version_id"] in versions)
        mentions = {row["id"] for row in copy("event_mentions", lambda row: row["version_id"] in versions)}
        copy("event_arguments", lambda row: row["mention_id"] in mentions)
        copy("statements", lambda row: row["version_id"] in versions)
        copy("decisions", lambda row: basis == "published" or str(row["at"])[:10] <= last)
        copy(
            "gazette_documents",
            lambda row: str(row["published_on"]) <= last and (row["article_id"] is None or row["article_id"] in known),
        )
        for table in ("readings", "decisions", "gazette_documents"):
            connection.execute(f"UPDATE {table} SET built = NULL")
        connection.execute("UPDATE articles SET withdrawn_at = NULL WHERE substr(withdrawn_at, 1, 10) > ?", (last,))


def _copy(
    stored: sqlite3.Connection,
    store: Store,
    table: str,
    keep: Callable[[Mapping[str, object]], bool] | None,
) -> list[Mapping[str, object]]:
    cursor = stored.execute(f'SELECT * FROM "{table}"')
    names = [column[0] for column in cursor.description]
    rows: list[Mapping[str, object]] = []
    for values in cursor:
        row = dict(zip(names, values, strict=True))
        if keep is None or keep(row):
            rows.append(row)
    marks = ", ".join("?" for _ in names)
    columns = ", ".join(f'"{name}"' for name in names)
    store.db.conn.executemany(
        f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', [tuple(row.values()) for row in rows]
    )
    return rows
