"""The spaCy extensions that the reader's components hand on, registered in one place."""

from typing import Any

from spacy.tokens import Doc

EXTENSIONS: dict[str, Any] = {
    "anchor": None,
    "day_first": False,
    "time_expressions": (),
}


def register_extensions() -> None:
    """Make the extensions known to spaCy; those that are known already stay as they are."""
    for name, default in EXTENSIONS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)
