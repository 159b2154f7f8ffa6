"""Settles when a page was published, from evidence that may be missing, impossible or contradicted."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from crawler.dates import Moment, date_of, is_possible, read_moment, span_in_url
from crawler.metadata import PageMetadata

_SLACK = timedelta(days=2)  # time zones, and a story listed on the eve of its issue


@dataclass(frozen=True, slots=True)
class EntryDate:
    """The date that a feed or sitemap entry stated for a page; ``basis`` is ``feed`` or ``sitemap``."""

    basis: str
    moment: Moment


@dataclass(frozen=True, slots=True)
class Publication:
    """When a page was published and by what evidence, or None and why not."""

    moment: Moment | None
    basis: str


def settle_publication(
    metadata: PageMetadata,
    url: str,
    *,
    fetched_at: datetime,
    entry_date: EntryDate | None,
    zone: tzinfo | None,
    month_first: bool | None,
    last_resort: Callable[[], Moment | None],
) -> Publication:
    """The first evidence that is possible and not contradicted.

    The order is: the source's rule, JSON-LD, OpenGraph, meta elements, the visible dateline (``text``), the
    feed, the sitemap, and what ``last_resort`` finds (``htmldate``), which is asked only then. Evidence is contradicted if two witnesses of other
    kinds (the visible dateline, the URL, the feed) agree with each other and not with it.
    """
    datelines = [m for m in _moments(metadata.datelines, zone, month_first) if is_possible(m, fetched_at)]
    witnesses = _witnesses(datelines, url, entry_date)
    rejected: list[str] = []
    for basis, moment in _evidence(metadata, datelines, entry_date, zone, month_first, last_resort):
        if not is_possible(moment, fetched_at):
            rejected.append(f"{basis} states the impossible {date_of(moment)}")
        elif _is_contradicted(basis, moment, witnesses):
            rejected.append(f"{basis} states {date_of(moment)} against the dateline and the address")
        else:
            return Publication(moment, basis)
    return Publication(None, "; ".join(rejected) if rejected else "the page states no date")


def settle_update(
    stated: Iterable[tuple[str, str]], published: Moment | None, *, fetched_at: datetime, zone: tzinfo | None
) -> Moment | None:
    """The first stated update that is possible and not before publication."""
    for _, text in stated:
        moment = read_moment(text, zone=zone)
        if moment is None or not is_possible(moment, fetched_at):
            continue
        if published is None or date_of(moment) >= date_of(published) - timedelta(days=1):
            return moment
    return None


def _evidence(
    metadata: PageMetadata,
    datelines: Sequence[Moment],
    entry_date: EntryDate | None,
    zone: tzinfo | None,
    month_first: bool | None,
    last_resort: Callable[[], Moment | None],
) -> Iterator[tuple[str, Moment]]:
    for basis, text in metadata.published:
        moment = read_moment(text, zone=zone, month_first=month_first)
        if moment is not None:
            yield basis, moment
    yield from (("text", moment) for moment in datelines[:1])
    if entry_date is not None:
        yield entry_date.basis, entry_date.moment
    if (found := last_resort()) is not None:
        yield "htmldate", found


def _moments(texts: Iterable[str], zone: tzinfo | None, month_first: bool | None) -> Iterator[Moment]:
    for text in texts:
        moment = read_moment(text, zone=zone, month_first=month_first)
        if moment is not None:
            yield moment


def _witnesses(datelines: Sequence[Moment], url: str, entry_date: EntryDate | None) -> list[tuple[str, date, date]]:
    """Independent statements of the date, as (kind, first day, last day)."""
    found = [("text", date_of(moment), date_of(moment)) for moment in datelines[:1]]
    if span := span_in_url(url):
        found.append(("url", *span))
    if entry_date is not None and entry_date.basis == "feed":
        found.append(("feed", date_of(entry_date.moment), date_of(entry_date.moment)))
    return found


def _is_contradicted(basis: str, moment: Moment, witnesses: Sequence[tuple[str, date, date]]) -> bool:
    day = date_of(moment)
    against = [w for w in witnesses if w[0] != basis and not w[1] - _SLACK <= day <= w[2] + _SLACK]
    return any(
        one[1] - _SLACK <= other[2] and other[1] <= one[2] + _SLACK
        for i, one in enumerate(against)
        for other in against[i + 1 :]
    )
