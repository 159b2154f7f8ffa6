"""Shows how an article was edited: the difference between its versions, paragraph by paragraph."""

import difflib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.addresses import address_key

_PARAGRAPH_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Version:
    """An article's words as they stood when it was fetched (ISO 8601, UTC)."""

    id: str
    fetched_at: str
    title: str | None
    published: str | None
    text: str
    snapshot: str | None


@dataclass(frozen=True, slots=True)
class Versions:
    """An article's versions, the oldest first, and when its page was found gone."""

    url: str
    withdrawn_at: str | None
    versions: tuple[Version, ...]


def versions_of(connection: sqlite3.Connection, url: str) -> Versions | None:
    """The publisher's versions of the article at an address, or None where no such article is known.

    Where a later rule read a snapshot anew, only its newest reading counts: that was no edit.
    """
    article = connection.execute(
        "SELECT id, url, withdrawn_at FROM articles WHERE page_key = ? OR url = ?", (address_key(url), url)
    ).fetchone()
    if article is None:
        return None
    rows = connection.execute(
        "SELECT id, fetched_at, title, published, text, snapshot FROM article_versions AS v WHERE article_id = ? "
        "AND NOT EXISTS (SELECT 1 FROM article_versions AS later WHERE later.replaces = v.id) ORDER BY fetched_at, id",
        (article[0],),
    )
    return Versions(article[1], article[2], tuple(Version(*row) for row in rows))


def edits(before: Version, after: Version) -> Iterator[str]:
    """The lines of a unified diff between two versions: title, date and paragraphs; nothing where they are equal."""
    yield from difflib.unified_diff(
        _lines(before), _lines(after), before.fetched_at[:19], after.fetched_at[:19], lineterm="", n=0
    )


def _lines(version: Version) -> list[str]:
    return [
        f"title: {version.title or ''}",
        f"published: {version.published or ''}",
        *version.text.split(_PARAGRAPH_BREAK),
    ]
