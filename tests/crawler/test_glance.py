"""A glance at a page sees all the words of its story, and little of its scripts."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.article import PageSetAside, extract_article
from crawler.causes import Cause
from crawler.encoding import decode_page
from crawler.glance import words_of_page
from crawler.reading import Listed, read_page
from crawler.records import PageOutcome
from crawler.sources import Source

ROOT = Path(__file__).parents[2]
FOLDERS = ("fixtures/site", "fixtures/layouts", "tests/crawler/pages")
PAGES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.html"))
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
STORY = (
    "<html><head><title>Quotas</title></head><body><p>The ministry lifted its quota on tin on Monday.</p></body></html>"
)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_glance_sees_every_word_of_the_story(path: Path) -> None:
    try:
        article = extract_article(path.read_bytes(), "http://gazette.example/x", source=None, fetched_at=NOW)
    except PageSetAside:
        return
    seen = set(words_of_page(decode_page(path.read_bytes())).split())
    missing = [word for word in article.text.replace(" | ", " ").split() if word not in seen]
    assert len(missing) <= 0.02 * len(article.text.split()), missing


def test_a_page_without_paragraphs_is_seen_whole() -> None:
    assert "quota on tin" in words_of_page(
        "<html><body><div>The ministry lifted its quota on tin.<br><br></div></body></html>"
    )


def test_scripts_and_remarks_are_not_seen() -> None:
    seen = words_of_page(
        "<html><script>var sanction = '<p>tariff</p>';</script><!-- <p>export</p> --><p>Tin.</p></html>"
    )
    assert seen.split() == ["Tin.", "Tin."]  # once as a paragraph, once since the page has so little


def test_what_is_summed_up_in_the_head_is_seen() -> None:
    assert "quota" in words_of_page('<html><head><meta name="description" content="The quota on tin"></head></html>')


def test_a_page_that_does_not_matter_is_set_aside_before_its_story_is_looked_for() -> None:
    source = Source.model_construct(
        name="gazette", title="Gazette", language="en", timezone="UTC", country="GB", kind="press"
    )
    url = "http://gazette.example/quotas.html"
    opened = PageOutcome(url, "gazette", "new", None, 200, NOW)
    looked_at: list[str] = []

    def never(words: str) -> bool:
        looked_at.append(words)
        return False

    read = read_page(Listed(url, source), opened, STORY.encode(), "text/html", answered_url=url, relevant=never)
    assert (read.page.outcome, read.page.cause, read.article) == ("set_aside", Cause.IRRELEVANT, None)
    assert "quota on tin" in looked_at[0]
