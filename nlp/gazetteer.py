"""Finds the known entities in a text: authorities and their holders, lists, instruments, companies, countries."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from nlp.countries import CountrySight
from nlp.entities import Entity
from nlp.holders import Holders
from nlp.knowledge import Knowledge
from nlp.known_names import KnownName, KnownNames
from nlp.linking import BY_NAME
from nlp.metonyms import acts_as_party

_EXACT_LABELS = frozenset({"COMPANY", "COUNTRY", "PERSON"})
"""Labels whose names count only as written: "apple", "turkey" and "applied materials" are common words."""

_LABELS_OF_MODEL = {"COUNTRY": "GPE", "AGENCY": "ORG", "COMPANY": "ORG"}

Hit = tuple[int, int, int]
"""A name in a document: the number of its kind and entity, its first token and the token behind its last."""


@dataclass(frozen=True, slots=True)
class Named:
    """A known entity in a document: the tokens ``start`` to ``end`` (exclusive), its id and its name there.

    ``holder`` is the person named, where the words name who holds the office of the entity.
    """

    start: int
    end: int
    entity: Entity
    name: str
    holder: str | None = None


class Gazetteer:
    """Matches aliases as they are written, names of imported lists, and the patterns of numbered instruments."""

    def __init__(self, language: Language, knowledge: Knowledge, names: Iterable[KnownName] = ()) -> None:
        names = tuple(names)
        self._knowledge = knowledge.with_names(names)
        self._listed = KnownNames(names)
        self._as_written = PhraseMatcher(language.vocab, attr="ORTH")
        self._any_case = PhraseMatcher(language.vocab, attr="LOWER")
        self._sure: dict[int, str] = {}
        self._holders = Holders(language, knowledge)
        self._patterns: list[tuple[re.Pattern[str], Entity]] = []
        for entity in knowledge.entities.values():
            self._add(language, "alias", entity, entity.aliases)
            self._add(language, "local", entity, entity.local)
            self._add(language, "short", entity, entity.short)
            if entity.pattern is not None:
                self._patterns.append((re.compile(entity.pattern), entity))

    def _add(self, language: Language, kind: str, entity: Entity, names: Iterable[str]) -> None:
        exact: list[Doc] = []
        caseless: list[Doc] = []
        for name in names:
            if " " in name and entity.label not in _EXACT_LABELS and kind != "short":
                caseless.append(language.make_doc(name))
                continue
            exact.append(language.make_doc(name))
            if entity.label in {"COMPANY", "COUNTRY"} and len(name) > 3 and not name.isupper() and kind == "alias":
                exact.append(language.make_doc(name.upper()))
            elif name.islower():
                exact.append(language.make_doc(name[0].upper() + name[1:]))
        key = f"{kind}:{entity.id}"
        if kind == "alias":
            self._sure[language.vocab.strings.add(key)] = _LABELS_OF_MODEL.get(entity.label, entity.label)
        if exact:
            self._as_written.add(key, exact)
        if caseless:
            self._any_case.add(key, caseless)

    def hits(self, doc: Doc) -> tuple[Hit, ...]:
        """Where words of a document stand among the names of known entities, before it is asked what they mean there."""
        return tuple(hit for matcher in (self._as_written, self._any_case) for hit in matcher(doc))

    def sure(self, doc: Doc, hits: Iterable[Hit]) -> list[Span]:
        """The hits that mean one entity wherever they stand, labelled as the model would: not "Washington", "the ministry"."""
        return [Span(doc, start, end, self._sure[number]) for number, start, end in hits if number in self._sure]

    def find(self, doc: Doc, text: str, hits: Iterable[Hit], published: date | None = None) -> tuple[Named, ...]:
        """The known entities of a document, longest first where they overlap, in the order of the text.

        ``text`` is the document's, which spaCy would put together anew, and ``hits`` are its.
        """
        matches: dict[str, dict[tuple[int, int], list[Entity]]] = {"alias": {}, "local": {}, "short": {}}
        for match_id, start, end in hits:
            kind, _, entity_id = doc.vocab.strings[match_id].partition(":")
            matches[kind].setdefault((start, end), []).append(self._knowledge.entities[entity_id])
        found = [*self._by_pattern(doc, text)]
        found += [
            Named(start, end, entity, entity.name)
            for (start, end), entities in matches["alias"].items()
            for entity in entities[:1]
        ]
        found += [
            Named(start, end, entities[0], entities[0].name)
            for (start, end), entities in matches["short"].items()
            if acts_as_party(doc, start, end)
        ]
        countries = CountrySight(doc, self._knowledge, [*found, *self._in_office(doc, published)])
        found = [
            named
            for named in found
            if named.entity.label != "AGENCY" or not countries.says_another(named.start, named.entity.country)
        ]
        for (start, end), entities in sorted(matches["local"].items()):
            if (located := countries.locate(start, end, entities)) is not None:
                found.append(Named(located.start, located.end, located.entity, located.entity.name))
        listed = [(seen, self._knowledge.entities[seen.entity_id]) for seen in self._listed.find(doc)]
        found += [Named(seen.start, seen.end, entity, entity.name) for seen, entity in listed]
        found = list(_without_overlaps(found))
        found = list(_without_overlaps([*found, *self._held(doc, found, published)]))
        return tuple(found)

    def _in_office(self, doc: Doc, published: date | None) -> Iterator[Named]:
        """The authorities of the holders that are named in full, for what is said of them without a name."""
        for seen in self._holders.in_full(doc, published):
            yield Named(seen.start, seen.end, seen.entity, seen.entity.name)

    def _held(self, doc: Doc, found: list[Named], published: date | None) -> Iterator[Named]:
        """Office-holders by name; a title before the name is part of the mention, and is replaced by it."""
        titles = {named.end: named for named in found if named.entity.is_authority}
        for seen in self._holders.find(doc, {end: named.entity.id for end, named in titles.items()}, published):
            title = titles.get(seen.start)
            start = title.start if title is not None and title.entity.id == seen.entity.id else seen.start
            yield Named(start, seen.end, seen.entity, seen.entity.name, holder=seen.person.name)

    def _by_pattern(self, doc: Doc, text: str) -> Iterator[Named]:
        for pattern, entity in self._patterns:
            for match in pattern.finditer(text):
                span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
                if span is not None:
                    yield Named(span.start, span.end, *numbered(entity, match))


def numbered(entity: Entity, match: re.Match[str]) -> tuple[Entity, str]:
    """The instrument that a citation names, with an id of its own, and its name: ``executive-order:13873``."""
    parts = {key: _citation_form(value) for key, value in match.groupdict().items() if value is not None}
    name = entity.name.format(**parts)
    key = re.sub(r"[^\w.]+", "-", "-".join(parts.values())).strip("-")
    return replace(entity, id=f"{entity.id}:{key}", name=name), name


def _citation_form(value: str) -> str:
    """A number as citations print it: one blank, no points in abbreviations, capital letters."""
    return " ".join(value.upper().split()).rstrip(".,")


def _without_overlaps(found: Iterable[Named]) -> Iterator[Named]:
    taken: set[int] = set()
    kept: list[Named] = []
    for named in sorted(
        found,
        key=lambda named: (
            named.start - named.end,
            named.holder is None,
            named.start,
            named.entity.id.startswith(BY_NAME),
            named.entity.id,
        ),
    ):
        tokens = range(named.start, named.end)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(named)
    yield from sorted(kept, key=lambda named: named.start)
