"""Writes an explanation as a page of its own: the text with its spans as displaCy colours them, and each event's reasons."""

from collections.abc import Sequence
from html import escape

from spacy import displacy

from nlp.explanation import EventExplained, Explanation, Reason
from nlp.knowledge import DATA
from nlp.marks import EVENT, KINDS, NAME, TIME, UNLINKED, marks_of

_COLOURS = {EVENT: "#ffd2a6", TIME: "#c7e8c2", NAME: "#c6dcf5", UNLINKED: "#e3e3e3"}


def explanation_page(explanations: Sequence[Explanation]) -> str:
    """The page of one or more texts, in HTML; it asks for nothing from anywhere."""
    page = (DATA / "explanation.html").read_text(encoding="utf-8")
    legend = "".join(f'<span style="background:{_COLOURS[kind]}">{kind}</span>' for kind in KINDS)
    before, _, after = page.partition("{{texts}}")
    return before.replace("{{legend}}", legend) + "\n".join(_text(one) for one in explanations) + after


def _text(explanation: Explanation) -> str:
    reading = explanation.reading
    document = reading.document
    heading = escape(document.title or document.url or "A text")
    parts = [f"<section><h2>{heading}</h2>", f"<p>{escape(str(document.published or 'no date'))}</p>"]
    if reading.skipped is not None:
        parts.append(f"<p><strong>Not read for events:</strong> {escape(reading.skipped)}.</p>")
    parts.append(_coloured(explanation))
    parts += [_event(number, event) for number, event in enumerate(explanation.events, start=1)]
    return "\n".join([*parts, "</section>"])


def _coloured(explanation: Explanation) -> str:
    marks = marks_of(explanation.reading)
    shown = {
        "text": explanation.reading.document.text,
        "title": None,
        "ents": [{"start": mark.start, "end": mark.end, "label": mark.label} for mark in marks],
    }
    colours = {mark.label.upper(): _COLOURS[mark.kind] for mark in marks}
    options = {"colors": colours | {mark.label: _COLOURS[mark.kind] for mark in marks}}
    return str(displacy.render(shown, style="ent", manual=True, page=False, jupyter=False, options=options))


def _event(number: int, explained: EventExplained) -> str:
    event, text = explained.event, []
    text.append(
        f'<details id="event-{number}" open><summary>{number}. {escape(event.type)} {event.date or ""}</summary>'
    )
    for telling in explained.tellings:
        text.append(_table(telling.reasons))
    text.append(_table(explained.settled))
    return "\n".join([*text, "</details>"])


def _table(reasons: Sequence[Reason]) -> str:
    rows = [f"<tr><th>{escape(reason.field)}</th><td>{escape(reason.words)}</td></tr>" for reason in reasons]
    return "<table>" + "".join(rows) + "</table>"
