"""Turns a candidate that a frame found into event mentions with their fields and evidence."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from nlp.attribution import attribute
from nlp.candidates import Candidate
from nlp.confidence import confidence_rules, confidence_with, doubted, doubts_of
from nlp.entities import Entity
from nlp.event_items import items_of
from nlp.event_quantities import count_of, ordinal_of, rate_of
from nlp.event_times import EventTimes, span_of
from nlp.factuality import Judgement
from nlp.measure_names import measure_of
from nlp.parties import COMPANY_NOUNS, Party, owns_head
from nlp.planned_days import day_planned
from nlp.records import EventMention, Participant, Span, TimeExpression
from nlp.sight import Sight

_WITH_ACTOR = ("license.", "litigation.", "case.", "agreement.", "control.")
_TO_COMPANIES = ("license.", "listing.", "enforcement.")
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_BY_KEEPERS = ("license", "listing", "order")
_BY_STATES = ("control", "tariff")
_AIMING = frozenset({"on", "upon", "against", "into"})
_HOME_SIDE = COMPANY_NOUNS | {"industry", "market", "grower", "farmer", "worker", "economy", "law", "security"}
_DEALERS = frozenset(
    "investor supplier customer buyer seller creditor lender shareholder bondholder vendor dealer".split()
)
_AIMED_WORDS = frozenset({"reprieve", "grace", "reprieves"})


@dataclass(frozen=True, slots=True)
class _Found:
    """A named filler of a role, with its place."""

    party: Party
    token: Token


def build_mentions(
    sight: Sight, candidate: Candidate, times: EventTimes, judgement: Judgement
) -> Iterator[EventMention]:
    """The mentions of one candidate: one for each date it is told of, one without a date where there is none.

    What is planned or possible has no date that is over: such a day is that of the plan or the threat. What is denied has
    one only where it is still ahead ("made no finding today" says when nothing was done), or where it was planned for then.
    """
    mention = _fill(sight, candidate, times, judgement)
    dates = [day for day in times.dates if _may_be_of(mention.modality, day, sight)]
    inferred = times.inferred
    if mention.modality == "denied" and not dates and (planned := day_planned(sight, candidate)) is not None:
        dates, inferred = [planned], True
    if not dates:
        yield mention
    for timex in dates:
        basis = "inferred" if inferred else timex.basis
        evidence = {**mention.evidence, "date": span_of(timex)}
        modality = mention.modality
        if modality == "actual" and sight.is_ahead(timex):
            modality, evidence["modality"] = "planned", span_of(timex)
        yield replace(mention, date=day_of(timex), date_basis=basis, modality=modality, evidence=evidence)


def _may_be_of(modality: str, day: TimeExpression, sight: Sight) -> bool:
    if modality == "denied":
        return sight.is_ahead(day)
    return modality == "actual" or not sight.is_over(day)


def day_of(timex: TimeExpression) -> str:
    """A time expression's value as the codebook writes dates: a day, week, month, quarter or year.

    A season and a half are of no such length, and give their year; a weekend gives its week.
    """
    value = re.sub(r"(?<=\d)T.*$", "", timex.value)
    return re.sub(r"-(?:SP|SU|FA|WI|WE|H[12])$", "", value)


def _fill(sight: Sight, candidate: Candidate, times: EventTimes, judgement: Judgement) -> EventMention:
    evidence = {
        "event": sight.char_span(candidate.trigger.i, candidate.trigger.i + 1),
        "sentence": sight.sentence(candidate.trigger),
    }
    participants = tuple(_participants(sight, candidate, evidence))
    if judgement.cue is not None:
        evidence["modality"] = sight.char_span(judgement.cue.i, judgement.cue.i + 1)
    instrument, instrument_id = _instrument(sight, candidate, evidence)
    mention = EventMention(
        type=candidate.frame.type,
        frame=candidate.frame.name,
        confidence=confidence_with(doubts_of(candidate, participants, times)),
        modality=judgement.modality,
        participants=participants,
        instrument=instrument,
        instrument_id=instrument_id,
        items=items_of(sight, candidate, evidence),
        measure=measure_of(sight, candidate, evidence),
        count=count_of(candidate, evidence, sight),
        rate=rate_of(candidate, evidence, sight),
        ordinal=ordinal_of(candidate, evidence, sight),
        evidence=evidence,
        mentions=(evidence["sentence"],),
    )
    speaker = attribute(sight, candidate.clause)
    if speaker is not None:
        evidence["attribution"] = speaker
        mention = replace(mention, attribution=sight.text[speaker.start : speaker.end])
    return _with_terms(mention, times)


def _with_terms(mention: EventMention, times: EventTimes) -> EventMention:
    evidence = dict(mention.evidence)
    values: dict[str, str] = {}
    for name in ("effective_from", "valid_until", "previous_valid_until", "duration"):
        timex: TimeExpression | None = getattr(times, name)
        if timex is not None:
            values[name] = timex.value if name == "duration" else day_of(timex)
            evidence[name] = span_of(timex)
    return replace(
        mention,
        effective_from=values.get("effective_from"),
        valid_until=values.get("valid_until"),
        previous_valid_until=values.get("previous_valid_until"),
        duration=values.get("duration"),
        evidence=evidence,
    )


def _participants(sight: Sight, candidate: Candidate, evidence: dict[str, Span]) -> Iterator[Participant]:
    taken: set[str] = set()
    for role in ("agency", "actor", "target"):
        found = list(_found(sight, candidate.fillers.get(role, ())))
        if candidate.frame.type == "agreement.reached":
            found = [replace(item, party=sight.state_behind(item.party)) for item in found]
        if role != "agency" and candidate.frame.type.startswith(_TO_COMPANIES):
            found = list(_of_company(found, sight))
        if role == "target":
            spared = [item for item in _found(sight, candidate.fillers.get("items", ())) if _is_named_itself(item)]
            found = _without_origins([*found, *spared, *_theme_targets(sight, candidate)], candidate)
        for item in found:
            fitting = _fits_role(item.party, role, candidate)
            if fitting is None or item.party.name in taken or (fitting == "agency" != role and "agency" in evidence):
                continue
            if (role == "agency" and taken) or (fitting == "actor" and _is_dealt_with(item)):
                fitting = "target"
            taken.add(item.party.name)
            span = item.party.span(sight.doc)
            evidence.setdefault("targets" if fitting == "target" else fitting, span)
            yield Participant(fitting, item.party.name, item.party.id, span)
            if role == "agency" and candidate.frame.type != "agreement.reached":
                break


def _is_named_itself(item: _Found) -> bool:
    """Whether a party is what a token names, and no more than whose it is: "Canada is exempt", not "Canadian goods"."""
    return item.party.start <= item.token.i < item.party.end


def _without_origins(found: list[_Found], candidate: Candidate) -> list[_Found]:
    """The targets less the countries that they are only of: "fined a U.S. company", "a Chinese firm, Acme, was listed"."""
    family = candidate.frame.type.split(".")[0]
    if family == "enforcement":
        return [item for item in found if not item.party.is_country or _is_named_itself(item)]
    if family == "listing" and any(not item.party.is_country for item in found):
        return [item for item in found if not item.party.is_country]
    return found


def _found(sight: Sight, tokens: Iterable[Token]) -> Iterator[_Found]:
    for token in tokens:
        for party in sight.parties_of(token):
            yield _Found(party, token)


def _of_company(found: Iterable[_Found], sight: Sight) -> Iterator[_Found]:
    """What is found, a company in the place of an authority that a pronoun was taken for: "it was denied a license"."""
    for item in found:
        is_pronoun = item.token.pos_ == "PRON" and item.party.is_authority
        company = sight.references.company_before(item.token) if is_pronoun else None
        yield item if company is None else _Found(company, item.token)


def _fits_role(party: Party, role: str, candidate: Candidate) -> str | None:
    """The role that a party takes, or None where it can take none of them."""
    if role == "agency":
        if party.is_authority or candidate.frame.type == "agreement.reached":
            return "agency"
        return None
    if role == "actor":
        if party.is_authority and not _may_ask(party, candidate):
            return "agency" if candidate.frame.type == "license.applied" else None
        if not candidate.frame.type.startswith(_WITH_ACTOR) or (party.label in _PLACES and party.entity is None):
            return None
        theme = candidate.theme
        if theme is not None and (theme.lower_ in _AIMED_WORDS or _is_temporary(theme)):
            return "target"
        return "actor"
    if party.label == "PERSON" and not candidate.frame.type.startswith(("listing", "enforcement", "litigation")):
        return None
    if party.entity is not None and party.entity.is_authority and party.entity.kind != "government":
        return "target" if candidate.frame.type.startswith("litigation") else None
    return "target"


def _may_ask(party: Party, candidate: Candidate) -> bool:
    """Whether an authority may be who asks: any goes to court, but only a state asks for a license, which agencies receive."""
    if candidate.frame.type == "license.applied":
        return party.is_country or (party.entity is not None and party.entity.kind == "government")
    return candidate.frame.type.startswith("litigation")


def _is_dealt_with(item: _Found) -> bool:
    """Whether a name only says with whom those deal who hold a license: "investors in Acme", "suppliers of Acme"."""
    if _is_named_itself(item) or item.token.lemma_.lower() not in _DEALERS:
        return False
    return any(
        child.lower_ in {"in", "of", "to"}
        and any(item.party.start <= pobj.i < item.party.end for pobj in child.children)
        for child in item.token.children
    )


def _is_temporary(theme: Token) -> bool:
    return any(child.lower_ in {"temporary", "general"} for child in theme.children)


def _theme_targets(sight: Sight, candidate: Candidate) -> list[_Found]:
    """The counterparties and countries named within the theme: "a license to export software to Huawei"."""
    trigger, family = candidate.trigger, candidate.frame.type.split(".")[0]
    theme = trigger if candidate.theme is None and family == "case" else candidate.theme
    if theme is None or family not in {"license", "tariff", "control", "case", "sanctions"}:
        return []
    found = []
    clauses = [
        theme,
        *(child for child in trigger.children if child.dep_ in {"xcomp", "advcl"} and child.tag_ == "VB"),
    ]
    if family in {"tariff", "case"}:
        clauses += [child for child in trigger.children if child.dep_ == "prep" and child.lower_ in _AIMING]
    for clause in clauses:
        for token in clause.subtree:
            party = sight.parties.at(token)
            if token.i == trigger.i or party is None or party.start != token.i or token.i < theme.i - 4:
                continue
            if party.label in {"COMPANY", "ORG", "GPE", "COUNTRY", "NORP"} and _is_aimed_at(
                token, party, family, theme
            ):
                found.append(_Found(party, token))
    return found


def _is_aimed_at(token: Token, party: Party, family: str, theme: Token) -> bool:
    """Whether a name within the theme is a counterparty, not whose goods or firms it speaks of in passing."""
    if party.is_authority and not party.is_country:
        return False
    if party.is_country and family == "license":
        return token.dep_ == "pobj"
    if party.id == "us-government" and not (family in {"tariff", "case"} and _names_goods_of(token, theme)):
        return False
    if family in {"tariff", "control"} and token.head.i == theme.i and owns_head(token, party):
        return False
    if token.dep_ in {"amod", "compound"} and token.head.lemma_ in {*COMPANY_NOUNS, "carrier", "supplier"}:
        return family == "case"
    return True


def _names_goods_of(token: Token, theme: Token) -> bool:
    """Whether a country's name behind the theme says whose goods are meant: "a levy on American coal"."""
    if token.head.lemma_.lower() in _HOME_SIDE:
        return False
    return token.i > theme.i and (
        token.dep_ in {"amod", "compound", "nmod", "poss"}
        or (token.dep_ == "pobj" and token.head.lower_ in {*_AIMING, "from"})
    )


def aimed_at_listed(mention: EventMention, listed: set[str]) -> EventMention:
    """The holder of a general license that a listed party "gets" is its counterparty: the act lets others deal with it."""
    if (
        not mention.type.startswith("license.")
        or mention.instrument is None
        or "general license" not in mention.instrument
    ):
        return mention
    participants = tuple(
        replace(party, role="target") if party.role == "actor" and party.name in listed else party
        for party in mention.participants
    )
    return replace(mention, participants=participants)


def _instrument(sight: Sight, candidate: Candidate, evidence: dict[str, Span]) -> tuple[str | None, str | None]:
    sentence = candidate.trigger.sent
    anchor = candidate.theme or candidate.trigger
    best: tuple[tuple[bool, int], str, str, Span] | None = None
    ends = {named.end for named in sight.named if named.entity.label == "INSTRUMENT"}
    for named in sight.named:
        entity: Entity = named.entity
        if entity.label not in {"LIST", "INSTRUMENT"} or entity.kind == "citation":
            continue
        if not sentence.start <= named.start < sentence.end:
            continue
        if _of_which(named.start, sight) in ends:
            continue
        distance = 0 if named.start <= anchor.i < named.end else abs(named.end - 1 - anchor.i) + 1
        if entity.label == "LIST" and not candidate.frame.type.startswith(("listing", "litigation")):
            continue
        if candidate.frame.type.startswith("listing.") and entity.kind == "license":
            continue
        if candidate.frame.type.startswith("agreement.") and entity.kind in {"tariff_list", "license"}:
            continue
        if candidate.frame.type.startswith("license.") and distance and entity.kind != "license":
            continue
        if candidate.frame.type.startswith("license.") and distance > 4:
            if not _is_part_of_object(sight.doc[named.end - 1], candidate.clause):
                continue
        name = "" if entity.generic and entity.label == "LIST" else named.name
        rank = (candidate.frame.type.startswith("listing.") and entity.label != "LIST", distance)
        if name and (best is None or rank < best[0]):
            best = (rank, name, entity.id, sight.char_span(named.start, named.end))
    if best is None:
        return None, None
    evidence["instrument"] = best[3]
    return best[1], best[2]


def _is_part_of_object(token: Token, verb: Token) -> bool:
    """Whether a name stands in what a verb acts on, however deep: "extended the expiration date of General License 13B"."""
    while token.dep_ in {"pobj", "compound", "nmod", "nummod", "appos"} or (
        token.dep_ == "prep" and token.lower_ in {"of", "for"}
    ):
        token = token.head
    return token.dep_ in {"dobj", "nsubjpass"} and token.head.i == verb.i


def _of_which(start: int, sight: Sight) -> int:
    """Where the name ends that a name says the whole of: "Section 301" before "of the Trade Act"; -1 for another name."""
    before = start - 1 - (start > 1 and sight.doc[start - 1].lower_ == "the")
    return before if before > 0 and sight.doc[before].lower_ == "of" else -1


def with_implied_agency(act: EventMention, sight: Sight) -> EventMention:
    """The keeper of the list or instrument, as the agency of an act that the text names none for.

    Duties are the state's, whoever keeps their statute and grants exclusions from them, and so are controls under an act of
    its legislature.
    """
    of_state = act.type.startswith(_BY_STATES)
    if act.agency is not None or act.instrument_id is None:
        return act
    entity = sight.knowledge.entity(act.instrument_id)
    if entity is None or entity.authority is None or not act.type.startswith((*_BY_KEEPERS, *_BY_STATES)):
        return act
    line = sight.knowledge.lineage(entity.authority)
    if any(party.id in line for party in act.participants if of_state):
        return act
    mentioned = {party.id for party in sight.parties.all}
    level = next((candidate for candidate in line[:2] if candidate in mentioned), entity.authority)
    is_duty = act.type.startswith("tariff") and act.type != "tariff.excluded"
    by_statute = of_state and sight.knowledge.entities[level].kind == "legislature"
    authority = sight.knowledge.entities[line[-1] if is_duty or by_statute else level]
    implied = Participant("agency", authority.name, authority.id, None)
    under = replace(act, participants=(implied, *act.participants))
    return doubted(under, confidence_rules().doubts.implied_agency)


def without_acting_state(act: EventMention, sight: Sight) -> EventMention:
    """The act without the state whose authority does it among those it is aimed at: "U.S. import bans on Burma"."""
    agency = next((party.id for party in act.participants if party.role == "agency" and party.id is not None), None)
    if agency is None or not act.type.startswith((*_BY_KEEPERS, *_BY_STATES)):
        return act
    own = sight.knowledge.lineage(agency)
    kept = tuple(party for party in act.participants if party.role != "target" or party.id not in own)
    return replace(act, participants=kept)
