"""The figures of article extraction, on pages written for these tests."""

import gzip
import json
from pathlib import Path

import pytest

from crawler.evaluate_pages import Match, PagesError, body_scores, evaluate_pages, extract_ours, match_shingles

WORDS = "one two three four five six seven"


def _write_page(folder: Path, publisher: str, day: str, title: str) -> dict[str, object]:
    body = [
        "The ministry said on Monday that it would lift its quotas on imported steel from the first of June.",
        "Exporters said that the change would take effect before the autumn, and that they welcomed it.",
    ]
    html = (
        f'<html><head><meta property="og:title" content="{title}"><meta name="author" content="Ann Lee, Bo Diaz">'
        f'<meta name="date" content="{day}"></head><body><article>'
        + "".join(f"<p>{paragraph}</p>" for paragraph in body)
        + "</article></body></html>"
    )
    (folder / f"{publisher}_{day.replace('-', '_')}.html.gz").write_bytes(gzip.compress(html.encode()))
    return {
        "title": title,
        "authors": ["Bo Diaz", "Ann Lee"],
        "publishing_date": f"{day} 10:00:00+00:00",
        "body": {"summary": [], "sections": [{"headline": [], "paragraphs": body}]},
    }


def test_each_page_is_scored_by_the_parser_version_of_its_date(tmp_path: Path) -> None:
    gold = {
        "V1": _write_page(tmp_path, "Gazette", "2024-01-02", "Quotas lifted"),
        "V1_1": _write_page(tmp_path, "Gazette", "2025-01-02", "Quotas lifted again"),
    }
    (tmp_path / "Gazette.json").write_text(json.dumps(gold))
    (score,) = evaluate_pages(tmp_path, {"ours": extract_ours}).scores
    assert (score.pages, score.titles, score.dates, score.author_sets) == (2, 2, 2, 2), score.misses
    assert score.body == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("stated", "is_same"),
    [
        ("Ministry&#39;s &ldquo;steel&rdquo; quotas&nbsp;– lifted", True),
        ("Min\u00adistry's “steel” quotas — lifted", True),
        ("Ministry's 'steel' quotas - lifted", False),
        ('Ministry\'s "steel" quotas - Lifted', False),
    ],
)
def test_a_title_is_the_same_but_for_its_typography(tmp_path: Path, stated: str, is_same: bool) -> None:
    gold = _write_page(tmp_path, "Gazette", "2024-01-02", stated.replace('"', "&quot;"))
    (tmp_path / "Gazette.json").write_text(json.dumps({"V1": {**gold, "title": 'Ministry’s "steel" quotas — lifted'}}))
    (score,) = evaluate_pages(tmp_path, {"ours": extract_ours}).scores
    assert bool(score.titles) == is_same, score.misses


def test_a_page_that_breaks_an_extractor_counts_as_nothing_extracted(tmp_path: Path) -> None:
    (tmp_path / "Gazette.json").write_text(json.dumps({"V1": _write_page(tmp_path, "Gazette", "2024-01-02", "Quotas")}))

    def broken(page: object) -> None:
        raise RuntimeError("out of order")

    report = evaluate_pages(tmp_path, {"broken": broken})  # type: ignore[dict-item]
    assert (report.scores[0].pages, report.scores[0].body) == (1, (0.0, 0.0, 0.0))
    assert "out of order" in report.to_text(misses=True)


def test_a_folder_without_pages_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PagesError, match="There is no page"):
        evaluate_pages(tmp_path, {"ours": extract_ours})


@pytest.mark.parametrize(
    ("gold", "found", "precision", "recall"),
    [
        (WORDS, WORDS, 1.0, 1.0),
        (WORDS, "", 0.0, 0.0),
        (WORDS, "one two three four", 1.0, 0.25),
        ("one two three four", WORDS, 0.25, 1.0),
        (f"{WORDS} {WORDS}", WORDS, 1.0, 4 / 11),
        ("too short", "too short", 1.0, 1.0),
        ("too short", "too", 0.0, 0.0),
    ],
)
def test_body_is_scored_by_its_multiset_of_four_word_shingles(
    gold: str, found: str, precision: float, recall: float
) -> None:
    match = match_shingles(gold, found)
    assert (match.precision, match.recall) == pytest.approx((precision, recall))


def test_f1_is_that_of_the_averages_and_pages_with_nothing_found_do_not_count_in_precision() -> None:
    found = [Match(1.0, 0.0, 0.0), Match(0.0, 0.0, 1.0)]
    assert body_scores(found) == pytest.approx((1.0, 0.5, 2 / 3))
