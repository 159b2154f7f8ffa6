"""Groups anew the tellings that a change touches, and only those, with the result that grouping all of them would have.

A telling's lead can change where a telling that came or went stands among those that it looks at; then its tree changes,
and the tree that it leaves. Trees that a reviewer's decision holds together are grouped together.
"""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from timeline import blocks, kept_tellings
from timeline.blocks import by_month, filed_under, looks_under, sought_under
from timeline.kept_tellings import Kept
from timeline.kinship import Kinship
from timeline.likeness import Likeness, likeness
from timeline.merge import Act, best_fit, by_block, find_lead, fitting_in, part, trees
from timeline.review import Decision, apply_decisions
from timeline.told import Told


@dataclass(frozen=True, slots=True)
class Regrouped:
    """The acts of the trees that changed, the events that they take the place of, and where each of their tellings stands.

    ``old_links`` holds the event that each telling told, by the telling's key.
    """

    acts: tuple[Act, ...]
    old_events: frozenset[str]
    old_links: Mapping[str, str]
    leads: Mapping[str, str | None]
    roots: Mapping[str, str]


def regroup(
    connection: sqlite3.Connection,
    gone: Collection[str],
    fresh: Sequence[Told],
    decisions: Sequence[Decision],
    new_decisions: Sequence[Decision],
    again: Collection[str],
    kin: Kinship,
) -> Regrouped:
    """Group anew what the tellings of the versions ``gone`` and the ``fresh`` ones, and the new decisions, touch.

    The trees of the events ``again`` are taken up too.

    The kept tellings of the versions gone are forgotten.
    """
    leaving = kept_tellings.of_versions(connection, gone)
    kept_tellings.remove(connection, [one.told.id for one in leaving])
    changed = _changed_blocks(connection, [one.told for one in leaving], fresh)
    astray, leads = _astray(connection, leaving, fresh, changed, kin)
    seeking = [*fresh, *(one.told for one in astray if one.told.id not in leads)]
    leads |= _new_leads(connection, seeking, fresh, kin)
    touched = {one.root for one in (*leaving, *astray, *kept_tellings.of_events(connection, again))}
    touched |= _roots_led_to(connection, leads, fresh)
    held = _trees_held(connection, touched, fresh, decisions, new_decisions)
    for one in held:
        leads.setdefault(one.told.id, one.lead)
    tellings = [*fresh, *(one.told for one in held)]
    found = trees(tellings, {key: lead for key, lead in leads.items() if lead is not None})
    acts = apply_decisions([act for tree in found for act in part(tree, kin)], decisions)
    links = {one.told.key: one.event_id for one in (*leaving, *held) if one.event_id is not None}
    return Regrouped(
        tuple(acts),
        frozenset(links.values()),
        links,
        leads,
        {one.id: tree[0].id for tree in found for one in tree},
    )


@dataclass(frozen=True, slots=True)
class _Blocks:
    """What a change does to the blocks: those crowded after it, and those that it made crowded or freed of a crowd."""

    crowded: frozenset[str]
    crossed: frozenset[str]

    def is_live(self, block: str) -> bool:
        """Whether somebody looks into a block, or did so before the change."""
        return block not in self.crowded or block in self.crossed


def _changed_blocks(connection: sqlite3.Connection, leaving: Iterable[Told], fresh: Iterable[Told]) -> _Blocks:
    left, came = (
        Counter(block for one in moved for block in filed_under(one) if by_month(block)) for moved in (leaving, fresh)
    )
    stored = kept_tellings.block_sizes(connection, left.keys() | came.keys())
    before = {block for block in stored.keys() | left.keys() if stored.get(block, 0) + left[block] > blocks.CROWD}
    after = {block for block in stored.keys() | came.keys() if stored.get(block, 0) + came[block] > blocks.CROWD}
    return _Blocks(frozenset(after), frozenset(before ^ after))


def _astray(
    connection: sqlite3.Connection, leaving: Sequence[Kept], fresh: Sequence[Told], changed: _Blocks, kin: Kinship
) -> tuple[list[Kept], dict[str, str | None]]:
    """The kept tellings whose lead can have changed: those led by a telling that left, or that look where something changed.

    That is at a telling which came or went and fits, or into a block that got crowded, or free of a crowd. Comes with the
    new leads of those for which a telling that came needs no more than comparing with the lead they had.
    """
    found = {one.told.id: one for one in kept_tellings.led_by(connection, [one.told.id for one in leaving])}
    gone, came = by_block(one.told for one in leaving), by_block(fresh)
    settled: dict[str, list[tuple[Likeness, Told]]] = {}
    near = {block for one in (*fresh, *(one.told for one in leaving)) for block in sought_under(one, changed.is_live)}
    for one in kept_tellings.in_blocks(connection, near):
        if one.told.id in found:
            continue
        looks = looks_under(one.told)
        open_to = looks - changed.crowded
        fitting = fitting_in(open_to, one.told, came, kin)
        if not changed.crossed.isdisjoint(looks) or fitting_in(open_to, one.told, gone, kin):
            found[one.told.id] = one
        elif fitting:
            found[one.told.id] = one
            settled[one.told.id] = fitting
    had = {key: lead for key in settled if (lead := found[key].lead) is not None}
    leads = {one.told.id: one.told for one in kept_tellings.with_ids(connection, set(had.values()))}
    compared: dict[str, str | None] = {}
    for key, lead in had.items():
        known = likeness(found[key].told, leads[lead], kin)
        if known is not None:
            best, other = best_fit([(known, leads[lead]), *settled[key]])
            if not best.weak:  # a weak one must be the only one, which asks for all
                compared[key] = other.id
    return list(found.values()), compared


def _new_leads(
    connection: sqlite3.Connection, seeking: Sequence[Told], fresh: Sequence[Told], kin: Kinship
) -> dict[str, str | None]:
    came = by_block(fresh)
    wanted = {block for one in seeking for block in looks_under(one)}
    stored = kept_tellings.block_sizes(connection, {block for block in wanted if by_month(block)})
    crowded = {
        block for block in wanted if by_month(block) and stored.get(block, 0) + len(came.get(block, ())) > blocks.CROWD
    }
    wanted -= crowded
    kept = kept_tellings.in_blocks(connection, wanted)
    filed = {
        block: found for block, found in by_block([*fresh, *(one.told for one in kept)]).items() if block in wanted
    }
    return {one.id: find_lead(one, filed, kin) for one in seeking}


def _roots_led_to(connection: sqlite3.Connection, leads: Mapping[str, str | None], fresh: Iterable[Told]) -> set[str]:
    new = {one.id for one in fresh}
    return kept_tellings.roots_of(connection, {lead for lead in leads.values() if lead is not None and lead not in new})


def _trees_held(
    connection: sqlite3.Connection,
    touched: set[str],
    fresh: Iterable[Told],
    decisions: Iterable[Decision],
    new_decisions: Iterable[Decision],
) -> list[Kept]:
    """The kept tellings of the trees touched, and of those that decisions hold together with one of them."""
    held = kept_tellings.of_trees(connection, touched)
    keys = {one.key for one in fresh} | {one.told.key for one in held}
    pending = list(decisions)
    wanted = {key for decision in new_decisions for key in decision.mentions | decision.other}
    while True:
        for decision in [one for one in pending if keys & (one.mentions | one.other)]:
            pending.remove(decision)
            wanted |= decision.mentions | decision.other
        roots = {one.root for one in kept_tellings.with_keys(connection, wanted - keys)} - touched
        keys |= wanted
        if not roots:
            return held
        touched |= roots
        more = kept_tellings.of_trees(connection, roots)
        held += more
        keys |= {one.told.key for one in more}
