"""Mends the parse of headlines, where the small parser takes the verb for a noun.

"Japan halts chip exports", "US MULLS BAN": a bare name opens the sentence, a verb of the frames in the present follows it, and
a noun without an article follows that. The tagger, which learnt from whole sentences, makes one long noun of it all.
"""

from spacy.tokens import Doc, Token

_NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_INSIDE_SUBJECT = frozenset({"NNP", "NNPS", "NN", "JJ", "CD", "NNS", "POS", "CC", ",", "-LRB-", "-RRB-"})
_LONGEST_SUBJECT = 6
_ENDS_OBJECT = frozenset({"IN", "TO", ",", ".", ":", "VBD", "MD", "WDT", "CC", "VBN", "``", "''", "SYM"})


def repair_headlines(doc: Doc, verbs: frozenset[str]) -> Doc:
    """The document with the verbs of its headlines mended in place; ``verbs`` are the lemmas that may be such a verb."""
    for sentence in list(doc.sents):
        verb = next((token for token in sentence if _is_hidden_verb(token, verbs)), None)
        if verb is not None and (lemma := _lemma(verb.lower_, verbs)) is not None:
            _make_verb(verb, lemma)
    return doc


def _is_hidden_verb(token: Token, verbs: frozenset[str]) -> bool:
    lemma = _lemma(token.lower_, verbs)
    if lemma is None or token.i + 1 >= token.sent.end or token.i == token.sent.start:
        return False
    if token.tag_ not in _NOUN_TAGS | {"VBZ", "VBP", "VB", "JJ"} or any(
        child.dep_ == "nsubj" for child in token.children
    ):
        return False
    before = token.doc[token.sent.start : token.i]
    if len(before) > _LONGEST_SUBJECT or any(word.tag_ not in _INSIDE_SUBJECT for word in before):
        return False
    if before[-1].tag_ not in {"NNP", "NNPS", "NN"} or not before[-1].text[0].isupper():
        return False
    if token.tag_ in {"NNP", "NNPS"} and not (token.is_upper and before[-1].is_upper):
        return False
    behind = token.nbor(1)
    if behind.tag_ in {"IN", "POS", ".", ":", ","} or behind.pos_ == "AUX":
        return token.tag_ == "VBZ" and behind.tag_ == "IN"
    return not any(
        word.tag_ in {"VBD", "VBZ", "MD"} and word.dep_ == "ROOT" for word in token.doc[token.i + 1 : token.i + 4]
    )


def _lemma(lower: str, verbs: frozenset[str]) -> str | None:
    """The verb of which a word is the third person: "halts", "imposes", "denies"."""
    forms = [lower[:-1], lower[:-2], f"{lower[:-3]}y"] if lower.endswith("s") else []
    return next((form for form in forms if form in verbs), None)


def _make_verb(verb: Token, lemma: str) -> None:
    subject = verb.nbor(-1)
    last = _last_of_object(verb)
    top = verb
    while top.head.i != top.i and top.head.sent.start == verb.sent.start:
        top = top.head
    verb.tag_, verb.pos_, verb.lemma_ = "VBZ", "VERB", lemma
    if top.i != verb.i:
        verb.head = verb
        verb.dep_ = "ROOT"
        top.head = verb
        top.dep_ = "dobj" if last is not None and top.i == last.i else "dep"
    if subject.i != verb.i:
        subject.head = verb
        subject.dep_ = "nsubj"
    if last is not None and last.i != top.i:
        last.head = verb
        last.dep_ = "dobj"
    if last is not None and last.tag_ not in _NOUN_TAGS:
        last.tag_, last.pos_ = "NN", "NOUN"


def _last_of_object(verb: Token) -> Token | None:
    """The last noun of the phrase behind the verb, which heads it."""
    last: Token | None = None
    for token in verb.doc[verb.i + 1 : verb.sent.end]:
        if token.tag_ in _ENDS_OBJECT:
            break
        if token.tag_ in _NOUN_TAGS | {"VBP", "VBZ", "VB"}:
            last = token
    return last
