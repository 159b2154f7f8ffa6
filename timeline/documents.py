"""Reads texts given as files: HTML pages, plain text, and JSON lines."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from crawler.article import PageSetAside, article_from_html_file
from crawler.records import Article
from nlp.time_expressions import find_time_expressions

FILES_SOURCE = "files"
HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
JSONL_SUFFIXES = frozenset({".jsonl", ".ndjson"})
_MARKUP = re.compile(r"<(?:!doctype html|html|head|body|article|p)\b", re.IGNORECASE)
_HEAD_LINES = 6
_DATE_LINE = 80


@dataclass(frozen=True, slots=True)
class SetAside:
    """A file or row that no text could be read from, and why."""

    where: str
    reason: str


def load_documents(paths: Iterable[Path], *, fetched_at: datetime) -> Iterator[Article | SetAside]:
    """The articles in the files, in order; what cannot be read comes as ``SetAside`` and stops nothing."""
    for path in paths:
        try:
            yield from _load(path, fetched_at)
        except PageSetAside as error:
            yield SetAside(str(path), str(error))
        except OSError as error:
            yield SetAside(str(path), f"The file cannot be read: {error.strerror or error}.")


def _load(path: Path, fetched_at: datetime) -> Iterator[Article | SetAside]:
    if path.suffix.lower() in JSONL_SUFFIXES:
        yield from _rows(path, fetched_at)
        return
    content = path.read_bytes()
    if path.suffix.lower() in HTML_SUFFIXES or _MARKUP.search(content[:2048].decode("latin-1")):
        yield article_from_html_file(path, fetched_at=fetched_at)
        return
    if b"\x00" in content[:1024]:
        yield SetAside(str(path), "The file is not text: it holds binary data.")
        return
    text = content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    if not text.strip():
        yield SetAside(str(path), "The file is empty.")
        return
    yield _plain(path, text, fetched_at)


def _plain(path: Path, text: str, fetched_at: datetime) -> Article:
    """A plain text: its first line is the title, a date line near its top the publication date."""
    title = next((line.strip() for line in text.splitlines() if line.strip()), None)
    published = date_line(text)
    return _article(
        url=path.resolve().as_uri(),
        title=title,
        published=published,
        basis="text" if published else "no date line stands at the head of the text",
        text=text,
        fetched_at=fetched_at,
    )


def date_line(text: str) -> date | None:
    """The full date in one of the first short lines of a text: "22 Nov, 2019 13:58 / Updated …"."""
    lines = [line for line in text.splitlines() if line.strip()][:_HEAD_LINES]
    for line in lines:
        if len(line) > _DATE_LINE:
            continue
        for found in find_time_expressions(line, None):
            if re.fullmatch(r"\d{4}-\d\d-\d\d", found.value):
                return date.fromisoformat(found.value)
    return None


def _rows(path: Path, fetched_at: datetime) -> Iterator[Article | SetAside]:
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _row(line, f"{path}, line {number}", path, number, fetched_at)


def _row(line: str, where: str, path: Path, number: int, fetched_at: datetime) -> Article | SetAside:
    try:
        row: Any = json.loads(line)
    except ValueError as error:
        return SetAside(where, f"The line is not JSON: {error}.")
    if not isinstance(row, dict):
        return SetAside(where, "The line is no JSON object; give one with url, title, published and text.")
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        return SetAside(where, "The key 'text' is missing, empty or no string.")
    try:
        published = read_published(row.get("published"))
    except ValueError:
        return SetAside(where, f"The key 'published' is no ISO 8601 date: {row['published']!r}.")
    url, title = row.get("url"), row.get("title")
    return _article(
        url=url if isinstance(url, str) and url else f"{path.resolve().as_uri()}#line-{number}",
        title=title if isinstance(title, str) else None,
        published=published,
        basis="file" if published else "the row gives none",
        text=text,
        fetched_at=fetched_at,
    )


def read_published(value: object) -> date | datetime | None:
    """A date or time from its ISO 8601 form; None for None or an empty string; ValueError for anything else."""
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise ValueError("not a string")
    return date.fromisoformat(value) if len(value) <= 10 else datetime.fromisoformat(value)


def _article(
    *, url: str, title: str | None, published: date | datetime | None, basis: str, text: str, fetched_at: datetime
) -> Article:
    return Article(
        url=url,
        canonical_url=url,
        source=FILES_SOURCE,
        title=title,
        byline=None,
        published=published,
        published_basis=basis,
        updated=None,
        language=None,
        text=text,
        fetched_at=fetched_at,
    )
