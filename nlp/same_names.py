"""Joins the names of one document that are short for others in it: "Auxin" for "Auxin Solar", "(APT)", surnames."""

import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from nlp.names import normal_name
from nlp.parties import Party

_NAMES = frozenset({"ORG", "PERSON", "PRODUCT", "GPE", "COMPANY", "FAC", "LOC"})
_TOO_COMMON = frozenset(
    "china chinese us american european japanese korean russian indian bank national united first general new university "
    "international global state north south east west group federal republic central institute shanghai beijing "
    "shenzhen hong moscow hangzhou tokyo taiwan".split()
)
_SURNAME_FIRST = frozenset({"CN", "TW", "HK", "KR", "KP", "VN"})
_ABBREVIATION = re.compile(r"[A-Z][A-Za-z&.-]{1,9}")


def join_short_names(doc: Doc, parties: Sequence[Party]) -> list[Party]:
    """The parties, each unlinked short name under the name, id and entity of the longer one that it is short for."""
    wholes = [party for party in parties if party.label in _NAMES | {"AGENCY", "LIST"}]
    defined = _defined_abbreviations(doc, wholes)
    joined = []
    for party in parties:
        whole = None
        if party.id is None and party.label in {"ORG", "PERSON", "PRODUCT"}:
            whole = defined.get(doc[party.start : party.end].text) or _whole_of(party, wholes)
        joined.append(party if whole is None else _under(party, whole))
    return joined


def _under(party: Party, whole: Party) -> Party:
    label = whole.label if whole.entity is not None or whole.label == "PERSON" else party.label
    return replace(party, label=label, id=whole.id, name=whole.name, entity=whole.entity, holder=whole.holder)


def _defined_abbreviations(doc: Doc, wholes: Sequence[Party]) -> dict[str, Party]:
    """What the text itself defines in brackets behind a name: "Acme Precision Tools (APT)"."""
    defined: dict[str, Party] = {}
    for party in wholes:
        at = party.end
        if at + 2 < len(doc) and doc[at].text in {"(", "["}:
            quoted = doc[at + 1].text in {'"', "“", "'", "‘"}
            token = doc[min(at + 1 + quoted, len(doc) - 1)]
            if _ABBREVIATION.fullmatch(token.text) and len(party.name.split()) > 1:
                defined.setdefault(token.text, party)
    return defined


def _whole_of(party: Party, wholes: Sequence[Party]) -> Party | None:
    """The longest name that begins with the short one, or, of a person, ends with it."""
    words = normal_name(party.name).split()
    if not words or len(words[0]) < 3 or (len(words) == 1 and words[0] in _TOO_COMMON):
        return None
    best: Party | None = None
    for whole in wholes:
        if whole.label not in _NAMES:
            continue
        theirs = normal_name(whole.name).split()
        if len(theirs) <= len(words):
            continue
        begins = theirs[: len(words)] == words and whole.label != "PERSON" and party.label != "PERSON"
        ends = whole.label == "PERSON" and theirs[-len(words) :] == words
        if whole.label == "PERSON" and whole.entity is not None and whole.entity.country in _SURNAME_FIRST:
            ends = theirs[: len(words)] == words
        if (begins or ends) and (best is None or (whole.id is not None) > (best.id is not None)):
            best = whole
    return best
