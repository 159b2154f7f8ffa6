"""Names that a user's lists add to what the reader knows, and how they are found in running text."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from nlp.entities import Entity
from nlp.names import is_legal_form, normal_name, normal_word

_SHORTEST = 4
"""Letters of the shortest name of one word that is looked for: below, abbreviations and common words abound."""
_NAMED_AS = frozenset({"ORG", "PERSON", "PRODUCT", "FAC", "GPE", "NORP"})


@dataclass(frozen=True, slots=True)
class KnownName:
    """A party of a list that a user imported: its id, canonical name, kind of thing, country (ISO 3166) and aliases.

    ``label`` is COMPANY, PERSON or VESSEL. An id of the reader's own entities adds aliases to that entity.
    """

    id: str
    name: str
    label: str = "COMPANY"
    country: str | None = None
    aliases: tuple[str, ...] = ()

    @property
    def entity(self) -> Entity:
        """The name as an entity of its own."""
        return Entity(id=self.id, name=self.name, label=self.label, country=self.country, aliases=self.aliases)


@dataclass(frozen=True, slots=True)
class Found:
    """A known name in a document: the tokens ``start`` to ``end`` (exclusive) and the entity's id."""

    start: int
    end: int
    entity_id: str


class KnownNames:
    """Finds the names of lists by the words they are made of, in time that does not grow with the lists.

    A name is looked up by its first word, then by as many words as its names have: two look-ups in dictionaries for
    each word of the text that begins no name.
    """

    def __init__(self, names: Iterable[KnownName]) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], str]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        for known in sorted(names, key=lambda known: known.id):
            for alias in (known.name, *known.aliases):
                words = tuple(normal_name(alias).split())
                if words and (len(words) > 1 or len(words[0]) >= _SHORTEST):
                    self._by_first.setdefault(words[0], {}).setdefault(words, known.id)
        for first, names_of_it in self._by_first.items():
            self._lengths[first] = tuple(sorted({len(words) for words in names_of_it}, reverse=True))

    def find(self, doc: Doc) -> Iterator[Found]:
        """The names in the text, the longest at each place, with the legal form that follows; never overlapping."""
        if not self._by_first:
            return
        places = [(token.i, word) for token in doc for word in normal_word(token.text)]
        words = [word for _, word in places]
        at = 0
        while at < len(places):
            length = self._longest(words, at)
            start = places[at][0]
            if length and _stands_as_name(doc, start, places[at + length - 1][0] + 1):
                end = _with_legal_form(doc, places[at + length - 1][0] + 1)
                yield Found(start, end, self._by_first[words[at]][tuple(words[at : at + length])])
                at += length
            else:
                at += 1

    def _longest(self, words: list[str], at: int) -> int:
        for length in self._lengths.get(words[at], ()):
            if tuple(words[at : at + length]) in self._by_first[words[at]]:
                return length
        return 0


def digest(names: Iterable[KnownName]) -> str:
    """Eight digits that change with any name, so that texts are read again when the lists change."""
    sums = hashlib.sha256()
    for known in sorted(names, key=lambda known: known.id):
        sums.update(repr((known.id, known.name, known.label, known.country, sorted(known.aliases))).encode())
    return sums.hexdigest()[:8]


def _stands_as_name(doc: Doc, start: int, end: int) -> bool:
    """Whether the words are printed as a name: capitals, and for one word that the model sees a name there too."""
    tokens = [token for token in doc[start:end] if token.is_alpha]
    if not tokens or (not doc[start].text[:1].isupper() and not doc[start].text[:1].isdigit()):
        return False
    if len(tokens) > 1:
        return all(token.text[:1].isupper() or len(token) <= 3 for token in tokens)
    return tokens[0].ent_type_ in _NAMED_AS and tokens[0].pos_ == "PROPN"


def _with_legal_form(doc: Doc, end: int) -> int:
    reach = end
    while reach < len(doc) and (is_legal_form(doc[reach].text) or doc[reach].text == ","):
        reach += 1
        if doc[reach - 1].text != ",":
            end = reach
    return end
