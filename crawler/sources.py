"""The source registry: who publishes what, how it is followed and read; one TOML file a source."""

import re
import tomllib
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field, ValidationError, field_validator, model_validator

from crawler.follow import Address, Follow, Local, Selector, Table, UrlPattern

_DURATION = re.compile(r"(\d+)(m|h|d)")
_DURATION_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class SourceError(ValueError):
    """A source file that cannot be used; the message is a sentence naming the file, the key and the mend."""


class Rules(Table):
    """CSS selectors for what the generic reading gets wrong on this source; each may be left out."""

    body: Selector | None = None
    title: Selector | None = None
    byline: Selector | None = None
    date: Selector | None = None
    drop: tuple[Selector, ...] = ()


class Layout(Rules):
    """Rules that held between two days, both included, so that pages saved then can still be read."""

    since: date | None = None
    until: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Layout":
        if self.since is None and self.until is None:
            raise ValueError("give since or until; rules that always hold belong in [rules]")
        if self.since and self.until and self.since > self.until:
            raise ValueError("since must not be later than until")
        return self

    def holds(self, day: date) -> bool:
        """Whether pages fetched on that day look as these rules say."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Expect(Table):
    """What is normal for a source: bounds outside of which a crawl of it is unhealthy; each may be left out.

    ``new_a_week`` is the least and the most new articles in seven days; the other figures are shares of the
    newest articles with a title, a date, 200 words of body, and the most pages that may be refused.
    """

    new_a_week: tuple[int, int] | None = None
    with_title: float | None = Field(default=None, ge=0, le=1)
    with_date: float | None = Field(default=None, ge=0, le=1)
    with_200_words: float | None = Field(default=None, ge=0, le=1)
    refused: float | None = Field(default=None, ge=0, le=1)
    failures: int = Field(default=3, ge=1)


class Source(Table):
    """A publisher of pages, and how its pages are found and read.

    ``take`` and ``leave`` are regular expressions searched in a page's URL: a page is asked for if any of
    ``take`` matches (or there is none) and none of ``leave`` does. ``every`` is a number and m, h or d: how
    long a crawl waits before it asks again. ``recheck`` lists the ages at which a known page is asked for once
    more, to see whether it was edited or withdrawn. ``delay`` is the seconds between two requests. ``checked``
    says when and how the file was last checked against the real site.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    title: str = Field(min_length=1)
    home: Address
    country: str = Field(pattern=r"^[A-Z]{2}$")
    language: str = Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")
    timezone: str
    kind: Literal["official", "wire", "press", "law_firm", "think_tank"]
    follow: tuple[Follow, ...] = Field(min_length=1)
    take: tuple[UrlPattern, ...] = ()
    leave: tuple[UrlPattern, ...] = ()
    rules: Rules = Rules()
    layouts: tuple[Layout, ...] = ()
    expect: Expect = Expect()
    delay: float = Field(default=2.0, ge=0, le=600)
    every: str = "6h"
    recheck: tuple[str, ...] = ()
    max_pages: int = Field(default=200, ge=1, le=100_000)
    checked: str = Field(min_length=1)

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("write an IANA time zone such as America/New_York") from error
        return value

    @field_validator("every")
    @classmethod
    def _duration(cls, value: str) -> str:
        if not _DURATION.fullmatch(value):
            raise ValueError("write a number followed by m, h or d, such as 6h")
        return value

    @field_validator("recheck")
    @classmethod
    def _durations(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(cls._duration(age) for age in value)

    @property
    def interval(self) -> timedelta:
        """How long to wait between two crawls of this source."""
        return _timedelta(self.every)

    @property
    def recheck_ages(self) -> tuple[timedelta, ...]:
        """How old a page is when it is asked for once more."""
        return tuple(_timedelta(age) for age in self.recheck)

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts that a crawl of this source asks, as far as its file tells."""
        addresses = (self.home, *(follow.url for follow in self.follow if hasattr(follow, "url")))
        return frozenset(urlsplit(address).netloc for address in addresses)

    def wants(self, url: str) -> bool:
        """Whether a page at this URL is one of the source's articles, by ``take`` and ``leave``."""
        if any(re.search(pattern, url) for pattern in self.leave):
            return False
        return not self.take or any(re.search(pattern, url) for pattern in self.take)

    def seen_from(self, folder: Path) -> "Source":
        """The source with the files that it names on this machine looked for from a folder."""
        follow = tuple(one.seen_from(folder) if isinstance(one, Local) else one for one in self.follow)
        return self.model_copy(update={"follow": follow})

    def missing_files(self) -> list[str]:
        """The files on this machine that it follows and that are not there."""
        return [file for one in self.follow if isinstance(one, Local) for file in one.missing()]

    def as_laid_out_on(self, day: date) -> "Source":
        """The source with the rules that hold for a page fetched on that day: a layout's, or else ``rules``."""
        layout = next((layout for layout in self.layouts if layout.holds(day)), None)
        if layout is None:
            return self
        return self.model_copy(update={"rules": Rules.model_validate(layout.model_dump(exclude={"since", "until"}))})


def _timedelta(duration: str) -> timedelta:
    match = _DURATION.fullmatch(duration)
    assert match is not None  # held by the validators
    return timedelta(**{_DURATION_UNITS[match[2]]: int(match[1])})


def shipped_sources() -> Path:
    """The folder of the source files that come with the package."""
    return Path(str(resources.files("crawler"))) / "sources"


def load_sources(directory: Path | None = None) -> list[Source]:
    """The sources that the ``*.toml`` files of a directory describe; None means those that are shipped.

    Raises ``SourceError`` with one sentence for a file that is not TOML, has a wrong key or value, or repeats
    a name.
    """
    folder = directory if directory is not None else shipped_sources()
    if not folder.is_dir():
        raise SourceError(f"{folder}: there is no such directory; name one that holds source files (*.toml).")
    by_name: dict[str, tuple[Source, Path]] = {}
    for path in sorted(folder.glob("*.toml")):
        source = load_source(path)
        if source.name in by_name:
            first = by_name[source.name][1]
            raise SourceError(f"{path}: name: {source.name!r} is already the name of {first}; choose another.")
        by_name[source.name] = source, path
    if not by_name:
        raise SourceError(f"{folder}: holds no source file; add one named *.toml.")
    return [source for _, (source, _) in sorted(by_name.items())]


def load_source(path: Path) -> Source:
    """The source described by one TOML file; raises ``SourceError`` as ``load_sources`` does."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); check the file and its rights.") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: is not UTF-8 text (byte {error.start}); save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path}: is not TOML ({error}); mend the line it names.") from error
    try:
        return Source.model_validate(table).seen_from(path.parent)
    except ValidationError as error:
        raise SourceError(f"{path}: {_first_fault(error)}") from error


def _first_fault(error: ValidationError) -> str:
    """One sentence on the first thing wrong in a table: its key, what is wrong, and the mend."""
    # A misspelt key is missing under its right name too; the word that was written is what its author will look for.
    fault = min(error.errors(include_url=False), key=lambda fault: fault["type"] != "extra_forbidden")
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in fault["loc"])
    more = error.error_count() - 1
    others = f" ({more} more after this one)" if more else ""
    if fault["type"] == "extra_forbidden":
        return f"{key}: is not a known key; remove it, or write one of {_keys_beside(fault['loc'])}{others}."
    if fault["type"] == "missing":
        return f"{key}: is missing; add it{others}."
    if fault["type"] == "union_tag_not_found":
        return f"{key}: type: is missing; add one of {', '.join(_follow_tables())}{others}."
    if fault["type"] == "union_tag_invalid":
        return f"{key}: type: is not a known way to follow; write one of {', '.join(_follow_tables())}{others}."
    if fault["type"] == "value_error":
        return f"{key}: {fault['ctx']['error']}, not {_shown(fault['input'])}{others}."
    wanted = fault["msg"][0].lower() + fault["msg"][1:]
    return f"{key}: {wanted}, not {_shown(fault['input'])}; correct the value{others}."


def _follow_tables() -> dict[str, type[BaseModel]]:
    """The tables of ``follow`` by the word that their ``type`` holds."""
    tables = get_args(get_args(Follow)[0])
    return {word: table for table in tables for word in get_args(table.model_fields["type"].annotation)}


def _keys_beside(place: tuple[int | str, ...]) -> str:
    tables: dict[str, type[BaseModel]] = {"rules": Rules, "layouts": Layout, "expect": Expect}
    table: type[BaseModel] = Source
    if len(place) > 1:
        table = _follow_tables()[str(place[2])] if place[0] == "follow" else tables[str(place[0])]
    return ", ".join(table.model_fields)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
