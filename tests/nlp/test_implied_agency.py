"""An act whose clause names no authority has the one that the text gives it, and no other."""

from datetime import date

import pytest

from nlp.pipeline import Reader
from nlp.records import Document

PUBLISHED = date(2021, 3, 10)

AGENCIES: dict[str, tuple[str, str, str | list[str] | None]] = {
    "the measure's owner": ("China's export curbs on graphite took effect on March 1.", "control.imposed", "China"),
    "who announces the act": (
        "The exemptions on steel tariffs were granted on March 1, the European Commission said.",
        "tariff.excluded",
        "European Commission",
    ),
    "the government of the only authority named": (
        "The government banned exports of rice on Tuesday, the Directorate General of Foreign Trade said.",
        "control.imposed",
        "India",
    ),
    "who makes the paper that acts": (
        "Brazil issued an order on March 1 that imposes tariffs on imports of steel.",
        "tariff.imposed",
        "Brazil",
    ),
    "who announces what does the act": (
        "India banned exports of sugar on Monday.\n\n"
        "In response, Brazil has announced a package of sanctions imposing tariffs of up to 50 percent on a list of goods.",
        "tariff.imposed",
        "Brazil",
    ),
    "whose site the act is published on": (
        "No license to sell chips had been published on the Treasury's website by March 1.",
        "license.granted",
        "US Department of the Treasury",
    ),
    "the country that an entry of a list is about": (
        "Brazil: exports of soy were banned on March 1. Egypt: a ban on exports of wheat took effect on March 2.",
        "control.imposed",
        ["Brazil", "Egypt"],
    ),
    "who the main clause says is meant by it": (
        "Two weeks after it opened an anti-dumping investigation into steel, the European Commission thanked the mills.",
        "case.initiated",
        "European Commission",
    ),
    "the state, of a duty by its statute": (
        "India banned exports of sugar on Monday. The Section 232 duties on steel were raised on March 1.",
        "tariff.raised",
        "United States",
    ),
    "the keeper of the statute, of an exclusion from its duties": (
        "India banned exports of sugar on Monday. Exclusions from the Section 301 tariffs were extended on March 1.",
        "tariff.excluded",
        "Office of the United States Trade Representative",
    ),
    "the keeper of the regulations, of a control": (
        "India banned exports of sugar on Monday. Export controls under the Export Administration Regulations were tightened.",
        "control.expanded",
        "Bureau of Industry and Security",
    ),
    "the state, of a duty that the story tells after another of its head's": (
        "President Joe Biden imposed tariffs on imports of steel in January.\n\nThe tariffs were suspended on March 1.",
        "tariff.suspended",
        "United States",
    ),
    "an authority of several words that acts in the story": (
        "The Ministry of Commerce of China met exporters on Monday.\n\nExports of graphite were banned on March 1.",
        "control.imposed",
        "Ministry of Commerce of China",
    ),
    "the state, of a ban that its head announces": (
        "President Joe Biden said on Monday that the ban on exports of crude oil would be lifted.",
        "control.lifted",
        "United States",
    ),
    "the state, of a control under an act of its legislature": (
        "Export controls under Council Regulation (EU) No 428/2009 were tightened on March 1.",
        "control.expanded",
        "European Union",
    ),
    "the state that is told to list, not the keeper of the list": (
        "The United States added Acme Optics to the Entity List on March 1.",
        "listing.added",
        "United States",
    ),
    'the state of whoever says so, by "the country"': (
        "Indonesia's president told exporters on Monday that the country would lift its ban on exports of palm oil.",
        "control.lifted",
        "Indonesia",
    ),
    'the state whose head says "his government"': (
        "President Joe Biden spoke on Monday. He said that his government would impose tariffs on imports of steel.",
        "tariff.imposed",
        "United States",
    ),
    "who says it above an infinitive": (
        "India banned exports of sugar on Monday.\n\nExporters will soon start to receive licenses, said the Treasury Department.",
        "license.granted",
        "US Department of the Treasury",
    ),
    "who acts in the sentence, where the story has others": (
        "India banned exports of sugar on Monday. China lifted a ban on exports of antimony.\n\n"
        "Brazil, which had been ready to impose tariffs on imports of steel, thanked the mills.",
        "tariff.imposed",
        "Brazil",
    ),
    "who did the last act of the kind and still acts": (
        "China banned exports of graphite in January. India imposed tariffs on imports of sugar in February.\n\n"
        "China met exporters. Exports of antimony were banned on March 1.",
        "control.imposed",
        ["China", "China"],
    ),
    "the only authority of the text, for one that is not named": (
        "Exports of rice were banned on Monday after the trade department found that harvests had failed.\n\n"
        "India's traders protested.",
        "control.imposed",
        "India",
    ),
    "who did the acts of the family, where other kinds have other authorities": (
        "The Treasury Department granted a license to sell grain in May. China banned exports of graphite in June.\n\n"
        "The license was extended on March 1.",
        "license.extended",
        "US Department of the Treasury",
    ),
    "the government whose bodies the text names, beside other states": (
        "The government put off a ban on exports of rice that it had imposed on Monday, "
        "the Directorate General of Foreign Trade said. The United States protested.",
        "control.imposed",
        "India",
    ),
    "whose penalty it is": (
        "No UK penalty for breach of the Russia sanctions has been imposed.",
        "enforcement.penalized",
        "United Kingdom",
    ),
    "no legislature, of a penalty": (
        "The US Senate debated a bill on Monday. Acme Optics was fined $2 million on March 1 for breaking export controls.",
        "enforcement.penalized",
        None,
    ),
    "who acts in the story": (
        "Brazil imposed tariffs on imports of steel in January.\n\nThe tariffs were suspended on March 1.",
        "tariff.suspended",
        "Brazil",
    ),
    "a person by a pronoun": (
        "President Joe Biden visited a port on Monday.\n\nHe imposed tariffs on imports of steel on Tuesday.",
        "tariff.imposed",
        "President of the United States",
    ),
    "the government that acts, not one whose goods are named": (
        "Britain opened a port, and shipped rebar from Belarus.\n\nThe government suspended tariffs on imports of steel.",
        "tariff.suspended",
        "United Kingdom",
    ),
}


@pytest.mark.parametrize(("text", "kind", "agency"), AGENCIES.values(), ids=AGENCIES)
def test_agency_is_the_one_that_the_text_gives(
    reader: Reader, text: str, kind: str, agency: str | list[str] | None
) -> None:
    found = reader.read(Document(text=text, published=PUBLISHED))
    wanted = agency if isinstance(agency, list) else [agency]
    assert [event.agency for event in found.events if event.type == kind] == wanted


@pytest.mark.parametrize("sides", ["The two sides", "Both governments", "The two", "The two presidents"])
def test_two_sides_are_the_two_states_named_last(reader: Reader, sides: str) -> None:
    text = f"India met Brazil on Monday.\n\n{sides} reached a trade agreement on Tuesday."
    (event,) = reader.read(Document(text=text, published=PUBLISHED)).events
    assert {event.agency, *event.targets} == {"India", "Brazil"}


def test_sides_of_an_agreement_that_their_heads_sign_are_the_states(reader: Reader) -> None:
    text = "President Joe Biden and President Xi Jinping reached a trade agreement on Tuesday."
    (event,) = reader.read(Document(text=text, published=date(2023, 3, 10))).events
    assert {event.agency, *event.targets} == {"United States", "China"}


def test_the_aim_of_an_act_is_not_taken_for_its_authority(reader: Reader) -> None:
    text = "China protested on Monday.\n\nTariffs on goods from China were raised to 25% on March 1."
    found = reader.read(Document(text=text, published=PUBLISHED))
    assert [(event.agency, event.targets) for event in found.events] == [(None, ("China",))]


def test_where_the_goods_are_from_is_aimed_at_and_does_not_act(reader: Reader) -> None:
    text = "The duties on steel from China were raised on March 1."
    found = reader.read(Document(text=text, published=PUBLISHED))
    assert [(event.agency, event.targets) for event in found.events] == [(None, ("China",))]


def test_where_goods_go_is_not_who_acts(reader: Reader) -> None:
    text = "Acme Optics shipped lasers to China. It was fined $2 million on March 1 for breaking export controls."
    found = reader.read(Document(text=text, published=PUBLISHED))
    assert [event.agency for event in found.events] == [None]


def test_where_two_governments_act_none_is_guessed(reader: Reader) -> None:
    text = (
        "Brazil imposed tariffs on imports of steel in January. India imposed tariffs on imports of sugar in February.\n\n"
        "An export ban was lifted on March 1."
    )
    found = reader.read(Document(text=text, published=PUBLISHED))
    assert [event.agency for event in found.events if event.type == "control.lifted"] == [None]
