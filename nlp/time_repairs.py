"""Mends what the small English parser gets wrong about times: which verb a day stands with, and whom it takes along.

Each repair is a pattern of tags, heads and words with one right reading; the trees that match none stay as they are.
"""

import re

from spacy.tokens import Token

from nlp.arguments import SUBJECTS

TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december jan. feb. mar. apr. jun. jul. aug. sept. sep. oct. nov. dec.".split()
)
"""Days of the week and months, which the parser sees one token at a time."""
BEFORE_TIMES = frozenset({"on", "in", "by", "since"})
"""The prepositions behind which a date may be drawn to the noun that follows it."""
_DAYS = TIMES | {"yesterday", "today"}
_PERIODS = frozenset({"week", "month", "year"})
_OF_GOODS = frozenset({"worth", "bound", "destined", "meant", "intended"})
"""Words that say what goods are worth or where they are to go, behind which a day is that of the verb above."""
_DAY_OR_YEAR = re.compile(r"\d{1,2}(?:st|nd|rd|th)?|(?:19|20)\d\d")


def attach(token: Token, head: Token, role: str) -> None:
    """Hangs a token on another one in place; on one that hangs on it, which would make a circle, it is not hung."""
    if head != token and token.is_ancestor(head):
        return
    token.head = head
    token.dep_ = role


def day_between_subject_and_verb(token: Token) -> None:
    """ "Commerce on Monday added": the day is the verb's, not the subject's."""
    if token.dep_ != "prep" or token.lower_ not in {"on", "in", "late", "early"}:
        return
    subject = token.head
    verb = subject.head
    if subject.dep_ not in {"nsubj", "nsubjpass"} or verb.pos_ != "VERB" or not subject.i < token.i < verb.i:
        return
    day = next((child for child in token.children if child.dep_ == "pobj"), None)
    if day is None or not (day.lower_ in TIMES or (day.like_num and len(day.text) == 4)):
        return
    attach(token, verb, "prep")


def time_before_subject(token: Token) -> None:
    """ "On March 7 OFAC extended", "In 2019 Huawei was listed": the time is the preposition's, and what follows the subject."""
    words = _time_words_after(token)
    if words and token.head == token:
        _part_clause_from_day(token, words)
    follower = _drawn_into(token, words) if words else None
    if follower is None:
        return
    verb = token.head if follower.head == token else follower.head
    subjects = [child for child in verb.children if child.dep_ in SUBJECTS]
    if verb.pos_ not in {"VERB", "AUX"} or verb.i < follower.i or subjects not in ([], [follower]):
        return
    if token in verb.ancestors:
        return
    if not subjects:
        passive = any(child.dep_ == "auxpass" for child in verb.children)
        attach(follower, verb, "nsubjpass" if passive else "nsubj")
    top = next((word for word in words if word.lower_ in TIMES), words[0])
    for word in words:
        attach(word, top, "punct" if word.is_punct else "nummod")
    attach(top, token, "pobj")
    attach(token, verb, "prep")


def _part_clause_from_day(preposition: Token, words: list[Token]) -> None:
    """ "On April 8 BIS expanded license requirements": a clause, where the parser saw one phrase of "requirements"."""
    noun = next((child for child in preposition.children if child.dep_ == "pobj" and child.i > words[-1].i), None)
    if noun is None:
        return
    verb = next((child for child in noun.children if child.dep_ == "amod" and child.tag_ in {"VBN", "VBD"}), None)
    if verb is None or verb.i < words[-1].i + 2 or verb.nbor(-1).pos_ not in {"NOUN", "PROPN"}:
        return
    subject = verb.nbor(-1)
    verb.tag_, verb.pos_ = "VBD", "VERB"
    attach(verb, verb, "ROOT")
    attach(noun, verb, "dobj")
    attach(subject, verb, "nsubj")
    for word in verb.doc[words[-1].i + 1 : subject.i]:
        if word.head.i > verb.i:
            attach(word, subject, word.dep_)
    for word in words:
        if word.head == subject or word.head == noun:
            attach(word, words[0], "pobj")
    attach(words[0], preposition, "pobj")
    attach(preposition, verb, "prep")


def _time_words_after(preposition: Token) -> list[Token]:
    """The words of a date right behind a preposition: "March 7, 2023", "15 May", "Friday", "2019"."""
    words: list[Token] = []
    for word in preposition.doc[preposition.i + 1 : preposition.i + 6]:
        if not (word.lower_ in TIMES or _DAY_OR_YEAR.fullmatch(word.text) or (words and word.text == ",")):
            break
        words.append(word)
    while words and words[-1].is_punct:
        words.pop()
    is_year = len(words) == 1 and len(words[0].text) == 4 and words[0].is_digit
    return words if is_year or any(word.lower_ in TIMES for word in words) else []


def _drawn_into(preposition: Token, words: list[Token]) -> Token | None:
    """The noun behind a date that the parser took the date, or its preposition, to belong to; None where it saw the date."""
    last = words[-1].i
    for word in words:
        noun = word.head
        while noun.i > last and noun.dep_ in {"compound", "poss", "nmod"} and noun.head.i > noun.i:
            noun = noun.head
        if noun.i > last and noun.dep_ in {"pobj", *SUBJECTS}:
            return noun
    second = [child for child in preposition.children if child.dep_ == "pobj" and child.i > last]
    return second[0] if second and any(word.head == preposition for word in words) else None


def day_between_speech_and_content(token: Token) -> None:
    """ "said on Thursday it would scrap": the day before the content's subject is that of the speaking."""
    content = token.head
    speech = content.head
    if content.dep_ != "ccomp" or speech.pos_ != "VERB" or not speech.i < token.i < content.i:
        return
    day = next((child for child in token.children if child.dep_ == "pobj"), None) if token.dep_ == "prep" else token
    if day is None or token.dep_ not in {"prep", "npadvmod"} or day.lower_ not in TIMES:
        return
    subject = next((child for child in content.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
    if subject is not None and token.right_edge.i < subject.left_edge.i:
        attach(token, speech, token.dep_)


def time_before_aside(token: Token) -> None:
    """ "On April 9, hours after the duties took effect, Brazil paused them": the time that opens is that of the pause."""
    aside = token.head
    verb = aside.head
    if not token.is_sent_start or token.right_edge.i + 1 >= len(token.doc) or not token.i < aside.i < verb.i:
        return
    mark = next((child for child in aside.children if child.dep_ == "mark"), None)
    time = next((child for child in token.children if child.dep_ == "pobj"), None)
    if mark is None or time is None or not is_day(time) or verb.pos_ not in {"VERB", "AUX"}:
        return
    if token.right_edge.nbor(1).text == "," and token.right_edge.i < mark.i:
        attach(token, verb, "prep")
        aside.dep_ = "advcl"


def time_before_speaker(token: Token) -> None:
    """ "It was listed in August 2014, the ministry confirmed": the time before the comma is that of what was confirmed."""
    speech = token.head
    if not token.i < speech.i or speech.pos_ != "VERB":
        return
    time = next((child for child in token.children if child.dep_ == "pobj"), None) if token.dep_ == "prep" else token
    if time is None or not (time.lower_ in TIMES or _DAY_OR_YEAR.fullmatch(time.text)):
        return
    content = next((child for child in speech.children if child.dep_ == "ccomp" and child.i < token.i), None)
    speaker = next((child for child in speech.children if child.dep_ == "nsubj"), None)
    if content is None or speaker is None or not token.right_edge.i + 1 < speaker.i < speech.i:
        return
    if token.right_edge.nbor(1).text == "," and not token.nbor(-1).is_punct:
        attach(token, content, token.dep_)


def day_read_with_goods(token: Token) -> None:
    """ "revoked permits worth 7 million yesterday", "for gear bound for Egypt on Friday": the day is that of the act."""
    day = next((child for child in token.children if child.dep_ == "pobj"), None) if token.dep_ == "prep" else token
    verb = next((above for above in token.ancestors if above.tag_ == "VBD"), None)
    if token.head.lower_ in _OF_GOODS and verb is not None and day is not None and day.lower_ in _DAYS:
        attach(token, verb, "prep" if token.dep_ == "prep" else "npadvmod")


def content_behind_time(token: Token) -> None:
    """ "led to the cancellation this month of a permit": what was cancelled is the noun's before the time."""
    first, last = token.left_edge.i, len(token.doc) - 1
    if token.lemma_ not in _PERIODS or not 0 < first < token.i < last or token.doc[first - 1].pos_ != "NOUN":
        return
    if token.nbor(1).lower_ == "of" and token.doc[first].lower_ in {"this", "last"}:
        attach(token.nbor(1), token.doc[first - 1], "prep")


def month_read_as_object(token: Token) -> None:
    """ "License 31, also issued Aug. 5": the day is when it was issued, not what."""
    if token.lower_ in TIMES and token.head.tag_ in {"VBN", "VBD"} and token.i > token.head.i:
        token.dep_ = "npadvmod"


def day_before_participle(token: Token) -> None:
    """ "signed an order Monday delaying the duties": the day is that of the signing."""
    participle = token.head
    if token.dep_ != "npadvmod" or token.lower_ not in TIMES or participle.tag_ != "VBG" or token.i > participle.i:
        return
    verb = next((above for above in participle.ancestors if above.pos_ == "VERB"), None)
    if participle.dep_ in {"acl", "advcl"} and verb is not None and verb.i < token.i:
        attach(token, verb, "npadvmod")


def relative_clause_of_a_day(token: Token) -> None:
    """ "an order on March 1 that imposes": what imposes is the order, not the day."""
    day = token.head
    if token.dep_ != "relcl" or not is_day(day) or not day.i < token.i:
        return
    if not any(child.tag_ == "WDT" and child.dep_ == "nsubj" for child in token.children):
        return
    for noun in reversed(token.doc[token.sent.start : day.i]):
        if noun.pos_ in {"NOUN", "PROPN"} and not is_day(noun):
            attach(token, noun, "relcl")
            return
        if noun.pos_ in {"VERB", "AUX"}:
            return


def is_day(token: Token) -> bool:
    return token.like_num or token.lower_ in TIMES
