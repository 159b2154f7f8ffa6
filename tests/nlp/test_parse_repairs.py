"""The parser's habitual mistakes, mended; and sentences that must stay as they were parsed."""

import pytest
from spacy.tokens import Doc

from nlp.model import load_model
from nlp.parse_repairs import repair_parse


def parse(text: str) -> Doc:
    return repair_parse(load_model()(text))


def arc(doc: Doc, word: str) -> tuple[str, str]:
    token = next(token for token in doc if token.text == word)
    return token.dep_, token.head.text


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("They may be a response to export controls on semiconductors.", "controls", ("pobj", "to")),
        ("They may be a response to export controls on semiconductors.", "export", ("compound", "controls")),
        ("They answer controls on semiconductors imposed by Washington in October.", "imposed", ("acl", "controls")),
        ("Commerce on Monday added Huawei to the Entity List.", "on", ("prep", "added")),
        (
            "The department added Huawei Technologies to the Bureau of Industry and Security’s Entity List.",
            "List",
            ("pobj", "to"),
        ),
        ("The Treasury removed Rusal, En+ and EuroSibEnergo from its list.", "En+", ("conj", "Rusal")),
        ("On Friday BIS added ten companies to the Entity List.", "Friday", ("pobj", "On")),
        ("On Friday BIS added ten companies to the Entity List.", "BIS", ("nsubj", "added")),
        ("The firm was added to the Entity List In August 2014, the department confirmed.", "In", ("prep", "added")),
        ("On 7 March OFAC extended General License 8 until May 16.", "March", ("pobj", "On")),
        ("On April 8 OFAC expanded license requirements for oil.", "expanded", ("ROOT", "expanded")),
        ("On April 8 OFAC expanded license requirements for oil.", "OFAC", ("nsubj", "expanded")),
        ("On April 8 OFAC expanded license requirements for oil.", "requirements", ("dobj", "expanded")),
        ("In 2019 OFAC was fined $5 million.", "OFAC", ("nsubjpass", "fined")),
        (
            "The bureau has published an interim final rule, effective as of May 29, 2024, that extends the curbs.",
            "extends",
            ("relcl", "rule"),
        ),
        ("Licences covering turbines were approved.", "Licences", ("nsubjpass", "approved")),
        ("On Friday Japan's METI imposed export controls on gallium.", "METI", ("nsubj", "imposed")),
    ],
)
def test_a_known_misreading_is_mended(text: str, word: str, expected: tuple[str, str]) -> None:
    assert arc(parse(text), word) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It asked for a license to export controls for furnaces.",
        "Chips sold by the company in October were controlled.",
        "The talks on trade resumed in Geneva.",
        "In March talks the two sides agreed to cut tariffs.",
        "It was added to the list in May.",
        "In August, the department said, the firm was listed.",
        "Shares fell: in August, the department had told it to stop.",
    ],
)
def test_what_matches_no_pattern_keeps_its_tree(text: str) -> None:
    before = load_model()(text)
    assert [(token.dep_, token.head.i) for token in parse(text)] == [(token.dep_, token.head.i) for token in before]


def test_a_repair_leaves_a_tree() -> None:
    text = "Export controls were the theme of a meeting this week.\n\nOn October 9 Beijing widened export controls."
    doc = parse(text)
    assert doc[-2].text == "controls"
    assert [token.text for token in doc if token.head == token] == ["were", "widened"]
