"""Tells the pages that a site sends in the place of a story: not found, sign in, consent, prove that you are human."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict

from crawler.causes import Cause
from crawler.page_tree import Element, text_of

LITTLE_TEXT = 1500
"""Characters; a story that is longer may speak of cookies and of signing in."""

_SITE_NAME = re.compile(r"\s+[|\-–—:•·»]\s+")
_LOOKED_AT = 6000
_SILENT = frozenset({"script", "style", "noscript", "template", "head"})


class Wall(BaseModel):
    """One kind of page that stands in the place of a story; the patterns are as walls.toml says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cause: Cause
    sentence: str
    titles: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Patterns:
    wall: Wall
    titles: re.Pattern[str]
    addresses: re.Pattern[str]
    words: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows first: its title element and headings, and its opening words."""

    titles: tuple[str, ...]
    words: str


def first_shown(tree: Element) -> Shown:
    """What a parsed page shows first; to be asked before boilerplate is dropped from the tree."""
    titles = [*tree.iter("title")][:1] + [*tree.iter("h1")][:2]
    return Shown(tuple(text_of(element) for element in titles), _words(tree))


def find_wall(shown: Shown, *, asked: str, answered: str, title: str | None, body_length: int) -> Wall | None:
    """The wall that a page is, or None for a page that may be a story.

    ``answered`` is where redirects ended, ``title`` and ``body_length`` (in characters, 0 for none) what was found of a
    story. A page with a long story is judged by its title only.
    """
    if _is_front(answered) and not _is_front(asked):
        return FRONT_PAGE
    is_short = body_length < LITTLE_TEXT
    titles = {title or "", *(shown.titles if is_short else ())}
    parts = {part.strip() for title in titles for part in (title, *_SITE_NAME.split(title)[:1])} - {""}
    for patterns in _walls():
        if any(patterns.titles.fullmatch(part) for part in parts):
            return patterns.wall
        is_sent_elsewhere = patterns.addresses.search(answered) and not patterns.addresses.search(asked)
        if is_short and (is_sent_elsewhere or patterns.words.search(shown.words)):
            return patterns.wall
    return None


FRONT_PAGE = Wall(cause=Cause.SOFT_404, sentence="The site answers with its front page, as for a page that it has not.")


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def _words(tree: Element) -> str:
    """The first words that a page shows."""
    pieces: list[str] = []
    length = 0
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in _SILENT:
            continue
        pieces.append(element.text or "")
        length += len(pieces[-1])
        if length > _LOOKED_AT:
            break
    return " ".join(" ".join(pieces).split())[:_LOOKED_AT]


@lru_cache(maxsize=1)
def _walls() -> tuple[_Patterns, ...]:
    table = tomllib.loads((resources.files("crawler") / "data" / "walls.toml").read_text(encoding="utf-8"))
    walls = [Wall.model_validate(row) for row in table["wall"]]
    return tuple(_Patterns(wall, _any(wall.titles), _any(wall.addresses), _any(wall.words)) for wall in walls)


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """What one of the patterns matches; nothing where there is none."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)", re.I)
