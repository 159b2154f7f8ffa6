"""Makes and upgrades the database's tables, indexes, search and views, and describes them."""

import sqlite3
from dataclasses import dataclass
from importlib import resources

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from crawler.addresses import address_key
from timeline.tables import ARCHIVE, BUILDING, PARTIES, READINGS, REVIEW, TABLES, TIMELINE, Table

SCHEMA_VERSION = 12
"""Kept in the file as ``PRAGMA user_version``; a file with a higher one was written by a newer version."""

SEARCH_NAMES = {"article_versions": "articles_fts", "events": "events_fts"}

migrations = Migrations("tradedocket")


class NewerDatabaseError(Exception):
    """The file was written by a newer version of the project; its message is the version found."""


@migrations(name="0001_first_tables")
def _first_tables(db: Database) -> None:
    for table in ARCHIVE + READINGS + TIMELINE:
        db.conn.execute(_create_statement(table))
        _create_indexes(db, table)
        if table.search:
            for statement in _search_statements(table):
                db.conn.execute(statement)


@migrations(name="0002_ledger_and_review")
def _ledger_and_review(db: Database) -> None:
    """The ledger's flags, terms and gazette, statements on events, and decisions; the next build fills them."""
    for table in TIMELINE + REVIEW:
        _bring_up_to_date(db, table)


@migrations(name="0003_crawl_memory")
def _crawl_memory(db: Database) -> None:
    """Keys of pages, snapshots, listings, hosts and gazette documents; pages known before get their keys."""
    for table in ARCHIVE:
        _bring_up_to_date(db, table)
    for name, address in (("pages", "url"), ("articles", "canonical_url")):
        rows = db.conn.execute(f'SELECT "{address}" FROM "{name}" WHERE page_key IS NULL').fetchall()
        db.conn.executemany(
            f'UPDATE "{name}" SET page_key = ? WHERE "{address}" = ?', [(address_key(url), url) for (url,) in rows]
        )


@migrations(name="0004_health")
def _health(db: Database) -> None:
    """How each source went in each run, and which version of an article a new rule read anew."""
    for table in ARCHIVE:
        _bring_up_to_date(db, table)


@migrations(name="0005_parties_contradictions_and_redirects")
def _parties_contradictions_and_redirects(db: Database) -> None:
    """Parties of imported lists and merges of entities; the kind of each contradiction; where merged events went."""
    for table in (*PARTIES, *TIMELINE):
        _bring_up_to_date(db, table)


@migrations(name="0006_incremental_build")
def _incremental_build(db: Database) -> None:
    """What a build remembers for the next one; the first build after this takes up everything."""
    db.conn.execute("DROP TABLE IF EXISTS conflicts")  # its key changes; that build fills it
    for table in TABLES:
        _bring_up_to_date(db, table)


@migrations(name="0007_causes")
def _causes(db: Database) -> None:
    """The name that a page's reason is counted under; pages asked for before have none."""
    for table in ARCHIVE:
        _bring_up_to_date(db, table)


@migrations(name="0008_steps_by_what_they_continue")
def _steps_by_what_they_continue(db: Database) -> None:
    """Steps can be found by the event whose term they continue; without, each event removed was looked for in all steps."""
    for table in TIMELINE:
        _bring_up_to_date(db, table)


@migrations(name="0009_orders_of_views")
def _orders_of_views(db: Database) -> None:
    """Indexes in the orders of the views, and parties in the order of their events; without, each view sorted all its rows."""
    for name in (
        "participants_entity_id",
        "participants_name",
        "measures_kind_counterparty",
        "events_date_start",
        "measure_flags_kind",
    ):
        db.conn.execute(f"DROP INDEX IF EXISTS ix_{name}")  # those that take their place begin with the same columns
    for table in TIMELINE:
        _bring_up_to_date(db, table)
    db.conn.execute(
        "UPDATE participants SET day = coalesce(e.date_start, e.first_reported, '9999') FROM events AS e "
        "WHERE e.id = participants.event_id AND day IS NULL"
    )


@migrations(name="0010_chains_of_measures")
def _chains_of_measures(db: Database) -> None:
    """From which events each measure was followed; those of before are followed anew once."""
    for table in BUILDING:
        _bring_up_to_date(db, table)


@migrations(name="0011_unbuilt_readings")
def _unbuilt_readings(db: Database) -> None:
    """The readings that a build must look at can be found without asking for each of the others."""
    for table in READINGS:
        _bring_up_to_date(db, table)


@migrations(name="0012_what_stands_of_measures")
def _what_stands_of_measures(db: Database) -> None:
    """The names told by the acts of each measure, and acts on nobody by their vehicle; the next build fills the former."""
    db.conn.execute("DROP TABLE IF EXISTS measure_chains")  # its hash may be null now
    for table in (*TIMELINE, *BUILDING):
        _bring_up_to_date(db, table)


def _bring_up_to_date(db: Database, table: Table) -> None:
    """A table with every column and index that it is described with; what it holds stays."""
    db.conn.execute(_create_statement(table).replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS", 1))
    stored = {row[1] for row in db.conn.execute(f'PRAGMA table_info("{table.name}")')}
    for column in table.columns:
        if column.name not in stored:
            pointer = f' REFERENCES "{column.references}" ("id")' if column.references else ""
            db.conn.execute(f'ALTER TABLE "{table.name}" ADD COLUMN "{column.name}" {column.type}{pointer}')
    _create_indexes(db, table)


def _create_indexes(db: Database, table: Table) -> None:
    """The indexes and orders of a table that the database lacks."""
    for columns in table.indexes:
        name = "_".join(("ix", table.name, *columns))
        db.conn.execute(f'CREATE INDEX IF NOT EXISTS "{name}" ON "{table.name}" ({_names(columns)})')
    for order in table.orders:
        which = f" WHERE {order.where}" if order.where else ""
        statement = (
            f'CREATE INDEX IF NOT EXISTS "order_{order.name}" ON "{table.name}" ({", ".join(order.terms)}){which}'
        )
        db.conn.execute(statement)


def upgrade(db: Database) -> None:
    """The database with every table, index and view of this version, whatever it had before.

    Raises ``NewerDatabaseError`` for a file of a newer version, which is left as it is.
    """
    version = int(db.conn.execute("PRAGMA user_version").fetchone()[0])
    if version > SCHEMA_VERSION:
        raise NewerDatabaseError(str(version))
    if version == SCHEMA_VERSION and not migrations.pending(db) and _views_stand(db):
        return
    with db.atomic():  # one for all, so that each page of a new file is written once
        migrations.apply(db)
        for name, statement in view_statements().items():
            db.conn.execute(f'DROP VIEW IF EXISTS "{name}"')
            db.conn.execute(statement)
        db.conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


@dataclass(frozen=True, slots=True)
class View:
    """One view of views.sql: the statement that makes it, what it answers, and an example that asks it."""

    name: str
    statement: str
    description: str
    example: str


def views() -> tuple[View, ...]:
    """The views of views.sql, in the file's order; each stands under its description and its example."""
    script = resources.files("timeline").joinpath("views.sql").read_text(encoding="utf-8")
    found: list[View] = []
    comments: list[str] = []
    pending = ""
    for line in script.splitlines(keepends=True):
        if not pending and line.startswith("--"):
            comments.append(line.removeprefix("--").strip())
        elif not pending and not line.strip():
            comments = []
        else:
            pending += line
            if sqlite3.complete_statement(pending):
                statement = pending.strip().rstrip(";")
                found.append(View(pending.split()[2], statement, " ".join(comments[:-1]), comments[-1]))
                pending, comments = "", []
    return tuple(found)


def view_statements() -> dict[str, str]:
    """The statement that makes each view, by the view's name."""
    return {view.name: view.statement for view in views()}


def describe() -> str:
    """Every table, column and view in words, for a terminal."""
    lines: list[str] = []
    for table in TABLES:
        lines += [f"{table.name}: {table.description}", f"  key: {', '.join(table.key)}"]
        for column in table.columns:
            pointer = f" → {column.references}" if column.references else ""
            lines.append(f"  {column.name} {column.type.lower()}{pointer}  {column.description}")
        if table.search:
            lines.append(f"  full text: {SEARCH_NAMES[table.name]} over {', '.join(table.search)}")
        lines.append("")
    for view in views():
        lines += [f"{view.name} (view): {view.description}", f"  example: {view.example}"]
        lines += [*(f"  {line}" for line in view.statement.splitlines()), ""]
    return "\n".join(lines).rstrip() + "\n"


def _views_stand(db: Database) -> bool:
    return dict(db.conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'")) == view_statements()


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _create_statement(table: Table) -> str:
    parts: list[str] = []
    numbered = any(column.name == "docid" for column in table.columns)
    for column in table.columns:
        constraint = " NOT NULL" if column.required or column.name in table.key else ""
        if column.name == "docid":
            constraint = " PRIMARY KEY"
        elif numbered and (column.name,) == table.key:
            constraint += " UNIQUE"
        if column.references:
            key = "version_id" if column.references == "readings" else "id"
            constraint += f' REFERENCES "{column.references}" ("{key}")'
            constraint += " ON DELETE CASCADE" if column.references in _OWNERS else ""
        parts.append(f'"{column.name}" {column.type}{constraint}')
    if not numbered:
        parts.append(f"PRIMARY KEY ({_names(table.key)})")
    return f'CREATE TABLE "{table.name}" (\n  ' + ",\n  ".join(parts) + "\n)"


_OWNERS = frozenset(("readings", "event_mentions", "events", "measures", "runs", "tellings", "listed_parties"))
"""Tables whose rows take what hangs on them along when they go."""


def _search_statements(table: Table) -> tuple[str, ...]:
    """Full-text search over a table, kept in step by triggers; its rows are known by ``docid``, which VACUUM keeps."""
    search = SEARCH_NAMES[table.name]
    columns = _names(table.search)
    old = ", ".join(f'old."{column}"' for column in table.search)
    new = ", ".join(f'new."{column}"' for column in table.search)
    remove = f"INSERT INTO {search} ({search}, rowid, {columns}) VALUES ('delete', old.docid, {old});"
    add = f"INSERT INTO {search} (rowid, {columns}) VALUES (new.docid, {new});"
    return (
        f"CREATE VIRTUAL TABLE {search} USING fts5({columns}, content='{table.name}', content_rowid='docid', "
        "tokenize='porter unicode61')",
        f"CREATE TRIGGER {search}_insert AFTER INSERT ON {table.name} BEGIN {add} END",
        f"CREATE TRIGGER {search}_delete AFTER DELETE ON {table.name} BEGIN {remove} END",
        f"CREATE TRIGGER {search}_update AFTER UPDATE ON {table.name} BEGIN {remove} {add} END",
    )
