"""Promises of the verbs of speech."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from nlp.knowledge import DATA, default_knowledge, load_knowledge
from nlp.pipeline import Reader
from nlp.records import Document
from nlp.toml_files import KnowledgeError


def test_a_verb_in_two_lists_is_an_error_that_names_it_and_the_file(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    file = data / "speech.toml"
    file.write_text(file.read_text().replace('telling = ["say"', 'telling = ["deny", "say"'))
    with pytest.raises(KnowledgeError, match=r"speech\.toml.*deny stands in two lists"):
        load_knowledge(data)


def test_the_day_of_a_report_covers_all_that_speak() -> None:
    speech = default_knowledge().speech
    assert speech.speaking < speech.reporting


def test_an_act_that_somebody_acknowledges_is_attributed_to_them(reader: Reader) -> None:
    text = "Siemens acknowledged on Tuesday that the Commerce Department had revoked its export license in May."
    (event,) = reader.read(Document(text=text, published=date(2021, 9, 15))).events
    assert event.attribution == "Siemens"
