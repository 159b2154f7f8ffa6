from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from nlp.attribute_ruler import QuickAttributeRuler
from nlp.evaluate import load_gold
from nlp.model import DEFAULT_MODEL, load_model

GOLD = Path(__file__).parents[2] / "fixtures" / "gold"
ODD = (
    "Ain't it so? Let's go, y'all gotta see: there's a list that they've, but for one, put up.\n\nC'mon, an X and a Y."
)


@pytest.fixture(scope="module")
def published() -> Language:
    return spacy.load(DEFAULT_MODEL)


def attributes(doc: Doc) -> list[tuple[str, ...]]:
    return [(token.text, token.tag_, token.pos_, str(token.morph), token.lemma_, token.dep_) for token in doc]


def test_pipeline_carries_the_quick_ruler() -> None:
    assert isinstance(load_model().get_pipe("attribute_ruler"), QuickAttributeRuler)


def test_tokens_get_what_the_published_ruler_gives_them(published: Language) -> None:
    texts = [ODD, *(text.document.text for text in load_gold(GOLD / "site.jsonl"))]
    for theirs, ours in zip(published.pipe(texts), load_model().pipe(texts), strict=True):
        assert attributes(ours) == attributes(theirs)


def test_a_rule_of_several_tokens_and_one_of_a_kind_not_kept_hold_as_well() -> None:
    language = spacy.blank("en")
    ruler = QuickAttributeRuler(language.vocab)
    ruler.add_patterns(
        [
            {"patterns": [[{"LOWER": "list"}]], "attrs": {"POS": "NOUN"}, "index": 0},
            {"patterns": [[{"LOWER": "to"}, {"LOWER": "list"}]], "attrs": {"POS": "VERB"}, "index": 1},
            {"patterns": [[{"LOWER": {"REGEX": "^blacklist"}}]], "attrs": {"POS": "VERB"}, "index": 0},
        ]
    )
    doc = ruler(language.make_doc("The list , to list , blacklisted"))
    assert [token.pos_ for token in doc] == ["", "NOUN", "", "", "VERB", "", "VERB"]
