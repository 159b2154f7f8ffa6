"""Has the model look for names only where one stands that nobody knows, which spares most of its work.

A sentence whose capitals all belong to known names, nationalities, days and months tells the model's entity recogniser
nothing that is asked of it. The recogniser is half of a small pipeline's time.
"""

import calendar
from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from spacy.attrs import ORTH, SENT_START, SPACY, TAG
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from nlp.countries import nationalities

_NAME_TAGS = ("NNP", "NNPS")
_DAYS_AND_MONTHS = frozenset(
    [*calendar.day_name, *calendar.day_abbr, *calendar.month_name, *calendar.month_abbr, "Sept", "Tues", "Thurs"]
)
_NO_NAMES = frozenset({"I", "A", "The", "No", "Mr", "Mrs", "Ms", "Dr"}) | _DAYS_AND_MONTHS
_FIRST = 1
"""What spaCy's SENT_START holds for the first token of a sentence."""


class UnknownNames:
    """Marks the entities of documents in the place of the components ``replaced``.

    Those are none where the model's recogniser shares its first layers with other components: it is then left as it is.
    """

    def __init__(self, language: Language, adjectives: Mapping[str, str]) -> None:
        self._recogniser = cast(TrainablePipe, language.get_pipe("ner"))
        self.replaced = ("ner",) if _stands_alone(self._recogniser) else ()
        self._strings = language.vocab.strings
        self._adjectives = adjectives
        self._name_tags = frozenset(self._strings.add(tag) for tag in _NAME_TAGS)
        self._could_name: dict[int, bool] = {}

    def mark(self, docs: Iterable[tuple[Doc, Iterable[Span], Iterable[range]]]) -> None:
        """Set the entities of parsed documents: beside each stand its known names and the tokens of its times.

        Where the model did not look, those are its entities.
        """
        if not self.replaced:
            return
        stretches: list[tuple[Doc, int, int]] = []
        marked: list[tuple[Doc, list[Span]]] = []
        for doc, names, times in docs:
            known = [
                *names,
                *_peoples(doc, self._adjectives),
                *(Span(doc, time.start, time.stop, "DATE") for time in times),
            ]
            runs = list(
                self._stretches(doc, frozenset(place for span in known for place in range(span.start, span.end)))
            )
            stretches += [(doc, start, end) for start, end in runs]
            marked.append((doc, [span for span in known if not any(a <= span.start < b for a, b in runs)]))
        parts = self._recogniser.pipe(_part(doc, start, end) for doc, start, end in stretches)
        read: dict[int, list[Span]] = {}
        for (doc, start, _), part in zip(stretches, parts, strict=True):
            spans = [Span(doc, start + ent.start, start + ent.end, ent.label) for ent in part.ents]
            read.setdefault(id(doc), []).extend(spans)
        for doc, known in marked:
            doc.set_ents(filter_spans([*read.get(id(doc), ()), *known]))

    def _stretches(self, doc: Doc, known: frozenset[int]) -> Iterator[tuple[int, int]]:
        """Runs of sentences that hold a name which is not known: their first token and the one behind their last."""
        run: tuple[int, int] | None = None
        for start, end, unknown in self._sentences(doc, known):
            if unknown:
                run = (start if run is None else run[0], end)
            elif run is not None:
                yield run
                run = None
        if run is not None:
            yield run

    def _sentences(self, doc: Doc, known: frozenset[int]) -> Iterator[tuple[int, int, bool]]:
        start, unknown = 0, False
        words, tags, firsts = doc.to_array([ORTH, TAG, SENT_START]).T.tolist()
        for place, (word, tag, first) in enumerate(zip(words, tags, firsts, strict=True)):
            if first == _FIRST and place:
                yield start, place, unknown
                start, unknown = place, False
            if not unknown and self._may_name(word) and place not in known:
                unknown = tag in self._name_tags or place > start
        yield start, len(words), unknown

    def _may_name(self, word: int) -> bool:
        said = self._could_name.get(word)
        if said is None:
            text = self._strings[word]
            said = self._could_name[word] = text != text.lower() and text not in _NO_NAMES
        return said


def _peoples(doc: Doc, adjectives: Mapping[str, str]) -> Iterator[Span]:
    return (Span(doc, place, place + 1, "NORP") for place, _ in nationalities(doc, adjectives))


def _stands_alone(recogniser: TrainablePipe) -> bool:
    """Whether it embeds words itself and so needs nothing of the components before it."""
    return any(layer.name == "hashembed" for layer in recogniser.model.walk())


def _part(doc: Doc, start: int, end: int) -> Doc:
    words, spaces = doc.to_array([ORTH, SPACY])[start:end].T.tolist()
    return Doc(doc.vocab, words=[doc.vocab.strings[word] for word in words], spaces=[bool(space) for space in spaces])
