"""Reads the issue of a license's later version as what it does to the license that was there.

"Issued General License 13A, extending the deadline", "General License 115C, issued yesterday, extends the authorization"
and "issued a revised General License 13B … the authorization has been extended" each prolong a license and grant no new one
(CODEBOOK.md: an existing one that is prolonged is ``license.extended``).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from nlp.arguments import subject_of
from nlp.candidates import Candidate
from nlp.sight import Sight

_REISSUED = re.compile(r"\d{1,3}[A-Z]{1,2}|(?:revis|amend|updat|reissu)ed")
"""What says that a license is a later version of one that was there: the letter behind its number, or a word."""
_VERSION = re.compile(r"(\d{1,3})[A-Z]{0,2}")
_REPLACING = frozenset({"replace", "swap", "reissue"})
_GOING_ON = frozenset({"license.extended", "license.amended"})
_NEXT = 3


def as_reissues(candidates: Sequence[Candidate], sight: Sight) -> list[Candidate]:
    """The candidates, each issue of a later version under the frame of the act that it is said to do, where one is told.

    A license that the next one of its number takes the place of is prolonged, whatever else is said of it.
    """
    renewed = [_as_renewal(candidate, sight) for candidate in candidates]
    return [_as_reissue(candidate, renewed, sight) for candidate in renewed]


def _as_renewal(candidate: Candidate, sight: Sight) -> Candidate:
    """A replacement ("replaced GL 8B with 8C") under the frame of prolonging, where both are versions of one license."""
    theme, verb = candidate.theme, candidate.trigger
    if theme is None or verb.lemma_.lower() not in _REPLACING or sight.numbered_license(theme) is None:
        return candidate
    versions = {found[0]: found[1] for token in verb.subtree if (found := _VERSION.fullmatch(token.text))}
    old = next((number for text, number in versions.items() if text in theme.text), None)
    if old is None or list(versions.values()).count(old) < 2:
        return candidate
    frame = next(frame for frame in sight.knowledge.frames if frame.name == "extend-license")
    return replace(candidate, frame=frame)


def _as_reissue(candidate: Candidate, candidates: Sequence[Candidate], sight: Sight) -> Candidate:
    theme = candidate.theme
    if candidate.frame.type != "license.granted" or theme is None or not _is_later_version(theme):
        return candidate
    done = next((one for one in candidates if one.frame.type in _GOING_ON and _tells_of(one, candidate, sight)), None)
    return candidate if done is None else replace(candidate, frame=done.frame)


def _is_later_version(license_noun: Token) -> bool:
    return any(_REISSUED.fullmatch(token.text.rstrip(".")) for token in license_noun.subtree)


def _tells_of(done: Candidate, issue: Candidate, sight: Sight) -> bool:
    """Whether a clause says what a license that was issued does: in a part of its sentence, or right after it."""
    clause, theme = done.clause, issue.theme
    if theme is None or any(child.dep_ == "neg" for child in clause.children):
        return False
    if clause.sent == issue.clause.sent:
        participle = clause.tag_ == "VBG" and clause.dep_ in {"advcl", "conj"} and issue.clause in clause.ancestors
        return participle or (clause.dep_ == "relcl" and clause.head.i == theme.i) or subject_of(clause) == theme
    sentences = sum(1 for token in sight.doc[issue.clause.i : clause.i + 1] if token.is_sent_start)
    subject = subject_of(clause)
    if subject is None or not 0 < sentences < _NEXT or _named_otherwise(subject, theme, sight):
        return False
    return subject.lower_ in {"it", "this"} or sight.concepts.at(subject, "license")


def _named_otherwise(subject: Token, theme: Token, sight: Sight) -> bool:
    """Whether a subject is a license of another number."""
    number = sight.numbered_license(subject)
    return number is not None and number != sight.numbered_license(theme)
