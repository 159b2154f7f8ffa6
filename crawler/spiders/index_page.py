"""Reads an index page: a page of a site that lists its stories, with links and sometimes dates."""

from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

from lxml import etree, html

from crawler.addresses import absolute_address, page_address
from crawler.dates import Moment, read_moment
from crawler.follow import IndexFollow
from crawler.spiders.listing import Entry, Listing, ListingError, More


def read_index_page(
    body: bytes, url: str, follow: IndexFollow, zone: tzinfo | None = None, *, month_first: bool | None = None
) -> Listing:
    """The stories that an index page links to, each once, in its order, and the page that goes on from it.

    Raises ``ListingError`` where no link answers to the selectors: a changed layout must not look like a quiet day.
    """
    try:
        root = html.document_fromstring(body)
    except (etree.ParserError, ValueError) as error:
        raise ListingError("is empty") from error
    entries: dict[str, Entry] = {}
    for item in root.cssselect(follow.item):
        moment, written = _date(item, follow, zone, month_first)
        for link in item.cssselect(follow.link):
            address = page_address(link.get("href"), url)
            if address is not None and address != url:
                entries.setdefault(address, Entry(address, "index", moment, written))
    if not entries:
        raise ListingError(f"has no link that answers to {follow.item!r} and {follow.link!r}")
    return Listing(tuple(entries.values()), more=tuple(_next(root, url, follow)))


def _date(
    item: Any, follow: IndexFollow, zone: tzinfo | None, month_first: bool | None
) -> tuple[Moment | None, str | None]:
    """The date of a story: read, and as written in a ``datetime`` attribute or in words."""
    if follow.date is None:
        return None, None
    for found in item.cssselect(follow.date):
        written = found.get("datetime") or " ".join(found.text_content().split())
        if written:
            return read_moment(written, zone=zone, month_first=month_first), written
    return None, None


def _next(root: Any, url: str, follow: IndexFollow) -> Iterator[More]:
    for link in root.cssselect(follow.next) if follow.next else ():
        address = absolute_address(link.get("href"), url)
        if address is not None and address != url:
            yield More(address)
            return
