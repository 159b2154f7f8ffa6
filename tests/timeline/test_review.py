"""Decisions of reviewers: what each does, that it finds its event again, and that a file of them says the same."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.records import MODALITIES
from timeline.merge import Act
from timeline.review import FIXABLE, Decision, DecisionError, apply_decisions, read_file, write_file
from timeline.settle import settle
from timeline.told import Party, Told


def told(key: str, day: str | None = "2019-11-20", quote: str | None = None, version: str = "1") -> Told:
    return Told(
        id=f"m{key}-{version}",
        version_id=f"v{key}-{version}",
        article_id=f"a{key}",
        source_id="wire",
        published="2019-11-22",
        type="license.granted",
        modality="actual",
        confidence=0.8,
        date=day,
        fields=(("items", "software"),),
        parties=(Party("agency", "US Department of Commerce", "us-commerce"), Party("actor", "Microsoft")),
        start=0,
        end=10,
        quote=quote or f"Quote {key}.",
    )


def decision(action: str, *keys: Told, other: tuple[Told, ...] = (), at: str = "2026-01-01", **more: str) -> Decision:
    return Decision(
        action=action,
        mentions=frozenset(one.key for one in keys),
        who="Ada",
        at=at,
        why="Because.",
        other=frozenset(one.key for one in other),
        **more,
    )


ONE, TWO, THREE = told("1"), told("2"), told("3", "2019-12-01")


def groups(acts: list[Act]) -> set[frozenset[str]]:
    return {frozenset(one.id for one in act.told) for act in acts}


def test_a_rejected_event_is_gone_and_the_others_stay() -> None:
    acts = apply_decisions([Act([ONE, TWO]), Act([THREE])], [decision("reject", ONE, TWO)])
    assert groups(acts) == {frozenset({THREE.id})}


def test_a_telling_that_came_after_the_rejection_is_an_event_of_its_own() -> None:
    acts = apply_decisions([Act([ONE, TWO])], [decision("reject", ONE)])
    assert groups(acts) == {frozenset({TWO.id})}


def test_two_events_that_are_one_are_joined_the_more_precise_leading() -> None:
    vague = told("4", "2019-11")
    (act,) = apply_decisions([Act([vague]), Act([ONE])], [decision("merge", vague, other=(ONE,))])
    assert act.lead == ONE
    assert groups([act]) == {frozenset({ONE.id, vague.id})}


def test_a_split_takes_the_named_mentions_out() -> None:
    acts = apply_decisions([Act([ONE, TWO])], [decision("split", ONE, TWO, other=(TWO,))])
    assert groups(acts) == {frozenset({ONE.id}), frozenset({TWO.id})}


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("date", "2019-11-21", "2019-11-21"),
        ("items", "mass-market software", "mass-market software"),
        ("items", None, None),
    ],
)
def test_a_fixed_field_is_the_events(field: str, value: str | None, expected: str | None) -> None:
    (act,) = apply_decisions([Act([ONE, TWO])], [Decision("fix", frozenset({ONE.key}), "Ada", "2026", "Because.", frozenset(), field, value)])  # fmt: skip
    event = settle(act, {})
    assert (event.date if field == "date" else event.fields.get(field)) == expected
    assert event.id == settle(Act([ONE, TWO]), {}).id


def test_a_fixed_party_takes_the_place_of_those_in_its_role() -> None:
    (act,) = apply_decisions([Act([ONE])], [decision("fix", ONE, field="actor", value="Intel; Micron")])
    assert settle(act, {}).named("actor") == ("Intel", "Micron")


def test_a_decision_finds_its_event_in_a_new_version_of_the_article() -> None:
    edited = told("1", version="2")
    assert edited.id != ONE.id
    assert apply_decisions([Act([edited])], [decision("reject", ONE)]) == []


def test_a_decision_on_words_that_are_gone_does_nothing() -> None:
    acts = [Act([told("1", quote="Written anew.")])]
    assert groups(apply_decisions(acts, [decision("reject", ONE)])) == groups(acts)


DECISIONS = [
    decision("fix", ONE, field="date", value="2019-11-21", at="2026-01-01"),
    decision("fix", ONE, field="date", value="2019-11-22", at="2026-01-02"),
    decision("merge", ONE, other=(THREE,), at="2026-01-03"),
    decision("split", ONE, THREE, other=(THREE,), at="2026-01-04"),
]


@given(st.permutations(DECISIONS))
def test_decisions_hold_in_the_order_taken_however_they_arrive(decisions: list[Decision]) -> None:
    acts = apply_decisions([Act([ONE]), Act([THREE])], decisions)
    assert {(act.lead.id, act.lead.date) for act in acts} == {(ONE.id, "2019-11-22"), (THREE.id, "2019-12-01")}


texts = st.text(min_size=1, max_size=20)
keys = st.frozensets(st.text("0123456789abcdef", min_size=16, max_size=16), min_size=1, max_size=3)
fixes = st.sampled_from([name for name in FIXABLE if name not in {"modality", "date", "count", "ordinal"} and not name.endswith(("_on", "_from", "until"))])  # fmt: skip
decisions = st.one_of(
    st.builds(Decision, st.sampled_from(["accept", "reject"]), keys, texts, texts, texts),
    st.builds(Decision, st.sampled_from(["merge", "split"]), keys, texts, texts, texts, keys),
    st.builds(Decision, st.just("fix"), keys, texts, texts, texts, st.just(frozenset()), fixes, st.none() | texts),
    st.builds(Decision, st.just("fix"), keys, texts, texts, texts, st.just(frozenset()), st.just("modality"), st.sampled_from(MODALITIES)),
)  # fmt: skip


@given(st.lists(decisions, max_size=4))
def test_a_file_of_decisions_says_the_same_elsewhere(given_decisions: list[Decision]) -> None:
    assert sorted(one.id for one in read_file(write_file(given_decisions), "file")) == sorted(
        one.id for one in given_decisions
    )


GOOD = json.loads(write_file([decision("accept", ONE)]))["decisions"][0]


@pytest.mark.parametrize(
    ("text", "told_of"),
    [
        ("{", "file is not JSON"),
        ("[]", "no decisions file of version 1"),
        ('{"version": 1}', "no decisions file of version 1"),
        (json.dumps({"version": 1, "decisions": [1]}), "decision 1: it is no JSON object"),
        (json.dumps({"version": 1, "decisions": [GOOD, {**GOOD, "action": "praise"}]}), "decision 2: 'praise' is no decision"),
        (json.dumps({"version": 1, "decisions": [{**GOOD, "mentions": "x"}]}), "'mentions' is no list"),
        (json.dumps({"version": 1, "decisions": [{**GOOD, "mentions": []}]}), "names none"),
        (json.dumps({"version": 1, "decisions": [{**GOOD, "action": "fix", "field": "colour"}]}), "no field that can be fixed"),
        (json.dumps({"version": 1, "decisions": [{**GOOD, "why": ""}]}), "says who takes it and why"),
        (json.dumps({"version": 1, "decisions": [{k: v for k, v in GOOD.items() if k != "who"}]}), "key 'who' is missing"),
    ],
)  # fmt: skip
def test_a_bad_decisions_file_is_answered_with_the_decision_and_the_mend(text: str, told_of: str) -> None:
    with pytest.raises(DecisionError, match="file") as caught:
        read_file(text, "file")
    assert told_of in str(caught.value)
