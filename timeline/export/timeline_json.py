"""Writes the timeline as JSON, in the shape of timeline.schema.json."""

import json
from typing import Any

from timeline.export.document import TIMELINE_VERSION, TimelineDocument


def as_value(document: TimelineDocument) -> dict[str, Any]:
    """The timeline as the value that its JSON text stands for."""
    return {
        "version": TIMELINE_VERSION,
        "known_on": document.known_on,
        "events": list(document.events),
        "measures": list(document.measures),
        "sources": list(document.sources),
    }


def write(document: TimelineDocument) -> str:
    """The timeline JSON: the same bytes for the same store, but for expiries whose day has come."""
    return json.dumps(as_value(document), ensure_ascii=False, indent=1) + "\n"
