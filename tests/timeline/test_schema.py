"""The schema: made once, described in full, and never downgraded."""

import pytest
from sqlite_utils import Database

from timeline.schema import (
    SCHEMA_VERSION,
    NewerDatabaseError,
    describe,
    migrations,
    upgrade,
    view_statements,
    views,
)
from timeline.tables import TABLES


@pytest.fixture
def db() -> Database:
    database = Database(memory=True)
    upgrade(database)
    return database


def test_every_described_table_and_column_is_in_the_database(db: Database) -> None:
    for table in TABLES:
        columns = [row[1] for row in db.conn.execute(f'PRAGMA table_info("{table.name}")')]
        assert columns == list(table.column_names), table.name


def test_every_view_answers_and_so_does_its_example(db: Database) -> None:
    for view in views():
        db.conn.execute(f'SELECT * FROM "{view.name}"').fetchall()
        assert f" FROM {view.name}" in view.example
        db.conn.execute(view.example).fetchall()


def test_upgrading_an_older_file_gives_the_same_tables_and_keeps_its_rows(db: Database) -> None:
    older = Database(memory=True)
    upgrade(older)
    for name in view_statements():
        older.conn.execute(f'DROP VIEW "{name}"')
    for name in ("measure_flags", "event_decisions", "decisions", "event_statements", "event_documents"):
        older.conn.execute(f'DROP TABLE "{name}"')
    older.conn.execute("DROP INDEX ix_measure_events_holds_from")
    older.conn.execute("ALTER TABLE measure_events DROP COLUMN holds_from")
    older.conn.execute("INSERT INTO measures (id, kind, title, state) VALUES ('m', 'license', 'License', 'granted')")
    older.conn.execute("DELETE FROM _sqlite_migrations WHERE name > '0002'")
    older.conn.execute("PRAGMA user_version = 1")
    upgrade(older)
    for table in TABLES:
        columns = {row[1] for row in older.conn.execute(f'PRAGMA table_info("{table.name}")')}
        assert columns == set(table.column_names), table.name
    assert older.conn.execute("SELECT title FROM measures").fetchall() == [("License",)]
    assert {view.name for view in views()} <= set(older.view_names())


def test_migrations_are_numbered_one_by_one_up_to_the_version_of_the_schema(db: Database) -> None:
    numbers = [int(one.name.split("_")[0]) for one in migrations.applied(db)]
    assert numbers == list(range(1, SCHEMA_VERSION + 1))


def test_upgrading_twice_changes_nothing(db: Database) -> None:
    before = db.conn.execute("SELECT * FROM sqlite_master").fetchall()
    upgrade(db)
    assert db.conn.execute("SELECT * FROM sqlite_master").fetchall() == before


def test_a_newer_database_is_refused_and_left_alone() -> None:
    newer = Database(memory=True)
    newer.conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    with pytest.raises(NewerDatabaseError):
        upgrade(newer)
    assert newer.table_names() == []


def test_description_names_every_table_column_and_view() -> None:
    words = describe()
    for table in TABLES:
        assert f"{table.name}: {table.description}" in words
        for column in table.columns:
            assert column.description in words
    for view in views():
        assert f"{view.name} (view): {view.description}" in words
        assert view.description.endswith(".")


@pytest.mark.parametrize("view", [view.name for view in views() if view.name not in {"today", "agency_activity"}])
def test_the_first_rows_of_a_view_are_found_without_sorting_all(db: Database, view: str) -> None:
    """What is left to sort is one measure's steps; the activity of agencies is counted, and sorted after."""
    plan = db.conn.execute(f'EXPLAIN QUERY PLAN SELECT * FROM "{view}" LIMIT 10').fetchall()
    assert "USE TEMP B-TREE FOR ORDER BY" not in {row[-1] for row in plan}


def test_an_agencys_activity_is_counted_without_reading_events(db: Database) -> None:
    plan = db.conn.execute("EXPLAIN QUERY PLAN SELECT * FROM agency_activity WHERE year = '2019'").fetchall()
    assert any("SEARCH e USING COVERING INDEX" in row[-1] for row in plan)


def test_an_upgrade_gives_parties_the_days_of_their_events(db: Database) -> None:
    made = "INSERT INTO events (id, type, family, modality, source_count, article_count, summary, quote, date_start, first_reported) "
    db.conn.execute(made + "VALUES ('dated', 't.a', 't', 'actual', 1, 1, '', '', '2019-05-20', '2019-05-21')")
    db.conn.execute(made + "VALUES ('undated', 't.a', 't', 'actual', 1, 1, '', '', NULL, '2019-05-22')")
    for event_id in ("dated", "undated"):
        db.conn.execute("INSERT INTO participants (event_id, role, name) VALUES (?, 'target', 'Huawei')", (event_id,))
    db.conn.execute("DELETE FROM _sqlite_migrations WHERE name > '0009'")
    db.conn.execute("PRAGMA user_version = 8")
    upgrade(db)
    rows = db.conn.execute("SELECT event_id, day FROM entity_history WHERE entity = 'Huawei'").fetchall()
    assert rows == [("dated", "2019-05-20"), ("undated", "2019-05-22")]


@pytest.mark.parametrize("removed", ["events", "measures", "tellings", "readings", "event_mentions"])
def test_what_points_at_rows_that_builds_remove_is_found_without_a_scan(db: Database, removed: str) -> None:
    pointers = [
        (table.name, column.name) for table in TABLES for column in table.columns if column.references == removed
    ]
    for table, column in pointers:
        plan = db.conn.execute(f'EXPLAIN QUERY PLAN SELECT 1 FROM "{table}" WHERE "{column}" = ?', ("",)).fetchall()
        assert all("SEARCH" in row[-1] for row in plan), (table, column)
