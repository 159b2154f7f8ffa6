"""What was known when: the timeline as known on a day, the reasons of changes, statements, search, and the checks."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.records import Article
from nlp.records import EventMention, Participant, Reading, Span, Statement
from timeline.as_known import as_known
from timeline.build import build
from timeline.check import find_faults
from timeline.kept_tellings import of_events
from timeline.redirects import where_now
from timeline.review import Decision, keep_decisions
from timeline.search import SearchError, search
from timeline.statements import Said, join_statements
from timeline.store import Store

GRANT = "The Commerce Department granted Microsoft a license on November 20."
SAID = "A spokesperson said the company was pleased with the outcome of it all."


class Clock:
    """A clock that stands at a day until it is set to another."""

    day = "2019-11-30"

    def __call__(self) -> dt.datetime:
        return dt.datetime.fromisoformat(f"{self.day}T12:00:00+00:00")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with Store(tmp_path / "test.db", now=clock) as made:
        yield made


def keep(
    store: Store, name: str, published: str | None, text: str = GRANT, fetched: str = "2019-11-30", **fields: object
) -> None:
    """An article of one grant, read."""
    day = dt.date.fromisoformat(published) if published else None
    url = f"https://wire.example/{name}"
    store.keep_article(
        Article(
            url=url, canonical_url=url, source="wire", title=f"Story {name}", byline=None, published=day,
            published_basis="test", updated=None, language="en", text=text,
            fetched_at=dt.datetime.fromisoformat(f"{fetched}T00:00:00+00:00"),
        )
    )  # fmt: skip
    sentence = Span(0, text.index(".") + 1)
    for version in list(store.unread("test")):
        values: dict[str, object] = {
            "type": "license.granted", "frame": "test", "confidence": 0.5, "date": "2019-11-20", "date_basis": "relative",
            "participants": (Participant("agency", "US Department of Commerce", "us-commerce", None), Participant("actor", "Microsoft", None, None)),
            "evidence": {"event": sentence, "sentence": sentence}, "mentions": (sentence,),
        }  # fmt: skip
        event = EventMention(**{**values, **fields})  # type: ignore[arg-type]
        place = text.find(SAID)
        said = (Statement("a spokesperson", None, place, place + len(SAID), SAID, 0),) if place >= 0 else ()
        store.keep_readings([(version.version_id, Reading(version.document, "test", events=(event,), statements=said))])


def test_a_speaker_that_the_text_names_nowhere_else_is_kept(store: Store) -> None:
    keep(store, "one", "2019-11-21")
    (version,) = store.unread("later")
    said = Statement("India", "in-government", 0, 20, GRANT[:20], None)
    store.keep_readings([(version.version_id, Reading(version.document, "later", statements=(said,)))])
    assert store.db.conn.execute("SELECT name FROM entities WHERE id = 'in-government'").fetchall() == [("India",)]


def known_events(store: Store, day: str, basis: str = "published") -> list[tuple[str, int]]:
    with as_known(store.path, dt.date.fromisoformat(day), basis) as connection:
        return connection.execute("SELECT type, article_count FROM events").fetchall()


def test_a_license_is_known_from_the_day_of_the_first_report(store: Store) -> None:
    keep(store, "one", "2019-11-21")
    keep(store, "two", "2019-11-25")
    assert known_events(store, "2019-11-20") == []
    assert known_events(store, "2019-11-21") == [("license.granted", 1)]
    assert known_events(store, "2019-11-25") == [("license.granted", 2)]


def test_by_collection_it_is_known_from_the_day_it_was_fetched(store: Store) -> None:
    keep(store, "one", "2019-11-21", fetched="2020-02-01")
    assert known_events(store, "2020-01-31", "collected") == []
    assert known_events(store, "2020-02-01", "collected") == [("license.granted", 1)]


def test_an_edit_is_not_known_before_it_was_made(store: Store) -> None:
    keep(store, "one", "2019-11-21", fetched="2019-11-21")
    keep(
        store, "one", "2019-11-21", text="Correction. No license was granted.", fetched="2019-12-05", modality="denied"
    )
    with as_known(store.path, dt.date(2019, 12, 1)) as connection:
        assert connection.execute("SELECT modality FROM events").fetchall() == [("actual",)]
    with as_known(store.path, dt.date(2019, 12, 5)) as connection:
        assert connection.execute("SELECT modality FROM events").fetchall() == [("denied",)]


def test_the_day_as_known_is_today_there_and_the_file_stays_as_it_is(store: Store) -> None:
    keep(store, "one", "2019-11-21", valid_until="2020-02-16")
    build(store)
    before = list(store.db.conn.iterdump())
    states = []
    for day in ("2019-11-22", "2020-02-16", "2020-02-17"):
        with as_known(store.path, dt.date.fromisoformat(day)) as connection:
            assert connection.execute("SELECT day FROM today").fetchall() == [(day,)]
            states += connection.execute("SELECT state FROM license_status").fetchone()
    assert states == ["granted", "granted", "expired (inferred from its end date)"]
    assert list(store.db.conn.iterdump()) == before


def history(store: Store) -> list[tuple[str, str]]:
    return store.db.conn.execute(
        "SELECT change, reason FROM history WHERE subject = 'event' ORDER BY at, number"
    ).fetchall()  # type: ignore[no-any-return]


def test_history_says_why_an_event_came_and_changed(store: Store, clock: Clock) -> None:
    keep(store, "one", "2019-11-21")
    build(store)
    clock.day = "2019-12-01"
    keep(store, "two", "2019-11-25")
    build(store)
    build(store)
    assert history(store) == [
        ("created", "Told by wire, 2019-11-21."),
        ("changed", "1 more telling of it, by wire."),
    ]


def test_a_merged_event_names_the_one_it_went_into_and_a_rejected_one_the_reviewer(store: Store, clock: Clock) -> None:
    keep(store, "one", "2019-11-21")
    keep(store, "two", "2019-12-25", text=GRANT.replace("November", "December"), date="2019-12-20")
    build(store)
    first, second = sorted(
        (one.told for one in of_events(store.db.conn, event_ids(store))), key=lambda told: told.date or ""
    )
    keys = [frozenset({told.key}) for told in (first, second)]
    clock.day = "2020-01-02"
    keep_decisions(store, [Decision("merge", keys[0], "Ada", "2020-01-02", "One and the same.", keys[1])])
    build(store)
    (merged,) = store.db.conn.execute("SELECT reason, other_id FROM history WHERE change = 'merged'").fetchall()
    (left,) = store.db.conn.execute("SELECT id, summary FROM events").fetchall()
    assert merged == (f"Its texts tell {left[0]}.", left[0])
    clock.day = "2020-01-03"
    keep_decisions(store, [Decision("reject", keys[0] | keys[1], "Ada", "2020-01-03", "An advert.", summary=left[1])])
    build(store)
    assert history(store)[-1] == ("withdrawn", "Rejected by Ada: An advert.")


def event_ids(store: Store) -> list[str]:
    return [row[0] for row in store.db.conn.execute("SELECT id FROM events ORDER BY id")]


def test_an_earlier_report_gives_the_event_its_id_and_the_old_one_leads_there(store: Store) -> None:
    olds = []
    for name, day in (("late", "2019-11-25"), ("earlier", "2019-11-23"), ("earliest", "2019-11-21")):
        keep(store, name, day)
        build(store)
        olds += event_ids(store)
    *older, last = olds
    assert last not in older
    assert [where_now(store.db.conn, old[:8]) for old in older] == [last, last]
    assert where_now(store.db.conn, last) is None


def test_a_later_report_leaves_the_id_as_it_is(store: Store) -> None:
    keep(store, "one", "2019-11-21")
    build(store)
    before = event_ids(store)
    keep(store, "two", "2019-11-25")
    build(store)
    assert event_ids(store) == before


def test_an_edit_beside_its_sentence_and_another_reader_leave_the_id_as_it_is(store: Store) -> None:
    keep(store, "one", "2019-11-21")
    build(store)
    before = event_ids(store)
    keep(store, "one", "2019-11-21", text=f"{GRANT} More soon.")
    build(store)
    assert event_ids(store) == before


def test_a_statement_in_two_articles_hangs_on_its_event_once(store: Store) -> None:
    keep(store, "one", "2019-11-21", text=f"{GRANT} {SAID}")
    keep(store, "two", "2019-11-25", text=f"{GRANT}\n\nIn other words. {SAID}")
    build(store)
    rows = store.db.conn.execute("SELECT speaker, text, published, article_count FROM event_statements").fetchall()
    assert rows == [("a spokesperson", SAID, "2019-11-21", 2)]


def test_two_speakers_saying_the_same_are_two_statements() -> None:
    def said(speaker: str, article: str) -> Said:
        return Said("m", speaker, None, SAID, f"v{article}", article, 0, 9, "2019-11-21")

    joined = join_statements([said("Wilbur Ross", "1"), said("Ross", "2"), said("Guo Ping", "3")])
    assert [(one.first.speaker, len(one.articles)) for one in joined] == [("Wilbur Ross", 2), ("Guo Ping", 1)]


def test_search_finds_events_and_articles_with_the_passage(store: Store) -> None:
    keep(store, "one", "2019-11-21")
    build(store)
    hits = search(store.db.conn, "microsoft licence", 5)
    assert [hit.kind for hit in hits] == ["event", "article"]
    assert "«license»" in hits[1].snippet
    assert search(store.db.conn, "co-operation", 5) == []


@pytest.mark.parametrize("words", ['"unclosed', "(", "*", "", "title:", "NEAR("])
def test_a_search_that_cannot_be_read_is_answered_in_a_sentence(store: Store, words: str) -> None:
    with pytest.raises(SearchError) as caught:
        search(store.db.conn, words, 5)
    assert str(caught.value).endswith(".")


FAULTS = {
    "UPDATE measure_events SET holds_before = '1990-01-01'": "holds before 1990-01-01",
    "UPDATE event_sources SET start = start + 3": "its offsets point at",
    "UPDATE event_sources SET end = 99999": "are not in its text",
    "DELETE FROM event_sources": "has no source",
    "UPDATE measures SET state = 'denied'": "is denied, but its last act left it granted",
    "DELETE FROM measure_events": "has no step",
    "UPDATE events SET date_start = NULL": "do not fit",
    "UPDATE events SET article_count = 7": "has 7 articles, but 1 are linked",
    "UPDATE history SET details = '{'": "are not JSON",
    "DROP TRIGGER events_fts_update; UPDATE events SET summary = 'Other words'": "out of step",
    "DROP TRIGGER articles_fts_delete; PRAGMA foreign_keys = OFF; DELETE FROM article_versions": "articles_fts knows 1",
    "PRAGMA foreign_keys = OFF; DELETE FROM articles": "points at a row of articles",
}


@pytest.mark.damages
@pytest.mark.parametrize("damage", FAULTS)
def test_each_fault_is_told_in_a_sentence(store: Store, damage: str) -> None:
    keep(store, "one", "2019-11-21", text=f"{GRANT} {SAID}")
    build(store)
    assert list(find_faults(store.db.conn)) == []
    store.db.conn.executescript(damage)
    assert any(FAULTS[damage] in fault for fault in find_faults(store.db.conn))
