"""How a source is followed: one table a mechanism, with the keys that it needs."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import cssselect
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from crawler.snapshots import expand_globs


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


class Table(BaseModel):
    """A TOML table that holds no key but its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FeedFollow(Table):
    """A feed: RSS 2.0, RSS 1.0, Atom or JSON Feed, told apart by what it holds."""

    type: Literal["feed"]
    url: Address


class SitemapFollow(Table):
    """A sitemap or an index of sitemaps; a news sitemap lists only what has a ``news`` entry."""

    type: Literal["sitemap", "news_sitemap"]
    url: Address


class IndexFollow(Table):
    """A page that lists stories: CSS selectors for a story, its link, its date and the next page.

    ``link`` is looked for inside each ``item``; ``pages`` bounds how many pages are turned.
    """

    type: Literal["index"]
    url: Address
    item: Selector = "body"
    link: Selector = "a[href]"
    date: Selector | None = None
    next: Selector | None = None
    pages: int = Field(default=1, ge=1, le=50)


class FederalRegisterFollow(Table):
    """A search of the Federal Register's API: agencies by their slug, document types, a term; from ``since`` on."""

    type: Literal["federal_register"]
    url: Address = "https://www.federalregister.gov/api/v1/documents.json"
    agencies: tuple[str, ...] = ()
    types: tuple[Literal["RULE", "PRORULE", "NOTICE", "PRESDOCU"], ...] = ()
    term: str | None = None
    since: date


class WarcFollow(Table):
    """Saved pages in WARC files (such as CC-NEWS): paths or globs on this machine, seen from the source file's folder."""

    type: Literal["warc"]
    files: tuple[str, ...] = Field(min_length=1)

    def seen_from(self, folder: Path) -> "WarcFollow":
        """The same files by paths that do not depend on where the command is started."""
        return WarcFollow(type=self.type, files=tuple(str(folder.absolute() / file) for file in self.files))

    def missing(self) -> list[str]:
        """The paths and globs that name no file."""
        return [pattern for pattern in self.files if not expand_globs([pattern])]


class ListFollow(Table):
    """A text file of addresses, one a line, its path seen from the source file's folder; ``#`` begins a remark."""

    type: Literal["list"]
    file: str

    def seen_from(self, folder: Path) -> "ListFollow":
        """The same file by a path that does not depend on where the command is started."""
        return ListFollow(type=self.type, file=str(folder.absolute() / self.file))

    def missing(self) -> list[str]:
        """The path, if it names no file."""
        return [] if Path(self.file).is_file() else [self.file]


Follow = Annotated[
    FeedFollow | SitemapFollow | IndexFollow | FederalRegisterFollow | WarcFollow | ListFollow,
    Field(discriminator="type"),
]
Online = FeedFollow | SitemapFollow | IndexFollow | FederalRegisterFollow
Local = WarcFollow | ListFollow
