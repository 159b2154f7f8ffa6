"""Parts an act that one verb tells of several, each with a day of its own: "added A on May 1, B on May 3 and C in June"."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from nlp.candidates import Candidate
from nlp.parties import Party
from nlp.records import TimeExpression
from nlp.sight import Sight
from nlp.timex.values import timex_interval

_JOINING = frozenset(
    {"in", "on", "at", "of", "for", "to", "then", "again", "later", "finally", "late", "early", "both"}
)
_NEVER = frozenset({"VERB", "AUX", "SCONJ", "PRON"})
_ROLES = ("agency", "actor", "target")
_LONGEST = 12
"""How many tokens may stand from one day of a series to the next."""


@dataclass(frozen=True, slots=True)
class _Share:
    """One of a series: its day, and the parties named for it."""

    timex: TimeExpression
    parties: tuple[Party, ...]


def with_shares(candidates: Sequence[Candidate], sight: Sight) -> list[Candidate]:
    """The candidates, each that tells a series parted into one for each day, in the order of the text.

    One that has its own day already is no series.
    """
    parted = [share for candidate in candidates for share in _parted(candidate, sight)]
    return sorted(parted, key=lambda candidate: candidate.trigger.i)


def _parted(candidate: Candidate, sight: Sight) -> Iterator[Candidate]:
    shares = [] if candidate.dated is not None else _gapped(candidate, sight) or _respective(candidate, sight)
    role = _role_of(shares, candidate, sight) if shares else None
    if role is None:
        yield candidate
        return
    later = {i for share in shares[1:] for party in share.parties for i in range(party.start, party.end)}
    fillers = {
        name: kept
        for name, tokens in candidate.fillers.items()
        if (kept := tuple(token for token in tokens if token.i not in later))
    }
    first = replace(candidate, fillers=fillers, dated=shares[0].timex)
    yield first
    for share in shares[1:]:
        heads = tuple(party.head(sight.doc) for party in share.parties)
        yield replace(
            first,
            trigger=heads[0],
            support=candidate.clause,
            theme=None,
            fillers={role: heads},
            dated=share.timex,
            echo_of=first,
        )


def _gapped(candidate: Candidate, sight: Sight) -> list[_Share]:
    """The shares of a clause that names a party before each of its days, with no verb between: none where there are not two."""
    shares: list[_Share] = []
    end = candidate.clause.i + 1
    for timex, tokens in _days_behind(candidate, sight):
        between = sight.doc[end : tokens[0].i]
        parties = tuple(sight.parties.within(end, tokens[0].i))
        if shares and not (parties and _only_joins(between, sight)):
            break
        shares.append(_Share(timex, parties))
        end = tokens[-1].i + 1
    return shares if len(shares) > 1 else []


def _respective(candidate: Candidate, sight: Sight) -> list[_Share]:
    """The shares of a clause that names parties and then as many days, "respectively"."""
    if not any(token.lower_ == "respectively" for token in candidate.clause.sent):
        return []
    days = [timex for timex, _ in _days_behind(candidate, sight)]
    for tokens in candidate.fillers.values():
        named = [party for token in tokens if (party := sight.parties.at(token)) is not None]
        parties = sorted({party for party in named if _kind(party) is not None}, key=lambda party: party.start)
        if len(parties) == len(days) > 1:
            return [_Share(timex, (party,)) for timex, party in zip(days, parties, strict=True)]
    return []


def _days_behind(candidate: Candidate, sight: Sight) -> Iterator[tuple[TimeExpression, list[Token]]]:
    sentence = candidate.clause.sent
    for timex in sight.time_expressions:
        place = sight.places.get(timex)
        if place is None or not candidate.clause.i < place.start < sentence.end or timex.type != "DATE":
            continue
        if timex_interval(timex.value) is not None:
            yield timex, sight.tokens_of(timex)


def _only_joins(between: Iterable[Token], sight: Sight) -> bool:
    """Whether words only lead from one share of a series to the next: names, sums, "and", "on"."""
    words = list(between)
    rest = [token for token in words if sight.parties.at(token) is None]
    return len(words) <= _LONGEST and not any(
        token.pos_ in _NEVER or (token.pos_ == "ADP" and token.lower_ not in _JOINING) for token in rest
    )


def _role_of(shares: Sequence[_Share], candidate: Candidate, sight: Sight) -> str | None:
    """The role that the series is of: that of the party of its kind named last before the first day, or None.

    One that stands behind a preposition as those of the series do, or without one as they do, goes before the others.
    """
    series = [party for share in shares[1:] for party in share.parties]
    kinds, with_preposition = {_kind(party) for party in series}, _is_governed(sight.doc[series[0].start])
    roles = [
        (_is_governed(token) == with_preposition, token.i, -_ROLES.index(role), role)
        for role, tokens in candidate.fillers.items()
        for token in tokens
        if role in _ROLES
        and token.idx < shares[0].timex.start
        and {_kind(party) for party in sight.parties_of(token)} == kinds
    ]
    return max(roles)[-1] if roles else None


def _is_governed(token: Token) -> bool:
    """Whether a preposition stands before a name ("to Russia", "to the Russian firm Acme")."""
    phrase = token.doc[max(token.left_edge.i - 1, token.sent.start) : token.i]
    return any(word.pos_ == "ADP" for word in phrase)


def _kind(party: Party) -> str | None:
    """What parties of a series must have in common; None for one that takes no part in an act."""
    if party.label in {"LIST", "INSTRUMENT"}:
        return None
    if party.is_authority:
        return "authority"
    return "country" if party.is_country else "company"
