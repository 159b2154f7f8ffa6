"""The gate finds its terms in one pass, and a quick look at a page loses nothing that the gate would let through."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.gate import Gate
from nlp.knowledge import load_knowledge
from nlp.word_beginnings import word_beginnings

GOLD = Path(__file__).parents[2] / "fixtures" / "gold"
TERMS = st.lists(st.text("abc -", min_size=1, max_size=4).filter(lambda term: term[0] in "abc"), min_size=1, max_size=8)


@given(TERMS, st.text("abcABC -.", max_size=60))
def test_terms_are_found_where_an_alternation_finds_them(terms: list[str], text: str) -> None:
    longest_first = sorted(set(terms), key=len, reverse=True)
    alternation = re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + ")")
    assert word_beginnings(tuple(terms)).findall(text.lower()) == alternation.findall(text.lower())


@pytest.fixture(scope="module")
def gate() -> Gate:
    return Gate(load_knowledge().gate)


MENU = "Home\nWorld\nBusiness\nSport\nWeather\nSign in\nAbout us\nTerms of use\nPrivacy\nCareers\n"


@pytest.mark.parametrize("file", sorted(GOLD.glob("*.jsonl")), ids=lambda file: file.stem)
def test_no_gold_text_with_events_is_left_out_by_a_quick_look_at_its_page(gate: Gate, file: Path) -> None:
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    pages = [MENU + (row.get("title") or "") + "\n" + row["text"] + "\n" + MENU for row in rows if row.get("events")]
    assert [page for page in pages if not gate.is_worth_extracting(page)] == []


def test_words_far_apart_on_a_page_do_not_make_it_worth_extracting(gate: Gate) -> None:
    assert not gate.is_worth_extracting(
        "The match was important.\n" + "He ran on and on. " * 60 + "\nThe court is open."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Berlin gave the yard a licence for two tanks on Monday.",
        "The waivers that let refiners buy Iranian crude run out in May, and no new ones will come.",
    ],
)
def test_permit_close_to_what_needs_one_is_worth_reading(gate: Gate, text: str) -> None:
    assert gate.decide(text).skipped is None
    assert gate.is_worth_extracting(MENU + text)


@pytest.mark.parametrize(
    "text",
    [
        "The council renewed the licence of the café by the river on Monday.",
        "The army moved its tanks towards the river on Monday.",
        "The café got its licence. " + "Guests came and went. " * 20 + "A film about tanks was shown.",
    ],
)
def test_permit_without_what_needs_one_is_not_worth_reading(gate: Gate, text: str) -> None:
    assert gate.decide(text).skipped is not None
