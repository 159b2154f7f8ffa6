"""Time expressions: the phrases of fixtures/timex/, what they are anchored on, and that their spans hold for any text."""

import itertools
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from nlp.time_expressions import find_time_expressions, regions

PHRASES = Path(__file__).parents[2] / "fixtures" / "timex" / "phrases.tsv"
WORDS = st.sampled_from(
    "the last next this 20 2019 30 feb. February May march Monday second first quarter half year years ago later 12 "
    "and a every BC p.m. 1/2 : - , ended of night weeks 0000 31 one hundred thousand fiscal early ago, today".split()
)


def phrases() -> Iterator[tuple[date, str, str]]:
    for line in PHRASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            written, text, values = line.split("\t")
            yield date.fromisoformat(written), text, values


@pytest.mark.parametrize(("written", "marked", "values"), phrases())
def test_phrase_has_its_spans_types_and_values(written: date, marked: str, values: str) -> None:
    text = re.sub(r"[\[\]]", "", marked)
    found = find_time_expressions(text, written)
    assert [timex.text for timex in found] == re.findall(r"\[(.*?)\]", marked)
    shown = [f"{timex.type} {timex.value} {timex.mod or ''}".strip() for timex in found]
    assert shown == [value.strip() for value in values.split(";") if value.strip()]


def test_numeric_date_has_the_order_of_its_country() -> None:
    assert [t.value for t in find_time_expressions("On 3/4/2020", None)] == ["2020-03-04"]
    assert [t.value for t in find_time_expressions("On 3/4/2020", None, day_first=True)] == ["2020-04-03"]


def test_without_a_day_of_writing_the_unknown_stays_open() -> None:
    found = find_time_expressions("It was said on Monday, on May 15 and in June 2019.", None)
    assert [timex.value for timex in found] == ["XXXX-WXX-1", "XXXX-05-15", "2019-06"]


def test_narrative_continues_from_the_date_told_last() -> None:
    story = (
        "The siege began in March 1871. In 1868, 1869 and 1870 there was peace, as in 1815, 1830 and 1848. "
        "On 2 April 1871 the first shots were fired. On 9 April the fort fell; three days later the city burned. "
        "In May it was over. In 1872 came the trials."
    )
    values = {timex.text: timex.value for timex in find_time_expressions(story, date(2010, 1, 1))}
    assert values["9 April"] == "1871-04-09"
    assert values["three days later"] == "1871-04-12"
    assert values["May"] == "1871-05"


@given(
    st.text() | st.lists(WORDS, max_size=30).map(" ".join),
    st.none() | st.dates(),
    st.booleans(),
)
def test_spans_point_at_their_text_and_do_not_overlap(text: str, anchor: date | None, day_first: bool) -> None:
    end = 0
    for timex in find_time_expressions(text, anchor, day_first=day_first):
        assert timex.start >= end
        assert text[timex.start : timex.end] == timex.text != ""
        end = timex.end


@given(st.text() | st.lists(WORDS, max_size=60).map(" ".join))
def test_each_rule_reads_no_character_twice(text: str) -> None:
    for stretches in regions(text).values():
        assert all(start < end for start, end in stretches)
        assert all(end < start for (_, end), (start, _) in itertools.pairwise(stretches))


def test_any_spacy_pipeline_can_have_the_component() -> None:
    language = spacy.blank("en")
    language.add_pipe("tradedocket_time_expressions")
    doc = language.make_doc("It was granted last week, and ends on 1/2/2020.")
    doc._.anchor, doc._.day_first = date(2019, 11, 22), True
    for _, component in language.pipeline:
        doc = component(doc)
    assert [timex.value for timex in doc._.time_expressions] == ["2019-W46", "2020-02-01"]
