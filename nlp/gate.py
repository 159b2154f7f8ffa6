"""Says whether a text is worth reading for events, and which of its paragraphs are no part of its story."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from nlp.knowledge import GateRules
from nlp.records import Span

_ENOUGH = 2
_STRONG_WEIGHT = 2
_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class GateDecision:
    """``skipped`` is None for a text to read, else why not; ``teasers`` are the paragraphs that are no story."""

    skipped: str | None
    teasers: tuple[Span, ...]


class Gate:
    """Decides by word beginnings and paragraph shapes alone, before anything is tokenised."""

    def __init__(self, rules: GateRules) -> None:
        self._strong = _beginnings(tuple(rules.strong))
        self._trade = _beginnings(tuple(rules.trade))
        self._weak = _beginnings(tuple(rules.weak))
        self._ambiguous = frozenset(rules.ambiguous)
        self._fields = {name: _beginnings(tuple(terms)) for name, terms in rules.fields.items()}
        self._teasers = [re.compile(pattern) for pattern in rules.teasers]

    def decide(self, text: str) -> GateDecision:
        """The decision for one text."""
        teasers = tuple(self.find_teasers(text))
        if reason := self._other_field(text):
            return GateDecision(reason, teasers)
        if self._strong.search(text):
            return GateDecision(None, teasers)
        trade = {match.group().lower() for match in self._trade.finditer(text)}
        if not trade:
            return GateDecision("no term of trade policy occurs in the text", teasers)
        other = {match.group().lower() for match in self._weak.finditer(text)}
        if len(trade) + len(other) < _ENOUGH:
            return GateDecision(f"no term of trade policy occurs in the text but {', '.join(sorted(trade))}", teasers)
        return GateDecision(None, teasers)

    def _other_field(self, text: str) -> str | None:
        """Why a text is of another field that has licences, lists or tariffs of its own, or None where it is not."""
        strong, trade = (_distinct(terms, text) - self._ambiguous for terms in (self._strong, self._trade))
        weight = _STRONG_WEIGHT * len(strong) + len(trade)
        for name, terms in self._fields.items():
            found = _distinct(terms, text)
            if len(found) >= _ENOUGH and len(found) > weight:
                return f"the text is about {name} ({', '.join(sorted(found)[:4])}), not about trade policy"
        return None

    def find_teasers(self, text: str) -> Iterator[Span]:
        """The paragraphs that lead to other stories ("Also on …", "Read more: …") or ask for something."""
        for paragraph in _PARAGRAPH.finditer(text):
            if any(pattern.match(paragraph.group()) for pattern in self._teasers):
                yield Span(paragraph.start(), paragraph.end())


def _distinct(terms: re.Pattern[str], text: str) -> set[str]:
    return {match.group().lower() for match in terms.finditer(text)}


@lru_cache(maxsize=8)
def _beginnings(terms: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(term) for term in terms) + ")", re.IGNORECASE)
