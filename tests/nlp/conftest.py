"""One reader for all tests of the package: loading the model is slow."""

import pytest

from nlp.pipeline import Reader


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader()
