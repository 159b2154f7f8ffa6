"""Sentences of one phenomenon each, and the event types that the reader reads from them."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from nlp.pipeline import Reader
from nlp.records import Document

FILES = sorted((Path(__file__).parents[2] / "fixtures" / "cases").glob("event-types*.toml"))
CASES = [case for file in FILES for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['about']}: {case['text'][:40]}")
def test_sentence_gives_its_types(reader: Reader, case: dict[str, str | list[str]]) -> None:
    found = reader.read(Document(text=str(case["text"]), published=date(2024, 6, 14)))
    assert sorted(event.type for event in found.events) == sorted(case["types"])
