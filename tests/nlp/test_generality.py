"""What holds in general, is wished or is aimed at tells no act; what was done in the same words does."""

from datetime import date

import pytest

from nlp.pipeline import Reader
from nlp.records import Document

PUBLISHED = date(2021, 3, 10)

NO_ACT = {
    "what governments do when they do it": "When governments impose export bans, world prices rise.",
    "what happens whenever it is done": "Whenever Washington adds a company to the Entity List, its shares fall.",
    "what any country does": "A country bans exports of rice only where its own harvest fails.",
    "what measures do when there are any": "When imposed, tariffs on imports of steel raise prices for everybody.",
    "what the government should do": "The government should ban exports of raw cobalt, the columnist wrote.",
    "what a rule is intended to do": "The rule is intended to restrict exports of machine tools.",
    "what measures are aimed at": "The measures are aimed at restricting exports of chips to China.",
    "what a control consists in": "An embargo means banning exports of goods to a whole country.",
    "what exporters may do": "Exporters may apply for an export license with the ministry.",
    "what a law requires of exporters": "The act requires that exporters apply for export licenses.",
    "what a commission is there to find": "The commission determines whether imports of steel are dumped.",
    "what ought to be done": "Senators say that every export license for Acme Corp ought to be revoked.",
    "what a ministry urges another to do": "China's ministry urges Washington to cancel its tariffs on steel.",
    "what is asked": "Are export licenses for chips granted to Chinese firms?",
    "how licenses are dealt with": "The ministry grants or denies export licenses case by case.",
    "who can do it": "Only Congress can lift the embargo on exports to Cuba.",
    "what an office may do at any time": "The bureau may revoke export licenses at any time.",
    "what makes no difference": "The exclusions hold whether or not the importer applied for an export license.",
    "what follows if it is not done": "Imports of steel will fall unless the ministry extends the tariff exclusions.",
    "what follows if nothing is reached": "If no trade deal is reached, exports of steel will fall.",
    "what analysts believe may be": "Analysts believe that Washington could cut the tariffs on imports of steel.",
    "what is not so": "The essay treats Acme Corp as if the ministry had revoked its export license.",
}
AN_ACT = {
    "a government that imposed": "When the government imposed an export ban, world prices rose.",
    "a country of a name": "India bans exports of rice because its own harvest failed.",
    "a rule that did it": "The ministry has restricted exports of machine tools.",
    "a firm that may do it": "Acme Corp may apply for an export license with the ministry.",
    "firms that did it": "Two exporters applied for export licenses with the ministry.",
    "a license that was revoked": "Senators say that the export license for Acme Corp was revoked.",
    "tariffs that were cancelled": "Washington cancelled its tariffs on Chinese steel.",
    "licenses that were granted": "The ministry granted export licenses to two Chinese firms.",
    "a congress that did it": "Congress lifted the embargo on exports to Cuba.",
    "a license that may be revoked": "The bureau may revoke the export license of Acme Corp.",
    "a commission that found": "The commission determined that imports of steel are dumped.",
}


@pytest.mark.parametrize("text", NO_ACT.values(), ids=NO_ACT)
def test_what_is_said_in_general_is_no_act(reader: Reader, text: str) -> None:
    assert reader.read(Document(text, published=PUBLISHED)).events == ()


@pytest.mark.parametrize("text", AN_ACT.values(), ids=AN_ACT)
def test_what_was_done_is_an_act(reader: Reader, text: str) -> None:
    assert len(reader.read(Document(text, published=PUBLISHED)).events) == 1
