"""What must hold for a frame to fire, each condition with the words for where it fails."""

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Token

from nlp.arguments import Arguments, is_passive
from nlp.generality import generality
from nlp.knowledge import Frame
from nlp.parties import COMPANY_NOUNS, PARTY_NOUNS, Party
from nlp.sight import Sight

_OFFICIAL_NOUNS = frozenset(
    "official officials government governments regulator regulators authority authorities ministry minister ministers "
    "administration bloc nation country customs president leader leaders they it he she we who department agency "
    "bureau commission court council lawmakers parliament cabinet senate panel judge judges states prosecutors order "
    "rule measure notice decision annex schedule regulation ordinance act bill legislation package deal pact agreement accord text move office which that allies capitals union members partners regulations orders "
    "action proclamation jury judge secretary investigation probe inquiry review ruling determination side sides both countries letter law bill step announcement negotiators envoys ambassadors ambassador "
    "diplomats delegations legislators deputies commissioners coalition senators notification circular amendments "
    "ordinances notifications circulars committee tribunal decree decrees edict edicts directive directives resolution resolutions".split()
)
_NO_AUTHORITY = COMPANY_NOUNS | frozenset(
    "analyst analysts critic critics importer importers exporter exporters investor investors consumer consumers worker "
    "workers farmer farmers shopper shoppers economist economists lawyer lawyers fans team club coach player manufacturers "
    "export exports reexport reexports import imports sale sales transfer transfers shipment shipments "
    "makers retailers chipmakers carmakers suppliers shares price prices cost costs demand users i you patch game "
    "update".split()
)
_MEASURE_NOUNS = frozenset(
    "order rule measure notice decision regulation ordinance act law bill agreement deal pact accord package move step "
    "action announcement change amendment policy exemption truce settlement".split()
)
_ASKING_FOR = frozenset("apply ask petition press push lobby call wait hope plead request application bid".split())
_COURT_NOUNS = frozenset("court judge judges panel tribunal jury arbitrator arbitrators justices courts".split())
_JUDGES = frozenset({"judge", "judges"})
_NOT_BY_COURTS = ("control.", "tariff.", "license.", "listing.")
_TITLES = frozenset(
    "president minister secretary premier chancellor commissioner representative mr. mr ms. ms judge chief".split()
)


_PERIODS = frozenset({"year", "month", "week", "day"})
_QUANTIFIERS = frozenset(
    "none neither some several many most all one each both few half any others other ones more rest".split()
)
_OF_SEVERAL = frozenset("dozens scores hundreds number more group list network assets funds property".split())
_TOGETHER = frozenset({"they", "both", "we", "all"})
_PERSONAL = frozenset({"they", "them", "it", "both", "he", "she", "him", "her", "itself", "themselves"})
_METONYMS = frozenset({"commerce", "treasury", "pentagon", "govt", "dept", "mofcom", "ustr", "eo"})
_PAPERS = frozenset({"act", "law", "regulation", "directive", "decree", "ordinance", "proclamation"})
"""Papers that act even where they have a name ("the Helms-Burton Act tightens the embargo")."""
_LOCAL = frozenset({"city", "town", "county", "borough", "village", "municipal", "school", "parish"})
"""Whose councils and boards rule on no trade between countries."""
_RELATIVE = frozenset({"WDT", "WP"})
_SECTORS = frozenset("oil banking shipping finance economy sector sectors industry regime exports trade energy".split())


def failing(sight: Sight, frame: Frame, trigger: Token, arguments: Arguments, targets: Sequence[Token]) -> str | None:
    """Why a frame whose words are all there does not fire, or None where it does."""
    agents = arguments.agents
    if (general := generality(trigger, frame, sight.knowledge.modality)) is not None:
        return general
    if frame.type in {"license.extended", "control.expanded"} and _counts_acts(trigger):
        return "it says how often it was done, not when one of them was"
    if frame.type == "license.expired" and (_gives_a_term(trigger) or _was_averted(trigger)):
        return "it only says until when the license holds"
    if (frame.type in {"control.imposed", "listing.added"} and _goes_on(trigger)) or (
        frame.type == "license.granted" and _is_still(trigger)
    ):
        return "it says that things go on as before"
    if frame.nouns and frame.type.startswith("license.") and _is_asked_for(trigger):
        return "it is only asked for"
    if frame.type == "license.applied" and _are_to_be_dealt_with(trigger):
        return "it says how requests will be dealt with, not that one was made"
    if frame.type == "license.granted" and frame.complement and _are_measures(sight, agents):
        return "it says what a measure lets people do, not that an authority let them"
    if frame.type == "listing.added" and _is_unlike_listing(sight, arguments):
        return "no party is put on it, and who acts keeps no list of parties"
    if frame.happens and _is_done_to_other(trigger, frame):
        return "it says what the measure does to something else"
    if frame.happens and frame.type.endswith((".removed", ".lifted")) and _holds_for(trigger):
        return "it only says for how long the measure holds"
    if frame.type.endswith(".imposed") and _is_set_for_day(sight, trigger):
        return "it says for which day it is set, not that it was done"
    if frame.agent_must_be is not None and not _agents_fit(sight, frame, agents):
        named = " ".join(token.text for token in agents) or "nobody"
        return f"who acts must be of the kind {frame.agent_must_be!r}, and here it is {named!r}"
    if frame.needs_agent and not agents:
        return "who acts is not named"
    if frame.needs_several and not _are_several(arguments):
        return "only one is named who acts, and with nobody else"
    if frame.needs_agent_or_passive and not agents and not arguments.passive:
        return "nobody is named who acts, and the verb is not passive"
    if frame.needs_agent_or_list and not any(_is_known_authority(sight, token) for token in agents):
        return "no known authority acts"
    objects = [*arguments.objects, *arguments.recipients]
    if frame.object_must_be is not None and not _is_kind(sight, objects, frame.object_must_be):
        return f"its object is no {frame.object_must_be}"
    if frame.on_must_be is not None and not _is_aimed_at(sight, targets, frame.on_must_be):
        return f"it is aimed at no {frame.on_must_be}"
    if frame.needs_party and not any(True for token in targets for _ in sight.parties_of(token)):
        return "no party is named that it is aimed at"
    if trigger.lemma_.lower() in frame.needs_rate_for and not _says_how_far(trigger):
        return "it does not say to what rate"
    if frame.asserts_none and _decides_to_act(trigger):
        return "it says what is decided to be done, not what was found"
    if frame.asserts_none and _asks_whether(trigger):
        return "it says what is to be found out, not what was found"
    if frame.needs_rate and not any(token.like_num for token in trigger.sent):
        return "the sentence gives no amount"
    return None


def _is_unlike_listing(sight: Sight, arguments: Arguments) -> bool:
    """Whether somebody who is no authority puts something that is no party on a list: "the patch adds dragons to it"."""
    agents, objects = arguments.agents, arguments.objects
    if arguments.passive or not agents or not objects or _is_kind(sight, objects, "party"):
        return False
    return not any(_may_list(sight, token) for token in agents) and not any(
        True for token in objects for _ in sight.parties_of(token)
    )


def _may_list(sight: Sight, token: Token) -> bool:
    """Whether a noun can be an authority, or the text of one, that puts parties on a list."""
    own = sight.named_at(token)
    if own is not None:
        return own.is_authority or own.is_country
    return token.pos_ == "PRON" or token.lemma_.lower() in _OFFICIAL_NOUNS or token.lower_ in _METONYMS


def _goes_on(verb: Token) -> bool:
    """Whether a clause says that something holds as before ("will still need a license", "stays blacklisted")."""
    return _is_still(verb) or (
        verb.dep_ in {"xcomp", "acomp"} and verb.head.lemma_.lower() in {"continue", "remain", "stay"}
    )


def _is_still(verb: Token) -> bool:
    return any(child.lower_ in {"still", "currently"} for child in verb.children)


def _is_asked_for(noun: Token) -> bool:
    """Whether an act is what somebody asks or waits for: "applied for an extension of the license"."""
    return noun.dep_ == "pobj" and noun.head.lower_ == "for" and noun.head.head.lemma_.lower() in _ASKING_FOR


def _are_to_be_dealt_with(noun: Token) -> bool:
    """Whether requests of no number are dealt with some way as a rule, or will be ("pending applications are examined anew")."""
    auxiliaries = [child for child in noun.head.children if child.dep_ in {"aux", "auxpass"}]
    general = any(child.tag_ == "MD" for child in auxiliaries) or all(child.tag_ == "VBP" for child in auxiliaries)
    counted = any(child.dep_ == "nummod" for child in noun.children)
    return noun.tag_ == "NNS" and noun.dep_ == "nsubjpass" and general and not counted


def _are_measures(sight: Sight, agents: Sequence[Token]) -> bool:
    """Whether it is a measure that allows something, which only tells its effect ("the order lets firms sell again")."""
    return bool(agents) and all(
        token.lemma_.lower() in _MEASURE_NOUNS or sight.concepts.at(token, "license") for token in agents
    )


def _are_several(arguments: Arguments) -> bool:
    """Whether two or more act together, or one with another ("both sides agreed", "agreed with Washington")."""
    agents = arguments.agents
    plural = any(token.tag_ in {"NNS", "NNPS"} or token.lower_ in _TOGETHER for token in agents)
    return plural or len(agents) > 1 or bool(arguments.at("with"))


def _is_done_to_other(verb: Token, frame: Frame) -> bool:
    """Whether a verb of what befalls a measure has an object of its own ("duties apply, ending a long inquiry")."""
    lemma = verb.lemma_.lower()
    return any(
        child.dep_ in {"dobj", "pobj"}
        and child.i > verb.i
        and f"{lemma} {child.lower_}" not in frame.verbs
        and not (child.like_num or any(part.dep_ == "nummod" for part in child.children))
        for child in verb.children
    )


def _holds_for(verb: Token) -> bool:
    """Whether an end is told by the length of time that a measure holds ("the duties lapse after five years")."""
    return verb.tag_ in {"VB", "VBZ", "VBP"} and any(
        child.lower_ == "after" and any(inner.lemma_.lower() in _PERIODS for inner in child.children)
        for child in verb.children
    )


def _is_set_for_day(sight: Sight, verb: Token) -> bool:
    """Whether something is put on a day of the calendar ("a rise first set for October 1")."""
    behind = next((child for child in verb.children if child.i > verb.i and child.lower_ == "for"), None)
    if verb.lemma_.lower() != "set" or behind is None:
        return False
    return any(
        timex.type == "DATE" and tokens[0].head.i == behind.i
        for timex in sight.times_under(behind)
        if (tokens := sight.tokens_of(timex))
    )


def _was_averted(verb: Token) -> bool:
    """Whether something else kept it from happening ("the license would have run out on Monday")."""
    return {"would", "have"} <= {child.lower_ for child in verb.children if child.dep_ == "aux"}


def _gives_a_term(verb: Token) -> bool:
    """Whether an end still to come is told in passing ("a license that runs out in May", "set to end on Monday")."""
    if verb.tag_ not in {"VBZ", "VBP", "VB"}:
        return False
    clause = verb.head if verb.dep_ == "xcomp" else verb
    return clause.dep_ in {"relcl", "advcl", "acl"}


def _decides_to_act(verb: Token) -> bool:
    """Whether what follows is an act and no finding ("determined to reinstate the exclusions", "decided to open")."""
    return any(
        child.dep_ == "xcomp" and child.tag_ == "VB" and child.lemma_.lower() not in {"be", "have"}
        for child in verb.children
    ) and not is_passive(verb)


def _asks_whether(verb: Token) -> bool:
    """Whether what a verb is to find is still a question ("to determine whether imports are dumped")."""
    return verb.tag_ in {"VB", "VBG", "VBZ", "VBP"} and any(
        child.lower_ in {"whether", "if"}
        for clause in verb.children
        if clause.dep_ in {"ccomp", "advcl"}
        for child in clause.children
    )


def _says_how_far(verb: Token) -> bool:
    """Whether a sentence gives the level that something is brought to or by ("lifted the duty to 50%")."""
    return any(
        token.lower_ in {"to", "by"} and any(inner.like_num for inner in verb.doc[token.i + 1 : token.i + 4])
        for token in verb.sent
        if token.i > verb.i
    )


def _counts_acts(trigger: Token) -> bool:
    """Whether the verb tells several acts at once, none of them by itself: "prolonged five times", "has twice extended"."""
    if any(child.lower_ in {"twice", "repeatedly"} and child.i < trigger.i for child in trigger.children):
        return True
    if any(
        child.dep_ == "npadvmod" and any(part.lower_ == "every" for part in child.children)
        for child in trigger.children
    ):
        return True
    return any(
        child.lower_ == "times" and any(part.dep_ == "nummod" for part in child.children) for child in trigger.children
    )


def _is_known_authority(sight: Sight, token: Token) -> bool:
    return any(party.is_authority for party in sight.parties_of(token))


def _agents_fit(sight: Sight, frame: Frame, agents: Sequence[Token]) -> bool:
    if not agents:
        return frame.agent_must_be != "court"
    return any(_agent_fits(sight, token, frame) for token in _with_heads(agents))


def _agent_fits(sight: Sight, token: Token, frame: Frame) -> bool:
    wanted = frame.agent_must_be
    if wanted == "authority" and any(
        child.lower_ in _LOCAL and child.dep_ in {"compound", "amod"} for child in token.children
    ):
        return False
    parties = list(sight.parties_of(token))
    own: Party | None = sight.named_at(token)
    kinds = {party.entity.kind for party in parties if party.entity is not None}
    if wanted == "authority" and frame.type.startswith(_NOT_BY_COURTS) and _is_court(token, kinds):
        return False
    if wanted == "party":
        return _one_of_kind(sight, token, "party") or token.lower_ in {
            "nobody",
            "none",
            "side",
            "sides",
            "who",
            "clients",
        }
    if wanted == "authority" and token.lower_ in _METONYMS:
        return True
    if wanted == "court" and token.lower_ == "tribunal" and _hears_cases(sight):
        return False
    if wanted == "court":
        return _is_court(token, kinds) or _says_court(parties, sight) or _stands_for_court(token)
    if kinds & set(frame.agent_not_kind):
        return False
    if wanted == "head_of_government":
        return bool(kinds & {"head_of_government", "government"}) or token.lower_ in {
            "he",
            "she",
            "president",
            "premier",
        }
    if token.text[:1].isdigit() and _numbers_an_instrument(token):
        return True
    if wanted == "authority" and token.lower_ in _PAPERS and token.dep_ == "nsubj":
        return True
    if token.pos_ == "PRON" and (own is None or own.label != "COMPANY"):
        return token.lower_ not in _NO_AUTHORITY
    if own is not None:
        if own.label == "PERSON":
            return bool(frame.concepts) or any(party.is_authority for party in parties) or _has_title(token)
        return own.is_authority or own.label in {"GPE", "NORP"}
    if frame.type == "agreement.reached" and token.like_num:
        return True
    if token.lower_ in _OFFICIAL_NOUNS or token.lemma_.lower() in _OFFICIAL_NOUNS:
        return True
    return bool(frame.concepts) and token.lower_ not in _NO_AUTHORITY and wanted == "authority"


def _hears_cases(sight: Sight) -> bool:
    """Whether a tribunal of the text is one that finds injury, as Canada's does, and no court."""
    return bool(sight.concepts.heads.get("finding") or sight.concepts.heads.get("case"))


def _numbers_an_instrument(number: Token) -> bool:
    """Whether a number is that of an official text: "prohibited by Notification No. 49/2023"."""
    return any(word.lower_ in _OFFICIAL_NOUNS for word in number.doc[number.left_edge.i : number.i])


def _is_court(token: Token, kinds: set[str | None]) -> bool:
    """Whether a noun is a court or a judge, by name or not; an agency's "administrative law judge" is none."""
    before = {word.lower_ for word in token.doc[token.left_edge.i : token.i]}
    if "administrative" in before:
        return False
    return "court" in kinds or token.lower_ in _COURT_NOUNS or not before.isdisjoint(_JUDGES)


def _stands_for_court(pronoun: Token) -> bool:
    """Whether "it" has the court that its sentence names before it ("citing the court after it dismissed the appeal")."""
    before = pronoun.doc[pronoun.sent.start : pronoun.i]
    return pronoun.lower_ == "it" and any(token.lower_ in _COURT_NOUNS and token.dep_ != "compound" for token in before)


def _says_court(parties: Iterable[Party], sight: Sight) -> bool:
    names = {word.lower() for party in parties for word in party.name.split()}
    return bool(names & {"court", "wto", "tribunal", "appellate"}) or any(party.id == "wto" for party in parties)


def _has_title(token: Token) -> bool:
    return any(
        child.lower_ in _TITLES for child in token.children if child.dep_ in {"compound", "appos", "amod", "nmod"}
    )


def _is_kind(sight: Sight, tokens: Iterable[Token], kind: str) -> bool:
    return any(_one_of_kind(sight, token, kind) for token in _with_heads(tokens))


def _is_aimed_at(sight: Sight, targets: Sequence[Token], kind: str) -> bool:
    """Whether what an act is aimed at is of a kind; one that names no party is aimed at a country, one that names it first not."""
    if kind == "country" and not _is_kind(sight, targets, "party"):
        return True
    first = targets[:1]
    if kind == "country" and _is_kind(sight, first, "party") and not _is_kind(sight, first, "country"):
        return False
    return _is_kind(sight, targets, kind)


def _with_heads(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens, and what stands behind a number of them ("dozens of firms") or what they own ("the assets of 57 firms")."""
    for token in tokens:
        yield token
        if token.tag_ in _RELATIVE and token.head.dep_ == "relcl":
            yield token.head.head
        if token.like_num or token.lower_ in _QUANTIFIERS | _OF_SEVERAL:
            yield from (inner for of in token.children if of.lower_ in {"of", "than"} for inner in of.children)


def _are_people(token: Token) -> bool:
    """Whether a name of a people stands for some of its members ("two Latvians", "a Ukrainian")."""
    counted = any(child.dep_ == "nummod" or child.lower_ in {"a", "an"} for child in token.children)
    return counted and token.ent_type_ == "NORP" and token.dep_ not in {"amod", "compound", "nmod"}


def _one_of_kind(sight: Sight, token: Token, kind: str) -> bool:
    own = sight.named_at(token)
    if own is not None:
        if own.is_country:
            return kind == ("party" if _are_people(token) else "country")
        is_measure = own.label in {"INSTRUMENT", "LIST"} or (
            token.pos_ != "PRON" and sight.concepts.at(token, "license")
        )
        return kind == "party" and not is_measure and not (own.entity is not None and own.entity.is_authority)
    if kind == "country":
        return token.lemma_.lower() in {"country", "nation", "junta", "regime", "state"} or token.lower_ in _SECTORS
    if (
        token.lower_ in _PERSONAL
        or token.tag_ == "CD"
        or (token.pos_ == "PROPN" and not any(token.i in place for place in sight.places.values()))
        or (token.lower_ in _QUANTIFIERS and (token.pos_ in {"PRON", "DET", "NUM"} or token.lower_ == "others"))
    ):
        return True
    return token.lower_ in PARTY_NOUNS or token.lemma_.lower() in PARTY_NOUNS
