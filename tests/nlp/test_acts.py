"""One act is one event inside a document, and two acts are two."""

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from nlp.acts import join_acts
from nlp.event_times import attach_times
from nlp.events import build_mentions
from nlp.factuality import judge_modality
from nlp.frames import FrameMatcher
from nlp.knowledge import DATA
from nlp.pipeline import Reader
from nlp.records import Document, EventMention
from nlp.same_act import same_act_rules, settings_of
from nlp.toml_files import KnowledgeError


def read(reader: Reader, text: str, published: date = date(2018, 6, 20)) -> list[EventMention]:
    return list(reader.read(Document(text=text, published=published)).events)


def test_taking_effect_gives_the_act_its_start(reader: Reader) -> None:
    text = (
        "The United States imposed tariffs on imports of steel from China on Friday.\n\n"
        "The tariffs take effect on July 6, the White House said."
    )
    (act,) = read(reader, text)
    assert (act.date, act.effective_from, act.modality) == ("2018-06-15", "2018-07-06", "actual")
    assert len(act.mentions) == 2


def test_headline_lead_and_background_are_one_act(reader: Reader) -> None:
    text = (
        "US adds Acme Optics to Entity List\n\n"
        "The Commerce Department added Acme Optics to the Entity List on Monday, it said.\n\n"
        "Acme Optics, which was added to the Entity List this week, had no comment."
    )
    (act,) = read(reader, text)
    assert (act.type, act.date, act.targets, len(act.mentions)) == ("listing.added", "2018-06-18", ("Acme Optics",), 3)


def test_grants_to_two_companies_are_two_acts(reader: Reader) -> None:
    text = (
        "The Commerce Department granted Intel a license to sell chips to Huawei on Monday.\n\n"
        "The department granted Micron a license to sell chips to Huawei on Monday."
    )
    assert [act.actor for act in read(reader, text)] == ["Intel", "Micron"]


def test_done_and_possible_are_two_acts(reader: Reader) -> None:
    text = (
        "The Commerce Department extended the license of Acme Optics.\n\n"
        "It may extend the license of Acme Optics again."
    )
    assert [act.modality for act in read(reader, text)] == ["actual", "possible"]


def test_what_a_fine_is_for_is_no_second_fine(reader: Reader) -> None:
    text = (
        "The Bureau of Industry and Security imposed a civil penalty of $3 million on Acme Optics on Monday to resolve "
        "alleged violations of export controls."
    )
    assert [act.type for act in read(reader, text)] == ["enforcement.penalized"]


def test_end_of_a_numbered_license_is_its_own(reader: Reader) -> None:
    text = "OFAC issued General License 8C on Friday.\n\nGeneral License 8C runs out on October 25."
    assert [(act.type, act.valid_until) for act in read(reader, text)] == [("license.granted", "2018-10-25")]


def test_a_list_does_not_act(reader: Reader) -> None:
    text = "The Entity List subjects American exporters to license requirements when they sell to those on it."
    assert read(reader, text) == []


def test_day_of_a_listing_is_not_its_count(reader: Reader) -> None:
    text = "The Commerce Department added 24 firms and Acme Optics to the Entity List on March 16, it said."
    assert [act.count for act in read(reader, text)] == [24]


def test_a_second_complaint_is_one_of_its_own(reader: Reader) -> None:
    text = (
        "Norway filed a complaint against China at the World Trade Organization in December.\n\n"
        "A second complaint, over salmon, was filed in Geneva some months later."
    )
    assert [act.type for act in read(reader, text)] == ["litigation.filed", "litigation.filed"]


def test_two_measures_of_one_sentence_are_two_acts(reader: Reader) -> None:
    text = "Peru has suspended its export controls on copper ore, and has paused its ban on shipments of raw timber."
    assert [act.type for act in read(reader, text)] == ["control.eased", "control.eased"]


def test_a_plan_beside_what_was_done_is_an_act_of_its_own(reader: Reader) -> None:
    text = (
        "The Commerce Department granted Micron a license to sell chips to Huawei on Monday.\n\n"
        "The department said it intends to grant licenses for older equipment."
    )
    assert [act.modality for act in read(reader, text)] == ["actual", "planned"]


def test_bans_of_other_goods_are_two_acts(reader: Reader) -> None:
    text = "Chile banned exports of lithium ore in March.\n\nIts foreign ministry had no comment.\n\nChile banned exports of timber."
    assert [act.items for act in read(reader, text)] == ["lithium ore", "timber"]


def test_goods_of_any_kind_are_no_other_goods(reader: Reader) -> None:
    text = "Turkey has raised tariffs on some American goods.\n\nIt raised the tariffs on rice to 60 percent."
    (act,) = read(reader, text)
    assert act.rate == "60%"


def test_a_decision_spoken_of_is_the_one_that_was_told(reader: Reader) -> None:
    text = (
        "Brazil scrapped its tariffs on imports of steel today.\n\nShares rose in London.\n\nMills fell in Lima.\n\n"
        "Makers welcomed the decision to end controversial steel duties."
    )
    (act,) = read(reader, text)
    assert (act.type, act.date, len(act.mentions)) == ("tariff.removed", "2018-06-20", 2)


def test_prolonging_a_pause_is_another_act_than_the_pause(reader: Reader) -> None:
    text = (
        "Brazil suspended its tariffs on imports of steel for 90 days in March.\n\n"
        "The country has extended the suspension of the tariffs."
    )
    assert [act.date for act in read(reader, text)] == ["2018-03", None]


def test_acts_do_not_depend_on_the_order_of_their_tellings(reader: Reader) -> None:
    text = (
        "US adds Acme Optics to Entity List\n\n"
        "The Commerce Department added Acme Optics and Zenit Lasers to the Entity List on Monday.\n\n"
        "Another company, Borealis Radar, was added to the list in May."
    )
    sight = reader.see(Document(text=text, published=date(2018, 6, 20)))
    candidates = FrameMatcher(sight.knowledge.frames).find(sight)
    told = []
    for candidate, setting in zip(candidates, settings_of(candidates, sight), strict=True):
        times = attach_times(sight, candidate, frozenset())
        judgement = judge_modality(candidate, sight.knowledge.modality)
        told += [(mention, setting) for mention in build_mentions(sight, candidate, times, judgement)]
    acts = [act.whole for act in join_acts(told, sight.knowledge)]
    assert len(acts) == 2
    for order in permutations(told):
        assert [act.whole for act in join_acts(order, sight.knowledge)] == acts


def test_a_feature_that_no_rule_knows_is_an_error_that_names_it(tmp_path: Path) -> None:
    file = tmp_path / "same_act.toml"
    file.write_text(
        (DATA / "same_act.toml").read_text() + '\nfull_moon = { weight = 1.0, words = "the moon is full" }\n'
    )
    with pytest.raises(KnowledgeError, match=r"features\.full_moon"):
        same_act_rules(file)
