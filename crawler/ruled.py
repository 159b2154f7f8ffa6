"""Reads from a page what a source's own rules point at; only these pages are parsed by BeautifulSoup."""

from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from crawler.page_tree import clean
from crawler.sources import Rules


@dataclass(frozen=True, slots=True)
class RuledParts:
    """What the rules of a source found on a page.

    An empty string stands for a field without a rule, or whose rule matched nothing. ``body`` and ``rest`` are markup: the
    elements that the body rule matched, and the whole page, both without what the source says to drop.
    """

    title: str
    byline: str
    date: str
    body: str
    rest: str


def read_by_rules(text: str, rules: Rules) -> RuledParts:
    """The parts of a page that a source's rules name."""
    soup = BeautifulSoup(text, "lxml")
    title, byline = _selected(soup, rules.title), _selected(soup, rules.byline)
    date = _date(soup, rules.date)
    for selector in rules.drop:
        for tag in soup.select(selector):
            if not tag.decomposed:
                tag.decompose()
    body = "".join(str(tag) for tag in _outermost(soup.select(rules.body))) if rules.body else ""
    return RuledParts(title, byline, date, body, str(soup) if rules.drop else text)


def _outermost(tags: list[Tag]) -> Iterator[Tag]:
    """The tags that stand in no other of them, so that no text is taken twice."""
    chosen = {id(tag) for tag in tags}
    return (tag for tag in tags if not any(id(parent) in chosen for parent in tag.parents))


def _selected(soup: BeautifulSoup, selector: str | None) -> str:
    tag = soup.select_one(selector) if selector else None
    return clean(tag.get("content")) or clean(tag.get_text(" ")) if tag else ""


def _date(soup: BeautifulSoup, selector: str | None) -> str:
    tag = soup.select_one(selector) if selector else None
    return clean(tag.get("datetime") or tag.get("content")) or clean(tag.get_text(" ")) if tag else ""
