"""The tense of the clause that a time expression stands in, by the verbs around it.

The verb that spaCy's parse puts above the expression was tried in its place: on the news of the development files it
named fewer dates rightly (values 0.811 for 0.828 on TimeBank, 0.760 for 0.776 on AQUAINT), so the parse is not asked.
"""

import re
from collections.abc import Callable

Tense = Callable[[int], str | None]
"""Gives the tense of the clause at a character offset: "past", "future", "planned" or None where it is not told.

"planned" is a participle that looks ahead from a time that is not told ("a vote scheduled for May").
"""

_PLANNED = "due|set|slated|scheduled|planned|expected|supposed|likely|bound"
_AHEAD = "expire|lapse|run out|end|close|start|begin|open|take effect|come into (?:force|effect)|enter into force|apply|resume|reconvene"
_PRESENT = (
    "meets|meet again|arrives|departs|travels|flies|convenes|gathers|reconvenes|plays|hosts|marks|faces|kicks off"
    "|gets? under ?way|goes? (?:into effect|into force|on sale|to the polls)|becomes law|takes? (?:office|over|place)"
    "|plans (?:an?|to) [a-z]{1,20}"
)
_CUE = re.compile(
    r"\b(?:"
    r"(?P<future>(?:will|shall|must|should|would|won['’]t|can|may|might)(?: not)?(?: [a-z]{1,12}ly)?(?: be)? [a-z]{1,20}"
    r"|['’]ll [a-z]{1,20}|to be [a-z]{1,20}|(?:is|are) to [a-z]{1,20}|going to [a-z]{1,20}"
    rf"|(?:is|are|be|being) (?:{_PLANNED})(?: (?:to|for|on) [a-z]{{1,20}})?"
    r"|(?:plan|expect|intend|hope|aim|vow|agree|prepare|propose|project)(?:s|ed|d|ing|ning|ned)? to [a-z]{1,20}"
    r"|(?:wants?|needs?|has|have) to [a-z]{1,20}|(?:is|are)(?: on)?(?=\s\Z)"
    rf"|(?<!not )(?<!n['’]t )(?<!to )(?:{_PRESENT})"
    rf"|(?<!to )(?<!the )(?<!a )(?:(?:{_AHEAD})(?! of\b)|expires|lapses|runs out|ends|closes|starts|begins|opens|takes effect|comes into (?:force|effect)"
    r"|enters into force|applies|resumes|reconvenes)|until|till|as (?:soon|early) as)"
    rf"|(?P<neutral>(?:is|are|be|being|been) [a-z]{{1,20}}|(?:was|were) to(?: be| have)? [a-z]{{1,20}}|had been (?:(?:{_PLANNED}) )?to(?: be)? [a-z]{{1,20}}"
    r"|to (?!(?:the|a|an|his|her|its|their|our)\b)[a-z]{1,20}|could(?: be)? [a-z]{1,20}|payable|effective)"
    rf"|(?P<planned>(?:(?:was|were) )?(?:{_PLANNED})(?: (?:to|for) [a-z]{{1,20}}|(?= ))|planned)"
    r"|(?P<past>was|were|had|has|have|did|said|didn['’]t|wasn['’]t|began|came|went|took|made|met|told|left|gave|held|won|fell"
    r"|rose|got|led|sent|saw|brought|bought|sold|lost|paid|found|became|grew|ran|cut|hit|put|spoke|wrote|(?<!\bthe )(?<!\ba )(?<!\ban )(?<!\bits )(?<!\bstill )[a-z]{2,20}ed))\b"
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
        return next((name for name in ("future", "planned", "past") if cue[name]), None) if cue is not None else None

    return tense
