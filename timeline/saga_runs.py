"""Runs a saga's articles through the reader and the builder, each saga in a store of its own."""

from collections.abc import Iterable
from pathlib import Path

from nlp.pipeline import Reader
from timeline.build import build
from timeline.evaluate_timeline import BuiltEvent, BuiltTelling, SagaReport, TimelineReport, score_saga
from timeline.run import read_stage
from timeline.sagas import Saga
from timeline.store import Store


def evaluate_sagas(sagas: Iterable[Saga], reader: Reader) -> TimelineReport:
    """The report over sagas, from the articles' texts on."""
    return TimelineReport(tuple(_evaluate(saga, reader) for saga in sagas))


def _evaluate(saga: Saga, reader: Reader) -> SagaReport:
    with Store(Path(":memory:")) as store:
        keep_saga(store, saga)
        read_stage(store, reader)
        build(store)
        return score_saga(saga, built_events(store, saga), {one.id: one.text for one in saga.articles})


def keep_saga(store: Store, saga: Saga) -> None:
    """Put a saga's sources and articles into a store."""
    for one in saga.articles:
        store.add_source(one.source, kind=one.source_kind)
        store.keep_article(one.article)


def built_events(store: Store, saga: Saga) -> list[BuiltEvent]:
    """The store's events with what each article of the saga tells of them, by id."""
    by_url = {one.url: one.id for one in saga.articles}
    tellings: dict[str, dict[str, list[tuple[str, str | None, str, int, int]]]] = {}
    for event_id, url, *rest in store.db.conn.execute(
        "SELECT l.event_id, a.url, e.type, m.date, m.modality, g.start, g.end FROM event_links AS l "
        "JOIN events AS e ON e.id = l.event_id JOIN event_mentions AS m ON m.id = l.mention_id JOIN articles AS a ON a.version_id = m.version_id "
        "JOIN event_arguments AS g ON g.mention_id = m.id AND g.field = 'sentence' ORDER BY l.event_id, a.url, m.number"
    ):
        tellings.setdefault(event_id, {}).setdefault(by_url[url], []).append(tuple(rest))
    return [
        BuiltEvent(
            key,
            day,
            summary,
            quote,
            tuple(_telling(key, article_id, rows) for article_id, rows in tellings[key].items()),
        )
        for key, day, summary, quote in store.db.conn.execute("SELECT id, date, summary, quote FROM events ORDER BY id")
    ]


def _telling(event_id: str, article_id: str, rows: list[tuple[str, str | None, str, int, int]]) -> BuiltTelling:
    return BuiltTelling(
        event_id,
        article_id,
        rows[0][0],
        tuple(sorted({(start, end) for *_, start, end in rows})),
        frozenset(day for _, day, *_ in rows if day),
        frozenset(modality for _, _, modality, *_ in rows),
    )
