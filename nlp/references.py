"""Resolves what a text says instead of a name: "the company", "the department", "the latter", "it"."""

from collections.abc import Iterator

from spacy.tokens import Token

from nlp.knowledge import Knowledge
from nlp.parties import COMPANY_NOUNS, Parties, Party

_COMPANY_LABELS = frozenset({"COMPANY", "ORG"})
_DETERMINERS = frozenset({"the", "this", "that", "its", "both"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


class References:
    """Looks backwards from a token for the party that it stands for."""

    def __init__(self, parties: Parties, knowledge: Knowledge) -> None:
        self._parties = parties
        self._knowledge = knowledge

    def resolve(self, token: Token) -> Party | None:
        """The party that a pronoun or a definite noun refers to, or None where no rule is sure."""
        lower = token.lower_
        if lower in {"latter", "former"}:
            return self._of_two(token, last=lower == "latter")
        if lower in {"it", "its", "itself"}:
            return self._subject_before(token)
        if not any(child.lower_ in _DETERMINERS for child in token.children if child.dep_ in {"det", "poss"}):
            return None
        if lower in COMPANY_NOUNS:
            return self._company_before(token)
        return self._authority_before(token)

    def _before(self, token: Token) -> Iterator[Party]:
        return (party for party in reversed(self._parties.all) if party.end <= token.i)

    def _of_two(self, token: Token, *, last: bool) -> Party | None:
        previous = token.doc[token.sent.start - 1].sent if token.sent.start > 0 else token.sent
        names = [
            party
            for party in self._parties.within(previous.start, token.i)
            if party.label in _COMPANY_LABELS or party.label == "COUNTRY"
        ]
        if not names:
            return None
        return names[-1] if last else names[0]

    def _subject_before(self, token: Token) -> Party | None:
        for party in self._before(token):
            if token.sent.start - party.start > 60:
                return None
            head = token.doc[party.end - 1]
            if head.dep_ in _SUBJECTS and party.label not in {"NORP", "PERSON", "LIST", "INSTRUMENT"}:
                return party
        return None

    def _company_before(self, token: Token) -> Party | None:
        country = next(
            (
                party.id
                for child in token.children
                if (party := self._parties.at(child)) is not None and party.label in {"NORP", "COUNTRY"}
            ),
            None,
        )
        for party in self._before(token):
            if party.label not in _COMPANY_LABELS or party.is_authority:
                continue
            if country is None or self._is_of(party, country):
                return party
        return None

    def _is_of(self, party: Party, country_id: str) -> bool:
        code = self._knowledge.entities[country_id].country
        return party.entity is None or party.entity.country is None or party.entity.country == code

    def _authority_before(self, token: Token) -> Party | None:
        for party in self._before(token):
            if party.entity is not None and token.lower_ in party.entity.references:
                return party
        return None
