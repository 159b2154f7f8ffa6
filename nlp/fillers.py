"""Says which words fill which role of an act, by the frame that told it and the places where they stand."""

from collections.abc import Iterator

from spacy.tokens import Token

from nlp.arguments import noun_arguments, verb_arguments
from nlp.candidates import Candidate

_REQUESTS = frozenset({"request", "application", "petition", "bid"})


def _origins(theme: Token) -> list[Token]:
    """Where the goods are from that a measure is on, though the parse hangs it on the measure ("duties on steel from China")."""
    behind = [child for child in theme.children if child.dep_ == "prep" and child.i > theme.i]
    starts = [child.i for child in behind if child.lower_ == "on"]
    return [
        token
        for child in behind
        if child.lower_ == "from" and starts and child.i > starts[0]
        for token in child.children
        if token.dep_ == "pobj"
    ]


def fillers_of(candidate: Candidate) -> dict[str, tuple[Token, ...]]:
    """Which tokens fill which role, by the frame's mapping."""
    frame, arguments, theme = candidate.frame, candidate.arguments, candidate.theme
    around = [arguments.prepositions]
    if theme is not None:
        around.append(noun_arguments(theme).prepositions)

    def behind(*names: str) -> list[Token]:
        return [token for prepositions in around for name in names for token in prepositions.get(name, [])]

    origins = _origins(theme) if theme is not None else []
    fillers: dict[str, list[Token]] = {}
    given_to = [*_holders_of(theme), *behind("to", "for")] if theme is not None else []
    parts = (
        (frame.agent, arguments.agents),
        (frame.object, arguments.objects),
        (frame.recipient, arguments.recipients + given_to),
        (frame.source, [token for token in behind("from") if token not in origins]),
        (frame.on, behind("on", "upon", "over", "of", "to") if frame.on_must_be or theme is not None else []),
        (frame.on, origins),
        (frame.against, behind("against", "into")),
        (frame.with_, behind("with", "between")),
        (frame.owner, [child for child in theme.children if child.dep_ == "poss"] if theme is not None else []),
    )
    for role, tokens in parts:
        if role != "none":
            fillers.setdefault(role, []).extend(token for token in tokens if token not in fillers.get(role, []))
    return {role: tuple(tokens) for role, tokens in fillers.items() if tokens}


def _holders_of(license_noun: Token) -> Iterator[Token]:
    """Who holds a license by the words about its noun: "held by suppliers of Zenith, including Acme", "Acme's license",
    "Acme's request for a license"; a general one is nobody's own.
    """
    if not any(child.lower_ == "general" for child in license_noun.children):
        yield from (child for child in license_noun.children if child.dep_ == "poss" and child.pos_ != "PRON")
    request = license_noun.head.head
    if license_noun.dep_ == "pobj" and license_noun.head.lower_ == "for" and request.lemma_.lower() in _REQUESTS:
        yield from (child for child in request.children if child.dep_ == "poss")
    for clause in license_noun.children:
        if clause.dep_ == "acl" and clause.lemma_.lower() == "hold":
            members = [token for token in clause.subtree if token.dep_ == "pobj" and token.head.lower_ == "including"]
            yield from members or verb_arguments(clause).agents
