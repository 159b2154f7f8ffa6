"""The commands that print the ledger: licenses and listings."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from timeline.commands.output import counted, format_option, print_rows
from timeline.commands.words import a_day, as_known_options, database_option, reading_as_known
from timeline.terms import IN_FORCE

_DAYS = re.compile(r"(\d{1,4})\s*(?:d|days?)?")
_STATES = ("applied", "granted", "extended", "amended", "suspended", "reinstated", "denied", "revoked", "expired")


@click.command()
@click.option("--holder", help="Only licenses of this company, by name or a part of it.")
@click.option("--counterparty", help="Only licenses to deal with this party, by name or a part of it.")
@click.option("--agency", help="Only licenses of this authority, by name or a part of it.")
@click.option("--state", type=click.Choice((*_STATES, "in-force")), help="Only licenses in this state on the day.")
@click.option("--on", "day", metavar="DATE", help="The states of this day; without it, of today.")
@click.option("--expiring", metavar="30d", help="Only those in force whose end is at most so many days after the day.")
@click.option("--ungazetted", is_flag=True, help="Acts on licenses that no gazette document in the store tells.")
@click.option(
    "--after", type=click.IntRange(min=0), default=30, show_default=True, help="With --ungazetted: days since."
)
@as_known_options
@format_option
@database_option
def licenses(
    holder: str | None,
    counterparty: str | None,
    agency: str | None,
    state: str | None,
    day: str | None,
    expiring: str | None,
    ungazetted: bool,
    after: int,
    known: str | None,
    basis: str,
    form: str,
    database: Path,
) -> None:
    """Print the licenses: who holds them, for dealing with whom, their state, and until when."""
    asked = a_day(day, "--on") if day else None
    with reading_as_known(database, known, basis) as connection:
        if ungazetted:
            _print_ungazetted(connection.execute("SELECT date, type, summary, days, event_id FROM ungazetted "
                                                 "WHERE type LIKE 'license.%' AND days > ?", (after,)).fetchall(), form)  # fmt: skip
            return
        on = asked or date.fromisoformat(connection.execute("SELECT day FROM today").fetchone()[0])
        conditions: list[tuple[str, object]] = [
            ("m.kind = ?", "license"),
            ("s.holds_from <= ?", on.isoformat()),
            ("coalesce(s.holds_before, '9999') > ?", on.isoformat()),
        ]
        for column, value in (("holder", holder), ("counterparty", counterparty), ("agency", agency)):
            if value:
                conditions.append((f"m.{column} LIKE ?", f"%{value}%"))
        if state == "in-force" or expiring:
            conditions.append((f"s.state IN ({', '.join(repr(name) for name in sorted(IN_FORCE))}) AND ?", 1))
        elif state:
            conditions.append(("s.state = ?", state))
        if expiring:
            conditions.append(("s.valid_until >= ?", on.isoformat()))
            conditions.append(("s.valid_until <= ?", (on + timedelta(days=_days(expiring))).isoformat()))
        rows = connection.execute(
            "SELECT m.title, m.holder, m.counterparty, m.agency, "
            "CASE WHEN s.inferred THEN s.state || ' (inferred)' ELSE s.state END, s.date, s.valid_until, "
            "s.valid_until_basis, s.citation, "
            "(SELECT count(*) FROM measure_flags AS f WHERE f.measure_id = m.id AND f.number <= s.number), m.id "
            "FROM measures AS m JOIN measure_events AS s ON s.measure_id = m.id "
            f"WHERE {' AND '.join(condition for condition, _ in conditions)} "
            "ORDER BY coalesce(m.valid_from, '9999'), m.title, m.id, s.number",
            [value for _, value in conditions],
        ).fetchall()
    columns = ("license", "holder", "counterparty", "agency", "state", "since", "valid_until", "basis", "citation", "flags", "measure")  # fmt: skip
    if form != "table":
        print_rows(columns, rows, form)
        return
    # The title names holder and counterparty already; a person needs no second column of them.
    brief = [(row[0], row[3], *row[4:9], row[9] or None, row[10][:8]) for row in rows]
    print_rows((columns[0], *columns[3:]), brief, form)
    click.echo(f"{counted(len(rows), 'license')} on {on}")


def _days(value: str) -> int:
    found = _DAYS.fullmatch(value.strip())
    if found is None:
        raise click.ClickException(f"--expiring {value!r} is no number of days; write it like 30d.")
    return int(found[1])


def _print_ungazetted(rows: list[tuple[Any, ...]], form: str) -> None:
    columns = ("date", "type", "what", "days", "event")
    if form != "table":
        print_rows(columns, rows, form)
        return
    print_rows(columns, [(*row[:4], row[4][:8]) for row in rows], form)
    click.echo(
        f"{counted(len(rows), 'act')} on licenses without a gazette document; one company's license never has one"
    )


@click.command()
@click.option("--list", "name", help="Only this list, by name or a part of it (Entity List, SDN …).")
@click.option("--party", help="Only listings of this party, by name or a part of it.")
@click.option("--on", "day", metavar="DATE", help="Who was listed on this day; without it, all listings ever.")
@click.option("--counts", is_flag=True, help="How many parties each event says it lists, and how many are named.")
@as_known_options
@format_option
@database_option
def listings(
    name: str | None,
    party: str | None,
    day: str | None,
    counts: bool,
    known: str | None,
    basis: str,
    form: str,
    database: Path,
) -> None:
    """Print who is on which restricted-party list, and since when."""
    conditions: list[tuple[str, object]] = [("list LIKE ?", f"%{name}%")] if name else []
    if counts:
        columns: tuple[str, ...] = ("date", "type", "list", "stated", "named", "event")
        chosen = "date, type, list, stated, named, event_id FROM listing_counts"
    else:
        columns = ("party", "list", "agency", "listed_from", "listed_before", "measure")
        chosen = "party, list, agency, listed_from, nullif(listed_before, '9999'), measure_id FROM listing_status"
        if party:
            conditions.append(("party LIKE ?", f"%{party}%"))
        if day:
            asked = a_day(day, "--on").isoformat()
            conditions += [("listed_from <= ?", asked), ("listed_before > ?", asked)]
    where = " AND ".join(condition for condition, _ in conditions) or "1"
    with reading_as_known(database, known, basis) as connection:
        rows = connection.execute(f"SELECT {chosen} WHERE {where}", [value for _, value in conditions]).fetchall()
    if form != "table":
        print_rows(columns, rows, form)
        return
    print_rows(columns, [(*row[:-1], row[-1][:8]) for row in rows], form)
    click.echo(counted(len(rows), "event" if counts else "listing"))
