"""Reads the labels of lists: the noun of an act that stands before a colon or over bulleted lines, and what is listed there.

"Entity List additions: Acme, Zenith", "Denial orders: Acme, April 7; Zenith, April 21" and "New listings" over a list of names
each tell an act without a verb. Where what is listed are the entries of a chronology, each of them is an act of its own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from nlp.arguments import Arguments
from nlp.candidates import Candidate
from nlp.knowledge import Frame
from nlp.paragraphs import BULLETS
from nlp.records import TimeExpression
from nlp.sight import Sight

_BEFORE, _BEHIND = 6, 14
"""How many words of a label may stand before its noun, and behind it."""
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_QUOTES = frozenset({'"', "”", "'", "’"})
_OPENING = 3
"""How many words of what a label stands for say whether it is a sentence of its own."""
_NOTHING = frozenset({"none", "no", "nil", "unchanged", "nobody", "n/a", "how", "what", "when", "who", "why", "see"})
_LONGEST = 40
"""How many lines of a list are read."""


@dataclass(frozen=True, slots=True)
class _Content:
    """What a label stands for: the tokens from ``start`` up to ``end``, and whether they are lines of a list."""

    start: int
    end: int
    in_lines: bool = False


def labelled(sight: Sight, noun: Token, frame: Frame) -> Iterator[Candidate]:
    """The acts of a frame that a noun tells as the label of a list: one, or one for each dated entry that is listed."""
    if frame.concepts and not any(sight.concepts.at(noun, concept) for concept in frame.concepts):
        return
    content = _content(noun)
    if content is None or _tells_itself(noun, content):
        return
    parties = [party.head(sight.doc) for party in sight.parties.within(content.start, content.end)]
    if frame.needs_party and not parties and not _names_or_counts(noun.doc, content):
        return
    entries = _entries(sight, content) or _counted_by_day(sight, content)
    if not entries:
        yield _candidate(frame, noun, noun, parties, None)
    for start, end, day in entries:
        inside = [party for party in parties if start <= party.idx < end]
        first = next(token for token in noun.doc[content.start :] if token.idx >= start)
        yield _candidate(frame, noun, inside[0] if inside else first, inside, day)


def _tells_itself(noun: Token, content: _Content) -> bool:
    """Whether what follows a label is nothing, or a sentence of its own, or the label is a word that is explained."""
    doc = noun.doc
    opening = doc[content.start : min(content.start + _OPENING, content.end)]
    if doc[content.start].lower_ in _NOTHING or doc[noun.i + 1].text in _QUOTES:
        return True
    return any(token.tag_ in _FINITE or token.pos_ == "PRON" for token in opening)


def _names_or_counts(doc: Doc, content: _Content) -> bool:
    """Whether what is listed are names, as lines that open with a capital are, or is counted ("14 persons")."""
    if content.in_lines:
        return doc[content.start].text[:1].isupper()
    return any(token.like_num and token.ent_type_ != "DATE" for token in doc[content.start : content.end])


def _candidate(
    frame: Frame, noun: Token, trigger: Token, parties: Iterable[Token], day: TimeExpression | None
) -> Candidate:
    return Candidate(frame, trigger, noun, Arguments(), fillers={frame.object: tuple(parties)}, dated=day)


def _entries(sight: Sight, content: _Content) -> list[tuple[int, int, TimeExpression]]:
    """Where the entries of a chronology among the listed stand, with their days: none where there is but one."""
    first, last = sight.doc[content.start].idx, sight.doc[content.end - 1].idx
    inside = [(span.start, span.end, day) for span, day in sight.entries if first <= span.start <= last]
    return inside if len(inside) > 1 else []


def _counted_by_day(sight: Sight, content: _Content) -> list[tuple[int, int, TimeExpression]]:
    """The parts of what is listed as numbers, each with a day of its own ("33 in February, 31 in October"), or none."""
    parts: list[tuple[int, int, TimeExpression]] = []
    start = content.start
    for timex in sight.time_expressions:
        place = sight.places.get(timex)
        if place is None or timex.type != "DATE" or not content.start <= place.start < content.end:
            continue
        if not any(token.like_num for token in sight.doc[start : place.start]):
            return []
        parts.append((sight.doc[start].idx, timex.end, timex))
        start = place.stop
    return parts if len(parts) > 1 else []


def _content(noun: Token) -> _Content | None:
    """What a label's noun stands for, behind its colon or in the bulleted lines below it, or None where it is no label."""
    doc = noun.doc
    start = _line_start(noun)
    if noun.i - start > _BEFORE or any(word.tag_ in _FINITE for word in doc[start : noun.i]):
        return None
    for token in doc[noun.i + 1 : noun.i + _BEHIND]:
        if token.tag_ in _FINITE or token.text in {".", ";", "!", "?"}:
            return None
        if "\n" in token.text:
            return _lines_below(doc, token.i + 1)
        if ":" in token.text and not token.like_num:
            return _behind_colon(doc, token.i + 1)
    return None


def _line_start(noun: Token) -> int:
    """Where the words begin that stand with a noun: behind the last bullet, break or stop before it."""
    start = noun.i
    while start > 0 and noun.i - start <= _BEFORE:
        before = noun.doc[start - 1]
        if before.is_space or before.text in BULLETS or before.text in {".", ":", ";", "|"}:
            break
        start -= 1
    return start


def _behind_colon(doc: Doc, start: int) -> _Content | None:
    if start < len(doc) and "\n" in doc[start].text:
        return _lines_below(doc, start + 1)
    end = next((token.i for token in doc[start:] if "\n" in token.text), len(doc))
    return _Content(start, end) if end > start else None


def _lines_below(doc: Doc, start: int) -> _Content | None:
    """The bulleted lines from a place on, without the first bullet."""
    end = start
    for _ in range(_LONGEST):
        if end >= len(doc) or doc[end].text not in BULLETS:
            break
        end = next((token.i + 1 for token in doc[end:] if "\n" in token.text), len(doc))
    return _Content(start + 1, end, in_lines=True) if end > start + 1 else None
