"""Takes out of a page what is not its story: teasers, related links, newsletter boxes, share bars."""

import re
from collections.abc import Iterable
from typing import Any

from bs4 import BeautifulSoup, Tag

_TEASER_NAMES = re.compile(
    r"(?:^|[\s_-])(?:"
    r"related(?:s|posts?|articles?|links?|stories|content)?|teasers?|read-?(?:more|also|next)|also-?(?:on|read)|"
    r"more-?(?:on|from|stories|news)|most-?(?:read|popular|viewed)|recommend(?:ed|ations?|s)?|recirc\w*|trending|"
    r"newsletter|subscri(?:be|ption)|sign-?up|paywall|share(?:d)?(?:-?(?:bar|buttons?|tools?|links?))?|sharing|"
    r"social(?:-?(?:media|links?|share|bar))?|promo(?:s|tion|box)?|advert\w*|ad-?(?:slot|unit|box|container)|"
    r"sponsored|outbrain|taboola|breadcrumbs?|cookies?(?:-\w+)?|comments?(?:-?(?:section|list|area))?|"
    r"further-?reading|you-?may-?(?:also-?)?like|up-?next|tags?-?list|print-?only"
    r")(?=$|[\s_-])",
    re.I,
)
_TEASER_OPENING = re.compile(
    r"(?:also (?:on|in|at|read)|read (?:more|also|next)|see also|"
    r"related(?: (?:stories|articles?|news|links?))?|"
    r"more (?:on|from|about) (?:this|our|the)|more:|most read|"
    r"further reading|don['’]t miss|watch|listen|"
    r"for more (?:stories|news|on)|subscribe|sign up|follow us|click here|recommended|"
    r"you may (?:also )?like)\b",
    re.I,
)
_POINTER = re.compile(
    r"(?:also on \S+\.\w{2,6}\b|(?:read (?:more|also)|see also|related|more):\s|for more stories on\b)", re.I
)
_NEVER_DROPPED = frozenset({"html", "body", "main", "article", "head"})
_SILENT = ("script", "style", "noscript", "template", "iframe", "form", "button", "svg", "nav", "dialog")
_TEXT_BLOCKS = ("p", "li", "div", "h2", "h3", "h4", "h5", "h6", "aside", "span", "section")
_TEASER_LENGTH = 240
_STORY_SHARE = 0.4  # a block with more of the page's paragraphs than this is the story, whatever it is called


def drop_boilerplate(soup: BeautifulSoup, selectors: Iterable[str] = ()) -> None:
    """Remove what ``selectors`` match, then blocks named as teasers, then teaser lines, in place."""
    for selector in selectors:
        _remove(soup.select(selector))
    _remove(soup.find_all(_SILENT))
    _remove(_named_teasers(soup))
    _remove(_teaser_lines(soup))


def _remove(tags: Iterable[Tag]) -> None:
    for tag in tags:
        if not tag.decomposed:
            tag.decompose()


def _named_teasers(soup: BeautifulSoup) -> list[Tag]:
    story = _paragraph_length(soup)
    found = []
    for tag in soup.find_all(True):
        if tag.name in _NEVER_DROPPED or not _TEASER_NAMES.search(_names(tag)):
            continue
        if _paragraph_length(tag) <= story * _STORY_SHARE:
            found.append(tag)
    return found


def _names(tag: Tag) -> str:
    classes: Any = tag.get("class") or []
    words = [classes] if isinstance(classes, str) else list(classes)
    return " ".join([*words, str(tag.get("id") or "")]).strip()


def _paragraph_length(tag: Tag) -> int:
    return sum(len(p.get_text(strip=True)) for p in tag.find_all("p"))


def _teaser_lines(soup: BeautifulSoup) -> list[Tag]:
    """Short blocks that open like a teaser and are little else than a link."""
    return [tag for tag in soup.find_all(_TEXT_BLOCKS) if _is_teaser_line(tag)]


def _is_teaser_line(tag: Tag) -> bool:
    text = " ".join(tag.get_text(" ").split())
    if not text or len(text) > _TEASER_LENGTH or not _TEASER_OPENING.match(text):
        return False
    linked = sum(len(" ".join(a.get_text(" ").split())) for a in tag.find_all("a"))
    opening = _TEASER_OPENING.match(text)
    assert opening is not None
    rest = len(text) - opening.end()
    return linked > 0 and linked >= 0.5 * rest


def is_teaser_paragraph(text: str) -> bool:
    """Whether a paragraph reads as a pointer elsewhere ("Also on …", "Read more: …") without its links."""
    if len(text) > _TEASER_LENGTH:
        return False
    return bool(_POINTER.match(text))
