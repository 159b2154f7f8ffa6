"""How plans and denials bear on acts."""

from hypothesis import given
from hypothesis import strategies as st

from timeline.bearings import Bearing, acts_sought, find_bearings
from timeline.kinship import default_kinship
from timeline.merge import Act
from timeline.settle import Event, settle
from timeline.told import Party, Told

COMMERCE = Party("agency", "US Department of Commerce", "us-commerce")


def event(
    key: str,
    day: str | None,
    reported: str,
    *,
    kind: str = "license.extended",
    modality: str = "actual",
    actor: str | None = None,
    target: str = "Huawei",
    source_kind: str = "press",
    **fields: str,
) -> Event:
    parties = (COMMERCE, *((Party("actor", actor),) if actor else ()), Party("target", target))
    told = Told(
        id=key, version_id=key, article_id=key, source_id=f"source {key}", published=reported, type=kind,
        modality=modality, confidence=0.8, date=day, fields=tuple(sorted(fields.items())), parties=parties, start=0,
        end=1, quote=f"Sentence {key}.", source_kind=source_kind,
    )  # fmt: skip
    return settle(Act([told]), {})


def bearings(*events: Event) -> set[Bearing]:
    return set(find_bearings(events, events, default_kinship())[0])


PLAN = event("plan", "2019-11-18", "2019-11-16", modality="planned", duration="P2W")
ACT = event("act", "2019-11-18", "2019-11-18", duration="P90D")


def test_a_two_week_plan_that_became_ninety_days_is_implemented_and_superseded() -> None:
    assert bearings(PLAN, ACT) == {Bearing(ACT.id, "implements", PLAN.id), Bearing(PLAN.id, "superseded_by", ACT.id)}


def test_a_plan_that_came_as_planned_is_implemented_only() -> None:
    act = event("act", "2019-11-18", "2019-11-18", duration="P14D")
    assert bearings(PLAN, act) == {Bearing(act.id, "implements", PLAN.id)}


def test_of_several_acts_the_one_nearest_to_the_planned_day_implements_the_plan() -> None:
    acts = [event(day, day, day) for day in ("2019-11-16", "2019-11-21", "2019-11-17", "2019-11-20")]
    assert Bearing(acts[2].id, "implements", PLAN.id) in bearings(PLAN, *acts)


def test_the_acts_of_a_plan_for_a_year_are_sought_up_to_the_month_after_it() -> None:
    plan = event("plan", "2000", "2000-03-28", modality="planned")
    assert "2001-01" in {month for *_, month in acts_sought(plan)}


def test_an_act_before_its_plan_or_of_another_party_implements_nothing() -> None:
    assert (
        bearings(PLAN, event("act", "2019-08-19", "2019-08-19"), event("zte", "2019-11-18", "2019-11-18", target="ZTE"))
        == set()
    )


def test_a_proposal_is_implemented_by_the_tariff_that_follows_it() -> None:
    proposal = event("p", "2018-06-15", "2018-06-15", kind="tariff.proposed", target="China")
    act = event("a", "2018-08-23", "2018-08-23", kind="tariff.imposed", target="China")
    assert bearings(proposal, act) == {Bearing(act.id, "implements", proposal.id)}


def test_a_denial_bounds_the_grant_of_the_next_day_and_does_not_contradict_it() -> None:
    denial = event("d", None, "2019-11-19", kind="license.granted", modality="denied")
    grant = event("g", "2019-11-20", "2019-11-22", kind="license.granted", actor="Microsoft")
    assert bearings(denial, grant) == {Bearing(denial.id, "bounds", grant.id)}


def test_a_denial_after_the_act_contradicts_it_and_the_official_source_is_preferred() -> None:
    act = event("a", "2019-11-18", "2019-11-18", source_kind="official")
    denial = event("d", None, "2019-11-25", modality="denied")
    found, conflicts = find_bearings([act, denial], [act, denial], default_kinship())
    assert found == [Bearing(act.id, "contradicts", denial.id)]
    (conflict,) = conflicts[act.id]
    assert (conflict.kind, conflict.value, conflict.preferred) == ("modality", "denied", "actual")
    assert (conflict.sources, conflict.preferred_sources) == (("source d",), ("source a",))
    assert (conflict.rule, conflict.other_id) == ("the better kind of source is taken", denial.id)


def test_one_request_granted_and_denied_on_one_day_is_a_contradiction_of_outcomes() -> None:
    grant = event("g", "2019-11-20", "2019-11-21", kind="license.granted", actor="Microsoft")
    denied = event("d", "2019-11-21", "2019-11-22", kind="license.denied", actor="Microsoft")
    found, conflicts = find_bearings([grant, denied], [grant, denied], default_kinship())
    assert found == [Bearing(grant.id, "contradicts", denied.id)]
    assert conflicts[grant.id][0].kind == "outcome"


@given(
    st.permutations(
        [PLAN, ACT, event("d", None, "2019-11-17", modality="denied"), event("l", "2019-11-20", "2019-11-21")]
    )
)
def test_order_of_events_does_not_matter(events: list[Event]) -> None:
    ordered = sorted(events, key=lambda one: one.id)
    assert find_bearings(events, events, default_kinship()) == find_bearings(ordered, ordered, default_kinship())
