"""Addresses of one page have one key; addresses of two pages have two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.addresses import address_key, page_address

STORY = "https://www.news.example/2025/03/story.html"


@pytest.mark.parametrize(
    "other",
    [
        "http://www.news.example/2025/03/story.html",
        "https://m.news.example/2025/03/story.html",
        "https://amp.news.example/2025/03/story.html",
        "https://www.news.example/amp/2025/03/story.html",
        "https://www.news.example/2025/03/story.amp.html",
        "https://www.news.example/2025/03/story.html/",
        "https://www.news.example/2025/03/story.html?utm_medium=mail&fbclid=1#comments",
        "https://www.news.example/2025/03/story.html?amp=1",
        "https://WWW.NEWS.EXAMPLE:443/2025/03/story.html",
    ],
)
def test_another_face_of_a_page_has_the_same_key(other: str) -> None:
    assert address_key(other) == address_key(STORY)


@pytest.mark.parametrize(
    "other",
    [
        "https://www.news.example/2025/03/story-2.html",
        "https://www.news.example/2025/03/story.html?page=2",
        "https://blog.news.example/2025/03/story.html",
        "https://www.news.example/2025/03/Story.html",
        "https://m.example/2025/03/story.html",
    ],
)
def test_another_page_has_another_key(other: str) -> None:
    assert address_key(other) != address_key(STORY)


@given(st.from_regex(r"https?://[a-z]{1,5}\.example/[a-z/]{0,9}(\?[a-z=&]{0,9})?", fullmatch=True))
def test_cleaning_an_address_twice_changes_nothing(url: str) -> None:
    once = page_address(url, url)
    assert once is not None
    assert page_address(once, once) == once
    assert address_key(once) == address_key(url)


@pytest.mark.parametrize(
    "link", [None, "", "mailto:a@b.example", "javascript:void(0)", "http://[::1", "ftp://a.example/x"]
)
def test_what_is_no_page_has_no_address(link: str | None) -> None:
    assert page_address(link, "https://www.news.example/") is None
