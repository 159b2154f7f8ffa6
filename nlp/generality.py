"""Tells what holds in general, or is only wished or aimed at, from the telling of an act.

"Licenses are usually denied", "when governments impose sanctions", "the government should ban exports" and "a rule meant to
limit sales" assert no act: CODEBOOK.md counts what a text asserts as done, to be done, possible or not done, and leaves
opinion out. The words are the section ``general`` of data/modality.toml.
"""

from spacy.tokens import Token

from nlp.arguments import PRESENT_TAGS, SUBJECTS, first_joined, subjects_of
from nlp.knowledge import Frame, GeneralCues, ModalityCues

_RESTRICTING = frozenset({"control.imposed", "control.expanded", "listing.added"})
_PAST_AUXILIARIES = frozenset({"has", "had", "was", "were"})
_PARTY_TYPES = ("listing.", "case.", "enforcement.")
_OF_ANY = frozenset({"any", "every", "each"})
_ABOVE = frozenset({"than", "over"})
_CASE_OPENERS = frozenset({"if", "when", "once", "unless"})
_RELIEVING = (".removed", ".suspended", ".reduced", ".lifted", ".eased")
_GOING_ON = frozenset({"continued", "continuing", "ongoing"})
_LEADING = frozenset({"lead", "result"})
_ASKING = frozenset({"petition", "apply", "ask", "request"})


def generality(verb: Token, frame: Frame, modality: ModalityCues) -> str | None:
    """Why the clause of a verb tells no act of the frame's type but something general, or None where it may tell one."""
    cues = modality.general
    if _is_foretold(verb, modality):
        return "it says what somebody foretells, which is no act"
    if verb.pos_ not in {"VERB", "AUX"}:
        return _of_noun(verb, cues)
    if _tells_a_rule(verb, cues):
        return "it says how things are done as a rule, not that something was done"
    if _is_every_time(verb, cues):
        return "it says what happens each time, not that it happened"
    if _is_to_anyone(verb, cues):
        return "it says what may be done to any such party"
    if frame.type.startswith(_PARTY_TYPES) and _is_passive_custom(verb, cues):
        return "it says how such parties or cases are dealt with"
    if frame.type.startswith(_PARTY_TYPES) and _is_any_case(verb):
        return "it says what to do in any such case"
    if frame.type.startswith(_PARTY_TYPES) and _is_total(verb):
        return "it says how many there are by now, not that one more was"
    if _is_by_anyone(verb, cues):
        return "it speaks of any such authority, not of one that acted"
    if frame.type == "license.applied" and _is_open_to_all(verb, cues):
        return "it says what those it speaks of may or must do"
    if frame.type.startswith("license.") and _is_custom(verb):
        return "it says how licenses are dealt with, not that one was"
    if frame.type.startswith("license.") and _is_done_already(verb):
        return "it only says which licenses are meant"
    if (frame.type.startswith("license.") and _is_without(verb)) or (
        frame.type.startswith(("license.", "control.")) and _is_in_a_way(verb)
    ):
        return "it speaks of how it is done, not of its being done"
    if _is_question(verb) or _is_to_be_found_out(verb, cues):
        return "it asks, and asserts nothing"
    if _is_supposed(verb):
        return "it only supposes that it happens"
    if frame.type in _RESTRICTING and _may_any_member(verb, cues):
        return "it says what each member of a union may do"
    if _is_left_undone(verb, frame):
        return "it says what follows where it is not done"
    if _makes_no_difference(verb):
        return "it says that this makes no difference, not that it happened"
    if _is_power(verb, cues) or (frame.type in _RESTRICTING and _is_empowered(verb, cues)) or _is_for_law(verb, cues):
        return "it says who has the power to do it"
    if _is_wish(verb, frame, cues):
        return "it says what somebody wishes or thinks right, which is an opinion"
    if _is_aim(verb, cues):
        return "it says what something is for, not that it was done"
    if frame.type in {"control.eased", "license.granted"} and _is_standing_leave(verb, cues):
        return "it says what is allowed, not that it was allowed then"
    if _is_doing_itself(verb):
        return "it speaks of doing such a thing, not of one that was done"
    if _was_not_to_be(verb):
        return "it says what would have been, and was not"
    return None


def _is_foretold(trigger: Token, cues: ModalityCues) -> bool:
    """Whether a clause of what may be is a guess of somebody who does not act ("analysts believe it could cut tariffs")."""
    clause = trigger if trigger.pos_ in {"VERB", "AUX"} else trigger.head
    speech = clause.head
    if clause.dep_ != "ccomp" or speech.lemma_.lower() not in cues.speech.guessing:
        return False
    if not _auxiliary_among(clause, cues.possible.auxiliaries):
        return False
    return any(speaker.lemma_.lower() in cues.speech.forecasters for speaker in subjects_of(speech))


def _tells_a_rule(verb: Token, cues: GeneralCues) -> bool:
    """Whether a clause says what is done in such cases ("licenses are usually denied", "if proven, duties are imposed")."""
    if verb.tag_ == "VBD" or any(child.lower_ in _PAST_AUXILIARIES for child in verb.children):
        return False
    if any(child.lower_ in cues.habits for child in verb.children) or "as a rule" in verb.sent.text.lower():
        return True
    cases = [inner.lower_ for child in verb.children if child.dep_ == "advcl" for inner in child.children]
    if verb.tag_ == "VBN" and "if" in cases and _is_present(verb):
        return True
    if not _auxiliary_among(verb, cues.permissions):
        return False
    able = _auxiliary_among(verb, [*cues.powers, "may"])
    return not set(cases).isdisjoint(cues.cases) or (
        able and ("when" in cases or "in which case" in verb.sent.text.lower())
    )


def _is_every_time(verb: Token, cues: GeneralCues) -> bool:
    """Whether a clause of time names no one time ("whenever a state bans exports", "when imposed")."""
    openers = {child.lower_ for child in verb.children if child.dep_ in {"advmod", "mark"}}
    if not openers.isdisjoint(cues.each_time):
        return _is_present(verb)
    if openers.isdisjoint(cues.times) or verb.dep_ != "advcl":
        return False
    subjects = subjects_of(verb)
    return _is_present(verb) and not subjects and verb.tag_ == "VBN"


def _is_any_case(verb: Token) -> bool:
    """Whether a clause opens any case of its kind in the present ("if an entity is added to a list, stop shipments")."""
    opens = any(child.lower_ in _CASE_OPENERS for child in verb.children if child.dep_ in {"mark", "advmod"})
    return opens and _is_present(verb) and any(map(_is_of_no_one, subjects_of(verb)))


def _is_by_anyone(verb: Token, cues: GeneralCues) -> bool:
    """Whether it is anyone of a kind who acts in the present ("governments impose", "a country places")."""
    return _is_present(verb) and any(
        subject.lemma_.lower() in cues.anyone and _is_of_no_one(subject) for subject in subjects_of(verb)
    )


def _is_of_no_one(noun: Token) -> bool:
    """Whether a noun stands for any of its kind: a bare plural, or one with "a", "any" or "one"."""
    before = [child for child in noun.children if child.i < noun.i]
    if noun.tag_ == "NNS":
        return not before or all(child.dep_ == "amod" and child.ent_type_ == "" for child in before)
    return any(child.lower_ in {"a", "an", "any", "one", "another", "every", "each"} for child in before)


def _of_noun(noun: Token, cues: GeneralCues) -> str | None:
    """Why a noun tells no act where those who may ask for it are any of a kind ("a listed party may petition for removal")."""
    verb = noun.head.head if noun.dep_ == "pobj" else noun.head
    if any(child.lower_ in _GOING_ON for child in noun.children):
        return "it speaks of its going on, not of its being done"
    if noun.dep_ in SUBJECTS and _is_to_be_found_out(verb, cues):
        return "it asks, and asserts nothing"
    if (
        verb.lemma_.lower() in _ASKING
        and _auxiliary_among(verb, cues.permissions)
        and any(map(_is_of_no_one, subjects_of(verb)))
    ):
        return "it says what anyone may ask for"
    if verb.lemma_.lower() in _LEADING and _auxiliary_among(verb, [*cues.permissions, *cues.powers]):
        return "it says what something can lead to"
    return None


def _is_to_anyone(verb: Token, cues: GeneralCues) -> bool:
    """Whether a clause says what may be done to or by any of a kind ("may not remove any entity", "any person may be fined")."""
    if not _auxiliary_among(verb, cues.permissions):
        return False
    parts = [child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass", "dobj"}]
    return any(child.lower_ in _OF_ANY for part in parts for child in part.children if child.dep_ == "det")


def _is_passive_custom(verb: Token, cues: GeneralCues) -> bool:
    """Whether the passive present of a whole sentence is of no party that it tells apart ("probes are launched when …")."""
    if not _is_present(verb) or not _is_whole_sentence(verb) or _is_headless(verb):
        return False
    things = [child for child in verb.children if child.dep_ == "nsubjpass"]
    in_cases = any(
        inner.lower_ in {*cues.cases, *cues.times, "if"}
        for child in verb.children
        if child.dep_ == "advcl"
        for inner in child.children
    )
    return bool(things) and all(_is_of_a_kind(thing, in_cases) for thing in things)


def _is_of_a_kind(noun: Token, in_cases: bool) -> bool:
    """Whether a plural stands for all of a kind: bare, with a clause in the present, or in a sentence on such cases."""
    if noun.tag_ != "NNS" or any(child.dep_ in {"nummod", "det", "poss"} or child.ent_type_ for child in noun.children):
        return False
    clauses = [child for child in noun.children if child.dep_ in {"acl", "relcl"}]
    if clauses:
        return all(clause.tag_ in PRESENT_TAGS for clause in clauses)
    return in_cases or not any(child.dep_ in {"amod", "compound", "prep"} for child in noun.children)


def _is_total(verb: Token) -> bool:
    """Whether a perfect counts up all that was done so far ("has now sanctioned over 1,000", "since May has listed over 100")."""
    if not any(child.lemma_.lower() == "have" for child in verb.children if child.dep_ == "aux"):
        return False
    counted = [inner for child in verb.children if child.dep_ in {"dobj", "nsubjpass"} for inner in child.subtree]
    if any(child.lower_ == "now" for child in verb.children if child.dep_ == "advmod"):
        return any(token.like_num for token in counted)
    since = any(child.lower_ == "since" for child in verb.children if child.dep_ == "prep")
    return since and any(token.like_num and token.i and token.nbor(-1).lower_ in _ABOVE for token in counted)


def _is_open_to_all(verb: Token, cues: GeneralCues) -> bool:
    """Whether people of a kind may or have to do it ("exporters may reapply", "requires that firms apply")."""
    subjects = subjects_of(verb)
    if not subjects or not all(subject.tag_ == "NNS" and not subject.ent_type_ for subject in subjects):
        return False
    required = verb.dep_ == "ccomp" and verb.head.lemma_.lower() in cues.requiring and verb.tag_ in {"VB", "VBP"}
    active = not any(child.dep_ == "auxpass" for child in verb.children)
    return required or (active and _auxiliary_among(verb, cues.permissions))


def _is_custom(verb: Token) -> bool:
    """Whether the present of a whole sentence speaks of licenses of no number or name ("approves requests", "are granted")."""
    if not _is_present(verb) or not _is_whole_sentence(verb) or _is_headless(verb):
        return False
    things = [child for child in verb.children if child.dep_ in {"dobj", "nsubjpass"}]
    if verb.lemma_ == "apply":
        things = subjects_of(verb)
    return verb.pos_ == "VERB" and verb.lemma_ != "have" and bool(things) and all(map(_is_of_no_number, things))


def _is_done_already(verb: Token) -> bool:
    """Whether a participle only says which licenses are meant ("licences already issued are not touched")."""
    bare = verb.tag_ == "VBN" and not any(child.dep_ in {"aux", "auxpass"} for child in verb.children)
    return bare and any(child.lower_ == "already" for child in verb.children)


def _is_in_a_way(verb: Token) -> bool:
    """Whether a clause only names the way of doing it ("publish how licenses are granted")."""
    first = first_joined(verb)
    joined = (first, *(child for child in first.children if child.dep_ == "conj"))
    return first.dep_ in {"ccomp", "pcomp", "xcomp"} and any(
        child.lower_ == "how" for one in joined for child in one.children
    )


def _is_without(verb: Token) -> bool:
    """Whether a clause says what is not done without something else ("none is issued without review")."""
    negated = any(
        child.dep_ == "neg" or child.lower_ in {"none", "nothing", "no"}
        for token in (verb, *subjects_of(verb))
        for child in (token, *token.children)
    )
    return negated and verb.tag_ != "VBD" and any(child.lower_ == "without" for child in verb.children)


def _is_of_no_number(noun: Token) -> bool:
    """Whether a plural is of no number, name or kind that a clause tells."""
    return noun.tag_ == "NNS" and not any(
        child.dep_ in {"nummod", "acl", "relcl"} or child.ent_type_ for child in noun.children
    )


def _is_headless(verb: Token) -> bool:
    """Whether a participle has no auxiliary, as in headlines and after nouns."""
    return verb.tag_ == "VBN" and not any(child.dep_ == "auxpass" for child in verb.children)


def _is_whole_sentence(verb: Token) -> bool:
    return verb.sent.text.rstrip().endswith((".", "?", '."', ".”"))


def _is_question(verb: Token) -> bool:
    """Whether a clause asks; one in the past only asks who did it, and not why it was done, which is known then."""
    if not verb.sent.text.rstrip().endswith("?"):
        return False
    asked = (token for subject in subjects_of(verb) for token in (subject, *subject.children))
    return verb.tag_ != "VBD" or any(token.tag_ in {"WP", "WDT"} for token in asked)


def _is_supposed(verb: Token) -> bool:
    """Whether a clause supposes what is not so: "if an embargo were ever placed on it", "were it to ban exports"."""
    above = verb.head
    if verb.dep_ in {"xcomp", "advcl"} and above.lower_ == "were" and verb.tag_ == "VB":
        return any(above.i < subject.i for subject in subjects_of(above))
    return any(child.dep_ == "mark" and child.lower_ == "if" for child in verb.children) and any(
        child.lower_ == "were" and subject.tag_ in {"NN", "NNP"}
        for child in verb.children
        if child.dep_ in {"aux", "auxpass"}
        for subject in subjects_of(verb)
    )


def _may_any_member(verb: Token, cues: GeneralCues) -> bool:
    """Whether a clause lets each state of a union do it: "Member States may prohibit the transit of items"."""
    subjects = subjects_of(verb)
    return _auxiliary_among(verb, cues.permissions) and any(
        subject.lower_ == "states" and any(child.lower_ == "member" for child in subject.children)
        for subject in subjects
    )


def _is_left_undone(verb: Token, frame: Frame) -> bool:
    """Whether a clause is a condition that it be not done ("unless the pause is extended", "if the duties are not lifted")."""
    openers = {child.lower_ for child in verb.children if child.dep_ == "mark"}
    if "unless" in openers:
        return True
    return "if" in openers and any(
        (child.dep_ == "neg" and frame.type.endswith(_RELIEVING))
        or any(word.dep_ == "det" and word.lower_ == "no" for word in child.children)
        for child in verb.children
    )


def _makes_no_difference(verb: Token) -> bool:
    """Whether a clause says what need not be ("whether or not the importer filed a request")."""
    return any(
        child.lower_ == "whether" and child.doc[child.i + 1 : child.i + 3].text.lower() == "or not"
        for child in verb.children
    )


def _is_to_be_found_out(verb: Token, cues: GeneralCues) -> bool:
    """Whether a clause is what somebody is to find out ("check whether a license was suspended")."""
    asked = verb.dep_ == "ccomp" and any(child.dep_ == "mark" and child.lower_ == "whether" for child in verb.children)
    return asked and verb.head.tag_ == "VB" and verb.head.lemma_.lower() in cues.checking


def _is_power(verb: Token, cues: GeneralCues) -> bool:
    """Whether a clause only says who is able to do it, or that it may be done whenever ("only Congress can end it").

    So does the clause above an infinitive ("a permit that can take 90 days to be approved").
    """
    infinitive = verb.dep_ in {"xcomp", "advcl"} and any(child.lower_ == "to" for child in verb.children)
    if infinitive and verb.head.pos_ == "VERB" and _auxiliary_among(verb.head, cues.powers):
        return True
    if any(child.dep_ in {"neg", "auxpass"} for child in verb.children):
        return False
    at_will = any(phrase in verb.sent.text.lower() for phrase in cues.at_will)
    return _auxiliary_among(verb, cues.powers) or (at_will and _auxiliary_among(first_joined(verb), cues.permissions))


def _is_empowered(verb: Token, cues: GeneralCues) -> bool:
    """Whether a clause says what somebody is given the power to do ("authorised Brazil to impose sanctions")."""
    return verb.dep_ == "xcomp" and verb.tag_ == "VB" and verb.head.lemma_.lower() in cues.empowering


def _is_for_law(verb: Token, cues: GeneralCues) -> bool:
    """Whether a clause says what a law lets or makes somebody do ("Section 338 allows the president to impose duties")."""
    above = verb.head
    return (
        verb.dep_ in {"xcomp", "ccomp"}
        and verb.tag_ == "VB"
        and above.tag_ in PRESENT_TAGS
        and above.lemma_.lower() in {*cues.empowering, *cues.leave, *cues.requiring, "let", "enable"}
        and any(subject.lemma_.lower() in cues.laws for subject in subjects_of(above))
    )


def _is_wish(verb: Token, frame: Frame, cues: GeneralCues) -> bool:
    """Whether a clause is what ought to be done, or what somebody calls for or hopes.

    A call for a new restriction or duty is a proposal of it where an authority makes it, and is told from others there.
    """
    if _auxiliary_among(verb, cues.wishes) or verb.head.lemma_.lower() in cues.wishes:
        return True
    if any(child.lower_ == "if" and child.i and child.nbor(-1).lower_ == "as" for child in verb.children):
        return True
    if verb.dep_ not in {"xcomp", "ccomp", "acl"} or frame.type.endswith(
        (".imposed", ".raised", ".expanded", ".proposed")
    ):
        return False
    return verb.head.lemma_.lower() in cues.urging


def _is_standing_leave(verb: Token, cues: GeneralCues) -> bool:
    """Whether the present says what those of a kind may do: "firms are allowed to sell food"."""
    if verb.lemma_.lower() not in cues.leave or not _is_present(verb) or _is_headless(verb):
        return False
    subjects = subjects_of(verb)
    return bool(subjects) and all(subject.tag_ == "NNS" and not subject.ent_type_ for subject in subjects)


def _is_doing_itself(verb: Token) -> bool:
    """Whether the doing is what a clause speaks of, with no one who does it: "imposing controls takes time"."""
    return verb.tag_ == "VBG" and verb.dep_ in {"csubj", "csubjpass"} and not subjects_of(verb)


def _was_not_to_be(verb: Token) -> bool:
    """Whether a main clause says what something else kept from happening ("without the order, sales would have been barred")."""
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    return {"would", "have"} <= auxiliaries and first_joined(verb).dep_ == "ROOT"


def _is_aim(verb: Token, cues: GeneralCues) -> bool:
    """Whether a clause is what a measure is meant for ("intended to restrict exports", "aimed at limiting sales")."""
    head = verb.head
    if verb.tag_ == "VB" and verb.dep_ == "advcl" and verb.i < head.i and _is_bound(head, cues):
        return True
    if verb.tag_ == "VBG" and verb.dep_ == "pcomp":
        head = head.head
    if head.lemma_.lower() == "include" and verb.tag_ == "VBG" and verb.dep_ in {"xcomp", "pcomp"}:
        return _is_present(head) and all(map(_is_bare_plural, (one for one in verb.children if one.dep_ == "dobj")))
    if head.lemma_.lower() in cues.means and verb.tag_ == "VBG" and verb.dep_ in {"xcomp", "pcomp"}:
        return _is_present(head)
    governed = verb.tag_ in {"VB", "VBG"} or verb.dep_ in {"xcomp", "advcl"}
    return head.i != verb.i and head.tag_ == "VBN" and head.lemma_.lower() in cues.aims and governed


def _is_bound(verb: Token, cues: GeneralCues) -> bool:
    """Whether a clause says what has to be done ("to lift the ban, a plant has to show …")."""
    if _auxiliary_among(verb, ["must", *cues.wishes]):
        return True
    obliged = verb.lemma_.lower() in {"have", "need", "require"}
    return obliged and any(child.dep_ == "xcomp" for child in verb.children)


def _is_bare_plural(noun: Token) -> bool:
    return noun.tag_ == "NNS" and not any(child.i < noun.i for child in noun.children)


def _auxiliary_among(verb: Token, words: list[str]) -> bool:
    return any(child.lower_ in words for child in verb.children if child.dep_ == "aux")


def _is_present(verb: Token) -> bool:
    """Whether a verb is in the simple present, or a participle with no auxiliary or one in the present."""
    auxiliaries = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    if verb.tag_ in PRESENT_TAGS:
        return not auxiliaries
    return verb.tag_ == "VBN" and all(child.tag_ in PRESENT_TAGS and child.dep_ == "auxpass" for child in auxiliaries)
