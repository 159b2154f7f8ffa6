"""A long story is read around its terms of trade policy, and what is read stands at its place in the whole story."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.excerpts import excerpt_of
from nlp.gate import Gate
from nlp.knowledge import default_knowledge
from nlp.pipeline import Reader
from nlp.records import Document, Span

HARBOUR = (
    "The regatta began under grey skies, and the crowd on the pier cheered every boat.",
    "Organisers said the tide had turned early and the second race was moved to noon.",
    "A brass band played on the quay while children queued for pancakes.",
    "The oldest skipper, who is eighty-one, finished ninth and said he would be back.",
)
ACT = "On May 4 the Commerce Department added Pelmar Chips, which paid for the prizes, to the Entity List."
STORY = "\n\n".join([*HARBOUR * 4, ACT, *HARBOUR * 4])
WRITTEN = date(2021, 5, 20)


@pytest.fixture(scope="module")
def gate() -> Gate:
    return Gate(default_knowledge().gate)


@given(st.data())
def test_span_goes_forth_and_back_to_its_place(data: st.DataObject) -> None:
    text = data.draw(st.text("ab \n", min_size=8, max_size=60))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=4, max_size=4)))
    passages = [Span(cuts[0], cuts[1]), Span(cuts[2], cuts[3])]
    excerpt = excerpt_of(text, passages)
    start, end = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=2)))
    there = excerpt.forth(Span(start, end))
    if there is None:
        assert not any(one.start <= start and end <= one.end for one in passages)
    else:
        assert excerpt.text[there.start : there.end] == text[start:end]
        assert excerpt.back(there) == Span(start, end)


def test_act_deep_in_a_long_story_is_read_at_its_place(reader: Reader, gate: Gate) -> None:
    read = sum(span.end - span.start for span in gate.passages(STORY))
    assert read < len(STORY) / 2
    reading = reader.read(Document(STORY, published=WRITTEN))
    [event] = reading.events
    assert (event.type, event.date, event.targets) == ("listing.added", "2021-05-04", ("Pelmar Chips",))
    words = {name: STORY[span.start : span.end] for name, span in event.evidence.items()}
    assert (words["event"], words["sentence"], words["date"]) == ("added", ACT, "May 4")
    assert all(STORY[one.start : one.end] == one.text for one in (*reading.entities, *reading.time_expressions))


def test_explanations_of_a_long_story_point_into_it(reader: Reader) -> None:
    document = Document(STORY, published=WRITTEN)
    [explained] = reader.explain(document).events
    assert STORY[explained.tellings[0].sentence.start : explained.tellings[0].sentence.end] == ACT
    near = reader.why_not(document, "listing.removed").near
    assert ACT in {STORY[miss.sentence.start : miss.sentence.end] for miss in near}


def test_short_and_rich_texts_are_read_whole(gate: Gate) -> None:
    for text in (f"{HARBOUR[0]}\n{ACT}\n{HARBOUR[1]}", "\n".join([*HARBOUR * 2, *[ACT] * 4])):
        assert gate.passages(text) == (Span(0, len(text)),)


def test_reading_does_not_depend_on_what_is_read_beside_it(reader: Reader) -> None:
    documents = [Document(text, published=WRITTEN) for text in (STORY, ACT, HARBOUR[0], f"{ACT}\n\n{HARBOUR[2]}")]
    assert list(reader.read_many(documents)) == [reader.read(document) for document in documents]
    assert list(reader.read_many(documents[::-1])) == list(reader.read_many(documents))[::-1]
