"""Follows licenses, listings, tariffs and cases through their life: the ledger."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from timeline.chains import Chain, find_chains
from timeline.gazette import Anchor
from timeline.keys import content_key
from timeline.settle import Event
from timeline.terms import Step, follow

RELATIONS = {
    "license.extended": "extends",
    "license.amended": "amends",
    "license.revoked": "revokes",
    "listing.removed": "revokes",
    "listing.modified": "amends",
    "tariff.raised": "amends",
    "tariff.reduced": "amends",
    "tariff.suspended": "amends",
    "tariff.removed": "revokes",
    "control.expanded": "amends",
    "control.eased": "amends",
    "control.lifted": "revokes",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """What persists while events change its state."""

    id: str
    kind: str
    scope: str | None
    title: str
    agency: str | None
    holder: str | None
    counterparty: str | None
    instrument: str | None
    items: str | None
    citation: str | None
    steps: tuple[Step, ...]

    @property
    def last_act(self) -> Step:
        """The last step that a source tells."""
        return next(step for step in reversed(self.steps) if not step.inferred)


def follow_measures(events: Iterable[Event], anchors: Mapping[str, Sequence[Anchor]] | None = None) -> list[Measure]:
    """The measures that actual events make and change, each with its steps in order of their dates.

    ``anchors`` ties events to the gazette, by event id; it gives the steps their citations.
    """
    return follow_chains(find_chains(events), anchors)


def follow_chains(chains: Iterable[Chain], anchors: Mapping[str, Sequence[Anchor]] | None = None) -> list[Measure]:
    """The measure of each chain, in their order."""
    return _with_own_ids([_measure(chain, follow(chain, anchors)) for chain in chains])


def changed_chains(chains: Sequence[Chain], followed: Mapping[str, str], changed: Collection[str]) -> list[Chain]:
    """The chains whose measures are not those that were followed before.

    ``followed`` holds, by the ids of measures, the hashes of the events that they were followed from; ``changed`` the ids
    of the events that are not as they were then.
    """
    counts = Counter(map(id_by_names, chains))
    return [
        chain
        for chain in chains
        if counts[key := id_by_names(chain)] > 1
        or followed.get(key) != hash_of_events(chain)
        or any(event.id in changed for event in (*chain.events, *chain.due))
    ]


def hash_of_events(chain: Chain) -> str:
    """What tells a chain from one of other events."""
    return content_key("chain", *sorted(event.id for event in (*chain.events, *chain.due)))


def id_by_names(chain: Chain) -> str:
    """The id of a chain's measure, where no other measure goes by the same names; an order without a name goes by its act."""
    if chain.kind == "order" and chain.instrument is None:
        return content_key("measure", chain.kind, chain.events[0].id)
    return content_key("measure", chain.kind, chain.instrument, chain.holder, _first_name(chain.counterparty))


def _measure(chain: Chain, steps: tuple[Step, ...]) -> Measure:
    items = Counter(step.event.fields["items"] for step in steps if "items" in step.event.fields)
    return Measure(
        id=id_by_names(chain),
        kind=chain.kind,
        scope=chain.scope,
        title=_title(chain),
        agency=chain.agency,
        holder=chain.holder,
        counterparty=chain.counterparty,
        instrument=chain.instrument,
        items=max(sorted(items), key=lambda name: items[name]) if items else None,
        citation=next((step.citation for step in steps if step.citation), None),
        steps=steps,
    )


def _with_own_ids(measures: Sequence[Measure]) -> list[Measure]:
    """The measures, those that names alone do not part told apart by their first act."""
    counts = Counter(measure.id for measure in measures)
    return [
        measure
        if counts[measure.id] == 1
        else replace(measure, id=content_key(measure.id, measure.agency, measure.steps[0].event.id))
        for measure in measures
    ]


def _first_name(names: str | None) -> str | None:
    return names.split("; ")[0] if names else None


def _title(chain: Chain) -> str:
    name = chain.instrument or chain.kind
    if chain.kind == "license" and chain.scope == "specific":
        name = f"license of {chain.holder}" if chain.holder else "licenses"
    line = f"{name}: {chain.counterparty}" if chain.counterparty else name
    return line[0].upper() + line[1:]
