"""Follows licenses, listings, tariffs and cases through their life: the ledger."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
    made = [_measure(chain, follow(chain, anchors)) for chain in find_chains(events)]
    return _with_own_ids(made)


def _measure(chain: Chain, steps: tuple[Step, ...]) -> Measure:
    items = Counter(step.event.fields["items"] for step in steps if "items" in step.event.fields)
    return Measure(
        id=content_key("measure", chain.kind, chain.instrument, chain.holder, _first_name(chain.counterparty)),
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
