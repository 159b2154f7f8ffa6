"""Finds the time of an act whose own clause gives none: in the clause above or beside it, its paper, or its sentence.

Each rule gives a time expression and says in words why it is the act's; what a rule finds is an inference.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

from spacy.tokens import Token

from nlp.arguments import first_joined, subject_of, subjects_of
from nlp.proposals import PROPOSING
from nlp.records import TimeExpression
from nlp.sight import Sight
from nlp.time_gaps import across, gap_before

Dated = tuple[TimeExpression, Token]
"""A time expression and the token of it that the rest of the sentence governs."""
Inherited = tuple[TimeExpression, str]

_GOVERNED = frozenset({"acl", "advcl", "xcomp", "ccomp", "pcomp", "prep"})
PAPERS = frozenset(
    "rule notice order announcement letter regulation decision proclamation directive circular notification decree package "
    "action determination agreement act law judgment judgement ruling opinion verdict revision amendment ordinance resolution "
    "memorandum settlement accord plea".split()
)
"""Papers that do what they say; a statement, a release or a filing only tells of it."""
LASTING_PAPERS = frozenset({"act", "law", "agreement"})
"""Papers that do again and again what they say."""
MAKING = frozenset(
    "adopt publish issue sign release approve file date pass enact announce take post gazette hand deliver render circulate "
    "unveil".split()
)
_PERIODS = frozenset({"day", "date", "week", "month", "year", "evening", "morning"})
_PASTS = frozenset({"VBD", "VBN"})
_BY = frozenset({"in", "by", "under", "with", "through", "via"})
_SPANS = frozenset({"day", "week", "month", "year"})
"""What leads to what was done some time before: "lifted the ban within days of imposing it"."""
_MOVES = frozenset({"move", "step"})
_REPORTS = frozenset({"report", "recommendation", "finding"})
"""Papers that propose and find; of what an authority has done they only tell."""
_FAR = 25
_APART = frozenset({"after", "before", "following", "since", "despite"})
"""What leads to what was done at another time: "after announcing the controls it approved some exports in August"."""


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
        (_of_object, everywhere),
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
    if (timex := _right_before(clause, dated, sight)) is not None:
        return timex, "the act is told of that day"
    noun = clause.head
    for timex, _ in dated:
        inside = {token.i for token in sight.tokens_of(timex)}
        if noun.i in inside or (noun.lemma_.lower() in _PERIODS and _stands_beside(noun, inside)):
            return timex, "the act is told of that day"
    return None


def _stands_beside(noun: Token, day: Collection[int]) -> bool:
    """Whether a word for a period names the day before it once more: "on April 15, the day on which"."""
    last = noun.left_edge.i - 1
    return (noun.dep_ == "appos" and noun.head.i in day) or (
        last > 0 and noun.doc[last].text == "," and last - 1 in day
    )


def _right_before(clause: Token, dated: Sequence[Dated], sight: Sight) -> TimeExpression | None:
    """The time that stands right before a clause with "when" or "on which": "by May 26, on which date duties start"."""
    first = clause.left_edge
    words = [token.lower_ for token in first.doc[first.i : first.i + 2]]
    if not first.i or (words[:1] != ["when"] and words not in (["on", "which"], ["in", "which"])):
        return None
    last = first.nbor(-2) if first.i > 1 and first.nbor(-1).text == "," else first.nbor(-1)
    return next((timex for timex, _ in dated if last in sight.tokens_of(timex)), None)


def _opens_with_when(clause: Token) -> bool:
    past = clause.tag_ in {"VBD", "VBN"}
    return past and any(child.lower_ == "when" for child in clause.children)


def _beside(sight: Sight, clause: Token, dated: Sequence[Dated], others: frozenset[int]) -> Inherited | None:
    """The date of the verb that the clause shares its subject and tense with: "on Friday added A and removed B".

    The parser may join the second to what the first tells: "found in June that makers were hurt and recommended a duty".
    """
    token = clause
    while token.dep_ == "conj" and token.head.pos_ in {"VERB", "AUX"}:
        if _auxiliaries(token) or subject_of(token) is not None:
            return None
        content = token.head
        if not _same_tense(token, content):
            if content.dep_ != "ccomp" or token.tag_ != "VBD" or content.head.tag_ != "VBD":
                return None
            content = content.head
        token = content
        if timex := _time_of(token, dated):
            return timex, "it stands with the verb that the act's is joined to"
    return None


def _same_tense(one: Token, other: Token) -> bool:
    """Whether two joined verbs are of one tense; the tagger takes many a bare past for a participle."""
    return one.tag_ == other.tag_ or {one.tag_, other.tag_} <= _PASTS


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
        found = finite and token.tag_ == "VBD"
        token = token.head
        if found or (token.dep_ == "prep" and token.lower_ in _APART) or token.lemma_.lower() in _SPANS:
            return None
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
    """Whether an act is done while it is told, by who tells it: "announced on Friday that it adds", "said it was adding"."""
    verbs = sight.knowledge.speech
    marks = [child for child in first_joined(clause).children if child.dep_ in {"aux", "auxpass"}]
    if any(mark.lower_ == "had" or (mark.lower_ == "would" and clause.tag_ != "VB") for mark in marks):
        return False
    lemma = speech.lemma_.lower()
    if lemma in verbs.telling | verbs.proclaiming and _is_under_way(clause, marks):
        content = subject_of(clause)
        return _speaks_officially(sight, speech) or (content is not None and content.pos_ == "PRON")
    in_force = clause.tag_ in {"VBZ", "VBP", "VBG", "VBN", "VB"}
    return lemma in verbs.proclaiming and in_force and _speaks_officially(sight, speech)


def _is_under_way(clause: Token, marks: Sequence[Token]) -> bool:
    """Whether a verb is in a continuous tense: "was adding", "are being revoked"."""
    continuous = clause.tag_ == "VBG" and any(mark.lemma_ == "be" for mark in marks)
    return continuous or any(mark.lower_ == "being" for mark in marks)


def _speaks_officially(sight: Sight, speech: Token) -> bool:
    """Whether an authority, or who holds an office of one, is the subject of a verb of speech."""
    offices = sight.knowledge.narrative.offices
    return any(
        token.lemma_.lower() in offices or any(party.is_authority for party in sight.parties_of(token))
        for token in subjects_of(speech)
    )


def _on_paper(sight: Sight, clause: Token, dated: Sequence[Dated], others: frozenset[int]) -> Inherited | None:
    """The date of the paper that the act is done by: "in a rule published today", "by an order of July 31", "an order said today"."""
    speech = clause.head
    if clause.dep_ == "ccomp" and any(_is_new_paper(subject) for subject in subjects_of(speech)):
        if (timex := _time_of(speech, dated)) is not None:
            return timex, "the paper that tells the act is of then"
    for timex, top in dated:
        for token in (top, *top.ancestors):
            if token.i == clause.i:
                break
            lemma, leading = token.lemma_.lower(), token.head
            by_it = token.dep_ == "pobj" and leading.lower_ in _BY and leading.head.i in {clause.i, clause.head.i}
            if by_it and (lemma in _MOVES or (lemma in _REPORTS and leading.head.lemma_.lower() in PROPOSING)):
                return timex, "what does the act is of then"
            if lemma not in PAPERS:
                continue
            if by_it or (token.dep_ == "pobj" and _is_according_to(leading, clause) and lemma not in LASTING_PAPERS):
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


def _is_new_paper(noun: Token) -> bool:
    """Whether a noun names a paper that does what it says, and for the first time: "a government order"."""
    lasting = noun.lemma_.lower() in LASTING_PAPERS
    return noun.lemma_.lower() in PAPERS and not lasting and any(child.lower_ in {"a", "an"} for child in noun.children)


def _is_according_to(preposition: Token, clause: Token) -> bool:
    """Whether a "to" is that of an "according to" of a clause: "extended the license, according to a notice of Monday"."""
    according = preposition.head
    return according.lower_ == "according" and according.head.i in {clause.i, first_joined(clause).i}


def _of_subject(sight: Sight, clause: Token, dated: Sequence[Dated], others: frozenset[int]) -> Inherited | None:
    """The date on which the paper was made that does the act: "the rule, published on Friday, adds ten firms", "the order of
    Friday adds ten firms".
    """
    for timex, top in dated:
        verb = _governor(top)
        named = noun_of(top)
        if named is not None and named.lemma_.lower() not in LASTING_PAPERS:
            paper = named
        elif verb is None or verb.dep_ not in {"acl", "relcl"} or verb.lemma_.lower() not in MAKING:
            continue
        else:
            paper = verb.head
        if paper.dep_ == "nsubj" and paper.head.i == clause.i and paper.lemma_.lower() in PAPERS:
            return timex, "the paper that does the act was made then"
    return None


def noun_of(top: Token) -> Token | None:
    """The noun that a time says the day of, by the top token of the time: "the order of Friday", "a letter dated May 8"."""
    return top.head.head if top.dep_ == "pobj" and top.head.lower_ in {"of", "dated"} else None


def _of_object(sight: Sight, clause: Token, dated: Sequence[Dated], others: frozenset[int]) -> Inherited | None:
    """The date on which a paper was made that does what its clause says: "signed on Friday an order that imposes duties".

    So it is with what the paper is for: "approved on Friday a revision to put it on the list".
    """
    token = first_joined(clause)
    paper = token.head
    if token.dep_ not in {"relcl", "acl"} or paper.lemma_.lower() not in PAPERS or _auxiliaries(token):
        return None
    named = next((timex for timex, top in dated if top.head.i == paper.i and top.i < paper.i), None)
    if named is not None and paper.lemma_.lower() not in LASTING_PAPERS:
        return named, "the paper that does the act is of then"
    making = paper.head
    made = making.lemma_.lower() in MAKING and paper.dep_ in {"dobj", "nsubjpass"}
    content = token.tag_ == "VB" and token.dep_ == "acl"
    if not made or not (content or token.tag_ in {"VBZ", "VBP", "VBG"}) or (timex := _time_of(making, dated)) is None:
        return None
    return timex, "the paper that does the act was made then"


def _opening(sight: Sight, clause: Token, dated: Sequence[Dated], others: frozenset[int]) -> Inherited | None:
    """A date that opens the sentence is that of the first act told in it, and of one that is joined to this without a date."""
    sentence = clause.sent
    joined = _joined_in_past(clause)
    if any(sentence.start <= i < clause.i for i in others) and (joined is None or len(dated) > 1):
        return None
    for timex, top in dated:
        left = top.left_edge.i
        if left - sentence.start <= 2 and (
            top.left_edge.i == sentence.start or sentence[0].lower_ in {"on", "in", "late", "early"}
        ):
            governor = _governor(top)
            if joined is not None and (governor is None or governor.i != joined.i):
                continue
            if governor is None or governor.lemma_.lower() not in sight.knowledge.speech.reporting:
                return timex, "it opens the sentence"
    return None


def _joined_in_past(clause: Token) -> Token | None:
    """The past verb that "and" joins a clause in the past to, each with a subject of its own: "A raised its duty and B cut its"."""
    above = clause.head
    both_past = {clause.tag_, above.tag_} <= _PASTS and not _auxiliaries(clause) and not _auxiliaries(above)
    own = subject_of(clause) is not None
    return above if clause.dep_ == "conj" and above.pos_ == "VERB" and both_past and own else None


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
        or _is_within_relative(governor, clause)
    ):
        return None
    if governor.i in {token.i for token in clause.ancestors} or clause.i in {token.i for token in governor.ancestors}:
        return (timex, "it is the only date of the sentence") if abs(governor.i - clause.i) < 12 else None
    return None


def _is_within_relative(verb: Token, clause: Token) -> bool:
    """Whether a verb stands in a relative clause below another: "paused the tariffs that were set to start in April"."""
    for token in (verb, *verb.ancestors):
        if token.i == clause.i:
            return False
        if token.dep_ == "relcl":
            return clause in token.ancestors
    return False


def _is_of_its_own(verb: Token) -> bool:
    """Whether a verb heads a clause that tells something else: one with a subject or a conjunction of its own."""
    marked = any(child.dep_ in {"mark", "advmod"} and child.tag_ in {"IN", "WRB"} for child in verb.children)
    return marked or (verb.dep_ in {"advcl", "ccomp", "parataxis", "relcl"} and subject_of(verb) is not None)
