"""Finds the noun that a frame is about around its trigger: by the parse, and by order where the parse went wrong."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from nlp.arguments import SUBJECTS, Arguments, first_joined, inner_nouns, is_passive, subject_of, verb_arguments
from nlp.knowledge import Frame
from nlp.sight import Sight

VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
_REACH = 10
_BREAKS = frozenset(
    {";", ":", "that", "which", "as", "but", "while", "who", "because", "if", "when", "how", "why", "after", "before"}
)
_RELATIVE = frozenset({"WDT", "WP"})
_BEFORE_TIMES = frozenset(
    {"on", "in", "for", "until", "till", "from", "as", "since", "by", "through", "at", "to", "of"}
)
_ENDING = frozenset({"end", "expire", "lapse"})
_LASTING = frozenset({"stay", "hold"})
"""Verbs that say of their subject that it goes on, where it is not what they are done to ("the tariffs stayed in place")."""
_GIVING = frozenset({"grant", "give", "hand", "award", "offer", "issue"})
_PARTS = frozenset("most some part all half many several much dozens hundreds one two three any none".split())
_ASIDES = (
    "in principle",
    "in part",
    "in turn",
    "in effect",
    "in response",
    "in return",
    "for now",
    "by letter",
    "at once",
)


def speaks_of(sight: Sight, start: int, end: int, frame: Frame) -> bool:
    """Whether the tokens from ``start`` up to ``end`` hold a word that the frame may be about: what costs little to ask."""
    if not frame.theme_words and not frame.concepts:
        return True
    return sight.concepts.within(start, end, frame.concepts) or sight.says(start, end, frame.theme_openings)


def find_theme(sight: Sight, verb: Token, arguments: Arguments, frame: Frame) -> tuple[Token | None, str, bool]:
    """The theme of a verb frame, the place where it stands, and whether it was found by word order alone."""
    clause = _relative_clause(verb)
    for place in frame.at:
        if place == "infinitive":
            tokens = [
                token for child in verb.children if child.dep_ == "xcomp" for token in verb_arguments(child).objects
            ]
        else:
            tokens = [noun for token in arguments.at(place) for noun in _antecedents(token, clause)]
        if theme := theme_among(sight, tokens, frame):
            return theme, place, False
    if "subject" in frame.at and arguments.passive and (theme := theme_among(sight, arguments.objects, frame)):
        return theme, "object", False
    if "object" in frame.at and (theme := _object_elsewhere(sight, verb, arguments, frame)):
        return theme, "object", False
    return _by_order(sight, verb, frame)


def _object_elsewhere(sight: Sight, verb: Token, arguments: Arguments, frame: Frame) -> Token | None:
    """The object where the tree has it as subject of a bare participle, or as the noun above a relative clause."""
    clause = _relative_clause(verb)
    if clause is not None and not (any(map(_fills_object, verb.children)) or _acts_itself(clause, verb)):
        for noun in (*_nouns_above(clause.head), *_words_before(clause)):
            if is_theme(sight, noun, frame):
                return noun
    if not arguments.objects and verb.tag_ in {"VBD", "VBN"} and verb.lemma_.lower() not in _ENDING | _LASTING:
        if theme := theme_among(sight, [*arguments.agents, *_set_off(verb)], frame):
            arguments.agents = []
            arguments.passive = True
            return theme
    return None


def _set_off(verb: Token) -> Iterator[Token]:
    """The nouns before a comma, nearest first, of which a bare participle behind it may tell: "its inquiry into bolts, opened that April"."""
    if verb.i - verb.sent.start < 2 or verb.nbor(-1).text != "," or any(map(_belongs_to_own_clause, verb.children)):
        return
    for token in reversed(verb.doc[max(verb.sent.start, verb.i - _REACH) : verb.i - 1]):
        if token.tag_ in VERB_TAGS or token.is_punct:
            return
        if token.pos_ in {"NOUN", "PROPN"} and token.dep_ != "compound":
            yield token


def _belongs_to_own_clause(part: Token) -> bool:
    return part.dep_ in {"nsubj", "nsubjpass", "aux", "auxpass", "dobj", "ccomp", "xcomp", "cc"}


def _acts_itself(clause: Token, verb: Token) -> bool:
    """Whether the noun above a relative clause is who or what does what its verb says ("the license, which was to end")."""
    return not is_passive(verb) and any(child.dep_ == "nsubj" and child.tag_ in _RELATIVE for child in clause.children)


def _fills_object(part: Token) -> bool:
    """Whether a part of a verb is what the act is done to, and names it itself ("a permit that lets funds be sent")."""
    return part.dep_ in {"dobj", "nsubjpass"} and not _is_relative(part)


def _antecedents(token: Token, clause: Token | None) -> Iterator[Token]:
    """The token itself or, for the pronoun of a relative clause, the nouns that it may stand for."""
    if clause is None or not _is_relative(token):
        yield token
    else:
        yield from _nouns_above(clause.head)


def _is_relative(token: Token) -> bool:
    return token.tag_ in _RELATIVE or (token.lower_ == "that" and token.dep_ in {"dobj", "pobj"})


def _words_before(clause: Token) -> Iterator[Token]:
    """The words right before a relative clause but those in compounds, nearest first, where the tree hangs it on a noun too low."""
    if clause.dep_ != "relcl":
        return
    for token in reversed(clause.doc[max(clause.sent.start, clause.left_edge.i - _REACH) : clause.left_edge.i]):
        if token.tag_ in VERB_TAGS or token.is_punct:
            return
        if token.dep_ != "compound":
            yield token


def _relative_clause(verb: Token) -> Token | None:
    """The clause behind a noun that a verb is the verb of, or hangs in: "the duties that it said it would lift"."""
    for _ in range(3):
        if verb.dep_ in {"relcl", "acl"}:
            return verb
        if verb.dep_ not in {"ccomp", "xcomp"} or verb.head.pos_ not in {"VERB", "AUX"}:
            return None
        verb = verb.head
    return None


def _nouns_above(noun: Token) -> Iterator[Token]:
    yield noun
    for _ in range(3):
        if noun.dep_ != "pobj" or noun.head.pos_ not in {"ADP", "SCONJ"}:
            return
        noun = noun.head.head
        if noun.pos_ not in {"NOUN", "PROPN"}:
            return
        yield noun


def _by_order(sight: Sight, verb: Token, frame: Frame) -> tuple[Token | None, str, bool]:
    places = [place for place in frame.at if place != "infinitive" and not (place == "object" and _ends_itself(verb))]
    if not places or not (frame.concepts or frame.theme_words):
        return None, "", False
    behind, before = "object" in places, "subject" in places
    if behind and is_passive(verb) and (theme := _before(sight, verb, frame)):
        return theme, "object", True
    if theme := _behind(sight, verb, frame, [place for place in places if place != "subject"]):
        return theme, places[0], True
    if before and (theme := _before(sight, _with_subject(verb), frame)):
        return theme, "subject", True
    return None, "", False


def _ends_itself(verb: Token) -> bool:
    """Whether a verb of ending tells of its subject ("the license is set to end on Monday"): none of its objects is missing."""
    return verb.lemma_.lower() in _ENDING and not is_passive(verb)


def _behind(sight: Sight, verb: Token, frame: Frame, places: list[str]) -> Token | None:
    """The theme right behind the verb; nothing may stand between but its own phrase."""
    if not places or not speaks_of(sight, verb.i + 1, verb.sent.end, frame):
        return None
    if is_passive(verb) and places == ["object"]:
        return None
    seen = "object" in places
    if verb.i not in sight.asides:
        sight.asides[verb.i] = frozenset(_asides(sight, verb))
    aside = sight.asides[verb.i]
    behind = [token for token in verb.doc[verb.i + 1 : verb.sent.end] if token.i not in aside]
    gift = _is_gift(verb)
    for token in behind[: 2 * _REACH if gift else _REACH]:
        if seen and _is_noun_read_as_verb(token) and is_theme(sight, token, frame):
            return token
        if token.lower_ in _BREAKS or (token.tag_ in VERB_TAGS and token.dep_ not in {"amod", "compound"}):
            return None
        if token.tag_ in {"IN", "TO"}:
            if token.lower_ in places:
                seen = True
            elif token.lower_ != "of" or (seen and token.nbor(-1).lower_ not in _PARTS and not gift):
                return None
        elif seen and token.dep_ != "compound" and is_theme(sight, token, frame):
            return None if _opens_next_clause(verb, token) else token
    return None


def _is_gift(verb: Token) -> bool:
    """Whether what is given may stand behind who gets it, however long: "granted suppliers of Acme and Zenith permits"."""
    return verb.lemma_.lower() in _GIVING and not is_passive(verb)


def _opens_next_clause(verb: Token, noun: Token) -> bool:
    """Whether a noun behind "and" is the subject of a clause that follows: "can seek review, and the duties stay"."""
    clause = noun.head
    return (
        noun.dep_ in SUBJECTS
        and clause.i > noun.i
        and clause.tag_ in VERB_TAGS
        and any(token.dep_ == "cc" for token in noun.doc[verb.i + 1 : noun.i])
    )


def _is_noun_read_as_verb(token: Token) -> bool:
    return token.tag_ in {"VBZ", "VBP", "VB"} and token.nbor(-1).tag_ in {"DT", "JJ", "NN", "NNS", "NNP", "CD", "PRP$"}


def _asides(sight: Sight, verb: Token) -> set[int]:
    """The tokens behind a verb that only say by whom, when or how: "extended, for the third time and until May, the license"."""
    sentence, found = verb.sent, set[int]()
    for agent in verb.children:
        if agent.dep_ == "agent":
            found.update(range(agent.i, max(token.i for token in (agent, *agent.children)) + 1))
    for timex in sight.time_expressions:
        if not sentence.start_char <= timex.start < sentence.end_char:
            continue
        tokens = [token.i for token in sight.tokens_of(timex)]
        first = tokens[0] if tokens else 0
        while tokens and first - 1 > verb.i and verb.doc[first - 1].lower_ in _BEFORE_TIMES | {"early", "late"}:
            first -= 1
        found.update(range(first, tokens[-1] + 1) if tokens else ())
    for token in verb.doc[verb.i + 1 : sentence.end - 1]:
        if f"{token.lower_} {token.nbor().lower_}" in _ASIDES:
            found.update({token.i, token.i + 1})
        if token.lower_ == "time" and token.nbor(-1).lower_.endswith(("st", "nd", "rd", "th")):
            found.update(range(max(verb.i + 1, token.i - 3), token.i + 1))
    return found


def _with_subject(verb: Token) -> Token:
    """The verb, or the first of those that it is joined to by "and" where it has no subject of its own."""
    return verb if subject_of(verb) is not None else first_joined(verb)


def _before(sight: Sight, verb: Token, frame: Frame) -> Token | None:
    """The theme before a passive or an intransitive verb, its own auxiliaries and phrases between."""
    start = max(verb.sent.start, verb.i - _REACH)
    if not speaks_of(sight, start, verb.i, frame):
        return None
    subject = subject_of(verb)
    other = subject is not None and sight.concepts.has(subject) and not is_theme(sight, subject, frame)
    for token in reversed(verb.doc[start : verb.i]):
        if other and subject is not None and subject.is_ancestor(token):
            continue
        if token.lower_ in _BREAKS or (token.tag_ in VERB_TAGS and token.pos_ != "AUX" and token.dep_ != "amod"):
            return None
        if is_theme(sight, token, frame) and token.dep_ not in {"compound", "amod", "poss"}:
            return token if token.dep_ != "dobj" or _lacks_subject(verb) else None
    return None


def _lacks_subject(verb: Token) -> bool:
    """Whether a finite passive was left without its subject, which the tree hangs elsewhere ("assured licences will be granted")."""
    has_auxiliary = any(child.dep_ in {"aux", "auxpass"} and child.tag_ != "TO" for child in verb.children)
    return has_auxiliary and is_passive(verb) and subject_of(verb) is None


def theme_among(sight: Sight, tokens: Iterable[Token], frame: Frame) -> Token | None:
    """The first of the tokens, or of the nouns that they only measure, that the frame is about."""
    for token in tokens:
        for inner in inner_nouns(token):
            if is_theme(sight, inner, frame):
                return inner
    return None


def is_theme(sight: Sight, token: Token, frame: Frame) -> bool:
    """Whether a token is the noun that the frame is about."""
    if any(sight.concepts.at(token, concept) for concept in frame.concepts):
        return True
    if not frame.theme_words:
        return False
    if token.lower_ in frame.theme_words:
        return True
    if not frame.theme_phrases:
        return False
    behind = token.doc[token.i : min(token.i + 4, token.sent.end)].text.lower()
    before = token.doc[max(token.i - 5, token.sent.start) : token.i + 1].text.lower()
    if any(behind.startswith(phrase) or before.endswith(phrase) for phrase in frame.theme_phrases):
        return True
    return token.pos_ == "PROPN" and any(
        part.dep_ == "compound" and token.doc[max(part.i - 3, 0) : part.i + 1].text.lower().endswith(phrase)
        for part in token.children
        for phrase in frame.theme_phrases
    )


def without_theme(arguments: Arguments, theme: Token, place: str) -> Arguments:
    """The arguments less the theme's own phrase, so that it fills no role."""

    def others(tokens: list[Token]) -> list[Token]:
        return [token for token in tokens if theme not in inner_nouns(token)]

    prepositions = dict(arguments.prepositions)
    if place in prepositions:
        prepositions[place] = others(prepositions[place])
    agents = [] if place == "subject" else others(arguments.agents)
    return Arguments(
        passive=arguments.passive,
        agents=agents,
        objects=others(arguments.objects),
        recipients=others(arguments.recipients),
        prepositions=prepositions,
    )
