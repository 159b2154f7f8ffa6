"""Reads sitemaps and sitemap indexes, plain or gzipped, with the news extension."""

import zlib
from collections.abc import Iterator
from datetime import tzinfo
from itertools import islice
from typing import Any

from crawler.addresses import absolute_address, page_address
from crawler.causes import Cause
from crawler.dates import read_moment
from crawler.spiders.listing import (
    MOST_ENTRIES,
    Entry,
    Listing,
    ListingError,
    More,
    bounded_listing,
    child_text,
    local_name,
    parse_xml,
)

MAX_SITEMAP_BYTES = 50 * 1024 * 1024  # the protocol's own bound on an uncompressed sitemap
_GZIP = b"\x1f\x8b"


def read_sitemap(body: bytes, url: str, zone: tzinfo | None = None, *, only_news: bool = False) -> Listing:
    """The pages that a sitemap lists, or the sitemaps that an index lists, in its order.

    ``only_news`` leaves out pages without a ``news`` entry. Raises ``ListingError`` for what is not a sitemap or
    unpacks to more than 50 MB.
    """
    root, flaws = parse_xml(_unpacked(body), ("urlset", "sitemapindex"))
    if local_name(root) == "sitemapindex":
        return Listing((), more=tuple(islice(_sitemaps(root, url), MOST_ENTRIES)), flaws=flaws)
    return bounded_listing(_pages(root, url, zone, only_news), flaws)


def _sitemaps(root: Any, url: str) -> Iterator[More]:
    for item in root.iterchildren("{*}sitemap"):
        address = absolute_address(child_text(item, "loc"), url)
        if address is not None:
            yield More(address, child_text(item, "lastmod"))


def _pages(root: Any, url: str, zone: tzinfo | None, only_news: bool) -> Iterator[Entry | None]:
    for item in root.iterchildren("{*}url"):
        news = next((child for child in item if local_name(child) == "news"), None)
        if only_news and news is None:
            continue
        address = page_address(child_text(item, "loc"), url)
        if address is None:
            yield None
            continue
        changed = child_text(item, "lastmod")
        published = (child_text(news, "publication_date") if news is not None else None) or changed
        yield Entry(
            url=address,
            basis="sitemap",
            published=read_moment(published, zone=zone) if published else None,
            stated=changed or published,
        )


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(_GZIP):
        return body
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        plain = unpacker.decompress(body, MAX_SITEMAP_BYTES)
    except zlib.error as error:
        raise ListingError("is not readable as gzip", Cause.BROKEN_COMPRESSION) from error
    if unpacker.unconsumed_tail:
        raise ListingError(f"unpacks to more than {MAX_SITEMAP_BYTES // 2**20} MB", Cause.DECOMPRESSION_BOMB)
    return plain
