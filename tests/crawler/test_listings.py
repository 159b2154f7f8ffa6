"""What each kind of listing names: a saved listing and its case, a pair of files in ``fixtures/listings``."""

import gzip
import json
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from crawler.follow import FederalRegisterFollow, FeedFollow, Follow, IndexFollow, SitemapFollow
from crawler.spiders.federal_register import MOST_RESULTS, PER_PAGE, read_documents, search_address
from crawler.spiders.feed import read_feed
from crawler.spiders.index_page import read_index_page
from crawler.spiders.listing import Entry, Listing, ListingError
from crawler.spiders.sitemap import read_sitemap
from crawler.spiders.url_list import read_url_list

CASES = Path(__file__).parents[2] / "fixtures" / "listings"
SEARCH = FederalRegisterFollow(
    type="federal_register", agencies=("industry-and-security-bureau",), since=date(2015, 1, 1)
)


def read(case: dict[str, Any], body: bytes) -> Listing:
    follow: Any = TypeAdapter(Follow).validate_python(case["follow"])
    if isinstance(follow, FeedFollow):
        return read_feed(body, follow.url)
    if isinstance(follow, SitemapFollow):
        return read_sitemap(body, follow.url, only_news=follow.type == "news_sitemap")
    if isinstance(follow, IndexFollow):
        return read_index_page(body, follow.url, follow, month_first=case["follow"].get("month_first", True))
    first, last = map(date.fromisoformat, case["window"])
    return read_documents(body, search_address(follow, first, last))


def shown(entry: Entry) -> dict[str, Any]:
    row = {
        "url": entry.url,
        "published": entry.published.isoformat() if entry.published else None,
        "stated": entry.stated,
    }
    if entry.gazette is not None:
        row["gazette"] = json.loads(json.dumps(asdict(entry.gazette), default=str))
    return row


@pytest.mark.parametrize("path", sorted(CASES.glob("*.case.json")), ids=lambda path: path.name.split(".")[0])
def test_listing_names_what_its_case_says(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    stem = path.name.removesuffix(".case.json")
    (saved,) = [file for file in CASES.glob(f"{stem}.*") if file != path]
    if "error" in case:
        with pytest.raises(ListingError, match="^" + case["error"].replace("(", r"\(").replace(")", r"\)") + "$"):
            read(case, saved.read_bytes())
        return
    listing = read(case, saved.read_bytes())
    assert [shown(entry) for entry in listing.entries] == case["entries"]
    assert [[more.url, more.stated] for more in listing.more] == case.get("more", [])
    assert [flaw.sentence for flaw in listing.flaws] == case.get("flaws", [])


def test_a_gzipped_sitemap_is_read_as_a_plain_one() -> None:
    body = (CASES / "news-sitemap.xml").read_bytes()
    assert read_sitemap(gzip.compress(body), "https://quayside.example/") == read_sitemap(
        body, "https://quayside.example/"
    )


def test_a_url_list_leaves_out_remarks_and_counts_what_is_no_address(tmp_path: Path) -> None:
    path = tmp_path / "urls.txt"
    path.write_text("# my list\nhttps://a.example/1?utm_source=x\n\nnot an address\nhttps://a.example/2\n")
    listing = read_url_list(path)
    assert [entry.url for entry in listing.entries] == ["https://a.example/1", "https://a.example/2"]
    assert [flaw.sentence for flaw in listing.flaws] == ["has 1 lines that are no http address"]


class Api:
    """Answers searches as the Federal Register does: 2,000 results at most, in pages."""

    def __init__(self, documents: dict[date, int]) -> None:
        self._all = [(day, number) for day in sorted(documents) for number in range(documents[day])]

    def answer(self, url: str) -> bytes:
        asked = parse_qs(urlsplit(url).query)
        first, last = (date.fromisoformat(asked[f"conditions[publication_date][{end}]"][0]) for end in ("gte", "lte"))
        page = int(asked.get("page", ["1"])[0])
        found = [row for row in self._all if first <= row[0] <= last]
        shown = found[:MOST_RESULTS][(page - 1) * PER_PAGE : page * PER_PAGE]
        more = page * PER_PAGE < min(len(found), MOST_RESULTS)
        results = [
            {
                "document_number": f"{day}-{number}",
                "type": "Notice",
                "title": "A notice",
                "publication_date": day.isoformat(),
                "html_url": f"https://www.federalregister.gov/documents/{day}/{number}",
            }
            for day, number in shown
        ]
        answer = {"count": len(found), "results": results}
        if more:
            answer["next_page_url"] = f"https://elsewhere.example/api/v1/documents?format=json&page={page + 1}"
        return json.dumps(answer).encode()


def whole_search(api: Api, first: date, last: date) -> list[Listing]:
    pending, read_so_far = [search_address(SEARCH, first, last)], []
    while pending:
        url = pending.pop()
        read_so_far.append(read_documents(api.answer(url), url))
        pending += [more.url for more in read_so_far[-1].more]
    return read_so_far


@settings(deadline=None, max_examples=30)
@given(
    counts=st.lists(st.integers(0, 1500), min_size=1, max_size=6),
    gaps=st.lists(st.integers(1, 400), min_size=6, max_size=6),
)
def test_a_search_past_the_limit_is_parted_until_every_document_is_found_once(
    counts: list[int], gaps: list[int]
) -> None:
    days, day = {}, date(2015, 1, 1)
    for count, gap in zip(counts, gaps, strict=False):
        days[day] = count
        day += timedelta(days=gap)
    listings = whole_search(Api(days), date(2015, 1, 1), day)
    numbers = [entry.gazette.number for listing in listings for entry in listing.entries if entry.gazette]
    assert len(numbers) == len(set(numbers)) == sum(counts)
    assert not any(listing.flaws for listing in listings)


def test_a_single_day_past_the_limit_is_a_flaw_in_words() -> None:
    (first, *_) = whole_search(Api({date(2015, 1, 1): 2500}), date(2015, 1, 1), date(2015, 1, 1))
    assert [flaw.sentence for flaw in first.flaws] == [
        "found 2500 documents on one day, of which the API gives the first 2000"
    ]
