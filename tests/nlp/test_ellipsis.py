"""What a text only points to ("So did India") is an act of its own, like the one told before."""

from datetime import date

import pytest

from nlp.pipeline import Reader
from nlp.records import Document, EventMention


def read(reader: Reader, text: str) -> list[EventMention]:
    return list(reader.read(Document(text=text, published=date(2023, 10, 20))).events)


BAN = "Britain banned exports of lithography tools to Russia on March 3"


@pytest.mark.parametrize(
    ("echo", "agency", "day", "modality"),
    [
        (". So did India.", "India", None, "actual"),
        (", as did Japan on March 13.", "Japan", "2023-03-13", "actual"),
        ("; Japan followed suit on March 13.", "Japan", "2023-03-13", "actual"),
        (". The Netherlands did the same in June.", "Netherlands", "2023-06", "actual"),
        (", followed by Canada in April.", "Canada", "2023-04", "actual"),
        (". Switzerland has not followed suit.", "Switzerland", None, "denied"),
        (". Australia will follow next week.", "Australia", "2023-W43", "planned"),
    ],
)
def test_who_did_the_same_has_an_act_like_it(
    reader: Reader, echo: str, agency: str, day: str | None, modality: str
) -> None:
    first, second = read(reader, BAN + echo)
    assert (first.agency, first.date) == ("United Kingdom", "2023-03-03")
    assert (second.type, second.agency, second.date, second.modality) == (first.type, agency, day, modality)
    assert (second.targets, second.items) == (("Russia",), "lithography tools")


def test_what_was_done_to_one_was_done_to_another(reader: Reader) -> None:
    text = "Acme Optics was put on the Entity List in 2020, as was the supercomputer maker Sugon in June 2021."
    assert [(act.targets, act.date) for act in read(reader, text)] == [
        (("Acme Optics",), "2020"),
        (("Sugon",), "2021-06"),
    ]


def test_each_authority_that_did_the_same_has_an_act(reader: Reader) -> None:
    text = BAN + ". Japan and South Korea did likewise in June."
    assert [act.agency for act in read(reader, text)] == ["United Kingdom", "Japan", "South Korea"]


def test_an_echo_of_another_clause_tells_no_act(reader: Reader) -> None:
    text = BAN + ". Lawmakers in Paris debated the war in May. So did India."
    assert [act.agency for act in read(reader, text)] == ["United Kingdom"]


def test_what_follows_something_else_tells_no_act(reader: Reader) -> None:
    text = BAN + ". Japan followed the talks on March 13 from afar."
    assert [act.agency for act in read(reader, text)] == ["United Kingdom"]


def test_evidence_of_what_is_shared_is_where_it_was_told(reader: Reader) -> None:
    text = BAN + ". So did India."
    shared = read(reader, text)[1].evidence["items"]
    assert text[shared.start : shared.end] == "lithography tools"
