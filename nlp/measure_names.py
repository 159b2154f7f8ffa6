"""Says what a text calls that which an act makes, changes or ends: "sanctions", "export ban", "preliminary determination"."""

from collections.abc import Iterable

from spacy.tokens import Token

from nlp.candidates import Candidate
from nlp.records import Span
from nlp.sight import Sight

_CONCEPTS = ("control", "sanctions", "quota", "tariff", "case", "finding", "order", "agreement")
_FLOWS = frozenset({"export", "import"})
_MEASURE_FAMILIES = frozenset({"control", "tariff", "case", "order", "agreement"})
_VAGUE = frozenset({"measure", "rule", "step", "order", "action", "case", "%", "percent", "rate"})
"""Heads that say nothing by themselves; they are a name with what stands before them only."""


def measure_of(sight: Sight, candidate: Candidate, evidence: dict[str, Span]) -> str | None:
    """The noun with the modifiers that belong to its name (`kinds` in concepts.toml), in lower case; its place goes into the evidence.

    None where the text has a pronoun, a proper name or a bare "rule". What is done to a flow itself ("banned the exports of")
    is told by the flow.
    """
    if candidate.frame.type.partition(".")[0] not in _MEASURE_FAMILIES:
        return None
    for token in (candidate.theme, candidate.trigger):
        if token is None or token.pos_ != "NOUN" or sight.parties.at(token) is not None:
            continue
        concept = next((name for name in _CONCEPTS if sight.concepts.at(token, name)), None)
        if concept is None and token.lemma_.lower() not in _FLOWS:
            continue
        start = token.i
        if concept is not None:
            kinds = sight.knowledge.concepts[concept].kinds
            while start > token.sent.start and _belongs(sight, token.doc[start - 1], token, kinds, evidence):
                start -= 1
        if start == token.i and token.lemma_.lower() in _VAGUE:
            continue
        evidence["measure"] = sight.char_span(start, token.i + 1)
        return sight.text[evidence["measure"].start : evidence["measure"].end].lower()
    return None


def _belongs(sight: Sight, before: Token, noun: Token, kinds: Iterable[str], evidence: dict[str, Span]) -> bool:
    """Whether a token before the noun is part of what the measure is called: not whose it is, nor on which goods."""
    if before.lower_ not in kinds or before.i < noun.left_edge.i:
        return False
    goods = evidence.get("items")
    return goods is None or not goods.start <= before.idx < goods.end
