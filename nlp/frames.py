"""Matches the declared frames against a parsed document: which act is told by which verb or noun."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Token

from nlp.arguments import (
    Arguments,
    inner_nouns,
    lemma_with_particle,
    noun_arguments,
    subjects_of,
    verb_arguments,
)
from nlp.background_frames import dates_of_noun, heads_line, state_since
from nlp.candidates import Candidate, Match, Shortfall
from nlp.duties import NEEDING, is_duty, says_from_when, will_be_needed
from nlp.fillers import fillers_of
from nlp.forbidding import forbids, is_no_longer
from nlp.frame_conditions import failing
from nlp.headline_roles import with_headline_object, with_headline_recipient
from nlp.knowledge import Frame
from nlp.labels import labelled
from nlp.marked_words import is_marked
from nlp.proposals import as_proposal, proposed_once
from nlp.records import TimeExpression
from nlp.rival_frames import best_of, without_doubles
from nlp.sight import Sight
from nlp.themes import VERB_TAGS, find_theme, speaks_of, theme_among, without_theme

_GIVING = frozenset(
    "grant give announce issue approve order publish offer confirm make authorize unveil sign agree post release "
    "extend see bring mark".split()
)
_RECEIVING = frozenset("win get receive obtain secure gain have".split())
_TRADE_VERBS = frozenset(
    "export import ship sell supply buy purchase transact resume deal trade provide deliver transfer do source re-export "
    "reexport send receive service operate use continue work pump lift produce support carry invest broker insure "
    "dock finance acquire".split()
)
_LENGTHS = frozenset({"day", "week", "month", "year"})
_LAST = frozenset({"last", "final"})
_RIVAL_TOPICS = ("control", "tariff")
_COMPLEMENTS: dict[str, frozenset[str] | None] = {
    "do": None,
    "export": _TRADE_VERBS,
    "stop": frozenset({"stop", "halt", "cease", "suspend", "leave", "quit"}),
    "apply": frozenset({"apply", "enforce", "implement"}),
}
_MODIFIER_PREPOSITIONS = ("of", "on", "to", "for", "in", "from")


class FrameMatcher:
    """Finds the candidates of a document, one frame at most for a trigger."""

    def __init__(self, frames: Iterable[Frame]) -> None:
        self.frames = tuple(frames)
        self._by_verb: dict[str, list[Frame]] = {}
        self._by_noun: dict[str, list[Frame]] = {}
        self._by_label: dict[str, list[Frame]] = {}
        self._dated: list[Frame] = []
        self._since: list[Frame] = []
        for frame in self.frames:
            for verb in frame.verbs:
                self._by_verb.setdefault(verb, []).append(frame)
            for noun in frame.nouns:
                (self._by_label if frame.labels else self._by_noun).setdefault(noun, []).append(frame)
            if frame.dated:
                self._dated.append(frame)
            if frame.since:
                self._since.append(frame)

    def find(self, sight: Sight) -> list[Candidate]:
        """The candidates in the order of the text; a measure that a verb acts on is not told in passing as well."""
        found: list[Candidate] = []
        for token in sight.doc:
            if sight.in_teaser(token):
                continue
            found += best_of(match for match in self._matches(sight, token) if isinstance(match, Candidate))
        found = proposed_once([as_proposal(sight, candidate) for candidate in without_doubles(found)])
        told = {(candidate.frame.type, candidate.theme.i) for candidate in found if candidate.theme is not None}
        for token in sight.doc:
            if not sight.in_teaser(token):
                found += self._in_passing(sight, token, told)
        return sorted(found, key=lambda candidate: candidate.trigger.i)

    def tries(self, sight: Sight, event_type: str) -> Iterator[Match]:
        """What each frame of a type makes of each word that it could fire on, in the order of the text."""
        for token in sight.doc:
            for match in self._matches(sight, token):
                if match.frame.type == event_type:
                    yield match

    def _matches(self, sight: Sight, token: Token) -> Iterator[Match]:
        if token.tag_ in VERB_TAGS:
            if not _is_in_compound(token) and token.dep_ not in {"aux", "auxpass", "prep"}:
                yield from self._verb_matches(sight, token)
        elif token.pos_ in {"NOUN", "PROPN"}:
            for frame in self._by_noun.get(token.lemma_.lower(), self._by_noun.get(token.lower_, [])):
                yield match_noun(sight, token, frame)

    def _verb_matches(self, sight: Sight, verb: Token) -> Iterator[Match]:
        sentence, arguments = verb.sent, None
        for frame, words in self._verb_frames(verb):
            if not speaks_of(sight, sentence.start, sentence.end, frame):
                yield _without_theme(verb, frame)
                continue
            arguments = arguments or verb_arguments(verb)
            match = match_verb(sight, verb, replace(arguments), frame)
            yield replace(match, words=words) if isinstance(match, Candidate) else match

    def _verb_frames(self, token: Token) -> list[tuple[Frame, int]]:
        """The frames of a verb, each with the number of words of the longest form of it that the frame has."""
        frames: dict[str, tuple[Frame, int]] = {}
        for lemma in sorted(set(lemma_with_particle(token)), key=lambda form: (-form.count(" "), form)):
            for frame in self._by_verb.get(lemma, []):
                frames.setdefault(frame.name, (frame, lemma.count(" ") + 1))
        return list(frames.values())

    def _in_passing(self, sight: Sight, token: Token, told: set[tuple[str, int]]) -> Iterator[Candidate]:
        if token.lower_ in {"since", "from"}:
            for frame in self._since:
                if (state := state_since(sight, token, frame)) is not None and (frame.type, state[0].i) not in told:
                    yield _in_passing(frame, state[0], state[1])
                    return
        elif token.pos_ in {"NOUN", "PROPN", "PRON", "DET"}:
            for frame in self._by_label.get(token.lemma_.lower(), ()):
                if (frame.type, token.i) in told or _strange_to_text(sight, frame):
                    continue
                if label := list(labelled(sight, token, frame)):
                    yield from label
                    return
            for frame in self._dated if sight.concepts.has(token) else ():
                if (frame.type, token.i) in told or _strange_to_text(sight, frame):
                    continue
                if dates := dates_of_noun(sight, token, frame):
                    yield from (_in_passing(frame, token, timex) for timex in dates)
                    return


def _is_in_compound(verb: Token) -> bool:
    """Whether a verb is the end of a word like "intent-to-deny", and tells nothing by itself."""
    return verb.i > 1 and verb.nbor(-1).text == "-" and verb.nbor(-2).lower_ == "to"


def _in_passing(frame: Frame, noun: Token, timex: TimeExpression) -> Candidate:
    candidate = Candidate(frame, noun, noun, noun_arguments(noun), dated=timex)
    return replace(candidate, fillers=fillers_of(candidate))


def _without_theme(verb: Token, frame: Frame) -> Shortfall:
    return Shortfall(frame, verb, 1, frame.without_theme)


def match_verb(sight: Sight, verb: Token, arguments: Arguments, frame: Frame) -> Match:
    """The candidate that a verb frame makes of a verb with these arguments, or the condition that fails."""
    theme, place, loose = find_theme(sight, verb, arguments, frame)
    if (frame.concepts or frame.theme_words) and theme is None:
        return _without_theme(verb, frame)
    if theme is not None:
        arguments = without_theme(arguments, theme, place)
    if frame.duty is not None and (frame.duty == "needed") != is_duty(verb):
        return Shortfall(frame, verb, 2, f"a duty is {frame.duty} here")
    if frame.forbidding is not None and (frame.forbidding == "needed") != forbids(verb):
        return Shortfall(frame, verb, 2, f"a rule against it is {frame.forbidding} here")
    if theme is not None and frame.bare is not None and (frame.bare == "needed") != _is_bare_plural(theme):
        return Shortfall(frame, verb, 2, f"a measure in the bare plural is {frame.bare} here")
    if frame.happens and arguments.passive and any(child.dep_ == "auxpass" for child in verb.children):
        return Shortfall(frame, verb, 2, "somebody does it to the measure here")
    if frame.ended and not is_no_longer(verb):
        return Shortfall(frame, verb, 2, "nothing says that it holds no longer")
    if frame.undone and not any(child.dep_ == "neg" for child in verb.children):
        return Shortfall(frame, verb, 2, "nothing says that it was not done")
    if frame.needs_start and any(child.dep_ == "neg" or child.lower_ == "longer" for child in verb.children):
        return Shortfall(frame, verb, 2, "the duty ends here")
    if frame.needs_start and not (says_from_when(sight, verb) or will_be_needed(verb)):
        return Shortfall(frame, verb, 2, "the sentence does not say from when")
    if frame.auxiliaries and not any(child.lower_ in frame.auxiliaries for child in verb.children):
        return Shortfall(frame, verb, 2, f"the verb stands without {' or '.join(frame.auxiliaries)}")
    if frame.complement and not _has_complement(verb, _COMPLEMENTS[frame.complement]):
        return Shortfall(frame, verb, 2, f"no verb of {frame.complement!r} depends on it")
    if frame.clause_words and not _has_word(verb, theme, frame.clause_words):
        return Shortfall(frame, verb, 2, f"none of {', '.join(frame.clause_words[:6])} … stands in its clause")
    if frame.not_clause_words and _has_word(verb, theme, frame.not_clause_words):
        return Shortfall(frame, verb, 2, f"one of {', '.join(frame.not_clause_words[:6])} … stands in its clause")
    if frame.uncounted and theme is not None and any(child.dep_ == "nummod" for child in theme.children):
        return Shortfall(frame, verb, 2, "as many are listed as are counted")
    if frame.marked_by and not is_marked(verb, theme, frame.marked_by):
        return Shortfall(frame, verb, 2, _unmarked(frame))
    if reason := _strange_to_text(sight, frame):
        return Shortfall(frame, verb, 2, reason)
    candidate = Candidate(frame, verb, theme, arguments, loose=loose)
    if frame.complement == "stop" and (headline := with_headline_object(sight, candidate)) is not candidate:
        candidate = replace(headline, arguments=replace(headline.arguments, passive=True))
    if frame.object == "target" and (frame.object_must_be == "party" or (theme is not None and place != "object")):
        candidate = with_headline_object(sight, candidate)
    if theme is not None and place == "object":
        candidate = with_headline_recipient(sight, candidate)
    return _checked(sight, candidate)


def match_noun(sight: Sight, noun: Token, frame: Frame) -> Match:
    """The candidate that a noun frame makes of a noun, with the verb that supports it, or the condition that fails."""
    arguments = noun_arguments(noun)
    support = _support(noun)
    theme: Token | None = None
    for place in frame.at:
        tokens = arguments.objects if place == "modifier" else arguments.at(place)
        if place == "modifier":
            tokens = tokens + [token for name in _MODIFIER_PREPOSITIONS for token in arguments.at(name)]
            tokens += [child for child in noun.children if child.dep_ == "appos" and not _verb_between(noun, child)]
        theme = theme or theme_among(sight, tokens, frame)
    if theme is None and support is not None and noun.dep_ in {"dobj", "nsubjpass"}:
        theme = _theme_of_support(sight, support, frame)
    if frame.verbless and not heads_line(noun, sight):
        return Shortfall(frame, noun, 1, "it is not what a line without a verb is about")
    if frame.clause_words and not any(child.lower_ in frame.clause_words for child in noun.children):
        return Shortfall(frame, noun, 2, f"none of {', '.join(frame.clause_words[:6])} … stands with it")
    theme = noun if frame.verbless else theme
    giving = support is not None and support.lemma_.lower() in _GIVING | _RECEIVING
    if theme is None and (frame.concepts or frame.theme_words):
        known = any(sight.concepts.heads.get(concept) for concept in frame.concepts)
        if not (frame.theme_from_document and known and (giving or _stands_alone(sight, noun, frame))):
            return Shortfall(frame, noun, 1, f"no {' or '.join(frame.concepts)} belongs to it")
    if frame.support_only and noun.dep_ not in {"dobj", "nsubj", "nsubjpass", "attr", "conj", "ROOT"}:
        return Shortfall(frame, noun, 2, "it is no part of a verb's clause")
    if frame.support_only and (support is None or support.lemma_.lower() not in frame.support_only):
        return Shortfall(frame, noun, 2, f"it is not what one of {', '.join(frame.support_only)} is done to")
    if frame.marked_by and not is_marked(support or noun, theme, frame.marked_by):
        return Shortfall(frame, noun, 2, _unmarked(frame))
    if support is not None and support.lemma_.lower() in frame.not_support:
        return Shortfall(frame, noun, 2, f"it is what was {support.lower_}")
    if reason := _strange_to_text(sight, frame):
        return Shortfall(frame, noun, 2, reason)
    if theme is not None:
        arguments.objects = [token for token in arguments.objects if theme not in inner_nouns(token)]
    if support is not None:
        _take_from_support(arguments, support)
    return _checked(sight, Candidate(frame, noun, theme, arguments, support=support))


def _theme_of_support(sight: Sight, support: Token, frame: Frame) -> Token | None:
    """The theme where the tree hangs its preposition on the verb: "approved the removal of the firm from the list"."""
    parts = verb_arguments(support)
    return theme_among(sight, [token for place in frame.at for token in parts.prepositions.get(place, ())], frame)


def _stands_alone(sight: Sight, noun: Token, frame: Frame) -> bool:
    """Whether a noun of acting says by no word of its own of what it is, in a text about such measures ("an extension")."""
    says_of_what = any(
        (child.dep_ == "compound" and child.lemma_.lower() not in _LENGTHS)
        or (child.dep_ == "prep" and child.lower_ in {"of", "to"})
        for child in noun.children
    )
    is_part = noun.dep_ not in {"nsubj", "nsubjpass", "dobj", "attr", "appos", "ROOT"}
    is_last = any(child.lower_ in _LAST for child in noun.children)
    is_any = (
        noun.tag_ == "NNS" and noun.dep_ in {"nsubj", "nsubjpass"} and not any(map(_counts_or_defines, noun.children))
    )
    is_told = noun.dep_ == "nsubj" and any(child.lower_ in {"the", "this", "that"} for child in noun.children)
    if says_of_what or is_part or is_last or is_told or is_any or noun.head.lemma_.lower() in NEEDING:
        return False
    return sight.concepts.speak_most_of(frame.concepts, _RIVAL_TOPICS)


def _counts_or_defines(word: Token) -> bool:
    return word.dep_ in {"det", "poss", "nummod", "amod"}


def _checked(sight: Sight, candidate: Candidate) -> Match:
    candidate = replace(candidate, fillers=fillers_of(candidate))
    frame, theme, targets = candidate.frame, candidate.theme, candidate.fillers.get("target", ())
    if theme is not None and frame.theme_with and not any(child.lower_ in frame.theme_with for child in theme.children):
        return Shortfall(frame, candidate.trigger, 3, f"none of {', '.join(frame.theme_with)} stands with its theme")
    reason = failing(sight, frame, candidate.trigger, candidate.arguments, targets)
    if reason is not None and (above := _with_agents_above(candidate)) is not None:
        return _checked(sight, above)
    return candidate if reason is None else Shortfall(frame, candidate.trigger, 3, reason)


def _with_agents_above(candidate: Candidate) -> Candidate | None:
    """The candidate with the subjects of the main clause, where the tree joins its verb to a clause in between.

    "Congo suspended exports after prices fell, and extended the ban": it is not the prices that extended it.
    """
    between = candidate.trigger.head
    main = between.head
    if candidate.trigger.dep_ != "conj" or between.dep_ != "advcl" or main.tag_ != candidate.trigger.tag_:
        return None
    agents = verb_arguments(main).agents
    if not agents or candidate.arguments.agents == agents or subjects_of(candidate.trigger):
        return None
    return replace(candidate, arguments=replace(candidate.arguments, agents=agents))


def _has_complement(verb: Token, verbs: frozenset[str] | None) -> bool:
    if verbs is None:
        return any(child.dep_ in {"xcomp", "ccomp"} and child.tag_ == "VB" for child in verb.children)
    for child in verb.children:
        if (
            child.dep_ in {"xcomp", "ccomp", "advcl", "relcl"}
            and child.lemma_.lower() in verbs
            and (child.tag_ in {"VB", "VBG"} or (child.tag_ == "VBP" and verb.lemma_ == "let"))
            and not any(part.dep_ == "aux" and part.lower_ != "to" for part in child.children)
        ):
            return True
        if child.dep_ == "prep" and child.lower_ == "from":
            if any(inner.dep_ == "pcomp" and inner.lemma_.lower() in verbs for inner in child.children):
                return True
    return any(
        child.dep_ == "dobj"
        and any(
            inner.dep_ in {"acl", "relcl"} and inner.tag_ == "VB" and inner.lemma_.lower() in verbs
            for inner in child.children
        )
        for child in verb.children
    )


def _is_bare_plural(noun: Token) -> bool:
    """Whether a plural is of any such measure: nothing says which, how many or whose ("licences for the export of toys")."""
    before = [child for child in noun.children if child.i < noun.i and child.dep_ != "punct"]
    defined = any(child.dep_ in {"acl", "relcl"} for child in noun.children)
    defined = defined or any(child.dep_ == "prep" and _names_whom(child) for child in noun.children)
    return (
        noun.tag_ == "NNS" and not defined and all(child.dep_ == "compound" and not child.ent_type_ for child in before)
    )


def _names_whom(phrase: Token) -> bool:
    return any(token.ent_type_ in {"GPE", "ORG", "NORP"} for token in phrase.subtree)


def _has_word(verb: Token, theme: Token | None, words: list[str]) -> bool:
    """Whether one of the words stands in the clause, or with what the clause is about."""
    inside = [*verb.subtree, *(theme.subtree if theme is not None else ())]
    return any(token.lower_ in words and not _is_opposed(token) for token in inside if token.i != verb.i)


def _is_opposed(token: Token) -> bool:
    """Whether a word is the end of one with "anti" before it ("anti-dumping"), which says that something is done against it."""
    return token.i > 1 and token.nbor(-1).text == "-" and token.nbor(-2).lower_ == "anti"


def _strange_to_text(sight: Sight, frame: Frame) -> str | None:
    """Why a frame does not go with what the document speaks of, or None where it does."""
    if frame.near and not any(sight.concepts.heads.get(concept) for concept in frame.near):
        return f"the text speaks of no {' or '.join(frame.near)}"
    if frame.about and not sight.concepts.speak_most_of(frame.about, _RIVAL_TOPICS):
        return f"the text speaks more of other measures than of {' or '.join(frame.about)}"
    return None


def _unmarked(frame: Frame) -> str:
    return f"none of {', '.join(frame.marked_by[:6])} … stands with the verb or what it is about"


def _support(noun: Token) -> Token | None:
    """The verb that a noun is object or subject of, through "a request for" and coordination."""
    head, child = noun.head, noun
    for _ in range(4):
        if child.dep_ == "conj" or (child.dep_ in {"pobj", "prep"} and head.pos_ in {"ADP", "NOUN"}):
            child, head = head, head.head
            continue
        break
    if head.pos_ in {"VERB", "AUX"} and child.dep_ in {"dobj", "nsubjpass", "attr", "pobj"}:
        return head
    return None


def _take_from_support(arguments: Arguments, support: Token) -> None:
    parts = verb_arguments(support)
    lemma = support.lemma_.lower()
    if lemma in _GIVING:
        arguments.agents = arguments.agents or parts.agents
        arguments.recipients += parts.recipients
        for name, tokens in parts.prepositions.items():
            arguments.prepositions.setdefault(name, []).extend(tokens)
    elif lemma in _RECEIVING:
        arguments.recipients += parts.agents
    arguments.passive = parts.passive


def _verb_between(noun: Token, other: Token) -> bool:
    """Whether a verb parts two nouns that the parser has in apposition: "the approval came … extended, for 90 days, a license"."""
    return any(token.pos_ == "VERB" for token in noun.doc[noun.i : other.left_edge.i])
