"""Lists of parties as users import them, and what the reader then makes of the names."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nlp.pipeline import Reader
from nlp.records import Document
from timeline.known_parties import EntityError, keep_parties, known_names, merge_entities
from timeline.party_lists import ListedParty, ListFileError, RowSetAside, read_parties
from timeline.store import Store

LISTS = Path(__file__).parents[2] / "fixtures" / "lists"
STORY = (
    "WASHINGTON, Dec. 2 (Tradewire) - The Commerce Department added Lanternfish Optics to the Entity List on Thursday."
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "lists.db") as opened:
        yield opened


def parties(name: str) -> list[ListedParty]:
    return [row for row in read_parties(LISTS / name) if isinstance(row, ListedParty)]


def reads_as(store: Store, text: str) -> set[tuple[str, str | None]]:
    reader = Reader(names=known_names(store))
    (event,) = reader.read(Document(text=text, published=datetime(2022, 12, 2, tzinfo=UTC))).events
    return {(party.name, party.id) for party in event.participants if party.role == "target"}


def test_the_consolidated_list_says_the_same_as_csv_and_as_json() -> None:
    table = {party.name: party for party in parties("consolidated.csv")}
    tree = {party.name: party for party in parties("consolidated.json")}
    assert tree.keys() <= table.keys()
    for name, party in tree.items():
        other = table[name]
        assert (party.list, party.label, party.country, party.citation, party.program) == (
            *(other.list, other.label, other.country, other.citation),
            other.program,
        )


def test_each_shape_gives_names_as_articles_print_them() -> None:
    assert {(party.name, party.label) for party in parties("sdn.csv")} == {
        ("Arkady SAMPLEV", "PERSON"),
        ("PALE KESTREL SHIPPING LLC", "COMPANY"),
    }
    (kestrel,) = parties("targets.simple.csv")
    assert kestrel.aliases == ("Pale Kestrel Lines", "PK Shipping")
    assert (kestrel.country, kestrel.listed_on, kestrel.list) == ("AE", "2023-05-19", "UK FCDO Sanctions List")


def test_a_row_that_names_nothing_in_texts_is_set_aside_with_its_place() -> None:
    (aside,) = (row for row in read_parties(LISTS / "consolidated.csv") if isinstance(row, RowSetAside))
    assert "row 6" in aside.where and "aircraft" in aside.reason


@pytest.mark.parametrize(
    ("text", "told"), [("a,b\n1,2\n", "no column 'name'"), ("{", "no JSON"), ('{"x": 1}', "'results'")]
)
def test_a_file_of_no_known_shape_is_answered_in_a_sentence(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ListFileError, match=told):
        list(read_parties(path))


def test_an_imported_name_resolves_to_its_party(store: Store) -> None:
    assert all(entity_id is None for _, entity_id in reads_as(store, STORY))
    keep_parties(store, parties("consolidated.csv"), LISTS / "consolidated.csv")
    assert reads_as(store, STORY) == {("Lanternfish Photonics Co., Ltd.", "name:lanternfish-photonics")}


def test_a_party_that_the_reader_knows_keeps_its_entity(store: Store) -> None:
    summary = keep_parties(store, parties("consolidated.csv"), LISTS / "consolidated.csv")
    assert summary.known == 1
    assert reads_as(store, STORY.replace("Lanternfish Optics", "Huawei Tech Shenzhen")) == {("Huawei", "huawei")}


def test_one_party_on_two_lists_is_one_entity_and_a_second_import_replaces(store: Store) -> None:
    keep_parties(store, parties("targets.simple.csv"), Path("targets.simple.csv"))
    keep_parties(store, parties("sdn.csv"), Path("sdn.csv"))
    rows = (
        "SELECT count(*), count(DISTINCT entity_id) FROM listed_parties WHERE entity_id = 'name:pale-kestrel-shipping'"
    )
    assert store.db.conn.execute(rows).fetchone() == (2, 1)
    summary = keep_parties(store, parties("sdn.csv")[:1], Path("sdn.csv"))
    assert (summary.parties, summary.gone) == (1, 1)
    assert store.db.conn.execute(rows).fetchone() == (1, 1)


def test_a_merge_holds_from_the_next_reading_on(store: Store) -> None:
    keep_parties(store, parties("consolidated.csv"), LISTS / "consolidated.csv")
    merge_entities(store, "Lantern Light Instruments", "name:lanternfish-photonics", "analyst", "Its name before 2020.")
    text = STORY.replace("Lanternfish Optics", "Lantern Light Instruments")
    assert reads_as(store, text) == {("Lanternfish Photonics Co., Ltd.", "name:lanternfish-photonics")}
    merge_entities(store, "name:lanternfish-photonics", "huawei", "analyst", "Bought.")
    assert {entity_id for _, entity_id in reads_as(store, text)} == {"huawei"}


@pytest.mark.parametrize(("one", "other", "told"), [("huawei", "zte", "own entities"), ("X", "nobody", "No entity")])
def test_a_merge_that_cannot_be_is_answered_in_a_sentence(store: Store, one: str, other: str, told: str) -> None:
    with pytest.raises(EntityError, match=told):
        merge_entities(store, one, other, "analyst", "Why not.")
