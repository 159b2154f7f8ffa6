"""Entries of chronologies have the day that they stand under; a headline may tell an act without a verb."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nlp.chronologies import entries_of
from nlp.pipeline import Reader
from nlp.records import Document, EventMention
from nlp.time_expressions import find_time_expressions

PUBLISHED = date(2023, 10, 20)


def read(reader: Reader, text: str) -> list[EventMention]:
    return list(reader.read(Document(text=text, published=PUBLISHED)).events)


def test_each_entry_has_the_day_that_opens_it(reader: Reader) -> None:
    text = (
        "Timeline of US curbs on Huawei\n\n"
        "- May 2019: Huawei and 68 affiliates added to Entity List\n"
        "- Aug. 19, 2019: Temporary general license extended by 90 days\n"
        "- May 2020: Foreign direct product rule tightened\n"
        "- January 2021 – Commerce revokes licenses of Intel and Kioxia"
    )
    assert [(act.type, act.date, act.modality) for act in read(reader, text)] == [
        ("listing.added", "2019-05", "actual"),
        ("license.extended", "2019-08-19", "actual"),
        ("control.expanded", "2020-05", "actual"),
        ("license.revoked", "2021-01", "actual"),
    ]


def test_an_entry_may_be_no_more_than_the_measure(reader: Reader) -> None:
    text = (
        "May 15, 2019 – Entity List designation of Huawei\n\n"
        "May 20, 2019 – Temporary general license for Huawei\n\n"
        "July 6, 2019 – Tariffs on Chinese steel"
    )
    assert [(act.type, act.date) for act in read(reader, text)] == [
        ("listing.added", "2019-05-15"),
        ("license.granted", "2019-05-20"),
        ("tariff.imposed", "2019-07-06"),
    ]


def test_lines_that_are_days_date_the_lines_below(reader: Reader) -> None:
    text = (
        "May 15, 2019\nThe Commerce Department added Huawei to the Entity List.\n\n"
        "August 19, 2019\nThe Commerce Department added 46 affiliates of Huawei to the Entity List."
    )
    assert [act.date for act in read(reader, text)] == ["2019-05-15", "2019-08-19"]


def test_entries_may_run_on_in_one_line(reader: Reader) -> None:
    text = "Tariffs. April 3, 2018: USTR publishes a list of Chinese goods. June 15, 2018: the White House imposes tariffs on them."
    assert [(act.type, act.date) for act in read(reader, text)][-1] == ("tariff.imposed", "2018-06-15")


def test_a_day_in_a_cell_dates_its_row(reader: Reader) -> None:
    text = "Trade remedies\nSteel nails | Oman | final results of the dumping review | 29 September\nRaw honey | Brazil | no change | 4 May"
    assert [(act.type, act.date) for act in read(reader, text)] == [("case.determined", "2023-09-29")]


def test_the_day_from_which_an_entry_holds_opens_it(reader: Reader) -> None:
    text = "Key points\n• Effective October 7, 2022: new license requirement for exports of chips to China."
    assert [(act.type, act.date) for act in read(reader, text)] == [("control.imposed", "2022-10-07")]


def test_an_entry_that_names_another_day_keeps_it(reader: Reader) -> None:
    text = "March 1, 2019 – A court hears that Commerce denied a license of Acme Optics on February 4, 2019."
    assert [act.date for act in read(reader, text)] == ["2019-02-04"]


@pytest.mark.parametrize("head", ["October 20, 2023 – ", "October 19, 2023: ", "WASHINGTON, May 19, 2023 – "])
def test_a_dateline_is_no_entry(head: str) -> None:
    text = head + "The Commerce Department said that it had no comment."
    assert entries_of(text, list(find_time_expressions(text, PUBLISHED)), PUBLISHED) == ()


@pytest.mark.parametrize("headline", ["Third reprieve for Huawei as US weighs ban", "Another 90 days for Huawei"])
def test_a_headline_without_a_verb_and_its_story_are_one_act(reader: Reader, headline: str) -> None:
    text = (
        headline
        + "\n\nThe Commerce Department on Monday extended the license that lets US firms supply the Chinese company."
    )
    (act,) = read(reader, text)
    assert (act.type, act.date, act.targets, len(act.mentions)) == ("license.extended", "2023-10-16", ("Huawei",), 2)


def test_more_time_for_something_else_is_no_act(reader: Reader) -> None:
    text = "Another 90 days for Huawei\n\nThe court gave the company until January to file its brief in a patent case."
    assert read(reader, text) == []


@settings(deadline=None)
@example([" – ", "May 2019", ": "])
@given(
    st.lists(
        st.sampled_from(["May 2019", "2018", ": ", " – ", "; ", " | ", "\n", "- ", "Ban on chips", "(", ")", "\n\n"]),
        max_size=14,
    )
)
def test_entries_are_lines_of_the_text_that_hold_or_follow_their_day(parts: list[str]) -> None:
    text = "".join(parts)
    times = list(find_time_expressions(text, PUBLISHED))
    for span, day in entries_of(text, times, PUBLISHED):
        assert "\n" not in text[span.start : span.end] and text[span.start : span.end].strip()
        assert day in times and day.start < span.end
