"""Reads the reader's TOML data files and makes their entries valid; every error names the file, the key and the mend."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

Model = TypeVar("Model", bound=BaseModel)


class KnowledgeError(ValueError):
    """A data file that cannot be used; the message names the file, the key and the mend."""


class Entry(BaseModel):
    """An entry of a data file: immutable, and without keys that no one reads."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def parse(path: Path) -> dict[str, object]:
    """A TOML file as a dictionary; KnowledgeError where it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KnowledgeError(f"{path}: cannot be read as TOML: {error}. Mend the file at the place named.") from error


def check(model: type[Model], value: object, path: Path, key: str = "") -> Model:
    """The value as an entry of that model; KnowledgeError names the first key that does not fit."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in (key, *first["loc"]) if part != "")
        mend = "Remove the key or correct its name" if first["type"] == "extra_forbidden" else "Correct the value"
        raise KnowledgeError(f"{path}: {where}: {first['msg']}. {mend}.") from error


def entries(model: type[Model], path: Path) -> dict[str, Model]:
    """The tables of one file by their keys."""
    return {key: check(model, value, path, key) for key, value in parse(path).items()}


def entries_in(model: type[Model], directory: Path) -> dict[str, Model]:
    """The tables of all files of a folder; KnowledgeError where two files use one key."""
    found: dict[str, Model] = {}
    for path in sorted(directory.glob("*.toml")):
        for key, entry in entries(model, path).items():
            if key in found:
                raise KnowledgeError(f"{path}: {key}: another file of the folder has this key. Give it another.")
            found[key] = entry
    return found
