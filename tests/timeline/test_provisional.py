"""Parties that link to no entity are known by their own name, over texts, until a list or a person says who they are."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.records import Article
from nlp.pipeline import Reader
from nlp.provisional import with_provisional
from nlp.records import Document
from timeline.commands.entities import entities
from timeline.known_parties import keep_parties, known_names, merge_entities
from timeline.party_lists import ListedParty
from timeline.store import Store

NOW = datetime(2022, 12, 2, 12, tzinfo=UTC)
TEXTS = (
    "WASHINGTON - The Commerce Department added Acme Optics Inc. to the Entity List on Thursday.",
    "The Commerce Department granted Acme Optics a license in May. Acme had no comment.",
    "The Commerce Department denied a license application of Acme Optics Ltd on Friday.",
)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "texts.db"


@pytest.fixture
def store(database: Path) -> Iterator[Store]:
    with Store(database, lambda: NOW) as opened:
        yield opened


def keep(store: Store, texts: Sequence[str]) -> None:
    """Store texts, and what a reader of this database reads in them."""
    for text in texts:
        url = f"https://www.outlet.example/{TEXTS.index(text)}"
        store.keep_article(
            Article(url, url, "outlet", "News", None, NOW.date(), "meta", None, "en", text, NOW, snapshot=None)
        )
    reader = Reader(names=known_names(store))
    store.keep_readings([(one.version_id, reader.read(one.document)) for one in store.unread(reader.version)])


def named(store: Store) -> set[tuple[str, str]]:
    """The provisional entities that texts name, each with its name."""
    return set(
        store.db.conn.execute(
            "SELECT DISTINCT e.id, e.name FROM entities AS e JOIN mentions AS m ON m.entity_id = e.id WHERE e.id LIKE 'name:%'"
        )
    )


def provisional(database: Path) -> str:
    result = CliRunner().invoke(entities, ["list", "--provisional", "--db", str(database)])
    assert result.exit_code == 0, result.output
    return result.output


def test_one_party_in_many_spellings_is_one_entity_whatever_came_first(tmp_path: Path) -> None:
    found = []
    for number, order in enumerate(permutations(TEXTS)):
        with Store(tmp_path / f"{number}.db", lambda: NOW) as store:
            for text in order:
                keep(store, [text])
            found.append(named(store))
    assert found == [{("name:acme-optics", "Acme Optics Ltd")}] * 6


def test_the_party_of_an_event_has_the_id_of_its_name(store: Store) -> None:
    keep(store, TEXTS[:1])
    told = "SELECT value, entity_id FROM event_arguments WHERE field = 'target'"
    assert store.db.conn.execute(told).fetchall() == [("Acme Optics Inc.", "name:acme-optics")]


def test_provisional_entities_are_listed_with_their_mentions(store: Store, database: Path) -> None:
    keep(store, TEXTS)
    assert "name:acme-optics" in provisional(database)
    assert "us-commerce" not in provisional(database)


def test_an_import_of_the_name_makes_the_provisional_entity_a_listed_one(store: Store, database: Path) -> None:
    keep(store, TEXTS)
    party = ListedParty("7", "Acme Optics GmbH", "COMPANY", "Watch list", ("QWR",), "DE")
    keep_parties(store, [party], Path("ours.csv"))
    keep(store, TEXTS)
    assert named(store) == {("name:acme-optics", "Acme Optics GmbH")}
    assert "acme" not in provisional(database)


def test_an_import_of_a_party_that_was_known_by_an_alias_takes_over_its_mentions(store: Store, database: Path) -> None:
    keep(store, TEXTS)
    party = ListedParty("7", "Brunnen Automation", "COMPANY", "Watch list", ("Acme Optics",), "DE")
    keep_parties(store, [party], Path("ours.csv"))
    keep(store, TEXTS)
    assert named(store) == {("name:brunnen-automation", "Brunnen Automation")}
    assert "acme" not in provisional(database)


@pytest.mark.parametrize("name", ["name:acme-optics", "Acme Optics, Inc."])
def test_a_merged_provisional_entity_is_the_other_from_the_next_reading_on(store: Store, name: str) -> None:
    keep(store, TEXTS)
    assert merge_entities(store, name, "huawei", "analyst", "Bought in 2021.") == "huawei"
    keep(store, TEXTS)
    assert named(store) == set()
    told = "SELECT DISTINCT entity_id FROM event_arguments WHERE field IN ('target', 'actor')"
    assert store.db.conn.execute(told).fetchall() == [("huawei",)]


def test_a_place_has_no_entity_of_its_own_name() -> None:
    text = (
        "The Commerce Department added Acme Optics, a firm in Oldenburg, Germany, to the Entity List. "
        "The Acme Optics plant is idle."
    )
    reading = with_provisional(Reader().read(Document(text=text, published=NOW)))
    ids = {one.id for one in reading.entities if one.id is not None and one.id.startswith("name:")}
    assert ids == {"name:acme-optics"}


def test_a_second_pass_changes_nothing() -> None:
    once = with_provisional(Reader().read(Document(text=TEXTS[0], published=NOW)))
    assert with_provisional(once) == once
