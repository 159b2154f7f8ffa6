"""Tells where a time expression stands to an act: with its verb, with a noun of its clause, or with something else."""

from spacy.tokens import Token

from nlp.arguments import decision_of
from nlp.candidates import Candidate
from nlp.records import TimeExpression
from nlp.sight import Sight

_CLAUSE_HEADS = frozenset({"relcl", "ccomp", "advcl", "parataxis", "conj", "acl", "xcomp"})
_SETTING_APART = frozenset({"after", "before", "following", "since", "despite", "under", "pending", "ahead", "amid"})
_STATES = frozenset("be need require have face pay apply hold remain bar exclude exempt".split())
_LASTING = frozenset({"control.imposed", "tariff.imposed", "tariff.excluded"})
"""Acts that make a state: "China has banned imports since 2020" tells when the ban began."""
_OF_SCOPE = frozenset(
    "aim intend design mean bar allow target require cover call affect direct tailor ship make produce assemble manufacture grow mine".split()
)
_OF_ORIGIN = frozenset(
    "originate come concern involve contain bind head link tie connect relate associate affiliate base locate own control "
    "suspect accuse".split()
)
"""What goods and parties always are, whenever a measure is taken on them: "duties on steel originating in China in May"."""
_OF_SIZE = frozenset("range total average reach exceed cover affect target".split())
ARRANGED = frozenset("set schedule plan slate due expect fix".split())
_SHARES = frozenset("all most much part some".split())


def standing_of(top: Token, timex: TimeExpression, candidate: Candidate, rivals: frozenset[int], sight: Sight) -> str:
    """Where a time expression stands to the act that a candidate tells.

    ``verb``: with the act's verb; ``noun``: with a noun of its clause; ``theme``: it says which theme is meant ("the license
    of May"); ``apart``: it dates something else that the clause only names ("the Trade Act of 1974", "the controls announced
    in May", "after a meeting on Friday"); ``elsewhere``: in another clause.
    """
    own = {candidate.clause.i, candidate.trigger.i}
    found = "verb"
    token = top
    while token.i not in own:
        if token.i in rivals or token.head.i == token.i:
            return "elsewhere"
        if (
            token.pos_ in {"VERB", "AUX"}
            and token.dep_ in _CLAUSE_HEADS
            and not _attached_low(token, timex, top, sight)
        ):
            return "apart" if token.dep_ in {"acl", "relcl"} and token.head.i not in own else "elsewhere"
        if token.dep_ == "prep" and _sets_apart(token, timex, top, candidate, sight):
            return "apart"
        if token.pos_ in {"NOUN", "PROPN"} and token is not top:
            found = "noun"
        if token is top and (decision := decision_of(candidate.clause)) is not None and decision.i == token.head.i:
            return "noun"
        if token.head.pos_ in {"NOUN", "PROPN"} and token.head.i not in own and _names(token, top, timex, sight):
            return "theme" if candidate.theme is not None and token.head.i == candidate.theme.i else "apart"
        token = token.head
    return found


def _sets_apart(preposition: Token, timex: TimeExpression, top: Token, candidate: Candidate, sight: Sight) -> bool:
    """Whether what follows a preposition is another time than the act's: "after the talks of May", "a quota for 2024"."""
    if preposition.lower_ == "for" and timex.type == "DATE" and top.head.i == preposition.i:
        return preposition.head.lemma_.lower() not in ARRANGED and preposition.nbor(1).lower_ not in _SHARES
    if timex.type == "TIME" and preposition.lower_ in {"after", "before"} and preposition.i in {top.i, top.head.i}:
        return False
    if preposition.lower_ == "before" and timex.mod == "END" and not sight.is_over(timex) and not sight.is_ahead(timex):
        return False
    return preposition.lower_ in _SETTING_APART and not _begins_state(preposition, candidate)


def _begins_state(since: Token, candidate: Candidate) -> bool:
    """Whether a "since" says when a state began ("has been on the list since 2019", "have been charged since May"); what
    was done since began no one day.
    """
    verb = since.head
    perfect = any(child.lemma_ == "have" and child.dep_ == "aux" for child in verb.children)
    if since.lower_ != "since" or not perfect:
        return False
    several = any(child.dep_ == "nummod" for noun in verb.children for child in noun.children if noun.dep_ == "dobj")
    lasts = verb.i == candidate.clause.i and candidate.frame.type in _LASTING and not several
    return lasts or verb.lemma_.lower() in _STATES


def first_of_list(top: Token) -> Token:
    """The first of the dates that one is joined to ("on May 20, August 19 and November 18"): what holds of it holds of all."""
    while top.head.i < top.i and (
        (top.dep_ == "conj" and top.head.pos_ in {"NOUN", "PROPN", "NUM"})
        or (top.dep_ == "appos" and top.head.pos_ in {"PROPN", "NUM"})
    ):
        top = top.head
    return top


def _attached_low(verb: Token, timex: TimeExpression, top: Token, sight: Sight) -> bool:
    """Whether the parser hung the clause's time on a word of its content: "allowed it to sell chips on Friday".

    A day gone by is no infinitive's, nor that of a verb of size ("set tariffs that ranged up to 30 percent in March"), and a
    bare one ("that same month") is not that of a participle of purpose or scope.
    """
    if sight.is_ahead(timex):
        return False
    if verb.tag_ == "VB":
        return verb.dep_ in {"xcomp", "acl"}
    if verb.dep_ == "relcl":
        return verb.tag_ == "VBD" and verb.lemma_.lower() in _OF_SIZE
    lemma = verb.lemma_.lower()
    return verb.dep_ == "acl" and (lemma in _OF_ORIGIN or (lemma in _OF_SCOPE and top.dep_ == "npadvmod"))


def _names(token: Token, top: Token, timex: TimeExpression, sight: Sight) -> bool:
    """Whether a date only says which one a noun speaks of: "the order of July 31", "its May decision", "a quota for 2024"."""
    if token is top:
        return token.dep_ in {"compound", "nummod", "nmod", "amod", "poss"}
    if token.dep_ != "prep" or top.head.i != token.i:
        return False
    return token.lower_ in {"of", "for", "dated"} or (token.lower_ == "from" and not sight.is_ahead(timex))
