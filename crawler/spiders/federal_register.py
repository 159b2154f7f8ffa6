"""Reads the Federal Register's API: documents by agency, type and term, a window of days at a time.

The API (federalregister.gov/developers/documentation/api/v1) gives no more than the first 2,000 documents of a
search. A search that finds more is parted into two halves of its days, and so on until each can be read whole.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.addresses import absolute_address
from crawler.follow import FederalRegisterFollow
from crawler.records import GazetteDocument
from crawler.spiders.listing import Entry, Flaw, Listing, ListingError, More

MOST_RESULTS = 2000
"""How many documents of one search the API gives; the count in its answer may be higher."""

PER_PAGE = 500
_FIELDS = (
    "document_number",
    "citation",
    "type",
    "title",
    "agencies",
    "publication_date",
    "effective_on",
    "docket_ids",
    "html_url",
)
_FROM, _TO = "conditions[publication_date][gte]", "conditions[publication_date][lte]"


def search_address(follow: FederalRegisterFollow, first: date, last: date) -> str:
    """The address of a search for what was published from one day to another, both included."""
    pairs = [("per_page", str(PER_PAGE)), ("order", "oldest")]
    pairs += [("fields[]", field) for field in _FIELDS]
    pairs += [("conditions[agencies][]", agency) for agency in follow.agencies]
    pairs += [("conditions[type][]", kind) for kind in follow.types]
    if follow.term:
        pairs.append(("conditions[term]", follow.term))
    pairs += [(_FROM, first.isoformat()), (_TO, last.isoformat())]
    return f"{follow.url}?{urlencode(pairs)}"


def read_documents(body: bytes, url: str) -> Listing:
    """The documents of one page of a search, with the pages or narrower searches that complete it.

    Raises ``ListingError`` for what is no answer of the API.
    """
    try:
        answer = json.loads(body)
        found = int(answer["count"])
        results = answer.get("results") or []
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ListingError("is no answer of the Federal Register's API (JSON with count and results)") from error
    if found > MOST_RESULTS and (halves := _halves(url)):
        return Listing((), more=halves)
    flaws: tuple[Flaw, ...] = ()
    if found > MOST_RESULTS:
        flaws = (Flaw(f"found {found} documents on one day, of which the API gives the first {MOST_RESULTS}"),)
    next_page = absolute_address(answer.get("next_page_url"), url)
    return Listing(
        tuple(_entries(results, url)),
        more=(More(_as_asked(next_page, url)),) if next_page else (),
        flaws=flaws,
    )


def _entries(results: list[Any], url: str) -> Iterator[Entry]:
    for row in results:
        document = _document(row, url)
        if document is not None:
            yield Entry(document.url, "gazette", document.published_on, document.published_on.isoformat(), document)


def _document(row: Any, url: str) -> GazetteDocument | None:
    """A document from its row, or None for a row that lacks its number, its day or its page."""
    if not isinstance(row, dict):
        return None
    number, page = row.get("document_number"), absolute_address(row.get("html_url"), url)
    published = _day(row.get("publication_date"))
    if not number or page is None or published is None:
        return None
    agencies = [a.get("name") or a.get("raw_name") for a in row.get("agencies") or () if isinstance(a, dict)]
    return GazetteDocument(
        number=str(number),
        citation=row.get("citation") or None,
        type=str(row.get("type") or ""),
        title=" ".join(str(row.get("title") or "").split()),
        agencies=tuple(str(name) for name in agencies if name),
        published_on=published,
        effective_on=_day(row.get("effective_on")),
        dockets=tuple(str(docket) for docket in row.get("docket_ids") or ()),
        url=page,
    )


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _halves(url: str) -> tuple[More, ...]:
    """The search of an address in two halves of its days; none for a search of a single day."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    days = dict(pairs)
    first, last = _day(days.get(_FROM)), _day(days.get(_TO))
    if first is None or last is None or first >= last:
        return ()
    middle = first + (last - first) // 2
    windows = ((first, middle), (middle + timedelta(days=1), last))
    return tuple(More(_with(url, {_FROM: a.isoformat(), _TO: b.isoformat(), "page": None})) for a, b in windows)


def _as_asked(next_page: str, url: str) -> str:
    """The next page by its number only, on the address that was asked: the answer names the API's public host."""
    page = dict(parse_qsl(urlsplit(next_page).query)).get("page")
    return _with(url, {"page": page}) if page else next_page


def _with(url: str, changes: dict[str, str | None]) -> str:
    parts = urlsplit(url)
    pairs = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key not in changes]
    pairs += [(key, value) for key, value in changes.items() if value is not None]
    return urlunsplit(parts._replace(query=urlencode(pairs)))
