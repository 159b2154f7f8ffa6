"""Writes the events as one CSV table, a row an event."""

import csv
import io

from timeline.export.document import TimelineDocument

COLUMNS = (
    "date date_precision type modality agency actor targets items instrument count rate effective_from valid_until "
    "duration confidence source_count first_reported last_reported summary quote urls id"
).split()


def write(document: TimelineDocument) -> str:
    """The table, with a header; several values in a cell are parted by "; "."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for event in document.events:
        mentions = event["mentions"]
        row = {name: event.get(name) for name in COLUMNS}
        row["targets"] = "; ".join(event["targets"])
        row["quote"] = mentions[0]["quote"] if mentions else None
        row["urls"] = "; ".join(mention["url"] for mention in mentions)
        writer.writerow({name: _safe(value) for name, value in row.items()})
    return out.getvalue()


def _safe(value: object) -> object:
    """A cell that a spreadsheet does not take for a formula."""
    return "'" + value if isinstance(value, str) and value[:1] in {"=", "+", "@"} else value
