"""The baseline to beat: keywords in one sentence, with the nearest date and organisation that spaCy's model sees."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from nlp.knowledge import DATA, default_knowledge
from nlp.model import DEFAULT_MODEL, load_model
from nlp.records import Document, EventMention, Participant, Reading, Span
from nlp.time_expressions import find_time_expressions
from nlp.toml_files import Entry, check, parse

_PARTIES = frozenset({"ORG", "GPE"})


class _Words(Entry):
    acts: list[str]
    things: list[str]


class _Keywords(Entry):
    planned: list[str]
    possible: list[str]
    denied: list[str]
    types: dict[str, _Words]


@dataclass(frozen=True, slots=True)
class _Type:
    name: str
    acts: re.Pattern[str]
    things: re.Pattern[str]


class Baseline:
    """Reads as a careful script would: no parse, no frames, no merging beyond one event for a type and date.

    Its dates are normalised and its names resolved by the reader's own rules, so that what is compared is the reading of
    events.
    """

    def __init__(self, model: str = DEFAULT_MODEL, path: Path = DATA / "baseline.toml") -> None:
        keywords = check(_Keywords, parse(path), path)
        self._language = load_model(model)
        self._types = [_Type(name, _any(words.acts), _any(words.things)) for name, words in keywords.types.items()]
        self._modality = [(name, _any(getattr(keywords, name))) for name in ("denied", "possible", "planned")]
        entities = default_knowledge().entities.values()
        self._names = {alias.lower(): entity for entity in entities for alias in (entity.name, *entity.aliases)}

    def read(self, document: Document) -> Reading:
        """The document's events by keyword; of several of one type and date the first."""
        doc = self._language(document.text)
        events: dict[tuple[str, str | None], EventMention] = {}
        for event in self._events(doc, document):
            events.setdefault((event.type, event.date), event)
        return Reading(document=document, reader="baseline", events=tuple(events.values()))

    def _events(self, doc: Doc, document: Document) -> Iterator[EventMention]:
        for sentence in doc.sents:
            told: set[str] = set()
            for kind in self._types:
                act = kind.acts.search(sentence.text)
                family = kind.name.partition(".")[0]
                if act is None or family in told or kind.things.search(sentence.text) is None:
                    continue
                told.add(family)
                yield self._event(kind.name, sentence, sentence.start_char + act.start(), document)

    def _event(self, kind: str, sentence: DocSpan, at: int, document: Document) -> EventMention:
        day = _nearest(sentence, at, frozenset({"DATE"}))
        values = find_time_expressions(day.text, document.anchor) if day is not None else []
        dates = [timex for timex in values if timex.type == "DATE" and timex.value[:1].isdigit()]
        whole = Span(sentence.start_char, sentence.end_char)
        return EventMention(
            type=kind,
            frame="keyword",
            confidence=1.0,
            modality=next((name for name, words in self._modality if words.search(sentence.text)), "actual"),
            date=dates[0].value if dates else None,
            date_basis=dates[0].basis if dates else None,
            participants=tuple(self._party(sentence, at)),
            evidence={"event": Span(at, at + 1), "sentence": whole},
            mentions=(whole,),
        )

    def _party(self, sentence: DocSpan, at: int) -> Iterator[Participant]:
        nearest = _nearest(sentence, at, _PARTIES)
        if nearest is not None:
            name = nearest.text.removeprefix("the ").removeprefix("The ")
            entity = self._names.get(name.lower())
            span = Span(nearest.start_char, nearest.end_char)
            yield Participant("agency", entity.name if entity else name, entity.id if entity else None, span)


def _any(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(word) for word in words) + ")", re.IGNORECASE)


def _nearest(sentence: DocSpan, at: int, labels: frozenset[str]) -> DocSpan | None:
    found = [ent for ent in sentence.ents if ent.label_ in labels]
    return min(found, key=lambda ent: (abs(ent.start_char - at), ent.start_char), default=None)
