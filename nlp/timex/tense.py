"""The tense of the clause that a time expression stands in, from its words or from the parse."""

import re
from collections.abc import Callable

from spacy.tokens import Doc

Tense = Callable[[int], str | None]
"""Gives "past", "future" or None for the clause at a character offset."""

_CUE = re.compile(
    r"\b(?:"
    r"(?P<future>(?:will|shall|must|should|would|won['’]t|can|could|may|might|['’]ll)(?: not)?(?: \w{1,12}ly)?(?: be)? \w{1,20}"
    r"|to be \w{1,20}|(?:is|are|was|were) (?:due )?to \w{1,20}|going to \w{1,20}"
    r"|(?:plan|expect|intend|hope|aim|vow|agree|prepar|propos|suppos|project)(?:s|e|es|ed|ing|ning|ned)? to \w{1,20}"
    r"|(?:set|due|slated|scheduled|planned|expected)(?: (?:to|for) \w{1,20})?|until|till|as soon as|as early as)"
    r"|(?P<neutral>(?:is|are|be|being) \w{1,20}|to \w{1,20})"
    r"|(?P<past>was|were|had|has|have|did|said|didn['’]t|wasn['’]t|began|came|went|took|made|met|told|left|gave|held|won|fell|rose|got"
    r"|led|sent|saw|brought|bought|sold|lost|paid|found|became|grew|ran|cut|hit|put|spoke|wrote|\w{2,20}ed))\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[.!?;\n]\s")
_REACH = 100


def tense_by_words(text: str) -> Tense:
    """The tense by the nearest verb before the expression in its sentence, or else the first one after it."""

    def tense(offset: int) -> str | None:
        before = _CLAUSE_END.split(text[max(0, offset - _REACH) : offset])[-1]
        after = _CLAUSE_END.split(text[offset : offset + _REACH])[0]
        cues = list(_CUE.finditer(before))
        cue = cues[-1] if cues else _CUE.search(after)
        if cue is None or cue["neutral"]:
            return None
        return "future" if cue["future"] else "past"

    return tense


def tense_by_parse(doc: Doc) -> Tense:
    """The tense by the verb that governs the expression; where the parse does not tell, by the words."""
    by_words = tense_by_words(doc.text)

    def tense(offset: int) -> str | None:
        return _of_verb(doc, offset) or by_words(offset)

    return tense


def _of_verb(doc: Doc, offset: int) -> str | None:
    span = doc.char_span(offset, offset + 1, alignment_mode="expand")
    if span is None:
        return None
    token = span[0]
    previous = doc[token.i - 1].lower_ if token.i else ""
    if previous in {"until", "through", "till", "to"}:
        return "future"
    for verb in token.ancestors:
        if verb.pos_ not in {"VERB", "AUX"}:
            continue
        auxiliaries = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
        if auxiliaries & {"will", "shall", "'ll", "’ll"}:
            return "future"
        if verb.tag_ in {"VBD", "VBN"} or auxiliaries & {"did", "had", "has", "have", "was", "were"}:
            return "past"
        if verb.tag_ == "VB" and "to" in auxiliaries:
            return "future" if verb.dep_ in {"xcomp", "advcl", "acl"} else None
        if verb.tag_ in {"VBZ", "VBP", "VBG"}:
            return None
    return None
