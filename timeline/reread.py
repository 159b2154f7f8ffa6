"""Reads saved pages anew, offline, after a rule of extraction changed, and says what that changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from crawler.article import PageSetAside
from crawler.causes import Cause
from crawler.publication import EntryDate
from crawler.reading import Listed, Relevance, read_article
from crawler.records import Article, Snapshot
from crawler.snapshots import SavedPage, SnapshotError, read_snapshot
from crawler.sources import Source
from timeline.store import Store


@dataclass(frozen=True, slots=True)
class Reread:
    """One saved page read anew.

    ``outcome`` is ``same``, ``changed``, ``found`` (set aside before, an article now), ``lost`` (an article before,
    set aside now: the old reading stays), ``set_aside`` (as before), ``missing`` (its snapshot cannot be read) or
    ``unknown`` (its source is not in the registry). ``detail`` says what changed, or why not.
    """

    url: str
    outcome: str
    detail: str | None = None


def reread_snapshots(
    store: Store, sources: Mapping[str, Source], folder: Path, relevant: Relevance | None = None
) -> Iterator[Reread]:
    """Extract every saved page again by the rules of today; what differs becomes the version that is read on.

    Each page is done for itself, so that a kill loses nothing; versions that were read before stay, and say which
    one replaced them. ``relevant`` is asked about the pages that were set aside as of no relevance at a glance.
    """
    rows = store.db.conn.execute(
        "SELECT s.file, s.offset, s.length, s.url, s.source_id, s.listed_basis, s.listed_at, "
        "  (SELECT v.id FROM article_versions AS v WHERE v.snapshot = s.file || '@' || s.offset "
        "   AND NOT EXISTS (SELECT 1 FROM article_versions AS later WHERE later.replaces = v.id)), "
        "  p.outcome, p.cause "
        "FROM snapshots AS s LEFT JOIN pages AS p ON p.url = s.url ORDER BY s.fetched_at, s.file, s.offset"
    ).fetchall()
    for file, offset, length, url, source_id, basis, listed_at, version_id, outcome, cause in rows:
        if version_id is None and outcome != "set_aside":
            continue  # the page was as an earlier snapshot has it, or an article known from another address
        source = sources.get(source_id)
        if source is None:
            yield Reread(url, "unknown", f"there is no source {source_id}")
            continue
        snapshot = Snapshot(file, offset, length)
        try:
            page = read_snapshot(folder, snapshot)
        except SnapshotError as error:
            yield Reread(url, "missing", error.strerror)
            continue
        listed = Listed(url, source, EntryDate(basis, _moment(listed_at)) if basis and listed_at else None)
        look = relevant if cause == Cause.IRRELEVANT else None
        yield _reread(store, listed, page, snapshot, version_id, look)


def _reread(
    store: Store,
    listed: Listed,
    page: SavedPage,
    snapshot: Snapshot,
    version_id: str | None,
    relevant: Relevance | None,
) -> Reread:
    try:
        article = read_article(
            listed,
            page.body,
            page.content_type,
            answered_url=page.url,
            fetched_at=page.fetched_at,
            snapshot=snapshot,
            relevant=relevant,
        )
    except PageSetAside as reason:
        return Reread(listed.url, "lost" if version_id else "set_aside", str(reason))
    if version_id is None:
        store.keep_article(article)
        return Reread(listed.url, "found")
    before = store.db.conn.execute(
        "SELECT content_hash, title, published, text FROM article_versions WHERE id = ?", (version_id,)
    ).fetchone()
    if before[0] == article.content_hash:
        return Reread(listed.url, "same")
    store.replace_version(version_id, article)
    return Reread(listed.url, "changed", ", ".join(_differences(before[1:], article)))


def _differences(before: tuple[str | None, str | None, str], article: Article) -> Iterator[str]:
    title, published, text = before
    if title != article.title:
        yield f"title {title!r} → {article.title!r}"
    now = article.published.isoformat() if article.published else None
    if published != now:
        yield f"published {published or 'none'} → {now or 'none'}"
    if text != article.text:
        yield f"text {len(text.split())} → {len(article.text.split())} words"


def _moment(value: str) -> date | datetime:
    return date.fromisoformat(value) if len(value) <= 10 else datetime.fromisoformat(value)
