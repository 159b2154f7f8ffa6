"""Tidies the names of authors: from what a page or its metadata says to one clean name each."""

import html
import re
from collections.abc import Iterable, Iterator

_OPENING = re.compile(r"^(?:(?:story|report(?:ed|ing)?|analysis|words|written|posted|published)\s+)?by[:\s]+", re.I)
_ADDRESS = re.compile(r"\(?\S+@\S+\.\w+\)?|https?://\S+|(?<!\w)@\w+")
_ROLE = re.compile(
    r"\b(?:editors?|correspondents?|reporters?|writers?|columnists?|producers?|contributors?|journalists?|analysts?|"
    r"staff|desk|chief|fellow|professor|lecturer|director|head of|author|commentator|critic|bureau)\b",
    re.I,
)
_NOBODY = re.compile(r"(?:admin(?:istrator)?|editors?|staff|unknown|none|null|author|guest|anonymous|by)$", re.I)
_LIST = re.compile(r"\s*(?:[;|•·]|\n)\s*")
_AND = re.compile(r"\s+(?:and|&|with)\s+", re.I)
_LONGEST = 80
_LONGEST_BYLINE = 2000


def tidy_names(texts: Iterable[str]) -> tuple[str, ...]:
    """The names in some bylines, in order, each once.

    A list of persons in one string is taken apart; "By", addresses and handles go, and so does a role that follows
    a name ("Ann Lee, Trade Editor"). Agencies stay as they are written, since they sign their own copy.
    """
    found: dict[str, str] = {}
    for text in texts:
        for name in _names(_ADDRESS.sub(" ", html.unescape(text[:_LONGEST_BYLINE]))):
            found.setdefault(name.casefold(), name)
    return tuple(found.values())


def _names(text: str) -> Iterator[str]:
    for part in _LIST.split(_OPENING.sub("", " ".join(text.split()))):
        for number, piece in enumerate(piece for comma in _by_comma(part) for piece in _by_and(comma)):
            name = _OPENING.sub("", piece.strip(" ,.-–—:|()")).strip()
            if not name or len(name) > _LONGEST or (_NOBODY.match(name) and name.lower() != "staff reporter"):
                continue
            if number and (_ROLE.search(name) or not name[0].isalpha()):
                continue
            yield name


def _by_comma(text: str) -> list[str]:
    return re.split(r"\s*,\s*", text)


def _by_and(text: str) -> list[str]:
    """The persons that "and" joins; "Trade and Industry Desk" is one name."""
    parts = _AND.split(text)
    return parts if len(parts) > 1 and all(_is_person(part) for part in parts) else [text]


def _is_person(text: str) -> bool:
    words = text.split()
    return (
        2 <= len(words) <= 4 and all(word[:1].isupper() for word in words if len(word) > 3) and not _ROLE.search(text)
    )
