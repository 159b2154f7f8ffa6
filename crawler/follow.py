"""How a source is followed: one table a mechanism, with the keys that it needs."""

import re
from datetime import date
from typing import Annotated, Literal

import cssselect
from pydantic import AfterValidator, BaseModel, ConfigDict, Field


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
    """Saved pages in WARC files (such as CC-NEWS): paths or globs on this machine."""

    type: Literal["warc"]
    files: tuple[str, ...] = Field(min_length=1)


class ListFollow(Table):
    """A text file of addresses, one a line, on this machine; ``#`` begins a remark."""

    type: Literal["list"]
    file: str


Follow = Annotated[
    FeedFollow | SitemapFollow | IndexFollow | FederalRegisterFollow | WarcFollow | ListFollow,
    Field(discriminator="type"),
]
Online = FeedFollow | SitemapFollow | IndexFollow | FederalRegisterFollow
