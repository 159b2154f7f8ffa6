"""A timeline is the same in whatever order and portions its articles came, and after edits as if built anew."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.records import Article
from nlp.pipeline import Reader
from nlp.records import Document, EntityMention, EventMention, Participant, Reading, Span, Statement
from timeline import blocks
from timeline.build import build
from timeline.check import find_faults
from timeline.event_rows import load_events
from timeline.review import Decision, keep_decisions
from timeline.sagas import load_saga
from timeline.store import Store

BUILT = (
    *("events", "participants", "event_sources", "event_links", "conflicts", "relations", "event_statements"),
    *(
        "event_documents",
        "event_decisions",
        "measures",
        "measure_events",
        "measure_flags",
        "measure_chains",
        "tellings",
        "telling_blocks",
    ),
)
COMMERCE = Participant("agency", "US Department of Commerce", "us-commerce", None)
NOW = dt.datetime(2020, 6, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Page:
    """An article and what was read in it."""

    article: Article
    reading: Reading


def fill(store: Store, pages: Iterable[Page]) -> None:
    by_url = {}
    for page in pages:
        store.add_source(page.article.source, kind=page.article.source.split(".")[0])
        store.keep_article(page.article)
        by_url[page.article.url] = page.reading
    for version in list(store.unread("test")):
        if version.document.url in by_url:
            store.keep_readings([(version.version_id, by_url[version.document.url])])


def built(
    portions: Iterable[Sequence[Page]], decisions: Sequence[Decision] = ()
) -> dict[str, list[tuple[object, ...]]]:
    """The rows of all that a build makes, after a build for each portion; decisions are taken before the last."""
    with Store(Path(":memory:"), now=lambda: NOW) as store:
        for number, portion in enumerate(portions, start=1):
            fill(store, portion)
            if number == len(portions):
                keep_decisions(store, decisions)
            build(store)
        assert list(find_faults(store.db.conn)) == []
        return {name: sorted(store.db.conn.execute(f"SELECT * FROM {name}"), key=repr) for name in BUILT}


def page(
    number: int,
    published: str | None,
    acts: Sequence[EventMention],
    source: str,
    wording: str = "",
    about: str | None = None,
) -> Page:
    text = " ".join(
        f"Act {place} of story {wording or number} was told at 84 FR 1{place}000 for ${place % 2 + 1} million."
        for place in range(4)
    )
    url = f"https://{source}.example/{number}"
    day = dt.date.fromisoformat(published) if published else None
    article = Article(
        url=url, canonical_url=url, source=f"{source}.example", title="Story", byline=None, published=day,
        published_basis="test", updated=None, language="en", text=text, fetched_at=NOW,
    )  # fmt: skip
    sentences = [Span(start, text.index(".", start) + 1) for start in (text.index(f"Act {n}") for n in range(4))]
    events = tuple(
        replace(act, evidence={"event": sentences[place], "sentence": sentences[place]}, mentions=(sentences[place],))
        for place, act in enumerate(acts)
    )
    names = (EntityMention(0, 3, text[:3], "COMPANY", about.lower(), about),) if about else ()
    said = tuple(Statement("Ross", None, 0, 20, text[:20], 0) for _ in events[:1])
    document = Document(text=text, title="Story", published=day, url=url)
    return Page(article, Reading(document, "test", entities=names, events=events, statements=said))


@st.composite
def mentions(draw: st.DrawFn) -> EventMention:
    names = draw(st.sets(st.sampled_from(["Huawei", "Microsoft", "China", "ZTE"]), max_size=2))
    role = draw(st.sampled_from(["target", "actor"]))
    parties = [Participant(role, name, name.lower(), None) for name in sorted(names)]
    return EventMention(
        type=draw(st.sampled_from(["license.granted", "license.extended", "license.denied", "listing.added", "tariff.proposed", "tariff.imposed", "control.imposed", "control.expanded", "enforcement.penalized", "agreement.reached"])),
        frame="test",
        confidence=draw(st.sampled_from([0.5, 0.8])),
        modality=draw(st.sampled_from(["actual", "actual", "planned", "possible", "denied"])),
        date=draw(st.sampled_from(["2019-11-18", "2019-11-20", "2019-W47", "2019-11", "2019", None])),
        date_basis=draw(st.sampled_from(["explicit", "relative"])),
        instrument=draw(st.sampled_from([None, "temporary general license", "general license 14", "Entity List"])),
        effective_from=draw(st.sampled_from([None, None, "2019-11-20", "2019-12"])),
        duration=draw(st.sampled_from([None, "P90D", "P2W"])),
        valid_until=draw(st.sampled_from([None, "2020-02-16"])),
        previous_valid_until=draw(st.sampled_from([None, None, "2020-02-16"])),
        participants=tuple([COMMERCE, *parties] if draw(st.booleans()) else parties),
    )  # fmt: skip


PAGES = st.lists(
    st.tuples(
        st.sampled_from(["2019-11-16", "2019-11-19", "2019-11-21", "2019-12-20", None]),
        st.lists(mentions(), min_size=1, max_size=2),
        st.sampled_from(["official", "wire", "press"]),
        st.sampled_from(["", "alike"]),
        st.sampled_from([None, "Huawei"]),
    ),
    min_size=2,
    max_size=6,
).map(lambda rows: [page(number, *row) for number, row in enumerate(rows)])


@pytest.fixture(params=[200, 2], ids=["roomy", "crowded"], scope="module")
def crowd(request: pytest.FixtureRequest) -> Iterator[None]:
    """Blocks that are crowded by many tellings, as they are, and by few, so that small sets crowd them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "CROWD", request.param)
        yield


@pytest.mark.usefixtures("crowd")
@settings(deadline=None, max_examples=30)
@given(st.data())
def test_any_order_and_any_portions_build_the_same(data: st.DataObject) -> None:
    pages = data.draw(PAGES)
    shuffled = data.draw(st.permutations(pages))
    cut = data.draw(st.integers(1, len(pages) - 1))
    second = data.draw(st.integers(cut, len(pages)))
    assert built([shuffled[:cut], shuffled[cut:second], shuffled[second:]]) == built([pages])


@pytest.mark.usefixtures("crowd")
@settings(deadline=None, max_examples=20)
@given(st.data())
def test_what_an_edit_takes_away_leaves_no_trace(data: st.DataObject) -> None:
    pages = data.draw(PAGES)
    edited = data.draw(st.lists(mentions(), max_size=2))
    place = data.draw(st.integers(0, len(pages) - 1))
    old = pages[place]
    number, source = int(old.article.url.rpartition("/")[2]), old.article.source.split(".")[0]
    day = old.article.published.isoformat() if old.article.published else None
    new = page(number, day, edited, source, wording="edited")
    assert built([pages, [new]]) == built([[*pages[:place], new, *pages[place + 1 :]]])


def test_a_decision_holds_whether_it_comes_before_or_after_the_last_articles() -> None:
    def grant(day: str, party: str) -> EventMention:
        participants = (COMMERCE, Participant("actor", party, party.lower(), None))
        return EventMention(type="license.granted", frame="t", confidence=0.5, date=day, participants=participants)

    pages = [
        page(0, "2019-11-21", [grant("2019-11-20", "Microsoft")], "wire"),
        page(1, "2019-12-21", [grant("2019-12-20", "Intel")], "press"),
        page(2, "2019-12-22", [grant("2019-12-20", "Intel")], "official"),
    ]
    with Store(Path(":memory:"), now=lambda: NOW) as store:
        fill(store, pages)
        build(store)
        keys = dict(store.db.conn.execute("SELECT event_id, key FROM tellings ORDER BY version_id").fetchall())
    first, second = sorted(keys.values())
    decisions = [Decision("merge", frozenset({first}), "Ada", "2020", "One act.", frozenset({second}))]
    at_once = built([pages], decisions)
    assert len(at_once["events"]) == 1
    assert built([pages[:1], pages[1:]], decisions) == at_once
    assert built([pages, [], []], decisions) == at_once


def test_a_grant_of_an_undated_text_contradicts_a_denial_stored_before() -> None:
    huawei = Participant("actor", "Huawei", "huawei", None)
    granted, denied = (
        EventMention(type=kind, frame="t", confidence=0.5, date="2019-11-20", participants=(huawei,))
        for kind in ("license.granted", "license.denied")
    )
    pages = [page(0, "2019-11-21", [denied], "wire"), page(1, None, [granted], "press")]
    at_once = built([pages])
    assert [row[1] for row in at_once["relations"]] == ["contradicts"]
    assert built([pages[:1], pages[1:]]) == at_once


def test_orders_without_a_name_are_the_same_measures_at_once_and_one_by_one() -> None:
    def signed(day: str) -> EventMention:
        return EventMention(type="order.signed", frame="t", confidence=0.5, date=day, participants=(COMMERCE,))

    pages = [
        page(0, "2019-03-21", [signed("2019-03-20")], "wire"),
        page(1, "2019-11-21", [signed("2019-11-20")], "wire"),
    ]
    at_once = built([pages])
    assert len(at_once["measures"]) == 2
    assert built([[one] for one in pages]) == at_once


def test_a_stored_event_comes_back_with_its_tellings_in_the_order_of_their_reports() -> None:
    participants = (COMMERCE, Participant("actor", "Microsoft", "microsoft", None))
    grant = EventMention(
        type="license.granted", frame="t", confidence=0.5, date="2019-11-20", participants=participants
    )
    days = {"press": "2019-11-23", "wire": "2019-11-21", "official": "2019-11-22"}
    with Store(Path(":memory:"), now=lambda: NOW) as store:
        fill(store, [page(number, day, [grant], source) for number, (source, day) in enumerate(days.items())])
        build(store)
        (key,) = [row[0] for row in store.db.conn.execute("SELECT id FROM events")]
        (event,) = load_events(store.db.conn, [key])
        assert [one.source_id for one in event.told] == ["wire.example", "official.example", "press.example"]
        assert len(event.told) == 3
        assert event.texts == {one.version_id for one in event.told}


SAGA = Path(__file__).parents[2] / "fixtures" / "gold" / "timelines" / "huawei-licenses"


@pytest.fixture(scope="module")
def saga_pages() -> list[Page]:
    saga, reader = load_saga(SAGA), Reader()
    articles = [replace(one.article, source=f"{one.source_kind}.{one.source}") for one in saga.articles]
    documents = [Document(text=one.text, title=one.title, published=one.published, url=one.url) for one in articles]
    return [Page(article, reading) for article, reading in zip(articles, reader.read_many(documents), strict=True)]


def test_a_saga_is_the_same_at_once_and_article_by_article_from_the_last(saga_pages: list[Page]) -> None:
    at_once = built([saga_pages])
    assert len(at_once["events"]) > 10
    assert built([[one] for one in reversed(saga_pages)]) == at_once
