"""What stands for a name resolves to the party that a reader takes it for."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.evaluate_references import evaluate_references, unmark
from nlp.pipeline import Reader
from nlp.records import Document


@pytest.mark.parametrize(
    "marked",
    [
        "Nvidia may ship chips to Huawei, [[the company|Nvidia]] said on Friday.",
        "ZTE was barred. Ericsson, which buys parts from [[the firm|ZTE]], was hit.",
        "The US Commerce Department fined ZTE. [[The Chinese firm|ZTE]] said [[it|ZTE]] would pay.",
        "Nokia sued the US Commerce Department. [[The department|US Department of Commerce]] did not answer.",
        "ASML and Nvidia were hit. [[The latter|Nvidia]] lost more than [[the Dutch company|ASML]].",
    ],
)
def test_a_reference_is_its_partys(reader: Reader, marked: str) -> None:
    text, references = unmark(marked)
    sight = reader.see(Document(text=text, published=date(2023, 5, 5)))
    for reference in references:
        span = sight.doc.char_span(reference.start, reference.end)
        party = sight.references.resolve(span.root)
        assert party is not None and party.name == reference.name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The US fined Nokia, ZTE and ASML. The companies had been warned.", {"Nokia", "ZTE", "ASML"}),
        ("The US sanctioned Nokia and its parent ZTE. Both companies protested.", {"Nokia", "ZTE"}),
        ("The US fined Nokia. The companies that supply it protested.", set()),
    ],
)
def test_the_companies_are_those_of_the_list_named_last(reader: Reader, text: str, names: set[str]) -> None:
    sight = reader.see(Document(text=text, published=date(2023, 5, 5)))
    token = next(token for token in reversed(sight.doc) if token.text == "companies")
    assert {party.name for party in sight.references.together(token)} == names


_words = st.text(alphabet="abc XYZ.,", max_size=12)
_names = st.text(alphabet="abcXYZ", min_size=1, max_size=6)


@given(st.lists(st.tuples(_words, _names, _names), max_size=5), _words)
def test_marks_come_off_and_leave_their_places(parts: list[tuple[str, str, str]], rest: str) -> None:
    marked = "".join(f"{before}[[{words}|{name}]]" for before, words, name in parts) + rest
    text, references = unmark(marked)
    assert text == "".join(before + words for before, words, _ in parts) + rest
    assert [(text[one.start : one.end], one.name) for one in references] == [(words, name) for _, words, name in parts]


def test_the_report_counts_what_is_wrong(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "marked.jsonl"
    path.write_text(
        '{"published": "2023-05-05", "marked": "ZTE was barred. [[The firm|Nokia]] sued."}\n', encoding="utf-8"
    )
    report = evaluate_references([path], reader)
    assert (report.marked["noun"], report.resolved["noun"], report.right["noun"]) == (1, 1, 0)
    assert "'The firm' is Nokia, resolved to ZTE" in report.to_text(misses=True)
