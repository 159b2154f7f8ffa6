"""Finds the known entities in a text: agencies, lists, instruments, companies, countries."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from nlp.knowledge import Entity, Knowledge

_SHORT_DEPENDENCIES = frozenset({"nsubj", "nsubjpass", "pobj", "agent", "poss", "conj", "dobj", "appos"})
_OFFICE = re.compile(r"Secretary|Representative|President|Minister|prosecutors|[Aa]ttorney")


@dataclass(frozen=True, slots=True)
class Named:
    """A known entity in a document: the tokens ``start`` to ``end`` (exclusive), its id and its name there."""

    start: int
    end: int
    entity: Entity
    name: str


class Gazetteer:
    """Matches aliases as they are written, and the patterns of numbered instruments."""

    def __init__(self, language: Language, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._matcher = PhraseMatcher(language.vocab, attr="ORTH")
        self._short = PhraseMatcher(language.vocab, attr="ORTH")
        self._patterns: list[tuple[re.Pattern[str], Entity]] = []
        make = language.tokenizer
        for entity in knowledge.entities.values():
            self._matcher.add(entity.id, [make(alias) for alias in _spellings(entity.aliases)])
            self._short.add(entity.id, [make(alias) for alias in entity.short])
            if entity.pattern is not None:
                self._patterns.append((re.compile(entity.pattern), entity))

    def find(self, doc: Doc) -> tuple[Named, ...]:
        """The known entities of a document, longest first where they overlap, in the order of the text."""
        found = [*self._by_pattern(doc), *self._by_alias(doc), *self._by_short_name(doc)]
        return tuple(_without_overlaps(found))

    def _by_alias(self, doc: Doc) -> Iterator[Named]:
        for match_id, start, end in self._matcher(doc):
            entity = self._knowledge.entities[doc.vocab.strings[match_id]]
            yield Named(start, end, entity, entity.name)

    def _by_short_name(self, doc: Doc) -> Iterator[Named]:
        for match_id, start, end in self._short(doc):
            entity = self._knowledge.entities[doc.vocab.strings[match_id]]
            if doc[end - 1].dep_ in _SHORT_DEPENDENCIES:
                yield Named(start, end, entity, entity.name)

    def _by_pattern(self, doc: Doc) -> Iterator[Named]:
        for pattern, entity in self._patterns:
            for match in pattern.finditer(doc.text):
                span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
                if span is not None:
                    name = entity.name.format(number=match.group("number"))
                    yield Named(span.start, span.end, entity, name)


def _spellings(aliases: Iterable[str]) -> Iterator[str]:
    for alias in aliases:
        yield alias
        if alias.startswith("the "):
            continue
        if alias.islower():
            yield alias[0].upper() + alias[1:]


def _without_overlaps(found: Iterable[Named]) -> Iterator[Named]:
    taken: set[int] = set()
    kept: list[Named] = []
    for named in sorted(found, key=lambda named: (named.start - named.end, named.start, named.entity.id)):
        tokens = range(named.start, named.end)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(named)
    yield from sorted(kept, key=lambda named: named.start)


def is_office(named: Named, doc: Doc) -> bool:
    """Whether the words name who holds an office, not the authority itself ("US Commerce Secretary")."""
    span: DocSpan = doc[named.start : named.end]
    return bool(_OFFICE.search(span.text)) and "Office" not in span.text
