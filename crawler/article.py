"""Reads the article on a page: from the bytes of an HTML file to an ``Article``."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import htmldate
import trafilatura
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from crawler.boilerplate import drop_boilerplate, is_teaser_paragraph
from crawler.dates import Moment, is_possible, read_moment
from crawler.encoding import decode_page
from crawler.metadata import PageMetadata, read_metadata
from crawler.publication import EntryDate, settle_publication, settle_update
from crawler.records import PARAGRAPH_BREAK, Article
from crawler.sources import Source

MAX_PAGE_BYTES = 10 * 1024 * 1024
LOCAL_SOURCE = "local"

_MARKUP = re.compile(r"<(?:!doctype|html|head|body|div|p|article|title|meta|h1|br|table|span)\b", re.I)
_BINARY_OPENINGS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive",
    b"\x89PNG": "an image",
    b"GIF8": "an image",
    b"\xff\xd8\xff": "an image",
    b"\x1f\x8b": "gzip data",
}
_BREAKS = re.compile(r"(?:<br\s*/?>\s*){2,}", re.I)
_BLOCK_TAGS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "tr",
        "blockquote",
        "pre",
        "div",
        "section",
        "article",
        "figure",
        "table",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "main",
    ]
)
_LEAST_TEXT = 25
_SHORT_TEXT = 1000


class PageSetAside(Exception):  # noqa: N818 -- an outcome of a page, not a fault of the program
    """A page from which no article can be read; its message is a sentence that says why."""


def extract_article(
    html: bytes,
    url: str,
    *,
    source: Source | None,
    fetched_at: datetime,
    content_type_charset: str | None = None,
    entry_date: EntryDate | None = None,
) -> Article:
    """The article on a page, its paragraphs kept apart and its teasers left out.

    ``fetched_at`` is aware and bounds the dates that are believed. ``entry_date`` is what a feed or sitemap
    stated. Raises ``PageSetAside`` for a page that is empty, over 10 MB, not HTML, or has no main text.
    """
    _refuse_unreadable(html)
    text = decode_page(html, content_type_charset)
    if not _MARKUP.search(text):
        raise PageSetAside("The page is not HTML: it holds no markup.")
    soup = BeautifulSoup(_BREAKS.sub("</p><p>", text), "lxml")
    rules = source.rules if source else None
    metadata = read_metadata(soup, url, rules)
    drop_boilerplate(soup, rules.drop if rules else ())
    paragraphs = _main_paragraphs(soup, rules.body if rules else None, url)
    zone = ZoneInfo(source.timezone) if source else None
    publication = settle_publication(
        metadata,
        url,
        fetched_at=fetched_at,
        entry_date=entry_date,
        zone=zone,
        month_first=source.country == "US" if source else None,
        last_resort=_date_by_search(text, url, fetched_at),
    )
    body = PARAGRAPH_BREAK.join(_without_front_matter(paragraphs, metadata))
    if not body:
        raise PageSetAside("No main text was found on the page.")
    return Article(
        url=url,
        canonical_url=metadata.canonical_url,
        source=source.name if source else LOCAL_SOURCE,
        title=metadata.title,
        byline=metadata.byline,
        published=publication.moment,
        published_basis=publication.basis,
        updated=settle_update(metadata.updated, publication.moment, fetched_at=fetched_at, zone=zone),
        language=metadata.language or (source.language[:2] if source else None),
        text=body,
        fetched_at=fetched_at,
    )


def article_from_html_file(path: Path, *, fetched_at: datetime) -> Article:
    """The article in a saved page; its URL is the file's, its canonical URL the one that the page states.

    Raises ``PageSetAside`` as ``extract_article`` does, and ``OSError`` for a file that cannot be read.
    """
    if path.stat().st_size > MAX_PAGE_BYTES:
        raise PageSetAside(_TOO_LARGE)
    return extract_article(path.read_bytes(), path.resolve().as_uri(), source=None, fetched_at=fetched_at)


_TOO_LARGE = f"The page is larger than {MAX_PAGE_BYTES // 2**20} MB."


def _refuse_unreadable(html: bytes) -> None:
    if len(html) > MAX_PAGE_BYTES:
        raise PageSetAside(_TOO_LARGE)
    if not html.strip():
        raise PageSetAside("The page is empty.")
    for opening, what in _BINARY_OPENINGS.items():
        if html.startswith(opening):
            raise PageSetAside(f"The page is not HTML: it is {what}.")
    # UTF-16 pages hold NUL bytes too, but say what they are by a byte order mark.
    if b"\x00" in html[:1024] and not html.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PageSetAside("The page is not HTML: it is binary data.")


def _main_paragraphs(soup: BeautifulSoup, body_selector: str | None, url: str) -> list[str]:
    if body_selector and (chosen := soup.select(body_selector)):
        paragraphs = _kept(p for tag in chosen for p in _block_texts(tag))
        if paragraphs:
            return paragraphs
    document: Any = trafilatura.bare_extraction(
        str(soup), url=url, include_comments=False, include_tables=True, with_metadata=False
    )
    body = getattr(document, "body", None)
    paragraphs = _kept(_tree_texts(body)) if body is not None else []
    # Trafilatura flattens very short stories, or gives up on them; what the page itself calls its story is trusted.
    if sum(map(len, paragraphs)) < _SHORT_TEXT and (scope := _own_story(soup)) is not None:
        own = _kept(_block_texts(scope))
        if sum(map(len, own)) >= _LEAST_TEXT:
            return own
    if sum(map(len, paragraphs)) < _LEAST_TEXT:
        raise PageSetAside("No main text was found on the page.")
    return list(_split_as_on_page(paragraphs, _kept(_block_texts(soup.body or soup))))


def _own_story(soup: BeautifulSoup) -> Tag | None:
    """The page's one ``article`` element, or else its one ``main`` element."""
    for name in ("article", "main"):
        if len(found := soup.find_all(name)) == 1:
            return found[0]
    return None


def _split_as_on_page(paragraphs: Iterable[str], blocks: Sequence[str]) -> Iterator[str]:
    """The paragraphs, those that run several of the page's blocks together parted again where the blocks end."""
    places = {block: index for index, block in reversed(list(enumerate(blocks)))}
    for paragraph in paragraphs:
        first = None if paragraph in places else next((b for b in blocks if paragraph.startswith(f"{b} ")), None)
        if first is None:
            yield paragraph
            continue
        rest = paragraph
        for block in blocks[places[first] :]:
            if rest != block and not rest.startswith(f"{block} "):
                break
            yield block
            rest = rest[len(block) :].lstrip()
        if rest:
            yield rest


def _kept(paragraphs: Iterable[str]) -> list[str]:
    clean = (" ".join(paragraph.split()) for paragraph in paragraphs)
    return [paragraph for paragraph in clean if paragraph and not is_teaser_paragraph(paragraph)]


def _tree_texts(body: Any) -> Iterator[str]:
    """The texts of trafilatura's tree, one a paragraph, heading, list item or table row."""
    for element in body:
        if element.tag in ("list", "quote", "table") and len(element):
            if element.text and element.text.strip():
                yield element.text
            yield from _tree_texts(element)
        elif element.tag == "row":
            yield " | ".join(filter(None, ("".join(_inner_text(cell)).strip() for cell in element)))
        elif element.tag == "lb":
            yield element.tail or ""
            continue
        else:
            yield "".join(_inner_text(element))
        if element.tail and element.tail.strip():
            yield element.tail


def _inner_text(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag in ("lb", "p", "item"):
            yield " "
        yield from _inner_text(child)
        yield child.tail or ""


def _block_texts(tag: Tag) -> Iterator[str]:
    """The texts of an element's blocks, in order; loose text between blocks is a paragraph of its own."""
    loose: list[str] = []
    for child in tag.children:
        if isinstance(child, Tag) and (child.name in _BLOCK_TAGS or child.find(_BLOCK_TAGS) is not None):
            yield "".join(loose)
            loose.clear()
            if child.name == "tr":
                yield " | ".join(
                    filter(None, (" ".join(c.get_text(" ").split()) for c in child.find_all(["td", "th"])))
                )
            else:
                yield from _block_texts(child)
        elif isinstance(child, Tag):
            loose.append(" " if child.name == "br" else child.get_text())
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            loose.append(str(child))
    yield "".join(loose)


def _without_front_matter(paragraphs: list[str], metadata: PageMetadata) -> list[str]:
    """The paragraphs less a title, byline or dateline at their head, which are columns of their own."""
    rest = list(paragraphs)
    while rest and _is_front_matter(rest[0], metadata):
        rest.pop(0)
    return rest


def _is_front_matter(paragraph: str, metadata: PageMetadata) -> bool:
    if paragraph in (metadata.title, metadata.byline) or paragraph in metadata.datelines:
        return True
    if metadata.byline and len(paragraph) <= len(metadata.byline) + 40 and metadata.byline in paragraph:
        return paragraph.lower().startswith(("by ", "written by ")) or paragraph.startswith(metadata.byline)
    return len(paragraph) <= 60 and paragraph[-1:] not in '.!?”"' and read_moment(paragraph) is not None


def _date_by_search(text: str, url: str, fetched_at: datetime) -> Moment | None:
    """What htmldate finds anywhere in the page; its own faults are no fault of the page."""
    try:
        found = htmldate.find_date(
            text, url=url, original_date=True, extensive_search=False, max_date=fetched_at.date().isoformat()
        )
    except Exception:  # htmldate raises various errors on odd markup, and has nothing to say then
        return None
    moment = read_moment(found) if found else None
    return moment if moment is not None and is_possible(moment, fetched_at) else None
