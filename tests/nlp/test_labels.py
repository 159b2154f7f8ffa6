"""A noun of an act before a colon, or over bulleted lines, tells that act of what is listed there."""

from datetime import date

import pytest

from nlp.pipeline import Reader
from nlp.records import Document, EventMention

CONTEXT = "Weekly note on export controls, sanctions and the Entity List\n\n"


def read(reader: Reader, text: str) -> list[EventMention]:
    return list(reader.read(Document(text=CONTEXT + text, published=date(2024, 6, 14))).events)


def test_names_behind_a_label_are_listed(reader: Reader) -> None:
    (act,) = read(reader, "Entity List additions: Acme Optics Ltd., Zenith Labs Inc.")
    assert (act.type, act.targets) == ("listing.added", ("Acme Optics Ltd.", "Zenith Labs Inc."))


def test_names_in_the_lines_below_a_label_are_listed(reader: Reader) -> None:
    (act,) = read(reader, "New listings\n- Rosneft\n- Gazprom\n\nNothing else is new this week.")
    assert (act.type, act.targets) == ("listing.added", ("Rosneft", "Gazprom"))


def test_each_dated_entry_behind_a_label_is_an_act(reader: Reader) -> None:
    acts = read(reader, "Entity List additions: 22 May 2023 — 33 firms; 17 August 2023 — 38 affiliates of Acme Optics.")
    assert [(act.type, act.date) for act in acts] == [("listing.added", "2023-05-22"), ("listing.added", "2023-08-17")]


def test_numbers_behind_a_label_have_each_its_day(reader: Reader) -> None:
    acts = read(reader, "Additions to the Unverified List: 33 in February, 31 in May.")
    assert [(act.type, act.date) for act in acts] == [("listing.added", "2024-02"), ("listing.added", "2024-05")]


def test_a_line_without_a_verb_has_its_only_day(reader: Reader) -> None:
    (act,) = read(reader, "Denial order against Acme Optics Ltd., May 29.")
    assert (act.type, act.date) == ("enforcement.penalized", "2024-05-29")


@pytest.mark.parametrize(
    "line",
    [
        "Penalties: none this week.",
        "New listings: see the table on page 4.",
        "Removals\n- none\n",
        "Additions: we welcome Mary Roe and John Poe to the sanctions team.",
        '"Designation": the naming of a person, such as Mary Roe, on a list.',
        "A settlement was not ruled out: Acme Optics Ltd. is still talking.",
    ],
)
def test_a_label_of_nothing_tells_no_act(reader: Reader, line: str) -> None:
    assert read(reader, line) == []


def test_a_participle_before_a_colon_tells_what_was_done_to_what_follows(reader: Reader) -> None:
    (act,) = read(reader, "Newly designated on May 17: Acme Optics Ltd. and three others.")
    assert (act.type, act.date, act.targets) == ("listing.added", "2024-05-17", ("Acme Optics Ltd.",))
