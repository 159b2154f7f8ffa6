"""Says which goods an act covers, in the text's words: what may be exported, or what a duty or a control is on."""

from collections.abc import Iterator

from spacy.tokens import Token

from nlp.arguments import with_conjuncts
from nlp.candidates import Candidate
from nlp.parties import PARTY_NOUNS
from nlp.records import Span
from nlp.sight import Sight

_FAMILIES = frozenset({"license", "tariff", "control", "case"})
_TRADING = frozenset("export import ship sell supply buy provide transfer deliver send resume".split())
_PREPOSITIONS = frozenset({"on", "of", "for", "into"})
_FLOWS = frozenset("import export shipment sale purchase duty tariff levy order".split())
_WHERE = frozenset({"to", "from", "into"})
_AMOUNTS = frozenset(
    "ton tonne barrel bushel kilogram unit billion million variety range number series list package type kind set host batch round period "
    "remainder rest category portion half majority most part worth value amount volume slate tranche".split()
)
"""Nouns that say how much or how many of the goods, and are none themselves."""
_SHARES = frozenset({"%", "percent", "cent", "point"})
_MEASURES = ("license", "list", "tariff", "control", "sanctions", "order", "case", "finding", "agreement")
_SHIPS = frozenset({"ship", "vessel", "tanker", "carrier", "network"})
_DEEPEST = 4


def items_of(sight: Sight, candidate: Candidate, evidence: dict[str, Span]) -> str | None:
    """The goods as the text has them, or None; their place goes into the evidence. A rate or a day is never goods."""
    family = candidate.frame.type.split(".")[0]
    if family not in _FAMILIES:
        return None
    in_times = {token.i for timex in sight.time_expressions for token in sight.tokens_of(timex)}
    for token in _heads(candidate, family):
        if sight.parties.at(token) is not None or token.pos_ not in {"NOUN", "PROPN"} or token.like_num:
            continue
        if token.i in in_times or _is_share(token) or _is_party_noun(token, family) or _is_measure(sight, token):
            continue
        span = _phrase(sight, token)
        evidence["items"] = span
        return sight.text[span.start : span.end]
    return None


def _is_party_noun(token: Token, family: str) -> bool:
    """Whether a noun is for someone an act may be aimed at; ships are goods too, but not those that a license is for."""
    return token.lower_ in PARTY_NOUNS and (family == "license" or token.lemma_.lower() not in _SHIPS)


def _is_measure(sight: Sight, token: Token) -> bool:
    """Whether a noun is itself what is made, changed or ended: "an easing of curbs on sanctions" has no goods."""
    return any(sight.concepts.at(token, concept) for concept in _MEASURES)


def _phrase(sight: Sight, noun: Token) -> Span:
    """The noun with what stands before it, but its article, and the nouns joined to it."""
    start, end = noun.left_edge.i, noun.i + 1
    for joined in with_conjuncts(noun):
        if joined.i >= end and joined.pos_ == "NOUN":
            end = joined.i + 1
    while start < noun.i and _is_no_part(sight.doc[start]):
        start += 1
    return sight.char_span(start, end)


def _is_no_part(token: Token) -> bool:
    """Whether a word before goods says nothing of their kind: "the steel", "its steel", "each other's steel"."""
    mutual = token.lower_ in {"other", "another"} and token.nbor(1).tag_ == "POS"
    return token.pos_ in {"DET", "PUNCT", "SPACE"} or token.tag_ in {"PRP$", "POS"} or mutual


def _heads(candidate: Candidate, family: str) -> Iterator[Token]:
    """The nouns that may be the goods, the likeliest first."""
    theme = candidate.theme
    around = [candidate.trigger] if theme is None else [theme, candidate.trigger]
    if family == "license":
        for token in around:
            for verb in token.children:
                if verb.dep_ in {"acl", "relcl", "xcomp", "advcl"} and verb.lemma_.lower() in _TRADING:
                    yield from (child for child in verb.children if child.dep_ == "dobj")
        return
    for token in candidate.fillers.get("items", ()):
        yield from _goods_behind(token)
    if family == "control":
        yield from _goods_of_trading(candidate)
    if candidate.frame.theme_words and theme is not None:
        around = [theme]
    for token in around:
        for preposition in token.children:
            if preposition.dep_ == "prep" and preposition.lower_ in _PREPOSITIONS:
                for child in preposition.children:
                    if child.dep_ == "pobj" and not _is_of_verb(token, preposition, child, candidate):
                        yield from _goods_behind(child)


def _is_of_verb(verb: Token, preposition: Token, noun: Token, candidate: Candidate) -> bool:
    """Whether a noun is part of what the frame fires on: "put the levies on hold"."""
    return f"{verb.lemma_.lower()} {preposition.lower_} {noun.lower_}" in candidate.frame.verbs


def _goods_of_trading(candidate: Candidate) -> Iterator[Token]:
    """What is traded by the verb under a rule ("barred from selling chips"), or by a noun apart from it.

    "Rice, whose export is banned" and "the export to Russia of jet fuel" have the goods away from the noun of trade.
    """
    trigger, theme = candidate.trigger, candidate.theme
    if candidate.frame.complement:
        under = [
            *trigger.children,
            *(inner for child in trigger.children if child.dep_ == "prep" for inner in child.children),
        ]
        for verb in under:
            if verb.dep_ in {"xcomp", "ccomp", "pcomp", "acl"} and verb.lemma_.lower() in _TRADING:
                yield from (child for child in verb.children if child.dep_ == "dobj")
    if theme is None or not candidate.frame.theme_words:
        return
    if trigger.dep_ == "relcl" and any(child.tag_ == "WP$" for child in theme.children):
        yield trigger.head
    for token in (theme, trigger):
        for place in (child for child in token.children if child.dep_ == "prep" and child.lower_ in _WHERE):
            for where in (child for child in place.children if child.dep_ == "pobj"):
                for of in (child for child in where.children if child.lower_ == "of" and child.i > theme.i):
                    yield from (child for child in of.children if child.dep_ == "pobj")


def _goods_behind(noun: Token, depth: int = _DEEPEST) -> Iterator[Token]:
    """A noun, or what a flow, a share, a sum or a duty of it is of: "imports of steel", "10 percent on coal", "$34 billion of goods"."""
    is_amount = noun.lemma_.lower() in _AMOUNTS
    passes = is_amount or noun.lemma_.lower() in _FLOWS or _is_share(noun) or noun.like_num
    if passes and depth:
        for preposition in noun.children:
            if preposition.dep_ == "prep" and preposition.lower_ in {"on", "of"}:
                for child in preposition.children:
                    if child.dep_ == "pobj":
                        yield from _goods_behind(child, depth - 1)
    if not is_amount:
        yield noun
    if not passes:
        yield from (inner for of in noun.children if of.lower_ == "of" for inner in of.children if inner.dep_ == "pobj")


def _is_share(token: Token) -> bool:
    """Whether a token is a rate, as "percent" is, or stands in one, as the first of "2 to 5 percent"."""
    return token.lemma_.lower() in _SHARES or token.lower_ in _SHARES
