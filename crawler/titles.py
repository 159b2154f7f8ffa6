"""Chooses an article's title among the several that a page states."""

import re
from collections.abc import Sequence

from crawler.page_tree import folded

_SEPARATOR = re.compile(r"\s+[|\-–—:*•·»]{1,2}\s+")
_LEAST_SHARE = 0.4  # a heading that is less of the stated title than this is a section's or a site's name
_SITE_ENDINGS = ("com", "news", "online", "couk")


def choose_title(
    *, opengraph: str, headline: str, headings: Sequence[str], twitter: str, element: str, sites: Sequence[str]
) -> str | None:
    """The title of a story without its site's name, or None where the page has no title.

    OpenGraph's title is the one that publishers keep for their stories; what it adds to the heading on the page (a site's
    name, a section, an author) is left out. Where it stands alone against JSON-LD, heading and Twitter's title, which agree,
    the others are believed. A page without it has its JSON-LD headline, its heading or its title element.
    """
    shown = [text for text in (headline, *headings) if text]
    if not opengraph:
        title = next(iter(shown), "") or twitter or element
        return _without_site(title, sites, shown) or None
    title = _without_site(opengraph, sites, shown)
    others = [_without_site(text, sites, shown) for text in (headline, *headings[:1], twitter) if text]
    if len(others) == 3 and len({folded(text) for text in others}) == 1 and folded(others[0]) != folded(title):
        return others[0]
    return title or None


def _without_site(title: str, sites: Sequence[str], shown: Sequence[str]) -> str:
    """A title less what stands before or after the heading in it, or less a site's name at its end."""
    for heading in shown:
        start, end = _find_folded(title, heading)
        if (start or end < len(title)) and end and (end - start) >= _LEAST_SHARE * len(title):
            rest_is_parted = (not title[:start].strip() or title[:start].rstrip()[-1:] in ":|-–—") and (
                not title[end:].strip() or _SEPARATOR.match(title[end:]) or title[end:] in ("…", "...")
            )
            if rest_is_parted:
                return title[start:end].strip() if _SEPARATOR.match(title[end:]) or start else title
    while cut := _site_suffix(title, sites):
        title = title[:cut].rstrip()
    return title


def _find_folded(title: str, heading: str) -> tuple[int, int]:
    """Where a heading stands in a title, whatever quotes and dashes each is written with; (0, 0) for nowhere."""
    wanted = folded(heading)
    letters = [(index, character.casefold()) for index, character in enumerate(title) if character.isalnum()]
    joined = "".join(character for _, character in letters)
    if not wanted or len(joined) != len(letters) or (place := joined.find(wanted)) < 0:
        return 0, 0
    start = letters[place][0] if place else 0
    after = place + len(wanted)
    end = letters[after - 1][0] + 1
    limit = letters[after][0] if after < len(letters) else len(title)
    while end < limit and not title[end].isspace():  # the quote or full stop that ends the heading
        end += 1
    while place and start and not title[start - 1].isspace():
        start -= 1
    return start, end


def _site_suffix(title: str, sites: Sequence[str]) -> int:
    """Where the site's name begins that a title ends with; 0 for nowhere."""
    for parted in reversed(list(_SEPARATOR.finditer(title))):
        tail = folded(title[parted.end() :]).removeprefix("the")
        if parted.start() and any(tail in (name, *(name + more for more in _SITE_ENDINGS)) for name in sites):
            return parted.start()
    return 0


def site_names(stated: str | None, host: str) -> list[str]:
    """What a title's end may call its site: the name that the page states, and the name in its host."""
    named = folded(stated or "").removeprefix("the")
    parts = [part for part in host.lower().split(".") if part not in ("www", "m", "amp", "edition", "news")]
    return [name for name in (named, folded(parts[0]) if len(parts) > 1 else "") if len(name) > 1]
