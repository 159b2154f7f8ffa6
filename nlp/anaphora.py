"""Finds the pronouns and bare determiners that take up a measure: "lifted them", "those on coal", "granted three".

A pronoun stands for the nearest measure before it, in its own sentence or the one before, that agrees with it in number
and is no other part of the same verb (a pronoun and a noun beside it in one clause are two things).
"""

from collections.abc import Iterable, Iterator, Mapping

from spacy.tokens import Doc, Token

from nlp.arguments import subject_of

_SINGULAR = frozenset({"it", "this", "that", "another", "latter", "former"})
_PLURAL = frozenset(
    {"they", "them", "those", "these", "both", "some", "most", "all", "many", "few", "several", "others", "ones"}
)
_EITHER = frozenset(
    {"one", "none", "neither", "each", "any", "second", "third", "first", "last", "latest", "rest", "own", "dozen"}
)
_BARE = _SINGULAR | _PLURAL | _EITHER
_POINTING = frozenset({"that", "those"})
_SHARES = frozenset({"half", "part", "much", "majority", "two", "three", "dozens"})
_PERSONAL = frozenset({"it", "they", "them"})
_ACTED_ON = frozenset({"dobj", "nsubjpass", "attr"})
_ASKING = frozenset({"apply", "ask", "file"})
_INTRANSITIVE = frozenset(
    "expire lapse end take come go enter kick begin start apply rise fall climb double run cease follow drop increase bite".split()
)
_INTO_LISTS = frozenset({"to", "on", "from", "off", "onto"})
_PLURAL_TAGS = frozenset({"NNS", "NNPS"})


def taken_up(doc: Doc, heads: Mapping[str, set[int]]) -> Iterator[tuple[int, int]]:
    """Pairs of a pronoun's token and the measure's token that it stands for; ``heads`` are the measures by concept."""
    measures = sorted({i for tokens in heads.values() for i in tokens})
    if not measures:
        return
    lists = heads.get("list", set())
    known: dict[int, int] = {}
    for token in doc:
        if not _is_bare(token):
            continue
        fitting = lists if _follows_list_preposition(token) else set(measures)
        if not _is_acted_on(token) and not _follows_list_preposition(token):
            continue
        antecedent = _antecedent(token, fitting, known)
        if antecedent is not None:
            known[token.i] = known.get(antecedent, antecedent)
            yield token.i, known[token.i]


def named_by_day(doc: Doc, heads: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Pairs of a "that" or "those" which a day tells from others of its kind, and the noun before it that it stands for.

    "This third extension follows those of August 19 and November 18": ``heads`` are the nouns that it may stand for.
    """
    known = set(heads)
    for token in doc[: max(len(doc) - 2, 0)]:
        if token.lower_ in _POINTING and token.nbor(1).lower_ == "of" and token.nbor(2).ent_type_ == "DATE":
            subject = subject_of(token.head)
            nearest = (i for i in range(token.i - 1, token.sent.start - 1, -1) if i in known)
            noun = subject.i if subject is not None and subject.i in known else next(nearest, None)
            if noun is not None and noun < token.i:
                yield token.i, noun


def _is_bare(token: Token) -> bool:
    """Whether the word stands for a noun by itself, with nothing that says of what."""
    if not (token.lower_ in _BARE or (token.tag_ == "CD" and (token.is_alpha or _is_count(token)))):
        return False
    if token.dep_ in {"det", "predet", "poss", "amod", "nummod", "mark", "advmod", "quantmod", "compound", "expl"}:
        return False
    if token.tag_ in {"WDT", "IN", "WP"}:
        return False
    return not any(child.lower_ == "of" or child.dep_ in {"compound", "nmod"} for child in token.children)


def _is_count(number: Token) -> bool:
    """Whether figures count what a passive verb was done to ("549 were extended"), and are no sum, name or year."""
    return number.dep_ == "nsubjpass" and number.is_digit and not any(child.i < number.i for child in number.children)


def _is_acted_on(token: Token) -> bool:
    verb = token.head
    if token.dep_ == "pobj" and verb.lower_ == "of" and verb.head.lower_ in _PLURAL | _EITHER | _SHARES:
        return _is_acted_on(verb.head)
    if token.dep_ == "pobj" and verb.lower_ == "for" and verb.head.lemma_.lower() in _ASKING:
        return True
    if token.dep_ == "conj":
        return token.head.dep_ in _ACTED_ON
    if token.dep_ in _ACTED_ON:
        return verb.pos_ in {"VERB", "AUX"}
    if token.dep_ != "nsubj" or any(child.dep_ == "dobj" for child in verb.children):
        return False
    return verb.lemma_.lower() in _INTRANSITIVE or verb.tag_ == "VBN"


def _follows_list_preposition(token: Token) -> bool:
    return token.lower_ in _SINGULAR and token.dep_ == "pobj" and token.head.lower_ in _INTO_LISTS


def _antecedent(token: Token, fitting: Iterable[int], known: Mapping[int, int]) -> int | None:
    if token.dep_ == "conj" and token.head.i in fitting and _agrees(token, token.head):
        return token.head.i
    start = token.sent.start
    if start > 0:
        start = token.doc[start - 1].sent.start
    wanted = set(fitting)
    for i in range(token.i - 1, start - 1, -1):
        other = token.doc[i]
        if i in known and known[i] in wanted and _agrees(token, other):
            return i
        if (
            i in wanted
            and other.dep_ not in {"compound", "amod"}
            and _agrees(token, other)
            and not _beside(token, other)
        ):
            return i
    return None


def _agrees(token: Token, other: Token) -> bool:
    counts = other.tag_ == "CD" and other.lower_ != "one" and not any(map(_is_kind, other.children))
    plural = other.tag_ in _PLURAL_TAGS or other.lower_ in _PLURAL or counts
    if token.lower_ in _SINGULAR:
        return not plural
    if token.lower_ in _PLURAL or (token.tag_ == "CD" and token.lower_ != "one"):
        return plural
    return True


def _is_kind(word: Token) -> bool:
    """Whether a word before a number says of what the number is the name ("License 8")."""
    return word.dep_ == "compound" and word.is_alpha


def _beside(token: Token, other: Token) -> bool:
    """Whether two words are parts of one verb's clause, so that the one cannot stand for the other."""
    verb = token.head if token.dep_ != "conj" else token.head.head
    above = other
    for _ in range(3):
        if above.dep_ == "prep" and above.lower_ in {"of", "out"} and above.i < verb.i:
            return False
        if above.head.i == verb.i:
            return True
        if above.dep_ not in {"pobj", "prep", "conj", "appos"}:
            return False
        above = above.head
    return False
