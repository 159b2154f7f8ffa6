"""Finds events and articles by words, with the passage that holds them."""

import re
import sqlite3
from dataclasses import dataclass

MARKS = ("«", "»")
"""What the words found are set between in a snippet."""
_WORDS = 24
"""Words around the match in a snippet."""


_OPERATORS = frozenset({"AND", "OR", "NOT", "NEAR"})
_LICENCE = re.compile(r"licen[cs]e(d|s|)", re.IGNORECASE)


class SearchError(Exception):
    """A search that cannot be run; the message says what is wrong with it and what to write."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An event or article that has the words: ``key`` its id, ``day`` its date, ``rank`` BM25 (smaller is better)."""

    kind: str
    key: str
    day: str | None
    title: str
    snippet: str
    rank: float


def search(connection: sqlite3.Connection, words: str, limit: int) -> list[Hit]:
    """The best events, then the best articles, at most ``limit`` of each.

    ``words`` is in FTS5's language: words are all looked for, "a phrase" as it stands, OR, NOT, prefix*. Words that are
    not in that language but are plain (a hyphen, an apostrophe) are looked for as they stand. SearchError for others.
    """
    if not words.strip():
        raise SearchError("Give the words to look for.")
    plain = all(word.isalnum() and word not in _OPERATORS for word in words.split())
    try:
        return _search(connection, " AND ".join(map(_spelt_both_ways, words.split())) if plain else words, limit)
    except sqlite3.OperationalError as error:
        if any(mark in words for mark in '"()*^:') or not _is_fts_error(error):
            raise SearchError(
                f'The search {words!r} cannot be read: {error}. Write words, "a phrase" in double quotes, OR, NOT, or prefix*.'
            ) from error
    try:
        return _search(connection, " ".join(f'"{word}"' for word in words.split()), limit)
    except sqlite3.OperationalError as error:
        raise SearchError(f"The search {words!r} cannot be run: {error}.") from error


def _spelt_both_ways(word: str) -> str:
    """The noun of this subject under its British and its American spelling."""
    found = _LICENCE.fullmatch(word)
    return f"(licence{found[1]} OR license{found[1]})" if found else word


def _is_fts_error(error: sqlite3.OperationalError) -> bool:
    text = str(error)
    return "fts5" in text or "no such column" in text or "syntax" in text


def _search(connection: sqlite3.Connection, words: str, limit: int) -> list[Hit]:
    found = connection.execute(
        "SELECT 'event', e.id, e.date, e.summary, snippet(events_fts, -1, ?, ?, ' … ', ?), f.rank "
        "FROM (SELECT rowid, rank FROM events_fts WHERE events_fts MATCH ? ORDER BY rank LIMIT ?) AS f "
        "JOIN events_fts ON events_fts.rowid = f.rowid AND events_fts MATCH ? JOIN events AS e ON e.docid = f.rowid "
        "ORDER BY f.rank, e.id",
        (*MARKS, _WORDS, words, limit, words),
    ).fetchall()
    found += connection.execute(
        "SELECT 'article', a.id, substr(v.published, 1, 10), coalesce(v.title, a.url), "
        "snippet(articles_fts, -1, ?, ?, ' … ', ?), articles_fts.rank FROM articles_fts "
        "JOIN article_versions AS v ON v.docid = articles_fts.rowid JOIN articles AS a ON a.version_id = v.id "
        "WHERE articles_fts MATCH ? ORDER BY articles_fts.rank, a.id LIMIT ?",
        (*MARKS, _WORDS, words, limit),
    ).fetchall()
    return [
        Hit(kind, key, day, title, " ".join(passage.split()), rank) for kind, key, day, title, passage, rank in found
    ]
