"""What the crawler leaves in the store comes back as it needs it: pages, versions, listings, hosts, the gazette."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from crawler.records import Article, GazetteDocument, HostState, ListingState, PageOutcome, Snapshot
from timeline.archive import Archive
from timeline.store import Store
from timeline.versions import edits, versions_of

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
URL = "https://www.gazette.example/2026/quotas"
STORY = Article(
    url=URL,
    canonical_url=URL,
    source="gazette",
    title="Quotas lifted",
    byline=None,
    published=date(2026, 1, 5),
    published_basis="meta",
    updated=None,
    language="en",
    text="The quotas were lifted.\n\nThey had stood for two years.",
    fetched_at=NOW,
    snapshot="run-0.warc.gz@0",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "t.db", lambda: NOW) as store:
        yield store


@pytest.fixture
def archive(store: Store) -> Archive:
    return Archive(store)


def outcome(word: str = "new", url: str = URL, hours: float = 0) -> PageOutcome:
    return PageOutcome(url, "gazette", word, None, 200, NOW + timedelta(hours=hours))


def test_a_page_is_known_at_all_of_its_addresses(archive: Archive) -> None:
    archive.keep_outcome(outcome())
    assert archive.seen("http://m.gazette.example/2026/quotas/?utm_source=mail") is not None
    assert archive.seen("https://www.gazette.example/2026/quotas-2") is None


def test_an_article_at_another_address_is_a_duplicate_and_makes_no_version(archive: Archive, store: Store) -> None:
    assert archive.keep_article(STORY) == "new"
    archive.keep_outcome(outcome())
    elsewhere = "https://syndicate.example/story/7"
    assert (
        archive.keep_article(replace(STORY, url=elsewhere, text="The same story, laid out otherwise.")) == "duplicate"
    )
    assert store.db.execute("SELECT count(*) FROM article_versions").fetchone() == (1,)


def test_an_edit_is_a_version_with_a_diff_and_the_old_one_stays(archive: Archive, store: Store) -> None:
    archive.keep_article(STORY)
    archive.keep_outcome(outcome())
    later = replace(STORY, text=STORY.text.replace("two years", "three years"), fetched_at=NOW + timedelta(hours=1))
    assert archive.keep_article(later) == "changed"
    assert archive.keep_article(later) == "unchanged"
    found = versions_of(store.db.conn, URL)
    assert found is not None
    lines = list(edits(*found.versions))
    assert "-They had stood for two years." in lines
    assert "+They had stood for three years." in lines


def test_a_withdrawn_article_is_marked_and_kept_and_unmarked_when_it_comes_back(archive: Archive, store: Store) -> None:
    archive.keep_article(STORY)
    archive.keep_outcome(outcome())
    archive.keep_outcome(outcome("withdrawn", hours=5))
    found = versions_of(store.db.conn, URL)
    assert found is not None and found.withdrawn_at == (NOW + timedelta(hours=5)).isoformat()
    assert len(found.versions) == 1
    archive.keep_outcome(outcome("unchanged", hours=9))
    again = versions_of(store.db.conn, URL)
    assert again is not None and again.withdrawn_at is None


def test_a_page_is_due_for_a_check_at_each_age_once(archive: Archive) -> None:
    archive.keep_outcome(outcome())
    ages = (timedelta(days=1), timedelta(days=7))

    def due(hours: float) -> list[str]:
        return archive.due_for_recheck("gazette", ages, NOW + timedelta(hours=hours))

    assert due(23) == []
    assert due(25) == [URL]
    archive.keep_outcome(outcome("not_modified", hours=25))
    assert due(26) == []
    assert due(7 * 24 + 1) == [URL]
    archive.keep_outcome(outcome("withdrawn", hours=7 * 24 + 1))
    assert due(1000) == []


def test_listings_and_hosts_come_back_as_they_were(archive: Archive) -> None:
    listing = ListingState("https://gazette.example/feed", '"1"', None, date(2026, 1, 4), "2026-01-04")
    host = HostState("gazette.example", 3, NOW, "it failed 3 times in a row (HTTP 500)")
    archive.keep_listing(listing)
    archive.keep_host(host)
    assert archive.listing(listing.url) == listing
    assert archive.host(host.host) == host
    assert archive.listing("https://other.example/") is None
    assert archive.host("other.example") is None


@pytest.mark.parametrize("article_first", [True, False])
def test_a_gazette_document_leads_to_its_article_whichever_came_first(
    archive: Archive, store: Store, article_first: bool
) -> None:
    document = GazetteDocument(
        number="2026-00001",
        citation="91 FR 1",
        type="Rule",
        title="Quotas lifted",
        agencies=("Commerce Department", "Industry and Security Bureau"),
        published_on=date(2026, 1, 5),
        effective_on=date(2026, 2, 1),
        dockets=("260101-0001",),
        url=URL,
    )
    steps = [lambda: archive.keep_article(STORY), lambda: archive.keep_gazette_document(document)]
    for step in steps if article_first else reversed(steps):
        step()
    (row,) = store.db.query("SELECT * FROM gazette_documents")
    (article,) = store.db.query("SELECT id FROM articles")
    assert row["article_id"] == article["id"]
    assert (row["document_number"], row["citation"], row["effective_on"]) == ("2026-00001", "91 FR 1", "2026-02-01")


def test_a_new_reading_of_a_snapshot_stands_in_the_place_of_the_old_and_can_be_undone(
    archive: Archive, store: Store
) -> None:
    archive.keep_article(STORY)
    archive.keep_outcome(replace(outcome(), snapshot=Snapshot("run-0.warc.gz", 0, 100)))

    def current() -> tuple[str, str]:
        found = versions_of(store.db.conn, URL)
        assert found is not None
        (version,) = found.versions
        (newest,) = store.db.execute("SELECT version_id FROM articles").fetchone()
        assert newest == version.id
        return version.id, version.text

    first, _ = current()
    store.replace_version(first, replace(STORY, text="Only the first paragraph."))
    second, text = current()
    assert text == "Only the first paragraph."
    store.replace_version(second, STORY)
    assert current() == (first, STORY.text)
    assert store.db.execute("SELECT count(*) FROM article_versions").fetchone() == (2,)
