"""Follows licenses, listings, tariffs and cases through their life: the ledger."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from timeline.chains import Chain, find_chains, most_told
from timeline.gazette import Anchor
from timeline.keys import content_key
from timeline.settle import Event
from timeline.standing import Names, Standing
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
    """What persists while events change its state.

    The first ``stand`` of its steps are stored as they are to be; ``steps`` are those after. ``followed_from`` tells a license
    from one of other events; ``names`` are those of all acts on any other measure.
    """

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
    valid_from: str | None
    steps: tuple[Step, ...]
    last_act: Step
    """The last step that a source tells."""
    stand: int = 0
    followed_from: str | None = None
    names: Names | None = None


def follow_measures(events: Iterable[Event], anchors: Mapping[str, Sequence[Anchor]] | None = None) -> list[Measure]:
    """The measures that actual events make and change, each with its steps in order of their dates.

    ``anchors`` ties events to the gazette, by event id; it gives the steps their citations.
    """
    return follow_chains([(chain, None) for chain in find_chains(events)], anchors)


def follow_chains(
    chains: Iterable[tuple[Chain, Standing | None]],
    anchors: Mapping[str, Sequence[Anchor]] | None = None,
    shared: Collection[str] = (),
) -> list[Measure]:
    """The measure of each chain, in their order, each followed from what stays of it, if anything does.

    ``shared`` are the ids by names that other measures go by too.
    """
    found = [
        _measure(chain, follow(chain, anchors, before.last if before else None), before) for chain, before in chains
    ]
    return _with_own_ids(found, shared)


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
    return id_of_names(chain.kind, chain.instrument, chain.holder, chain.counterparty)


def id_of_names(kind: str, instrument: str | None, holder: str | None, counterparty: str | None) -> str:
    """The id of the measure that alone goes by these names."""
    return content_key("measure", kind, instrument, holder, _first_name(counterparty))


def _measure(chain: Chain, steps: tuple[Step, ...], before: Standing | None) -> Measure:
    names = None
    if chain.kind == "license":
        items = Counter(step.event.fields["items"] for step in steps if "items" in step.event.fields)
        agency = chain.agency
    else:
        names = Names.told_by(chain.events) + (before.names if before else Names())
        items, agency = names.items, most_told(names.agency)
    citations = [before.citation if before else None, *(step.citation for step in steps)]
    told = [*([before.last] if before else ()), *(step for step in steps if not step.inferred)]
    return Measure(
        id=before.measure_id if before else id_by_names(chain),
        kind=chain.kind,
        scope=chain.scope,
        title=_title(chain),
        agency=agency,
        holder=chain.holder,
        counterparty=chain.counterparty,
        instrument=chain.instrument,
        items=most_told(items),
        citation=next((citation for citation in citations if citation), None),
        valid_from=before.valid_from if before else steps[0].valid_from,
        steps=steps,
        last_act=told[-1],
        stand=before.steps if before else 0,
        followed_from=hash_of_events(chain) if names is None else None,
        names=names,
    )


def _with_own_ids(measures: Sequence[Measure], shared: Collection[str]) -> list[Measure]:
    """The measures, those that names alone do not part told apart by their first act; one that stands has its id."""
    counts = Counter(measure.id for measure in measures)
    return [
        measure
        if measure.stand or (counts[measure.id] == 1 and measure.id not in shared)
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
