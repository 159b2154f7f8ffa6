"""Joins events to the official gazette: by citations, document numbers and docket numbers in the text that tells them.

A reference belongs to the act whose sentence stands nearest to it in the same paragraph, of several in one sentence to the
one told last before it; of a paragraph without any, what is said of "the document" is said of the first act of the text. Forms: "84 FR 23468" and
"84 Fed. Reg. 23468" (volume and page of the US Federal Register), its document numbers ("2019-10616", since 1994) and
the agencies' docket numbers ("Docket No. 190513445-9445-01").
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from timeline.settle import Event
from timeline.told import Told

_CITATION = re.compile(r"\b(\d{1,3})\s+(?:FR|F\.R\.|Fed\. ?Reg\.)\s+(\d{1,3}(?:,\d{3})|\d{1,6})\b")
_DOCUMENT = re.compile(r"\b(?:FR Doc\.?|[Dd]ocument (?:number|no\.))\s*((?:19|20|E\d|C\d)?\d{0,2}-\d{4,5})\b")
_DOCKET = re.compile(
    r"\b[Dd]ocket (?:number |no\. |No\. |ID )?([A-Z]*-?\d{4,9}(?:-[A-Z0-9]{2,9})+|[A-Z]{2,6}-\d{4}-\d{3,5})\b"
)


_OWN_PAPER = re.compile(
    r"\b(?:the|this)(?: \w+){0,2} (?:document|rule|notice|order|regulation|determination)\b", re.IGNORECASE
)
"""What a text calls the paper that does its main act: "The document will be published on May 22 (84 FR 23468)"."""
_NOT_GAZETTED = frozenset({"license.applied", "license.denied", "license.expired"})
"""Acts that no rule in the gazette does; a reference belongs to them only where its paragraph tells of nothing else."""


_Place = tuple[Told, Event]
"""A telling of an event, as it stands in a text."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A pointer into the gazette: ``kind`` is citation, document or docket; ``reference`` its normal form."""

    kind: str
    reference: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class GazetteDocument:
    """One document of an official gazette, as its own spider kept it."""

    number: str
    citation: str | None
    dockets: tuple[str, ...]
    published_on: str | None
    article_id: str | None


@dataclass(frozen=True, slots=True)
class Anchor:
    """What ties an event to the gazette: the reference, where it stands, and the document where it is in the store.

    ``kind`` is citation, document, docket, or gazette where the article that tells the event is the document itself;
    then there is no span.
    """

    kind: str
    reference: str
    version_id: str
    start: int | None
    end: int | None
    document: str | None
    published_on: str | None


def find_references(text: str) -> list[Reference]:
    """The references in a text, in its order, under their normal forms (Federal Register pages without commas)."""
    found = [
        Reference("citation", f"{match[1]} FR {match[2].replace(',', '')}", match.start(), match.end())
        for match in _CITATION.finditer(text)
    ]
    found += [Reference("document", match[1], match.start(1), match.end(1)) for match in _DOCUMENT.finditer(text)]
    found += [Reference("docket", match[1], match.start(1), match.end(1)) for match in _DOCKET.finditer(text)]
    return sorted(found, key=lambda one: (one.start, one.kind))


def anchor_events(
    events: Sequence[Event],
    texts: Mapping[str, str],
    documents: Iterable[GazetteDocument] = (),
    beside: Sequence[Event] = (),
) -> dict[str, tuple[Anchor, ...]]:
    """The anchors of each event that has any; ``texts`` holds the versions that may hold references, by id.

    ``beside`` are the other events that these texts tell, to whose sentences a reference may stand nearer.
    """
    known = list(documents)
    by_reference = _by_reference(known)
    found: dict[str, set[Anchor]] = {}
    for event_id, anchor in _told_by_the_gazette(events, known):
        found.setdefault(event_id, set()).add(anchor)
    wanted = {event.id for event in events}
    for event_id, version_id, reference in _placed([*events, *beside], texts):
        if event_id not in wanted:
            continue
        document = by_reference.get((reference.kind, reference.reference))
        found.setdefault(event_id, set()).add(
            Anchor(
                reference.kind,
                reference.reference,
                version_id,
                reference.start,
                reference.end,
                document.number if document else None,
                document.published_on if document else None,
            )
        )
    return {event_id: tuple(sorted(anchors, key=_order)) for event_id, anchors in found.items()}


def _by_reference(documents: Iterable[GazetteDocument]) -> dict[tuple[str, str], GazetteDocument]:
    """The documents by each of their references; of several with one docket, the one with the lowest number."""
    found: dict[tuple[str, str], GazetteDocument] = {}
    for document in sorted(documents, key=lambda one: one.number, reverse=True):
        found["document", document.number] = document
        for reference in find_references(document.citation or ""):
            found[reference.kind, reference.reference] = document
        for docket in document.dockets:
            for reference in find_references(docket if docket.startswith("Docket") else f"Docket No. {docket}"):
                found[reference.kind, reference.reference] = document
    return found


def _told_by_the_gazette(events: Sequence[Event], documents: Iterable[GazetteDocument]) -> Iterator[tuple[str, Anchor]]:
    """The anchors of events that a document of the gazette itself tells as done."""
    by_article = {document.article_id: document for document in documents if document.article_id}
    for event in events:
        for one in event.told:
            document = by_article.get(one.article_id)
            if document is None or one.modality != "actual":
                continue
            number, day = document.number, document.published_on
            yield event.id, Anchor("gazette", number, one.version_id, None, None, number, day)
            for cited in find_references(document.citation or ""):
                yield event.id, Anchor(cited.kind, cited.reference, one.version_id, None, None, number, day)


def _placed(events: Sequence[Event], texts: Mapping[str, str]) -> Iterator[tuple[str, str, Reference]]:
    """Each reference with the acts that it belongs to: (event id, version id, reference)."""
    told: dict[str, list[_Place]] = {}
    for event in events:
        for one in event.told:
            if one.version_id in texts and one.modality != "possible":
                told.setdefault(one.version_id, []).append((one, event))
    for version_id in sorted(told):
        text = texts[version_id]
        for reference in find_references(text):
            begin = text.rfind("\n\n", 0, reference.start) + 1
            end = text.find("\n\n", reference.end)
            near = [
                place for place in told[version_id] if begin <= place[0].start and (end < 0 or place[0].end <= end + 1)
            ]
            if not near and _OWN_PAPER.search(text, begin, reference.start):
                near = _lead(told[version_id])
            acts = [place for place in near if place[1].type not in _NOT_GAZETTED] or near
            for _, event in _of_one_paper(_nearest(acts, reference), reference):
                yield event.id, version_id, reference


def _nearest(acts: Sequence[_Place], reference: Reference) -> list[_Place]:
    """The acts whose sentence is nearest to a reference."""
    distances = [max(one.start - reference.end, reference.start - one.end, 0) for one, _ in acts]
    return [place for place, distance in zip(acts, distances, strict=True) if distance == min(distances)]


def _of_one_paper(acts: Sequence[_Place], reference: Reference) -> list[_Place]:
    """Of the acts of a sentence those of the day of one: the act told last before a reference in it, else the latest one."""
    before = [one for one, _ in acts if one.word is not None and one.start <= one.word < reference.start < one.end]
    if before:
        day = max(before, key=lambda one: one.word or 0).date
    else:
        day = max((one.date for one, _ in acts if one.date), default=None)
    return [place for place in acts if place[0].date == day] if len(acts) > 1 else list(acts)


def _lead(acts: Sequence[_Place]) -> list[_Place]:
    """The acts of the sentence that tells the first of a text."""
    first = min((one.start for one, _ in acts), default=0)
    return [place for place in acts if place[0].start == first]


def _order(anchor: Anchor) -> tuple[bool, str, str, str, int]:
    """Anchors whose document is known come first."""
    return anchor.document is None, anchor.kind, anchor.reference, anchor.version_id, anchor.start or 0
