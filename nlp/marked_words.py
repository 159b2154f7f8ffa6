"""Tells whether a measure, or what is done to it, is marked by a word of degree: "partly lifted", "stricter curbs"."""

from collections.abc import Collection, Iterator

from spacy.tokens import Token

from nlp.arguments import noun_arguments, verb_arguments

_OVER = ("on", "to", "for", "over", "of")


def is_marked(trigger: Token, theme: Token | None, words: Collection[str]) -> bool:
    """Whether one of the words stands with the trigger, with its theme or objects, or with what the theme is on.

    "More than" compares and marks nothing.
    """
    return any(_marks(token, words) for token in _places(trigger, theme))


def _places(trigger: Token, theme: Token | None) -> Iterator[Token]:
    yield trigger
    around = []
    if trigger.pos_ in {"VERB", "AUX"}:
        around.append(verb_arguments(trigger))
        yield from around[0].objects
    if theme is not None:
        around.append(noun_arguments(theme))
        yield theme
        if theme.dep_ == "pobj" and theme.head.lower_ == "of":
            yield theme.head.head
    for arguments in around:
        for name in _OVER:
            yield from arguments.at(name)


def _marks(token: Token, words: Collection[str]) -> bool:
    if token.pos_ == "VERB":
        around = [child for child in token.children if child.dep_ == "advmod"]
    else:
        around = [token, *(part for part in token.subtree if token.left_edge.i <= part.i < token.i)]
    return any(part.lower_ in words and not _compares(part) for part in around)


def _compares(word: Token) -> bool:
    """Whether a word is the first of "more than"."""
    return word.i + 1 < len(word.doc) and word.nbor().lower_ == "than"
