"""The commands that print events: timeline and changes."""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import click

from nlp.records import EVENT_TYPES, MODALITIES
from timeline.commands.output import counted, format_option, print_rows
from timeline.commands.words import a_day, as_known_options, database_option, reading, reading_as_known, when

_WIDTH = 160
_SAID_AS = {"denied": "said not to be done"}
"""Modalities whose bare name, beside a request that was denied, would say something else."""
_BRIEF = ("type", "date", "modality", "agency", "actor", "targets", "valid_until", "state", "holder", "steps")
"""Fields that tell a person what changed; the others are in the history table."""


def _type_or_family(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """A type of the codebook or a family of types; anything else would be found in no event, and is a slip."""
    families = dict.fromkeys(kind.partition(".")[0] for kind in EVENT_TYPES)
    if value is None or value in EVENT_TYPES or value in families:
        return value
    family = value.partition(".")[0]
    known = [kind for kind in EVENT_TYPES if kind.startswith(f"{family}.")] or list(families)
    raise click.BadParameter(f"there is no type {value!r}; give one of {', '.join(known)}")


@click.command()
@click.option("--entity", help="Only events with this party, by canonical name or a part of it.")
@click.option("--agency", help="Only events of this authority, by name or a part of it.")
@click.option("--type", "kind", callback=_type_or_family, help="Only this type (license.granted) or family (license).")
@click.option("--since", help="Only events that may be on or after this date (2019, 2019-05, 2019-05-16).")
@click.option("--until", help="Only events that may be on or before this date.")
@click.option("--modality", type=click.Choice(MODALITIES), help="Only events of this modality.")
@click.option("--min-sources", type=click.IntRange(min=1), default=1, show_default=True, help="Independent sources.")
@as_known_options
@format_option
@database_option
def timeline(
    entity: str | None,
    agency: str | None,
    kind: str | None,
    since: str | None,
    until: str | None,
    modality: str | None,
    min_sources: int,
    known: str | None,
    basis: str,
    form: str,
    database: Path,
) -> None:
    """Print the events in the order of their dates, with the sources behind each."""
    conditions: list[tuple[str, object]] = [("e.source_count >= ?", min_sources)]
    if entity:
        name = f"%{entity}%"
        conditions.append(("EXISTS (SELECT 1 FROM participants AS p WHERE p.event_id = e.id AND p.name LIKE ?)", name))
    if agency:
        conditions.append(("e.agency LIKE ?", f"%{agency}%"))
    if kind:
        conditions.append(("? IN (e.type, e.family)", kind))
    if since:
        conditions.append(("e.date_end >= ?", a_day(since, "--since", first=True).isoformat()))
    if until:
        conditions.append(("e.date_start <= ?", a_day(until, "--until").isoformat()))
    if modality:
        conditions.append(("e.modality = ?", modality))
    with reading_as_known(database, known, basis) as connection:
        print_timeline(connection, conditions, form)


def print_timeline(
    connection: sqlite3.Connection, conditions: Sequence[tuple[str, object]] = (), form: str = "table"
) -> None:
    """The events that meet all conditions; for people with short ids and their number."""
    where = " AND ".join(condition for condition, _ in conditions) or "1"
    rows = connection.execute(
        "SELECT e.id, e.date, e.type, e.modality, e.summary, e.source_count, "
        "(SELECT group_concat(DISTINCT s.source_id) FROM event_sources AS s WHERE s.event_id = e.id), "
        "(SELECT min(coalesce(d.date, '')) FROM relations AS r JOIN events AS d ON d.id = r.event_id "
        "WHERE r.other_id = e.id AND r.kind = 'implements'), e.first_reported "
        f"FROM events AS e WHERE {where} ORDER BY coalesce(e.date_start, e.first_reported, '9999'), e.date_end, e.type, e.id",
        [value for _, value in conditions],
    ).fetchall()
    if form != "table":
        names = ("event", "date", "type", "modality", "summary", "source_count", "sources")
        print_rows(names, [row[: len(names)] for row in rows], form)
        return
    printed = []
    for key, day, kind, modality, summary, count, sources, done, reported in rows:
        came = f", done {done}".rstrip() if done is not None else ""
        mark = "" if modality == "actual" else f" [{_SAID_AS.get(modality, modality)}{came}]"
        printed.append((when(day, reported, modality), kind, f"{summary}{mark}", f"{count}: {sources}", key[:8]))
    print_rows(("date", "type", "what", "sources", "event"), printed, form, width=_WIDTH)
    click.echo(counted(len(rows), "event"))


@click.command()
@click.option("--since", required=True, help="Only what builds on or after this date changed.")
@format_option
@database_option
def changes(since: str, form: str, database: Path) -> None:
    """List the events and measures that are new, changed, merged, split or withdrawn since a date, and why."""
    day = a_day(since, "--since", first=True).isoformat()
    with reading(database) as connection:
        rows = connection.execute(
            "SELECT h.at, coalesce(h.subject, 'event'), h.change, h.event_id, h.details, h.reason, h.other_id "
            "FROM history AS h WHERE h.at >= ? ORDER BY h.at, 2, h.event_id, h.number",
            (day,),
        ).fetchall()
        summaries = dict(connection.execute("SELECT id, summary FROM events UNION SELECT id, title FROM measures"))
    if form != "table":
        print_rows(("at", "subject", "change", "id", "details", "reason", "other_id"), rows, form)
        return
    printed = []
    for at, subject, change, key, details, reason, _ in rows:
        what = summaries.get(key) or _name(details)
        if change == "changed":
            what = f"{what}\n{_differences(details)}".rstrip()
        printed.append((at[:16].replace("T", " "), f"{subject} {change}", key[:8], what, reason))
    print_rows(("when", "change", "event", "what", "why"), printed, form, width=_WIDTH)
    click.echo(counted(len(rows), "change"))


def _name(details: str) -> str:
    row = json.loads(details)
    return str(row.get("summary") or row.get("title") or "")


def _differences(details: str) -> str:
    changed = json.loads(details)
    return "; ".join(f"{name}: {old or '–'} → {new or '–'}" for name, (old, new) in changed.items() if name in _BRIEF)
