"""Says how many parties an act is done to, at which rate or for what sum, and the how manieth extension it is."""

import re
from collections.abc import Iterator

from spacy.tokens import Token

from nlp.arguments import with_conjuncts
from nlp.candidates import Candidate
from nlp.parties import PARTY_NOUNS
from nlp.records import Span
from nlp.sight import Sight
from nlp.timex.words import number_of, vocabulary

_RATE = re.compile(
    r"(?:\$|€|£|US\$|¥)\s?\d[\d,.]*(?:\s?(?:million|billion|trillion|bn|m)\b)?|\d+(?:\.\d+)?\s?(?:%|per ?cent\b)"
)
_RATED = frozenset({"tariff", "enforcement"})
_COUNTED = frozenset({"listing.added", "listing.removed", "listing.modified", "enforcement.charged"})
_APART = frozenset({"after", "before", "once", "since"})
_MOST = 10_000
"""Parties from which on a number is none of parties."""


def count_of(candidate: Candidate, evidence: dict[str, Span], sight: Sight) -> int | None:
    """How many parties the text says that the act is done to, together where it counts two kinds; their place is evidence."""
    if candidate.frame.type not in _COUNTED:
        return None
    in_times = {token.i for timex in sight.time_expressions for token in sight.tokens_of(timex)}
    for noun in (*candidate.fillers.get("target", ()), *candidate.arguments.objects):
        if (counted := _counted(noun, in_times)) is None:
            continue
        number, place = counted
        evidence.setdefault("count", sight.char_span(place.i, place.i + 1))
        others = [one for one in with_conjuncts(noun) if one.i != noun.i and one.lower_ in PARTY_NOUNS]
        return number + sum(more[0] for one in others if (more := _counted(one, in_times)) is not None)
    return None


def _counted(noun: Token, in_times: set[int]) -> tuple[int, Token] | None:
    """The number that stands before a noun, and its word; those "remaining" are some of others that were counted."""
    if any(child.lower_ == "remaining" for child in noun.children):
        return None
    for child in noun.children:
        if child.dep_ == "nummod" and child.i not in in_times:
            parts = [token for token in child.subtree if token.i == child.i or token.dep_ in {"compound", "punct"}]
            number = number_of("".join(token.text_with_ws for token in parts).strip())
            if number is not None and number < _MOST:
                return int(number), child
    return None


def rate_of(candidate: Candidate, evidence: dict[str, Span], sight: Sight) -> str | None:
    """The rate of a duty or the sum of a penalty, as the text has it, that stands nearest; its place is evidence."""
    if candidate.frame.type.split(".")[0] not in _RATED:
        return None
    sentence = candidate.trigger.sent
    is_duty = candidate.frame.type.startswith("tariff")
    rising = candidate.frame.type in {"tariff.raised", "tariff.reduced"}
    found = [
        m
        for m in _RATE.finditer(sentence.text)
        if ("%" in m.group() or "cent" in m.group()) == is_duty
        and not _is_of_another(m.start() + sentence.start_char, candidate, rising=rising)
    ]
    if not found:
        return None
    anchor = (candidate.theme or candidate.trigger).idx - sentence.start_char
    after_to = [m for m in found if sentence.text[: m.start()].rstrip().endswith(" to")]
    best = after_to[0] if rising and after_to else min(found, key=lambda match: abs(match.start() - anchor))
    evidence["rate"] = Span(sentence.start_char + best.start(), sentence.start_char + best.end())
    return re.sub(r"\s?per ?cent", "%", best.group())


def _is_of_another(place: int, candidate: Candidate, *, rising: bool) -> bool:
    """Whether a rate or sum is that of another act of the sentence.

    "Terminated the denial order of May 15 after it deposited $4 million" gives the order no sum, and "will halve, to 7%, the
    duty that it imposed" the imposing no rate.
    """
    doc = candidate.trigger.doc
    span = doc.char_span(place, place + 1, alignment_mode="expand")
    verb = next((token for token in span.root.ancestors if token.pos_ in {"VERB", "AUX"}), None) if span else None
    if span is None or verb is None or verb.i in {candidate.trigger.i, candidate.clause.i}:
        return False
    if any(child.dep_ == "mark" and child.lower_ in _APART for child in verb.children):
        return verb not in candidate.trigger.ancestors
    words = doc[max(span.start - 2, 0) : span.start].text.lower().split()
    return not rising and words[-1:] == ["to"] and words != ["up", "to"] and verb in candidate.trigger.ancestors


def ordinal_of(candidate: Candidate, evidence: dict[str, Span], sight: Sight) -> int | None:
    """Which extension in a row it is said to be ("a third extension", "for the eighth time"); its place is evidence."""
    if candidate.frame.type != "license.extended":
        return None
    for token in _around(candidate):
        number = vocabulary().ordinals.get(token.lower_, 0)
        if number > 1:
            evidence["ordinal"] = sight.char_span(token.i, token.i + 1)
            return number
    return None


def _around(candidate: Candidate) -> Iterator[Token]:
    """The words that may say which extension it is: the trigger, what hangs on it or its theme, and what "time" is."""
    trigger = candidate.trigger
    yield trigger
    yield from trigger.children
    if candidate.theme is not None:
        yield from candidate.theme.children
    for time in candidate.clause.subtree:
        if time.lower_ == "time" and _counts(time, candidate):
            yield from time.children


def _counts(time: Token, candidate: Candidate) -> bool:
    """Whether a "time" is one of the act: "extended it for the third time", "…, the third time that it has done so"."""
    verb = next((token for token in time.ancestors if token.pos_ in {"VERB", "AUX"}), None)
    again = any(child.dep_ == "relcl" and child.lemma_ in {"do", candidate.trigger.lemma_} for child in time.children)
    return again or verb in {candidate.clause, candidate.trigger}
