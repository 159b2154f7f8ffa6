"""Stories of a paragraph or two, which main-text finders flatten or give up on."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.article import extract_article

SITE = Path(__file__).parents[2] / "fixtures" / "site"
FETCHED = datetime(2026, 1, 1, tzinfo=UTC)
SHORT_PAGES = (
    "tradewire.example/2020/02/13/fourth-reprieve.html",
    "harbourpost.example/tech/phone-review.html",
    "harbourpost.example/life/driving-licence.html",
)


@pytest.mark.parametrize("page", SHORT_PAGES)
def test_a_short_story_keeps_its_paragraphs_and_leaves_out_title_and_byline(page: str) -> None:
    article = extract_article((SITE / page).read_bytes(), f"http://{page}", source=None, fetched_at=FETCHED)
    assert article.title and not article.text.startswith(article.title)
    assert "By Nell Oake" not in article.text and "By Mara Quill" not in article.text
    assert len(article.text.split("\n\n")) > 1
