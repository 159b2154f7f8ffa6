"""The model looks for names only where one stands that nobody knows, and finds there what it finds in the whole text."""

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.evaluate import load_gold
from nlp.knowledge import default_knowledge
from nlp.model import DEFAULT_MODEL, load_model
from nlp.pipeline import Reader
from nlp.unknown_names import UnknownNames

GOLD = Path(__file__).parents[2] / "fixtures" / "gold"


@pytest.fixture(scope="module")
def parser() -> Language:
    return load_model()


def parsed(language: Language, text: str) -> Doc:
    with language.select_pipes(disable=["ner"]):
        return language(text)


def entities(doc: Doc) -> list[tuple[str, str]]:
    return [(entity.text, entity.label_) for entity in doc.ents]


def test_no_organisation_or_person_that_the_model_finds_in_the_whole_text_is_lost() -> None:
    published, reader = spacy.load(DEFAULT_MODEL), Reader()
    for text in load_gold(GOLD / "site.jsonl"):
        doc = reader.see(text.document).doc
        ours = {place for entity in doc.ents for place in range(entity.start, entity.end)}
        theirs = [entity for entity in published(doc.text).ents if entity.label_ in {"ORG", "PERSON"}]
        assert [entity.text for entity in theirs if ours.isdisjoint(range(entity.start, entity.end))] == []


def test_a_sentence_without_an_unknown_name_has_its_known_ones_as_entities(parser: Language) -> None:
    doc = parsed(parser, "Chinese firms may buy chips from Japan on Friday. It was so.")
    names = UnknownNames(parser, {"Chinese": "cn-government"})
    names.mark([(doc, [Span(doc, 6, 7, "GPE")], [range(8, 9)])])
    assert entities(doc) == [("Chinese", "NORP"), ("Japan", "GPE"), ("Friday", "DATE")]


def test_a_name_behind_a_sentence_without_one_is_found(parser: Language) -> None:
    doc = parsed(
        parser, "The rule took effect at once. It allows Wilmington Forge Inc. to ship steel. Nothing else changed."
    )
    UnknownNames(parser, {}).mark([(doc, [], [])])
    assert entities(doc) == [("Wilmington Forge Inc.", "ORG")]


def test_a_recogniser_that_shares_layers_with_others_reads_the_whole_text() -> None:
    language = spacy.blank("en")
    language.add_pipe("tok2vec")
    shared = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96}
    config = {"model": {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": "ner", "extra_state_tokens": False, "hidden_width": 8, "maxout_pieces": 2, "use_upper": True, "tok2vec": shared}}  # fmt: skip
    language.add_pipe("ner", config=config)
    assert UnknownNames(language, {}).replaced == ()


def test_the_shipped_recogniser_is_replaced(parser: Language) -> None:
    assert UnknownNames(parser, default_knowledge().adjectives).replaced == ("ner",)
