"""Writes the dashboard: one page that holds its style, its script and the timeline."""

import json
from importlib import resources

from timeline.export.document import TimelineDocument
from timeline.export.timeline_json import as_value


def write(document: TimelineDocument) -> str:
    """The page; it asks for nothing from anywhere."""
    folder = resources.files("timeline") / "dashboard"
    page = (folder / "template.html").read_text(encoding="utf-8")
    parts = {
        "{{style}}": (folder / "style.css").read_text(encoding="utf-8"),
        "{{script}}": (folder / "script.js").read_text(encoding="utf-8"),
        "{{timeline}}": json.dumps(as_value(document), ensure_ascii=False).replace("<", "\\u003c"),
    }
    for mark, part in parts.items():
        before, _, after = page.partition(mark)
        page = before + part + after
    return page
