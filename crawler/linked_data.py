"""Reads what a page states about itself as JSON-LD in the vocabulary of schema.org."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from crawler.page_tree import Element, clean

_ARTICLE_TYPE = re.compile(r"(?:Article|Posting|Report|WebPage|Review)$")
_MARKUP = re.compile(r"<[a-zA-Z/][^>]*>")
_DEPTH = 6


class LinkedData:
    """The article that a page's JSON-LD describes; all values are as written, less markup and entities."""

    def __init__(self, tree: Element) -> None:
        objects = [item for parsed in _parsed_scripts(tree) for item in _objects(parsed)]
        self._by_id = {item["@id"]: item for item in objects if isinstance(item.get("@id"), str) and len(item) > 1}
        articles = [item for item in objects if any(_ARTICLE_TYPE.search(kind) for kind in _types(item))]
        self._articles = sorted(articles, key=lambda item: "WebPage" in _types(item))

    def values(self, *keys: str) -> Iterator[str]:
        """The strings under these keys, articles proper before web pages."""
        for item in self._articles:
            for key in keys:
                if text := plain(item.get(key)):
                    yield text

    @property
    def headline(self) -> str:
        """The headline of the article, or an empty string."""
        return next(self.values("headline"), "")

    @property
    def body(self) -> str:
        """The longest ``articleBody``, or an empty string; often it is shortened, or all in one line."""
        return max(self.values("articleBody"), key=len, default="")

    @property
    def authors(self) -> list[str]:
        """The names of the authors of the first article that has any."""
        for item in self._articles:
            for key in ("author", "creator"):
                if names := self._names(item.get(key)):
                    return names
        return []

    def _names(self, author: Any, depth: int = 0) -> list[str]:
        if depth > _DEPTH:
            return []
        if isinstance(author, list):
            return [name for part in author for name in self._names(part, depth + 1)]
        if isinstance(author, dict):
            referred = self._by_id.get(str(author.get("@id")), {}) if "name" not in author else {}
            return self._names(author.get("name") or referred.get("name"), depth + 1)
        return [text] if (text := plain(author)) else []


def plain(value: Any) -> str:
    """A JSON-LD string as a reader would see it: some templates escape twice, or leave their markup in it."""
    if not isinstance(value, str):
        return ""
    text = html.unescape(value) if "&" in value else value
    return clean(_MARKUP.sub(" ", text) if "<" in text else text)


def _parsed_scripts(tree: Element) -> Iterator[Any]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            yield json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue  # broken JSON-LD is common; the page has other evidence


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _DEPTH:
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
