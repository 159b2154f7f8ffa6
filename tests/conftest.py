"""What holds for all tests: every database that a test leaves is sound."""

from collections.abc import Iterator

import pytest

from timeline.check import find_faults
from timeline.store import Store


@pytest.fixture(autouse=True)
def sound_stores(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Checks each store as it is closed, as `tradedocket check` would; a test that damages its own is marked ``damages``."""
    faults: list[str] = []
    close = Store.close

    def checked(store: Store) -> None:
        if store.db.conn.in_transaction:  # left by an error, and given up with the connection
            store.db.conn.rollback()
        store.db.conn.execute("PRAGMA query_only = OFF")  # FTS5 takes its own check for an insert
        faults.extend(find_faults(store.db.conn))
        close(store)

    if request.node.get_closest_marker("damages") is None:
        monkeypatch.setattr(Store, "close", checked)
    yield
    assert faults == [], "a database that the test left is not sound"
