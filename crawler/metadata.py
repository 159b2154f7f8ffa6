"""Reads what a page says about itself: title, authors, language, canonical address, evidence for its dates."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from crawler.authors import tidy_names
from crawler.linked_data import LinkedData
from crawler.page_tree import Element, clean, has_ancestor, labels, text_of
from crawler.titles import choose_title, site_names

_PUBLISHED_OPENGRAPH = (
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:pubdate",
)
_PUBLISHED_META = (
    "date", "pubdate", "publishdate", "publish-date", "publication_date", "publication-date",
    "datepublished", "dc.date", "dc.date.issued", "dc.date.created", "dcterms.date",
    "dcterms.issued", "dcterms.created", "parsely-pub-date", "sailthru.date",
    "citation_publication_date", "article.published", "originalpublicationdate",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:updated_time", "last-modified", "lastmod", "dcterms.modified",
    "dc.date.modified", "datemodified", "article.updated",
)  # fmt: skip
_AUTHOR_META = (
    "author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "byl", "sailthru.author",
    "citation_author", "cxenseparse:author",
)  # fmt: skip
_DATELINE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:pub\w*|date\w*|time\w*|posted|dateline|timestamp|byline|meta)(?=$|[\s_-])", re.I
)
_DATELINE_OPENING = re.compile(r"\s*(?:first )?(?:published|posted)\b", re.I)
_AUTHOR_CLASS = re.compile(r"(?:^|[\s_-])(?:byline|author|article-author|author-name|contributor)(?=$|[\s_-])", re.I)
_BYLINE_LENGTH = 150
_DATELINE_TAGS = ("p", "span", "div", "small", "li", "td", "em")
_DATELINE_LIMIT = 400


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a page states about itself; ``published`` and ``updated`` are (basis, as written), best first.

    ``description`` is the page's summary of itself; ``body`` is the ``articleBody`` of its JSON-LD.
    """

    title: str | None
    authors: tuple[str, ...]
    language: str | None
    canonical_url: str
    published: tuple[tuple[str, str], ...]
    updated: tuple[tuple[str, str], ...]
    datelines: tuple[str, ...]
    description: str = ""
    body: str = ""

    @property
    def byline(self) -> str | None:
        """The authors in one string, or None."""
        return ", ".join(self.authors) or None


def read_metadata(tree: Element, url: str) -> PageMetadata:
    """The metadata of a parsed page; values are as written but for whitespace, and not judged yet."""
    metas = _metas(tree)
    linked = LinkedData(tree)
    headings = [text for heading in tree.iter("h1") if (text := text_of(heading))]
    title_element = next(tree.iter("title"), None)
    return PageMetadata(
        title=choose_title(
            opengraph=html.unescape(metas.get("og:title", "")),
            headline=linked.headline,
            headings=headings,
            twitter=html.unescape(metas.get("twitter:title", "")),
            element=text_of(title_element) if title_element is not None else "",
            sites=site_names(metas.get("og:site_name"), urlsplit(url).hostname or ""),
        ),
        authors=_authors(tree, metas, linked),
        language=_language(tree, metas, linked),
        canonical_url=_canonical(tree, url, metas),
        published=tuple(_published(tree, metas, linked)),
        updated=tuple(_updated(metas, linked)),
        datelines=tuple(_datelines(tree)),
        description=metas.get("og:description") or metas.get("description") or next(linked.values("description"), ""),
        body=linked.body,
    )


def _metas(tree: Element) -> dict[str, str]:
    """The page's meta elements, by lower-case name, property or itemprop; the first of each."""
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        content = clean(tag.get("content"))
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            key = clean(tag.get(attribute)).lower()
            if key and content:
                found.setdefault(key, content)
    return found


def _authors(tree: Element, metas: dict[str, str], linked: LinkedData) -> tuple[str, ...]:
    if names := tidy_names(linked.authors):
        return names
    for key in _AUTHOR_META:
        if (value := metas.get(key)) and (names := tidy_names([value])):
            return names
    return _shown_authors(tree)


def _shown_authors(tree: Element) -> tuple[str, ...]:
    """The names that the page shows: by microdata, by link relation, by the class of the element."""
    for expression in ('//*[@itemprop="author"]', '//a[@rel="author"]'):
        texts = [clean(tag.get("content")) or text_of(tag) for tag in tree.xpath(expression)[:6]]
        if names := tidy_names(text for text in texts if len(text) <= _BYLINE_LENGTH):
            return names
    for tag in tree.iter("p", "span", "div", "a", "address"):
        if _AUTHOR_CLASS.search(tag.get("class") or "") and not has_ancestor(tag, "aside", "nav", "footer"):
            text = text_of(tag)
            if text and len(text) <= _BYLINE_LENGTH:
                return tidy_names([text])
    return ()


def _language(tree: Element, metas: dict[str, str], linked: LinkedData) -> str | None:
    root = next(tree.iter("html"), tree)
    stated = (
        clean(root.get("lang") or root.get("xml:lang")),
        next(linked.values("inLanguage"), ""),
        metas.get("og:locale", ""),
        metas.get("content-language", ""),
    )
    for value in stated:
        if match := re.match(r"([A-Za-z]{2,3})(?:[-_]|$)", value):
            return match[1].lower()
    return None


def _canonical(tree: Element, url: str, metas: dict[str, str]) -> str:
    links = (tag for tag in tree.iter("link") if "canonical" in (tag.get("rel") or "").lower().split())
    link = next(links, None)
    for stated in (clean(link.get("href")) if link is not None else "", metas.get("og:url", "")):
        if not stated:
            continue
        try:
            address = urljoin(url, stated).partition("#")[0]
            parts = urlsplit(address)
        except ValueError:  # such as an unclosed bracket of an IPv6 host
            continue
        # A canonical address that is the front page is a template's mistake; it would merge all stories.
        is_front = parts.path in ("", "/") and not parts.query
        if parts.scheme in ("http", "https") and parts.netloc and (not is_front or urlsplit(url).path in ("", "/")):
            return address
    return url.partition("#")[0]


def _published(tree: Element, metas: dict[str, str], linked: LinkedData) -> Iterator[tuple[str, str]]:
    yield from (("json-ld", text) for text in linked.values("datePublished", "dateCreated"))
    yield from (("opengraph", metas[key]) for key in _PUBLISHED_OPENGRAPH if key in metas)
    yield from (("meta", metas[key]) for key in _PUBLISHED_META if key in metas)
    for tag in tree.xpath('(//*[@itemprop="datePublished"])[1]'):
        yield "meta", clean(tag.get("datetime") or tag.get("content")) or text_of(tag)


def _updated(metas: dict[str, str], linked: LinkedData) -> Iterator[tuple[str, str]]:
    yield from (("json-ld", text) for text in linked.values("dateModified"))
    for key in _UPDATED:
        if key in metas:
            yield "opengraph" if ":" in key else "meta", metas[key]


def _datelines(tree: Element) -> Iterator[str]:
    """Short texts that stand where a page shows its date: time elements, then elements named for a date."""
    heading = next(tree.iter("h1"), None)
    around = next(heading.iterancestors("article", "main"), None) if heading is not None else None
    scope = tree if around is None else around
    for number, tag in enumerate(scope.iter("time")):
        if number == 5:
            break
        if not _in_list(tag):
            yield clean(tag.get("datetime")) or text_of(tag)
    for number, tag in enumerate(scope.iter(*_DATELINE_TAGS)):
        if number == _DATELINE_LIMIT:
            break
        is_named = _DATELINE_NAMES.search(labels(tag)) or _DATELINE_OPENING.match(tag.text or "")
        if is_named and 6 <= len(text := text_of(tag)) <= 90 and not _in_list(tag):
            yield text


def _in_list(tag: Element) -> bool:
    """Whether an element belongs to a list of other stories rather than to the head of this one."""
    return has_ancestor(tag, "aside", "nav", "footer", "a")
