"""Reads one fetched page of a source, fresh from the web or saved, into its outcome and its article."""

import errno
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from crawler.addresses import page_address
from crawler.article import MAX_PAGE_BYTES, PageSetAside, open_page, read_opened
from crawler.causes import Cause
from crawler.encoding import decode_page, is_mislabelled
from crawler.glance import words_of_page
from crawler.publication import EntryDate
from crawler.records import Article, PageOutcome, Snapshot
from crawler.sources import Source
from crawler.walls import Shown, find_wall, first_shown

_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
Relevance = Callable[[str], bool]
"""Says of a page's words whether its story may matter."""

_HTML_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/octet-stream", "")


@dataclass(frozen=True, slots=True)
class Listed:
    """A page as all listings of a source together describe it; ``stated`` are its change dates as written."""

    url: str
    source: Source
    date: EntryDate | None = None
    stated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageRead:
    """One page that was asked for: its outcome, and its article if there is one.

    With an article, the outcome's own word is still open: only the memory knows whether the article is new.
    """

    page: PageOutcome
    article: Article | None = None


def read_article(
    listed: Listed,
    body: bytes,
    content_type: str,
    *,
    answered_url: str,
    fetched_at: datetime,
    snapshot: Snapshot | None,
    relevant: Relevance | None = None,
) -> Article:
    """The article of a page, by the rules that held when it was fetched; raises ``PageSetAside`` where there is none.

    ``answered_url`` is where redirects ended: it is the canonical address of a page that states none. ``relevant`` is
    asked about the page's words before its story is looked for.
    """
    media_type, charset = split_content_type(content_type)
    if media_type not in _HTML_TYPES:
        raise PageSetAside(f"The page is not HTML: it is {media_type}.", Cause.NOT_HTML)
    address = page_address(answered_url, answered_url) or answered_url
    text = decode_page(body[:MAX_PAGE_BYTES], charset)
    if relevant is not None and not relevant(words_of_page(text)):
        raise PageSetAside("The page tells nothing of trade policy at a glance.", Cause.IRRELEVANT)
    page = open_page(body, text)
    shown = first_shown(page.tree)
    source = listed.source.as_laid_out_on(fetched_at.date())
    try:
        article = read_opened(page, address, source=source, fetched_at=fetched_at, entry_date=listed.date)
    except PageSetAside as reason:
        if reason.cause is Cause.NO_TEXT:
            _refuse_wall(shown, listed.url, address, None)
        raise
    _refuse_wall(shown, listed.url, address, article)
    canonical = page_address(article.canonical_url, address) or address
    return replace(
        article, url=listed.url, canonical_url=canonical, snapshot=str(snapshot) if snapshot is not None else None
    )


def _refuse_wall(shown: Shown, asked: str, answered: str, article: Article | None) -> None:
    """Raise ``PageSetAside`` where a page stands in the place of a story."""
    wall = find_wall(
        shown,
        asked=asked,
        answered=answered,
        title=article.title if article else None,
        body_length=len(article.text) if article else 0,
    )
    if wall is not None:
        raise PageSetAside(wall.sentence, wall.cause)


def read_page(
    listed: Listed,
    opened: PageOutcome,
    body: bytes,
    content_type: str,
    *,
    answered_url: str,
    relevant: Relevance | None = None,
) -> PageRead:
    """The article of a fetched page, or why there is none; ``opened`` is the outcome but for its word and reason.

    Raises ``OSError`` where a library finds no space for its temporary files: that is no fault of the page.
    """
    try:
        article = read_article(
            listed,
            body,
            content_type,
            answered_url=answered_url,
            fetched_at=opened.fetched_at,
            snapshot=opened.snapshot,
            relevant=relevant,
        )
    except PageSetAside as reason:
        return PageRead(replace(opened, outcome="set_aside", reason=str(reason), cause=reason.cause))
    except Exception as error:  # one page that breaks a parser must not cost the others
        if isinstance(error, OSError) and error.errno in _NO_SPACE:
            raise OSError(
                error.errno, "The disk is full or cannot be written; free some space and run again"
            ) from error
        reason_text = f"The page could not be read ({type(error).__name__}: {str(error)[:200]})."
        return PageRead(replace(opened, outcome="set_aside", reason=reason_text, cause=Cause.UNREADABLE))
    _, charset = split_content_type(content_type)
    if is_mislabelled(body, charset):
        opened = replace(opened, cause=Cause.MISLABELLED_ENCODING)
    return PageRead(opened, article)


def split_content_type(stated: str) -> tuple[str, str | None]:
    """The media type of a Content-Type header in lower case, and its charset if one is stated."""
    media_type, _, parameters = stated.partition(";")
    charset = None
    for parameter in parameters.split(";"):
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "charset":
            charset = value.strip(" \"'") or None
    return media_type.strip().lower(), charset
