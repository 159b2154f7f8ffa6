"""Finds acts that a text only points to, because it has told their like right before: "So did India", "Japan followed on March 13"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from pydantic import Field
from spacy.tokens import Token

from nlp.arguments import SUBJECTS, is_passive, subject_of, with_conjuncts
from nlp.candidates import Candidate
from nlp.knowledge import DATA
from nlp.records import EventMention, Participant
from nlp.sight import Sight
from nlp.toml_files import Entry, check, parse

_REACH = 2
"""How many sentences before an echo the act may be told that it points to."""
_BEHIND = frozenset({"dobj", "advmod", "attr", "oprd"})
_ROLES = {"agency": "agency", "actor": "actor", "target": "targets"}
_SHARED = ("items", "instrument")


class Echoing(Entry):
    """What a verb of echoing has behind it, and whether it may stand without."""

    alone: bool = False
    with_: list[str] = Field(alias="with")


class EllipsisRules(Entry):
    """The words that point to an act told before."""

    openers: list[str]
    auxiliaries: list[str]
    unnamed: list[str]
    verbs: dict[str, Echoing]


@dataclass(frozen=True, slots=True)
class _Echo:
    """The verb that points back, who did the same, and whether the same was done to them ("as was Acme")."""

    verb: Token
    subject: Token
    passive: bool = False


def with_echoes(candidates: Sequence[Candidate], sight: Sight) -> list[Candidate]:
    """The candidates and those that words of the text only point to, in the order of the text: one for each who did the same."""
    found = list(candidates)
    for echo in _echoes(sight):
        before = [one for one in found if one.trigger.i < echo.verb.i and one.clause.i != echo.verb.i]
        found += _echoed(echo, before, sight)
    return sorted(found, key=lambda candidate: candidate.trigger.i)


def like_told(mention: EventMention, told: EventMention) -> EventMention:
    """The mention of an echo with what it shares with the act told before: all but who did it, when, and how much."""
    evidence, roles = dict(mention.evidence), {party.role for party in mention.participants}
    names = {party.name for party in mention.participants}
    shared: list[Participant] = []
    for party in told.participants:
        if party.role in roles or party.name in names or (party.role == "actor" and "agency" in roles):
            continue
        shared.append(party)
        evidence.setdefault(_ROLES[party.role], told.evidence[_ROLES[party.role]])
    values: dict[str, str | None] = {}
    for name in _SHARED:
        if getattr(mention, name) is None and (value := getattr(told, name)) is not None:
            values[name] = value
            evidence[name] = told.evidence[name]
    return replace(
        mention,
        participants=(*mention.participants, *shared),
        items=values.get("items", mention.items),
        instrument=values.get("instrument", mention.instrument),
        instrument_id=told.instrument_id if "instrument" in values else mention.instrument_id,
        evidence=evidence,
    )


def _echoes(sight: Sight) -> Iterator[_Echo]:
    rules = ellipsis_rules()
    for token in sight.doc:
        if sight.in_teaser(token) or token.pos_ not in {"VERB", "AUX"}:
            continue
        opened = token.i > token.sent.start and token.nbor(-1).lower_ in rules.openers
        if opened and token.lower_ in rules.auxiliaries:
            subject = next((child for child in token.children if child.dep_ in {*SUBJECTS, "attr"}), None)
            if subject is not None and subject.i > token.i:
                yield _Echo(token, subject, passive=token.lemma_ == "be")
        elif (echoing := rules.verbs.get(token.lemma_.lower())) is not None:
            yield from _of_verb(token, echoing)


def _of_verb(verb: Token, echoing: Echoing) -> Iterator[_Echo]:
    if is_passive(verb):
        by = next((child for child in verb.children if child.dep_ == "agent"), None)
        if by is not None and echoing.alone:
            yield from (_Echo(verb, child) for child in by.children if child.dep_ == "pobj")
        return
    behind = [child.lower_ for child in verb.children if child.i > verb.i and child.dep_ in _BEHIND]
    subject = subject_of(verb)
    if subject is None or subject.i > verb.i:
        return
    if any(child.lower_ == "to" for child in verb.children if child.dep_ == "aux"):
        return
    objects = [child for child in verb.children if child.dep_ == "dobj" and child.lower_ not in echoing.with_]
    if not objects and (echoing.alone or not set(echoing.with_).isdisjoint(behind)):
        yield _Echo(verb, subject)


def _echoed(echo: _Echo, before: Sequence[Candidate], sight: Sight) -> Iterator[Candidate]:
    """The candidates of an echo, by the frame of the nearest act before that it can be like: one for each authority, else one."""
    for told in sorted(before, key=lambda one: -one.trigger.i):
        role = told.frame.object if echo.passive else told.frame.agent
        if role not in _ROLES or not _is_last_told(told.clause, echo.verb, sight):
            continue
        fitting = [token for token in with_conjuncts(echo.subject) if _fits(token, role, told, sight)]
        if not fitting and role != "target" and _are_unnamed(echo, sight):
            fitting = [echo.subject]
        if not fitting:
            continue
        for tokens in [[token] for token in fitting] if role == "agency" else [fitting]:
            yield replace(
                told,
                trigger=tokens[0],
                support=echo.verb,
                theme=None,
                arguments=replace(told.arguments, agents=tokens, objects=[], recipients=[], prepositions={}),
                fillers={role: tuple(tokens)},
                loose=False,
                dated=None,
                words=1,
                echo_of=told,
            )
        return


def _fits(token: Token, role: str, told: Candidate, sight: Sight) -> bool:
    """Whether what a token names can have done the same, and did not do what was told."""
    parties = list(sight.parties_of(token)) if token.pos_ != "PRON" else []
    if not parties or all(party.is_authority for party in parties) != (role == "agency"):
        return False
    names = {party.name for one in told.fillers.get(role, ()) for party in sight.parties_of(one)}
    return all(party.name not in names for party in parties)


def _are_unnamed(echo: _Echo, sight: Sight) -> bool:
    if echo.subject.lower_ not in ellipsis_rules().unnamed:
        return False
    return any(timex.type == "DATE" for timex in sight.times_under(echo.verb))


def _is_last_told(clause: Token, echo: Token, sight: Sight) -> bool:
    """Whether no other clause of its own stands between an act and an echo, within two sentences; who says it does not count."""
    inside = {token.i for token in clause.subtree}
    between = clause.doc[clause.i + 1 : echo.i]
    if sum(1 for token in between if token.is_sent_start) > _REACH:
        return False
    return not any(
        token.pos_ in {"VERB", "AUX"}
        and token.i not in inside
        and token.lemma_.lower() not in sight.knowledge.speech.speaking
        and subject_of(token) is not None
        for token in between
    )


@lru_cache(maxsize=1)
def ellipsis_rules(path: Path = DATA / "ellipsis.toml") -> EllipsisRules:
    """The rules that come with the package, loaded once."""
    return check(EllipsisRules, parse(path), path)
