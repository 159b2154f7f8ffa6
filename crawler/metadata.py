"""Reads what a page says about itself: title, byline, language, canonical address, evidence for its dates."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from crawler.sources import Rules

_ARTICLE_TYPE = re.compile(r"(?:Article|Posting|Report|WebPage|Review)$")
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
_DATELINE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:pub\w*|date\w*|time\w*|posted|dateline|timestamp|byline|meta)(?=$|[\s_-])", re.I
)
_BYLINE_SELECTORS = (
    '[itemprop="author"]',
    '[rel="author"]',
    ".byline",
    ".author",
    ".article-author",
    ".author-name",
)
_BYLINE_LENGTH = 150


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a page states about itself; ``published`` and ``updated`` are (basis, as written), best first."""

    title: str | None
    byline: str | None
    language: str | None
    canonical_url: str
    published: tuple[tuple[str, str], ...]
    updated: tuple[tuple[str, str], ...]
    datelines: tuple[str, ...]


def read_metadata(soup: BeautifulSoup, url: str, rules: Rules | None = None) -> PageMetadata:
    """The metadata of a parsed page; values are as written but for whitespace, and not judged yet."""
    rules = rules or Rules()
    metas = _metas(soup)
    linked = _article_objects(soup)
    return PageMetadata(
        title=_title(soup, rules, metas, linked),
        byline=_byline(soup, rules, metas, linked),
        language=_language(soup, metas, linked),
        canonical_url=_canonical(soup, url, metas),
        published=tuple(_published(soup, rules, metas, linked)),
        updated=tuple(_updated(metas, linked)),
        datelines=tuple(_datelines(soup)),
    )


def _metas(soup: BeautifulSoup) -> dict[str, str]:
    """The page's meta elements, by lower-case name, property or itemprop; the first of each."""
    found: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        content = _clean(tag.get("content"))
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            key = _clean(tag.get(attribute)).lower()
            if key and content:
                found.setdefault(key, content)
    return found


def _article_objects(soup: BeautifulSoup) -> list[dict[str, Any]]:
    """The JSON-LD objects that describe an article, articles proper before web pages."""
    found: list[dict[str, Any]] = []
    for script in soup.find_all("script", type=re.compile(r"ld\+json", re.I)):
        try:
            parsed = json.loads(script.get_text(), strict=False)
        except (ValueError, RecursionError):
            continue  # broken JSON-LD is common; the page has other evidence
        found.extend(item for item in _objects(parsed) if _is_article(item))
    return sorted(found, key=lambda item: "WebPage" in _types(item))


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(value.get(key), depth + 1)


def _types(item: dict[str, Any]) -> list[str]:
    kind = item.get("@type")
    return [str(part) for part in kind] if isinstance(kind, list) else [str(kind)]


def _is_article(item: dict[str, Any]) -> bool:
    return any(_ARTICLE_TYPE.search(kind) for kind in _types(item))


def _title(soup: BeautifulSoup, rules: Rules, metas: dict[str, str], linked: list[dict[str, Any]]) -> str | None:
    heading = soup.find("h1")
    candidates = (
        _selected(soup, rules.title),
        next((_clean(item.get("headline")) for item in linked if item.get("headline")), ""),
        metas.get("og:title", ""),
        _clean(heading.get_text(" ")) if heading else "",
        metas.get("twitter:title", ""),
        _clean(soup.title.get_text()) if soup.title else "",
    )
    title = next((candidate for candidate in candidates if candidate), None)
    if title is None:
        return None
    return _without_site_name(title, metas.get("og:site_name"), _clean(heading.get_text(" ")) if heading else "")


def _without_site_name(title: str, site: str | None, heading: str) -> str:
    """The title less " | Site name", where the page names its site or shows the title without it."""
    for separator in (" | ", " - ", " – ", " — ", " :: "):
        stem, found, tail = title.rpartition(separator)
        if found and ((site and tail.strip().lower() == site.lower()) or (heading and stem.strip() == heading)):
            return stem.strip()
    return title


def _byline(soup: BeautifulSoup, rules: Rules, metas: dict[str, str], linked: list[dict[str, Any]]) -> str | None:
    if ruled := _selected(soup, rules.byline):
        return _tidy_byline(ruled)
    for item in linked:
        if names := _names(item.get("author")):
            return _tidy_byline(", ".join(names))
    for key in ("author", "article:author", "dc.creator", "parsely-author", "byl", "sailthru.author"):
        if (value := metas.get(key)) and not value.startswith(("http:", "https:")):
            return _tidy_byline(value)
    for selector in _BYLINE_SELECTORS:
        if (text := _selected(soup, selector)) and len(text) <= _BYLINE_LENGTH:
            return _tidy_byline(text)
    return None


def _names(author: Any) -> list[str]:
    if isinstance(author, list):
        return [name for part in author for name in _names(part)]
    if isinstance(author, dict):
        return _names(author.get("name"))
    text = _clean(author) if isinstance(author, str) else ""
    return [text] if text and not text.startswith(("http:", "https:")) else []


def _tidy_byline(text: str) -> str | None:
    return re.sub(r"^(?:written\s+)?by[:\s]+", "", text, flags=re.I).strip(" |,·") or None


def _language(soup: BeautifulSoup, metas: dict[str, str], linked: list[dict[str, Any]]) -> str | None:
    html = soup.select_one("html")
    stated = (
        _clean(html.get("lang") or html.get("xml:lang")) if html else "",
        next((item["inLanguage"] for item in linked if isinstance(item.get("inLanguage"), str)), ""),
        metas.get("og:locale", ""),
        metas.get("content-language", ""),
    )
    for value in stated:
        if match := re.match(r"([A-Za-z]{2,3})(?:[-_]|$)", value):
            return match[1].lower()
    return None


def _canonical(soup: BeautifulSoup, url: str, metas: dict[str, str]) -> str:
    link = soup.select_one("link[rel=canonical]")
    for stated in (_clean(link.get("href")) if link else "", metas.get("og:url", "")):
        if not stated:
            continue
        address = urljoin(url, stated).partition("#")[0]
        parts = urlsplit(address)
        # A canonical address that is the front page is a template's mistake; it would merge all stories.
        is_front = parts.path in ("", "/") and not parts.query
        if parts.scheme in ("http", "https") and parts.netloc and (not is_front or urlsplit(url).path in ("", "/")):
            return address
    return url.partition("#")[0]


def _published(
    soup: BeautifulSoup, rules: Rules, metas: dict[str, str], linked: list[dict[str, Any]]
) -> Iterator[tuple[str, str]]:
    if rules.date:
        for tag in soup.select(rules.date)[:1]:
            yield "rule", _clean(tag.get("datetime") or tag.get("content")) or _clean(tag.get_text(" "))
    for item in linked:
        for key in ("datePublished", "dateCreated"):
            if isinstance(item.get(key), str):
                yield "json-ld", item[key]
    yield from (("opengraph", metas[key]) for key in _PUBLISHED_OPENGRAPH if key in metas)
    yield from (("meta", metas[key]) for key in _PUBLISHED_META if key in metas)
    for tag in soup.select('[itemprop="datePublished"]')[:1]:
        yield "meta", _clean(tag.get("datetime") or tag.get("content")) or _clean(tag.get_text(" "))


def _updated(metas: dict[str, str], linked: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for item in linked:
        if isinstance(item.get("dateModified"), str):
            yield "json-ld", item["dateModified"]
    for key in _UPDATED:
        if key in metas:
            yield "opengraph" if ":" in key else "meta", metas[key]


def _datelines(soup: BeautifulSoup) -> Iterator[str]:
    """Short texts that stand where a page shows its date: time elements, then elements named for a date."""
    heading = soup.find("h1")
    scope = (heading.find_parent(["article", "main"]) if heading else None) or soup
    for tag in scope.find_all("time")[:5]:
        if not _in_list(tag):
            yield _clean(tag.get("datetime")) or _clean(tag.get_text(" "))
    for tag in scope.find_all(["p", "span", "div", "small", "li", "td", "em"], limit=400):
        text = _clean(tag.get_text(" "))
        if 6 <= len(text) <= 90 and _DATELINE_NAMES.search(_labels(tag)) and not _in_list(tag):
            yield text


def _in_list(tag: Tag) -> bool:
    """Whether an element belongs to a list of other stories rather than to the head of this one."""
    return tag.find_parent(["aside", "nav", "footer"]) is not None or tag.find_parent("a") is not None


def _labels(tag: Tag) -> str:
    classes: Any = tag.get("class") or []
    return " ".join([*([classes] if isinstance(classes, str) else classes), str(tag.get("id") or "")])


def _selected(soup: BeautifulSoup, selector: str | None) -> str:
    if selector is None:
        return ""
    tag = soup.select_one(selector)
    return _clean(tag.get("content")) or _clean(tag.get_text(" ")) if tag else ""


def _clean(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
