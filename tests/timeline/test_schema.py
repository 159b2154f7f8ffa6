"""The schema: made once, described in full, and never downgraded."""

import pytest
from sqlite_utils import Database

from timeline.schema import SCHEMA_VERSION, NewerDatabaseError, describe, upgrade, view_statements
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


def test_every_view_answers(db: Database) -> None:
    for name in view_statements():
        assert db.conn.execute(f'SELECT * FROM "{name}"').fetchall() == []


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
    for name in view_statements():
        assert f"{name} (view)" in words
