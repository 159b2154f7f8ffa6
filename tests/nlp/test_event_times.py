"""Which time of a text is that of an act."""

from datetime import date

import pytest

from nlp.pipeline import Reader
from nlp.records import Document

PUBLISHED = date(2021, 3, 10)  # a Wednesday

DATES = {
    "a dated decision to act dates the act": (
        "Shares sank when the Commerce Department defended its March decision to put Acme Optics on the Entity List.",
        "listing.added",
        "2021-03",
    ),
    "a law's year dates no act": (
        "Brazil imposed tariffs on imports of steel under the Trade Act of 1974.",
        "tariff.imposed",
        None,
    ),
    "the day of speaking behind a comma is not the act's": (
        "Brazil has imposed tariffs on imports of steel, people briefed on the matter said on Tuesday.",
        "tariff.imposed",
        None,
    ),
    "the day between speech and content is the speech's": (
        "Brazil said on Tuesday it would scrap its tariffs on imports of steel from March 29.",
        "tariff.removed",
        "2021-03-29",
    ),
    "a theme's relative clause keeps its own date": (
        "Brazil lifted the ban on exports of sugar that it had announced in January.",
        "control.lifted",
        None,
    ),
    "what follows a meeting is not of the meeting's day": (
        "Following talks in Lima on March 2, Brazil suspended its tariffs on imports of steel.",
        "tariff.suspended",
        None,
    ),
    "a threat's day is not the act's": (
        "Brazil threatened on Monday to impose tariffs on imports of steel.",
        "tariff.imposed",
        None,
    ),
    "a release only tells, and its day is not the act's": (
        "Brazil imposed tariffs on imports of steel, the ministry said in a March 4 press release.",
        "tariff.imposed",
        None,
    ),
    "an order's day is that of what it does": (
        "By an order of March 4, Brazil imposed tariffs on imports of steel.",
        "tariff.imposed",
        "2021-03-04",
    ),
    "a paper acts on the day it was made": (
        "The rule, published on Friday, imposes tariffs on imports of steel.",
        "tariff.imposed",
        "2021-03-05",
    ),
    "a clause of when shares its time": (
        "The waivers were issued when sanctions came back in November.",
        "license.granted",
        "2020-11",
    ),
    "a state began on the day since which it lasts": (
        "Acme Optics has been on the Entity List since 2019.",
        "listing.added",
        "2019",
    ),
    "a dateline before a colon dates no act": (
        "New Delhi, Mar 9: India has banned the export of rice.",
        "control.imposed",
        None,
    ),
    "a day before a participle is that of the verb above": (
        "President Joe Biden signed an executive order Monday barring exports of chips to Russia.",
        "order.signed",
        "2021-03-08",
    ),
    "a past read as a participle is the sentence's verb": (
        "The Commerce Department on Friday expanded export controls on chips made with American tools for Huawei.",
        "control.expanded",
        "2021-03-05",
    ),
    "a season is no date of the codebook, and gives its year": (
        "Brazil will lift its ban on exports of sugar next spring.",
        "control.lifted",
        "2022",
    ),
    "a citation in brackets ends no sentence": (
        "In a rule published today (85 FR 68788) the Commerce Department added 38 firms to the Entity List.",
        "listing.added",
        "2021-03-10",
    ),
    "a decade dates no act": (
        "Brazil imposed tariffs on imports of steel in the 1990s.",
        "tariff.imposed",
        None,
    ),
    "the years of a crisis date no act of it": (
        "The embargo was imposed on exports of oil during the 1973-74 crisis.",
        "control.imposed",
        None,
    ),
    "a day before a name is the act's": (
        "On Friday Brazil imposed tariffs on imports of steel.",
        "tariff.imposed",
        "2021-03-05",
    ),
    "an order made on a day imposes on that day": (
        "The president signed on Friday an order that imposes a tariff of 25% on imports of steel.",
        "tariff.imposed",
        "2021-03-05",
    ),
    "an order named by its day imposed on that day": (
        "They cited the March 5 order that expanded export controls on chips.",
        "control.expanded",
        "2021-03-05",
    ),
    "what is being done is done while it is told": (
        "The Commerce Department said on Tuesday it was adding ten firms to the Entity List.",
        "listing.added",
        "2021-03-09",
    ),
    "what a minister announces is done then": (
        "The trade minister announced on Monday that exports of gallium are banned.",
        "control.imposed",
        "2021-03-08",
    ),
    "a joined past has the day of the verb before it": (
        "Brazil on Friday announced a tariff of 34% on imports of steel and imposed controls on exports of graphite.",
        "control.imposed",
        "2021-03-05",
    ),
    "a period of goods is no date": (
        "Brazil cut its import quota on sugar for 2022 last month.",
        "control.expanded",
        "2021-02",
    ),
    "before a period's end is in that period": (
        "Brazil will impose tariffs on imports of steel before the end of the month.",
        "tariff.imposed",
        "2021-03",
    ),
    "the size of a duty has no time of its own": (
        "Brazil imposed tariffs that ranged up to 30 percent on imported steel in January.",
        "tariff.imposed",
        "2021-01",
    ),
    "a clause of which date shares it": (
        "The agency will decide by May 26, on which date tariffs on steel will start.",
        "tariff.imposed",
        "2021-05-26",
    ),
    "a suspension is not of the day that it puts off": (
        "Brazil has paused tariffs on steel that were set to go into effect on April 15.",
        "tariff.suspended",
        None,
    ),
    "what was not done today has no day": (
        "The Commerce Department did not impose tariffs on steel today.",
        "tariff.imposed",
        None,
    ),
    "what an authority announced of a license was done by announcing it": (
        "The Commerce Department announced on Monday that it would extend the export license by 90 days.",
        "license.extended",
        "2021-03-08",
    ),
    "what is announced to be done is done then": (
        "The Commerce Department announced on Monday to extend the general license for Huawei.",
        "license.extended",
        "2021-03-08",
    ),
    "a lead is of the day on which a minister announced it": (
        "Canada has suspended the export permits of a drone maker. Minister Ann Doe announced the move on Monday.",
        "license.revoked",
        "2021-03-08",
    ),
    "a sum has no day": (
        "Canada cancelled hundreds of export permits worth C$700 mln yesterday, its foreign minister says.",
        "license.revoked",
        "2021-03-09",
    ),
    "a day is named once more as that of the act": (
        "The waiver covers contracts signed on or before 3 February, the day on which Brazil imposed duties on Chinese steel.",
        "tariff.imposed",
        "2021-02-03",
    ),
    "what never came is of the day that it was planned for": (
        "A rise of the duty on steel to 30%, once planned for October, never came.",
        "tariff.raised",
        "2020-10",
    ),
    "what will not come is of the day that it was to": (
        "The 30% tariff on steel from Brazil that was to start on April 1 will not be imposed.",
        "tariff.imposed",
        "2021-04-01",
    ),
    "what was not done has no day of something else": (
        "No export license was granted to Acme Optics, which was founded in May 2020.",
        "license.granted",
        None,
    ),
    "what takes effect at once is done, though a part comes later": (
        "The ministry on Monday announced export controls on graphite, which take effect immediately, and on tin, which will apply from May 1.",
        "control.imposed",
        "2021-03-08",
    ),
    "what an act follows is not of its day": (
        "After imposing export controls on graphite, Brazil approved some shipments in February.",
        "control.imposed",
        None,
    ),
    "what was found was done before it was found": (
        "The WTO ruled last week that Brazil broke trade rules by banning exports of bauxite.",
        "control.imposed",
        None,
    ),
    "what holds from an earlier day was not done then": (
        "Brazil has exempted coffee from the tariff, retroactively from February 13.",
        "tariff.excluded",
        None,
    ),
    "the day that opens a sentence is not that of the aside behind it": (
        "On March 5, hours after new duties took effect on imports of steel, Brazil announced a 90-day pause of its tariffs.",
        "tariff.suspended",
        "2021-03-05",
    ),
    "a state has lasted since it began": (
        "Brazil has banned imports of meat from China since 2019, citing food safety.",
        "control.imposed",
        "2019",
    ),
    "what has been done several times since began on no one day": (
        "The United States has imposed two rounds of export controls on China since 2019.",
        "control.imposed",
        None,
    ),
    "a July past is no end": (
        "Brazil approved exports of one of the metals on which it imposed export controls this past July.",
        "control.imposed",
        "2020-07",
    ),
    "what is done after midnight is done that day": (
        "The export license for Huawei expired shortly after midnight on Tuesday.",
        "license.expired",
        "2021-03-09",
    ),
    "a source's day is not the act's": (
        "The Commerce Department has added 37 firms to the Entity List, according to a filing on Tuesday.",
        "listing.added",
        None,
    ),
    "a notice that an act is told by does it": (
        "Brazil has revoked the export licenses of two firms, according to a notice published on Tuesday.",
        "license.revoked",
        "2021-03-09",
    ),
    "a recommendation is of the day of its report": (
        "The ministry recommended in a report published on Monday imposing a safeguard duty of 25 percent on solar cells.",
        "tariff.proposed",
        "2021-03-08",
    ),
    "a verb joined to the content of another has the other's date": (
        "The Commission determined in June that imports were hurting makers and recommended a tariff of 55 percent.",
        "tariff.proposed",
        "2020-06",
    ),
    "a move is of the day on which it was announced": (
        "In a move announced on Monday, Commerce added 37 firms to the Entity List.",
        "listing.added",
        "2021-03-08",
    ),
    "a notice that decides to act acts": (
        "The Ministry of Commerce issued an announcement on February 18, deciding to initiate an anti-dumping investigation into wine.",
        "case.initiated",
        "2021-02-18",
    ),
    "a day behind the origin of goods is the act's": (
        "The European Union imposed tariffs on steel coming from Russia last Friday.",
        "tariff.imposed",
        "2021-03-05",
    ),
    "the end of the month is that of the month told last": (
        "Acme was put on the Entity List on January 14. It sued the Commerce Department at the end of the month.",
        "litigation.filed",
        "2021-01",
    ),
    "what could be done in the autumn is to come": (
        "The first export license could be approved in the autumn.",
        "license.granted",
        "2021",
    ),
    "what is announced to hold from a day is done then": (
        "China on Friday announced an additional tariff of 34% on all American goods, to begin on April 10.",
        "tariff.imposed",
        "2021-04-10",
    ),
    "what is done keeps its day whenever it takes effect": (
        "Commerce on Friday added ten firms to the Entity List, a step that takes effect on April 10.",
        "listing.added",
        "2021-03-05",
    ),
    "a weekend gives its week": (
        "Over the weekend Washington added ten firms to the Entity List.",
        "listing.added",
        "2021-W09",
    ),
    "today is the day that the text says it is": (
        "The Commerce Department today, 9 March, added ten firms to the Entity List.",
        "listing.added",
        "2021-03-09",
    ),
    "the day from which a duty holds is not that of what is joined to it": (
        "China imposed duties of 10 percent on coal from March 20 and put two firms on its unreliable entity list.",
        "listing.added",
        None,
    ),
    "a day that opens a sentence is that of both its halves": (
        "On Friday China raised its tariffs on steel, and Brazil imposed a ban on exports of bauxite.",
        "control.imposed",
        "2021-03-05",
    ),
    "where goods come from has no day": (
        "The Commission opened an anti-dumping investigation concerning imports of certain PET materials originating in China in May 2019.",
        "case.initiated",
        "2019-05",
    ),
    "what is re-imposed is imposed": (
        "Washington re-imposed tariffs on imports of steel from Brazil on Monday.",
        "tariff.imposed",
        "2021-03-08",
    ),
    "what an order of a day imposes is imposed then": (
        "The order of February 3 imposes a 30 percent tariff on imports of solar cells.",
        "tariff.imposed",
        "2021-02-03",
    ),
    "a law of a year is older than what it imposes": (
        "The law of 1974 imposes a 30 percent tariff on imports of solar cells.",
        "tariff.imposed",
        None,
    ),
    "what was to start on a day was not stopped on it": (
        "On Tuesday China suspended the tariffs on phones and toys that were due to start on March 15.",
        "tariff.suspended",
        "2021-03-09",
    ),
    "what was to start on a day has no other day": (
        "China suspended the tariffs on phones and toys that were due to start on March 15.",
        "tariff.suspended",
        None,
    ),
    "the more exact of two times is the act's": (
        "Brazil's ban on exports of bauxite was lifted two weeks ago on February 24.",
        "control.lifted",
        "2021-02-24",
    ),
    "a new order does on its day what it says": (
        "Brazil has banned exports of bauxite, a government order said on Tuesday.",
        "control.imposed",
        "2021-03-09",
    ),
    "what was done days before another act has not its day": (
        "Brazil on Monday lifted the ban on exports of bauxite within days of imposing export controls on graphite.",
        "control.imposed",
        None,
    ),
    "an act holds from today and was done today": (
        "Effective today, the Commerce Department has added 38 firms to the Entity List.",
        "listing.added",
        "2021-03-10",
    ),
}


@pytest.mark.parametrize(("sentence", "kind", "day"), DATES.values(), ids=DATES)
def test_date_is_the_acts(reader: Reader, sentence: str, kind: str, day: str | None) -> None:
    found = reader.read(Document(text=sentence, published=PUBLISHED))
    assert [event.date for event in found.events if event.type == kind] == [day]


def test_same_rule_shares_its_date(reader: Reader) -> None:
    text = (
        "In a rule published on Tuesday the Commerce Department added Acme Optics to the Entity List.\n\n"
        "The same rule removes Borealis Labs from the Entity List."
    )
    found = reader.read(Document(text=text, published=PUBLISHED))
    dates = {event.type: (event.date, event.date_basis) for event in found.events}
    assert dates == {"listing.added": ("2021-03-09", "inferred"), "listing.removed": ("2021-03-09", "inferred")}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("BIS released two rules on March 2. The second rule adds 14 firms to the Entity List.", "2021-03-02"),
        ("The department published a notice on Friday. It adds 14 firms to the Entity List.", "2021-03-05"),
        (
            "An order of March 4 raised tariffs on steel. Under the order, BIS added 14 firms to the Entity List.",
            "2021-03-04",
        ),
        ("The President signed an order on Friday. With it, 14 firms were added to the Entity List.", "2021-03-05"),
        ("BIS issued a rule on Friday that takes effect on May 3. It adds 14 firms to the Entity List.", None),
        ("BIS issued a rule on Friday. It has added 14 firms to the Entity List this year.", "2021"),
        ("Officials discussed a rule on Friday. It adds 14 firms to the Entity List.", None),
    ],
)
def test_paper_acts_on_the_day_that_an_earlier_sentence_gives_it(reader: Reader, text: str, day: str | None) -> None:
    found = reader.read(Document(text=text, published=PUBLISHED))
    assert [event.date for event in found.events if event.type == "listing.added"] == [day]


def test_lead_has_the_day_that_the_text_names_its_act_by(reader: Reader) -> None:
    text = (
        "The Commerce Department has imposed a civil penalty of $3 million on Acme Optics for illegal exports.\n\n"
        "Under today's settlement the firm will be audited."
    )
    found = reader.read(Document(text=text, published=PUBLISHED))
    assert [(event.type, event.date) for event in found.events] == [("enforcement.penalized", "2021-03-10")]


def test_also_ties_no_time(reader: Reader) -> None:
    text = (
        "The Commerce Department added Acme Optics to the Entity List on Tuesday.\n\n"
        "The department also extended the temporary general license for Huawei."
    )
    dates = {event.type: event.date for event in reader.read(Document(text=text, published=PUBLISHED)).events}
    assert dates == {"listing.added": "2021-03-09", "license.extended": None}


def test_head_of_a_release_dates_what_it_leads_with(reader: Reader) -> None:
    text = (
        "FOR IMMEDIATE RELEASE | Wednesday, March 10, 2021\n\n"
        "The Commerce Department added Acme Optics to the Entity List for arming a blockaded port."
    )
    assert [
        (event.date, event.date_basis) for event in reader.read(Document(text=text, published=PUBLISHED)).events
    ] == [("2021-03-10", "inferred")]


def test_range_gives_start_and_end(reader: Reader) -> None:
    text = (
        "The Commerce Department has suspended the export controls for one year, from March 10, 2021 to March 9, 2022."
    )
    (event,) = reader.read(Document(text=text, published=PUBLISHED)).events
    assert (event.date, event.effective_from, event.valid_until) == ("2021-03-10", "2021-03-10", "2022-03-09")


@pytest.mark.parametrize("scope", ["", " covering steel mills", " that covers steel mills", " for steel mills"])
def test_by_how_long_a_license_is_extended_hangs_on_no_word_of_its_scope(reader: Reader, scope: str) -> None:
    text = f"The US Commerce Department on Monday extended the general license{scope} by 90 days."
    (event,) = reader.read(Document(text=text, published=PUBLISHED)).events
    assert (event.type, event.duration) == ("license.extended", "P90D")


def test_the_same_day_is_that_of_the_act_told_before(reader: Reader) -> None:
    text = (
        "Brazil on Friday banned exports of sugar, in reply to the tariffs on steel that India imposed on Wednesday.\n\n"
        "The same day it added Acme Optics to its Entity List."
    )
    dates = {event.type: event.date for event in reader.read(Document(text=text, published=PUBLISHED)).events}
    assert (dates["control.imposed"], dates["listing.added"]) == ("2021-03-05", "2021-03-05")


def test_end_that_was_to_come_is_the_one_before_the_extension(reader: Reader) -> None:
    text = "The export license, which was to expire on March 12, 2021, has been extended to May 12, 2021."
    extension = reader.read(Document(text=text, published=PUBLISHED)).events[0]
    assert (extension.previous_valid_until, extension.valid_until) == ("2021-03-12", "2021-05-12")


def test_extension_from_one_end_to_another_has_both(reader: Reader) -> None:
    text = "In a notice on Tuesday the Treasury extended General License 21 from June 30, 2021 to August 31, 2021."
    extension = reader.read(Document(text=text, published=PUBLISHED)).events[0]
    assert (extension.date, extension.previous_valid_until, extension.valid_until) == (
        "2021-03-09",
        "2021-06-30",
        "2021-08-31",
    )


GAPS = {
    "days after": ("Brazil on Friday delayed a rule, two days after India imposed tariffs on steel.", "2021-03-03"),
    "weeks before": ("Brazil on Friday delayed a rule, a week before India imposed tariffs on steel.", "2021-03-12"),
    "hours after": ("Brazil on Friday delayed a rule, hours after India imposed tariffs on steel.", "2021-03-05"),
    "months after": ("Brazil on Friday delayed a rule, two months after India imposed tariffs on steel.", "2021-01"),
    "no exact length": ("Brazil on Friday delayed a rule, days after India imposed tariffs on steel.", None),
    "no day to count from": ("Brazil delayed a rule, two days after India imposed tariffs on steel.", None),
    "later than the day told": ("India announced tariffs on sugar on March 2, and imposed tariffs on steel a week later.", "2021-03-09"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "day"), GAPS.values(), ids=GAPS)
def test_act_is_as_long_from_another_day_as_the_text_says(reader: Reader, text: str, day: str | None) -> None:
    found = reader.read(Document(text=text, published=PUBLISHED)).events
    assert day in [event.date for event in found if event.type == "tariff.imposed"]


def test_act_told_of_a_list_of_days_was_done_on_each(reader: Reader) -> None:
    text = "The general license for Huawei was extended on May 20, August 19 and November 18."
    found = reader.read(Document(text=text, published=PUBLISHED)).events
    assert [event.date for event in found] == ["2020-05-20", "2020-08-19", "2020-11-18"]


FOLLOW_UPS = {
    "who announced the act": ("The trade minister announced the measure on Monday.", "2021-03-08"),
    "the act as subject": ("The decision was published last week.", "2021-W09"),
    "the act in force": ("The change took effect on March 1.", "2021-03-01"),
    "another thing": ("The trade minister announced a budget on Monday.", None),
    "what is to come": ("The trade minister will announce the measure on Monday.", None),
    "no act before": ("The minister slept well. The weather was fine. It rained later. He announced the decision on Monday.", None),
}  # fmt: skip


@pytest.mark.parametrize(("follow_up", "day"), FOLLOW_UPS.values(), ids=FOLLOW_UPS)
def test_undated_act_has_the_day_of_the_sentence_on_it(reader: Reader, follow_up: str, day: str | None) -> None:
    text = f"Brazil has imposed export controls on graphite. {follow_up}"
    found = reader.read(Document(text=text, published=PUBLISHED)).events
    assert day in [event.date for event in found if event.type == "control.imposed"]


def test_dated_act_keeps_its_day_whatever_is_told_of_it_later(reader: Reader) -> None:
    text = "Brazil imposed export controls on graphite on Friday. The minister announced the decision on Monday."
    (event,) = reader.read(Document(text=text, published=PUBLISHED)).events
    assert event.date == "2021-03-05"


def test_the_same_day_is_not_the_end_that_the_act_before_sets(reader: Reader) -> None:
    text = (
        "On February 22 the Treasury issued General License 15, which is valid through October 23.\n\n"
        "The same day, it added Acme Optics to its sanctions list."
    )
    dates = {event.type: event.date for event in reader.read(Document(text=text, published=PUBLISHED)).events}
    assert dates == {"license.granted": "2021-02-22", "listing.added": "2021-02-22"}


def test_plan_for_the_same_date_is_for_that_of_the_plan_before(reader: Reader) -> None:
    text = "Canada will impose a 25% tariff on steel from April 1. It will also place export controls on aluminium from {}."
    dates = {
        words: reader.read(Document(text=text.format(words), published=PUBLISHED)).events[-1].date
        for words in ("the same date", "the same ports")
    }
    assert dates == {"the same date": "2021-04-01", "the same ports": None}


MEASURES_BY_DAYS = {
    "measures": ("It builds on the export controls of October 2018 and May 2019.", {"2018-10", "2019-05"}),
    "one measure": ("Traders recall the export ban of October 2018, 2020 being quieter.", {"2018-10"}),
    "behind a place": ("The trade truce of Geneva of February 12 has held.", {"2021-02-12"}),
    "acts on a license": ("This extension of the export license follows those of August 19 and November 18.", {"2020-08-19", "2020-11-18"}),
    "the act": ("The last extension of the export license was that of February 5.", {"2021-02-05"}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "days"), MEASURES_BY_DAYS.values(), ids=MEASURES_BY_DAYS)
def test_measure_named_by_its_day_was_made_then(reader: Reader, text: str, days: set[str]) -> None:
    assert {event.date for event in reader.read(Document(text=text, published=PUBLISHED)).events} == days
