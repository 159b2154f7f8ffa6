"""The command as a user runs it, for all end-to-end tests."""

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("tradedocket")

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def tradedocket() -> Command:
    """Runs the command in a folder; ``file_size`` is the most bytes a file of its may have, as on a full disk."""

    def run(
        *arguments: str, folder: Path, check: bool = True, file_size: int | None = None
    ) -> subprocess.CompletedProcess[str]:
        def limit() -> None:
            if file_size is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))

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
