"""What is read from a page: each case is a page of our own writing beside what it holds."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.article import PageSetAside, extract_article
from crawler.authors import tidy_names
from crawler.titles import choose_title

PAGES = sorted(Path(__file__).with_name("pages").glob("*.html"))
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
URL = "https://gazette.example/news/steel.html"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_holds_what_is_written_beside_it(page: Path) -> None:
    wanted = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    article = extract_article(page.read_bytes(), URL, source=None, fetched_at=NOW)
    found = {
        "title": article.title,
        "authors": list(article.authors),
        "published": article.published.isoformat() if article.published else None,
        "paragraphs": list(article.paragraphs),
    }
    assert {key: found[key] for key in wanted} == wanted


@settings(deadline=None)  # the first page loads the language detector
@given(st.text(alphabet="<>/apdivbr =\"'&;\x00é", max_size=200))
def test_no_markup_however_broken_ends_in_another_error(text: str) -> None:
    page = f"<html><body><p>{text}".encode()
    try:
        extract_article(page, URL, source=None, fetched_at=NOW)
    except PageSetAside as reason:
        assert str(reason)


def test_elements_nested_ten_thousand_deep_are_read_or_set_aside() -> None:
    page = b"<html><body>" + b"<div>" * 10_000 + b"<p>The ministry lifted its quotas on imported steel on Tuesday.</p>"
    try:
        extract_article(page, URL, source=None, fetched_at=NOW)
    except PageSetAside as reason:
        assert "main text" in str(reason)


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        (["By Ann Lee"], ("Ann Lee",)),
        (["Ann Lee and Bo Diaz"], ("Ann Lee", "Bo Diaz")),
        (["ANN LEE, BO DIAZ and CY OH"], ("ANN LEE", "BO DIAZ", "CY OH")),
        (["Ann Lee, Trade Correspondent"], ("Ann Lee",)),
        (["Trade and Industry Desk"], ("Trade and Industry Desk",)),
        (["The Example Press", "the example press"], ("The Example Press",)),
        (["https://gazette.example/ann", "ann@gazette.example Ann Lee"], ("Ann Lee",)),
        (["admin"], ()),
    ],
)
def test_names_of_authors_are_taken_apart_and_tidied(texts: list[str], names: tuple[str, ...]) -> None:
    assert tidy_names(texts) == names


@pytest.mark.parametrize(
    ("opengraph", "headline", "heading", "title"),
    [
        ("Steel quotas lifted | Gazette", "", "", "Steel quotas lifted"),
        ("Steel quotas lifted - National | Gazette.com", "", "Steel quotas lifted", "Steel quotas lifted"),
        ("Quotas ‘lifted’ | News", "", "Quotas 'lifted'", "Quotas ‘lifted’"),
        ("BUDGET | Duties raised on sugar", "", "BUDGET | Duties raised on sugar", "BUDGET | Duties raised on sugar"),
        ("Steel – at last – is free", "", "", "Steel – at last – is free"),
        ("", "Steel quotas lifted", "Gazette", "Steel quotas lifted"),
        ("Steel news", "", "", "Steel news"),
        ("", "", "", None),
    ],
)
def test_title_is_chosen_without_its_site(opengraph: str, headline: str, heading: str, title: str | None) -> None:
    chosen = choose_title(
        opengraph=opengraph,
        headline=headline,
        headings=[heading] if heading else [],
        twitter="",
        element="",
        sites=["gazette"],
    )
    assert chosen == title
