"""Takes a page apart into its blocks of text: paragraphs, headings, list items, table rows."""

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.page_tree import Element

BLOCK_TAGS = frozenset(
    "p h1 h2 h3 h4 h5 h6 li tr blockquote pre div section article figure figcaption table ul ol dl dt dd main aside header "
    "footer address details summary tbody thead tfoot fieldset center hr body".split()
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that a page sets apart.

    ``tag`` is the name of the block element that holds it, ``linked`` the share of its characters that are links.
    """

    text: str
    tag: str
    element: Element
    linked: float = 0.0


class _Collector:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._pieces: list[str] = []
        self._linked = 0
        self._breaks = 0

    def add(self, text: str | None, *, linked: bool) -> None:
        if not text:
            return
        if not text.isspace():
            self._breaks = 0
            if linked:
                self._linked += len(text.strip())
        self._pieces.append(text)

    def line_break(self, owner: Element) -> None:
        """One break is a space; two in a row end a paragraph, as people who write without ``p`` mean them."""
        self._breaks += 1
        self._pieces.append(" ")
        if self._breaks == 2:
            self.end(owner)

    def end(self, owner: Element) -> None:
        text = " ".join("".join(self._pieces).split())
        if text:
            self.blocks.append(Block(text, owner.tag, owner, min(1.0, self._linked / len(text))))
        self._pieces.clear()
        self._linked = 0
        self._breaks = 0


def read_blocks(root: Element) -> list[Block]:
    """The blocks of text in an element, in document order."""
    collector = _Collector()
    _collect(root, root, collector, linked=False)
    collector.end(root)
    return collector.blocks


def _collect(element: Element, owner: Element, collector: _Collector, *, linked: bool) -> None:
    if element.tag == "tr":
        cells = (" ".join("".join(cell.itertext()).split()) for cell in element.iterchildren("td", "th"))
        if all(next(cell.iter("p", "div", "li", "tr"), None) is None for cell in element.iterchildren("td", "th")):
            collector.add(" | ".join(filter(None, cells)), linked=False)
            return
    collector.add(element.text, linked=linked)
    for child in element:
        tag = child.tag
        if tag == "br":
            collector.line_break(owner)
        elif tag in BLOCK_TAGS:
            collector.end(owner)
            _collect(child, child, collector, linked=linked)
            collector.end(child)
        else:
            _collect(child, owner, collector, linked=linked or tag == "a")
        collector.add(child.tail, linked=linked)


def ancestors(block: Block) -> Iterator[Element]:
    """The element of a block, and all that it stands in."""
    yield block.element
    yield from block.element.iterancestors()
