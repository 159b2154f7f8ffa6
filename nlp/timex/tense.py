"""The tense of the clause that a time expression stands in, by the verbs around it.

The verb that spaCy's parse puts above the expression was tried in its place: on the news of the development files it
named fewer dates rightly (values 0.811 for 0.828 on TimeBank, 0.760 for 0.776 on AQUAINT), so the parse is not asked.
"""

import re
from collections.abc import Callable

Tense = Callable[[int], str | None]
"""Gives "past", "future" or None for the clause at a character offset."""

_PLANNED = "due|set|slated|scheduled|planned|expected|supposed|likely|bound|about"
_CUE = re.compile(
    r"\b(?:"
    r"(?P<future>(?:will|shall|must|should|would|won['’]t|can|may|might)(?: not)?(?: \w{1,12}ly)?(?: be)? \w{1,20}|['’]ll \w{1,20}"
    r"|to be \w{1,20}|(?:is|are|was|were) to \w{1,20}|going to \w{1,20}"
    r"|(?:plan|expect|intend|hope|aim|vow|agree|prepare|propose|project)(?:s|ed|d|ing|ning|ned)? to \w{1,20}"
    rf"|(?:{_PLANNED})(?: (?:to|for) \w{{1,20}})?|until|till|as (?:soon|early) as)"
    rf"|(?P<neutral>(?:is|are|be|being|been) (?!(?:{_PLANNED}|to)\b)\w{{1,20}}|to (?!(?:the|a|an|his|her|its|their|our)\b)[a-z]{{1,20}}|payable)"
    r"|(?P<past>was|were|had|has|have|did|said|didn['’]t|wasn['’]t|could|began|came|went|took|made|met|told|left|gave|held|won|fell"
    r"|rose|got|led|sent|saw|brought|bought|sold|lost|paid|found|became|grew|ran|cut|hit|put|spoke|wrote|[a-z]{2,20}ed))\b"
)
_CLAUSE_END = re.compile(r"(?<![.\s][A-Za-z])[.!?;]\s|\n\s")
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
