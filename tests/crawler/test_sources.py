"""The registry: every shipped file is valid, and a wrong one is answered with the file, the key and the mend."""

from pathlib import Path

import pytest

from crawler.sources import SourceError, load_source, load_sources, shipped_sources

PLAIN = """
name = "gazette"
title = "The Gazette"
home = "https://gazette.example/"
country = "GB"
language = "en"
timezone = "Europe/London"
kind = "press"
checked = "written for this test"

[[follow]]
type = "feed"
url = "https://gazette.example/feed.rss"
"""


def test_there_are_forty_real_sources_of_every_kind() -> None:
    sources = load_sources()
    assert len(sources) >= 40
    assert {source.kind for source in sources} == {"official", "wire", "press", "law_firm", "think_tank"}


@pytest.mark.parametrize("path", sorted(shipped_sources().glob("*.toml")), ids=lambda path: path.stem)
def test_shipped_source_is_named_as_its_file_is_bounded_and_says_how_it_was_checked(path: Path) -> None:
    source = load_source(path)
    assert source.name == path.stem
    assert source.expect.new_a_week is not None
    assert source.delay >= 2
    assert "fetched" in source.checked


@pytest.mark.parametrize(
    ("written", "instead", "sentence"),
    [
        ("title =", "tittle =", "tittle: is not a known key"),
        ('country = "GB"', 'country = "Britain"', "country: string should match pattern"),
        ('timezone = "Europe/London"', 'timezone = "London"', "timezone: write an IANA time zone"),
        ('type = "feed"', 'type = "newsletter"', "follow.1: type: is not a known way to follow; write one of feed,"),
        ('type = "feed"\n', "", "follow.1: type: is missing; add one of feed,"),
        (
            'url = "https',
            'adress = "https',
            "follow.1.feed.adress: is not a known key; remove it, or write one of type, url",
        ),
        ("[[follow]]", 'every = "soon"\n\n[[follow]]', "every: write a number followed by m, h or d"),
        ("[[follow]]", '[rules]\nbody = "p["\n\n[[follow]]', "rules.body: write a CSS selector"),
        ("[[follow]]", '[[layouts]]\nbody = "p"\n\n[[follow]]', "layouts.1: give since or until"),
        (
            "[[follow]]",
            "[expect]\nwith_title = 2\n\n[[follow]]",
            "expect.with_title: input should be less than or equal",
        ),
    ],
)
def test_a_wrong_file_is_answered_with_file_key_and_mend(
    tmp_path: Path, written: str, instead: str, sentence: str
) -> None:
    path = tmp_path / "gazette.toml"
    path.write_text(PLAIN.replace(written, instead), encoding="utf-8")
    with pytest.raises(SourceError) as raised:
        load_source(path)
    assert f"{path}: {sentence}" in str(raised.value)


def test_every_mechanism_has_a_table(tmp_path: Path) -> None:
    path = tmp_path / "gazette.toml"
    path.write_text(
        PLAIN
        + """
[[follow]]
type = "news_sitemap"
url = "https://gazette.example/news.xml"
[[follow]]
type = "index"
url = "https://gazette.example/news/"
item = "li"
pages = 2
[[follow]]
type = "federal_register"
agencies = ["industry-and-security-bureau"]
since = 2024-01-01
[[follow]]
type = "warc"
files = ["saved/*.warc.gz"]
[[follow]]
type = "list"
file = "urls.txt"
""",
        encoding="utf-8",
    )
    assert [follow.type for follow in load_source(path).follow] == [
        "feed",
        "news_sitemap",
        "index",
        "federal_register",
        "warc",
        "list",
    ]
