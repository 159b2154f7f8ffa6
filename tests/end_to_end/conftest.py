"""The command as a user runs it, for all end-to-end tests."""

import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from timeline.check import find_faults

PROGRAM = Path(sys.executable).with_name("tradedocket")

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def worked_in() -> set[Path]:
    """The folders that the command was run in since their databases were last checked."""
    return set()


@pytest.fixture(autouse=True)
def sound_databases(request: pytest.FixtureRequest, worked_in: set[Path]) -> Iterator[None]:
    """Checks, after each test, every database in the folders that the command was run in; see tests/conftest.py."""
    yield
    if request.node.get_closest_marker("damages") is not None:
        worked_in.clear()
        return
    faults = [fault for folder in worked_in for database in sorted(folder.glob("*.db")) for fault in _faults(database)]
    worked_in.clear()
    assert faults == [], "a database that the test left is not sound"


def _faults(database: Path) -> list[str]:
    connection = sqlite3.connect(database)
    try:
        return [f"{database.name}: {fault}" for fault in find_faults(connection)]
    finally:
        connection.close()


@pytest.fixture(scope="session")
def tradedocket(worked_in: set[Path]) -> Command:
    """Runs the command in a folder; ``file_size`` is the most bytes a file of its may have, as on a full disk."""

    def run(
        *arguments: str, folder: Path, check: bool = True, file_size: int | None = None
    ) -> subprocess.CompletedProcess[str]:
        def limit() -> None:
            if file_size is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))

        worked_in.add(folder)
        return subprocess.run(
            [PROGRAM, *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            check=check,
            timeout=300,
            preexec_fn=limit,
        )

    return run
