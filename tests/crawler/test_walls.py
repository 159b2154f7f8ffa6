"""Pages that stand in the place of a story are told from stories."""

import pytest

from crawler.page_tree import parse_page
from crawler.walls import find_wall, first_shown

PAGE = "<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{words}</p></body></html>"
ASKED = "http://gazette.example/news/quotas.html"


def wall_of(title: str, words: str = "", *, answered: str = ASKED, body_length: int = 100) -> str | None:
    shown = first_shown(parse_page(PAGE.format(title=title, words=words)))
    found = find_wall(shown, asked=ASKED, answered=answered, title=title, body_length=body_length)
    return found.cause if found else None


@pytest.mark.parametrize(
    ("title", "cause"),
    [
        ("404", "soft_404"),
        ("Error 404 - Page not found", "soft_404"),
        ("Page Not Found | Gazette", "soft_404"),
        ("Oops! That page can’t be found.", "soft_404"),
        ("Sorry, this article is no longer available", "soft_404"),
        ("The page you requested could not be found", "soft_404"),
        ("We can't find that page", "soft_404"),
        ("Sign in to your account", "login_wall"),
        ("Subscriber login", "login_wall"),
        ("Before you continue", "consent_wall"),
        ("Your privacy choices", "consent_wall"),
        ("Just a moment...", "bot_wall"),
        ("Access Denied", "bot_wall"),
        ("403 Forbidden", "bot_wall"),
    ],
)
def test_a_wall_is_told_by_its_title(title: str, cause: str) -> None:
    assert wall_of(title) == cause
    assert wall_of(title, body_length=5000) == cause


@pytest.mark.parametrize(
    "title",
    [
        "Steel quotas lifted",
        "Access denied: how sanctions cut banks off",
        "404 firms were added to the list in a year",
        "Boeing 404 jets grounded",
        "Privacy rules for exporters change",
        "Tribunal finds page of evidence missing from duty file",
        "Login data of customs office stolen",
        "Found: the missing tin",
        "Countries sign up to chip controls",
        "Cookie makers face duty on sugar",
    ],
)
def test_a_story_on_such_a_matter_is_no_wall(title: str) -> None:
    assert wall_of(title, "The ministry lifted its quotas on steel on Monday.") is None


def test_a_short_page_is_a_wall_by_its_words_and_a_long_story_is_not() -> None:
    words = "The page you are looking for could not be found."
    assert wall_of("Gazette", words) == "soft_404"
    assert wall_of("Gazette", words, body_length=5000) is None


def test_a_page_that_ends_at_the_front_page_is_missing() -> None:
    assert wall_of("Gazette", answered="http://gazette.example/", body_length=5000) == "soft_404"


def test_a_page_that_ends_at_a_sign_in_is_a_wall() -> None:
    assert wall_of("Gazette", answered="http://gazette.example/login?next=x") == "login_wall"
    assert wall_of("Gazette", answered="https://consent.gazette.example/collect?x=1") == "consent_wall"
    assert wall_of("Gazette", answered="http://gazette.example/2019/quotas.html") is None
