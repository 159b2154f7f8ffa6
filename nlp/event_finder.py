"""Finds the acts of a document by the frames, each once, and keeps the trace of how."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from spacy.tokens import Token

from nlp.acts import join_acts
from nlp.arguments import PRESENT_TAGS, is_by_votes
from nlp.background_frames import heads_line
from nlp.calibration import Calibration
from nlp.candidates import Candidate
from nlp.effect_days import with_effect_days
from nlp.effects import only_follows
from nlp.ellipsis import like_told, with_echoes
from nlp.event_times import attach_times
from nlp.events import aimed_at_listed, build_mentions, with_implied_agency, without_acting_state
from nlp.extension_counts import with_counts
from nlp.factuality import is_only_lacked, judge_modality
from nlp.follow_ups import date_by_follow_ups
from nlp.frames import FrameMatcher
from nlp.gazette_days import with_gazette_days
from nlp.implied_agency import beside, from_story, leaves_actor_open
from nlp.mutual import with_sides
from nlp.narrative_times import date_by_earlier_act, date_lead
from nlp.numbered_licenses import as_one_of, with_numbered
from nlp.paper_days import date_by_paper
from nlp.records import EventMention, Span
from nlp.reissues import as_reissues
from nlp.same_act import settings_of
from nlp.series import with_shares
from nlp.sight import Sight
from nlp.trace import PassedOver, Telling, Trace
from nlp.validity import with_later_terms

_WIDER = {"control.imposed": "control.expanded", "litigation.ruled": "litigation.filed"}
"""The type of an act that may tell in its infinitive what the type before would: "amended a rule to block shipments", "asked
the court to overturn the tariffs"."""
_ALLOWING = frozenset({"allow", "permit", "authorize", "authorise"})
_PLANNED_ONCE = frozenset({"be", "set", "due", "plan", "schedule", "expect"})
_POWERS = frozenset({"power", "authority", "right", "ability", "mandate"})
_INFINITIVES = frozenset({"VB", "VBP"})
_ASKED_OF_COURTS = {"listing": frozenset({"VB", "VBN", "VBG"}), "tariff": _INFINITIVES, "control": _INFINITIVES}
"""The forms in which what a court has others do hangs on its verb, by the family of the act."""
_USING = frozenset({"use", "employ", "wield", "deploy"})
_NAMES = frozenset({"NOUN", "PROPN", "PRON"})
"""What stands before a participle that is really the verb of its sentence ("Trump paused import tariffs")."""
_LATER_DATES: tuple[tuple[Callable[[Sequence[EventMention], Sight], list[EventMention]], str], ...] = (
    (date_by_follow_ups, "one of the next sentences says when it was done"),
    (date_lead, "the text calls its own act or release by that day"),
)
_BY = frozenset({"by", "through", "in"})
"""What stands before the means of an act."""


class EventFinder:
    """Reads the events of a document by the frames it was made with; their confidence is what the calibration makes of it."""

    def __init__(self, frames: FrameMatcher, calibration: Calibration) -> None:
        self._frames = frames
        self._calibration = calibration

    def find(self, sight: Sight) -> tuple[EventMention, ...]:
        """The acts of a document, each once."""
        return self.trace(sight).events

    def trace(self, sight: Sight) -> Trace:
        """The acts of a document, each once, with what tells them and what was passed over."""
        own, passed_over = _sifted(self._frames.find(sight), sight)
        own = with_sides(as_reissues(own, sight), sight)
        candidates = with_numbered(with_shares(with_echoes(with_shares(own, sight), sight), sight), sight)
        clauses = frozenset(candidate.clause.i for candidate in candidates)
        tellings: list[Telling] = []
        for candidate in candidates:
            times = attach_times(sight, candidate, clauses - {candidate.clause.i})
            judgement = judge_modality(candidate, sight.knowledge.modality)
            told = [beside(mention, candidate, sight) for mention in build_mentions(sight, candidate, times, judgement)]
            if candidate.echo_of is not None:
                like = next(one.mention for one in tellings if one.candidate is candidate.echo_of)
                told = [like_told(mention, like) for mention in told]
            if candidate.one_of is not None:
                issue = next(one.mention for one in tellings if one.candidate is candidate.one_of)
                told = [as_one_of(mention, issue) for mention in told]
            before = [telling.mention for telling in tellings]
            for mention in told:
                dated, rule = _with_day_told_before(mention, candidate, before, sight)
                rule = rule or times.rule
                tellings.append(Telling(candidate, dated, times, judgement, rule if dated.date else None))
        trace = _trace_of(_with_listed_parties(_with_later_dates(tellings, sight)), passed_over, sight)
        events = tuple(replace(event, confidence=self._calibration.of(event.confidence)) for event in trace.events)
        return replace(trace, events=events)


def _sifted(found: Sequence[Candidate], sight: Sight) -> tuple[list[Candidate], list[PassedOver]]:
    """The candidates that tell acts of their own, and the others, each with the reason."""
    passed_over: list[PassedOver] = []
    told_by = frozenset(candidate.clause.i for candidate in found)

    def sift(candidates: Sequence[Candidate], reason: str, drops: Callable[[Candidate], bool]) -> list[Candidate]:
        kept = []
        for candidate in candidates:
            if drops(candidate):
                passed_over.append(PassedOver(candidate, reason))
            else:
                kept.append(candidate)
        return kept

    own = sift(found, "the words only say what another act does", lambda one: _is_part_of_other(one, sight, told_by))
    own = sift(
        own, "the words only say which measure another act is done to", lambda one: _only_describes(one, own, sight)
    )
    own = sift(own, "the words only say which plan another act calls off", lambda one: _is_plan_called_off(one, own))
    own = sift(own, "a list does not act: it says what the law is", lambda one: _is_of_a_list(one, sight))
    own = sift(
        own, "the words only say what an act of the same kind is for", lambda one: _is_purpose_of(one, own, sight)
    )
    own = sift(
        own,
        "a new license takes the place of an old one, and revokes none",
        lambda one: _only_replaces(one, own, sight),
    )
    own = sift(own, "the words only say by what means another act is done", lambda one: _is_means_of(one, own))
    own = sift(
        own,
        "a participle without a date only says which measure is meant",
        lambda one: _is_undated_participle(one, sight),
    )
    own = sift(
        own, "the words only say what follows from an act told before", lambda one: only_follows(one, own, sight)
    )
    own = sift(own, "it is what a court is asked for or orders", lambda one: _is_of_a_court(one, own))
    own = sift(own, "it only says how far a power goes", _says_who_may)
    own = sift(own, 'the act is named as what was missing ("without …")', is_only_lacked)
    return own, passed_over


def _with_day_told_before(
    mention: EventMention, candidate: Candidate, before: Sequence[EventMention], sight: Sight
) -> tuple[EventMention, str | None]:
    """The mention under the day that its words take over from what was told before, and why; or as it is."""
    tied = date_by_earlier_act(mention, candidate.clause, before, sight)
    if tied is not mention:
        return tied, "its words tie it to the act told before"
    done = date_by_paper(mention, candidate.clause, sight)
    return done, None if done is mention else "the paper that does it was made then"


def _with_later_dates(tellings: Sequence[Telling], sight: Sight) -> list[Telling]:
    """The tellings, those without a time dated by a later sentence on the act, or as the lead of its release."""
    for date_by, rule in _LATER_DATES:
        mentions = date_by([telling.mention for telling in tellings], sight)
        tellings = [
            telling if mention is telling.mention else replace(telling, mention=mention, date_rule=rule)
            for telling, mention in zip(tellings, mentions, strict=True)
        ]
    return list(tellings)


def _with_listed_parties(tellings: Sequence[Telling]) -> list[Telling]:
    mentions = [telling.mention for telling in tellings if telling.mention.type == "listing.added"]
    listed = {party.name for mention in mentions for party in mention.participants}
    return [replace(telling, mention=aimed_at_listed(telling.mention, listed)) for telling in tellings]


def _trace_of(tellings: Sequence[Telling], passed_over: Sequence[PassedOver], sight: Sight) -> Trace:
    """The tellings joined to acts, each with the keeper of its instrument and the end that later sentences give it."""
    by_mention = {id(telling.mention): telling for telling in tellings}
    settings = settings_of((telling.candidate for telling in tellings), sight)
    acts = join_acts(zip((telling.mention for telling in tellings), settings, strict=True), sight.knowledge)
    told = {_place(act.whole): tuple(by_mention[id(mention)] for mention in act.mentions) for act in acts}
    weighed = {_place(act.whole): tuple(act.weighed) for act in acts}
    kept_by = [with_implied_agency(act.whole, sight) for act in acts]
    is_open = [leaves_actor_open(by_mention[id(act.mentions[0])].candidate) for act in acts]
    by_whom = [without_acting_state(act, sight) for act in from_story(kept_by, is_open, sight)]
    settled = with_gazette_days(with_later_terms(by_whom, sight), sight)
    events = with_counts(with_effect_days(settled, sight), sight)
    places = [_place(event) for event in settled]
    ends = [
        PassedOver(place_told[0].candidate, "it only tells the end of a measure that another act here sets")
        for place, place_told in told.items()
        if place not in places
    ]
    return Trace(
        events, tuple(map(told.__getitem__, places)), tuple(map(weighed.__getitem__, places)), (*passed_over, *ends)
    )


def _place(mention: EventMention) -> tuple[str, Span, str | None]:
    """What tells the acts of a document apart: one type, word and date make one act."""
    return mention.type, mention.evidence["event"], mention.date


def _is_part_of_other(candidate: Candidate, sight: Sight, told_by: frozenset[int]) -> bool:
    """Whether the words only say what another act does ("an order barring sales", "lifted a ban, allowing it to buy")."""
    trigger = candidate.trigger
    retells = trigger.dep_ in {"advcl", "acl"} and (trigger.tag_ == "VBG" or candidate.frame.type == "license.granted")
    if candidate.frame.complement and (retells or trigger.dep_ == "relcl"):
        if any(token.i in told_by for token in trigger.ancestors):
            return True
    if candidate.frame.type.startswith(("control.", "license.")) and trigger.dep_ in {"acl", "relcl"}:
        head = trigger.head
        done_to_it = candidate.theme is not None and candidate.theme.i == head.i
        perfect = candidate.frame.type == "license.applied" and any(
            child.lemma_ == "have" for child in trigger.children
        )
        tells_of_it = (done_to_it and (any(sight.times_under(trigger)) or _is_negated(trigger) or perfect)) or _is_by(
            trigger
        )
        stands_alone = trigger.tag_ == "VBN" and heads_line(head, sight)
        return sight.concepts.at(head, "license") and not (tells_of_it or stands_alone)
    return False


def _is_plan_called_off(candidate: Candidate, candidates: Sequence[Candidate]) -> bool:
    """Whether an infinitive says what plan another act of its family ends ("dropped plans to impose a tariff")."""
    clause, family = candidate.clause, candidate.frame.type.split(".")[0]
    if clause.dep_ != "acl" or clause.tag_ != "VB":
        return False
    return any(
        other.theme is not None and other.theme.i == clause.head.i and other.frame.type.startswith(f"{family}.")
        for other in candidates
        if other is not candidate
    )


def _only_replaces(candidate: Candidate, candidates: Sequence[Candidate], sight: Sight) -> bool:
    """Whether an old license only gives way to a new one ("issued License 13A, replacing 13", "License 13A replaces 13")."""
    if candidate.frame.type != "license.revoked" or candidate.trigger.lemma_.lower() != "replace":
        return False
    agents = candidate.arguments.agents
    by_license = bool(agents) and all(_is_license(token, candidate, sight) for token in agents)
    return by_license or any(
        other.frame.type == "license.granted" and _goes_with(candidate, other) for other in candidates
    )


def _is_license(token: Token, candidate: Candidate, sight: Sight) -> bool:
    """Whether what acts is a license, or in the present a pronoun for one ("It replaces one that was revoked")."""
    present = candidate.trigger.tag_ in PRESENT_TAGS and token.lower_ in {"it", "this", "they", "these"}
    return present or sight.concepts.at(token, "license")


def _goes_with(participle: Candidate, candidate: Candidate) -> bool:
    """Whether a clause of a sentence only adds to what its verb tells: "issued a license, replacing one", "which replaces"."""
    clause = participle.clause
    adds = clause.dep_ == "relcl" or (clause.tag_ == "VBG" and clause.dep_ in {"advcl", "conj"})
    return adds and candidate.clause in clause.ancestors


def _is_means_of(candidate: Candidate, candidates: Sequence[Candidate]) -> bool:
    """Whether the words only say how another act of their family is done ("extended the deadline by amending the license")."""
    clause = candidate.clause
    if clause.dep_ != "pcomp" or clause.head.lower_ not in _BY:
        return False
    above, family = {token.i for token in clause.ancestors}, candidate.frame.type.split(".")[0]
    return any(other.clause.i in above and other.frame.type.startswith(f"{family}.") for other in candidates)


def _is_of_a_list(candidate: Candidate, sight: Sight) -> bool:
    """Whether a list is named as who acts ("The Entity List subjects exporters to license requirements")."""
    agents = candidate.arguments.agents if candidate.frame.agent == "agency" else []
    return bool(agents) and all(sight.concepts.at(token, "list") for token in agents)


def _is_purpose_of(candidate: Candidate, candidates: Sequence[Candidate], sight: Sight) -> bool:
    """Whether an infinitive only says what another act of its type is for ("paid a fine to settle the charges")."""
    clause = candidate.clause
    if clause.tag_ != "VB" or clause.dep_ not in {"xcomp", "advcl", "acl"}:
        return False
    if candidate.frame.type.startswith("control.") and _is_use_of_measure(clause, sight):
        return True
    above = {token.i for token in clause.ancestors}
    types = {candidate.frame.type, _WIDER.get(candidate.frame.type)}
    same = (other for other in candidates if other.frame.type in types and other is not candidate)
    return any(other.clause.i in above or other.trigger.i in above for other in same)


def _is_use_of_measure(clause: Token, sight: Sight) -> bool:
    """Whether an infinitive only says what a measure named before it serves: "used its export controls to restrict sales"."""
    verb = clause.head
    return verb.lemma_.lower() in _USING and any(
        child.dep_ == "dobj" and sight.concepts.at(child, "control") for child in verb.children
    )


def _is_of_a_court(candidate: Candidate, candidates: Sequence[Candidate]) -> bool:
    """Whether an act is what a court is asked for, orders, allows or refuses ("ordered it removed from the list", "let Brussels tax goods")."""
    clause = candidate.clause
    if clause.tag_ not in _ASKED_OF_COURTS.get(candidate.frame.type.split(".")[0], ()):
        return False
    if candidate.frame.type == "listing.added" or any(child.tag_ == "MD" for child in clause.children):
        return False
    above = {token.i for token in clause.ancestors}
    return any(other.frame.type.startswith("litigation.") and other.clause.i in above for other in candidates)


def _is_undated_participle(candidate: Candidate, sight: Sight) -> bool:
    """Whether a participle without a date only says which measure is meant ("the reinstated duties", "duties imposed on it")."""
    trigger = candidate.trigger
    if trigger.dep_ == "amod" and trigger.tag_ != "VBD" and candidate.frame.type.startswith("license."):
        return not (any(child.dep_ == "advmod" for child in trigger.children) or any(sight.times_under(trigger)))
    if trigger.tag_ != "VBN" or trigger.dep_ not in {"acl", "amod"} or heads_line(trigger.head, sight):
        return False
    opens = trigger.i == trigger.sent.start or trigger.nbor(-1).pos_ not in _NAMES
    if trigger.dep_ == "amod" and (not opens or candidate.frame.type.endswith(".proposed")):
        return False
    if any(child.dep_ in {"mark", "nsubj", "nsubjpass", "aux"} or is_by_votes(child) for child in trigger.children):
        return False
    dated = sight.entry_day(trigger) is not None
    return not dated and all(timex.value == "PRESENT_REF" for timex in sight.times_under(trigger))


def _only_describes(candidate: Candidate, candidates: Sequence[Candidate], sight: Sight) -> bool:
    """Whether a clause without a date only says which measure another act is done to ("lifted the sanctions imposed on it")."""
    trigger, theme = candidate.trigger, candidate.theme
    if candidate.frame.type == "control.imposed" and _says_what_is_allowed(trigger, sight):
        return True
    was_to = _was_to(trigger)
    clause = was_to or trigger
    if theme is None or clause.dep_ not in {"acl", "relcl"}:
        return False
    measures = {theme.i}
    if clause.head.i != theme.i and not (was_to is not None and theme in clause.head.ancestors):
        if not sight.concepts.at(clause.head, "control") or candidate.frame.type != "control.imposed":
            return False
        measures = {clause.head.i}
    others = [other for other in candidates if other is not candidate and other.theme is not None]
    if not any(
        other.theme is not None and other.theme.i in measures and other.trigger.i != trigger.i for other in others
    ):
        return False
    return was_to is not None or not (any(sight.times_under(trigger)) or _is_negated(trigger))


def _says_what_is_allowed(verb: Token, sight: Sight) -> bool:
    """Whether a clause only says what kind of deals are allowed ("authorized transactions that the rules prohibited")."""
    above = verb.head.head
    is_allowed = verb.head.dep_ == "dobj" and above.lemma_.lower() in _ALLOWING
    return verb.dep_ in {"acl", "relcl"} and is_allowed and not any(sight.times_under(verb))


def _was_to(verb: Token) -> Token | None:
    """The past "was" or "had been set" over an infinitive, which tells a plan that another act changed, or None."""
    above = verb.head
    is_plan = verb.dep_ == "xcomp" and verb.tag_ == "VB" and above.lemma_.lower() in _PLANNED_ONCE
    is_past = any(token.tag_ == "VBD" for token in (above, *above.children))
    return above if is_plan and is_past else None


def _says_who_may(candidate: Candidate) -> bool:
    """Whether the act only says how far somebody's power goes ("gives him no power to impose tariffs")."""
    clause = candidate.clause
    noun = clause.head
    if clause.dep_ != "acl" or clause.tag_ != "VB" or noun.lemma_.lower() not in _POWERS:
        return False
    return candidate.frame.type.startswith(("tariff.", "control."))


def _is_negated(verb: Token) -> bool:
    return any(child.dep_ == "neg" or child.lower_ == "never" for child in verb.children)


def _is_by(clause: Token) -> bool:
    """Whether a relative clause tells what was done by the noun above it: "GL 14D, by which OFAC extended GL 14"."""
    return any(
        child.dep_ == "prep" and child.lower_ == "by" and any(pobj.lower_ == "which" for pobj in child.children)
        for child in clause.children
    )
