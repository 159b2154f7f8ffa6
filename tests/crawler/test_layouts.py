"""Each extraction rule reads the saved page that proves it: a page and its expected result, a pair of files."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.reading import Listed, read_article
from crawler.sources import Rules, Source, load_sources

PAIRS = Path(__file__).parents[2] / "fixtures" / "layouts"
SOURCES = {source.name: source for source in load_sources()}


def pairs() -> list[tuple[str, str]]:
    return [
        (path.stem, name)
        for path in sorted(PAIRS.glob("*.json"))
        for name in json.loads(path.read_text(encoding="utf-8"))["sources"]
    ]


def load(stem: str) -> dict[str, Any]:
    case: dict[str, Any] = json.loads((PAIRS / f"{stem}.json").read_text(encoding="utf-8"))
    return case


@pytest.mark.parametrize(("stem", "name"), pairs())
def test_rules_read_their_saved_page_as_expected(stem: str, name: str) -> None:
    case = load(stem)
    article = read_article(
        Listed(case["url"], SOURCES[name]),
        (PAIRS / f"{stem}.html").read_bytes(),
        "text/html; charset=utf-8",
        answered_url=case["url"],
        fetched_at=datetime.fromisoformat(case["fetched_at"]),
        snapshot=None,
    )
    assert {
        "title": article.title,
        "byline": article.byline,
        "published": article.published.isoformat() if article.published else None,
        "paragraphs": list(article.paragraphs),
    } == case["expected"]


def test_every_rule_has_a_saved_page_that_proves_it() -> None:
    proven: dict[str, list[Rules]] = {name: [] for name in SOURCES}
    for stem, name in pairs():
        day = datetime.fromisoformat(load(stem)["fetched_at"]).date()
        proven[name].append(SOURCES[name].as_laid_out_on(day).rules)
    unproven = [
        (name, rules)
        for name, source in SOURCES.items()
        for rules in written_rules(source)
        if rules not in proven[name]
    ]
    assert unproven == []


def written_rules(source: Source) -> list[Rules]:
    """The rules of a source, those that always hold and those of its layouts."""
    dated = [Rules.model_validate(layout.model_dump(exclude={"since", "until"})) for layout in source.layouts]
    return [rules for rules in (source.rules, *dated) if rules != Rules()]
