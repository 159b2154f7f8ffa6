"""Gives an act the authority that its own clause leaves out: the measure's owner, who announces it, or who acts around it.

``beside`` looks in the act's sentence, ``from_story`` in what is told before it. Neither takes a party that the act is aimed
at, or an authority of a country that it is aimed at.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from spacy.tokens import Token

from nlp.arguments import subjects_of, verb_arguments
from nlp.candidates import Candidate
from nlp.confidence import confidence_rules, doubted
from nlp.parties import AUTHORITY_WORDS, Party, owns_head
from nlp.records import EventMention, Participant
from nlp.references import only_places
from nlp.sight import Sight

_FAMILIES = (frozenset({"license", "listing", "control", "enforcement"}), frozenset({"tariff", "case", "agreement"}))
_BY_AUTHORITIES = (
    "license.granted",
    "license.extended",
    "license.amended",
    "license.denied",
    "license.revoked",
    "license.expired",
    "listing.",
    "control.",
    "tariff.",
    "order.",
    "case.",
    "agreement.",
    "enforcement.",
)
_NEVER_BY = {
    "court": _BY_AUTHORITIES,
    "legislature": ("license.", "case.", "enforcement."),
    "organisation": ("license.", "listing.", "tariff.", "order.", "case.", "enforcement."),
}
"""What an authority of a kind is not taken to have done where the text does not say so."""
_PAPERS = frozenset(
    "rule order notice decision law bill package measure regulation announcement proclamation decree act action amendment "
    "circular deal directive document legislation memorandum move notification ordinance pact plan statute step".split()
)
_JOURNALS = frozenset("website site webpage page portal journal gazette register".split())
_REACH = 2
"""How many sentences back the subject that acts may stand."""


def beside(mention: EventMention, candidate: Candidate, sight: Sight) -> EventMention:
    """The mention under the authority that its sentence gives: the owner of the measure, who makes the paper that does the
    act, or who announces it.
    """
    if not _lacks_agency(mention):
        return mention
    for party in chain(
        _owners(candidate, sight),
        _makers(candidate, sight),
        _announcers(candidate.clause, sight),
        _publishers(candidate.clause, sight),
        (_of_level(speaker, mention, sight) for speaker in _speakers(candidate.clause, sight)),
        _labels(candidate.clause, sight),
    ):
        if _may_act(party, mention, sight):
            return doubted(_under(mention, party, sight), confidence_rules().doubts.implied_agency)
    return mention


def from_story(acts: Sequence[EventMention], unnamed: Iterable[bool], sight: Sight) -> list[EventMention]:
    """The acts, in the order of the text, each without an authority under the one that the story gives it.

    ``unnamed`` says of each whether its clause leaves open who acts; where it names somebody, the story is not asked.
    """
    settled: list[EventMention] = []
    for act, is_open in zip(acts, unnamed, strict=True):
        party = _from_story(act, settled, sight) if is_open and _lacks_agency(act) else None
        if party is not None:
            under = _under(act, _of_level(party, act, sight), sight)
            settled.append(doubted(under, confidence_rules().doubts.inherited_agency))
        else:
            settled.append(act)
    return settled


def _of_level(party: Party, act: EventMention, sight: Sight) -> Party:
    """The party; its state, where the text only says or implies that the head of government acts, but by an order."""
    return party if act.type.startswith("order.") else sight.state_behind(party)


def leaves_actor_open(candidate: Candidate) -> bool:
    """Whether a candidate's clause names nobody who acts: no more than a pronoun, a paper ("The rule removes") or an
    authority without a name ("the trade department found").
    """
    agents = candidate.arguments.agents if candidate.frame.agent == "agency" else []
    return all(
        token.pos_ == "PRON" or token.lemma_.lower() in _PAPERS or token.lower_ in AUTHORITY_WORDS for token in agents
    )


def _lacks_agency(mention: EventMention) -> bool:
    return mention.agency is None and mention.type.startswith(_BY_AUTHORITIES)


def _under(mention: EventMention, party: Party, sight: Sight) -> EventMention:
    span = party.span(sight.doc)
    participant = Participant("agency", party.name, party.id, None)
    return replace(
        mention,
        participants=(participant, *mention.participants),
        evidence={**mention.evidence, "agency": span},
    )


def _may_act(party: Party, mention: EventMention, sight: Sight) -> bool:
    """Whether a party is an authority, and neither it nor its country is what the act is aimed at."""
    if not party.is_authority or party.entity is None:
        return False
    aimed = [one for one in mention.participants if one.role != "agency"]
    for one in aimed:
        other = sight.knowledge.entity(one.id)
        if one.name == party.name or (other is not None and sight.knowledge.related(other.id, party.entity.id)):
            return False
    return not mention.type.startswith(_NEVER_BY.get(party.entity.kind or "", ()))


def _owners(candidate: Candidate, sight: Sight) -> Iterator[Party]:
    """Whose measure the theme is: "the American tariff", "Beijing's curbs"."""
    for noun in (candidate.theme, candidate.trigger):
        if noun is None or noun.pos_ not in {"NOUN", "PROPN"}:
            continue
        for child in noun.children:
            party = sight.named_at(child)
            if party is not None and owns_head(child, party):
                yield party


def _makers(candidate: Candidate, sight: Sight) -> Iterator[Party]:
    """Who makes the paper that does the act: "the bureau released a rule that imposes", "an order by the president bars"."""
    clause = candidate.clause
    papers = [*candidate.arguments.agents, *([clause.head] if clause.dep_ in {"relcl", "acl"} else [])]
    for paper in papers:
        if paper.lemma_.lower() not in _PAPERS or paper.i == clause.i:
            continue
        for child in paper.children:
            if (party := sight.named_at(child)) is not None and owns_head(child, party):
                yield party
        for by in (child for child in paper.children if child.dep_ == "prep" and child.lower_ in {"by", "from"}):
            yield from (party for pobj in by.children for party in sight.parties_of(pobj))
        verb = paper.head
        if verb.pos_ == "VERB" and paper.dep_ in {"dobj", "nsubjpass"}:
            yield from (party for token in verb_arguments(verb).agents for party in sight.parties_of(token))


def _announcers(clause: Token, sight: Sight) -> Iterator[Party]:
    """Who announces the thing that does the act: "the ministry announced a package of measures raising duties"."""
    if clause.dep_ != "acl" or clause.tag_ != "VBG":
        return
    noun = clause.head
    while noun.dep_ == "pobj" and noun.head.lower_ == "of":
        noun = noun.head.head
    if noun.dep_ == "dobj" and noun.head.pos_ == "VERB":
        yield from (party for token in verb_arguments(noun.head).agents for party in sight.parties_of(token))


def _publishers(clause: Token, sight: Sight) -> Iterator[Party]:
    """Whose site or journal the act is published in: "no license was posted on the bureau's website"."""
    for place in (child for child in clause.children if child.dep_ == "prep" and child.lower_ in {"on", "in"}):
        for noun in place.children:
            if noun.lemma_.lower() in _JOURNALS:
                for child in noun.children:
                    if (party := sight.named_at(child)) is not None and owns_head(child, party):
                        yield party


def _labels(clause: Token, sight: Sight) -> Iterator[Party]:
    """The country or authority that an entry of a list is about: "Brazil: exports of soy were banned"."""
    for i in range(clause.i - 1, 0, -1):
        if "\n" in sight.doc[i].text:
            return
        party = sight.parties.at(sight.doc[i - 1]) if sight.doc[i].text == ":" else None
        if party is not None and (party.start == 0 or not sight.doc[party.start - 1].text[-1].isalnum()):
            yield party
            return


def _speakers(clause: Token, sight: Sight) -> Iterator[Party]:
    """The authority that announces the act, as subject of the verb of speech that governs it or that stands behind it."""
    verbs = []
    verb = clause
    while verb.dep_ in {"ccomp", "conj", "xcomp", "advcl"}:
        verb = verb.head
        verbs.append(verb)
    verbs += [child for child in clause.children if child.dep_ in {"parataxis", "advcl", "conj", "ccomp"}]
    for verb in verbs:
        if verb.lemma_.lower() in sight.knowledge.speech.answering:
            for subject in subjects_of(verb):
                yield from sight.parties_of(subject)


def _from_story(act: EventMention, before: Sequence[EventMention], sight: Sight) -> Party | None:
    """The party that the story gives, by the rules from the surest to the least sure; the first that may act is taken."""
    for party in chain(
        _against_the_same(act, before, sight),
        _of_one_actor(before, act, sight),
        _of_one_actor([other for other in before if _of_one_family(other, act)], act, sight),
        sight.acting_before(act.evidence["event"].start, 0),
        _still_acting(act, before, sight),
    ):
        if _may_act(party, act, sight):
            return party
    if any(other.agency is not None for other in before):
        return None
    acting = sight.acting_before(act.evidence["event"].start, _REACH)
    named = (party for party in sight.parties.all if not only_places(party.head(sight.doc), party))
    return _of_sole_country(acting, act, sight) or _of_sole_country(named, act, sight)


def _still_acting(act: EventMention, before: Sequence[EventMention], sight: Sight) -> Iterator[Party]:
    """The authorities that are subjects near the act and of the country whose act of its family was told last."""
    for other in reversed(before):
        if _of_one_family(other, act):
            for party in _agencies((other,), sight):
                if _may_act(party, act, sight):
                    near = sight.acting_before(act.evidence["event"].start, _REACH)
                    yield from (one for one in near if _are_of_one_country((one, party), sight))
                    return


def _of_sole_country(parties: Iterable[Party], act: EventMention, sight: Sight) -> Party | None:
    """The first of the parties that may do the act, where all that may are of one country."""
    able = [party for party in parties if _may_act(party, act, sight)]
    return able[0] if able and _are_of_one_country(able, sight) else None


def _against_the_same(act: EventMention, before: Sequence[EventMention], sight: Sight) -> Iterator[Party]:
    """The authorities of acts of the kind that are aimed at the same party or fall under the same instrument."""
    aimed = {one.name for one in act.participants}
    for other in reversed(before):
        same_instrument = act.instrument_id is not None and act.instrument_id == other.instrument_id
        if _are_kin(act, other) and (same_instrument or not aimed.isdisjoint({*other.targets, *other.named("actor")})):
            yield from _agencies((other,), sight)


def _of_one_actor(before: Sequence[EventMention], act: EventMention, sight: Sight) -> Iterator[Party]:
    """The authority of the acts told so far, where no other country's acts are told: of acts of the kind first."""
    acting = list(_agencies(reversed(before), sight))
    if _are_of_one_country(acting, sight):
        yield from _agencies((other for other in reversed(before) if _are_kin(act, other)), sight)
        yield from acting


def _agencies(acts: Iterable[EventMention], sight: Sight) -> Iterator[Party]:
    for act in acts:
        for participant in act.participants:
            if participant.role == "agency" and (party := _party(participant, sight)) is not None:
                yield party


def _are_kin(one: EventMention, other: EventMention) -> bool:
    families = {one.type.partition(".")[0], other.type.partition(".")[0]}
    return len(families) == 1 or "order" in families or any(families <= kin for kin in _FAMILIES)


def _of_one_family(one: EventMention, other: EventMention) -> bool:
    return one.type.partition(".")[0] == other.type.partition(".")[0]


def _are_of_one_country(parties: Iterable[Party], sight: Sight) -> bool:
    return len({party.entity.country for party in parties if party.entity is not None}) == 1


def _party(participant: Participant, sight: Sight) -> Party | None:
    """A party of the text that is the participant; None for one that the text does not name."""
    return next((party for party in sight.parties.all if party.id == participant.id and party.id is not None), None)
