"""Settling: the best value of each field, the rule that chose it, and what contradicts it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.merge import Act
from timeline.settle import Conflict, Event, settle
from timeline.told import Party, Told

HUAWEI = Party("target", "Huawei", "huawei")


def told(
    key: str,
    *,
    kind: str = "press",
    day: str | None = "2019-11-18",
    basis: str = "explicit",
    confidence: float = 0.8,
    modality: str = "actual",
    actor: str | None = None,
    **fields: str,
) -> Told:
    parties = (HUAWEI,) if actor is None else (Party("actor", actor), HUAWEI)
    return Told(
        id=key, version_id=f"v{key}", article_id=f"a{key}", source_id=f"s{key}", published=f"2019-11-2{key}",
        type="license.extended", modality=modality, confidence=confidence, date=day,
        fields=(*sorted(fields.items()), ("date_basis", basis)), parties=parties, start=0, end=1,
        quote=f"Sentence {key}.", source_kind=kind,
    )  # fmt: skip


def telling(key: str, field: str, value: str) -> Told:
    """A telling with a value for one field or for its date."""
    return told(key, day=value) if field == "date" else told(key, **{field: value})


def event(*tellings: Told, copies: dict[str, str] | None = None) -> Event:
    return settle(Act(sorted(tellings, key=lambda one: one.order)), copies or {})


def only(found: Event) -> Conflict:
    (conflict,) = found.conflicts
    return conflict


def test_an_official_source_is_taken_before_two_papers() -> None:
    found = event(told("1", ordinal="3"), told("2", ordinal="3"), told("3", kind="official", ordinal="2"))
    assert found.fields["ordinal"] == "2"
    conflict = only(found)
    assert (conflict.kind, conflict.value, conflict.sources) == ("ordinal", "3", ("s1", "s2"))
    assert (conflict.preferred, conflict.preferred_sources) == ("2", ("s3",))
    assert conflict.rule == "an official source is taken before the press"


def test_a_union_of_states_counts_as_a_state_and_its_commission_does_not() -> None:
    sides = [Party("target", "European Union", "eu"), Party("agency", "European Commission", "eu-commission")]
    assert [party.is_state for party in (*sides, Party("target", "China", "cn-government"), HUAWEI)] == [
        True,
        False,
        True,
        False,
    ]


def test_copies_of_one_story_do_not_outvote_two_papers() -> None:
    tellings = [told("1", ordinal="3"), told("2", ordinal="3"), told("3", ordinal="3")]
    tellings += [told("4", ordinal="2"), told("5", ordinal="2")]
    assert event(*tellings).fields["ordinal"] == "3"
    found = event(*tellings, copies={"a2": "a1", "a3": "a1"})
    assert (found.fields["ordinal"], found.independent, found.articles) == ("2", 3, 5)
    assert only(found).rule == "the value of more independent sources is taken"


def test_a_date_in_so_many_words_is_taken_before_a_reckoned_one_and_confidence_decides_last() -> None:
    words = event(told("1", day="2019-11-19", basis="relative"), told("2", day="2019-11-18"))
    assert (words.date, only(words).rule) == (
        "2019-11-18", "the date in so many words is taken before one that is reckoned",
    )  # fmt: skip
    sure = event(told("1", day="2019-11-19"), told("2", day="2019-11-18", confidence=0.9))
    assert (sure.date, only(sure).rule) == ("2019-11-18", "the value read with more confidence is taken")


def test_the_day_of_a_paper_refines_the_month_of_an_official_source() -> None:
    found = event(told("1", day="2019-11-18"), told("2", kind="official", day="2019-11"))
    assert (found.date, found.conflicts) == ("2019-11-18", ())


@pytest.mark.parametrize(
    ("field", "one", "other", "kind"),
    [
        ("duration", "P90D", "P2W", "duration"),
        ("valid_until", "2020-02-16", "2020-04-01", "date"),
        ("count", "28", "27", "count"),
        ("count", "30", "26", "count"),
        ("rate", "$1 billion", "$1.4 billion", "count"),
        ("rate", "25%", "24.8%", "count"),
        ("rate", "$3 million", "€3 million", "count"),
        ("date", "2019-11-20", "2019-11-21", "date"),
        ("ordinal", "2", "3", "ordinal"),
        ("instrument", "general license 14", "temporary general license", "scope"),
    ],
)
def test_a_contradiction_says_of_which_kind_it_is(field: str, one: str, other: str, kind: str) -> None:
    assert only(event(telling("1", field, one), telling("2", field, other))).kind == kind


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("duration", "P90D", "P3M"),
        ("valid_until", "2020-02-16", "2020-02"),
        ("instrument", "temporary general license", "general license"),
        ("date", "2019-08", "2019-08-19"),
        ("count", "30", "28"),
        ("rate", "$1.19 billion", "$1.2 billion"),
        ("rate", "25%", "25 %"),
    ],
)
def test_values_that_can_both_be_right_contradict_nothing(field: str, one: str, other: str) -> None:
    assert event(telling("1", field, one), telling("2", field, other)).conflicts == ()


def test_a_list_and_the_statute_that_it_is_under_are_no_two_vehicles() -> None:
    names = (
        {"instrument": "List 1", "instrument_id": "special-301-list-4a:1"},
        {"instrument": "Section 301", "instrument_id": "section-trade-act:301"},
    )
    assert event(*(told(str(number), **one) for number, one in enumerate(names, start=1))).conflicts == ()


def test_the_bureau_and_its_department_are_one_authority() -> None:
    agencies = [
        Party("agency", "Bureau of Industry and Security", "us-bis"),
        Party("agency", "US Department of Commerce", "us-commerce"),
    ]
    tellings = [replace(told(str(number)), parties=(party, HUAWEI)) for number, party in enumerate(agencies, start=1)]
    assert event(*tellings).conflicts == ()


def test_what_firms_up_contradicts_nothing() -> None:
    assert event(told("1", modality="possible"), told("2", modality="planned")).conflicts == ()


def test_two_actors_and_two_modalities_of_one_act_are_kept_as_contradictions() -> None:
    actors = event(told("1", actor="Microsoft"), told("2", actor="Intel"))
    assert only(actors).kind == "actor"
    assert only(event(told("1", modality="planned"), told("2", modality="possible"))).kind == "modality"


@given(st.permutations([told("1"), told("2", ordinal="2"), told("3", kind="wire", ordinal="3"), told("4", day=None)]))
def test_order_of_tellings_does_not_matter(tellings: list[Told]) -> None:
    assert settle(Act(sorted(tellings, key=lambda one: one.order)), {}) == event(*tellings)
    assert settle(Act(tellings), {}).id == event(*tellings).id


def test_a_day_of_effect_is_neither_the_date_nor_a_contradiction_of_it() -> None:
    found = event(
        told("1", effective_from="2019-12-01"), told("2", day="2019-12"), told("3", day="2019-12-01", kind="official")
    )
    assert (found.date, found.fields["effective_from"], found.conflicts) == ("2019-11-18", "2019-12-01", ())


def test_whether_a_control_was_imposed_or_expanded_is_for_the_best_source_to_say() -> None:
    press, official = (
        replace(told("1"), type="control.imposed"),
        replace(told("2", kind="official"), type="control.expanded"),
    )
    assert event(press, official).type == "control.expanded"
