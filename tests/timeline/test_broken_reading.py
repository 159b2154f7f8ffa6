"""A text that the reader breaks on costs neither the other texts nor the run."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from crawler.records import Article
from nlp.records import Document, Reading
from timeline.run import read_stage
from timeline.store import Store


class _Brittle:
    """A reader that breaks on one word."""

    version = "brittle"

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        for document in documents:
            if "quota" in document.text:
                raise IndexError("list index out of range")
            yield Reading(document, self.version)


def test_it_is_set_aside_with_the_error_and_the_others_are_read(tmp_path: Path) -> None:
    with Store(tmp_path / "t.db") as store:
        for text in ("Duties fell.", "A quota fell.", "Export controls fell."):
            url = f"http://a.example/{len(text)}"
            store.keep_article(
                Article(
                    url=url, canonical_url=url, source="a", title=None, byline=None, published=None,
                    published_basis="test", updated=None, language="en", text=text,
                    fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
                )
            )  # fmt: skip
        summary = read_stage(store, _Brittle())  # type: ignore[arg-type]
        assert summary.read == 2
        assert summary.failed == ("http://a.example/13: reading it failed (IndexError: list index out of range).",)
        assert list(store.unread("brittle")) == []
