"""Hangs what named speakers said on the event they spoke about, once however many articles have it."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz import fuzz

from timeline.asked import rows_of
from timeline.settle import Event

_ALIKE = 90.0
"""Share of characters, in percent, by which two wordings are one statement (rapidfuzz ratio)."""
_SHORT = 40
"""Below this many characters one wording inside another says little; the whole of both must be alike."""


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a speaker about an event mention, in one version of one article."""

    mention_id: str
    speaker: str
    speaker_id: str | None
    text: str
    version_id: str
    article_id: str
    start: int
    end: int
    published: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as first reported, and the articles that have it."""

    first: Said
    articles: frozenset[str]


def load_said(connection: sqlite3.Connection, mentions: Collection[str]) -> list[Said]:
    """The statements about the events that some mentions tell."""
    rows = rows_of(
        connection,
        "SELECT s.mention_id, s.speaker, s.speaker_id, s.text, s.version_id, v.article_id, s.start, s.end, v.published "
        "FROM asked JOIN statements AS s ON s.mention_id = asked.key JOIN article_versions AS v ON v.id = s.version_id "
        "ORDER BY s.version_id, s.number",
        mentions,
    )
    return [Said(*row) for row in rows]


def statement_rows(events: Iterable[Event], said: Iterable[Said]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of event_statements, by event and first report."""
    by_mention: dict[str, list[Said]] = {}
    for one in said:
        by_mention.setdefault(one.mention_id, []).append(one)
    for event in events:
        found = join_statements([one for told in event.told for one in by_mention.get(told.id, ())])
        for number, statement in enumerate(found, start=1):
            first = statement.first
            yield (
                "event_statements",
                {
                    "event_id": event.id,
                    "number": number,
                    "speaker": first.speaker,
                    "speaker_id": first.speaker_id,
                    "text": " ".join(first.text.split()),
                    "version_id": first.version_id,
                    "start": first.start,
                    "end": first.end,
                    "published": first.published[:10] if first.published else None,
                    "article_count": len(statement.articles),
                },
            )


def join_statements(said: Sequence[Said]) -> list[Statement]:
    """Each statement once, as first reported, in that order."""
    ordered = sorted(said, key=lambda one: (one.published or "9999", one.version_id, one.start))
    found: list[Statement] = []
    for one in ordered:
        index = next((i for i, known in enumerate(found) if _same(known.first, one)), None)
        if index is None:
            found.append(Statement(one, frozenset({one.article_id})))
        else:
            found[index] = replace(found[index], articles=found[index].articles | {one.article_id})
    return found


def _same(one: Said, other: Said) -> bool:
    if not _same_speaker(one, other):
        return False
    texts = [" ".join(said.text.lower().split()).strip(" .,“”\"'") for said in (one, other)]
    if min(len(text) for text in texts) < _SHORT:
        return fuzz.ratio(*texts) >= _ALIKE
    return fuzz.partial_ratio(*texts) >= _ALIKE


def _same_speaker(one: Said, other: Said) -> bool:
    """By entity where both resolve; else where all words of the shorter name are in the longer ("Ross", "Wilbur Ross")."""
    if one.speaker_id and other.speaker_id:
        return one.speaker_id == other.speaker_id
    names = sorted((set(one.speaker.lower().split()), set(other.speaker.lower().split())), key=len)
    return names[0] <= names[1]
