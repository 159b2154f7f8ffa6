"""Reads the article on a page: from the bytes of an HTML file to an ``Article``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import htmldate
import trafilatura

from crawler.authors import tidy_names
from crawler.blocks import read_blocks
from crawler.boilerplate import drop_boilerplate, is_teaser_paragraph
from crawler.causes import Cause
from crawler.dates import Moment, is_possible, read_moment
from crawler.encoding import decode_page
from crawler.language import detect_language
from crawler.metadata import PageMetadata, read_metadata
from crawler.page_tree import Element, parse_page
from crawler.publication import EntryDate, settle_publication, settle_update
from crawler.records import PARAGRAPH_BREAK, Article
from crawler.ruled import RuledParts, read_by_rules
from crawler.sources import Source
from crawler.story import find_story

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
_LONG_TAG = 20_000
"""Characters; no tag of a story is longer."""
_MOST_ATTRIBUTES = 10_000
_MOST_ELEMENTS = 100_000
"""For a second opinion, which takes the square of their number; a news page has some thousand."""

_LEAST_TEXT = 25
_CERTAIN = 0.6  # of the page's prose; below, trafilatura is asked too
_MUCH_MORE = 2
_CERTAIN_LENGTH = 400


class PageSetAside(Exception):  # noqa: N818 -- an outcome of a page, not a fault of the program
    """A page from which no article can be read; its message is a sentence that says why, ``cause`` a name for it."""

    def __init__(self, sentence: str, cause: Cause) -> None:
        super().__init__(sentence)
        self.cause = cause


@dataclass(frozen=True, slots=True)
class OpenedPage:
    """A page that can be read: its markup as text, and the tree of it, parsed once for all that is read from it."""

    text: str
    tree: Element


def open_page(html: bytes, text: str) -> OpenedPage:
    """The page of some bytes and the ``text`` that they were decoded to.

    Raises ``PageSetAside`` for a page that is empty, over 10 MB, not HTML, or has a tag of thousands of attributes.
    """
    _refuse_unreadable(html)
    if not _MARKUP.search(text):
        raise PageSetAside("The page is not HTML: it holds no markup.", Cause.NOT_HTML)
    _refuse_markup_bomb(text)
    return OpenedPage(text, parse_page(text))


def extract_article(html: bytes, url: str, *, source: Source | None, fetched_at: datetime) -> Article:
    """The article on a page that was not opened yet, as ``read_opened`` finds it; raises as both do."""
    return read_opened(
        open_page(html, decode_page(html[:MAX_PAGE_BYTES], None)), url, source=source, fetched_at=fetched_at
    )


def read_opened(
    page: OpenedPage, url: str, *, source: Source | None, fetched_at: datetime, entry_date: EntryDate | None = None
) -> Article:
    """The article on a page, its paragraphs kept apart and its teasers left out; the page's tree is used up.

    ``fetched_at`` is aware and bounds the dates that are believed. ``entry_date`` is what a feed or sitemap stated.
    Raises ``PageSetAside`` for a page that has no main text.
    """
    text, tree = page.text, page.tree
    metadata = read_metadata(tree, url)
    ruled = None
    if source is not None and source.rules.model_fields_set:
        ruled = read_by_rules(text, source.rules)
        metadata = _with_rules(metadata, ruled)
        if source.rules.drop:
            tree = parse_page(ruled.rest)
    paragraphs = _main_paragraphs(tree, ruled.body if ruled else "", metadata, url)
    zone = ZoneInfo(source.timezone) if source else None
    publication = settle_publication(
        metadata,
        url,
        fetched_at=fetched_at,
        entry_date=entry_date,
        zone=zone,
        month_first=source.country == "US" if source else None,
        last_resort=lambda: _date_by_search(text, url, fetched_at),
    )
    body = PARAGRAPH_BREAK.join(_without_front_matter(paragraphs, metadata))
    if not body:
        raise PageSetAside("No main text was found on the page.", Cause.NO_TEXT)
    return Article(
        url=url,
        canonical_url=metadata.canonical_url,
        source=source.name if source else LOCAL_SOURCE,
        title=metadata.title,
        byline=metadata.byline,
        published=publication.moment,
        published_basis=publication.basis,
        updated=settle_update(metadata.updated, publication.moment, fetched_at=fetched_at, zone=zone),
        language=detect_language(body, metadata.language or (source.language[:2] if source else None)),
        text=body,
        fetched_at=fetched_at,
    )


def article_from_html_file(path: Path, *, fetched_at: datetime) -> Article:
    """The article in a saved page; its URL is the file's, its canonical URL the one that the page states.

    Raises ``PageSetAside`` as ``extract_article`` does, and ``OSError`` for a file that cannot be read.
    """
    if path.stat().st_size > MAX_PAGE_BYTES:
        raise PageSetAside(_TOO_LARGE, Cause.TOO_LARGE)
    return extract_article(path.read_bytes(), path.resolve().as_uri(), source=None, fetched_at=fetched_at)


_TOO_LARGE = f"The page is larger than {MAX_PAGE_BYTES // 2**20} MB."


def _refuse_unreadable(html: bytes) -> None:
    if len(html) > MAX_PAGE_BYTES:
        raise PageSetAside(_TOO_LARGE, Cause.TOO_LARGE)
    if not html.strip():
        raise PageSetAside("The page is empty.", Cause.EMPTY)
    for opening, what in _BINARY_OPENINGS.items():
        if html.startswith(opening):
            raise PageSetAside(f"The page is not HTML: it is {what}.", Cause.NOT_HTML)
    # UTF-16 pages hold NUL bytes too, but say what they are by a byte order mark.
    if b"\x00" in html[:1024] and not html.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PageSetAside("The page is not HTML: it is binary data.", Cause.NOT_HTML)


def _refuse_markup_bomb(text: str) -> None:
    """Raise ``PageSetAside`` for a tag with attributes by the ten thousand: parsing takes the square of their number."""
    for piece in text.split("<"):
        if len(piece) > _LONG_TAG and piece[0].isalpha():
            tag = piece.partition(">")[0]
            if len(tag) > _LONG_TAG and len(tag.split(None, _MOST_ATTRIBUTES)) > _MOST_ATTRIBUTES:
                raise PageSetAside("The page holds a tag with more attributes than any story's.", Cause.MARKUP_BOMB)


def _with_rules(metadata: PageMetadata, ruled: RuledParts) -> PageMetadata:
    """The metadata with what a source's own rules found in the first place."""
    return replace(
        metadata,
        title=ruled.title or metadata.title,
        authors=tidy_names([ruled.byline]) or metadata.authors,
        published=((("rule", ruled.date),) if ruled.date else ()) + metadata.published,
    )


def _main_paragraphs(tree: Element, ruled_body: str, metadata: PageMetadata, url: str) -> Sequence[str]:
    if ruled_body and (paragraphs := _kept(ruled_body)):
        return paragraphs
    drop_boilerplate(tree)
    story = find_story(tree, attested=metadata.body, description=metadata.description, title=metadata.title)
    paragraphs = list(story.paragraphs)
    length = sum(map(len, paragraphs))
    if story.certainty < _CERTAIN or length < _CERTAIN_LENGTH:
        second = _second_opinion(tree, url)
        # Of a short story it may flatten the paragraphs, title and byline into one: so it must hold much more to be taken.
        needed = 1 if story.certainty < _CERTAIN else _MUCH_MORE
        if sum(map(len, second)) > needed * length:
            paragraphs, length = second, sum(map(len, second))
    if length < _LEAST_TEXT:
        raise PageSetAside("No main text was found on the page.", Cause.NO_TEXT)
    return paragraphs


def _kept(markup: str) -> list[str]:
    tree = parse_page(markup)
    drop_boilerplate(tree)
    return [block.text for block in read_blocks(tree) if not is_teaser_paragraph(block.text)]


def _second_opinion(tree: Element, url: str) -> list[str]:
    """What trafilatura takes for the story, which it tells by other signs; of a page without measure, nothing."""
    if sum(1 for _ in zip(tree.iter(), range(_MOST_ELEMENTS), strict=False)) == _MOST_ELEMENTS:
        return []
    document: Any = trafilatura.bare_extraction(
        tree, url=url, include_comments=False, include_tables=True, with_metadata=False
    )
    text = getattr(document, "text", None) or ""
    return [line for line in map(str.strip, text.split("\n")) if line and not is_teaser_paragraph(line)]


def _without_front_matter(paragraphs: Sequence[str], metadata: PageMetadata) -> list[str]:
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
