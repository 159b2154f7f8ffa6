"""What the reader sees of one document, put together for the rules that read events from it."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from nlp.arguments import SUBJECTS
from nlp.concepts import Concepts
from nlp.gazetteer import Named
from nlp.knowledge import Knowledge
from nlp.parties import Parties, Party
from nlp.records import Span, TimeExpression
from nlp.references import References
from nlp.timex.values import timex_interval

_SPEAK_FOR = frozenset("lawyer attorney counsel representative spokesman spokeswoman spokesperson adviser".split())
"""Those who act for whoever is named behind them: "lawyers for Acme have asked"."""
_ARMS = frozenset("plant factory fab unit subsidiary arm affiliate branch business".split())
_MODIFIERS = frozenset({"compound", "poss", "amod", "nmod", "appos"})


@dataclass(frozen=True, slots=True)
class Sight:
    """One parsed document with its names, concepts and time expressions.

    ``text`` is the document's, which spaCy would put together anew at each call; ``places`` has the tokens of each time
    expression, ``words`` those of each word in lower case, ``sentences`` the first character and token of each; ``entries`` are the lines of a chronology, each with its day.
    ``asides`` keeps, by verb, which tokens behind it only say when or how, once they have been asked for.
    """

    doc: Doc
    knowledge: Knowledge
    named: tuple[Named, ...]
    parties: Parties
    references: References
    concepts: Concepts
    time_expressions: tuple[TimeExpression, ...]
    teasers: tuple[Span, ...]
    text: str
    places: Mapping[TimeExpression, range]
    words: Mapping[str, Sequence[int]]
    sentences: Sequence[tuple[int, int]]
    entries: tuple[tuple[Span, TimeExpression], ...] = ()
    asides: dict[int, frozenset[int]] = field(default_factory=dict, compare=False)

    def in_teaser(self, token: Token) -> bool:
        """Whether the token stands in a paragraph that is no part of the story."""
        return any(span.start <= token.idx < span.end for span in self.teasers)

    def says(self, start: int, end: int, words: Iterable[str]) -> bool:
        """Whether one of the words, in lower case, is a token from ``start`` up to ``end``."""
        return any(start <= i < end for word in words for i in self.words.get(word, ()))

    def named_at(self, token: Token) -> Party | None:
        """The party that a token names or, by reference, stands for."""
        return self.parties.at(token) or self.references.resolve(token)

    def parties_of(self, token: Token) -> Iterator[Party]:
        """The parties that a noun phrase is about: its own name, or those that modify or exemplify it."""
        if several := self.references.both(token) or self.references.together(token):
            yield from several
            return
        own = self.named_at(token)
        if own is not None and own.label not in {"LIST", "INSTRUMENT"}:
            yield own
            return
        if (named := self.references.name_after(token)) is not None:
            yield named
            return
        if token.lemma_.lower() in _ARMS and (owner := self._owner_of(token)) is not None:
            yield owner
            return
        found = False
        for child in token.children:
            if child.dep_ in _MODIFIERS:
                for part in (child, *(inner for inner in child.children if inner.dep_ in {"compound", "poss", "conj"})):
                    party = self.named_at(part) if part.pos_ != "PRON" else None
                    if party is not None and party.label not in {"LIST", "INSTRUMENT"}:
                        found = True
                        yield party
            elif child.dep_ == "prep" and child.lower_ in {"including", "like"}:
                for inner in child.subtree:
                    party = self.parties.at(inner)
                    if party is not None and party.start == inner.i:
                        found = True
                        yield party
        if not found:
            speaks_for = token.lemma_.lower() in _SPEAK_FOR
            for child in token.children:
                if child.dep_ == "prep" and child.lower_ in (
                    {"for", "of", "to"} if speaks_for else {"of", "from", "in"}
                ):
                    for pobj in child.children:
                        party = self.named_at(pobj) if speaks_for else self.parties.at(pobj)
                        if party is not None and party.label not in {"LIST", "INSTRUMENT"}:
                            yield party

    def _owner_of(self, arm: Token) -> Party | None:
        """Who "its" is of, before a plant or unit of a company: "its Nanjing plant has a license"."""
        pronoun = next((child for child in arm.children if child.dep_ == "poss" and child.lower_ == "its"), None)
        return self.named_at(pronoun) if pronoun is not None else None

    def state_behind(self, party: Party) -> Party:
        """The state that a head of government acts for, under the same words; any other party as it is."""
        if party.entity is None or party.entity.kind != "head_of_government":
            return party
        state = self.knowledge.state_of(party.entity.id)
        return party if state is None else party.standing_for(state)

    def acting_before(self, place: int, sentences: int) -> Iterator[Party]:
        """Authorities that are subjects before a character, in its sentence or so many before it, the nearest first."""
        within = bisect_right(self.sentences, (place, len(self.doc)))
        if not within:
            return
        first = self.sentences[max(0, within - 1 - sentences)][1]
        for party in reversed(self.parties.all):
            if party.start < first or self.doc[party.start].idx >= place or not party.is_authority:
                continue
            head = party.head(self.doc)
            if head.idx < place and head.dep_ in SUBJECTS:
                yield party

    def numbered_license(self, token: Token) -> str | None:
        """The id of the license with a number of its own that a token is part of the name of: "General License 8C"."""
        for named in self.named:
            if named.start <= token.i < named.end and named.entity.kind == "license" and not named.entity.generic:
                return named.entity.id
        return None

    def char_span(self, start: int, end: int) -> Span:
        """The characters of a stretch of tokens, without blank ends."""
        tokens = self.doc[start:end]
        text = tokens.text
        left = len(text) - len(text.lstrip())
        right = len(text) - len(text.rstrip())
        return Span(tokens.start_char + left, tokens.end_char - right)

    def sentence(self, token: Token) -> Span:
        """The sentence that a token stands in, without blank ends."""
        return self.char_span(token.sent.start, token.sent.end)

    def is_ahead(self, timex: TimeExpression) -> bool:
        """Whether a date lies wholly after the day of the text."""
        days, today = timex_interval(timex.value), self.doc._.anchor
        return today is not None and days is not None and bool(days[0] > today)

    def is_over(self, timex: TimeExpression) -> bool:
        """Whether a date lies wholly before the day of the text."""
        days, today = timex_interval(timex.value), self.doc._.anchor
        return today is not None and days is not None and bool(days[1] < today)

    def entry_day(self, token: Token) -> TimeExpression | None:
        """The day of the entry of a chronology that a token stands in, or None."""
        return next((day for span, day in self.entries if span.start <= token.idx < span.end), None)

    def times_under(self, token: Token) -> Iterator[TimeExpression]:
        """The time expressions that start in what hangs on a token."""
        inside = {below.idx for below in token.subtree}
        return (timex for timex in self.time_expressions if timex.start in inside)

    def verb_above(self, timex: TimeExpression) -> Token | None:
        """The nearest verb that a time expression hangs below, or None."""
        tokens = self.tokens_of(timex)
        above = top_of(tokens).ancestors if tokens else ()
        return next((token for token in above if token.pos_ in {"VERB", "AUX"}), None)

    def tokens_of(self, timex: TimeExpression) -> list[Token]:
        """The tokens of a time expression."""
        return [self.doc[i] for i in self.places.get(timex, ())]


def top_of(tokens: Sequence[Token]) -> Token:
    """The token of a stretch that the others hang on: the first whose head is outside of it, or which heads its sentence."""
    inside = {token.i for token in tokens}
    return next((token for token in tokens if token.head.i not in inside or token.head.i == token.i), tokens[-1])


def places_of(doc: Doc, time_expressions: Iterable[TimeExpression]) -> dict[TimeExpression, range]:
    """The tokens that each time expression stands on."""
    spans = ((timex, doc.char_span(timex.start, timex.end, alignment_mode="expand")) for timex in time_expressions)
    return {timex: range(span.start, span.end) for timex, span in spans if span is not None}


def sentences_of(doc: Doc) -> list[tuple[int, int]]:
    """The first character and the first token of each sentence."""
    return [(token.idx, token.i) for token in doc if token.is_sent_start]


def words_of(doc: Doc) -> dict[str, list[int]]:
    """The tokens of each word in lower case."""
    found: dict[str, list[int]] = {}
    for token in doc:
        found.setdefault(token.lower_, []).append(token.i)
    return found
