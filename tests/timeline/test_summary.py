"""An event in one line."""

import pytest

from nlp.records import EVENT_TYPES
from timeline.commands.words import when
from timeline.summary import TEMPLATES, summarize


def test_every_type_has_a_line_even_with_nothing_known() -> None:
    assert set(TEMPLATES) == set(EVENT_TYPES)
    assert all("{" not in summarize(kind, {}, {}) for kind in EVENT_TYPES)


def test_of_the_companies_of_a_state_the_state_is_not_what_is_listed() -> None:
    names = {"agency": ["Bureau of Industry and Security"], "target": ["China"]}
    line = summarize("listing.added", names, {"instrument": "Unverified List", "count": "31"}, states=["China"])
    assert line == "Bureau of Industry and Security adds 31 parties of China to the Unverified List"
    uncounted = summarize("listing.added", names, {"instrument": "Unverified List"}, states=["China"])
    assert uncounted == "Bureau of Industry and Security adds parties of China to the Unverified List"


@pytest.mark.parametrize(
    ("kind", "names", "fields", "line"),
    [
        (
            "license.extended",
            {"agency": ["US Department of Commerce"], "target": ["Huawei"]},
            {"instrument": "temporary general license", "duration": "P90D"},
            "US Department of Commerce extends the temporary general license concerning Huawei by 90 days",
        ),
        (
            "listing.added",
            {"agency": ["Bureau of Industry and Security"]},
            {"instrument": "Entity List", "count": "28"},
            "Bureau of Industry and Security adds 28 parties to the Entity List",
        ),
        (
            "listing.added",
            {"target": ["A", "B", "C", "D", "E"]},
            {},
            "A, B, C and 2 more added to a restricted-party list",
        ),
        (
            "listing.added",
            {"agency": ["Bureau of Industry and Security"], "target": ["Huawei"]},
            {"instrument": "Entity List", "count": "46"},
            "Bureau of Industry and Security adds Huawei (46 parties) to the Entity List",
        ),
        ("license.applied", {"actor": ["Intel", "Micron"]}, {}, "Request made by Intel and Micron for a license"),
        (
            "tariff.imposed",
            {"agency": ["China"]},
            {"rate": "25%", "items": "soybeans"},
            "China imposes 25% tariffs on soybeans",
        ),
        (
            "license.granted",
            {},
            {"instrument": "general license 13", "valid_until": "2018-05-07"},
            "General license 13 granted until 2018-05-07",
        ),
        ("control.lifted", {"agency": ["Japan"]}, {"measure": "export ban"}, "Japan lifts the export ban"),
        ("control.imposed", {"agency": ["Japan"]}, {"measure": "exports"}, "Japan imposes export controls"),
        ("control.imposed", {"agency": ["Japan"]}, {"measure": "embargo"}, "Japan imposes an embargo"),
        (
            "control.eased",
            {"agency": ["Japan"]},
            {"measure": "sanctions", "instrument": "Caesar Act"},
            "Japan eases sanctions under the Caesar Act",
        ),
        (
            "tariff.imposed",
            {"agency": ["China"], "target": ["United States"]},
            {"measure": "retaliatory duty", "rate": "25%", "items": "U.S. coal"},
            "China imposes 25% retaliatory duties on U.S. coal",
        ),
        (
            "tariff.imposed",
            {"agency": ["United States"], "target": ["Mexico", "China"]},
            {"items": "Mexican steel"},
            "United States imposes tariffs on Mexican steel aimed at China",
        ),
        (
            "case.determined",
            {"agency": ["US Department of Commerce"]},
            {"measure": "preliminary determination", "items": "steel"},
            "US Department of Commerce makes a preliminary determination on steel",
        ),
        (
            "listing.added",
            {"target": ["Acme"]},
            {"instrument": "Executive Order 13848"},
            "Acme added to a restricted-party list under Executive Order 13848",
        ),
        (
            "tariff.raised",
            {"agency": ["United States"]},
            {"instrument": "reciprocal tariffs", "rate": "34%"},
            "United States raises reciprocal tariffs to 34%",
        ),
        (
            "tariff.imposed",
            {"agency": ["United States"]},
            {"instrument": "Section 232", "measure": "export tax"},
            "United States imposes Section 232 export taxes",
        ),
        ("tariff.imposed", {"agency": ["Canada"]}, {"instrument": "USMCA"}, "Canada imposes tariffs"),
        ("order.signed", {"agency": ["Canada"]}, {"instrument": "Section 232"}, "Canada signs an order"),
        (
            "license.expired",
            {"agency": ["Bureau of Industry and Security"], "target": ["Huawei"]},
            {"instrument": "temporary general license"},
            "The temporary general license concerning Huawei expires",
        ),
        (
            "tariff.excluded",
            {},
            {"items": "pumps", "valid_until": "2020-12-31"},
            "Pumps excluded from tariffs until 2020-12-31",
        ),
    ],
)
def test_a_line_says_what_is_known(kind: str, names: dict[str, list[str]], fields: dict[str, str], line: str) -> None:
    assert summarize(kind, names, fields) == line


@pytest.mark.parametrize(
    ("day", "reported", "modality", "words"),
    [
        ("2021-W02", "2021-01-19", "actual", "2021-W02"),
        (None, "2021-01-19", "actual", "by 2021-01-19"),
        (None, "2021-01-19", "planned", "said 2021-01-19"),
        (None, None, "actual", "not stated"),
    ],
)
def test_an_undated_event_says_when_it_was_reported(
    day: str | None, reported: str | None, modality: str, words: str
) -> None:
    assert when(day, reported, modality) == words
