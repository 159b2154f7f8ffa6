"""Finds the blocks of a page that are its story."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.blocks import HEADINGS, Block, ancestors, read_blocks
from crawler.boilerplate import is_request, is_teaser_paragraph
from crawler.page_tree import Element, folded, labels

_PROSE_LENGTH = 60
_PROSE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_MARKED = frozenset({"p", "li", "blockquote", "pre", "tr", "dd", "dt"})
_BOX_TEXT = 220  # characters; a paragraph of a story is often longer, a line of a box is not
_LABEL = re.compile(
    r"(?:(?:first |last |originally )?(?:published|updated|posted|modified)\b.{0,50}|.{0,30}\b\d+[ -]min(?:ute)?s?[ -]read|"
    r".{0,40}\b\d+ (?:mins?|minutes?|hours?|hrs?|days?) ago\b.{0,40}|\d{1,2}[:.]\d{2}\b[^.!?]{0,40}|"
    r"(?:(?:photo(?:graph)?|image|picture|pic|credit|source|video|illustration)s?(?: (?:credit|by|courtesy|source))?\s*:).{0,120}|"
    r"[^.!?]{0,60}(?:getty images|reuters|ap photo|shutterstock|afp))$",
    re.I,
)
_OTHER_STORIES = re.compile(
    r"(?:more (?:from|on|about|in|stories|news|like|\w+$)|most (?:read|popular|viewed)|related\b|recommended\b|trending\b|"
    r"read (?:more|next|also)|up next|you (?:may|might) (?:also )?like|latest (?:news|stories|from|in|posts)|top stories|"
    r"current issue|tags?\b|topics?\b|comments?\b|don['’]t miss|also read|see also|in this (?:section|story)|next (?:up|story)|"
    r"popular\b|editors?['’]?s? picks?|from around the web|leave a (?:reply|comment)|about the author)",
    re.I,
)
_KEPT_SHARE = 0.93  # a child with so much of its parent's prose is where the story is
_LONE_WEIGHT = 0.3
_ATTESTED_SHARE = 0.8
_ATTESTED_LENGTH = 40
_LINK_SHARE = 0.6
_STANDFIRST_NAMES = re.compile(
    r"(?:^|[\s_-])(?:stand-?first|sub-?(?:title|head(?:line|ing)?|deck)|dek|deck|summary|excerpt|lede?|intro\w*|kicker|"
    r"description|abstract|teaser-text|strapline)(?=$|[\s_-])",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Story:
    """The paragraphs of a story, and how sure it is that they are the story: the share of the page's prose, 0 to 1."""

    paragraphs: tuple[str, ...]
    certainty: float


def find_story(tree: Element, *, attested: str, description: str, title: str | None) -> Story:
    """The story of a page whose boilerplate was dropped.

    The story stands in the smallest element that holds most of the page's prose. ``attested`` is the body that the page's
    JSON-LD states: where it is there and whole, what it does not hold is left out. ``description`` is the page's summary of
    itself, which belongs to the story where the page shows it above.
    """
    blocks = read_blocks(tree)
    prose = [block for block in blocks if is_prose(block)]
    if not prose:
        return Story((), 0.0)
    container, certainty = _container(tree, prose)
    inside = [index for index, block in enumerate(blocks) if any(place is container for place in ancestors(block))]
    chosen = _without_boxes([blocks[index] for index in inside], container)
    chosen = _attested(_without_labels(_before_other_stories(chosen)), folded(attested))
    kept = [block for block in _trimmed(chosen) if not is_teaser_paragraph(block.text)]
    above = _standfirst(blocks[: inside[0]], kept, folded(description), folded(title or ""))
    return Story(tuple(block.text for block in (*above, *kept)), certainty)


def is_prose(block: Block) -> bool:
    """Whether a block reads as a sentence of a story rather than as a heading, a label or a link."""
    if block.tag in HEADINGS or block.linked > _LINK_SHARE:
        return False
    return len(block.text) >= _PROSE_LENGTH or (len(block.text) >= 25 and bool(_PROSE_END.search(block.text)))


def _container(tree: Element, prose: Sequence[Block]) -> tuple[Element, float]:
    """The smallest element with most of the prose, and its share of all of it."""
    weights: dict[Any, float] = defaultdict(float)
    together = Counter(block.element.getparent() for block in prose)
    for block in prose:
        # A paragraph that has its parent to itself may be the summary on a card of another story.
        weight = len(block.text) * (1.0 if together[block.element.getparent()] > 1 else _LONE_WEIGHT)
        for element in ancestors(block):
            weights[element] += weight
    whole = weights[tree] or 1
    place = tree
    while True:
        children = [child for child in place if weights.get(child, 0)]
        best = max(children, key=lambda child: weights[child], default=None)
        if best is None or best.tag in ("p", "li", "blockquote", "pre") or weights[best] < _KEPT_SHARE * weights[place]:
            return place, weights[place] / whole
        place = best


def _without_boxes(blocks: Sequence[Block], container: Element) -> list[Block]:
    """The blocks less the boxes in which a reader is asked to subscribe, to sign in, or to agree to something.

    A box is the largest element around such a request that holds short texts only.
    """
    longest: dict[Any, int] = {}
    for block in blocks:
        for place in ancestors(block):
            if place is container:
                break
            longest[place] = max(longest.get(place, 0), len(block.text))
    boxes: set[Any] = set()
    for block in blocks:
        if is_request(block.text):
            for place in ancestors(block):
                if place is container or longest[place] > _BOX_TEXT:
                    break
                boxes.add(place)
    return [block for block in blocks if not any(place in boxes for place in ancestors(block))]


def _without_labels(blocks: Sequence[Block]) -> list[Block]:
    """The blocks less short texts beside the paragraphs (captions, credits, times), where a page marks its paragraphs."""
    prose = [block for block in blocks if is_prose(block)]
    marked = sum(len(block.text) for block in prose if block.tag in _MARKED)
    is_marked = marked >= 0.7 * sum(len(block.text) for block in prose)
    return [
        block
        for block in blocks
        if not _LABEL.match(block.text)
        and (not is_marked or block.tag in _MARKED or block.tag in HEADINGS or is_long_prose(block))
    ]


def _attested(blocks: Sequence[Block], witness: str) -> list[Block]:
    """The blocks less the prose that a whole ``articleBody`` does not hold; all of them where it is not whole."""
    told = [_is_told(folded(block.text), witness) for block in blocks]
    prose = sum(len(block.text) for block in blocks if is_prose(block))
    known = sum(len(block.text) for block, is_told in zip(blocks, told, strict=True) if is_told and is_prose(block))
    if known < _ATTESTED_SHARE * prose or known < _ATTESTED_SHARE * len(witness):
        return list(blocks)
    return [block for block, is_told in zip(blocks, told, strict=True) if is_told or not is_prose(block)]


def _is_told(text: str, witness: str) -> bool:
    return text[:_ATTESTED_LENGTH] in witness or text[-_ATTESTED_LENGTH:] in witness


def _before_other_stories(blocks: Sequence[Block]) -> list[Block]:
    """The blocks up to a heading such as "More from", if what follows it stands in other elements than the story."""
    for number, block in enumerate(blocks):
        if len(block.text) > 60 or not _OTHER_STORIES.match(block.text):
            continue
        before = [b for b in blocks[:number] if is_prose(b)]
        after = [b for b in blocks[number:] if is_prose(b)]
        homes = Counter(b.element.getparent() for b in after)
        homes.update({b.element.getparent(): 2 for b in before})
        alone = sum(homes[b.element.getparent()] == 1 for b in after)
        if before and alone >= 0.6 * len(after) and len(after) <= 3 * len(before):
            return list(blocks[:number])
    return list(blocks)


def _trimmed(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks less links that stand alone, and less headings that nothing follows."""
    kept = [
        block
        for block in blocks
        if block.linked < _LINK_SHARE or (_PROSE_END.search(block.text) and block.linked < 0.9)
    ]
    while kept and kept[-1].tag in HEADINGS:
        kept.pop()
    for block, following in zip(kept, [*kept[1:], None], strict=True):
        if block.tag == "h1":
            continue
        if block.tag in HEADINGS and (following is None or following.tag == "h1"):
            continue
        yield block


def is_long_prose(block: Block) -> bool:
    """Whether a block is too long to be a teaser's link."""
    return len(block.text) > 120 and bool(_PROSE_END.search(block.text))


def _standfirst(above: Sequence[Block], kept: Sequence[Block], description: str, title: str) -> list[Block]:
    """The summary that a page shows between its title and its story."""
    body = "".join(folded(block.text) for block in kept[:6])
    for block in reversed(above[-40:]):
        text = folded(block.text)
        if block.tag == "h1" or (title and text == title):
            break
        if len(block.text) < 30 or text in body or block.linked > _LINK_SHARE or is_teaser_paragraph(block.text):
            continue
        described = len(text) > 30 and bool(description) and (text.startswith(description[:60]) or text in description)
        if described or any(_STANDFIRST_NAMES.search(labels(place)) for place in list(ancestors(block))[:2]):
            return [block]
    return []
