"""Takes out of a page what is not its story: teasers, related links, newsletter boxes, share bars, captions."""

import re
from functools import lru_cache
from typing import Any

from crawler.page_tree import Element, drop, has_ancestor, labels

_TEASER_NAMES = re.compile(
    r"(?:^|[\s_-])(?:"
    r"related(?:s|posts?|articles?|links?|stories|content|reads?)?|teasers?|read-?(?:more|also|next)|also-?(?:on|read)|"
    r"more-?(?:on|from|stories|news)|most-?(?:read|popular|viewed)|recommend(?:ed|ations?|s)?|recirc\w*|trending|"
    r"newsletter\w*|subscri(?:be|ption)|sign-?up|share(?:d)?(?:-?(?:bar|buttons?|tools?|links?))?|sharing|"
    r"social(?:-?(?:media|links?|share|bar))?|promo(?:s|tion|box)?|advert\w*|ad-?(?:slot|unit|box|container|wrapper)|"
    r"sponsored|outbrain|taboola|breadcrumbs?|cookies?(?:-\w+)?|comments?(?:-?(?:section|list|area))?|disqus|"
    r"further-?reading|you-?may-?(?:also-?)?like|up-?next|tags?-?list|tag-?cloud|print-?only|"
    r"caption\w*|wp-caption-text|credits?|copyright|author-?(?:bio|box|info|card)|bio-?box|correction-?form|"
    r"sr-only|visually-?hidden|screen-?reader(?:-text)?|popular|sidebar|read-?next|inline-?(?:link|promo|story)|"
    r"pull-?quote|affiliate\w*|donat\w+|toc|table-?of-?contents|modal[\w-]*|popup[\w-]*|overlay|lightbox|(?:image|photo|gallery|video|picture|media)[_-]{0,2}(?:widget|caption|credit|player|gallery|meta)|twitter-tweet|instagram-media|tiktok-embed|fb-post|reddit-card"
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
    r"(?:also on \S+\.\w{2,6}\b|(?:read (?:more|also|next|the full \w+)|also read|see also|related|more|don['’]t miss|must.read|"
    r"watch|listen|editor['’]s picks?|recommended(?: (?:reading|stories))?|story continues below|"
    r"(?:the )?top stories|explore more|sign up|subscribe):\s|for more stories on\b|"
    r"(?:article continues (?:after|below)|story continues (?:after|below)|advertisement|scroll (?:down )?to continue|"
    r"(?:related|read more|read next|see also|advertisement|promoted stories|more stories|share this \w+|"
    r"most popular|most read|trending(?: now)?|recommended|loading\.*)\W*$))",
    re.I,
)
_INVITATION = re.compile(
    r"(?:sign up (?:for|to) (?:our|the|a)\b.*(?:newsletter|email|alert|inbox)|subscribe to (?:our|the)\b|follow (?:us|\S+) on\b|"
    r"join (?:our|the) \S+ (?:channel|group|community)\b|download (?:our|the) (?:\S+ )?app\b|"
    r"get (?:the|our|all the) (?:latest|top|best|biggest)\b.*(?:inbox|newsletter|phone|email|alerts?)|"
    r"(?:click|tap) here (?:to|for)\b|all rights reserved|this material may not be published|©|copyright \d{4}|"
    r"(?:have you got|do you have) (?:a|any) (?:story|news|tips?)\b|for (?:the )?latest news\b.*\b(?:follow|visit|subscribe)|"
    r"if you (?:buy|purchase|click)\b.*\bcommission|we may earn (?:a )?commission|"
    r"enter your email|your email address|please enable javascript|sign in to|already a subscriber)",
    re.I,
)
_REQUEST = re.compile(
    r"(?:subscribe (?:now|to|for)\b|(?:this )?(?:content|article) is (?:reserved|free to read)\b|(?:register|sign in|log in) ?/|"
    r"create an account\b|don['’]t have an account|already (?:a subscriber|have an account)|sign in (?:or|to)\b|"
    r"by (?:providing|entering|submitting|signing up|clicking|subscribing)\b.*\b(?:agree|terms|privacy|consent)|"
    r"sign up (?:for|to)\b|get .{0,60}\b(?:inbox|newsletter|alerts?)\b|your email address|thanks? (?:you )?for (?:signing|subscribing)|"
    r".{0,80}\bterms (?:and conditions|of (?:use|service))\b.{0,40}\bprivacy policy|register to unlock|"
    r"we apologi[sz]e, but this video|this video (?:is not available|failed)|.{0,60}\bprint subscriber\b|"
    r"to continue reading|unlock (?:this|more|unlimited)|.{0,60}\bour newsletters?\b|an error (?:has )?occurred)",
    re.I,
)
_CONSENT_NAMES = re.compile(
    r"(?:^|[\s_-])(?:onetrust|ot-sdk|consent|gdpr|ccpa|cmp|didomi|truste|cookie-?(?:banner|notice|policy))", re.I
)
_BODY_NAMES = re.compile(
    r"(?:^|[\s_-])(?:article|story|post|entry|main)[_-]{0,2}(?:body|content|text|copy)(?=$|[\s_-])|articleBody", re.I
)
_NEVER_DROPPED = frozenset({"html", "body", "main", "article", "head"})
_SILENT = (
    "script", "style", "noscript", "template", "iframe", "form", "button", "svg", "nav", "dialog", "footer", "select", "input",
    "textarea", "audio", "video", "object", "embed", "canvas", "figcaption", "picture", "link", "meta", "head",
)  # fmt: skip
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_TEXT_BLOCKS = ("p", "li", "div", "h2", "h3", "h4", "h5", "h6", "aside", "span", "section", "strong", "em")
_TEASER_LENGTH = 240
_STORY_SHARE = 0.4  # a block with more of the page's paragraphs than this is the story, whatever it is called


def drop_boilerplate(tree: Element) -> None:
    """Remove what holds no text of its own, then blocks named as teasers, then teaser lines, in place."""
    for tag in list(tree.iter(*_SILENT)):
        if tag.tag != "footer" or not has_ancestor(tag, "article", "blockquote"):
            drop(tag)
    weights = _paragraph_weights(tree)
    story = weights.get(tree, 0)
    around = _around_named_bodies(tree, weights)
    for tag in list(tree.iter()):
        if tag.tag in _NEVER_DROPPED or tag in around or tag.getparent() is None:
            continue
        if _names_consent(labels(tag)) or (weights.get(tag, 0) <= story * _STORY_SHARE and _is_aside(tag)):
            drop(tag)
    for tag in list(tree.iter(*_TEXT_BLOCKS)):
        if _is_teaser_line(tag):
            drop(tag)


def _around_named_bodies(tree: Element, weights: dict[Any, int]) -> set[Any]:
    """The elements that a template calls the body of an article, and all around them, whatever those are called."""
    named = [
        tag
        for tag in weights
        if tag.tag != "p" and (_BODY_NAMES.search(labels(tag)) or tag.get("itemprop") == "articleBody")
    ]
    return {element for tag in named for element in (tag, *tag.iterancestors()) if weights[tag] > 0.02 * weights[tree]}


def _is_aside(tag: Element) -> bool:
    if tag.tag == "figure" and next(tag.iter("table", "pre"), None) is None:
        return True
    if tag.tag == "aside" or tag.get("hidden") is not None or (tag.get("aria-hidden") == "true" and tag.tag != "p"):
        return True
    if (style := tag.get("style")) and _HIDDEN_STYLE.search(style):
        return True
    return _names_teaser(labels(tag))


@lru_cache(maxsize=4096)
def _names_consent(names: str) -> bool:
    """Whether a template calls an element a consent banner; cached, as a site's pages have the same few hundred names."""
    return bool(_CONSENT_NAMES.search(names))


@lru_cache(maxsize=4096)
def _names_teaser(names: str) -> bool:
    """Whether a template calls an element a teaser, a share bar, a caption or the like; cached for the same reason."""
    return bool(_TEASER_NAMES.search(names))


def _paragraph_weights(tree: Element) -> dict[Any, int]:
    """How many characters of paragraphs stand in each element."""
    weights: dict[Any, int] = {}
    for paragraph in tree.iter("p"):
        length = sum(len(text.strip()) for text in paragraph.itertext())
        weights[paragraph] = weights.get(paragraph, 0) + length
        for element in paragraph.iterancestors():
            weights[element] = weights.get(element, 0) + length
    return weights


def _is_teaser_line(tag: Element) -> bool:
    """Whether a short block opens like a teaser and is little else than a link."""
    if tag.getparent() is None:
        return False
    length, pieces = 0, []
    for piece in tag.itertext():
        length += len(piece.strip())
        if length > _TEASER_LENGTH:
            return False
        pieces.append(piece)
    text = " ".join(" ".join(pieces).split())
    opening = _TEASER_OPENING.match(text)
    if opening is None:
        return False
    linked = sum(len(" ".join(" ".join(a.itertext()).split())) for a in tag.iter("a"))
    return linked > 0 and linked >= 0.5 * (len(text) - opening.end())


def is_teaser_paragraph(text: str) -> bool:
    """Whether a paragraph reads as a pointer elsewhere or an invitation ("Also on …", "Sign up for …") by its words alone."""
    if len(text) > _TEASER_LENGTH:
        return False
    return bool(_POINTER.match(text) or _INVITATION.match(text))


def is_request(text: str) -> bool:
    """Whether a text asks its reader to subscribe, to sign in or to agree, as no story does."""
    return len(text) <= _TEASER_LENGTH and bool(_REQUEST.match(text))
