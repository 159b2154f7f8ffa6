"""Builds the reader: a spaCy Language whose components turn a document into a Reading."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc

from nlp.attribution import find_statements
from nlp.calibration import Calibration, default_calibration
from nlp.chronologies import entries_of
from nlp.concepts import ConceptFinder
from nlp.datelines import written_day
from nlp.digests import digest_of
from nlp.event_finder import EventFinder
from nlp.excerpts import Excerpt, excerpt_of
from nlp.explanation import Explanation, explain_events
from nlp.extensions import register_extensions
from nlp.frames import FrameMatcher
from nlp.gate import Gate, GateDecision
from nlp.gazetteer import Gazetteer, Hit, Named
from nlp.headline_repairs import repair_headlines
from nlp.knowledge import DATA, Knowledge, default_knowledge
from nlp.known_names import KnownName, digest
from nlp.linking import Linker
from nlp.model import DEFAULT_MODEL, load_model
from nlp.paragraphs import start_paragraphs
from nlp.parse_repairs import repair_parse
from nlp.parties import Parties, Party, find_parties
from nlp.records import Document, EventMention, Reading, Span, TimeExpression
from nlp.references import References
from nlp.same_names import join_short_names
from nlp.sight import Sight, places_of, sentences_of, words_of
from nlp.time_expressions import find_time_expressions
from nlp.unknown_names import UnknownNames
from nlp.why_not import WhyNot, near_misses

LONGEST = 200_000
"""Characters of a text that are read for events, some 33,000 words; a parse takes a gigabyte for little more."""
_MONTH_FIRST = frozenset({None, "US", "PH"})
_PARSED_TOGETHER = 16
_TAKEN_TOGETHER, _CHARACTERS_TOGETHER = 64, 200_000
"""How many documents, and about how many characters of them, are held at a time: more costs memory and gains no time."""


@dataclass(frozen=True, slots=True)
class _Taken:
    """A document, the day it was written on, what the gate says of it, what of it is read, and its time expressions."""

    document: Document
    written: date | None
    decision: GateDecision
    excerpt: Excerpt
    time_expressions: tuple[TimeExpression, ...]


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A parsed document, its time expressions with the tokens of each, and where words stand in it that are known names."""

    doc: Doc
    times: tuple[TimeExpression, ...]
    places: dict[TimeExpression, range]
    hits: tuple[Hit, ...]


class Reader:
    """Reads documents with one loaded pipeline; ``version`` names the rules, the names and the model that read.

    ``names`` are those of the lists that were imported into a database, beside what the reader knows by itself;
    ``calibration`` is the one that comes with it where none is given.
    """

    def __init__(
        self, model: str = DEFAULT_MODEL, names: Iterable[KnownName] = (), calibration: Calibration | None = None
    ) -> None:
        register_extensions()
        names = tuple(names)
        knowledge = default_knowledge().with_names(names)
        self.version = "+".join([rules_digest(), *([digest(names)] if names else []), model])
        self._language: Language = load_model(model)
        self._knowledge: Knowledge = knowledge
        self._gate = Gate(knowledge.gate)
        self._gazetteer = Gazetteer(self._language, default_knowledge(), names)
        self._names = UnknownNames(self._language, knowledge.adjectives)
        self._linker = Linker(knowledge.entities.values())
        self._concepts = ConceptFinder(self._language, knowledge)
        self._frames = FrameMatcher(knowledge.frames)
        self._events = EventFinder(self._frames, calibration or default_calibration())
        self._headline_verbs = frozenset(verb for frame in knowledge.frames for verb in frame.verbs if " " not in verb)

    def read(self, document: Document) -> Reading:
        """One document's reading."""
        return next(self.read_many([document]))

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """A reading for each document, in their order; some documents ahead are taken at a time."""
        for together in _batches(documents):
            taken = [self._take(document) for document in together]
            parsed = self._parse_all(one for one in taken if one.decision.skipped is None)
            for one in taken:
                if one.decision.skipped is not None:
                    yield self._skipped(one)
                else:
                    sight = self._see(next(parsed), one)
                    yield self._reading(one, sight, self._events.find(sight))

    def see(self, document: Document) -> Sight:
        """What is seen of a document before events are read from it; no text is skipped, and all of it is read."""
        whole = excerpt_of(document.text, [Span(0, len(beginning(document.text)))])
        taken = replace(self._take(document), decision=GateDecision(skipped=None, teasers=()), excerpt=whole)
        return self._see(self._parse(taken), taken)

    def explain(self, document: Document) -> Explanation:
        """One document's reading, with the reasons for each of its events."""
        taken = self._take(document)
        if taken.decision.skipped is not None:
            return Explanation(self._skipped(taken), ())
        sight = self._see(self._parse(taken), taken)
        trace = self._events.trace(sight)
        return explain_events(self._reading(taken, sight, trace.events), trace, sight, taken.excerpt)

    def why_not(self, document: Document, event_type: str) -> WhyNot:
        """Why a document gives no event of a type, or no more of them: what came nearest, and what it lacked."""
        taken = self._take(document)
        if taken.decision.skipped is not None:
            return WhyNot(event_type, taken.decision.skipped)
        sight = self._see(self._parse(taken), taken)
        return near_misses(event_type, sight, self._events.trace(sight), self._frames, taken.excerpt)

    def _take(self, document: Document) -> _Taken:
        text = document.text
        decision = self._gate.decide(text)
        passages = self._gate.passages(beginning(text)) if decision.skipped is None else ()
        day_first = document.country not in _MONTH_FIRST
        found = find_time_expressions(text, document.anchor, day_first=day_first)
        written = written_day(text, found, document.anchor)
        if written != document.anchor:
            found = find_time_expressions(text, written, day_first=day_first)
        return _Taken(document, written, decision, excerpt_of(text, passages), tuple(found))

    def _skipped(self, taken: _Taken) -> Reading:
        return Reading(
            document=taken.document,
            reader=self.version,
            time_expressions=taken.time_expressions,
            skipped=taken.decision.skipped,
        )

    def _reading(self, taken: _Taken, sight: Sight, events: tuple[EventMention, ...]) -> Reading:
        of_excerpt = Reading(
            document=taken.document,
            reader=self.version,
            time_expressions=taken.time_expressions,
            entities=sight.parties.mentions(sight.doc, sight.text),
            events=events,
            statements=tuple(find_statements(sight, events)),
            skipped=_cut(taken.document.text),
        )
        return taken.excerpt.reading_back(of_excerpt)

    def _parse(self, taken: _Taken) -> _Parsed:
        return next(self._parse_all([taken]))

    def _parse_all(self, taken: Iterable[_Taken]) -> Iterator[_Parsed]:
        """The excerpts parsed, in their order; the model is quicker at several together, with the same result."""
        docs = self._language.pipe(
            ((self._tokens_of(one), one) for one in taken),
            as_tuples=True,
            batch_size=_PARSED_TOGETHER,
            disable=self._names.replaced,
        )
        while together := list(islice(docs, _PARSED_TOGETHER)):
            parsed = [self._parsed(doc, one) for doc, one in together]
            self._names.mark((one.doc, self._gazetteer.sure(one.doc, one.hits), one.places.values()) for one in parsed)
            for one in parsed:
                repair_parse(repair_headlines(one.doc, self._headline_verbs))
                yield one

    def _parsed(self, doc: Doc, taken: _Taken) -> _Parsed:
        times = taken.excerpt.times_forth(taken.time_expressions)
        return _Parsed(doc, times, places_of(doc, times), self._gazetteer.hits(doc))

    def _tokens_of(self, taken: _Taken) -> Doc:
        doc = self._language.make_doc(taken.excerpt.text)
        doc._.anchor = taken.written
        start_paragraphs(doc, taken.excerpt.text)
        return doc

    def _see(self, parsed: _Parsed, taken: _Taken) -> Sight:
        doc = parsed.doc
        teasers = tuple(span for teaser in taken.decision.teasers if (span := taken.excerpt.forth(teaser)) is not None)
        named = self._gazetteer.find(doc, taken.excerpt.text, parsed.hits, doc._.anchor)
        parties = self._parties(doc, named, teasers)
        return Sight(
            doc=doc,
            knowledge=self._knowledge,
            named=named,
            parties=parties,
            references=References(parties, self._knowledge),
            concepts=self._concepts.find(doc, named),
            time_expressions=parsed.times,
            teasers=teasers,
            text=taken.excerpt.text,
            places=parsed.places,
            entries=entries_of(taken.excerpt.text, parsed.times, taken.written),
            words=words_of(doc),
            sentences=sentences_of(doc),
        )

    def _parties(self, doc: Doc, named: tuple[Named, ...], teasers: tuple[Span, ...]) -> Parties:
        """The parties of a document: known ones, then names that link by likeness or are short for others."""
        found = find_parties(doc, named, self._knowledge, teasers)
        linked = [self._linked(party) for party in found.all]
        return Parties.of(join_short_names(doc, linked))

    def _linked(self, party: Party) -> Party:
        if party.id is not None or party.label not in {"ORG", "PERSON", "PRODUCT"}:
            return party
        link = self._linker.link(party.name)
        if link is None:
            return party
        entity = self._knowledge.entities[link.entity_id]
        return replace(party, label=entity.label, id=entity.id, name=entity.name, entity=entity)


def beginning(text: str) -> str:
    """As much of a text as is read for events: all, or the paragraphs (else the words) in its first ``LONGEST`` characters."""
    if len(text) <= LONGEST:
        return text
    ends = (text.rfind(mark, LONGEST // 2, LONGEST) for mark in ("\n", " "))
    return text[: next((end for end in ends if end > 0), LONGEST)]


def _cut(text: str) -> str | None:
    """What is said of a text that was not read to its end; None where it was."""
    read = len(beginning(text))
    if read == len(text):
        return None
    return f"only the first {read:,} of its {len(text):,} characters were read for events"


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """The documents in lists, each of as many, or of about as many characters, as are held at a time."""
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.text)
        if len(batch) == _TAKEN_TOGETHER or size >= _CHARACTERS_TOGETHER:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


@lru_cache(maxsize=1)
def rules_digest() -> str:
    """Eight digits that change with any rule or data file of the reader."""
    return digest_of(path for path in DATA.parent.rglob("*") if path.suffix in {".py", ".toml"})
