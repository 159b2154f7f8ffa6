"""Numbers an extension by a later sentence that counts it: "This third extension follows those of August and November"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from nlp.records import EventMention
from nlp.sight import Sight
from nlp.timex.words import vocabulary

_EXTENSIONS = frozenset({"extension", "renewal", "reprieve", "prolongation"})


def with_counts(acts: Sequence[EventMention], sight: Sight) -> tuple[EventMention, ...]:
    """The acts, the nearest extension before "this third extension" with that place in its series, unless it has one."""
    settled = list(acts)
    for ordinal in _ordinals(sight):
        told = [i for i, act in enumerate(settled) if _is_done_before(act, ordinal)]
        nearest = max(told, default=None, key=lambda i: settled[i].evidence["event"])
        if nearest is not None and settled[nearest].ordinal is None:
            act = settled[nearest]
            evidence = {**act.evidence, "ordinal": sight.char_span(ordinal.i, ordinal.i + 1)}
            settled[nearest] = replace(act, ordinal=vocabulary().ordinals[ordinal.lower_], evidence=evidence)
    return tuple(settled)


def _ordinals(sight: Sight) -> Iterator[Token]:
    """The numbers of extensions that point back at one, in the order of the text: "this third", or behind a comma "the third"."""
    for place in sorted(place for word in _EXTENSIONS for place in sight.words.get(word, ())):
        noun = sight.doc[place]
        words = {child.lower_ for child in noun.children}
        if "this" in words or ("the" in words and noun.left_edge.i and noun.left_edge.nbor(-1).text == ","):
            yield from (child for child in noun.children if child.lower_ in vocabulary().ordinals)


def _is_done_before(act: EventMention, token: Token) -> bool:
    return act.type == "license.extended" and act.modality == "actual" and act.evidence["event"].start < token.idx
