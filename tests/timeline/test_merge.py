"""Merging: acts that are one, acts that are not, and that order and batches do not matter."""

from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline import blocks
from timeline.blocks import by_month, filed_under, looks_under, sought_under
from timeline.kinship import Kinship, default_kinship
from timeline.likeness import likeness
from timeline.merge import Act, by_block, find_lead, part, trees
from timeline.told import Party, Told

KIN = default_kinship()
COMMERCE = Party("agency", "US Department of Commerce", "us-commerce")
BIS = Party("agency", "Bureau of Industry and Security", "us-bis")
PRESIDENT = Party("agency", "President of the United States", "us-president")
HUAWEI = Party("target", "Huawei", "huawei")
CHINA = Party("target", "China", "cn-government")
TGL = "temporary general license"


def merge(told: Iterable[Told], kin: Kinship) -> list[Act]:
    """The acts behind all tellings together, which a build in portions must come to as well."""
    tellings = sorted(told, key=lambda one: one.order)
    filed = {
        block: found
        for block, found in by_block(tellings).items()
        if not (by_month(block) and len(found) > blocks.CROWD)
    }
    leads = {one.id: lead for one in tellings if (lead := find_lead(one, filed, kin)) is not None}
    return [act for tree in trees(tellings, leads) for act in part(tree, kin)]


def told(
    key: str,
    day: str | None,
    published: str | None,
    *parties: Party,
    kind: str = "license.extended",
    modality: str = "actual",
    version: str | None = None,
    quote: str | None = None,
    about: Iterable[str] = (),
    in_text: Sequence[Party] = (),
    **fields: str,
) -> Told:
    """One telling; an extension of the license for Huawei by Commerce unless told otherwise."""
    if kind == "license.extended" and not parties:
        parties, fields = (COMMERCE, HUAWEI), {"instrument": TGL, **fields}
    return Told(
        id=key,
        version_id=version or f"v{key}",
        article_id=f"a{version or key}",
        source_id="wire",
        published=published,
        type=kind,
        modality=modality,
        confidence=0.8,
        date=day,
        fields=tuple(sorted(fields.items())),
        parties=parties,
        start=0,
        end=1,
        quote=quote or f"Sentence {key}.",
        about=frozenset(about),
        states=KIN.states([party for party in parties if party.role == "agency"] or in_text),
    )


def actor(name: str) -> Party:
    return Party("actor", name, name.lower())


def groups(tellings: Iterable[Told]) -> set[frozenset[str]]:
    return {frozenset(one.id for one in act.told) for act in merge(tellings, KIN)}


def are_one(*tellings: Told) -> bool:
    return len(groups(tellings)) == 1


EXTENSIONS = [
    told("1", "2019-08-19", "2019-08-19"),
    told("2", "2019-08", "2019-11-22"),
    told("3", None, "2019-08-20"),
    told("4", "2019-11-18", "2019-11-18"),
    told("5", "2019-W47", "2019-11-22"),
    told("6", None, "2019-12-01"),
]


def test_extensions_ninety_days_apart_stay_two_and_vaguer_tellings_join_theirs() -> None:
    assert groups(EXTENSIONS) == {frozenset("123"), frozenset("456")}


def test_a_reprieve_granted_in_a_month_is_the_extension_of_that_month_but_for_a_grant_of_its_own() -> None:
    def granted(key: str, day: str, quote: str, **fields: str) -> Told:
        return told(key, day, "2019-11-22", COMMERCE, HUAWEI, kind="license.granted", quote=quote, **fields)

    extension = told("1", "2019-08-19", "2019-08-19")
    reprieve = granted("2", "2019-08", "A reprieve was granted in August.")
    grant = granted("3", "2019-08-02", "It issued general license 1.", instrument="general license 1")
    specific = granted("4", "2019-08", "Licenses were granted in August.")
    assert groups([extension, reprieve]) == {frozenset("12")}
    assert groups([extension, reprieve, grant]) == {frozenset("1"), frozenset("23")}
    assert groups([extension, specific]) == {frozenset("1"), frozenset("4")}


def test_licenses_of_two_companies_are_two_events() -> None:
    grants = [
        told(name, "2019-11-20", "2019-11-21", COMMERCE, actor(name), kind="license.granted")
        for name in ("Microsoft", "Intel")
    ]
    assert not are_one(*grants)


def test_a_grant_told_of_two_days_that_are_neighbours_is_one_event() -> None:
    grants = [
        told(day, day, "2019-11-23", COMMERCE, actor("Microsoft"), HUAWEI, kind="license.granted")
        for day in ("2019-11-20", "2019-11-21")
    ]
    assert are_one(*grants)


def test_a_plan_and_its_execution_are_two_events() -> None:
    plan = told("1", "2019-11-18", "2019-11-16", modality="planned", duration="P2W")
    assert not are_one(plan, told("2", "2019-11-18", "2019-11-18", duration="P90D"))


def test_a_denial_and_a_grant_are_two_events() -> None:
    denial = told("1", None, "2019-11-19", COMMERCE, HUAWEI, kind="license.granted", modality="denied")
    assert not are_one(denial, told("2", "2019-11-20", "2019-11-21", COMMERCE, HUAWEI, kind="license.granted"))


@pytest.mark.parametrize("agency", [BIS, PRESIDENT, Party("agency", "United States", "us-government")])
def test_an_authority_under_another_of_its_state_can_have_done_what_that_did(agency: Party) -> None:
    one = told("1", "2019-05-16", "2019-05-17", COMMERCE, HUAWEI, kind="listing.added")
    assert are_one(one, told("2", "2019-05-16", "2019-05-20", agency, HUAWEI, kind="listing.added"))


def test_authorities_of_two_states_do_two_acts() -> None:
    one = told("1", "2018-07-06", "2018-07-06", COMMERCE, CHINA, kind="tariff.imposed")
    other = told("2", "2018-07-06", "2018-07-06", Party("agency", "China", "cn-government"), kind="tariff.imposed")
    assert not are_one(one, other)


@pytest.mark.parametrize("text", [{"about": ["China"]}, {"in_text": [COMMERCE]}])
def test_a_telling_that_names_nobody_is_of_those_whom_its_text_is_about(text: dict[str, Any]) -> None:
    one = told("1", "2022-10-07", "2022-10-07", BIS, CHINA, kind="control.imposed")
    assert are_one(one, told("2", "2022-10-07", "2022-10-12", kind="control.imposed", **text))
    assert not are_one(one, told("3", "2022-10-07", "2022-10-12", kind="control.imposed"))


def test_a_telling_of_a_month_that_names_nobody_joins_none_of_two_acts() -> None:
    acts = [
        told(day, day, day, BIS, party, kind="listing.added")
        for day, party in (("2019-05-16", HUAWEI), ("2019-05-24", actor("Sugon")))
    ]
    vague = told("v", "2019-05", "2019-12-01", COMMERCE, kind="listing.added")
    assert frozenset("v") in groups([*acts, vague])
    assert frozenset(("2019-05-16", "v")) in groups([acts[0], vague])


def test_a_vehicle_told_in_fewer_words_is_the_same_and_another_number_is_another() -> None:
    grants = {
        name: told(name, "2018-04-23", "2018-04-23", COMMERCE, HUAWEI, kind="license.granted", instrument=name)
        for name in ("general license", "general license 14", "general license 15")
    }
    assert are_one(grants["general license"], grants["general license 14"])
    assert not are_one(grants["general license 14"], grants["general license 15"])


def test_an_undated_extension_joins_the_one_that_ends_on_its_day() -> None:
    first, second = (
        told(day, day, day, valid_until=end)
        for day, end in (("2019-08-19", "2019-11-18"), ("2019-11-18", "2020-02-16"))
    )
    assert frozenset(("2019-08-19", "x")) in groups(
        [first, second, told("x", None, "2019-12-01", valid_until="2019-11-18")]
    )


def test_an_undated_extension_is_not_of_an_act_whose_term_cannot_reach_its_end() -> None:
    first = told("1", "2019-11-18", "2019-11-18", duration="P90D")
    assert not are_one(first, told("2", None, "2020-05-15", valid_until="2020-08-13", duration="P90D"))
    assert are_one(first, told("2", None, "2019-11-22", valid_until="2020-02-16", duration="P90D"))


def test_two_acts_of_one_text_stay_two() -> None:
    assert not are_one(
        told("1", "2019-08-19", "2020-02-13", version="t"), told("2", "2019-08-19", "2020-02-13", version="t")
    )


DAYS = st.sampled_from(["2019-11-18", "2019-11-19", "2019-11-20", "2019-W47", "2019-11", "2019-Q4", "2019", None])
PARTIES = st.sets(
    st.sampled_from([COMMERCE, BIS, PRESIDENT, HUAWEI, CHINA, actor("Microsoft"), actor("Intel")]), max_size=3
)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "instrument": st.sampled_from(["general license", TGL, "general license 14"]),
        "valid_until": st.sampled_from(["2020-02-16", "2020-04-01"]),
        "duration": st.sampled_from(["P90D", "P2W"]),
        "ordinal": st.sampled_from(["2", "3"]),
    },
)
SETS = st.lists(
    st.tuples(
        DAYS,
        st.sampled_from(["2019-11-16", "2019-11-20", "2019-12-01", "2020-05-15", None]),
        PARTIES,
        st.sampled_from(["license.granted", "license.extended"]),
        st.sampled_from(["actual", "planned", "possible", "denied"]),
        st.sampled_from([None, "v1", "v2"]),
        st.sampled_from([None, "The same words."]),
        st.sets(st.sampled_from(["Huawei", "China"])),
        FIELDS,
    ),
    max_size=14,
).map(
    lambda rows: [
        told(str(number), day, published, *sorted(parties), kind=kind, modality=modality, version=version, quote=quote, about=about, **fields)
        for number, (day, published, parties, kind, modality, version, quote, about, fields) in enumerate(rows)
    ]
)  # fmt: skip


@settings(deadline=None)
@given(SETS.flatmap(lambda tellings: st.tuples(st.just(tellings), st.permutations(tellings))))
def test_order_of_tellings_does_not_matter(both: tuple[list[Told], list[Told]]) -> None:
    assert groups(both[0]) == groups(both[1])


@settings(deadline=None)
@given(SETS)
def test_every_telling_is_in_one_act_and_no_act_holds_two_of_one_text(tellings: list[Told]) -> None:
    acts = merge(tellings, KIN)
    assert sorted(one.id for act in acts for one in act.told) == sorted(one.id for one in tellings)
    for act in acts:
        texts = [one.version_id for one in act.told]
        assert len(set(texts)) == len(texts)


@settings(deadline=None)
@given(SETS)
def test_blocks_hide_no_telling_that_fits(tellings: list[Told]) -> None:
    """The lead found within the blocks is the one found among all tellings."""
    for one in tellings:
        blocks = looks_under(one)
        everywhere = dict.fromkeys(blocks, tellings)
        filed = {block: [other for other in tellings if block in filed_under(other)] for block in blocks}
        assert find_lead(one, filed, KIN) == find_lead(one, everywhere, KIN)


@settings(deadline=None)
@given(SETS)
def test_who_looks_where_a_telling_is_filed_is_found_under_what_it_is_sought_under(tellings: list[Told]) -> None:
    for one in tellings:
        for other in tellings:
            if other.order < one.order and looks_under(one) & filed_under(other):
                if likeness(one, other, KIN) is not None:
                    assert filed_under(one) & sought_under(other)


def control(key: str, day: str | None, published: str, kind: str = "control.imposed", **fields: str) -> Told:
    version = fields.pop("version", None)
    return told(key, day, published, BIS, CHINA, kind=kind, version=version, **fields)


def penalty(key: str, day: str | None, published: str, quote: str, *parties: Party, **fields: str) -> Told:
    return told(key, day, published, *(parties or (BIS, HUAWEI)), kind="enforcement.penalized", quote=quote, **fields)


def test_an_act_is_one_by_whichever_of_its_days_it_is_told() -> None:
    adopted = control("1", "2023-06-30", "2023-07-03", effective_from="2023-09-01", published_on="2023-07-07")
    assert are_one(adopted, control("2", "2023-09", "2024-12-03"))
    assert are_one(adopted, control("3", "2023-09-01", "2023-09-02"))
    assert are_one(adopted, control("4", "2023-07-07", "2023-07-08"))
    assert not are_one(adopted, control("5", "2023-10", "2024-12-03"))


def test_a_control_imposed_and_one_expanded_on_a_day_are_one_unless_a_text_tells_both() -> None:
    imposed, expanded = (
        control("1", "2022-10-07", "2022-10-07"),
        control("2", "2022-10-07", "2022-10-08", "control.expanded"),
    )
    assert are_one(imposed, expanded)
    assert not are_one(imposed, control("3", "2022-10-14", "2022-10-14", "control.expanded"))
    both = told("4", "2022-10-07", "2022-10-08", BIS, CHINA, kind="control.expanded", version="v1")
    assert not are_one(control("1", "2022-10-07", "2022-10-08", version="v1"), both)
    chips = control("5", "2022-10-07", "2022-10-07", items="advanced chips")
    assert not are_one(chips, control("6", "2022-10-07", "2022-10-08", "control.expanded", items="graphite"))


def test_penalties_of_one_sum_are_one_though_their_dates_are_vague() -> None:
    paid = penalty("1", "2017", "2018-04-16", "It paid $890 million.")
    assert are_one(paid, penalty("2", "2017-03", "2018-05-23", "It settled for $892 million."))
    assert not are_one(paid, penalty("3", "2017-03", "2018-05-23", "It settled for $1 million."))
    assert not are_one(
        paid, penalty("4", "2017-03", "2018-05-23", "It settled for $892 million.", BIS, Party("target", "ZTE", "zte"))
    )


def test_an_undated_fine_is_no_denial_of_privileges() -> None:
    order = penalty("1", "2018-04-16", "2018-04-16", "It was hit with a denial order.", instrument="denial order")
    assert not are_one(order, penalty("2", None, "2018-04-20", "It was fined $4 million."))
    assert are_one(order, penalty("3", None, "2018-04-20", "It was penalized."))


def test_duties_on_other_sums_of_trade_are_other_duties() -> None:
    def duty(key: str, quote: str) -> Told:
        return told(key, None, "2018-07-06", COMMERCE, CHINA, kind="tariff.imposed", modality="planned", quote=quote)

    first = duty("1", "The duties on $34 billion of goods are due in July.")
    assert not are_one(first, duty("2", "He plans duties on $500 billion of goods."))
    assert are_one(first, duty("3", "The duties on $34 billion worth of imports will come."))


def test_the_request_of_one_is_none_of_the_requests_of_many() -> None:
    many = told("1", None, "2019-08-20", COMMERCE, kind="license.applied", about=["Huawei"])
    assert not are_one(
        many, told("2", None, "2019-08-23", COMMERCE, actor("Google"), kind="license.applied", about=["Huawei"])
    )
    assert are_one(many, told("3", None, "2019-08-23", COMMERCE, kind="license.applied", about=["Huawei"]))


def test_as_many_parties_listed_are_those_listed_then() -> None:
    first = told("1", "2019-05-16", "2019-05-20", COMMERCE, HUAWEI, kind="listing.added", instrument="Entity List")
    more = told("2", "2019-08-19", "2019-08-20", COMMERCE, kind="listing.added", count="46", about=["Huawei"])
    again = told("3", None, "2019-08-21", BIS, HUAWEI, kind="listing.added", count="46", instrument="Entity List")
    assert groups([first, more, again]) == {frozenset("1"), frozenset("23")}


def test_orders_a_day_apart_are_one_through_what_names_them() -> None:
    signed = penalty("1", "2018-04-15", "2018-07-04", "It was denied privileges.", BIS, about=["Huawei"])
    named = penalty(
        "2", "2018-04-15", "2018-07-13", "The denial order ended.", BIS, about=["Huawei"], instrument="denial order"
    )
    told_of = penalty("3", "2018-04-16", "2018-04-16", "It was hit with a denial order.", instrument="denial order")
    assert are_one(signed, named, told_of)
