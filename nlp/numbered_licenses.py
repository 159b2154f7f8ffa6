"""Tells the licenses apart that one sentence issues together, by the numbers under which later sentences describe them.

"OFAC issued two general licenses on Tuesday. General License 25 authorizes …; General License 26 permits …" tells two acts
of Tuesday, one of each license.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from nlp.arguments import PRESENT_TAGS, subjects_of
from nlp.candidates import Candidate
from nlp.records import EventMention, Participant
from nlp.sight import Sight

_PERMITTING = frozenset({"authorize", "authorise", "allow", "permit", "let", "cover", "enable"})
_REACH = 6
"""How many sentences after the issue the licenses may be described."""


def with_numbered(candidates: Sequence[Candidate], sight: Sight) -> list[Candidate]:
    """The candidates and, of each that issues several licenses, one more for each license described by its number later."""
    told = {sight.numbered_license(candidate.theme) for candidate in candidates if candidate.theme is not None}
    found = list(candidates)
    for issue in candidates:
        if issue.frame.type != "license.granted" or issue.theme is None or issue.theme.tag_ not in {"NNS", "NNPS"}:
            continue
        for verb, theme in _described(issue, sight):
            if (number := sight.numbered_license(theme)) not in told:
                told.add(number)
                targets = tuple(token for token in verb.subtree if token.dep_ == "pobj" and sight.parties.at(token))
                fillers = {"target": targets} if targets else {}
                found.append(replace(issue, trigger=verb, support=None, theme=theme, fillers=fillers, one_of=issue))
    return sorted(found, key=lambda candidate: candidate.trigger.i)


def as_one_of(mention: EventMention, issue: EventMention) -> EventMention:
    """The mention of one of several licenses with the day, the authority and the modality of their issue."""
    evidence, own = dict(mention.evidence), {party.role for party in mention.participants}
    shared: list[Participant] = [
        party for party in issue.participants if party.role == "agency" and "agency" not in own
    ]
    for name in ("agency", "date"):
        if name in issue.evidence and name not in evidence:
            evidence[name] = issue.evidence[name]
    return replace(
        mention,
        date=mention.date or issue.date,
        date_basis=mention.date_basis if mention.date else "inferred" if issue.date else None,
        modality=issue.modality,
        participants=(*mention.participants, *shared),
        evidence=evidence,
    )


def _described(issue: Candidate, sight: Sight) -> Iterator[tuple[Token, Token]]:
    """The verbs behind an issue that say what a numbered license permits, each with the license."""
    sentences = 0
    for token in sight.doc[issue.clause.i + 1 :]:
        sentences += bool(token.is_sent_start)
        if sentences > _REACH:
            return
        if token.tag_ in PRESENT_TAGS and token.lemma_.lower() in _PERMITTING:
            yield from (
                (token, subject) for subject in subjects_of(token) if sight.numbered_license(subject) is not None
            )
