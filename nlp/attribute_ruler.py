"""Spares most of the work of spaCy's attribute ruler, which turns tags into parts of speech, with the same result.

Nearly all of the rules of a trained pipeline look at one token's tag, word and relation, so that what they say of a token
holds for each token like it, and is kept. spaCy matches every rule at every token anew, a seventh of a pipeline's time.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline.attributeruler import AttributeRuler, MatcherPatternType
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

_LOOKED_AT = frozenset({"TAG", "LOWER", "DEP", "IS_SPACE"})
_CHOICES = frozenset({"IN", "NOT_IN"})

_Match = tuple[int, int, int, int]


class QuickAttributeRuler(AttributeRuler):
    """An attribute ruler that keeps what its rules for single tokens say of each kind of token."""

    def __init__(self, vocab: Vocab, name: str = "attribute_ruler") -> None:
        super().__init__(vocab, name)
        self._others = Matcher(vocab)
        self._words: set[str] = set()
        self._known: dict[tuple[int, int, str | None, bool], tuple[tuple[int, int], ...]] = {}

    def add(self, patterns: Iterable[MatcherPatternType], attrs: dict[str, Any], index: int = 0) -> None:
        """Add a rule in the form of `spacy.pipeline.AttributeRuler.add`."""
        number, forms = str(len(self.attrs)), list(patterns)
        super().add(forms, attrs, index)
        if all(_is_of_kind(tokens) for tokens in forms):
            self._words.update(word for tokens in forms for word in _words_of(tokens[0]))
        else:
            self.matcher.remove(number)
            self._others.add(number, cast(list[list[dict[str, Any]]], forms))
        self._known.clear()

    def match(self, doc: Doc) -> list[_Match]:
        """Each rule that fits with its number, its name's number and the tokens that it fits, later rules behind."""
        found = [
            (int(self.vocab.strings[name]), name, start, end)
            for name, start, end in self._others(doc, allow_missing=True)
        ]
        for token in doc:
            word = token.lower_
            kind = (token.tag, token.dep, word if word in self._words else None, token.is_space)
            said = self._known.get(kind)
            if said is None:
                said = self._known[kind] = tuple(self._said_of(token))
            found += [(number, name, token.i, token.i + 1) for number, name in said]
        return sorted(found)

    def _said_of(self, token: Token) -> Iterator[tuple[int, int]]:
        alone = token.doc[token.i : token.i + 1]
        for name, _, _ in self.matcher(alone, allow_missing=True):
            yield int(self.vocab.strings[name]), name


def _is_of_kind(tokens: MatcherPatternType) -> bool:
    """Whether a rule is for one token and looks at nothing but what makes its kind."""
    return len(tokens) == 1 and all(
        name in _LOOKED_AT and (not isinstance(wanted, Mapping) or wanted.keys() <= _CHOICES)
        for name, wanted in tokens[0].items()
    )


def _words_of(token: Mapping[Any, Any]) -> Iterator[str]:
    wanted = token.get("LOWER")
    if isinstance(wanted, str):
        yield wanted
    elif wanted is not None:
        for choice in wanted.values():
            yield from choice


@Language.factory("tradedocket_attribute_ruler", assigns=["token.pos", "token.morph", "token.lemma"])
def make_attribute_ruler(nlp: Language, name: str) -> QuickAttributeRuler:
    """The component, without rules."""
    return QuickAttributeRuler(nlp.vocab, name)


def quicken(language: Language) -> None:
    """Put in the place of a pipeline's attribute ruler one that does the same in less time."""
    if "attribute_ruler" not in language.pipe_names:
        return
    ruler = language.get_pipe("attribute_ruler")
    if type(ruler) is AttributeRuler:
        quick = language.replace_pipe("attribute_ruler", "tradedocket_attribute_ruler")
        cast(QuickAttributeRuler, quick).add_patterns(ruler.patterns)
