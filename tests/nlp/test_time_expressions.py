"""Time expressions: what they are anchored on, and that their spans hold for any text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.time_expressions import find_time_expressions

ANCHOR = date(2019, 11, 22)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It was granted on November 20th.", "2019-11-20"),
        ("It was listed in May.", "2019-05"),
        ("This week it was extended.", "2019-W47"),
        ("It was said on 20 November 2019.", "2019-11-20"),
        ("It lasts another 90 days.", "P90D"),
        ("It was signed on Tuesday.", "2019-11-19"),
        ("It was denied last month.", "2019-10"),
    ],
)
def test_expression_has_its_value(text: str, value: str) -> None:
    assert [timex.value for timex in find_time_expressions(text, ANCHOR)] == [value]


def test_may_as_a_verb_is_no_month() -> None:
    assert find_time_expressions("The bureau may approve it.", ANCHOR) == []


@given(st.text(), st.none() | st.dates())
def test_spans_point_at_their_text_and_do_not_overlap(text: str, anchor: date | None) -> None:
    end = 0
    for timex in find_time_expressions(text, anchor):
        assert timex.start >= end
        assert text[timex.start : timex.end] == timex.text
        end = timex.end
