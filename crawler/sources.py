"""The source registry: who publishes what, how it is followed and read; one TOML file a source."""

import re
import tomllib
from datetime import timedelta
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import cssselect
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator

_DURATION = re.compile(r"(\d+)(m|h|d)")
_DURATION_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class SourceError(ValueError):
    """A source file that cannot be used; the message is a sentence naming the file, the key and the mend."""


def _http_address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", value):
        raise ValueError("write a full address that begins with http:// or https://")
    return value


def _css_selector(value: str) -> str:
    try:
        cssselect.parse(value)
    except cssselect.SelectorError as error:
        raise ValueError(f"write a CSS selector ({error})") from error
    return value


def _url_pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"write a regular expression ({error})") from error
    return value


Address = Annotated[str, AfterValidator(_http_address)]
Selector = Annotated[str, AfterValidator(_css_selector)]
UrlPattern = Annotated[str, AfterValidator(_url_pattern)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Follow(_Table):
    """One feed (RSS or Atom) or sitemap that lists a source's pages."""

    type: Literal["feed", "sitemap"]
    url: Address


class Rules(_Table):
    """CSS selectors for what the generic reading gets wrong on this source; each may be left out."""

    body: Selector | None = None
    title: Selector | None = None
    byline: Selector | None = None
    date: Selector | None = None
    drop: tuple[Selector, ...] = ()


class Source(_Table):
    """A publisher of pages, and how its pages are found and read.

    ``take`` and ``leave`` are regular expressions searched in a page's URL: a page is asked for if any of
    ``take`` matches (or there is none) and none of ``leave`` does. ``every`` is a number and m, h or d: how
    long a crawl waits before it asks again. ``delay`` is the seconds between two requests. ``checked`` says
    when and how the file was last checked against the real site.
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
    delay: float = Field(default=2.0, ge=0, le=600)
    every: str = "6h"
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

    @property
    def interval(self) -> timedelta:
        """How long to wait between two crawls of this source."""
        match = _DURATION.fullmatch(self.every)
        assert match is not None  # held by _duration
        return timedelta(**{_DURATION_UNITS[match[2]]: int(match[1])})

    def wants(self, url: str) -> bool:
        """Whether a page at this URL is one of the source's articles, by ``take`` and ``leave``."""
        if any(re.search(pattern, url) for pattern in self.leave):
            return False
        return not self.take or any(re.search(pattern, url) for pattern in self.take)


def load_sources(directory: Path | None = None) -> list[Source]:
    """The sources that the ``*.toml`` files of a directory describe; None means those that are shipped.

    Raises ``SourceError`` with one sentence for a file that is not TOML, has a wrong key or value, or repeats
    a name.
    """
    folder = directory if directory is not None else Path(str(resources.files("crawler"))) / "sources"
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
        return Source.model_validate(table)
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
    if fault["type"] == "value_error":
        return f"{key}: {fault['ctx']['error']}, not {_shown(fault['input'])}{others}."
    wanted = fault["msg"][0].lower() + fault["msg"][1:]
    return f"{key}: {wanted}, not {_shown(fault['input'])}; correct the value{others}."


def _keys_beside(place: tuple[int | str, ...]) -> str:
    tables: dict[str, type[BaseModel]] = {"follow": Follow, "rules": Rules}
    table = tables.get(str(place[0]), Source) if len(place) > 1 else Source
    return ", ".join(table.model_fields)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
