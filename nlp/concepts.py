"""Finds what frames are about: the nouns of licenses, lists, tariffs, controls and cases."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Token

from nlp.anaphora import named_by_day, taken_up
from nlp.gazetteer import Named
from nlp.knowledge import Concept, Knowledge

_AFTER_CLAUSE = 3
"""Tokens from the verb of a relative clause on among which its object may stand: "a rule … that limits exports"."""
_CUE_REACH = 8
_INFINITIVES = frozenset({"xcomp", "advcl", "acl"})
"""How what a verb's object is for hangs on the verb: "won approval from the ministry on Tuesday to export"."""
_DEFINITE = frozenset({"the", "this", "that", "those", "these", "its", "their", "both", "such"})
_NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "VBG", "VBP", "VB", "CD", "RB", "VBZ", "VBN", "JJ"})
_CONCEPT_OF_INSTRUMENT = {
    "license": "license",
    "regulation": "control",
    "agreement": "agreement",
    "tariff_list": "tariff",
}


@dataclass(frozen=True, slots=True)
class Concepts:
    """Which tokens head which concepts, by concept name."""

    heads: Mapping[str, frozenset[int]]

    def speak_most_of(self, concepts: Iterable[str], among: Iterable[str]) -> bool:
        """Whether the text names one of the concepts, and none of the others oftener than it."""
        most = max((len(self.heads.get(name, ())) for name in concepts), default=0)
        return most > 0 and all(len(self.heads.get(name, ())) <= most for name in among)

    def within(self, start: int, end: int, concepts: Iterable[str]) -> bool:
        """Whether a token from ``start`` up to ``end`` heads one of the concepts."""
        return any(start <= i < end for concept in concepts for i in self.heads.get(concept, ()))

    def has(self, token: Token) -> bool:
        """Whether the token heads any concept."""
        return any(token.i in tokens for tokens in self.heads.values())

    def at(self, token: Token, concept: str) -> bool:
        """Whether the token heads the concept."""
        return token.i in self.heads.get(concept, ())


class ConceptFinder:
    """Marks the head tokens of every concept in a document."""

    def __init__(self, language: Language, knowledge: Knowledge) -> None:
        self._concepts = knowledge.concepts
        self._matcher = PhraseMatcher(language.vocab, attr="LOWER")
        self._by_word: dict[str, list[str]] = {}
        make = language.tokenizer
        for name, concept in knowledge.concepts.items():
            for word in {*concept.words, *concept.weak, *concept.again}:
                self._by_word.setdefault(word, []).append(name)
            if phrases := [make(phrase) for phrase in concept.phrases]:
                self._matcher.add(name, phrases + [make(_plural(phrase)) for phrase in concept.phrases])

    def find(self, doc: Doc, named: tuple[Named, ...]) -> Concepts:
        """The heads of all concepts; lists and instruments of the gazetteer count as theirs."""
        heads: dict[str, set[int]] = {name: set() for name in self._concepts}
        for match_id, start, end in self._matcher(doc):
            heads[doc.vocab.strings[match_id]].update({end - 1, doc[start:end].root.i})
        inside = {i for name in named for i in range(name.start, name.end) if name.entity.label == "COMPANY"}
        words = self._words(doc, inside)
        for name, tokens in words.items():
            heads[name].update(token.i for token in tokens if _is_head(token, self._concepts[name]))
        for known in named:
            concept_name = _concept_of(known)
            if concept_name in heads:
                heads[concept_name].update({known.end - 1, doc[known.start : known.end].root.i})
        for name, concept in self._concepts.items():
            if any(heads.get(other) for other in concept.known_with):
                heads[name].update(t.i for t in words.get(name, ()) if _is_known_again(t, concept))
        for name, tokens in words.items():
            concept = self._concepts[name]
            heads[name] |= _taken_up_again(tokens, concept, heads[name])
            if concept.again and heads[name]:
                heads[name].update(t.i for t in tokens if _is_known_again(t, concept))
        for name, concept in self._concepts.items():
            heads[name].difference_update(*(heads[other] for other in concept.not_of))
        measures = {name: heads[name] for name, concept in self._concepts.items() if concept.measure}
        for pronoun, measure in taken_up(doc, measures):
            for known_heads in measures.values():
                if measure in known_heads:
                    known_heads.add(pronoun)
        for pronoun, noun in named_by_day(doc, set().union(*heads.values())):
            for known_heads in heads.values():
                if noun in known_heads:
                    known_heads.add(pronoun)
        return Concepts({name: frozenset(tokens) for name, tokens in heads.items()})

    def _words(self, doc: Doc, inside: set[int]) -> dict[str, list[Token]]:
        """For each concept the tokens that could head it by their word, in the order of the text."""
        found: dict[str, list[Token]] = {}
        for token in doc:
            if token.i in inside:
                continue
            of_word, of_lemma = self._by_word.get(token.lower_, ()), self._by_word.get(token.lemma_.lower(), ())
            for name in (*of_word, *(name for name in of_lemma if name not in of_word)):
                found.setdefault(name, []).append(token)
        return found


def _taken_up_again(tokens: Iterable[Token], concept: Concept, known: set[int]) -> set[int]:
    """Definite nouns that need a cue elsewhere, but take up what the text has named ("a ban on exports … the ban")."""
    if not known:
        return set()
    first = min(known)
    return {
        token.i
        for token in tokens
        if token.i > first and _is_definite(token) and _is_head(token, concept, named_before=True)
    }


def _is_definite(token: Token) -> bool:
    return any(child.lower_ in _DEFINITE for child in token.children if child.dep_ in {"det", "poss"})


def _concept_of(named: Named) -> str | None:
    if named.entity.label == "LIST":
        return "list"
    if named.entity.label == "INSTRUMENT":
        if named.entity.kind == "order" and named.entity.authority == "us-president":
            return "order"
        return _CONCEPT_OF_INSTRUMENT.get(named.entity.kind or "")
    return None


def _is_head(token: Token, concept: Concept, *, named_before: bool = False) -> bool:
    if token.tag_ not in _NOUN_TAGS:
        return False
    lower, lemma = token.lower_, token.lemma_.lower()
    if lower in concept.words or lemma in concept.words:
        needs_cue = concept.needs_cue
    elif lower in concept.weak or lemma in concept.weak:
        needs_cue = True
    else:
        return False
    before = [token.nbor(-back).lower_ for back in range(1, 4) if token.i - back >= token.sent.start]
    if any(word in concept.not_with for word in before[:2]):
        return False
    if concept.not_beside and any(word.lower_ in concept.not_beside for word in token.sent):
        return False
    return not needs_cue or named_before or _has_cue(token, concept) or _takes_up(token, concept)


def _takes_up(token: Token, concept: Concept) -> bool:
    """Whether a definite noun stands for what its sentence or the one before tells with one of the cues."""
    if token.lower_ not in concept.taken_up or not _is_definite(token):
        return False
    if any(child.dep_ == "prep" and child.lower_ == "on" for child in token.children):
        return False
    start = token.doc[max(token.sent.start - 1, 0)].sent.start
    return any(word.lower_ in concept.cues for word in token.doc[start : token.i])


def _is_known_again(token: Token, concept: Concept) -> bool:
    """Whether a word that alone says little stands for what the document has named in full elsewhere."""
    if token.lower_ not in concept.again or token.tag_ not in {"NN", "NNS", "NNP", "NNPS"}:
        return False
    return not any(child.lower_ in concept.not_with for child in token.children)


def _has_cue(token: Token, concept: Concept) -> bool:
    start = max(token.sent.start, token.i - _CUE_REACH // 2)
    clauses = [child.i for child in token.children if child.dep_ == "relcl"]
    end = min(token.sent.end, max(token.i + _CUE_REACH, *(clause + _AFTER_CLAUSE for clause in clauses), 0))
    if any(word.lower_ in concept.cues for word in token.doc[start:end] if word.i != token.i):
        return True
    return any(
        child.tag_ == "VB" and child.dep_ in _INFINITIVES and child.lower_ in concept.cues
        for child in token.head.children
    )


def _plural(phrase: str) -> str:
    if phrase.endswith("s"):
        return phrase
    return phrase[:-1] + "ies" if phrase.endswith("y") and phrase[-2] not in "aeiou" else phrase + "s"
