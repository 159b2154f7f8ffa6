"""Reads files of restricted parties: the Consolidated Screening List, OpenSanctions targets, OFAC's SDN.CSV, or plain CSV.

The Consolidated Screening List comes as CSV and as JSON (``results``) with the same keys, from the International Trade
Administration; OpenSanctions publishes ``targets.simple.csv``; OFAC's SDN.CSV has no header and writes ``-0-`` for
nothing. Any other CSV needs a ``name`` column and may have ``aliases`` (parted by ``;``), ``country``, ``type`` and ``list``.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

_KINDS = {
    "individual": "PERSON",
    "person": "PERSON",
    "vessel": "VESSEL",
    "entity": "COMPANY",
    "company": "COMPANY",
    "organization": "COMPANY",
    "organisation": "COMPANY",
    "legalentity": "COMPANY",
    "": "COMPANY",
}
_SDN_COLUMNS = ("id", "name", "type", "program", "title")
_SDN_ROW = re.compile(r'\s*\d+\s*,\s*"')
_NOTHING = "-0-"


class ListFileError(Exception):
    """A file that is no list of parties; the message says what was looked for and what to do."""


@dataclass(frozen=True, slots=True)
class ListedParty:
    """One row of a list: its key there, the name as text prints it, other names, and what the list says of it.

    ``label`` is COMPANY, PERSON or VESSEL; ``country`` an ISO 3166 code; ``list`` the list's own name.
    """

    key: str
    name: str
    label: str
    list: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    program: str | None = None
    citation: str | None = None
    listed_on: str | None = None


@dataclass(frozen=True, slots=True)
class RowSetAside:
    """A row that names nothing which could be looked for in a text, and why."""

    where: str
    reason: str


def read_parties(path: Path, list_name: str | None = None) -> Iterator[ListedParty | RowSetAside]:
    """The parties in a file, row by row; ``list_name`` names their list where the rows do not.

    Raises ``ListFileError`` for a file of none of the known shapes and ``OSError`` for one that cannot be read.
    """
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    default = list_name or path.stem
    for number, row in _rows(text, path):
        party = _party(row, default)
        yield party if isinstance(party, ListedParty) else RowSetAside(f"{path}, row {number}", party)


def _rows(text: str, path: Path) -> Iterable[tuple[int, Mapping[str, Any]]]:
    if text.lstrip()[:1] in {"{", "["}:
        try:
            document = json.loads(text)
        except ValueError as error:
            raise ListFileError(f"{path} is no JSON: {error}. Download it again.") from error
        found = document.get("results") if isinstance(document, dict) else document
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            raise ListFileError(
                f"{path} has no list of parties under 'results'. Give the consolidated list's JSON file."
            )
        return enumerate(found, start=1)
    if _SDN_ROW.match(text):
        rows = csv.DictReader(StringIO(text), fieldnames=_SDN_COLUMNS, restkey="rest")
        # The last row of OFAC's files is a lone end-of-file mark.
        return ((number, {**row, "list": "SDN List"}) for number, row in enumerate(rows, start=1) if row["name"])
    table = csv.DictReader(StringIO(text))
    if "name" not in (table.fieldnames or ()):
        raise ListFileError(
            f"{path} has no column 'name'. Give the Consolidated Screening List (CSV or JSON), OpenSanctions' "
            "targets.simple.csv, OFAC's SDN.CSV, or a CSV file with the columns name, aliases, country."
        )
    return enumerate(table, start=2)


def _party(row: Mapping[str, Any], default_list: str) -> ListedParty | str:
    """A row as a party, or why it is none."""
    kind = _text(row, "type", "schema").lower()
    label = _KINDS.get(kind)
    if label is None:
        return f"It is of the kind {kind!r}, which articles do not name."
    names = [_as_printed(name, label) for name in (_text(row, "name"), *_many(row, "alt_names", "aliases"))]
    names = list(dict.fromkeys(name for name in names if any(char.isalpha() for char in name)))
    if not names:
        return "It has no name."
    return ListedParty(
        key=_text(row, "id", "_id", "entity_number") or names[0],
        name=names[0],
        label=label,
        list=_text(row, "list", "source", "dataset").split(" (")[0].split(";")[0] or default_list,
        aliases=tuple(names[1:]),
        country=_country(row),
        program="; ".join(_many(row, "programs", "program")) or None,
        citation=_text(row, "federal_register_notice") or None,
        listed_on=_text(row, "start_date", "first_seen")[:10] or None,
    )


def _text(row: Mapping[str, Any], *keys: str) -> str:
    for key in keys:
        value = row.get(key)
        if isinstance(value, str | int) and str(value).strip() not in {"", _NOTHING}:
            return str(value).strip()
    return ""


def _many(row: Mapping[str, Any], *keys: str) -> list[str]:
    for key in keys:
        value = row.get(key)
        if isinstance(value, list):
            return [str(part).strip() for part in value if str(part).strip()]
        if isinstance(value, str) and value.strip() not in {"", _NOTHING}:
            return [part.strip() for part in value.split(";") if part.strip()]
    return []


def _as_printed(name: str, label: str) -> str:
    """A person's name as articles print it: "AL-SAMPLE, Omar" is Omar AL-SAMPLE."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if label == "PERSON" and comma and first.strip() else name


def _country(row: Mapping[str, Any]) -> str | None:
    """The country that the row states, else that of its first address ("…, Shenzhen, CN")."""
    stated = _text(row, "country") or next(iter(_many(row, "countries")), "")
    addresses = row.get("addresses")
    if not stated and isinstance(addresses, list) and addresses and isinstance(addresses[0], dict):
        stated = str(addresses[0].get("country") or "")
    if not stated and isinstance(addresses, str):
        stated = addresses.split(";")[0].rpartition(",")[2].strip()
    return stated.upper() if re.fullmatch(r"[A-Za-z]{2}", stated) else None
