"""Says whether a text is worth reading for events, and which of its paragraphs are no part of its story."""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.knowledge import GateRules
from nlp.records import Span
from nlp.word_beginnings import word_beginnings

_ENOUGH = 2
_STRONG_WEIGHT = 2
_CLOSE = 300  # characters, some two sentences
_LONG, _OPENING, _AROUND = 8, 2, 2  # paragraphs
_RICH = 0.15
"""The share of paragraphs with a term from which on a text is one on trade policy; each development text has 0.17 or more."""
_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class GateDecision:
    """``skipped`` is None for a text to read, else why not; ``teasers`` are the paragraphs that are no story."""

    skipped: str | None
    teasers: tuple[Span, ...]


class Gate:
    """Decides by word beginnings and paragraph shapes alone, before anything is tokenised."""

    def __init__(self, rules: GateRules) -> None:
        self._strong = word_beginnings(tuple(rules.strong))
        self._trade = word_beginnings(tuple(rules.trade))
        self._weak = word_beginnings(tuple(rules.weak))
        self._permits = word_beginnings(tuple(rules.permits))
        self._permitted = word_beginnings(tuple(rules.permitted))
        self._terms = word_beginnings((*rules.trade, *rules.weak, *rules.permits, *rules.permitted))
        self._enough = frozenset(rules.trade) & frozenset(rules.weak)
        self._ambiguous = frozenset(rules.ambiguous)
        self._fields = {name: frozenset(term.lower() for term in terms) for name, terms in rules.fields.items()}
        self._of_fields = word_beginnings(tuple(term for terms in rules.fields.values() for term in terms))
        self._teasers = [re.compile(pattern) for pattern in rules.teasers]

    def decide(self, text: str) -> GateDecision:
        """The decision for one text."""
        teasers = tuple(self.find_teasers(text))
        return GateDecision(self._reason_to_skip(text.lower()), teasers)

    def passages(self, text: str) -> tuple[Span, ...]:
        """The stretches of a text to read: all of it, or of a long story of something else what stands near its terms.

        Where few of the paragraphs hold a strong or trade term, those are read that hold a strong one, or a trade term
        close to another term, with the paragraphs around them and the opening.
        """
        paragraphs = [Span(*paragraph.span()) for paragraph in _PARAGRAPH.finditer(text)]
        lowered = text.lower()
        holding = [at for at, paragraph in enumerate(paragraphs) if self._holds_term(lowered, paragraph)]
        if len(paragraphs) < _LONG or len(holding) >= _RICH * len(paragraphs):
            return (Span(0, len(text)),)
        telling = [match.start() for match in self._strong.finditer(lowered)] + list(self._close_terms(lowered))
        beginnings = [paragraph.start for paragraph in paragraphs]
        told = {bisect_right(beginnings, place) - 1 for place in telling}
        near = {near for at in told for near in range(at - _AROUND, at + _AROUND + 1)} | set(range(_OPENING))
        stretches: list[Span] = []
        for at, paragraph in enumerate(paragraphs):
            if at in near and at - 1 in near and stretches:
                stretches[-1] = Span(stretches[-1].start, paragraph.end)
            elif at in near:
                stretches.append(paragraph)
        return tuple(stretches)

    def _holds_term(self, lowered: str, place: Span) -> bool:
        return any(terms.search(lowered, place.start, place.end) for terms in (self._strong, self._trade))

    def is_worth_extracting(self, text: str) -> bool:
        """Whether a page may tell of trade policy, by all the words that it shows, its menus among them.

        Stricter than ``decide`` in one way, since a page's words come from many places: without a strong term, two
        terms must stand close to each other.
        """
        lowered = text.lower()
        if self._strong.search(lowered) is None and next(self._close_terms(lowered), None) is None:
            return False
        return self._other_field(lowered) is None

    def _close_terms(self, lowered: str) -> Iterator[int]:
        """Where two terms stand close that are enough together; a term that is both a trade and a weak one is alone."""
        near: deque[tuple[int, str]] = deque()
        for match in self._terms.finditer(lowered):
            start, term = match.start(), match.group()
            while near and start - near[0][0] > _CLOSE:
                near.popleft()
            if term in self._enough or any(other != term and self._are_enough(other, term) for _, other in near):
                yield start
            near.append((start, term))

    def _are_enough(self, one: str, other: str) -> bool:
        """Whether of two terms one is of trade and the other of trade or weak, or one a permit and the other needs it."""
        trade = [term for term in (one, other) if self._trade.match(term)]
        if trade and (len(trade) == _ENOUGH or self._weak.match(one) or self._weak.match(other)):
            return True
        return any(self._permits.match(a) and self._permitted.match(b) for a, b in ((one, other), (other, one)))

    def _reason_to_skip(self, lowered: str) -> str | None:
        if reason := self._other_field(lowered):
            return reason
        if self._strong.search(lowered):
            return None
        if next(self._close_terms(lowered), None) is not None:
            return None
        trade = set(self._trade.findall(lowered))
        if not trade:
            return "no term of trade policy occurs in the text"
        if len(trade) + len(set(self._weak.findall(lowered))) < _ENOUGH:
            return f"no term of trade policy occurs in the text but {', '.join(sorted(trade))}"
        return f"the terms of trade policy ({', '.join(sorted(trade)[:4])}) stand far from any other"

    def _other_field(self, lowered: str) -> str | None:
        """Why a text is of another field that has licences, lists or tariffs of its own, or None where it is not."""
        of_fields = set(self._of_fields.findall(lowered))
        if len(of_fields) < _ENOUGH:
            return None
        strong, trade = (set(terms.findall(lowered)) - self._ambiguous for terms in (self._strong, self._trade))
        weight = _STRONG_WEIGHT * len(strong) + len(trade)
        for name, terms in self._fields.items():
            found = of_fields & terms
            if len(found) >= _ENOUGH and len(found) > weight:
                return f"the text is about {name} ({', '.join(sorted(found)[:4])}), not about trade policy"
        return None

    def find_teasers(self, text: str) -> Iterator[Span]:
        """The paragraphs that lead to other stories ("Also on …", "Read more: …") or ask for something."""
        for paragraph in _PARAGRAPH.finditer(text):
            if any(pattern.match(paragraph.group()) for pattern in self._teasers):
                yield Span(paragraph.start(), paragraph.end())
