"""What a feed, sitemap or other list of pages names, and the safe parsing of XML that most are read from."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree

from crawler.causes import Cause
from crawler.dates import Moment, read_moment
from crawler.records import GazetteDocument


class ListingError(ValueError):
    """A listing that cannot be read; its message completes a sentence begun by its address."""

    def __init__(self, message: str, cause: Cause = Cause.NOT_A_LISTING) -> None:
        super().__init__(message)
        self.cause = cause


@dataclass(frozen=True, slots=True)
class Entry:
    """One page that a listing names.

    ``basis`` is ``feed``, ``sitemap``, ``index`` or ``gazette``. ``stated`` is the change date as written there
    (``updated``, ``lastmod`` or, lacking those, the publication date).
    """

    url: str
    basis: str
    published: Moment | None = None
    stated: str | None = None
    gazette: GazetteDocument | None = None


@dataclass(frozen=True, slots=True)
class More:
    """A further listing of the same kind, with the change date that was stated for it."""

    url: str
    stated: str | None = None


@dataclass(frozen=True, slots=True)
class Flaw:
    """What kept a part of a listing from being read: the end of a sentence, and the name that it is counted under."""

    sentence: str
    cause: Cause = Cause.PARTLY_READ


@dataclass(frozen=True, slots=True)
class Listing:
    """What one listing names: pages, further listings, and the flaws it was read with."""

    entries: tuple[Entry, ...]
    more: tuple[More, ...] = ()
    flaws: tuple[Flaw, ...] = ()


MOST_ENTRIES = 50_000
"""How many pages of a listing are taken; sitemaps.org allows no more to a sitemap."""


def bounded_listing(entries: Iterable[Entry | None], flaws: tuple[Flaw, ...] = ()) -> Listing:
    """A listing of the first ``MOST_ENTRIES`` of some pages, None being an item that names no page.

    What would be lost in silence is a flaw: pages past the bound, items without a page's address, dates that say
    nothing, and a listing without any item.
    """
    taken = tuple(islice(entries, MOST_ENTRIES + 1))
    if len(taken) > MOST_ENTRIES:
        flaws += (Flaw(f"names more than {MOST_ENTRIES} pages, of which the first were taken", Cause.HUGE_LISTING),)
    pages = tuple(entry for entry in taken[:MOST_ENTRIES] if entry is not None)
    if not taken:
        flaws += (Flaw("holds no item", Cause.NAMES_NOTHING),)
    if nameless := min(len(taken), MOST_ENTRIES) - len(pages):
        flaws += (Flaw(f"has {nameless} of {len(taken)} items without the address of a page, which were left out"),)
    undated = [entry.stated for entry in pages if entry.published is None and entry.stated]
    if unread := [stated for stated in undated if read_moment(stated) is None]:
        shown = f"{len(unread)} of {len(pages)} pages in a way that cannot be read, such as {unread[0][:40]!r}"
        flaws += (Flaw(f"dates {shown}"),)
    return Listing(pages, flaws=flaws)


def parse_xml(body: bytes, roots: Iterable[str]) -> tuple[Any, tuple[Flaw, ...]]:
    """The root element of a document, and its flaws.

    Entities are not resolved, nothing is fetched, and depth is bounded: a feed is a stranger's input. Raises
    ``ListingError`` for what is not XML, has another root than ``roots`` (local names), or holds entities that grow
    without measure (libxml2 tells).
    """
    if not body.strip():
        raise ListingError("is empty")
    flaws: tuple[Flaw, ...] = ()
    try:
        root = etree.fromstring(body.strip(), _parser(recover=False))
    except etree.XMLSyntaxError as error:
        if "entity" in error.msg.lower() and "amplification" in error.msg.lower():
            raise ListingError("holds XML entities that grow without measure", Cause.XML_ENTITIES) from error
        flaws = (Flaw(f"is not well-formed XML ({error.msg}); what could be read of it was used"),)
        root = etree.fromstring(body.strip(), _parser(recover=True))
    if root is None or local_name(root) not in roots:
        what = "not XML" if flaws else f"XML with the root <{local_name(root)}>"
        raise ListingError(f"is {what}, not {' or '.join(f'<{name}>' for name in roots)}")
    if _declares_entities(root):
        flaws += (Flaw("declares XML entities of its own, which were not resolved", Cause.XML_ENTITIES),)
    return root, flaws


def _declares_entities(root: Any) -> bool:
    document_type = root.getroottree().docinfo.internalDTD
    return document_type is not None and any(True for _ in document_type.iterentities())


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        recover=recover,
        remove_comments=True,
    )


def local_name(element: Any) -> str:
    """An element's name without its namespace; empty for comments and processing instructions."""
    return etree.QName(element).localname if isinstance(getattr(element, "tag", None), str) else ""


def child_text(element: Any, *names: str) -> str | None:
    """The normalised text of the first non-empty child with one of these local names, tried in order."""
    for name in names:
        for child in element:
            if local_name(child) == name:
                text = " ".join("".join(child.itertext()).split())
                if text:
                    return text
    return None
