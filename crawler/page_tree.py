"""Parses a page once, for all that is read from it, and says what stands in its elements."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html

Element = Any
"""An lxml element; lxml brings no types."""

_EMPTY = "<html><body></body></html>"


def parse_page(text: str) -> Element:
    """The root element of a page, without comments; a page that holds nothing has an empty body."""
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    body = text.replace("\x00", "").encode("utf-8", "replace")
    try:
        return lxml_html.document_fromstring(body, parser=parser)
    except etree.ParserError:  # markup that holds no element at all
        return lxml_html.document_fromstring(_EMPTY)


def text_of(element: Element) -> str:
    """The text in an element, its white space normalised; a line break is a space."""
    return clean(" ".join(element.itertext()) if len(element) else element.text)


def clean(value: Any) -> str:
    """A string with its white space normalised; empty for what is no string."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def labels(element: Element) -> str:
    """An element's classes and id, by which a template calls it."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".strip()


def folded(text: str) -> str:
    """The letters and digits of a text in lower case: what two renderings of one sentence share."""
    return _NO_LETTER.sub("", text).casefold()


_NO_LETTER = re.compile(r"[\W_]+")


def has_ancestor(element: Element, *names: str) -> bool:
    """Whether an element stands within one of these names."""
    return next(element.iterancestors(*names), None) is not None


def drop(element: Element) -> None:
    """Take an element out of its tree, but leave the text that follows it."""
    if element.getparent() is not None:
        element.drop_tree()


def elements(tree: Element, *names: str) -> Iterator[Element]:
    """The elements of these names, in document order."""
    yield from tree.iter(*names)
