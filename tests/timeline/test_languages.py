"""Articles in other languages are kept, and marked as not read."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from crawler.records import Article
from nlp.records import Document, Reading
from timeline.run import read_stage
from timeline.store import Store

GERMAN = "Das Ministerium teilte am Dienstag mit, dass es die Quoten für eingeführten Stahl aufhebt."


class _Reader:
    version = "test"

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        return (Reading(document, self.version) for document in documents)


def _article(name: str, language: str | None, text: str) -> Article:
    return Article(
        url=f"http://a.example/{name}", canonical_url=f"http://a.example/{name}", source="a", title=name, byline=None,
        published=None, published_basis="test", updated=None, language=language, text=text,
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip


def test_an_article_that_is_not_english_is_stored_and_its_reading_says_why_it_was_skipped(tmp_path: Path) -> None:
    with Store(tmp_path / "t.db") as store:
        for article in (
            _article("stahl", "de", GERMAN),
            _article("steel", "en", "Quotas on steel were lifted."),
            _article("unknown", None, "EAR 744.11"),
        ):
            store.keep_article(article)
        assert read_stage(store, _Reader()).read == 3  # type: ignore[arg-type]
        rows = store.db.conn.execute(
            "SELECT v.title, v.text, r.skipped FROM readings r JOIN article_versions v ON v.id = r.version_id "
        ).fetchall()
        assert {title: skipped for title, _, skipped in rows} == {
            "stahl": "the text is not English (de)",
            "steel": None,
            "unknown": None,
        }
        assert next(text for title, text, _ in rows if title == "stahl") == GERMAN
        assert list(store.unread("test")) == []
