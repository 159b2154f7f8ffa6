"""Tells a capital that stands for its government from the place: "Beijing said" and "a meeting in Beijing"."""

from spacy.tokens import Doc, Token

_PARTY_DEPENDENCIES = frozenset({"nsubj", "nsubjpass", "pobj", "agent", "poss", "conj", "dobj", "appos", "dative"})
_PLACE_PREPOSITIONS = frozenset(
    "in at near outside around within across throughout inside through via into toward towards".split()
)
_MOTION = frozenset(
    "travel fly go return head arrive come visit trip flight journey drive ship send move tour visitor ambassador "
    "embassy train road leave depart relocate invite summon".split()
)
_AFTER_PLACE = frozenset({"state", "post", "times", "d.c.", "dc", "street", "university", "airport", "-", "–"})
_FROM_A_PARTY = frozenset(
    "hear receive get win obtain secure seek request pressure answer response reply reaction approval permission license "
    "licence signal word criticism threat demand rebuke protest warning support help exemption waiver reprieve".split()
)
_SIDES = frozenset({"between", "against", "by", "with"})


def acts_as_party(doc: Doc, start: int, end: int) -> bool:
    """Whether the tokens, a capital or an agency's short name, act in their sentence rather than name a place."""
    last = doc[end - 1]
    if last.dep_ not in _PARTY_DEPENDENCIES:
        return False
    if end < len(doc) and (doc[end].lower_ in _AFTER_PLACE or _is_dateline(doc, start, end)):
        return False
    if end + 1 < len(doc) and doc[end].text == "," and doc[end + 1].lower_ in {"d.c.", "dc", "d.c"}:
        return False
    return not _is_place(last)


def _is_place(token: Token) -> bool:
    head = token
    while head.dep_ == "conj" and head.head.i < head.i:
        head = head.head
    if head.dep_ == "dobj":
        return head.head.lemma_.lower() in _MOTION
    if head.dep_ != "pobj":
        return False
    preposition = head.head
    if preposition.lower_ in _SIDES:
        return False
    if preposition.lower_ in _PLACE_PREPOSITIONS:
        return True
    above = preposition.head
    if preposition.lower_ == "from":
        return above.lemma_.lower() not in _FROM_A_PARTY
    if preposition.lower_ in {"for", "of"} and above.pos_ == "PROPN":
        return True
    return preposition.lower_ in {"to", "for"} and above.lemma_.lower() in _MOTION


def _is_dateline(doc: Doc, start: int, end: int) -> bool:
    """Whether the name opens a paragraph as a dateline: "Washington, Nov. 20 –", "Brussels (Reuters)"."""
    opens = start == 0 or "\n" in doc[start - 1].text
    return opens and doc[end].text in {",", "(", "-", "–", "—", "/", "\n", "\n\n"}
