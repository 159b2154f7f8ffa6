"""The one SQLite file: opens it, and keeps what the crawler, the reader and the builder hand it."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlite_utils import Database

from crawler.addresses import address_key
from crawler.records import Article, Seen
from nlp.linking import BY_NAME
from nlp.provisional import with_provisional
from nlp.records import Document, EventMention, Reading
from timeline.keys import content_key, document_number
from timeline.schema import NewerDatabaseError, upgrade

_FIELDS = (
    "date_basis",
    "published_on",
    "effective_from",
    "valid_until",
    "duration",
    "previous_valid_until",
    "ordinal",
    "items",
    "measure",
    "instrument",
    "instrument_id",
    "count",
    "rate",
    "attribution",
)

_SETTLE_PROVISIONAL = """
INSERT INTO entities (id, name, label) VALUES (:id, :name, :label) ON CONFLICT (id) DO UPDATE
SET name = max(name, excluded.name), label = min(label, excluded.label)
WHERE NOT EXISTS (SELECT 1 FROM listed_parties AS l WHERE l.entity_id = excluded.id)
"""
"""A provisional entity is called the same whatever order its spellings come in; a list's name for it stays."""


class StoreError(Exception):
    """A database that cannot be used, in a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class UnreadVersion:
    """A version that the reader has not read: its key, the document in it, and its language if that is known."""

    version_id: str
    document: Document
    language: str | None = None


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Store:
    """Keeps everything in one file; what it has said it kept, it has kept. Closes when left as a context."""

    def __init__(self, path: Path, now: Callable[[], datetime] = _utc_now) -> None:
        self.path = path
        self.now = now
        try:
            self.db = Database(sqlite3.connect(path, timeout=30))
            self.db.conn.execute("PRAGMA foreign_keys = ON")
            self.db.conn.execute("PRAGMA journal_mode = WAL")
            upgrade(self.db)
        except NewerDatabaseError as error:
            raise StoreError(
                f"{path} was written by a newer version of tradedocket (schema {error}); update tradedocket to open it."
            ) from error
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{path} cannot be opened as a tradedocket database: {error}.") from error

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    def add_source(self, source_id: str, **columns: str | None) -> None:
        """Make a source known, or bring its columns up to date."""
        self.upsert("sources", {"id": source_id, **columns}, ("id",))

    def seen(self, url: str) -> Seen | None:
        """What an earlier crawl left for this page, at this address or another of its own, or None."""
        row = self._one(
            "SELECT known_since, etag, last_modified, stated_updated FROM pages "
            "WHERE page_key = ? AND known_since IS NOT NULL ORDER BY url <> ?, known_since DESC",
            (address_key(url), url),
        )
        return None if row is None else Seen(datetime.fromisoformat(row[0]), row[1], row[2], row[3])

    def keep_article(self, article: Article) -> str:
        """Store an article durably at once; says ``new``, ``changed``, ``unchanged`` or ``duplicate``.

        An article is known by its canonical address; what another of its addresses gives is a duplicate, whose
        text is not kept: the same story in another layout must not come and go as an edit.
        """
        key = address_key(article.canonical_url)
        known = self._one("SELECT id, version_id, url FROM articles WHERE page_key = ?", (key,))
        article_id = content_key(key) if known is None else known[0]
        version_id = content_key(article_id, article.content_hash)
        if known is not None and address_key(known[2]) != address_key(article.url):
            return "duplicate"
        with self.db.atomic():
            if known is not None and known[1] == version_id:
                return "unchanged"
            self.ignore("sources", {"id": article.source})
            row = {**_article_row(article, article_id, version_id), "page_key": key}
            self.upsert("articles", {**row, "version_id": None} if known is None else row, ("id",))
            self.ignore("article_versions", _version_row(article, article_id, version_id))
            self.db.conn.execute("UPDATE articles SET version_id = ? WHERE id = ?", (version_id, article_id))
            self._look_anew(version_id, *(() if known is None else (known[1],)))
        return "new" if known is None else "changed"

    def replace_version(self, version_id: str, article: Article) -> None:
        """Store what a later rule read from the same page as a version, in the other's place; the other stays."""
        with self.db.atomic():
            row = self._one("SELECT article_id FROM article_versions WHERE id = ?", (version_id,))
            assert row is not None  # the caller read the version's id from the store
            article_id = str(row[0])
            new_id = content_key(article_id, article.content_hash)
            # A rule that was undone reads what an older version says; that one is then the newest again.
            self.db.conn.execute("UPDATE article_versions SET replaces = NULL WHERE replaces = ?", (new_id,))
            self.ignore("article_versions", _version_row(article, article_id, new_id))
            self.db.conn.execute("UPDATE article_versions SET replaces = ? WHERE id = ?", (version_id, new_id))
            self.db.conn.execute(
                "UPDATE articles SET version_id = ?, title = ?, published = ? WHERE id = ? AND version_id = ?",
                (
                    new_id,
                    article.title,
                    article.published.isoformat() if article.published else None,
                    article_id,
                    version_id,
                ),
            )
            self._look_anew(version_id, new_id)

    def _look_anew(self, *versions: str) -> None:
        """Let the next build look at versions of which one took the other's place."""
        self.db.conn.executemany("UPDATE readings SET built = NULL WHERE version_id = ?", [(key,) for key in versions])

    def has_unread(self) -> bool:
        """Whether some article's newest version was never read, by whatever reader."""
        row = self._one(
            "SELECT 1 FROM articles AS a LEFT JOIN readings AS r ON r.version_id = a.version_id "
            "WHERE r.version_id IS NULL AND a.version_id IS NOT NULL LIMIT 1",
            (),
        )
        return row is not None

    def unread(self, reader: str) -> Iterator[UnreadVersion]:
        """The newest versions that this reader has not read, in the order of their keys."""
        rows = self.db.conn.execute(
            "SELECT v.id, v.language, v.text, v.title, v.published, a.url, s.country FROM articles AS a "
            "JOIN article_versions AS v ON v.id = a.version_id LEFT JOIN sources AS s ON s.id = a.source_id "
            "LEFT JOIN readings AS r ON r.version_id = v.id WHERE r.reader IS NULL OR r.reader <> ? ORDER BY v.id",
            (reader,),
        ).fetchall()
        for version_id, language, text, title, published, url, country in rows:
            document = Document(text=text, title=title, published=_moment(published), url=url, country=country)
            yield UnreadVersion(version_id, document, language)

    def keep_readings(self, readings: Iterable[tuple[str, Reading]]) -> None:
        """Store readings, each in the place of an earlier one of the same version, all or none."""
        with self.db.atomic():
            for version_id, reading in readings:
                self._keep_reading(version_id, with_provisional(reading))

    def _keep_reading(self, version_id: str, reading: Reading) -> None:
        connection = self.db.conn
        connection.execute("DELETE FROM readings WHERE version_id = ?", (version_id,))
        self.ignore("readings", {"version_id": version_id, "reader": reading.reader, "skipped": reading.skipped})
        self._keep_entities(reading)
        for number, entity in enumerate(reading.entities):
            self.ignore(
                "mentions",
                {
                    "version_id": version_id,
                    "number": number,
                    "start": entity.start,
                    "end": entity.end,
                    "text": entity.text,
                    "label": entity.label,
                    "entity_id": entity.id,
                },
            )
        for number, timex in enumerate(reading.time_expressions):
            self.ignore(
                "time_expressions",
                {
                    "version_id": version_id,
                    "number": number,
                    "start": timex.start,
                    "end": timex.end,
                    "text": timex.text,
                    "type": timex.type,
                    "value": timex.value,
                    "mod": timex.mod,
                    "basis": timex.basis,
                },
            )
        keys = [content_key(version_id, number) for number in range(len(reading.events))]
        for number, event in enumerate(reading.events):
            self._keep_event_mention(keys[number], version_id, number, event)
        for number, statement in enumerate(reading.statements):
            self.ignore(
                "statements",
                {
                    "version_id": version_id,
                    "number": number,
                    "mention_id": keys[statement.event] if statement.event is not None else None,
                    "speaker": statement.speaker,
                    "speaker_id": statement.speaker_id,
                    "start": statement.start,
                    "end": statement.end,
                    "text": statement.text,
                },
            )

    def _keep_entities(self, reading: Reading) -> None:
        """The entities of a reading come before all that points at them."""
        for entity in reading.entities:
            if entity.id is not None and entity.id.startswith(BY_NAME):
                row = {"id": entity.id, "name": entity.name, "label": entity.label}
                self.db.conn.execute(_SETTLE_PROVISIONAL, row)
        known = [(entity.id, entity.name or entity.text, entity.label, entity.text) for entity in reading.entities]
        known += [
            (party.id, party.name, "AGENCY" if party.role == "agency" else "ENTITY", party.name)
            for event in reading.events
            for party in event.participants
        ]
        known += [(told.speaker_id, told.speaker, "ENTITY", told.speaker) for told in reading.statements]
        for entity_id, name, label, alias in known:
            if entity_id is not None:
                self.ignore("entities", {"id": entity_id, "name": name, "label": label})
                self.ignore("aliases", {"entity_id": entity_id, "alias": alias})

    def _keep_event_mention(self, key: str, version_id: str, number: int, event: EventMention) -> None:
        self.ignore(
            "event_mentions",
            {
                "id": key,
                "version_id": version_id,
                "number": number,
                "type": event.type,
                "modality": event.modality,
                "confidence": event.confidence,
                "frame": event.frame,
                "date": event.date,
            },
        )
        for position, row in enumerate(_argument_rows(event)):
            self.ignore("event_arguments", {"mention_id": key, "number": position, **row})

    def _one(self, statement: str, values: tuple[object, ...]) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self.db.conn.execute(statement, values).fetchone()
        return row

    def ignore(self, table: str, row: Mapping[str, object]) -> None:
        """Insert a row, unless one with its key is there."""
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" for _ in row)
        self.db.conn.execute(f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({marks})', tuple(row.values()))

    def upsert(self, table: str, row: Mapping[str, object], key: tuple[str, ...]) -> None:
        """Insert a row, or bring the one with its key up to date in the given columns."""
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" for _ in row)
        changes = (
            ", ".join(f'"{name}" = excluded."{name}"' for name in row if name not in key) or f'"{key[0]}" = "{key[0]}"'
        )
        with self.db.atomic():
            self.db.conn.execute(
                f'INSERT INTO "{table}" ({names}) VALUES ({marks}) ON CONFLICT ({", ".join(key)}) DO UPDATE SET {changes}',
                tuple(row.values()),
            )


def _moment(value: str | None) -> date | datetime | None:
    if value is None:
        return None
    return date.fromisoformat(value) if len(value) <= 10 else datetime.fromisoformat(value)


def _article_row(article: Article, article_id: str, version_id: str) -> dict[str, object]:
    return {
        "id": article_id,
        "canonical_url": article.canonical_url,
        "url": article.url,
        "source_id": article.source,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "version_id": version_id,
    }


def _version_row(article: Article, article_id: str, version_id: str) -> dict[str, object]:
    return {
        "docid": document_number(version_id),
        "id": version_id,
        "article_id": article_id,
        "content_hash": article.content_hash,
        "title": article.title,
        "byline": article.byline,
        "published": article.published.isoformat() if article.published else None,
        "published_basis": article.published_basis,
        "updated": article.updated.isoformat() if article.updated else None,
        "language": article.language,
        "text": article.text,
        "fetched_at": article.fetched_at.isoformat(),
        "snapshot": article.snapshot,
    }


def _argument_rows(event: EventMention) -> Iterator[dict[str, object]]:
    """One row for the words that fired, each sentence, each party and each filled field."""

    def row(
        field: str, value: object, entity_id: str | None = None, start: object = None, end: object = None
    ) -> dict[str, object]:
        return {"field": field, "value": value, "entity_id": entity_id, "start": start, "end": end}

    trigger = event.evidence["event"]
    yield row("event", None, None, trigger.start, trigger.end)
    for span in event.mentions:
        yield row("sentence", None, None, span.start, span.end)
    for party in event.participants:
        place = party.span
        yield row(party.role, party.name, party.id, place.start if place else None, place.end if place else None)
    for field in ("date", *_FIELDS):
        value = getattr(event, field)
        if value is not None:
            span_or_none = event.evidence.get(field)
            start, end = (span_or_none.start, span_or_none.end) if span_or_none else (None, None)
            yield row(field, str(value), None, start, end)
