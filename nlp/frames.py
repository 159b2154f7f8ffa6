"""Matches the declared frames against a parsed document: which act is told by which verb or noun."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from nlp.arguments import Arguments, inner_nouns, lemma_with_particle, noun_arguments, verb_arguments
from nlp.knowledge import Frame
from nlp.parties import PARTY_NOUNS, Party
from nlp.sight import Sight

_VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
_GIVING = frozenset(
    "grant give announce issue approve order publish offer confirm make authorize unveil sign agree post release".split()
)
_RECEIVING = frozenset("win get receive obtain secure gain have".split())
_TRADE_VERBS = frozenset(
    "export import ship sell supply buy purchase transact resume deal trade provide deliver transfer do source".split()
)
_OFFICIAL_NOUNS = frozenset(
    "official officials government governments regulator regulators authority authorities ministry minister ministers "
    "administration bloc nation country customs president leader leaders they it he she we who department agency "
    "bureau commission court council lawmakers parliament cabinet senate panel judge judges states prosecutors order "
    "rule measure notice decision move office which that allies capitals union members partners regulations orders "
    "action proclamation jury judge secretary side sides both".split()
)
_COURT_NOUNS = frozenset("court judge judges panel tribunal jury arbitrators justices".split())
_DUTY_AUXILIARIES = frozenset({"must", "can", "should"})
_DUTY_GOVERNORS = frozenset({"need", "have", "require", "oblige", "force", "able", "supposed"})
_NEEDING = frozenset({"need", "require"})
_STARTING = frozenset({"from", "starting", "beginning", "effective", "after"})
_CALENDAR_VALUE = re.compile(r"\d{4}(?:-\d\d){0,2}$")
_LOOSE_REACH = 7
_MODIFIER_PREPOSITIONS = ("of", "on", "to", "for", "in")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An act that a frame found: the token that fired, the noun it is about, and the tokens that fill its parts."""

    frame: Frame
    trigger: Token
    theme: Token | None
    arguments: Arguments
    support: Token | None = None
    loose: bool = False
    fillers: dict[str, tuple[Token, ...]] = field(default_factory=dict)

    @property
    def clause(self) -> Token:
        """The verb that the act is told with: the trigger, or the verb that supports a noun."""
        return self.support or self.trigger


class FrameMatcher:
    """Finds the candidates of a document, one frame at most for a trigger and a type family."""

    def __init__(self, frames: Sequence[Frame]) -> None:
        self._by_verb: dict[str, list[Frame]] = {}
        self._by_noun: dict[str, list[Frame]] = {}
        for frame in frames:
            for verb in frame.verbs:
                self._by_verb.setdefault(verb, []).append(frame)
            for noun in frame.nouns:
                self._by_noun.setdefault(noun, []).append(frame)
        self._of_themes = [frame for frame in frames if "self" in frame.at]

    def find(self, sight: Sight) -> list[Candidate]:
        """The candidates in the order of the text."""
        found: list[Candidate] = []
        for token in sight.doc:
            if sight.in_teaser(token):
                continue
            if token.tag_ in _VERB_TAGS:
                found += self._first(sight, token, self._verb_frames(token), match_verb)
            elif token.pos_ in {"NOUN", "PROPN"}:
                found += self._first(sight, token, self._by_noun.get(token.lemma_.lower(), []), match_noun)
        made = {(one.theme.i, one.frame.type) for one in found if one.theme is not None}
        return found + [
            Candidate(frame, token, None, noun_arguments(token))
            for frame in self._of_themes
            for token in sight.doc
            if sight.concepts.at(token, frame.theme or "")
            and not sight.in_teaser(token)
            and (token.i, frame.type) not in made
            and _stands_with_date(sight, token)
        ]

    def _verb_frames(self, token: Token) -> list[Frame]:
        frames = []
        for lemma in lemma_with_particle(token):
            frames += [frame for frame in self._by_verb.get(lemma, []) if frame not in frames]
        return frames

    @staticmethod
    def _first(
        sight: Sight, token: Token, frames: list[Frame], match: Callable[[Sight, Token, Frame], Candidate | None]
    ) -> list[Candidate]:
        matched = [candidate for frame in frames if (candidate := match(sight, token, frame)) is not None]
        matched.sort(key=lambda candidate: (candidate.loose, candidate.theme is None))
        return matched[:1]


def _stands_with_date(sight: Sight, noun: Token) -> bool:
    """Whether a day, month or year modifies the noun itself: "an April ban", "the rules of October 2022"."""
    for timex in sight.time_expressions:
        tokens = sight.tokens_of(timex) if timex.type == "DATE" and _CALENDAR_VALUE.match(timex.value) else []
        if not tokens:
            continue
        inside = {token.i for token in tokens}
        top = next((token for token in tokens if token.head.i not in inside), tokens[-1])
        if (
            top.head == noun
            and top.i < noun.i
            and top.dep_ in {"compound", "nmod", "amod", "poss", "npadvmod", "nummod"}
        ):
            return True
        if top.dep_ == "pobj" and top.head.head == noun and top.head.lower_ in {"of", "from"} and top.i - noun.i <= 4:
            return True
    return False


def match_verb(sight: Sight, verb: Token, frame: Frame) -> Candidate | None:
    """The candidate that a verb frame makes of a verb, or None where a condition fails."""
    arguments = verb_arguments(verb)
    theme, place, loose = _find_theme(sight, verb, arguments, frame)
    if (frame.theme or frame.theme_words) and theme is None:
        return None
    if theme is not None:
        arguments = _without_theme(arguments, theme, place)
    if frame.duty is not None and (frame.duty == "needed") != _is_duty(verb):
        return None
    if frame.needs_start and not _says_from_when(sight, verb):
        return None
    if frame.complement and not _has_trade_complement(verb):
        return None
    if frame.clause_words and not _has_word(verb, frame.clause_words):
        return None
    if frame.near and not _concept_in_sentence(sight, verb, frame.near):
        return None
    candidate = Candidate(frame, verb, theme, arguments, loose=loose)
    if frame.object == "target" and theme is not None and place != "object":
        candidate = _headline_object(candidate)
    candidate = replace(candidate, fillers=_fillers(candidate))
    return candidate if _holds(sight, candidate) else None


def match_noun(sight: Sight, noun: Token, frame: Frame) -> Candidate | None:
    """The candidate that a noun frame makes of a noun, with the verb that supports it."""
    arguments = noun_arguments(noun)
    support = _support(noun)
    theme: Token | None = None
    for place in frame.at:
        tokens = arguments.objects if place == "modifier" else arguments.at(place)
        if place == "modifier":
            tokens = tokens + [token for name in _MODIFIER_PREPOSITIONS for token in arguments.at(name)]
        theme = theme or _theme_among(sight, tokens, frame)
    if theme is None and frame.theme is not None:
        if not (frame.theme_from_document and support is not None and sight.concepts.heads.get(frame.theme)):
            return None
        if support.lemma_.lower() not in _GIVING | _RECEIVING:
            return None
    if frame.support_only and (support is None or support.lemma_.lower() not in frame.support_only):
        return None
    if theme is not None:
        arguments.objects = [token for token in arguments.objects if theme not in inner_nouns(token)]
    if support is not None:
        _take_from_support(arguments, support)
    candidate = Candidate(frame, noun, theme, arguments, support=support)
    candidate = replace(candidate, fillers=_fillers(candidate))
    return candidate if _holds(sight, candidate) else None


def _find_theme(sight: Sight, verb: Token, arguments: Arguments, frame: Frame) -> tuple[Token | None, str, bool]:
    for place in frame.at:
        if place == "infinitive":
            tokens = [
                token for child in verb.children if child.dep_ == "xcomp" for token in verb_arguments(child).objects
            ]
        else:
            tokens = arguments.at(place)
        if theme := _theme_among(sight, tokens, frame):
            return theme, place, False
    if "subject" in frame.at and (theme := _theme_among(sight, arguments.objects, frame)):
        return theme, "object", False
    if "object" in frame.at and not arguments.objects and verb.tag_ in {"VBD", "VBN"}:
        if theme := _theme_among(sight, arguments.agents, frame):
            arguments.agents = []
            arguments.passive = True
            return theme, "object", False
    return _loose_theme(sight, verb, frame)


def _loose_theme(sight: Sight, verb: Token, frame: Frame) -> tuple[Token | None, str, bool]:
    """The theme right behind the verb, for parses that went wrong; nothing may stand between but its own phrase."""
    places = [place for place in frame.at if place not in {"subject", "infinitive"}]
    if not places or not (frame.theme or frame.theme_words):
        return None, "", False
    seen_preposition = "object" in places
    for token in verb.doc[verb.i + 1 : min(verb.i + 1 + _LOOSE_REACH, verb.sent.end)]:
        if token.tag_ in _VERB_TAGS or token.lower_ in {",", ";", ":", "that", "which", "and", "as"}:
            break
        if token.tag_ in {"IN", "TO"}:
            if token.lower_ not in places:
                break
            seen_preposition = True
        elif seen_preposition and _is_theme(sight, token, frame):
            return token, places[0], True
    return None, "", False


def _theme_among(sight: Sight, tokens: Iterable[Token], frame: Frame) -> Token | None:
    for token in tokens:
        for inner in inner_nouns(token):
            if _is_theme(sight, inner, frame):
                return inner
    return None


def _is_theme(sight: Sight, token: Token, frame: Frame) -> bool:
    if frame.theme is not None and sight.concepts.at(token, frame.theme):
        return True
    if not frame.theme_words:
        return False
    if token.lower_ in frame.theme_words:
        return True
    phrases = [phrase for phrase in frame.theme_words if " " in phrase]
    text = token.doc[token.i : min(token.i + 4, token.sent.end)].text.lower()
    return any(text.startswith(phrase) for phrase in phrases)


def _without_theme(arguments: Arguments, theme: Token, place: str) -> Arguments:
    """The arguments less the theme's own phrase, so that it fills no role."""

    def others(tokens: list[Token]) -> list[Token]:
        return [token for token in tokens if theme not in inner_nouns(token)]

    kept = replace(arguments, objects=others(arguments.objects), prepositions=dict(arguments.prepositions))
    if place == "subject":
        kept.agents = []
    if place in kept.prepositions:
        kept.prepositions[place] = others(kept.prepositions[place])
    return kept


def _headline_object(candidate: Candidate) -> Candidate:
    """A headline's bare participle takes its subject as object: "Huawei added to Entity List"."""
    arguments = candidate.arguments
    if arguments.objects or arguments.passive or candidate.trigger.tag_ not in {"VBD", "VBN"} or not arguments.agents:
        return candidate
    return replace(candidate, arguments=replace(arguments, objects=arguments.agents, agents=[]))


def _has_trade_complement(verb: Token) -> bool:
    for child in verb.children:
        if child.dep_ in {"xcomp", "ccomp", "advcl"} and child.lemma_.lower() in _TRADE_VERBS and child.tag_ == "VB":
            return True
        if child.dep_ == "prep" and child.lower_ == "from":
            return any(inner.dep_ == "pcomp" and inner.lemma_.lower() in _TRADE_VERBS for inner in child.children)
    return False


def _is_duty(verb: Token) -> bool:
    """Whether the verb tells what somebody has to do or can do, not what was done ("must obtain", "are required to apply")."""
    own = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    if own & _DUTY_AUXILIARIES:
        return True
    if verb.lemma_.lower() in _NEEDING:
        return True
    return verb.dep_ == "xcomp" and verb.head.lemma_.lower() in _DUTY_GOVERNORS


def _says_from_when(sight: Sight, verb: Token) -> bool:
    """Whether the sentence gives the day from which what it says holds ("from August 1", "starting Monday")."""
    for timex in sight.time_expressions:
        tokens = sight.tokens_of(timex)
        if timex.type == "DATE" and tokens and verb.sent.start < tokens[0].i < verb.sent.end:
            before = [tokens[0].nbor(-back).lower_ for back in (1, 2) if tokens[0].i - back >= verb.sent.start]
            if before and (before[0] in _STARTING or before[-1] in _STARTING or before == ["of", "as"]):
                return True
    return False


def _has_word(verb: Token, words: list[str]) -> bool:
    return any(token.lower_ in words for token in verb.subtree if token.i != verb.i)


def _concept_in_sentence(sight: Sight, token: Token, concepts: Iterable[str]) -> bool:
    sentence = range(token.sent.start, token.sent.end)
    return any(i in sentence for concept in concepts for i in sight.concepts.heads.get(concept, ()))


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


def _fillers(candidate: Candidate) -> dict[str, tuple[Token, ...]]:
    """Which tokens fill which role, by the frame's mapping."""
    frame, arguments, theme = candidate.frame, candidate.arguments, candidate.theme
    around = [arguments.prepositions]
    if theme is not None:
        around.append(noun_arguments(theme).prepositions)

    def behind(*names: str) -> list[Token]:
        return [token for prepositions in around for name in names for token in prepositions.get(name, [])]

    fillers: dict[str, list[Token]] = {}
    parts = (
        (frame.agent, arguments.agents),
        (frame.object, arguments.objects),
        (frame.recipient, arguments.recipients + (behind("to", "for") if theme is not None else [])),
        (frame.source, behind("from")),
        (frame.on, behind("on", "upon", "over", "of", "to") if frame.on_must_be or theme is not None else []),
        (frame.against, behind("against", "into")),
        (frame.with_, behind("with", "between")),
    )
    for role, tokens in parts:
        if role != "none":
            fillers.setdefault(role, []).extend(token for token in tokens if token not in fillers.get(role, []))
    return {role: tuple(tokens) for role, tokens in fillers.items() if tokens}


def _holds(sight: Sight, candidate: Candidate) -> bool:
    frame, arguments = candidate.frame, candidate.arguments
    if frame.agent_must_be is not None and not _agents_fit(sight, candidate):
        return False
    has_agent = bool(arguments.agents)
    if frame.needs_agent and not has_agent:
        return False
    if frame.needs_agent_or_passive and not has_agent and not arguments.passive:
        return False
    if frame.needs_agent_or_list and not any(_is_known_authority(sight, token) for token in arguments.agents):
        return False
    if frame.object_must_be is not None and not _is_kind(sight, arguments.objects, frame.object_must_be):
        return False
    if frame.on_must_be is not None:
        if not _is_kind(sight, candidate.fillers.get("target", ()), frame.on_must_be):
            return False
    if frame.needs_party and not any(
        True for token in candidate.fillers.get("target", ()) for _ in sight.parties_of(token)
    ):
        return False
    return not frame.needs_rate or any(token.like_num for token in candidate.trigger.sent)


def _is_known_authority(sight: Sight, token: Token) -> bool:
    return any(party.is_authority for party in sight.parties_of(token))


def _agents_fit(sight: Sight, candidate: Candidate) -> bool:
    wanted = candidate.frame.agent_must_be
    agents = candidate.arguments.agents
    if not agents:
        return wanted != "court"
    return any(_agent_fits(sight, token, wanted, candidate.frame) for token in agents)


def _agent_fits(sight: Sight, token: Token, wanted: str | None, frame: Frame) -> bool:
    parties = list(sight.parties_of(token))
    own: Party | None = sight.named_at(token)
    kinds = {party.entity.kind for party in parties if party.entity is not None}
    if wanted == "court":
        return (
            bool(kinds & {"court", "organisation"})
            or token.lower_ in _COURT_NOUNS
            or "court" in {word.lower() for party in parties for word in party.name.split()}
        )
    if kinds & set(frame.agent_not_kind):
        return False
    if wanted == "head_of_government":
        return bool(kinds & {"head_of_government", "government"}) or token.lower_ in {
            "he",
            "she",
            "president",
            "premier",
        }
    if own is not None:
        if own.label == "PERSON":
            return any(party.is_authority for party in parties) or _has_title(token)
        return own.is_authority
    return token.lower_ in _OFFICIAL_NOUNS or token.lemma_.lower() in _OFFICIAL_NOUNS


def _has_title(token: Token) -> bool:
    titles = {
        "president",
        "minister",
        "secretary",
        "premier",
        "chancellor",
        "commissioner",
        "representative",
        "mr.",
        "judge",
    }
    return any(
        child.lower_ in titles for child in token.children if child.dep_ in {"compound", "appos", "amod", "nmod"}
    )


def _is_kind(sight: Sight, tokens: Iterable[Token], kind: str) -> bool:
    for token in tokens:
        own = sight.named_at(token)
        if own is not None:
            if own.is_country:
                if kind == "country":
                    return True
            elif kind == "party" and not (own.entity is not None and own.entity.is_authority):
                return True
        elif kind == "party" and (token.lower_ in PARTY_NOUNS or token.lemma_.lower() in PARTY_NOUNS):
            return True
    return False
