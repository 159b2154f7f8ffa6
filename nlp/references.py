"""Resolves what a text says instead of a name: "the company", "the department", "the latter", "it"."""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from nlp.arguments import SUBJECTS, subject_of, with_conjuncts
from nlp.knowledge import Knowledge
from nlp.parties import COMPANY_NOUNS, Parties, Party

_COMPANY_LABELS = frozenset({"COMPANY", "ORG"})
_DETERMINERS = frozenset({"the", "this", "that", "its", "both"})
_OF_EACH = frozenset({"neither", "either", "each"})
_NO_SUBJECTS = frozenset({"NORP", "PERSON", "LIST", "INSTRUMENT"})
_JOINING = frozenset({",", "and", "or", "&"})
_KIN = frozenset({"parent", "subsidiary", "unit", "affiliate", "owner", "arm"})
_FAR = 60
"""How many tokens before a pronoun's sentence its antecedent may stand."""
_SIDES = frozenset(
    "side country government nation leader party partner neighbour neighbor president minister capital state power".split()
)
_HOW_MANY = {"two": 2, "both": 2, "three": 3}
_BODIES = frozenset({"government", "officials", "authorities", "ministry", "minister", "administration"})
_OF_GOODS = frozenset({"from", "on", "in", "against", "with", "to", "into"})
_OF_PERSONS = frozenset({"his", "her"})
_LANDS = frozenset({"country", "nation"})


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
            return (
                self._speaker_of(token)
                or self._subject_behind(token)
                or self._subject_above(token)
                or self._subject_before(token)
            )
        if lower in {"he", "she"}:
            return self._person_before(token)
        if (holder := self._of_person(token)) is not None:
            return holder
        if not any(child.lower_ in _DETERMINERS for child in token.children if child.dep_ in {"det", "poss"}):
            return None
        if lower in _LANDS:
            return self._country_before(token)
        if lower in COMPANY_NOUNS:
            return self._name_behind(token) or self._told_of(token) or self._company_before(token)
        return self._authority_before(token)

    def both(self, token: Token) -> tuple[Party, ...]:
        """The states named last, or their authorities, where a token says "the two sides", "both governments", "the three"."""
        alone = token.dep_ == "nsubj" and self._follows_state(token)
        counted = list(token.children) if token.lemma_.lower() in _SIDES else [token] if alone else []
        wanted = next((_HOW_MANY[word.lower_] for word in counted if word.lower_ in _HOW_MANY), None)
        if wanted is None:
            return ()
        found: dict[str, Party] = {}
        for party in self._before(token):
            country = party.entity.country if party.entity is not None and party.is_authority else None
            if country is not None:
                found.setdefault(country, party)
            if len(found) == wanted:
                return tuple(reversed(found.values()))
        return ()

    def together(self, token: Token) -> tuple[Party, ...]:
        """The companies of the last list of names, where a token says "the companies", "both firms" or "neither company"."""
        if token.lemma_ not in COMPANY_NOUNS:
            return ()
        determiners = _OF_EACH if token.tag_ == "NN" else _DETERMINERS - {"its"}
        if any(child.dep_ in {"amod", "compound", "nummod", "relcl", "acl", "prep"} for child in token.children):
            return ()
        if not any(child.lower_ in determiners for child in token.children):
            return ()
        last = next((party for party in self._before(token) if self._is_company(party)), None)
        if last is None or token.sent.start - last.start > _FAR:
            return ()
        first = last.head(token.doc)
        while first.dep_ in {"conj", "appos"} and first.head.i < first.i:
            first = first.head
        found = [self._parties.at(name) or self.name_after(name) for name in with_conjuncts(first)]
        names = dict.fromkeys(party for party in found if party is not None and self._is_company(party))
        listed = tuple(names) if len(names) > 1 else tuple(reversed(list(self._in_a_row_with(last, token.doc))))
        return listed if len(listed) > 1 else ()

    def _in_a_row_with(self, last: Party, doc: Doc) -> Iterator[Party]:
        """A company and those before it in a list of names, however the parser took them: "Acme, Zenith and Orion"."""
        yield last
        start = last.start
        for party in reversed(self._parties.all):
            if party.start < start and self._is_company(party):
                if any(between.lower_ not in _JOINING for between in doc[party.end : start]):
                    return
                yield party
                start = party.start

    def company_before(self, token: Token) -> Party | None:
        """The company named last near a token, for a pronoun that can stand for no authority."""
        near = (party for party in self._before(token) if token.sent.start - party.start <= _FAR)
        return next((party for party in near if self._is_company(party)), None)

    def name_after(self, noun: Token) -> Party | None:
        """The company whose name follows its noun, however the parser took it: "its parent Acme", "the unit Zenith"."""
        if noun.tag_ != "NN" or noun.lower_ not in COMPANY_NOUNS | _KIN or noun.i + 1 >= noun.sent.end:
            return None
        party = self._parties.at(noun.nbor(1))
        return party if party is not None and party.label == "COMPANY" and party.start == noun.i + 1 else None

    def _is_company(self, party: Party) -> bool:
        return party.label in _COMPANY_LABELS and not party.is_authority

    def _follows_state(self, token: Token) -> bool:
        """Whether the party named last before a token is a state or one of its authorities."""
        last = next(self._before(token), None)
        return last is not None and last.is_authority

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

    def _speaker_of(self, token: Token) -> Party | None:
        """Who says what "it" is the subject of: "the chipmaker said that it had no ties" is of the chipmaker."""
        verb = token.head
        if (
            token.dep_ not in SUBJECTS
            or verb.dep_ != "ccomp"
            or verb.head.lemma_ not in self._knowledge.speech.speaking
        ):
            return None
        speaker = subject_of(verb.head)
        if speaker is None or speaker.i > token.i or speaker.pos_ == "PRON":
            return None
        return self._parties.at(speaker) or self.resolve(speaker)

    def _subject_behind(self, token: Token) -> Party | None:
        """The subject of the main clause that a clause with "it" stands before ("After it opened a case, the bureau ...")."""
        verb = token.head
        if token.dep_ not in SUBJECTS or verb.dep_ != "advcl" or verb.head.i < token.i:
            return None
        subject = subject_of(verb.head)
        return self._parties.at(subject) if subject is not None and subject.i > verb.i else None

    def _subject_above(self, token: Token) -> Party | None:
        """What the subject of the main clause stands for, where it is no name: "The ministry put off what it had announced"."""
        if token.dep_ not in SUBJECTS:
            return None
        subjects = (subject_of(clause) for clause in token.head.ancestors if clause.sent == token.sent)
        subject = next((one for one in subjects if one is not None and one.i < token.i), None)
        if subject is None or subject.pos_ == "PRON" or subject.tag_ == "NNS" or self._parties.at(subject) is not None:
            return None
        return self.resolve(subject)

    def _name_behind(self, token: Token) -> Party | None:
        """The company whose name stands behind the noun: "the chipmaker Acme"."""
        named = (self._parties.at(child) for child in token.children if child.dep_ == "appos")
        return next((party for party in named if party is not None and party.label in _COMPANY_LABELS), None)

    def _told_of(self, token: Token) -> Party | None:
        """The company that is the subject of what the token's own says: "Acme has a license to sell to X, the firm said"."""
        if token.dep_ not in SUBJECTS or token.head.lemma_ not in self._knowledge.speech.speaking:
            return None
        for clause in token.head.children:
            subject = subject_of(clause) if clause.dep_ == "ccomp" and clause.i < token.i else None
            party = self._parties.at(subject) if subject is not None else None
            if party is not None and party.label in _COMPANY_LABELS and not party.is_authority:
                return party if self._fits(token, party) else None
        return None

    def _subject_before(self, token: Token) -> Party | None:
        for party in self._before(token):
            if token.sent.start - party.start > _FAR:
                return None
            head = party.head(token.doc)
            if head.dep_ in SUBJECTS and head.head.dep_ != "relcl" and party.label not in _NO_SUBJECTS:
                return party
        return None

    def _person_before(self, token: Token) -> Party | None:
        """The person named last as a subject, or the office that the person holds."""
        for party in self._before(token):
            if token.sent.start - party.start > _FAR:
                return None
            is_person = party.label == "PERSON" or party.holder is not None or _is_head(party)
            if is_person and party.head(token.doc).dep_ in SUBJECTS:
                return party
        return None

    def _of_person(self, token: Token) -> Party | None:
        """The state of the office-holder whose government is meant: "Widodo said that his government would lift the ban"."""
        if token.lower_ not in _BODIES | _LANDS:
            return None
        pronoun = next(
            (child for child in token.children if child.dep_ == "poss" and child.lower_ in _OF_PERSONS), None
        )
        person = self._person_before(pronoun) if pronoun is not None else None
        return self._state_of(person) if person is not None else None

    def _country_before(self, token: Token) -> Party | None:
        """The state that "the country" is: that of whoever says it, else the one named last, first of those that act.

        No state is meant that does something to it in the same clause ("Vietnam, which competes with the country").
        """
        if any(child.dep_ in {"amod", "compound", "relcl", "prep"} for child in token.children):
            return None
        verb = token.head
        if token.dep_ in SUBJECTS and verb.dep_ == "ccomp" and verb.head.lemma_ in self._knowledge.speech.speaking:
            speaker = subject_of(verb.head)
            party = self._parties.at(speaker) if speaker is not None else None
            if party is not None and (state := self._state_of(party)) is not None:
                return state
        others = {state.id for party in self._beside(token) if (state := self._state_of(party)) is not None}
        near = [party for party in self._before(token) if token.sent.start - party.start <= _FAR]
        states = [
            (party, state)
            for party in near
            if party.is_authority and (state := self._state_of(party)) is not None and state.id not in others
        ]
        if token.dep_ in SUBJECTS | {"poss"}:
            states = [pair for pair in states if _acts(pair[0].head(token.doc))] or states
        return next((state for party, state in states if not only_places(party.head(token.doc), party)), None)

    def _state_of(self, party: Party) -> Party | None:
        """The state that an authority, or the holder of its office, acts for; None for any other party."""
        state = self._knowledge.state_of(party.entity.id) if party.entity is not None and party.is_authority else None
        return party.standing_for(state) if state is not None else None

    def _company_before(self, token: Token) -> Party | None:
        others = {party.id or party.name for party in self._beside(token)}
        for party in self._before(token):
            if self._is_company(party) and self._fits(token, party):
                if (party.id or party.name) not in others:
                    return party
        return None

    def _beside(self, token: Token) -> Iterator[Party]:
        """The parties that do something to what the token names, or that a clause with it tells of: never the same.

        "Qualcomm, which sells chips to the company" is of another company than Qualcomm.
        """
        for clause in token.ancestors:
            subject = subject_of(clause)
            if subject is not None and subject != token and token not in subject.subtree:
                party = self._parties.at(subject) or self.resolve(subject)
                if party is not None:
                    yield party
            if clause.dep_ == "relcl":
                told_of = clause.head.head if clause.head.dep_ == "conj" else clause.head
                yield from (party for name in with_conjuncts(told_of) if (party := self._parties.at(name)) is not None)
            if clause.pos_ in {"VERB", "AUX"}:
                return

    def _fits(self, token: Token, party: Party) -> bool:
        """Whether a party is of the country that stands before the noun, if one does ("the Chinese firm")."""
        country = next(
            (
                own.id
                for child in token.children
                if (own := self._parties.at(child)) is not None and own.label in {"NORP", "COUNTRY"}
            ),
            None,
        )
        return country is None or self._is_of(party, country)

    def _is_of(self, party: Party, country_id: str) -> bool:
        code = self._knowledge.entities[country_id].country
        return party.entity is None or party.entity.country is None or party.entity.country == code

    def _authority_before(self, token: Token) -> Party | None:
        """The authority that is called so, named last; one that only goods or aims are of gives way to one that acts."""
        nearest: Party | None = None
        for party in self._before(token):
            if party.entity is not None and token.lower_ in party.entity.references:
                if not only_places(party.head(token.doc), party):
                    return party
                nearest = nearest or party
        return nearest or (self._government_of_all(token) if token.lower_ == "government" else None)

    def _government_of_all(self, token: Token) -> Party | None:
        """The government of the one country whose bodies the text names; where it names none, of the one country it names."""
        named = [party.entity for party in self._parties.all if party.entity is not None and party.is_authority]
        entities = [entity for entity in named if not entity.is_state] or named
        countries = {entity.country for entity in entities}
        if len(countries) != 1 or None in countries:
            return None
        line = self._knowledge.lineage(entities[0].id)
        entity = self._knowledge.entity(line[-1])
        if entity is None or entity.kind != "government":
            return None
        return Party(token.i, token.i + 1, "COUNTRY", entity.id, entity.name, entity)


def _acts(head: Token) -> bool:
    """Whether a name is a subject, or says whose the subject is: "Turkey doubled", "Turkey's president said"."""
    while head.dep_ in {"poss", "compound", "amod", "nmod"}:
        head = head.head
    return head.dep_ in SUBJECTS


def only_places(head: Token, party: Party) -> bool:
    """Whether a country's name only says where something is from or aimed ("rebar from Belarus", "Belarusian rebar")."""
    if not party.is_country:
        return False
    if head.dep_ in {"amod", "compound"}:
        return head.head.lower_ not in _BODIES
    return head.dep_ == "pobj" and head.head.lower_ in _OF_GOODS


def _is_head(party: Party) -> bool:
    return party.entity is not None and party.entity.kind == "head_of_government"
