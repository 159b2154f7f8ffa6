"""Who did an act, and to whom, by where the names stand."""

from datetime import date

import pytest

from nlp.pipeline import Reader
from nlp.records import Document, EventMention

PUBLISHED = date(2021, 3, 10)


def only(reader: Reader, text: str, kind: str) -> EventMention:
    (event,) = (event for event in reader.read(Document(text=text, published=PUBLISHED)).events if event.type == kind)
    return event


def test_whose_decision_it_is_does_what_it_says(reader: Reader) -> None:
    text = (
        "On March 2 the EU notified the WTO of its decision to appeal to the Appellate Body against the tariff ruling."
    )
    assert only(reader, text, "litigation.filed").actor == "European Union"


def test_who_is_fined_a_sum_is_the_target(reader: Reader) -> None:
    text = "The Bureau of Industry and Security fined Acme Optics $55,000 on Monday for breaching export controls."
    event = only(reader, text, "enforcement.penalized")
    assert (event.agency, event.targets) == ("Bureau of Industry and Security", ("Acme Optics",))


@pytest.mark.parametrize(
    "text",
    [
        "The Commerce Department settled with Acme Optics on Monday for $4 million over exports that broke controls.",
        "Acme Optics settled with the Commerce Department on Monday for $4 million over exports that broke controls.",
        "The Commerce Department reached a $4 million settlement with Acme Optics over exports that broke controls.",
    ],
)
def test_of_who_settle_the_authority_penalizes_the_party(reader: Reader, text: str) -> None:
    event = only(reader, text, "enforcement.penalized")
    assert (event.agency, event.targets) == ("US Department of Commerce", ("Acme Optics",))


@pytest.mark.parametrize("party", ["a U.S. company", "two Iranian nationals"])
def test_origin_of_who_is_charged_is_no_target(reader: Reader, party: str) -> None:
    text = f"Prosecutors charged {party} on Monday with smuggling export-controlled chips."
    assert only(reader, text, "enforcement.charged").targets == ()


def test_whence_listed_firms_are_is_not_who_lists_them(reader: Reader) -> None:
    text = "The Commerce Department added nine firms from Pakistan to the Entity List on Monday."
    assert only(reader, text, "listing.added").agency == "US Department of Commerce"


def test_who_acts_against_each_other_is_the_aim_of_the_other(reader: Reader) -> None:
    text = "Norway and Chile imposed 10% duties on each other's salmon on Monday, in a trade war of weeks."
    found = reader.read(Document(text=text, published=PUBLISHED)).events
    assert {(act.agency, act.targets, act.items) for act in found} == {
        ("Norway", ("Chile",), "salmon"),
        ("Chile", ("Norway",), "salmon"),
    }


def test_who_does_it_by_something_does_that_too(reader: Reader) -> None:
    event = only(reader, "Chile replied on Monday by halving duties on imports of salmon.", "tariff.reduced")
    assert event.agency == "Chile"


def test_who_welcomes_a_decision_did_not_make_it(reader: Reader) -> None:
    event = only(reader, "Millers welcomed the decision to suspend tariffs on imports of wheat.", "tariff.suspended")
    assert event.agency is None


def test_who_is_exempt_is_who_the_exclusion_is_for(reader: Reader) -> None:
    event = only(reader, "Chile was spared the 25% tariffs on imports of steel on Monday.", "tariff.excluded")
    assert (event.agency, event.targets) == (None, ("Chile",))


def test_whose_goods_are_exempt_is_not_who_it_is_for(reader: Reader) -> None:
    event = only(reader, "Chilean millers will be spared the tariffs on imports of wheat.", "tariff.excluded")
    assert event.targets == ()


def test_owner_of_a_measure_is_not_its_aim(reader: Reader) -> None:
    event = only(reader, "India suspended China's tariffs on imports of sugar on Monday.", "tariff.suspended")
    assert event.targets == ()


def test_who_receives_requests_is_not_who_asks(reader: Reader) -> None:
    event = only(
        reader, "The Commerce Department has received 200 requests for licenses to sell chips.", "license.applied"
    )
    assert (event.agency, event.actor) == ("US Department of Commerce", None)


def test_a_state_does_not_aim_at_itself(reader: Reader) -> None:
    event = only(reader, "The State Department lifted U.S. import bans on Burma on Tuesday.", "control.lifted")
    assert (event.agency, event.targets) == ("US Department of State", ("Myanmar",))


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("Beijing imposed an additional levy of 10 percent on imports of American coal.", "American coal"),
        ("Duties of up to 38% were imposed on Chinese tyres on Wednesday.", "Chinese tyres"),
        ("Trump paused import tariffs on Mexico for a month.", None),
        ("China imposed duties on a variety of U.S. toys on Tuesday.", "U.S. toys"),
        ("China imposed export controls on two million tonnes of ore on Tuesday.", "ore"),
        ("China imposed duties on a manufacturer on Tuesday.", None),
    ],
)
def test_goods_are_no_rate_no_time_no_amount_and_nobody(reader: Reader, text: str, goods: str | None) -> None:
    (event,) = reader.read(Document(text=text, published=PUBLISHED)).events
    assert event.items == goods


@pytest.mark.parametrize(
    ("text", "kind", "aimed_at"),
    [
        (
            "Brussels imposed anti-dumping duties on imports of biodiesel from China on Monday.",
            "tariff.imposed",
            ("China",),
        ),
        ("Beijing put an import levy of 10 percent on American coal.", "tariff.imposed", ("United States",)),
        ("The Commerce Department opened a probe into imports of Vietnamese plywood.", "case.initiated", ("Vietnam",)),
        ("China requested WTO consultations with Canada over its duties on steel.", "litigation.filed", ("Canada",)),
    ],
)
def test_whose_goods_are_meant_is_whom_it_is_aimed_at(
    reader: Reader, text: str, kind: str, aimed_at: tuple[str, ...]
) -> None:
    assert only(reader, text, kind).targets == aimed_at


def test_injured_at_home_is_no_target(reader: Reader) -> None:
    text = "The U.S. International Trade Commission found that imports of Mexican tomatoes injured American growers."
    assert only(reader, text, "case.determined").targets == ("Mexico",)


def test_panel_of_an_organisation_rules_for_it(reader: Reader) -> None:
    text = "The Appellate Body ruled on Monday against China's export quotas."
    assert only(reader, text, "litigation.ruled").agency == "World Trade Organization"


@pytest.mark.parametrize("verb", ["applied", "has applied"])
def test_who_applies_is_the_actor(reader: Reader, verb: str) -> None:
    event = only(reader, f"Intel {verb} for an export license to supply Huawei.", "license.applied")
    assert (event.actor, event.targets) == ("Intel", ("Huawei",))


def test_party_supplied_is_no_goods(reader: Reader) -> None:
    text = "Huawei waits for parts. Intel has applied for an export license to supply the company."
    assert only(reader, text, "license.applied").items is None


def test_all_goods_of_a_list_are_told(reader: Reader) -> None:
    event = only(reader, "Brazil imposed tariffs on shirts, belts and kettles on Monday.", "tariff.imposed")
    assert event.items == "shirts, belts and kettles"


def test_those_whom_a_license_holder_deals_with_are_no_holders(reader: Reader) -> None:
    text = "The Treasury extended the deadline for investors in Rusal on Monday by amending its general license."
    event = only(reader, text, "license.extended")
    assert (event.actor, event.targets) == (None, ("Rusal",))


@pytest.mark.parametrize("verb", ["granted", "denied"])
def test_headline_names_first_to_whom_the_license_is_given(reader: Reader, verb: str) -> None:
    found = reader.read(Document(text=f"Nvidia {verb} export license for chips", published=PUBLISHED)).events
    assert [(event.type, event.actor) for event in found] == [(f"license.{verb}", "Nvidia")]


def test_who_holds_the_license_is_the_actor(reader: Reader) -> None:
    text = "The Commerce Department has cancelled four licenses held by suppliers of Huawei, including Micron, a clerk said."
    event = only(reader, text, "license.revoked")
    assert (event.actor, event.targets) == ("Micron", ("Huawei",))


@pytest.mark.parametrize(
    ("published", "who", "agency"),
    [
        (date(2007, 5, 2), "Argentina's President Nestor Kirchner", "President of Argentina"),
        (date(2024, 3, 1), "South Africa's President Cyril Ramaphosa", "President of South Africa"),
        (date(2013, 6, 3), "Indonesia's trade ministry", "Ministry of Trade of Indonesia"),
        (date(2022, 7, 4), "Egypt's Ministry of Supply", "Ministry of Supply of Egypt"),
        (date(2025, 2, 24), "ARECOMS", "Authority for the Regulation and Control of Strategic Mineral Substances' Markets"),
        (date(2024, 9, 13), "India's Union Cabinet", "India"),
        (date(2019, 8, 2), "The Peruvian trade ministry", "Ministry of Foreign Trade and Tourism of Peru"),
        (date(2023, 5, 8), "The Senegalese government", "Senegal"),
    ],
)  # fmt: skip
def test_authorities_and_holders_of_many_countries_are_known(
    reader: Reader, published: date, who: str, agency: str
) -> None:
    document = Document(text=f"{who} banned exports of sugar on Monday.", published=published)
    (event,) = reader.read(document).events
    assert event.agency == agency


def test_neither_company_is_each_of_the_last_list(reader: Reader) -> None:
    text = (
        "Prosecutors asked whether Acme Optics and Zenith Optics shipped chips to Iran. "
        "Neither company has been charged with export violations."
    )
    assert only(reader, text, "enforcement.charged").targets == ("Acme Optics", "Zenith Optics")


def test_whose_lawyers_ask_is_the_applicant(reader: Reader) -> None:
    text = "Acme Optics makes lasers. Lawyers for the company have applied for an export license."
    assert only(reader, text, "license.applied").actor == "Acme Optics"


def test_what_an_authority_cannot_be_told_of_is_told_of_the_company(reader: Reader) -> None:
    text = "Acme Optics makes lasers. The Commerce Department said on Monday that it had been denied an export license."
    assert only(reader, text, "license.denied").actor == "Acme Optics"


@pytest.mark.parametrize(
    ("published", "holder"), [(date(1998, 2, 18), "President Bush"), (date(2004, 3, 1), "President Bush")]
)
def test_a_surname_is_of_who_had_held_the_office_by_then(reader: Reader, published: date, holder: str) -> None:
    text = f"{holder} imposed tariffs on imports of steel in January."
    sight = reader.see(Document(text=text, published=published))
    names = {1998: "George H.W. Bush", 2004: "George W. Bush"}
    assert [party.holder for party in sight.parties.all if party.holder] == [names[published.year]]


def test_whose_plant_gets_a_license_is_its_holder(reader: Reader) -> None:
    text = "Acme Optics said on Monday that its Nanjing plant had received an export license."
    assert only(reader, text, "license.granted").actor == "Acme Optics"


@pytest.mark.parametrize(
    ("who", "known"),
    [
        ("Germany's National Security Council", "Federal Security Council of Germany"),
        ("The Philippines' Department of Justice", None),
        ("The US Department of Justice", "US Department of Justice"),
    ],
)
def test_an_authority_of_another_country_is_not_the_one_known_by_its_name(
    reader: Reader, who: str, known: str | None
) -> None:
    sight = reader.see(Document(text=f"{who} refused export licenses on Monday.", published=PUBLISHED))
    found = [party.entity.name for party in sight.parties.all if party.entity is not None and party.label == "AGENCY"]
    assert found == ([known] if known else [])


def test_a_preposition_is_no_part_of_a_name(reader: Reader) -> None:
    text = (
        "The Canadian International Trade Tribunal met on Monday. The case will be decided by the Tribunal on Friday."
    )
    sight = reader.see(Document(text=text, published=PUBLISHED))
    assert {party.name for party in sight.parties.all} == {"Canadian International Trade Tribunal"}


def test_license_that_was_requested_is_of_the_one_whose_request_is_granted(reader: Reader) -> None:
    text = (
        "On November 20 the Commerce Department granted Microsoft's request for a license to export software to Huawei."
    )
    (event,) = reader.read(Document(text=text, published=date(2019, 11, 22))).events
    assert (event.type, event.actor, event.targets) == ("license.granted", "Microsoft", ("Huawei",))


def test_whose_license_it_is_holds_it_unless_it_is_a_general_one(reader: Reader) -> None:
    text = "The Commerce Department revoked {}'s {} license on Monday."
    assert only(reader, text.format("Acme Optics", "export"), "license.revoked").actor == "Acme Optics"
    assert only(reader, text.format("Huawei", "general"), "license.revoked").actor is None


def test_the_license_whose_end_is_moved_is_the_one_named_behind_its_end(reader: Reader) -> None:
    text = "OFAC today extended the expiration date of General License 13B by issuing General License 13C."
    assert only(reader, text, "license.extended").instrument == "general license 13B"
