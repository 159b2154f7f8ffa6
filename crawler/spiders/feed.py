"""Reads RSS 2.0, RSS 1.0 (RDF), Atom and JSON feeds."""

import json
from collections.abc import Iterator
from datetime import tzinfo
from typing import Any
from urllib.parse import urljoin

from crawler.addresses import page_address
from crawler.dates import read_moment
from crawler.spiders.listing import Entry, Listing, ListingError, bounded_listing, child_text, local_name, parse_xml

_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def read_feed(body: bytes, url: str, zone: tzinfo | None = None) -> Listing:
    """The pages that a feed lists, in its order; times without an offset are placed in ``zone``.

    Raises ``ListingError`` for what is not a feed.
    """
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return bounded_listing(_json_items(body, url, zone))
    root, flaws = parse_xml(body, ("rss", "RDF", "feed"))
    read = _atom_entries if local_name(root) == "feed" else _rss_items
    return bounded_listing(read(root, url, zone), flaws)


def _rss_items(root: Any, url: str, zone: tzinfo | None) -> Iterator[Entry | None]:
    for item in root.iter("{*}item"):
        address = page_address(_rss_link(item), url)
        if address is None:
            yield None
            continue
        published = child_text(item, "pubDate", "date", "published")
        yield Entry(
            url=address,
            basis="feed",
            published=read_moment(published, zone=zone) if published else None,
            stated=child_text(item, "updated", "modified") or published,
        )


def _rss_link(item: Any) -> str | None:
    if link := child_text(item, "link"):
        return link
    for child in item:
        if local_name(child) == "link" and child.get("rel", "alternate") == "alternate" and child.get("href"):
            return str(child.get("href"))
        # A guid is the page's address unless it says that it is not (RSS 2.0, "guid"), which those that are numbers forget.
        if local_name(child) == "guid" and child.get("isPermaLink", "true") == "true" and "://" in (child.text or ""):
            return str(child.text)
    return None


def _atom_entries(root: Any, url: str, zone: tzinfo | None) -> Iterator[Entry | None]:
    base = urljoin(url, root.get(_XML_BASE, ""))
    for entry in root.iterchildren("{*}entry"):
        link = next((child.get("href") for child in entry if _is_page_link(child)), None)
        address = page_address(link, urljoin(base, entry.get(_XML_BASE, "")))
        if address is None:
            yield None
            continue
        published = child_text(entry, "published", "issued") or child_text(entry, "updated", "modified")
        yield Entry(
            url=address,
            basis="feed",
            published=read_moment(published, zone=zone) if published else None,
            stated=child_text(entry, "updated", "modified") or published,
        )


def _is_page_link(child: Any) -> bool:
    return local_name(child) == "link" and child.get("rel", "alternate") == "alternate" and bool(child.get("href"))


def _json_items(body: bytes, url: str, zone: tzinfo | None) -> Iterator[Entry | None]:
    """The items of a JSON Feed (version 1 or 1.1)."""
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ListingError("is not well-formed JSON") from error
    items = feed.get("items")
    if not isinstance(items, list):
        raise ListingError("is JSON without a list of items, so no JSON Feed")
    for item in items:
        stated = (_text(item, "url") or _text(item, "external_url")) if isinstance(item, dict) else None
        address = page_address(stated, url)
        if address is None:
            yield None
            continue
        published = _text(item, "date_published") or _text(item, "date_modified")
        yield Entry(
            url=address,
            basis="feed",
            published=read_moment(published, zone=zone) if published else None,
            stated=_text(item, "date_modified") or published,
        )


def _text(item: dict[str, Any], key: str) -> str | None:
    value = item.get(key)
    return value if isinstance(value, str) and value.strip() else None
