"""The ledger: which acts are of one measure, what each leaves, and what does not add up."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.acts import act_rules
from timeline.gazette import GazetteDocument, anchor_events, find_references
from timeline.measures import RELATIONS, Measure, follow_measures
from timeline.merge import Act
from timeline.settle import Event, settle
from timeline.told import Party, Told

TGL = "temporary general license"
AUTHORITY = Party("agency", "US Department of Commerce", "us-commerce")


def made_event(
    kind: str,
    day: str | None,
    *,
    actor: str | None = None,
    targets: tuple[str, ...] = ("Huawei",),
    modality: str = "actual",
    published: str | None = None,
    quote: str | None = None,
    version: str | None = None,
    span: tuple[int, int] = (0, 24),
    **fields: str,
) -> Event:
    """One event of one telling, reported on its day unless told otherwise."""
    reported = published or day or "2020-01-01"
    version = version or f"v-{kind}-{day}-{actor}-{'-'.join(targets)}-{'-'.join(fields.values())}"
    parties = (
        AUTHORITY,
        *(() if actor is None else (Party("actor", actor),)),
        *(Party("target", name) for name in targets),
    )
    told = Told(
        id=f"m-{version}-{kind}-{day}",
        version_id=version,
        article_id=f"a-{version}",
        source_id="wire",
        published=reported,
        type=kind,
        modality=modality,
        confidence=0.8,
        date=day,
        fields=tuple(sorted(fields.items())),
        parties=parties,
        start=span[0],
        end=span[1],
        quote=quote or f"A sentence of {day} in the story.",
    )
    return settle(Act([told]), {})


MakeEvent = Callable[..., Event]


@pytest.fixture
def event() -> MakeEvent:
    """Makes an event: ``event("license.granted", "2019-11-20", actor="Microsoft")``."""
    return made_event


HUAWEI = [
    made_event("license.granted", "2019-05-20", instrument=TGL, valid_until="2019-08-19", duration="P90D"),
    made_event("license.extended", "2019-08-19", instrument=TGL, valid_until="2019-11-18", duration="P90D"),
    made_event("license.extended", "2019-11-18", instrument=TGL, duration="P90D"),
    made_event("license.extended", "2020-02-13", instrument=TGL, previous_valid_until="2020-02-16", duration="P45D"),
    made_event("license.extended", "2020-03-10", instrument=TGL, valid_until="2020-05-15"),
    made_event("license.granted", "2019-11-20", actor="Microsoft"),
]


def one_measure(*events: Event) -> Measure:
    (measure,) = follow_measures(events)
    return measure


def flag_kinds(measure: Measure) -> list[str]:
    return [flag.kind for step in measure.steps for flag in step.flags]


def test_the_general_license_is_followed_from_issue_to_end_and_one_companys_apart() -> None:
    general, specific = sorted(follow_measures(HUAWEI), key=lambda measure: measure.scope or "")
    assert [(step.state, step.date, step.valid_until, step.ordinal) for step in general.steps] == [
        ("granted", "2019-05-20", "2019-08-19", None),
        ("extended", "2019-08-19", "2019-11-18", 1),
        ("extended", "2019-11-18", "2020-02-16", 2),
        ("extended", "2020-02-13", "2020-04-01", 3),
        ("extended", "2020-03-10", "2020-05-15", 4),
        ("expired", "2020-05-15", None, None),
    ]
    assert [step.inferred for step in general.steps] == [False] * 5 + [True]
    assert flag_kinds(general) == []
    assert (specific.holder, specific.counterparty, specific.last_act.state) == ("Microsoft", "Huawei", "granted")


@given(st.permutations(HUAWEI))
def test_order_of_events_does_not_matter_to_the_ledger(events: list[Event]) -> None:
    assert follow_measures(events) == follow_measures(HUAWEI)


@given(st.lists(st.sampled_from(HUAWEI), unique_by=lambda event: event.id, min_size=1))
def test_every_state_holds_until_the_next_begins(events: list[Event]) -> None:
    for measure in follow_measures(events):
        for step, following in zip(measure.steps, measure.steps[1:], strict=False):
            assert step.holds_before == following.holds_from
            assert (step.holds_from or "") <= (following.holds_from or "")
        assert measure.steps[-1].holds_before is None


@pytest.mark.parametrize("end", ["2020-02-15", "2020-02-16", "2020-02-17"])
def test_ninety_days_counted_with_or_without_the_first_day_add_up(event: MakeEvent, end: str) -> None:
    stated = event(
        "license.extended",
        "2019-11-18",
        instrument=TGL,
        previous_valid_until="2019-11-18",
        valid_until=end,
        duration="P90D",
    )
    assert "arithmetic" not in flag_kinds(one_measure(HUAWEI[0], HUAWEI[1], stated))


def test_an_extension_to_one_end_is_one_whenever_its_publication_is_told(event: MakeEvent) -> None:
    """A client note that dates the rule by its publication tells the extension of two days before."""
    published = event(
        "license.extended",
        "2019-11-20",
        instrument=TGL,
        valid_until="2020-02-16",
        published="2019-11-21",
        version="note",
    )
    acted = event("license.extended", "2019-11-18", instrument=TGL, valid_until="2020-02-16", duration="P90D")
    measure = one_measure(*HUAWEI[:2], acted, published)
    assert [(step.state, step.date) for step in measure.steps if not step.inferred] == [
        ("granted", "2019-05-20"),
        ("extended", "2019-08-19"),
        ("extended", "2019-11-18"),
    ]
    assert flag_kinds(measure) == ["told_apart"]


def test_an_end_that_its_duration_contradicts_is_flagged_and_kept(event: MakeEvent) -> None:
    stated = event("license.extended", "2019-11-18", instrument=TGL, valid_until="2020-03-16", duration="P90D")
    measure = one_measure(HUAWEI[0], HUAWEI[1], stated)
    assert measure.steps[2].valid_until == "2020-03-16"
    assert flag_kinds(measure) == ["arithmetic"]
    assert "2020-02-16" in measure.steps[2].flags[0].sentence


def test_a_missing_extension_is_reported_as_a_gap() -> None:
    measure = one_measure(HUAWEI[0], HUAWEI[1], HUAWEI[3])
    assert "missing_link" in flag_kinds(measure)


def test_an_ordinal_above_the_count_is_a_missing_link(event: MakeEvent) -> None:
    third = event("license.extended", "2019-11-18", instrument=TGL, ordinal="3")
    measure = one_measure(HUAWEI[0], HUAWEI[1], third)
    assert (measure.steps[2].ordinal, measure.steps[2].ordinal_basis) == (3, "stated")
    assert flag_kinds(measure) == ["missing_link"]


def test_no_link_is_missing_where_an_extension_replaces_the_end_before_it(event: MakeEvent) -> None:
    third = event("license.extended", "2019-11-18", instrument=TGL, ordinal="3", previous_valid_until="2019-11-18")
    measure = one_measure(HUAWEI[0], HUAWEI[1], third)
    assert (measure.steps[2].ordinal, measure.steps[2].ordinal_basis) == (2, "counted")
    assert flag_kinds(measure) == ["ordinal"]


def test_an_extension_without_its_license_says_that_the_start_is_missing() -> None:
    assert "missing_start" in flag_kinds(one_measure(HUAWEI[1]))


def test_an_extension_after_the_end_shows_the_lapse_between(event: MakeEvent) -> None:
    late = event("license.extended", "2019-09-02", instrument=TGL, valid_until="2019-11-18")
    measure = one_measure(HUAWEI[0], late)
    assert [(step.state, step.inferred) for step in measure.steps][:3] == [
        ("granted", False),
        ("expired", True),
        ("extended", False),
    ]
    assert "lapse" in flag_kinds(measure)


def test_a_told_expiry_leaves_no_inferred_one(event: MakeEvent) -> None:
    told = event("license.expired", "2020-05-15", instrument=TGL)
    states = [(step.state, step.inferred) for step in one_measure(*HUAWEI[:5], told).steps]
    assert states[-1] == ("expired", False)
    assert ("expired", True) not in states


def test_an_expiry_that_an_extension_forestalled_is_none(event: MakeEvent) -> None:
    told = event("license.expired", "2019-08-19", instrument=TGL)
    measure = one_measure(*HUAWEI[:5], told)
    assert [(step.date, step.state) for step in measure.steps][:3] == [
        ("2019-05-20", "granted"),
        ("2019-08-19", "extended"),
        ("2019-11-18", "extended"),
    ]
    assert flag_kinds(measure) == ["told_apart"]


def test_a_foreseen_expiry_gives_the_end_that_no_source_of_the_grant_told(event: MakeEvent) -> None:
    granted = event("license.granted", "2019-05-20", instrument=TGL)
    ahead = event("license.expired", "2019-08-19", instrument=TGL, modality="planned", published="2019-08-01")
    first, expiry = one_measure(granted, ahead).steps
    assert (first.valid_until, first.valid_until_basis) == ("2019-08-19", "foreseen")
    assert (expiry.state, expiry.inferred) == ("expired", True)


def test_an_end_foreseen_before_the_grant_is_that_of_another_license(event: MakeEvent) -> None:
    granted = event("license.granted", "2019-05-20", instrument=TGL, published="2019-04-01")
    ahead = event("license.expired", "2019-05-01", instrument=TGL, modality="planned", published="2019-05-21")
    assert one_measure(granted, ahead).steps[0].valid_until is None


def test_an_undated_extension_holds_no_later_than_the_one_behind_it(event: MakeEvent) -> None:
    acts = (
        event("license.granted", "2019-05-20", instrument=TGL, valid_until="2019-08-19"),
        event("license.extended", None, instrument=TGL, valid_until="2019-11-18", published="2021-03-01"),
        event("license.extended", "2019-11-18", instrument=TGL, valid_until="2020-02-16"),
    )
    steps = one_measure(*acts).steps
    assert [step.holds_from for step in steps] == ["2019-05-20", "2019-11-18", "2019-11-18", "2020-02-17"]
    assert all(step.holds_before is None or step.holds_from <= step.holds_before for step in steps)


def test_suspension_and_reinstatement_are_states_of_one_license(event: MakeEvent) -> None:
    acts = (
        event("license.granted", "2020-01-10", actor="Acme", valid_until="2021-01-10"),
        event("license.revoked", "2020-03-01", actor="Acme", quote="The bureau suspended the licence of Acme."),
        event("license.granted", "2020-04-01", actor="Acme", quote="The bureau reinstated the licence of Acme."),
    )
    measure = one_measure(*acts)
    assert [step.state for step in measure.steps] == ["granted", "suspended", "reinstated", "expired"]
    assert measure.steps[2].valid_until == "2021-01-10"
    assert flag_kinds(measure) == []


def test_a_grant_to_a_holder_follows_its_application(event: MakeEvent) -> None:
    applied = event("license.applied", "2019-07-01", actor="Intel")
    granted = event("license.granted", "2020-09-22", actor="Intel")
    measure = one_measure(applied, granted)
    assert [step.state for step in measure.steps] == ["applied", "granted"]
    assert measure.steps[1].predecessor == applied


def test_lettered_renewals_are_of_one_general_license(event: MakeEvent) -> None:
    first = event("license.granted", "2018-04-06", instrument="general license 13", targets=("Rusal",))
    renewed = event("license.extended", "2018-05-01", instrument="general license 13A", targets=("Rusal",))
    assert len(one_measure(first, renewed).steps) == 2


def test_the_grant_of_the_next_letter_extends_a_numbered_general_license(event: MakeEvent) -> None:
    first = event("license.granted", "2018-04-06", instrument="general license 13", targets=("Rusal",))
    letter = event("license.granted", "2018-05-01", instrument="general license 13A", targets=("Rusal",))
    measure = one_measure(first, letter)
    assert [step.state for step in measure.steps] == ["granted", "extended"]
    assert flag_kinds(measure) == []


def test_the_issue_of_the_next_letter_and_the_extension_of_that_day_are_one_step(event: MakeEvent) -> None:
    first = event("license.granted", "2018-04-06", instrument="general license 13", targets=("Rusal",))
    letter = event("license.granted", "2018-05-01", instrument="general license 13A", targets=("Rusal",))
    renewed = event(
        "license.extended", "2018-05-01", instrument="general license 13", targets=("Rusal",), valid_until="2018-06-06"
    )
    measure = one_measure(first, letter, renewed)
    assert [step.state for step in measure.steps] == ["granted", "extended", "expired"]
    assert flag_kinds(measure) == ["told_apart"]


def test_an_extension_of_several_general_licenses_is_of_all_that_end_on_the_day_replaced(event: MakeEvent) -> None:
    ends = {"13": "2018-10-23", "14": "2018-10-23", "15": "2018-12-31"}
    licenses = [
        event(
            "license.granted", "2018-04-23", instrument=f"general license {number}", targets=("Rusal",), valid_until=end
        )
        for number, end in ends.items()
    ]
    several = event(
        "license.extended",
        "2018-09-21",
        targets=("Rusal",),
        previous_valid_until="2018-10-23",
        valid_until="2018-11-12",
    )
    measures = follow_measures([*licenses, several])
    assert {one.instrument: several in [step.event for step in one.steps] for one in measures} == {
        "general license 13": True,
        "general license 14": True,
        "general license 15": False,
    }


def test_the_state_of_the_listed_is_not_listed_with_them() -> None:
    parties = (AUTHORITY, Party("target", "China", "cn-government"), Party("target", "Acme Optics"))
    listing = replace(made_event("listing.added", "2019-05-16", instrument="Entity List"), parties=parties)
    assert [one.counterparty for one in follow_measures([listing])] == ["Acme Optics"]


def test_an_act_on_licenses_of_nobody_named_is_followed_nowhere(event: MakeEvent) -> None:
    assert follow_measures([event("license.denied", "2021-01-15", targets=())]) == []


def test_two_programs_general_licenses_of_one_number_are_two(event: MakeEvent) -> None:
    one = event("license.granted", "2019-01-28", instrument="general license 8", targets=("Venezuela",))
    other = event("license.granted", "2022-02-24", instrument="general license 8", targets=("Russia",))
    assert len(follow_measures([one, other])) == 2


def test_an_extension_without_an_instrument_joins_the_one_general_license_it_can_mean(event: MakeEvent) -> None:
    unnamed = event("license.extended", "2020-03-10", valid_until="2020-05-15")
    (measure,) = follow_measures([*HUAWEI[:4], unnamed])
    assert measure.steps[4].event == unnamed


def test_a_vaguer_telling_of_an_extension_is_no_second_one_and_is_flagged(event: MakeEvent) -> None:
    vague = (
        event("license.extended", "2019-11", instrument=TGL, quote="Extended in November."),
        event("license.extended", None, published="2019-11-22", instrument=TGL, duration="P3M"),
        event("license.extended", "2019-11-18", instrument=TGL, ordinal="2"),
    )
    measure = one_measure(*HUAWEI[:5], *vague)
    assert [step.date for step in measure.steps] == [step.date for step in one_measure(*HUAWEI[:5]).steps]
    assert measure.steps[2].ordinal_basis == "stated"
    assert flag_kinds(measure) == ["told_apart"] * 3


def test_an_undated_extension_whose_duration_ends_with_a_known_term_is_that_extension(event: MakeEvent) -> None:
    misdated = event("license.extended", "2019-07-01", instrument=TGL, valid_until="2019-11-18")
    undated = event("license.extended", None, published="2019-08-20", instrument=TGL, duration="P3M")
    assert [step.state for step in one_measure(HUAWEI[0], misdated, undated).steps] == [
        "granted",
        "extended",
        "expired",
    ]


def test_an_undated_extension_with_a_term_of_its_own_stays_one(event: MakeEvent) -> None:
    other = event("license.extended", None, published="2020-03-11", instrument=TGL, valid_until="2020-06-30")
    assert len(one_measure(*HUAWEI[:5], other).steps) == 7


def test_an_extension_told_by_its_day_alone_joins_the_license_that_has_that_day(event: MakeEvent) -> None:
    bare = event("license.extended", "2020-05-15", targets=(), valid_until="2020-08-13")
    measure = one_measure(*HUAWEI[:5], bare)
    assert [step.valid_until for step in measure.steps if step.state == "extended"][-1] == "2020-08-13"


def test_every_extension_points_at_the_act_it_extends() -> None:
    steps = [step for step in one_measure(*HUAWEI[:5]).steps if not step.inferred]
    assert [step.predecessor for step in steps] == [None, *(step.event for step in steps[:-1])]
    assert all(RELATIONS[step.event.type] == "extends" for step in steps[1:])


def test_a_citation_belongs_to_the_act_whose_sentence_is_nearest(event: MakeEvent) -> None:
    text = (
        "It was extended on 19 August (84 Fed. Reg. 43,487). A second extension came on 18 November.\n\n"
        "That one is at 84 FR 64018, docket number 191114-0078."
    )
    cut = text.index(" A second")
    first = event("license.extended", "2019-08-19", instrument=TGL, version="v", span=(0, cut))
    second = event("license.extended", "2019-11-18", instrument=TGL, version="v", span=(cut + 1, text.index("\n\n")))
    found = anchor_events([first, second], {"v": text})
    assert [anchor.reference for anchor in found[first.id]] == ["84 FR 43487"]
    assert second.id not in found  # the citation stands in another paragraph
    assert [one.reference for one in find_references(text)] == ["84 FR 43487", "84 FR 64018", "191114-0078"]


def test_a_citation_finds_its_gazette_document_and_effect_before_publication_is_flagged(event: MakeEvent) -> None:
    quote = "The licence took effect on 20 May (84 FR 23468)."
    granted = event("license.granted", "2019-05-20", instrument=TGL, version="v", span=(0, len(quote)), quote=quote)
    document = GazetteDocument("2019-10616", "84 FR 23468", ("Docket No. 190513445-9445-01",), "2019-05-22", None)
    anchors = anchor_events([granted], {"v": quote}, [document])
    assert [anchor.document for anchor in anchors[granted.id]] == ["2019-10616"]
    docketed = "It is in docket number 190513445-9445-01."
    assert anchor_events([granted], {"v": docketed}, [document])[granted.id][0].document
    (measure,) = follow_measures([granted], anchors)
    assert measure.citation == "84 FR 23468"
    assert flag_kinds(measure) == ["before_publication"]


def test_every_act_of_the_five_kinds_has_a_rule_and_a_plain_one_last() -> None:
    for rules in act_rules().values():
        assert rules[-1].cue is None


def told_in(text: str, *acts: tuple[str, str, str, str]) -> list[Event]:
    """Events of one text: kind, day, the sentence that tells it and the word in it that does."""
    return [
        settle(
            Act(
                [
                    replace(
                        made_event(kind, day, version="v", published="2019-08-21").told[0],
                        start=text.index(sentence),
                        end=text.index(sentence) + len(sentence),
                        word=text.index(word),
                    )
                ]
            ),
            {},
        )
        for kind, day, sentence, word in acts
    ]


def cited(text: str, events: Sequence[Event]) -> dict[str, list[str]]:
    anchors = anchor_events(events, {"v": text})
    return {event.type: [anchor.reference for anchor in anchors.get(event.id, ())] for event in events}


def test_a_reference_is_of_the_act_told_last_before_it_in_its_sentence() -> None:
    text = "BIS issued the license on May 20 (84 FR 23468) and extended it on August 19 (84 FR 43487)."
    acts = ("license.granted", "2019-05-20", text, "issued"), ("license.extended", "2019-08-19", text, "extended")
    assert cited(text, told_in(text, *acts)) == {
        "license.granted": ["84 FR 23468"],
        "license.extended": ["84 FR 43487"],
    }


def test_a_reference_behind_a_sentence_is_of_its_latest_act() -> None:
    first = "BIS is extending the license issued on May 20."
    text = f"{first} This rule is 84 FR 43487."
    acts = ("license.granted", "2019-05-20", first, "issued"), ("license.extended", "2019-08-19", first, "extending")
    assert cited(text, told_in(text, *acts)) == {"license.granted": [], "license.extended": ["84 FR 43487"]}


@pytest.mark.parametrize(("paper", "found"), [("The document", ["84 FR 23468"]), ("Another rule", [])])
def test_a_reference_of_the_texts_own_paper_is_of_its_first_act(paper: str, found: list[str]) -> None:
    first = "BIS issued the license today."
    text = f"{first}\n\n{paper} will be published on May 22 (84 FR 23468)."
    assert cited(text, told_in(text, ("license.granted", "2019-05-20", first, "issued"))) == {"license.granted": found}
