"""Mends what the small English parser gets wrong again and again in the prose of trade policy.

Each repair is a pattern of tags, heads and words with one right reading; the trees that match none stay as they are.
"""

from collections.abc import Callable, Iterator

from spacy.tokens import Doc, Token

from nlp.arguments import CURRENCIES, SUBJECTS
from nlp.time_repairs import (
    BEFORE_TIMES,
    attach,
    content_behind_time,
    day_before_participle,
    day_between_speech_and_content,
    day_between_subject_and_verb,
    day_read_with_goods,
    is_day,
    month_read_as_object,
    relative_clause_of_a_day,
    time_before_aside,
    time_before_speaker,
    time_before_subject,
)

MEASURES = frozenset(
    "ban bans control controls curb curbs restriction restrictions tariff tariffs duty duties levy levies sanction sanctions "
    "embargo quota quotas license licenses licence licences limit limits rule rules order orders requirement requirements "
    "measure measures exclusion exclusions exemption exemptions waiver waivers prohibition prohibitions penalty penalties "
    "investigation investigations probe probes".split()
)
"""Nouns that an act makes, and that a participle behind them tells of ("controls on chips imposed in October")."""

_TRADE = frozenset({"export", "import", "trade", "re-export", "reexport"})
_TAKING_INFINITIVES = frozenset(
    "license licence permit permission approval authorization authorisation clearance right plan ability decision order "
    "intention attempt waiver leave pressure need".split()
)
_ABOUT_DUMPING = frozenset(
    "probe probes investigation investigations inquiry case cases duty duties margin margins".split()
)
_END_USERS = frozenset({"end", "end-user", "end-users"})
_ACTS_ON_MEASURES = frozenset(
    "impose introduce announce levy place put adopt enact issue extend lift grant set slap unveil restore reinstate "
    "revoke suspend propose implement tighten ease begin start open launch publish sign order".split()
)


_NAMES = frozenset({"NNP", "NNPS"})
_NOUNS = frozenset({"NOUN", "PROPN", "NUM"})
_LABEL = 14
"""Within how many words of a participle the colon stands that makes a label of it and its times."""
_LEMMAS = {
    "fined": "fine",
    "fining": "fine",
    "axed": "axe",
    "pared": "pare",
    "paring": "pare",
    "spared": "spare",
    "sparing": "spare",
}
"""Verbs whose lemma the lemmatizer's rules cut too short ("fined" from "fin")."""


def repair_parse(doc: Doc) -> Doc:
    """The document with known misreadings mended in place; it needs tags and a dependency parse."""
    for token in doc:
        if (of_word := _OF_WORDS.get(token.lower_)) is not None:
            of_word(token)
        if token.tag_ in _NAMES:
            _party_before_sum(token)
        for repair in _OF_RELATIONS.get(token.dep_, ()):
            repair(token)
    return doc


def _lemma_cut_short(token: Token) -> None:
    """ "fined": of "fine", not of "fin"."""
    if token.tag_ in {"VBD", "VBN", "VBG"} and token.lower_ in _LEMMAS:
        token.lemma_ = _LEMMAS[token.lower_]


def _trade_noun_read_as_infinitive(token: Token) -> None:
    """ "a response to export controls": ``export`` modifies what follows, and ``to`` is a preposition."""
    if token.lower_ not in _TRADE or token.tag_ != "VB" or token.i + 1 >= len(token.doc) or token.i == 0:
        return
    particle, measure = token.nbor(-1), token.nbor(1)
    governor = token.head
    if particle.tag_ != "TO" or particle.head != token or measure.lower_ not in MEASURES or measure.head != token:
        return
    if governor.pos_ not in {"NOUN", "PROPN"} or governor.i > particle.i or governor.lemma_ in _TAKING_INFINITIVES:
        return
    particle.tag_, particle.pos_ = "IN", "ADP"
    token.tag_, token.pos_ = "NN", "NOUN"
    attach(particle, governor, "prep")
    attach(measure, particle, "pobj")
    for child in list(token.children):
        attach(child, measure, child.dep_)
    attach(token, measure, "compound")


def _dumping_before_its_noun(token: Token) -> None:
    """ "opens dumping probe": the probe is what is opened, and dumping what it is about."""
    noun = token.nbor(1) if token.i + 1 < len(token.doc) else None
    if token.lower_ != "dumping" or noun is None or noun.head != token or noun.lower_ not in _ABOUT_DUMPING:
        return
    governor, role = token.head, "dobj" if token.dep_ == "xcomp" else token.dep_
    if governor == token or noun.dep_ != "dobj":
        return
    token.tag_, token.pos_ = "NN", "NOUN"
    attach(noun, governor, role)
    for child in [child for child in token.children if child != noun]:
        attach(child, noun, child.dep_)
    attach(token, noun, "compound")


def _relative_clause_read_as_main(token: Token) -> None:
    """ "published a rule, effective as of Monday, that extends the controls": the rule extends them, and it was published."""
    main = token.head
    pronoun = next((child for child in main.children if child.dep_ == "nsubj"), None)
    made = next((child for child in token.children if child.dep_ == "dobj"), None)
    if pronoun is None or made is None or pronoun.tag_ != "WDT" or not made.i < pronoun.i < main.i:
        return
    attach(token, token if main.head == main else main.head, main.dep_)
    attach(main, made, "relcl")


def _share_read_with_its_particle(token: Token) -> None:
    """ "goes up to 25 percent": "up" is the verb's and "to" leads to the rate."""
    if token.lower_ != "to" or token.dep_ != "quantmod" or not token.i or token.nbor(-1).lower_ not in {"up", "down"}:
        return
    share = token.head.head
    verb = share.head
    if share.lower_ not in {"percent", "%", "cent"} or verb.pos_ != "VERB" or token.i - 2 != verb.i:
        return
    attach(token.nbor(-1), verb, "prt")
    attach(token, verb, "prep")
    token.tag_, token.pos_ = "IN", "ADP"
    attach(share, token, "pobj")


def _participle_of_measure(token: Token) -> None:
    """ "controls on semiconductors imposed by Washington": what is imposed are the controls."""
    if token.tag_ not in {"VBN", "VBD"} or token.dep_ != "acl" or token.lemma_.lower() not in _ACTS_ON_MEASURES:
        return
    if token.head.lower_ in MEASURES:
        return
    measure = next((noun for noun in _nouns_above(token.head) if noun.lower_ in MEASURES), None)
    if measure is not None:
        attach(token, measure, "acl")


def _party_before_sum(token: Token) -> None:
    """ "fined Acme 5 million euros": the name is whom it is done to, not a part of the sum."""
    total = token.head
    verb = total.head
    if total.lower_ not in CURRENCIES or total.dep_ != "dobj":
        return
    if verb.i < token.i < total.i and not any(inner.like_num for inner in token.doc[verb.i + 1 : token.i]):
        attach(token, verb, "dative")


def _participle_joined_to_verb(token: Token) -> None:
    """ "imposed a duty and prohibited exports": the second is a verb with an object, not a participle before a noun."""
    noun = token.head
    if token.dep_ != "amod" or token.tag_ not in {"VBN", "VBD"} or noun.dep_ != "conj" or noun.i < token.i:
        return
    governor = noun.head
    if governor.pos_ != "VERB" or governor.tag_ not in {"VBD", "VBN"} or token.nbor(-1).dep_ != "cc":
        return
    attach(token, governor, "conj")
    token.tag_, token.pos_ = governor.tag_, "VERB"
    attach(noun, token, "dobj")


def _name_before_its_verb(token: Token) -> None:
    """ "WTO rules against duties": a name right before a finite verb without a subject is its subject."""
    verb = token.head
    if token.dep_ not in {"compound", "nmod"} or token.i != verb.i - 1 or verb.tag_ not in {"VBZ", "VBD", "VBP"}:
        return
    if token.tag_ in _NAMES and not any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children):
        token.dep_ = "nsubj"


def _past_read_as_participle(token: Token) -> None:
    """ "the department on Friday expanded export controls": a sentence whose only verb was read as an adjective."""
    noun = token.head
    if (
        token.dep_ != "amod"
        or token.tag_ not in {"VBN", "VBD"}
        or noun.dep_ != "ROOT"
        or noun.pos_ not in {"NOUN", "PROPN"}
    ):
        return
    subject = next((child for child in noun.children if child.dep_ == "nsubj" and child.i < token.i), None)
    if subject is None or any(
        child.pos_ in {"AUX", "VERB"} and child.dep_ in {"aux", "cop"} for child in noun.children
    ):
        return
    moved = [child for child in noun.children if child is not token and (child.i < token.i or child.dep_ == "punct")]
    token.tag_, token.pos_ = "VBD", "VERB"
    attach(token, token, "ROOT")
    for child in moved:
        attach(child, token, child.dep_)
    attach(noun, token, "dobj")


def _label_before_what_it_is_done_to(token: Token) -> None:
    """ "Newly designated on January 17: eleven firms": what stands behind the colon is what the participle is done to."""
    sentence = token.sent
    if token.tag_ not in {"VBN", "VBD"} or any(child.dep_ in SUBJECTS for child in token.children):
        return
    if any(word.pos_ != "ADV" for word in token.doc[sentence.start : token.i]):
        return
    within = token.doc[token.i + 1 : min(token.i + _LABEL, sentence.end)]
    colon = next((word.i for word in within if word.text == ":"), sentence.end)
    noun = next((word for word in (*token.children, token.head) if word.i > colon and word.pos_ in _NOUNS), None)
    if noun is not None:
        if noun == token.head:
            attach(token, token, "ROOT")
        attach(noun, token, "nsubjpass")


def _clause_before_semicolon(token: Token) -> None:
    """ "The panel ruled; a second verdict is expected": the first clause is not what the second one says."""
    head = token.head
    if token.i < head.i and any(child.text == ";" and token.i < child.i < head.i for child in head.children):
        token.dep_ = "parataxis"


def _standing_as_done(token: Token) -> None:
    """ "The duty stands extended": in the gazettes of India "stands" is what "is" is elsewhere."""
    done = token.nbor(1) if token.i + 1 < len(token.doc) else None
    if token.pos_ != "VERB" or done is None or done.tag_ != "VBN" or done.head != token:
        return
    governor, relation = token.head, token.dep_
    for child in [child for child in token.children if child != done]:
        attach(child, done, "nsubjpass" if child.dep_ == "nsubj" else child.dep_)
    attach(done, done if governor == token else governor, relation)
    attach(token, done, "auxpass")
    token.pos_ = "AUX"


def _subject_above_its_participle(token: Token) -> None:
    """ "Licences covering turbines were approved": what is approved are the licences, not the covering."""
    noun = next((child for child in token.children if child.dep_ in SUBJECTS), None)
    if token.tag_ != "VBG" or noun is None or noun.i != token.i - 1 or noun.tag_ not in {"NN", "NNS"}:
        return
    role = {"csubj": "nsubj", "csubjpass": "nsubjpass"}[token.dep_]
    attach(noun, token.head, role)
    for child in [child for child in token.children if child.i < noun.i]:
        attach(child, noun, child.dep_)
    attach(token, noun, "acl")


def _name_of_validated_users(token: Token) -> None:
    """ "granted Acme validated end-user authorizations": "validated" is no verb, and what it has is the verb's above."""
    noun = next((child for child in token.children if child.dep_ == "dobj"), None)
    if token.dep_ != "ccomp" or noun is None or token.i + 1 >= len(token.doc) or token.nbor(1).lower_ not in _END_USERS:
        return
    verb = token.head
    for child in [child for child in token.children if child.dep_ in SUBJECTS]:
        attach(child, verb, "dative")
    attach(noun, verb, "dobj")
    for child in [child for child in token.children if child != noun]:
        attach(child, noun, child.dep_)
    token.tag_, token.pos_ = "VBN", "VERB"
    attach(token, noun, "amod")


def _name_in_list_read_as_time(token: Token) -> None:
    """ "removed Acme, Q+ and Zenith": a name that opens the rest of a list is joined to the name before it."""
    if token.i < token.sent.start + 2 or token.nbor(-1).text != "," or is_day(token) or not token.text[:1].isupper():
        return
    first, parts = token.nbor(-2), {child.dep_ for child in token.children}
    if first.tag_ in _NAMES and first.dep_ in {"dobj", "pobj"} and {"cc", "conj"} <= parts:
        attach(token, first, "conj")
        token.tag_, token.pos_ = "NNP", "PROPN"


def _section_before_its_noun(token: Token) -> None:
    """ "Section 301 tariffs were imposed": the tariffs are the subject, the section only names them."""
    if token.i + 2 >= len(token.doc) or not token.nbor(1).like_num:
        return
    noun = token.nbor(2)
    if noun.head != token or noun.tag_ not in {"NN", "NNS"} or noun.dep_ not in {"appos", "dep", "nmod"}:
        return
    governor, role = token.head, token.dep_
    if governor == token:
        return
    attach(noun, governor, role)
    for child in [child for child in token.children if child.i > noun.i]:
        attach(child, noun, child.dep_)
    attach(token, noun, "compound")


def _list_behind_its_keeper(token: Token) -> None:
    """ "to the Bureau's Entity List": the list is the object of the preposition, its keeper the possessor."""
    if token.dep_ != "appos" or token.text not in {"List", "Lists", "list", "lists"}:
        return
    keeper = token.head
    marks = [child for child in token.doc[keeper.i + 1 : token.i] if child.tag_ == "POS"]
    if keeper.dep_ not in {"pobj", "dobj"} or not marks or keeper.i > token.i:
        return
    governor, role = keeper.head, keeper.dep_
    attach(token, governor, role)
    attach(keeper, token, "poss")


def _nouns_above(noun: Token) -> Iterator[Token]:
    """The nouns that a noun stands in a prepositional phrase of, nearest first."""
    for _ in range(3):
        if noun.dep_ != "pobj" or noun.head.pos_ != "ADP":
            return
        noun = noun.head.head
        if noun.pos_ not in {"NOUN", "PROPN"}:
            return
        yield noun


def _past_joined_to_infinitive(token: Token) -> None:
    """ "amended one license to add potash and issued another": a past is joined to the past before it, not to the infinitive."""
    verb = token.head.head
    infinitive = token.head.tag_ == "VB" and any(child.lower_ == "to" for child in token.head.children)
    if token.tag_ == "VBD" and infinitive and verb.tag_ == "VBD" and verb.i < token.head.i:
        token.head = verb


_OF_WORDS: dict[str, Callable[[Token], None]] = {
    **dict.fromkeys(_LEMMAS, _lemma_cut_short),
    **dict.fromkeys(_TRADE, _trade_noun_read_as_infinitive),
    "dumping": _dumping_before_its_noun,
    "validated": _name_of_validated_users,
    "section": _section_before_its_noun,
    **dict.fromkeys(("stand", "stands", "stood"), _standing_as_done),
    **dict.fromkeys(BEFORE_TIMES, time_before_subject),
}
_OF_RELATIONS: dict[str, tuple[Callable[[Token], None], ...]] = {
    "acl": (_participle_of_measure,),
    "amod": (_past_read_as_participle, _participle_joined_to_verb),
    "appos": (_list_behind_its_keeper,),
    "compound": (_name_before_its_verb,),
    "dobj": (month_read_as_object,),
    "conj": (_past_joined_to_infinitive,),
    "csubj": (_subject_above_its_participle,),
    "csubjpass": (_subject_above_its_participle,),
    "nmod": (_name_before_its_verb,),
    "npadvmod": (
        day_read_with_goods,
        content_behind_time,
        day_between_speech_and_content,
        time_before_speaker,
        day_before_participle,
        _name_in_list_read_as_time,
    ),
    "prep": (
        day_read_with_goods,
        day_between_subject_and_verb,
        day_between_speech_and_content,
        time_before_speaker,
        time_before_aside,
    ),
    **dict.fromkeys(("ROOT", "advcl"), (_label_before_what_it_is_done_to,)),
    "ccomp": (_label_before_what_it_is_done_to, _clause_before_semicolon, _relative_clause_read_as_main),
    "quantmod": (_share_read_with_its_particle,),
    "relcl": (relative_clause_of_a_day,),
}
"""The repairs by the word, or by the relation to its head, that a token must have for one to fit."""
