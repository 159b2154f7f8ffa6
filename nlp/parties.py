"""The parties of a document: known entities and names that the model found, looked up by token."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from nlp.countries import nationalities
from nlp.entities import Entity
from nlp.gazetteer import Named
from nlp.knowledge import Knowledge
from nlp.records import EntityMention, Span

_KEPT_LABELS = frozenset({"ORG", "PERSON", "GPE", "LOC", "NORP", "PRODUCT", "FAC"})
AUTHORITY_WORDS = frozenset(
    "ministry ministries department bureau commission court tribunal council agency office customs treasury congress "
    "parliament administration authority secretariat directorate cabinet prosecutor prosecutors senate government".split()
)
_WITHOUT_ADJECTIVE = frozenset({"US", "UK", "EU", "UN", "UAE"})
COMPANY_NOUNS = frozenset(
    "company companies firm firms group corporation manufacturer maker chipmaker giant supplier conglomerate carmaker "
    "producer miner bank lender shipper developer startup refiner exporter retailer airline vendor".split()
)
PARTY_NOUNS = COMPANY_NOUNS | frozenset(
    "entity entities individual individuals person persons people affiliate affiliates subsidiary subsidiaries vessel "
    "vessels tanker tankers ship ships bank banks organization organizations organisation organisations official "
    "officials businessman businessmen oligarch oligarchs university universities institute institutes unit units "
    "manufacturers makers chipmakers suppliers giants trader traders network networks party parties buyer exchange "
    "dealer dealers forwarder forwarders carrier carriers broker insurer insurers refinery refineries registry academy "
    "major majors operator operators utility utilities automaker automakers refiner refiners headquarters laboratory laboratories employee employees national nationals scientist student minister ministers ministries "
    "exchanges executive executives brokers lawmakers military defendant defendants citizen man men woman engineer owner owners director directors "
    "builders contractor contractors builder brothers founder founders pilots resident residents distributor distributors "
    "reseller resellers middleman middlemen tycoon tycoons magnate magnates billionaire billionaires commander commanders associate "
    "associates general generals militia militias shipyard shipyards foundry foundries startup startups start-up start-ups "
    "member members leader leaders airlines port ports terminal terminals governor governors shipowner shipowners captain "
    "intermediary intermediaries researcher researchers agency agencies agent agents hacker hackers cartel cartels "
    "subsidiaries factory factories mill mills figure figures body bodies outfit outfits lab labs manufacturer vendors "
    "developers importer importers exporters wholesaler wholesalers refineries politicians politician lawmaker smuggler smugglers parent parents".split()
)


@dataclass(frozen=True, slots=True)
class Party:
    """A name in the document: its tokens, label, linked id (None where it did not resolve) and canonical name.

    ``holder`` is the person named, where the party is the authority that the person holds office in.
    """

    start: int
    end: int
    label: str
    id: str | None
    name: str
    entity: Entity | None
    holder: str | None = None

    @property
    def is_authority(self) -> bool:
        """Whether this party can do what only an authority does: known as one, or named like one."""
        if self.entity is not None:
            return self.entity.is_authority or self.label == "COUNTRY"
        return self.label == "ORG" and any(word.lower() in AUTHORITY_WORDS for word in self.name.split())

    @property
    def is_country(self) -> bool:
        """Whether this party is a country or a union of countries."""
        return self.label in {"COUNTRY", "GPE", "NORP"}

    def standing_for(self, entity: Entity) -> "Party":
        """The words as the name of another entity: of the state that the head of government named acts for."""
        return replace(self, label=entity.label, id=entity.id, name=entity.name, entity=entity, holder=None)

    def head(self, doc: Doc) -> Token:
        """The word of the name that the sentence hangs on: "Ministry" of "Ministry of Commerce"."""
        return doc[self.start : self.end].root

    def span(self, doc: Doc) -> Span:
        """Where the name stands in the text."""
        tokens = doc[self.start : self.end]
        return Span(tokens.start_char, tokens.end_char)


@dataclass(frozen=True, slots=True)
class Parties:
    """All parties of a document, in its order and by token."""

    all: tuple[Party, ...]
    by_token: Mapping[int, Party]

    @classmethod
    def of(cls, parties: Iterable[Party]) -> "Parties":
        """The parties of a document, in its order, with the tokens of each."""
        kept = tuple(sorted(parties, key=lambda party: (party.start, party.end)))
        return cls(kept, {i: party for party in kept for i in range(party.start, party.end)})

    def at(self, token: Token) -> Party | None:
        """The party whose name the token is part of."""
        return self.by_token.get(token.i)

    def within(self, start: int, end: int) -> Iterator[Party]:
        """The parties whose names start in a stretch of tokens."""
        return (party for party in self.all if start <= party.start < end)

    def mentions(self, doc: Doc, text: str) -> tuple[EntityMention, ...]:
        """The parties as entity mentions with character offsets into the document's text."""
        found = []
        for party in self.all:
            span = party.span(doc)
            found.append(
                EntityMention(
                    start=span.start,
                    end=span.end,
                    text=text[span.start : span.end],
                    label=party.label,
                    id=party.id,
                    name=party.name,
                )
            )
        return tuple(found)


def owns_head(token: Token, party: Party) -> bool:
    """Whether a name before a noun says whose the thing is: "Beijing's curbs", "American tariffs", "EU duties".

    A country's noun in a compound ("China tariffs") says what it is aimed at; one that has no adjective says whose it is.
    """
    if token.i > token.head.i:
        return False
    if token.dep_ == "compound":
        return party.label == "AGENCY" or token.text.replace(".", "") in _WITHOUT_ADJECTIVE
    return token.dep_ in {"poss", "amod", "nmod"} and (party.is_country or party.is_authority)


def find_parties(doc: Doc, named: Iterable[Named], knowledge: Knowledge, skipped: Iterable[Span] = ()) -> Parties:
    """The known entities and the model's names; where they overlap the known entity stays."""
    found = [
        Party(name.start, name.end, name.entity.label, name.entity.id, name.name, name.entity, name.holder)
        for name in named
    ]
    taken = {i for party in found for i in range(party.start, party.end)}
    for place, country_id in nationalities(doc, knowledge.adjectives):
        if place not in taken:
            entity = knowledge.entities[country_id]
            found.append(Party(place, place + 1, "NORP", entity.id, entity.name, entity))
            taken.add(place)
    for ent in doc.ents:
        if (
            ent.label_ in _KEPT_LABELS
            and (party := _unlinked(ent, taken)) is not None
            and not knowledge.not_parties.fullmatch(party.name)
        ):
            found.append(party)
            taken.update(range(party.start, party.end))
    found = [party for party in found if not _is_excluded(doc, party)]
    blind = list(skipped)
    return Parties.of(party for party in found if not _inside(party.span(doc), blind))


def _is_excluded(doc: Doc, party: Party) -> bool:
    """Whether the name says what something is not: "non-U.S. affiliates"."""
    return party.start >= 2 and doc[party.start - 1].text == "-" and doc[party.start - 2].lower_ == "non"


def _inside(span: Span, stretches: Iterable[Span]) -> bool:
    return any(stretch.start <= span.start and span.end <= stretch.end for stretch in stretches)


def _unlinked(ent: DocSpan, taken: set[int]) -> Party | None:
    start, end = ent.start, ent.end
    while start < end and (
        ent.doc[start].lower_ in {"the", "a", "an"} or ent.doc[start].is_space or ent.doc[start].is_punct
    ):
        start += 1
    while end > start and _ends_no_name(ent.doc[end - 1]):
        end -= 1
    if start == end or not taken.isdisjoint(range(start, end)) or not ent.doc[start:end].text[0].isalnum():
        return None
    text = ent.doc[start:end].text
    if text.islower() or "\n" in text or _is_dateline(ent.doc, start, end):
        return None
    return Party(start, end, ent.label_, None, text, None)


def _ends_no_name(token: Token) -> bool:
    """Whether the model took a word into a name that only follows it: "Tribunal on"."""
    return token.tag_ in {"POS", "IN", "TO"} or token.is_space or token.is_punct


def _is_dateline(doc: Doc, start: int, end: int) -> bool:
    """Whether a name in capitals opens a paragraph as the place it was written in: "NEW YORK, June 5 –"."""
    opens = start == 0 or "\n" in doc[start - 1].text
    return (
        opens
        and doc[start:end].text.isupper()
        and end < len(doc)
        and doc[end].text in {",", "(", "-", "–", "—", "/", ":"}
    )
