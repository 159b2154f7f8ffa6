"""The commands on entities: what names resolve to, importing lists of parties, and merging."""

import sqlite3
from collections import Counter
from pathlib import Path

import click

from timeline.commands.output import format_option, print_rows
from timeline.commands.review import who_option
from timeline.commands.words import database_option, reading, writing
from timeline.known_parties import EntityError, keep_parties, merge_entities
from timeline.party_lists import ListedParty, ListFileError, RowSetAside, read_parties
from timeline.run import only_run

_SHOWN = 5
"""Rows set aside that are told one by one; the rest are counted."""
_LIST = """
SELECT e.id, e.name, e.label,
       (SELECT count(*) FROM mentions AS m WHERE m.entity_id = e.id) AS mentions,
       (SELECT count(DISTINCT p.event_id) FROM participants AS p WHERE p.entity_id = e.id) AS events,
       (SELECT group_concat(DISTINCT l.list) FROM listed_parties AS l WHERE l.entity_id = e.id) AS lists
FROM entities AS e
WHERE (:name IS NULL OR e.name LIKE :name OR e.id LIKE :name
       OR EXISTS (SELECT 1 FROM aliases AS a WHERE a.entity_id = e.id AND a.alias LIKE :name)
       OR EXISTS (SELECT 1 FROM listed_parties AS l WHERE l.entity_id = e.id AND l.name LIKE :name))
  AND (:label IS NULL OR e.label = :label)
  AND (NOT :listed OR EXISTS (SELECT 1 FROM listed_parties AS l WHERE l.entity_id = e.id))
  AND (NOT :provisional OR (e.id LIKE 'name:%' AND EXISTS (SELECT 1 FROM mentions AS m WHERE m.entity_id = e.id)
                            AND NOT EXISTS (SELECT 1 FROM listed_parties AS l WHERE l.entity_id = e.id)))
ORDER BY events DESC, mentions DESC, e.name, e.id
LIMIT :limit
"""


@click.group()
def entities() -> None:
    """List what names resolve to, import lists of parties, merge entities."""


@entities.command("list")
@click.argument("name", required=False)
@click.option("--label", help="Only of this kind: AGENCY, COMPANY, PERSON, VESSEL, COUNTRY, LIST, INSTRUMENT.")
@click.option("--listed", is_flag=True, help="Only parties of imported lists.")
@click.option(
    "--provisional", is_flag=True, help="Only parties of texts that are on no list and known by their name alone."
)
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="Of entities.")
@format_option
@database_option
def list_entities(
    name: str | None, label: str | None, listed: bool, provisional: bool, limit: int, form: str, database: Path
) -> None:
    """Print the entities, those with the most events first; NAME is a name or a part of one."""
    wish = {
        "name": f"%{name}%" if name else None,
        "label": label.upper() if label else None,
        "listed": listed,
        "provisional": provisional,
        "limit": limit,
    }
    with reading(database) as connection:
        rows = connection.execute(_LIST, wish).fetchall()
    print_rows(("entity", "name", "label", "mentions", "events", "lists"), rows, form)


@entities.command("show")
@click.argument("entity")
@database_option
def show_entity(entity: str, database: Path) -> None:
    """Print one ENTITY, by id or name: how texts write it, the lists it is on, and its events."""
    with reading(database) as connection:
        connection.row_factory = sqlite3.Row
        row = connection.execute(
            "SELECT * FROM entities WHERE id = :named OR name = :named ORDER BY id <> :named LIMIT 1", {"named": entity}
        ).fetchone()
        if row is None:
            raise click.ClickException(
                f"No entity has the id or the name {entity!r}; 'tradedocket entities list {entity}' looks for parts of names."
            )
        click.echo(f"{row['name']}  [{row['id']}]  {row['label'] or ''}")
        for title, statement in (
            ("written", "SELECT alias FROM aliases WHERE entity_id = ? AND alias <> ? ORDER BY alias"),
            (
                "also named",
                "SELECT DISTINCT n.name FROM listed_names AS n JOIN listed_parties AS l ON l.id = n.party_id "
                "WHERE l.entity_id = ? AND n.name <> ? ORDER BY n.name",
            ),
            ("taken for it", "SELECT name FROM entity_merges WHERE into_id = ? AND name <> ? ORDER BY name"),
        ):
            names = [found[0] for found in connection.execute(statement, (row["id"], row["name"]))]
            if names:
                click.echo(f"  {title}: {'; '.join(names)}")
        for party in connection.execute(
            "SELECT * FROM listed_parties WHERE entity_id = ? ORDER BY list, name, id", (row["id"],)
        ):
            told = [f"since {party['listed_on']}" if party["listed_on"] else None, party["program"], party["citation"]]
            click.echo(f"  on {party['list']}: {', '.join([party['name'], *filter(None, told)])}")
        events = connection.execute(
            "SELECT DISTINCT t.event_id, t.date, t.type, t.summary FROM timeline AS t "
            "JOIN participants AS p ON p.event_id = t.event_id WHERE p.entity_id = ? "
            "ORDER BY t.day, t.event_id",
            (row["id"],),
        ).fetchall()
    for event in events:
        click.echo(
            f"  {event['date'] or 'date not stated'}  {event['type']}  {event['summary']}  [{event['event_id'][:8]}]"
        )


@entities.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--list", "list_name", help="The list's name, where the file states none.")
@database_option
def import_parties(file: Path, list_name: str | None, database: Path) -> None:
    """Take over the parties in FILE, so that the reader knows their names.

    FILE is the US Consolidated Screening List (CSV or JSON), OpenSanctions' targets.simple.csv, OFAC's SDN.CSV, or CSV
    with the columns name, aliases, country, type and list. What was imported of a list before is replaced. The next
    'read' or 'run' reads all texts anew with the new names.
    """
    found: list[ListedParty] = []
    aside: list[RowSetAside] = []
    try:
        for row in read_parties(file, list_name):
            if isinstance(row, ListedParty):
                found.append(row)
            else:
                aside.append(row)
    except ListFileError as error:
        raise click.ClickException(str(error)) from error
    with writing(database) as store, only_run(database):
        summary = keep_parties(store, found, file)
    for row in aside[:_SHOWN]:
        click.echo(f"  set aside {row.where}: {row.reason}", err=True)
    for name, number in sorted(Counter(party.list for party in found).items()):
        click.echo(f"  {name}: {number}")
    click.echo(
        f"Parties: {summary.parties} imported, {summary.known} of them known to the reader already, "
        f"{summary.gone} of the last import no longer listed; rows set aside: {len(aside)}"
    )
    click.echo("The next 'tradedocket read' reads all texts anew with these names.")


@entities.command("merge")
@click.argument("name")
@click.argument("into")
@click.option("--why", required=True, help="The reason, for those who come after.")
@who_option
@database_option
def merge(name: str, into: str, why: str, who: str, database: Path) -> None:
    """Take NAME, a name or an imported or provisional entity, for the entity INTO from the next reading on."""
    with writing(database) as store, only_run(database):
        try:
            entity_id = merge_entities(store, name, into, who, why)
        except EntityError as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"{name} is {entity_id} from the next 'tradedocket read' on.")
