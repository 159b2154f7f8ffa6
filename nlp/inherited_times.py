"""Finds the time of an act whose own clause gives none: in the clause above or beside it, its paper, or its sentence.

Each rule gives a time expression and says in words why it is the act's; what a rule finds is an inference.
"""

from collections.abc import Callable, Mapping, Sequence

from spacy.tokens import Token

from nlp.arguments import subject_of
from nlp.records import TimeExpression
from nlp.sight import Sight
from nlp.time_gaps import across, gap_before

Dated = tuple[TimeExpression, Token]
"""A time expression and the token of it that the rest of the sentence governs."""
Inherited = tuple[TimeExpression, str]

_GOVERNED = frozenset({"acl", "advcl", "xcomp", "ccomp", "pcomp", "prep"})
_PAPERS = frozenset(
    "rule notice order announcement letter regulation decision proclamation directive circular notification decree package "
    "action determination agreement act law".split()
)
"""Papers that do what they say; a statement, a release or a filing only tells of it."""
_MAKING = frozenset("adopt publish issue sign release approve file date pass enact announce take post gazette".split())
_PERIODS = frozenset({"day", "date", "week", "month", "year", "evening", "morning"})
_BY = frozenset({"in", "by", "under", "with", "through", "via"})
_FAR = 25


def inherit_time(
    sight: Sight, clause: Token, standing: Mapping[str, Sequence[Dated]], others: frozenset[int]
) -> Inherited | None:
    """The time that a clause takes over from its surroundings, or None; ``others`` are the clauses of other acts.

    ``standing`` holds the sentence's times by where they stand to the act (see ``event_times``).
    """
    elsewhere = list(standing.get("elsewhere", ()))
    everywhere = sorted([*elsewhere, *standing.get("apart", ()), *standing.get("theme", ())], key=_place)
    if (gap := gap_before(clause)) is not None:
        return across(gap, _time_of(clause.head, everywhere), sight)
    rules: tuple[
        tuple[Callable[[Sight, Token, Sequence[Dated], frozenset[int]], Inherited | None], Sequence[Dated]], ...
    ]
    rules = (
        (_day_of_clause, everywhere),
        (_beside, elsewhere),
        (_above, elsewhere),
        (_of_decision, everywhere),
        (_on_paper, everywhere),
        (_of_subject, everywhere),
        (_opening, elsewhere),
        (_alone, elsewhere if len(elsewhere) == sum(map(len, standing.values())) else []),
    )
    for rule, dated in rules:
        if (found := rule(sight, clause, dated, others)) is not None:
            return found
    return None


def _place(dated: Dated) -> int:
    return dated[0].start


def _governor(top: Token) -> Token | None:
    return next((token for token in top.ancestors if token.pos_ in {"VERB", "AUX"}), None)


def _time_of(verb: Token, dated: Sequence[Dated]) -> TimeExpression | None:
    return next((timex for timex, top in dated if (above := _governor(top)) is not None and above.i == verb.i), None)


def _day_of_clause(sight: Sight, clause: Token, dated: Sequence[Dated], others: frozenset[int]) -> Inherited | None:
    """The time that a clause hangs on ("January 28, the day on which it acted") or that a "when" shares with it."""
    for token in (clause, clause.head):
        if token.dep_ == "advcl" and (token is clause or clause.dep_ == "conj") and _opens_with_when(token):
            if timex := _time_of(token.head, dated):
                return timex, "the clause tells of the time when that was done"
    for child in clause.children:
        if child.dep_ == "advcl" and _opens_with_when(child) and (timex := _time_of(child, dated)):
            return timex, "it was done when that was"
    if clause.dep_ != "relcl":
        return None
    noun = clause.head
    for timex, _ in dated:
        inside = {token.i for token in sight.tokens_of(timex)}
        if noun.i in inside or (noun.lemma_.lower() in _PERIODS and noun.dep_ == "appos" and noun.head.i in inside):
            return timex, "the act is told of that day"
    return None


def _opens_with_when(clause: Token) -> bool:
    past = clause.tag_ in {"VBD", "VBN"}
    return past and any(child.lower_ == "when" for child in clause.children)


def _beside(sight: Sight, clause: Token, dated: Sequence[Dated], others: frozenset[int]) -> Inherited | None:
    """The date of the verb that the clause shares its subject and tense with: "on Friday added A and removed B"."""
    token = clause
    while token.dep_ == "conj" and token.head.pos_ in {"VERB", "AUX"}:
        if token.tag_ != token.head.tag_ or _auxiliaries(token) or subject_of(token) is not None:
            return None
        token = token.head
        if timex := _time_of(token, dated):
            return timex, "it stands with the verb that the act's is joined to"
    return None


def _auxiliaries(verb: Token) -> bool:
    return any(child.dep_ in {"aux", "neg"} for child in verb.children)


def _above(sight: Sight, clause: Token, dated: Sequence[Dated], others: frozenset[int]) -> Inherited | None:
    """The date of the clause that governs the act's; a reporter's day of speaking is not the day of the act."""
    if clause.dep_ in {"acl", "relcl"} and clause.tag_ in {"VBN", "VBD"}:
        return None
    token = clause
    for _ in range(5):
        while token.dep_ == "conj" and token.tag_ == token.head.tag_ and token.head.dep_ in _GOVERNED:
            token = token.head
        if token.dep_ not in _GOVERNED and not (
            token.dep_ in {"pobj", "dobj", "nsubj", "conj"} and token is not clause
        ):
            return None
        if token.head.i == token.i or any(child.dep_ == "mark" and child.lower_ != "that" for child in token.children):
            return None
        finite = token.dep_ == "ccomp" and subject_of(token) is not None
        token = token.head
        if token.pos_ not in {"VERB", "AUX"}:
            continue
        if _only_plans(sight, token):
            return None
        timex = _time_of(token, dated)
        lemma = token.lemma_.lower()
        if (finite and lemma not in sight.knowledge.speech.deciding) or lemma in sight.knowledge.speech.reporting:
            if timex is not None and _performs(sight, token, clause):
                return timex, "an authority announces then what it does"
            return None
        if timex is not None:
            return (timex, "it stands in the clause that the act's depends on") if _near(token, clause) else None
    return None


def _of_decision(sight: Sight, clause: Token, dated: Sequence[Dated], others: frozenset[int]) -> Inherited | None:
    """The date of the decision that an act is the content of: "its May decision to place the firm on the list"."""
    decision = clause.head
    if (
        clause.dep_ != "acl"
        or clause.tag_ != "VB"
        or decision.lemma_.lower() not in {"decision", "move", "order", "vote"}
    ):
        return None
    timex = next((timex for timex, top in dated if decision.i in {top.head.i, top.head.head.i}), None)
    return (timex, "it is the date of the decision to do it") if timex is not None else None


def _near(one: Token, other: Token) -> bool:
    return abs(one.i - other.i) < _FAR


def _only_plans(sight: Sight, verb: Token) -> bool:
    """Whether a verb's day is that of a plan or a wish: "threatened on Friday to impose" does not say when it imposes."""
    cues = sight.knowledge.modality
    lemma = verb.lemma_.lower()
    return lemma not in {
        *sight.knowledge.speech.reporting,
        *sight.knowledge.speech.deciding,
        "be",
        "have",
        "go",
    } and lemma in {
        *cues.planned.governors,
        *cues.possible.governors,
        *cues.denied.governors,
    }


def _performs(sight: Sight, speech: Token, clause: Token) -> bool:
    """Whether an authority does by announcing it what it announces: "announced on Friday that it is adding"."""
    if speech.lemma_.lower() not in sight.knowledge.speech.proclaiming:
        return False
    speakers = [child for child in speech.children if child.dep_ == "nsubj"]
    official = any(party.is_authority for token in speakers for party in sight.parties_of(token))
    past = any(child.lower_ in {"had", "would"} for child in clause.children)
    return official and not past and clause.tag_ in {"VBZ", "VBP", "VBG", "VBN"}


def _on_paper(sight: Sight, clause: Token, dated: Sequence[Dated], others: frozenset[int]) -> Inherited | None:
    """The date of the paper that the act is done by: "in a rule published today", "by an order of July 31"."""
    for timex, top in dated:
        for token in (top, *top.ancestors):
            if token.i == clause.i:
                break
            if token.lemma_.lower() not in _PAPERS:
                continue
            if token.dep_ == "pobj" and token.head.lower_ in _BY and token.head.head.i in {clause.i, clause.head.i}:
                return timex, "the paper that does the act is of then"
            speech = token.head
            if (
                token.dep_ == "nsubj"
                and speech.lemma_.lower() in sight.knowledge.speech.reporting
                and clause.i in {speech.head.i, speech.i}
            ):
                return timex, "the paper that tells the act is of then"
            if token.dep_ == "nsubj" and clause.dep_ == "ccomp" and clause.head.i == speech.i:
                return timex, "the paper that tells the act is of then"
    return None


def _of_subject(sight: Sight, clause: Token, dated: Sequence[Dated], others: frozenset[int]) -> Inherited | None:
    """The date on which the paper was made that does the act: "the rule, published on Friday, adds ten firms"."""
    for timex, top in dated:
        verb = _governor(top)
        if verb is None or verb.dep_ not in {"acl", "relcl"} or verb.lemma_.lower() not in _MAKING:
            continue
        paper = verb.head
        if paper.dep_ == "nsubj" and paper.head.i == clause.i and paper.lemma_.lower() in _PAPERS:
            return timex, "the paper that does the act was made then"
    return None


def _opening(sight: Sight, clause: Token, dated: Sequence[Dated], others: frozenset[int]) -> Inherited | None:
    """A date that opens the sentence is that of the first act told in it."""
    sentence = clause.sent
    if any(sentence.start <= i < clause.i for i in others):
        return None
    for timex, top in dated:
        left = top.left_edge.i
        if left - sentence.start <= 2 and (
            top.left_edge.i == sentence.start or sentence[0].lower_ in {"on", "in", "late", "early"}
        ):
            governor = _governor(top)
            if governor is None or governor.lemma_.lower() not in sight.knowledge.speech.reporting:
                return timex, "it opens the sentence"
    return None


def _alone(sight: Sight, clause: Token, dated: Sequence[Dated], others: frozenset[int]) -> Inherited | None:
    """The only date of a sentence, where no other act is told in it and no reporter's verb or far clause holds it."""
    sentence = range(clause.sent.start, clause.sent.end)
    if len(dated) != 1:
        return None
    timex, top = dated[0]
    governor = _governor(top)
    if governor is None:
        return (timex, "it is the only date of the sentence") if not any(i in sentence for i in others) else None
    joined = clause.dep_ == "conj" and clause.head.i == governor.i
    if (
        governor.lemma_.lower() in sight.knowledge.speech.reporting
        or governor.i in others
        or joined
        or _is_of_its_own(governor)
    ):
        return None
    if governor.i in {token.i for token in clause.ancestors} or clause.i in {token.i for token in governor.ancestors}:
        return (timex, "it is the only date of the sentence") if abs(governor.i - clause.i) < 12 else None
    return None


def _is_of_its_own(verb: Token) -> bool:
    """Whether a verb heads a clause that tells something else: one with a subject or a conjunction of its own."""
    marked = any(child.dep_ in {"mark", "advmod"} and child.tag_ in {"IN", "WRB"} for child in verb.children)
    return marked or (verb.dep_ in {"advcl", "ccomp", "parataxis"} and subject_of(verb) is not None)
