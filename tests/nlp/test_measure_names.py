"""What a text calls that which an act makes, changes or ends."""

from datetime import date

import pytest

from nlp.pipeline import Reader
from nlp.records import Document


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Japan lifted its export ban on lithium batteries on Tuesday.", "export ban"),
        ("The EU imposed economic sanctions on Belarus on Tuesday.", "economic sanctions"),
        ("China imposed retaliatory duties of 15% on U.S. coal on Tuesday.", "retaliatory duties"),
        ("India banned exports of broken rice on Tuesday.", "exports"),
        ("India opened an anti-dumping investigation into Chinese steel on Tuesday.", "anti-dumping investigation"),
        ("China imposed export controls on gallium in 2023. It lifted them on Tuesday.", None),
    ],
)
def test_it_is_the_noun_with_what_belongs_to_its_name(reader: Reader, text: str, measure: str | None) -> None:
    event = reader.read(
        Document(text=text, title=None, published=date(2025, 3, 7), url="https://wire.example/1")
    ).events[-1]
    assert event.measure == measure
    if measure is not None:
        span = event.evidence["measure"]
        assert text[span.start : span.end].lower() == measure
