"""The command that shows what was read in a text, and why."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from nlp.explanation import EventExplained, Explanation, Reason
from nlp.explanation_page import explanation_page
from nlp.marks import EVENT, NAME, TIME, UNLINKED, marks_of
from nlp.pipeline import Reader
from nlp.records import EVENT_TYPES, Document, EventMention, Span
from nlp.why_not import WhyNot
from timeline.commands.output import counted
from timeline.commands.show import quoted
from timeline.commands.stages import document_of
from timeline.commands.words import model_option, plain_errors
from timeline.documents import SetAside, load_documents

_STYLES = {EVENT: "bold black on dark_orange", TIME: "green", NAME: "blue", UNLINKED: "dim underline"}
_SHOWN = 5


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--event", "number", type=click.IntRange(min=1), help="Say why this event was read as it was.")
@click.option("--why-not", "event_type", type=click.Choice(EVENT_TYPES), metavar="TYPE", help="Say what a TYPE lacked.")
@click.option("--text", "row", type=click.IntRange(min=1), help="Only this text of a JSON lines file.")
@click.option("--html", "page", type=click.Path(dir_okay=False, path_type=Path), help="Write a page instead.")
@model_option
def explain(
    file: Path, number: int | None, event_type: str | None, row: int | None, page: Path | None, model: str
) -> None:
    """Show what was read in FILE (HTML, plain text, JSON lines), its spans coloured, and why.

    Every event has a number: --event N says which frame fired, what filled its roles, and why its modality and date are
    what they are. --why-not TYPE says, for each sentence that came near, which condition of which frame failed.
    """
    documents = _documents(file, row)
    with plain_errors():
        reader = Reader(model)
    if event_type is not None:
        for document in documents:
            _print_why_not(document, reader.why_not(document, event_type))
        return
    explanations = [reader.explain(document) for document in documents]
    if page is not None:
        page.write_text(explanation_page(explanations), encoding="utf-8")
        click.echo(f"{page}: {counted(len(explanations), 'text')}")
        return
    if number is not None and not any(number <= len(one.events) for one in explanations):
        most = max(len(one.events) for one in explanations)
        raise click.ClickException(
            f"There is no event {number} in {file}; its texts have up to {counted(most, 'event')}."
        )
    for explanation in explanations:
        if number is None:
            _print_text(explanation)
        _print_events(explanation, number)


def _documents(file: Path, row: int | None) -> list[Document]:
    documents = []
    for loaded in load_documents([file], fetched_at=datetime.now(UTC)):
        if isinstance(loaded, SetAside):
            click.echo(f"set aside {loaded.where}: {loaded.reason}", err=True)
        else:
            documents.append(document_of(loaded))
    if not documents:
        raise click.ClickException(f"No text could be read from {file}.")
    if row is not None and row > len(documents):
        raise click.ClickException(f"{file} has {counted(len(documents), 'text')}, and none numbered {row}.")
    return documents if row is None else documents[row - 1 : row]


def _print_text(explanation: Explanation) -> None:
    """The text, coloured on a terminal; elsewhere each span in brackets with its label behind it."""
    reading = explanation.reading
    console = Console()
    coloured = console.is_terminal
    document = reading.document
    click.echo(f"{document.title or document.url or 'A text'} ({document.published or 'no date'})\n")
    shown, at = Text(), 0
    for mark in marks_of(reading):
        shown.append(document.text[at : mark.start])
        words = document.text[mark.start : mark.end]
        if coloured:
            shown.append(words, style=_STYLES[mark.kind])
            shown.append(f" {mark.label}", style="dim italic") if mark.kind in {EVENT, TIME} else None
        else:
            shown.append(f"[{words}]({mark.label})")
        at = mark.end
    shown.append(document.text[at:].rstrip())
    (console if coloured else Console(width=100)).print(Text.assemble(shown, "\n"), soft_wrap=True)
    if reading.skipped is not None:
        click.echo(f"Not read for events: {reading.skipped}.")


def _print_events(explanation: Explanation, number: int | None) -> None:
    for at, explained in enumerate(explanation.events, start=1):
        if number in {None, at}:
            click.echo(f"{at}. {_summary(explained.event)}")
            if number is not None:
                _print_reasons(explained, explanation.reading.document.text)
    if not explanation.events and explanation.reading.skipped is None:
        click.echo("No event was read; --why-not TYPE says what came nearest.")


def _summary(event: EventMention) -> str:
    parties = " · ".join(f"{party.role} {party.name}" for party in event.participants)
    return f"{event.type} {event.date or 'no date'} {event.modality} ({event.frame}, {event.confidence}) {parties}".rstrip()


def _print_reasons(explained: EventExplained, text: str) -> None:
    for telling in explained.tellings:
        click.echo(f"\n   {quoted(_words(telling.sentence, text))}")
        _print_rows(telling.reasons)
    click.echo("\n   over the whole text")
    _print_rows(explained.settled)


def _print_rows(reasons: Sequence[Reason]) -> None:
    for reason in reasons:
        click.echo(f"   {reason.field:<15}{reason.words}")


def _print_why_not(document: Document, found: WhyNot) -> None:
    click.echo(f"{document.title or document.url or 'A text'} ({document.published or 'no date'})")
    if found.skipped is not None:
        click.echo(f"  The gate skipped the text: {found.skipped}.")
        return
    for event in found.read:
        click.echo(f"  read: {_summary(event)}")
    if not found.near:
        click.echo(
            f"  No sentence speaks of what {found.type} is about, or holds a word that one of its frames fires on."
        )
        return
    for number, miss in enumerate(found.near[:_SHOWN], start=1):
        word = f" on “{_words(miss.word, document.text)}”" if miss.word is not None else ""
        click.echo(f"\n  {number}. {quoted(_words(miss.sentence, document.text))}")
        click.echo(f"     {miss.frame}{word}: {miss.reason}.")
    if (rest := len(found.near) - _SHOWN) > 0:
        click.echo(f"\n  {counted(rest, 'sentence')} more came less near.")


def _words(span: Span, text: str) -> str:
    return " ".join(text[span.start : span.end].split())
