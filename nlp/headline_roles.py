"""Gives a headline's bare participle its right parts: who stands before it is not who acts.

"Huawei added to Entity List" and "Seagate fined $300 mln" say what is done to their subjects, "TSMC granted US licence" to
whom something is given.
"""

from dataclasses import replace

from nlp.candidates import Candidate
from nlp.sight import Sight

_MONEY = frozenset({"million", "billion", "mln", "bln", "bn", "$", "dollars", "euros", "pounds"})
_GIVING = frozenset({"grant", "give", "award", "hand", "issue", "offer", "deny", "refuse"})


def with_headline_object(sight: Sight, candidate: Candidate) -> Candidate:
    """A headline's bare participle takes its subject as object: "Huawei added to Entity List", "Seagate fined $300 mln"."""
    arguments = candidate.arguments
    if arguments.passive or candidate.trigger.tag_ not in {"VBD", "VBN"} or not arguments.agents:
        return candidate
    if any(not token.like_num and token.lower_ not in _MONEY for token in arguments.objects):
        return candidate
    if candidate.frame.agent == "actor" or any(child.dep_ == "aux" for child in candidate.trigger.children):
        return candidate
    if arguments.recipients or any(
        party.is_authority for token in arguments.agents for party in sight.parties_of(token)
    ):
        return candidate
    return replace(candidate, arguments=replace(arguments, objects=arguments.agents, agents=[]))


def with_headline_recipient(sight: Sight, candidate: Candidate) -> Candidate:
    """The candidate with its subject as the one who is given or refused what the participle's object names."""
    arguments, verb = candidate.arguments, candidate.trigger
    if arguments.passive or arguments.recipients or verb.tag_ not in {"VBD", "VBN"} or not arguments.agents:
        return candidate
    if verb.lemma_.lower() not in _GIVING or any(child.dep_ == "aux" for child in verb.children):
        return candidate
    parties = [party for token in arguments.agents for party in sight.parties_of(token)]
    if not parties or any(party.is_authority or party.is_country for party in parties):
        return candidate
    return replace(candidate, arguments=replace(arguments, recipients=arguments.agents, agents=[]))
