"""The tense of the clause that a time expression stands in, by the verbs around it.

The verb that spaCy's parse puts above the expression was tried in its place: on the news of the development files it
named fewer dates rightly (values 0.811 for 0.828 on TimeBank, 0.760 for 0.776 on AQUAINT), so the parse is not asked.
"""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from nlp.timex.patterns import alternation
from nlp.toml_files import Entry, check, parse

_FILE = Path(__file__).parents[1] / "data" / "times" / "tense.toml"

Tense = Callable[[int], str | None]
"""Gives the tense of the clause at a character offset: "past", "future", "planned", "open" or None where it is not told.

"planned" is a participle that looks ahead from a time that is not told ("a vote scheduled for May"), "open" a past plan
that may be over or not ("it was to expire on Friday").
"""


class TenseVerbs(Entry):
    """The verbs that tell a tense; the comments of the file say what each list holds."""

    arranged: tuple[str, ...]
    intending: tuple[str, ...]
    bounds: tuple[str, ...]
    timetable: tuple[str, ...]
    past: tuple[str, ...]
    prolonging: tuple[str, ...]
    made: tuple[str, ...]


@cache
def tense_verbs() -> TenseVerbs:
    """The verbs of the data file."""
    return check(TenseVerbs, parse(_FILE), _FILE)


@cache
def _cues() -> re.Pattern[str]:
    """The verbs of a clause; the group that matches is the tense, or ``neutral`` for a verb that tells none."""
    verbs = tense_verbs()
    arranged = alternation(verbs.arranged)
    verb = "[a-z]{1,20}"
    future = (
        rf"(?:will|shall|must|should|would(?!(?: not)? have\b)|won't|can|may|might)(?: not)?(?: [a-z]{{1,12}}ly)?(?: be)? {verb}",
        rf"could(?! not\b)(?: be)? {verb}",
        rf"'ll {verb}|to be {verb}|(?:is|are) to {verb}|going to {verb}",
        rf"(?:is|are|be|being) {arranged}(?: (?:to|for|on) {verb})?",
        rf"{alternation(verbs.intending)} to (?!(?:the|a|an|it|this|that|these|those|them|all|his|her|its|their|our)\b){verb}",
        rf"(?<=, )to {alternation(verbs.bounds)}",
        r"(?:is|are)(?: on)?(?=\s\Z)",
        rf"(?<!not )(?<!n't )(?<!to ){alternation(verbs.timetable)}",
        rf"(?<!to )(?<!the )(?<!a ){alternation(verbs.bounds)}(?! (?:of|general|individual|licen[cs]es?)\b)",
        r"until|till|as (?:soon|early) as",
    )
    neutral = (
        rf"(?:is|are|be|being|been) {verb}",
        rf"to (?!(?:the|a|an|his|her|its|their|our)\b){verb}",
        rf"could not(?: be)? {verb}|payable|effective",
    )
    open_ends = (
        rf"(?:was|were) to(?: be| have)? {verb}",
        rf"had been (?:{arranged} )?to(?: be)? {verb}",
        rf"would(?: not)? have(?: been)? {verb}",
    )
    planned = rf"(?!set\b(?! (?:to|for)\b))(?:(?:was|were) )?{arranged}(?: (?:to|for) {verb}|(?= ))|planned"
    participle = r"(?<!\bthe )(?<!\ba )(?<!\ban )(?<!\bits )(?<!\bstill )[a-z]{2,20}ed"
    tenses = {
        "future": "|".join(future),
        "open": "|".join(open_ends),
        "neutral": "|".join(neutral),
        "planned": planned,
        "past": rf"(?:had|has|have|having) (?:been (?!{arranged}\b){verb}|{alternation(verbs.bounds)})|{alternation(verbs.past)}|{participle}",
    }
    pattern = "|".join(f"(?P<{tense}>{forms})" for tense, forms in tenses.items())
    return re.compile(rf"\b(?:{pattern})\b".replace("'", "['’]"))


_CLAUSE_END = re.compile(r"(?<![.\s][A-Za-z])[.!?;]\s|\n\s")
_REACH = 140


def tense_by_words(text: str) -> Tense:
    """The tense by the nearest verb before the expression in its sentence, or else the first one after it."""

    def tense(offset: int) -> str | None:
        before = _CLAUSE_END.split(text[max(0, offset - _REACH) : offset])[-1]
        after = _CLAUSE_END.split(text[offset : offset + _REACH])[0]
        cues = list(_cues().finditer(before))
        cue = cues[-1] if cues else _cues().search(after)
        return (
            next((name for name in ("future", "open", "planned", "past") if cue[name]), None)
            if cue is not None
            else None
        )

    return tense
